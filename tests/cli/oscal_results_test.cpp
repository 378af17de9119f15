// assay oscal export assessment, poam: what stands in them, to the last observation and field.
#include "support/oscal_workspace.hpp"

#include <doctest/doctest.h>

#include <tuple>

namespace {

/// One control is not met by a check and has an exception, one is met by two pieces of evidence, one by an attestation; of the others one has
/// nothing, and one a link to evidence that is not there.
struct OscalYard : TestWorkspace {
    OscalYard() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-06-30'/><standard catalog='yard'/></workspace>\n");
        write("controls/registers/job.xml", "<register id='job' title='Jobs' kind='maintained'><purpose>Work.</purpose>\n"
                                            "<field id='number' title='Number' type='text' key='yes'/><field id='owner' title='Owner' type='text'/></register>\n");
        write("controls/catalogs/yard.xml", "<catalog id='yard' title='Yard rules' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
                                            "<control id='own' cite='1'><title>Owners</title><statement>Jobs have owners.</statement></control>\n"
                                            "<control id='paper' cite='2'><title>Paper</title><statement>Records are kept.</statement>"
                                            "<evidence type='record' demand='standard'>Log of the gate</evidence></control>\n"
                                            "<control id='shut' cite='3'><title>Shut</title><statement>The gate is shut.</statement></control>\n"
                                            "<control id='tidy' cite='4'><title>Tidy</title><statement>The yard is tidy.</statement></control>\n"
                                            "<control id='lost' cite='5'><title>Lost</title><statement>Nothing is lost.</statement></control></catalog>\n");
        write("controls/checks/yard.xml", "<checks catalog='yard'>\n<check id='job-owned' controls='own'><title>T</title><basis>Jobs have owners.</basis><message>{number}</message>\n"
                                          "<each in='job' require='exists(owner)'/></check></checks>\n");
        write("jobs.csv", "Number,Owner\nJ1,\nJ2,x\n");
        REQUIRE(run({"import", "job", "jobs.csv"}).exit_code == 0);
        save({"person", "P", "name=Pat"});
        save({"person", "M", "name=Mo"});
        for (const std::string number : {"1", "2"}) {
            save({"evidence", "E" + number, "title=Log  " + number, "type=record", "owner=P", "provider=P", "received_on=2026-02-01", "covers_from=2026-01-01", "covers_to=2026-06-30"});
            save({"evidence_link", "EL-" + number, "evidence=E" + number, "catalog=yard", "control=paper", "demand=record", "verdict=sufficient", "reviewer=M", "reviewed_on=2026-03-01"});
        }
        save({"evidence_link", "EL-9", "evidence=E9", "catalog=yard", "control=lost", "demand=record", "verdict=sufficient", "reviewer=M", "reviewed_on=2026-03-01"});
        save({"attestation", "A1", "catalog=yard", "control=shut", "person=M", "statement=Shut", "outcome=met", "attested_on=2026-06-01", "audit_team=yes", "competent_for=all",
              "no_conflict_declared=yes"});
        save({"exception", "X1", "catalog=yard", "control=own", "kind=risk_acceptance", "reason=Small yard", "approver=M", "approved_on=2026-05-01", "valid_until=2026-12-31"});
        save({"exception", "X2", "catalog=yard", "control=shut", "subject=elsewhere", "kind=risk_acceptance", "reason=Not here"});
    }
    void save(std::vector<std::string> words) const {
        words.insert(words.begin(), "set");
        const auto result = run(words);
        CHECK_MESSAGE(result.exit_code == 0, result.err);
    }
    [[nodiscard]] std::string exported(const std::string& kind) const {
        const auto result = run({"oscal", "export", kind});
        REQUIRE(result.exit_code == 0);
        CHECK(result.err.find("warning") == std::string::npos);
        return result.out;
    }
};

