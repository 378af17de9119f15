// OSCAL documents in: what NIST's own sets of valid and invalid documents say, and hostile files.
#include "assay/base/file.hpp"
#include "assay/formats/oscal.hpp"
#include "support/shared_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <vector>

namespace {

namespace fs = std::filesystem;
using assay::Diagnostics;
using assay::read_oscal;

std::string faults_of(std::string_view bytes) {
    Diagnostics faults;
    const auto document = read_oscal(bytes, "d.xml", faults);
    CHECK(document.has_value() == !faults.has_errors());
    return faults.to_text();
}

std::vector<fs::path> xml_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".xml") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

/// A small catalog with `body` behind its metadata.
std::string catalog(std::string_view body, std::string_view version = "1.1.2", std::string_view opening = "xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\"") {
    return "<catalog " + std::string(opening) +
           " uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\">\n"
           "<metadata><title>T</title><last-modified>2026-01-31T12:00:00Z</last-modified><version>1</version><oscal-version>" +
           std::string(version) + "</oscal-version></metadata>\n" + std::string(body) + "</catalog>\n";
}

} // namespace

TEST_CASE("a copy of a tree outlives its document, and a value that a comment parts is one") {
    Diagnostics faults;
    const auto read = [&] {
        const auto document = read_oscal(catalog("<param id=\"p\"><label>a label that is longer than a short string</label><value> one <!-- or -->two </value></param>"), "d.xml", faults);
        REQUIRE(document.has_value());
        return assay::OscalNode(document->root());
    };
    const auto root = read();
    const auto* const param = root.find("param");
    REQUIRE(param != nullptr);
    CHECK(param->attribute("id") == "p");
    CHECK(param->text_of("label") == "a label that is longer than a short string");
    CHECK(param->find("value")->text == "one two");
    CHECK(faults.to_text().empty());
}

TEST_CASE("every valid document of the accept-and-reject set is read, every invalid one is refused for its own reason") {
    const auto folder = find_shared_data("oscal/invalid/oscal-cli/cli");
    if (!folder) {
        MESSAGE("SKIPPED: no oscal/invalid/oscal-cli/cli in the shared data; 14 documents are not read");
        return;
    }
    const std::map<std::string, std::string> refused{
        {"ap", ":3:1: error: 'assessment-plan' lacks the element 'reviewed-controls' [missing-element]\n"},
        {"ar", ":3:1: error: 'assessment-results' lacks the element 'result' [missing-element]\n"},
        {"catalog", ":19:5: error: 'group' lacks the element 'title' [missing-element]\n"},
        {"component-definition", ":19:5: error: 'component' lacks the attribute 'type' [missing-attribute]\n"
                                 "d.xml:19:5: error: 'component' lacks the attribute 'uuid' [missing-attribute]\n"
                                 "d.xml:19:5: error: 'component' lacks the element 'description' [missing-element]\n"
                                 "d.xml:19:5: error: 'component' lacks the element 'title' [missing-element]\n"},
        {"poam", ":3:1: error: 'plan-of-action-and-milestones' lacks the element 'poam-item' [missing-element]\n"},
        {"profile", ":3:1: error: 'profile' lacks the element 'import' [missing-element]\n"},
        {"ssp", ":3:1: error: 'system-security-plan' lacks the element 'control-implementation' [missing-element]\n"
                "d.xml:3:1: error: 'system-security-plan' lacks the element 'system-characteristics' [missing-element]\n"
                "d.xml:3:1: error: 'system-security-plan' lacks the element 'system-implementation' [missing-element]\n"},
    };
    std::size_t valid = 0;
    for (const auto& [model, text] : refused) {
        CAPTURE(model);
        CHECK(faults_of(assay::read_file(*folder / ("example_" + model + "_invalid.xml"))) == "d.xml" + text);
        valid += faults_of(assay::read_file(*folder / ("example_" + model + "_valid.xml"))).empty() ? 1U : 0U;
    }
    CHECK(valid == refused.size());
}

