// The view "determinations": a flat list for CSV. Controls that nobody could judge are lines too, as not assessed.
#include "report/parts.hpp"
#include "report/views.hpp"

namespace assay {
namespace {

constexpr ViewField k_fields[] = {
    {"lines", ViewKind::list, "determinations in the catalogs' order; then controls without any", &k_line_shape},
};
constexpr ViewShape k_shape = make_shape("determinations", "one line per determination", k_fields);

} // namespace

const ViewShape& determinations_shape() { return k_shape; }

ViewObject build_determinations(const ReportIndex& index) {
    ViewList lines;
    for (const auto& rollup : index.rollups()) {
        for (const auto& judged : index.judged()) {
            if (judged.catalog == rollup.catalog) {
                lines.emplace_back(make_line(index, judged, {}));
            }
        }
        for (const auto* control : rollup.unjudged) {
            lines.emplace_back(make_unjudged_line(*rollup.catalog, *control, {}));
        }
    }
    ViewObject view(k_shape);
    view.set("lines", std::move(lines));
    return view;
}

} // namespace assay
