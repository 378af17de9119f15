// `assay catalog crosswalk`: how two catalogs meet, what of each the other asks too, and what an assessment of the one says of the other.
#pragma once

#include "assay/app/content.hpp"
#include "assay/model/assessment.hpp"
#include "assay/rules/crosswalk.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// What an assessment of the first catalog says of a control of the second.
enum class Carried : std::uint8_t {
    met,
    met_with_remark,
    not_met,    ///< over an equal link only: what asks more may fail by the part that is more
    open,       ///< a link would carry a result, but there is none to carry
    touched,    ///< by links that carry no result
    not_mapped,
};
[[nodiscard]] std::string_view to_text(Carried carried);

struct CarriedResult {
    const Control* control = nullptr;
    Carried carried = Carried::not_mapped;
    std::string from;                           ///< control, group or process that decided; empty when not mapped
    MapRelation relation = MapRelation::none;   ///< of `from` to this control
    Outcome outcome = Outcome::not_assessed;    ///< the worst in `from`
};

struct CarriedResults {
    AssessmentHeader header;
    std::vector<CarriedResult> controls;        ///< in document order
    std::map<Carried, std::int64_t> counts;     ///< every word has its count
};

struct CatalogCover {
    std::vector<ControlCover> controls;         ///< in document order
    std::int64_t mapped = 0;
    std::map<MapRelation, std::int64_t> itself; ///< controls by their strongest relation, mapped themselves
    std::map<MapRelation, std::int64_t> around; ///< the same, where only a group or process around them is mapped so
};

struct CrosswalkReport {
    const Catalog* from = nullptr;              ///< borrowed, as are the controls
    const Catalog* to = nullptr;
    CrosswalkWay way;
    std::map<MapChange, std::int64_t> changes;  ///< between editions; empty otherwise
    CatalogCover from_cover;                    ///< of `from`, what `to` asks too
    CatalogCover to_cover;
    std::optional<CarriedResults> carried;
};

/// Loads the crosswalks; nothing after reporting faults. Throws Error of kind usage for an unknown catalog, for one with itself, and
/// for two that no crosswalk connects.
[[nodiscard]] std::optional<CrosswalkReport> make_crosswalk_report(const Run& run, const Setting& setting, Content& content, const std::string& from,
                                                                   const std::string& to);

/// Throws Error of kind usage when the assessment did not judge the first catalog.
void carry_results(CrosswalkReport& report, const Assessment& assessment);

/// Controls of the second catalog by the strongest that a link's first side is to them: the direction in which results are carried. What
/// is as much as a group is more than a control in it. `none`: not mapped.
struct RelationCounts {
    std::int64_t itself = 0;
    std::int64_t around = 0; ///< by a group or process around it
};
[[nodiscard]] std::map<MapRelation, RelationCounts> count_relations(const CrosswalkReport& report);

[[nodiscard]] std::string to_text(const CrosswalkReport& report);
[[nodiscard]] std::string to_json(const CrosswalkReport& report);

} // namespace assay
