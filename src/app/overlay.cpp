#include "assay/app/overlay.hpp"

#include "app/catalog_names.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/intake/headers.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

fs::path kept_file(const Setting& setting, const std::string& catalog) { return setting.workspace / "controls" / "overlays" / (catalog + ".csv"); }

/// Columns are found as those of an import are: title, id or another header, case and punctuation aside.
Register overlay_columns() {
    const auto field = [](std::string id, std::string title, std::vector<std::string> aliases, bool required) {
        Field made;
        made.id = std::move(id);
        made.title = std::move(title);
        made.aliases = std::move(aliases);
        made.required = required;
        return made;
    };
    Register columns;
    columns.id = "overlay";
    columns.title = "Overlay";
    columns.fields = {field("control", "Control", {"Control ID", "ID"}, true), field("title", "Title", {}, false),
                      field("text", "Text", {"Statement", "Requirement", "Official text"}, true)};
    columns.fields.front().key = true;
    return columns;
}

class OverlayReader {
public:
    OverlayReader(const Catalog& catalog, const fs::path& file, std::string shown) : m_catalog(catalog), m_reader(open_csv(file)) {
        m_overlay.catalog = catalog.id;
        m_overlay.file = std::move(shown);
        for (const auto& control : catalog.controls) {
            m_ids.push_back(control.id.control);
        }
        std::ranges::sort(m_ids);
    }

    std::optional<Overlay> read(DiagnosticSink& diagnostics) {
        const auto columns = overlay_columns();
        const Place place{m_overlay.file, static_cast<std::uint32_t>(m_reader->header_line()), 0};
        Diagnostics faults;
        const auto match = match_headers(columns, m_reader->header(), {}, {}, place, faults);
        for (auto& each : faults.sorted()) {
            // An import can be told which column is meant; here the column is renamed.
            each.hint = each.code == "missing-column" ? "name the columns Control and Text" : each.hint;
            diagnostics.add(std::move(each));
        }
        if (!match.ok) {
            return std::nullopt;
        }
        for (const auto& column : match.columns) {
            m_columns[column.field] = column.column;
        }
        RawRow row;
        while (m_reader->next(row)) {
            ++m_overlay.rows;
            take(row);
        }
        drop_twice();
        m_overlay.digest = m_reader->file_sha256();
        m_overlay.described = m_reader->describe();
        std::ranges::sort(m_overlay.faults, {}, &OverlayFault::line);
        return std::move(m_overlay);
    }

private:
    static constexpr std::size_t k_control = 0;
    static constexpr std::size_t k_title = 1;
    static constexpr std::size_t k_text = 2;

    std::string cell(const RawRow& row, std::size_t field) const {
        const auto column = m_columns[field];
        return column && *column < row.cells.size() ? to_nfc(trim(row.cells[*column])) : std::string();
    }

    void take(const RawRow& row) {
        if (!row.fault.empty()) {
            ++m_overlay.unreadable;
            fault(row.line, "the row " + row.fault);
            return;
        }
        const auto id = cell(row, k_control);
        if (!std::ranges::binary_search(m_ids, id)) {
            ++m_overlay.unknown;
            const auto hint = did_you_mean(id, m_ids);
            fault(row.line, id.empty() ? std::string("names no control")
                                       : fmt::format("catalog '{}' has no control '{}'{}", m_catalog.id, escape_control(id), hint.empty() ? "" : " (" + hint + ")"));
            return;
        }
        auto text = cell(row, k_text);
        if (text.empty()) {
            ++m_overlay.empty;
            fault(row.line, fmt::format("gives no text for '{}'", id));
            return;
        }
        m_lines[id].push_back(row.line);
        m_overlay.texts[id] = {cell(row, k_title), std::move(text)};
    }

    /// Of two texts for one control nobody knows which is the right one.
    void drop_twice() {
        for (const auto& [id, lines] : m_lines) {
            if (lines.size() < 2) {
                continue;
            }
            m_overlay.texts.erase(id);
            m_overlay.twice += static_cast<std::int64_t>(lines.size());
            for (const auto line : lines) {
                fault(line, fmt::format("control '{}' stands in lines {}; keep one", id, fmt::join(lines, ", ")));
            }
        }
    }

    void fault(std::uint64_t line, std::string text) { m_overlay.faults.push_back({line, std::move(text)}); }

    const Catalog& m_catalog;
    std::unique_ptr<RowReader> m_reader;
    std::vector<std::string> m_ids;
    std::array<std::optional<std::size_t>, 3> m_columns;
    std::map<std::string, std::vector<std::uint64_t>> m_lines;
    Overlay m_overlay;
};

