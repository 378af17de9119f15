// What the store tells about its changes: who made them, from what, what became of the rows, and whether the chain still holds.
// Plain values; knows no SQL.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/register.hpp"
#include "assay/model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// Who makes a change, and why.
struct Author {
    std::string who;
    std::string why;
};

/// The file whose rows a change brought in. An empty `file` says: made at the prompt.
struct FileSource {
    std::string file;
    std::string sha256; ///< hex
    std::string sheet;
    std::string column_map; ///< as used, in words: "number=Incident ID; opened_at=Opened"
    std::uint64_t size_bytes = 0;
    friend bool operator==(const FileSource&, const FileSource&) = default;
};

enum class ChangeKind : std::uint8_t { definition, import, edit, undo, rename };
/// "definition", "import", "edit", "undo", "rename"
[[nodiscard]] std::string_view to_text(ChangeKind kind);

/// What became of the rows of one register in one change.
/// Rows in = added + changed + unchanged + superseded + rejected; `removed` counts rows taken away beside these.
struct RowOutcomes {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;
    std::int64_t superseded = 0;
    std::int64_t rejected = 0;
    std::int64_t removed = 0;
    friend bool operator==(const RowOutcomes&, const RowOutcomes&) = default;
};

struct ChangeRegister {
    std::string register_id;
    FileSource source;
    std::vector<std::string> columns; ///< fields the file had, in its order
    RowOutcomes outcomes;
    std::int64_t rows_inserted = 0;
    std::int64_t rows_closed = 0;
};

struct ChangeHeader {
    std::int64_t id = 0;
    ChangeKind kind = ChangeKind::import;
    Instant when;
    Author author;
    std::int64_t undoes = 0;               ///< change undone, 0: none
    std::int64_t undone_by = 0;            ///< change that undid this one, 0: none
    std::string digest;                    ///< hex; keep it elsewhere as an anchor
    std::vector<ChangeRegister> registers; ///< sorted by id; empty for definitions
    std::vector<std::string> definitions;  ///< ids of the registers whose definition was applied, sorted
};

/// What a migration did, or would do.
struct MigrationResult {
    struct ConvertedField {
        std::string field;
        std::string from; ///< "decimal with scale 2"
        std::string to;
        std::int64_t rows = 0;        ///< current rows that hold a value
        std::int64_t made_absent = 0; ///< of these: whose value was said to go
        std::int64_t closed = 0;      ///< closed versions that hold one
        std::int64_t unfit = 0;       ///< of these: whose value has no counterpart; their states read it as absent, and it stays in history
    };
    std::int64_t change = 0; ///< 0: dry run
    std::string register_id;
    std::vector<ConvertedField> fields; ///< in the order of the definition
    std::vector<std::string> key_before; ///< empty: the key stays
    std::vector<std::string> key_after;
};

/// One version of one row.
struct RowVersion {
    std::int64_t row = 0;
    std::int64_t from = 0;                ///< change that made it
    std::int64_t to = 0;                  ///< change that closed it, 0: current
    std::int64_t line = 0;                ///< line of the file, 0: made at the prompt or by an undo
    Row values;                           ///< in the order of `RowHistory::fields`
    ChangeKind kind = ChangeKind::import; ///< of the change `from`
    Instant when;
    Author author;
    FileSource source;
};

struct RowHistory {
    /// All fields ever stored: those of the definition in its order, then removed ones. "size#3" is field 'size' as it was before a
    /// migration changed its type.
    std::vector<std::string> fields;
    std::vector<FieldType> types; ///< of each, as its values are stored
    std::vector<int> scales;
    /// Oldest first; empty: there never was such a row. What the row was called before it was renamed comes with it.
    std::vector<RowVersion> versions;
    std::string renamed_to; ///< joined key, when the last version ended by being renamed
};

/// A row that got another key.
struct RenamedRow {
    std::string register_id;
    std::string old_key; ///< joined, as the new one
    std::string new_key;
    friend bool operator==(const RenamedRow&, const RenamedRow&) = default;
};

/// Rows that referred to a renamed one, and now refer to its new key.
struct FollowedReferences {
    static constexpr std::size_t k_max_listed = 20;
    std::string register_id;
    std::string field;
    std::int64_t rows = 0;
    std::vector<std::string> keys; ///< joined, before the change, sorted; at most k_max_listed
    friend bool operator==(const FollowedReferences&, const FollowedReferences&) = default;
};

struct RenameResult {
    std::int64_t change = 0;                  ///< 0: only tried
    std::vector<RenamedRow> renamed;          ///< the row asked for, then rows whose key holds a reference to a renamed one
    std::vector<FollowedReferences> followed; ///< sorted by register and field
};

/// A row that keeps a change from being undone, because change `by` touched it later.
struct UndoConflict {
    std::string register_id;
    std::string key; ///< joined key
    std::int64_t by = 0;
    friend bool operator==(const UndoConflict&, const UndoConflict&) = default;
};

struct UndoResult {
    static constexpr std::size_t k_max_listed = 100;
    std::int64_t undone = 0; ///< the change asked about
    std::int64_t change = 0; ///< the new change; 0: refused
    std::int64_t rows_closed = 0;
    std::int64_t rows_restored = 0;
    std::vector<UndoConflict> conflicts; ///< sorted by register and key; at most k_max_listed
    std::int64_t conflict_count = 0;
    [[nodiscard]] bool refused() const noexcept { return change == 0; }
};
/// "change 4 is undone by change 7: 3 rows closed, 2 rows restored", or the refusal with its keys and changes, several lines.
[[nodiscard]] std::string to_text(const UndoResult& result);

/// One place where the store is not what its chain says. Fields that are not known are 0 or empty.
struct VerifyFault {
    std::int64_t change = 0;
    std::string register_id;
    std::int64_t block = 0; ///< from 1, each of up to 1,000 rows of the change
    std::int64_t first_row = 0;
    std::int64_t last_row = 0;
    std::string text;
};
/// "change 4, register 'risk', block 2 (rows 1001 to 2000): rows differ from the digest of the change"
[[nodiscard]] std::string to_text(const VerifyFault& fault);

struct VerifyReport {
    static constexpr std::size_t k_max_listed = 1000;
    std::vector<VerifyFault> faults; ///< at most k_max_listed
    std::int64_t fault_count = 0;
    std::int64_t changes = 0;
    std::int64_t row_versions = 0;
    std::int64_t blobs = 0;
    std::int64_t assessments = 0;
    std::string head_digest; ///< hex; empty while there is no change
    [[nodiscard]] bool intact() const noexcept { return fault_count == 0; }
};

} // namespace assay
