// The RowReader of XLSX files: chooses the sheet, finds the header, hands out rows.
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/xlsx.hpp"
#include "formats/xlsx_kind.hpp"
#include "formats/xlsx_sheet.hpp"
#include "formats/zip_archive.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

using xlsx::Package;
using xlsx::Sheet;
using xlsx::SheetCell;
using xlsx::SheetRow;
using xlsx::SheetStream;

constexpr std::int32_t k_no_header = -1;

std::string in_quotes(std::string_view text) { return "'" + escape_control(text) + "'"; }

/// A row that may be the header.
struct Candidate {
    std::uint64_t row = 0;
    std::vector<std::string> names; ///< of the cells that are not blank
    std::vector<std::uint32_t> columns;
    HeaderFit fit;
};

class XlsxReader final : public RowReader {
public:
    XlsxReader(ZipArchive archive, const XlsxOptions& options)
        : m_archive(std::move(archive)), m_options(options), m_sha256(m_archive.sha256()),
          m_package(xlsx::load_package(m_archive, {options.max_text_bytes, options.max_cell_bytes})) {
        choose_sheet();
        begin_rows();
    }

    const std::vector<std::string>& header() const override { return m_header.names; }
    std::uint64_t header_line() const override { return m_header.row; }
    const FileLayout& layout() const override { return m_layout; }
    std::uint64_t bytes_total() const override { return m_archive.archive_bytes(); }
    std::uint64_t bytes_done() const override {
        const auto unpacked = std::max<std::uint64_t>(m_archive.unpacked_bytes(m_sheet->part), 1);
        const auto share = std::min(1.0, static_cast<double>(m_stream->bytes_done()) / static_cast<double>(unpacked));
        return static_cast<std::uint64_t>(share * static_cast<double>(bytes_total()));
    }
    std::string file_sha256() const override { return m_finished ? m_sha256 : std::string(); }

    bool next(RawRow& row) override {
        const SheetRow* found = m_stream->next();
        if (found == nullptr) {
            finish();
            return false;
        }
        row.line = found->number;
        row.fault.clear();
        row.cell_faults.clear();
        row.cells.assign(m_header.names.size(), std::string_view());
        m_hidden_rows += found->hidden && found->first_cell != found->end_cell ? 1 : 0;
        for (auto index = found->first_cell; index < found->end_cell; ++index) {
            const SheetCell& cell = m_stream->cell(index);
            const auto place = cell.column < m_place.size() ? m_place[cell.column] : k_no_header;
            if (place == k_no_header) {
                ++m_without_header;
            } else if (cell.fault != 0) {
                const auto& fault = m_stream->fault(cell);
                row.cell_faults.push_back({static_cast<std::size_t>(place), fault.text, fault.hint});
            } else {
                row.cells[static_cast<std::size_t>(place)] = m_stream->text(cell);
            }
        }
        return true;
    }

    std::string describe() const override {
        std::string text = fmt::format("XLSX, sheet {}{}, header in row {}", in_quotes(m_sheet->name), m_why_sheet, m_header.row);
        const auto add = [&](std::uint64_t count, std::string_view one, std::string_view many) {
            if (count > 0) {
                text += ", " + count_of(static_cast<std::int64_t>(count), one, many);
            }
        };
        add(m_hidden_rows, "hidden row (read like the others)", "hidden rows (read like the others)");
        const auto hidden =
            std::ranges::count_if(m_header.columns, [&](std::uint32_t column) { return m_stream->is_hidden_column(column); });
        add(static_cast<std::uint64_t>(hidden), "hidden column (read like the others)", "hidden columns (read like the others)");
        add(m_without_header, "cell under no header (not used)", "cells under no header (not used)");
        add(m_stream->merged_below(m_header.row), "merged range in the rows (its first cell holds the value)",
            "merged ranges in the rows (their first cells hold the values)");
        text += m_package.dates == xlsx::DateSystem::from_1904 ? ", dates counted from 1904" : "";
        return text;
    }

private:
    [[noreturn]] void fail(const std::string& text, ErrorKind kind = ErrorKind::failed) const {
        throw Error(fmt::format("cannot read '{}': {}", m_archive.name(), text), kind);
    }
    [[nodiscard]] std::unique_ptr<SheetStream> open(const Sheet& sheet) const {
        return std::make_unique<SheetStream>(m_archive, m_package, sheet, m_options.max_cell_bytes);
    }
    [[nodiscard]] std::string sheet_list() const {
        std::string list;
        for (std::size_t i = 0; i < m_package.sheets.size(); ++i) {
            const auto& sheet = m_package.sheets[i];
            list += fmt::format("{}{} {}{}", list.empty() ? "" : ", ", i + 1, in_quotes(sheet.name), sheet.hidden ? " (hidden)" : "");
        }
        return list;
    }

