#include "formats/zip_archive.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

namespace assay {
namespace {

constexpr std::size_t k_hash_chunk = std::size_t{256} * 1024;

/// A name that an unpacking program would write somewhere else, or that two programs read differently.
bool is_unsafe(std::string_view name) {
    const bool odd = name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
                     name.find(':') != std::string_view::npos ||
                     std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    for (std::size_t begin = 0; !odd && begin <= name.size();) {
        const auto end = std::min(name.find('/', begin), name.size());
        if (name.substr(begin, end - begin) == "..") {
            return true;
        }
        begin = end + 1;
    }
    return odd;
}

std::string megabytes(std::uint64_t bytes) { return fmt::format("{} MB", group_thousands(static_cast<std::int64_t>(bytes >> 20U))); }

} // namespace

struct ZipArchive::State {
    struct Entry {
        std::string name;
        std::uint64_t packed = 0;
        std::uint64_t unpacked = 0;
    };
    std::string name;
    ZipLimits limits;
    std::string_view bytes;    ///< of an archive in memory
    std::FILE* file = nullptr; ///< closed by libzip
    zip_t* zip = nullptr;
    std::uint64_t size = 0;
    std::vector<Entry> entries;
    std::map<std::string, std::uint64_t, std::less<>> by_name;
    std::map<std::string, std::uint64_t, std::less<>> by_lower;

    ~State() {
        if (zip != nullptr) {
            zip_discard(zip);
        }
    }
    [[noreturn]] void fail(const std::string& text) const { throw Error(fmt::format("cannot read '{}': {}", name, text)); }

    void take(zip_source_t* source) {
        zip_error_t error;
        zip_error_init(&error);
        zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
        if (zip == nullptr) {
            const std::string text = source == nullptr ? "out of memory" : zip_error_strerror(&error);
            zip_error_fini(&error);
            if (source != nullptr) {
                zip_source_free(source);
            }
            fail(fmt::format("it is no intact ZIP archive ({}); get the file anew", text));
        }
        zip_error_fini(&error);
    }
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

ZipArchive ZipArchive::open(const std::filesystem::path& file, const ZipLimits& limits) {
    auto state = std::make_unique<State>();
    state->name = escape_control(file.string());
    state->limits = limits;
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        const std::string reason = descriptor < 0 ? std::strerror(errno) : "it is not a regular file";
        if (descriptor >= 0) {
            ::close(descriptor);
        }
        state->fail(reason);
    }
    state->size = static_cast<std::uint64_t>(status.st_size);
    state->file = ::fdopen(descriptor, "rb");
    if (state->file == nullptr) {
        ::close(descriptor);
        state->fail(std::strerror(errno));
    }
    auto* source = zip_source_filep_create(state->file, 0, -1, nullptr);
    if (source == nullptr) {
        std::fclose(state->file);
    }
    state->take(source);
    ZipArchive archive(std::move(state));
    archive.check_entries();
    return archive;
}

ZipArchive ZipArchive::open_bytes(std::string_view bytes, std::string_view name, const ZipLimits& limits) {
    auto state = std::make_unique<State>();
    state->name = escape_control(name);
    state->limits = limits;
    state->bytes = bytes;
    state->size = bytes.size();
    state->take(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
    ZipArchive archive(std::move(state));
    archive.check_entries();
    return archive;
}

void ZipArchive::check_entries() {
    auto& state = *m_state;
    const auto count = static_cast<std::uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(state.zip, 0), 0));
    if (count > state.limits.max_entries) {
        state.fail(fmt::format("it holds {} entries, more than {}", group_thousands(static_cast<std::int64_t>(count)),
                               group_thousands(static_cast<std::int64_t>(state.limits.max_entries))));
    }
    for (std::uint64_t index = 0; index < count; ++index) {
        zip_stat_t about;
        zip_stat_init(&about);
        if (zip_stat_index(state.zip, index, 0, &about) != 0 || (about.valid & ZIP_STAT_NAME) == 0) {
            state.fail(fmt::format("its entry {} is damaged; get the file anew", index + 1));
        }
        const std::string name = about.name;
        const auto shown = escape_control(name);
        if (is_unsafe(name)) {
            state.fail(fmt::format("its entry '{}' has a name that leads out of the archive; no spreadsheet program writes that", shown));
        }
        if (!state.by_name.emplace(name, index).second) {
            state.fail(fmt::format("it holds two entries '{}'; no spreadsheet program writes that", shown));
        }
        if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
            state.fail(fmt::format("its entry '{}' is encrypted; save the file without a password", shown));
        }
        state.by_lower.emplace(to_lower(name), index);
        state.entries.push_back({name, about.comp_size, about.size});
    }
}

