// A believable assessment of an invented organisation, as the app would hand it to the report layer: two catalogs, 31 determinations,
// more than sixty failing rows, every outcome, every kind of list. Borrowed parts live in the fixture.
#pragma once

#include "assay/base/date.hpp"
#include "assay/report/input.hpp"

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

struct ReportFixture {
    std::vector<Catalog> catalogs;
    std::vector<CheckFile> checks;
    Assessment assessment;
    std::string scope = "Service management system of Northgate IT Services: the design, transition and delivery of eight IT services to the "
                        "Northgate municipalities from Leeds and York. Field engineering is outside.";
    std::string audit;
    std::vector<DeterminationFacts> facts;
    std::vector<FindingLine> findings;
    std::vector<ExceptionLine> exceptions;
    std::vector<DispositionLine> dispositions;
    std::vector<PopulationLine> populations;
    const ReportRegisters* registers = nullptr;
    const ReportBeside* beside = nullptr;
    std::string filter;
    std::vector<std::string> not_covered{"Clauses 4, 5, 7, 9 and 10 of ISO/IEC 20000-1 are not in the catalog of this assessment."};

    [[nodiscard]] ReportInput input() const {
        return {.assessment = assessment,
                .catalogs = catalogs,
                .checks = checks,
                .scope = scope,
                .audit = audit,
                .judged_by = "R. Achterberg",
                .tool = "Assay 0.1.0",
                .store_when = "2026-10-06T09:12:44Z",
                .zone = "Europe/London",
                .marking = {},
                .not_covered = not_covered,
                .findings_file = "findings.csv",
                .facts = facts,
                .findings = findings,
                .exceptions = exceptions,
                .dispositions = dispositions,
                .populations = populations,
                .registers = registers,
                .beside = beside,
                .filter = filter};
    }
};

inline Date day(int year, unsigned month, unsigned number) {
    return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{number}};
}

inline Control make_control(const std::string& catalog, const std::string& id, const std::string& cite, const std::string& group, const std::string& title,
                            const std::string& statement) {
    Control control;
    control.id = {catalog, id};
    control.cite = cite;
    control.group = group;
    control.title = title;
    control.statement = statement;
    control.shall = id;
    return control;
}

inline Catalog make_iso_catalog() {
    Catalog catalog;
    catalog.id = "iso20000-1-2018";
    catalog.title = "ISO/IEC 20000-1:2018";
    catalog.version = "2018+amd1-2024";
    catalog.source = "Numbers follow the published standard; statements are our paraphrases; no licensed text was used.";
    catalog.scale = Scale::iso17021;
    catalog.headline_is_shall = true;
    catalog.digest = "9b1f0c7a55de21a0b2c4d6e8f0a1b3c5d7e9f1a3b5c7d9e1f3a5b7c9d1e3f5a7";
    catalog.groups = {
        {"8.3", "Relationship and agreement", "", 0, {}},      {"8.3.3", "Service level management", "8.3", 1, {}},
        {"8.5", "Service design, build and transition", "", 0, {}}, {"8.5.1", "Change management", "8.5", 1, {}},
        {"8.6", "Resolution and fulfilment", "", 0, {}},       {"8.6.1", "Incident management", "8.6", 1, {}},
        {"8.6.2", "Service request management", "8.6", 1, {}}, {"8.6.3", "Problem management", "8.6", 1, {}},
        {"6.1", "Actions to address risks and opportunities", "", 0, {}},
    };
    const auto add = [&](const std::string& id, const std::string& group, const std::string& shall, const std::string& title, const std::string& statement) {
        auto control = make_control(catalog.id, id, group, group, title, statement);
        control.shall = shall;
        catalog.controls.push_back(std::move(control));
    };
    add("6.1.2-r05", "6.1", "6.1.2.S1", "Risk acceptance criteria are documented", "Criteria for accepting risks are determined and kept as documented information.");
    add("6.1.3-r03", "6.1", "6.1.3.S1", "The effect of actions is judged", "It is planned how the effect of actions on risks and opportunities is evaluated.");
    add("8.3.3-r01", "8.3.3", "8.3.3.S1", "Service levels are agreed with the customer", "For each service delivered, one or more agreements with the customer exist.");
    add("8.3.3-r02", "8.3.3", "8.3.3.S2", "Agreements state targets, limits and exceptions", "Agreements contain service level targets, workload limits and exceptions.");
    add("8.3.3-r04", "8.3.3", "8.3.3.S3", "Performance against targets is reviewed", "Performance against targets is monitored, reviewed and reported at planned intervals.");
    add("8.5.1-r03", "8.5.1", "8.5.1.S2", "Change requests are approved before deployment", "A decision on approval is made before a change is deployed.");
    add("8.5.1-r07", "8.5.1", "8.5.1.S4", "Unsuccessful changes are reversed or remedied", "What is done with an unsuccessful change is planned and, where possible, tested.");
    add("8.6.1-r01", "8.6.1", "8.6.1.S1", "Incidents are recorded", "Every incident is recorded.");
    add("8.6.1-r02", "8.6.1", "8.6.1.S1", "Incidents are classified", "Every incident is classified.");
    add("8.6.1-r09", "8.6.1", "8.6.1.S4", "A procedure for major incidents exists", "Major incidents are classified and managed under a documented procedure.");
    add("8.6.1-r10", "8.6.1", "8.6.1.S5", "Top management is informed of major incidents", "Top management is kept informed of major incidents.");
    add("8.6.1-r13", "8.6.1", "8.6.1.S7", "Major incidents are reviewed", "After resolution a major incident is reviewed for improvement.");
    add("8.6.2-r02", "8.6.2", "8.6.2.S1", "Requests are prioritised", "Service requests are recorded, classified and prioritised.");
    add("8.6.3-r02", "8.6.3", "8.6.3.S2", "Root causes are determined", "Where possible, the root cause of a problem is determined.");
    add("8.6.3-r05", "8.6.3", "8.6.3.S4", "Known errors are recorded", "Known errors are recorded where the root cause is known and the problem is not resolved.");
    return catalog;
}

