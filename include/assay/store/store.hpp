// The store: registers with all their versions, the chain of changes, stored files and assessments, in one SQLite file.
// Knows no XML, no check and no report. docs/store.md says how it is laid out and why.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/run.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/assessment.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"
#include "assay/store/change.hpp"
#include "assay/store/import_session.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class OpenMode : std::uint8_t {
    create, ///< the file must not exist yet (an empty one may)
    read_write,
    read_only,
};

struct OpenOptions {
    std::function<void(std::string_view)> on_wait; ///< told once what is waited for when another program holds the store for 1 s
    std::chrono::milliseconds wait_limit{30'000};  ///< then Error "… is locked by another program …"
};

/// The definition of a register as it was applied.
struct StoredDefinition {
    std::string register_id;
    std::int64_t change = 0;
    std::string source_text; ///< its XML
};

/// A file as it was used, borrowed.
struct Blob {
    std::string_view digest; ///< SHA-256 of `bytes`, hex
    std::string_view kind;   ///< "catalog"
    std::string_view bytes;
};

struct ConvertedValue {
    std::optional<Value> value; ///< nothing: it has no counterpart; absent: it is to go
    std::string shown;          ///< the old one, as a person reads it
};
/// A value of field `to` as it was before its type changed, to what it is now.
using ValueConverter = std::function<ConvertedValue(const Field& to, const Value& old)>;

struct ChangeFilter {
    std::int64_t from = 1; ///< first and last change wanted
    std::optional<std::int64_t> to;
    std::string register_id; ///< empty: all
};

enum class AssessmentParts : std::uint8_t {
    all,
    checks, ///< tallies and failing rows; no determinations
};

struct AssessmentSummary {
    AssessmentHeader header;
    Instant saved_at;
    std::string who;
};

/// Not thread-safe; sessions and runners borrow it. Everything throws Error with place, fault and remedy.
/// Changes get the numbers 1, 2, 3…; 0 is the state before the first.
class Store {
public:
    [[nodiscard]] static Store open(const std::filesystem::path& file, OpenMode mode, OpenOptions options = {});
    /// For the cases of checks, and tests.
    [[nodiscard]] static Store in_memory();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // --- definitions
    /// Creates and evolves tables; one change that holds every definition that differs from the stored one, with its XML.
    /// Gives the change, or 0 when nothing differs. Throws Error with a line per refusal (type or key changed while rows exist…).
    std::int64_t apply_definitions(const Schema& schema, const Author& author, Instant when);
    /// Applies the definition of one register although types or the key change while rows exist: every value of such a field, in all
    /// versions, goes through `convert`.
    /// Throws Error naming values of current rows that have none, rows without a value in the key, and keys that two rows would have, and
    /// when nothing needs migrating. `try_only`: nothing is stored.
    MigrationResult migrate(const Run& run, const Schema& schema, std::string_view register_id, const ValueConverter& convert, const Author& author, Instant when,
                            bool try_only = false);
    /// As of a change (default: now), sorted by register.
    [[nodiscard]] std::vector<StoredDefinition> definitions(std::optional<std::int64_t> at_change = {}) const;

    // --- changes
    /// `columns`: the fields that the file has; all key fields must be among them. Waits for and takes the write lock.
    [[nodiscard]] std::unique_ptr<ImportSession> begin_import(const Run& run, std::string_view register_id,
                                                              std::span<const std::string> columns,
                                                              RoundTrip round_trip = RoundTrip::no);
    /// The current row of this key (values in the order of the register's key fields) gets another one, and every reference to it follows,
    /// in one change. Throws Error when there is no such row or the new key is taken. `try_only`: nothing is stored.
    RenameResult rename(const Run& run, std::string_view register_id, std::span<const Value> old_key, std::span<const Value> new_key,
                        const Author& author, Instant when, bool try_only = false);
    [[nodiscard]] std::int64_t head() const;
    /// Newest change made at or before `instant`, 0: none.
    [[nodiscard]] std::int64_t change_at(Instant instant) const;
    /// Oldest first.
    [[nodiscard]] std::vector<ChangeHeader> changes(const ChangeFilter& filter = {}) const;
    /// `key`: joined key.
    [[nodiscard]] RowHistory history(std::string_view register_id, std::string_view key) const;
    UndoResult undo(const Run& run, std::int64_t change, const Author& author, Instant when);
    [[nodiscard]] VerifyReport verify(const Run& run) const;

    // --- questions
    /// Answers for the state after `at_change` (default: the head at this moment; later changes do not show).
    [[nodiscard]] std::unique_ptr<QueryRunner> runner(const Run& run, const Zone& zone, std::optional<std::int64_t> at_change = {});

    // --- files as used (catalogs, checks, definitions, matrices, the workspace file), by content
    /// All of them or none, in one step; storing the same bytes again does nothing, and takes no lock.
    void put_blobs(std::span<const Blob> blobs);
    void put_blob(const Blob& blob) { put_blobs({&blob, 1}); }
    [[nodiscard]] std::optional<std::string> get_blob(std::string_view digest) const;

    // --- assessments; they do not move the head
    std::int64_t save_assessment(const Assessment& assessment, Instant when, std::string_view who);
    /// Throws Error when there is none.
    [[nodiscard]] Assessment load_assessment(std::int64_t id, AssessmentParts parts = AssessmentParts::all) const;
    /// Oldest first.
    [[nodiscard]] std::vector<AssessmentSummary> assessments() const;
    /// The newest whose header is `wanted` and that is still what its digest says; 0: none.
    [[nodiscard]] std::int64_t find_intact_assessment(const std::function<bool(const AssessmentHeader&)>& wanted) const;
    /// Throws Error when there is none.
    void remove_assessment(std::int64_t id);

    /// In memory only: back to the definitions without any row, for the next case. Throws Error for a store in a file.
    void forget_rows();

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace assay
