// assay catalog import, oscal resolve, oscal export: what they say of what went in and out, and what they refuse.
#include "support/oscal_workspace.hpp"

#include <doctest/doctest.h>

namespace {

namespace fs = std::filesystem;

std::string own_prop(std::string_view name, std::string_view value) {
    return "<prop name=\"" + std::string(name) + "\" ns=\"urn:assay:oscal\" value=\"" + std::string(value) + "\"/>";
}

/// A catalog that says it is ours, `body` on line 3.
std::string own_catalog(std::string_view id, std::string_view body) {
    return "<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\">\n"
           "<metadata><title>Ours</title><last-modified>2026-01-31T12:00:00Z</last-modified><version>3</version><oscal-version>1.1.2</oscal-version>" +
           own_prop("catalog", id) + own_prop("scale", "iso17021") + own_prop("headline", "shall") + "<remarks><p>Our own words.</p></remarks></metadata>\n" + std::string(body) + "</catalog>";
}

} // namespace

TEST_CASE_FIXTURE(OscalWorkspace, "an id for a catalog that is none is refused by what the user gave: the option, the file, the catalog's own word") {
    const std::string rule = " (name one with --id: letters, digits, '.', '_' and '-', a letter or digit first)\n";
    write("two.xml", catalog(k_two_controls));
    refused({"catalog", "import", "two.xml", "--id", "../up"}, 64, "assay: '../up', given with --id, is no id for a catalog" + rule);
    refused({"catalog", "import", "two.xml", "--id", "a b"}, 64, "assay: 'a b', given with --id, is no id for a catalog" + rule);
    write("___.xml", catalog(k_two_controls));
    refused({"catalog", "import", "___.xml"}, 64, "assay: '', after the name of the file '___.xml', is no id for a catalog" + rule);
    write("own.xml", own_catalog("../up", "<control id=\"a\" class=\"shall\"><title>A</title>" + own_prop("per", "system") + own_prop("confidence", "V") + "</control>"));
    refused({"catalog", "import", "own.xml"}, 64, "assay: '../up', which the catalog calls itself, is no id for a catalog" + rule);
    CHECK(!fs::exists(path() / "controls" / "catalogs"));
}

TEST_CASE_FIXTURE(OscalWorkspace, "what only the loader of our own files finds is told at the place in the file that was given") {
    write("own.xml", own_catalog("x", "<group id=\"p_x\" class=\"process\"><title>X</title>" + own_prop("id", "x") + own_prop("instead-of", "nowhere") + "\n<control id=\"a\" class=\"shall\"><title>A</title>" +
                                          own_prop("per", "system") + own_prop("confidence", "V") + "<part name=\"statement\"><p>Do it.</p></part></control></group>"));
    refused({"catalog", "import", "own.xml"}, 1,
            "own.xml:3:1: error: 'nowhere' names no catalog (write catalog/process, desmf-3/ISM for example) [bad-id]\n"
            "own.xml:3:1: error: process 'x' lacks the attribute 'section' [missing-attribute]\n"
            "own.xml:4:1: error: control 'a' lacks the attribute 'cite' (no group or process around it gives it one) [missing-attribute]\n");
    CHECK(!fs::exists(path() / "controls" / "catalogs"));
}

TEST_CASE_FIXTURE(OscalWorkspace, "a catalog of another file keeps its id and its file, and the message names that file") {
    write("two.xml", catalog(k_two_controls));
    CHECK(done({"catalog", "import", "two.xml", "--id", "two"}).find("kept as controls/catalogs/two.xml in this workspace;") != std::string::npos);
    fs::rename(path() / "controls/catalogs/two.xml", path() / "controls/catalogs/mine.xml");
    refused({"catalog", "import", "two.xml", "--id", "two"}, 1, "assay: there is a catalog 'two' already, in controls/catalogs/mine.xml of this workspace (name the new one with --id)\n");
    refused({"catalog", "import", "two.xml", "--id", "mine"}, 1,
            "assay: the file controls/catalogs/mine.xml of this workspace holds the catalog 'two' (rename it, or name the new one with --id)\n");
}

TEST_CASE_FIXTURE(OscalWorkspace, "insertions of parameters that are not defined are counted apart, and warned of") {
    write("q.xml", catalog("<param id=\"p\"><label>days</label></param><control id=\"a\"><title>A</title><part name=\"statement\"><p><insert type=\"param\" id-ref=\"p\"/> "
                           "<insert type=\"param\" id-ref=\"q\"/> <insert type=\"param\" id-ref=\"q\"/></p></part></control>"));
    CHECK(printed({"catalog", "import", "q.xml"}, "q.xml:1:1: warning: the parameter 'q' is inserted, but not defined (it is shown as [Assignment: …]) [unknown-parameter]\n")
              .find("0 groups, 1 parameter, 1 insertion put in + 2 of parameters that are not defined, 0 references, ") != std::string::npos);
}

