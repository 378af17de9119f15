// Technical results: what each format's rows say, what is refused, and that hostile files take neither memory nor time.
#include "unit/formats/technical_cases.hpp"

#include "support/shared_data.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <tuple>

using namespace assay;
using namespace assay::testing;
namespace fs = std::filesystem;

namespace {

std::string error_of_text(std::string_view text, std::string_view name = "t.xml", const TechnicalOptions& options = {}) {
    return read_technical_text(text, options, name).error;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

const std::string k_open_result = "<TestResult xmlns=\"http://checklists.nist.gov/xccdf/1.2\" id=\"t\">";

} // namespace

TEST_CASE("a test result says who found what, where, when and by which tool") {
    const auto read = read_technical_text(k_results_alone);
    CHECK(read.error == "");
    CHECK(read.warnings == "");
    CHECK(read.description == "XCCDF results 1.2");
    CHECK(read.sha256 == "187138e11e6b687901e03372a91d1f903c82257963cf0f3bda2123755851e72e");
    REQUIRE(read.rows.size() == 4);
    CHECK(read.lines == std::vector<std::uint64_t>{8, 16, 17, 18});
    CHECK(read.rows[0] == CheckRow{{"asset", "web01"},
                                   {"benchmark", "xccdf_org.example_benchmark_web"},
                                   {"profile", "xccdf_org.example_profile_strict"},
                                   {"rule", "xccdf_org.example_rule_a"},
                                   {"instance", "1"},
                                   {"result", "fail"},
                                   {"severity", "high"},
                                   {"cci", "CCI-000366"},
                                   {"identifiers", "CCE-1-2"},
                                   {"checked_at", "2026-01-05T08:05:00Z"},
                                   {"tool", "scanner"},
                                   {"tool_version", "2.1"},
                                   {"details", "error: port 23 is open\ninfo: asked twice"},
                                   {"override_reason", "was pass, by Bea Rice at 2026-01-06T09:00:00Z: seen by hand"},
                                   {"benchmark_version", "1.0"},
                                   {"fqdn", "web01.example.org"},
                                   {"address", "10.0.0.1"}});
    CHECK(read.rows[1].at("instance") == "disk /dev/sda");
    CHECK(read.rows[2].at("instance") == "disk /dev/sdb");
    CHECK(read.rows[2].at("result") == "fixed");
    CHECK(read.rows[3].at("result") == "notselected");
    CHECK(read.rows[3].at("checked_at") == "2026-01-05T08:10:00Z");
    REQUIRE(read.tests.size() == 1);
    CHECK(read.nodes[0] == 0);
    CHECK(read.tests[0].results.size() == 4);
    CHECK(read.tests[0].results[0].weight == 2.0);
    REQUIRE(read.tests[0].scores.size() == 1);
    CHECK(read.tests[0].scores[0].score == "1");
    CHECK(read.tests[0].scores[0].line == 19);
}

TEST_CASE("what the benchmark says of a rule stands in its rows") {
    const auto read = read_technical_text(k_benchmark_with_results);
    CHECK(read.error == "");
    CHECK(read.description == "XCCDF benchmark 1.1");
    REQUIRE(read.rows.size() == 3);
    CHECK(read.rows[0] == CheckRow{{"asset", "web02"},
                                   {"benchmark", "Web_STIG"},
                                   {"profile", "(default)"},
                                   {"rule", "SV-100r1_rule"},
                                   {"instance", "1"},
                                   {"result", "pass"},
                                   {"severity", "high"},
                                   {"title", "Doors are shut"},
                                   {"vuln", "V-100"},
                                   {"rule_version", "WEB-01"},
                                   {"cci", "CCI-000001 CCI-000366"},
                                   {"control_references", "CM-6(a)"},
                                   {"checked_at", "2026-02-01T10:00:00"},
                                   {"benchmark_title", "Web server"},
                                   {"benchmark_version", "3"}});
    CHECK(read.rows[2].count("vuln") == 0);
    CHECK(read.nodes == std::vector<std::size_t>{5});
    CHECK(read.tests[0].results[1].weight == 3.0);
}

TEST_CASE("results are found inside an ARF report, and every repeated result of a rule is a row") {
    const auto begin = k_results_alone.find("<TestResult");
    auto inner = k_results_alone.substr(begin);
    inner = with_text(inner, "<instance context=\"disk\">/dev/sda</instance>", "");
    inner = with_text(inner, "<instance context=\"disk\">/dev/sdb</instance>", "");
    const auto arf = "<a:asset-report-collection xmlns:a=\"http://scap.nist.gov/schema/asset-reporting-format/1.1\"><a:reports><a:report "
                     "id=\"r\"><a:content>" +
                     inner + "</a:content></a:report></a:reports></a:asset-report-collection>";
    const auto read = read_technical_text(arf);
    CHECK(read.error == "");
    CHECK(read.description == "ARF report");
    REQUIRE(read.rows.size() == 4);
    CHECK(read.rows[1].at("instance") == "1");
    CHECK(read.rows[2].at("instance") == "2");
}

TEST_CASE("a checklist says for each STIG what was found, by whom and when") {
    const auto read = read_technical_text(k_checklist, {}, "t.ckl");
    CHECK(read.error == "");
    CHECK(read.description == "STIG Viewer 2 checklist (CKL)");
    REQUIRE(read.rows.size() == 2);
    CHECK(read.lines[0] == 14);
    CHECK(read.rows[0] == CheckRow{{"asset", "db01"},
                                   {"benchmark", "Oracle_STIG"},
                                   {"profile", "(default)"},
                                   {"rule", "SV-200r1_rule"},
                                   {"instance", "main / ORCL"},
                                   {"result", "Open"},
                                   {"severity", "high"},
                                   {"title", "Passwords are long"},
                                   {"vuln", "V-200"},
                                   {"rule_version", "O-01"},
                                   {"cci", "CCI-000366 CCI-000367"},
                                   {"identifiers", "V-1"},
                                   {"tool", "STIG Viewer"},
                                   {"tool_version", "2.17"},
                                   {"details", "8 characters & no more"},
                                   {"comments", "to be changed"},
                                   {"severity_override", "low"},
                                   {"override_reason", "no way in"},
                                   {"benchmark_title", "Oracle"},
                                   {"benchmark_version", "2, Release: 5 Benchmark Date: 07 Jun 2023"},
                                   {"fqdn", "db01.example.org"},
                                   {"address", "10.0.0.2"}});
    CHECK(read.rows[1].at("tool") == "Evaluate-STIG");
    CHECK(read.rows[1].at("checked_at") == "2023-12-11T12:56:14.3576272-05:00");
    CHECK(read.tests.size() == 2);
}

TEST_CASE("a CKLB checklist says the same as a CKL checklist") {
    const auto read = read_technical_text(k_cklb, {}, "t.cklb");
    CHECK(read.error == "");
    CHECK(read.warnings == "");
    CHECK(read.description == "STIG Viewer 3 checklist (CKLB)");
    REQUIRE(read.rows.size() == 2);
    CHECK(read.lines == std::vector<std::uint64_t>{4, 7});
    CHECK(read.rows[0] == CheckRow{{"asset", "db01"},
                                   {"benchmark", "Oracle_STIG"},
                                   {"profile", "(default)"},
                                   {"rule", "SV-200r1_rule"},
                                   {"instance", "ORCL"},
                                   {"result", "open"},
                                   {"severity", "high"},
                                   {"title", "Passwords are long"},
                                   {"vuln", "V-200"},
                                   {"rule_version", "O-01"},
                                   {"cci", "CCI-000366 CCI-000367"},
                                   {"identifiers", "V-1 SV-1"},
                                   {"checked_at", "2023-11-13T16:30:36.000Z"},
                                   {"details", "8 characters"},
                                   {"severity_override", "low"},
                                   {"override_reason", "no way in"},
                                   {"benchmark_title", "Oracle"},
                                   {"benchmark_version", "2, Release: 5"},
                                   {"fqdn", "db01.example.org"},
                                   {"address", "10.0.0.2"}});
    CHECK(read.rows[1].at("rule") == "SV-201r1_rule");
    const auto newer = read_technical_text(with_text(k_cklb, "\"1.0\"", "\"2.5\""), {}, "t.cklb");
    CHECK(newer.error == "");
    CHECK(newer.warnings == "t.cklb: warning: version '2.5' of CKLB is not known; it was read as 1.0 [unknown-version]\n");
}

TEST_CASE("what a file leaves open is given, or its rows are at fault") {
    const auto nameless = with_text(with_text(k_results_alone, "<target>web01</target>", ""), "idref=\"xccdf_org.example_rule_c\"", "");
    const auto read = read_technical_text(nameless);
    CHECK(read.error == "");
    CHECK(read.faults[0] == "names no asset (say --set asset=NAME)");
    TechnicalOptions options;
    options.asset = "web09";
    const auto given = read_technical_text(nameless, options);
    CHECK(given.rows[0].at("asset") == "web09");
    CHECK(given.faults == std::vector<std::string>{"", "", "", "names no rule (export the file anew)"});
    options.checked_at = "2026-03-01";
    CHECK(read_technical_text(k_checklist, options).rows[0].at("checked_at") == "2026-03-01");
    CHECK(read_technical_text(with_text(k_checklist, "Oracle_STIG", "")).faults[0] ==
          "belongs to no benchmark or STIG with an id (export the file anew)");
    options.max_cell_bytes = 10;
    CHECK(read_technical_text(k_checklist, options).faults[0].ends_with("is longer than 10 bytes"));
}

TEST_CASE("files that are none of these, or of another version, are named and refused") {
    CHECK(error_of_text("<a/>") == "t.xml:1:1: the file begins with 'a' of no namespace, and is no file of technical results; give XCCDF "
                                   "or ARF results, or a CKL or CKLB checklist");
    CHECK(error_of_text("<r xmlns=\"urn:x\"/>") == "t.xml:1:1: the file begins with 'r' of namespace 'urn:x', and is no file of technical "
                                                   "results; give XCCDF or ARF results, or a CKL or CKLB checklist");
    CHECK(error_of_text("\n  <TestResult/>") == "t.xml:2:3: 'TestResult' stands in no namespace, and XCCDF is "
                                                "'http://checklists.nist.gov/xccdf/1.1' or '…/1.2'; export the file anew");
    CHECK(error_of_text("<Benchmark xmlns=\"http://checklists.nist.gov/xccdf/1.3\"/>") ==
          "t.xml:1:1: Benchmark is of version 1.3 of XCCDF ('http://checklists.nist.gov/xccdf/1.3'), and Assay reads 1.1 and 1.2; write it "
          "as one of these");
    CHECK(error_of_text("<asset-report-collection xmlns=\"http://scap.nist.gov/schema/asset-reporting-format/2.0\"/>") ==
          "t.xml:1:1: 'asset-report-collection' of namespace 'http://scap.nist.gov/schema/asset-reporting-format/2.0' is not known, and "
          "Assay reads "
          "'http://scap.nist.gov/schema/asset-reporting-format/1.1'; write the file as that");
    CHECK(error_of_text("<CHECKLIST xmlns=\"urn:x\"/>") ==
          "t.xml:1:1: 'CHECKLIST' of namespace 'urn:x' is not known, and Assay reads the one of no namespace; write the file as that");
    CHECK(error_of_text(
              "<Benchmark xmlns=\"http://checklists.nist.gov/xccdf/1.2\" id=\"b\"><Profile id=\"p\"/><Rule id=\"r\"/></Benchmark>") ==
          "t.xml: the XCCDF benchmark holds no results, only benchmark 'b' with 1 rule and 1 profile; scan a system with it and import "
          "what the scanner wrote");
    CHECK(error_of_text("{}", "t.cklb") == "t.cklb: is JSON, but no STIG Viewer 3 checklist: it has no list 'stigs'; give a CKLB file");
    CHECK(error_of_text("{\"stigs\": []}", "t.cklb") == "t.cklb: the STIG Viewer 3 checklist holds no results; export the checklist anew");
    const auto foreign =
        read_technical_text(with_text(k_results_alone, "<target>", "<x xmlns=\"urn:other\"><target>no</target></x><target>"));
    CHECK(foreign.error == "");
    CHECK(foreign.rows.size() == 4);
    CHECK(foreign.rows[0].at("asset") == "web01");
    CHECK(foreign.warnings == "t.xml: warning: namespaces that Assay does not know are named, and what is theirs was passed over: "
                              "'urn:other' [unknown-namespace]\n");
}

TEST_CASE("malformed files are refused with place, fault and remedy") {
    CHECK(error_of_text("") == "t.xml: the file is empty; get it anew from the tool that wrote it");
    CHECK(error_of_text(with_text(k_results_alone, "</target>", "</tarjet>")) ==
          "t.xml:5:18: is not well-formed XML (mismatched tag); get the file anew from the tool that wrote it");
    CHECK(error_of_text(k_results_alone.substr(0, 900)) ==
          "t.xml:11:47: is not well-formed XML (no element found); get the file anew from the tool that wrote it");
    CHECK(error_of_text(with_text(k_checklist, "<STIGS>", "<STIG>")) ==
          "t.xml:5:3: 'STIG' does not belong in 'CHECKLIST' of a STIG Viewer checklist; export the checklist anew");
    CHECK(error_of_text(with_text(k_checklist, "<STIGS>", "<STIGS>text")) ==
          "t.xml:5:10: text where an element of a STIG Viewer checklist is expected, in 'STIGS'; export the checklist anew");
    CHECK(error_of_text(with_text(k_checklist, "<STIGS>", "<ASSET/><STIGS>")) ==
          "t.xml:5:3: a second 'ASSET' in one checklist; export each asset to a file of its own");
    CHECK(error_of_text("<CHECKLIST><STIGS/></CHECKLIST>") == "t.xml:1:12: 'STIGS' stands before 'ASSET'; export the checklist anew");
    CHECK(error_of_text("<CHECKLIST><ASSET/><STIGS/></CHECKLIST>") ==
          "t.xml: the STIG Viewer 2 checklist (CKL) holds no results; export the checklist anew");
    const auto first = k_results_alone.find("  <rule-result");
    const auto without_results = k_results_alone.substr(0, first) + k_results_alone.substr(k_results_alone.find("  <score"));
    CHECK(error_of_text(without_results) == "t.xml: the XCCDF results holds no results; scan a system with it and import what the scanner wrote");
    CHECK(error_of_text("<CHECKLIST><ASSET/><STIGS><iSTIG><STIG_INFO/></iSTIG></STIGS></CHECKLIST>") ==
          "t.xml: the STIG Viewer 2 checklist (CKL) holds no results; export the checklist anew");
    CHECK(error_of_text(with_text(k_results_alone, "<rule-result idref=\"xccdf_org.example_rule_b\">", "<rule-result xmlns=\"\" idref=\"b\">")) ==
          "t.xml:16:3: a 'rule-result' of namespace '' in a test of XCCDF would not be read; get the file anew from the tool that wrote it");
    CHECK(error_of_text(with_text(k_results_alone, "  <score", "  <rule-results/><score")) ==
          "t.xml:19:3: 'rule-results' is no element of a test of XCCDF; get the file anew from the tool that wrote it");
    for (const auto* known : {"title", "remark", "organization", "identity", "set-value", "set-complex-value", "target-id-ref", "platform", "metadata", "tailoring-file"}) {
        CHECK(error_of_text(with_text(k_results_alone, "  <score", std::string("  <") + known + "/><score")) == "");
    }
    for (const auto& [what, by, fault] : {std::tuple{"\"stigs\": [{", "\"stigs\": [5, {", "2:14: an entry of 'stigs' is no object"},
                                          {"\"stigs\": [{", "\"stigs\": [[], {", "2:13: an entry of 'stigs' is no object"},
                                          {"\"rules\": [", "\"rules\": [7, ", "3:15: an entry of 'rules' is no object"},
                                          {"\"rules\": [", "\"rules\": [null, ", "3:17: an entry of 'rules' is no object"},
                                          {"\"rules\": [", "\"rules\": 3, \"other\": [", "3:14: 'rules' is no list"}}) {
        CAPTURE(by);
        CHECK(error_of_text(with_text(k_cklb, what, by), "t.cklb") == "t.cklb:" + std::string(fault) + "; export the checklist anew");
    }
    CHECK(error_of_text(with_text(k_results_alone, "weight=\"2\"", "weight=\"-2\"")) ==
          "t.xml:8:3: weight '-2' is no decimal number from 0 to 1,000,000,000; get the file anew from the tool that wrote it");
    CHECK(error_of_text(with_text(k_benchmark_with_results, "SV-101r1_rule", "SV-100r1_rule")) ==
          "t.xml:16:96: a rule with this id stands in the benchmark already; get the file anew from the tool that wrote it");
    CHECK(error_of_text(with_text(k_cklb, "\"mode\": 2,", "\"mode\": 2"), "t.cklb") ==
          "t.cklb:2:9: is not well-formed JSON (syntax error while parsing object - unexpected string literal; expected '}'); export the "
          "checklist anew");
    CHECK(error_of_text("{\"a\": [1", "t.cklb").starts_with("t.cklb:1:9: is not well-formed JSON ("));
}

TEST_CASE("entities, deep nesting, endless tags, texts and wrong encodings are refused at their place") {
    CHECK(error_of_text("<!DOCTYPE a [<!ENTITY b \"" + repeated("c", 100) + "\">]><a>&b;</a>") ==
          "t.xml:1:13: a document type is declared, which could name other files or swell without end; remove it");
    CHECK(error_of_text(k_open_result + "&#0;</TestResult>") ==
          "t.xml:1:65: is not well-formed XML (reference to invalid character number); get the file anew from the tool that wrote it");
    CHECK(error_of_text(k_open_result + "&x;</TestResult>") ==
          "t.xml:1:65: is not well-formed XML (undefined entity); get the file anew from the tool that wrote it");
    CHECK(error_of_text(k_open_result + "<metadata>" + repeated("<x>", 100'000)) ==
          fmt::format("t.xml:1:{}: elements nest deeper than 512; no tool writes such a file", 75 + 510 * 3));
    CHECK(error_of_text(k_open_result + "<target a=\"" + repeated("0123456789", 1'000'000)) ==
          "t.xml:1:65: a tag or comment of more than 4 MB; no tool writes such a file");
    CHECK(error_of_text(k_open_result + "<!--" + repeated("0123456789", 1'000'000)) ==
          "t.xml:1:65: a tag or comment of more than 4 MB; no tool writes such a file");
    CHECK(error_of_text("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a/>") ==
          "t.xml:1:31: the encoding that the file declares is not its own or not known (unknown encoding); save it as UTF-8");
    CHECK(error_of_text("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>") ==
          "t.xml:1:31: the encoding that the file declares is not its own or not known (encoding specified in XML declaration is "
          "incorrect); save it as UTF-8");
    CHECK(error_of_text(k_open_result + "<target>\xE4</target></TestResult>") ==
          "t.xml:1:73: is not well-formed XML (not well-formed (invalid token)); get the file anew from the tool that wrote it");
    CHECK(error_of_text(repeated("{\"a\":", 100'000), "t.cklb") ==
          "t.cklb:1:322: values nest deeper than 64; no tool writes such a checklist");
    CHECK(error_of_text("[]", "t.cklb") ==
          "t.cklb:1:1: is not well-formed XML (syntax error); get the file anew from the tool that wrote it");
    CHECK(error_of_text("{\"a\": \"" + repeated("0123456789", 1'000'000) + "\"}", "t.cklb")
              .ends_with(": a text of more than 8 MB; no tool writes such a checklist"));
    CHECK(error_of_text("{\"a\": \"\xE4\"}", "t.cklb").starts_with("t.cklb:1:"));
}

TEST_CASE("a text longer than a cell puts its row at fault, and too many results in one test end the reading") {
    auto long_message = with_text(k_results_alone, "port 23 is open", repeated("0123456789", 300'000));
    const auto read = read_technical_text(long_message);
    CHECK(read.error == "");
    CHECK(read.faults[0] == "'details' is longer than 1,048,576 bytes");
    CHECK(read.rows.size() == 4);
    TechnicalOptions options;
    options.max_kept_bytes = 1U << 20U;
    const auto many =
        with_text(k_results_alone, "<score", repeated("<rule-result idref=\"r\"><result>pass</result></rule-result>", 5'000) + "<score");
    CHECK(error_of_text(many, "t.xml", options).ends_with(": one test holds more than 1 MB of results; split the file"));
    const auto rules =
        with_text(k_benchmark_with_results, "<c:Group ",
                  repeated("<c:Group id=\"g\">", 1) + repeated("<c:Group id=\"x\"></c:Group>", 100'000) + "</c:Group><c:Group ");
    CHECK(error_of_text(rules, "t.xml", options).ends_with(": the benchmarks hold more than 1 MB of rules; split the file"));
    const auto stig = with_text(k_checklist, "</iSTIG>", repeated("<VULN><STATUS>Open</STATUS></VULN>", 5'000) + "</iSTIG>");
    CHECK(error_of_text(stig, "t.ckl", options).ends_with(": one STIG holds more than 1 MB of results; split the file"));
    const auto cklb = with_text(k_cklb, "\"rules\": [", "\"rules\": [" + repeated("{\"rule_id\": \"r\"},", 5'000));
    CHECK(error_of_text(cklb, "t.cklb", options).ends_with(": the checklist holds more than 1 MB of results; split the file"));
}

TEST_CASE("what is a file of results, and what is a table") {
    const TempFolder folder;
    CHECK(is_technical_file(folder.write("a", "\xEF\xBB\xBF  <a/>")));
    CHECK(is_technical_file(folder.write("b", "\n{}")));
    CHECK_FALSE(is_technical_file(folder.write("c", "asset,rule\n")));
    CHECK_FALSE(is_technical_file(folder.write("d", "")));
    CHECK_FALSE(is_technical_file(folder.path()));
}

TEST_CASE("the samples of these tests are valid by the published schemas") {
    const auto schemas = find_shared_data("xccdf/schema");
    const auto checklist = find_shared_data("checklists/U_Checklist_Schema_V2.xsd");
    if (!schemas || !checklist) {
        MESSAGE("SKIPPED: no shared data folder with xccdf/schema and checklists");
        return;
    }
    const TempFolder folder;
    fs::copy(*schemas, folder.path() / "s", fs::copy_options::recursive);
    // The one schema that is not among them; of the XML namespace only these attributes are used.
    folder.write("s/common/xml.xsd",
                 "<xs:schema targetNamespace=\"http://www.w3.org/XML/1998/namespace\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">"
                 "<xs:attribute name=\"lang\" type=\"xs:string\"/><xs:attribute name=\"base\" type=\"xs:anyURI\"/></xs:schema>");
    const auto validates = [&](const fs::path& schema, const fs::path& file) {
        return std::system(fmt::format("xmllint --nonet --noout --schema '{}' '{}' 2>/dev/null", schema.string(), file.string()).c_str()) ==
               0;
    };
    CHECK(validates(folder.path() / "s/xccdf/1.2/xccdf_1.2.xsd", folder.write("r.xml", k_results_alone)));
    CHECK_FALSE(validates(folder.path() / "s/xccdf/1.2/xccdf_1.2.xsd",
                          folder.write("w.xml", with_text(k_results_alone, "<target>web01</target>", ""))));
    CHECK(validates(*checklist, folder.write("c.ckl", k_checklist)));
}

TEST_CASE("files that tools wrote are read, each row accounted for") {
    const auto results = find_shared_data("xccdf");
    const auto checklists = find_shared_data("checklists/ckl");
    if (!results || !checklists) {
        MESSAGE("SKIPPED: no shared data folder with xccdf and checklists/ckl");
        return;
    }
    const auto counts = [](const TechnicalRead& read) {
        std::map<std::string, int> by;
        for (const auto& row : read.rows) {
            ++by[row.count("result") == 0 ? "" : row.at("result")];
        }
        return by;
    };
    const auto rhel7 = read_technical(*results / "xccdf-results-openscap-rhel7.xml");
    CHECK(counts(rhel7) == std::map<std::string, int>{{"fail", 137}, {"pass", 43}});
    CHECK(rhel7.nodes == std::vector<std::size_t>{361});
    const auto rhel8 = read_technical(*results / "xccdf-results-openscap-rhel8.xml");
    CHECK(counts(rhel8) == std::map<std::string, int>{{"error", 21}, {"fail", 166}, {"pass", 61}});
    CHECK(rhel8.warnings == "");
    CHECK(read_technical(*results / "disa-stig-firefox-v5r1-xccdf-manual.xml").error ==
          "disa-stig-firefox-v5r1-xccdf-manual.xml: the XCCDF benchmark holds no results, only benchmark 'Mozilla_Firefox_STIG' with 27 "
          "rules and 9 profiles; scan a system with it and "
          "import what the scanner wrote");
    const std::map<std::string, std::string> refused{
        {"No-Asset-xml-element.ckl",
         "5:3: 'NOTANASSET' does not belong in 'CHECKLIST' of a STIG Viewer checklist; export the checklist anew"},
        {"all-possible-results.ckl", "255:13: is not well-formed XML (mismatched tag); get the file anew from the tool that wrote it"},
        {"no-Stigs-xml-element.ckl",
         "20:3: 'NOTSTIGS' does not belong in 'CHECKLIST' of a STIG Viewer checklist; export the checklist anew"},
        {"no-checklist-xml-element.ckl", "4:1: the file begins with 'NOTYACHECKLIST' of no namespace, and is no file of technical results; "
                                         "give XCCDF or ARF results, or a CKL or CKLB checklist"},
    };
    std::size_t read_files = 0;
    std::size_t rows = 0;
    std::size_t at_fault = 0;
    for (const auto& entry : fs::directory_iterator(*checklists)) {
        const auto name = entry.path().filename().string();
        CAPTURE(name);
        const auto read = read_technical(entry.path());
        const auto expected = refused.find(name);
        CHECK(read.error == (expected == refused.end() ? "" : name + ":" + expected->second));
        read_files += read.error.empty() ? 1 : 0;
        rows += read.rows.size();
        for (const auto& fault : read.faults) {
            at_fault += fault.empty() ? 0 : 1;
        }
    }
    CHECK(read_files == 39);
    CHECK(rows == 248);
    CHECK(at_fault == 4);
}
