// What a document and its elements share: the tree of pugixml, and where what it points to stands in the file.
#pragma once

#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace assay {

struct XmlDocument::State {
    State(std::string_view original, const std::string& name, DiagnosticSink& faults)
        : bytes(original), file(name), sink(faults), lines(original) {}

    /// Of what pugixml points to: it decodes its own copy in place, and what it points to has not moved.
    [[nodiscard]] std::size_t offset(const char* pointer) const { return static_cast<std::size_t>(pointer - buffer.data()); }
    [[nodiscard]] Place place(std::size_t offset) const {
        const auto found = lines.find(offset);
        return {file, found.line, found.column};
    }
    [[nodiscard]] Place place(const char* pointer) const { return place(offset(pointer)); }
    /// Of a name or value of the tree.
    [[nodiscard]] Place place(std::string_view text) const {
        const char* const first = text.data();
        return place(first);
    }

    std::string_view bytes; ///< as given: white space is looked for here
    std::string buffer;
    FileName file;
    DiagnosticSink& sink;
    LineTable lines;
    pugi::xml_document tree;
    std::size_t errors = 0;
};

} // namespace assay
