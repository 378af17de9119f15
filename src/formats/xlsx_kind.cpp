#include "formats/xlsx_kind.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_chunk_bytes = 1U << 20U;
/// "EncryptedPackage" as an OLE container spells the name of the stream that holds an encrypted workbook.
constexpr std::string_view k_encrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31);

FileKind kind_of(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        return FileKind::zip;
    }
    return bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") ? FileKind::ole : FileKind::other;
}

std::ifstream open_file(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw Error(fmt::format("cannot read '{}': {}", escape_control(file.string()), std::strerror(errno)));
    }
    return in;
}

bool is_encrypted(const std::filesystem::path& file) {
    auto in = open_file(file);
    std::vector<char> chunk(k_chunk_bytes);
    std::string seen;
    while (in) {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        seen.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
        if (seen.find(k_encrypted) != std::string::npos) {
            return true;
        }
        seen.erase(0, seen.size() - std::min(seen.size(), k_encrypted.size())); // it may lie across two chunks
    }
    return false;
}

void require(FileKind kind, const std::string& name, bool encrypted) {
    const auto fail = [&](std::string_view text) { throw Error(fmt::format("cannot read '{}': {}", escape_control(name), text)); };
    if (kind == FileKind::ole && encrypted) {
        fail("it is encrypted; open it with its password, save it without one, and import that");
    } else if (kind == FileKind::ole) {
        fail("it is an Excel 97-2003 file (.xls); save it as an Excel workbook (.xlsx) or as CSV");
    } else if (kind == FileKind::other) {
        fail("it is no Excel workbook, whatever its name says; save it as an Excel workbook (.xlsx) or as CSV");
    }
}

} // namespace

FileKind find_file_kind(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        return FileKind::other; // looking into a pipe would take its first bytes away
    }
    auto in = open_file(file);
    std::array<char, 8> begin{};
    in.read(begin.data(), begin.size());
    return kind_of({begin.data(), static_cast<std::size_t>(in.gcount())});
}

namespace xlsx {

void require_zip(const std::filesystem::path& file) {
    const auto kind = find_file_kind(file);
    require(kind, file.string(), kind == FileKind::ole && is_encrypted(file));
}

void require_zip(std::string_view bytes, const std::string& name) {
    require(kind_of(bytes), name, bytes.find(k_encrypted) != std::string_view::npos);
}

} // namespace xlsx

} // namespace assay
