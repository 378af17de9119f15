// The library: catalogs, registers and checks linked, typed and lowered to queries for one judgement date and period.
// Row-wise checks on one register with one way to the subject share one RowBatch, so that they share one scan.
// Knows neither how queries are run nor what a result means for a control.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/diagnostic.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/query.hpp"
#include "assay/model/register.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace assay {

/// What judging depends on besides the files. `zone` is borrowed and outlives the library.
struct LinkTime {
    Date on{};
    Date period_from{};
    Date period_to{};
    const Zone* zone = nullptr;
};

/// A message of a check: literal pieces and columns, the latter shown by their field's type.
struct MessagePiece {
    std::string literal;
    bool is_member_key = false;             ///< {member}
    bool is_row_count = false;              ///< {rows}
    const Field* field = nullptr;           ///< else: column `column` of the row or member values
    std::size_t column = 0;
    std::string name;                       ///< as written, for "… is not recorded"
};

struct Message {
    std::vector<MessagePiece> pieces;
    TableQuery rows;                        ///< row checks: fetches the columns by row id
};

/// How a check's answers are found.
enum class CheckForm : std::uint8_t { rows, members, covers };

/// Dated rows per member, judged for gaps by judge_covers().
struct CoversQuery {
    TableQuery members;                     ///< key, subject, row id, start of duty (or absent), then the message's columns
    TableQuery dated;                       ///< member, from, to (or absent); sorted by member, from
    std::string interval;                   ///< ISO period, or "planned"
};

struct LinkedCheck {
    const CheckDefinition* definition = nullptr;   ///< borrowed from the check files
    CheckForm form = CheckForm::rows;
    const Register* in = nullptr;
    const Register* over = nullptr;                ///< register of the members, if any
    std::optional<SubjectKind> subject_kind;       ///< absent: only controls per organisation
    std::vector<ControlId> controls;
    std::size_t batch = 0;                         ///< rows: index into Library::batches
    std::size_t question = 0;                      ///< rows: index into the batch
    MemberQuery members;                           ///< members
    CoversQuery covers;                            ///< covers
    std::optional<TableQuery> unsure_members;      ///< members, covers: those whose over-where is unknown: key, subject, row id
    Message message;
};

struct LibraryBatch {
    RowBatch batch;
    const Register* in = nullptr;
    std::vector<std::size_t> checks;               ///< index into Library::checks, one per question
};

struct Library {
    std::vector<LinkedCheck> checks;               ///< sorted by id
    std::vector<LibraryBatch> batches;
    [[nodiscard]] const LinkedCheck* find_check(std::string_view id) const;
};

/// Links everything; faults (dangling references, wrong types, unknown ids) go to `diagnostics`, all of them, and the faulty check
/// is left out. Borrows from schema, catalogs and files, which must outlive the library. With `standards`, checks bound to none of
/// these catalogs are left out too: what is not judged costs nothing and cannot fail; their bindings are looked at all the same.
[[nodiscard]] Library link_library(const Schema& schema, std::span<const Catalog> catalogs, std::span<const CheckFile> files, const LinkTime& time,
                                   DiagnosticSink& diagnostics, std::span<const std::string> standards = {});

/// Faults across register definitions: references to registers that do not exist or have a composite key, paths that lead nowhere.
void link_schema(const Schema& schema, DiagnosticSink& diagnostics);

/// One check alone, for its own cases.
[[nodiscard]] Library link_check(const Schema& schema, const CheckDefinition& check, std::optional<SubjectKind> subject_kind, const LinkTime& time,
                                 DiagnosticSink& diagnostics);

/// A condition typed over one register, for `assay list --where`; joins are added to `query`.
[[nodiscard]] std::optional<QueryExpr> link_filter(const Schema& schema, TableQuery& query, const PlacedText& text, const LinkTime& time,
                                                   DiagnosticSink& diagnostics);

/// A stretch without a dated row longer than the interval.
struct CoverageGap {
    Date from{};
    Date to{};
};
struct DatedRow {
    Date from{};
    Date to{};
};
/// `rows` sorted by `from`. A gap is reported when more than `interval` passes between `from` (or the end of one row) and the
/// start of the next (or `to`): the first one, or nothing.
[[nodiscard]] std::optional<CoverageGap> find_coverage_gap(std::span<const DatedRow> rows, Date from, Date to, Period interval);

} // namespace assay
