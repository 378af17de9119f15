#include "assay/app/diff.hpp"

#include "app/judged_content.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

namespace assay {
namespace {

Assessment get_assessment(const Session& session, std::int64_t id) {
    require_assessment(session, id);
    return session.store.load_assessment(id);
}

std::vector<std::string> standards_of_both(const AssessmentHeader& before, const AssessmentHeader& after, const std::vector<std::string>& wanted) {
    std::vector<std::string> both;
    std::ranges::copy_if(after.catalogs, std::back_inserter(both),
                         [&](const std::string& id) { return std::ranges::find(before.catalogs, id) != before.catalogs.end(); });
    if (wanted.empty()) {
        return both;
    }
    auto known = both;
    std::ranges::sort(known);
    for (const auto& id : wanted) {
        if (!std::ranges::binary_search(known, id)) {
            const auto hint = did_you_mean(id, known);
            throw Error(fmt::format("--standard {}: not both assessments judged it{}", id, hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
        }
    }
    std::erase_if(both, [&](const std::string& id) { return std::ranges::find(wanted, id) == wanted.end(); });
    return both;
}

/// Takes out what is of other standards: determinations, and the failing rows of checks that none of the rest rests on.
void keep_standards(Assessment& assessment, const std::vector<std::string>& standards, bool is_after, std::vector<LeftOutStandard>& left_out) {
    std::map<std::string, std::int64_t> out;
    std::erase_if(assessment.determinations, [&](const Determination& each) {
        const bool goes = std::ranges::find(standards, each.control.catalog) == standards.end();
        out[each.control.catalog] += goes ? 1 : 0;
        return goes;
    });
    for (const auto& [catalog, count] : out) {
        if (count > 0) {
            left_out.push_back({catalog, is_after, count});
        }
    }
    if (left_out.empty()) {
        return;
    }
    std::unordered_set<std::string_view> checks;
    for (const auto& each : assessment.determinations) {
        for (const auto& basis : each.bases) {
            if (basis.kind == BasisKind::check) {
                checks.insert(basis.ref);
            }
        }
    }
    std::erase_if(assessment.failing, [&](const FailingRow& row) { return !checks.contains(row.check.text); });
}

/// What differs in the two manifests, in words; crosswalks and registers too, for they can move a result without a word in the catalog.
std::vector<std::string> differing_files(const AssessmentHeader& before, const AssessmentHeader& after) {
    using Name = std::pair<std::string, std::string>;
    std::map<Name, std::string> earlier;
    std::map<Name, std::string> later;
    for (const auto& [header, into] : {std::pair{&before, &earlier}, std::pair{&after, &later}}) {
        for (const auto& entry : header->manifest) {
            into->insert_or_assign(Name{entry.kind, entry.kind == "tool" ? "" : entry.name}, entry.digest);
        }
    }
    std::set<std::string> words;
    for (const auto& [name, digest] : earlier) {
        const auto found = later.find(name);
        const auto text = name.second.empty() ? name.first : name.first + " " + name.second;
        if (found == later.end()) {
            words.insert(text + " (before only)");
        } else if (found->second != digest) {
            words.insert(name.first == "tool" ? fmt::format("tool {}, then {}", digest, found->second) : text);
        }
    }
    for (const auto& [name, digest] : later) {
        if (!earlier.contains(name)) {
            words.insert(name.first + " " + name.second + " (after only)");
        }
    }
    return {words.begin(), words.end()};
}

bool judged_alike(const AssessmentHeader& before, const AssessmentHeader& after) {
    const auto files_of = [](const AssessmentHeader& header) {
        std::set<std::string> files;
        for (const auto& entry : header.manifest) {
            if (entry.kind == "catalog" || entry.kind == "checks") {
                files.insert(entry.digest);
            }
        }
        return files;
    };
    return files_of(before) == files_of(after);
}

DiffReport compare_both(Session& session, Assessment before, Assessment after, const std::vector<std::string>& wanted) {
    DiffReport report;
    report.before = std::move(before);
    report.after = std::move(after);
    const auto& earlier = report.before.header;
    const auto& later = report.after.header;
    report.standards = standards_of_both(earlier, later, wanted);
    if (report.standards.empty()) {
        throw Error("the two assessments judged no standard in common, so that there is nothing to compare", ErrorKind::usage);
    }
    keep_standards(report.before, report.standards, false, report.left_out);
    keep_standards(report.after, report.standards, true, report.left_out);
    report.differing = differing_files(earlier, later);
    std::set<ControlId> changed;
    report.catalogs = judged_catalogs(session, later);
    if (!judged_alike(earlier, later)) {
        JudgedBy then{judged_catalogs(session, earlier), judged_checks(session, earlier)};
        JudgedBy now{std::move(report.catalogs), judged_checks(session, later)};
        changed = changed_controls(then, now);
        report.catalogs = std::move(now.catalogs);
        std::ranges::move(then.catalogs, std::back_inserter(report.catalogs));
    }
    report.comparison = compare(report.before, report.after, std::move(changed));
    return report;
}

} // namespace

void require_assessment(const Session& session, std::int64_t id) {
    const auto kept = session.store.assessments();
    if (std::ranges::none_of(kept, [&](const AssessmentSummary& each) { return each.header.id == id; })) {
        throw Error(fmt::format("there is no assessment {}; {}", id, kept.empty() ? "make one with 'assay check'" : "'assay trend' lists them"), ErrorKind::usage);
    }
}

DiffReport diff(Session& session, const DiffRequest& request) {
    const auto kept = session.store.assessments();
    for (const auto id : {request.before, request.after}) {
        if (id != 0) {
            require_assessment(session, id);
        }
    }
    if (kept.size() < 2 && (request.before == 0 || request.after == 0)) {
        throw Error(kept.empty() ? std::string("there is no assessment yet; make one with 'assay check'")
                                 : fmt::format("there is only assessment {}; 'assay check' makes another", kept.front().header.id),
                    ErrorKind::usage);
    }
    const auto after = request.after != 0 ? request.after : kept.back().header.id;
    auto before = request.before;
    if (before == 0) {
        for (const auto& each : kept) {
            before = each.header.id < after ? each.header.id : before;
        }
        if (before == 0) {
            throw Error(fmt::format("there is no assessment before {}; name two", after), ErrorKind::usage);
        }
    }
    return compare_both(session, get_assessment(session, before), get_assessment(session, after), request.standards);
}

DiffReport diff_with(Session& session, std::int64_t before, const Assessment& after) {
    return compare_both(session, get_assessment(session, before), after, {});
}

} // namespace assay
