// Whole files in and out, and names that cannot leave their folder.
#include "assay/base/file.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_chunk_bytes = std::size_t{64} * 1024;
constexpr int k_max_name_attempts = 1000;

[[noreturn]] void fail_to_read(const fs::path& file, int error) {
    throw Error(fmt::format("cannot read '{}': {}", file.string(), std::strerror(error)));
}

struct OpenFile {
    explicit OpenFile(const fs::path& file) : descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (descriptor < 0) {
            fail_to_read(file, errno);
        }
    }
    ~OpenFile() { ::close(descriptor); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int descriptor;
};

fs::path folder_of(const fs::path& target) { return target.has_parent_path() ? target.parent_path() : fs::path("."); }

/// The folder itself or something below it; both are canonical.
bool is_at_or_below(const fs::path& path, const fs::path& folder) {
    auto part = path.begin();
    for (const fs::path& wanted : folder) {
        if (part == path.end() || *part != wanted) {
            return false;
        }
        ++part;
    }
    return true;
}

} // namespace

std::string read_file(const fs::path& file, std::uint64_t max_bytes) {
    const OpenFile open(file);
    std::string text;
    struct ::stat status = {};
    if (::fstat(open.descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        text.reserve(static_cast<std::size_t>(std::min(static_cast<std::uint64_t>(status.st_size), max_bytes)));
    }
    std::array<char, k_chunk_bytes> chunk; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
    while (true) {
        const ssize_t count = ::read(open.descriptor, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            fail_to_read(file, errno);
        }
        if (count == 0) {
            return text;
        }
        if (static_cast<std::uint64_t>(count) > max_bytes - text.size()) {
            throw Error(fmt::format("cannot read '{}': is larger than {} bytes", file.string(), max_bytes));
        }
        text.append(chunk.data(), static_cast<std::size_t>(count));
    }
}

AtomicFile::AtomicFile(fs::path target) : m_target(std::move(target)) {
    if (!m_target.has_filename()) {
        errno = EISDIR;
        fail("write");
    }
    static std::atomic<unsigned> s_counter{0};
    for (int attempt = 0; attempt < k_max_name_attempts; ++attempt) {
        m_temporary = folder_of(m_target) / fmt::format(".assay-{}-{}.tmp", ::getpid(), s_counter++);
        m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (m_descriptor >= 0) {
            return;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    fail("write");
}

AtomicFile::~AtomicFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        ::unlink(m_temporary.c_str());
    }
}

void AtomicFile::write(std::string_view bytes) {
    if (m_descriptor < 0) {
        errno = EBADF;
        fail("write");
    }
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            fail("write");
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void AtomicFile::settle() {
    if (m_descriptor < 0) {
        errno = EBADF;
        fail("write");
    }
    if (::fsync(m_descriptor) != 0) {
        fail("write");
    }
}

void AtomicFile::commit() {
    settle();
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        fail("replace");
    }
    const int descriptor = m_descriptor;
    m_descriptor = -1;
    if (::close(descriptor) != 0) {
        fail("write");
    }
    // The rename itself must reach the disk too; some file systems refuse to sync a folder, and then there is nothing more to do.
    const int folder = ::open(folder_of(m_target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

void AtomicFile::fail(std::string_view action) const {
    throw Error(fmt::format("cannot {} '{}': {}", action, m_target.string(), std::strerror(errno)));
}

PrivateFolder::PrivateFolder(const fs::path& target) {
    auto name = (folder_of(target) / ".assay-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw Error(fmt::format("cannot write '{}': {}", escape_control(target.string()), std::strerror(errno)));
    }
    m_folder = name;
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

std::optional<fs::path> path_inside(const fs::path& folder, std::string_view relative) {
    const fs::path wanted(relative);
    std::error_code error;
    const fs::path root = fs::canonical(folder, error);
    if (error || relative.empty() || wanted.is_absolute() || relative.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    fs::path resolved = root;
    for (const fs::path& part : wanted) {
        if (part.empty() || part == ".") {
            continue;
        }
        if (part == "..") {
            if (resolved == root) {
                return std::nullopt;
            }
            resolved = resolved.parent_path();
            continue;
        }
        resolved /= part;
        if (fs::is_symlink(fs::symlink_status(resolved, error))) {
            // A dangling link is refused: writing through it would make a file wherever it points.
            resolved = fs::canonical(resolved, error);
            if (error || !is_at_or_below(resolved, root)) {
                return std::nullopt;
            }
        }
    }
    return resolved == root ? std::nullopt : std::optional(resolved);
}

} // namespace assay
