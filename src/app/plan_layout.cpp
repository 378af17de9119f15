// A plan as text and JSON.
#include "assay/app/plan.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::int64_t number(std::size_t count) { return static_cast<std::int64_t>(count); }

std::string exactness(const PlanReport& report) {
    if (report.exact) {
        return fmt::format("no other choice leaves fewer, or takes less effort for as few ({} looked at)", count_of(report.steps, "step", "steps"));
    }
    auto text = fmt::format("the search was ended after {}: this is the best choice found. ", count_of(report.steps, "step", "steps"));
    if (number(report.left.size()) > number(report.left_at_least)) {
        return text + fmt::format("No choice leaves fewer than {}", report.left_at_least);
    }
    return text + fmt::format("None leaves fewer, and none that leaves as few takes less than {}", effort_text(report.effort_at_least));
}

} // namespace

std::string effort_text(std::int64_t hundredths_of_hours) { return fmt::format("{}.{:02} h", group_thousands(hundredths_of_hours / 100), hundredths_of_hours % 100); }

std::string to_text(const PlanReport& report) {
    const auto removed = number(report.blockers.size()) - number(report.left.size());
    auto text = fmt::format("Plan for {}, from {} to {}\nAssessment {}, judged on {}. For the organisation itself: no report and no pack has it.\n\n", report.heading, to_text(report.from),
                            to_text(report.by), report.assessment, to_text(report.judged_on));
    const auto unknown = report.not_assessed + report.in_error;
    const auto open = unknown == 0 ? std::string()
                                   : fmt::format("  unknown   {} = {} not assessed + {} in error: what they hide, no plan knows\n",
                                                 count_of(unknown, "requirement", "requirements"), group_thousands(report.not_assessed), group_thousands(report.in_error));
    if (report.blockers.empty()) {
        return text + "  blocks    nothing that is known\n" + open;
    }
    text += fmt::format("  blocks    {}\n{}", group_thousands(number(report.blockers.size())), open);
    text += fmt::format("  possible  {} on record, {} of them considered\n", count_of(number(report.recorded), "action", "actions"), report.considered);
    text += fmt::format("  plan      {}, {}: removes {} of {}\n", count_of(number(report.chosen.size()), "action", "actions"), effort_text(report.effort), removed, report.blockers.size());
    text += fmt::format("            {}\n", exactness(report));
    if (!report.chosen.empty()) {
        TextTable table{{{"begin by", false}, {"action", false}, {"title", false}, {"owner", false}, {"effort", true}, {"days", true}, {"removes", false}}, {}};
        for (const auto& line : report.chosen) {
            table.rows.push_back({to_text(line.start_by), line.id, line.title, line.owner, effort_text(line.effort), std::to_string(line.lead_days),
                                  fmt::format("{}", fmt::join(line.removes, ", "))});
        }
        text += "\n" + to_text(table, 0);
    }
    const auto list = [&](std::string_view heading, const std::vector<PlanLeft>& lines) {
        std::vector<std::string> without_action;
        text += lines.empty() ? "" : fmt::format("\n{}\n", heading);
        for (const auto& each : lines) {
            if (each.why.empty()) {
                without_action.push_back(each.blocker);
            } else {
                text += fmt::format("  {}: {}\n", escape_control(each.blocker), escape_control(each.why));
            }
        }
        text += without_action.empty() ? "" : "  no recorded action removes\n" + comma_lines(without_action, 4);
    };
    list("Stays", report.left);
    list("Actions not considered", report.not_considered);
    for (std::size_t at = 0; at < report.notes.size(); ++at) {
        text += fmt::format("{}  {}\n", at == 0 ? "\nTo know\n" : "", report.notes[at]);
    }
    return text;
}

std::string to_json(const PlanReport& report) {
    JsonWriter json;
    json.begin_object().field("plan_for", report.heading).field("assessment", report.assessment).field("judged_on", to_text(report.judged_on));
    json.field("from", to_text(report.from)).field("by", to_text(report.by)).key("blockers").begin_array();
    for (const auto& each : report.blockers) {
        json.value(each);
    }
    json.end_array().field("not_assessed", report.not_assessed).field("in_error", report.in_error).field("recorded", number(report.recorded)).field("considered", number(report.considered));
    json.field("effort_hundredths_of_hours", report.effort).field("exact", report.exact).field("left_at_least", number(report.left_at_least));
    json.field("effort_at_least_hundredths_of_hours", report.effort_at_least).key("actions").begin_array();
    for (const auto& line : report.chosen) {
        json.begin_object().field("id", line.id).field("title", line.title).field("owner", line.owner).field("effort_hundredths_of_hours", line.effort);
        json.field("lead_days", line.lead_days).field("begin_by", to_text(line.start_by)).key("removes").begin_array();
        for (const auto& each : line.removes) {
            json.value(each);
        }
        json.end_array().end_object();
    }
    json.end_array();
    for (const auto& [name, lines] : {std::pair{"left", &report.left}, {"not_considered", &report.not_considered}}) {
        json.key(name).begin_array();
        for (const auto& each : *lines) {
            json.begin_object().field("id", each.blocker).field("why", each.why).end_object();
        }
        json.end_array();
    }
    json.key("notes").begin_array();
    for (const auto& each : report.notes) {
        json.value(each);
    }
    return json.end_array().end_object().finish();
}

} // namespace assay
