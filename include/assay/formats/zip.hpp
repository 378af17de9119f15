// ZIP archives that are written: the same entries give the same bytes, and every byte is read back. Knows nothing of what is in them.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/run.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace assay {

/// A name that leads into the folder where the archive is unpacked, on every system: relative, parts of letters, digits and "._-" that
/// neither begin with "-" nor end with ".", none of them empty.
[[nodiscard]] bool is_portable_entry(std::string_view name);
/// One part of an entry's name made of any text: what is not portable becomes "_". Never empty; at most 80 bytes, the ending kept.
[[nodiscard]] std::string portable_part(std::string_view text);

/// Entries come out sorted by name, all of the same day, whatever the order in which they were added. Files are read while the archive is
/// written, in pieces. Nothing is written before finish().
class ZipWriter {
public:
    ZipWriter(std::filesystem::path target, Date stamp) : m_target(std::move(target)), m_stamp(stamp) {}

    /// Throws Error for a name that is not portable, or that differs from another only in case: a file would overwrite the other.
    void add_file(const std::string& entry, const std::filesystem::path& source);
    /// Throws Error when the archive or a file that goes into it cannot be written or read, and when the run is stopped; then there is no archive.
    void finish(const Run& run) const;

private:
    std::filesystem::path m_target;
    Date m_stamp;
    std::map<std::string, std::filesystem::path> m_entries;
    std::map<std::string, std::string> m_by_lower;
};

struct ZipEntryHash {
    std::string sha256;
    std::uint64_t size_bytes = 0;
    friend bool operator==(const ZipEntryHash&, const ZipEntryHash&) = default;
};
/// Every entry of an archive of our own, read through once. Throws Error when it is damaged.
[[nodiscard]] std::map<std::string, ZipEntryHash> hash_zip_entries(const Run& run, const std::filesystem::path& file);

} // namespace assay
