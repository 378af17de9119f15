// What tests of the XLSX reader share: a sheet in, its rows or the error out.
#pragma once

#include "assay/base/error.hpp"
#include "assay/formats/xlsx.hpp"
#include "support/xlsx_file.hpp"

#include <string>
#include <vector>

namespace assay::testing {

struct ReadSheet {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::uint64_t> lines;
    std::vector<std::string> faults; ///< "C5 holds the error #N/A (hint)"
    std::string description;
    FileLayout layout;
    std::string error; ///< instead of all that
};

inline ReadSheet read_sheet_bytes(const std::string& bytes, const XlsxOptions& options = {}) {
    ReadSheet read;
    try {
        const auto reader = open_xlsx_bytes(bytes, "t.xlsx", options);
        read.header = reader->header();
        read.layout = reader->layout();
        RawRow row;
        while (reader->next(row)) {
            read.lines.push_back(row.line);
            read.rows.emplace_back(row.cells.begin(), row.cells.end());
            for (const auto& fault : row.cell_faults) {
                read.faults.push_back(read.layout.address(fault.cell, row.line) + " " + fault.text + " (" + fault.hint + ")");
            }
        }
        read.description = reader->describe();
    } catch (const Error& error) {
        read.error = error.what();
    }
    return read;
}

inline ReadSheet read_sheet(const XlsxFile& file, const XlsxOptions& options = {}) { return read_sheet_bytes(file.bytes(), options); }

/// A sheet "S" of one column "v", with these cells below it in rows 2, 3…; a cell is what follows `<c r="A2"`: " t=\"b\"><v>1</v>".
inline XlsxFile column_of(const std::vector<std::string>& cells) {
    std::string xml = inline_rows({{"v"}});
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto row = std::to_string(i + 2);
        xml += "<row r=\"" + row + "\"><c r=\"A" + row + "\"" + cells[i] + "</c></row>";
    }
    return {{{"S", xml}}};
}

/// The texts of such a column.
inline std::vector<std::string> texts_of(const XlsxFile& file) {
    std::vector<std::string> texts;
    const auto read = read_sheet(file);
    for (const auto& row : read.rows) {
        texts.push_back(row.front());
    }
    if (!read.error.empty()) {
        texts.push_back(read.error);
    }
    return texts;
}

} // namespace assay::testing
