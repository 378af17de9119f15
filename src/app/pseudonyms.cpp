#include "app/pseudonyms.hpp"

#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_person_register = "person";

/// Text fields that say who: sorted. A test holds them to the definitions.
constexpr std::array<std::string_view, 25> k_who_fields{
    "agreed_by",     "approved_by",  "assigned_to", "attendance",   "attended_by", "attendees",   "caller",
    "closed_by",     "contact",      "custodian",   "effectiveness_judged_by",     "evaluated_by", "investigated_by", "major_manager",
    "measured_by",   "opened_by",    "owner",       "participants", "raised_by",   "received_by", "recorded_by",
    "reported_by",   "requester",    "resolved_by", "verified_by",
};

bool is_word_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80U || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), ascii_lower);
    return lower;
}

std::string_view first_word(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && is_word_byte(text[size])) {
        ++size;
    }
    return text.substr(0, size);
}

bool has_letter(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return is_word_byte(c) && (c < '0' || c > '9'); });
}

/// A word that means little by itself must not be looked for in what people wrote.
bool is_telling_id(std::string_view id) {
    constexpr std::size_t k_letters = 3;
    constexpr std::size_t k_digits = 5;
    return has_letter(id) ? id.size() >= k_letters : id.size() >= k_digits;
}

/// "Lt. Col. Aaron Mbeki" is also met without the rank.
std::string_view without_rank(std::string_view name) {
    std::string_view rest = name;
    while (true) {
        const auto blank = rest.find(' ');
        if (blank == std::string_view::npos || blank < 3 || rest[blank - 1] != '.') {
            break;
        }
        rest = trim(rest.substr(blank));
    }
    return rest.find(' ') == std::string_view::npos ? name : rest;
}

} // namespace

bool holds_person(const Register& of, const Field& field) {
    if (field.type == FieldType::ref) {
        return field.to == k_person_register;
    }
    if (of.id == k_person_register) {
        return field.id == "id" || field.id == "name" || field.id == "email";
    }
    return field.type == FieldType::text && std::ranges::binary_search(k_who_fields, field.id);
}

Pseudonyms::Pseudonyms(QueryRunner& runner, const Schema& schema, std::string_view salt) {
    struct Known {
        std::string id;
        std::string name;
        std::string address;
    };
    std::map<std::string, Known> by_hash;
    read_register(runner, schema, k_person_register, [&](const NamedRow& row) {
        auto id = row.text("id");
        auto hash = to_hex(sha256(fmt::format("{}\n{}", salt, id)));
        by_hash.emplace(std::move(hash), Known{std::move(id), row.text("name"), row.text("email")});
    });
    for (const auto& [hash, known] : by_hash) {
        m_numbers.emplace(lowered(known.id), ++m_count);
    }
    // Names and addresses after all ids: an id goes before a name that is spelt like it.
    for (const auto& [hash, known] : by_hash) {
        const auto& [id, name, address] = known;
        const auto number = m_numbers.at(lowered(id));
        const auto bare = std::string(without_rank(name));
        for (const auto& text : {name, bare, address}) {
            if (!text.empty()) {
                m_numbers.emplace(lowered(text), number);
            }
        }
        const auto local = address.substr(0, address.find('@'));
        for (auto* terms : {&m_in_texts, &m_in_sentences}) {
            const bool any_word = terms == &m_in_sentences;
            for (const auto& text : {name, bare}) {
                if (any_word || text.find(' ') != std::string::npos) {
                    add_term(*terms, text, show(number, Kind::name));
                }
            }
            if (any_word ? id.size() > 1 && (has_letter(id) || is_telling_id(id)) : is_telling_id(id)) {
                add_term(*terms, id, show(number, Kind::id));
            }
            add_term(*terms, address, show(number, Kind::address));
            if (local.find_first_of("._") != std::string::npos) {
                add_term(*terms, local, show(number, Kind::id));
            }
        }
    }
}

void Pseudonyms::add_term(Terms& terms, std::string_view text, std::string instead) const {
    const auto lower = lowered(trim(text));
    const auto word = first_word(lower);
    if (word.empty()) {
        return;
    }
    auto& same = terms[std::string(word)];
    if (std::ranges::find(same, lower, &Term::lower) == same.end()) {
        same.push_back({lower, std::move(instead)});
        std::ranges::stable_sort(same, std::ranges::greater{}, [](const Term& term) { return term.lower.size(); });
    }
}

std::size_t Pseudonyms::number_of(const std::string& value) {
    const auto [found, is_new] = m_numbers.emplace(lowered(trim(value)), m_count + 1);
    m_count += is_new ? 1 : 0;
    return found->second;
}

std::string Pseudonyms::show(std::size_t number, Kind kind) const {
    switch (kind) {
    case Kind::name:
        return fmt::format("Person {:03}", number);
    case Kind::id:
        return fmt::format("person-{:03}", number);
    case Kind::address:
        return fmt::format("person-{:03}@pack.invalid", number);
    }
    return {};
}

std::string Pseudonyms::of_field(const Register& of, const Field& field, const std::string& value) {
    if (trim(value).empty()) {
        return value;
    }
    const bool is_id = field.type == FieldType::ref || (of.id == k_person_register && field.id == "id");
    const bool is_address = of.id == k_person_register && field.id == "email";
    return show(number_of(value), is_id ? Kind::id : is_address ? Kind::address : Kind::name);
}

std::string Pseudonyms::of_person(const std::string& value) {
    return trim(value).empty() ? value : show(number_of(value), Kind::name);
}

std::string Pseudonyms::replace(std::string_view text, const Terms& terms) {
    if (terms.empty()) {
        return std::string(text);
    }
    const auto lower = lowered(text);
    std::string result;
    std::string word;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word_byte(lower[at])) {
            result += text[at++];
            continue;
        }
        // At the beginning of a word, always.
        word = first_word(std::string_view(lower).substr(at));
        const Term* met = nullptr;
        if (const auto found = terms.find(word); found != terms.end()) {
            for (const auto& term : found->second) {
                const auto end = at + term.lower.size();
                if (lower.compare(at, term.lower.size(), term.lower) == 0 && (end == lower.size() || !is_word_byte(lower[end]))) {
                    met = &term;
                    break;
                }
            }
        }
        if (met != nullptr) {
            result += met->instead;
            at += met->lower.size();
        } else {
            result += text.substr(at, word.size());
            at += word.size();
        }
    }
    return result;
}

} // namespace assay
