// Trees back into the language; the levels are those of the grammar in docs/expressions.md.
#include "assay/rules/mutate.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

enum class Level { expression, and_part, not_part, comparison, sum, product, factor, primary };

std::string print(const Node& node, Level wanted);

std::string quoted(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c;
        if (c == '\'') {
            quoted += c;
        }
    }
    return quoted + "'";
}

std::string join(const std::vector<Node>& args, std::string_view between, Level level, std::size_t from = 0) {
    std::string text;
    for (std::size_t i = from; i < args.size(); ++i) {
        text += (i == from ? "" : std::string(between)) + print(args[i], level);
    }
    return text;
}

std::string aggregate(const Node& node) {
    std::string text = node.text + "(";
    if (node.distinct) {
        text += "distinct ";
    }
    const std::size_t values = node.args.size() - (node.has_filter ? 1U : 0U);
    if (values > 0) {
        text += print(node.args.front(), Level::expression);
    }
    if (node.has_filter) {
        text += (values > 0 ? " where " : "where ") + print(node.args.back(), Level::expression);
    }
    return text + ")";
}

std::string binary(const Node& node, std::string_view sign, Level left, Level right) {
    return fmt::format("{} {} {}", print(node.args[0], left), sign, print(node.args[1], right));
}

struct Printed {
    Level level = Level::primary;
    std::string text;
};

Printed print_alone(const Node& node) {
    switch (node.kind) {
    case NodeKind::text: return {Level::primary, quoted(node.text)};
    case NodeKind::number:
    case NodeKind::boolean: return {Level::primary, node.text};
    case NodeKind::today: return {Level::primary, "today"};
    case NodeKind::date: return {Level::primary, fmt::format("date({})", quoted(node.text))};
    case NodeKind::datetime: return {Level::primary, fmt::format("datetime({})", quoted(node.text))};
    case NodeKind::duration: return {Level::primary, fmt::format("duration({})", quoted(node.text))};
    case NodeKind::path: return {Level::primary, fmt::format("{}", fmt::join(node.words, "."))};
    case NodeKind::logical_or: return {Level::expression, join(node.args, " or ", Level::and_part)};
    case NodeKind::logical_and: return {Level::and_part, join(node.args, " and ", Level::not_part)};
    case NodeKind::logical_not: return {Level::not_part, "not " + print(node.args[0], Level::not_part)};
    case NodeKind::compare: return {Level::comparison, binary(node, node.text, Level::sum, Level::sum)};
    case NodeKind::in_list:
        return {Level::comparison,
                fmt::format("{} {}in ({})", print(node.args[0], Level::sum), node.negated ? "not " : "", join(node.args, ", ", Level::factor, 1))};
    case NodeKind::add: return {Level::sum, binary(node, "+", Level::sum, Level::product)};
    case NodeKind::subtract: return {Level::sum, binary(node, "-", Level::sum, Level::product)};
    case NodeKind::multiply: return {Level::product, binary(node, "*", Level::product, Level::factor)};
    case NodeKind::divide: return {Level::product, binary(node, "div", Level::product, Level::factor)};
    case NodeKind::negate: return {Level::factor, "-" + print(node.args[0], Level::factor)};
    case NodeKind::call: return {Level::primary, fmt::format("{}({})", node.text, join(node.args, ", ", Level::expression))};
    case NodeKind::aggregate: return {Level::primary, aggregate(node)};
    }
    return {};
}

std::string print(const Node& node, Level wanted) {
    auto printed = print_alone(node);
    return printed.level < wanted ? "(" + printed.text + ")" : std::move(printed.text);
}

} // namespace

std::string to_expression(const Node& node) { return print(node, Level::expression); }

} // namespace assay
