// The value of one field of one row, in the form in which it is stored. What the number means is said by the field's type.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace assay {

using Absent = std::monostate;

/// Absent, or a number (integer, scaled decimal, boolean 0/1, days since 1970, seconds since 1970, seconds of a duration),
/// or text (text, enum word, reference key, file path, set as sorted unique JSON array). There is no floating point.
using Value = std::variant<Absent, std::int64_t, std::string>;

[[nodiscard]] inline bool is_absent(const Value& value) { return std::holds_alternative<Absent>(value); }
[[nodiscard]] inline const std::string* text_of(const Value& value) { return std::get_if<std::string>(&value); }
[[nodiscard]] inline const std::int64_t* number_of(const Value& value) { return std::get_if<std::int64_t>(&value); }

using Row = std::vector<Value>;

} // namespace assay
