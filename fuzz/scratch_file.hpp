// The bytes under test as a file, for parsers that read files: always the same one, in memory where the system has such a folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

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
    }
    ~ScratchFile() {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    void write(const std::uint8_t* data, std::size_t size) const {
        std::ofstream stream(m_path, std::ios::binary | std::ios::trunc);
        stream.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
        if (!stream.flush()) {
            std::abort();
        }
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_path;
};
