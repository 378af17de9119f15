// Catalogs of OSCAL as ours, and ours as OSCAL's and back.
#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"
#include "assay/formats/oscal.hpp"
#include "assay/formats/write_catalog.hpp"
#include "assay/model/catalog_tree.hpp"
#include "assay/rules/oscal.hpp"
#include "support/shared_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace assay;

/// Everything that a catalog says, but for places and digest.
std::string all_of(const Catalog& catalog) {
    std::string text = catalog.id + "|" + catalog.title + "|" + catalog.version + "|" + catalog.source + "|" + std::string(to_text(catalog.scale)) +
                       (catalog.headline_is_shall ? "|shall" : "|control") + (catalog.is_paraphrased ? "|ours\n" : "|original\n");
    for (const auto& group : catalog.groups) {
        text += "group " + group.id + "|" + group.title + "|" + group.parent + "|" + std::to_string(group.depth) + "\n";
    }
    for (const auto& process : catalog.processes) {
        text += "process " + process.id + "|" + process.title + "|" + process.domain + "|" + process.section + "|" + process.purpose + "|" + process.scope + "|" + process.instead_of;
        for (const auto& activity : process.activities) {
            text += "|" + activity.id + " " + activity.title;
        }
        text += "\n";
    }
    for (const auto& control : catalog.controls) {
        text += "control " + to_text(control.id) + "|" + control.cite + "|" + control.shall + "|" + control.title + "|" + control.statement + "|" + control.group + "|" + control.process + "|";
        text += std::string(to_text(control.per)) + "|" + std::string(to_text(control.obligation)) + "|" + std::to_string(static_cast<int>(control.documented)) + "|" +
                std::string(to_text(control.position)) + "|" + std::to_string(control.planned_interval) + std::to_string(control.provable) + std::to_string(control.other_parties) +
                std::to_string(control.excludable) + std::to_string(control.government_retained) + "|" + control.capability + "|" + control.confidence + "\n";
        for (const auto& demand : control.demands) {
            text += "  demand " + demand.type + "|" + std::string(to_text(demand.kind)) + "|" + demand.interval + "|" + demand.text + "|" + demand.number + "\n";
        }
        for (const auto& each : control.particulars) {
            text += "  " + std::string(to_text(each.kind)) + "|" + each.text + "\n";
        }
    }
    for (const auto& reference : catalog.references) {
        text += "reference " + reference.title + "|" + reference.superseded_by + "\n";
    }
    for (const auto& role : catalog.roles) {
        text += "role " + role.id + "|" + role.title + "|" + role.section;
        for (const auto& each : role.responsibilities) {
            text += "|" + each;
        }
        text += "\n";
    }
    return text;
}

std::vector<Catalog> shipped_catalogs() {
    std::vector<Catalog> catalogs;
    Diagnostics faults;
    for (const auto& file : xml_files(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls/catalogs")) {
        auto catalog = load_catalog(read_file(file), file.filename().string(), faults);
        REQUIRE(catalog);
        catalogs.push_back(std::move(*catalog));
    }
    CHECK(catalogs.size() >= 12);
    return catalogs;
}

OscalDocument document_of(std::string_view xml) {
    Diagnostics faults;
    auto document = read_oscal(xml, "c.xml", faults);
    CHECK(faults.to_text().empty());
    REQUIRE(document);
    return std::move(*document);
}

Catalog imported(const OscalDocument& document, const std::string& id, OscalImportCounts& counts) {
    Diagnostics faults;
    auto catalog = catalog_from_oscal(document, id, counts, faults);
    CHECK(faults.to_text().empty());
    REQUIRE(catalog);
    return std::move(*catalog);
}

std::string small(std::string_view body) {
    return "<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\">"
           "<metadata><title>Small</title><last-modified>2026-01-31T12:00:00Z</last-modified><version>3</version><oscal-version>1.1.2</oscal-version></metadata>" +
           std::string(body) + "</catalog>";
}

} // namespace

TEST_CASE("every catalog of ours goes out as OSCAL and comes in again the same") {
    for (const auto& catalog : shipped_catalogs()) {
        CAPTURE(catalog.id);
        const auto xml = write_oscal_xml(catalog_to_oscal(catalog, "2026-01-31T12:00:00Z"));
        CHECK(write_oscal_xml(catalog_to_oscal(catalog, "2026-01-31T12:00:00Z")) == xml);
        OscalImportCounts counts;
        const auto again = imported(document_of(xml), "", counts);
        CHECK(counts.own);
        CHECK(counts.kept == static_cast<std::int64_t>(catalog.controls.size()));
        CHECK(all_of(again) == all_of(catalog));
    }
}

