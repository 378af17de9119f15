// Words of enums and sets: by their exact spelling first, then case and punctuation aside.
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::typing {
namespace {

constexpr std::size_t k_max_spellings = 4096; // a hostile column must not fill the memory

/// Folding leaves nothing of "-" and makes "-1" a "1": figures match only as they are written.
bool may_fold(std::string_view folded) {
    return !folded.empty() && !std::ranges::all_of(folded, [](char c) { return c >= '0' && c <= '9'; });
}

void append_json(std::string& json, std::string_view text) {
    json += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            json += "\\\"";
            break;
        case '\\':
            json += "\\\\";
            break;
        case '\t':
            json += "\\t";
            break;
        case '\n':
            json += "\\n";
            break;
        case '\r':
            json += "\\r";
            break;
        default:
            json += c;
            break;
        }
    }
    json += '"';
}

} // namespace

WordTyping::WordTyping(const Field& field) : m_field(&field) {
    for (const auto& word : field.words) {
        add(word, word);
    }
    for (const auto& [word, spelling] : field.value_aliases) {
        const auto found = std::ranges::find(field.words, word);
        if (found != field.words.end()) {
            add(spelling, *found);
        }
    }
}

void WordTyping::add(const std::string& spelling, const std::string& word) {
    m_exact.emplace(spelling, &word);
    const auto folded = fold_header(spelling);
    if (!may_fold(folded)) {
        return;
    }
    const auto [at, is_new] = m_folded.emplace(folded, &word);
    if (!is_new && at->second != nullptr && at->second != &word && folded != fold_header(*at->second)) {
        at->second = nullptr; // an alias never takes a spelling from a word itself, and two aliases cancel out
    }
}

const std::string* WordTyping::find_folded(std::string_view cell) const {
    const auto found = m_folded.find(fold_header(cell));
    return found == m_folded.end() ? nullptr : found->second;
}

bool WordTyping::spells_word(std::string_view cell) const { return m_exact.contains(cell) || find_folded(cell) != nullptr; }

const std::string* WordTyping::find(std::string_view cell, Fault& fault) {
    if (const auto exact = m_exact.find(cell); exact != m_exact.end()) {
        return exact->second;
    }
    if (const auto* word = find_folded(cell)) {
        if (m_exact.size() < k_max_spellings) {
            m_exact.emplace(cell, word);
        }
        return word;
    }
    fault = wrong_word(cell);
    return nullptr;
}

CellFault WordTyping::wrong_word(std::string_view cell) const {
    std::vector<std::string> candidates = m_field->words;
    for (const auto& alias : m_field->value_aliases) {
        candidates.push_back(alias.spelling);
    }
    auto hint = did_you_mean(cell.substr(0, 256), candidates);
    if (!hint.empty()) {
        hint += " ";
    }
    hint += fmt::format("one of: {}", fmt::join(m_field->words, ", "));
    return {"unknown-word", fmt::format("{} is not a word of '{}'", quote(cell), m_field->id), std::move(hint)};
}

Fault type_set(const Field& field, std::string_view cell, WordTyping& words, Value& value) {
    std::set<std::string> members;
    Fault fault;
    while (!cell.empty()) {
        const auto end = std::min(cell.find_first_of(";|"), cell.size());
        const auto member = trim(cell.substr(0, end));
        cell.remove_prefix(std::min(end + 1, cell.size()));
        if (member.empty()) {
            continue;
        }
        if (field.words.empty()) {
            members.insert(to_nfc(member));
        } else if (const auto* word = words.find(member, fault)) {
            members.insert(*word);
        } else {
            return fault;
        }
    }
    if (members.empty()) {
        value = Absent{};
        return std::nullopt;
    }
    std::string json = "[";
    for (const auto& member : members) {
        if (json.size() > 1) {
            json += ',';
        }
        append_json(json, member);
    }
    value = json + "]";
    return std::nullopt;
}

/// Reads the array that type_set wrote: strings with simple escapes only.
std::string show_set(std::string_view json) {
    std::string shown;
    bool inside = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') {
            if (!inside && !shown.empty()) {
                shown += "; ";
            }
            inside = !inside;
        } else if (inside && c == '\\' && at + 1 < json.size()) {
            const char escaped = json[++at];
            shown += escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
        } else if (inside) {
            shown += c;
        }
    }
    return shown;
}

} // namespace assay::typing
