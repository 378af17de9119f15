// Crosswalks between catalogs: linked to the ids they name, read in either direction, chained through other catalogs, and counted as
// coverage. Knows no file, no assessment and no wording.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/crosswalk.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Reports catalogs and ids that do not exist, and two crosswalks between the same two catalogs.
void link_crosswalks(std::span<const Crosswalk> crosswalks, std::span<const Catalog> catalogs, DiagnosticSink& diagnostics);

/// Controls, groups and processes of one catalog by id, and what stands around what. Borrows the catalog.
class CatalogTree {
public:
    explicit CatalogTree(const Catalog& catalog);
    [[nodiscard]] bool has(std::string_view id) const { return m_nodes.contains(id); }
    /// Groups and the process around it, innermost first, without itself. Nothing for an unknown id.
    [[nodiscard]] std::vector<std::string> around(std::string_view id) const;
    [[nodiscard]] std::vector<std::string> around(const Control& control) const;
    /// The control itself, or those in the group or process, in document order.
    [[nodiscard]] std::vector<const Control*> controls_in(std::string_view id) const;
    /// Title, or an empty text for an unknown id.
    [[nodiscard]] std::string_view title(std::string_view id) const;
    /// Whether `one` stands before `other` in the catalog; unknown ids come last, by their letters.
    [[nodiscard]] bool is_before(std::string_view one, std::string_view other) const;
    /// All ids, sorted, for suggestions.
    [[nodiscard]] std::vector<std::string> ids() const;
    [[nodiscard]] const Catalog& catalog() const { return m_catalog; }

private:
    struct Node {
        std::string_view title;
        std::string_view parent;
        Place place;
    };
    const Catalog& m_catalog;
    std::map<std::string, Node, std::less<>> m_nodes;
    std::map<std::string_view, std::vector<const Control*>> m_inside; ///< by control, group and process, in document order
};

/// What the other side is to this one.
[[nodiscard]] MapRelation invert(MapRelation relation);
/// What a is to c, when a is `first` to b and b is `second` to c. Never stronger than either; related where nothing more follows.
[[nodiscard]] MapRelation compose(MapRelation first, MapRelation second);
/// B is worse than C, C worse than V.
[[nodiscard]] char worse_confidence(char one, char other);

/// One step of a way from a control, group or process to another. Without `reason` it leads within one catalog, between a group and
/// what stands in it: a group asks all that its controls ask.
struct CrosswalkStep {
    std::string from_catalog;
    std::string from;
    std::string to_catalog;
    std::string to;
    MapRelation relation = MapRelation::none;
    std::string reason;
};

struct CrosswalkLink {
    std::string from; ///< empty: a new requirement of the later edition
    std::string to;   ///< empty: a withdrawn one
    MapRelation relation = MapRelation::none;
    MapChange change = MapChange::none;
    MapJudgement judgement = MapJudgement::ours;
    char confidence = 'B';
    std::vector<CrosswalkStep> steps; ///< one when a crosswalk leads straight there
};

/// A way from one catalog to another.
struct CrosswalkWay {
    std::vector<std::string> catalogs;       ///< from the first to the last
    std::vector<const Crosswalk*> used;      ///< borrowed; one for each step between catalogs
    std::vector<CrosswalkLink> links;        ///< in the order of the first catalog, then of the last
    [[nodiscard]] bool is_direct() const { return used.size() == 1; }
    /// A direct way against the direction in which the crosswalk was written.
    [[nodiscard]] bool is_backwards() const { return is_direct() && used.front()->from != catalogs.front(); }
};

/// The shortest way; of several the one whose catalogs come first by their ids. Nothing when there is none. The catalogs of the
/// crosswalks exist and are linked.
[[nodiscard]] std::optional<CrosswalkWay> find_way(std::span<const Crosswalk> crosswalks, std::span<const Catalog> catalogs, std::string_view from,
                                                   std::string_view to);

/// The maps of one crosswalk between `from` and `to`, read in that direction.
[[nodiscard]] std::vector<CrosswalkLink> links_of(const Crosswalk& crosswalk, std::string_view from);

enum class WaySide : std::uint8_t { from, to };

/// What the links say of one control.
struct ControlCover {
    const Control* control = nullptr;
    MapRelation relation = MapRelation::none;   ///< the strongest, of its own side to the other; none: not mapped
    bool itself = false;                        ///< it is mapped itself so; else a group or process around it is
};

/// One for each control of the catalog, in document order.
[[nodiscard]] std::vector<ControlCover> cover_controls(const CatalogTree& tree, std::span<const CrosswalkLink> links, WaySide side);

} // namespace assay
