// Files: reading whole ones, publishing whole ones, and keeping names inside a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// Throws Error "cannot read 'x': <reason>"; "…: is larger than N bytes" past `max_bytes`.
[[nodiscard]] std::string read_file(const std::filesystem::path& file, std::uint64_t max_bytes = 64ULL << 20);

/// A new file that appears under its name only on commit(): written beside it, flushed to disk, renamed. Created with mode 0644
/// less the umask; never follows a link at the temporary name.
class AtomicFile {
public:
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    /// Where the bytes are until commit(), for reading them back before.
    [[nodiscard]] const std::filesystem::path& draft() const { return m_temporary; }
    /// Returns when they are on the disk, so that commit() has little left to do. Throws Error as commit() does.
    void settle();
    /// Throws Error when anything could not be written; then the target is as it was.
    void commit();

private:
    [[noreturn]] void fail(std::string_view action) const;
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor = -1;
};

/// A new folder beside `target` that nobody else can enter (mode 0700), gone with all that is in it at the end: for what has to be written
/// by others, under a name they choose, before it gets its own. Throws Error "cannot write 'target': <reason>".
class PrivateFolder {
public:
    explicit PrivateFolder(const std::filesystem::path& target);
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    [[nodiscard]] std::filesystem::path file(const std::filesystem::path& name) const { return m_folder / name; }

private:
    std::filesystem::path m_folder;
};

/// The name `relative` below `folder` with every link resolved, or nothing when it is absolute, climbs out with "..", or a link
/// on its way leaves the folder or points nowhere. Nothing too for the folder itself. The file itself need not exist.
[[nodiscard]] std::optional<std::filesystem::path> path_inside(const std::filesystem::path& folder, std::string_view relative);

} // namespace assay
