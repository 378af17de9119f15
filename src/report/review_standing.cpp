// Inputs of a management review about how services stand and what comes: feedback, policies, objectives, service performance, other
// parties, resources, risks, changes.
#include "report/review_maker.hpp"
#include "report/wording.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

namespace assay {
namespace {

constexpr int k_decimal_digits = 4;

/// What became of the months of a service's targets; the rest was met.
struct MonthCounts {
    std::size_t months = 0;
    std::size_t missed = 0;
    std::size_t undecided = 0;
    std::size_t nothing = 0; ///< there was nothing to measure
};

/// The worst comes first; none missed is said only of months that were measured.
TableCell service_cell(const MonthCounts& counts) {
    const auto note =
        fmt::format("missed {} of {}; undecided {}, nothing measured {}", counts.missed, counts.months, counts.undecided, counts.nothing);
    if (counts.missed > 0) {
        return badge_cell("Missed targets", "minor", note);
    }
    if (counts.undecided > 0) {
        return badge_cell("Undecided", "open", note);
    }
    if (counts.nothing == counts.months) {
        return badge_cell("Nothing measured", "open", note);
    }
    return badge_cell(counts.nothing > 0 ? "No target missed where measured" : "No target missed", "none", note);
}

/// Budget lines of one currency. A figure that is absent is not zero.
class BudgetSums {
public:
    void add(const NamedRow& row) {
        ++m_lines;
        m_lacking += row.number("budgeted") && row.number("actual") ? 0 : 1;
        for (std::size_t at = 0; at < k_fields.size(); ++at) {
            if (const auto figure = row.number(k_fields[at].field)) {
                m_sums[at].sum += *figure;
                ++m_sums[at].lines;
            }
        }
    }

    [[nodiscard]] std::string level(const std::string& currency) const {
        std::vector<std::string> texts;
        for (std::size_t at = 0; at < k_fields.size(); ++at) {
            const auto& [sum, lines] = m_sums[at];
            texts.push_back(lines == 0 ? fmt::format("{} not recorded", k_fields[at].words)
                                       : fmt::format("{} {}{}", k_fields[at].words, decimal_to_text(sum, k_decimal_digits),
                                                     lines < m_lines ? fmt::format(" in {} of {} lines", lines, m_lines) : std::string()));
        }
        return fmt::format("{} {}", fmt::join(texts, ", "), currency);
    }

    [[nodiscard]] TableCell judged() const {
        if (m_lacking > 0) {
            return cell_or({},
                           fmt::format("not judged: {} of {} lines {} a figure", m_lacking, m_lines, m_lacking == 1 ? "lacks" : "lack"));
        }
        return cell(m_sums[1].sum > m_sums[0].sum ? "over budget" : "within budget");
    }

private:
    struct Figure {
        std::string_view field;
        std::string_view words;
    };
    struct Sum {
        std::int64_t sum = 0;
        std::size_t lines = 0;
    };
    static constexpr std::array<Figure, 3> k_fields{{{"budgeted", "budgeted"}, {"actual", "spent"}, {"forecast", "forecast"}}};
    std::array<Sum, k_fields.size()> m_sums{};
    std::size_t m_lines = 0;
    std::size_t m_lacking = 0;
};

/// "9000 now, 9500 forecast boxes"; a figure that is absent is said to be.
TableCell capacity_cell(const NamedRow& row) {
    const auto now = decimal_text(row, "current_capacity");
    const auto forecast = decimal_text(row, "forecast_capacity");
    if (now.empty() && forecast.empty()) {
        return cell_or({}, "no figure recorded");
    }
    const auto told = [](const std::string& figure, const char* when) {
        return figure.empty() ? fmt::format("{} not recorded", when) : fmt::format("{} {}", figure, when);
    };
    const auto unit = row.text("unit");
    return cell(fmt::format("{}, {}{}{}", told(now, "now"), told(forecast, "forecast"), unit.empty() ? "" : " ", unit));
}

/// A transition that is live, closed or abandoned is no longer to come.
bool is_to_come(const NamedRow& transition) {
    const auto status = transition.text("status");
    return status != "live" && status != "closed" && status != "abandoned";
}

} // namespace

std::string decimal_text(const NamedRow& row, std::string_view field) {
    const auto number = row.number(field);
    return number ? decimal_to_text(*number, k_decimal_digits) : std::string();
}

void ReviewMaker::add_feedback() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("satisfaction")) {
        if (in_period(row.date("measured_on"))) {
            const auto score = decimal_text(row, "score");
            rows.push_back({{},
                            {cell(row.text("id")), cell(row.text("title"), row.text("findings")),
                             cell(score.empty() ? "no score" : fmt::format("{} against {}", score, decimal_text(row, "target"))),
                             cell(day_text(row.date("measured_on")))}});
        }
    }
    for (const auto& row : m_registers.rows("complaint")) {
        if (in_period(row.date("received_on")) || !row.date("closed_on")) {
            rows.push_back(
                {{},
                 {cell(row.text("id")), cell("Complaint: " + row.text("title"), m_registers.name("service", row.text("service"))),
                  cell(spoken(row.text("status"))), cell(day_text(row.date("received_on")))}});
        }
    }
    add("feedback", "Feedback", "Satisfaction measured, and complaints of the period.", "No feedback of the period is recorded.",
        {{"Feedback", 15}, {"What", 45}, {"Result", 25}, {"On", 15}}, std::move(rows));
}

