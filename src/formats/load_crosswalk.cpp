// Crosswalks (docs/xml.md "Crosswalk").
#include "assay/base/hash.hpp"
#include "assay/formats/load.hpp"
#include "formats/confidences.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <tuple>

namespace assay {
namespace {

constexpr auto k_relations = std::to_array<std::pair<std::string_view, MapRelation>>({
    {"equal", MapRelation::equal},
    {"intersects", MapRelation::intersects},
    {"related", MapRelation::related},
    {"subset", MapRelation::subset},
    {"superset", MapRelation::superset},
});

constexpr auto k_changes = std::to_array<std::pair<std::string_view, MapChange>>({
    {"changed", MapChange::changed},
    {"kept", MapChange::kept},
    {"new", MapChange::added},
    {"withdrawn", MapChange::withdrawn},
});

constexpr auto k_judgements = std::to_array<std::pair<std::string_view, MapJudgement>>({
    {"ours", MapJudgement::ours},
    {"source", MapJudgement::source},
});

class CrosswalkLoader {
public:
    explicit CrosswalkLoader(XmlElement& root) : m_root(root) {}
    Crosswalk load();

private:
    void load_map(XmlElement& element);
    static PlacedText read_end(XmlElement& element, std::string_view key, bool wanted, std::string_view why_not);

    XmlElement& m_root;
    Crosswalk m_crosswalk;
    std::set<std::pair<std::string, std::string>> m_pairs;
};

Crosswalk CrosswalkLoader::load() {
    m_crosswalk.place = m_root.place();
    m_crosswalk.id = read_id(m_root, "id", IdRule::name, Need::required);
    m_crosswalk.title = m_root.required("title");
    m_crosswalk.from_place = m_root.word("from", Need::optional).place;
    m_crosswalk.to_place = m_root.word("to", Need::optional).place;
    m_crosswalk.from = read_id(m_root, "from", IdRule::name, Need::required);
    m_crosswalk.to = read_id(m_root, "to", IdRule::name, Need::required);
    m_crosswalk.maps.reserve(m_root.count_children("map"));
    m_root.for_each_child({
        {"source", Times::once,
         [&](XmlElement& source) {
             m_crosswalk.source = source.text(Need::required).text;
             source.finish();
         }},
        {"map", Times::at_least_once, [&](XmlElement& map) { load_map(map); }},
    });
    m_root.finish();
    return std::move(m_crosswalk);
}

/// One end of a map: required, or refused with the reason why there is none.
PlacedText CrosswalkLoader::read_end(XmlElement& element, std::string_view key, bool wanted, std::string_view why_not) {
    auto end = element.word(key, wanted ? Need::required : Need::optional);
    if (!end.given()) {
        return {{}, element.place()};
    }
    if (!wanted) {
        element.report_attribute(key, "unwanted-attribute", fmt::format("{} has no '{}'", why_not, key), "leave it out");
    }
    return check_id(element, end, IdRule::name) ? end : PlacedText{{}, end.place};
}

void CrosswalkLoader::load_map(XmlElement& element) {
    CrosswalkMap map;
    map.change = element.one_of<MapChange>("change", k_changes, Need::optional).value_or(MapChange::none);
    const bool added = map.change == MapChange::added;
    const bool withdrawn = map.change == MapChange::withdrawn;
    auto from = read_end(element, "from", !added, "a new requirement");
    auto to = read_end(element, "to", !withdrawn, "a withdrawn requirement");
    map.from = std::move(from.text);
    map.from_place = from.place;
    map.to = std::move(to.text);
    map.to_place = to.place;
    const bool related = !added && !withdrawn;
    const auto relation = element.one_of<MapRelation>("relation", k_relations, related ? Need::required : Need::optional);
    if (relation && !related) {
        element.report_attribute("relation", "unwanted-attribute",
                                 fmt::format("a {} requirement has no 'relation'", added ? "new" : "withdrawn"), "leave it out");
    }
    map.relation = relation.value_or(MapRelation::none);
    map.judgement = element.one_of<MapJudgement>("judgement", k_judgements, Need::required).value_or(MapJudgement::ours);
    map.confidence = element.one_of<char>("confidence", k_confidences, Need::required).value_or('B');
    element.for_each_child({
        {"reason", Times::once,
         [&](XmlElement& reason) {
             map.reason = reason.text(Need::required).text;
             reason.finish();
         }},
    });
    element.finish();
    if (!(map.from.empty() && map.to.empty()) && !m_pairs.emplace(map.from, map.to).second) {
        element.report("duplicate-map", fmt::format("'{}' is mapped to '{}' twice", map.from, map.to), "keep one of the two");
    }
    m_crosswalk.maps.push_back(std::move(map));
}

} // namespace

std::optional<Crosswalk> load_crosswalk(std::string_view bytes, const std::string& file, DiagnosticSink& sink, Digests digests) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("crosswalk") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    Crosswalk crosswalk = CrosswalkLoader(*root).load();
    crosswalk.digest = digests == Digests::take ? to_hex(sha256(bytes)) : std::string();
    return document->has_errors() ? std::nullopt : std::optional(std::move(crosswalk));
}

} // namespace assay
