// What stands behind the figures: what checks looked at and left out, dispositions, exceptions, populations, thresholds, fingerprints.
#include "report/parts.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

constexpr ViewField k_looked_at_fields[] = {
    {"check", ViewKind::text, "id of the check"},
    {"title", ViewKind::text, "what the check demands"},
    {"population", ViewKind::text, "rows or members in the period and in scope"},
    {"selected", ViewKind::text, "of these selected and due"},
    {"failed", ViewKind::text, "of these failing"},
    {"undecided", ViewKind::text, "rows whose selection is unknown"},
    {"not_due", ViewKind::text, "rows that are not due yet"},
    {"out_of_period", ViewKind::text, "rows outside the audit period"},
    {"out_of_scope", ViewKind::text, "rows of services out of scope"},
    {"without_service", ViewKind::text, "rows that name no known service"},
    {"complete", ViewKind::flag, "its rows are declared complete for the period, and the counts agree"},
    {"incomplete_why", ViewKind::text, "why not; empty when complete"},
    {"fault", ViewKind::text, "why it could not be evaluated; empty when it could"},
};

constexpr ViewField k_silent_fields[] = {
    {"check", ViewKind::text, "id of the check"},
    {"title", ViewKind::text, "what the check demands"},
    {"population", ViewKind::text, "rows or members it could have selected from"},
    {"why", ViewKind::text, "why it selected nothing, as far as is known"},
};

constexpr ViewField k_disposition_fields[] = {
    {"id", ViewKind::text, "id of the disposition"},
    {"check", ViewKind::text, "check whose row it speaks of"},
    {"subject", ViewKind::text, "subject of the row; may be empty"},
    {"key", ViewKind::text, "key of the row"},
    {"verdict", ViewKind::text, "confirmed, not a deviation, data error corrected or duplicate"},
    {"state", ViewKind::text, "whether it counts, and why not"},
    {"person", ViewKind::text, "who decided"},
    {"decided_on", ViewKind::text, "when"},
    {"reason", ViewKind::text, "why"},
};

constexpr ViewField k_exception_fields[] = {
    {"id", ViewKind::text, "id of the exception"},
    {"cite", ViewKind::text, "published reference of the control; empty when the control is unknown"},
    {"control", ViewKind::text, "our id of the control"},
    {"catalog", ViewKind::text, "our id of the catalog"},
    {"subject", ViewKind::text, "subject; empty for all"},
    {"kind", ViewKind::text, "compliance exception or risk acceptance"},
    {"state", ViewKind::text, "in force, expired, unused or refused, with the reason"},
    {"approver", ViewKind::text, "who approved it"},
    {"until", ViewKind::text, "until when; may be empty"},
    {"reason", ViewKind::text, "why"},
};

constexpr ViewField k_population_fields[] = {
    {"register_id", ViewKind::text, "id of the register"},
    {"register_title", ViewKind::text, "title of the register"},
    {"change", ViewKind::text, "change that imported the rows"},
    {"source", ViewKind::text, "source system"},
    {"query", ViewKind::text, "query or filter used"},
    {"extracted", ViewKind::text, "when and by whom it was extracted"},
    {"period", ViewKind::text, "period it covers"},
    {"counts", ViewKind::text, "rows in the file against the source's own count"},
    {"complete", ViewKind::flag, "declared complete, and the counts agree"},
    {"incomplete_why", ViewKind::text, "why not; empty when complete"},
};

constexpr ViewField k_manifest_fields[] = {
    {"kind", ViewKind::text, "catalog, checks, register, workspace, zone or tool"},
    {"name", ViewKind::text, "its name"},
    {"digest", ViewKind::text, "SHA-256 in hex; for the tool its version"},
};

struct CheckSum {
    const CheckDefinition* check = nullptr;
    std::int64_t population = 0;
    RowCounts counts;
    LeftOut left_out;
    bool complete = true;
    std::string incomplete_why;
    std::string fault;
};

