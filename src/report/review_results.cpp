// Inputs of a management review that look back: reviews, actions, issues, nonconformities, measurements, audits, improvements.
#include "report/nonconformity_form.hpp"
#include "report/review_maker.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

#include <map>

namespace assay {
namespace {

std::string outcome_counts_text(const OutcomeCounts& counts) {
    return fmt::format("not met {}, error {}, not assessed {}, met with remark {}, met {}", counts.not_met(), counts.error,
                       counts.not_assessed, counts.met_with_remark, counts.met);
}

} // namespace

void ReviewMaker::add_held() {
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

void ReviewMaker::add_earlier_actions() {
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
    add("earlier", "Earlier actions", "How far the actions of earlier reviews have come.", "No action of an earlier review is recorded.",
        {{"Action", 15}, {"What was agreed", 45}, {"Owner", 20}, {"State", 20}}, std::move(rows));
}

void ReviewMaker::add_issues() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("issue")) {
        if (row.text("status") != "closed" || in_period(row.date("identified_on"))) {
            rows.push_back(
                {{},
                 {cell(row.text("id")), cell(row.text("title"), row.text("effect")),
                  cell(spoken(row.text("kind")), spoken(row.text("area"))), cell_or(day_text(row.date("reviewed_on")), "never reviewed")}});
        }
    }
    add("issues", "Changed issues", "External and internal issues that are open, or new in the period.", "No issue is recorded.",
        {{"Issue", 15}, {"What it is, and its effect", 50}, {"Kind", 15}, {"Last reviewed", 20}}, std::move(rows));
}

void ReviewMaker::add_nonconformities() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("nonconformity")) {
        if (is_open_nonconformity(row) || in_period(row.date("found_on"))) {
            rows.push_back({{},
                            {cell(row.text("id")), cell(row.text("title"), row.text("corrective_action")),
                             cell_or(spoken(row.text("grade")), "not graded"), person_cell(m_registers, row, "owner", "nobody"),
                             nonconformity_due_cell(row, m_on)}});
        }
    }
    add("nonconformities", "Nonconformities and corrective actions", "Found in the period, or still open.", "No nonconformity is recorded.",
        {{"Nonconformity", 15}, {"What, and the corrective action", 45}, {"Grade", 10}, {"Owner", 15}, {"Due", 15}}, std::move(rows));
}

/// The latest measurement of each metric, and how many of the period met their target.
void ReviewMaker::add_measurements() {
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
        if (measured.latest == nullptr || row.date("period_to").value_or(Date{}) >= measured.latest->date("period_to").value_or(Date{})) {
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

void ReviewMaker::add_audits() {
    std::vector<TableRow> rows;
    for (const auto& row : m_registers.rows("audit")) {
        if (in_period(row.date("ends_on")) || in_period(row.date("reported_on")) || row.text("status") != "closed") {
            rows.push_back(
                {{},
                 {cell(row.text("title"), row.text("id")), cell(spoken(row.text("kind"))),
                  cell_or(row.text("conclusion"), "no conclusion recorded"), cell_or(day_text(row.date("reported_on")), "not reported")}});
        }
    }
    const auto recorded = rows.size();
    for (const auto& rollup : m_index.rollups()) {
        rows.push_back({{},
                        {cell("This assessment: " + rollup.catalog->title, rollup.catalog->id),
                         cell(m_index.input().audit.empty() ? "self-assessment" : "audit " + m_index.input().audit),
                         cell(outcome_counts_text(rollup.counts)), cell(to_text(m_on))}});
    }
    add("audits", "Audit results",
        recorded == 0 ? "No audit is recorded for the period; this assessment stands alone." : "Audits of the period, and this assessment.",
        "No audit is recorded.", {{"Audit", 30}, {"Kind", 15}, {"Conclusion", 40}, {"Reported on", 15}}, std::move(rows), recorded);
}

void ReviewMaker::add_improvements() {
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

} // namespace assay
