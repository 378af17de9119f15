// The judgement of small random organisations against a second, slow one that was written from docs/judgement.md.
#include "support/faulty_runner.hpp"
#include "support/judgement_world.hpp"
#include "support/random_expression.hpp"
#include "support/slow_judgement.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;
using namespace assay::testing;

namespace {

/// Mostly what is right, now and then one of the others.
std::string mostly(const std::string& right, const std::vector<std::string>& others, int percent = 85) { return chance(percent) ? right : one_of(others); }

std::string some_day() { return one_of({"2024-12-31", "2025-01-01", "2025-03-15", "2025-06-30", "2025-11-11", "2025-12-31", "2026-01-10", "2026-01-15", "2026-01-16"}); }
std::string person() { return one_of({"ann", "ann", "ben", "cyd", "dan"}); }

void put(WrittenRow& row, const std::string& field, const std::string& text) {
    if (!text.empty()) {
        row[field] = text;
    }
}

class RandomOrganisation {
public:
    SlowOrganisation make() {
        m_org.workspace.organization = "Testers";
        m_org.workspace.period_from = day("2025-01-01");
        m_org.workspace.period_to = day("2025-12-31");
        m_org.workspace.policy.isolated_percent = one_of({"1", "30"}) == "1" ? 1 : 30;
        m_org.workspace.policy.major_rows = 2 + pick(4);
        m_org.workspace.policy.systemic_subjects = 2;
        m_org.on = day(one_of({"2026-01-15", "2026-01-15", "2025-12-31", "2025-11-30"}));
        add_places();
        add_people();
        add_controls();
        add_practice();
        add_rows();
        for (const auto& control : m_org.controls) {
            add_facts(control);
        }
        add_evidence();
        if (chance(10)) {
            m_org.broken_register = one_of({"ticket", "review"});
        }
        return std::move(m_org);
    }

private:
    WrittenRow& add(const std::string& register_id, const std::string& letter) {
        auto& rows = m_org.rows[register_id];
        rows.push_back({{"id", fmt::format("{}{}", letter, rows.size() + 1)}});
        return rows.back();
    }

    void add_places() {
        for (int i = 0; i < 3; ++i) {
            auto& service = add("service", "S");
            put(service, "status", mostly("live", {"planned", "retired", ""}));
            put(service, "in_scope", mostly("yes", {"no", ""}));
            put(service, "retired_on", mostly("", {"2024-12-31", "2025-01-01"}));
            put(service, "live_on", mostly("", {"2025-07-01", "2025-06-01"}, 70));
            put(service, "owner", mostly("", {"ann", "ben"}, 70));
        }
        for (int i = 0; i < 2; ++i) {
            auto& process = add("process", "P");
            put(process, "maps_to", mostly("incident", {"change"}));
            put(process, "adoption", mostly("adopted", {"adapted", "planned", "performed_elsewhere", "not_adopted", "not_adopted", ""}, 70));
            put(process, "adoption_reason", one_of({"small", ""}));
            put(process, "approved_by", one_of({"board", ""}));
            put(process, "in_operation_since", mostly("", {"2025-07-01"}));
        }
    }

    void add_people() {
        put(add("role", "r"), "kind", "process_owner");
        m_org.rows["role"].back()["process"] = "P1";
        put(add("role", "r"), "kind", "practitioner");
        put(add("activity", "a"), "process", one_of({"P1", "P2"}));
        m_org.rows["raci"].push_back({{"activity", "a1"}, {"role", "r2"}, {"letter", one_of({"r", "a", "c", "i"})}});
        for (int i = pick(3); i > 0; --i) {
            // The key is role and person.
            WrittenRow row{{"role", fmt::format("r{}", i)}, {"person", person()}};
            put(row, "starts_on", mostly("2024-01-01", {"2026-02-01", ""}));
            put(row, "ends_on", mostly("", {"2025-06-30", "2026-01-15"}));
            put(row, "service", mostly("", {"S1", "S2"}));
            m_org.rows["assignment"].push_back(std::move(row));
        }
    }

