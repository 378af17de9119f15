// Catalogs marked as ours that somebody else wrote or changed: nothing in them is lost without a word.
#include "assay/formats/oscal.hpp"
#include "assay/rules/oscal.hpp"

#include <doctest/doctest.h>

namespace {

using namespace assay;

constexpr std::string_view k_remedy = " (without the property 'catalog' of urn:assay:oscal in its metadata it is read as any catalog of OSCAL) [not-ours]\n";

std::string own(std::string_view name, std::string_view value) {
    return "<prop name=\"" + std::string(name) + "\" ns=\"urn:assay:oscal\" value=\"" + std::string(value) + "\"/>";
}

/// A catalog of ours with `body` on line 2.
std::string ours(std::string_view body, std::string_view scale = "iso17021") {
    return "<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\"><metadata><title>Ours</title>"
           "<last-modified>2026-01-31T12:00:00Z</last-modified><version>3</version><oscal-version>1.1.2</oscal-version>" +
           own("catalog", "ours") + own("scale", scale) + own("headline", "shall") + "<remarks><p>Our own words.</p></remarks></metadata>\n" + std::string(body) + "</catalog>";
}

/// A good control of ours but for what `inside` and `props` say.
std::string control(std::string_view inside = {}, std::string_view props = {}, std::string_view obligation = "shall") {
    const auto first = props.empty() ? own("per", "system") + own("confidence", "V") : std::string(props);
    return "<control id=\"a\" class=\"" + std::string(obligation) + "\"><title>A</title>" + first + "\n<part name=\"statement\"><p>Do it.</p></part>\n" + std::string(inside) + "</control>";
}

std::string faults_of(const std::string& xml) {
    Diagnostics faults;
    const auto document = read_oscal(xml, "c.xml", faults);
    REQUIRE(faults.to_text().empty());
    OscalImportCounts counts;
    const auto catalog = catalog_from_oscal(*document, "", counts, faults);
    CHECK(catalog.has_value() == !faults.has_errors());
    return faults.to_text();
}

} // namespace

TEST_CASE("what is ours throughout is read without a remark") {
    CHECK(faults_of(ours(control("<part name=\"note\"><p>N</p></part>"))).empty());
}

TEST_CASE("a word that no catalog of ours writes is an error, not the first of its kind") {
    CHECK(faults_of(ours(control(), "iso17022")) == "c.xml:1:288: error: 'iso17022' is no word for 'scale' (did you mean 'iso17021'?) [unknown-word]\n");
    CHECK(faults_of(ours(control({}, own("per", "sytem") + own("confidence", "V")))) == "c.xml:2:47: error: 'sytem' is no word for 'per' (did you mean 'system'?) [unknown-word]\n");
    CHECK(faults_of(ours(control({}, own("confidence", "V")))) ==
          "c.xml:2:1: error: 'per' is not said (write organization or process or service or supplier or system) [unknown-word]\n");
    CHECK(faults_of(ours(control({}, own("per", "system") + own("confidence", "high")))) == "c.xml:2:101: error: 'high' is no word for 'confidence' (write V or C or B) [unknown-word]\n");
    CHECK(faults_of(ours(control({}, own("per", "system") + own("confidence", "V") + own("excludable", "perhaps")))) ==
          "c.xml:2:157: error: 'perhaps' is no word for 'excludable' (write yes) [unknown-word]\n");
    CHECK(faults_of(ours(control({}, {}, "must"))) == "c.xml:2:1: error: 'must' is no word for 'class' (write shall or should or task or outcome or rule) [unknown-word]\n");
    CHECK(faults_of(ours(control("<part name=\"evidence\">" + own("type", "record") + own("demand", "wanted") + "<p>X</p></part>"))) ==
          "c.xml:4:78: error: 'wanted' is no word for 'demand' (write standard or expected) [unknown-word]\n");
}

TEST_CASE("what a control of ours has no place for is an error: a control inside, a parameter, a link") {
    CHECK(faults_of(ours(control("<control id=\"b\"><title>B</title></control>"))) == "c.xml:4:1: error: a control of a catalog of ours holds no 'control'" + std::string(k_remedy));
    CHECK(faults_of(ours("<control id=\"a\" class=\"shall\"><title>A</title><param id=\"p\"><label>days</label></param>" + own("per", "system") + own("confidence", "V") + "</control>")) ==
          "c.xml:2:47: error: a control of a catalog of ours holds no 'param'" + std::string(k_remedy));
    CHECK(faults_of(ours("<control id=\"a\" class=\"shall\"><title>A</title>" + own("per", "system") + own("confidence", "V") + "<link href=\"#b\"/></control>")) ==
          "c.xml:2:157: error: a control of a catalog of ours holds no 'link'" + std::string(k_remedy));
    CHECK(faults_of(ours("<param id=\"p\"><label>days</label></param>" + control())) == "c.xml:2:1: error: the outermost element of a catalog of ours holds no 'param'" + std::string(k_remedy));
}

