// Any bytes as a ZIP archive: refused with an Error, or entries that are read to their end within the limits.
#include "assay/base/error.hpp"
#include "formats/zip_archive.hpp"
#include "require.hpp"

#include <array>
#include <cstdint>

namespace {

constexpr std::uint64_t k_most = 1U << 20U;

void read_entries(const assay::ZipArchive& archive) {
    const auto names = archive.entry_names();
    for (std::uint64_t index = 0; index < names.size(); ++index) {
        require(archive.find(names[index]).has_value(), "an entry is found by its name", names[index]);
        try {
            assay::ZipStream stream(archive, index);
            std::array<char, 4096> buffer{};
            std::uint64_t total = 0;
            while (const auto count = stream.read(buffer)) {
                total += count;
            }
            require(total <= k_most && total == stream.bytes_done(), "an entry keeps its limit");
        } catch (const assay::Error&) {
            continue;
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto archive = assay::ZipArchive::open_bytes({reinterpret_cast<const char*>(data), size}, "in.zip", {16, k_most, 100, 64U << 10U});
        read_entries(archive);
        require(archive.archive_bytes() == size && archive.sha256().size() == 64, "the archive is all of the bytes");
    } catch (const assay::Error&) {
        return 0;
    }
    return 0;
}
