#include "formats/xml_document.hpp"

#include "formats/xml_scan.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Suggestions take longer than all else; a hostile file must not make very many of them among very many candidates.
constexpr std::size_t k_last_suggestion = 100;

} // namespace

XmlDocument::XmlDocument(std::unique_ptr<State> state) : m_state(std::move(state)) {}
XmlDocument::~XmlDocument() = default;

std::unique_ptr<XmlDocument> XmlDocument::parse(std::string_view bytes, const std::string& file, DiagnosticSink& sink) {
    const auto report = [&](const XmlFault& fault, const Place& place) {
        sink.add({Severity::error, place, fault.code, fault.text, fault.hint});
    };
    if (const auto fault = find_encoding_fault(bytes)) {
        const bool whole_file = fault->offset == 0 && fault->code == "too-large";
        const auto found = whole_file ? LineColumn{0, 0} : LineTable(bytes).find(fault->offset);
        report(*fault, {file, found.line, found.column});
        return nullptr;
    }
    auto state = std::make_unique<State>(bytes, file, sink);
    if (const auto fault = find_xml_fault(bytes, state->lines)) {
        report(*fault, state->place(fault->offset));
        return nullptr;
    }
    state->buffer.assign(bytes);
    const auto result =
        state->tree.load_buffer_inplace(state->buffer.data(), state->buffer.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result) {
        // The scanner is the stricter of the two; should pugixml still disagree, the file is refused, never half read.
        report({0, "malformed-xml", fmt::format("the XML cannot be read: {}", result.description()), {}},
               state->place(static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0))));
        return nullptr;
    }
    return std::unique_ptr<XmlDocument>(new XmlDocument(std::move(state)));
}

std::optional<XmlElement> XmlDocument::root(std::string_view name) {
    XmlElement element(*this, m_state->tree.document_element().internal_object());
    if (element.name() != name) {
        const std::string known(name);
        report(element.place(), "unknown-element", fmt::format("the outermost element is {}, not '{}'", quote(element.name()), name),
               element.suggest(element.name(), {&known, 1}));
        return std::nullopt;
    }
    return element;
}

void XmlDocument::report(Place place, std::string code, std::string text, std::string hint) {
    ++m_state->errors;
    m_state->sink.add({Severity::error, std::move(place), std::move(code), std::move(text), std::move(hint)});
}

bool XmlDocument::has_errors() const { return m_state->errors > 0; }
bool XmlDocument::suggests() const { return m_state->errors < k_last_suggestion; }

} // namespace assay
