// The one user of mustache. It is given a text that the linter has joined, and a context that looks nowhere but in the innermost view:
// the library's own falls back to parents, and its data type cannot be filled without deep copies.
#include "assay/report/render.hpp"

#include "assay/base/error.hpp"
#include "report/escape.hpp"

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include <array>
#include <deque>
#include <memory>
#include <utility>

namespace assay {
namespace {

using MustacheData = kainjow::mustache::data;

/// The library splits text at every blank and drops lines by rules of its own. Blanks and line ends of the template travel as
/// control characters, which no escaper lets through from a value, and are put back in what comes out.
constexpr std::string_view k_blanks = " \n\t";
constexpr std::string_view k_stand_ins = "\x1f\x1e\x1d";
constexpr char k_line_end = '\x1e';
/// What the library takes for the end of a line, and then hands out what it has: else it would hold the whole report, and hand out a copy. The line
/// holds a stand-in, so it is never dropped; this is.
constexpr std::string_view k_end_of_line = "\r\n";

constexpr std::array<char, 256> make_replacements(std::string_view from, std::string_view to) {
    std::array<char, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        const auto at = from.find(static_cast<char>(byte));
        table[byte] = at == std::string_view::npos ? static_cast<char>(byte) : to[at];
    }
    return table;
}

std::string with_stand_ins(std::string_view text) {
    static constexpr auto k_table = make_replacements(k_blanks, k_stand_ins);
    std::string shown;
    shown.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        shown += k_table[static_cast<unsigned char>(c)];
        if (c == '\n') {
            shown += k_end_of_line;
        }
    }
    return shown;
}

/// What the library hands out, line by line.
class Collector {
public:
    Collector& operator<<(const std::string& part) {
        static constexpr auto k_table = make_replacements(k_stand_ins, k_blanks);
        if (std::exchange(m_is_line_over, part.ends_with(k_line_end)) && part == k_end_of_line) {
            return *this; // a value may be the same, but does not stand right behind a line end
        }
        const auto start = m_text.size();
        m_text += part;
        for (auto at = m_text.begin() + static_cast<std::ptrdiff_t>(start); at != m_text.end(); ++at) {
            *at = k_table[static_cast<unsigned char>(*at)];
        }
        return *this;
    }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    bool m_is_line_over = false;
};

class ViewContext final : public kainjow::mustache::basic_context<std::string> {
public:
    explicit ViewContext(const ViewValue& root) {
        m_frames.emplace_back().value = &root;
        m_depth = 1;
    }

    void push(const MustacheData* data) override {
        // Loop levels are reused, so that a list of 20,000 rows allocates its frame once.
        const ViewValue& inner = target_of(m_frames[m_depth - 1], data);
        if (m_depth == m_frames.size()) {
            m_frames.emplace_back();
        }
        m_frames[m_depth].value = &inner;
        ++m_depth;
    }

    void pop() override { --m_depth; }

    const MustacheData* get(const std::string& name) const override {
        Frame& frame = m_frames[m_depth - 1];
        if (name == ".") {
            return text_data(frame, *frame.value->text());
        }
        const auto* value = frame.value->object() != nullptr ? frame.value->object()->find(name) : nullptr;
        if (value == nullptr || !value->is_set()) {
            throw Error(fmt::format("the template asks for '{}', which its view does not have", name));
        }
        if (const auto* text = value->text()) {
            return text_data(frame, *text);
        }
        if (const auto* markup = value->markup()) {
            return text_data(frame, markup->svg);
        }
        if (const auto* flag = value->flag()) {
            return *flag ? &m_true : &m_false;
        }
        if (const auto* list = value->list()) {
            return list_data(frame, *list);
        }
        frame.object = value;
        return &frame.object_proxy;
    }

    const MustacheData* get_partial(const std::string&) const override { return nullptr; }

private:
    struct Frame {
        const ViewValue* value = nullptr;                ///< what the innermost section is about
        const ViewList* list = nullptr;                  ///< last list asked for at this level…
        std::unique_ptr<MustacheData> list_proxy;        ///< …and as many empty members: only their addresses matter
        const ViewValue* object = nullptr;
        MustacheData object_proxy{true};
        MustacheData text{std::string()};
    };

    const MustacheData* text_data(Frame& frame, const std::string& text) const {
        // Empty text is false, so that a section on it is left out; printed, both are nothing.
        if (text.empty()) {
            return &m_false;
        }
        frame.text = MustacheData(text);
        return &frame.text;
    }

    static const MustacheData* list_data(Frame& frame, const ViewList& list) {
        frame.list = &list;
        frame.list_proxy = std::make_unique<MustacheData>(MustacheData::type::list);
        for (std::size_t index = 0; index < list.size(); ++index) {
            frame.list_proxy->push_back(MustacheData(true));
        }
        return frame.list_proxy.get();
    }

    static const ViewValue& target_of(const Frame& frame, const MustacheData* data) {
        if (frame.list_proxy && frame.list_proxy->is_non_empty_list()) {
            const auto& members = frame.list_proxy->list_value();
            if (data >= members.data() && data < members.data() + members.size()) {
                return (*frame.list)[static_cast<std::size_t>(data - members.data())];
            }
        }
        // A flag or a text opens no view of its own.
        return data == &frame.object_proxy ? *frame.object : *frame.value;
    }

    mutable std::deque<Frame> m_frames;         ///< a deque: mustache holds on to addresses inside
    std::size_t m_depth = 0;
    MustacheData m_true{true};
    MustacheData m_false{false};
};

} // namespace

std::string render(const Template& source, const ViewValue& view) {
    if (view.object() == nullptr || &view.object()->shape() != source.shape) {
        throw Error(fmt::format("template '{}' renders view '{}' and was given something else", source.name, source.view));
    }
    kainjow::mustache::mustache engine(with_stand_ins(source.text));
    if (!engine.is_valid()) {
        throw Error(fmt::format("template '{}' cannot be read: {}", source.name, engine.error_message()));
    }
    engine.set_custom_escape(get_escaper(source.format));
    ViewContext context(view);
    Collector collector;
    engine.render(context, collector);
    return collector.take();
}

} // namespace assay
