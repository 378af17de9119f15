// What an assessment concluded: determinations with their bases, tallies and failing rows, and all that it rests on.
// Plain, immutable data; wording per scale is one function beside it. Holds no message text that can be recomputed from rows.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/id.hpp"
#include "assay/model/query.hpp"
#include "assay/model/workspace.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// In order of precedence (PRODUCT.md "Determinations"): the first that applies is the outcome.
enum class Outcome : std::uint8_t { not_applicable, not_met, error, not_assessed, no_occasion, met_with_remark, met };
/// A proposal of the tool; a named lead assessor confirms or changes it. `lapse` never makes a control not met.
enum class Grade : std::uint8_t { none, lapse, minor, major };

[[nodiscard]] std::string_view to_text(Outcome outcome);   ///< engine words: "met", "not met"…
[[nodiscard]] std::optional<Outcome> find_outcome(std::string_view word);
[[nodiscard]] std::string_view to_text(Grade grade);
/// The catalog's own words: iso17021 "conforming", "minor (proposed)"…; alignment "partly aligned, priority medium"…
[[nodiscard]] std::string outcome_words(Scale scale, Outcome outcome, Grade grade);

enum class BasisKind : std::uint8_t {
    check, evidence, attestation, self_declaration, absence_confirmed, applicability, adoption, no_occasion_confirmed, interval, note
};
[[nodiscard]] std::string_view to_text(BasisKind kind);

/// What one fact does to the determination.
enum class Effect : std::uint8_t { supports, remarks, fails, blocks, excludes, errs, occasions, informs };
[[nodiscard]] std::string_view to_text(Effect effect);

struct Basis {
    BasisKind kind = BasisKind::note;
    Effect effect = Effect::informs;
    std::string ref;               ///< check id, evidence_link id, attestation id, applicability id, demand index…
    std::string text;              ///< the reason in words, with counts; no values of rows
    friend bool operator==(const Basis&, const Basis&) = default;
};

/// Result of one check for one subject.
struct CheckTally {
    CheckId check;
    std::string subject;           ///< "" organisation as a whole; k_unattributed
    std::int64_t population = 0;
    RowCounts counts;
    LeftOut left_out;
    std::int64_t disposed = 0;     ///< failing rows with a disposition that counts (not a deviation, data error, duplicate)
    bool complete = false;         ///< the population was declared complete for the audit period, and the counts agree
    std::string incomplete_why;    ///< empty when complete
    Grade grade = Grade::none;
    std::string fault;             ///< not empty: the check could not be evaluated
    friend bool operator==(const CheckTally&, const CheckTally&) = default;
};

inline constexpr std::string_view k_unattributed = "(unattributed)";

struct FailingRow {
    CheckId check;
    std::string subject;
    std::string register_id;
    std::string key;               ///< joined key of the row or member
    std::int64_t row = 0;          ///< row version; 0 when the member is not a row
    bool failed = true;            ///< else undecided
    std::string disposition;       ///< id of the disposition that speaks of it, or empty
    std::string fingerprint;       ///< SHA-256(control-independent: check, subject, register, key), hex
    friend bool operator==(const FailingRow&, const FailingRow&) = default;
};

/// SHA-256 in hex over check, subject, register and key: a finding keeps it from one assessment to the next.
[[nodiscard]] std::string finding_fingerprint(const CheckId& check, std::string_view subject, std::string_view register_id, std::string_view key);

struct Determination {
    ControlId control;
    std::string subject;           ///< key of the subject, "" for the organisation
    std::string subject_title;
    Outcome outcome = Outcome::not_assessed;
    Grade grade = Grade::none;
    std::vector<Basis> bases;      ///< in a fixed order: applicability, checks, evidence, attestations, others
    friend bool operator==(const Determination&, const Determination&) = default;
};

/// One file that judged: kept content-addressed in the store.
struct ManifestEntry {
    std::string kind;              ///< catalog, checks, register, workspace, zone, tool, audit
    std::string name;
    std::string digest;            ///< SHA-256 hex; for the tool its version; for the audit it belongs to nothing
    friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

struct AssessmentHeader {
    std::int64_t id = 0;           ///< 0 until saved
    std::int64_t head = 0;         ///< change judged
    Date on{};
    Date period_from{};
    Date period_to{};
    std::string organization;
    std::vector<std::string> catalogs;
    GradePolicy policy;
    std::vector<ManifestEntry> manifest;

    /// The audit it belongs to; empty: a self-assessment.
    [[nodiscard]] std::string audit() const;
};

struct Assessment {
    AssessmentHeader header;
    std::vector<Determination> determinations;   ///< sorted by catalog order, then subject
    std::vector<CheckTally> tallies;             ///< sorted by check, subject
    std::vector<FailingRow> failing;             ///< sorted by check, subject, key
};

/// Determinations of one standard alone: those of others would only be in the way of its roll-up. Tallies and failing rows stay.
[[nodiscard]] Assessment only_of(Assessment assessment, std::string_view catalog);

} // namespace assay
