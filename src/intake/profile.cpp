#include "assay/intake/profile.hpp"

#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay {
namespace {

/// What one `for` says, looked up in its register.
class ProfileLinker {
public:
    ProfileLinker(const ProfileRegister& part, const Register& of, DiagnosticSink& sink) : m_part(part), m_register(of), m_sink(sink) {
        for (const auto& field : of.fields) {
            m_fields.push_back(field.id);
            m_names[fold_header(field.id)].push_back({&field, true});
            m_names[fold_header(field.title)].push_back({&field, false});
        }
    }

    bool link() {
        for (const auto& header : m_part.headers) {
            link_header(header);
        }
        for (const auto& unused : m_part.unused) {
            link_unused(unused);
        }
        for (const auto& value : m_part.values) {
            link_value(value);
        }
        for (const auto& format : m_part.date_formats) {
            if (auto fault = find_date_format_fault(format.text)) {
                report(format.place, "wrong-value", std::move(fault->text), std::move(fault->hint));
            }
        }
        return m_good;
    }

private:
    struct Name {
        const Field* of = nullptr;
        bool is_id = false; ///< else its title
    };

    void report(const Place& place, std::string code, std::string text, std::string hint) {
        m_good = false;
        m_sink.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
    }

    const Field* find_field(const std::string& id, const Place& place) {
        const auto* const field = m_register.find_field(id);
        if (field == nullptr) {
            report(place, "unknown-field", fmt::format("there is no field '{}' in register '{}'", id, m_register.id), did_you_mean(id, m_fields));
        }
        return field;
    }

    /// The register's ids and titles are matched before the profile's headers, so such a header would never be seen.
    void refuse_name_of_field(const ProfileText& header, const Field* field, std::string_view whose) {
        const auto named = m_names.find(fold_header(header.text));
        if (named == m_names.end()) {
            return;
        }
        const auto clash = std::ranges::find_if(named->second, [field](const Name& name) { return name.of != field; });
        if (clash != named->second.end()) {
            report(header.place, "header-clash", fmt::format("the header {} of {} is the {} of field '{}'", typing::quote(header.text), whose, clash->is_id ? "id" : "title", clash->of->id),
                   "leave it out, and say --map at the import");
        }
    }

    void link_header(const ProfileHeader& header) {
        if (const auto* const field = find_field(header.field, header.field_place)) {
            refuse_name_of_field({header.header, header.place}, field, fmt::format("field '{}'", field->id));
        }
    }

    void link_unused(const ProfileText& unused) { refuse_name_of_field(unused, nullptr, "an unused column"); }

    void link_value(const ProfileValue& value) {
        const auto* const field = find_field(value.field, value.field_place);
        if (field == nullptr) {
            return;
        }
        if (field->words.empty()) {
            report(value.field_place, "wrong-type", fmt::format("field '{}' is of type {}, which has no words", field->id, to_text(field->type)), "");
            return;
        }
        if (std::ranges::find(field->words, value.word) == field->words.end()) {
            report(value.word_place, "unknown-word", fmt::format("'{}' is no word of field '{}'", value.word, field->id), did_you_mean(value.word, field->words));
            return;
        }
        const auto key = spelling_key(value.spelling);
        const auto other = std::ranges::find_if(field->words, [&](const std::string& word) { return spelling_key(word) == key; });
        if (other != field->words.end() && *other != value.word) {
            report(value.place, "spelling-clash", fmt::format("the spelling {} of '{}' is a word of field '{}' itself", typing::quote(value.spelling), value.word, field->id), "");
        }
    }

    const ProfileRegister& m_part;
    const Register& m_register;
    DiagnosticSink& m_sink;
    std::vector<std::string> m_fields;
    std::unordered_map<std::string, std::vector<Name>> m_names; ///< folded ids and titles, in the order of the fields
    bool m_good = true;
};

} // namespace

bool link_profile_register(const ProfileRegister& part, const Register& of, DiagnosticSink& sink) { return ProfileLinker(part, of, sink).link(); }

bool link_profile(const Profile& profile, const Schema& schema, DiagnosticSink& sink) {
    bool good = true;
    for (const auto& part : profile.registers) {
        const auto* const of = schema.find(part.id);
        if (of == nullptr) {
            sink.add({Severity::error, part.place, "unknown-register", fmt::format("there is no register '{}'", part.id), did_you_mean(part.id, schema.ids())});
        }
        good = of != nullptr && link_profile_register(part, *of, sink) && good;
    }
    return good;
}

Register with_profile(const Register& of, const ProfileRegister& part) {
    auto laid = of;
    for (const auto& value : part.values) {
        const auto index = laid.find_index(value.field);
        if (!index) {
            continue;
        }
        auto& known = laid.fields[*index].value_aliases;
        const auto key = spelling_key(value.spelling);
        std::erase_if(known, [&](const ValueAlias& alias) { return spelling_key(alias.spelling) == key; });
        known.push_back({value.word, value.spelling});
    }
    for (const auto& absent : part.absent_words) {
        laid.absent_words.push_back(absent.text);
    }
    return laid;
}

std::vector<std::string> date_formats_of(const ProfileRegister& part) {
    std::vector<std::string> formats;
    formats.reserve(part.date_formats.size());
    for (const auto& format : part.date_formats) {
        formats.push_back(format.text);
    }
    return formats;
}

} // namespace assay
