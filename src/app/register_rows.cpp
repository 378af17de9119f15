#include "app/register_rows.hpp"

#include "app/references.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Keys looked at for a suggestion; more would make a typing slip slow.
constexpr std::int64_t k_keys_for_hint = 20'000;

std::string with_hint(std::string text, const std::string& hint) { return hint.empty() ? text : fmt::format("{} ({})", text, hint); }

std::string part_of_key(const Value& value) {
    const auto* text = text_of(value);
    return text != nullptr ? *text : std::to_string(*number_of(value));
}

StoredRow stored_row(std::span<const Value> values) {
    StoredRow row;
    row.values.assign(values.begin(), values.end() - 2);
    row.row = *number_of(values[values.size() - 2]);
    row.from = *number_of(values[values.size() - 1]);
    return row;
}

} // namespace

const Register& get_register(const Schema& schema, const std::string& id) {
    const auto* found = schema.find(id);
    if (found == nullptr) {
        const auto hint = did_you_mean(id, schema.ids());
        throw Error(fmt::format("there is no register '{}'{}", escape_control(id), hint.empty() ? "; 'assay list' names them all" : " (" + hint + ")"), ErrorKind::usage);
    }
    return *found;
}

std::string unknown_field(const Register& of, std::string_view id) {
    std::vector<std::string> ids;
    ids.reserve(of.fields.size());
    for (const auto& field : of.fields) {
        ids.push_back(field.id);
    }
    std::ranges::sort(ids);
    return with_hint(fmt::format("unknown field '{}' in register '{}'", escape_control(id), of.id), did_you_mean(id, ids));
}

const Field& get_field(const Register& of, const std::string& id) {
    const auto* found = of.find_field(id);
    if (found == nullptr) {
        throw Error(unknown_field(of, id), ErrorKind::usage);
    }
    return *found;
}

TableQuery rows_query(const Register& of) {
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    for (const auto& field : of.fields) {
        query.select.push_back(column_expr(field.id));
    }
    query.select.push_back(column_expr("_row"));
    query.select.push_back(column_expr("_from"));
    for (const auto index : of.key_indexes()) {
        query.order.push_back({column_expr(of.fields[index].id), false});
    }
    return query;
}

Row read_key(const Schema& schema, QueryRunner& runner, const Zone& zone, const Register& of, std::span<const std::string> words) {
    const auto indexes = of.key_indexes();
    if (words.size() != indexes.size()) {
        std::vector<std::string> names;
        names.reserve(indexes.size());
        for (const auto index : indexes) {
            names.push_back(of.fields[index].id);
        }
        throw Error(fmt::format("a row of '{}' is named by {} ({}), not by {}", of.id, count_of(static_cast<std::int64_t>(indexes.size()), "word", "words"),
                                fmt::join(names, ", "), words.size()),
                    ErrorKind::usage);
    }
    const TypingContext context{zone, {}, of.absent_words};
    Row key;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& field = of.fields[indexes[i]];
        auto typed = type_value(field, words[i], context);
        if (typed.fault) {
            throw Error(with_hint(typed.fault->text, typed.fault->hint), ErrorKind::usage);
        }
        if (is_absent(typed.value)) {
            throw Error(fmt::format("the key field '{}' of '{}' cannot be empty", field.id, of.id), ErrorKind::usage);
        }
        key.push_back(std::move(typed.value));
    }
    References references(schema, runner, of, indexes);
    if (auto reason = references.resolve(key)) {
        throw Error(*reason, ErrorKind::usage);
    }
    return key;
}

std::string join_key(const Row& key) {
    std::vector<std::string> parts;
    for (const auto& value : key) {
        parts.push_back(part_of_key(value));
    }
    return join_key(parts);
}

std::string show_row_key(const Register& of, const Row& key, const Zone& zone) {
    const auto indexes = of.key_indexes();
    std::string shown;
    for (std::size_t i = 0; i < key.size(); ++i) {
        shown += (i == 0 ? "" : " / ") + escape_control(show_value(of.fields[indexes[i]], key[i], zone));
    }
    return shown;
}

