// The language once more, slow and obvious: walks an expression's tree over rows held in memory, as docs/expressions.md says.
// Shares nothing with lowering and SQL but the parser and the calendar of base; RE2 patterns come from a small table with their
// meaning in plain code.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/error.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/register.hpp"
#include "assay/model/value.hpp"
#include "assay/rules/expression.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace assay::testing {

__extension__ using SlowWide = __int128;

/// digits / 10^scale
struct SlowNumber {
    SlowWide digits = 0;
    int scale = 0;
};

using SlowSet = std::set<std::string>;
/// Absent stands for "unknown" too: there is one value for what is not known.
using SlowValue = std::variant<Absent, bool, SlowNumber, std::string, Date, Instant, std::chrono::seconds, SlowSet>;
using SlowTruth = std::optional<bool>;
/// Field id → value; a field that is not there is absent.
using SlowRow = std::map<std::string, Value>;

struct SlowRegisters {
    const Schema* schema = nullptr;                       ///< borrowed
    std::map<std::string, std::vector<SlowRow>> rows;     ///< by register id
};

/// What names mean: plain ones a field of `row`, `member.` ones of `member`, aggregates run over `group`.
struct SlowScope {
    const Register* rows_of = nullptr;
    const SlowRow* row = nullptr;
    const Register* members_of = nullptr;
    const SlowRow* member = nullptr;
    const std::vector<const SlowRow*>* group = nullptr;
};

struct SlowPattern {
    std::string_view pattern;
    bool (*fits)(const std::string&);
};

/// The patterns that random expressions use.
inline constexpr SlowPattern k_slow_patterns[] = {
    {"[a-c]+", [](const std::string& t) { return !t.empty() && t.find_first_not_of("abc") == std::string::npos; }},
    {".*x.*", [](const std::string& t) { return t.find('x') != std::string::npos && t.find('\n') == std::string::npos; }},
    {"a|ab", [](const std::string& t) { return t == "a" || t == "ab"; }},
    {"", [](const std::string& t) { return t.empty(); }},
};

class SlowEvaluator {
public:
    SlowEvaluator(const SlowRegisters& registers, const Zone& zone, Date on) : m_registers(registers), m_zone(zone), m_on(on) {}

    [[nodiscard]] SlowTruth truth(const Node& node, const SlowScope& scope) {
        const auto found = value(node, scope);
        const auto* known = std::get_if<bool>(&found);
        return known == nullptr ? SlowTruth() : SlowTruth(*known);
    }

    [[nodiscard]] SlowValue value(const Node& node, const SlowScope& scope) {
        switch (node.kind) {
        case NodeKind::text: return node.text;
        case NodeKind::boolean: return node.text == "true";
        case NodeKind::today: return m_on;
        case NodeKind::date: return *parse_date(node.text);
        case NodeKind::datetime: return m_zone.to_instant(*parse_datetime(node.text)).instant;
        case NodeKind::duration: return *parse_duration(node.text);
        case NodeKind::number: return number_written(node.text);
        case NodeKind::path: return path(node, scope);
        case NodeKind::logical_or: return any(node, scope, true);
        case NodeKind::logical_and: return any(node, scope, false);
        case NodeKind::logical_not: {
            const auto inner = truth(node.args[0], scope);
            return inner ? SlowValue(!*inner) : SlowValue();
        }
        case NodeKind::compare: return compare(node.text, value(node.args[0], scope), value(node.args[1], scope));
        case NodeKind::in_list: return in_list(node, scope);
        case NodeKind::add: return plus(node, scope, 1);
        case NodeKind::subtract: return plus(node, scope, -1);
        case NodeKind::multiply: return times(value(node.args[0], scope), value(node.args[1], scope));
        case NodeKind::divide: return ratio(value(node.args[0], scope), value(node.args[1], scope));
        case NodeKind::negate: return times(value(node.args[0], scope), SlowNumber{-1, 0});
        case NodeKind::call: return call(node, scope);
        case NodeKind::aggregate: return aggregate(node, scope);
        }
        throw Error("the slow evaluator does not know this node");
    }

    /// A number grew beyond what 64 bits hold at 12 digits after the point: overflow is unknown to the engine, and has its own test.
    [[nodiscard]] bool left_range() const { return m_left_range; }

private:
    static SlowWide power(int exponent) {
        SlowWide result = 1;
        for (int i = 0; i < exponent; ++i) {
            result *= 10;
        }
        return result;
    }

