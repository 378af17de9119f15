// Text on its way into a file format, made harmless there. Every text that leaves Assay passes one of these.
// Knows no report; takes any bytes: what is not UTF-8, and control characters that the format cannot hold, become U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// For element content and for attribute values in either kind of quotes.
[[nodiscard]] std::string escape_html(std::string_view text);
/// For element content; what XML 1.0 cannot hold becomes U+FFFD, and CR survives.
[[nodiscard]] std::string escape_xml_text(std::string_view text);
/// For attribute values in either kind of quotes; tabs and line ends survive.
[[nodiscard]] std::string escape_xml_attribute(std::string_view text);
/// For a paragraph, a heading or a table cell of GitHub-flavoured Markdown: no markup, no link, no HTML; line ends become <br>.
[[nodiscard]] std::string escape_markdown(std::string_view text);

/// Whether a spreadsheet would run it as a formula: text that begins, spaces aside, with = + - @ tab CR LF or the full-width forms of the first
/// four, and is no plain number ("-5", "+3.2").
[[nodiscard]] bool is_formula(std::string_view text);
/// A leading apostrophe for what begins a formula; all else as it is.
[[nodiscard]] std::string neutralise_formula(std::string_view text);
/// One cell of a CSV file: neutralised, and quoted when it must be. The text must be UTF-8.
[[nodiscard]] std::string csv_cell(std::string_view text, char separator = ',');

} // namespace assay
