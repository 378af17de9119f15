// The store's QueryRunner: one statement per question, in a state that does not move under it.
#pragma once

#include "assay/base/run.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/query_runner.hpp"
#include "store/connection.hpp"
#include "store/functions.hpp"
#include "store/lineage.hpp"
#include "store/query_sql.hpp"
#include "store/states.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace assay::db {

/// Questions per statement; more are split.
inline constexpr std::size_t k_max_questions = 200;

class StoreRunner final : public QueryRunner {
public:
    /// The connection and the cache outlive the runner.
    StoreRunner(Connection& connection, LineageCache& cache, std::stop_token stop, Zone zone, std::int64_t at);

    void rows(const TableQuery& query, const RowVisitor& visit) override;
    [[nodiscard]] std::vector<SubjectTally> tally(const RowBatch& batch) override;
    [[nodiscard]] std::vector<RowVerdict> verdicts(const RowBatch& batch, std::span<const std::size_t> questions) override;
    [[nodiscard]] std::vector<MemberVerdict> members(const MemberQuery& query) override;
    [[nodiscard]] std::vector<std::pair<Value, std::int64_t>> strays(const MemberQuery& query) override;
    [[nodiscard]] std::vector<PopulationDeclaration> declarations(const std::string& register_id) override;
    [[nodiscard]] std::int64_t count(const std::string& register_id) override;
    [[nodiscard]] std::vector<RowOrigin> origins(const std::string& register_id, std::span<const std::int64_t> rows) override;
    [[nodiscard]] std::int64_t statements() const override { return m_statements; }

private:
    /// Everything one question needs: its own read transaction, cancelling, zone, and the definitions as they are now.
    struct Scope {
        explicit Scope(StoreRunner& runner);
        StopScope stop;
        ZoneScope zone;
        Transaction transaction;
        std::shared_ptr<const Lineages> held;
        const Lineages& lineages;
        StateInTime state;
    };
    /// The rows that did not pass, as the last tally noted them: looking at these spares a second scan of all.
    struct Noted {
        RowBatch batch;
        std::vector<std::int64_t> rows; ///< sorted
    };
    /// One result for each call of tally() in `calls`, which count so many questions each (`sizes`). A long scan is counted by two threads at once.
    [[nodiscard]] std::vector<TallyResult> run_tally(const Scope& scope, const RowBatch& batch, const std::string& calls, const std::string& from, const std::string& row,
                                                     std::span<const std::size_t> sizes, Parameters& parameters);
    void tally_part(const RowBatch& batch, std::span<const std::size_t> questions, std::vector<SubjectTally>& tallies);
    /// `rows` are all that can have a verdict; null: look at every row.
    void verdicts_part(const RowBatch& batch, std::span<const std::size_t> questions, const std::vector<std::int64_t>* rows,
                       std::vector<RowVerdict>& verdicts);
    /// The last `_row` of this register where a scan of all of it is long enough to be shared by two threads.
    [[nodiscard]] std::optional<std::int64_t> last_of_long(const Scope& scope, const std::string& register_id);
    [[nodiscard]] SQLite::Statement prepare(const std::string& sql, const Parameters& parameters);

    Connection* m_connection;
    LineageCache* m_cache;
    std::stop_token m_stop;
    Zone m_zone;
    std::int64_t m_at;
    std::int64_t m_statements = 0;
    std::optional<Noted> m_noted; ///< none: not tallied yet, or too many
};

/// Numbers before texts, absent last.
[[nodiscard]] bool sorts_before(const Value& a, const Value& b);

} // namespace assay::db
