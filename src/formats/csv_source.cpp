// Text files in the encodings that spreadsheets and ticket tools write.
#include "formats/csv_source.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "formats/csv_beginnings.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace assay {

namespace {

constexpr std::size_t k_chunk_bytes = std::size_t{256} * 1024;
constexpr std::size_t k_least_text_chunk = std::size_t{4} * 1024; ///< a small file needs no more

struct EncodingName {
    std::string_view word;
    Encoding encoding;
};

/// Sorted by word.
constexpr std::array<EncodingName, 5> k_encodings = {{
    {"iso-8859-1", Encoding::latin1},
    {"utf-16be", Encoding::utf16be},
    {"utf-16le", Encoding::utf16le},
    {"utf-8", Encoding::utf8},
    {"windows-1252", Encoding::windows1252},
}};

/// Windows-1252 at 0x80 to 0x9F; the five bytes that it leaves open are control characters, as browsers read them.
constexpr std::array<char16_t, 32> k_windows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

std::optional<Encoding> find_encoding(std::string_view word) {
    const std::string lower = to_lower(word);
    for (const EncodingName& name : k_encodings) {
        if (name.word == lower) {
            return name.encoding;
        }
    }
    return std::nullopt;
}

/// Surrogates come out as three bytes that are not UTF-8, which the reader then reports for the row.
void append_code_point(std::string& text, std::uint32_t point) {
    const auto byte = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (point < 0x80) {
        text += byte(point);
    } else if (point < 0x800) {
        text += byte(0xC0U | (point >> 6U));
        text += byte(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        text += byte(0xE0U | (point >> 12U));
        text += byte(0x80U | ((point >> 6U) & 0x3FU));
        text += byte(0x80U | (point & 0x3FU));
    } else {
        text += byte(0xF0U | (point >> 18U));
        text += byte(0x80U | ((point >> 12U) & 0x3FU));
        text += byte(0x80U | ((point >> 6U) & 0x3FU));
        text += byte(0x80U | (point & 0x3FU));
    }
}

bool is_binary_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v';
}

} // namespace

const std::vector<std::string>& csv_encodings() {
    static const std::vector<std::string> s_words = [] {
        std::vector<std::string> words;
        words.reserve(k_encodings.size());
        for (const EncodingName& name : k_encodings) {
            words.emplace_back(name.word);
        }
        return words;
    }();
    return s_words;
}

TextSource::TextSource(std::filesystem::path file, std::string_view encoding)
    : m_file(std::move(file)), m_name(escape_control(m_file.string())) {
    m_descriptor = ::open(m_file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (m_descriptor < 0 || ::fstat(m_descriptor, &status) != 0) {
        fail(std::strerror(errno));
    }
    try {
        m_total = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
        m_raw.resize(S_ISREG(status.st_mode) ? std::clamp<std::size_t>(m_total, k_least_text_chunk, k_chunk_bytes) : k_chunk_bytes);
        std::string_view bytes = read_bytes();
        choose_encoding(encoding, bytes);
        require_text(bytes);
        m_first = bytes;
    } catch (...) {
        ::close(m_descriptor);
        throw;
    }
}

TextSource::~TextSource() { ::close(m_descriptor); }

void TextSource::fail(std::string_view text) const { throw Error(fmt::format("cannot read '{}': {}", m_name, text)); }

/// As many bytes as the buffer holds, so that the first piece of a pipe is as telling as that of a file.
std::string_view TextSource::read_bytes() {
    std::size_t filled = 0;
    while (filled < m_raw.size()) {
        const ssize_t count = ::read(m_descriptor, m_raw.data() + filled, m_raw.size() - filled);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            fail(std::strerror(errno));
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    const std::string_view bytes(m_raw.data(), filled);
    m_hash.update(bytes);
    m_done += filled;
    return bytes;
}

void TextSource::choose_encoding(std::string_view stated, std::string_view& bytes) {
    const std::optional<Encoding> wanted = stated.empty() ? Encoding::utf8 : find_encoding(stated);
    if (!wanted) {
        throw Error(fmt::format("unknown encoding '{}' (known: {})", stated, fmt::join(csv_encodings(), ", ")), ErrorKind::usage);
    }
    for (const OtherKind& kind : k_other_kinds) {
        if (bytes.starts_with(kind.bytes)) {
            fail(fmt::format("it is {}, not CSV text (export it as CSV in UTF-8)", kind.what));
        }
    }
    struct Mark {
        std::string_view bytes;
        Encoding encoding;
    };
    constexpr std::array<Mark, 3> k_marks = {{{k_utf8_mark, Encoding::utf8}, {"\xFF\xFE", Encoding::utf16le}, {"\xFE\xFF", Encoding::utf16be}}};
    m_encoding = *wanted;
    for (const Mark& mark : k_marks) {
        if (!bytes.starts_with(mark.bytes)) {
            continue;
        }
        if (!stated.empty() && mark.encoding != *wanted) {
            fail(fmt::format("its byte order mark contradicts the encoding '{}'", stated));
        }
        m_encoding = mark.encoding;
        m_mark = true;
        bytes.remove_prefix(mark.bytes.size());
        return;
    }
}

/// A table of text has next to no control characters, least of all in its first line.
void TextSource::require_text(std::string_view bytes) const {
    if (bytes.empty()) {
        fail("it is empty (a header line with the names of the columns is needed)");
    }
    if (m_encoding == Encoding::utf16le || m_encoding == Encoding::utf16be) {
        return;
    }
    const auto nulls = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\0'));
    if (nulls > bytes.size() / 4) {
        const bool little = bytes.front() != '\0';
        fail(fmt::format("it is not text, or UTF-16 without a byte order mark (then state the encoding 'utf-16{}')", little ? "le" : "be"));
    }
    const std::string_view header = bytes.substr(0, bytes.find_first_of("\r\n"));
    const auto in_header = std::count_if(header.begin(), header.end(), is_binary_control);
    const auto controls = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_binary_control));
    if (in_header > 0 || controls > 8 + bytes.size() / 100) {
        const std::size_t first = static_cast<std::size_t>(std::find_if(bytes.begin(), bytes.end(), is_binary_control) - bytes.begin());
        fail(fmt::format("it is not text (byte {} is 0x{:02X})", first + (m_mark ? 4 : 1), static_cast<unsigned char>(bytes[first])));
    }
}

