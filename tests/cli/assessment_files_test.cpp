// `assay report assessment`: JSON, JUnit XML and SARIF, held to their schemas and to each other.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr int k_library_missing = 77;

/// Two jobs fail, one of them by a disposition not at all; one control is not met by nothing but an attestation; texts are hostile.
struct Machine : TestWorkspace {
    Machine() {
        write("assay.xml", "<workspace organization='Yard &amp; &lt;Sons&gt;'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/registers/job.xml", "<register id='job' title='Jobs' kind='maintained'><purpose>Work.</purpose>\n"
                                            "<field id='number' title='Number' type='text' key='yes'/><field id='owner' title='Owner' type='text'/>\n"
                                            "<field id='words' title='Words' type='text'/></register>\n");
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
              "<control id='own' cite='1 &lt;a&gt;'><title>Owners &amp; \"others\"</title><statement>Jobs have owners.</statement></control>\n"
              "<control id='shut' cite='2'><title>Shut</title><statement>The gate is shut.</statement></control>\n"
              "<control id='tidy' cite='3'><title>Tidy</title><statement>The yard is tidy.</statement></control></catalog>\n");
        write("controls/checks/yard.xml",
              "<checks catalog='yard'>\n<check id='job-owned' controls='own'><title>T</title><basis>B</basis><message>{number}: {words}</message>\n"
              "<each in='job' require='exists(owner)'/></check></checks>\n");
        write("jobs & more.csv", "Number,Owner,Words\nJ1,,\"]]> </failure> & \"\"<script>\"\" \xF0\x9F\x92\xA5\"\nJ2,,plain\nJ3,x,fine\n");
        REQUIRE(run({"import", "job", "jobs & more.csv"}).exit_code == 0);
        REQUIRE(run({"set", "person", "P", "name=Pat"}).exit_code == 0);
        REQUIRE(run({"set", "disposition", "D1", "check=job-owned", "register=job", "row_key=J2", "verdict=not_a_deviation", "person=P", "decided_on=2026-06-01", "reason=Practice"})
                    .exit_code == 0);
        REQUIRE(run({"set", "attestation", "A1", "catalog=yard", "control=shut", "person=P", "statement=Open", "outcome=not_met", "attested_on=2026-06-01", "audit_team=yes",
                     "competent_for=all", "no_conflict_declared=yes"})
                    .exit_code == 0);
        REQUIRE(run({"check", "--on", "2026-06-30"}).exit_code == 2);
    }
};

void validate(const fs::path& folder, const std::string& ending) {
    const Program python("/usr/bin/python3", folder);
    const auto result = python.run({std::string(ASSAY_SOURCE_DIR) + "/tests/support/validate_assessment.py",
                                    std::string(ASSAY_SOURCE_DIR) + "/controls/schema/assessment.schema.json", folder.string()});
    if (result.exit_code == k_library_missing) {
        MESSAGE("SKIPPED: a library is not installed, " << result.out << "(scripts/install-dependencies test)");
        return;
    }
    CHECK(result.out == ending);
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
}

} // namespace

TEST_CASE_FIXTURE(Machine, "the three files are valid, agree, and are the same bytes each time") {
    const auto result = run({"report", "assessment", "--out", "one"});
    CHECK(result.err.empty());
    REQUIRE(result.exit_code == 0);
    validate(path() / "one", "3 determinations, 2 findings, 0 faults\n");
    REQUIRE(run({"report", "assessment", "--out", "two"}).exit_code == 0);
    for (const auto* file : {"assessment.json", "assessment.junit.xml", "assessment.sarif"}) {
        CHECK_MESSAGE(read_text_file(path() / "one" / file) == read_text_file(path() / "two" / file), file);
    }
}

TEST_CASE_FIXTURE(Machine, "what is in them is what the assessment says") {
    REQUIRE(run({"report", "assessment"}).exit_code == 0);
    const auto json = read_text_file(path() / "reports/assessment.json");
    CHECK(contains(json, "\"organization\": \"Yard & <Sons>\","));
    CHECK(contains(json, "\"audit\": null,"));
    CHECK(contains(json, "\"file\": \"jobs & more.csv\",\n      \"line\": 2,"));
    CHECK(contains(json, "\"disposition\": \"D1\",\n      \"struck\": true,"));
    const auto junit = read_text_file(path() / "reports/assessment.junit.xml");
    CHECK(contains(junit, "<testsuites name=\"Assay: Yard &amp; &lt;Sons&gt;, judged on 2026-06-30\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\">\n"));
    CHECK(contains(junit, "<testcase classname=\"yard.1 &lt;a&gt;\" name=\"own Owners &amp; &quot;others&quot;\">\n      <failure type=\"minor\" message=\"minor (proposed)\">"));
    CHECK(contains(junit, "<skipped message=\"not assessed\"/>"));
    const auto sarif = read_text_file(path() / "reports/assessment.sarif");
    CHECK(contains(sarif, "\"uri\": \"jobs%20%26%20more.csv\""));
    CHECK(contains(sarif, "\"startLine\": 2"));
    CHECK(contains(sarif, "\"justification\": \"disposition D1\""));
    CHECK(contains(sarif, "\"ruleId\": \"yard/shut\",\n          \"ruleIndex\": 1,\n          \"kind\": \"fail\","));
}

TEST_CASE_FIXTURE(Machine, "one format is written alone, and an unknown one writes nothing") {
    REQUIRE(run({"report", "assessment", "--format", "sarif", "--out", "s"}).exit_code == 0);
    CHECK(fs::exists(path() / "s/assessment.sarif"));
    CHECK_FALSE(fs::exists(path() / "s/assessment.json"));
    const auto result = run({"report", "assessment", "--format", "sarf", "--out", "x"});
    CHECK(result.exit_code == 64);
    CHECK(result.out.empty());
    CHECK(result.err == "assay: there is no report 'assessment' in format 'sarf' (did you mean 'sarif'?)\n");
    CHECK_FALSE(fs::exists(path() / "x"));
}

TEST_CASE("the sample organisation's assessment is valid in all three formats") {
    const TempFolder folder;
    const auto assay = Program::assay(folder.path());
    REQUIRE(assay.run({"init", "w", "--sample"}).exit_code == 0);
    const auto inside = Program::assay(folder.path() / "w");
    REQUIRE(inside.run({"import", "--list", "import.order"}).exit_code == 0);
    REQUIRE(inside.run({"check", "--on", "2026-10-15"}).exit_code == 2);
    REQUIRE(inside.run({"report", "assessment", "--out", "m"}).exit_code == 0);
    const auto json = read_text_file(folder.path() / "w/m/assessment.json");
    CHECK(contains(json, "\"format\": \"assay-assessment\""));
    const Program python("/usr/bin/python3", folder.path());
    const auto result = python.run({std::string(ASSAY_SOURCE_DIR) + "/tests/support/validate_assessment.py",
                                    std::string(ASSAY_SOURCE_DIR) + "/controls/schema/assessment.schema.json", (folder.path() / "w/m").string()});
    if (result.exit_code == k_library_missing) {
        MESSAGE("SKIPPED: a library is not installed, " << result.out << "(scripts/install-dependencies test)");
        return;
    }
    CHECK_MESSAGE(result.exit_code == 0, result.out);
}
