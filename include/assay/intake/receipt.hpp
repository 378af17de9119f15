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
/// "column 3 'Priority': 'P9' is not a word of 'priority' (did you mean 'P1'?)", for a row that is already named; in a sheet "C5
/// 'Priority': …".
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
    std::vector<std::string> details{}; ///< lines below it
};

/// A stored row that the file has no row for.
struct ReceiptMissing {
    std::string key;         ///< as shown
    std::int64_t change = 0; ///< that made it
    bool newer = false;      ///< made after the file was written, and therefore never removed
};

/// What only a file exported with its versions, or --remove-missing, adds to a receipt.
struct ReceiptRoundTrip {
    bool used = false;      ///< the file has versions of this store
    bool unversioned = false; ///< it has the columns of a version, and no row fills them
    std::int64_t state = 0; ///< the change after which it was written
    std::int64_t changes_since = 0;
    std::uint64_t conflicts = 0; ///< among the rejected
    std::uint64_t outrun = 0;    ///< among the superseded: not edited in the file, and changed meanwhile
    std::uint64_t foreign = 0;   ///< rows with a version of another store, taken as they are
    bool remove_missing = false;
    std::uint64_t missing = 0; ///< without the newer ones
    std::uint64_t newer = 0;
    std::vector<ReceiptMissing> rows; ///< missing and newer, by key
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
    static constexpr std::size_t k_max_edits_listed = 1000; ///< of a file exported with its versions: it was edited by hand

    std::string file;
    std::string sha256;
    std::string profile; ///< its id, or empty
    std::string profile_sha256;
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
    ReceiptRoundTrip round_trip;
    std::vector<std::string> notes; ///< whatever else the app must tell

    [[nodiscard]] std::uint64_t count(Fate fate) const { return counts[static_cast<std::size_t>(fate)]; }
    [[nodiscard]] std::size_t max_rows_listed() const { return round_trip.used ? k_max_edits_listed : k_max_rows_listed; }
};

/// Counts rows of that fate.
void count_rows(Receipt& receipt, Fate fate, std::uint64_t rows = 1);
/// Keeps a row for the list of its fate unless that is full; counts nothing.
void list_row(Receipt& receipt, Fate fate, ReceiptRow row);
[[nodiscard]] bool adds_up(const Receipt& receipt);
/// Throws Error when the counts do not add up: nothing may be stored then.
void require_adds_up(const Receipt& receipt);

/// Parts of a completeness declaration that are missing, in words ("--source", "--source-count"), in a fixed order.
[[nodiscard]] std::vector<std::string> missing_parts(const PopulationDeclaration& declaration);

/// Plain text for the terminal, ends with a line end. Throws Error when the counts do not add up: a receipt never lies.
[[nodiscard]] std::string to_text(const Receipt& receipt);

} // namespace assay
