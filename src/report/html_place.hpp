// Where in an HTML text a tag of the template stands, so that escaped text can be trusted there. Knows HTML's lexical shape only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

/// Fed with the literal parts of a template in order; answers whether a value may stand at the current place.
class HtmlPlace {
public:
    void advance(std::string_view literal);
    /// Empty when a value may stand here; else the reason. `is_link` and `is_markup` tell what kind of value it is.
    [[nodiscard]] std::string refuse(bool is_link, bool is_markup) const;
    /// A value was placed here.
    void place_value() { m_value_begun = true; }
    /// What follows is read alike: same kind of place, same element, same attribute.
    [[nodiscard]] bool is_like(const HtmlPlace& other) const;
    /// In words: "in text", "in a tag"…
    [[nodiscard]] std::string_view describe() const;

private:
    enum class State : std::uint8_t { text, tag, value_double, value_single, value_bare, comment, raw_text };
    void step(char c);
    void step_tag(char c);
    void end_tag();

    State m_state = State::text;
    std::string m_recent;            ///< last characters of the state, lower case: tag so far, or what may close a comment or raw text
    std::string m_element;
    std::string m_attribute;
    char m_value_first = 0;
    bool m_value_begun = false;
};

} // namespace assay
