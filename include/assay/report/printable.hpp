// An HTML report made ready for a program that prints it: with the style of printed pages, and drawings that carry their own style and
// shapes, because such programs read neither from outside a drawing. Text in, text out; knows no program and no file.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// `page` is a style sheet for the whole page, `drawing` one for each drawing; its var(--name) are replaced by the page's own values
/// for light. Throws Error when a style sheet holds "</", which would end it early, or the page has no head.
[[nodiscard]] std::string make_printable(std::string_view html, std::string_view page, std::string_view drawing);

} // namespace assay