TEST_CASE("NIST's own documents of all models are read, and come in the same again after they went out as XML") {
    const auto examples = find_shared_data("oscal/nist");
    const auto profiles = find_shared_data("oscal/profile-resolution/profile-resolution-examples");
    if (!examples || !profiles) {
        MESSAGE("SKIPPED: no oscal/nist or oscal/profile-resolution in the shared data; 55 documents are not read");
        return;
    }
    auto files = xml_below(*examples);
    std::ranges::copy(xml_below(*profiles), std::back_inserter(files));
    CHECK(files.size() >= 55);
    for (const auto& file : files) {
        CAPTURE(file.string());
        Diagnostics faults;
        const auto document = read_oscal(assay::read_file(file), "d.xml", faults);
        CHECK(faults.to_text().empty());
        REQUIRE(document);
        const auto text = assay::write_oscal_xml(document->root());
        const auto again = read_oscal(text, "d.xml", faults);
        CHECK(faults.to_text().empty());
        REQUIRE(again);
        CHECK(assay::write_oscal_xml(again->root()) == text);
    }
}

TEST_CASE("versions 1.0 to 1.2 are read, with a stray letter too; others are named") {
    for (const auto* version : {"1.0.0", "1.0.6", "1.1.3", "v1.1.3", "1.0.0-rc2", "1.2.0"}) {
        CAPTURE(version);
        CHECK(faults_of(catalog("", version)).empty());
    }
    CHECK(faults_of(catalog("", "2.0.0")) == "d.xml:2:98: error: OSCAL '2.0.0' is not known (1.0.x, 1.1.x and 1.2.x are read) [unknown-version]\n");
    CHECK(faults_of(catalog("", "1.1")) == "d.xml:2:98: error: OSCAL '1.1' is not known (1.0.x, 1.1.x and 1.2.x are read) [unknown-version]\n");
    CHECK(faults_of(catalog("", "latest")) == "d.xml:2:98: error: OSCAL 'latest' is not known (1.0.x, 1.1.x and 1.2.x are read) [unknown-version]\n");
}

TEST_CASE("the namespace decides, not the prefix; unknown ones are named") {
    CHECK(faults_of("<catalog/>") == "d.xml:1:1: error: 'catalog' is in no namespace (write xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\") [unknown-namespace]\n");
    CHECK(faults_of("<catalog xmlns=\"urn:other\"/>") ==
          "d.xml:1:17: error: the namespace 'urn:other' is not known (OSCAL 1.0 and later is http://csrc.nist.gov/ns/oscal/1.0) [unknown-namespace]\n");
    CHECK(faults_of("<o:profile xmlns:o=\"http://csrc.nist.gov/ns/oscal/1.0\"/>") ==
          "d.xml:1:1: error: 'profile' lacks the attribute 'uuid' [missing-attribute]\n"
          "d.xml:1:1: error: 'profile' lacks the element 'import' [missing-element]\n"
          "d.xml:1:1: error: 'profile' lacks the element 'metadata' [missing-element]\n");
    CHECK(faults_of("<rules xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\"/>") ==
          "d.xml:1:1: error: 'rules' is no OSCAL document (known are assessment-plan, assessment-results, catalog, component-definition, "
          "plan-of-action-and-milestones, profile or system-security-plan) [unknown-element]\n");
    CHECK(faults_of(catalog("<x:control xmlns:x=\"urn:x\"/>")) == "d.xml:3:1: error: 'x:control' is an element of another namespace (remove it) [unknown-namespace]\n");
    CHECK(faults_of(catalog("<control xmlns=\"urn:x\" id=\"a\"><title>A</title></control>")) ==
          "d.xml:3:17: error: the namespace 'urn:x' is not known ('control' stands inside a document of OSCAL) [unknown-namespace]\n");
}

