// The evidence folder: what stands there under a recorded name, and under which name a file is recorded.
// No name ever leads out of the folder, neither by "..", nor by an absolute path, nor by a link.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/run.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace assay {

enum class FileState : std::uint8_t { present, missing, unreadable };

struct ObservedFile {
    FileState state = FileState::missing;
    std::string sha256;            ///< present only
    std::uint64_t size_bytes = 0;
    std::string why;               ///< not present: in words
};
[[nodiscard]] ObservedFile observe_file(const Setting& setting, const std::string& recorded);

/// All of them, two at a time, in the order of the names. Throws Error of kind cancelled on a stop request.
[[nodiscard]] std::vector<ObservedFile> observe_files(const Run& run, const Setting& setting, const std::vector<std::string>& recorded);

struct LocatedFile {
    std::filesystem::path source;  ///< the file as it is now
    std::string recorded;          ///< its name below the evidence folder
    bool inside = false;           ///< else it has to be copied there
    std::string sha256;
    std::uint64_t size_bytes = 0;
};
/// Throws Error when the file cannot be read, is no regular file, or stands in the evidence folder by a link that leaves it, or when
/// another file has its name there.
[[nodiscard]] LocatedFile locate_file(const Setting& setting, const std::filesystem::path& file);

/// All of them, two at a time, in their order; throws for the first of them that throws.
[[nodiscard]] std::vector<LocatedFile> locate_files(const Run& run, const Setting& setting, const std::vector<std::filesystem::path>& files);

/// Puts the bytes under the recorded name and reads them back; never over another file.
void copy_into_folder(const Setting& setting, const LocatedFile& file);

} // namespace assay
