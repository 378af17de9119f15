// Small faults put into a check on purpose: its own cases should notice each of them. Works on the parsed expressions.
// Knows no case and no store.
#pragma once

#include "assay/model/check.hpp"
#include "assay/rules/expression.hpp"

#include <string>
#include <vector>

namespace assay {

/// The expression in the language, with no parentheses but those it needs: parsed again it is the same tree.
[[nodiscard]] std::string to_expression(const Node& node);

/// One fault: the check with `part` replaced by `text` (empty: left out).
struct Mutant {
    PlacedText CheckDefinition::* part = nullptr;
    std::string text;
    std::string what;   ///< "'ge' became 'lt'", "without exists(reviewed_on)", "'P10D' became 'P11D'"
    Place place;        ///< of what was changed
};

/// Each comparison turned round, each number and length one more and one less, each day one later and one earlier, each operand of
/// `and` and `or`, each filter of an aggregate, and each `where`, `due` and `over-where` left out. In the order of the attributes in
/// CheckDefinition, then of the text. Expressions that do not parse give none.
[[nodiscard]] std::vector<Mutant> make_mutants(const CheckDefinition& check);

} // namespace assay
