// Any bytes through the XML loaders: no crash, and never both a value and an error. The first byte picks the loader, so that one
// corpus serves all four: 'r'egister, 'c'atalog, 'k' for checks, any other a workspace.
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
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    assay::Diagnostics faults;
    switch (data[0]) {
    case 'r':
        require_agreement(assay::load_register(bytes, "fuzz.xml", faults), faults);
        break;
    case 'c':
        require_agreement(assay::load_catalog(bytes, "fuzz.xml", faults), faults);
        break;
    case 'k':
        require_agreement(assay::load_checks(bytes, "fuzz.xml", faults), faults);
        break;
    default:
        require_agreement(assay::load_workspace(bytes, "fuzz.xml", faults), faults);
        break;
    }
    static_cast<void>(faults.to_text());
    return 0;
}