void ReviewMaker::add_policies() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("document")) {
        if (row.text("type") == "policy" && row.text("status") != "withdrawn") {
            rows.push_back(
                {{},
                 {cell(row.text("id")), cell(row.text("title"), row.text("version").empty() ? "" : "version " + row.text("version")),
                  cell(spoken(row.text("status"))), cell_or(day_text(row.date("approved_on")), "not approved"),
                  due_cell(row.date("review_due"), m_on, "no review planned")}});
        }
    }
    add("policies", "Policies", "Whether each policy is approved and its review is due.", "No policy is recorded.",
        {{"Policy", 15}, {"Title", 40}, {"Status", 15}, {"Approved on", 15}, {"Review due", 15}}, std::move(rows));
}

void ReviewMaker::add_objectives() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("objective")) {
        if (row.text("status") != "withdrawn") {
            const auto current = decimal_text(row, "current");
            rows.push_back(
                {{},
                 {cell(row.text("id")), cell(row.text("title"), row.text("result")),
                  cell(current.empty() ? "not measured" : current, "target " + decimal_text(row, "target") + " " + row.text("unit")),
                  cell_or(capitalised(spoken(row.text("status"))), "no status"), person_cell(m_registers, row, "owner", "nobody"),
                  cell(day_text(row.date("due")))}});
        }
    }
    add("objectives", "Objectives", "How far the service management objectives are achieved.", "No objective is recorded.",
        {{"Objective", 10}, {"What", 35}, {"Now", 20}, {"Status", 10}, {"Owner", 15}, {"Due", 10}}, std::move(rows));
}

void ReviewMaker::add_services() {
    std::map<std::string, MonthCounts> by_service;
    for (const auto& target : m_registers.sla) {
        auto& counts = by_service[target.service];
        for (const auto& month : target.months) {
            ++counts.months;
            counts.missed += month.missed ? 1 : 0;
            counts.undecided += month.result == "undecided" || month.result == "unknown" ? 1 : 0;
            counts.nothing += month.result == "no tickets" || month.result == "not binding" ? 1 : 0;
        }
    }
    std::vector<TableRow> rows;
    rows.reserve(by_service.size());
    for (const auto& [service, counts] : by_service) {
        rows.push_back({{},
                        {cell(m_registers.name("service", service), service), cell(number_text(counts.months)),
                         cell(number_text(counts.missed)), service_cell(counts)}});
    }
    add("services", "Service performance", "Months of service level targets, and those missed. The service level report tells each.",
        "No service level target was measured.",
        {{"Service", 40}, {"Months of targets", 15, TableColumn::Kind::number}, {"Missed", 10, TableColumn::Kind::number}, {"Result", 35}},
        std::move(rows));
}