inline Catalog make_desmf_catalog() {
    Catalog catalog;
    catalog.id = "desmf-3";
    catalog.title = "DoD Enterprise Service Management Framework";
    catalog.version = "Edition III";
    catalog.source = "Numbers follow the published framework; statements are our paraphrases.";
    catalog.scale = Scale::alignment;
    catalog.digest = "1c5e90b7aa31d2f4668b7c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b";
    catalog.groups = {{"cpc.establish", "Establish process framework", "", 0, {}}, {"cpc.evaluate", "Evaluate process performance", "", 0, {}}};
    const auto add = [&](const std::string& id, const std::string& group, const std::string& title, const std::string& statement) {
        auto control = make_control(catalog.id, id, "9.2.1", group, title, statement);
        control.per = SubjectKind::process;
        control.obligation = Obligation::task;
        catalog.controls.push_back(std::move(control));
    };
    add("cpc.establish.1", "cpc.establish", "Define the purpose and scope of the process", "The process has a stated purpose and scope.");
    add("cpc.establish.4", "cpc.establish", "Assign roles and responsibilities", "Each activity of the process has at least one R and exactly one A.");
    add("cpc.evaluate.6", "cpc.evaluate", "Produce the gap analysis", "The gap between planned and achieved performance is analysed.");
    add("cpc.evaluate.9", "cpc.evaluate", "Report to governance", "Results of the evaluation are reported to process governance.");
    catalog.controls.back().per = SubjectKind::system;
    return catalog;
}

inline CheckDefinition make_check(const std::string& id, ControlId control, const std::string& in, const std::string& title, const std::string& basis, bool proves) {
    CheckDefinition check;
    check.id = CheckId(id);
    check.controls.emplace_back(std::move(control), Place{});
    check.in.text = in;
    check.title = title;
    check.basis = basis;
    check.proves = proves;
    return check;
}

inline CheckTally make_tally(const std::string& check, const std::string& subject, std::int64_t population, RowCounts counts, Grade grade, bool complete) {
    CheckTally tally;
    tally.check = CheckId(check);
    tally.subject = subject;
    tally.population = population;
    tally.counts = counts;
    tally.grade = grade;
    tally.complete = complete;
    tally.incomplete_why = complete ? "" : "the import states no source count";
    return tally;
}