    void add_controls() {
        for (int i = 1; i <= 3; ++i) {
            Control control;
            control.id = {"std", fmt::format("c{}", i)};
            control.shall = one_of({control.id.control, "G"});
            control.per = one_of({"o", "s", "p"}) == "o" ? SubjectKind::organization : chance(60) ? SubjectKind::service : SubjectKind::process;
            control.process = control.per == SubjectKind::process && chance(50) ? "incident" : "";
            control.excludable = chance(50);
            control.provable = chance(85);
            control.planned_interval = chance(15);
            control.documented = chance(50) ? Documented::record : Documented::no;
            for (int d = pick(3); d > 0; --d) {
                control.demands.push_back({one_of({"record", "policy"}), chance(60) ? DemandKind::standard : DemandKind::expected,
                                           one_of({"", "", "continuous", "P3M", "planned"}), {}, {}});
            }
            m_org.controls.push_back(std::move(control));
            for (int k = pick(3); k > 0; --k) {
                add_check(m_org.controls.back(), fmt::format("k{}-{}", i, k));
            }
        }
    }

    void add_practice() {
        for (int i = pick(3); i > 0; --i) {
            Control control;
            control.id = {"prac", fmt::format("p{}", i)};
            control.shall = control.id.control;
            control.group = "g";
            control.per = one_of({"o", "s", "p"}) == "o" ? SubjectKind::organization : chance(60) ? SubjectKind::service : SubjectKind::process;
            m_org.controls.push_back(std::move(control));
            add_check(m_org.controls.back(), fmt::format("q{}", i));
            for (const auto* to : {"c1", "c2", "c3"}) {
                for (const auto& from : {m_org.controls.back().id.control, std::string("g")}) {
                    if (chance(50)) {
                        m_org.maps.push_back({from, static_cast<MapRelation>(1 + pick(5)), to});
                    }
                }
            }
        }
    }

    void add_check(const Control& control, const std::string& id) {
        CheckDefinition check;
        check.id.text = id;
        check.controls.push_back({control.id, {}});
        check.proves = chance(85);
        check.zero_tolerance = chance(20);
        const bool ticket = control.per == SubjectKind::service || (control.per == SubjectKind::organization && chance(60));
        check.in = {ticket ? "ticket" : "review", {"c.xml", 1, 1}};
        check.where = {"picked", {"c.xml", 1, 1}};
        check.require = {"good", {"c.xml", 1, 1}};
        m_org.checks.push_back(std::move(check));
    }

    void add_rows() {
        const int good = 50 + pick(51);
        const int picked = chance(20) ? 0 : 85;
        for (int i = pick(12); i > 0; --i) {
            WrittenRow row{{"number", fmt::format("t{}", i)}};
            put(row, "service", mostly(one_of({"S1", "S2", "S3"}), {"", "nobody"}, 92));
            put(row, "opened", mostly(one_of({"2025-01-01", "2025-05-05", "2025-11-30"}), {"", "2024-12-31", "2025-12-31", "2026-01-01"}));
            put(row, "picked", mostly("yes", {"no", "no", ""}, picked));
            put(row, "good", chance(good) ? "yes" : one_of({"no", "no", ""}));
            m_org.rows["ticket"].push_back(std::move(row));
        }
        for (int i = pick(8); i > 0; --i) {
            WrittenRow row{{"id", fmt::format("v{}", i)}};
            put(row, "process", mostly(one_of({"P1", "P2"}), {"", "nobody"}, 92));
            put(row, "picked", mostly("yes", {"no", "no", ""}, picked));
            put(row, "good", chance(good) ? "yes" : one_of({"no", "no", ""}));
            m_org.rows["review"].push_back(std::move(row));
        }
        for (const auto& check : m_org.checks) {
            for (const auto& row : m_org.rows[check.in.text]) {
                if (get(row, "good") != "yes" && chance(25)) {
                    auto& each = add("disposition", "D");
                    put(each, "check", check.id.text);
                    put(each, "register", check.in.text);
                    put(each, "row_key", get(row, check.in.text == "ticket" ? "number" : "id"));
                    put(each, "verdict", mostly("duplicate", {"confirmed", "not_a_deviation", "data_error_corrected"}, 40));
                    put(each, "person", person());
                    put(each, "decided_on", some_day());
                    put(each, "reason", mostly("seen", {""}));
                }
            }
        }
    }

