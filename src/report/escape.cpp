#include "report/escape.hpp"

#include "assay/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace assay {
namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t size = 1;          ///< bytes; value 0xFFFD and size 1 for a byte that is not UTF-8
};

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const auto lead = byte(at);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    constexpr std::array<std::uint32_t, 5> k_least{0, 0, 0x80, 0x800, 0x10000};
    if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) {
        return {0xFFFD, 1};
    }
    std::uint32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            return {0xFFFD, 1};
        }
        value = (value << 6U) | (byte(at + i) & 0x3FU);
    }
    const bool is_bad = value < k_least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
    return is_bad ? CodePoint{0xFFFD, 1} : CodePoint{value, size};
}

/// Controls, direction overrides and isolates, and invisible format characters. Joiners (U+200C, U+200D) stay: scripts need them.
bool is_hidden(std::uint32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C ||
           c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE007F);
}

/// Every byte that is printable ASCII or a line end or tab: nothing to look at closer.
bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= ' ' && c != '\x7f') || c == '\t' || c == '\n' || c == '\r'; });
}

/// Characters that HTML takes as they are: most texts hold no others, and reports hold hundreds of thousands of texts.
constexpr std::array<bool, 256> k_inert_in_html = [] {
    std::array<bool, 256> inert{};
    for (std::size_t c = 0; c < 0x7F; ++c) {
        inert[c] = (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
    }
    return inert;
}();

/// Characters of which append_markdown makes nothing else, wherever they stand.
constexpr std::array<bool, 256> k_inert_in_markdown = [] {
    std::array<bool, 256> inert{};
    for (std::size_t c = 0; c < inert.size(); ++c) {
        inert[c] = std::string_view("&<>\n\r\t:.)#-+=\\`*_[]|~$").find(static_cast<char>(c)) == std::string_view::npos;
    }
    return inert;
}();

/// Characters for which a cell of CSV is quoted.
constexpr std::array<bool, 256> k_quoted_in_csv = [] {
    std::array<bool, 256> quoted{};
    for (const char c : {',', ';', '"', '\r', '\n'}) {
        quoted[static_cast<unsigned char>(c)] = true;
    }
    return quoted;
}();

std::string show_hidden(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto point = code_point_at(text, at);
        if (is_hidden(point.value)) {
            shown += fmt::format("\u27E8U+{:04X}\u27E9", point.value);
        } else if (point.value == 0xFFFD && point.size == 1) {
            shown += "\uFFFD";
        } else {
            shown.append(text, at, point.size);
        }
        at += point.size;
    }
    return shown;
}

constexpr bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Spreadsheets run = + - @ at the start, spaces aside, some also in full width; tabs and line ends may be trimmed before them.
bool begins_formula(std::string_view cell) {
    constexpr std::string_view k_starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    cell.remove_prefix(std::min(cell.find_first_not_of(' '), cell.size()));
    if (cell.empty() || is_letter_or_digit(cell.front())) { // nearly always
        return false;
    }
    return std::ranges::any_of(k_starts, [&](std::string_view start) { return cell.starts_with(start); });
}

/// "12. " and "3) " at the start would begin a list.
bool begins_list(std::string_view text, std::size_t at) {
    const bool ends = at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\t' || text[at + 1] == '\n' || text[at + 1] == '\r';
    return at > 0 && ends && std::ranges::all_of(text.substr(0, at), [](char d) { return d >= '0' && d <= '9'; });
}

void append_markdown(std::string& out, std::string_view text, std::size_t at) {
    const char c = text[at];
    constexpr std::string_view k_escaped = R"(\`*_[]|~$)";
    const bool starts = at == 0;
    switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '\n':
    case '\r':
    case '\t': out += ' '; return;
    case ':':
        // "://" would become a link of its own accord.
        out += text.substr(at, 3) == "://" ? "&#58;" : ":";
        return;
    case '.':
    case ')': {
        const bool links = c == '.' && at >= 3 && (text.substr(0, at).ends_with("www") || text.substr(0, at).ends_with("WWW"));
        out += links || begins_list(text, at) ? "\\" : "";
        break;
    }
    case '#':
    case '-':
    case '+':
    case '=': out += starts ? "\\" : ""; break;
    default: out += k_escaped.find(c) != std::string_view::npos ? "\\" : ""; break;
    }
    out += c;
}

struct FormatEscaper {
    std::string_view format;
    Escaper escaper;
};
/// Sorted by format.
constexpr FormatEscaper k_escapers[] = {
    {"csv", escape_csv},
    {"html", escape_html},
    {"md", escape_markdown},
};

} // namespace

std::string escape_html(const std::string& text) {
    if (std::ranges::all_of(text, [](char c) { return k_inert_in_html[static_cast<unsigned char>(c)]; })) {
        return text;
    }
    const std::string shown = is_plain(text) ? text : show_hidden(text);
    std::string out;
    out.reserve(shown.size() + 16);
    for (const char c : shown) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string escape_markdown(const std::string& text) {
    const std::string shown = is_plain(text) ? text : show_hidden(text);
    // A blank at the start could turn a line into code.
    const auto begin = shown.find_first_not_of(" \t\r\n");
    std::string_view rest(shown);
    rest.remove_prefix(begin == std::string::npos ? rest.size() : begin);
    std::string out;
    out.reserve(rest.size() + 16);
    for (std::size_t at = 0; at < rest.size();) {
        const auto start = at;
        while (at < rest.size() && k_inert_in_markdown[static_cast<unsigned char>(rest[at])]) {
            ++at;
        }
        out.append(rest, start, at - start);
        if (at < rest.size()) {
            append_markdown(out, rest, at++);
        }
    }
    return out;
}

std::string neutralise_cell(std::string_view text) {
    std::string cell = is_plain(text) ? std::string(text) : show_hidden(text);
    if (begins_formula(cell)) {
        cell.insert(cell.begin(), '\'');
    }
    return cell;
}

std::string escape_csv(const std::string& text) {
    std::string cell = neutralise_cell(text);
    const bool quotes = std::ranges::any_of(cell, [](char c) { return k_quoted_in_csv[static_cast<unsigned char>(c)]; }) || (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
    if (!quotes) {
        return cell;
    }
    std::string out = "\"";
    out.reserve(cell.size() + 16);
    for (const char c : cell) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out + '"';
}

bool has_escaper(std::string_view format) {
    return std::ranges::find(k_escapers, format, &FormatEscaper::format) != std::end(k_escapers);
}

Escaper get_escaper(std::string_view format) {
    const auto* const found = std::ranges::find(k_escapers, format, &FormatEscaper::format);
    if (found == std::end(k_escapers)) {
        throw Error(fmt::format("reports cannot be written as '{}': there is no escaper for it", format));
    }
    return found->escaper;
}

} // namespace assay
