// Trees printed back into the language, and the faults that are put into checks.
#include "assay/rules/mutate.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace assay;

namespace {

Node parse(const std::string& text) {
    Diagnostics faults;
    const auto tree = parse_expression({text, {"c.xml", 1, 1}}, faults);
    REQUIRE_MESSAGE(tree, text << ": " << faults.to_text());
    return *tree;
}

bool same(const Node& a, const Node& b) {
    if (a.kind != b.kind || a.text != b.text || a.words != b.words || a.negated != b.negated || a.distinct != b.distinct || a.has_filter != b.has_filter ||
        a.args.size() != b.args.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.args.size(); ++i) {
        if (!same(a.args[i], b.args[i])) {
            return false;
        }
    }
    return true;
}

/// "text | what | column", a line for each mutant.
std::string shown(const CheckDefinition& check) {
    std::string text;
    for (const auto& mutant : make_mutants(check)) {
        text += mutant.text + " | " + mutant.what + " | " + std::to_string(mutant.place.column) + "\n";
    }
    return text;
}

CheckDefinition requiring(const std::string& require) {
    CheckDefinition check;
    check.require = {require, {"c.xml", 4, 10}};
    return check;
}

} // namespace

TEST_CASE("a printed tree reads as the same tree, with no parentheses but those it needs") {
    for (const std::string text : {"a eq 'it''s'", "a and b or c and d", "(a or b) and not (c and d)", "not (a or b)", "not not a", "a - (b - c)", "a - b - c", "a * (b + c) div d",
                                   "-(a + b)", "a in (1, -2, 'x')", "a not in ('x')", "(a and b) eq (c or d)", "if(a, b, c or d) gt 1.50", "on(x) + duration('P1M') le today",
                                   "count(where a eq 1 and b) ge 2", "count(distinct a.b where c) eq 1", "count() eq sum(x)", "avg(x + 1 where y or z) lt 3",
                                   "date('2026-01-31') ge on(datetime('2026-01-31T08:00Z'))", "member.a eq b.c.d", "true and false", "exists(a)"}) {
        const auto tree = parse(text);
        CHECK(to_expression(tree) == text);
        CHECK(same(parse(to_expression(tree)), tree));
    }
    CHECK(to_expression(parse("((a)) and ((b or (c)))")) == "a and (b or c)");
}

TEST_CASE("each comparison is turned round") {
    CHECK(shown(requiring("a eq b")) == "a ne b | 'eq' became 'ne' | 12\n");
    CHECK(shown(requiring("a ne b")) == "a eq b | 'ne' became 'eq' | 12\n");
    CHECK(shown(requiring("a lt b")) == "a ge b | 'lt' became 'ge' | 12\n");
    CHECK(shown(requiring("a ge b")) == "a lt b | 'ge' became 'lt' | 12\n");
    CHECK(shown(requiring("a gt b")) == "a le b | 'gt' became 'le' | 12\n");
    CHECK(shown(requiring("a le b")) == "a gt b | 'le' became 'gt' | 12\n");
    CHECK(shown(requiring("a in ('x')")) == "a not in ('x') | 'in' became 'not in' | 12\n");
    CHECK(shown(requiring("a not in ('x')")) == "a in ('x') | 'not in' became 'in' | 12\n");
}

TEST_CASE("each bound is moved by one, both ways") {
    CHECK(shown(requiring("a + 9")) == "a + 8 | '9' became '8' | 14\na + 10 | '9' became '10' | 14\n");
    CHECK(shown(requiring("a + 0")) == "a + -1 | '0' became '-1' | 14\na + 1 | '0' became '1' | 14\n");
    CHECK(shown(requiring("a + 0.95")) == "a + 0.94 | '0.95' became '0.94' | 14\na + 0.96 | '0.95' became '0.96' | 14\n");
    CHECK(shown(requiring("a + 1.00")) == "a + 0.99 | '1.00' became '0.99' | 14\na + 1.01 | '1.00' became '1.01' | 14\n");
    CHECK(shown(requiring("a + duration('P1Y6M')")) == "a + duration('P1Y5M') | 'P1Y6M' became 'P1Y5M' | 14\na + duration('P1Y7M') | 'P1Y6M' became 'P1Y7M' | 14\n");
    CHECK(shown(requiring("date('2026-01-31') - a")) ==
          "date('2026-01-30') - a | '2026-01-31' became '2026-01-30' | 10\ndate('2026-02-01') - a | '2026-01-31' became '2026-02-01' | 10\n");
    CHECK(shown(requiring("datetime('2026-01-31T08:00Z') - a")) == "datetime('2026-01-30T08:00Z') - a | '2026-01-31T08:00Z' became '2026-01-30T08:00Z' | 10\n"
                                                                   "datetime('2026-02-01T08:00Z') - a | '2026-01-31T08:00Z' became '2026-02-01T08:00Z' | 10\n");
    CHECK(shown(requiring("exists(a)")).empty());
}

