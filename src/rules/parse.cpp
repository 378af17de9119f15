// Recursive descent over docs/expressions.md "Grammar"; every rule of the grammar is one function.
#include "assay/base/nearest.hpp"
#include "assay/rules/expression.hpp"
#include "rules/functions.hpp"
#include "rules/token.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_reserved[] = {
    "after", "and", "avg", "before", "contains", "count", "date", "datetime", "distinct", "div", "duration", "else", "eq", "exists", "false",
    "from", "ge", "group", "gt", "if", "in", "is", "le", "least", "lower", "lt", "matches", "max", "member", "min", "mod", "ne", "not", "null",
    "on", "or", "order", "sum", "then", "to", "today", "true", "where",
};

constexpr std::string_view k_comparisons[] = {"eq", "ge", "gt", "le", "lt", "ne"};
constexpr std::string_view k_aggregates[] = {"avg", "count", "max", "min", "sum"};

/// `words` are sorted: those with the same first letter stand together.
bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    if (word.empty()) {
        return false;
    }
    const auto alike = std::ranges::equal_range(words, word.front(), {}, [](std::string_view each) { return each.front(); });
    return std::ranges::find(alike, word) != alike.end();
}

/// Thrown inside this file only, after the fault was reported, to leave the descent.
struct GiveUp {};

class Parser {
public:
    Parser(const PlacedText& source, std::vector<Token> tokens, DiagnosticSink& diagnostics)
        : m_source(source), m_tokens(std::move(tokens)), m_diagnostics(diagnostics) {}

    Node parse_all() {
        Node node = parse_or();
        if (peek().kind != TokenKind::end) {
            fail(peek(), "unexpected", fmt::format("'{}' is not expected here", peek().text), "is 'and', 'or' or a comma missing?");
        }
        return node;
    }

private:
    struct Deeper {
        int& depth;
        explicit Deeper(int& d) : depth(d) { ++depth; }
        ~Deeper() { --depth; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
    };

    const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    const Token& take() { return m_tokens[m_at < m_tokens.size() - 1 ? m_at++ : m_at]; }
    bool at_word(std::string_view word) const { return peek().kind == TokenKind::word && peek().text == word; }
    bool at_sign(std::string_view sign) const { return peek().kind == TokenKind::sign && peek().text == sign; }

    [[noreturn]] void fail(const Token& token, std::string code, std::string text, std::string hint) {
        m_diagnostics.add({Severity::error, place_in(m_source, token.offset), std::move(code), std::move(text), std::move(hint)});
        throw GiveUp{};
    }

    void expect_sign(std::string_view sign) {
        if (!at_sign(sign)) {
            const auto found = peek().kind == TokenKind::end ? std::string("the expression ends here") : fmt::format("'{}' stands here", peek().text);
            fail(peek(), "missing-sign", fmt::format("'{}' is missing: {}", sign, found), "");
        }
        take();
    }

    void check_depth() {
        if (m_depth > k_max_expression_depth) {
            fail(peek(), "too-deep", fmt::format("this expression nests more than {} levels", k_max_expression_depth), "split it into several checks");
        }
    }

    static Node make(NodeKind kind, std::uint32_t offset, std::vector<Node> args, std::string text = {}) {
        Node node;
        node.kind = kind;
        node.offset = offset;
        node.args = std::move(args);
        node.text = std::move(text);
        return node;
    }

    Node parse_or() {
        const Deeper deeper(m_depth);
        check_depth();
        return parse_series(NodeKind::logical_or, "or", [this] { return parse_and(); });
    }

    Node parse_and() {
        return parse_series(NodeKind::logical_and, "and", [this] { return parse_not(); });
    }

    template <class Part>
    Node parse_series(NodeKind kind, std::string_view word, Part part) {
        Node first = part();
        if (!at_word(word)) {
            return first;
        }
        const auto offset = first.offset;
        std::vector<Node> args;
        args.push_back(std::move(first));
        while (at_word(word)) {
            take();
            args.push_back(part());
        }
        return make(kind, offset, std::move(args));
    }

