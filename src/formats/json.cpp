// JSON through nlohmann's string escaping; the layout is ours, so that the same calls always give the same bytes.
#include "assay/formats/json.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"

#include <nlohmann/json.hpp>

namespace assay {

namespace {

std::string quoted(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

[[noreturn]] void fail(const char* text) { throw Error(std::string("cannot write JSON: ") + text); }

} // namespace

void JsonWriter::start_line() {
    m_text += '\n';
    m_text.append(2 * m_levels.size(), ' ');
}

void JsonWriter::before_value() {
    if (m_complete) {
        fail("the document is complete");
    }
    if (m_levels.empty()) {
        return;
    }
    Level& level = m_levels.back();
    if (level.object) {
        if (!m_after_key) {
            fail("a value in an object needs a key");
        }
        m_after_key = false;
        return;
    }
    m_text += level.empty ? "" : ",";
    level.empty = false;
    start_line();
}

JsonWriter& JsonWriter::raw(std::string_view text) {
    before_value();
    m_text += text;
    m_complete = m_levels.empty();
    return *this;
}

void JsonWriter::open(char bracket, bool object) {
    before_value();
    m_text += bracket;
    m_levels.push_back({object, true});
}

void JsonWriter::close(char bracket, bool object) {
    if (m_levels.empty() || m_levels.back().object != object || m_after_key) {
        fail("an end without its begin, or a key without a value");
    }
    const bool empty = m_levels.back().empty;
    m_levels.pop_back();
    if (!empty) {
        start_line();
    }
    m_text += bracket;
    m_complete = m_levels.empty();
}

JsonWriter& JsonWriter::begin_object() {
    open('{', true);
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    close('}', true);
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    open('[', false);
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    close(']', false);
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    if (m_levels.empty() || !m_levels.back().object || m_after_key) {
        fail("a key outside an object, or two keys in a row");
    }
    m_text += m_levels.back().empty ? "" : ",";
    m_levels.back().empty = false;
    start_line();
    m_text += quoted(name);
    m_text += ": ";
    m_after_key = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) { return raw(quoted(text)); }

JsonWriter& JsonWriter::decimal(std::int64_t scaled, int scale) { return raw(decimal_to_text(scaled, scale)); }

JsonWriter& JsonWriter::null() { return raw("null"); }

std::string JsonWriter::take() {
    std::string text = std::move(m_text);
    m_text.clear();
    return text;
}

std::string JsonWriter::finish() {
    if (!m_complete) {
        fail("the document is not complete");
    }
    std::string text = std::move(m_text);
    text += '\n';
    *this = JsonWriter();
    return text;
}

} // namespace assay
