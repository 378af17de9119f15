#include "assay/model/named_row.hpp"

#include "assay/base/decimal.hpp"

#include <algorithm>

namespace assay {

std::string NamedRow::text(std::string_view field) const {
    const auto index = m_register.find_index(field);
    const auto* text = index ? text_of(m_values[*index]) : nullptr;
    return text != nullptr ? *text : std::string();
}

std::optional<std::int64_t> NamedRow::number(std::string_view field) const {
    const auto index = m_register.find_index(field);
    const auto* number = index ? number_of(m_values[*index]) : nullptr;
    return number != nullptr ? std::optional(*number) : std::nullopt;
}

std::optional<std::int64_t> NamedRow::decimal(std::string_view field, int scale) const {
    const auto stored = number(field);
    if (!stored) {
        return std::nullopt;
    }
    const auto read = parse_decimal(decimal_to_text(*stored, m_register.find_field(field)->scale), scale);
    return read.fault == DecimalFault::none ? std::optional(read.scaled) : std::nullopt;
}

std::optional<Date> NamedRow::date(std::string_view field) const {
    const auto days = number(field);
    return days ? std::optional(Date{std::chrono::days{*days}}) : std::nullopt;
}

bool NamedRow::yes(std::string_view field) const { return number(field).value_or(0) != 0; }

std::int64_t NamedRow::row() const { return *number_of(m_values.back()); }

void read_register(QueryRunner& runner, const Schema& schema, std::string_view register_id, const std::function<void(const NamedRow&)>& visit) {
    const Register* of = schema.find(register_id);
    if (of == nullptr) {
        return;
    }
    TableQuery query;
    query.relations.push_back({of->id, -1, {}});
    for (const auto& field : of->fields) {
        query.select.push_back(column_expr(field.id));
        if (field.key) {
            query.order.push_back({column_expr(field.id), false});
        }
    }
    query.select.push_back(column_expr("_row"));
    runner.rows(query, [&](std::span<const Value> values) { visit(NamedRow(*of, values)); });
}

void read_columns(QueryRunner& runner, const Schema& schema, std::string_view register_id, std::span<const std::string_view> fields,
                  const std::function<void(const NamedRow&)>& visit) {
    const Register* of = schema.find(register_id);
    if (of == nullptr) {
        return;
    }
    TableQuery query;
    query.relations.push_back({of->id, -1, {}});
    for (const auto& field : of->fields) {
        const bool is_wanted = std::ranges::find(fields, field.id) != fields.end();
        query.select.push_back(is_wanted ? column_expr(field.id) : QueryExpr{});
    }
    query.select.push_back(column_expr("_row"));
    runner.rows(query, [&](std::span<const Value> values) { visit(NamedRow(*of, values)); });
}

} // namespace assay
