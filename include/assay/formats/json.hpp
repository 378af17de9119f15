// JSON out, for programs that read what Assay says: --json, exports. Streams, keeps the order it is given, knows no model type.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace assay {

/// Builds one JSON document, indented by two spaces, ASCII-safe or not as the text is; bytes that are not UTF-8 become U+FFFD.
/// Calls out of order (a value without key in an object, an end without begin) throw Error: they are our mistakes.
class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    template <std::integral Number>
    JsonWriter& value(Number number) {
        if constexpr (std::is_same_v<Number, bool>) {
            return raw(number ? "true" : "false");
        } else {
            return raw(std::to_string(number));
        }
    }
    /// A scaled integer, exact: decimal(12345, 2) is 123.45.
    JsonWriter& decimal(std::int64_t scaled, int scale);
    JsonWriter& null();
    template <class Value>
    JsonWriter& field(std::string_view name, const Value& content) {
        return key(name).value(content);
    }

    /// What is written so far and not yet taken: a large document goes out piece by piece, and is never whole in memory.
    [[nodiscard]] std::string take();

    /// The document, or what is left of it, ending with a line end. Throws Error when something is still open or nothing was written.
    [[nodiscard]] std::string finish();

private:
    struct Level {
        bool object = false;
        bool empty = true;
    };
    JsonWriter& raw(std::string_view text);
    void before_value();
    void open(char bracket, bool object);
    void close(char bracket, bool object);
    void start_line();

    std::string m_text;
    std::vector<Level> m_levels;
    bool m_after_key = false;
    bool m_complete = false;
};

} // namespace assay