inline void add_checks(ReportFixture& f) {
    const std::string iso = "iso20000-1-2018";
    CheckFile file{.file = "controls/checks/iso20000-1-2018.xml", .digest = "77aa", .checks = {}};
    file.checks = {
        make_check("change-approved-before-deployment", {iso, "8.5.1-r03"}, "change", "Every deployed change was approved before it was deployed",
                   "A decision on approval is made before a change is deployed.", true),
        make_check("incident-classified", {iso, "8.6.1-r02"}, "incident", "Every incident has a category", "Every incident is classified.", true),
        make_check("incident-recorded-by-known-person", {iso, "8.6.1-r01"}, "incident", "Every incident names a known recorder", "Every incident is recorded.", false),
        make_check("major-incident-reviewed", {iso, "8.6.1-r13"}, "incident", "Every resolved major incident was reviewed",
                   "After resolution a major incident is reviewed for improvement.", true),
        make_check("known-error-recorded", {iso, "8.6.3-r05"}, "problem", "Every unresolved problem with a known cause is a known error",
                   "Known errors are recorded where the root cause is known.", true),
        make_check("one-accountable", {"desmf-3", "cpc.establish.4"}, "raci", "Every activity has exactly one accountable role",
                   "Each activity of the process has at least one R and exactly one A.", true),
        make_check("request-has-priority", {iso, "8.6.2-r02"}, "request", "Every request has a priority", "Service requests are prioritised.", true),
        make_check("unsuccessful-change-reversed", {iso, "8.5.1-r07"}, "change", "Every failed change was backed out or remedied",
                   "What is done with an unsuccessful change is planned.", true),
    };
    file.checks[5].zero_tolerance = true;
    f.checks.push_back(std::move(file));

    auto& tallies = f.assessment.tallies;
    tallies = {
        make_tally("change-approved-before-deployment", "", 588, {.selected = 571, .failed = 34, .undecided = 0, .not_due = 0}, Grade::minor, true),
        make_tally("incident-classified", "", 4871, {.selected = 4871, .failed = 4, .undecided = 0, .not_due = 0}, Grade::lapse, true),
        make_tally("incident-recorded-by-known-person", "", 4871, {.selected = 4871, .failed = 0, .undecided = 7, .not_due = 0}, Grade::none, true),
        make_tally("known-error-recorded", "", 143, {.selected = 0, .failed = 0, .undecided = 0, .not_due = 0}, Grade::none, true),
        make_tally("major-incident-reviewed", "", 4871, {.selected = 16, .failed = 11, .undecided = 0, .not_due = 2}, Grade::major, true),
        make_tally("one-accountable", "CHG", 9, {.selected = 9, .failed = 2, .undecided = 0, .not_due = 0}, Grade::minor, true),
        make_tally("one-accountable", "INC", 11, {.selected = 11, .failed = 0, .undecided = 0, .not_due = 0}, Grade::none, true),
        make_tally("one-accountable", "PRB", 8, {.selected = 8, .failed = 8, .undecided = 0, .not_due = 0}, Grade::minor, true),
        make_tally("request-has-priority", "", 1984, {.selected = 1984, .failed = 0, .undecided = 0, .not_due = 0}, Grade::none, false),
        make_tally("unsuccessful-change-reversed", "", 588, {}, Grade::none, true),
    };
    tallies[0].left_out = {.out_of_period = 12, .without_service = 3, .out_of_scope = 41};
    tallies[0].disposed = 2;
    for (const std::size_t at : {1U, 2U, 4U}) {
        tallies[at].left_out = {.out_of_period = 129, .without_service = 17, .out_of_scope = 212};
    }
    tallies[9].fault = "field 'backed_out_at' was added after this state of the registers";
}

inline void add_lines(ReportFixture& f, const std::string& check, const std::string& subject, const std::string& subject_title, const std::string& register_id,
                      int count, const std::function<std::pair<std::string, std::string>(int)>& key_and_message) {
    for (int number = 0; number < count; ++number) {
        const auto [key, message] = key_and_message(number);
        FindingLine line;
        line.check = CheckId(check);
        line.subject = subject;
        line.subject_title = subject_title;
        line.register_id = register_id;
        line.key = key;
        line.message = message;
        line.fields = number == 0 ? "resolved_at 2026-05-28 09:55 (column 'Resolved'); reviewed_on not recorded (set by change 40, made at the prompt)" : "";
        line.origin = fmt::format("{}s-2026.csv:{}, change {}", register_id, 214 + number * 37, register_id == "raci" ? 31 : 38);
        line.fingerprint = fmt::format("{:064x}", 0x9e3779b97f4a7c15ULL * static_cast<unsigned>(number + 1));
        f.findings.push_back(std::move(line));
    }
}

