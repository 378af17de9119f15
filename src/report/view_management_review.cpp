// The view "management-review": what a management review considers (ISO/IEC 20000-1, 9.3), filled from the registers. Where they hold
// nothing, it says so: that is what the review must ask about.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace assay {
namespace {

constexpr int k_decimal_digits = 4;

std::string decimal_text(const NamedRow& row, std::string_view field) {
    const auto number = row.number(field);
    return number ? decimal_to_text(*number, k_decimal_digits) : std::string();
}

std::string outcome_counts_text(const OutcomeCounts& counts) {
    return fmt::format("not met {}, error {}, not assessed {}, met with remark {}, met {}", counts.not_met(), counts.error,
                       counts.not_assessed, counts.met_with_remark, counts.met);
}

class ReviewMaker {
public:
    explicit ReviewMaker(const ReportIndex& index)
        : m_index(index), m_registers(registers_of(index)), m_on(index.header().on), m_from(index.header().period_from),
          m_to(index.header().period_to) {
        m_report.title = "Management review inputs";
        m_report.sheet = {"Inputs", {"input", "register", "id", "what", "state", "date"}, std::vector<bool>(6), {}};
    }

    Tabular make() {
        add_held();
        m_inputs.clear(); // the reviews themselves are no input
        add_earlier_actions();
        add_issues();
        add_nonconformities();
        add_measurements();
        add_audits();
        add_improvements();
        add_feedback();
        add_policies();
        add_objectives();
        add_services();
        add_other_parties();
        add_resources();
        add_risks();
        add_changes();
        const auto empty = std::ranges::count_if(m_inputs, [](const auto& each) { return each.second == 0; });
        m_report.statement =
            empty == 0 ? fmt::format("Each of the {} inputs has something on record for the review.", m_inputs.size())
                       : fmt::format("{} of {} inputs have nothing on record; the review must ask for them.", empty, m_inputs.size());
        m_report.tone = empty == 0 ? "none" : "open";
        m_report.notes = {
            "The inputs are those that the standard's clause on management review names, in our words. What is listed is what the "
            "registers hold; the review judges it.",
            fmt::format("Rows of the audit period {} to {}, and what is open on {}.", to_text(m_from), to_text(m_to), to_text(m_on))};
        m_report.figures = {{"Inputs with records", number_text(m_inputs.size() - static_cast<std::size_t>(empty)),
                             fmt::format("of {}", m_inputs.size()), ""},
                            {"Reviews held in the period", number_text(m_held), "management reviews", m_held == 0 ? "open" : ""}};
        return std::move(m_report);
    }

private:
    [[nodiscard]] bool in_period(const std::optional<Date>& date) const { return date && *date >= m_from && *date <= m_to; }

    /// An input: its table, and its rows in the plain sheet.
    void add(std::string anchor, std::string heading, std::string note, std::string none, std::vector<TableColumn> columns,
             std::vector<TableRow> rows) {
        columns.front().kind = TableColumn::Kind::heading;
        for (const auto& row : rows) {
            m_report.sheet.rows.push_back({heading, anchor, row.cells[0].note.empty() ? row.cells[0].text : row.cells[0].note,
                                           row.cells.size() > 1 ? row.cells[1].text : "", row.cells.back().text, ""});
        }
        m_inputs.emplace_back(heading, rows.size());
        const auto count = number_text(rows.size());
        m_report.parts.push_back({std::move(anchor),
                                  heading,
                                  count,
                                  std::move(note),
                                  std::move(none),
                                  {},
                                  {TabularTable{heading, false, std::move(columns), {{{}, {}, std::move(rows)}}, {}}}});
    }

