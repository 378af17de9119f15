#include "cli/option.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::cli {

std::string read_word(const Arguments& arguments, std::string_view option, std::initializer_list<std::string_view> words) {
    if (!arguments.has(option)) {
        return std::string(*words.begin());
    }
    const auto given = arguments.text(option);
    std::vector<std::string> known(words.begin(), words.end());
    if (std::ranges::find(known, given) != known.end()) {
        return given;
    }
    const auto hint = did_you_mean(given, known);
    throw Error(fmt::format("{} takes {}, not '{}'{}", option, fmt::join(known, ", "), escape_control(given), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
}

std::optional<std::int64_t> read_number(const Arguments& arguments, std::string_view option) {
    if (!arguments.has(option)) {
        return std::nullopt;
    }
    const auto number = parse_integer(arguments.text(option));
    if (!number || *number < 0) {
        throw Error(fmt::format("{} takes a whole number that is not negative, not '{}'", option, escape_control(arguments.text(option))), ErrorKind::usage);
    }
    return number;
}

std::optional<Date> find_date(const Arguments& arguments, std::string_view option) {
    return arguments.has(option) ? std::optional(read_date(arguments, option, {})) : std::nullopt;
}

} // namespace assay::cli
