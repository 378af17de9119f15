// Random expressions of the check language, as text and well typed, over the schema of language_world.hpp.
#pragma once

#include "support/slow_evaluator.hpp"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace assay::testing {

/// 0 … n-1, evenly at any size of rapidcheck.
inline int pick(int n) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, n)); }
inline bool chance(int percent) { return pick(100) < percent; }
inline std::string one_of(const std::vector<std::string>& words) { return words[static_cast<std::size_t>(pick(static_cast<int>(words.size())))]; }

/// Where an expression stands decides what its leaves may be.
struct LeafKind {
    std::vector<std::string> ticket_paths;   ///< prefixes that lead to a ticket: "", "parent."
    std::vector<std::string> team_paths;     ///< prefixes that lead to a team: "team.", "member."
    bool aggregates = false;                 ///< leaves are aggregates over tickets, and `member.` fields if there are team paths
};

class RandomExpression {
public:
    explicit RandomExpression(LeafKind leaves) : m_leaves(std::move(leaves)) {}

    std::string condition(int depth) {
        if (depth > 0 && chance(60)) {
            switch (pick(7)) {
            case 0: return fmt::format("({} and {})", condition(depth - 1), condition(depth - 1));
            case 1: return fmt::format("({} or {})", condition(depth - 1), condition(depth - 1));
            case 2: return fmt::format("not {}", condition(depth - 1));
            case 3: return fmt::format("not({})", condition(depth - 1));
            case 4: return fmt::format("if({}, {}, {})", condition(depth - 1), condition(depth - 1), condition(depth - 1));
            case 5: return fmt::format("(({}) {} ({}))", condition(depth - 1), one_of({"eq", "ne"}), condition(depth - 1));
            default: return fmt::format("exists({})", condition(depth - 1));
            }
        }
        if (m_leaves.aggregates) {
            return aggregate_leaf(depth);
        }
        return leaf(depth);
    }

private:
    static std::string comparison() { return one_of({"eq", "ne", "lt", "le", "gt", "ge"}); }

    std::string leaf(int depth) {
        switch (pick(14)) {
        case 0:
        case 1: return fmt::format("{} {} {}", number(depth), comparison(), number(depth));
        case 2: return fmt::format("{} {} {}", text(depth), comparison(), text(depth));
        case 3: return fmt::format("{} {} '{}'", ticket("state"), one_of({"eq", "ne"}), one_of({"open", "closed", "held"}));
        case 4: return fmt::format("{} {} ('open', 'held')", ticket("state"), one_of({"in", "not in"}));
        case 5: return flag();
        case 6: return fmt::format("{} {} {}", date(depth), comparison(), date(depth));
        case 7: return fmt::format("{} {} {}", instant(depth), comparison(), instant(depth));
        case 8: return fmt::format("{} {} {}", length(depth), comparison(), length(depth));
        case 9: return fmt::format("contains({}, '{}')", ticket("labels"), one_of({"hw", "sw", "vip"}));
        case 10: return fmt::format("contains({}, '{}')", text(depth), one_of({"a", "ab", "x", "", "it''s"}));
        case 11: return fmt::format("matches({}, '{}')", text(depth), std::string(k_slow_patterns[static_cast<std::size_t>(pick(4))].pattern));
        case 12: return list_test(depth);
        default: return fmt::format("exists({})", anything(depth));
        }
    }

    std::string list_test(int depth) {
        const auto in = one_of({"in", "not in"});
        switch (pick(5)) {
        case 0: return fmt::format("{} {} (0, -3, 2)", ticket("score"), in);
        case 1: return fmt::format("{} {} (1.5, -0.25, 2)", ticket("cost"), in);
        case 2: return fmt::format("{} {} ('a', 'ab', 'it''s')", text(depth), in);
        case 3: return fmt::format("{} {} (date('2025-06-15'), today)", date(depth), in);
        default: return fmt::format("{} {} (true)", flag(), in);
        }
    }

