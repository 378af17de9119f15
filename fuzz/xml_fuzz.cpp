// Any bytes through the XML loaders: no crash, and never both a value and an error, nor neither. The first root element's name in
// the bytes picks the loader, so that the samples are seeds as they are.
#include "assay/formats/load.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

template <class Loaded>
void require_agreement(const Loaded& loaded, const assay::Diagnostics& faults) {
    if (loaded.has_value() == faults.has_errors()) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto begins = [&](std::string_view root) { return bytes.find(root) != std::string_view::npos; };
    assay::Diagnostics faults;
    if (begins("<register")) {
        require_agreement(assay::load_register(bytes, "fuzz.xml", faults), faults);
    } else if (begins("<catalog")) {
        require_agreement(assay::load_catalog(bytes, "fuzz.xml", faults), faults);
    } else if (begins("<checks")) {
        require_agreement(assay::load_checks(bytes, "fuzz.xml", faults), faults);
    } else if (begins("<crosswalk")) {
        require_agreement(assay::load_crosswalk(bytes, "fuzz.xml", faults), faults);
    } else {
        require_agreement(assay::load_workspace(bytes, "fuzz.xml", faults), faults);
    }
    static_cast<void>(faults.to_text());
    return 0;
}
