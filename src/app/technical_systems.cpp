#include "app/technical_systems.hpp"

#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

/// One key for a name, or none when several rows share it.
class NamedKeys {
public:
    void add(const std::string& name, const std::string& key, const std::string& by) {
        if (name.empty()) {
            return;
        }
        const auto [at, is_new] = m_keys.try_emplace(to_lower(name), AssetSystem{key, by});
        if (!is_new && at->second.system != key) {
            at->second.system.clear();
        }
    }
    [[nodiscard]] const AssetSystem* find(const std::string& name) const {
        const auto found = m_keys.find(to_lower(name));
        return found == m_keys.end() || found->second.system.empty() ? nullptr : &found->second;
    }

private:
    std::map<std::string, AssetSystem> m_keys;
};

NamedKeys by_earlier_checks(QueryRunner& runner) {
    NamedKeys keys;
    TableQuery query;
    query.relations.push_back({"technical_check", -1, {}});
    for (const auto* name : {"asset", "system"}) {
        QueryExpr column;
        column.op = QueryOp::column;
        column.name = name;
        query.select.push_back(std::move(column));
    }
    QueryExpr given;
    given.op = QueryOp::exists;
    given.args.push_back(query.select[1]);
    query.where.push_back(std::move(given));
    runner.rows(query,
                [&](std::span<const Value> values) { keys.add(*text_of(values[0]), *text_of(values[1]), "as its checks say already"); });
    return keys;
}

} // namespace

std::map<std::string, AssetSystem> find_systems(QueryRunner& runner, const Schema& schema, const std::set<std::string>& assets) {
    const auto known = by_earlier_checks(runner);
    NamedKeys names;
    NamedKeys of_service;
    read_register(runner, schema, "system", [&](const NamedRow& row) {
        for (const auto* field : {"id", "name", "acronym"}) {
            names.add(row.text(field), row.text("id"), "by its name");
        }
        of_service.add(row.text("service"), row.text("id"), {});
    });
    NamedKeys items;
    for (const auto* register_id : {"ci", "asset"}) {
        read_register(runner, schema, register_id, [&](const NamedRow& row) {
            if (const auto* system = of_service.find(row.text("service"))) {
                for (const auto* field : {"id", "name"}) {
                    items.add(row.text(field), system->system,
                              fmt::format("by its service {} in register '{}'", row.text("service"), register_id));
                }
            }
        });
    }
    std::map<std::string, AssetSystem> found;
    for (const auto& asset : assets) {
        for (const NamedKeys* keys : std::array<const NamedKeys*, 3>{&known, &names, &items}) {
            if (const auto* system = keys->find(asset)) {
                found.emplace(asset, *system);
                break;
            }
        }
    }
    return found;
}

} // namespace assay