TEST_CASE("a catalog written as the XML that people write is the same when it is loaded") {
    for (const auto& catalog : shipped_catalogs()) {
        CAPTURE(catalog.id);
        Diagnostics faults;
        const auto again = load_catalog(write_catalog(catalog), "again.xml", faults);
        CHECK(faults.to_text().empty());
        REQUIRE(again);
        CHECK(all_of(*again) == all_of(catalog));
    }
}

TEST_CASE("SP 800-53 becomes controls assessed per system; withdrawn ones are told of where they went") {
    const auto file = find_shared_data("oscal/nist/rev5/NIST_SP-800-53_rev5_catalog_v5.0.1_oscal1.0.0.xml");
    if (!file) {
        MESSAGE("SKIPPED: no oscal/nist/rev5 in the shared data; the catalog of SP 800-53 is not read");
        return;
    }
    OscalImportCounts counts;
    const auto catalog = imported(document_of(read_file(*file)), "sp800-53r5", counts);
    CHECK(counts.controls == 1189);
    CHECK(counts.kept == 1007);
    CHECK(counts.withdrawn == 182);
    CHECK(counts.withdrawn_without.size() == 3);
    CHECK(counts.groups == 20);
    CHECK(counts.params == 1258);
    CHECK(catalog.controls.size() == 1007);
    CHECK(std::ranges::all_of(catalog.controls, [](const Control& each) { return each.per == SubjectKind::system && each.statement.find("insert") == std::string::npos; }));
    const auto* const ac1 = catalog.find_control("ac-1");
    REQUIRE(ac1 != nullptr);
    CHECK(ac1->cite == "AC-1");
    CHECK(ac1->group == "ac");
    CHECK(ac1->statement.starts_with("a. Develop, document, and disseminate to [Assignment: organization-defined personnel or roles]: 1. [Selection (one or more): "
                                     "Organization-level; Mission/business process-level; System-level] access control policy that: (a) Addresses purpose"));
    const auto* const ac2 = catalog.find_control("ac-2");
    REQUIRE(ac2 != nullptr);
    CHECK_FALSE(catalog.is_paraphrased);
    const auto has = [](const Control& control, std::string_view text) {
        return std::ranges::any_of(control.particulars, [&](const Particular& each) { return each.text == text; });
    };
    CHECK(has(*ac2, "AC-2(10), Shared and Group Account Credential Change, is withdrawn and incorporated here"));
    const auto* const enhancement = catalog.find_control("ac-2.1");
    REQUIRE(enhancement != nullptr);
    CHECK(enhancement->cite == "AC-2(1)");
    CHECK(has(*enhancement, "Enhancement of AC-2, Account Management"));
    Diagnostics faults;
    const auto loaded = load_catalog(write_catalog(catalog), "again.xml", faults);
    CHECK(faults.to_text().empty());
    REQUIRE(loaded);
    CHECK(all_of(*loaded) == all_of(catalog));
}

TEST_CASE("objectives and methods become evidence that is expected and never fails anything") {
    const auto file = find_shared_data("oscal/nist/rev5/NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.xml");
    if (!file) {
        MESSAGE("SKIPPED: no oscal/nist/rev5 in the shared data; the evidence of SP 800-53A is not read");
        return;
    }
    OscalImportCounts counts;
    const auto catalog = imported(document_of(read_file(*file)), "low", counts);
    CHECK(catalog.controls.size() == 149);
    const auto* const control = catalog.find_control("ac-7");
    REQUIRE(control != nullptr);
    std::string demands;
    for (const auto& demand : control->demands) {
        CHECK(demand.kind == DemandKind::expected);
        demands += demand.type + ": " + demand.text.substr(0, 60) + "\n";
    }
    CHECK(demands == "review: Determine that AC-07 AC-07a. a limit of [Assignment: number]\n"
                     "document: Examine: Access control policy; procedures addressing unsucc\n"
                     "interview: Interview: Organizational personnel with information securit\n"
                     "technical: Test: Mechanisms implementing access control policy for unsu\n");
}

