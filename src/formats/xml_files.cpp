#include "assay/base/error.hpp"
#include "assay/formats/load.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>

namespace assay {
namespace {

/// A file named ".xml" alone is hidden and has no extension.
bool is_named_xml(std::string_view path) { return path.ends_with(".xml") && !path.ends_with("/.xml"); }

} // namespace

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
        if (is_named_xml(entries->path().native()) && entries->is_regular_file(fault)) {
            files.push_back(entries->path());
        }
        if (fault) {
            break;
        }
    }
    if (fault) {
        throw Error("cannot read the folder '" + folder.string() + "': " + fault.message());
    }
    std::ranges::sort(files, {}, &fs::path::native); // all of one folder: as paths are compared, without taking them apart each time
    return files;
}

} // namespace assay
