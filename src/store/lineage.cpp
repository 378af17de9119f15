#include "store/lineage.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/nearest.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay::db {

const StoredField* Epoch::find(std::string_view id) const {
    const auto found = std::ranges::find(fields, id, &StoredField::id);
    return found == fields.end() ? nullptr : &*found;
}

const StoredField* Epoch::find_number(std::int64_t number) const {
    const auto found = std::ranges::find(fields, number, &StoredField::number);
    return found == fields.end() ? nullptr : &*found;
}

std::vector<const StoredField*> Epoch::key() const {
    std::vector<const StoredField*> key;
    for (const auto& field : fields) {
        if (field.key) {
            key.push_back(&field);
        }
    }
    return key;
}

const Epoch* Lineage::find_at(std::int64_t change) const {
    const Epoch* found = nullptr;
    for (const auto& epoch : epochs) {
        if (epoch.change <= change) {
            found = &epoch;
        }
    }
    return found;
}

std::vector<ConvertedColumn> Lineage::conversions() const {
    std::vector<ConvertedColumn> found;
    for (std::size_t i = 1; i < epochs.size(); ++i) {
        if (epochs[i].rebuilt) {
            found.clear();
            continue;
        }
        for (const auto& field : epochs[i].fields) {
            // Nothing but a migration gives an id that stays a column of its own.
            const auto* before = epochs[i - 1].find(field.id);
            if (before != nullptr && before->number != field.number) {
                found.push_back({epochs[i].change, before->number, field.number});
            }
        }
    }
    return found;
}

std::int64_t Lineage::successor(std::int64_t column) const {
    for (const auto& conversion : conversions()) {
        column = conversion.from == column ? conversion.to : column;
    }
    return column;
}

std::vector<StoredColumn> Lineage::columns() const {
    std::map<std::int64_t, StoredColumn> hidden;
    for (const auto& epoch : epochs) {
        if (epoch.rebuilt) {
            hidden.clear();
        }
        for (const auto& field : epoch.fields) {
            hidden[field.number] = {field.number, field.id, field.type, true, false, field.key, field.scale};
        }
    }
    for (const auto& conversion : conversions()) {
        if (const auto found = hidden.find(conversion.from); found != hidden.end()) {
            found->second.replaced = true;
            found->second.name += fmt::format("#{}", conversion.from);
        }
    }
    std::vector<StoredColumn> columns;
    for (const auto& field : current().fields) {
        columns.push_back({field.number, field.id, field.type, false, false, field.key, field.scale});
        hidden.erase(field.number);
    }
    for (const auto& [unused, column] : hidden) {
        columns.push_back(column);
    }
    return columns;
}

std::vector<TableColumn> Lineage::table_columns() const {
    std::vector<TableColumn> columns;
    for (const auto& column : this->columns()) {
        columns.push_back({column.name, is_numeric(column.type), column.key && !column.hidden});
    }
    return columns;
}

std::string Lineage::id_at(std::int64_t column, std::int64_t change) const {
    std::string id;
    for (const auto& epoch : epochs) {
        if (epoch.change <= change) {
            if (const auto* field = epoch.find_number(column)) {
                id = field->id;
            }
        }
    }
    return id;
}

std::vector<std::string> Lineage::key_columns() const {
    std::vector<std::string> names;
    for (const auto* field : current().key()) {
        names.push_back(field->id);
    }
    return names;
}

std::int64_t Lineage::next_number() const {
    std::int64_t next = 1;
    for (const auto& epoch : epochs) {
        for (const auto& field : epoch.fields) {
            next = std::max(next, field.number + 1);
        }
    }
    return next;
}

const Lineage* Lineages::find(std::string_view register_id) const {
    const auto found = std::ranges::lower_bound(all, register_id, {}, [](const Lineage& each) { return std::string_view(each.id()); });
    return found != all.end() && found->id() == register_id ? &*found : nullptr;
}

