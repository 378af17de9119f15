// Register definitions (docs/xml.md "Register").
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

namespace assay {
namespace {

constexpr auto k_types = std::to_array<std::pair<std::string_view, FieldType>>({
    {"boolean", FieldType::boolean},
    {"date", FieldType::date},
    {"datetime", FieldType::datetime},
    {"decimal", FieldType::decimal},
    {"duration", FieldType::duration},
    {"enum", FieldType::enumeration},
    {"file", FieldType::file},
    {"integer", FieldType::integer},
    {"money", FieldType::money},
    {"percent", FieldType::percent},
    {"ref", FieldType::ref},
    {"set", FieldType::set},
    {"text", FieldType::text},
});

constexpr auto k_register_kinds = std::to_array<std::pair<std::string_view, RegisterKind>>({
    {"maintained", RegisterKind::maintained},
    {"record", RegisterKind::record},
});

constexpr auto k_subjects = std::to_array<std::pair<std::string_view, SubjectKind>>({
    {"organization", SubjectKind::organization},
    {"process", SubjectKind::process},
    {"service", SubjectKind::service},
    {"supplier", SubjectKind::supplier},
    {"system", SubjectKind::system},
});

/// An attribute that goes with some types only.
struct TypedAttribute {
    std::string_view name;
    std::string_view types;
    bool (*fits)(FieldType);
    Need need;
};

bool is_decimal(FieldType type) { return type == FieldType::decimal || type == FieldType::percent || type == FieldType::money; }
bool has_words(FieldType type) { return type == FieldType::enumeration || type == FieldType::set; }

constexpr auto k_typed_attributes = std::to_array<TypedAttribute>({
    {"currency", "money", [](FieldType type) { return type == FieldType::money; }, Need::required},
    {"names", "text", [](FieldType type) { return type == FieldType::text; }, Need::optional},
    {"percent-unit", "percent", [](FieldType type) { return type == FieldType::percent; }, Need::optional},
    {"scale", "decimal, percent and money", is_decimal, Need::optional},
    {"to", "ref", [](FieldType type) { return type == FieldType::ref; }, Need::required},
    {"values", "enum and set", has_words, Need::required},
});

/// Folded spellings and whose they are: none may lead to two fields, or to two words.
class Spellings {
public:
    struct Owner {
        std::string id;
        std::uint32_t line = 0;
    };
    /// The other owner, if there is one.
    const Owner* add(std::string folded, const std::string& owner, std::uint32_t line) {
        const auto [first, added] = m_owners.try_emplace(std::move(folded), Owner{owner, line});
        return added || first->second.id == owner ? nullptr : &first->second;
    }
    void reserve(std::size_t count) { m_owners.reserve(count); }

private:
    std::unordered_map<std::string, Owner> m_owners;
};

class RegisterLoader {
public:
    RegisterLoader(XmlDocument& document, XmlElement& root) : m_document(document), m_root(root) {}

    Register load();

private:
    /// A field named somewhere, looked for when all fields are known.
    struct FieldUse {
        PlacedText name;
        enum class As : std::uint8_t { any, time, text, path } as = As::any;
    };

    void load_field(XmlElement& element);
    void load_words(XmlElement& element, Field& field);
    void load_value(XmlElement& element, Field& field, const std::unordered_set<std::string>& words, Spellings& spellings);
    void load_occurred(XmlElement& element);
    void load_subject(XmlElement& element);
    void load_alias(XmlElement& element);
    void add_header(const std::string& header, std::string folded, const std::string& field, const Place& place);
    void check_field_uses();
    void check_headers();
    void report_unknown_field(const FieldUse& use, std::string_view id);

    struct Header {
        PlacedText text;
        std::string folded;
        std::string field;
    };

