// Any bytes through the CSV reader: rows or an Error, nothing else; what was read and is written again reads the same.
#include "assay/base/error.hpp"
#include "assay/formats/csv.hpp"
#include "scratch_file.hpp"

#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile file("in.csv");
    static const ScratchFile again("again/out.csv");
    file.write(data, size);
    std::vector<std::vector<std::string>> rows;
    try {
        const auto reader = assay::open_csv(file.path());
        rows.push_back(reader->header());
        assay::RawRow row;
        while (reader->next(row)) {
            std::vector<std::string> cells(row.cells.begin(), row.cells.end());
            cells.resize(rows.front().size());
            rows.push_back(std::move(cells));
        }
        static_cast<void>(reader->describe());
    } catch (const assay::Error&) {
        return 0;
    }
    try {
        assay::CsvWriter writer(again.path(), rows.front());
        for (std::size_t i = 1; i < rows.size(); ++i) {
            writer.write(std::span<const std::string>(rows[i]));
        }
        writer.commit();
    } catch (const assay::Error&) {
        return 0; // a header that no CSV file can have, a cell that is not UTF-8
    }
    return 0;
}
