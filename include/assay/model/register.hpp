// What a register is: its fields, their types, and the ways from a row to time and to a subject. Loaded from controls/registers.
// Knows neither the XML it came from nor the tables it becomes.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/id.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

enum class FieldType : std::uint8_t { text, integer, decimal, percent, money, boolean, date, datetime, duration, enumeration, set, ref, file };

/// "text", "enum", "ref"… as written in definitions.
[[nodiscard]] std::string_view to_text(FieldType type);
[[nodiscard]] std::optional<FieldType> find_field_type(std::string_view word);
/// Stored as a number (else as text).
[[nodiscard]] bool is_numeric(FieldType type);

/// Another spelling met in files for a word of an enum or set.
struct ValueAlias {
    std::string word;
    std::string spelling;
};

struct Field {
    std::string id;
    std::string title;
    FieldType type = FieldType::text;
    bool key = false;
    bool required = false;       ///< true for key fields too
    bool names = false;          ///< an alternate name by which references may find the row
    bool percent_unit = false;   ///< a bare 95 means 95 %
    int scale = 4;               ///< decimal, percent, money
    std::string to;              ///< ref: the register referred to
    std::string currency;        ///< money: an ISO 4217 code or the id of a text field
    std::string was;
    std::vector<std::string> words;          ///< enum, set: in the order of the definition
    std::vector<ValueAlias> value_aliases;
    std::vector<std::string> aliases;        ///< other headers
    Place place;
};

enum class SubjectKind : std::uint8_t { organization, process, service, supplier, system };
[[nodiscard]] std::string_view to_text(SubjectKind kind);
[[nodiscard]] std::optional<SubjectKind> find_subject_kind(std::string_view word);

/// A field, or a path over references: {"contract", "supplier"} is at most 3 steps.
using FieldPath = std::vector<std::string>;

struct SubjectWay {
    SubjectKind kind = SubjectKind::organization;
    FieldPath path;
    Place place;
};

enum class RegisterKind : std::uint8_t { maintained, record };

struct Register {
    std::string id;
    std::string title;
    std::string purpose;
    std::string was;
    RegisterKind kind = RegisterKind::maintained;
    std::vector<Field> fields;
    std::string occurred_from;               ///< field id, or empty
    std::string occurred_to;
    std::vector<SubjectWay> subjects;
    std::vector<std::string> absent_words;
    std::string source_text;                 ///< the definition as read, kept in the store with its digest
    Place place;

    [[nodiscard]] const Field* find_field(std::string_view field_id) const;
    [[nodiscard]] std::optional<std::size_t> find_index(std::string_view field_id) const;
    [[nodiscard]] std::vector<std::size_t> key_indexes() const;
    [[nodiscard]] const SubjectWay* find_subject(SubjectKind subject_kind) const;
};

/// All registers of a workspace, sorted by id.
struct Schema {
    std::vector<Register> registers;
    [[nodiscard]] const Register* find(std::string_view register_id) const;
    /// Throws Error when there is none.
    [[nodiscard]] const Register& get(std::string_view register_id) const;
    [[nodiscard]] std::vector<std::string> ids() const;
};

/// A key as one text: its parts joined by U+001F, numbers in decimal digits. Used to name rows across layers; shown with " / ".
[[nodiscard]] std::string join_key(const std::vector<std::string>& parts);
[[nodiscard]] std::string show_key(std::string_view joined);

} // namespace assay
