// docs/report-fields.md from the views' tables.
#include "assay/report/render.hpp"
#include "report/view_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace assay {
namespace {

/// Shapes used by a shape, in order of first use, each once.
void collect(const ViewShape& shape, std::vector<const ViewShape*>& shapes) {
    if (std::ranges::find(shapes, &shape) != shapes.end()) {
        return;
    }
    shapes.push_back(&shape);
    for (const auto& field : shape) {
        if (field.shape != nullptr) {
            collect(*field.shape, shapes);
        }
    }
}

std::string kind_text(const ViewField& field) {
    if (field.kind == ViewKind::list) {
        return field.shape == nullptr ? "list of texts" : fmt::format("list of [{0}](#{0})", field.shape->name);
    }
    if (field.kind == ViewKind::object) {
        return fmt::format("[{0}](#{0})", field.shape->name);
    }
    return std::string(to_text(field.kind));
}

} // namespace

std::string report_fields_markdown() {
    std::string out = "# Fields of the reports\n\n"
                      "Generated from the views' tables in `src/report`; a test compares. A template is `templates/<report>.<format>.mustache`; its first\n"
                      "line names its view: `{{! view: gap }}`. A tag names a field of the innermost section. `{{x}}` prints and escapes a text or link,\n"
                      "`{{{x}}}` prints markup, `{{#x}}…{{/x}}` repeats over a list, enters an object, or shows its inside when a flag is set or a text\n"
                      "is not empty; `{{^x}}…{{/x}}` shows its inside otherwise. `{{.}}` is the text of a list of texts. `{{> name}}` places\n"
                      "`templates/partials/<name>.<format>.mustache`.\n\n"
                      "## Views\n\n| view | meaning |\n|---|---|\n";
    std::vector<const ViewShape*> shapes;
    for (const auto& row : view_table()) {
        out += fmt::format("| [{}](#{}) | {} |\n", row.name, row.shape().name, row.meaning);
        collect(row.shape(), shapes);
    }
    for (const auto* shape : shapes) {
        out += fmt::format("\n## {}\n\n{}.\n\n| field | kind | meaning |\n|---|---|---|\n", shape->name, shape->meaning);
        for (const auto& field : *shape) {
            out += fmt::format("| `{}` | {} | {} |\n", field.name, kind_text(field), field.meaning);
        }
    }
    return out;
}

} // namespace assay