    SlowValue checked(SlowNumber number) {
        constexpr int k_scale = 12;
        const SlowWide limit = SlowWide{9'000'000} * power(k_scale);
        const SlowWide wide = number.scale <= k_scale ? number.digits * power(k_scale - number.scale) : limit;
        m_left_range = m_left_range || number.scale > k_scale || wide >= limit || wide <= -limit;
        return number;
    }

    static SlowNumber number_written(const std::string& text) {
        SlowNumber number;
        bool after_point = false;
        for (const char c : text) {
            if (c == '.') {
                after_point = true;
                continue;
            }
            number.digits = number.digits * 10 + (c - '0');
            number.scale += after_point ? 1 : 0;
        }
        return number;
    }

    /// a / b, half to even, with `scale` digits after the point.
    static SlowNumber rounded(SlowWide a, SlowWide b, int scale) {
        const bool negative = (a < 0) != (b < 0);
        a = (a < 0 ? -a : a) * power(scale);
        b = b < 0 ? -b : b;
        SlowWide whole = a / b;
        const SlowWide rest = a - whole * b;
        if (rest + rest > b || (rest + rest == b && whole % 2 == 1)) {
            whole += 1;
        }
        return {negative ? -whole : whole, scale};
    }

    /// Below, the same, above: -1, 0, 1.
    static int order(const SlowNumber& a, const SlowNumber& b) {
        const SlowWide left = a.digits * power(b.scale);
        const SlowWide right = b.digits * power(a.scale);
        return left < right ? -1 : left > right ? 1 : 0;
    }

    static SlowValue stored(const Field& field, const Value& cell) {
        if (is_absent(cell)) {
            return {};
        }
        switch (field.type) {
        case FieldType::text:
        case FieldType::ref:
        case FieldType::file:
        case FieldType::enumeration: return *text_of(cell);
        case FieldType::integer: return SlowNumber{*number_of(cell), 0};
        case FieldType::decimal:
        case FieldType::percent:
        case FieldType::money: return SlowNumber{*number_of(cell), field.scale};
        case FieldType::boolean: return *number_of(cell) != 0;
        case FieldType::date: return Date{std::chrono::days{*number_of(cell)}};
        case FieldType::datetime: return Instant{std::chrono::seconds{*number_of(cell)}};
        case FieldType::duration: return std::chrono::seconds{*number_of(cell)};
        case FieldType::set: break;
        }
        // ["a","b"]: every second piece between quotes is a word.
        SlowSet words;
        std::string word;
        bool inside = false;
        for (const char c : *text_of(cell)) {
            if (c == '"') {
                if (inside) {
                    words.insert(word);
                }
                word.clear();
                inside = !inside;
            } else {
                word += c;
            }
        }
        return words;
    }

    static Value cell_of(const SlowRow& row, const std::string& field) {
        const auto found = row.find(field);
        return found == row.end() ? Value() : found->second;
    }

    SlowValue path(const Node& node, const SlowScope& scope) const {
        const bool of_member = node.words.front() == "member";
        const Register* here = of_member ? scope.members_of : scope.rows_of;
        const SlowRow* row = of_member ? scope.member : scope.row;
        for (std::size_t i = of_member ? 1 : 0; row != nullptr; ++i) {
            const Field& field = *here->find_field(node.words[i]);
            const Value cell = cell_of(*row, field.id);
            if (i + 1 == node.words.size()) {
                return stored(field, cell);
            }
            here = &m_registers.schema->get(field.to);
            row = find_row(*here, cell);
        }
        return {};
    }

    const SlowRow* find_row(const Register& of, const Value& key) const {
        const auto rows = m_registers.rows.find(of.id);
        if (is_absent(key) || rows == m_registers.rows.end()) {
            return nullptr;
        }
        for (const auto& row : rows->second) {
            if (cell_of(row, of.fields[of.key_indexes().front()].id) == key) {
                return &row;
            }
        }
        return nullptr;
    }

    /// or: true as soon as one side is; and: false as soon as one side is; else unknown as soon as one side is.
    SlowValue any(const Node& node, const SlowScope& scope, bool decides) {
        bool unknown = false;
        bool decided = false;
        for (const auto& arg : node.args) {
            const auto side = truth(arg, scope);
            unknown = unknown || !side;
            decided = decided || side == SlowTruth(decides);
        }
        if (decided) {
            return decides;
        }
        return unknown ? SlowValue() : SlowValue(!decides);
    }

