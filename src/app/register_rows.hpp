// What commands on one register share: finding it by name, typing a key given as words, reading rows.
#pragma once

#include "assay/app/session.hpp"
#include "assay/base/zone.hpp"
#include "assay/formats/json.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"
#include "assay/model/value.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Throws Error of kind usage that names the nearest register.
[[nodiscard]] const Register& get_register(const Schema& schema, const std::string& id);
/// Throws Error of kind usage that names the nearest field.
[[nodiscard]] const Field& get_field(const Register& of, const std::string& id);
/// "unknown field 'ownr' in register 'risk' (did you mean 'owner'?)"
[[nodiscard]] std::string unknown_field(const Register& of, std::string_view id);

/// Every field in the order of the definition, then _row and _from; sorted by key.
[[nodiscard]] TableQuery rows_query(const Register& of);

/// No text is no value.
[[nodiscard]] inline Value text_or_absent(const std::string& text) { return text.empty() ? Value{} : Value{text}; }

/// A key as typed values, from one word for each key field. References are taken by alternate name too. Throws Error of kind usage
/// when the number of words or one of them is wrong.
[[nodiscard]] Row read_key(const Schema& schema, QueryRunner& runner, const Zone& zone, const Register& of, std::span<const std::string> words);
[[nodiscard]] std::string join_key(const Row& key);
/// "risk R-001", "raci IM1 / ROLE / a"
[[nodiscard]] std::string name_row(const Register& of, const Row& key, const Zone& zone);
[[nodiscard]] std::string show_row_key(const Register& of, const Row& key, const Zone& zone);

struct StoredRow {
    Row values;                ///< in the order of the definition
    std::int64_t row = 0;
    std::int64_t from = 0;     ///< change that made this version
    [[nodiscard]] std::string text(const Register& of, std::string_view field) const;
    [[nodiscard]] std::optional<Date> date(const Register& of, std::string_view field) const;
};
[[nodiscard]] std::optional<StoredRow> find_row(QueryRunner& runner, const Register& of, const Row& key);
[[nodiscard]] std::vector<StoredRow> read_rows(QueryRunner& runner, const Register& of);
/// Throws Error "there is no row 'R-999' in register 'risk' (did you mean …?)".
[[noreturn]] void throw_no_row(QueryRunner& runner, const Register& of, const Row& key, const Zone& zone);

/// Rows made by a command, as one change; 0 when they say what is stored already. Throws Error when one is refused.
[[nodiscard]] std::int64_t store_rows(const Run& run, Session& session, const Register& of, const std::vector<std::string>& columns,
                                      const std::vector<Row>& rows, const std::string& why);

/// "not recorded" for absent.
[[nodiscard]] std::string show_or_absent(const Field& field, const Value& value, const Zone& zone);
/// null, a number, true or false, an array of words, or text, as the field's type says.
void write_value(JsonWriter& json, const Field& field, const Value& value, const Zone& zone);
/// Words of a stored set.
[[nodiscard]] std::vector<std::string> words_of_set(std::string_view stored);

} // namespace assay