/// Tallies are per subject; what a check looked at is their sum.
std::vector<CheckSum> sum_by_check(const ReportIndex& index) {
    std::vector<CheckSum> sums;
    for (const auto& result : index.all_results()) {
        if (sums.empty() || sums.back().check != result.check) {
            sums.push_back({.check = result.check, .counts = {}, .left_out = {}, .incomplete_why = {}, .fault = {}});
        }
        auto& sum = sums.back();
        const auto& tally = *result.tally;
        sum.population += tally.population;
        sum.counts.selected += tally.counts.selected;
        sum.counts.failed += tally.counts.failed;
        sum.counts.undecided += tally.counts.undecided;
        sum.counts.not_due += tally.counts.not_due;
        sum.left_out.out_of_period += tally.left_out.out_of_period;
        sum.left_out.out_of_scope += tally.left_out.out_of_scope;
        sum.left_out.without_service += tally.left_out.without_service;
        sum.complete = sum.complete && tally.complete;
        sum.incomplete_why = sum.incomplete_why.empty() ? tally.incomplete_why : sum.incomplete_why;
        sum.fault = sum.fault.empty() ? tally.fault : sum.fault;
    }
    return sums;
}

std::string silence(const CheckSum& sum) {
    if (!sum.fault.empty()) {
        return "could not be evaluated: " + sum.fault;
    }
    if (sum.counts.not_due > 0) {
        return fmt::format("{} not due yet", count_of(sum.counts.not_due, "row is", "rows are"));
    }
    if (sum.population == 0) {
        return "there is nothing in the period and in scope";
    }
    return "nothing meets its condition";
}

std::string counts_text(const PopulationDeclaration& declared) {
    const std::string rows = count_of(declared.rows_in, "row", "rows");
    const std::string rejected = declared.rows_rejected > 0 ? fmt::format(", {} rejected", group_thousands(declared.rows_rejected)) : std::string();
    if (!declared.source_count) {
        return fmt::format("{} in the file{}; the source's own count is not recorded", rows, rejected);
    }
    return fmt::format("{} in the file{}; the source counts {}", rows, rejected, group_thousands(*declared.source_count));
}

std::string period_text(const PopulationDeclaration& declared) {
    if (!declared.period_from && !declared.period_to) {
        return "not declared";
    }
    const auto day = [](const std::optional<Date>& date) { return date ? to_text(*date) : std::string("open"); };
    return fmt::format("{} to {}", day(declared.period_from), day(declared.period_to));
}

std::string extracted_text(const PopulationDeclaration& declared) {
    if (declared.extracted_at.empty() && declared.extracted_by.empty()) {
        return "not declared";
    }
    return declared.extracted_by.empty() ? declared.extracted_at
                                         : fmt::format("{}{}by {}", declared.extracted_at, declared.extracted_at.empty() ? "" : " ", declared.extracted_by);
}

} // namespace

const ViewShape k_looked_at_shape = make_shape("looked_at", "what one check looked at and left out, over all subjects", k_looked_at_fields);
const ViewShape k_silent_check_shape = make_shape("silent_check", "a check that selected nothing", k_silent_fields);
const ViewShape k_disposition_shape = make_shape("disposition", "what a person decided about a failing row", k_disposition_fields);
const ViewShape k_exception_shape = make_shape("exception", "an exception; it changes no determination", k_exception_fields);
const ViewShape k_population_shape = make_shape("population", "what an import declared about its rows", k_population_fields);
const ViewShape k_manifest_shape = make_shape("manifest", "one file that judged", k_manifest_fields);

ViewList make_looked_at(const ReportIndex& index) {
    ViewList list;
    for (const auto& sum : sum_by_check(index)) {
        ViewObject line(k_looked_at_shape);
        line.set("check", sum.check->id.text)
            .set("title", sum.check->title)
            .set("population", group_thousands(sum.population))
            .set("selected", group_thousands(sum.counts.selected))
            .set("failed", group_thousands(sum.counts.failed))
            .set("undecided", group_thousands(sum.counts.undecided))
            .set("not_due", group_thousands(sum.counts.not_due))
            .set("out_of_period", group_thousands(sum.left_out.out_of_period))
            .set("out_of_scope", group_thousands(sum.left_out.out_of_scope))
            .set("without_service", group_thousands(sum.left_out.without_service))
            .set("complete", sum.complete)
            .set("incomplete_why", sum.complete ? std::string() : sum.incomplete_why)
            .set("fault", sum.fault);
        list.emplace_back(std::move(line));
    }
    return list;
}

