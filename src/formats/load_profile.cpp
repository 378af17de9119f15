// Header profiles (docs/xml.md "Profile").
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace assay {
namespace {

/// What a spelling leads to, and where that was said first.
struct SpellingOwner {
    std::string meaning;
    std::uint32_t line = 0;
};

class ProfileLoader {
public:
    explicit ProfileLoader(XmlElement& root) : m_root(root) {}
    Profile load();

private:
    void load_register_part(XmlElement& element);

    XmlElement& m_root;
    Profile m_profile;
    UniqueIds m_ids{"register"};
};

/// The children of one `for`.
class ProfilePartLoader {
public:
    ProfilePartLoader(XmlElement& element, ProfileRegister& part) : m_element(element), m_part(part) {}
    void load();

private:
    void load_dates();
    void load_header(XmlElement& element);
    void load_value(XmlElement& element);
    void load_absent(XmlElement& element);
    void load_unused(XmlElement& element);
    void check_absent_words();

    XmlElement& m_element;
    ProfileRegister& m_part;
    /// The owner of a header, told when it already has another: false then, and when no column would fit it.
    bool add_header_of(XmlElement& element, const PlacedText& header, const std::string& meaning, std::string_view whose);

    std::map<std::string, SpellingOwner> m_headers; ///< the meaning is a field, or nothing for an unused column
    std::map<std::pair<std::string, std::string>, SpellingOwner> m_values; ///< by field and spelling
};

Profile ProfileLoader::load() {
    m_profile.place = m_root.place();
    m_profile.id = read_id(m_root, "id", IdRule::name, Need::required);
    m_profile.title = m_root.required("title");
    m_root.for_each_child({
        {"source", Times::once,
         [this](XmlElement& source) {
             m_profile.source = source.text(Need::required).text;
             source.finish();
         }},
        {"for", Times::at_least_once, [this](XmlElement& part) { load_register_part(part); }},
    });
    m_root.finish();
    return std::move(m_profile);
}

void ProfileLoader::load_register_part(XmlElement& element) {
    ProfileRegister part;
    part.place = element.word("register", Need::optional).place;
    part.id = read_id(element, "register", IdRule::word, Need::required);
    m_ids.add(element, part.id, "register");
    ProfilePartLoader(element, part).load();
    element.finish();
    m_profile.registers.push_back(std::move(part));
}

void ProfilePartLoader::load() {
    load_dates();
    m_element.for_each_child({
        {"header", Times::any, [this](XmlElement& header) { load_header(header); }},
        {"value", Times::any, [this](XmlElement& value) { load_value(value); }},
        {"absent", Times::any, [this](XmlElement& absent) { load_absent(absent); }},
        {"unused", Times::any, [this](XmlElement& unused) { load_unused(unused); }},
    });
    check_absent_words();
}

/// Formats hold blanks, so semicolons stand between them.
void ProfilePartLoader::load_dates() {
    const auto given = m_element.placed("dates", Need::optional);
    for (std::size_t begin = 0; given.given() && begin <= given.text.size();) {
        const auto end = std::min(given.text.find(';', begin), given.text.size());
        const auto format = trim(std::string_view(given.text).substr(begin, end - begin));
        if (format.empty()) {
            m_element.report_value("dates", "wrong-value", "a date format is empty", "write formats with one ';' between two of them");
            return;
        }
        m_part.date_formats.push_back({std::string(format), given.place});
        begin = end + 1;
    }
}

bool ProfilePartLoader::add_header_of(XmlElement& element, const PlacedText& header, const std::string& meaning, std::string_view whose) {
    const auto folded = fold_header(header.text);
    if (folded.empty()) {
        element.document().report(header.place, "wrong-value", fmt::format("the header {} holds no letter and no digit", quote(header.text)), "no column would ever fit it");
        return false;
    }
    const auto [first, added] = m_headers.try_emplace(folded, SpellingOwner{meaning, element.line()});
    const auto& other = first->second;
    if (!added && other.meaning != meaning) {
        element.document().report(header.place, "header-clash",
                                  fmt::format("the header {} {} also {} (line {})", quote(header.text), whose,
                                              other.meaning.empty() ? "counts as unused" : "leads to field " + quote(other.meaning), other.line));
        return false;
    }
    return true;
}

void ProfilePartLoader::load_header(XmlElement& element) {
    PlacedText field = element.word("field", Need::required);
    PlacedText header = element.text(Need::required);
    element.finish();
    if (!check_id(element, field, IdRule::word) || !header.given()) {
        return;
    }
    if (!add_header_of(element, header, field.text, fmt::format("of field {}", quote(field.text)))) {
        return;
    }
    m_part.headers.push_back({std::move(field.text), std::move(header.text), std::move(field.place), std::move(header.place)});
}

void ProfilePartLoader::load_value(XmlElement& element) {
    PlacedText field = element.word("field", Need::required);
    PlacedText word = element.word("of", Need::required);
    PlacedText spelling = element.text(Need::required);
    element.finish();
    const bool field_good = check_id(element, field, IdRule::word);
    if (!check_id(element, word, IdRule::word) || !field_good || !spelling.given()) {
        return;
    }
    const auto key = spelling_key(spelling.text);
    if (key.empty()) {
        element.document().report(spelling.place, "wrong-value", fmt::format("the spelling {} holds no letter and no digit", quote(spelling.text)), "no cell would ever fit it");
        return;
    }
    const auto [first, added] = m_values.try_emplace({field.text, key}, SpellingOwner{word.text, element.line()});
    if (!added && first->second.meaning != word.text) {
        element.document().report(spelling.place, "spelling-clash",
                                  fmt::format("the spelling {} of {} also leads to {} (line {})", quote(spelling.text), quote(word.text), quote(first->second.meaning),
                                              first->second.line));
        return;
    }
    m_part.values.push_back({std::move(field.text), std::move(word.text), std::move(spelling.text), std::move(field.place), std::move(word.place), std::move(spelling.place)});
}

void ProfilePartLoader::load_absent(XmlElement& element) {
    PlacedText absent = element.text(Need::required);
    element.finish();
    if (absent.given()) {
        m_part.absent_words.push_back({std::move(absent.text), std::move(absent.place)});
    }
}

void ProfilePartLoader::load_unused(XmlElement& element) {
    PlacedText header = element.text(Need::required);
    element.finish();
    if (header.given() && add_header_of(element, header, "", "of an unused column")) {
        m_part.unused.push_back({std::move(header.text), std::move(header.place)});
    }
}

/// When all values are known: the two may stand in any order.
void ProfilePartLoader::check_absent_words() {
    std::map<std::string, const ProfileValue*> spelled;
    for (const auto& value : m_part.values) {
        spelled.try_emplace(spelling_key(value.spelling), &value);
    }
    for (const auto& absent : m_part.absent_words) {
        const auto found = spelled.find(spelling_key(absent.text));
        if (found != spelled.end()) {
            m_element.document().report(absent.place, "spelling-clash",
                                        fmt::format("{} means no value, and also {} of field {} (line {})", quote(absent.text), quote(found->second->word), quote(found->second->field),
                                                    found->second->place.line));
        }
    }
}

} // namespace

std::optional<Profile> load_profile(std::string_view bytes, const std::string& file, DiagnosticSink& sink) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("profile") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    Profile profile = ProfileLoader(*root).load();
    return document->has_errors() ? std::nullopt : std::optional(std::move(profile));
}

} // namespace assay