/// From the first `from` behind `title` to the end of the element that it begins; what follows from digests as "<uuid>".
std::string piece(const std::string& xml, const std::string& element, const std::string& title) {
    const auto at = xml.rfind("<" + element + " ", xml.find("<title>" + title + "</title>", xml.find("<" + element + " ")));
    REQUIRE(at != std::string::npos);
    const auto text = xml.substr(at, xml.find("</" + element + ">", at) - at);
    return std::regex_replace(text, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uuid>");
}

std::size_t count_in(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

/// A row of the shipped register with a value in every field.
std::vector<std::string> full_row(const std::string& id, std::vector<std::string>& fields) {
    const auto definition = read_text_file(std::filesystem::path(ASSAY_SOURCE_DIR) / ("controls/registers/" + id + ".xml"));
    const std::regex field("<field id=\"([a-z_0-9]+)\" title=\"[^\"]*\" type=\"([a-z]+)\"(?: to=\"[a-z_]+\")?(?: values=\"([a-z_]+))?");
    std::vector<std::string> words{id, "N-1"};
    for (auto at = std::sregex_iterator(definition.begin(), definition.end(), field); at != std::sregex_iterator(); ++at) {
        const auto name = (*at)[1].str();
        const auto type = (*at)[2].str();
        if (name != "id") {
            fields.push_back(name);
            words.push_back(name + "=" + (type == "date" ? "2026-01-15" : type == "boolean" ? "yes" : type == "enum" ? (*at)[3].str() : "of " + name));
        }
    }
    return words;
}

} // namespace

TEST_CASE_FIXTURE(OscalYard, "an observation tells its bases, methods, evidence and exceptions; a finding what is met and what is not") {
    CHECK(run({"check", "--on", "2026-07-01"}).exit_code == 2);
    const auto xml = exported("assessment");
    CHECK(count_in(xml, "<observation uuid=") == 5);
    CHECK(count_in(xml, "<finding uuid=") == 3);
    CHECK(count_in(xml, "state=\"satisfied\"") == 2);
    CHECK(count_in(xml, "state=\"not-satisfied\"") == 1);
    CHECK(count_in(xml, "name=\"exception\"") == 1);
    CHECK(piece(xml, "observation", "1 Owners") ==
          "<observation uuid=\"<uuid>\">\n"
          "      <title>1 Owners</title>\n"
          "      <description>\n"
          "        <p>minor (proposed)</p>\n"
          "        <p>check fails job-owned: 1 of 2 rows fail</p>\n"
          "      </description>\n"
          "      <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "      <prop name=\"control\" ns=\"urn:assay:oscal\" value=\"own\"/>\n"
          "      <prop name=\"outcome\" ns=\"urn:assay:oscal\" value=\"not met\"/>\n"
          "      <prop name=\"grade\" ns=\"urn:assay:oscal\" value=\"minor\"/>\n"
          "      <prop name=\"exception\" ns=\"urn:assay:oscal\" value=\"X1\"/>\n"
          "      <prop name=\"exception-kind\" ns=\"urn:assay:oscal\" value=\"risk acceptance\"/>\n"
          "      <prop name=\"exception-state\" ns=\"urn:assay:oscal\" value=\"refused: a requirement of a certifiable standard has no exceptions; record a correction and an action\"/>\n"
          "      <prop name=\"exception-approved-by\" ns=\"urn:assay:oscal\" value=\"Mo\"/>\n"
          "      <prop name=\"exception-until\" ns=\"urn:assay:oscal\" value=\"2026-12-31\"/>\n"
          "      <prop name=\"exception-reason\" ns=\"urn:assay:oscal\" value=\"Small yard\"/>\n"
          "      <method>TEST</method>\n"
          "      <subject subject-uuid=\"<uuid>\" type=\"component\"/>\n"
          "      <collected>2026-07-01T00:00:00Z</collected>\n"
          "    ");
    CHECK(piece(xml, "observation", "2 Paper") ==
          "<observation uuid=\"<uuid>\">\n"
          "      <title>2 Paper</title>\n"
          "      <description>\n"
          "        <p>conforming</p>\n"
          "        <p>evidence supports EL-1 EL-2: Log of the gate: 2 items of evidence were reviewed and found sufficient</p>\n"
          "      </description>\n"
          "      <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "      <prop name=\"control\" ns=\"urn:assay:oscal\" value=\"paper\"/>\n"
          "      <prop name=\"outcome\" ns=\"urn:assay:oscal\" value=\"met\"/>\n"
          "      <prop name=\"grade\" ns=\"urn:assay:oscal\" value=\"none\"/>\n"
          "      <method>EXAMINE</method>\n"
          "      <subject subject-uuid=\"<uuid>\" type=\"component\"/>\n"
          "      <relevant-evidence href=\"#<uuid>\">\n"
          "        <description>\n"
          "          <p>Evidence E1, Log 1</p>\n"
          "        </description>\n"
          "      </relevant-evidence>\n"
          "      <relevant-evidence href=\"#<uuid>\">\n"
          "        <description>\n"
          "          <p>Evidence E2, Log 2</p>\n"
          "        </description>\n"
          "      </relevant-evidence>\n"
          "      <collected>2026-07-01T00:00:00Z</collected>\n"
          "    ");
    CHECK(piece(xml, "observation", "3 Shut") ==
          "<observation uuid=\"<uuid>\">\n"
          "      <title>3 Shut</title>\n"
          "      <description>\n"
          "        <p>conforming</p>\n"
          "        <p>attestation supports A1: Mo attested on 2026-06-01 that it is met</p>\n"
          "      </description>\n"
          "      <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "      <prop name=\"control\" ns=\"urn:assay:oscal\" value=\"shut\"/>\n"
          "      <prop name=\"outcome\" ns=\"urn:assay:oscal\" value=\"met\"/>\n"
          "      <prop name=\"grade\" ns=\"urn:assay:oscal\" value=\"none\"/>\n"
          "      <method>INTERVIEW</method>\n"
          "      <subject subject-uuid=\"<uuid>\" type=\"component\"/>\n"
          "      <collected>2026-07-01T00:00:00Z</collected>\n"
          "    ");
    CHECK(piece(xml, "observation", "4 Tidy") ==
          "<observation uuid=\"<uuid>\">\n"
          "      <title>4 Tidy</title>\n"
          "      <description>\n"
          "        <p>not assessed</p>\n"
          "        <p>note blocks: no proving check, reviewed evidence or attestation speaks of it</p>\n"
          "      </description>\n"
          "      <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "      <prop name=\"control\" ns=\"urn:assay:oscal\" value=\"tidy\"/>\n"
          "      <prop name=\"outcome\" ns=\"urn:assay:oscal\" value=\"not assessed\"/>\n"
          "      <prop name=\"grade\" ns=\"urn:assay:oscal\" value=\"none\"/>\n"
          "      <method>UNKNOWN</method>\n"
          "      <subject subject-uuid=\"<uuid>\" type=\"component\"/>\n"
          "      <collected>2026-07-01T00:00:00Z</collected>\n"
          "    ");
    CHECK(piece(xml, "observation", "5 Lost") ==
          "<observation uuid=\"<uuid>\">\n"
          "      <title>5 Lost</title>\n"
          "      <description>\n"
          "        <p>not assessed</p>\n"
          "        <p>evidence informs EL-9: link EL-9 names evidence E9, which is not in the register</p>\n"
          "        <p>note blocks: no proving check, reviewed evidence or attestation speaks of it</p>\n"
          "        <p>Evidence link EL-9 leads to no evidence in the registers: none is named for it.</p>\n"
          "      </description>\n"
          "      <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "      <prop name=\"control\" ns=\"urn:assay:oscal\" value=\"lost\"/>\n"
          "      <prop name=\"outcome\" ns=\"urn:assay:oscal\" value=\"not assessed\"/>\n"
          "      <prop name=\"grade\" ns=\"urn:assay:oscal\" value=\"none\"/>\n"
          "      <method>UNKNOWN</method>\n"
          "      <subject subject-uuid=\"<uuid>\" type=\"component\"/>\n"
          "      <collected>2026-07-01T00:00:00Z</collected>\n"
          "    ");
    const auto findings = xml.substr(xml.find("<finding "));
    CHECK(piece(findings, "finding", "1 Owners") ==
          "<finding uuid=\"<uuid>\">\n"
          "      <title>1 Owners</title>\n"
          "      <description>\n"
          "        <p>minor (proposed)</p>\n"
          "      </description>\n"
          "      <target type=\"statement-id\" target-id=\"own_smt\">\n"
          "        <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "        <status state=\"not-satisfied\" reason=\"fail\"/>\n"
          "      </target>\n"
          "      <related-observation observation-uuid=\"<uuid>\"/>\n"
          "    ");
    CHECK(piece(findings, "finding", "2 Paper") ==
          "<finding uuid=\"<uuid>\">\n"
          "      <title>2 Paper</title>\n"
          "      <description>\n"
          "        <p>conforming</p>\n"
          "      </description>\n"
          "      <target type=\"statement-id\" target-id=\"paper_smt\">\n"
          "        <prop name=\"catalog\" ns=\"urn:assay:oscal\" value=\"yard\"/>\n"
          "        <status state=\"satisfied\" reason=\"pass\"/>\n"
          "      </target>\n"
          "      <related-observation observation-uuid=\"<uuid>\"/>\n"
          "    ");
    CHECK(run({"oscal", "export", "assessment", "--out", "ar.xml"}).out == "assessment 1: 5 determinations in = 5 out\n"
                                                                           "3 findings = 2 satisfied + 1 not satisfied; none for 2 determinations\n"
                                                                           "2 exceptions in = 1 told of + 1 about nothing that was judged; 2 items of evidence named\n"
                                                                           "written to ar.xml\n");
    if (has_schemas("an assessment")) {
        CHECK(against(*this, "xsd/1.0.6/oscal_complete_schema.xsd", "ar.xml") == "");
        CHECK(against(*this, "xsd/1.1.2-prototype/oscal_assessment-results_schema.xsd", "ar.xml") == "");
    }
    CHECK(piece(xml, "resource", "Log 1") ==
          "<resource uuid=\"<uuid>\">\n"
          "      <title>Log 1</title>\n"
          "      <prop name=\"evidence\" ns=\"urn:assay:oscal\" value=\"E1\"/>\n"
          "    ");
}

TEST_CASE_FIXTURE(OscalYard, "every field of a nonconformity and of an item of the plan goes out that holds anything") {
    for (const auto& [id, title, description, least] : {std::tuple{"nonconformity", "title", "statement", 59U}, std::tuple{"poam", "weakness", "description", 30U}}) {
        CAPTURE(id);
        std::vector<std::string> fields;
        save(full_row(id, fields));
        CHECK(fields.size() + 1 >= least);
        const auto xml = exported("poam");
        const auto item = xml.substr(xml.rfind("<poam-item "));
        CHECK(item.find("<title>of " + std::string(title) + "</title>") != std::string::npos);
        CHECK(item.find("<p>of " + std::string(description) + "</p>") != std::string::npos);
        std::size_t at = 0;
        for (const auto& field : fields) {
            if (field != title && field != description) {
                CAPTURE(field);
                const auto found = item.find("<prop name=\"" + field + "\" ns=\"urn:assay:oscal\" value=\"", at);
                CHECK(found != std::string::npos);
                at = found == std::string::npos ? at : found;
            }
        }
        CHECK(count_in(item, "<prop ") == fields.size() - 2 + 2);
    }
    save({"nonconformity", "N-2", "title=Bare", "found_on=2026-01-15"});
    const auto xml = exported("poam");
    const auto bare = xml.substr(xml.find("<title>Bare</title>"));
    CHECK(count_in(bare.substr(0, bare.find("</poam-item>")), "<prop ") == 3);
}
