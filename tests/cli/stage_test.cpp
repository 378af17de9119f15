// `assay stage`: what is known to stand against a stage 1 or stage 2 audit.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool holds_text(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Stage : TestWorkspace {
    Stage() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
              "<control id='lead' cite='5' other-parties='no'><title>Lead</title><statement>There is a leader.</statement></control>\n"
              "<control id='paper' cite='7' documented='document'><title>Paper</title><statement>It is written down.</statement></control>\n"
              "<control id='8.2.3.1-r04' cite='8'><title>Own</title><statement>Others do not do it all.</statement></control>\n"
              "<control id='work' cite='8'><title>Work</title><statement>Work is done.</statement></control></catalog>\n");
        save({"person", "P", "name=Pat"});
    }
    void save(std::vector<std::string> words) const {
        words.insert(words.begin(), "set");
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
    void attest(const std::string& control, const std::string& outcome) const {
        save({"attestation", "A-" + control, "catalog=yard", "control=" + control, "person=P", "statement=S", "outcome=" + outcome, "attested_on=2026-06-01", "audit_team=yes",
              "competent_for=all", "no_conflict_declared=yes"});
    }
    void judge() const { CHECK(run({"check", "--on", "2026-06-30"}).exit_code != 1); }
    void set_up_all() const {
        save({"scope", "S", "statement=The work of the yard and all its cranes", "approved_by=P", "approved_on=2026-01-01"});
        save({"service", "C", "name=Cranes", "in_scope=yes", "status=live"});
        save({"audit", "I", "title=Own", "kind=internal", "status=closed", "ends_on=2026-05-01", "closed_on=2026-05-20"});
        save({"management_review", "M", "held_on=2026-06-01"});
        for (const auto* control : {"lead", "paper", "8.2.3.1-r04", "work"}) {
            attest(control, "met");
        }
    }
};

} // namespace

TEST_CASE_FIXTURE(Stage, "what is recorded to be missing blocks, what nobody looked at leaves the question open") {
    judge();
    const auto result = run({"stage", "1"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 2);
    CHECK(result.out == "Before stage 1 (Yard rules): blocked\n"
                        "Assessment 1, judged on 2026-06-30. A decision is for the certification body alone.\n"
                        "\nStands against it\n"
                        "  scope: no scope statement is recorded\n"
                        "\nNobody can say yet\n"
                        "  other parties: that others neither provide nor operate everything: 1 of 1 shall group not assessed or in error\n"
                        "    8.2.3.1-r04\n"
                        "  own clauses: what the organization must show itself (no other party may perform it): 1 of 1 shall group not assessed or in error\n"
                        "    lead\n"
                        "  documents: documents that the standard asks for: 1 of 1 shall group not assessed or in error\n"
                        "    paper\n"
                        "  internal audit: no internal audit is recorded at all: was the register loaded?\n"
                        "  management review: no management review is recorded at all: was the register loaded?\n"
                        "  requirements: 4 shall groups not assessed or in error\n"
                        "    lead, paper, 8.2.3.1-r04, work\n"
                        "\nTo know\n"
                        "  records: the audit period has 12 months (2026-01-01 to 2026-12-31); 0 of 0 check results rest on a population declared complete\n");
}

TEST_CASE_FIXTURE(Stage, "when everything is shown nothing known stands against it, and no more is said") {
    set_up_all();
    judge();
    for (const auto* stage : {"1", "2"}) {
        const auto result = run({"stage", stage});
        CHECK(result.exit_code == 0);
        CHECK(result.out.starts_with(std::string("Before stage ") + stage + " (Yard rules): nothing known stands against it\n"));
        CHECK(holds_text(result.out, "  internal audit: done in the year before 2026-06-30\n    I\n"));
        CHECK(holds_text(result.out, "  requirements: every shall group is shown\n"));
    }
    CHECK(holds_text(run({"stage", "2", "--format", "json"}).out, "\"verdict\": \"nothing known stands against it\","));
    REQUIRE(run({"remove", "attestation", "A-work"}).exit_code == 0);
    judge();
    const auto open = run({"stage", "2"});
    CHECK(open.exit_code == 0);
    CHECK(holds_text(open.out, "Before stage 2 (Yard rules): cannot say\n"));
    CHECK(holds_text(open.out, "  requirements: 1 shall group not assessed or in error\n    work\n"));
}

TEST_CASE_FIXTURE(Stage, "a minor gap and an open minor nonconformity are told; an open major one blocks stage 2 alone") {
    set_up_all();
    attest("work", "not_met");
    save({"nonconformity", "N1", "title=T", "catalog=yard", "control=work", "found_on=2026-05-01", "grade=minor", "status=open"});
    judge();
    CHECK(holds_text(run({"stage", "2"}).out, ": nothing known stands against it\n"));
    CHECK(holds_text(run({"stage", "2"}).out, "  nonconformities: 1 minor one is open\n    N1\n"));
    save({"nonconformity", "N1", "grade=major"});
    judge();
    CHECK(holds_text(run({"stage", "1"}).out, ": nothing known stands against it\n"));
    CHECK(run({"stage", "2"}).exit_code == 2);
    save({"nonconformity", "N1", "status=closed"});
    judge();
    CHECK(run({"stage", "2"}).exit_code == 0);
    attest("lead", "not_met");
    judge();
    CHECK(holds_text(run({"stage", "1"}).out, "Stands against it\n  own clauses: what the organization must show itself (no other party may perform it): 1 of 1 shall group not met\n    lead\n"));
}

TEST_CASE_FIXTURE(Stage, "an audit that only runs is enough for stage 1, not for stage 2; one of two years ago for neither") {
    set_up_all();
    save({"audit", "I", "status=running", "closed_on="});
    judge();
    CHECK(holds_text(run({"stage", "1"}).out, "  internal audit: planned or running, and not yet done\n    I\n"));
    CHECK(run({"stage", "1"}).exit_code == 0);
    CHECK(holds_text(run({"stage", "2"}).out, "  internal audit: none was finished in the year before 2026-06-30\n    I\n"));
    save({"audit", "I", "status=closed", "ends_on=2024-05-01", "closed_on=2024-05-01"});
    judge();
    CHECK(run({"stage", "1"}).exit_code == 2);
}

TEST_CASE_FIXTURE(Stage, "only a certifiable standard has stages") {
    CHECK(run({"stage", "3"}).err == "assay: STAGE is 1 or 2, not '3'\n");
    CHECK(run({"stage", "1"}).err == "assay: there is no assessment yet; make one with 'assay check'\n");
    judge();
    CHECK(run({"stage", "1", "--standard", "yrd"}).err == "assay: --standard yrd: no certifiable standard of this assessment (did you mean 'yard'?)\n");
    write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='practice'/></workspace>\n");
    judge();
    CHECK(run({"stage", "1"}).err == "assay: the assessment judged no certifiable standard\n");
}