    void about(WrittenRow& row, const Control& control) {
        row["catalog"] = control.id.catalog;
        row["control"] = control.id.control;
        if (control.per != SubjectKind::organization && chance(40)) {
            row["subject"] = control.per == SubjectKind::service ? one_of({"S1", "S2"}) : one_of({"P1", "P2"});
        }
    }

    void add_facts(const Control& control) {
        for (int i = pick(3); i > 0; --i) {
            auto& said = add("attestation", "A");
            about(said, control);
            put(said, "outcome", one_of({"met", "met", "not_met", "no_occasion", "no_occasion"}));
            put(said, "person", person());
            put(said, "audit_team", mostly("yes", {"no", ""}, 92));
            put(said, "competent_for", mostly("8", {""}, 92));
            put(said, "no_conflict_declared", mostly("yes", {"no"}, 92));
            put(said, "attested_on", mostly("2025-11-11", {some_day()}));
            put(said, "valid_until", mostly("", {some_day()}));
            put(said, "evidence", mostly("", {"E1", "E2", "E9"}));
        }
        if (chance(20)) {
            auto& decision = add("applicability", "X");
            about(decision, control);
            put(decision, "decision", mostly("excluded", {"applicable"}));
            put(decision, "justification", mostly("none", {""}));
            put(decision, "approver", mostly("dan", {""}));
            put(decision, "approved_on", mostly("2025-02-02", {some_day(), ""}));
        }
        if (chance(60)) {
            auto& interval = add("interval", "I");
            about(interval, control);
            put(interval, "length", mostly("P3M", {"P1Y", "often"}));
            put(interval, "approver", mostly("dan", {""}));
        }
        if (chance(25)) {
            auto& request = add("evidence_request", "R");
            about(request, control);
            put(request, "demand", one_of({"", "record", "policy"}));
            put(request, "answer", one_of({"provided", "does_not_exist", "not_produced", ""}));
            put(request, "answered_by", mostly("ben", {""}));
            put(request, "answered_on", mostly("2025-11-11", {some_day(), ""}));
        }
        for (int i = pick(4); i > 0; --i) {
            auto& link = add("evidence_link", "L");
            about(link, control);
            put(link, "evidence", mostly(one_of({"E1", "E2", "E3"}), {"E9"}, 95));
            put(link, "demand", one_of({"", "", "record", "policy"}));
            put(link, "verdict", mostly("sufficient", {"insufficient", "not_relevant", ""}, 90));
            put(link, "reviewer", mostly("ann", {"ben", "cyd", ""}, 90));
            put(link, "reviewed_on", mostly("2025-11-11", {some_day(), ""}, 90));
            put(link, "reviewed_sha256", mostly("aa", {"bb", ""}, 92));
        }
    }

    void add_evidence() {
        for (int i = 0; i < 3; ++i) {
            auto& item = add("evidence", "E");
            put(item, "type", one_of({"record", "policy"}));
            put(item, "provider", one_of({"ben", "cyd"}));
            put(item, "owner", mostly("cyd", {"ann", ""}));
            put(item, "file", mostly("f.txt", {""}));
            put(item, "observed_state", mostly("intact", {"changed", "missing", ""}, 90));
            put(item, "observed_sha256", mostly("aa", {"bb"}, 95));
            put(item, "covers_from", mostly("2025-01-01", {"2025-04-15", "2024-01-01", "2025-07-01", ""}, 60));
            put(item, "covers_to", mostly("2025-12-31", {"2025-03-31", "2024-12-31", "2025-10-01", "2025-12-15", ""}, 60));
            put(item, "withdrawn_on", mostly("", {some_day()}, 93));
            put(item, "document", one_of({"", "D1", "D1", "D9"}));
            put(item, "approved_version", one_of({"yes", "yes", "no"}));
            put(item, "review_due", mostly("2026-06-30", {some_day(), ""}));
        }
        auto& document = add("document", "D");
        put(document, "status", mostly("approved", {"draft", "withdrawn"}));
        put(document, "approved_on", mostly("2025-01-01", {some_day(), ""}));
        put(document, "in_force_from", mostly("", {some_day()}));
        put(document, "review_due", mostly("2026-06-30", {some_day(), ""}));
        put(document, "withdrawn_on", mostly("", {some_day()}, 93));
    }

