#include "assay/report/printable.hpp"

#include "assay/base/error.hpp"

#include <fmt/format.h>

#include <map>

namespace assay {
namespace {

/// Between the first `from` at or after `at` and the next `to`; `at` is moved behind it. An empty text when there is none.
std::string_view part_between(std::string_view text, std::string_view from, std::string_view to, std::size_t& at) {
    const auto start = text.find(from, at);
    const auto end = start == std::string_view::npos ? start : text.find(to, start + from.size());
    if (end == std::string_view::npos) {
        at = std::string_view::npos;
        return {};
    }
    at = end + to.size();
    return text.substr(start + from.size(), end - start - from.size());
}

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view k_blank = " \n\t";
    const auto from = text.find_first_not_of(k_blank);
    return from == std::string_view::npos ? std::string_view() : text.substr(from, text.find_last_not_of(k_blank) - from + 1);
}

/// The page's own colours: what its first rule on the root gives its names.
class PageColours {
public:
    explicit PageColours(std::string_view html) {
        std::size_t at = 0;
        auto rule = part_between(html, ":root {", "}", at);
        while (!rule.empty()) {
            const auto one = rule.substr(0, rule.find(';'));
            if (const auto colon = one.find(':'); colon != std::string_view::npos) {
                m_values.emplace(without_blanks(one.substr(0, colon)), without_blanks(one.substr(colon + 1)));
            }
            rule = one.size() == rule.size() ? std::string_view() : rule.substr(one.size() + 1);
        }
    }

    /// A name that the page does not have is black.
    [[nodiscard]] std::string_view value(std::string_view name) const {
        const auto found = m_values.find(name);
        return found == m_values.end() ? "#000000" : found->second;
    }

    [[nodiscard]] std::string fill_in(std::string_view style) const {
        std::string made;
        for (std::size_t at = 0; at < style.size();) {
            const auto start = style.find("var(", at);
            const auto end = start == std::string_view::npos ? start : style.find(')', start);
            made += style.substr(at, start == std::string_view::npos ? start : start - at);
            if (end == std::string_view::npos) {
                break;
            }
            made += value(style.substr(start + 4, end - start - 4));
            at = end + 1;
        }
        return made;
    }

private:
    std::map<std::string_view, std::string_view> m_values;
};

/// The shapes by name, each with its own style: colour of its tone, white where it is cut.
std::map<std::string, std::string, std::less<>> read_shapes(std::string_view html, const PageColours& colours) {
    std::map<std::string, std::string, std::less<>> shapes;
    std::size_t at = 0;
    for (auto symbol = part_between(html, "<symbol id=\"i-", "</symbol>", at); !symbol.empty();
         symbol = part_between(html, "<symbol id=\"i-", "</symbol>", at)) {
        const auto name = symbol.substr(0, symbol.find('"'));
        const auto inner = symbol.find('>');
        if (inner == std::string_view::npos) {
            continue;
        }
        const auto colour = colours.value(fmt::format("--{}", name));
        shapes.emplace(name, fmt::format("<style>path,circle{{fill:{0}}}.cut{{fill:none;stroke:#ffffff;stroke-width:1.8}}"
                                         ".ring{{fill:none;stroke:{0};stroke-width:2}}</style>{1}",
                                         colour, symbol.substr(inner + 1)));
    }
    return shapes;
}

void require_style(std::string_view style, std::string_view which) {
    if (style.find("</") != std::string_view::npos) {
        throw Error(fmt::format("the style sheet of {} holds '</', which would end it early", which));
    }
}

} // namespace

std::string make_printable(std::string_view html, std::string_view page, std::string_view drawing) {
    require_style(page, "printed pages");
    require_style(drawing, "printed drawings");
    const auto head = html.find("</head>");
    if (head == std::string_view::npos) {
        throw Error("the page has no head, so no style of printed pages can be put into it");
    }
    const PageColours colours(html);
    const auto shapes = read_shapes(html, colours);
    const auto style = fmt::format("<style>{}</style>", colours.fill_in(drawing));
    std::string made = fmt::format("{}<style>\n{}</style>\n", html.substr(0, head), page);
    for (auto at = head; at < html.size();) {
        const auto start = html.find("<svg ", at);
        const auto end = start == std::string_view::npos ? start : html.find('>', start);
        if (end == std::string_view::npos) {
            made += html.substr(at);
            break;
        }
        const auto tag = html.substr(start, end - start);
        made += html.substr(at, start - at);
        at = end + 1;
        constexpr std::string_view k_use = "<use href=\"#i-";
        if (const auto rest = html.substr(at); rest.starts_with(k_use)) {
            const auto name = rest.substr(k_use.size(), rest.find('"', k_use.size()) - k_use.size());
            const auto shape = shapes.find(name);
            made += fmt::format("{} viewBox=\"0 0 16 16\">{}", tag, shape == shapes.end() ? std::string() : shape->second);
            at += std::min(rest.find("</svg>"), rest.size());
        } else if (tag.find("class=\"sprite\"") != std::string_view::npos) {
            // Its shapes stand where they are used.
            constexpr std::string_view k_end = "</svg>";
            const auto sprite_end = html.find(k_end, at);
            at = sprite_end == std::string_view::npos ? html.size() : sprite_end + k_end.size();
        } else {
            made += fmt::format("{}>{}", tag, style);
        }
    }
    return made;
}

} // namespace assay
