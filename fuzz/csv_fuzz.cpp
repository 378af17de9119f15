// Any bytes through the CSV reader: rows or an Error, nothing else; what was read and is written again reads the same.
#include "assay/base/error.hpp"
#include "assay/formats/csv.hpp"
#include "require.hpp"
#include "scratch_file.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The header and the rows that can be used, as wide as the header; nothing for what is no CSV file.
std::optional<Rows> read_rows(const std::filesystem::path& file) {
    try {
        Rows rows;
        const auto reader = assay::open_csv(file);
        rows.push_back(reader->header());
        assay::RawRow row;
        while (reader->next(row)) {
            if (row.fault.empty()) {
                std::vector<std::string> cells(row.cells.begin(), row.cells.end());
                cells.resize(rows.front().size());
                rows.push_back(std::move(cells));
            }
        }
        static_cast<void>(reader->describe());
        return rows;
    } catch (const assay::Error&) {
        return std::nullopt;
    }
}

bool has_controls(const Rows& rows) {
    const auto is_control = [](char c) { return c >= '\0' && c < ' ' && std::string_view("\t\n\r\f\v").find(c) == std::string_view::npos; };
    return std::ranges::any_of(rows, [&](const auto& cells) { return std::ranges::any_of(cells, [&](const auto& cell) { return std::ranges::any_of(cell, is_control); }); });
}

bool write_rows(const std::filesystem::path& file, const Rows& rows) {
    try {
        assay::CsvWriter writer(file, rows.front());
        for (std::size_t i = 1; i < rows.size(); ++i) {
            writer.write(std::span<const std::string>(rows[i]));
        }
        writer.commit();
        return true;
    } catch (const assay::Error&) {
        return false; // a header that no CSV file can have, a cell that is not UTF-8
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile k_file("in.csv");
    static const ScratchFile k_again("again/out.csv");
    k_file.write(data, size);
    const auto rows = read_rows(k_file.path());
    if (rows && write_rows(k_again.path(), *rows)) {
        try {
            assay::verify_csv(k_again.path(), *rows);
        } catch (const assay::Error& error) {
            // Text in UTF-16 may hold control characters that no text in UTF-8 may.
            require(has_controls(*rows), "what is written is read as the same", error.what());
        }
    }
    return 0;
}
