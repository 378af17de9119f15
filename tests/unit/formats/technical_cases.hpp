// Files of technical results for tests, and what a reader makes of them.
#pragma once

#include "assay/base/error.hpp"
#include "assay/formats/technical.hpp"
#include "support/technical_files.hpp"
#include "support/temp_folder.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay::testing {

/// A row as the cells that are not empty, by column.
using CheckRow = std::map<std::string, std::string>;

struct TechnicalRead {
    std::vector<CheckRow> rows;
    std::vector<std::uint64_t> lines;
    std::vector<std::string> faults; ///< of rows
    std::string error;               ///< or empty: read to the end
    std::string description;
    std::string sha256;
    std::string warnings;
    std::vector<TechnicalTest> tests; ///< without their trees
    std::vector<std::size_t> nodes;   ///< of their trees
};

inline TechnicalRead read_technical(const std::filesystem::path& file, TechnicalOptions options = {}) {
    TechnicalRead read;
    Diagnostics warnings;
    options.warnings = &warnings;
    options.take_test = [&read](const TechnicalTest& test) {
        read.nodes.push_back(test.tree == nullptr ? 0 : test.tree->size());
        read.tests.push_back(test);
        read.tests.back().tree = nullptr;
    };
    try {
        const auto reader = open_technical(file, options);
        read.description = reader->describe();
        RawRow row;
        while (reader->next(row)) {
            CheckRow cells;
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                if (!row.cells[i].empty()) {
                    cells.emplace(reader->header()[i], row.cells[i]);
                }
            }
            read.rows.push_back(std::move(cells));
            read.lines.push_back(row.line);
            read.faults.push_back(row.fault);
        }
        read.sha256 = reader->file_sha256();
    } catch (const Error& error) {
        read.error = error.what();
    }
    read.warnings = warnings.to_text();
    return read;
}

inline TechnicalRead read_technical_text(std::string_view text, const TechnicalOptions& options = {}, std::string_view name = "t.xml") {
    const TempFolder folder;
    return read_technical(folder.write(name, text), options);
}

} // namespace assay::testing