inline void add_findings(ReportFixture& f) {
    add_lines(f, "change-approved-before-deployment", "", "", "change", 34, [](int n) {
        return std::pair(fmt::format("CHG00{:05}", 30112 + n * 17),
                         fmt::format("Change CHG00{:05}, deployed 2026-{:02}-{:02}T21:40:00Z, was approved 2026-{:02}-{:02}T08:05:00Z, after it was deployed.",
                                     30112 + n * 17, 1 + n % 9, 2 + n % 26, 1 + n % 9, 3 + n % 26));
    });
    f.findings[3].disposition = "Duplicate of CHG0030129. A. Mensah, 2026-10-02";
    f.findings[3].struck = true;
    f.findings[7].disposition = "Not a deviation: standard change, approved as a model. A. Mensah, 2026-10-02";
    f.findings[7].struck = true;
    add_lines(f, "incident-classified", "", "", "incident", 4, [](int n) {
        return std::pair(fmt::format("INC00{:05}", 40771 + n * 311), fmt::format("Incident INC00{:05} has no category.", 40771 + n * 311));
    });
    add_lines(f, "incident-recorded-by-known-person", "", "", "incident", 7, [](int n) {
        return std::pair(fmt::format("INC00{:05}", 41002 + n * 97), fmt::format("Incident INC00{:05} names no recorder (not recorded).", 41002 + n * 97));
    });
    for (auto& line : f.findings) {
        line.failed = line.check.text != "incident-recorded-by-known-person";
    }
    add_lines(f, "major-incident-reviewed", "", "", "incident", 11, [](int n) {
        return std::pair(fmt::format("INC00{:05}", 41210 + n * 203),
                         fmt::format("Major incident INC00{:05}, resolved 2026-{:02}-{:02}T14:20:00Z, has no review.", 41210 + n * 203, 1 + n % 9, 4 + n));
    });
    add_lines(f, "one-accountable", "CHG", "Change Management", "raci", 2, [](int n) {
        return std::pair(fmt::format("CHG{}", 4 + n), fmt::format("Activity CHG{} of Change Management has {} accountable roles.", 4 + n, n * 2));
    });
    add_lines(f, "one-accountable", "PRB", "Problem Management", "raci", 8, [](int n) {
        return std::pair(fmt::format("PRB{}", 1 + n), fmt::format("Activity PRB{} of Problem Management has 0 accountable roles.", 1 + n));
    });
}

struct Judgement {
    ControlId control;
    std::string subject;
    std::string subject_title;
    Outcome outcome;
    Grade grade;
    std::vector<Basis> bases;
    DeterminationFacts facts;
};

inline EvidenceState evidence_of(const std::string& type, DemandKind demand, const std::string& wanted, bool satisfied, const std::string& state,
                                 const std::string& source = {}, const std::string& link = {}) {
    return {.type = type, .demand = demand, .wanted = wanted, .satisfied = satisfied, .state = state, .source = source, .link = link};
}