std::optional<std::uint64_t> ZipArchive::find(std::string_view entry) const {
    if (const auto found = m_state->by_name.find(entry); found != m_state->by_name.end()) {
        return found->second;
    }
    const auto found = m_state->by_lower.find(to_lower(entry));
    return found == m_state->by_lower.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> ZipArchive::entry_names() const {
    std::vector<std::string> names;
    names.reserve(m_state->entries.size());
    for (const auto& entry : m_state->entries) {
        names.push_back(entry.name);
    }
    return names;
}

std::uint64_t ZipArchive::unpacked_bytes(std::uint64_t index) const { return m_state->entries[index].unpacked; }
const std::string& ZipArchive::name() const { return m_state->name; }
std::uint64_t ZipArchive::archive_bytes() const { return m_state->size; }

std::string ZipArchive::sha256() const {
    if (m_state->file == nullptr) {
        return to_hex(assay::sha256(m_state->bytes));
    }
    // pread leaves libzip's place in the file alone.
    Sha256 hash;
    std::vector<char> chunk(k_hash_chunk);
    for (off_t at = 0;;) {
        const auto count = ::pread(::fileno(m_state->file), chunk.data(), chunk.size(), at);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            m_state->fail(std::strerror(errno));
        }
        if (count == 0) {
            return to_hex(hash.finish());
        }
        hash.update(std::string_view(chunk.data(), static_cast<std::size_t>(count)));
        at += count;
    }
}

struct ZipStream::State {
    const ZipArchive::State* archive = nullptr;
    const ZipArchive::State::Entry* entry = nullptr;
    zip_file_t* file = nullptr;
    std::uint64_t done = 0;

    ~State() {
        if (file != nullptr) {
            zip_fclose(file);
        }
    }
    [[noreturn]] void fail(const std::string& text) const {
        archive->fail(fmt::format("its part '{}' {}", escape_control(entry->name), text));
    }
};

ZipStream::ZipStream(const ZipArchive& archive, std::uint64_t index) : m_state(std::make_unique<State>()) {
    m_state->archive = archive.m_state.get();
    m_state->entry = &archive.m_state->entries[index];
    m_state->file = zip_fopen_index(archive.m_state->zip, index, 0);
    if (m_state->file == nullptr) {
        m_state->fail(fmt::format("is damaged ({}); get the file anew", zip_strerror(archive.m_state->zip)));
    }
}

ZipStream::~ZipStream() = default;

std::size_t ZipStream::read(std::span<char> buffer) {
    auto& state = *m_state;
    const auto count = zip_fread(state.file, buffer.data(), buffer.size());
    if (count < 0) {
        state.fail(fmt::format("is damaged ({}); get the file anew", zip_file_strerror(state.file)));
    }
    state.done += static_cast<std::uint64_t>(count);
    const auto& limits = state.archive->limits;
    if (state.done > limits.max_entry_bytes) {
        state.fail(fmt::format("unpacks to more than {}; split the sheet", megabytes(limits.max_entry_bytes)));
    }
    // What the archive says about a packed size may be a lie, but it cannot be more than the whole file.
    const auto packed = std::clamp<std::uint64_t>(state.entry->packed, 1, std::max<std::uint64_t>(state.archive->size, 1));
    if (state.done > limits.ratio_from_bytes && state.done / packed > limits.max_ratio) {
        state.fail(fmt::format("unpacks to more than {} times its size, as a ZIP bomb does; save the sheet as CSV", limits.max_ratio));
    }
    return static_cast<std::size_t>(count);
}

std::uint64_t ZipStream::bytes_done() const { return m_state->done; }

} // namespace assay
