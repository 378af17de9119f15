// Any bytes as DISA's list of CCIs: a list that keeps its limits, or an Error.
#include "assay/base/error.hpp"
#include "assay/formats/cci_list.hpp"
#include "require.hpp"
#include "scratch_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile k_file("list.xml");
    k_file.write(data, size);
    try {
        const auto list = assay::read_cci_list(k_file.path());
        require(list.items >= 1 && static_cast<std::size_t>(list.items) >= list.controls.size() && list.sha256.size() == 64, "a list has items");
        for (const auto& [id, control] : list.controls) {
            require(id.starts_with("CCI-") && !control.index.empty() && control.index.size() <= 1000, "an item has an id and references", control.index);
            require(control.edition >= 1 && control.edition <= 99, "an edition is one of SP 800-53");
        }
    } catch (const assay::Error&) {
        return 0;
    }
    return 0;
}
