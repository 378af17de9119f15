// Any bytes as a report template: refused with diagnostics, or accepted by the linter; never both, never neither.
#include "assay/base/error.hpp"
#include "assay/report/render.hpp"
#include "scratch_file.hpp"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile file("gap.html.mustache");
    file.write(data, size);
    const std::array folders{file.folder()};
    assay::Diagnostics faults;
    const auto loaded = assay::load_template(folders, "gap", "html", faults);
    if (loaded.has_value() == faults.has_errors()) {
        std::abort();
    }
    static_cast<void>(faults.to_text());
    return 0;
}
