#include "assay/intake/value.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <cstring>

namespace assay {
namespace {

using typing::Fault;
using typing::quote;

/// What the bytes of a cell call for.
enum class Bytes : std::uint8_t { ascii, other_text, control };

bool is_forbidden(unsigned char byte) { return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f; }

/// Sets a high bit where a byte is not printable ASCII: of those below 0x20 and of 0x7f the lowest at least, all of those above.
std::uint64_t unusual(std::uint64_t word) {
    constexpr std::uint64_t k_high = 0x8080808080808080ULL;
    constexpr std::uint64_t k_ones = 0x0101010101010101ULL;
    return (word | (word - k_ones * 0x20) | (word + k_ones)) & k_high;
}

template <class Unsigned>
Unsigned load(const char* from) {
    Unsigned word = 0;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// Most cells are printable ASCII: told in words of eight bytes that overlap at the end.
bool is_printable_ascii(std::string_view cell) {
    const auto* begin = cell.data();
    const auto size = cell.size();
    if (size >= 8) {
        auto found = unusual(load<std::uint64_t>(begin + size - 8));
        for (std::size_t at = 0; at + 8 < size; at += 8) {
            found |= unusual(load<std::uint64_t>(begin + at));
        }
        return found == 0;
    }
    if (size >= 4) {
        return unusual(load<std::uint32_t>(begin) | std::uint64_t{load<std::uint32_t>(begin + size - 4)} << 32U) == 0;
    }
    return std::ranges::all_of(cell, [](char c) { return c >= 0x20 && c < 0x7f; });
}

Bytes look_at(std::string_view cell) {
    if (is_printable_ascii(cell)) {
        return Bytes::ascii;
    }
    auto kind = Bytes::ascii;
    for (const char c : cell) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_forbidden(byte)) {
            return Bytes::control;
        }
        kind = byte >= 0x80 ? Bytes::other_text : kind;
    }
    return kind;
}

void put_text(Value& value, std::string_view text) {
    if (auto* kept = std::get_if<std::string>(&value)) {
        kept->assign(text);
    } else {
        value.emplace<std::string>(text);
    }
}

Fault control_character(std::string_view cell) {
    const auto at = std::ranges::find_if(cell, [](char c) { return is_forbidden(static_cast<unsigned char>(c)); });
    return CellFault{"control-character",
                     fmt::format("the cell holds the control character U+{:04X}", static_cast<unsigned>(static_cast<unsigned char>(*at))),
                     "remove it from the file"};
}

/// Climbing out is refused here by the text alone; whether a link leaves the folder is seen when the file is opened.
Fault check_path(std::string_view path) {
    const auto is_slash = [](char c) { return c == '/' || c == '\\'; };
    bool leaves = is_slash(path.front()) || (path.size() > 1 && path[1] == ':');
    std::size_t begin = 0;
    while (begin <= path.size()) {
        auto end = begin;
        while (end < path.size() && !is_slash(path[end])) {
            ++end;
        }
        leaves = leaves || path.substr(begin, end - begin) == "..";
        begin = end + 1;
    }
    if (leaves) {
        return CellFault{"unsafe-path", fmt::format("{} leads out of the evidence folder", quote(path)), "give a path inside that folder"};
    }
    return std::nullopt;
}

} // namespace

struct FieldTyper::State {
    const Field* field;
    std::vector<std::string> absent_words;
    std::bitset<256> absent_begins; ///< first bytes of absent words: most cells are told from them by it alone
    typing::DateTyping dates;
    typing::WordTyping words;
    ColumnCounts counts;
    std::string seen_currency;

    State(const Field& of, const TypingContext& context) : field(&of), dates(of, context), words(of) {
        for (const auto& absent : context.absent_words) {
            if (!absent.empty() && !words.spells_word(absent)) {
                absent_words.push_back(absent);
                absent_begins.set(static_cast<unsigned char>(absent.front()));
            }
        }
    }

    [[nodiscard]] bool is_absent_word(std::string_view cell) const {
        return absent_begins[static_cast<unsigned char>(cell.front())] && std::ranges::find(absent_words, cell) != absent_words.end();
    }