    SlowOrganisation m_org;
};

/// The standard, and practice with its one group and its crosswalk, written in either direction.
void add_catalogs(JudgementWorld& world, const SlowOrganisation& organisation) {
    world.catalogs.resize(2);
    world.catalogs[1].id = "prac";
    world.catalogs[1].scale = Scale::alignment;
    world.catalogs[1].groups.push_back({"g", "Group", "", 0, {}});
    world.standards = {"std", "prac"};
    for (const auto& control : organisation.controls) {
        world.catalogs[control.id.catalog == "std" ? 0 : 1].controls.push_back(control);
    }
    Crosswalk crosswalk;
    const bool forwards = chance(50);
    crosswalk.from = forwards ? "prac" : "std";
    crosswalk.to = forwards ? "std" : "prac";
    for (const auto& map : organisation.maps) {
        crosswalk.maps.emplace_back();
        auto& made = crosswalk.maps.back();
        made.from = forwards ? map.practice : map.control;
        made.to = forwards ? map.control : map.practice;
        made.relation = map.relation == MapRelation::subset && !forwards     ? MapRelation::superset
                        : map.relation == MapRelation::superset && !forwards ? MapRelation::subset
                                                                             : map.relation;
    }
    world.crosswalks.push_back(std::move(crosswalk));
}

/// Random imports of the whole register, with what they say of its completeness.
std::vector<PopulationDeclaration> random_declarations(const JudgementWorld& world, std::int64_t rows) {
    std::vector<PopulationDeclaration> all;
    for (int i = one_of({"0", "1", "1", "1", "2"})[0] - '0'; i > 0; --i) {
        auto one = world.declared(rows);
        one.rows_in = rows;
        if (chance(10)) {
            one.source.clear();
        }
        if (chance(15)) {
            ++*one.source_count;
        }
        if (chance(30)) {
            one.period_from = day(one_of({"2025-01-01", "2025-07-01", "2024-06-01"}));
            one.period_to = day(one_of({"2025-06-30", "2025-11-30", "2026-01-10", "2025-06-29"}));
            if (*one.period_to < *one.period_from) {
                one.period_to = one.period_from;
            }
        }
        // Which makes two declarations differ, so that the second is a change of its own.
        one.query = fmt::format("all, take {}", i);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace

TEST_CASE("random organisations are judged as a slow reading of the document judges them") {
    JudgementWorld world;
    std::map<std::string, int> seen;
    int remarked = 0;   // met, but for what practice says
    const auto judge_one = [&] {
        world.reset();
        auto organisation = RandomOrganisation().make();
        for (const auto& [id, rows] : organisation.rows) {
            if (id == "disposition") {
                continue;
            }
            const bool declares = id == "ticket" || id == "review";
            const auto declarations = declares ? random_declarations(world, static_cast<std::int64_t>(rows.size())) : std::vector<PopulationDeclaration>();
            if (declarations.empty()) {
                world.import(id, rows);
            }
            for (const auto& one : declarations) {
                world.import(id, rows, one);
                organisation.declared[id].push_back(one);
            }
        }
        // Last: a disposition speaks of the row version that it found.
        if (organisation.rows.contains("disposition")) {
            world.import("disposition", organisation.rows.at("disposition"));
        }
        world.workspace = organisation.workspace;
        world.on = organisation.on;
        add_catalogs(world, organisation);
        world.files.front().checks = organisation.checks;
        const auto break_one = [&](QueryRunner& runner) { return std::make_unique<FaultyRunner>(runner, organisation.broken_register, FaultyRunner::Where::tally); };
        const auto assessment = world.judge_through(break_one);
        std::map<std::string, std::string> was;
        for (const auto& each : assessment.determinations) {
            const auto grade = each.grade == Grade::none ? "" : fmt::format(" ({})", to_text(each.grade));
            was[each.control.control + (each.subject.empty() ? "" : "@" + each.subject)] = std::string(to_text(each.outcome)) + grade;
        }
        const auto expected = SlowJudge(organisation).outcomes();
        for (const auto& [name, line] : JudgementWorld::shown(assessment)) {
            const auto found = expected.find(name);
            RC_LOG(fmt::format("{} engine: {} | slow: {}\n", name, line, found == expected.end() ? "none" : found->second));
        }
        for (const auto& [id, rows] : organisation.rows) {
            for (const auto& row : rows) {
                std::string line = id + ":";
                for (const auto& [field, text] : row) {
                    line += fmt::format(" {}={}", field, text);
                }
                RC_LOG(line + "\n");
            }
        }
        RC_ASSERT(was == expected);
        const std::string touched = one_of({"ticket", "review", "service", "process", "interval", "disposition", "document"});
        if (auto& rows = organisation.rows[touched]; !rows.empty()) {
            const auto other = RandomOrganisation().make();
            const auto found = other.rows.find(touched);
            if (found != other.rows.end() && !found->second.empty()) {
                world.import(touched, found->second);
                const EarlierResults earlier{assessment.tallies, assessment.failing, {touched}};
                const auto anew = world.judge_through(break_one);
                const auto again = world.judge_through(break_one, &earlier);
                RC_ASSERT(again.tallies == anew.tallies);
                RC_ASSERT(again.failing == anew.failing);
                RC_ASSERT(again.determinations == anew.determinations);
            }
        }
        for (const auto& [name, outcome] : was) {
            ++seen[outcome];
        }
        for (const auto& each : assessment.determinations) {
            const auto practice = [](const Basis& basis) { return basis.kind == BasisKind::note && basis.effect == Effect::remarks; };
            const auto other = [&](const Basis& basis) { return basis.effect == Effect::remarks && !practice(basis); };
            remarked += each.outcome == Outcome::met_with_remark && std::ranges::any_of(each.bases, practice) && std::ranges::none_of(each.bases, other) ? 1 : 0;
        }
    };
    // Rare outcomes want more organisations than one run makes.
    const auto outcomes = {"not applicable", "not met (minor)", "not met (major)", "error", "not assessed", "no occasion", "met with remark", "met"};
    const auto all_seen = [&] { return std::ranges::all_of(outcomes, [&](const char* outcome) { return seen[outcome] > 0; }); };
    for (int runs = 0; runs < 10 && (runs == 0 || !all_seen()); ++runs) {
        REQUIRE(rc::check(judge_one));
    }
    for (const auto* outcome : outcomes) {
        CHECK_MESSAGE(seen[outcome] > 0, outcome);
    }
    WARN_MESSAGE(remarked > 0, "no organisation in this run was met but for a remark of practice");
}

TEST_CASE("a check whose registers were not touched since an assessment is not asked again, and one that failed to run is") {
    JudgementWorld world;
    world.add_control("c1");
    world.add_control("c2");
    world.add_check("k1", "c1");
    world.add_check("k2", "c2", "review");
    world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}}});
    world.import("ticket", {{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", "yes"}, {"good", "no"}}});
    world.import("review", {{{"id", "v1"}, {"process", "P1"}, {"picked", "yes"}, {"good", "no"}}});
    const auto first = world.judge();
    const auto broken = [](QueryRunner& runner) { return std::make_unique<FaultyRunner>(runner, "ticket", FaultyRunner::Where::tally); };
    const auto outcome_with = [&](const Assessment& earlier, std::set<std::string, std::less<>> touched) {
        const EarlierResults results{earlier.tallies, earlier.failing, std::move(touched)};
        return JudgementWorld::shown(world.judge_through(broken, &results));
    };
    const auto failing = JudgementWorld::shown(first);
    REQUIRE(failing.at("c1").starts_with("not met"));
    CHECK(outcome_with(first, {}) == failing);
    CHECK(outcome_with(first, {"review", "person"}) == failing);
    CHECK(outcome_with(first, {"ticket"}).at("c1") == "error: check errs");
    CHECK(outcome_with(first, {"service"}).at("c1") == "error: check errs");
    const auto with_error = world.judge_through(broken);
    const EarlierResults results{with_error.tallies, with_error.failing, {}};
    CHECK(JudgementWorld::shown(world.judge_through([](QueryRunner&) { return std::unique_ptr<QueryRunner>(); }, &results)) == failing);
}
