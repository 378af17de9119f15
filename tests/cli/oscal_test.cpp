// assay catalog import, assay oscal: OSCAL in and out of a workspace.
#include "support/oscal_workspace.hpp"

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

} // namespace

TEST_CASE_FIXTURE(OscalWorkspace, "a catalog of OSCAL becomes a catalog of the workspace, and is judged per system") {
    write("two.xml", catalog(k_two_controls));
    CHECK(without_sums(done({"catalog", "import", "two.xml", "--id", "two"})) ==
          "two.xml (sha256 <digest>, OSCAL 1.0.4): Two controls, version 3\n"
          "2 controls in = 2 kept + 0 withdrawn\n"
          "1 group, 1 parameter, 1 insertion put in, 0 references, 0 demands of evidence from objectives and methods\n"
          "kept as controls/catalogs/two.xml in this workspace; <standard catalog=\"two\"/> in assay.xml has it judged\n");
    CHECK(done({"catalog", "show", "two", "c-1"}) == "C-1 two/c-1\nFirst\nKeep for [Assignment: days].\nshall, shall group c-1, per system, may be excluded, confidence V\n");
    CHECK(done({"catalog", "import", "two.xml", "--id", "two"}).find("in this workspace, in place of the one before; ") != std::string::npos);
    CHECK(done({"catalog", "validate"}).find(": no fault\n") != std::string::npos);
    const auto settings = std::regex_replace(read_text_file(path() / "assay.xml"), std::regex("<standard catalog=\"iso20000-1-2018\"/>"), "<standard catalog=\"two\"/>");
    write("assay.xml", settings);
    write("s.csv", "ID,Name\nS1,Payroll\nS2,Mail\n");
    CHECK(run({"import", "system", "s.csv"}).exit_code == 0);
    CHECK(run({"check"}).exit_code == 0);
    const auto told = done({"explain", "two/c-2", "S2"});
    CHECK(told.find("Mail (S2): not assessed\n") != std::string::npos);
}

TEST_CASE_FIXTURE(OscalWorkspace, "a catalog is kept only when it is good, and never in place of one that is built in") {
    write("bad.xml", catalog("<control id=\"c-1\"/>"));
    refused({"catalog", "import", "bad.xml"}, 1, "bad.xml:3:1: error: 'control' lacks the element 'title' [missing-element]\n");
    write("twice.xml", catalog("<control id=\"a\"><title>A</title></control>\n<control id=\"a\"><title>B</title></control>\n"));
    refused({"catalog", "import", "twice.xml"}, 1, "twice.xml:4:1: error: control 'a' is defined twice (the first is on line 3) [duplicate-id]\n");
    write("two.xml", catalog(k_two_controls));
    refused({"catalog", "import", "two.xml", "--id", "rmf-2"}, 1,
            "assay: there is a catalog 'rmf-2' already, in " + std::string(ASSAY_SOURCE_DIR) + "/controls/catalogs/rmf-2.xml (name the new one with --id)\n");
    refused({"catalog", "import", "none.xml"}, 1, "assay: cannot read 'none.xml': No such file or directory\n");
    CHECK(!fs::exists(path() / "controls" / "catalogs"));
}

TEST_CASE_FIXTURE(OscalWorkspace, "a profile names files beneath its folder only: no address, nothing outside, nothing through links") {
    write("two.xml", catalog(k_two_controls));
    write("p/below.xml", catalog(k_two_controls));
    const auto refuses = [&](const std::string& href, const std::string& text) {
        write("p/p.xml", profile("<import href=\"" + href + "\"><include-all/></import>\n"));
        refused({"oscal", "resolve", "p/p.xml"}, 1, "p/p.xml:3:1: error: " + text + "\n");
    };
    refuses("https://example.org/c.xml", "'https://example.org/c.xml' is an address, and nothing is fetched (save it beneath p and name it there) [no-network]");
    refuses("file:///etc/passwd", "'file:///etc/passwd' is an address, and nothing is fetched (save it beneath p and name it there) [no-network]");
    refuses("//host/share/c.xml", "'//host/share/c.xml' is an address, and nothing is fetched (save it beneath p and name it there) [no-network]");
    refuses("../two.xml", "'../two.xml' lies outside p (move it there, or name the folder that holds both with --below) [outside]");
    refuses("%2e%2e/two.xml", "'../two.xml' lies outside p (move it there, or name the folder that holds both with --below) [outside]");
    refuses("/etc/passwd", "'/etc/passwd' lies outside p (move it there, or name the folder that holds both with --below) [outside]");
    fs::create_symlink("/etc", path() / "p" / "link");
    refuses("link/passwd", "'link/passwd' lies outside p (move it there, or name the folder that holds both with --below) [outside]");
    refuses("none.xml", "there is no file 'none.xml' beneath p [missing-file]");
    refuses("#0050231f-4fd0-43d6-8fa0-431367cd83e1", "the back matter holds no resource '0050231f-4fd0-43d6-8fa0-431367cd83e1' [unknown-resource]");
    refuses("p.xml", "the import is circular: p/p.xml, which imports p/p.xml (remove one of the imports) [circular-import]");
    write("p/p.xml", profile("<import href=\"../two.xml\"><include-all/></import>\n"));
    CHECK(printed({"oscal", "resolve", "p/p.xml", "--below", "."}, "p/p.xml (sha256 <digest>): 1 import: 2 controls in = 2 selected + 0 left out\n2 controls selected = 2 out\n")
              .find("<control id=\"c-2\">") != std::string::npos);
}