std::string name_row(const Register& of, const Row& key, const Zone& zone) { return fmt::format("{} {}", of.id, show_row_key(of, key, zone)); }

std::string StoredRow::text(const Register& of, std::string_view field) const {
    const auto index = of.find_index(field);
    const auto* found = index ? text_of(values[*index]) : nullptr;
    return found != nullptr ? *found : std::string();
}

std::optional<Date> StoredRow::date(const Register& of, std::string_view field) const {
    const auto index = of.find_index(field);
    const auto* found = index ? number_of(values[*index]) : nullptr;
    return found != nullptr ? std::optional(Date{std::chrono::days{*found}}) : std::nullopt;
}

std::optional<StoredRow> find_row(QueryRunner& runner, const Register& of, const Row& key) {
    auto query = rows_query(of);
    const auto indexes = of.key_indexes();
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        QueryExpr literal;
        literal.literal = key[i];
        QueryExpr equal;
        equal.op = QueryOp::eq;
        equal.args = {column_expr(of.fields[indexes[i]].id), std::move(literal)};
        query.where.push_back(std::move(equal));
    }
    std::optional<StoredRow> found;
    runner.rows(query, [&](std::span<const Value> values) { found = stored_row(values); });
    return found;
}

std::vector<StoredRow> read_rows(QueryRunner& runner, const Register& of) {
    std::vector<StoredRow> rows;
    runner.rows(rows_query(of), [&](std::span<const Value> values) { rows.push_back(stored_row(values)); });
    return rows;
}

void throw_no_row(QueryRunner& runner, const Register& of, const Row& key, const Zone& zone) {
    std::string hint;
    const auto shown = show_row_key(of, key, zone);
    if (key.size() == 1) {
        TableQuery query;
        query.relations.push_back({of.id, -1, {}});
        query.select.push_back(column_expr(of.fields[of.key_indexes().front()].id));
        query.limit = k_keys_for_hint;
        std::vector<std::string> known;
        runner.rows(query, [&](std::span<const Value> values) { known.push_back(part_of_key(values[0])); });
        hint = did_you_mean(shown, known);
    }
    throw Error(with_hint(fmt::format("there is no row '{}' in register '{}'", shown, of.id), escape_control(hint)));
}

std::int64_t store_rows(const Run& run, Session& session, const Register& of, const std::vector<std::string>& columns, const std::vector<Row>& rows,
                        const std::string& why) {
    const auto import = session.store.begin_import(run, of.id, columns);
    for (const auto& row : rows) {
        import->add(0, row);
    }
    const auto merged = import->merge({});
    if (!merged.rejected.empty()) {
        const auto& first = merged.rejected.front();
        throw Error(fmt::format("{} {}: {}", of.id, escape_control(show_key(first.key)), first.reason));
    }
    return import->commit(session.author(why), session.setting.now, {});
}

std::string show_or_absent(const Field& field, const Value& value, const Zone& zone) {
    return is_absent(value) ? std::string("not recorded") : show_value(field, value, zone);
}

std::vector<std::string> words_of_set(std::string_view stored) {
    // Words are [a-z][a-z0-9_]*, so that the stored JSON array holds no escape.
    std::vector<std::string> words;
    for (auto open = stored.find('"'); open != std::string_view::npos;) {
        const auto close = stored.find('"', open + 1);
        if (close == std::string_view::npos) {
            break;
        }
        words.emplace_back(stored.substr(open + 1, close - open - 1));
        open = stored.find('"', close + 1);
    }
    return words;
}

void write_value(JsonWriter& json, const Field& field, const Value& value, const Zone& zone) {
    if (is_absent(value)) {
        json.null();
        return;
    }
    const auto* number = number_of(value);
    switch (field.type) {
    case FieldType::integer:
        json.value(*number);
        return;
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::money:
        json.decimal(*number, field.scale);
        return;
    case FieldType::boolean:
        json.value(*number != 0);
        return;
    case FieldType::set:
        json.begin_array();
        for (const auto& word : words_of_set(*text_of(value))) {
            json.value(word);
        }
        json.end_array();
        return;
    default:
        json.value(show_value(field, value, zone));
    }
}

} // namespace assay
