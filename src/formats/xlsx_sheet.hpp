// The rows of one sheet as they stream by, each cell as text. Knows no header and no register.
#pragma once

#include "formats/xlsx_package.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::xlsx {

struct SheetCell {
    std::uint32_t column = 0;
    std::uint32_t fault = 0;      ///< 0: none, else index + 1 into SheetRow's faults
    const char* shared = nullptr; ///< a shared text; else `offset` into the batch
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
};

struct SheetRow {
    std::uint64_t number = 0;
    std::size_t first_cell = 0; ///< into the batch
    std::size_t end_cell = 0;
    bool hidden = false;
};

/// Reads the sheet piece by piece. Rows and cells come in the order of the sheet, or it throws Error with the cell's address. Cells
/// that are empty are left out. Borrows archive and package.
class SheetStream final : public XmlHandler {
public:
    SheetStream(const ZipArchive& archive, const Package& package, const Sheet& sheet, std::uint64_t max_cell_bytes);

    /// The next row, or null at the end; valid until the next call, as are its cells and texts.
    [[nodiscard]] const SheetRow* next();
    [[nodiscard]] const SheetCell& cell(std::size_t index) const { return m_cells[index]; }
    [[nodiscard]] std::string_view text(const SheetCell& cell) const {
        return cell.shared != nullptr ? std::string_view(cell.shared, cell.size) : std::string_view(m_text).substr(cell.offset, cell.size);
    }
    [[nodiscard]] const ValueFault& fault(const SheetCell& cell) const { return m_faults[cell.fault - 1]; }

    [[nodiscard]] std::uint64_t bytes_done() const { return m_xml.bytes_done(); }
    /// Known before the first row.
    [[nodiscard]] bool is_hidden_column(std::uint32_t column) const;
    /// Merged ranges that reach below this row; known at the end.
    [[nodiscard]] std::uint64_t merged_below(std::uint64_t row) const;

    void start(std::string_view name, Attributes attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

private:
    enum class At : std::uint8_t { outside, data, row, cell, value, formula, inline_text };
    enum class Type : std::uint8_t { number, shared, text, boolean, error, date, inline_text };

    void start_row(Attributes attributes);
    void start_cell(Attributes attributes);
    void end_cell();
    void take_value(SheetCell& cell);
    void take_shared(SheetCell& cell);
    void take_fault(SheetCell& cell, ValueFault fault);
    void add_merge(Attributes attributes);
    void drop_batch();
    [[nodiscard]] std::string place() const;
    void fail(const std::string& place, std::string_view text);

    const Package& m_package;
    const Sheet& m_sheet;
    std::uint64_t m_max_cell_bytes;
    XmlStream m_xml;

    // what is ready
    std::vector<SheetRow> m_rows;
    std::vector<SheetCell> m_cells;
    std::vector<ValueFault> m_faults;
    std::string m_text;
    std::size_t m_next = 0;
    bool m_done = false;

    // where the parser stands
    At m_at = At::outside;
    TextRuns m_runs;
    SheetRow m_row;
    std::size_t m_row_text = 0; ///< where the row's text begins in `m_text`
    std::uint32_t m_column = 0; ///< of the cell, from 1; 0: none yet in this row
    Type m_type = Type::number;
    std::uint32_t m_style = 0;
    bool m_has_formula = false;
    bool m_has_value = false;
    std::string m_value;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> m_hidden; ///< columns from 0: first, and one past the last
    std::vector<std::uint64_t> m_merge_ends;                       ///< last rows of merged ranges of several cells
};

} // namespace assay::xlsx
