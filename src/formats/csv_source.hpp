// The bytes of a text file, hashed as they pass and turned into UTF-8, chunk by chunk. Knows no CSV.
#pragma once

#include "assay/base/hash.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1252, latin1 };

class TextSource {
public:
    /// `encoding` is empty or one of csv_encodings(). Throws Error when the file cannot be read, is empty or is not text.
    TextSource(std::filesystem::path file, std::string_view encoding);
    ~TextSource();
    TextSource(const TextSource&) = delete;
    TextSource& operator=(const TextSource&) = delete;

    /// The next piece of UTF-8, valid until the next call; empty at the end. Invalid input stays invalid UTF-8, for the reader to judge.
    [[nodiscard]] std::string_view next();

    [[nodiscard]] std::uint64_t bytes_done() const { return m_done; }
    [[nodiscard]] std::uint64_t bytes_total() const { return m_total; }
    /// Hex; empty until next() gave the end.
    [[nodiscard]] const std::string& sha256() const { return m_sha256; }
    [[nodiscard]] std::string describe() const;
    /// "UTF-8", "UTF-16"…
    [[nodiscard]] std::string_view encoding_name() const;
    /// The file's name as shown in messages.
    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    std::string_view read_bytes();
    void choose_encoding(std::string_view stated, std::string_view& bytes);
    void require_text(std::string_view bytes) const;
    std::string_view decode(std::string_view bytes);
    void decode_utf16(std::string_view bytes);
    [[noreturn]] void fail(std::string_view text) const;

    std::filesystem::path m_file;
    std::string m_name;
    int m_descriptor = -1;
    Encoding m_encoding = Encoding::utf8;
    bool m_mark = false;             ///< a byte order mark was there
    std::vector<char> m_raw;
    std::string m_text;              ///< decoded, unless the file is UTF-8
    std::string_view m_first;        ///< bytes read while the encoding was chosen
    std::string m_rest;              ///< half a UTF-16 unit
    std::uint32_t m_high = 0;        ///< a high surrogate that waits for its low one
    Sha256 m_hash;
    std::string m_sha256;
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

} // namespace assay