TEST_CASE("text that would be lost is an error: a second paragraph, a list, a part inside, an insertion, a second statement") {
    const auto part = [](std::string_view body) { return faults_of(ours(control("<part name=\"note\">" + std::string(body) + "</part>"))); };
    CHECK(part("<p>One</p><p>Two</p>") == "c.xml:4:1: error: 'note' of a catalog of ours holds one 'p', not more" + std::string(k_remedy));
    CHECK(part("<p>One</p><ul><li>Two</li></ul>") == "c.xml:4:1: error: 'note' of a catalog of ours holds no 'ul'" + std::string(k_remedy));
    CHECK(part("<p>One</p><part name=\"item\"><p>Two</p></part>") == "c.xml:4:29: error: 'note' of a catalog of ours holds no 'part'" + std::string(k_remedy));
    CHECK(part("<p>For <insert type=\"param\" id-ref=\"p\"/></p>") == "c.xml:4:1: error: 'note' of a catalog of ours inserts no parameter" + std::string(k_remedy));
    CHECK(faults_of(ours(control("<part name=\"statement\"><p>Again.</p></part>"))) == "c.xml:4:1: error: a control of a catalog of ours has one statement, not more" + std::string(k_remedy));
}

TEST_CASE("a part that is no particular of ours is an error: guidance does not become a responsibility") {
    CHECK(faults_of(ours(control("<part name=\"guidance\"><p>Think.</p></part>"))) == "c.xml:4:1: error: a control of a catalog of ours has no part 'guidance'" + std::string(k_remedy));
    CHECK(faults_of(ours("<group id=\"p_x\" class=\"process\"><title>X</title>" + own("id", "x") + "\n<part name=\"overview\"><p>O</p></part></group>")) ==
          "c.xml:3:1: error: a process of a catalog of ours has no part 'overview'" + std::string(k_remedy));
    CHECK(faults_of(ours("<group id=\"g_x\"><title>X</title>" + own("id", "x") + "\n<part name=\"overview\"><p>O</p></part></group>")) ==
          "c.xml:3:1: error: a group of a catalog of ours holds no 'part'" + std::string(k_remedy));
}

TEST_CASE("properties that a catalog of ours does not write are errors: a status, one of our namespace, a second one, one of others") {
    const auto with = [](const std::string& prop) { return faults_of(ours(control({}, own("per", "system") + own("confidence", "V") + prop))); };
    CHECK(with("<prop name=\"status\" value=\"withdrawn\"/>") == "c.xml:2:157: error: a control of a catalog of ours has no property 'status'" + std::string(k_remedy));
    CHECK(with(own("owner", "Pat")) == "c.xml:2:157: error: a control of a catalog of ours has no property 'owner' of urn:assay:oscal" + std::string(k_remedy));
    CHECK(with(own("per", "service")) == "c.xml:2:157: error: a control of a catalog of ours has one property 'per', not more" + std::string(k_remedy));
    CHECK(with("<prop name=\"per\" ns=\"urn:other\" value=\"system\"/>") == "c.xml:2:157: error: a control of a catalog of ours has no property 'per' of urn:other" + std::string(k_remedy));
    CHECK(with("<prop name=\"label\" value=\"A-1\"><remarks><p>Why.</p></remarks></prop>") == "c.xml:2:157: error: a property of a catalog of ours holds no 'remarks'" + std::string(k_remedy));
}

TEST_CASE("ids used twice and ids that are missing are told at their place in the file given") {
    CHECK(faults_of(ours(control() + "\n" + control())) == "c.xml:5:1: error: control 'a' is defined twice (the first is on line 2) [duplicate-id]\n");
    const auto group = "<group id=\"g_x\"><title>X</title>" + own("id", "x") + "</group>\n";
    CHECK(faults_of(ours(group + group)) == "c.xml:3:1: error: group or process 'x' is defined twice (the first is on line 2) [duplicate-id]\n");
    CHECK(faults_of(ours("<group id=\"g_x\"><title>X</title></group>")) == "c.xml:2:1: error: a group or process of a catalog of ours lacks the property 'id'" + std::string(" (without the property 'catalog' of urn:assay:oscal in its metadata it is read as any catalog of OSCAL) [missing-id]\n"));
}
