// A file of XML, pushed through expat piece by piece and hashed as it passes, with namespaces. Refuses document types (and with them
// entities), deep nesting and endless tags. Knows no format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// Attributes of an element, as expat gives them: a name without namespace stands alone.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** given) : m_given(given) {}
    /// Of an attribute without namespace.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const { return std::string(find(name).value_or(std::string_view())); }

private:
    const char** m_given;
};

/// Is told of elements and text. Must not throw: what cannot go on is given to XmlPush::fail().
class XmlEvents {
public:
    virtual ~XmlEvents() = default;
    virtual void start(std::string_view space, std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end() = 0;
    virtual void text(std::string_view piece) = 0;
    virtual void comment(std::string_view) {}
    virtual void declares(std::string_view) {}
};

class XmlPush {
public:
    static constexpr std::size_t k_max_depth = 512;
    static constexpr std::uint64_t k_max_tag_bytes = 4ULL << 20U;

    /// `events` is borrowed. Throws Error when the file cannot be read.
    XmlPush(const std::filesystem::path& file, XmlEvents& events);
    ~XmlPush();
    XmlPush(const XmlPush&) = delete;
    XmlPush& operator=(const XmlPush&) = delete;

    /// Parses the next piece; false when the file is done. Throws Error.
    [[nodiscard]] bool step();
    /// For the events: stops parsing; step() then throws Error "file:line:column: <text>", with the place where it was called.
    void fail(std::string_view text);
    [[nodiscard]] std::uint32_t line() const;
    [[nodiscard]] std::uint32_t column() const;
    /// As shown in messages.
    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] std::uint64_t bytes_done() const;
    [[nodiscard]] std::uint64_t bytes_total() const;
    /// Hex; empty until the file is done.
    [[nodiscard]] const std::string& sha256() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace assay
