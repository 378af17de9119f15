// Any bytes through the XML loaders: no crash, and never both a value and an error, nor neither. The first element's name picks the
// loader, so that the samples are seeds as they are. Catalogs are written and loaded again; matrices and
// profiles go on to what looks at them next.
#include "assay/assess/risk_matrix.hpp"
#include "assay/formats/load.hpp"
#include "assay/formats/write_catalog.hpp"
#include "assay/intake/profile.hpp"
#include "require.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace {

/// The name of the first element; comments and processing instructions begin otherwise.
std::string_view first_element(std::string_view bytes) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    for (auto at = bytes.find('<'); at != std::string_view::npos && at + 1 < bytes.size(); at = bytes.find('<', at + 1)) {
        const auto name = bytes.substr(at + 1);
        if (is_letter(name.front())) {
            return name.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(name, is_letter) - name.begin()));
        }
    }
    return {};
}

constexpr std::string_view k_register = R"(<register id="incident" title="Incidents" kind="record"><purpose>All that happened.</purpose>
<field id="number" title="Number" type="text" key="yes"/><field id="state" title="State" type="enum" values="new open closed"/>
<field id="opened_at" title="Opened at" type="datetime" required="yes"/><occurred from="opened_at"/></register>)";

const assay::Schema& schema() {
    static const assay::Schema k_schema = [] {
        assay::Diagnostics faults;
        assay::Schema made;
        auto read = assay::load_register(k_register, "incident.xml", faults);
        require(read.has_value(), "the register is one", faults.to_text());
        made.registers.push_back(std::move(*read));
        return made;
    }();
    return k_schema;
}

void use_catalog(const assay::Catalog& catalog) {
    assay::Diagnostics faults;
    const auto text = assay::write_catalog(catalog);
    const auto again = assay::load_catalog(text, "out.xml", faults);
    require(again.has_value(), "a catalog that is written can be loaded", faults.to_text() + text);
    require(assay::write_catalog(*again) == text, "written, loaded and written again it is the same", text);
}

void use_matrix(const assay::RiskMatrix& matrix) {
    static_cast<void>(assay::lint_matrix(matrix));
    const auto flips = assay::find_flips(matrix);
    require(flips.pairs >= static_cast<std::int64_t>(flips.flips.size()), "each pair turns round at most once");
}

void use_profile(const assay::Profile& profile) {
    assay::Diagnostics faults;
    require_agreement(assay::link_profile(profile, schema(), faults), faults);
    if (const auto* const part = profile.find("incident"); part != nullptr && !faults.has_errors()) {
        static_cast<void>(assay::with_profile(schema().registers.front(), *part));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto root = first_element(bytes);
    assay::Diagnostics faults;
    if (root == "register") {
        require_agreement(assay::load_register(bytes, "fuzz.xml", faults).has_value(), faults);
    } else if (root == "catalog") {
        const auto catalog = assay::load_catalog(bytes, "fuzz.xml", faults);
        require_agreement(catalog.has_value(), faults);
        if (catalog) {
            use_catalog(*catalog);
        }
    } else if (root == "checks") {
        require_agreement(assay::load_checks(bytes, "fuzz.xml", faults).has_value(), faults);
    } else if (root == "crosswalk") {
        require_agreement(assay::load_crosswalk(bytes, "fuzz.xml", faults).has_value(), faults);
    } else if (root == "matrix") {
        const auto matrix = assay::load_matrix(bytes, "fuzz.xml", faults);
        require_agreement(matrix.has_value(), faults);
        if (matrix) {
            use_matrix(*matrix);
        }
    } else if (root == "profile") {
        const auto profile = assay::load_profile(bytes, "fuzz.xml", faults);
        require_agreement(profile.has_value(), faults);
        if (profile) {
            use_profile(*profile);
        }
    } else {
        require_agreement(assay::load_workspace(bytes, "fuzz.xml", faults).has_value(), faults);
    }
    return 0;
}
