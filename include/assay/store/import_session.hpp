// Rows on their way into one register: added as they are read, judged against what is stored, published by commit().
// Knows neither files nor text: values arrive typed.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/value.hpp"
#include "assay/store/change.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Was the file exported with the version of each row?
enum class RoundTrip : std::uint8_t { no, yes };

/// The version that a row of such a file was written from; zeros: the row was added to the file.
struct RowBase {
    std::int64_t row = 0;
    std::int64_t from = 0; ///< change that made it
};

struct MergePolicy {
    std::string latest_by;       ///< field: of rows with one key the latest wins (ties: the last added), and not over a newer stored row
    bool remove_missing = false; ///< stored rows whose key was not added are removed
    /// Round trip: the file was written from the state after this change. What is newer is never removed as missing, nor overwritten by
    /// a row without a version. 0: no row tells, so that everything stored may be newer.
    std::int64_t file_state = std::numeric_limits<std::int64_t>::max();
    bool find_missing = false;          ///< stored rows whose key was not added are told; so they are with remove_missing
    std::string_view row_word = "line"; ///< what a reason calls the place of a row: "line", or "row" of a sheet
};

struct RejectedRow {
    std::uint64_t line = 0;
    std::string key;    ///< joined key; empty when a part of it is absent
    std::string reason; ///< "its key is in line 7 too", in words
    friend bool operator==(const RejectedRow&, const RejectedRow&) = default;
};

struct FieldChange {
    std::string field;
    Value before;
    Value after;
    friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

struct ChangedRow {
    std::uint64_t line = 0;
    std::string key;
    std::vector<FieldChange> fields; ///< in the order of the columns
};

/// A cell of a conflict: as the file was written, as stored now, as in the file.
struct ConflictField {
    std::string field;
    Value old;
    Value theirs;
    Value yours;
    friend bool operator==(const ConflictField&, const ConflictField&) = default;
};

/// A row edited in the file that somebody else changed, added or removed meanwhile; it is among the rejected too.
struct RowConflict {
    enum class Theirs : std::uint8_t { changed, added, removed };
    std::uint64_t line = 0;
    std::string key;
    std::int64_t by = 0;               ///< the change that was made meanwhile
    Theirs theirs = Theirs::changed;   ///< added, removed: their side, or old, is absent throughout
    std::vector<ConflictField> fields; ///< where theirs and yours differ, in the order of the columns
};

/// A stored row that the file has no row for.
struct MissingRow {
    std::string key;
    std::int64_t from = 0; ///< change that made its version
    bool newer = false;    ///< made after the file was written: never removed
    friend bool operator==(const MissingRow&, const MissingRow&) = default;
};

struct MergeResult {
    static constexpr std::size_t k_max_listed = 1000;
    RowOutcomes outcomes;              ///< rows given to add() = added + changed + unchanged + superseded + rejected
    std::vector<RejectedRow> rejected; ///< by line, at most k_max_listed; outcomes.rejected has the count, visit_rejected() all
    std::vector<ChangedRow> changed;   ///< by line, at most k_max_listed
    std::vector<MissingRow> missing;   ///< by key, at most k_max_listed, and as many newer ones
    std::int64_t missing_count = 0;    ///< without the newer ones
    std::int64_t newer_count = 0;
    // Round trip.
    std::vector<RowConflict> conflicts; ///< by line, at most k_max_listed
    std::int64_t conflict_count = 0;
    std::vector<RejectedRow> outrun; ///< by line, at most k_max_listed: not edited in the file, and changed meanwhile: among the superseded
    std::int64_t outrun_count = 0;
};

/// One transaction on one register. Order: add() and remove() as often as needed, merge() once, commit() or let it go:
/// nothing is visible to others before commit(), and the destructor rolls back. The store and the Run outlive the session.
/// Every function throws Error (disk full, locked, cancelled…); then the session can only be destroyed.
class ImportSession {
public:
    virtual ~ImportSession() = default;

    /// `values` in the order of the columns given to begin_import; an absent value clears its field. `line` 0: made at the prompt.
    /// With `expected_from`, the stored row must not be newer than that change, else the row is rejected as a conflict.
    virtual void add(std::uint64_t line, std::span<const Value> values, std::optional<std::int64_t> expected_from = {}) = 0;
    /// The same for a session of RoundTrip::yes. What differs from both the version it was written from and the stored one is rejected as a
    /// conflict; what does not differ from the former is superseded by the latter.
    virtual void add_version(std::uint64_t line, std::span<const Value> values, RowBase base) = 0;
    /// The row written from this version is in the file, but cannot be added: it is not missing.
    virtual void keep(RowBase base) = 0;
    /// The stored row of this key (values in the order of the register's key fields) is to go; rejected when there is none.
    virtual void remove(std::uint64_t line, std::span<const Value> key, std::optional<std::int64_t> expected_from = {}) = 0;

    /// Decides about every row; does not yet publish.
    virtual MergeResult merge(const MergePolicy& policy) = 0;
    /// After merge(): every rejected row, by line.
    virtual void visit_rejected(const std::function<void(const RejectedRow&)>& visit) = 0;

    /// After merge(): the number of the new change, or 0 when nothing changed (no row, and no declaration that differs from the
    /// register's last one): then no change is made. Rejected rows are left out; whether that is acceptable the caller decides.
    /// `rejected_before` counts rows of the file that never reached add(); `population.change`, `rows_in` and `rows_rejected`
    /// are filled in here.
    virtual std::int64_t commit(const Author& author, Instant when, const FileSource& source,
                                const std::optional<PopulationDeclaration>& population = {}, std::int64_t rejected_before = 0) = 0;
};

} // namespace assay
