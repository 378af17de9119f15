// Splits the text of an expression into tokens with their byte offsets. Knows words and signs, not what they mean together.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/check.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

enum class TokenKind : std::uint8_t { word, text, number, sign, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;          ///< for texts: without quotes, doubled quotes undone
    std::uint32_t offset = 0;
};

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// All tokens, the last of kind `end`; nothing after reporting a fault.
[[nodiscard]] std::optional<std::vector<Token>> split_tokens(const PlacedText& source, DiagnosticSink& diagnostics);

} // namespace assay
