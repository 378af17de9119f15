// The tags of a template with their places. Knows mustache's spelling, no view and no output.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

inline constexpr std::uint64_t k_max_template_bytes = 1ULL << 20;

struct TemplateTag {
    enum class Kind : std::uint8_t { variable, raw, section, inverted, close, partial, comment };
    Kind kind = Kind::variable;
    std::string name;              ///< of a comment its text
    std::size_t begin = 0;         ///< offset of the first brace
    std::size_t end = 0;           ///< offset after the last brace
    std::size_t partner = 0;       ///< section: index of its close tag; set only when the sections match
    Place place;
};

struct TemplateSource {
    std::string file;              ///< as shown in diagnostics
    std::string text;
    std::vector<TemplateTag> tags;
    bool sound = false;            ///< tags and sections are well formed
};

/// Faults in the tags themselves go to `diagnostics`: unclosed tag, set-delimiter tag, bad name, sections that do not match.
[[nodiscard]] TemplateSource parse_template(std::string file, std::string text, DiagnosticSink& diagnostics);

/// True when the tag is alone on its line but for blanks: the line is then not printed.
struct TagLine {
    bool alone = false;
    std::size_t begin = 0;         ///< of the line
    std::size_t end = 0;           ///< after its line end
};
[[nodiscard]] TagLine line_of(const TemplateSource& source, const TemplateTag& tag);

} // namespace assay
