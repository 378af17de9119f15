// `assay capability`: ratings, levels, targets and indications.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool shows(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Rated : TestWorkspace {
    Rated() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='alignment' obligation='task'><source>Ours.</source>\n"
              "<process id='LIFT' title='Lifting' section='1' domain='Y'>\n"
              "<outcome id='lift.1'>Loads are moved.</outcome><outcome id='lift.2'>Nobody is hurt.</outcome><outcome id='lift.3'>Cranes are free.</outcome>\n"
              "<control id='lift.plan' capability='pa_2_1'><title>Plan</title><statement>Lifts are planned.</statement></control></process></catalog>\n");
        save({"person", "P", "name=Pat"});
        save({"process", "L", "name=Lift", "maps_to=LIFT", "adoption=adopted"});
        save({"process", "N", "name=Never", "adoption=not_adopted"});
    }
    void save(std::vector<std::string> words) const {
        words.insert(words.begin(), "set");
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
    void rate(const std::string& id, const std::string& attribute, const std::string& rating, const std::string& day, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"capability_rating", id, "process=L", "attribute=" + attribute, "rating=" + rating, "rated_on=" + day, "assessor=P"};
        words.insert(words.end(), more.begin(), more.end());
        save(words);
    }
};

} // namespace

TEST_CASE_FIXTURE(Rated, "without ratings and assessment nothing is claimed and nothing indicated") {
    const auto result = run({"capability", "--on", "2026-06-30"});
    CHECK(result.err.empty());
    CHECK(shows(result.out, "ISO/IEC 33020:2015\n"));
    CHECK(shows(result.out, "Y       Lift     rated                                                                          not rated\n"));
    CHECK_FALSE(shows(result.out, "indicated  "));
    CHECK_FALSE(shows(result.out, "Never"));
    CHECK(shows(result.out, "\n0 ratings: 0 of a later day, 0 replaced by a newer one, 0 unreadable\nNo assessment is kept, so that nothing is indicated.\n"));
}

TEST_CASE_FIXTURE(Rated, "the newest rating of each attribute counts, and what nobody rated ends the climb") {
    rate("C1", "pa_1_1", "P", "2025-01-01");
    rate("C2", "pa_1_1", "F", "2026-01-01", {"class=class_2", "target_level=3"});
    rate("C3", "pa_2_1", "L+", "2026-02-01");
    const auto level = [&](const std::string& day) { return run({"capability", "--on", day, "--format", "csv"}).out; };
    CHECK(shows(level("2026-06-30"), "Y,L,Lift,ISO/IEC 33020:2015,PA 2.1,Performance management,L+,0,0,0,,,1,3,,,2026-02-01,Pat,2\r\n"));
    rate("C4", "pa_2_2", "l", "2026-03-01");
    CHECK(shows(level("2026-06-30"), "PA 1.1,Process performance,F,0,0,0,,,2,3,,,2026-03-01,Pat,2\r\n"));
    CHECK(shows(level("2026-02-15"), "PA 1.1,Process performance,F,0,0,0,,,1,3,,,2026-02-01,Pat,2\r\n"));
    CHECK(shows(level("2025-06-30"), "PA 1.1,Process performance,P,0,0,0,,,0,,,,2025-01-01,Pat,\r\n"));
    const auto table = run({"capability", "--on", "2026-06-30"}).out;
    CHECK(shows(table, "2 Managed  3, not reached  2026-03-01  2"));
    CHECK(shows(table, "4 ratings: 0 of a later day, 1 replaced by a newer one, 0 unreadable\n"));
    rate("C5", "pa_3_3", "N", "2026-04-01");
    CHECK(shows(run({"capability"}).out, "ISO/IEC 33020:2019\n"));
}

TEST_CASE_FIXTURE(Rated, "ratings that do not fit are told") {
    rate("C1", "pa_1_1", "F", "2026-01-01", {"achieved=92"});
    rate("C2", "pa_2_1", "L", "2026-01-01", {"achieved=40.5"});
    rate("C3", "pa_2_2", "4", "2026-01-01");
    rate("C4", "pa_3_1", "L", "2026-01-01");
    rate("C5", "pa_3_1", "P", "2026-01-01");
    save({"capability_rating", "C4", "assessor="});
    CHECK(shows(run({"capability"}).out, "\nDoubts\n"
                                         "  L: C4 and C5 rate pa_3_1 on one day, and not alike\n"
                                         "  L: C2 is rated L, and its achievement belongs to P\n"
                                         "  L: C3: '4' is no rating\n"
                                         "\n5 ratings: 0 of a later day, 1 replaced by a newer one, 1 unreadable\n"));
}

TEST_CASE_FIXTURE(Rated, "an assessment indicates bounds: what is not assessed counts neither as reached nor as missed") {
    const auto attest = [&](const std::string& control, const std::string& outcome) {
        save({"attestation", "A-" + control, "catalog=yard", "control=" + control, "subject=L", "person=P", "statement=S", "outcome=" + outcome, "attested_on=2026-05-01",
              "audit_team=yes", "competent_for=all", "no_conflict_declared=yes"});
    };
    attest("lift.1", "met");
    attest("lift.2", "not_met");
    attest("lift.plan", "met");
    REQUIRE(run({"check", "--on", "2026-06-30"}).exit_code == 2);
    const auto csv = run({"capability", "--on", "2026-06-30", "--format", "csv"}).out;
    // One of three is met, and one more may be: 33.3 to 66.7 %.
    CHECK(shows(csv, "PA 1.1,Process performance,,1,1,3,P,L,,,0,1,,,\r\n"));
    CHECK(shows(csv, "PA 2.1,Performance management,,1,0,1,F,F,,,0,1,,,\r\n"));
    CHECK(shows(csv, "PA 2.2,Work product management,,0,0,0,,,,,0,1,,,\r\n"));
    const auto table = run({"capability", "--process", "lift", "--on", "2026-06-30"}).out;
    CHECK(shows(table, "indicated  P-L     F"));
    CHECK(shows(table, "not rated\n"));
    CHECK(shows(table, "0 to 1"));
    CHECK(shows(run({"capability", "--format", "json"}).out, "\"level\": null,\n      \"target_level\": null,\n      \"indicated_level\": {\n        \"least\": 0,\n        \"most\": 1\n"));
    CHECK(run({"capability", "--process", "Lit"}).err == "assay: there is no process 'Lit' in operation\n");
}
