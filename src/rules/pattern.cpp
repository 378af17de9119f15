#include "rules/pattern.hpp"

#include <re2/re2.h>

namespace assay {

std::string fault_of_pattern(std::string_view pattern) {
    RE2::Options options;
    options.set_log_errors(false);
    const RE2 compiled(re2::StringPiece(pattern.data(), pattern.size()), options);
    return compiled.ok() ? std::string() : compiled.error();
}

bool fits_pattern(std::string_view text, const std::string& pattern) {
    RE2::Options options;
    options.set_log_errors(false);
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), RE2(pattern, options));
}

} // namespace assay
