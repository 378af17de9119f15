// Results of technical tests as rows: XCCDF 1.1 and 1.2 results, alone, in a benchmark or in an ARF report; STIG Viewer checklists, CKL
// and CKLB. Stops at syntax: knows no register and computes no score.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/row_reader.hpp"
#include "assay/model/technical.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace assay {

/// By the first byte that is no white space: '<' or '{'. Pipes and other special files are not looked into. Throws Error when the file
/// cannot be read.
[[nodiscard]] bool is_technical_file(const std::filesystem::path& file);

struct TechnicalOptions {
    std::string asset;                                   ///< for tests that name none
    std::string checked_at;                              ///< for results without a time
    std::function<void(const TechnicalTest&)> take_test; ///< told of every test when its last row was read, in order; may be empty
    DiagnosticSink* warnings = nullptr;                  ///< borrowed; null: nobody is told of unknown namespaces and versions

    std::size_t max_cell_bytes = 1ULL << 20U;     ///< a row with a longer text is at fault
    std::uint64_t max_kept_bytes = 256ULL << 20U; ///< of benchmarks and of the test being read
};

/// The rows follow one by one; each test waits in memory until it ends. The header holds field ids of the register technical_check.
/// Throws Error "file:line:column: fault; remedy", here or in next(): not well-formed, of an unknown kind, namespace or version, without
/// results, over a limit.
[[nodiscard]] std::unique_ptr<RowReader> open_technical(const std::filesystem::path& file, const TechnicalOptions& options = {});

/// What a benchmark file or data stream holds.
struct BenchmarkSummary {
    std::string id;
    std::string title;
    std::string version;
    std::size_t rules = 0;
    std::size_t profiles = 0;
};

} // namespace assay
