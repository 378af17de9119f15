// What linking a check needs of its register: the rules of period and scope, and the way to the subject.
#pragma once

#include "assay/rules/library.hpp"
#include "rules/lower.hpp"

namespace assay {

struct PeriodAndScope {
    bool has_period = false;
    QueryExpr in_period;
    bool has_scope = false;
    QueryExpr service;
    QueryExpr in_scope;
};

/// PRODUCT "Populations and time": rows inside the audit period whose service is in scope and live. Record registers leave out rows
/// without a service; a maintained register keeps them, because its rows need not belong to one.
[[nodiscard]] PeriodAndScope make_period_and_scope(Relations& relations, std::size_t base, CheckScope scope, const JudgementTime& time,
                                                   DiagnosticSink& diagnostics);

/// The conditions of PeriodAndScope that a row must meet, joined into `conditions`.
void append_conditions(const PeriodAndScope& rule, std::vector<QueryExpr>& conditions);

/// The subject of a row: the check's own `subject`, else the register's way, else its only reference to that kind, else nothing
/// after a diagnostic.
[[nodiscard]] std::optional<QueryExpr> find_subject_column(Relations& relations, std::size_t base, const PlacedText& subject, SubjectKind kind,
                                                           const Place& place, const Names& names, const JudgementTime& time,
                                                           DiagnosticSink& diagnostics);

/// Puts the pieces of a message into `pieces`, and appends their columns to `select`. False after reporting what is wrong.
[[nodiscard]] bool link_message(const PlacedText& message, Relations& relations, const Names& names, std::vector<QueryExpr>& select,
                                const JudgementTime& time, DiagnosticSink& diagnostics, std::vector<MessagePiece>& pieces);

} // namespace assay
