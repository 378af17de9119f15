// All that a report may say, as plain data: the app fills it from the store's and the engine's results, the views read it.
// Knows no store, no template and no clock. Borrowed members must outlive the rendering; texts are as people wrote them, unescaped.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/query_runner.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace assay {

class ReportRegisters;
struct ReportBeside;

/// Reports list this many rows of a check and subject, in key order; the rest is in findings.csv.
inline constexpr std::size_t k_rows_shown = 20;

/// One failing or undecided row with its message, recomputed from the row.
struct FindingLine {
    CheckId check;
    std::string subject;           ///< as in FailingRow: "" the organisation, k_unattributed
    std::string subject_title;
    std::string register_id;
    std::string key;               ///< as people read it (show_key)
    std::string message;           ///< rendered, with the row's values
    std::string origin;            ///< "incidents.csv:214, change 7" or "made at the prompt, change 9"
    std::string file;              ///< of the origin; empty: none
    std::int64_t line = 0;         ///< of the file, or row of the sheet; 0: none
    std::string fields = {};       ///< "resolved_at not recorded (column 'Resolved'); …": those that the check reads; empty: not worked out
    bool failed = true;            ///< else undecided
    std::string disposition;       ///< in words ("duplicate of INC0004711, A. Mensah, 2026-02-03"), or empty
    bool struck = false;           ///< the disposition counts: the row is shown struck
    std::string fingerprint;
    friend bool operator==(const FindingLine&, const FindingLine&) = default;
};

/// What became of one evidence demand of the control, for one determination.
struct EvidenceState {
    std::string type;              ///< record, procedure, plan…
    DemandKind demand = DemandKind::expected;
    std::string wanted;            ///< what is wanted, in words; may be empty
    bool satisfied = false;
    std::string state;             ///< "accepted, A. Mensah, 2026-02-03", "not received", "stale: reviewed version was 3, now 4"
    std::string source;            ///< "EV-012 Major incident procedure v4, sha256 12ab34cd…"; empty when there is none
    std::string link;              ///< http, https, mailto or a path inside the pack; empty: none. Anything else is shown as text.
};

/// What the determination does not say itself. One per determination, in the same order; all may stay empty.
struct DeterminationFacts {
    std::string owner;             ///< who must act, with the role ("J. Okafor, process owner"); empty: none recorded
    std::optional<Date> due;       ///< recorded due date of the action
    std::string next_step;         ///< empty: worked out from the outcome and its bases
    std::string grade_reason;      ///< threshold that led to the grade; empty: worked out from the tallies and the policy
    std::string process;           ///< process it belongs to, for the index by process; empty: the subject or the control's process
    std::vector<EvidenceState> evidence;
    std::string owner_person = {}; ///< key of that person: one who owns in two roles is one person
};

/// One exception (compliance exception, risk acceptance). It changes no determination.
struct ExceptionLine {
    std::string id;
    ControlId control;
    std::string subject;           ///< title, or empty for all
    std::string kind;              ///< "compliance exception", "risk acceptance"
    std::string state;             ///< "in force", "expired 2026-01-31", "unused", "refused: …"
    std::string approver;
    std::string until;
    std::string reason;
};

/// One disposition of a failing row.
struct DispositionLine {
    std::string id;
    CheckId check;
    std::string subject;
    std::string key;               ///< as people read it
    std::string verdict;           ///< "confirmed", "not a deviation", "data error corrected", "duplicate"
    std::string state;             ///< "counts", "unused: no such failing row", "void: the row changed", "not independent"
    std::string person;
    std::string decided_on;
    std::string reason;
};

/// What an import declared about a register's rows.
struct PopulationLine {
    std::string register_id;
    std::string register_title;
    PopulationDeclaration declared;
    bool complete = false;
    std::string incomplete_why;    ///< empty when complete
    bool is_declared = true;       ///< false: the import said nothing of its source
};

struct ReportInput {
    const Assessment& assessment;                  ///< borrowed
    std::span<const Catalog> catalogs;             ///< borrowed; every catalog of the assessment is among them
    std::span<const CheckFile> checks;             ///< borrowed; every check of the tallies is among them
    std::string scope = {};                        ///< recorded scope statement; empty: none recorded
    std::string audit = {};                        ///< empty: a self-assessment
    std::string judged_by = {};                    ///< who ran the assessment
    std::string tool = {};                         ///< "Assay 0.1.0"
    std::string store_when = {};                   ///< when the judged change was made, UTC; may be empty
    std::string zone = {};                         ///< the workspace's zone
    std::string marking = {};                      ///< classification that stands at head and foot of a page; empty: none
    std::vector<std::string> not_covered = {};     ///< one sentence each, beside what the report works out itself
    std::string findings_file = "findings.csv";    ///< beside the report
    std::vector<DeterminationFacts> facts = {};    ///< empty, or one per determination
    std::vector<FindingLine> findings = {};        ///< sorted by check, subject, key; at least the first k_rows_shown of each
    std::vector<ExceptionLine> exceptions = {};    ///< sorted by id
    std::vector<DispositionLine> dispositions = {}; ///< sorted by id
    std::vector<PopulationLine> populations = {};  ///< sorted by register, then change
    const ReportRegisters* registers = nullptr;    ///< borrowed; null: the report reads none
    const ReportBeside* beside = nullptr;          ///< borrowed; null: the report tells nothing of the kind
    std::string filter = {};                       ///< what is shown of the assessment, with the counts left out; empty: all of it
};

} // namespace assay
