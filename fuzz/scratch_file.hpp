// The bytes under test as a file, for parsers that read files: always the same one, in memory where the system has such a folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <unistd.h>

class ScratchFile {
public:
    explicit ScratchFile(const std::string& name) {
        const std::filesystem::path memory = "/dev/shm";
        std::error_code ignored;
        const auto root = std::filesystem::is_directory(memory, ignored) ? memory : std::filesystem::temp_directory_path();
        m_folder = root / ("assay-fuzz-" + std::to_string(::getpid()));
        m_path = m_folder / name;
        std::filesystem::create_directories(m_path.parent_path());
        m_descriptor = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); // NOLINT(cppcoreguidelines-pro-type-vararg)
        if (m_descriptor < 0) {
            std::abort();
        }
    }
    ~ScratchFile() {
        ::close(m_descriptor);
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    /// Kept open: opening it anew for every run would cost more than many a run.
    void write(const std::uint8_t* data, std::size_t size) const {
        if (::pwrite(m_descriptor, data, size, 0) != static_cast<ssize_t>(size) || ::ftruncate(m_descriptor, static_cast<off_t>(size)) != 0) {
            std::abort();
        }
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_path;
    int m_descriptor = -1;
};
