#include "assay/formats/zip.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"
#include "formats/zip_archive.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <zip.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_part_bytes = 80;
constexpr std::size_t k_ending_bytes = 12;
constexpr std::size_t k_read_back_bytes = std::size_t{256} * 1024;
constexpr zip_uint32_t k_plain_file = 0100644U << 16U; // mode of a file that everybody may read, as UNIX archives hold it
constexpr int k_first_dos_year = 1980;
constexpr int k_last_dos_year = 2107;

bool is_portable_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool is_portable_part(std::string_view part) {
    return !part.empty() && part.front() != '-' && part.back() != '.' && std::ranges::all_of(part, is_portable_char);
}

constexpr zip_uint16_t k_noon = 12U << 11U; // libzip goes by way of the machine's zone, where midnight may not exist; noon always does

/// Days as DOS counts them.
zip_uint16_t dos_date(Date day) {
    const std::chrono::year_month_day parts{day};
    const int year = std::clamp(static_cast<int>(parts.year()), k_first_dos_year, k_last_dos_year);
    return static_cast<zip_uint16_t>((static_cast<unsigned>(year - k_first_dos_year) << 9U) | (static_cast<unsigned>(parts.month()) << 5U) |
                                     static_cast<unsigned>(parts.day()));
}

/// Thrown away unless it is closed well: then nothing stands under its name.
class OpenZip {
public:
    explicit OpenZip(const fs::path& target) : m_name(escape_control(target.string())) {
        int code = 0;
        m_zip = zip_open(target.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        if (m_zip == nullptr) {
            zip_error_t error;
            zip_error_init_with_code(&error, code);
            const std::string why = zip_error_strerror(&error);
            zip_error_fini(&error);
            throw Error(fmt::format("cannot write '{}': {}", m_name, why));
        }
    }
    ~OpenZip() {
        if (m_zip != nullptr) {
            zip_discard(m_zip);
        }
    }
    OpenZip(const OpenZip&) = delete;
    OpenZip& operator=(const OpenZip&) = delete;

    void add(const std::string& entry, const fs::path& source, Date stamp) {
        auto* bytes = zip_source_file(m_zip, source.c_str(), 0, -1);
        const auto index = bytes == nullptr ? -1 : zip_file_add(m_zip, entry.c_str(), bytes, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(bytes);
            fail();
        }
        const auto at = static_cast<zip_uint64_t>(index);
        if (zip_file_set_dostime(m_zip, at, k_noon, dos_date(stamp), 0) != 0 || zip_file_set_external_attributes(m_zip, at, 0, ZIP_OPSYS_UNIX, k_plain_file) != 0 ||
            zip_set_file_compression(m_zip, at, ZIP_CM_DEFLATE, 0) != 0) {
            fail();
        }
    }

    void close(const Run& run) {
        zip_register_cancel_callback_with_state(
            m_zip, [](zip_t*, void* state) { return static_cast<const Run*>(state)->stop.stop_requested() ? 1 : 0; }, nullptr, const_cast<Run*>(&run));
        if (zip_close(m_zip) != 0) {
            throw_if_stopped(run);
            fail();
        }
        m_zip = nullptr;
    }

private:
    [[noreturn]] void fail() const { throw Error(fmt::format("cannot write '{}': {}", m_name, zip_strerror(m_zip))); }

    std::string m_name;
    zip_t* m_zip = nullptr;
};

} // namespace

bool is_portable_entry(std::string_view name) {
    while (true) {
        const auto slash = name.find('/');
        if (!is_portable_part(name.substr(0, slash))) {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        name.remove_prefix(slash + 1);
    }
}

std::string portable_part(std::string_view text) {
    std::string part;
    for (const char c : text) {
        const char safe = is_portable_char(c) ? c : '_';
        // A letter beyond ASCII is several bytes, and one sign for all of them is enough.
        if (safe != '_' || part.empty() || part.back() != '_') {
            part += safe;
        }
    }
    while (!part.empty() && part.back() == '.') {
        part.pop_back();
    }
    if (part.empty() || part.front() == '-' || part.front() == '.') {
        part.insert(part.begin(), '_');
    }
    if (part.size() > k_part_bytes) {
        const auto point = part.rfind('.');
        const auto ending = point != std::string::npos && part.size() - point <= k_ending_bytes ? part.substr(point) : std::string();
        part = part.substr(0, k_part_bytes - ending.size()) + ending;
        while (part.back() == '.') {
            part.pop_back();
        }
    }
    return part;
}

void ZipWriter::add_file(const std::string& entry, const fs::path& source) {
    if (!is_portable_entry(entry)) {
        throw Error(fmt::format("'{}' cannot be the name of a file in an archive; use letters, digits, '.', '_' and '-'", escape_control(entry)));
    }
    if (const auto [other, is_new] = m_by_lower.emplace(to_lower(entry), entry); !is_new) {
        throw Error(fmt::format("two files of the archive '{}' would be named '{}' and '{}'; a system that does not tell case would keep one",
                                escape_control(m_target.string()), other->second, entry));
    }
    m_entries.emplace(entry, source);
}

void ZipWriter::finish(const Run& run) const {
    OpenZip zip(m_target);
    for (const auto& [entry, source] : m_entries) {
        zip.add(entry, source, m_stamp);
    }
    zip.close(run);
}

std::map<std::string, ZipEntryHash> hash_zip_entries(const Run& run, const fs::path& file) {
    // What we wrote ourselves may be large and pack well; the limits are for files of others.
    constexpr auto k_any = std::numeric_limits<std::uint64_t>::max();
    const auto archive = ZipArchive::open(file, {k_any, k_any, k_any, k_any});
    std::map<std::string, ZipEntryHash> hashes;
    std::vector<char> chunk(k_read_back_bytes);
    for (const auto& name : archive.entry_names()) {
        throw_if_stopped(run);
        ZipStream stream(archive, *archive.find(name));
        Sha256 hash;
        for (std::size_t count = stream.read(chunk); count > 0; count = stream.read(chunk)) {
            hash.update(std::string_view(chunk.data(), count));
        }
        hashes[name] = {to_hex(hash.finish()), stream.bytes_done()};
    }
    return hashes;
}

} // namespace assay
