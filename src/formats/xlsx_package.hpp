// The parts of a spreadsheet file and how they hang together: sheets by name, number formats, shared texts, date system.
// Refuses what is no XLSX, with the remedy. Knows no cell.
#pragma once

#include "formats/xlsx_strings.hpp"
#include "formats/xlsx_values.hpp"
#include "formats/xlsx_xml.hpp"
#include "formats/zip_archive.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::xlsx {

struct Sheet {
    std::string name;
    bool hidden = false;
    std::uint64_t part = 0; ///< in the archive
    std::string part_name;
};

struct Package {
    std::vector<Sheet> sheets;      ///< worksheets, in the order of the workbook
    std::vector<NumberKind> styles; ///< by the number that cells give
    DateSystem dates = DateSystem::from_1900;
    SharedStrings strings;
    bool has_strings = false; ///< the part is there
};

struct PackageLimits {
    std::uint64_t max_text_bytes = 1ULL << 30U;
    std::uint64_t max_cell_bytes = 1ULL << 20U;
};

[[nodiscard]] Package load_package(const ZipArchive& archive, const PackageLimits& limits);

} // namespace assay::xlsx