    std::string anything(int depth) {
        switch (pick(7)) {
        case 0: return number(depth);
        case 1: return text(depth);
        case 2: return date(depth);
        case 3: return instant(depth);
        case 4: return length(depth);
        case 5: return ticket(one_of({"labels", "state", "file", "team", "urgent"}));
        default: return flag();
        }
    }

    std::string ticket(const std::string& field) const { return one_of(m_leaves.ticket_paths) + field; }
    std::string team(const std::string& field) const { return one_of(m_leaves.team_paths) + field; }
    bool has_teams() const { return !m_leaves.team_paths.empty(); }

    std::string flag() const {
        if (has_teams() && chance(30)) {
            return team("active");
        }
        return chance(10) ? one_of({"true", "false"}) : ticket(one_of({"urgent", "major"}));
    }

    std::string number(int depth) {
        if (depth > 0 && chance(40)) {
            switch (pick(6)) {
            case 0: return fmt::format("({} + {})", number(depth - 1), number(depth - 1));
            case 1: return fmt::format("({} - {})", number(depth - 1), number(depth - 1));
            case 2: return fmt::format("({} * {})", number(depth - 1), number(0));
            case 3: return fmt::format("({} div {})", number(depth - 1), number(depth - 1));
            case 4: return fmt::format("-{}", number(depth - 1));
            default: return fmt::format("if({}, {}, {})", flag(), number(depth - 1), number(depth - 1));
            }
        }
        if (chance(30)) {
            return one_of({"0", "1", "2.5", "-3", "0.125", "100", "-0.01", "7.0000"});
        }
        return has_teams() && chance(20) ? team("size") : ticket(one_of({"score", "cost", "rate", "fee", "share"}));
    }

    std::string text(int depth) {
        if (depth > 0 && chance(25)) {
            return chance(50) ? fmt::format("lower({})", text(depth - 1)) : fmt::format("if({}, {}, {})", flag(), text(depth - 1), text(depth - 1));
        }
        if (chance(20)) {
            return one_of({"'a'", "'ab'", "'x'", "'it''s'", "'T1'", "''"});
        }
        return has_teams() && chance(30) ? team(one_of({"name", "id", "head"})) : ticket(one_of({"note", "file", "team", "id"}));
    }

    std::string date(int depth) {
        if (depth > 0 && chance(45)) {
            switch (pick(4)) {
            case 0: return fmt::format("({} {} duration('{}'))", date(depth - 1), one_of({"+", "-"}), one_of({"P1M", "P1Y", "P10D", "P1M3D", "P2W"}));
            case 1: return fmt::format("(duration('{}') + {})", one_of({"P1M", "P5D"}), date(depth - 1));
            case 2: return fmt::format("on({})", instant(depth - 1));
            default: return fmt::format("if({}, {}, {})", flag(), date(depth - 1), date(depth - 1));
            }
        }
        if (chance(25)) {
            return one_of({"today", "date('2025-01-31')", "date('2024-02-29')", "date('2025-06-15')"});
        }
        return has_teams() && chance(20) ? team("founded") : ticket(one_of({"opened", "due"}));
    }

    std::string instant(int depth) {
        if (depth > 0 && chance(30)) {
            return fmt::format("({} {} {})", instant(depth - 1), one_of({"+", "-"}), length(depth - 1));
        }
        return chance(20) ? one_of({"datetime('2025-03-30T01:30')", "datetime('2025-06-14T23:30Z')"}) : ticket(one_of({"seen", "solved"}));
    }

    std::string length(int depth) {
        if (depth > 0 && chance(40)) {
            switch (pick(5)) {
            case 0: return fmt::format("({} {} {})", length(depth - 1), one_of({"+", "-"}), length(depth - 1));
            case 1: return fmt::format("({} * {})", length(depth - 1), one_of({"2", "3", "0"}));
            case 2: return fmt::format("({} - {})", date(depth - 1), date(depth - 1));
            case 3: return fmt::format("({} - {})", instant(depth - 1), instant(depth - 1));
            default: return fmt::format("-{}", length(depth - 1));
            }
        }
        return chance(40) ? one_of({"duration('PT4H')", "duration('P1D')", "duration('PT0S')"}) : ticket("taken");
    }

