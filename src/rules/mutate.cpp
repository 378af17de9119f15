#include "assay/rules/mutate.hpp"

#include "assay/base/date.hpp"
#include "assay/base/decimal.hpp"
#include "rules/token.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_turned{
    {{"eq", "ne"}, {"ge", "lt"}, {"gt", "le"}, {"le", "gt"}, {"lt", "ge"}, {"ne", "eq"}}};

/// The last number in the text one more or less: "P1Y6M" gives "P1Y7M", "0.95" gives "0.94". Nothing below 0.
std::optional<std::string> moved(const std::string& text, int by) {
    const auto last = text.find_last_of("0123456789");
    if (last == std::string::npos) {
        return std::nullopt;
    }
    auto first = last;
    // A point belongs to the number; a sign does not, numbers have none.
    while (first > 0 && (is_digit(text[first - 1]) || text[first - 1] == '.')) {
        --first;
    }
    std::string digits = text.substr(first, last - first + 1);
    const auto point = digits.find('.');
    const int scale = point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1);
    if (point != std::string::npos) {
        digits.erase(point, 1);
    }
    const auto number = parse_integer(digits);
    if (!number || *number + by < 0) {
        return std::nullopt;
    }
    auto spelled = std::to_string(*number + by);
    if (scale > 0) {
        spelled.insert(0, static_cast<std::size_t>(std::max(0, scale + 1 - static_cast<int>(spelled.size()))), '0');
        spelled.insert(spelled.size() - static_cast<std::size_t>(scale), 1, '.');
    }
    return text.substr(0, first) + spelled + text.substr(last + 1);
}

std::optional<std::string> moved_day(const std::string& text, int by) {
    const auto day = parse_date(text);
    return day ? std::optional(to_text(*day + std::chrono::days{by})) : std::nullopt;
}

std::optional<std::string> moved_instant(const std::string& text, int by) {
    // The day in front of the time; zone and time stay.
    const auto day = parse_date(std::string_view(text).substr(0, 10));
    return day ? std::optional(to_text(*day + std::chrono::days{by}) + text.substr(10)) : std::nullopt;
}

std::uint32_t first_offset(const Node& node) {
    auto offset = node.offset;
    for (const auto& arg : node.args) {
        offset = std::min(offset, first_offset(arg));
    }
    return offset;
}

std::string became(std::string_view before, std::string_view after) { return fmt::format("'{}' became '{}'", before, after); }

/// Changes one tree in place, one fault at a time, and hands each over before it is taken back.
class TreeMutator {
public:
    using Emit = std::function<void(std::uint32_t offset, std::string what)>;
    TreeMutator(Node& root, Emit emit) : m_emit(std::move(emit)) { visit(root); }

private:
    void visit(Node& node) {
        switch (node.kind) {
        case NodeKind::compare: {
            const auto* turned = std::ranges::find(k_turned, std::string_view(node.text), &std::pair<std::string_view, std::string_view>::first);
            replace_text(node, std::string(turned->second));
            break;
        }
        case NodeKind::in_list:
            node.negated = !node.negated;
            m_emit(node.offset, node.negated ? became("in", "not in") : became("not in", "in"));
            node.negated = !node.negated;
            break;
        case NodeKind::number: move_number(node); break;
        case NodeKind::date: move(node, moved_day); break;
        case NodeKind::datetime: move(node, moved_instant); break;
        case NodeKind::duration: move(node, moved); break;
        case NodeKind::logical_and:
        case NodeKind::logical_or: drop_operands(node); break;
        case NodeKind::aggregate: drop_filter(node); break;
        default: break;
        }
        for (auto& arg : node.args) {
            visit(arg);
        }
    }

    void replace_text(Node& node, std::string text) {
        std::swap(node.text, text);
        m_emit(node.offset, became(text, node.text));
        std::swap(node.text, text);
    }

    template <class Move>
    void move(Node& node, Move by) {
        for (const int step : {-1, 1}) {
            if (auto text = by(node.text, step)) {
                replace_text(node, std::move(*text));
            }
        }
    }

    /// One less than 0 has a sign, which is a node of its own.
    void move_number(Node& node) {
        if (node.text == "0") {
            const Node zero = node;
            Node one = node;
            one.text = "1";
            node.kind = NodeKind::negate;
            node.text.clear();
            node.args.push_back(std::move(one));
            m_emit(zero.offset, became("0", "-1"));
            node = zero;
        }
        move(node, moved);
    }

