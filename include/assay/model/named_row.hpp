// Reading whole registers row by row as named values: for the small registers that people keep (evidence, attestations…).
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// One row with access by field id; a field that the definition lacks (an older workspace) reads as absent.
class NamedRow {
public:
    NamedRow(const Register& of, std::span<const Value> values) : m_register(of), m_values(values) {}
    [[nodiscard]] std::string text(std::string_view field) const;
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view field) const;
    /// A decimal at `scale`, whatever that of its field is. Nothing where places would be lost, or it does not fit.
    [[nodiscard]] std::optional<std::int64_t> decimal(std::string_view field, int scale) const;
    [[nodiscard]] std::optional<Date> date(std::string_view field) const;
    [[nodiscard]] bool yes(std::string_view field) const;
    /// The row version.
    [[nodiscard]] std::int64_t row() const;

private:
    const Register& m_register;
    std::span<const Value> m_values;
};

/// Some fields of a large register, rows in the order of the store; every other field reads as absent.
void read_columns(QueryRunner& runner, const Schema& schema, std::string_view register_id, std::span<const std::string_view> fields,
                  const std::function<void(const NamedRow&)>& visit);

/// Rows sorted by key.
void read_register(QueryRunner& runner, const Schema& schema, std::string_view register_id, const std::function<void(const NamedRow&)>& visit);

} // namespace assay