    static SlowValue compare(const std::string& word, const SlowValue& left, const SlowValue& right) {
        if (std::holds_alternative<Absent>(left) || std::holds_alternative<Absent>(right)) {
            return {};
        }
        int sign = 0;
        if (const auto* a = std::get_if<SlowNumber>(&left)) {
            sign = order(*a, std::get<SlowNumber>(right));
        } else if (const auto* text = std::get_if<std::string>(&left)) {
            sign = text->compare(std::get<std::string>(right));
        } else if (const auto* flag = std::get_if<bool>(&left)) {
            sign = int{*flag} - int{std::get<bool>(right)};
        } else if (const auto* date = std::get_if<Date>(&left)) {
            sign = *date < std::get<Date>(right) ? -1 : *date > std::get<Date>(right) ? 1 : 0;
        } else if (const auto* instant = std::get_if<Instant>(&left)) {
            sign = *instant < std::get<Instant>(right) ? -1 : *instant > std::get<Instant>(right) ? 1 : 0;
        } else {
            const auto a_length = std::get<std::chrono::seconds>(left);
            const auto b_length = std::get<std::chrono::seconds>(right);
            sign = a_length < b_length ? -1 : a_length > b_length ? 1 : 0;
        }
        if (word == "eq") { return sign == 0; }
        if (word == "ne") { return sign != 0; }
        if (word == "lt") { return sign < 0; }
        if (word == "le") { return sign <= 0; }
        if (word == "gt") { return sign > 0; }
        return sign >= 0;
    }

    SlowValue in_list(const Node& node, const SlowScope& scope) {
        const auto left = value(node.args[0], scope);
        if (std::holds_alternative<Absent>(left)) {
            return {};
        }
        bool found = false;
        for (std::size_t i = 1; i < node.args.size(); ++i) {
            found = found || std::get<bool>(compare("eq", left, value(node.args[i], scope)));
        }
        return found != node.negated;
    }

    static std::optional<Period> period_written(const Node& node) {
        if (node.kind != NodeKind::duration) {
            return std::nullopt;
        }
        if (const auto exact = parse_duration(node.text)) {
            return Period{0, static_cast<std::int32_t>(exact->count() / 86400)};
        }
        return parse_period(node.text);
    }

    static SlowValue shifted(const SlowValue& date, Period period, int sign) {
        const auto* day = std::get_if<Date>(&date);
        if (day == nullptr) {
            return {};
        }
        return sign > 0 ? add(*day, period) : subtract(*day, period);
    }

    static bool is_period_only(const Node& node) { return node.kind == NodeKind::duration && !parse_duration(node.text); }

    SlowValue plus(const Node& node, const SlowScope& scope, int sign) {
        const auto left = is_period_only(node.args[0]) ? SlowValue() : value(node.args[0], scope);
        const auto right = is_period_only(node.args[1]) ? SlowValue() : value(node.args[1], scope);
        // A date's companion is another date or a length that is written out.
        if (std::holds_alternative<Date>(left) && period_written(node.args[1])) {
            return shifted(left, *period_written(node.args[1]), sign);
        }
        if (std::holds_alternative<Date>(right) && period_written(node.args[0])) {
            return shifted(right, *period_written(node.args[0]), sign);
        }
        if (std::holds_alternative<Absent>(left) || std::holds_alternative<Absent>(right)) {
            return {};
        }
        if (const auto* a = std::get_if<SlowNumber>(&left)) {
            const auto& b = std::get<SlowNumber>(right);
            const int scale = std::max(a->scale, b.scale);
            return checked({a->digits * power(scale - a->scale) + sign * b.digits * power(scale - b.scale), scale});
        }
        if (const auto* day = std::get_if<Date>(&left)) {
            return std::chrono::seconds(*day - std::get<Date>(right));
        }
        if (const auto* instant = std::get_if<Instant>(&left)) {
            if (const auto* other = std::get_if<Instant>(&right)) {
                return *instant - *other;
            }
            return *instant + sign * std::get<std::chrono::seconds>(right);
        }
        return std::get<std::chrono::seconds>(left) + sign * std::get<std::chrono::seconds>(right);
    }

    SlowValue times(const SlowValue& left, const SlowValue& right) {
        if (std::holds_alternative<Absent>(left) || std::holds_alternative<Absent>(right)) {
            return {};
        }
        if (std::holds_alternative<std::chrono::seconds>(right)) {
            return times(right, left);
        }
        const auto& factor = std::get<SlowNumber>(right);
        if (const auto* length = std::get_if<std::chrono::seconds>(&left)) {
            return *length * static_cast<std::int64_t>(factor.digits);
        }
        const auto& number = std::get<SlowNumber>(left);
        return checked({number.digits * factor.digits, number.scale + factor.scale});
    }

