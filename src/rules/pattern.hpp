// Regular expressions of the language, checked when the check is loaded. The only user of RE2 in rules.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// Empty when the pattern is good, else what RE2 says is wrong with it.
[[nodiscard]] std::string fault_of_pattern(std::string_view pattern);
/// Does the whole text fit the pattern? The pattern must be good.
[[nodiscard]] bool fits_pattern(std::string_view text, const std::string& pattern);

} // namespace assay
