// `assay list`: the rows of a register that a condition selects, or the registers themselves. Plain data; layout is beside it.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct ListRequest {
    std::string register_id;
    std::string where;                       ///< in the language of checks
    std::string sort;                        ///< "owner,-level"; default: the key
    std::string columns;                     ///< "id,title", "all"; empty: all, or in a table the first few
    std::optional<std::int64_t> limit;       ///< 0 or nothing: no limit
    std::int64_t offset = 0;
    std::string at;                          ///< state: a change, a date, an instant; empty: the head
    bool first_columns = false;              ///< without `columns`: only as many as a table can show
};

struct RowList {
    std::string register_id;
    std::string title;
    std::int64_t state = 0;                  ///< change listed
    std::vector<Field> columns;
    std::size_t left_out = 0;                ///< fields that are not shown, though nobody asked for fewer
    std::vector<Row> rows;                   ///< values in the order of `columns`
    std::int64_t total = 0;                  ///< rows of the register
    std::int64_t matching = 0;               ///< rows that `where` selects
    std::int64_t undecided = 0;              ///< rows it can neither select nor refuse, because a field is not recorded
    std::int64_t offset = 0;
};

/// Nothing after reporting faults of the condition. Throws Error of kind usage for an unknown register or field.
[[nodiscard]] std::optional<RowList> list_rows(const Run& run, Session& session, const ListRequest& request);

/// Aligned, long cells cut, and a last line that tells what is not shown.
[[nodiscard]] std::string to_text(const RowList& list, const Zone& zone);
[[nodiscard]] std::string to_csv(const RowList& list, const Zone& zone);
[[nodiscard]] std::string to_json(const RowList& list, const Zone& zone);

struct RegisterCount {
    std::string id;
    std::string title;
    RegisterKind kind = RegisterKind::maintained;
    std::int64_t rows = 0;
};
/// Sorted by id.
[[nodiscard]] std::vector<RegisterCount> count_registers(const Run& run, Session& session, const std::string& at);
[[nodiscard]] std::string to_text(const std::vector<RegisterCount>& registers);
[[nodiscard]] std::string to_csv(const std::vector<RegisterCount>& registers);
[[nodiscard]] std::string to_json(const std::vector<RegisterCount>& registers);

} // namespace assay
