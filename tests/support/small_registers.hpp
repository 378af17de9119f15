// Builders for hand-made registers, so that a test shows its whole schema. Knows no file and no store.
#pragma once

#include "assay/model/register.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

inline Field make_field(std::string id, FieldType type = FieldType::text) {
    Field field;
    field.title = id;
    field.id = std::move(id);
    field.type = type;
    return field;
}

inline Field make_key(std::string id, FieldType type = FieldType::text) {
    auto field = make_field(std::move(id), type);
    field.key = field.required = true;
    return field;
}

inline Field make_reference(std::string id, std::string to) {
    auto field = make_field(std::move(id), FieldType::ref);
    field.to = std::move(to);
    return field;
}

inline Field make_words(std::string id, std::vector<std::string> words, FieldType type = FieldType::enumeration) {
    auto field = make_field(std::move(id), type);
    field.words = std::move(words);
    return field;
}

inline Field make_decimal(std::string id, int scale, FieldType type = FieldType::decimal) {
    auto field = make_field(std::move(id), type);
    field.scale = scale;
    return field;
}

/// `currency`: a code, or the id of a text field that holds it.
inline Field make_money(std::string id, std::string currency) {
    auto field = make_decimal(std::move(id), 2, FieldType::money);
    field.currency = std::move(currency);
    return field;
}

inline Register make_register(std::string id, std::vector<Field> fields) {
    Register made;
    made.source_text = "<register id='" + id + "'/>";
    made.title = id;
    made.id = std::move(id);
    made.fields = std::move(fields);
    return made;
}

inline Schema make_schema(std::vector<Register> registers) {
    std::ranges::sort(registers, {}, &Register::id);
    return {std::move(registers)};
}

} // namespace assay::testing