    SlowValue ratio(const SlowValue& left, const SlowValue& right) {
        constexpr int k_places = 6;
        if (std::holds_alternative<Absent>(left) || std::holds_alternative<Absent>(right)) {
            return {};
        }
        if (const auto* length = std::get_if<std::chrono::seconds>(&left)) {
            const auto below = std::get<std::chrono::seconds>(right).count();
            return below == 0 ? SlowValue() : checked(rounded(length->count(), below, k_places));
        }
        const auto& a = std::get<SlowNumber>(left);
        const auto& b = std::get<SlowNumber>(right);
        return b.digits == 0 ? SlowValue() : checked(rounded(a.digits * power(b.scale), b.digits * power(a.scale), k_places));
    }

    SlowValue call(const Node& node, const SlowScope& scope) {
        if (node.text == "if") {
            const auto test = truth(node.args[0], scope);
            return test ? value(node.args[*test ? 1 : 2], scope) : SlowValue();
        }
        const auto first = value(node.args[0], scope);
        const bool absent = std::holds_alternative<Absent>(first);
        if (node.text == "exists") {
            return !absent;
        }
        if (absent) {
            return {};
        }
        if (node.text == "on") {
            return m_zone.date_of(std::get<Instant>(first));
        }
        if (node.text == "lower") {
            return lowered(std::get<std::string>(first));
        }
        if (node.text == "contains") {
            if (const auto* words = std::get_if<SlowSet>(&first)) {
                return words->contains(node.args[1].text);
            }
            return std::get<std::string>(first).find(node.args[1].text) != std::string::npos;
        }
        for (const auto& known : k_slow_patterns) {
            if (known.pattern == node.args[1].text) {
                return known.fits(std::get<std::string>(first));
            }
        }
        throw Error("the slow evaluator does not know this pattern");
    }

    /// ASCII, and the one other letter that the rows of the tests have.
    static std::string lowered(const std::string& text) {
        std::string result;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text.compare(i, 2, "\u00C9") == 0) {
                result += "\u00E9";
                ++i;
            } else {
                result += text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
            }
        }
        return result;
    }

    SlowValue aggregate(const Node& node, const SlowScope& scope) {
        std::vector<SlowValue> recorded;
        std::int64_t rows = 0;
        for (const auto* row : *scope.group) {
            SlowScope one = scope;
            one.row = row;
            if (node.has_filter && truth(node.args.back(), one) != SlowTruth(true)) {
                continue;
            }
            ++rows;
            if (node.args.size() > (node.has_filter ? 1U : 0U)) {
                auto each = value(node.args[0], one);
                if (!std::holds_alternative<Absent>(each)) {
                    recorded.push_back(std::move(each));
                }
            }
        }
        if (node.text == "count") {
            return SlowNumber{node.distinct ? different(recorded) : rows, 0};
        }
        if (recorded.empty()) {
            return {};
        }
        SlowValue result = recorded.front();
        for (std::size_t i = 1; i < recorded.size(); ++i) {
            const auto& each = recorded[i];
            if (node.text == "min" || node.text == "max") {
                result = std::get<bool>(compare(node.text == "min" ? "lt" : "gt", each, result)) ? each : result;
            } else if (const auto* number = std::get_if<SlowNumber>(&each)) {
                const auto& sum = std::get<SlowNumber>(result);
                const int scale = std::max(sum.scale, number->scale);
                result = checked({sum.digits * power(scale - sum.scale) + number->digits * power(scale - number->scale), scale});
            } else {
                result = std::get<std::chrono::seconds>(result) + std::get<std::chrono::seconds>(each);
            }
        }
        if (node.text == "avg") {
            constexpr int k_more_places = 6;
            const auto& sum = std::get<SlowNumber>(result);
            const auto mean = rounded(sum.digits, static_cast<std::int64_t>(recorded.size()), k_more_places);
            return checked({mean.digits, sum.scale + k_more_places});
        }
        return result;
    }

    static std::int64_t different(const std::vector<SlowValue>& values) {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            bool fresh = true;
            for (std::size_t j = 0; j < i; ++j) {
                const auto* words = std::get_if<SlowSet>(&values[i]);
                fresh = fresh && !(words != nullptr ? *words == std::get<SlowSet>(values[j]) : std::get<bool>(compare("eq", values[i], values[j])));
            }
            count += fresh ? 1 : 0;
        }
        return count;
    }

    const SlowRegisters& m_registers;   // borrowed, as is the zone; both outlive the evaluator
    const Zone& m_zone;
    Date m_on;
    bool m_left_range = false;
};

} // namespace assay::testing
