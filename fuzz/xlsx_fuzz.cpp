// Any bytes through the XLSX reader: as a workbook of their own, and as the sheet, texts and styles of one that is otherwise whole, where
// the archive's checksums would keep them out. Rows or an Error, nothing else.
#include "assay/base/error.hpp"
#include "assay/formats/xlsx.hpp"
#include "require.hpp"
#include "support/xlsx_file.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace {

using assay::testing::stored;
using assay::testing::XlsxFile;

/// Every cell has its place in the header, and rows come in order.
void read_all(std::string_view bytes) {
    try {
        assay::XlsxOptions options;
        options.fit = [](const std::vector<std::string>& header) { return assay::HeaderFit{header.size(), !header.empty()}; };
        const auto reader = assay::open_xlsx_bytes(bytes, "in.xlsx", options);
        assay::RawRow row;
        std::uint64_t line = reader->header_line();
        while (reader->next(row)) {
            require(row.line > line && row.cells.size() == reader->header().size(), "rows come in order, with a cell for each column");
            line = row.line;
            for (const auto& fault : row.cell_faults) {
                require(fault.cell < row.cells.size() && !fault.text.empty(), "a fault has its cell and its text");
            }
        }
        static_cast<void>(reader->describe());
        static_cast<void>(reader->file_sha256());
    } catch (const assay::Error&) {
        return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with("PK")) {
        read_all(bytes);
        return 0;
    }
    // Parts are divided by a record separator: the sheet, then texts, then formats of numbers.
    auto next = [rest = bytes]() mutable {
        const auto end = std::min(rest.find('\x1e'), rest.size());
        const std::string part(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return part;
    };
    XlsxFile workbook{{{"S", next()}}};
    workbook.strings = next();
    workbook.number_formats = next();
    read_all(workbook.bytes());
    return 0;
}