    void drop_operands(Node& node) {
        for (std::size_t i = 0; i < node.args.size(); ++i) {
            const Node whole = node;
            const auto offset = first_offset(node.args[i]);
            auto what = fmt::format("without {}", to_expression(node.args[i]));
            node.args.erase(node.args.begin() + static_cast<std::ptrdiff_t>(i));
            if (node.args.size() == 1) {
                Node only = std::move(node.args.front());
                node = std::move(only);
            }
            m_emit(offset, std::move(what));
            node = whole;
        }
    }

    void drop_filter(Node& node) {
        // sum(x where C) keeps its value; count(where C) counts all rows then.
        if (!node.has_filter) {
            return;
        }
        Node filter = std::move(node.args.back());
        node.args.pop_back();
        node.has_filter = false;
        m_emit(first_offset(filter), fmt::format("without where {}", to_expression(filter)));
        node.args.push_back(std::move(filter));
        node.has_filter = true;
    }

    Emit m_emit;
};

using Part = PlacedText CheckDefinition::*;

class CheckMutator {
public:
    explicit CheckMutator(const CheckDefinition& check) : m_check(check) {}

    std::vector<Mutant> make() {
        change_expression(&CheckDefinition::over_where);
        leave_out(&CheckDefinition::over_where, "over-where");
        change_expression(&CheckDefinition::where);
        leave_out(&CheckDefinition::where, "where");
        change_due();
        leave_out(&CheckDefinition::due, "due");
        change_expression(&CheckDefinition::require);
        change_expression(&CheckDefinition::having);
        change_length(&CheckDefinition::least);
        change_length(&CheckDefinition::interval);
        change_expression(&CheckDefinition::value);
        change_target();
        change_expression(&CheckDefinition::decided);
        return std::move(m_mutants);
    }

private:
    void add(Part part, std::string text, std::string what, Place place) { m_mutants.push_back({part, std::move(text), std::move(what), std::move(place)}); }

    void leave_out(Part part, std::string_view name) {
        if ((m_check.*part).given()) {
            add(part, "", fmt::format("without {}", name), (m_check.*part).place);
        }
    }

    void change_expression(Part part) {
        const auto& source = m_check.*part;
        if (!source.given()) {
            return;
        }
        Diagnostics unread;
        auto tree = parse_expression(source, unread);
        if (!tree) {
            return;
        }
        auto& root = *tree;
        const TreeMutator run(root, [&](std::uint32_t offset, std::string what) { add(part, to_expression(root), std::move(what), place_in(source, offset)); });
    }

    void change_length(Part part) {
        const auto& source = m_check.*part;
        for (const int by : {-1, 1}) {
            if (auto text = moved(source.text, by)) {
                auto what = became(source.text, *text);
                add(part, std::move(*text), std::move(what), source.place);
            }
        }
    }

    /// "P10D after resolved_at"
    void change_due() {
        const auto& source = m_check.due;
        const auto after = source.text.find(" after ");
        if (after == std::string::npos) {
            return;
        }
        const auto length = source.text.substr(0, after);
        for (const int by : {-1, 1}) {
            if (auto text = moved(length, by)) {
                add(&CheckDefinition::due, *text + source.text.substr(after), became(length, *text), source.place);
            }
        }
    }

    /// "ge 0.95": a comparison without its left side, which is the value.
    void change_target() {
        const auto& source = m_check.target;
        if (!source.given()) {
            return;
        }
        static constexpr std::string_view k_value = "v ";
        const PlacedText whole{std::string(k_value) + source.text, source.place};
        Diagnostics unread;
        auto tree = parse_expression(whole, unread);
        if (!tree || (tree->kind != NodeKind::compare && tree->kind != NodeKind::in_list)) {
            return;
        }
        auto& root = *tree;
        const TreeMutator run(root, [&](std::uint32_t offset, std::string what) {
            add(&CheckDefinition::target, to_expression(root).substr(k_value.size()), std::move(what),
                place_in(source, offset - static_cast<std::uint32_t>(k_value.size())));
        });
    }

    const CheckDefinition& m_check;
    std::vector<Mutant> m_mutants;
};

} // namespace

std::vector<Mutant> make_mutants(const CheckDefinition& check) { return CheckMutator(check).make(); }

} // namespace assay
