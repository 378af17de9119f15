#include "assay/rules/docs.hpp"
#include "assay/rules/expression.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

using namespace assay;

namespace {

PlacedText at(std::string text) { return {std::move(text), {"checks.xml", 7, 20}}; }

std::string fault_of(std::string text) {
    Diagnostics diagnostics;
    CHECK_FALSE(parse_expression(at(std::move(text)), diagnostics));
    return diagnostics.to_text();
}

/// The tree as a text with every bracket, so that precedence can be seen.
std::string shown(const Node& node) {
    std::string text;
    const auto args = [&](const std::string& word) {
        text = "(" + word;
        for (const auto& arg : node.args) {
            text += " " + shown(arg);
        }
        return text + ")";
    };
    switch (node.kind) {
    case NodeKind::text: return "'" + node.text + "'";
    case NodeKind::number:
    case NodeKind::boolean: return node.text;
    case NodeKind::today: return "today";
    case NodeKind::date: return "d" + node.text;
    case NodeKind::datetime: return "t" + node.text;
    case NodeKind::duration: return "p" + node.text;
    case NodeKind::path: {
        for (const auto& word : node.words) {
            text += (text.empty() ? "" : ".") + word;
        }
        return text;
    }
    case NodeKind::logical_or: return args("or");
    case NodeKind::logical_and: return args("and");
    case NodeKind::logical_not: return args("not");
    case NodeKind::compare: return args(node.text);
    case NodeKind::in_list: return args(node.negated ? "not-in" : "in");
    case NodeKind::add: return args("+");
    case NodeKind::subtract: return args("-");
    case NodeKind::multiply: return args("*");
    case NodeKind::divide: return args("div");
    case NodeKind::negate: return args("neg");
    case NodeKind::call: return args(node.text);
    case NodeKind::aggregate: return args(node.text + (node.distinct ? "-distinct" : "") + (node.has_filter ? "-where" : ""));
    }
    return {};
}

std::string tree_of(std::string text) {
    Diagnostics diagnostics;
    const auto node = parse_expression(at(std::move(text)), diagnostics);
    REQUIRE_MESSAGE(node, diagnostics.to_text());
    return shown(*node);
}

} // namespace

TEST_CASE("operators bind as the grammar says") {
    CHECK(tree_of("a or b and not c") == "(or a (and b (not c)))");
    CHECK(tree_of("a eq 1 + 2 * 3 - 4") == "(eq a (- (+ 1 (* 2 3)) 4))");
    CHECK(tree_of("not a and b") == "(and (not a) b)");
    CHECK(tree_of("(a or b) and c") == "(and (or a b) c)");
    CHECK(tree_of("-a div b") == "(div (neg a) b)");
    CHECK(tree_of("a in ('x', 'y''s') or b not in (1)") == "(or (in a 'x' 'y's') (not-in b 1))");
    CHECK(tree_of("exists(owner.left_on)") == "(exists owner.left_on)");
    CHECK(tree_of("count() eq 1 and count(where letter eq 'a') eq 1") == "(and (eq (count) 1) (eq (count-where (eq letter 'a')) 1))");
    CHECK(tree_of("max(n where k) eq count(distinct p)") == "(eq (max-where n k) (count-distinct p))");
    CHECK(tree_of("d ge date('2026-01-31') - duration('P10D')") == "(ge d (- d2026-01-31 pP10D))");
    CHECK(tree_of("if(a, 1, 2) eq today") == "(eq (if a 1 2) today)");
    CHECK(tree_of("member.number eq 1") == "(eq member.number 1)");
}

TEST_CASE("faults say place, fault and remedy") {
    CHECK(fault_of("a eq") == "checks.xml:7:24: error: the expression ends where a value is expected [unfinished]\n");
    CHECK(fault_of("a == 1") == "checks.xml:7:22: error: '==' is not a sign of this language (write eq) [unknown-sign]\n");
    CHECK(fault_of("a eq 'open") == "checks.xml:7:25: error: this text has no closing quote (end it with ') [open-text]\n");
    CHECK(fault_of("a eq 1 eq 2") == "checks.xml:7:27: error: comparisons cannot be chained (join two comparisons with 'and') [chained-comparison]\n");
    CHECK(fault_of("a b") == "checks.xml:7:22: error: 'b' is not expected here (is 'and', 'or' or a comma missing?) [unexpected]\n");
    CHECK(fault_of("exist(a)") == "checks.xml:7:20: error: there is no function 'exist' (did you mean 'exists'?) [unknown-function]\n");
    CHECK(fault_of("count(a) gt 1") == "checks.xml:7:20: error: count() counts rows and takes no field (count(where exists(field)) counts rows that have it, "
                                        "count(distinct field) its different values) [count-of-field]\n");
    CHECK(fault_of("(a or b") == "checks.xml:7:27: error: ')' is missing: the expression ends here [missing-sign]\n");
    CHECK(fault_of("where eq 1") == "checks.xml:7:20: error: 'where' is a word of the language and cannot be a field (a value is expected) [reserved-word]\n");
    CHECK(fault_of("duration(4)") == "checks.xml:7:29: error: duration() takes one text (write duration('…')) [missing-text]\n");
}

TEST_CASE("columns count characters, not bytes") {
    CHECK(fault_of("a eq 'größe' b") == "checks.xml:7:33: error: 'b' is not expected here (is 'and', 'or' or a comma missing?) [unexpected]\n");
}

TEST_CASE("depth and length have limits with clear errors") {
    std::string deep;
    for (int i = 0; i < 200; ++i) {
        deep += '(';
    }
    CHECK(fault_of(deep + "a").find("nests more than 64 levels") != std::string::npos);
    std::string nots;
    for (int i = 0; i < 500; ++i) {
        nots += "not ";
    }
    CHECK(fault_of(nots + "a").find("nests more than 64 levels") != std::string::npos);
    CHECK(fault_of(std::string(4097, 'a')) == "checks.xml:7:20: error: this expression has 4097 characters; 4096 are allowed (split it into several checks) [too-long]\n");
    CHECK(tree_of(std::string(4096, 'a')).size() == 4096);
}

TEST_CASE("the function table in docs/expressions.md is the code's") {
    std::ifstream in(std::string(ASSAY_SOURCE_DIR) + "/docs/expressions.md");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const std::string begin = "<!-- functions: generated from src/rules/functions.cpp -->\n";
    const auto from = text.find(begin);
    const auto to = text.find("<!-- end of functions -->");
    REQUIRE(from != std::string::npos);
    REQUIRE(to != std::string::npos);
    CHECK_MESSAGE(text.substr(from + begin.size(), to - from - begin.size()) == function_table_markdown(), "the section must read:\n" << function_table_markdown());
}
