// OSCAL documents in and out: XML to a tree that holds nothing its model does not allow, and the tree to XML and JSON.
// Opens no file and follows no reference.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/oscal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// Versions that are read: 1.0.x to 1.2.x, with or without a "v" before them, with or without "-rc1" and the like behind them.
/// Reports what is wrong with its place in `file`, and gives nothing then. Any of the seven models is read.
/// Never throws for any input.
[[nodiscard]] std::optional<OscalDocument> read_oscal(std::string_view bytes, const std::string& file, DiagnosticSink& sink);

/// Ends with a line end. What the grammar has no place for is an Error: it is our mistake.
[[nodiscard]] std::string write_oscal_xml(const OscalNode& root);
[[nodiscard]] std::string write_oscal_json(const OscalNode& root);

} // namespace assay
