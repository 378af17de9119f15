#include "report/weakness_rows.hpp"

namespace assay {

bool is_open_weakness(const NamedRow& row) {
    const auto status = row.text("status");
    return status != "completed" && status != "risk_accepted" && status != "not_applicable";
}

std::optional<Date> weakness_due(const NamedRow& row) {
    const bool is_moved = row.date("revised_completion") && !row.text("delay_reason").empty();
    return row.date(is_moved ? "revised_completion" : "scheduled_completion");
}

bool is_overdue_weakness(const NamedRow& row, Date on) {
    const auto due = weakness_due(row);
    return is_open_weakness(row) && due && *due < on;
}

} // namespace assay