inline void add_iso_judgements(std::vector<Judgement>& all) {
    const auto iso = [](const std::string& id) { return ControlId{"iso20000-1-2018", id}; };
    const auto standard = DemandKind::standard;
    const auto expected = DemandKind::expected;
    using B = BasisKind;
    using E = Effect;
    all.push_back({iso("6.1.2-r05"), "", "", Outcome::not_met, Grade::major,
                   {{B::absence_confirmed, E::fails, "REQ-014", "The risk manager answered on 2026-09-21 that no acceptance criteria exist"}},
                   {.owner = "J. Okafor, risk manager", .due = day(2026, 11, 30), .next_step = "", .grade_reason = "", .process = "Risk Management",
                    .evidence = {evidence_of("document", standard, "Risk acceptance criteria", false, "confirmed absent, J. Okafor, 2026-09-21")}}});
    all.push_back({iso("6.1.3-r03"), "", "", Outcome::not_assessed, Grade::none,
                   {{B::evidence, E::blocks, "0", "plan (risk treatment plan with success criteria): not received; asked for on 2026-09-01"}},
                   {.owner = "J. Okafor, risk manager", .due = {}, .next_step = "", .grade_reason = "", .process = "Risk Management",
                    .evidence = {evidence_of("plan", standard, "Risk treatment plan with success criteria", false, "not received; asked on 2026-09-01")}}});
    all.push_back({iso("8.3.3-r01"), "", "", Outcome::met, Grade::none,
                   {{B::evidence, E::supports, "LNK-031", "Eight agreements accepted for eight services"}},
                   {.owner = "S. Lindqvist, service level manager", .due = {}, .next_step = "", .grade_reason = "", .process = "Service Level Management",
                    .evidence = {evidence_of("agreement", standard, "Service level agreements", true, "accepted, R. Achterberg, 2026-10-01", "EV-031 SLA set 2026", "evidence/EV-031.pdf")}}});
    all.push_back({iso("8.3.3-r02"), "", "", Outcome::met_with_remark, Grade::none,
                   {{B::evidence, E::supports, "LNK-032", "Targets and limits are stated in all eight agreements"},
                    {B::evidence, E::remarks, "LNK-032", "Two agreements state exceptions only by reference to a withdrawn annex"}},
                   {.owner = "S. Lindqvist, service level manager", .due = day(2026, 12, 15), .next_step = "", .grade_reason = "", .process = "Service Level Management",
                    .evidence = {evidence_of("agreement", standard, "Service level agreements", true, "accepted with remark, R. Achterberg, 2026-10-01", "EV-031 SLA set 2026", "evidence/EV-031.pdf")}}});
    all.push_back({iso("8.3.3-r04"), "", "", Outcome::not_met, Grade::minor,
                   {{B::interval, E::fails, "interval", "no planned interval is set: the requirement asks for one, and the organisation sets its length"}},
                   {.owner = "S. Lindqvist, service level manager", .due = day(2026, 10, 31), .next_step = "Set the interval with the document that fixes it and its approver, then hold the first review",
                    .grade_reason = "", .process = "Service Level Management",
                    .evidence = {evidence_of("review", standard, "Reviews of service levels", false, "not received")}}});
    all.push_back({iso("8.5.1-r03"), "", "", Outcome::not_met, Grade::minor,
                   {{B::check, E::fails, "change-approved-before-deployment", "32 of 571 rows fail"},
                    {B::evidence, E::informs, "LNK-040", "The change policy v7 requires approval before deployment"}},
                   {.owner = "M. Fontaine, change process owner", .due = day(2026, 11, 15), .next_step = "", .grade_reason = "", .process = "Change Management",
                    .evidence = {evidence_of("record", standard, "Change records of the period", true, "declared complete, change 38", "changes-2026.csv"),
                                 evidence_of("policy", expected, "", true, "accepted, R. Achterberg, 2026-09-30", "EV-040 Change policy v7", "evidence/EV-040.pdf")}}});
    all.push_back({iso("8.5.1-r07"), "", "", Outcome::error, Grade::none,
                   {{B::check, E::errs, "unsuccessful-change-reversed", "could not be evaluated: field 'backed_out_at' was added after this state of the registers"}},
                   {.owner = "M. Fontaine, change process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Change Management", .evidence = {}}});
    all.push_back({iso("8.6.1-r01"), "", "", Outcome::not_assessed, Grade::none,
                   {{B::check, E::informs, "incident-recorded-by-known-person", "4,871 of 4,871 rows meet it; a register cannot prove that everything is recorded in it"},
                    {B::evidence, E::blocks, "0", "No reconciliation with an independent source was received"}},
                   {.owner = "P. Szymańska, incident process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Incident Management",
                    .evidence = {evidence_of("record", standard, "Reconciliation of incidents with the telephone log", false, "not received")}}});
    all.push_back({iso("8.6.1-r02"), "", "", Outcome::met_with_remark, Grade::lapse,
                   {{B::check, E::remarks, "incident-classified", "4 of 4,871 rows fail: isolated lapse, to be corrected"}},
                   {.owner = "P. Szymańska, incident process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Incident Management",
                    .evidence = {evidence_of("record", standard, "Incident records of the period", true, "declared complete, change 38", "incidents-2026.csv")}}});
    all.push_back({iso("8.6.1-r09"), "", "", Outcome::met, Grade::none,
                   {{B::evidence, E::supports, "LNK-012", "Major incident procedure v4, approved and in force on the judgement date"}},
                   {.owner = "P. Szymańska, incident process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Incident Management", .evidence = {}}});
    all.push_back({iso("8.6.1-r10"), "", "", Outcome::met, Grade::none,
                   {{B::attestation, E::supports, "ATT-003", "K. Adeyemi saw the notices of all 16 major incidents, 2026-10-03"}},
                   {.owner = "P. Szymańska, incident process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Incident Management", .evidence = {}}});
    all.push_back({iso("8.6.1-r13"), "", "", Outcome::not_met, Grade::major,
                   {{B::check, E::fails, "major-incident-reviewed", "11 of 16 rows fail"},
                    {B::self_declaration, E::informs, "ATT-009", "The process owner declares that reviews are held in the weekly meeting; no minutes name them"}},
                   {.owner = "P. Szymańska, incident process owner", .due = day(2026, 9, 30), .next_step = "", .grade_reason = "", .process = "Incident Management",
                    .evidence = {evidence_of("record", standard, "Major incident reviews", false, "rejected, R. Achterberg, 2026-10-02: minutes name no incident", "EV-044 Weekly minutes", "evidence/EV-044.pdf"),
                                 evidence_of("procedure", expected, "Major incident procedure", true, "accepted, R. Achterberg, 2026-09-30", "EV-012 Major incident procedure v4", "evidence/EV-012.pdf")}}});
    all.push_back({iso("8.6.2-r02"), "", "", Outcome::not_assessed, Grade::none,
                   {{B::check, E::informs, "request-has-priority", "1,984 of 1,984 rows meet it; this proves nothing, because the import states no source count"},
                    {B::note, E::blocks, "", "no proving check, reviewed evidence or attestation speaks of it"}},
                   {.owner = "", .due = {}, .next_step = "", .grade_reason = "", .process = "Request Fulfillment", .evidence = {}}});
    all.push_back({iso("8.6.3-r02"), "", "", Outcome::met, Grade::none,
                   {{B::attestation, E::supports, "ATT-004", "K. Adeyemi examined 20 sampled problems, 2026-10-03"}},
                   {.owner = "T. Nakagawa, problem process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Problem Management", .evidence = {}}});
    all.push_back({iso("8.6.3-r05"), "", "", Outcome::no_occasion, Grade::none,
                   {{B::check, E::informs, "known-error-recorded", "none of 143 rows selected: shows nothing"},
                    {B::no_occasion_confirmed, E::occasions, "ATT-011", "T. Nakagawa confirmed on 2026-10-04 that there was no occasion"}},
                   {.owner = "T. Nakagawa, problem process owner", .due = {}, .next_step = "", .grade_reason = "", .process = "Problem Management", .evidence = {}}});
}

