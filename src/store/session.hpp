// The import session: where added rows wait, and the steps by which merge() decides about them.
// Knows one register and one transaction.
#pragma once

#include "assay/store/import_session.hpp"
#include "store/connection.hpp"
#include "store/digest.hpp"
#include "store/lineage.hpp"
#include "store/writer.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay::db {

/// A set of row numbers: dense, so bits in pages.
class RowMarks {
public:
    /// False when it was there already.
    bool insert(std::int64_t row);

private:
    std::unordered_map<std::int64_t, std::array<std::uint64_t, 64>> m_pages;
};

class Session final : public ImportSession {
public:
    Session(Connection& connection, const Run& run, LineageCache& cache, std::string_view register_id, std::vector<std::string> columns,
            RoundTrip round_trip = RoundTrip::no);
    ~Session() override;

    void add(std::uint64_t line, std::span<const Value> values, std::optional<std::int64_t> expected_from) override;
    void add_version(std::uint64_t line, std::span<const Value> values, RowBase base) override;
    void keep(RowBase base) override;
    void remove(std::uint64_t line, std::span<const Value> key, std::optional<std::int64_t> expected_from) override;
    MergeResult merge(const MergePolicy& policy) override;
    void visit_rejected(const std::function<void(const RejectedRow&)>& visit) override;
    std::int64_t commit(const Author& author, Instant when, const FileSource& source,
                        const std::optional<PopulationDeclaration>& population, std::int64_t rejected_before) override;

private:
    enum class State : std::uint8_t { adding, merged, done };
    /// Where rows go as they come: straight into the register, which was empty (its index is made afterwards); straight into one that has
    /// rows, for as long as each key is new; or into temp.stage, for merge() to decide on.
    enum class Way : std::uint8_t { into_empty, appended, staged };
    struct Column {
        const StoredField* field = nullptr;
        bool key = false;
    };

    // session.cpp: rows come in
    void check_columns();
    void prepare();
    [[nodiscard]] std::string fault_of(std::span<const Value> values) const;
    void reject(std::uint64_t line, const std::string& key, const std::string& reason);
    [[nodiscard]] std::string key_of(std::span<const Value> values) const;
    /// add() and remove() beyond the first k rows look whether they must stop.
    void tick();
    [[nodiscard]] bool insert_row(std::uint64_t line, std::span<const Value> values, std::optional<std::int64_t> expected_from);
    void prepare_straight();
    void prepare_stage();
    void drop_index();
    void make_index();
    void stage_appended();
    [[nodiscard]] bool appends_most();

    // session_merge.cpp: what becomes of them
    void merge_into_empty();
    void merge_appended();
    void merge_staged();
    void find_duplicates(const std::string& table, const std::string& sequence);
    [[nodiscard]] bool decide_rows();
    [[nodiscard]] bool has_fresh_duplicates();
    void find_missing();
    void tell_missing(const std::string& missing);
    void apply();
    [[nodiscard]] bool is_bulk();
    void list_changed();
    [[nodiscard]] std::string key_expression(std::string_view qualifier) const;
    [[nodiscard]] std::string same_expression() const;

    // session_round_trip.cpp
    struct Sifted;
    void sift_versions();
    void sift(const Sifted& row);
    [[nodiscard]] std::vector<Value> read_columns(SQLite::Statement& rows, int first) const;
    [[nodiscard]] std::optional<std::vector<Value>> find_base(SQLite::Statement& find, const std::vector<Value>& yours, RowBase base) const;
    void add_conflict(const Sifted& row, std::int64_t by);
    [[nodiscard]] std::int64_t find_removal(const std::vector<Value>& yours);

    Connection* m_connection;
    Run m_run;
    StopScope m_stop;
    Transaction m_transaction; ///< before anything is read: what is decided on must not change meanwhile
    Lineage m_lineage;
    std::vector<std::string> m_columns;
    std::vector<Column> m_fields;   ///< per column
    std::vector<std::size_t> m_key; ///< positions of the key fields in `m_columns`, in the order of the key
    std::vector<std::string> m_key_names;
    std::vector<std::string> m_missing_required; ///< required fields that are not among the columns

    bool m_round_trip = false;
    RowBase m_base; ///< of the row being added

    State m_state = State::adding;
    Way m_way = Way::staged;
    bool m_is_indexed = true; ///< the register's index of keys is there
    std::int64_t m_change = 0;
    std::int64_t m_first_row = 0; ///< of the versions this change makes
    std::int64_t m_added = 0;     ///< calls of add() and remove() so far
    std::int64_t m_removals = 0;
    std::optional<SQLite::Statement> m_insert;
    std::optional<SQLite::Statement> m_reject;
    std::optional<RowHasher> m_hasher;
    MergePolicy m_policy;
    MergeResult m_result;
    std::vector<Block> m_blocks;
    Closed m_closed;
};

} // namespace assay::db
