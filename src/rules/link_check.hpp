// Lowering of one check by its form. Each returns false after reporting what is wrong.
#pragma once

#include "assay/rules/library.hpp"
#include "rules/link_parts.hpp"
#include "rules/lower.hpp"

namespace assay {

[[nodiscard]] bool lower_row_question(const CheckDefinition& check, Lowerer& lowerer, Relations& relations, const JudgementTime& time,
                                      DiagnosticSink& diagnostics, RowQuestion& question);
/// A window over the whole register would slow the scan of its batch-mates: such checks scan apart.
[[nodiscard]] bool needs_window(const CheckDefinition& check);

[[nodiscard]] bool lower_member_check(const Schema& schema, LinkedCheck& linked, const JudgementTime& time, DiagnosticSink& diagnostics);
[[nodiscard]] bool lower_covers_check(const Schema& schema, LinkedCheck& linked, const JudgementTime& time, DiagnosticSink& diagnostics);

} // namespace assay