ViewList make_silent_checks(const ReportIndex& index) {
    ViewList list;
    for (const auto& sum : sum_by_check(index)) {
        if (sum.counts.selected == 0) {
            list.emplace_back(ViewObject(k_silent_check_shape)
                                  .set("check", sum.check->id.text)
                                  .set("title", sum.check->title)
                                  .set("population", group_thousands(sum.population))
                                  .set("why", silence(sum)));
        }
    }
    return list;
}

ViewList make_dispositions(const ReportIndex& index) {
    ViewList list;
    for (const auto& each : index.input().dispositions) {
        list.emplace_back(ViewObject(k_disposition_shape)
                              .set("id", each.id)
                              .set("check", each.check.text)
                              .set("subject", each.subject)
                              .set("key", each.key)
                              .set("verdict", each.verdict)
                              .set("state", each.state)
                              .set("person", each.person)
                              .set("decided_on", each.decided_on)
                              .set("reason", each.reason));
    }
    return list;
}

ViewList make_exceptions(const ReportIndex& index) {
    ViewList list;
    for (const auto& each : index.input().exceptions) {
        const auto* catalog = index.find_catalog(each.control.catalog);
        const auto* control = catalog == nullptr ? nullptr : catalog->find_control(each.control.control);
        list.emplace_back(ViewObject(k_exception_shape)
                              .set("id", each.id)
                              .set("cite", control == nullptr ? std::string() : control->cite)
                              .set("control", each.control.control)
                              .set("catalog", each.control.catalog)
                              .set("subject", each.subject)
                              .set("kind", each.kind)
                              .set("state", each.state)
                              .set("approver", each.approver)
                              .set("until", each.until)
                              .set("reason", each.reason));
    }
    return list;
}

ViewList make_populations(const ReportIndex& index) {
    ViewList list;
    for (const auto& each : index.input().populations) {
        list.emplace_back(ViewObject(k_population_shape)
                              .set("register_id", each.register_id)
                              .set("register_title", each.register_title)
                              .set("change", std::to_string(each.declared.change))
                              .set("source", each.declared.source)
                              .set("query", each.declared.query)
                              .set("extracted", extracted_text(each.declared))
                              .set("period", period_text(each.declared))
                              .set("counts", counts_text(each.declared))
                              .set("complete", each.complete)
                              .set("incomplete_why", each.complete ? std::string() : each.incomplete_why));
    }
    return list;
}

ViewList make_policy(const ReportIndex& index) {
    const auto& policy = index.header().policy;
    return {
        ViewValue(fmt::format("Isolated lapse: at most {} % of the selected rows fail and at most {} rows, and the check is not zero-tolerance. It is listed for "
                              "correction and never makes a control not met.",
                              policy.isolated_percent, policy.isolated_rows)),
        ViewValue("Lower grade (minor, priority medium, risk moderate): every other failure."),
        ViewValue(fmt::format("Higher grade (major, priority high, risk high): at least {} % of the selected rows fail with at least {} rows selected; or what is "
                              "required is confirmed absent; or at least {} subjects and {} % of them fail the same shall group; or an assessor recorded "
                              "significant doubt; or corrective action was verified ineffective.",
                              policy.major_percent, policy.major_rows, policy.systemic_subjects, policy.systemic_percent)),
        ViewValue(fmt::format("Records may be late by {}.", to_text(policy.record_lag))),
    };
}

ViewList make_manifest(const ReportIndex& index) {
    ViewList list;
    for (const auto& entry : index.header().manifest) {
        list.emplace_back(ViewObject(k_manifest_shape).set("kind", entry.kind).set("name", entry.name).set("digest", entry.digest));
    }
    return list;
}

} // namespace assay
