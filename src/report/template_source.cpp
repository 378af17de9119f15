#include "report/template_source.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace assay {
namespace {

using Kind = TemplateTag::Kind;

/// Deeper sections than any report needs; bounds the recursion of linter and renderer.
constexpr std::size_t k_max_sections = 16;

bool is_name(std::string_view name) {
    return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
           std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_partial_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

std::uint32_t count_characters(std::string_view text) {
    return static_cast<std::uint32_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Line and column (code points) of an offset.
Place place_at(const TemplateSource& source, std::size_t offset) {
    const auto before = std::string_view(source.text).substr(0, offset);
    const auto line_end = before.rfind('\n');
    const auto line = 1 + static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
    return {source.file, line, 1 + count_characters(before.substr(line_end == std::string_view::npos ? 0 : line_end + 1))};
}

class TagParser {
public:
    TagParser(TemplateSource& source, DiagnosticSink& diagnostics) : m_source(source), m_diagnostics(diagnostics) {}

    void run() {
        const std::string& text = m_source.text;
        for (std::size_t at = text.find("{{"); at != std::string::npos && m_readable; at = text.find("{{", at)) {
            at = read_tag(at);
        }
        if (m_readable) {
            match_sections();
        }
        m_source.sound = m_readable && m_faults == 0;
    }

private:
    void fault(const Place& place, std::string code, std::string text, std::string hint = {}) {
        ++m_faults;
        m_diagnostics.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
    }

    /// Offsets come in order, and each is counted on from the one before: a template may be one long line of tags.
    Place place_after(std::size_t offset) {
        const auto since = std::string_view(m_source.text).substr(m_counted, offset - m_counted);
        m_counted = offset;
        const auto line_end = since.rfind('\n');
        if (line_end != std::string_view::npos) {
            m_line += static_cast<std::uint32_t>(std::ranges::count(since, '\n'));
            m_column = 1;
        }
        m_column += count_characters(since.substr(line_end == std::string_view::npos ? 0 : line_end + 1));
        return {m_file, m_line, m_column};
    }

    std::size_t read_tag(std::size_t begin) {
        const std::string& text = m_source.text;
        const bool is_triple = text.compare(begin, 3, "{{{") == 0;
        const std::string_view closing = is_triple ? "}}}" : "}}";
        const auto inside = begin + closing.size();
        const auto close = text.find(closing, inside);
        if (close == std::string::npos) {
            fault(place_after(begin), "unclosed-tag", fmt::format("this tag is never closed with '{}'", closing));
            m_readable = false;
            return text.size();
        }
        TemplateTag tag{.name = {}, .begin = begin, .end = close + closing.size(), .place = place_after(begin)};
        interpret(tag, trim(std::string_view(text).substr(inside, close - inside)), is_triple);
        return tag.end;
    }

    void interpret(TemplateTag& tag, std::string_view contents, bool is_triple) {
        if (is_triple) {
            tag.kind = Kind::raw;
        } else if (!contents.empty()) {
            switch (contents.front()) {
            case '#': tag.kind = Kind::section; break;
            case '^': tag.kind = Kind::inverted; break;
            case '/': tag.kind = Kind::close; break;
            case '>': tag.kind = Kind::partial; break;
            case '&': tag.kind = Kind::raw; break;
            case '!': tag.kind = Kind::comment; break;
            case '=':
                fault(tag.place, "set-delimiter", "delimiters cannot be changed");
                // Whatever follows would be read with the wrong delimiters.
                m_readable = false;
                return;
            default: break;
            }
        }
        if (tag.kind != Kind::variable && !is_triple) {
            contents = trim(contents.substr(1));
        }
        tag.name = std::string(contents);
        if (check_name(tag)) {
            m_source.tags.push_back(std::move(tag));
        }
    }

    bool check_name(const TemplateTag& tag) {
        switch (tag.kind) {
        case Kind::comment: return true;
        case Kind::partial:
            if (!is_partial_name(tag.name)) {
                fault(tag.place, "partial-name", fmt::format("'{}' is not the name of a partial", tag.name),
                      "a partial is one word of small letters, digits, '-' and '_'; it stands in the folder partials");
                return false;
            }
            return true;
        case Kind::variable:
        case Kind::raw:
            if (tag.name == ".") {
                return true;
            }
            break;
        default: break;
        }
        if (is_name(tag.name)) {
            return true;
        }
        const bool is_dotted = tag.name.find('.') != std::string::npos;
        fault(tag.place, "tag-name", tag.name.empty() ? std::string("this tag names no field") : fmt::format("'{}' is not the name of a field", tag.name),
              is_dotted ? "open a section on the object instead" : "");
        return false;
    }

    void match_sections() {
        std::vector<std::size_t> open;
        for (std::size_t index = 0; index < m_source.tags.size(); ++index) {
            const auto& tag = m_source.tags[index];
            if (tag.kind == Kind::section || tag.kind == Kind::inverted) {
                open.push_back(index);
                if (open.size() == k_max_sections + 1) {
                    fault(tag.place, "section-depth", fmt::format("sections are nested deeper than {}", k_max_sections));
                }
            } else if (tag.kind == Kind::close) {
                if (!close_section(open, index)) {
                    return;
                }
            }
        }
        for (const auto index : open) {
            fault(m_source.tags[index].place, "unclosed-section", fmt::format("section '{}' is never closed", m_source.tags[index].name));
        }
    }

    /// False when reading on would only produce follow-up faults.
    bool close_section(std::vector<std::size_t>& open, std::size_t index) {
        const auto& tag = m_source.tags[index];
        if (open.empty()) {
            fault(tag.place, "unopened-section", fmt::format("section '{}' is closed but was never opened", tag.name));
            return false;
        }
        auto& opening = m_source.tags[open.back()];
        if (opening.name != tag.name) {
            fault(tag.place, "mismatched-section",
                  fmt::format("section '{}', opened in line {}, is closed as '{}'", opening.name, opening.place.line, tag.name));
            return false;
        }
        opening.partner = index;
        open.pop_back();
        return true;
    }

    TemplateSource& m_source;
    DiagnosticSink& m_diagnostics;
    FileName m_file{m_source.file}; ///< one text for all places
    std::size_t m_counted = 0;      ///< offset of the place found last
    std::uint32_t m_line = 1;
    std::uint32_t m_column = 1;
    std::size_t m_faults = 0;
    bool m_readable = true;
};

} // namespace

TemplateSource parse_template(std::string file, std::string text, DiagnosticSink& diagnostics) {
    TemplateSource source{.file = std::move(file), .text = std::move(text), .tags = {}};
    if (const auto bad = find_invalid_utf8(source.text); bad != std::string::npos) {
        diagnostics.add({Severity::error, place_at(source, bad), "not-utf8", "this byte is not UTF-8", ""});
        return source;
    }
    const auto control = std::ranges::find_if(source.text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
    if (control != source.text.end()) {
        diagnostics.add({Severity::error, place_at(source, static_cast<std::size_t>(control - source.text.begin())), "control-character",
                         "a template holds no control characters", *control == '\r' ? "save it with plain line ends (LF)" : ""});
        return source;
    }
    TagParser(source, diagnostics).run();
    return source;
}

TagLine line_of(const TemplateSource& source, const TemplateTag& tag) {
    const std::string& text = source.text;
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    auto begin = tag.begin;
    while (begin > 0 && is_blank(text[begin - 1])) {
        --begin;
    }
    auto end = tag.end;
    while (end < text.size() && is_blank(text[end])) {
        ++end;
    }
    const bool starts = begin == 0 || text[begin - 1] == '\n';
    const bool ends = end == text.size() || text[end] == '\n';
    return {starts && ends, begin, end == text.size() ? end : end + 1};
}

} // namespace assay
