#include "app/raci_matrix.hpp"

#include "app/raci_names.hpp"
#include "assay/base/error.hpp"
#include "assay/formats/xlsx.hpp"

#include <algorithm>

namespace assay {
namespace {

MatrixNames matrix_names(const std::shared_ptr<const RaciNames>& names) {
    return {[names](std::string_view name) { return names->find_process(name); },
            [names](std::string_view name, std::string_view process) { return names->find_activity(name, process); },
            [names](std::string_view name, std::string_view process) { return names->find_role(name, process); },
            [names](std::string_view name) { return names->is_role(name); }};
}

/// The sheet and the header are found by the roles they name.
std::unique_ptr<RowReader> open_matrix_sheet(const ImportRequest& request, const MatrixNames& names) {
    XlsxOptions options;
    options.sheet = request.sheet;
    options.header_row = request.header_row;
    options.fit = [&names](const std::vector<std::string>& header) {
        const auto roles = std::ranges::count_if(header, [&](const std::string& cell) { return !cell.empty() && names.is_role(cell); });
        const auto activities = std::ranges::count_if(header, [](const std::string& cell) { return cell == "Activity" || cell == "Task"; });
        return HeaderFit{static_cast<std::size_t>(roles + activities), roles > 1};
    };
    return open_xlsx(request.file, options);
}

} // namespace

OpenReader raci_matrix_reader(const Run& run, Session& session, const ImportRequest& request, OpenReader open, bool& is_matrix) {
    if (request.register_id != "raci") {
        if (request.matrix) {
            throw Error("--matrix goes with register 'raci'", ErrorKind::usage);
        }
        return open;
    }
    const auto runner = session.store.runner(run, session.zone);
    const auto names = matrix_names(std::make_shared<RaciNames>(*runner, session.content.schema));
    const bool is_sheet = find_file_kind(request.file) != FileKind::other;
    const auto file = request.file.filename().string();
    return [names, is_sheet, file, &request, &is_matrix, open = std::move(open)]() -> std::unique_ptr<RowReader> {
        auto inner = is_sheet && request.matrix ? open_matrix_sheet(request, names) : open();
        if (is_sheet && !request.matrix && !is_matrix_header(inner->header(), names)) {
            // The register's own names did not find it; the names of roles may.
            inner = open_matrix_sheet(request, names);
            if (!is_matrix_header(inner->header(), names)) {
                return open();
            }
        }
        auto matrix = read_raci_matrix(std::move(inner), file, names, request.matrix ? MatrixAsked::yes : MatrixAsked::no);
        is_matrix = matrix != nullptr;
        return matrix ? std::move(matrix) : open();
    };
}

} // namespace assay