    // --- over the rows of a member

    /// " where C" or nothing; inside an aggregate the leaves are fields of the rows.
    std::string filter() {
        if (chance(50)) {
            return {};
        }
        LeafKind rows{{"", "parent."}, {"team."}, false};
        return " where " + RandomExpression(rows).condition(1);
    }

    std::string row_number() const { return one_of({"score", "cost", "rate", "fee", "score * 2", "parent.score", "cost + rate", "score div cost"}); }

    std::string aggregate_number(int depth) {
        if (depth > 0 && chance(30)) {
            return fmt::format("({} {} {})", aggregate_number(depth - 1), one_of({"+", "-", "div"}), aggregate_number(0));
        }
        switch (pick(7)) {
        case 0: {
            const auto condition = filter();
            return fmt::format("count({})", condition.empty() ? condition : condition.substr(1));
        }
        case 1: return fmt::format("count(distinct {}{})", one_of({"note", "state", "score", "opened", "team", "labels", "urgent", "parent"}), filter());
        case 2: return fmt::format("sum({}{})", row_number(), filter());
        case 3: return fmt::format("avg({}{})", one_of({"score", "cost", "rate", "parent.score"}), filter());
        case 4: return fmt::format("{}({}{})", one_of({"min", "max"}), row_number(), filter());
        case 5: return has_teams() ? team("size") : "3";
        default: return one_of({"0", "1", "2", "-4.5"});
        }
    }

    std::string aggregate_leaf(int depth) {
        switch (pick(6)) {
        case 0:
        case 1: return fmt::format("{} {} {}", aggregate_number(depth), comparison(), aggregate_number(depth));
        case 2: return fmt::format("{}(opened{}) {} date('2025-01-31')", one_of({"min", "max"}), filter(), comparison());
        case 3: return fmt::format("{}(taken{}) {} duration('PT4H')", one_of({"min", "max", "sum"}), filter(), comparison());
        case 4: return fmt::format("exists({})", one_of({"max(seen)", "sum(cost)", "avg(rate where urgent)", "count()"}));
        default: return has_teams() ? team("active") : fmt::format("{}(seen{}) lt datetime('2025-01-01T00:00Z')", one_of({"min", "max"}), filter());
        }
    }

    LeafKind m_leaves;
};

/// A cell that fits the field, or none. References may lead nowhere.
inline Value random_cell(const Field& field, const std::vector<std::string>& keys) {
    if (chance(30)) {
        return Absent{};
    }
    const auto number = [](int from, int to) { return Value(std::int64_t{from} + pick(to - from + 1)); };
    switch (field.type) {
    case FieldType::text:
    case FieldType::file: return one_of({"a", "ab", "abc", "x", "AX", "it's", "T1", "\u00C9", "x\ny"});
    case FieldType::integer: return number(-5, 5);
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::money: return number(-300, 300);
    case FieldType::boolean: return number(0, 1);
    case FieldType::date: return number(20089, 20270);                              // 2025-01-01 and half a year
    case FieldType::datetime: return Value(std::int64_t{1735689600} + pick(180) * 86400 + pick(48) * 1800);
    case FieldType::duration: return Value(std::int64_t{pick(10)} * 7200);
    case FieldType::enumeration: return one_of(field.words);
    case FieldType::set: {
        std::string text;
        for (const auto& word : field.words) {                                      // the words stand sorted
            if (chance(50)) {
                text += fmt::format("{}\"{}\"", text.empty() ? "" : ",", word);
            }
        }
        return text.empty() ? Value() : Value("[" + text + "]");
    }
    case FieldType::ref: return chance(15) ? std::string("nobody") : one_of(keys);
    }
    return Absent{};
}

} // namespace assay::testing
