#include "app/technical_systems.hpp"

#include "app/passing_rows.hpp"
#include "app/register_rows.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

namespace assay {
namespace {

/// The systems that claim a name, and what says so of the first.
class NamedKeys {
public:
    void add(const std::string& name, const std::string& key, const std::string& by) {
        if (!name.empty()) {
            auto& claims = m_claims[to_lower(name)];
            claims.by = claims.by.empty() ? by : claims.by;
            claims.systems.insert(key);
        }
    }
    [[nodiscard]] std::optional<AssetSystem> find(const std::string& name) const {
        const auto* claims = find_claims(name);
        return claims == nullptr || claims->systems.size() != 1 ? std::nullopt : std::optional(AssetSystem{*claims->systems.begin(), claims->by});
    }
    /// "SYS-1, SYS-2", or nothing where fewer than two claim it.
    [[nodiscard]] std::string several(const std::string& name) const {
        const auto* claims = find_claims(name);
        return claims == nullptr || claims->systems.size() < 2 ? std::string() : fmt::format("{}", fmt::join(claims->systems, ", "));
    }

private:
    struct Claims {
        std::set<std::string> systems;
        std::string by;
    };
    [[nodiscard]] const Claims* find_claims(const std::string& name) const {
        const auto found = m_claims.find(to_lower(name));
        return found == m_claims.end() ? nullptr : &found->second;
    }
    std::map<std::string, Claims> m_claims;
};

NamedKeys read_earlier_checks(QueryRunner& runner, std::unordered_map<std::string, std::string>& of_check) {
    NamedKeys keys;
    TableQuery query;
    query.relations.push_back({"technical_check", -1, {}});
    for (const auto name : k_check_key) {
        query.select.push_back(column_expr(std::string(name)));
    }
    query.select.push_back(column_expr("system"));
    QueryExpr given;
    given.op = QueryOp::exists;
    given.args.push_back(query.select.back());
    query.where.push_back(std::move(given));
    runner.rows(query, [&](std::span<const Value> values) {
        const auto& system = *text_of(values.back());
        keys.add(*text_of(values.front()), system, "as its checks say already");
        of_check.emplace(join_key(Row(values.begin(), values.end() - 1)), system);
    });
    return keys;
}

/// Borrows the systems.
class WithSystem final : public PassingRows {
public:
    WithSystem(std::unique_ptr<RowReader> rows, const KnownSystems& systems) : PassingRows(std::move(rows)), m_systems(systems), m_header(PassingRows::header()) {
        for (const auto name : k_check_key) {
            m_key.push_back(cell_of(name));
        }
        m_header.emplace_back("system");
    }
    [[nodiscard]] const std::vector<std::string>& header() const override { return m_header; }
    bool next(RawRow& row) override {
        if (!PassingRows::next(row)) {
            return false;
        }
        row.cells.push_back(system_of(row));
        return true;
    }

private:
    [[nodiscard]] std::string_view system_of(const RawRow& row) const {
        std::vector<std::string> key;
        key.reserve(m_key.size());
        for (const auto index : m_key) {
            key.emplace_back(trim(row.cells[index]));
        }
        if (const auto stored = m_systems.of_check.find(join_key(key)); stored != m_systems.of_check.end()) {
            return stored->second;
        }
        const auto found = m_systems.by_asset.find(std::string(row.cells[m_key.front()]));
        return found == m_systems.by_asset.end() ? std::string_view() : std::string_view(found->second.system);
    }

    const KnownSystems& m_systems;
    std::vector<std::string> m_header;
    std::vector<std::size_t> m_key; ///< places of the key fields
};

} // namespace

KnownSystems find_systems(QueryRunner& runner, const Schema& schema, const std::set<std::string>& assets) {
    KnownSystems found;
    const auto known = read_earlier_checks(runner, found.of_check);
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
            if (const auto system = of_service.find(row.text("service"))) {
                for (const auto* field : {"id", "name"}) {
                    items.add(row.text(field), system->system,
                              fmt::format("by its service {} in register '{}'", row.text("service"), register_id));
                }
            }
        });
    }
    for (const auto& asset : assets) {
        for (const NamedKeys* keys : std::array<const NamedKeys*, 3>{&known, &names, &items}) {
            if (const auto system = keys->find(asset)) {
                found.by_asset.emplace(asset, *system);
                break;
            }
            if (auto several = keys->several(asset); !several.empty()) {
                found.several.try_emplace(asset, std::move(several));
            }
        }
    }
    return found;
}

std::unique_ptr<RowReader> with_systems(std::unique_ptr<RowReader> rows, const KnownSystems& systems) { return std::make_unique<WithSystem>(std::move(rows), systems); }

} // namespace assay