inline void add_desmf_judgements(std::vector<Judgement>& all) {
    struct Process {
        std::string key;
        std::string title;
        std::string owner;
    };
    const std::vector<Process> processes{{"CHG", "Change Management", "M. Fontaine, change process owner"},
                                         {"INC", "Incident Management", "P. Szymańska, incident process owner"},
                                         {"PRB", "Problem Management", "T. Nakagawa, problem process owner"},
                                         {"CAP", "Capacity Management", ""},
                                         {"EVT", "Event Management", "L. Haddad, operations lead"}};
    using B = BasisKind;
    using E = Effect;
    const auto facts_of = [](const Process& p) {
        DeterminationFacts facts;
        facts.owner = p.owner;
        return facts;
    };
    for (const auto& p : processes) {
        const ControlId control{"desmf-3", "cpc.establish.1"};
        if (p.key == "CAP") {
            all.push_back({control, p.key, p.title, Outcome::not_applicable, Grade::none,
                           {{B::adoption, E::excludes, "CAP", "Not adopted: performed by the regional data centre; approved by the IT board, 2026-02-10"}}, facts_of(p)});
        } else {
            all.push_back({control, p.key, p.title, Outcome::met, Grade::none,
                           {{B::evidence, E::supports, "LNK-" + p.key, "Process framework of " + p.title + " accepted"}}, facts_of(p)});
        }
    }
    for (const auto& p : processes) {
        const ControlId control{"desmf-3", "cpc.establish.4"};
        if (p.key == "CHG") {
            all.push_back({control, p.key, p.title, Outcome::not_met, Grade::minor,
                           {{B::check, E::fails, "one-accountable", "2 of 9 rows fail"}}, facts_of(p)});
        } else if (p.key == "PRB") {
            all.push_back({control, p.key, p.title, Outcome::not_met, Grade::major,
                           {{B::check, E::fails, "one-accountable", "8 of 8 rows fail"},
                            {B::note, E::fails, "doubt", "R. Achterberg recorded significant doubt that the process is under control, 2026-10-02"}}, facts_of(p)});
            all.back().facts.grade_reason = "An assessor recorded significant doubt that the process is under control";
        } else if (p.key == "INC") {
            all.push_back({control, p.key, p.title, Outcome::met, Grade::none,
                           {{B::check, E::supports, "one-accountable", "11 of 11 rows meet it, of a population declared complete"}}, facts_of(p)});
        } else {
            all.push_back({control, p.key, p.title, Outcome::not_assessed, Grade::none,
                           {{B::note, E::blocks, "", "no activity of the process is recorded"}}, facts_of(p)});
        }
    }
    for (const auto& p : processes) {
        all.push_back({{"desmf-3", "cpc.evaluate.6"}, p.key, p.title, Outcome::not_assessed, Grade::none,
                       {{B::evidence, E::blocks, "0", "report (gap analysis): not received"}}, facts_of(p)});
    }
}

