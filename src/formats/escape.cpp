// The escapers.
#include "assay/formats/escape.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace assay {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_control(unsigned char byte) { return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F; }

/// U+FFFE and U+FFFF are UTF-8 but no characters of XML 1.0.
bool is_noncharacter(std::string_view text, std::size_t at) { return text.substr(at, 2) == "\xEF\xBF" && at + 2 < text.size() && static_cast<unsigned char>(text[at + 2]) >= 0xBE; }

/// Copies `text`, letting `replace(c, out)` write something else for an ASCII character by returning true.
template <class Replace>
std::string escape(std::string_view text, Replace replace) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const std::size_t invalid = find_invalid_utf8(text);
        const std::string_view valid = text.substr(0, invalid);
        for (std::size_t at = 0; at < valid.size(); ++at) {
            if (is_control(static_cast<unsigned char>(valid[at]))) {
                out += k_replacement;
            } else if (is_noncharacter(valid, at)) {
                out += k_replacement;
                at += 2;
            } else if (!replace(valid, at, out)) {
                out += valid[at];
            }
        }
        text.remove_prefix(valid.size());
        if (!text.empty()) {
            out += k_replacement;
            text.remove_prefix(1);
        }
    }
    return out;
}

bool replace_markup(char c, std::string& out) {
    switch (c) {
    case '&':
        out += "&amp;";
        return true;
    case '<':
        out += "&lt;";
        return true;
    case '>':
        out += "&gt;";
        return true;
    case '"':
        out += "&quot;";
        return true;
    case '\'':
        out += "&#39;";
        return true;
    default:
        return false;
    }
}

bool starts_with_www(std::string_view text) { return text.size() >= 4 && to_lower(text.substr(0, 4)) == "www."; }

/// "1." or "12)" at the start of a line would begin a list.
bool ends_list_number(std::string_view text, std::size_t at) {
    std::size_t first = at;
    while (first > 0 && text[first - 1] >= '0' && text[first - 1] <= '9') {
        --first;
    }
    return first < at && at - first <= 9 && (first == 0 || text[first - 1] == '\n' || text[first - 1] == '\r');
}

bool at_line_start(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] == ' ') {
        --at;
    }
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
}

bool replace_markdown(std::string_view text, std::size_t at, std::string& out) {
    const char c = text[at];
    if (c == '\r') {
        return at + 1 < text.size() && text[at + 1] == '\n' ? true : (out += "<br>", true);
    }
    if (c == '\n') {
        out += "<br>";
        return true;
    }
    if (c == '\t') {
        out += ' ';
        return true;
    }
    if (c == '&' || c == '<' || c == '>') {
        return replace_markup(c, out);
    }
    constexpr std::string_view k_always = "\\`*_[]|~$@";
    constexpr std::string_view k_at_start = "#+-=:";
    const bool autolink = (c == ':' && text.substr(at, 3) == "://") || (c == '.' && at >= 3 && starts_with_www(text.substr(at - 3)));
    const bool block = (k_at_start.find(c) != std::string_view::npos && at_line_start(text, at)) || ((c == '.' || c == ')') && ends_list_number(text, at));
    const bool image = c == '!' && at + 1 < text.size() && text[at + 1] == '[';
    if (k_always.find(c) != std::string_view::npos || autolink || block || image) {
        out += '\\';
        out += c;
        return true;
    }
    return false;
}

} // namespace

std::string escape_html(std::string_view text) {
    return escape(text, [](std::string_view all, std::size_t at, std::string& out) { return replace_markup(all[at], out); });
}

std::string escape_xml_text(std::string_view text) {
    return escape(text, [](std::string_view all, std::size_t at, std::string& out) {
        if (all[at] == '\r') {
            out += "&#13;";
            return true;
        }
        return replace_markup(all[at], out);
    });
}

std::string escape_xml_attribute(std::string_view text) {
    return escape(text, [](std::string_view all, std::size_t at, std::string& out) {
        const char c = all[at];
        if (c == '\t' || c == '\n' || c == '\r') {
            out += fmt::format("&#{};", static_cast<int>(c));
            return true;
        }
        return replace_markup(c, out);
    });
}

std::string escape_markdown(std::string_view text) { return escape(text, replace_markdown); }

bool is_formula(std::string_view text) {
    constexpr std::array<std::string_view, 4> k_full_width = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    const std::string_view rest = text.substr(std::min(text.find_first_not_of(' '), text.size()));
    const bool signs = !rest.empty() && (std::string_view("=+-@\t\r\n").find(rest.front()) != std::string_view::npos ||
                                         std::ranges::any_of(k_full_width, [&](std::string_view sign) { return rest.starts_with(sign); }));
    return signs && parse_decimal(text, 9).fault == DecimalFault::not_a_number;
}

std::string neutralise_formula(std::string_view text) { return is_formula(text) ? fmt::format("'{}", text) : std::string(text); }

std::string csv_cell(std::string_view text, char separator) {
    std::string cell = neutralise_formula(text);
    const bool spaced = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    if (!spaced && cell.find_first_of("\"\r\n\t") == std::string::npos && cell.find(separator) == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    quoted += '"';
    return quoted;
}

} // namespace assay
