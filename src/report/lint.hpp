// Reads a template with its partials, finds every fault in them, and joins them into one text that the renderer cannot stumble over.
// Knows view shapes, no values.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/report/view.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// Where templates are looked up, the first folder first; partials stand in their sub-folder "partials".
using TemplateFolders = std::span<const std::filesystem::path>;

struct LintedTemplate {
    std::string text;                        ///< partials placed, comments gone, lines that hold only a section's tag taken out
    const ViewShape* shape = nullptr;
    std::string view;
};

/// `file` must exist. Nothing when there were faults; they are in `diagnostics`.
[[nodiscard]] std::optional<LintedTemplate> lint_template(TemplateFolders folders, const std::filesystem::path& file,
                                                          std::string_view format, DiagnosticSink& diagnostics);

} // namespace assay
