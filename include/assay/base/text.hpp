// Text as people type it: trimming, UTF-8 checks, normal form, loose comparison of headers, counts in words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// ASCII white space and the no-break space (U+00A0) off both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] bool is_ascii(std::string_view text);
/// Byte offset of the first byte that is not UTF-8, or npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text);
/// Normal form C. The text must be valid UTF-8; ASCII is returned as it is.
[[nodiscard]] std::string to_nfc(std::string_view text);
/// Lower case by simple Unicode case folding; bytes that are not UTF-8 stay as they are.
[[nodiscard]] std::string to_lower(std::string_view text);
/// Letters and digits only, lower case: "Incident ID" and "incident_id" fold to "incidentid".
[[nodiscard]] std::string fold_header(std::string_view text);
/// One element a code point; U+FFFD for a byte that is not UTF-8.
[[nodiscard]] std::u32string to_code_points(std::string_view text);
/// Control characters and bytes that are not UTF-8 as "\\n", "\\t", "\\x1B": for text from a user's file on its way to a terminal.
[[nodiscard]] std::string escape_control(std::string_view text);
/// Columns a text takes on a terminal: none for combining marks, two for wide letters, one for a byte that is not UTF-8.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// Words between white space.
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);
/// "1,234,567"
[[nodiscard]] std::string group_thousands(std::int64_t number);
/// "1 row", "2,300 rows"
[[nodiscard]] std::string count_of(std::int64_t number, std::string_view singular, std::string_view plural);

} // namespace assay
