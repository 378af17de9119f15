// How one catalog's controls, groups and processes relate to another's. Loaded from controls/crosswalks. Knows no check and no
// register; that the ids exist is for rules.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What the `from` side is to the `to` side, judged by what each asks for. Ordered from the strongest link to the weakest.
enum class MapRelation : std::uint8_t {
    none,       ///< a requirement without counterpart: `new` or `withdrawn`
    equal,      ///< both ask the same
    superset,   ///< `from` asks all that `to` asks, and more
    subset,     ///< `to` asks all that `from` asks, and more
    intersects, ///< each asks something that the other asks too
    related,    ///< about the same matter; neither shows anything of the other
};

/// Between editions of one standard.
enum class MapChange : std::uint8_t { none, kept, changed, added, withdrawn };

enum class MapJudgement : std::uint8_t { ours, source };

[[nodiscard]] std::string_view to_text(MapRelation relation);
[[nodiscard]] std::string_view to_text(MapChange change);
[[nodiscard]] std::string_view to_text(MapJudgement judgement);

struct CrosswalkMap {
    std::string from; ///< a control, group or process of Crosswalk::from; empty when added
    std::string to;   ///< of Crosswalk::to; empty when withdrawn
    MapRelation relation = MapRelation::none;
    MapChange change = MapChange::none;
    MapJudgement judgement = MapJudgement::ours;
    char confidence = 'B';
    std::string reason;
    Place from_place; ///< of the id, or of the element when it has none
    Place to_place;
};

struct Crosswalk {
    std::string id;
    std::string title;
    std::string from; ///< catalog ids
    std::string to;
    std::string source;
    std::vector<CrosswalkMap> maps; ///< in document order
    std::string digest;             ///< SHA-256 of the file, hex
    Place place;
    Place from_place;
    Place to_place;
};

} // namespace assay
