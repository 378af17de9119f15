// An assessment for programs: everything as JSON, determinations as JUnit XML, failing rows as SARIF 2.1.0. Not made from templates, because a
// program wants the same fields every time; the JSON's shape is controls/schema/assessment.schema.json.
#pragma once

#include "assay/app/report.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// "assessment": its name beside the reports from templates.
inline constexpr std::string_view k_assessment_files = "assessment";

/// json, junit, sarif
[[nodiscard]] std::span<const std::string_view> assessment_formats();

/// Writes assessment.json, assessment.junit.xml and assessment.sarif, or those of `formats`. Rows are written as they are read. Throws Error of
/// kind usage for an unknown format; nothing is written then.
[[nodiscard]] std::vector<WrittenFile> write_assessment_files(Session& session, const Judged& judged, const Assessment& assessment,
                                                              const std::vector<std::string>& formats, const std::filesystem::path& folder);

} // namespace assay
