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

namespace assay {
namespace {

using MustacheData = kainjow::mustache::data;

/// The library splits text at every blank and drops lines by rules of its own. Blanks and line ends of the template travel as
/// control characters, which no escaper lets through from a value, and are put back at the end.
constexpr std::string_view k_blanks = " \n\t";
constexpr std::string_view k_stand_ins = "\x1f\x1e\x1d";

constexpr std::array<char, 256> make_replacements(std::string_view from, std::string_view to) {
    std::array<char, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        const auto at = from.find(static_cast<char>(byte));
        table[byte] = at == std::string_view::npos ? static_cast<char>(byte) : to[at];
    }
    return table;
}
constexpr auto k_to_stand_ins = make_replacements(k_blanks, k_stand_ins);
constexpr auto k_to_blanks = make_replacements(k_stand_ins, k_blanks);

/// Once over the text: a report may have tens of megabytes.
void replace_each(std::string& text, const std::array<char, 256>& table) {
    for (char& c : text) {
        c = table[static_cast<unsigned char>(c)];
    }
}

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
    std::string text = source.text;
    replace_each(text, k_to_stand_ins);
    kainjow::mustache::mustache engine(text);
    if (!engine.is_valid()) {
        throw Error(fmt::format("template '{}' cannot be read: {}", source.name, engine.error_message()));
    }
    engine.set_custom_escape(get_escaper(source.format));
    ViewContext context(view);
    struct Collector {
        std::string text;
        Collector& operator<<(const std::string& part) {
            text += part;
            return *this;
        }
    } collector;
    engine.render(context, collector);
    replace_each(collector.text, k_to_blanks);
    return std::move(collector.text);
}

} // namespace assay
