// Any bytes as an OSCAL document: faults, or a tree that is written as XML and read back the same, and goes out as JSON. A catalog becomes
// one of ours, which loads, and goes out again; a profile is resolved against a small catalog, whatever it names. What goes out is OSCAL by our own reader.
#include "assay/formats/load.hpp"
#include "assay/formats/oscal.hpp"
#include "assay/formats/write_catalog.hpp"
#include "assay/rules/oscal.hpp"
#include "require.hpp"

#include <cstddef>
#include <cstdint>

namespace {

constexpr std::string_view k_modified = "2026-01-31T12:00:00Z";

/// What every import of a profile leads to.
const assay::OscalDocument& small_catalog() {
    static const assay::OscalDocument k_catalog = [] {
        assay::Diagnostics faults;
        auto read = assay::read_oscal(R"(<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="cabcd8ed-bf29-4e63-b15c-7a559ffa2426">
<metadata><title>Few</title><last-modified>2026-01-31T12:00:00Z</last-modified><version>3</version><oscal-version>1.1.2</oscal-version></metadata>
<param id="p-0"><value>7</value></param>
<control id="c-3"><title>Third</title></control>
<group id="g"><title>G</title><control id="c-1"><title>First</title><param id="c-1_p"><label>days</label></param><prop name="label" value="C-1"/>
<link href="#c-2" rel="related"/><part name="statement" id="c-1_s"><p>Keep for <insert type="param" id-ref="c-1_p"/>.</p></part>
<control id="c-1.1"><title>More of it</title></control></control><control id="c-2"><title>Second</title></control></group>
<back-matter><resource uuid="11111111-2222-4333-8444-555555555555"><title>R</title></resource></back-matter></catalog>)",
                                      "few.xml", faults);
        require_agreement(read.has_value(), faults);
        require(read.has_value(), "the small catalog is one", faults.to_text());
        return std::move(*read);
    }();
    return k_catalog;
}

/// The tree as text and back.
assay::OscalDocument read_again(const assay::OscalNode& root) {
    assay::Diagnostics faults;
    const auto text = assay::write_oscal_xml(root);
    auto read = assay::read_oscal(text, "out.xml", faults);
    require(read.has_value(), "what is written can be read", faults.to_text() + text);
    static_cast<void>(assay::write_oscal_json(root));
    return std::move(*read);
}

void use_catalog(const assay::OscalDocument& document) {
    assay::Diagnostics faults;
    assay::OscalImportCounts counts;
    const auto made = assay::catalog_from_oscal(document, "made", counts, faults);
    require_agreement(made.has_value(), faults);
    if (made) {
        const auto text = assay::write_catalog(*made);
        require(assay::load_catalog(text, "made.xml", faults).has_value(), "the catalog made can be kept in a workspace", faults.to_text() + text);
        require(counts.controls == counts.kept + counts.withdrawn, "controls are kept or withdrawn");
        static_cast<void>(read_again(assay::catalog_to_oscal(*made, std::string(k_modified))));
    }
}

void use_profile(const assay::OscalDocument& document) {
    assay::Diagnostics faults;
    assay::OscalResolveCounts counts;
    const auto source = [&](const assay::OscalDocument&, const std::string& href, const assay::Place&) { return href == "self.xml" ? &document : &small_catalog(); };
    const auto made = assay::resolve_profile(document, source, std::string(k_modified), "fuzz", faults, counts);
    require_agreement(made.has_value(), faults);
    if (made) {
        require(counts.offered == counts.selected + counts.left_out, "controls are selected or left out");
        use_catalog(read_again(*made));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    assay::Diagnostics faults;
    const auto document = assay::read_oscal({reinterpret_cast<const char*>(data), size}, "fuzz.xml", faults);
    require_agreement(document.has_value(), faults);
    if (!document) {
        return 0;
    }
    const auto first = assay::write_oscal_xml(document->root());
    require(assay::write_oscal_xml(read_again(document->root()).root()) == first, "written, read and written again it is the same", first);
    if (document->root().name == "catalog") {
        use_catalog(*document);
    } else if (document->root().name == "profile") {
        use_profile(*document);
    }
    return 0;
}
