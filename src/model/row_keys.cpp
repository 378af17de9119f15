#include "assay/model/row_keys.hpp"

#include <algorithm>
#include <utility>

namespace assay {
namespace {

RowKeys ask_row_keys(QueryRunner& runner, const Register& of, std::vector<std::int64_t> rows) {
    RowKeys keys;
    keys.reserve(rows.size());
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    query.select.push_back(column_expr("_row"));
    for (const auto index : of.key_indexes()) {
        query.select.push_back(column_expr(of.fields[index].id));
    }
    query.row_ids = std::move(rows);
    runner.rows(query, [&](std::span<const Value> values) {
        std::vector<std::string> parts;
        for (std::size_t i = 1; i < values.size(); ++i) {
            const auto* text = text_of(values[i]);
            const auto* number = number_of(values[i]);
            parts.push_back(text != nullptr ? *text : number != nullptr ? std::to_string(*number) : std::string());
        }
        keys.emplace(*number_of(values[0]), join_key(parts));
    });
    return keys;
}

} // namespace

RowKeys read_row_keys(QueryRunner& runner, const Register& of) { return ask_row_keys(runner, of, {}); }

RowKeys read_row_keys(QueryRunner& runner, const Register& of, std::vector<std::int64_t> rows) {
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    return rows.empty() ? RowKeys() : ask_row_keys(runner, of, std::move(rows));
}

} // namespace assay
