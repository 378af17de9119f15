// `assay explain`: the proof down to the field of a row, the change and the column that set it, and the file behind evidence.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool shows(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Proof : TestWorkspace {
    Proof() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/registers/job.xml", "<register id='job' title='Jobs' kind='maintained'><purpose>Work.</purpose>\n"
                                            "<field id='number' title='Number' type='text' key='yes'/><field id='owner' title='Owner' type='ref' to='person'/>\n"
                                            "<field id='ends' title='Ends' type='date'/><field id='colour' title='Colour' type='text'/></register>\n");
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='alignment' obligation='should'><source>Ours.</source>\n"
              "<control id='end' cite='2'><title>Ends</title><statement>Jobs of owners have ends.</statement><evidence type='record' demand='standard'>Job sheets</evidence></control></catalog>\n");
        write("controls/checks/yard.xml", "<checks catalog='yard'>\n<check id='job-ends' controls='end'><title>T</title><basis>B</basis><message>{number}</message>\n"
                                          "<each in='job' where='exists(owner.name)' require='ends ge today'/></check></checks>\n");
        done({"set", "person", "P", "name=Pat Quill"});
        done({"set", "person", "R", "name=Ria"});
        write("jobs.csv", "Number,Who,Last day,Colour\r\nJ1,P,2026-02-01,red\r\nJ2,P,2027-02-01,red\r\n");
        done({"import", "job", "jobs.csv", "--map", "owner=Who", "--map", "ends=Last day"});
        done({"set", "job", "J1", "ends=2026-03-01"});
        done({"set", "job", "J1", "colour=blue"});
        write("evidence/sheet.txt", "one sheet\n");
        done({"evidence", "add", "evidence/sheet.txt", "--type", "record", "--title", "Sheets", "--covers", "2026-01-01..2026-12-31", "--control", "yard/end"});
        done({"evidence", "verify"});
        done({"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", "R"});
        done({"set", "evidence_link", "EL-001", "reviewed_on=2026-06-29"});
        REQUIRE(run({"check", "--on", "2026-06-30"}).exit_code == 2);
    }
    void done(const std::vector<std::string>& words) const {
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
};

} // namespace

TEST_CASE_FIXTURE(Proof, "each field that a check reads has its value, its column, and the change that set it where that is not the row's own") {
    const auto result = run({"explain", "end"});
    CHECK(result.exit_code == 0);
    CHECK(shows(result.out, "        fails J1: J1\n"
                            "            made at the prompt, change 7\n"
                            "            reads owner P (set by change 5, jobs.csv:2, column 'Who'); ends 2026-03-01 (set by change 6, made at the prompt)\n"));
    CHECK(shows(result.out, "  - evidence supports [EL-001]: Job sheets: "));
    CHECK(shows(result.out, "      EL-001: EV-001 Sheets, file sheet.txt, sha256 f80cc946cd57823c85d60fffc9f19ae63a81adc55c5095dc867dd8ccf16a0636, intact on 2"));
    CHECK(shows(result.out, "; reviewed by Ria on 2026-06-29: sufficient\n"));
}

TEST_CASE_FIXTURE(Proof, "of an earlier assessment the fields are those of its state") {
    done({"set", "job", "J1", "owner=R"});
    CHECK(shows(run({"explain", "end", "--assessment", "1"}).out, "reads owner P (set by change 5, jobs.csv:2, column 'Who'); ends 2026-03-01 (set by change 6, made at the prompt)\n"));
}

TEST_CASE_FIXTURE(Proof, "the proof in a pack without names names nobody") {
    done({"pack"});
    const auto proof = Program("/usr/bin/unzip", path()).run({"-p", "assessment-1.zip", "proof/yard.txt"});
    CHECK(shows(proof.out, "reads owner person-0"));
    CHECK_FALSE(shows(proof.out, "Pat"));
    CHECK_FALSE(shows(proof.out, "owner P "));
}

TEST_CASE_FIXTURE(Proof, "the gap report shows the fields beside each row that it lists") {
    done({"report", "gap", "--format", "md"});
    CHECK(shows(read_text_file(path() / "reports" / "gap.md"), "made at the prompt, change 7; reads owner P; ends 2026-03-01 |"));
}
