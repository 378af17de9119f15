#include "app/references.hpp"

#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_examples = 3;

} // namespace

References::References(const Schema& schema, QueryRunner& runner, const Register& of, const std::vector<std::size_t>& fields) {
    for (std::size_t value = 0; value < fields.size(); ++value) {
        const Field& field = of.fields[fields[value]];
        if (field.key && of.key_indexes().size() == 1) {
            m_own_key_value = value;
        }
        if (field.type == FieldType::ref) {
            Column column;
            column.value = value;
            column.field = &field;
            column.target = &load_target(schema, runner, field.to);
            column.own = field.to == of.id;
            m_has_own = m_has_own || column.own;
            m_columns.push_back(std::move(column));
        }
    }
}

const ReferenceTarget& References::load_target(const Schema& schema, QueryRunner& runner, const std::string& register_id) {
    auto& target = m_targets[register_id];
    if (target) {
        return *target;
    }
    target = std::make_unique<ReferenceTarget>();
    const Register& of = schema.get(register_id);
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    query.select.push_back(column_expr(of.fields[of.key_indexes().front()].id));
    for (const auto& field : of.fields) {
        if (field.names) {
            query.select.push_back(column_expr(field.id));
        }
    }
    runner.rows(query, [&](std::span<const Value> values) {
        const auto& key = *text_of(values[0]);
        target->keys.insert(key);
        for (std::size_t i = 1; i < values.size(); ++i) {
            if (const auto* name = text_of(values[i])) {
                const auto [place, fresh] = target->names.try_emplace(to_lower(*name), key);
                if (!fresh && place->second != key) {
                    place->second.clear();
                }
            }
        }
    });
    return *target;
}

std::optional<std::string> References::resolve(Row& row) {
    if (m_has_own) {
        if (const auto* key = text_of(row[m_own_key_value])) {
            m_own_keys.insert(*key);
        }
    }
    for (auto& column : m_columns) {
        const auto* given = text_of(row[column.value]);
        if (given == nullptr || column.target->keys.contains(*given) || (column.own && m_own_keys.contains(*given))) {
            continue;
        }
        if (!column.target->names.empty() && !column.stored.contains(*given)) {
            const auto found = column.target->names.find(to_lower(*given));
            if (found != column.target->names.end()) {
                if (found->second.empty()) {
                    return fmt::format("'{}' in '{}' is the name of several rows of '{}'; give the key", *given, column.field->title, column.field->to);
                }
                row[column.value] = found->second;
                continue;
            }
        }
        if (column.own) {
            // The row it names may still come.
            column.examples.push_back(*given);
            continue;
        }
        ++column.dangling;
        if (column.examples.size() < k_examples && std::ranges::find(column.examples, *given) == column.examples.end()) {
            column.examples.push_back(*given);
        }
    }
    return std::nullopt;
}

void References::keep_stored(QueryRunner& runner, const Register& of) {
    for (auto& column : m_columns) {
        if (column.target->names.empty()) {
            continue;
        }
        TableQuery query;
        query.relations.push_back({of.id, -1, {}});
        query.select.push_back(column_expr(column.field->id));
        runner.rows(query, [&](std::span<const Value> values) {
            const auto* name = text_of(values[0]);
            if (name != nullptr && !column.target->keys.contains(*name)) {
                column.stored.insert(*name);
            }
        });
    }
}

std::vector<DanglingReferences> References::dangling() const {
    std::vector<DanglingReferences> all;
    for (const auto& column : m_columns) {
        DanglingReferences each{column.field->id, column.field->to, column.dangling, column.examples};
        if (column.own) {
            std::erase_if(each.examples, [&](const std::string& key) { return m_own_keys.contains(key); });
            each.rows = each.examples.size();
            std::ranges::sort(each.examples);
            each.examples.erase(std::ranges::unique(each.examples).begin(), each.examples.end());
            each.examples.resize(std::min(each.examples.size(), k_examples));
        }
        if (each.rows > 0) {
            std::ranges::sort(each.examples);
            all.push_back(std::move(each));
        }
    }
    return all;
}

} // namespace assay
