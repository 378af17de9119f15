// `assay export`: a register as a file that was written, read back and compared, or is not delivered.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace assay {

enum class ExportFormat : std::uint8_t { csv, json, xlsx };
/// Columns and words of somebody else's template for the register poam; FedRAMP has a sheet for open and one for closed items.
enum class PoamForm : std::uint8_t { none, emass, fedramp, fedramp_closed };

struct ExportRequest {
    std::string register_id;
    std::filesystem::path file;            ///< empty: <register>.<format> in the current folder, which must not exist yet
    ExportFormat format = ExportFormat::csv;
    std::string at;
    PoamForm form = PoamForm::none;        ///< XLSX of register poam only
    bool round_trip = false;               ///< CSV: with _row, _from and _at, so that an import finds conflicting changes; XLSX always has them
};

struct ExportReport {
    std::string register_id;
    std::filesystem::path file;
    std::int64_t state = 0;
    std::int64_t rows = 0;
    std::uint64_t size_bytes = 0;
    std::string sha256;
    bool round_trip = false;
    std::vector<std::string> notes;        ///< what else is to be known
    std::int64_t neutralised = 0;          ///< cells given a leading apostrophe, because a spreadsheet would run them
};

/// Throws Error when the file cannot be written or reads back differently: then nothing stands under its name that was not there before.
[[nodiscard]] ExportReport export_rows(const Run& run, Session& session, const ExportRequest& request);
[[nodiscard]] std::string to_text(const ExportReport& report);

} // namespace assay