    Node parse_not() {
        if (!at_word("not")) {
            return parse_comparison();
        }
        const Deeper deeper(m_depth);
        check_depth();
        const auto offset = take().offset;
        std::vector<Node> args;
        args.push_back(parse_not());
        return make(NodeKind::logical_not, offset, std::move(args));
    }

    Node parse_comparison() {
        Node left = parse_sum();
        const auto offset = peek().offset;
        if (peek().kind == TokenKind::word && is_one_of(peek().text, k_comparisons)) {
            const auto word = take().text;
            std::vector<Node> args;
            args.push_back(std::move(left));
            args.push_back(parse_sum());
            if (peek().kind == TokenKind::word && is_one_of(peek().text, k_comparisons)) {
                fail(peek(), "chained-comparison", "comparisons cannot be chained", "join two comparisons with 'and'");
            }
            return make(NodeKind::compare, offset, std::move(args), word);
        }
        const bool negated = at_word("not") && peek(1).kind == TokenKind::word && peek(1).text == "in";
        if (negated || at_word("in")) {
            if (negated) {
                take();
            }
            take();
            Node node = parse_list(std::move(left), offset);
            node.negated = negated;
            return node;
        }
        return left;
    }

    Node parse_list(Node left, std::uint32_t offset) {
        expect_sign("(");
        std::vector<Node> args;
        args.push_back(std::move(left));
        args.push_back(parse_factor());
        while (at_sign(",")) {
            take();
            args.push_back(parse_factor());
        }
        expect_sign(")");
        return make(NodeKind::in_list, offset, std::move(args));
    }

    Node parse_sum() {
        Node left = parse_product();
        while (at_sign("+") || at_sign("-")) {
            const auto& sign = take();
            const auto kind = sign.text == "+" ? NodeKind::add : NodeKind::subtract;
            const auto offset = sign.offset;
            std::vector<Node> args;
            args.push_back(std::move(left));
            args.push_back(parse_product());
            left = make(kind, offset, std::move(args));
        }
        return left;
    }

    Node parse_product() {
        Node left = parse_factor();
        while (at_sign("*") || at_word("div")) {
            const auto& sign = take();
            const auto kind = sign.text == "*" ? NodeKind::multiply : NodeKind::divide;
            const auto offset = sign.offset;
            std::vector<Node> args;
            args.push_back(std::move(left));
            args.push_back(parse_factor());
            left = make(kind, offset, std::move(args));
        }
        return left;
    }

    Node parse_factor() {
        if (!at_sign("-")) {
            return parse_primary();
        }
        const Deeper deeper(m_depth);
        check_depth();
        const auto offset = take().offset;
        std::vector<Node> args;
        args.push_back(parse_factor());
        return make(NodeKind::negate, offset, std::move(args));
    }

    Node parse_primary() {
        const Token token = peek();
        switch (token.kind) {
        case TokenKind::text:
            take();
            return make(NodeKind::text, token.offset, {}, token.text);
        case TokenKind::number:
            take();
            return make(NodeKind::number, token.offset, {}, token.text);
        case TokenKind::word:
            return parse_word(token);
        case TokenKind::sign:
            if (std::string_view(token.text) == "(") {
                take();
                Node inner = parse_or();
                expect_sign(")");
                return inner;
            }
            break;
        case TokenKind::end:
            fail(token, "unfinished", "the expression ends where a value is expected", "");
        }
        fail(token, "unexpected", fmt::format("'{}' is not expected here", token.text), "a value is expected");
    }

