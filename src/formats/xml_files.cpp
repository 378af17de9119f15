#include "assay/base/error.hpp"
#include "assay/formats/load.hpp"

#include <algorithm>
#include <system_error>

namespace assay {

std::vector<std::filesystem::path> xml_files(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    std::error_code fault;
    if (!fs::exists(folder, fault) && !fault) {
        return files;
    }
    // Faults of the scan itself end it early, so they are looked for after each step.
    fs::directory_iterator entries(folder, fault);
    for (const fs::directory_iterator end; !fault && entries != end; entries.increment(fault)) {
        if (entries->path().extension() == ".xml" && entries->is_regular_file(fault)) {
            files.push_back(entries->path());
        }
        if (fault) {
            break;
        }
    }
    if (fault) {
        throw Error("cannot read the folder '" + folder.string() + "': " + fault.message());
    }
    std::ranges::sort(files);
    return files;
}

} // namespace assay
