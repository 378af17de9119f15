// XML of a spreadsheet part, pushed through expat piece by piece. Refuses document types (and with them
// entities), deep nesting and endless tags. Knows no spreadsheet.
#pragma once

#include "formats/zip_archive.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace assay::xlsx {

/// Name and value in turns, ended by null, as expat gives them.
using Attributes = const char**;

/// Without its prefix: "row" of "x:row".
[[nodiscard]] std::string_view local_name(const char* name);
/// By local name.
[[nodiscard]] std::optional<std::string_view> find_attribute(Attributes attributes, std::string_view name);
/// "1" or "true"
[[nodiscard]] bool is_true(Attributes attributes, std::string_view name);

/// Is told of elements and text. Must not throw: what cannot go on is given to XmlStream::fail().
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, Attributes attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;
};

/// Pulls a part of the archive through the handler. Borrows all three.
class XmlStream {
public:
    static constexpr std::size_t k_max_depth = 64;
    static constexpr std::uint64_t k_max_tag_bytes = 4ULL << 20U;

    XmlStream(const ZipArchive& archive, std::uint64_t part, std::string part_name, XmlHandler& handler);
    ~XmlStream();
    XmlStream(const XmlStream&) = delete;
    XmlStream& operator=(const XmlStream&) = delete;

    /// Parses the next piece; false when the part is done. Throws Error.
    [[nodiscard]] bool step();
    void read_all() {
        while (step()) {
        }
    }
    /// For the handler: stops parsing; step() then throws Error "cannot read 'risks.xlsx': <text>".
    void fail(std::string text);
    /// For the handler: reads no further, as if the part ended here.
    void finish();
    [[nodiscard]] std::uint64_t bytes_done() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace assay::xlsx