    Fault type_text(std::string_view cell, Bytes bytes, Value& value) const {
        if (field->type == FieldType::file) {
            if (auto fault = check_path(cell)) {
                return fault;
            }
        }
        if (bytes == Bytes::ascii) {
            put_text(value, cell);
        } else {
            put_text(value, to_nfc(cell));
        }
        return std::nullopt;
    }

    Fault type_number(std::string_view cell, std::int64_t& number) {
        switch (field->type) {
        case FieldType::integer:
            return typing::type_integer(cell, number);
        case FieldType::decimal:
            return typing::type_decimal(*field, cell, number);
        case FieldType::percent:
            return typing::type_percent(*field, cell, number);
        case FieldType::money:
            return typing::type_money(*field, cell, number, seen_currency);
        case FieldType::boolean:
            return typing::type_boolean(cell, number);
        case FieldType::duration:
            return typing::type_duration(cell, number);
        default:
            return dates.type(cell, number, counts);
        }
    }

    Fault type_plain(std::string_view cell, Bytes bytes, Value& value) {
        switch (field->type) {
        case FieldType::text:
        case FieldType::ref:
        case FieldType::file:
            return type_text(cell, bytes, value);
        case FieldType::enumeration: {
            Fault fault;
            if (const auto* word = words.find(cell, fault)) {
                put_text(value, *word);
            }
            return fault;
        }
        case FieldType::set:
            return typing::type_set(*field, cell, words, value);
        default: {
            std::int64_t number = 0;
            auto fault = type_number(cell, number);
            if (!fault) {
                value = number;
            }
            return fault;
        }
        }
    }
};

FieldTyper::FieldTyper(const Field& field, const TypingContext& context) : m_state(std::make_unique<State>(field, context)) {}
FieldTyper::~FieldTyper() = default;
FieldTyper::FieldTyper(FieldTyper&&) noexcept = default;
FieldTyper& FieldTyper::operator=(FieldTyper&&) noexcept = default;

std::optional<CellFault> FieldTyper::type(std::string_view cell, Value& value) {
    m_state->seen_currency.clear();
    cell = trim(cell);
    if (cell.empty() || m_state->is_absent_word(cell)) {
        value = Absent{};
        return std::nullopt;
    }
    Fault fault;
    const auto bytes = look_at(cell);
    if (cell.size() > k_max_cell_bytes) {
        fault = CellFault{"text-too-long",
                          fmt::format("the cell has {} bytes, at most {} are kept", group_thousands(static_cast<std::int64_t>(cell.size())),
                                      group_thousands(static_cast<std::int64_t>(k_max_cell_bytes))),
                          "shorten it, or keep the text as a document"};
    } else if (bytes == Bytes::other_text && find_invalid_utf8(cell) != std::string_view::npos) {
        fault = CellFault{"not-utf8", fmt::format("the cell is not valid UTF-8 at byte {}", find_invalid_utf8(cell) + 1),
                          "save the file as UTF-8"};
    } else if (bytes == Bytes::control) {
        fault = control_character(cell);
    } else {
        fault = m_state->type_plain(cell, bytes, value);
    }
    if (fault) {
        value = Absent{};
    }
    return fault;
}

void FieldTyper::set_date_order(DateOrder order) { m_state->dates.set_order(order); }
void FieldTyper::set_no_date_order(std::string why) { m_state->dates.set_no_order(std::move(why)); }

bool FieldTyper::wants_probe(std::string_view cell) const {
    const bool is_dated = m_state->field->type == FieldType::date || m_state->field->type == FieldType::datetime;
    cell = trim(cell);
    return is_dated && !cell.empty() && !m_state->is_absent_word(cell) && m_state->dates.wants_probe(cell);
}

const ColumnCounts& FieldTyper::counts() const { return m_state->counts; }
std::string_view FieldTyper::currency() const { return m_state->seen_currency; }

TypingContext typing::with_absent_words(const TypingContext& context, const Register& reg) {
    auto all = context;
    all.absent_words.insert(all.absent_words.end(), reg.absent_words.begin(), reg.absent_words.end());
    return all;
}

TypedValue type_value(const Field& field, std::string_view cell, const TypingContext& context) {
    FieldTyper typer(field, context);
    TypedValue typed;
    typed.fault = typer.type(cell, typed.value);
    typed.fold = typer.counts().folds > 0;
    typed.without_time = typer.counts().without_time > 0;
    typed.currency = typer.currency();
    return typed;
}

} // namespace assay
