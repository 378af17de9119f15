// `assay import`: from a CSV or XLSX file to one change of a register, with a receipt that accounts for every row.
#pragma once

#include "assay/app/add_evidence.hpp"
#include "assay/app/session.hpp"
#include "assay/intake/import.hpp"
#include "assay/intake/receipt.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct ImportRequest {
    std::string register_id;
    std::filesystem::path file;
    ImportOptions options;
    std::string profile;                    ///< id of a header profile, or empty
    std::vector<std::string> date_formats;
    char separator = 0;                     ///< 0: found
    std::string encoding;                   ///< empty: found
    std::string sheet;                      ///< XLSX: name or number; empty: found, or asked for
    std::uint64_t header_row = 0;           ///< XLSX: 0: found
    bool matrix = false;                    ///< register raci: a matrix of activities by roles; else found by its shape
    /// So many stored rows that the file has no row for are removed, if they are as old as the file; another number is an error.
    std::optional<std::int64_t> remove_missing;
    std::filesystem::path cci_list;         ///< technical results: DISA's list of CCIs, or empty
    std::filesystem::path rejects_file;     ///< with accept_partial; empty: <file name>.rejects.csv in the current folder
    std::string why;
};

struct ImportReport {
    Receipt receipt;
    std::optional<Receipt> states;          ///< --events: what became of the ticket states
    std::optional<AddEvidenceReport> evidence; ///< technical results: the file as evidence
    std::optional<Receipt> scores;          ///< technical results: what became of the scores they state
    std::filesystem::path rejects_file;     ///< written, or empty
    std::uint64_t rejects_written = 0;
    bool stored = false;                    ///< or would be, in a dry run: false when rows were rejected and not accepted
};

/// Nothing after reporting faults of the file as a whole; the store is then as it was. Throws Error when it cannot go on.
[[nodiscard]] std::optional<ImportReport> import_file(const Run& run, Session& session, const ImportRequest& request);

} // namespace assay
