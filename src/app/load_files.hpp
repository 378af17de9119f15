// Reads and loads many content files, two at a time, and hands them over in the order in which they were asked for: what is reported
// and what is loaded do not depend on which of them was ready first. Knows no id, and which file overrides another.
#pragma once

#include "assay/base/held_diagnostics.hpp"
#include "assay/formats/load.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace assay {

enum class ContentKind : std::uint8_t { registers, catalog, checks, crosswalk };

struct LoadedFile {
    ContentKind kind = ContentKind::registers;
    std::filesystem::path path;
    Cases cases = Cases::keep;  ///< of checks
    Digests digests = Digests::take;
    std::filesystem::path root; ///< home or workspace; messages name the file below it
    std::string bytes;
    std::string digest; ///< SHA-256 hex of the bytes, if it is wanted
    std::variant<std::monostate, Register, Catalog, CheckFile, Crosswalk> definition; ///< none: faults were reported
    HeldDiagnostics faults;
    std::exception_ptr failure; ///< it could not be read
};

/// Fills in what lies in the files, and calls `take` for each in order after passing on its faults. Throws Error when one cannot be
/// read, when its turn comes.
void load_files(std::vector<LoadedFile> files, DiagnosticSink& sink, const std::function<void(LoadedFile&)>& take);

} // namespace assay
