#include "report/html_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

constexpr std::array<std::string_view, 5> k_link_attributes{"action", "formaction", "href", "src", "xlink:href"};

bool is_link_attribute(std::string_view attribute) { return std::ranges::find(k_link_attributes, attribute) != k_link_attributes.end(); }
bool runs_code(std::string_view attribute) { return attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc" || attribute == "srcset"; }

} // namespace

void HtmlPlace::advance(std::string_view literal) {
    for (const char c : literal) {
        step(c);
    }
}

void HtmlPlace::step(char c) {
    switch (m_state) {
    case State::text:
        if (c == '<') {
            m_state = State::tag;
            m_recent.clear();
            m_element.clear();
            m_attribute.clear();
        }
        return;
    case State::tag: step_tag(c); return;
    case State::value_double:
    case State::value_single:
        if (c == (m_state == State::value_double ? '"' : '\'')) {
            m_state = State::tag;
            m_recent = " ";
            m_attribute.clear();
        } else if (!m_value_begun) {
            m_value_begun = true;
            m_value_first = c;
        }
        return;
    case State::value_bare:
        if ((c == '"' || c == '\'') && m_recent == "=") {
            m_state = c == '"' ? State::value_double : State::value_single;
            return;
        }
        if (is_blank(c) && m_recent == "=") {
            return;
        }
        m_recent = "x";
        if (c == '>') {
            end_tag();
        } else if (is_blank(c)) {
            m_state = State::tag;
            m_recent = " ";
            m_attribute.clear();
        }
        return;
    case State::comment:
        m_recent += c;
        if (m_recent.ends_with("-->")) {
            m_state = State::text;
        } else if (m_recent.size() > 16) {
            m_recent.erase(0, 8);
        }
        return;
    case State::raw_text:
        m_recent += lower_of(c);
        if (m_recent.ends_with("</" + m_element)) {
            m_state = State::tag;
            m_element = "/" + m_element;
            m_recent.clear();
        } else if (m_recent.size() > 64) {
            m_recent.erase(0, 32);
        }
        return;
    }
}

void HtmlPlace::step_tag(char c) {
    if (c == '>') {
        end_tag();
        return;
    }
    const bool names_element = m_recent.find(' ') == std::string::npos;
    if (c == '=' && !names_element) {
        m_state = State::value_bare;
        m_recent = "=";
        m_value_begun = false;
        m_value_first = 0;
        return;
    }
    if (names_element && !is_blank(c)) {
        m_recent += lower_of(c);
        m_element = m_recent;
        if (m_recent == "!--") {
            m_state = State::comment;
        }
        return;
    }
    if (is_blank(c) || c == '/') {
        m_recent = " ";
        m_attribute.clear();
    } else {
        m_attribute += lower_of(c);
    }
}

void HtmlPlace::end_tag() {
    const bool is_raw = m_element == "script" || m_element == "style" || m_element == "textarea" || m_element == "iframe";
    m_state = is_raw ? State::raw_text : State::text;
    m_recent.clear();
    m_attribute.clear();
    if (!is_raw) {
        m_element.clear();
    }
}

std::string HtmlPlace::refuse(bool is_link, bool is_markup) const {
    if (m_state == State::text) {
        return {};
    }
    if (is_markup) {
        return fmt::format("markup cannot stand {}", describe());
    }
    if (m_state != State::value_double && m_state != State::value_single) {
        return fmt::format("a value cannot stand {}", describe());
    }
    if (runs_code(m_attribute)) {
        return fmt::format("a value cannot stand in the attribute '{}'", m_attribute);
    }
    if (is_link_attribute(m_attribute) && m_value_first != '#' && (!is_link || m_value_begun)) {
        return fmt::format("the attribute '{}' takes a link field or begins with '#'", m_attribute);
    }
    return {};
}

bool HtmlPlace::is_like(const HtmlPlace& other) const {
    if (m_state != other.m_state || m_element != other.m_element) {
        return false;
    }
    const bool in_value = m_state == State::value_double || m_state == State::value_single || m_state == State::value_bare;
    // How a link's value begins decides what may follow in it.
    const bool links = in_value && is_link_attribute(m_attribute);
    return !in_value || (m_attribute == other.m_attribute && (!links || (m_value_begun == other.m_value_begun && m_value_first == other.m_value_first)));
}

std::string_view HtmlPlace::describe() const {
    switch (m_state) {
    case State::text: return "in text";
    case State::tag: return "inside a tag";
    case State::value_double:
    case State::value_single: return "in an attribute";
    case State::value_bare: return "in an attribute without quotes";
    case State::comment: return "in a comment";
    case State::raw_text: return "in a script or style";
    }
    return {};
}

} // namespace assay
