// Rows on their way into one register: added as they are read, judged against what is stored, published by commit().
// Knows neither files nor text: values arrive typed.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/value.hpp"
#include "assay/store/change.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct MergePolicy {
    std::string latest_by;       ///< field: of rows with one key the latest wins (ties: the last added), and not over a newer stored row
    bool remove_missing = false; ///< stored rows whose key was not added are removed
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

struct MergeResult {
    static constexpr std::size_t k_max_listed = 1000;
    RowOutcomes outcomes;              ///< rows given to add() = added + changed + unchanged + superseded + rejected
    std::vector<RejectedRow> rejected; ///< by line, at most k_max_listed; outcomes.rejected has the count, visit_rejected() all
    std::vector<ChangedRow> changed;   ///< by line, at most k_max_listed
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
