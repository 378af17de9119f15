// What a CSV file reads as, for comparison in tests.
#pragma once

#include "assay/base/error.hpp"
#include "assay/formats/csv.hpp"
#include "support/temp_folder.hpp"

#include <fmt/format.h>
#include <string>
#include <vector>

using CsvRow = std::vector<std::string>;

struct CsvContent {
    CsvRow header;
    std::uint64_t header_line = 0;
    std::vector<CsvRow> rows;
    std::vector<std::uint64_t> lines;
    std::vector<std::string> faults; ///< "3: text", the line first
    std::string description;
    std::string digest;
    std::string error;               ///< the text of the Error that ended it, with the folder's name taken out
};

inline CsvContent read_csv(const std::filesystem::path& file, const assay::CsvOptions& options = {}) {
    CsvContent content;
    try {
        const auto reader = assay::open_csv(file, options);
        content.header = reader->header();
        content.header_line = reader->header_line();
        assay::RawRow row;
        while (reader->next(row)) {
            content.rows.emplace_back(row.cells.begin(), row.cells.end());
            content.lines.push_back(row.line);
            if (!row.fault.empty()) {
                content.faults.push_back(fmt::format("{}: {}", row.line, row.fault));
            }
        }
        content.description = reader->describe();
        content.digest = reader->file_sha256();
    } catch (const assay::Error& error) {
        content.error = error.what();
        const std::string folder = file.parent_path().string() + "/";
        const std::size_t at = content.error.find(folder);
        if (at != std::string::npos) {
            content.error.erase(at, folder.size());
        }
    }
    return content;
}

inline CsvContent read_csv_text(std::string_view bytes, const assay::CsvOptions& options = {}) {
    const TempFolder folder;
    return read_csv(folder.write("t.csv", bytes), options);
}
