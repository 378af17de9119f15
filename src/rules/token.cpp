#include "rules/token.hpp"

#include "assay/rules/expression.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word_part(char c) { return is_word_start(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Splitter {
    const PlacedText& source;
    DiagnosticSink& diagnostics;
    std::size_t at = 0;
    std::vector<Token> tokens;

    void fault(std::size_t offset, std::string code, std::string text, std::string hint) const {
        diagnostics.add({Severity::error, place_in(source, static_cast<std::uint32_t>(offset)), std::move(code), std::move(text), std::move(hint)});
    }

    bool read_text() {
        const auto start = at++;
        std::string value;
        while (at < source.text.size()) {
            if (source.text[at] == '\'') {
                if (at + 1 < source.text.size() && source.text[at + 1] == '\'') {
                    value += '\'';
                    at += 2;
                    continue;
                }
                ++at;
                tokens.push_back({TokenKind::text, std::move(value), static_cast<std::uint32_t>(start)});
                return true;
            }
            value += source.text[at++];
        }
        fault(start, "open-text", "this text has no closing quote", "end it with '");
        return false;
    }

    void read_number() {
        const auto start = at;
        while (at < source.text.size() && is_digit(source.text[at])) {
            ++at;
        }
        if (at + 1 < source.text.size() && source.text[at] == '.' && is_digit(source.text[at + 1])) {
            ++at;
            while (at < source.text.size() && is_digit(source.text[at])) {
                ++at;
            }
        }
        tokens.push_back({TokenKind::number, source.text.substr(start, at - start), static_cast<std::uint32_t>(start)});
    }

    void read_word() {
        const auto start = at;
        while (at < source.text.size() && is_word_part(source.text[at])) {
            ++at;
        }
        tokens.push_back({TokenKind::word, source.text.substr(start, at - start), static_cast<std::uint32_t>(start)});
    }

    bool refuse_sign() const {
        // Signs people bring from other languages get the word that is used here.
        struct Known { std::string_view sign; std::string_view word; };
        constexpr Known k_known[] = {{"==", "eq"}, {"!=", "ne"}, {"<>", "ne"}, {"<=", "le"}, {">=", "ge"}, {"&&", "and"}, {"||", "or"},
                                     {"=", "eq"}, {"<", "lt"}, {">", "gt"}, {"!", "not"}, {"/", "div"}, {"\"", "'text'"}};
        const std::string_view rest = std::string_view(source.text).substr(at);
        for (const auto& [sign, word] : k_known) {
            if (rest.starts_with(sign)) {
                fault(at, "unknown-sign", fmt::format("'{}' is not a sign of this language", sign), fmt::format("write {}", word));
                return false;
            }
        }
        fault(at, "unknown-sign", "this character has no meaning here", "see docs/expressions.md");
        return false;
    }

    bool split() {
        while (at < source.text.size()) {
            const char c = source.text[at];
            if (is_blank(c)) {
                ++at;
            } else if (c == '\'') {
                if (!read_text()) {
                    return false;
                }
            } else if (is_digit(c)) {
                read_number();
            } else if (is_word_start(c)) {
                read_word();
            } else if (std::string_view("()+-*,.").find(c) != std::string_view::npos) {
                tokens.push_back({TokenKind::sign, std::string(1, c), static_cast<std::uint32_t>(at)});
                ++at;
            } else {
                return refuse_sign();
            }
        }
        tokens.push_back({TokenKind::end, "", static_cast<std::uint32_t>(source.text.size())});
        return true;
    }
};

} // namespace

Place place_in(const PlacedText& source, std::uint32_t offset) {
    Place place = source.place;
    std::uint32_t characters = 0;
    const auto end = std::min<std::size_t>(offset, source.text.size());
    for (std::size_t i = 0; i < end; ++i) {
        // Continuation bytes of UTF-8 are not characters of their own.
        if ((static_cast<unsigned char>(source.text[i]) & 0xC0U) != 0x80U) {
            ++characters;
        }
    }
    if (place.column > 0) {
        place.column += characters;
    }
    return place;
}

std::optional<std::vector<Token>> split_tokens(const PlacedText& source, DiagnosticSink& diagnostics) {
    if (source.text.size() > k_max_expression_length) {
        diagnostics.add({Severity::error, source.place, "too-long",
                         fmt::format("this expression has {} characters; {} are allowed", source.text.size(), k_max_expression_length),
                         "split it into several checks"});
        return std::nullopt;
    }
    Splitter splitter{source, diagnostics, 0, {}};
    splitter.tokens.reserve(source.text.size() / 4 + 2); // few words are shorter
    if (!splitter.split()) {
        return std::nullopt;
    }
    return std::move(splitter.tokens);
}

} // namespace assay
