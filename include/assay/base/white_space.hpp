// White space as XML knows it: space, tab, CR, LF (not the no-break space).
#pragma once

#include <string>
#include <string_view>

namespace assay {

[[nodiscard]] constexpr bool is_xml_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
[[nodiscard]] std::string_view trim_xml_space(std::string_view text);
/// Ends trimmed, runs of white space inside made one space.
[[nodiscard]] std::string collapse_space(std::string_view text);

} // namespace assay
