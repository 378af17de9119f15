// Formats that other programs make of a report, when they are there: PDF of its HTML by weasyprint, DOCX of its Markdown by pandoc.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/run.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A format that a program makes of one that a template gives.
struct PrintedFormat {
    std::string_view format;  ///< "pdf"
    std::string_view from;    ///< "html"
    std::string_view program; ///< "weasyprint"
};
/// Sorted by format.
[[nodiscard]] const std::vector<PrintedFormat>& printed_formats();
/// Null when no program makes it.
[[nodiscard]] const PrintedFormat* find_printed(std::string_view format);

/// The programs for the formats asked for, looked up once.
class Printer {
public:
    /// `reference`: a DOCX whose styles are taken; empty: templates/reference.docx of the workspace, if there is one. Throws Error for a
    /// program that is absent, saying how to get it, and of kind usage for a reference document that is absent or asked for without DOCX.
    Printer(const Setting& setting, const std::vector<std::string>& formats, const std::filesystem::path& reference);

    /// The bytes of the printed report, checked to be what they should be. `folder` takes the files on the way, in a folder of their own
    /// that nobody else reads and that is gone afterwards. Throws Error with what the program said.
    [[nodiscard]] std::string print(const Run& run, std::string_view format, const std::string& source, const std::filesystem::path& folder,
                                    Date on) const;

private:
    std::filesystem::path m_weasyprint;
    std::filesystem::path m_pandoc;
    std::filesystem::path m_reference;
    std::string m_page_style;
    std::string m_drawing_style;
};

} // namespace assay