const Lineage& Lineages::get(std::string_view register_id) const {
    if (const auto* found = find(register_id)) {
        return *found;
    }
    std::vector<std::string> ids;
    ids.reserve(all.size());
    for (const auto& each : all) {
        ids.push_back(each.id());
    }
    const auto hint = did_you_mean(register_id, ids);
    throw Error(fmt::format("there is no register '{}' in the store{}", register_id, hint.empty() ? "" : " (" + hint + ")"));
}

const Lineage* Lineages::find_at(std::string_view register_id, std::int64_t change) const {
    for (const auto& each : all) {
        const auto* epoch = each.find_at(change);
        if (epoch != nullptr && epoch->register_id == register_id) {
            return &each;
        }
    }
    return find(register_id);
}

Lineages load_lineages(Connection& connection) {
    std::map<std::int64_t, Lineage> by_number;
    SQLite::Statement definitions(
        connection.db(), "SELECT change, register, lineage, rebuilt, fingerprint, source FROM definition ORDER BY change, register");
    SQLite::Statement fields(connection.db(), "SELECT id, number, type, scale, target, currency, is_key, required FROM definition_field "
                                              "WHERE change=? AND register=? ORDER BY position");
    while (definitions.executeStep()) {
        Epoch epoch;
        epoch.change = definitions.getColumn(0).getInt64();
        epoch.register_id = definitions.getColumn(1).getString();
        epoch.rebuilt = definitions.getColumn(3).getInt64() != 0;
        epoch.fingerprint = definitions.getColumn(4).getString();
        epoch.source = definitions.getColumn(5).getString();
        fields.reset();
        fields.bind(1, epoch.change);
        fields.bind(2, epoch.register_id);
        while (fields.executeStep()) {
            StoredField field;
            field.id = fields.getColumn(0).getString();
            field.number = fields.getColumn(1).getInt64();
            // A word that no version wrote can only come from tampering, which verify reports; text then reads it as it is.
            field.type = find_field_type(fields.getColumn(2).getString()).value_or(FieldType::text);
            field.scale = fields.getColumn(3).getInt();
            field.to = fields.getColumn(4).getString();
            field.currency = fields.getColumn(5).getString();
            field.key = fields.getColumn(6).getInt64() != 0;
            field.required = fields.getColumn(7).getInt64() != 0;
            epoch.fields.push_back(std::move(field));
        }
        auto& lineage = by_number[definitions.getColumn(2).getInt64()];
        lineage.number = definitions.getColumn(2).getInt64();
        lineage.epochs.push_back(std::move(epoch));
    }
    Lineages lineages;
    for (auto& [number, lineage] : by_number) {
        lineages.all.push_back(std::move(lineage));
    }
    std::ranges::sort(lineages.all, {}, [](const Lineage& each) { return each.id(); });
    return lineages;
}

std::shared_ptr<const Lineages> LineageCache::get(Connection& connection) {
    const auto change = connection.get_number("SELECT MAX(change) FROM definition");
    if (change != m_change) {
        m_lineages = std::make_shared<const Lineages>(load_lineages(connection));
        m_change = change;
    }
    return m_lineages;
}

std::optional<std::vector<Value>> parse_key(const Lineage& lineage, std::string_view key) {
    const auto fields = lineage.current().key();
    std::vector<Value> values;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto end = i + 1 < fields.size() ? key.find('\x1f') : key.size();
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const auto part = key.substr(0, end);
        if (!is_numeric(fields[i]->type)) {
            values.emplace_back(std::string(part));
        } else if (const auto number = parse_integer(part)) {
            values.emplace_back(*number);
        } else {
            return std::nullopt;
        }
        key = i + 1 < fields.size() ? key.substr(end + 1) : std::string_view();
    }
    return values;
}

std::string key_sql(const std::vector<const StoredField*>& key, const std::vector<std::string>& columns, std::string_view qualifier) {
    std::string sql;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const auto column = fmt::format("{}{}", qualifier, sql_name(columns[i]));
        sql += i > 0 ? " || char(31) || " : "";
        sql += is_numeric(key[i]->type) ? fmt::format("CAST({} AS TEXT)", column) : column;
    }
    return key.size() > 1 ? "(" + sql + ")" : sql;
}

} // namespace assay::db
