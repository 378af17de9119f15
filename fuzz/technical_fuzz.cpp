// Any bytes through the readers of technical results: rows of the right width, or an Error.
#include "assay/base/error.hpp"
#include "assay/formats/technical.hpp"
#include "require.hpp"
#include "scratch_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile k_file("technical/in");
    k_file.write(data, size);
    assay::Diagnostics warnings;
    assay::TechnicalOptions options;
    options.warnings = &warnings;
    options.max_cell_bytes = 1U << 12U;
    options.max_kept_bytes = 1U << 20U;
    std::size_t results = 0;
    options.take_test = [&results](const assay::TechnicalTest& test) { results += test.results.size(); };
    try {
        const auto reader = assay::open_technical(k_file.path(), options);
        assay::RawRow row;
        std::size_t rows = 0;
        while (reader->next(row)) {
            ++rows;
            require(row.cells.size() == reader->header().size(), "a row has as many cells as the header");
        }
        require(rows >= results && reader->file_sha256().size() == 64, "every result told of has its row");
        static_cast<void>(reader->describe());
    } catch (const assay::Error&) {
        return 0;
    }
    return 0;
}