    void add_held() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("management_review")) {
            m_held += in_period(row.date("held_on")) ? 1 : 0;
            rows.push_back({{},
                            {cell(row.text("title").empty() ? row.text("id") : row.text("title"), row.text("id")),
                             cell(day_text(row.date("held_on"))), person_cell(m_registers, row, "led_by", "nobody named"),
                             cell(row.yes("top_management_present") ? "present" : "not recorded as present"),
                             cell_or(day_text(row.date("next_due")), "not planned")}});
        }
        add("held", "Reviews held", "What was reviewed when, and when the next one is due.", "No management review is recorded.",
            {{"Review", 35}, {"Held on", 15}, {"Led by", 20}, {"Top management", 15}, {"Next due", 15}}, std::move(rows));
    }

    void add_earlier_actions() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("action")) {
            if (row.text("source") == "management_review" || !row.text("management_review").empty()) {
                const auto done = row.date("done_on");
                rows.push_back({{},
                                {cell(row.text("id")), cell(row.text("title"), row.text("management_review")),
                                 person_cell(m_registers, row, "owner", "nobody"),
                                 done ? cell("done " + to_text(*done)) : due_cell(row.date("due"), m_on)}});
            }
        }
        add("earlier", "Earlier actions", "How far the actions of earlier reviews have come.",
            "No action of an earlier review is recorded.", {{"Action", 15}, {"What was agreed", 45}, {"Owner", 20}, {"State", 20}},
            std::move(rows));
    }

    void add_issues() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("issue")) {
            if (row.text("status") != "closed" || in_period(row.date("identified_on"))) {
                rows.push_back({{},
                                {cell(row.text("id")), cell(row.text("title"), row.text("effect")),
                                 cell(spoken(row.text("kind")), spoken(row.text("area"))),
                                 cell_or(day_text(row.date("reviewed_on")), "never reviewed")}});
            }
        }
        add("issues", "Changed issues", "External and internal issues that are open, or new in the period.", "No issue is recorded.",
            {{"Issue", 15}, {"What it is, and its effect", 50}, {"Kind", 15}, {"Last reviewed", 20}}, std::move(rows));
    }

    void add_nonconformities() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("nonconformity")) {
            if (!row.date("closed_on") || in_period(row.date("found_on"))) {
                const auto closed = row.date("closed_on");
                rows.push_back({{},
                                {cell(row.text("id")), cell(row.text("title"), row.text("corrective_action")),
                                 cell_or(spoken(row.text("grade")), "not graded"), person_cell(m_registers, row, "owner", "nobody"),
                                 closed ? cell("closed " + to_text(*closed)) : due_cell(row.date("due"), m_on)}});
            }
        }
        add("nonconformities", "Nonconformities and corrective actions", "Found in the period, or still open.",
            "No nonconformity is recorded.",
            {{"Nonconformity", 15}, {"What, and the corrective action", 45}, {"Grade", 10}, {"Owner", 15}, {"State", 15}}, std::move(rows));
    }

    /// The latest measurement of each metric, and how many of the period met their target.
    void add_measurements() {
        struct Measured {
            const NamedRow* latest = nullptr;
            std::size_t count = 0;
            std::size_t met = 0;
        };
        const auto all = m_registers.rows("measurement");
        std::map<std::string, Measured> by_metric;
        for (const auto& row : all) {
            if (!in_period(row.date("period_to")) && !in_period(row.date("measured_on"))) {
                continue;
            }
            auto& measured = by_metric[row.text("metric")];
            ++measured.count;
            measured.met += row.yes("target_met") ? 1 : 0;
            if (measured.latest == nullptr ||
                row.date("period_to").value_or(Date{}) >= measured.latest->date("period_to").value_or(Date{})) {
                measured.latest = &row;
            }
        }
        std::vector<TableRow> rows;
        for (const auto& [metric, measured] : by_metric) {
            const auto value = decimal_text(*measured.latest, "value");
            rows.push_back({{},
                            {cell(m_registers.name("metric", metric), metric),
                             cell(value.empty() ? "no value" : value + " " + measured.latest->text("unit"),
                                  "until " + day_text(measured.latest->date("period_to"))),
                             cell(decimal_text(*measured.latest, "target")), cell_or(spoken(measured.latest->text("trend")), "not judged"),
                             cell(fmt::format("{} of {} met the target", measured.met, measured.count))}});
        }
        add("measurements", "Monitoring and measurement", "Each metric's latest value and how often it met its target in the period.",
            "No measurement of the period is recorded.",
            {{"Metric", 30}, {"Latest value", 20}, {"Target", 15}, {"Trend", 15}, {"In the period", 20}}, std::move(rows));
    }

    void add_audits() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("audit")) {
            if (in_period(row.date("ends_on")) || in_period(row.date("reported_on")) || row.text("status") != "closed") {
                rows.push_back({{},
                                {cell(row.text("title"), row.text("id")), cell(spoken(row.text("kind"))),
                                 cell_or(row.text("conclusion"), "no conclusion recorded"),
                                 cell_or(day_text(row.date("reported_on")), "not reported")}});
            }
        }
        for (const auto& rollup : m_index.rollups()) {
            rows.push_back({{},
                            {cell("This assessment: " + rollup.catalog->title, rollup.catalog->id),
                             cell(m_index.input().audit.empty() ? "self-assessment" : "audit " + m_index.input().audit),
                             cell(outcome_counts_text(rollup.counts)), cell(to_text(m_on))}});
        }
        add("audits", "Audit results", "Audits of the period, and this assessment.", "No audit is recorded.",
            {{"Audit", 30}, {"Kind", 15}, {"Conclusion", 40}, {"Reported on", 15}}, std::move(rows));
    }

    void add_improvements() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("improvement")) {
            if (!row.date("done_on") && row.text("decision") != "rejected") {
                rows.push_back({{},
                                {cell(row.text("id")), cell(row.text("title"), spoken(row.text("source"))),
                                 cell_or(spoken(row.text("decision")), "not decided"), person_cell(m_registers, row, "owner", "nobody"),
                                 due_cell(row.date("due"), m_on)}});
            }
        }
        add("improvements", "Opportunities for improvement", "Improvements that are neither done nor rejected.", "No improvement is open.",
            {{"Improvement", 15}, {"What, and where from", 40}, {"Decision", 15}, {"Owner", 15}, {"Due", 15}}, std::move(rows));
    }

    void add_feedback() {
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

    void add_policies() {
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

    void add_objectives() {
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

    void add_services() {
        std::map<std::string, std::pair<std::size_t, std::size_t>> by_service; ///< months, missed
        for (const auto& target : m_registers.sla) {
            auto& [months, missed] = by_service[target.service];
            for (const auto& month : target.months) {
                ++months;
                missed += month.missed ? 1 : 0;
            }
        }
        std::vector<TableRow> rows;
        for (const auto& [service, counts] : by_service) {
            rows.push_back(
                {{},
                 {cell(m_registers.name("service", service), service), cell(number_text(counts.first)), cell(number_text(counts.second)),
                  counts.second > 0 ? badge_cell("Missed targets", "minor") : badge_cell("No target missed", "none")}});
        }
        add("services", "Service performance", "Months of service level targets, and those missed. The service level report tells each.",
            "No service level target was measured.",
            {{"Service", 45},
             {"Months of targets", 15, TableColumn::Kind::number},
             {"Missed", 15, TableColumn::Kind::number},
             {"Result", 25}},
            std::move(rows));
    }

    void add_other_parties() {
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

    void add_resources() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("capacity")) {
            rows.push_back({{},
                            {cell(row.text("id")), cell(row.text("resource"), m_registers.name("service", row.text("service"))),
                             cell(spoken(row.text("kind"))),
                             cell(fmt::format("{} now, {} forecast {}", decimal_text(row, "current_capacity"),
                                              decimal_text(row, "forecast_capacity"), row.text("unit"))),
                             !row.number("sufficient") ? cell_or({}, "not judged")
                             : row.yes("sufficient")   ? cell("sufficient")
                                                       : cell_or({}, "not sufficient")}});
        }
        std::map<std::string, std::array<std::int64_t, 3>> money;
        for (const auto& row : m_registers.rows("budget")) {
            if (in_period(row.date("period_to"))) {
                auto& sums = money[row.text("currency")];
                sums[0] += row.number("budgeted").value_or(0);
                sums[1] += row.number("actual").value_or(0);
                sums[2] += row.number("forecast").value_or(0);
            }
        }
        for (const auto& [currency, sums] : money) {
            rows.push_back(
                {{},
                 {cell("Money"), cell("All budget lines of the period", currency), cell("financial"),
                  cell(fmt::format("budgeted {}, spent {}, forecast {} {}", decimal_to_text(sums[0], k_decimal_digits),
                                   decimal_to_text(sums[1], k_decimal_digits), decimal_to_text(sums[2], k_decimal_digits), currency)),
                  cell(sums[1] > sums[0] ? "over budget" : "within budget")}});
        }
        add("resources", "Resources and capabilities", "Present and expected capacity and money.", "No capacity or budget is recorded.",
            {{"Resource", 15}, {"What", 30}, {"Kind", 10}, {"Level", 30}, {"Judged", 15}}, std::move(rows));
    }

    void add_risks() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("risk")) {
            const auto level = row.text("residual_level").empty() ? row.text("level") : row.text("residual_level");
            if (row.text("status") != "closed" && (level == "high" || level == "very_high" || level == "moderate")) {
                rows.push_back({{},
                                {cell(row.text("id")), cell(row.text("title"), row.text("treatment")),
                                 cell(capitalised(spoken(row.text("level"))) + " to " + spoken(level)),
                                 person_cell(m_registers, row, "owner", "nobody"),
                                 cell_or(day_text(row.date("effectiveness_reviewed_on")), "effect not reviewed")}});
            }
        }
        add("risks", "Risks and opportunities",
            "Live risks that stand at moderate or higher today, and whether the effect of their treatment was reviewed. The risk report "
            "tells all.",
            "No live risk stands at moderate or higher.",
            {{"Risk", 10}, {"What, and its treatment", 45}, {"Inherent to current", 15}, {"Owner", 15}, {"Effect reviewed on", 15}},
            std::move(rows));
    }

    void add_changes() {
        std::vector<TableRow> rows;
        for (const auto& row : m_registers.rows("transition")) {
            rows.push_back({{},
                            {cell(row.text("id")), cell(row.text("title"), m_registers.name("service", row.text("service"))),
                             cell_or(spoken(row.text("status")), "no status")}});
        }
        for (const auto& row : m_registers.rows("issue")) {
            if (row.text("status") != "closed" && in_period(row.date("identified_on"))) {
                rows.push_back(
                    {{}, {cell(row.text("id")), cell("Issue: " + row.text("title"), row.text("effect")), cell("new in the period")}});
            }
        }
        add("changes", "Coming changes", "New, changed and removed services, and issues new in the period.",
            "No coming change is recorded.", {{"Change", 15}, {"What", 60}, {"State", 25}}, std::move(rows));
    }

    const ReportIndex& m_index;
    const ReportRegisters& m_registers;
    Date m_on;
    Date m_from;
    Date m_to;
    std::size_t m_held = 0;
    std::vector<std::pair<std::string, std::size_t>> m_inputs; ///< heading, rows
    Tabular m_report;
};

} // namespace

Tabular build_management_review(const ReportIndex& index) { return ReviewMaker(index).make(); }

} // namespace assay
