// Any bytes through the XML loaders: no crash, and never both a value and an error, nor neither. The first element's name picks the
// loader, so that the samples are seeds as they are. Catalogs are written and loaded again; matrices and
// profiles go on to what looks at them next.
#include "assay/assess/risk_matrix.hpp"
#include "assay/formats/load.hpp"
#include "assay/formats/write_catalog.hpp"
#include "assay/intake/profile.hpp"
#include "fixed_register.hpp"

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
    static const auto k_schema = schema_of(k_register);
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
    const auto hold = [&](const auto& loaded, const auto& use) {
        require_agreement(loaded.has_value(), faults);
        if (loaded) {
            use(*loaded);
        }
    };
    const auto no_use = [](const auto&) {};
    if (root == "register") {
        hold(assay::load_register(bytes, "fuzz.xml", faults), no_use);
    } else if (root == "catalog") {
        hold(assay::load_catalog(bytes, "fuzz.xml", faults), use_catalog);
    } else if (root == "checks") {
        hold(assay::load_checks(bytes, "fuzz.xml", faults), no_use);
    } else if (root == "crosswalk") {
        hold(assay::load_crosswalk(bytes, "fuzz.xml", faults), no_use);
    } else if (root == "matrix") {
        hold(assay::load_matrix(bytes, "fuzz.xml", faults), use_matrix);
    } else if (root == "profile") {
        hold(assay::load_profile(bytes, "fuzz.xml", faults), use_profile);
    } else {
        hold(assay::load_workspace(bytes, "fuzz.xml", faults), no_use);
    }
    return 0;
}
