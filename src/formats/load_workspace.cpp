// The workspace file (docs/xml.md "Workspace").
#include "assay/base/hash.hpp"
#include "assay/formats/load.hpp"
#include "formats/load_calendar.hpp"
#include "formats/xml_dates.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace assay {
namespace {

constexpr int k_no_limit = std::numeric_limits<int>::max();

struct Threshold {
    std::string_view name;
    int GradePolicy::* member;
    int most;
};

constexpr auto k_thresholds = std::to_array<Threshold>({
    {"isolated-percent", &GradePolicy::isolated_percent, 100},
    {"isolated-rows", &GradePolicy::isolated_rows, k_no_limit},
    {"major-percent", &GradePolicy::major_percent, 100},
    {"major-rows", &GradePolicy::major_rows, k_no_limit},
    {"systemic-percent", &GradePolicy::systemic_percent, 100},
    {"systemic-subjects", &GradePolicy::systemic_subjects, k_no_limit},
});

void load_period(XmlElement& element, Workspace& workspace) {
    const auto from = read_date(element, "from", Need::required);
    const auto to = read_date(element, "to", Need::required);
    element.finish();
    if (from && to && *to < *from) {
        element.report_value("to", "wrong-value",
                             fmt::format("the period ends on {}, before it begins on {}", to_text(*to), to_text(*from)),
                             "'to' is the last day, included");
    }
    workspace.period_from = from.value_or(Date{});
    workspace.period_to = to.value_or(Date{});
}

void load_policy(XmlElement& element, GradePolicy& policy) {
    for (const auto& threshold : k_thresholds) {
        int& value = policy.*threshold.member;
        value = element.integer(threshold.name, 0, threshold.most, value);
    }
    if (const auto lag = element.word("record-lag", Need::optional); lag.given()) {
        const auto period = parse_period(lag.text);
        if (!period) {
            element.report_value("record-lag", "wrong-value", fmt::format("{} is no period", quote(lag.text)), "write P30D, for example");
        }
        policy.record_lag = period.value_or(policy.record_lag);
    }
    element.finish();
}

} // namespace

std::optional<Workspace> load_workspace(std::string_view bytes, const std::string& file, DiagnosticSink& sink) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("workspace") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    Workspace workspace;
    workspace.place = root->place();
    workspace.digest = to_hex(sha256(bytes));
    workspace.organization = root->required("organization");
    if (auto zone = root->optional("zone"); !zone.empty()) {
        workspace.zone = std::move(zone);
    }
    UniqueIds standards("standard");
    UniqueIds calendars("calendar");
    root->for_each_child({
        {"period", Times::once, [&](XmlElement& period) { load_period(period, workspace); }},
        {"standard", Times::at_least_once,
         [&](XmlElement& standard) {
             const auto catalog = read_id(standard, "catalog", IdRule::name, Need::required);
             standard.finish();
             standards.add(standard, catalog, "catalog");
             workspace.standards.push_back({catalog, standard.place()});
         }},
        {"policy", Times::at_most_once, [&](XmlElement& policy) { load_policy(policy, workspace.policy); }},
        {"calendar", Times::any,
         [&](XmlElement& calendar) {
             workspace.calendars.push_back(load_calendar(calendar));
             calendars.add(calendar, workspace.calendars.back().id);
         }},
    });
    root->finish();
    return document->has_errors() ? std::nullopt : std::optional(std::move(workspace));
}

} // namespace assay
