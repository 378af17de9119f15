// Builders for hand-made catalogs and crosswalks, so that a test shows the whole of both. Knows no file.
#pragma once

#include "assay/model/catalog.hpp"
#include "assay/model/crosswalk.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

/// Groups and controls stand at the line on which they are added, so that document order is the order of calls.
class CatalogMaker {
public:
    explicit CatalogMaker(std::string id, std::string title = {}) {
        m_catalog.title = title.empty() ? id : std::move(title);
        m_catalog.id = std::move(id);
    }
    CatalogMaker& group(std::string id, std::string parent = {}) {
        m_catalog.groups.push_back({id, "Group " + id, std::move(parent), 0, next_place()});
        return *this;
    }
    CatalogMaker& process(std::string id) {
        CatalogProcess process;
        process.title = "Process " + id;
        process.id = std::move(id);
        process.place = next_place();
        m_catalog.processes.push_back(std::move(process));
        return *this;
    }
    CatalogMaker& control(std::string id, std::string group = {}, std::string process = {}) {
        Control control;
        control.id = {m_catalog.id, id};
        control.shall = id;
        control.title = "Control " + id;
        control.statement = "It is so.";
        control.group = std::move(group);
        control.process = std::move(process);
        control.place = next_place();
        m_catalog.controls.push_back(std::move(control));
        return *this;
    }
    [[nodiscard]] Catalog make() const { return m_catalog; }

private:
    Place next_place() { return {m_catalog.id + ".xml", ++m_line, 3}; }
    Catalog m_catalog;
    std::uint32_t m_line = 0;
};

inline CrosswalkMap make_map(std::string from, MapRelation relation, std::string to, char confidence = 'V', MapJudgement judgement = MapJudgement::source) {
    CrosswalkMap map;
    map.reason = from + " and " + to + ".";
    map.from = std::move(from);
    map.to = std::move(to);
    map.relation = relation;
    map.judgement = judgement;
    map.confidence = confidence;
    return map;
}

/// Places: the file's first line; each map on a line of its own, `from` at column 10, `to` at column 20.
inline Crosswalk make_crosswalk(std::string from, std::string to, std::vector<CrosswalkMap> maps) {
    Crosswalk crosswalk;
    crosswalk.id = from + "." + to;
    crosswalk.source = "Ours.";
    const auto file = crosswalk.id + ".xml";
    crosswalk.place = {file, 1, 1};
    crosswalk.from_place = {file, 1, 10};
    crosswalk.to_place = {file, 1, 20};
    crosswalk.from = std::move(from);
    crosswalk.to = std::move(to);
    crosswalk.maps = std::move(maps);
    std::uint32_t line = 1;
    for (auto& map : crosswalk.maps) {
        ++line;
        map.from_place = {file, line, 10};
        map.to_place = {file, line, 20};
    }
    return crosswalk;
}

} // namespace assay::testing
