#include "rules/functions.hpp"

#include "assay/rules/docs.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr FunctionInfo k_functions[] = {
    {"contains", "text or set, 'text'", 2, "boolean", "unknown", "the text holds this text, letter for letter; the set holds this word"},
    {"exists", "any", 1, "boolean", "false", "the value is recorded"},
    {"if", "condition, a, b", 3, "type of a and b", "absent when the condition is unknown", "a where the condition is true, b where it is false"},
    {"lower", "text", 1, "text", "absent", "lower case, by Unicode's simple case folding"},
    {"matches", "text, 'pattern'", 2, "boolean", "unknown", "the whole text fits the regular expression (RE2 syntax)"},
    {"on", "datetime", 1, "date", "absent", "the calendar day in the workspace's time zone"},
};

} // namespace

std::span<const FunctionInfo> functions() { return k_functions; }

const FunctionInfo* find_function(std::string_view name) {
    const auto* const found = std::ranges::lower_bound(k_functions, name, {}, &FunctionInfo::name);
    return found != std::end(k_functions) && found->name == name ? found : nullptr;
}

const std::vector<std::string>& function_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all{"avg", "count", "date", "datetime", "duration", "max", "min", "sum"};
        for (const auto& each : k_functions) {
            all.emplace_back(each.name);
        }
        std::ranges::sort(all);
        return all;
    }();
    return names;
}

std::string function_table_markdown() {
    std::string table = "| function | gives | where absent | meaning |\n|---|---|---|---|\n";
    for (const auto& each : k_functions) {
        table += fmt::format("| `{}({})` | {} | {} | {} |\n", each.name, each.arguments, each.result, each.when_absent, each.meaning);
    }
    return table;
}

} // namespace assay
