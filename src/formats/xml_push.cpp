#include "formats/xml_push.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <expat.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace assay {
namespace {

constexpr std::uint64_t k_push_bytes = std::uint64_t{256} * 1024;
constexpr std::uint64_t k_least_push_bytes = std::uint64_t{4} * 1024; ///< a small file needs no more
constexpr char k_space_end = '\n'; ///< between namespace and name; no namespace has one

} // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
    for (const char** at = m_given; *at != nullptr; at += 2) {
        if (name == at[0]) {
            return std::string_view(at[1]);
        }
    }
    return std::nullopt;
}

struct XmlPush::State {
    XmlEvents& events;
    std::string name;
    int descriptor = -1;
    XML_Parser parser = nullptr;
    Sha256 hash;
    std::string sha256;
    std::uint64_t bytes_done = 0;
    std::uint64_t bytes_total = 0;
    int push_bytes = 0;
    std::size_t depth = 0;
    std::string fault;
    bool done = false;

    State(const std::filesystem::path& file, XmlEvents& to) : events(to), name(escape_control(file.filename().string())) {
        descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC); // NOLINT(cppcoreguidelines-pro-type-vararg)
        struct stat found {};
        if (descriptor < 0 || ::fstat(descriptor, &found) != 0) {
            const int why = errno;
            close();
            throw Error(
                fmt::format("cannot read '{}': {}", escape_control(file.string()), std::strerror(why))); // NOLINT(concurrency-mt-unsafe)
        }
        bytes_total = static_cast<std::uint64_t>(found.st_size);
        push_bytes = static_cast<int>(S_ISREG(found.st_mode) ? std::clamp(bytes_total, k_least_push_bytes, k_push_bytes) : k_push_bytes);
        parser = XML_ParserCreateNS(nullptr, k_space_end);
        if (parser == nullptr) {
            close();
            throw Error(fmt::format("cannot read '{}': out of memory", name));
        }
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetCommentHandler(parser, on_comment);
        XML_SetStartNamespaceDeclHandler(parser, on_declaration);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    }
    ~State() {
        XML_ParserFree(parser);
        close();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void close() const {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
    [[nodiscard]] std::uint32_t line() const { return static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser)); }
    [[nodiscard]] std::uint32_t column() const { return static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser)) + 1; }
    [[nodiscard]] std::string at_place(std::string_view text) const { return fmt::format("{}:{}:{}: {}", name, line(), column(), text); }
    void refuse(std::string_view text) {
        if (fault.empty()) {
            fault = at_place(text);
        }
        XML_StopParser(parser, XML_FALSE);
    }

    static State& of(void* self) { return *static_cast<State*>(self); }
    static void on_start(void* self, const char* given, const char** attributes) {
        auto& state = of(self);
        if (!state.fault.empty()) {
            return;
        }
        if (++state.depth > k_max_depth) {
            state.refuse(fmt::format("elements nest deeper than {}; no tool writes such a file", k_max_depth));
            return;
        }
        const std::string_view full(given);
        const auto split = full.find(k_space_end);
        const bool spaced = split != std::string_view::npos;
        state.events.start(spaced ? full.substr(0, split) : std::string_view(), spaced ? full.substr(split + 1) : full,
                           XmlAttributes(attributes));
    }
    static void on_end(void* self, const char*) {
        auto& state = of(self);
        if (state.fault.empty()) {
            --state.depth;
            state.events.end();
        }
    }
    static void on_text(void* self, const char* text, int size) {
        auto& state = of(self);
        if (state.fault.empty()) {
            state.events.text({text, static_cast<std::size_t>(size)});
        }
    }
    static void on_comment(void* self, const char* text) {
        auto& state = of(self);
        if (state.fault.empty()) {
            state.events.comment(text);
        }
    }
    static void on_declaration(void* self, const char*, const char* space) {
        auto& state = of(self);
        if (state.fault.empty() && space != nullptr) {
            state.events.declares(space);
        }
    }
    static void on_doctype(void* self, const char*, const char*, const char*, int) {
        of(self).refuse("a document type is declared, which could name other files or swell without end; remove it");
    }

    std::size_t read(char* to) {
        while (true) {
            const auto count = ::read(descriptor, to, static_cast<std::size_t>(push_bytes));
            if (count >= 0) {
                return static_cast<std::size_t>(count);
            }
            if (errno != EINTR) {
                throw Error(fmt::format("cannot read '{}': {}", name, std::strerror(errno))); // NOLINT(concurrency-mt-unsafe)
            }
        }
    }

    [[nodiscard]] std::string syntax_fault() const {
        const auto code = XML_GetErrorCode(parser);
        const std::string_view why = XML_ErrorString(code);
        if (code == XML_ERROR_UNKNOWN_ENCODING || code == XML_ERROR_INCORRECT_ENCODING) {
            return at_place(fmt::format("the encoding that the file declares is not its own or not known ({}); save it as UTF-8", why));
        }
        if (bytes_total == 0) {
            return fmt::format("{}: the file is empty; get it anew from the tool that wrote it", name);
        }
        return at_place(fmt::format("is not well-formed XML ({}); get the file anew from the tool that wrote it", why));
    }
};

XmlPush::XmlPush(const std::filesystem::path& file, XmlEvents& events) : m_state(std::make_unique<State>(file, events)) {}
XmlPush::~XmlPush() = default;

bool XmlPush::step() {
    auto& state = *m_state;
    if (state.done) {
        return false;
    }
    auto* buffer = static_cast<char*>(XML_GetBuffer(state.parser, state.push_bytes));
    if (buffer == nullptr) {
        throw Error(fmt::format("cannot read '{}': out of memory", state.name));
    }
    const auto count = state.read(buffer);
    state.hash.update(std::string_view(buffer, count));
    state.bytes_done += count;
    const auto status = XML_ParseBuffer(state.parser, static_cast<int>(count), count == 0 ? XML_TRUE : XML_FALSE);
    if (!state.fault.empty()) {
        throw Error(state.fault);
    }
    if (status != XML_STATUS_OK) {
        throw Error(state.syntax_fault());
    }
    // A tag that never ends would be kept whole, and looked through anew with each piece.
    const auto consumed = static_cast<std::uint64_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(state.parser), 0));
    if (count > 0 && state.bytes_done > consumed + k_max_tag_bytes) {
        throw Error(state.at_place(fmt::format("a tag or comment of more than {} MB; no tool writes such a file", k_max_tag_bytes >> 20U)));
    }
    if (count == 0) {
        state.done = true;
        state.sha256 = to_hex(state.hash.finish());
    }
    return !state.done;
}

void XmlPush::fail(std::string_view text) { m_state->refuse(text); }
std::uint32_t XmlPush::line() const { return m_state->line(); }
std::uint32_t XmlPush::column() const { return m_state->column(); }
const std::string& XmlPush::name() const { return m_state->name; }
std::uint64_t XmlPush::bytes_done() const { return m_state->bytes_done; }
std::uint64_t XmlPush::bytes_total() const { return m_state->bytes_total; }
const std::string& XmlPush::sha256() const { return m_state->sha256; }

} // namespace assay
