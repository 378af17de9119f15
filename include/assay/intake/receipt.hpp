// What an import did or would do, so that every row of the file is accounted for: rows in = added + changed + unchanged +
// superseded + rejected. Intake fills in what it knows, the app adds what the store did. Knows no terminal.
#pragma once

#include "assay/intake/date_order.hpp"
#include "assay/intake/headers.hpp"
#include "assay/model/query_runner.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A fault of one row. `column` is the ordinal from 1, 0 when the row as a whole is at fault.
struct RowFault {
    std::uint64_t line = 0;
    std::uint32_t column = 0;
    std::string column_name;
    std::string cell; ///< at most 80 characters, then "…"
    std::string code;
    std::string text;
    std::string hint;
    std::string address{}; ///< of the cell in a sheet ("C5"), else empty
    friend bool operator==(const RowFault&, const RowFault&) = default;
};
/// "column 3 'Priority': 'P9' is not a word of 'priority' (did you mean 'P1'?)", for a row that is already named; in a sheet "C5 'Priority': …".
[[nodiscard]] std::string reason_of(const RowFault& fault);
[[nodiscard]] Diagnostic to_diagnostic(const std::string& file, const RowFault& fault);
/// At most `characters` code points on one line; more end in "…".
[[nodiscard]] std::string shorten(std::string_view text, std::size_t characters = 80);

/// What became of a row.
enum class Fate : std::uint8_t { added, changed, unchanged, superseded, rejected };
inline constexpr std::size_t k_fates = 5;
[[nodiscard]] std::string_view to_text(Fate fate);

/// One row in the receipt's lists. `note` says what changed, what superseded it, or why it was rejected.
struct ReceiptRow {
    std::uint64_t line = 0;
    std::string key; ///< as shown, or empty when unknown
    std::string note;
};

struct ReceiptDates {
    std::size_t column_index = 0; ///< into the header
    std::string column;
    std::string field;
    DateFinding finding;
};

struct DanglingReferences {
    std::string field;
    std::string target; ///< register referred to
    std::uint64_t rows = 0;
    std::vector<std::string> examples; ///< sorted
};

struct Receipt {
    static constexpr std::size_t k_max_rows_listed = 50;

    std::string file;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string description; ///< RowReader::describe()
    FileLayout layout;
    std::string register_id;
    std::string register_title;
    bool dry_run = false;
    bool accept_partial = false;
    bool stored = false;                ///< set by the app after the commit
    std::optional<std::int64_t> change; ///< number of the change made, if any
    std::string latest_by;

    std::vector<MatchedColumn> columns;
    std::vector<std::string> column_fields; ///< per column: field id
    std::vector<FieldAssignment> constants;
    std::vector<UnusedColumn> unused;
    std::vector<ReceiptDates> dates;

    std::uint64_t rows_in = 0; ///< without blank records
    std::array<std::uint64_t, k_fates> counts{};
    std::array<std::vector<ReceiptRow>, k_fates> rows; ///< at most k_max_rows_listed each
    std::uint64_t blank = 0;                           ///< records without any text: skipped
    std::uint64_t folds = 0;                           ///< local times that occur twice
    std::uint64_t without_time = 0;                    ///< date-times given as dates
    std::vector<DanglingReferences> dangling;
    std::optional<PopulationDeclaration> declaration;
    std::vector<std::string> notes; ///< whatever else the app must tell

    [[nodiscard]] std::uint64_t count(Fate fate) const { return counts[static_cast<std::size_t>(fate)]; }
};

/// Counts rows of that fate.
void count_rows(Receipt& receipt, Fate fate, std::uint64_t rows = 1);
/// Keeps a row for the list of its fate unless that is full; counts nothing.
void list_row(Receipt& receipt, Fate fate, ReceiptRow row);
[[nodiscard]] bool adds_up(const Receipt& receipt);

/// Parts of a completeness declaration that are missing, in words ("--source", "--source-count"), in a fixed order.
[[nodiscard]] std::vector<std::string> missing_parts(const PopulationDeclaration& declaration);

/// Plain text for the terminal, ends with a line end. Throws Error when the counts do not add up: a receipt never lies.
[[nodiscard]] std::string to_text(const Receipt& receipt);

} // namespace assay
