#include "formats/xlsx_xml.hpp"

#include "assay/base/error.hpp"

#include <algorithm>
#include <utility>

#include <expat.h>
#include <fmt/format.h>

namespace assay::xlsx {
namespace {

constexpr std::uint64_t k_chunk_bytes = std::uint64_t{64} * 1024;
constexpr std::uint64_t k_least_part_chunk = std::uint64_t{4} * 1024; ///< a small part needs no more

} // namespace

std::string_view local_name(const char* name) {
    const char* local = name;
    const char* end = name;
    for (; *end != '\0'; ++end) {
        local = *end == ':' ? end + 1 : local;
    }
    return {local, static_cast<std::size_t>(end - local)};
}

std::optional<std::string_view> find_attribute(Attributes attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2) {
        if (local_name(attributes[0]) == name) {
            return std::string_view(attributes[1]);
        }
    }
    return std::nullopt;
}

bool is_true(Attributes attributes, std::string_view name) {
    const auto value = find_attribute(attributes, name);
    return value == "1" || value == "true";
}

struct XmlStream::State {
    ZipStream stream;
    std::string archive_name;
    std::string part_name;
    XmlHandler& handler;
    XML_Parser parser = nullptr;
    int chunk_bytes = 0; ///< what the archive says about the part's size is only a hint
    std::size_t depth = 0;
    std::string fault;
    bool stopped = false; ///< nothing more is handed on
    bool done = false;

    State(const ZipArchive& archive, std::uint64_t part, std::string name, XmlHandler& to)
        : stream(archive, part), archive_name(archive.name()), part_name(std::move(name)), handler(to), parser(XML_ParserCreate(nullptr)),
          chunk_bytes(static_cast<int>(std::clamp(archive.unpacked_bytes(part), k_least_part_chunk, k_chunk_bytes))) {
        if (parser == nullptr) {
            throw Error(fmt::format("cannot read '{}': out of memory", archive_name));
        }
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    }
    ~State() { XML_ParserFree(parser); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void stop() {
        stopped = true;
        XML_StopParser(parser, XML_FALSE);
    }
    void refuse(std::string text) {
        if (fault.empty()) {
            fault = std::move(text);
        }
        stop();
    }
    [[nodiscard]] std::string here() const {
        return fmt::format("its part '{}', line {}, column {}", part_name, XML_GetCurrentLineNumber(parser),
                           XML_GetCurrentColumnNumber(parser) + 1);
    }

    static void on_start(void* self, const char* name, Attributes attributes) {
        auto& state = *static_cast<State*>(self);
        if (state.stopped) {
            return;
        }
        if (++state.depth > k_max_depth) {
            state.refuse(fmt::format("{} nests deeper than {} elements; no spreadsheet program writes that", state.here(), k_max_depth));
            return;
        }
        state.handler.start(local_name(name), attributes);
    }
    static void on_end(void* self, const char* name) {
        auto& state = *static_cast<State*>(self);
        if (!state.stopped) {
            --state.depth;
            state.handler.end(local_name(name));
        }
    }
    static void on_text(void* self, const char* text, int size) {
        auto& state = *static_cast<State*>(self);
        if (!state.stopped) {
            state.handler.text({text, static_cast<std::size_t>(size)});
        }
    }
    static void on_doctype(void* self, const char*, const char*, const char*, int) {
        auto& state = *static_cast<State*>(self);
        state.refuse(
            fmt::format("{} declares a document type, which could name other files; no spreadsheet program writes that", state.here()));
    }

    void throw_fault() const {
        if (!fault.empty()) {
            throw Error(fmt::format("cannot read '{}': {}", archive_name, fault));
        }
    }
};

XmlStream::XmlStream(const ZipArchive& archive, std::uint64_t part, std::string part_name, XmlHandler& handler)
    : m_state(std::make_unique<State>(archive, part, std::move(part_name), handler)) {}
XmlStream::~XmlStream() = default;

bool XmlStream::step() {
    auto& state = *m_state;
    if (state.done) {
        return false;
    }
    auto* buffer = static_cast<char*>(XML_GetBuffer(state.parser, state.chunk_bytes));
    if (buffer == nullptr) {
        throw Error(fmt::format("cannot read '{}': out of memory", state.archive_name));
    }
    const auto count = state.stream.read({buffer, static_cast<std::size_t>(state.chunk_bytes)});
    const auto status = XML_ParseBuffer(state.parser, static_cast<int>(count), count == 0 ? XML_TRUE : XML_FALSE);
    state.throw_fault();
    if (state.stopped) {
        state.done = true;
        return false;
    }
    if (status != XML_STATUS_OK) {
        throw Error(fmt::format("cannot read '{}': {} is no XML ({}); get the file anew, or save it again with a spreadsheet program",
                                state.archive_name, state.here(), XML_ErrorString(XML_GetErrorCode(state.parser))));
    }
    // A tag that never ends would be kept whole, and looked through anew with each piece.
    const auto consumed = static_cast<std::uint64_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(state.parser), 0));
    if (count > 0 && state.stream.bytes_done() > consumed + k_max_tag_bytes) {
        throw Error(fmt::format("cannot read '{}': {} holds a tag of more than {} MB; no spreadsheet program writes that",
                                state.archive_name, state.here(), k_max_tag_bytes >> 20U));
    }
    state.done = count == 0;
    return !state.done;
}

void XmlStream::fail(std::string text) { m_state->refuse(std::move(text)); }
void XmlStream::finish() { m_state->stop(); }
std::uint64_t XmlStream::bytes_done() const { return m_state->stream.bytes_done(); }

} // namespace assay::xlsx