TEST_CASE_FIXTURE(OscalWorkspace, "profiles upon profiles: set, alter, and a catalog of the workspace in the end") {
    write("two.xml", catalog(k_two_controls));
    write("base.xml", profile("<import href=\"two.xml\"><include-controls><matching pattern=\"c-?\"/></include-controls></import><merge><as-is>true</as-is></merge>\n"));
    write("top.xml", profile("<import href=\"base.xml\"><include-all/><exclude-controls><with-id>c-2</with-id></exclude-controls></import>\n"
                             "<merge><as-is>true</as-is></merge>\n"
                             "<modify><set-parameter param-id=\"c-1_p\"><value>30 days</value></set-parameter>\n"
                             "<alter control-id=\"c-1\"><remove by-name=\"label\"/><add position=\"after\" by-id=\"c-1_s\"><part name=\"guidance\"><p>More.</p></part></add></alter></modify>\n"));
    const std::string receipt = "top.xml (sha256 <digest>): 1 import: 2 controls in = 1 selected + 1 left out\n1 control selected = 1 out\n";
    const auto text = printed({"oscal", "resolve", "top.xml"}, receipt);
    const auto from = text.find("  <group");
    REQUIRE(from != std::string::npos);
    CHECK(text.substr(from) == "  <group id=\"g\">\n"
                               "    <title>G</title>\n"
                               "    <control id=\"c-1\">\n"
                               "      <title>First</title>\n"
                               "      <param id=\"c-1_p\">\n"
                               "        <label>days</label>\n"
                               "        <value>30 days</value>\n"
                               "      </param>\n"
                               "      <part name=\"statement\" id=\"c-1_s\">\n"
                               "        <p>Keep for <insert type=\"param\" id-ref=\"c-1_p\"/>.</p>\n"
                               "      </part>\n"
                               "      <part name=\"guidance\">\n"
                               "        <p>More.</p>\n"
                               "      </part>\n"
                               "    </control>\n"
                               "  </group>\n"
                               "</catalog>\n");
    CHECK(without_sums(done({"oscal", "resolve", "top.xml", "--out", "r.xml"})) == receipt + "written to r.xml\n");
    CHECK(without_sums(done({"catalog", "import", "top.xml", "--id", "top"})).find("a profile: what it resolves to was taken\n1 import: 2 controls in = 1 selected + 1 left out\n"
                                                                                    "1 control selected = 1 out\n1 control in = 1 kept + 0 withdrawn\n") != std::string::npos);
    CHECK(done({"catalog", "show", "top", "c-1"}) == "c-1 top/c-1\nFirst\nKeep for 30 days.\nshall, shall group c-1, per system, may be excluded, confidence V\nnote: Guidance: More.\n");
    if (has_schemas("a resolved profile")) {
        CHECK(against(*this, "xsd/1.0.6/oscal_complete_schema.xsd", "r.xml") == "");
    }
}