std::string_view TextSource::next() {
    std::string_view bytes = m_first.empty() ? read_bytes() : std::exchange(m_first, {});
    while (!bytes.empty()) {
        const std::string_view text = decode(bytes);
        if (!text.empty()) {
            return text;
        }
        bytes = read_bytes(); // half a character, or nothing but the byte order mark
    }
    if (!m_rest.empty()) {
        fail("it ends in the middle of a character (is it cut off?)");
    }
    if (m_high != 0) {
        m_text.clear();
        append_code_point(m_text, std::exchange(m_high, 0));
        return m_text;
    }
    if (m_sha256.empty()) {
        m_sha256 = to_hex(m_hash.finish());
    }
    return {};
}

std::string_view TextSource::decode(std::string_view bytes) {
    if (m_encoding == Encoding::utf8) {
        return bytes;
    }
    m_text.clear();
    if (m_encoding == Encoding::utf16le || m_encoding == Encoding::utf16be) {
        decode_utf16(bytes);
        return m_text;
    }
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool differs = m_encoding == Encoding::windows1252 && byte >= 0x80 && byte < 0xA0;
        append_code_point(m_text, differs ? k_windows1252[byte - 0x80U] : byte);
    }
    return m_text;
}

void TextSource::decode_utf16(std::string_view bytes) {
    if (!m_rest.empty()) {
        m_rest += bytes.front();
        bytes.remove_prefix(1);
        const std::string unit = std::exchange(m_rest, {});
        decode_utf16(unit);
    }
    const std::size_t low = m_encoding == Encoding::utf16le ? 0 : 1;
    for (; bytes.size() >= 2; bytes.remove_prefix(2)) {
        const auto unit = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[low]) | static_cast<unsigned char>(bytes[1 - low]) << 8U);
        if (m_high != 0) {
            if (unit >= 0xDC00 && unit < 0xE000) {
                append_code_point(m_text, 0x10000 + ((m_high - 0xD800) << 10U) + (unit - 0xDC00));
                m_high = 0;
                continue;
            }
            append_code_point(m_text, std::exchange(m_high, 0));
        }
        if (unit >= 0xD800 && unit < 0xDC00) {
            m_high = unit;
        } else {
            append_code_point(m_text, unit);
        }
    }
    m_rest.assign(bytes);
}

std::string_view TextSource::encoding_name() const {
    switch (m_encoding) {
    case Encoding::utf8:
        return "UTF-8";
    case Encoding::utf16le:
    case Encoding::utf16be:
        return "UTF-16";
    case Encoding::windows1252:
        return "Windows-1252";
    case Encoding::latin1:
        return "ISO 8859-1";
    }
    return "";
}

std::string TextSource::describe() const {
    std::string text(encoding_name());
    if (m_encoding == Encoding::utf16le) {
        text += " little-endian";
    } else if (m_encoding == Encoding::utf16be) {
        text += " big-endian";
    }
    return m_mark ? text + " with byte order mark" : text;
}

} // namespace assay
