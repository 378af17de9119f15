// The one table of the language's functions: name, arguments, result, what absent values do, meaning. Parser, typing and
// docs/expressions.md read it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct FunctionInfo {
    std::string_view name;
    std::string_view arguments;   ///< as shown in the documentation
    std::size_t arity;
    std::string_view result;
    std::string_view when_absent;
    std::string_view meaning;
};

[[nodiscard]] std::span<const FunctionInfo> functions();
[[nodiscard]] const FunctionInfo* find_function(std::string_view name);
[[nodiscard]] const std::vector<std::string>& function_names();

} // namespace assay