void ReviewMaker::add_other_parties() {
    std::map<std::string, std::pair<std::size_t, std::int64_t>> by_supplier; ///< reviews, missed targets
    for (const auto& row : m_registers.rows("supplier_review")) {
        if (in_period(row.date("reviewed_on"))) {
            auto& [reviews, missed] = by_supplier[row.text("supplier")];
            ++reviews;
            missed += row.number("missed_targets").value_or(0);
        }
    }
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("supplier")) {
        if (row.text("status") != "active") {
            continue;
        }
        const auto found = by_supplier.find(row.text("id"));
        const bool none = found == by_supplier.end();
        rows.push_back({{},
                        {cell(row.text("name"), row.text("id")), cell(spoken(row.text("kind"))),
                         none ? cell_or({}, "no review in the period")
                              : cell(count_of(static_cast<std::int64_t>(found->second.first), "review", "reviews")),
                         none ? cell("") : cell(count_of(found->second.second, "target missed", "targets missed"))}});
    }
    add("parties", "Other parties", "Reviews of active suppliers in the period.", "No active supplier is recorded.",
        {{"Party", 40}, {"Kind", 15}, {"Reviews", 25}, {"Missed", 20}}, std::move(rows));
}

void ReviewMaker::add_resources() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("capacity")) {
        rows.push_back({{},
                        {cell(row.text("id")), cell(row.text("resource"), m_registers.name("service", row.text("service"))),
                         cell(spoken(row.text("kind"))),
                         capacity_cell(row),
                         !row.number("sufficient") ? cell_or({}, "not judged")
                         : row.yes("sufficient")   ? cell("sufficient")
                                                   : cell_or({}, "not sufficient")}});
    }
    std::map<std::string, BudgetSums> by_currency;
    for (const auto& row : m_registers.rows("budget")) {
        if (in_period(row.date("period_to"))) {
            by_currency[row.text("currency")].add(row);
        }
    }
    for (const auto& [currency, sums] : by_currency) {
        rows.push_back({{},
                        {cell("Money"), cell("All budget lines of the period", currency), cell("financial"), cell(sums.level(currency)),
                         sums.judged()}});
    }
    add("resources", "Resources and capabilities", "Present and expected capacity and money.", "No capacity or budget is recorded.",
        {{"Resource", 15}, {"What", 30}, {"Kind", 10}, {"Level", 30}, {"Judged", 15}}, std::move(rows));
}

void ReviewMaker::add_risks() {
    std::vector<TableRow> rows;
    std::int64_t unlevelled = 0;
    for (const auto& row : m_registers.rows("risk")) {
        const auto level = row.text("residual_level").empty() ? row.text("level") : row.text("residual_level");
        unlevelled += row.text("status") != "closed" && level.empty() ? 1 : 0;
        if (row.text("status") != "closed" && (level == "high" || level == "very_high" || level == "moderate")) {
            rows.push_back(
                {{},
                 {cell(row.text("id")), cell(row.text("title"), row.text("treatment")),
                  cell(capitalised(spoken(row.text("level"))) + " to " + spoken(level)), person_cell(m_registers, row, "owner", "nobody"),
                  cell_or(day_text(row.date("effectiveness_reviewed_on")), "effect not reviewed")}});
        }
    }
    add("risks", "Risks and opportunities",
        fmt::format("Live risks recorded at moderate or higher today, and whether the effect of their treatment was reviewed; {} no level. "
                    "The risk report tells all.",
                    count_of(unlevelled, "live risk records", "live risks record")),
        "No live risk is recorded at moderate or higher.",
        {{"Risk", 10}, {"What, and its treatment", 45}, {"Inherent to current", 15}, {"Owner", 15}, {"Effect reviewed on", 15}},
        std::move(rows));
}

void ReviewMaker::add_changes() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("transition")) {
        if (is_to_come(row)) {
            rows.push_back({{},
                            {cell(row.text("id")), cell(row.text("title"), m_registers.name("service", row.text("service"))),
                             cell_or(spoken(row.text("status")), "no status")}});
        }
    }
    for (const auto& row : m_registers.rows("issue")) {
        if (row.text("status") != "closed" && in_period(row.date("identified_on"))) {
            rows.push_back(
                {{}, {cell(row.text("id")), cell("Issue: " + row.text("title"), row.text("effect")), cell("new in the period")}});
        }
    }
    add("changes", "Coming changes", "New, changed and removed services, and issues new in the period.", "No coming change is recorded.",
        {{"Change", 15}, {"What", 60}, {"State", 25}}, std::move(rows));
}

} // namespace assay
