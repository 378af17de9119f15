#include "assay/app/check.hpp"

#include "app/audit_records.hpp"
#include "app/service_scope.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/text.hpp"
#include "assay/report/rollup.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

std::vector<std::string> wanted_standards(const Session& session, const CheckRequest& request) {
    std::vector<std::string> standards;
    std::vector<std::string> known;
    known.reserve(session.workspace.standards.size());
    for (const auto& use : session.workspace.standards) {
        known.push_back(use.catalog);
    }
    for (const auto& id : request.standards) {
        if (std::ranges::find(known, id) == known.end()) {
            auto sorted = known;
            std::ranges::sort(sorted);
            const auto hint = did_you_mean(id, sorted);
            throw Error(fmt::format("--standard {}: the workspace does not name it{}", id, hint.empty() ? "; add <standard> to assay.xml" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
        standards.push_back(id);
    }
    return standards.empty() ? known : standards;
}

std::vector<ManifestEntry> manifest_of(const Session& session, const std::string& audit) {
    std::vector<ManifestEntry> manifest;
    manifest.reserve(session.content.files.size() + 3);
    for (const auto& file : session.content.files) {
        manifest.push_back({file.kind, file.name, file.digest});
    }
    manifest.push_back({"workspace", "assay.xml", session.workspace.digest});
    manifest.push_back({"zone", session.zone.name(), session.zone.digest()});
    manifest.push_back({"tool", session.setting.tool, session.setting.tool});
    if (!audit.empty()) {
        manifest.push_back({"audit", audit, ""});
    }
    std::ranges::sort(manifest, {}, [](const ManifestEntry& e) { return std::tie(e.kind, e.name); });
    return manifest;
}

/// A change that names no columns (a row made by hand) may have set any field.
LoadedFields loaded_fields(const Session& session, std::int64_t head) {
    LoadedFields loaded;
    std::set<std::string> whole;
    ChangeFilter filter;
    filter.to = head;
    for (const auto& change : session.store.changes(filter)) {
        for (const auto& part : change.registers) {
            loaded[part.register_id].insert(part.columns.begin(), part.columns.end());
            if (part.columns.empty() && part.rows_inserted > 0) {
                whole.insert(part.register_id);
            }
        }
    }
    std::erase_if(loaded, [&](const auto& each) { return whole.contains(each.first); });
    return loaded;
}

/// Were both judged by the same files, on the same date, for the same period? Crosswalks and audits do not change what checks find.
bool is_judged_alike(const AssessmentHeader& a, const AssessmentHeader& b) {
    const auto files = [](const AssessmentHeader& header) {
        auto kept = header.manifest;
        std::erase_if(kept, [](const ManifestEntry& each) { return each.kind == "audit" || each.kind == "crosswalk"; });
        return kept;
    };
    return a.on == b.on && a.period_from == b.period_from && a.period_to == b.period_to && files(a) == files(b);
}

/// Registers that a change between two states touched. A definition may convert what is stored, and an undo takes back what its change
/// declared, also where it moved no row.
std::set<std::string, std::less<>> touched_between(const Store& store, std::int64_t a, std::int64_t b) {
    std::set<std::string, std::less<>> touched;
    const auto touch = [&](const ChangeHeader& change) {
        touched.insert(change.definitions.begin(), change.definitions.end());
        for (const auto& part : change.registers) {
            touched.insert(part.register_id);
        }
    };
    for (const auto& change : store.changes({std::min(a, b) + 1, std::max(a, b), {}})) {
        touch(change);
        if (change.undoes != 0) {
            std::ranges::for_each(store.changes({change.undoes, change.undoes, {}}), touch);
        }
    }
    return touched;
}

/// Of the newest kept assessment that was judged alike.
std::optional<EarlierResults> find_earlier(const Session& session, const AssessmentHeader& header) {
    const auto id = session.store.find_intact_assessment([&](const AssessmentHeader& kept) { return is_judged_alike(kept, header); });
    if (id == 0) {
        return std::nullopt;
    }
    auto found = session.store.load_assessment(id, AssessmentParts::checks);
    return EarlierResults{std::move(found.tallies), std::move(found.failing), touched_between(session.store, found.header.head, header.head)};
}

/// Crosswalks take part where a certifiable standard and practice are judged together (docs/judgement.md "Practice").
bool meets_practice(const Content& content, const std::vector<std::string>& standards) {
    const auto any = [&](Scale scale) { return std::ranges::any_of(standards, [&](const std::string& id) { return content.find_catalog(id)->scale == scale; }); };
    return any(Scale::iso17021) && any(Scale::alignment);
}

} // namespace

Judged::Judged() = default;
Judged::Judged(Judged&&) noexcept = default;
Judged& Judged::operator=(Judged&&) noexcept = default;
Judged::~Judged() = default;

std::optional<Judged> link_for(const Run& run, Session& session, const AssessmentHeader& header) {
    const LinkTime time{header.on, header.period_from, header.period_to, &session.zone};
    Diagnostics found;
    Judged judged;
    judged.library = link_library(session.content.schema, session.content.catalogs, session.content.check_files, time, found, header.catalogs);
    for (auto& diagnostic : found.sorted()) {
        run.diagnostics.add(std::move(diagnostic));
    }
    if (found.has_errors()) {
        return std::nullopt;
    }
    judged.runner = session.store.runner(run, session.zone, header.head);
    return judged;
}

std::optional<Assessment> check(const Run& run, Session& session, const CheckRequest& request) {
    AssessmentHeader header;
    header.on = request.on;
    header.period_from = session.workspace.period_from;
    header.period_to = session.workspace.period_to;
    header.head = find_state(session, request.at).value_or(session.store.head());
    header.catalogs = wanted_standards(session, request);
    auto workspace = session.workspace;
    if (!request.audit.empty()) {
        const auto audit = get_audit_to_judge(run, session, request.audit, header.head);
        workspace.period_from = header.period_from = audit.period_from.value_or(header.period_from);
        workspace.period_to = header.period_to = audit.period_to.value_or(header.period_to);
    }
    auto judged = link_for(run, session, header);
    if (!judged) {
        return std::nullopt;
    }
    if (meets_practice(session.content, header.catalogs) && !load_crosswalks(run, session.setting, session.content)) {
        return std::nullopt;
    }
    header.manifest = manifest_of(session, request.audit);
    const auto earlier = request.anew ? std::nullopt : find_earlier(session, header);
    const AssessInput input{workspace, session.content.schema, session.content.catalogs,   header.catalogs,
                            judged->library,   *judged->runner,        session.zone,               request.on,
                            session.content.crosswalks, loaded_fields(session, header.head), request.audit,
                            earlier ? &*earlier : nullptr};
    auto assessment = assess(run, input);
    assessment.header.head = header.head;
    assessment.header.manifest = std::move(header.manifest);
    if (request.save) {
        std::vector<Blob> files;
        files.reserve(session.content.files.size());
        for (const auto& file : session.content.files) {
            files.push_back({file.digest, file.kind, file.bytes});
        }
        session.store.put_blobs(files);
        assessment.header.id = session.store.save_assessment(assessment, session.setting.now, session.setting.who);
    }
    outlive(std::move(judged->library));
    return assessment;
}

std::string summary_table(const Session& session, const Assessment& assessment) {
    std::string text;
    for (const auto& rollup : roll_up(assessment, session.content.catalogs)) {
        const auto& c = rollup.counts;
        const auto units = rollup.unit_is_shall ? count_of(c.total(), "shall group", "shall groups") : count_of(c.total(), "control", "controls");
        text += fmt::format("{} ({})\n", rollup.catalog->title, units);
        const auto line = [&](std::int64_t n, std::string_view words) {
            if (n > 0) {
                text += fmt::format("  {:>6}  {}\n", group_thousands(n), words);
            }
        };
        const auto scale = rollup.catalog->scale;
        line(c.not_assessed, "not assessed");
        line(c.major, outcome_words(scale, Outcome::not_met, Grade::major));
        line(c.minor, outcome_words(scale, Outcome::not_met, Grade::minor));
        line(c.error, "error");
        line(c.met_with_remark, outcome_words(scale, Outcome::met_with_remark, Grade::none));
        line(c.met, outcome_words(scale, Outcome::met, Grade::none));
        line(c.no_occasion, "no occasion");
        line(c.not_applicable, "not applicable");
        const auto lower = percent_of(c.lower(), c.assessable());
        const auto upper = percent_of(c.upper(), c.assessable());
        if (lower && upper) {
            text += fmt::format("  readiness {} % to {} %: shown {} of {} assessable, at most {} when what is not assessed or in error turns out well\n", *lower,
                                *upper, c.lower(), c.assessable(), c.upper());
        } else {
            text += "  readiness: nothing is assessable\n";
        }
        if (c.not_assessed > 0) {
            text += "  While anything is not assessed, no statement of conformity can be made.\n";
        }
    }
    return text;
}

std::string left_out_text(const Run& run, Session& session, const Assessment& assessment) {
    // Every check on a register leaves out the same rows, unless its scope is wider; the widest count says it all.
    std::unordered_map<std::string_view, const std::string*> register_of;
    for (const auto& file : session.content.check_files) {
        for (const auto& check : file.checks) {
            register_of.emplace(check.id.text, &check.in.text);
        }
    }
    std::map<std::string, LeftOut> most;
    for (std::size_t first = 0; first < assessment.tallies.size();) {
        const auto& check = assessment.tallies[first].check;
        LeftOut sum;
        for (; first < assessment.tallies.size() && assessment.tallies[first].check == check; ++first) {
            const auto& left_out = assessment.tallies[first].left_out;
            sum.out_of_period += left_out.out_of_period;
            sum.without_service += left_out.without_service;
            sum.out_of_scope += left_out.out_of_scope;
        }
        if (const auto found = register_of.find(check.text); found != register_of.end()) {
            auto& kept = most[*found->second];
            kept.out_of_period = std::max(kept.out_of_period, sum.out_of_period);
            kept.without_service = std::max(kept.without_service, sum.without_service);
            kept.out_of_scope = std::max(kept.out_of_scope, sum.out_of_scope);
        }
    }
    std::string text;
    for (const auto& [in, left_out] : most) {
        std::vector<std::string> parts;
        const auto part = [&](std::int64_t count, std::string_view words) {
            if (count > 0) {
                parts.push_back(fmt::format("{} {}", group_thousands(count), words));
            }
        };
        part(left_out.out_of_period, "out of the audit period");
        part(left_out.out_of_scope, "of services out of scope");
        part(left_out.without_service, "without a registered service");
        if (!parts.empty()) {
            text += fmt::format("  {}: {}\n", in, fmt::join(parts, ", "));
        }
    }
    if (text.empty()) {
        return text;
    }
    const bool lacks_service = std::ranges::any_of(most, [](const auto& each) { return each.second.without_service > 0; });
    text.insert(0, "Rows left out of the checks\n");
    if (lacks_service) {
        text += "  Name their service at import: --map service=COLUMN, or --set service=KEY for all rows of a file.\n";
    }
    if (std::ranges::any_of(most, [](const auto& each) { return each.second.out_of_scope > 0; })) {
        UnsaidScope unsaid(session.content.schema, assessment.header.period_from);
        const auto runner = session.store.runner(run, session.zone, assessment.header.head);
        read_register(*runner, session.content.schema, "service", [&](const NamedRow& service) { unsaid.add(service); });
        for (const auto& [what, remedy] : unsaid.tell()) {
            text += fmt::format("  {}: {}.\n", what, remedy);
        }
    }
    return text;
}

int exit_code(const Assessment& assessment, FailOn fail_on) {
    bool not_met = false;
    bool error = false;
    for (const auto& each : assessment.determinations) {
        not_met = not_met || (each.outcome == Outcome::not_met && (fail_on == FailOn::minor || (fail_on == FailOn::major && each.grade == Grade::major)));
        error = error || each.outcome == Outcome::error;
    }
    for (const auto& tally : assessment.tallies) {
        error = error || !tally.fault.empty();
    }
    return not_met ? 2 : error ? 1 : 0;
}

} // namespace assay
