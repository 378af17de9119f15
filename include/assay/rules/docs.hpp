// The part of docs/expressions.md that is generated from the code's own tables.
#pragma once

#include <string>

namespace assay {

/// The function table in Markdown, ending with a line end.
[[nodiscard]] std::string function_table_markdown();

} // namespace assay
