// A ZIP archive whose entries are read as streams under limits; nothing is ever unpacked to disk. Knows no spreadsheet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct ZipLimits {
    std::uint64_t max_entries = 10'000;
    std::uint64_t max_entry_bytes = 4ULL << 30U; ///< unpacked
    std::uint64_t max_ratio = 100;               ///< unpacked against packed bytes, looked at past `ratio_from_bytes`
    std::uint64_t ratio_from_bytes = 16ULL << 20U;
};

/// Throws Error when the file cannot be read, is no ZIP archive, is damaged, or holds what no honest archive holds: a name that climbs
/// out of the archive, two entries of one name, an encrypted entry, more entries than the limit.
class ZipArchive {
public:
    [[nodiscard]] static ZipArchive open(const std::filesystem::path& file, const ZipLimits& limits = {});
    /// Borrows the bytes; `name` stands in messages.
    [[nodiscard]] static ZipArchive open_bytes(std::string_view bytes, std::string_view name, const ZipLimits& limits = {});
    ZipArchive(ZipArchive&&) noexcept;
    ~ZipArchive();

    /// Index of an entry; exact spelling first, then case aside.
    [[nodiscard]] std::optional<std::uint64_t> find(std::string_view entry) const;
    /// In the order of the archive.
    [[nodiscard]] std::vector<std::string> entry_names() const;
    [[nodiscard]] std::uint64_t unpacked_bytes(std::uint64_t index) const;
    /// The archive's own name, harmless in a message.
    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] std::uint64_t archive_bytes() const;
    /// Of the whole archive, in hex; reads it.
    [[nodiscard]] std::string sha256() const;

private:
    friend class ZipStream;
    struct State;
    explicit ZipArchive(std::unique_ptr<State> state);
    void check_entries();
    std::unique_ptr<State> m_state;
};

/// The unpacked bytes of one entry. Borrows the archive. Throws Error when they are damaged or over a limit.
class ZipStream {
public:
    ZipStream(const ZipArchive& archive, std::uint64_t index);
    ~ZipStream();
    ZipStream(const ZipStream&) = delete;
    ZipStream& operator=(const ZipStream&) = delete;

    /// How many bytes were put into `buffer`; 0 at the end.
    [[nodiscard]] std::size_t read(std::span<char> buffer);
    [[nodiscard]] std::uint64_t bytes_done() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace assay
