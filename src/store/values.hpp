// Values between the model and SQLite: absent is NULL, a number INTEGER, a text TEXT.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/value.hpp"

#include <SQLiteCpp/Statement.h>

#include <string>

namespace assay::db {

/// Not copied: `value` outlives the statement's next step.
inline void bind_value(SQLite::Statement& statement, int index, const Value& value) {
    if (const auto* number = number_of(value)) {
        statement.bind(index, *number);
    } else if (const auto* text = text_of(value)) {
        statement.bindNoCopy(index, *text);
    } else {
        statement.bind(index);
    }
}

[[nodiscard]] inline Value read_value(SQLite::Statement& statement, int index) {
    // The type is asked once: every question about a column is a call with checks, and a scan reads millions.
    const auto column = statement.getColumn(index);
    const int type = column.getType();
    if (type == SQLite::Null) {
        return Absent{};
    }
    if (type == SQLite::INTEGER) {
        return std::int64_t{column.getInt64()};
    }
    return column.getString();
}

[[nodiscard]] inline Date date_of(std::int64_t days) { return Date(std::chrono::days(days)); }

} // namespace assay::db
