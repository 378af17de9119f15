// `assay catalog list / show / validate`: what is required, without any workspace.
#pragma once

#include "assay/app/content.hpp"

#include <string>

namespace assay {

/// Each catalog with its figures, as in docs/catalogs.md.
[[nodiscard]] std::string list_catalogs(const Content& content);

/// The catalog's controls, or one control with all that is known of it: text laid over ours in the workspace, particulars, demands,
/// checks. Throws Error of kind usage for an unknown one.
[[nodiscard]] std::string show_catalog(const Run& run, const Setting& setting, const Content& content, const std::string& catalog, const std::string& control);

/// Loads, links and type-checks everything; faults are in run.diagnostics. Gives a line of counts, or nothing.
[[nodiscard]] std::optional<std::string> validate_content(const Run& run, const Setting& setting);

} // namespace assay