TEST_CASE("each fault is reported with its place and remedy") {
    CHECK(faults_of(catalog("<contrl id=\"a\"/>")) == "d.xml:3:1: error: 'catalog' has no element 'contrl' (did you mean 'control'?) [unknown-element]\n");
    CHECK(faults_of(catalog("<control id=\"a\"><prop name=\"p\" value=\"v\"/><title>A</title></control>")) ==
          "d.xml:3:1: error: 'control' lacks the element 'title' [missing-element]\n"
          "d.xml:3:43: error: 'title' stands too late in 'control' (it comes before 'prop') [wrong-order]\n");
    CHECK(faults_of(catalog("<control id=\"a\"><title>A</title><title>B</title></control>")) ==
          "d.xml:3:33: error: 'control' holds more than one 'title' (keep one) [repeated-element]\n");
    CHECK(faults_of(catalog("<control id=\"1a\"><title>A</title></control>")) ==
          "d.xml:3:14: error: '1a' is no value of the attribute 'id' of 'control' (write letters, figures, '.', '-' and '_', a letter or '_' first) [wrong-value]\n");
    CHECK(faults_of(catalog("<control id=\"a\" clas=\"x\"><title>A</title>words</control>")) ==
          "d.xml:3:17: error: 'control' has no attribute 'clas' (did you mean 'class'?) [unknown-attribute]\n"
          "d.xml:3:42: error: there is text in 'control' (text belongs into its elements) [unexpected-text]\n");
    CHECK(faults_of(catalog("<control id=\"a\"><title>A</title><part name=\"statement\"><p>x <script>y</script></p></part></control>")) ==
          "d.xml:3:61: error: 'script' is no element of text in 'p' [unknown-element]\n");
    CHECK(faults_of(catalog("<control id=\"a\"><title>A</title><param id=\"p\"><usage>words</usage></param></control>")) ==
          "d.xml:3:54: error: there is text in 'usage' (put it into <p>) [unexpected-text]\n");
    CHECK(faults_of(catalog("<control id=\"a\"><title><insert type=\"param\"/></title></control>")) ==
          "d.xml:3:24: error: 'insert' lacks the attribute 'type' or 'id-ref' [missing-attribute]\n");
}

TEST_CASE("a parameter has values or a choice, not both, whichever comes first") {
    const auto param = [](std::string_view inside) { return faults_of(catalog("<param id=\"p\">" + std::string(inside) + "</param>")); };
    CHECK(param("<value>1</value><value>2</value>").empty());
    CHECK(param("<select><choice>1</choice></select>").empty());
    CHECK(param("<value>1</value><select><choice>1</choice></select>") == "d.xml:3:31: error: 'param' holds 'select' beside 'value' (keep the values or the choice) [two-kinds]\n");
    CHECK(param("<select><choice>1</choice></select><value>1</value>") == "d.xml:3:50: error: 'param' holds 'value' beside 'select' (keep the values or the choice) [two-kinds]\n");
}

TEST_CASE("days and hours that there are not are refused, and zones that nobody keeps") {
    const auto published = [](std::string_view text) {
        return faults_of("<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\">\n<metadata><title>T</title><last-modified>" + std::string(text) +
                         "</last-modified><version>1</version><oscal-version>1.1.2</oscal-version></metadata></catalog>");
    };
    for (const auto* good : {"2026-01-31T12:00:00Z", "2024-02-29T23:59:59.999+05:45", "1900-12-31T00:00:00-09:30", "2026-01-31T00:00:00+14:00", "2999-01-01T00:00:00-12:00"}) {
        CAPTURE(good);
        CHECK(published(good).empty());
    }
    for (const std::string bad : {"2026-99-99T12:00:00Z", "2026-02-29T12:00:00Z", "2026-04-31T12:00:00Z", "2026-01-00T12:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z",
                                  "2026-01-31T12:00:60Z", "2026-01-31T12:00:00+15:00", "2026-01-31T12:00:00-13:00", "2026-01-31T12:00:00+05:10", "1899-12-31T12:00:00Z",
                                  "3000-01-01T12:00:00Z", "2026-01-31T12:00:00"}) {
        CHECK(published(bad) == "d.xml:2:27: error: '" + bad + "' is no value of 'last-modified' (write a date and time with its zone, 2026-01-31T12:00:00Z for example) [wrong-value]\n");
    }
}

TEST_CASE("an attribute of nothing but blanks says nothing, and blanks around a text are none of it") {
    const auto prop = [](std::string_view value) { return faults_of(catalog("<control id=\"a\"><title>A</title><prop name=\"p\" value=\"" + std::string(value) + "\"/></control>")); };
    CHECK(prop("two words").empty());
    CHECK(prop("  ") == "d.xml:3:55: error: '  ' is no value of the attribute 'value' of 'prop' (write some text) [wrong-value]\n");
    CHECK(prop(" x") == "d.xml:3:55: error: ' x' is no value of the attribute 'value' of 'prop' (write it without blanks before and behind) [wrong-value]\n");
}

TEST_CASE("white space between insertions is text; between elements it is not") {
    Diagnostics faults;
    const auto document = read_oscal(catalog("<control id=\"a\">\n  <title>A</title>\n  <part name=\"statement\"><p><insert type=\"param\" id-ref=\"x\"/> <insert type=\"param\" id-ref=\"y\"/></p></part>\n</control>"), "d.xml", faults);
    REQUIRE(document);
    const auto* const control = document->root().find("control");
    REQUIRE(control != nullptr);
    CHECK(control->children.size() == 2);
    CHECK(assay::plain_text(*control->find("part")) == "x y");
}