    XmlDocument& m_document;
    XmlElement& m_root;
    Register m_register;
    UniqueIds m_ids{"field"};
    std::vector<FieldUse> m_uses;
    std::vector<Header> m_aliases;
    std::unordered_map<std::string, std::size_t> m_index;
    Spellings m_headers;
};

Register RegisterLoader::load() {
    m_register.place = m_root.place();
    m_register.id = read_id(m_root, "id", IdRule::word, Need::required);
    m_register.title = m_root.required("title");
    m_register.was = read_id(m_root, "was", IdRule::word, Need::optional);
    m_register.kind = m_root.one_of<RegisterKind>("kind", k_register_kinds, Need::required).value_or(RegisterKind::maintained);
    const bool is_record = m_register.kind == RegisterKind::record;
    m_register.fields.reserve(m_root.count_children("field"));
    m_root.for_each_child({
        {"purpose", Times::once,
         [this](XmlElement& purpose) {
             m_register.purpose = purpose.text(Need::required).text;
             purpose.finish();
         }},
        {"field", Times::at_least_once, [this](XmlElement& field) { load_field(field); }},
        {"occurred", is_record ? Times::once : Times::at_most_once, [this](XmlElement& occurred) { load_occurred(occurred); }},
        {"subject", Times::any, [this](XmlElement& subject) { load_subject(subject); }},
        {"absent", Times::any,
         [this](XmlElement& absent) {
             m_register.absent_words.push_back(absent.text(Need::required).text);
             absent.finish();
         }},
        {"alias", Times::any, [this](XmlElement& alias) { load_alias(alias); }},
    });
    m_root.finish();
    check_field_uses();
    check_headers();
    if (!m_register.fields.empty() && m_register.key_indexes().empty()) {
        m_root.report("missing-key", fmt::format("{} has no key field", m_root.describe()), "give at least one field key=\"yes\"");
    }
    return std::move(m_register);
}

void RegisterLoader::load_field(XmlElement& element) {
    Field field;
    field.place = element.place();
    field.id = read_id(element, "id", IdRule::field, Need::required);
    field.title = element.required("title");
    field.key = element.yes_no("key", false);
    field.required = element.yes_no("required", false) || field.key;
    field.was = read_id(element, "was", IdRule::word, Need::optional);
    const auto type = element.one_of<FieldType>("type", k_types, Need::required);
    field.type = type.value_or(FieldType::text);
    for (const auto& attribute : k_typed_attributes) {
        if (type && element.has(attribute.name) && !attribute.fits(field.type)) {
            element.report_attribute(
                attribute.name, "misplaced-attribute",
                fmt::format("'{}' does not go with the type {} of {}", attribute.name, to_text(field.type), element.describe()),
                fmt::format("it is for {}", attribute.types));
        } else if (type && !element.has(attribute.name) && attribute.fits(field.type) && attribute.need == Need::required) {
            element.report("missing-attribute", fmt::format("{} lacks the attribute '{}'", element.describe(), attribute.name),
                           fmt::format("the type {} needs it", to_text(field.type)));
        }
    }
    field.names = element.yes_no("names", false);
    field.percent_unit = element.yes_no("percent-unit", false);
    field.scale = element.integer("scale", 0, 9, field.scale);
    field.to = read_id(element, "to", IdRule::word, Need::optional);
    PlacedText currency = element.word("currency", Need::optional);
    const bool is_code = currency.text.size() == 3 && std::ranges::all_of(currency.text, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (currency.given() && (is_code || check_id(element, currency, IdRule::word))) {
        field.currency = currency.text;
        if (!is_code) {
            m_uses.push_back({std::move(currency), FieldUse::As::text});
        }
    }
    load_words(element, field);
    element.finish();
    if (m_ids.add(element, field.id)) {
        m_index.emplace(field.id, m_register.fields.size());
        m_register.fields.push_back(std::move(field));
    }
}

void RegisterLoader::load_words(XmlElement& element, Field& field) {
    Spellings spellings;
    std::unordered_set<std::string> words;
    for (const auto& word : element.words("values", Need::optional)) {
        if (!check_id(element, word, IdRule::word)) {
            continue;
        }
        if (!words.insert(word.text).second) {
            m_document.report(word.place, "duplicate-id",
                              fmt::format("the word {} of {} is given twice", quote(word.text), element.describe()));
        } else if (const auto* other = spellings.add(fold_header(word.text), word.text, word.place.line)) {
            m_document.report(word.place, "spelling-clash",
                              fmt::format("the words {} and {} differ only in '_'", quote(other->id), quote(word.text)));
        } else {
            field.words.push_back(word.text);
        }
    }
    if (has_words(field.type)) {
        element.for_each_child({{"value", Times::any, [&](XmlElement& value) { load_value(value, field, words, spellings); }}});
    }
}

void RegisterLoader::load_value(XmlElement& element, Field& field, const std::unordered_set<std::string>& words, Spellings& spellings) {
    const PlacedText word = element.word("of", Need::required);
    const PlacedText spelling = element.text(Need::required);
    element.finish();
    if (!check_id(element, word, IdRule::word) || !spelling.given()) {
        return;
    }
    if (!words.contains(word.text)) {
        m_document.report(word.place, "unknown-word", fmt::format("{} is no word of field {}", quote(word.text), quote(field.id)),
                          element.suggest(word.text, field.words));
    } else if (auto folded = fold_header(spelling.text); folded.empty()) {
        m_document.report(spelling.place, "wrong-value", fmt::format("the spelling {} holds no letter and no digit", quote(spelling.text)),
                          "no cell would ever fit it");
    } else if (const auto* other = spellings.add(std::move(folded), word.text, element.line())) {
        m_document.report(spelling.place, "spelling-clash",
                          fmt::format("the spelling {} of {} also leads to {} (line {})", quote(spelling.text), quote(word.text),
                                      quote(other->id), other->line));
    } else {
        field.value_aliases.push_back({word.text, spelling.text});
    }
}

void RegisterLoader::load_occurred(XmlElement& element) {
    PlacedText from = element.word("from", Need::required);
    PlacedText to = element.word("to", Need::optional);
    element.finish();
    for (auto [name, target] : {std::pair{&from, &m_register.occurred_from}, std::pair{&to, &m_register.occurred_to}}) {
        if (check_id(element, *name, IdRule::word)) {
            *target = name->text;
            m_uses.push_back({std::move(*name), FieldUse::As::time});
        }
    }
}

void RegisterLoader::load_subject(XmlElement& element) {
    SubjectWay way;
    way.place = element.place();
    const auto kind = element.one_of<SubjectKind>("kind", k_subjects, Need::required);
    PlacedText path = element.word("field", Need::required);
    element.finish();
    if (!kind || !check_id(element, path, IdRule::path)) {
        return;
    }
    way.kind = *kind;
    if (const auto* first = m_register.find_subject(way.kind)) {
        element.report("duplicate-subject",
                       fmt::format("a second subject of kind '{}'; the first is on line {}", to_text(way.kind), first->place.line),
                       "keep one way to each kind of subject");
        return;
    }
    for (std::size_t start = 0; start != std::string::npos;) {
        const auto point = path.text.find('.', start);
        way.path.push_back(path.text.substr(start, point == std::string::npos ? point : point - start));
        start = point == std::string::npos ? point : point + 1;
    }
    m_uses.push_back({std::move(path), FieldUse::As::path});
    m_register.subjects.push_back(std::move(way));
}

void RegisterLoader::load_alias(XmlElement& element) {
    PlacedText field = element.word("field", Need::required);
    PlacedText header = element.text(Need::required);
    element.finish();
    if (!check_id(element, field, IdRule::word) || !header.given()) {
        return;
    }
    auto folded = fold_header(header.text);
    if (folded.empty()) {
        m_document.report(header.place, "wrong-value", fmt::format("the header {} holds no letter and no digit", quote(header.text)),
                          "no column would ever fit it");
        return;
    }
    m_aliases.push_back({std::move(header), std::move(folded), field.text});
    m_uses.push_back({std::move(field), FieldUse::As::any});
}

void RegisterLoader::report_unknown_field(const FieldUse& use, std::string_view id) {
    std::vector<std::string> known;
    if (m_document.suggests()) {
        std::ranges::transform(m_register.fields | std::views::take(k_most_candidates), std::back_inserter(known), &Field::id);
    }
    m_document.report(use.name.place, "unknown-field", fmt::format("there is no field {} in {}", quote(id), m_root.describe()),
                      m_root.suggest(id, known));
}

void RegisterLoader::check_field_uses() {
    for (const auto& use : m_uses) {
        const auto id = use.name.text.substr(0, use.name.text.find('.'));
        const auto found = m_index.find(id);
        if (found == m_index.end()) {
            report_unknown_field(use, id);
            continue;
        }
        const auto type = m_register.fields[found->second].type;
        const bool fits = use.as == FieldUse::As::time   ? type == FieldType::date || type == FieldType::datetime
                          : use.as == FieldUse::As::text ? type == FieldType::text
                          : use.as == FieldUse::As::path ? type == FieldType::ref || id.size() == use.name.text.size()
                                                         : true;
        if (!fits) {
            const std::string_view wanted = use.as == FieldUse::As::time   ? "a date or datetime"
                                            : use.as == FieldUse::As::text ? "a text"
                                                                           : "a ref";
            m_document.report(use.name.place, "wrong-type",
                              fmt::format("field {} is of type {}, not {}", quote(id), to_text(type), wanted));
        }
    }
}

void RegisterLoader::add_header(const std::string& header, std::string folded, const std::string& field, const Place& place) {
    if (const auto* other = m_headers.add(std::move(folded), field, place.line)) {
        m_document.report(place, "header-clash",
                          fmt::format("the header {} of field {} also leads to field {} (line {})", quote(header), quote(field),
                                      quote(other->id), other->line));
    }
}

/// All ids and titles first: an alias must give way to them, wherever it stands.
void RegisterLoader::check_headers() {
    m_headers.reserve(2 * m_register.fields.size() + m_aliases.size());
    for (const auto& field : m_register.fields) {
        add_header(field.id, fold_header(field.id), field.id, field.place);
    }
    for (const auto& field : m_register.fields) {
        if (auto folded = fold_header(field.title); !folded.empty()) {
            add_header(field.title, std::move(folded), field.id, field.place);
        }
    }
    for (auto& alias : m_aliases) {
        if (const auto found = m_index.find(alias.field); found != m_index.end()) {
            add_header(alias.text.text, std::move(alias.folded), alias.field, alias.text.place);
            m_register.fields[found->second].aliases.push_back(std::move(alias.text.text));
        }
    }
}

} // namespace

std::optional<Register> load_register(std::string_view bytes, const std::string& file, DiagnosticSink& sink) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("register") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    Register loaded = RegisterLoader(*document, *root).load();
    loaded.source_text = bytes;
    return document->has_errors() ? std::nullopt : std::optional(std::move(loaded));
}

} // namespace assay