TEST_CASE_FIXTURE(OscalWorkspace, "merging: the first of two, what a custom structure asks for, and what is refused") {
    write("two.xml", catalog(k_two_controls));
    const std::string twice = "<import href=\"two.xml\"><include-all/></import><import href=\"two.xml\"><include-controls><with-id>c-1</with-id></include-controls></import>\n";
    write("p.xml", profile(twice));
    CHECK(without_sums(run({"oscal", "resolve", "p.xml"}).err) ==
          "p.xml (sha256 <digest>): 2 imports: 4 controls in = 3 selected + 1 left out\n3 controls selected = 3 out\n"
          "p.xml:1:1: warning: imported twice, and both are kept: c-1 (write <combine method=\"use-first\"/>) [duplicate-id]\n");
    write("p.xml", profile(twice + "<merge><combine method=\"use-first\"/><custom><group id=\"mine\"><title>Mine</title><insert-controls order=\"descending\"><include-all/></insert-controls></group></custom></merge>\n"));
    const auto text = printed({"oscal", "resolve", "p.xml"}, "p.xml (sha256 <digest>): 2 imports: 4 controls in = 3 selected + 1 left out\n"
                                                             "3 controls selected = 2 out + 1 dropped by merging\n");
    CHECK(text.find("<group id=\"mine\">") < text.find("<control id=\"c-2\">"));
    CHECK(text.find("<control id=\"c-2\">") < text.find("<control id=\"c-1\">"));
    CHECK(text.find("<group id=\"g\">") == std::string::npos);
    CHECK(text.find("<control id=\"c-1\">") == text.rfind("<control id=\"c-1\">"));
    write("p.xml", profile(twice + "<merge><combine method=\"merge\"/></merge>\n"));
    refused({"oscal", "resolve", "p.xml"}, 1,
            "p.xml:4:8: error: the combination method 'merge' is not known (OSCAL leaves it undefined; write keep or use-first) [unknown-method]\n");
    write("p.xml", profile(twice + "<merge><combine method=\"use-first\"/><flat/><as-is>true</as-is></merge>\n"));
    refused({"oscal", "resolve", "p.xml"}, 1, "p.xml:4:44: error: 'merge' holds 'as-is' beside 'flat' (keep one of flat, as-is and custom) [two-structures]\n");
}

TEST_CASE_FIXTURE(OscalWorkspace, "catalogs of ours go out as OSCAL that NIST's schemas accept") {
    if (!has_schemas("what goes out")) {
        return;
    }
    std::size_t catalogs = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(ASSAY_SOURCE_DIR) / "controls/catalogs")) {
        const auto id = entry.path().stem().string();
        CAPTURE(id);
        CHECK(done({"oscal", "export", "catalog", id, "--out", id + ".xml"}).starts_with("catalog " + id + ": "));
        CHECK(done({"oscal", "export", "catalog", id, "--out", id + ".json"}).ends_with("\nwritten to " + id + ".json\n"));
        CHECK(against(*this, "xsd/1.0.6/oscal_complete_schema.xsd", id + ".xml") == "");
        CHECK(against(*this, "xsd/1.1.2-prototype/oscal_catalog_schema.xsd", id + ".xml") == "");
        CHECK(against(*this, "oscal_catalog_schema.json", id + ".json") == "");
        ++catalogs;
    }
    CHECK(catalogs >= 12);
    refused({"oscal", "export", "catalog", "itil-5"}, 64, "assay: there is no catalog 'itil-5' (did you mean 'itil-3'?)\n");
}

TEST_CASE_FIXTURE(OscalWorkspace, "an assessment goes out as assessment results: observations for all, findings only where something is met or not met") {
    write("person.csv", "ID,Name\nP1,Pat\n");
    CHECK(run({"import", "person", "person.csv"}).exit_code == 0);
    CHECK(run({"check", "--on", "2026-01-31"}).exit_code != 1);
    CHECK(run({"set", "attestation", "A1", "catalog=iso20000-1-2018", "control=7.1-r01", "person=P1", "statement=Seen", "outcome=met", "attested_on=2026-01-15", "audit_team=yes",
               "competent_for=all", "no_conflict_declared=yes"})
              .exit_code == 0);
    CHECK(run({"check", "--on", "2026-01-31"}).exit_code != 1);
    CHECK(done({"oscal", "export", "assessment", "--out", "ar.xml"}).ends_with("\nwritten to ar.xml\n"));
    CHECK(done({"oscal", "export", "assessment", "2", "--out", "ar.json"}).starts_with("assessment 2: "));
    const auto xml = read_text_file(path() / "ar.xml");
    const auto count = [&](const std::string& what) {
        std::size_t found = 0;
        for (auto at = xml.find(what); at != std::string::npos; at = xml.find(what, at + 1)) {
            ++found;
        }
        return found;
    };
    CHECK(count("<observation uuid=") == count("<collected>2026-01-31T00:00:00Z</collected>"));
    CHECK(count("<observation uuid=") > 456);
    CHECK(count("<finding uuid=") == 1);
    CHECK(count("state=\"satisfied\"") == 1);
    CHECK(count("name=\"outcome\" ns=\"urn:assay:oscal\" value=\"met\"") == 1);
    CHECK(run({"oscal", "export", "assessment"}).out == xml);
    if (has_schemas("an assessment")) {
        CHECK(against(*this, "xsd/1.0.6/oscal_complete_schema.xsd", "ar.xml") == "");
        CHECK(against(*this, "xsd/1.1.2-prototype/oscal_assessment-results_schema.xsd", "ar.xml") == "");
        CHECK(against(*this, "oscal_assessment-results_schema.json", "ar.json") == "");
    }
}