TEST_CASE("a document that two threads read is read as its controls one by one are, and its faults are told by place") {
    // Some in a group and some beside it, of very different length, so that shares begin and end anywhere.
    const auto control = [](int number, bool good) {
        std::string text = "<control id=\"c" + std::to_string(number) + "\"><title>Control " + std::to_string(number) + "</title>\n<part name=\"statement\" id=\"s" + std::to_string(number) +
                           "\"><p>Words<!-- and --> more words <em>ä</em></p>";
        for (int line = 0; line < number % 40; ++line) {
            text += "<p>Line " + std::to_string(line) + " of what is to be done, <insert type=\"param\" id-ref=\"p\"/></p>\n";
        }
        return text + (good ? "</part></control>\n" : "</part><fault/></control>\n");
    };
    constexpr int k_controls = 700;
    const auto whole = [&](int every) {
        std::string text;
        for (int number = 0; number < k_controls; ++number) {
            text += number == 100 ? "<group id=\"g\"><title>G</title>\n" : number == 400 ? "</group>\n<group id=\"h\"><title>H</title>\n" : "";
            text += control(number, every == 0 || number % every != 0);
        }
        return catalog(text + "</group>\n");
    };
    const auto large = whole(0);
    REQUIRE(large.size() > 512U << 10);
    Diagnostics faults;
    const auto document = read_oscal(large, "d.xml", faults);
    CHECK(faults.to_text().empty());
    REQUIRE(document);
    int met = 0;
    const auto compare = [&](const assay::OscalNode& section) {
        for (const auto& child : section.children) {
            if (child.name == "control") {
                const auto alone = read_oscal(catalog(control(met, true)), "d.xml", faults);
                REQUIRE(alone);
                CHECK(child == *alone->root().find("control"));
                ++met;
            }
        }
    };
    compare(document->root());
    for (const auto& child : document->root().children) {
        if (child.name == "group") {
            compare(child);
        }
    }
    CHECK(met == k_controls);
    const auto places = faults_of(whole(7));
    CHECK(std::ranges::count(places, '\n') == k_controls / 7);
    std::size_t last = 0;
    for (std::size_t at = 0; at < places.size(); at = places.find('\n', at) + 1) {
        const auto line = std::stoul(places.substr(at + std::string_view("d.xml:").size()));
        CHECK(line > last);
        CHECK(places.substr(at).find("'control' has no element 'fault'") < places.substr(at).find('\n'));
        last = line;
    }
    // Well-formed to the last line, where it breaks: nothing else is told.
    const auto cut = faults_of(std::string_view(large).substr(0, large.size() - std::string_view("</catalog>\n").size()));
    CHECK(std::ranges::count(cut, '\n') == 1);
    CHECK(cut.find("the file ends inside 'catalog'") != std::string::npos);
}

TEST_CASE("hostile files are refused: entities, 100,000 levels, wrong encodings, 65 MB") {
    CHECK(faults_of("<!DOCTYPE catalog [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><catalog>&a;</catalog>") ==
          "d.xml:1:1: error: document type and entity declarations are not allowed (remove it) [forbidden-doctype]\n");
    std::string deep = "<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\">";
    for (int level = 0; level < 100'000; ++level) {
        deep += "<group>";
    }
    CHECK(faults_of(deep) == "d.xml:1:493: error: elements are nested more than 64 deep [too-deep]\n");
    CHECK(faults_of(std::string("\xFF\xFE<\0c\0", 6)).find("[not-utf8]") != std::string::npos);
    CHECK(faults_of("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><catalog/>") ==
          "d.xml:1:31: error: the file declares the encoding 'ISO-8859-1' (save it as UTF-8) [not-utf8]\n");
    CHECK(faults_of(std::string(65ULL << 20, ' ')).find("[too-large]") != std::string::npos);
    std::string many = catalog("");
    many.resize(many.size() - std::string_view("</catalog>\n").size());
    for (int count = 0; count < 5'000; ++count) {
        many += "<nonsense/>";
    }
    const auto faults = faults_of(many + "</catalog>");
    CHECK(std::ranges::count(faults, '\n') == 1'001);
    CHECK(faults.ends_with("[unknown-element]\nand 4,000 more\n"));
}
