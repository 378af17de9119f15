// Reading the arguments that several commands share. Everything wrong is an Error of kind usage that names the option.
#pragma once

#include "cli/command.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace assay::cli {

/// One of `words`, the first when the option is not given.
[[nodiscard]] std::string read_word(const Arguments& arguments, std::string_view option, std::initializer_list<std::string_view> words);
/// A whole number that is not negative.
[[nodiscard]] std::optional<std::int64_t> read_number(const Arguments& arguments, std::string_view option);
[[nodiscard]] std::optional<Date> find_date(const Arguments& arguments, std::string_view option);

} // namespace assay::cli