TEST_CASE_FIXTURE(OscalWorkspace, "a profile that selects nothing is a warning, and its catalog has no controls") {
    write("two.xml", catalog(k_two_controls));
    write("p.xml", profile("<import href=\"two.xml\"><include-all/><exclude-controls><matching pattern=\"*\"/></exclude-controls></import>\n"));
    CHECK(printed({"oscal", "resolve", "p.xml"},
                  "p.xml (sha256 <digest>): 1 import: 2 controls in = 0 selected + 2 left out\n0 controls selected = 0 out\n"
                  "p.xml:1:1: warning: the profile resolves to a catalog without controls (name controls in 'import' with include-controls or include-all) [no-controls]\n")
              .find("<control ") == std::string::npos);
}

TEST_CASE_FIXTURE(OscalWorkspace, "controls that a custom structure repeats are told") {
    const std::string group = "\"><title>T</title><insert-controls><include-all/></insert-controls></group>";
    write("two.xml", catalog(k_two_controls));
    write("p.xml", profile("<import href=\"two.xml\"><include-all/></import><merge><custom><group id=\"x" + group + "<group id=\"y" + group + "</custom></merge>\n"));
    CHECK(run({"oscal", "resolve", "p.xml", "--out", "o.xml"}).out.find("2 controls selected = 4 out - 2 that the structure repeats\n") != std::string::npos);
}

TEST_CASE_FIXTURE(OscalWorkspace, "nothing is written over what was read: the profile, what it imports, a catalog's own file, the registers") {
    write("two.xml", catalog(k_two_controls));
    write("p.xml", profile("<import href=\"two.xml\"><include-all/></import>\n"));
    const auto lost = [](const std::string& file) { return "assay: --out names '" + file + "', which was read to make it, and would be lost\n"; };
    refused({"oscal", "resolve", "p.xml", "--out", "p.xml"}, 64, lost("p.xml"));
    refused({"oscal", "resolve", "p.xml", "--out", "./two.xml"}, 64, lost("./two.xml"));
    CHECK(read_text_file(path() / "two.xml") == catalog(k_two_controls));
    CHECK(run({"catalog", "import", "two.xml", "--id", "two"}).exit_code == 0);
    const auto kept = read_text_file(path() / "controls/catalogs/two.xml");
    refused({"oscal", "export", "catalog", "two", "--out", "controls/catalogs/two.xml"}, 64, lost("controls/catalogs/two.xml"));
    CHECK(read_text_file(path() / "controls/catalogs/two.xml") == kept);
    CHECK(run({"set", "nonconformity", "NC-1", "title=No review", "found_on=2026-01-15"}).exit_code == 0);
    refused({"oscal", "export", "poam", "--out", "assay.db"}, 64, lost("assay.db"));
    refused({"oscal", "export", "poam", "--out", "assay.xml"}, 64, lost("assay.xml"));
}

TEST_CASE_FIXTURE(OscalWorkspace, "numbers that name nothing are refused: of a plan of action, of an assessment before the first") {
    refused({"oscal", "export", "poam", "7"}, 64, "assay: oscal export poam takes no ID: all nonconformities and items of the plan go out\n");
    refused({"oscal", "export", "assessment", "0"}, 64, "assay: assessments are numbered from 1 (leave the number out for the newest)\n");
}

TEST_CASE_FIXTURE(OscalWorkspace, "a catalog and a crosswalk say what went out of what they hold") {
    write("two.xml", catalog(k_two_controls));
    CHECK(run({"catalog", "import", "two.xml", "--id", "two"}).exit_code == 0);
    write("controls/catalogs/few.xml", "<catalog id='few' title='Few' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
                                       "<group id='bare' title='Bare'/><control id='a' cite='1'><title>A</title><statement>Do.</statement>"
                                       "<evidence type='record' demand='standard'>Log</evidence></control>\n"
                                       "<control id='b' cite='2'><title>B</title><statement>Do too.</statement></control></catalog>\n");
    write("controls/crosswalks/few.two.xml", "<crosswalk id='few.two' from='few' to='two' title='Few to two'><source>Ours.</source>\n"
                                             "<map from='a' to='c-1' relation='equal' judgement='ours' confidence='B'><reason>Same.</reason></map>\n"
                                             "<map from='bare' to='c-2' relation='related' judgement='ours' confidence='B'><reason>Alike.</reason></map>\n"
                                             "<map to='c-2' change='new' judgement='ours' confidence='B'><reason>New.</reason></map></crosswalk>\n");
    CHECK(done({"oscal", "export", "catalog", "few", "--out", "o.xml"}) ==
          "catalog few: 2 controls in = 2 out; 1 demand of evidence in = 1 out; 0 references in = 0 out\nwritten to o.xml\n");
    CHECK(done({"oscal", "export", "crosswalk", "few.two", "--out", "m.json"}) ==
          "crosswalk few.two: 3 maps in = 1 out + 1 left out as new or withdrawn + 1 left out as a side holds no control\n"
          "controls that no map names: 1 of few, 1 of two\nwritten to m.json\n");
    const auto json = read_text_file(path() / "m.json");
    CHECK(json.find("\"status\": \"not-complete\"") != std::string::npos);
    CHECK(json.find("How the maps were found is not recorded, but for what each says of itself.") != std::string::npos);
}