TEST_CASE("each operand of and and or is left out, with its place") {
    CHECK(shown(requiring("a and (b or c.d)")) == "b or c.d | without a | 10\n"
                                                  "a | without b or c.d | 17\n"
                                                  "a and c.d | without b | 17\n"
                                                  "a and b | without c.d | 22\n");
    CHECK(shown(requiring("a and b and exists(c)")) == "b and exists(c) | without a | 10\na and exists(c) | without b | 16\na and b | without exists(c) | 22\n");
    CHECK(shown(requiring("a and b lt c")) == "b lt c | without a | 10\na | without b lt c | 16\na and b ge c | 'lt' became 'ge' | 18\n");
}

TEST_CASE("each condition that may be left out is left out") {
    CheckDefinition check;
    check.over_where = {"a", {"c.xml", 1, 1}};
    check.where = {"b", {"c.xml", 2, 1}};
    check.due = {"P10D after c", {"c.xml", 3, 1}};
    check.having = {"count(where d) ge e", {"c.xml", 4, 1}};
    CHECK(shown(check) == " | without over-where | 1\n"
                          " | without where | 1\n"
                          "P9D after c | 'P10D' became 'P9D' | 1\n"
                          "P11D after c | 'P10D' became 'P11D' | 1\n"
                          " | without due | 1\n"
                          "count(where d) lt e | 'ge' became 'lt' | 16\n"
                          "count() ge e | without where d | 13\n");
    const auto mutants = make_mutants(check);
    CHECK(mutants[0].part == &CheckDefinition::over_where);
    CHECK(mutants[0].place == Place{"c.xml", 1, 1});
    CHECK(mutants[4].part == &CheckDefinition::due);
    CHECK(mutants[6].place == Place{"c.xml", 4, 13});
}

TEST_CASE("least, interval, target, value and decided are changed too") {
    CheckDefinition check;
    check.least = {"2", {"c.xml", 1, 1}};
    check.interval = {"P1M", {"c.xml", 2, 1}};
    check.value = {"sum(a) div 2", {"c.xml", 3, 1}};
    check.target = {"ge 0.9", {"c.xml", 4, 5}};
    check.decided = {"count(where b) gt 0", {"c.xml", 5, 1}};
    CHECK(shown(check) == "1 | '2' became '1' | 1\n"
                          "3 | '2' became '3' | 1\n"
                          "P0M | 'P1M' became 'P0M' | 1\n"
                          "P2M | 'P1M' became 'P2M' | 1\n"
                          "sum(a) div 1 | '2' became '1' | 12\n"
                          "sum(a) div 3 | '2' became '3' | 12\n"
                          "lt 0.9 | 'ge' became 'lt' | 5\n"
                          "ge 0.8 | '0.9' became '0.8' | 8\n"
                          "ge 1.0 | '0.9' became '1.0' | 8\n"
                          "count(where b) le 0 | 'gt' became 'le' | 16\n"
                          "count() gt 0 | without where b | 13\n"
                          "count(where b) gt -1 | '0' became '-1' | 19\n"
                          "count(where b) gt 1 | '0' became '1' | 19\n");
    check = {};
    check.interval = {"planned", {"c.xml", 2, 1}};
    check.require = {"a eq", {"c.xml", 4, 1}};
    CHECK(make_mutants(check).empty());
}