TEST_CASE("parameters are put in: values, labels, choices, and a parameter within a choice of another") {
    OscalImportCounts counts;
    Diagnostics remarks;
    const auto catalog = catalog_from_oscal(document_of(small("<param id=\"p1\"><label>a time</label></param><param id=\"p2\"><value>30 days</value></param>"
                                                    "<param id=\"p3\"><select how-many=\"one-or-more\"><choice>within <insert type=\"param\" id-ref=\"p1\"/></choice><choice>never</choice></select></param>"
                                                    "<param id=\"p4\"><select><choice><insert type=\"param\" id-ref=\"p4\"/></choice></select></param>"
                                                    "<control id=\"_x-1\"><title>X</title><part name=\"statement\"><p>A <insert type=\"param\" id-ref=\"p1\"/> <insert type=\"param\" id-ref=\"p2\"/>, "
                                                    "<insert type=\"param\" id-ref=\"p3\"/>; <insert type=\"param\" id-ref=\"p4\"/>.</p><ol><li>one</li><li>two</li></ol></part></control>")),
                                  "x", counts, remarks);
    REQUIRE(catalog);
    CHECK(remarks.to_text().find("1 insertion of parameters within themselves") != std::string::npos);
    CHECK(remarks.sorted().size() == 1);
    REQUIRE(catalog->controls.size() == 1);
    CHECK(catalog->controls[0].id.control == "x-1");
    CHECK(catalog->controls[0].statement == "A [Assignment: a time] 30 days, [Selection (one or more): within [Assignment: a time]; never]; [Selection: [Assignment: p4]]. 1) one 2) two");
}

TEST_CASE("ids used twice are refused; a parameter that is inserted but not defined is a warning") {
    OscalImportCounts counts;
    Diagnostics faults;
    CHECK(!catalog_from_oscal(document_of(small("<control id=\"a\"><title>A</title></control>\n<control id=\"a\"><title>B</title></control>")), "x", counts, faults));
    CHECK(faults.to_text() == "c.xml:2:1: error: control 'a' is defined twice (the first is on line 1) [duplicate-id]\n");
    Diagnostics remarks;
    const auto catalog = catalog_from_oscal(document_of(small("<control id=\"a\"><title>A</title><part name=\"statement\"><p><insert type=\"param\" id-ref=\"q\"/></p></part></control>")), "x", counts, remarks);
    REQUIRE(catalog);
    CHECK(catalog->controls[0].statement == "[Assignment: q]");
    CHECK(counts.insertions == 0);
    CHECK(counts.insertions_undefined == 1);
    CHECK(remarks.to_text() == "c.xml:1:1: warning: the parameter 'q' is inserted, but not defined (it is shown as [Assignment: …]) [unknown-parameter]\n");
}

TEST_CASE("a parameter within itself, and more than is ever put in, are told of and not followed for ever") {
    Diagnostics faults;
    OscalImportCounts counts;
    const auto body = [](const std::string& params, const std::string& inserts) {
        return small(params + "<control id=\"a\"><title>A</title><part name=\"statement\"><p>" + inserts + "</p></part></control>");
    };
    const auto inserted = [](const std::string& id) { return "<insert type=\"param\" id-ref=\"" + id + "\"/>"; };
    const auto circle = catalog_from_oscal(document_of(body("<param id=\"p\"><select><choice>x " + inserted("p") + "</choice></select></param>", inserted("p"))), "t", counts, faults);
    REQUIRE(circle);
    CHECK(circle->controls[0].statement == "[Selection: x [Assignment: p]]");
    CHECK(faults.to_text() == "c.xml:1:1: warning: 1 insertion of parameters within themselves, or past the limits of what is put in, is not followed (they are shown as [Assignment: …]) [not-inserted]\n");
    // A label of 1 MB inserted ten times in one control, where a sixteenth of 64 MiB may be put in.
    Diagnostics more;
    std::string inserts;
    for (int time = 0; time < 10; ++time) {
        inserts += inserted("p") + " ";
    }
    const auto long_one = catalog_from_oscal(document_of(body("<param id=\"p\"><label>" + std::string(1U << 20, 'x') + "</label></param>", inserts)), "t", counts, more);
    REQUIRE(long_one);
    CHECK(long_one->controls[0].statement.size() < (5U << 20) + 1000);
    CHECK(more.to_text().find(" insertions of parameters within themselves, or past the limits of what is put in, are not followed") != std::string::npos);
}