    Node parse_word(const Token& token) {
        const std::string_view word = token.text;
        if (word == "true" || word == "false") {
            take();
            return make(NodeKind::boolean, token.offset, {}, token.text);
        }
        if (word == "today") {
            take();
            return make(NodeKind::today, token.offset, {});
        }
        if (peek(1).kind == TokenKind::sign && std::string_view(peek(1).text) == "(") {
            return parse_call(token);
        }
        if (word != "member" && is_reserved_word(word)) {
            fail(token, "reserved-word", fmt::format("'{}' is a word of the language and cannot be a field", token.text), "a value is expected");
        }
        return parse_path(token);
    }

    Node parse_path(const Token& token) {
        Node node = make(NodeKind::path, token.offset, {});
        node.words.push_back(take().text);
        while (at_sign(".")) {
            take();
            if (peek().kind != TokenKind::word) {
                fail(peek(), "unfinished", "a field is expected after '.'", "");
            }
            node.words.push_back(take().text);
        }
        return node;
    }

    Node parse_call(const Token& token) {
        take();
        take();
        if (token.text == "date" || token.text == "datetime" || token.text == "duration") {
            return parse_time_literal(token);
        }
        if (is_one_of(token.text, k_aggregates)) {
            return parse_aggregate(token);
        }
        if (find_function(token.text) == nullptr) {
            fail(token, "unknown-function", fmt::format("there is no function '{}'", token.text), did_you_mean(token.text, function_names()));
        }
        Node node = make(NodeKind::call, token.offset, {}, token.text);
        if (!at_sign(")")) {
            node.args.push_back(parse_or());
            while (at_sign(",")) {
                take();
                node.args.push_back(parse_or());
            }
        }
        expect_sign(")");
        return node;
    }

    Node parse_time_literal(const Token& token) {
        if (peek().kind != TokenKind::text) {
            fail(peek(), "missing-text", fmt::format("{}() takes one text", token.text), fmt::format("write {}('…')", token.text));
        }
        const auto kind = token.text == "date" ? NodeKind::date : token.text == "datetime" ? NodeKind::datetime : NodeKind::duration;
        Node node = make(kind, token.offset, {}, take().text);
        expect_sign(")");
        return node;
    }

    Node parse_aggregate(const Token& token) {
        Node node = make(NodeKind::aggregate, token.offset, {}, token.text);
        if (at_word("distinct")) {
            node.distinct = true;
            take();
        }
        if (!at_sign(")") && !at_word("where")) {
            node.args.push_back(parse_or());
        }
        if (at_word("where")) {
            take();
            node.args.push_back(parse_or());
            node.has_filter = true;
        }
        expect_sign(")");
        check_aggregate(token, node);
        return node;
    }

    void check_aggregate(const Token& token, const Node& node) {
        const bool has_value = node.args.size() > (node.has_filter ? 1U : 0U);
        if (token.text == "count" && has_value && !node.distinct) {
            fail(token, "count-of-field", "count() counts rows and takes no field",
                 "count(where exists(field)) counts rows that have it, count(distinct field) its different values");
        }
        if (token.text != "count" && node.distinct) {
            fail(token, "distinct", fmt::format("'distinct' goes with count(), not with {}()", token.text), "");
        }
        if (!has_value && (token.text != "count" || node.distinct)) {
            fail(token, "missing-argument", fmt::format("{}({}) takes a field", token.text, node.distinct ? "distinct" : ""), "");
        }
    }

    const PlacedText& m_source;
    std::vector<Token> m_tokens;
    DiagnosticSink& m_diagnostics;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

bool is_reserved_word(std::string_view word) { return is_one_of(word, k_reserved); }

const std::vector<std::string>& reserved_words() {
    static const std::vector<std::string> words(std::begin(k_reserved), std::end(k_reserved));
    return words;
}

std::optional<Node> parse_expression(const PlacedText& source, DiagnosticSink& diagnostics) {
    auto tokens = split_tokens(source, diagnostics);
    if (!tokens) {
        return std::nullopt;
    }
    try {
        return Parser(source, std::move(*tokens), diagnostics).parse_all();
    } catch (const GiveUp&) {
        return std::nullopt;
    }
}

} // namespace assay
