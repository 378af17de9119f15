// Text leaves a report through the escaper of its format. Invisible and direction-changing characters become visible in all of them,
// so that no name can reorder or hide what is printed.
#pragma once

#include <string>
#include <string_view>

namespace assay {

using Escaper = std::string (*)(const std::string&);

[[nodiscard]] std::string escape_html(const std::string& text);
/// GitHub-flavoured Markdown, safe inside a table cell and at the start of a line; line ends become blanks.
[[nodiscard]] std::string escape_markdown(const std::string& text);
/// One CSV cell: neutralised, quoted when it must be.
[[nodiscard]] std::string escape_csv(const std::string& text);
/// The cell as a reader gets it back: a beginning that a spreadsheet would take for a formula gets an apostrophe.
[[nodiscard]] std::string neutralise_cell(std::string_view text);

/// Throws Error for a format without an escaper.
[[nodiscard]] Escaper get_escaper(std::string_view format);
[[nodiscard]] bool has_escaper(std::string_view format);

} // namespace assay