TEST_CASE("many controls, put together on two threads, are as each alone is; a parameter that none of them finds is told of once") {
    const auto control = [](int number) {
        const auto n = std::to_string(number);
        return "<control id=\"c" + n + "\"><title>Control " + n + "</title><link rel=\"related\" href=\"#c" + std::to_string(number / 2) +
               "\"/><part name=\"statement\"><p>Do <insert type=\"param\" id-ref=\"known\"/> of <insert type=\"param\" id-ref=\"unknown-" + std::to_string(number % 3) + "\"/></p></part></control>";
    };
    constexpr int k_controls = 333;
    std::string body = "<param id=\"known\"><label>one</label></param>";
    for (int number = 0; number < k_controls; ++number) {
        body += control(number);
    }
    Diagnostics faults;
    OscalImportCounts counts;
    const auto catalog = catalog_from_oscal(document_of(small(body)), "t", counts, faults);
    REQUIRE(catalog);
    CHECK(counts.insertions == k_controls);
    CHECK(counts.insertions_undefined == k_controls);
    CHECK(counts.kept == k_controls);
    REQUIRE(faults.sorted().size() == 3);
    CHECK(!faults.has_errors());
    REQUIRE(catalog->controls.size() == k_controls);
    for (int number = 0; number < k_controls; ++number) {
        const auto& made = catalog->controls[static_cast<std::size_t>(number)];
        CHECK(made.title == "Control " + std::to_string(number));
        CHECK(made.statement == "Do [Assignment: one] of [Assignment: unknown-" + std::to_string(number % 3) + "]");
        REQUIRE(made.particulars.size() == 1);
        CHECK(made.particulars[0].text == "Related controls: c" + std::to_string(number / 2));
    }
}

TEST_CASE("properties of others' namespaces mean nothing here: a status does not withdraw, a label is no reference, a method is no method") {
    OscalImportCounts counts;
    const auto catalog = imported(document_of(small("<control id=\"a\"><title>A</title><prop name=\"status\" ns=\"urn:other\" value=\"withdrawn\"/><prop name=\"label\" ns=\"urn:other\" value=\"Z-9\"/>"
                                                    "<prop name=\"label\" value=\"A-1\" class=\"x\"/><part name=\"statement\"><prop name=\"label\" ns=\"urn:other\" value=\"zz\"/><p>Do.</p></part>"
                                                    "<part name=\"assessment-method\"><prop name=\"method\" ns=\"urn:other\" value=\"TEST\"/>"
                                                    "<prop name=\"method\" ns=\"http://csrc.nist.gov/ns/rmf\" value=\"EXAMINE\"/></part>"
                                                    "<part name=\"assessment-method\"><prop name=\"method\" ns=\"urn:other\" value=\"TEST\"/></part></control>"
                                                    "<control id=\"b\"><title>B</title><prop name=\"status\" ns=\"http://csrc.nist.gov/ns/oscal\" value=\"withdrawn\"/></control>")),
                                  "x", counts);
    CHECK(counts.withdrawn == 1);
    REQUIRE(catalog.controls.size() == 1);
    CHECK(catalog.controls[0].cite == "A-1");
    CHECK(catalog.controls[0].statement == "Do.");
    REQUIRE(catalog.controls[0].demands.size() == 2);
    CHECK(catalog.controls[0].demands[0].text == "Examine: ");
    CHECK(catalog.controls[0].demands[0].type == "document");
    CHECK(catalog.controls[0].demands[1].text == "Assess: ");
}

TEST_CASE("a control that was withdrawn into a withdrawn one is told of where the chain ends; a chain in a circle ends nowhere") {
    const auto withdrawn = [](const std::string& id, const std::string& links) {
        return "<control id=\"" + id + "\"><title>T" + id + "</title><prop name=\"status\" value=\"withdrawn\"/>" + links + "</control>";
    };
    const auto link = [](const std::string& rel, const std::string& to) { return "<link href=\"#" + to + "\" rel=\"" + rel + "\"/>"; };
    OscalImportCounts counts;
    const auto catalog = imported(document_of(small(withdrawn("a", link("moved-to", "b")) + withdrawn("b", link("incorporated-into", "k") + link("incorporated-into", "k_s")) +
                                                    withdrawn("x", link("moved-to", "y")) + withdrawn("y", link("moved-to", "x")) + withdrawn("z", link("moved-to", "nowhere")) +
                                                    "<control id=\"k\"><title>K</title><part name=\"statement\" id=\"k_s\"><p>Do.</p></part></control>")),
                                  "x", counts);
    REQUIRE(catalog.controls.size() == 1);
    std::string notes;
    for (const auto& each : catalog.controls[0].particulars) {
        notes += each.text + "\n";
    }
    CHECK(notes == "a, Ta, is withdrawn and incorporated here, by way of b\n"
                   "b, Tb, is withdrawn and incorporated here\n");
    CHECK(counts.controls == 6);
    CHECK(counts.withdrawn == 5);
    CHECK(counts.withdrawn_without == std::vector<std::string>{"x", "y", "z"});
}
