// Expressions of the check language as trees. Parsing only: knows no register, no type and no query.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/check.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

inline constexpr std::size_t k_max_expression_length = 4096;
inline constexpr int k_max_expression_depth = 64;
inline constexpr std::size_t k_max_path_steps = 3;

enum class NodeKind : std::uint8_t {
    text, number, boolean, today, date, datetime, duration,   // literals; `text` holds the spelling
    path,                                                     // `words`: steps
    logical_or, logical_and, logical_not,
    compare,                                                  // `text`: eq ne lt le gt ge
    in_list,                                                  // args[0] in args[1…]; `negated`
    add, subtract, multiply, divide, negate,
    call,                                                     // `text`: function
    aggregate,                                                // `text`: count…; args: value if any; `filter` is the last when has_filter
};

struct Node {
    NodeKind kind = NodeKind::text;
    std::string text;
    std::vector<std::string> words;
    std::vector<Node> args;
    bool negated = false;      ///< in_list: not in
    bool distinct = false;     ///< aggregate
    bool has_filter = false;   ///< aggregate: args.back() is the condition after `where`
    std::uint32_t offset = 0;  ///< of the first character, in bytes from the start of the expression
};

/// The tree, or nothing after reporting what is wrong. `source.place` is where the text starts; columns are added to it.
[[nodiscard]] std::optional<Node> parse_expression(const PlacedText& source, DiagnosticSink& diagnostics);

/// True for words that cannot be ids of registers or fields.
[[nodiscard]] bool is_reserved_word(std::string_view word);
[[nodiscard]] const std::vector<std::string>& reserved_words();

/// The place `offset` bytes into a text that starts at `source.place`.
[[nodiscard]] Place place_in(const PlacedText& source, std::uint32_t offset);

} // namespace assay
