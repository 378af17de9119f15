// Any bytes as a report template: refused with diagnostics, or accepted by the linter; never both, never neither. What was accepted is
// rendered for a made-up view of its shape, which cannot fail.
#include "assay/report/render.hpp"
#include "require.hpp"
#include "scratch_file.hpp"

#include <array>
#include <map>
#include <memory>

namespace {

constexpr int k_depth = 4; ///< lists of lists below it are empty

assay::ViewValue value_of(const assay::ViewField& field, int depth);

assay::ViewObject object_of(const assay::ViewShape& shape, int depth) {
    assay::ViewObject made(shape);
    for (const auto& field : shape) {
        made.set(field.name, value_of(field, depth));
    }
    return made;
}

assay::ViewValue value_of(const assay::ViewField& field, int depth) {
    switch (field.kind) {
    case assay::ViewKind::text:
        return "a <b> & \"c\" | =1";
    case assay::ViewKind::link:
        return "#row-1";
    case assay::ViewKind::markup:
        return assay::ViewMarkup{"<svg></svg>"};
    case assay::ViewKind::flag:
        return true;
    case assay::ViewKind::object:
        return object_of(*field.shape, depth + 1);
    case assay::ViewKind::list:
        break;
    }
    assay::ViewList list;
    if (depth < k_depth) {
        list.push_back(field.shape == nullptr ? assay::ViewValue("text") : assay::ViewValue(object_of(*field.shape, depth + 1)));
    }
    return list;
}

const assay::ViewValue& view_of(const assay::ViewShape& shape) {
    static std::map<const assay::ViewShape*, assay::ViewValue> made;
    const auto found = made.find(&shape);
    return found != made.end() ? found->second : made.emplace(&shape, object_of(shape, 0)).first->second;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string_view formats[] = {"html", "md", "csv"};
    const std::string_view format = formats[size % 3];
    static const std::array files{std::make_unique<ScratchFile>("gap.html.mustache"), std::make_unique<ScratchFile>("gap.md.mustache"),
                                  std::make_unique<ScratchFile>("gap.csv.mustache")};
    files[size % 3]->write(data, size);
    const std::array folders{files[0]->folder()};
    assay::Diagnostics faults;
    const auto loaded = assay::load_template(folders, "gap", format, faults);
    require_agreement(loaded.has_value(), faults);
    if (loaded) {
        static_cast<void>(assay::render(*loaded, view_of(*loaded->shape)));
    }
    return 0;
}