TEST_CASE_FIXTURE(OscalWorkspace, "nonconformities and items of the plan go out as a plan of action and milestones") {
    refused({"oscal", "export", "poam"}, 1, "assay: there is no nonconformity and no item in the register 'poam', and OSCAL knows no empty plan\n");
    CHECK(run({"set", "nonconformity", "NC-1", "title=No review", "found_on=2026-01-15", "catalog=iso20000-1-2018", "control=9.3-r01", "due=2026-03-01"}).exit_code == 0);
    CHECK(run({"set", "system", "S1", "name=Payroll"}).exit_code == 0);
    CHECK(run({"set", "poam", "V-1", "system=S1", "weakness=Old library", "severity=high"}).exit_code == 0);
    const std::string receipt = "1 nonconformity and 1 item of the register 'poam': 2 rows in = 2 out\n";
    CHECK(done({"oscal", "export", "poam", "--out", "poam.xml"}) == receipt + "written to poam.xml\n");
    CHECK(done({"oscal", "export", "poam", "--out", "poam.json"}) == receipt + "written to poam.json\n");
    const auto xml = read_text_file(path() / "poam.xml");
    CHECK(xml.find("<title>No review</title>") != std::string::npos);
    CHECK(xml.find("<prop name=\"due\" ns=\"urn:assay:oscal\" value=\"2026-03-01\"/>") != std::string::npos);
    CHECK(xml.find("<title>Old library</title>") != std::string::npos);
    if (has_schemas("a plan of action")) {
        CHECK(against(*this, "xsd/1.0.6/oscal_complete_schema.xsd", "poam.xml") == "");
        CHECK(against(*this, "xsd/1.1.2-prototype/oscal_poam_schema.xsd", "poam.xml") == "");
        CHECK(against(*this, "oscal_poam_schema.json", "poam.json") == "");
    }
}

TEST_CASE_FIXTURE(OscalWorkspace, "crosswalks go out as mapping collections, in JSON only") {
    refused({"oscal", "export", "crosswalk", "practice.iso20000-1-2018"}, 64,
            "assay: a crosswalk goes out as JSON only, because there is no XML schema of NIST's for it (write --format json)\n");
    refused({"oscal", "export", "crosswalk", "practice.iso", "--format", "json"}, 64, "assay: there is no crosswalk 'practice.iso'\n");
    refused({"oscal", "export", "ssp", "x"}, 64, "assay: nothing of the kind 'ssp' goes out as OSCAL (write catalog, crosswalk, assessment or poam)\n");
    refused({"oscal", "export", "catalog"}, 64, "assay: oscal export catalog takes an ID\n");
    std::size_t crosswalks = 0;
    std::size_t complete = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(ASSAY_SOURCE_DIR) / "controls/crosswalks")) {
        const auto id = entry.path().stem().string();
        CAPTURE(id);
        const auto receipt = done({"oscal", "export", "crosswalk", id, "--out", id + ".json"});
        CHECK(receipt.starts_with("crosswalk " + id + ": "));
        const auto json = read_text_file(path() / (id + ".json"));
        CHECK(json.find("\"relationship\": ") != std::string::npos);
        const bool all_named = std::regex_search(receipt, std::regex("\ncontrols that no map names: 0 of [^,]+, 0 of "));
        CHECK((json.find("\"status\": \"complete\"") != std::string::npos) == all_named);
        complete += all_named ? 1U : 0U;
        if (has_schemas("a crosswalk")) {
            CHECK(against(*this, "oscal_mapping_schema.json", id + ".json") == "");
        }
        ++crosswalks;
    }
    CHECK(crosswalks >= 10);
    CHECK(complete >= 1);
    CHECK(complete < crosswalks);
}
