// The registers that a report reads beside the assessment: their rows in key order, the names behind references, and what was measured
// of service levels. Filled by the app, borrowed by the views. Knows no store and no wording.
#pragma once

#include "assay/model/named_row.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

/// One record behind a figure of a service level.
struct SlaTicketLine {
    std::string number;
    std::string verdict; ///< missed, unknown, excluded…
    std::string opened;
    std::string due;
    std::string ended;
    std::string hours; ///< on the clock
    std::string why;
};

/// One target in one month.
struct SlaMonthLine {
    std::string month;      ///< "2026-01"
    std::string figure;     ///< "99.95 %"; empty when there was nothing to measure
    std::string unadjusted; ///< the figure without exclusions and clock stops
    std::string result;     ///< met, met as recorded, missed, undecided…
    std::string why;
    std::string counts;   ///< what it rests on: "met 41, missed 2, unknown 0"
    std::string decision; ///< what was decided on the miss; empty when none is owed
    bool missed = false;
    bool decision_missing = false;
    std::int64_t ticket_count = 0;
    std::vector<SlaTicketLine> tickets; ///< those that count against the target, the first k_rows_shown
};

struct SlaTargetLine {
    std::string id;
    std::string title;
    std::string agreement;
    std::string service; ///< key
    std::string measure; ///< "resolution, high, PT4H of 24x7"
    std::string target;  ///< "95.00 %"
    std::string fault;   ///< why it cannot be measured
    std::vector<SlaMonthLine> months;
};

class ReportRegisters {
public:
    /// `of` is borrowed; rows hold the definition's fields in order, then the row version.
    void add(const Register& of, std::vector<Row> rows);
    [[nodiscard]] bool has(std::string_view register_id) const { return m_tables.contains(std::string(register_id)); }
    /// In key order; nothing for a register that was not brought.
    [[nodiscard]] std::vector<NamedRow> rows(std::string_view register_id) const;
    [[nodiscard]] std::size_t count(std::string_view register_id) const;
    /// The name or title of the row with that key; the key itself when there is none.
    [[nodiscard]] std::string name(std::string_view register_id, const std::string& key) const;

    std::vector<SlaTargetLine> sla; ///< sorted by agreement, then id
    std::string sla_absent;         ///< why nothing was measured; may be empty

private:
    struct Table {
        const Register* of = nullptr;
        std::vector<Row> rows;
        std::unordered_map<std::string, std::string> names;
    };
    std::map<std::string, Table> m_tables;
};

} // namespace assay