inline ReportFixture make_report_fixture() {
    ReportFixture f;
    f.catalogs = {make_iso_catalog(), make_desmf_catalog()};
    auto& header = f.assessment.header;
    header.id = 3;
    header.head = 42;
    header.on = day(2026, 10, 6);
    header.period_from = day(2025, 10, 1);
    header.period_to = day(2026, 9, 30);
    header.organization = "Northgate IT Services";
    header.catalogs = {"iso20000-1-2018", "desmf-3"};
    header.manifest = {{"tool", "assay", "0.1.0"},
                       {"catalog", "desmf-3", f.catalogs[1].digest},
                       {"catalog", "iso20000-1-2018", f.catalogs[0].digest},
                       {"checks", "controls/checks/iso20000-1-2018.xml", "77aa0011bb22cc33dd44ee55ff6677889900aabbccddeeff0011223344556677"},
                       {"register", "incident", "0f0e0d0c0b0a09080706050403020100f0e0d0c0b0a090807060504030201000"},
                       {"workspace", "assay.xml", "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"}};
    add_checks(f);
    add_findings(f);
    std::vector<Judgement> judgements;
    add_iso_judgements(judgements);
    add_desmf_judgements(judgements);
    for (auto& each : judgements) {
        f.assessment.determinations.push_back({each.control, each.subject, each.subject_title, each.outcome, each.grade, each.bases});
        f.facts.push_back(std::move(each.facts));
    }
    f.exceptions = {{"EXC-002", {"desmf-3", "cpc.establish.4"}, "Change Management", "compliance exception", "in force", "IT board", "2027-03-31",
                     "Roles are merged until the reorganisation of the change office ends"},
                    {"EXC-003", {"iso20000-1-2018", "8.6.1-r13"}, "", "compliance exception", "refused: no exception is possible on a shall control; record a correction and an action",
                     "", "", "Reviews are too much work"}};
    f.dispositions = {{"DSP-011", CheckId("change-approved-before-deployment"), "", "CHG0030163", "duplicate", "counts", "A. Mensah", "2026-10-02", "Recorded twice by the interface"},
                      {"DSP-012", CheckId("change-approved-before-deployment"), "", "CHG0030231", "not a deviation", "counts", "A. Mensah", "2026-10-02", "Standard change, approved as a model"},
                      {"DSP-013", CheckId("incident-classified"), "", "INC0039999", "data error corrected", "unused: no such failing row", "A. Mensah", "2026-10-02", "Category was entered"}};
    PopulationDeclaration incidents{38, "ServiceNow", "opened_at in the period, all assignment groups", "2026-10-05T07:30:00Z", "D. Whitfield", day(2025, 10, 1), day(2026, 9, 30), 5229, 5229, 0};
    PopulationDeclaration requests{39, "ServiceNow", "", "", "", {}, {}, {}, 1984, 3};
    f.populations = {{"incident", "Incidents", incidents, true, ""}, {"request", "Requests", requests, false, "the import states no source count"}};
    return f;
}

} // namespace assay::testing