    /// Among all sheets, hidden ones too: who names a sheet means it.
    [[nodiscard]] std::size_t find_named_sheet() const {
        const auto& wanted = m_options.sheet;
        const auto& sheets = m_package.sheets;
        if (const auto found = std::ranges::find(sheets, wanted, &Sheet::name); found != sheets.end()) {
            return static_cast<std::size_t>(found - sheets.begin());
        }
        std::size_t number = 0;
        const auto [stopped, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
        if (error == std::errc() && stopped == wanted.data() + wanted.size() && number >= 1 && number <= sheets.size()) {
            return number - 1;
        }
        std::vector<std::string> names;
        for (const auto& sheet : sheets) {
            if (to_lower(sheet.name) == to_lower(wanted)) {
                return static_cast<std::size_t>(&sheet - sheets.data());
            }
            names.push_back(sheet.name);
        }
        const auto hint = did_you_mean(wanted, names);
        fail(fmt::format("--sheet {} names none of its sheets: {}{}", in_quotes(wanted), sheet_list(),
                         hint.empty() ? "" : " (" + escape_control(hint) + ")"),
             ErrorKind::usage);
    }

    void choose_sheet() {
        const auto& sheets = m_package.sheets;
        if (sheets.empty()) {
            fail("it has no sheet with cells");
        }
        if (!m_options.sheet.empty()) {
            take_sheet(find_named_sheet(), sheets.size() == 1 ? "" : fmt::format(" (of {})", sheets.size()));
            return;
        }
        std::vector<std::size_t> visible;
        for (std::size_t i = 0; i < sheets.size(); ++i) {
            if (!sheets[i].hidden) {
                visible.push_back(i);
            }
        }
        if (visible.size() == 1 || sheets.size() == 1) {
            take_sheet(visible.empty() ? 0 : visible.front(),
                       sheets.size() == 1 ? "" : fmt::format(" (the only one of {} that is not hidden)", sheets.size()));
            return;
        }
        // Several: one may be taken only when no other could have been meant.
        std::vector<std::size_t> fitting;
        for (const auto index : visible) {
            const auto header = find_header(sheets[index]);
            if (header && header->fit.complete) {
                fitting.push_back(index);
            }
        }
        if (fitting.size() != 1) {
            fail(fmt::format("it has {} sheets, and {} has the columns needed: {} (say --sheet NAME or --sheet NUMBER)", sheets.size(),
                             fitting.empty() ? "none" : "more than one", sheet_list()),
                 ErrorKind::usage);
        }
        take_sheet(fitting.front(), fmt::format(" (the only one of {} with the columns needed)", sheets.size()));
    }

    void take_sheet(std::size_t index, std::string why) {
        m_sheet = &m_package.sheets[index];
        m_why_sheet = std::move(why);
        auto header = find_header(*m_sheet);
        if (!header && m_options.header_row != 0) {
            fail(fmt::format("row {} of sheet {} is empty, and --header-row names it", m_options.header_row, in_quotes(m_sheet->name)),
                 ErrorKind::usage);
        }
        if (!header) {
            fail(fmt::format("sheet {} has no cells (a row with the names of the columns is needed)", in_quotes(m_sheet->name)));
        }
        m_header = std::move(*header);
    }

    [[nodiscard]] Candidate candidate(const SheetStream& stream, const SheetRow& row) const {
        Candidate made;
        made.row = row.number;
        for (auto index = row.first_cell; index < row.end_cell; ++index) {
            const auto& cell = stream.cell(index);
            const auto text = stream.text(cell);
            if (!trim(text).empty()) {
                made.names.emplace_back(text);
                made.columns.push_back(cell.column);
            }
        }
        return made;
    }

    /// The row that was named, or of the first rows the first that fits best; where none fits at all, the first with two cells.
    [[nodiscard]] std::optional<Candidate> find_header(const Sheet& sheet) const {
        const auto stream = open(sheet);
        std::optional<Candidate> best;
        std::size_t seen = 0;
        while (const auto* row = stream->next()) {
            if (m_options.header_row != 0 && row->number != m_options.header_row) {
                if (row->number > m_options.header_row) {
                    break;
                }
                continue;
            }
            auto next = candidate(*stream, *row);
            if (next.names.empty()) {
                continue;
            }
            if (m_options.fit) {
                next.fit = m_options.fit(next.names);
            }
            const auto is_better = [&] {
                if (next.fit.matched != best->fit.matched) {
                    return next.fit.matched > best->fit.matched;
                }
                return best->fit.matched == 0 && best->names.size() < 2 && next.names.size() >= 2;
            };
            if (!best || is_better()) {
                best = std::move(next);
            }
            if (++seen == k_header_search_rows || m_options.header_row != 0) {
                break;
            }
        }
        return best;
    }

    void begin_rows() {
        m_layout.sheet = m_sheet->name;
        m_layout.columns = m_header.columns;
        m_place.assign(m_header.columns.back() + std::size_t{1}, k_no_header);
        for (std::size_t i = 0; i < m_header.columns.size(); ++i) {
            m_place[m_header.columns[i]] = static_cast<std::int32_t>(i);
        }
        m_stream = open(*m_sheet);
        while (const auto* row = m_stream->next()) {
            if (row->number == m_header.row) {
                break;
            }
        }
    }

    void finish() {
        if (!m_finished && m_archive.sha256() != m_sha256) {
            throw Error(fmt::format("'{}' changed while it was read; import it again", m_archive.name()));
        }
        m_finished = true;
    }

    ZipArchive m_archive;
    XlsxOptions m_options;
    std::string m_sha256;
    Package m_package;
    const Sheet* m_sheet = nullptr;
    std::string m_why_sheet;
    Candidate m_header;
    FileLayout m_layout;
    std::vector<std::int32_t> m_place; ///< per column of the sheet: index into the header
    std::unique_ptr<SheetStream> m_stream;
    std::uint64_t m_hidden_rows = 0;
    std::uint64_t m_without_header = 0;
    bool m_finished = false;
};

ZipLimits zip_limits(const XlsxOptions& options) {
    ZipLimits limits;
    limits.max_entry_bytes = options.max_part_bytes;
    limits.max_ratio = options.max_ratio;
    limits.ratio_from_bytes = options.ratio_from_bytes;
    return limits;
}

} // namespace

std::unique_ptr<RowReader> open_xlsx(const std::filesystem::path& file, const XlsxOptions& options) {
    xlsx::require_zip(file);
    return std::make_unique<XlsxReader>(ZipArchive::open(file, zip_limits(options)), options);
}

std::unique_ptr<RowReader> open_xlsx_bytes(std::string_view bytes, const std::string& name, const XlsxOptions& options) {
    xlsx::require_zip(bytes, name);
    return std::make_unique<XlsxReader>(ZipArchive::open_bytes(bytes, name, zip_limits(options)), options);
}

} // namespace assay