/// Lines stay lines; other control characters do not reach the terminal.
std::string escape_lines(std::string_view text) {
    std::string escaped;
    while (true) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        escaped += escape_control(line);
        if (end == std::string_view::npos) {
            return escaped;
        }
        escaped += '\n';
        text.remove_prefix(end + 1);
    }
}

void refuse_spreadsheet(const fs::path& file) {
    constexpr std::array<std::string_view, 4> k_endings{".ods", ".xls", ".xlsm", ".xlsx"};
    if (std::ranges::binary_search(k_endings, std::string_view(to_lower(file.extension().string())))) {
        throw Error(fmt::format("'{}' is a spreadsheet file; save it as CSV with the columns Control and Text", file.string()));
    }
}

} // namespace

std::optional<Overlay> lay_overlay(const Run& run, const Setting& setting, const Content& content, const std::string& catalog_id, const fs::path& file) {
    const auto& catalog = get_catalog(content, catalog_id);
    refuse_spreadsheet(file);
    auto overlay = OverlayReader(catalog, file, file.string()).read(run.diagnostics);
    if (!overlay) {
        return std::nullopt;
    }
    if (overlay->texts.empty()) {
        throw Error(fmt::format("'{}' lays no text over '{}', and nothing was kept\n{}", file.string(), catalog_id, to_text(*overlay)));
    }
    const auto target = kept_file(setting, catalog.id);
    std::error_code failed;
    overlay->replaced = fs::exists(target, failed);
    fs::create_directories(target.parent_path(), failed);
    if (failed) {
        throw Error(fmt::format("cannot make the folder '{}': {}", target.parent_path().string(), failed.message()));
    }
    AtomicFile kept(target);
    kept.write(read_file(file));
    kept.commit();
    return overlay;
}

void remove_overlay(const Setting& setting, const Content& content, const std::string& catalog) {
    std::error_code failed;
    if (!fs::remove(kept_file(setting, get_catalog(content, catalog).id), failed)) {
        throw Error(failed ? fmt::format("cannot remove the licensed text over '{}': {}", catalog, failed.message())
                           : fmt::format("no licensed text lies over '{}' in this workspace", catalog));
    }
}

std::optional<Overlay> find_overlay(const Run& run, const Setting& setting, const Catalog& catalog) {
    std::error_code ignored;
    if (setting.workspace.empty() || !fs::exists(kept_file(setting, catalog.id), ignored)) {
        return std::nullopt;
    }
    const auto file = kept_file(setting, catalog.id);
    return OverlayReader(catalog, file, file.lexically_relative(setting.workspace).generic_string()).read(run.diagnostics);
}

std::optional<OverlayText> find_licensed_text(const Run& run, const Setting& setting, const Catalog& catalog, const Control& control) {
    auto overlay = find_overlay(run, setting, catalog);
    const auto laid = overlay ? overlay->texts.find(control.id.control) : std::map<std::string, OverlayText>::iterator{};
    if (!overlay || laid == overlay->texts.end()) {
        return std::nullopt;
    }
    return OverlayText{escape_control(laid->second.title), escape_lines(laid->second.text)};
}

void put_overlays(const Run& run, const Setting& setting, Content& content) {
    for (auto& catalog : content.catalogs) {
        const auto overlay = find_overlay(run, setting, catalog);
        if (!overlay) {
            continue;
        }
        for (auto& control : catalog.controls) {
            if (const auto laid = overlay->texts.find(control.id.control); laid != overlay->texts.end()) {
                control.statement = fmt::format("{} [{}]", laid->second.text, k_overlay_mark);
                control.title = laid->second.title.empty() ? control.title : laid->second.title;
            }
        }
    }
}

std::string to_text(const Overlay& overlay) {
    std::string text = fmt::format("{} (sha256 {}, {})\n", overlay.file, overlay.digest.substr(0, 12), overlay.described);
    const auto laid = static_cast<std::int64_t>(overlay.texts.size());
    text += fmt::format("{} in = {} laid over {} + {} of no control + {} given twice + {} without text + {} unreadable\n", count_of(overlay.rows, "row", "rows"),
                        group_thousands(laid), overlay.catalog, group_thousands(overlay.unknown), group_thousands(overlay.twice), group_thousands(overlay.empty),
                        group_thousands(overlay.unreadable));
    for (const auto& fault : overlay.faults) {
        text += fmt::format("{}:{}: {}\n", overlay.file, fault.line, fault.text);
    }
    return text;
}

} // namespace assay
