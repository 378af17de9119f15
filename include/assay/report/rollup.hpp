// Roll-up from determinations to controls, shall groups and catalogs, and the bounds of readiness. Exact integers only.
// Knows no wording beyond counts and formulas. Order and arithmetic are tested against a slow, obvious implementation.
#pragma once

#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A member's standing, and a unit's after rolling up.
struct Standing {
    Outcome outcome = Outcome::not_assessed;
    Grade grade = Grade::none;
    friend bool operator==(const Standing&, const Standing&) = default;
};

/// The worst of the members. Not applicable members are dropped unless all are; of the rest, those without occasion are dropped
/// unless all are (else they would hide a remark); then: not met (major, then minor), error, not assessed, met with remark, met.
/// No members at all: not assessed.
[[nodiscard]] Standing worst_of(std::span<const Standing> members);

struct OutcomeCounts {
    std::int64_t major = 0;
    std::int64_t minor = 0;            ///< not met without a major grade
    std::int64_t error = 0;
    std::int64_t not_assessed = 0;
    std::int64_t no_occasion = 0;
    std::int64_t not_applicable = 0;
    std::int64_t met_with_remark = 0;
    std::int64_t met = 0;
    void add(Standing standing);
    [[nodiscard]] std::int64_t not_met() const { return major + minor; }
    [[nodiscard]] std::int64_t total() const { return major + minor + error + not_assessed + no_occasion + not_applicable + met_with_remark + met; }
    [[nodiscard]] std::int64_t applicable() const { return total() - not_applicable; }
    [[nodiscard]] std::int64_t assessable() const { return applicable() - no_occasion; }
    [[nodiscard]] std::int64_t lower() const { return met + met_with_remark; }                       ///< numerator of the lower bound
    [[nodiscard]] std::int64_t upper() const { return lower() + not_assessed + error; }              ///< numerator of the upper bound
    friend bool operator==(const OutcomeCounts&, const OutcomeCounts&) = default;
};

/// `part` of `whole` in percent with one decimal, half to even: "71.4"; nothing when `whole` is 0.
[[nodiscard]] std::optional<std::string> percent_of(std::int64_t part, std::int64_t whole);

/// What decided a determination; each counts once, under the first that applies.
enum class DecidedBy : std::uint8_t { checks, evidence, attestation, recorded_decision, nobody };
[[nodiscard]] std::string_view to_text(DecidedBy decided_by);
/// From the bases that carry the outcome. Not assessed and error are decided by nobody.
[[nodiscard]] DecidedBy decided_by(const Determination& determination);

/// One headline unit: a shall group or a control.
struct UnitStanding {
    std::string unit;                  ///< shall group, or control id
    Standing standing;
};

struct CatalogRollup {
    const Catalog* catalog = nullptr;              ///< borrowed
    bool unit_is_shall = false;
    std::vector<UnitStanding> units;               ///< in document order
    OutcomeCounts counts;                          ///< of the units
    OutcomeCounts determinations;                  ///< of the determinations themselves
    std::vector<std::int64_t> decided;             ///< determinations by DecidedBy
    std::vector<const Control*> unjudged;          ///< controls without any determination: they count as not assessed
};

/// One per catalog of the assessment, in its order. Throws Error when a catalog or control of the assessment is not among `catalogs`.
[[nodiscard]] std::vector<CatalogRollup> roll_up(const Assessment& assessment, std::span<const Catalog> catalogs);

} // namespace assay
