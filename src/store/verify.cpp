#include "store/verify.hpp"

#include "store/assessments.hpp"
#include "store/digest.hpp"
#include "store/migrate.hpp"
#include "store/writer.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay::db {
namespace {

struct StoredBlock {
    std::int64_t change = 0;
    std::int64_t number = 0;
    std::int64_t first_row = 0;
    std::int64_t last_row = 0;
    std::int64_t rows = 0;
    std::string digest;
};

class Verification {
public:
    Verification(Connection& connection, const Run& run) : m_connection(&connection), m_run(run) {}

    void run() {
        check_integrity();
        m_lineages = load_lineages(*m_connection);
        verify_schema(*m_connection, m_lineages, m_report);
        check_chain();
        if (tables_stand()) {
            for (const auto& lineage : m_lineages.all) {
                check_rows(lineage);
                check_closed(lineage);
                check_converted(lineage);
            }
        }
        check_strays();
        check_blobs();
        check_assessments();
    }
    [[nodiscard]] VerifyReport& report() { return m_report; }

private:
    void fault(std::int64_t change, std::string register_id, std::string text) {
        add_fault(m_report, {change, std::move(register_id), 0, 0, 0, std::move(text)});
    }

    /// Without its tables a register's rows cannot be read; that they are missing is reported already.
    bool tables_stand() {
        for (const auto& lineage : m_lineages.all) {
            for (const auto& [table, own] : {std::pair{current_table(lineage.id()), "_from"}, {closed_table(lineage.id()), "_to"}}) {
                std::set<std::string> names;
                SQLite::Statement columns(m_connection->db(), "SELECT name FROM pragma_table_xinfo(?)");
                columns.bind(1, table);
                while (columns.executeStep()) {
                    names.insert(columns.getColumn(0).getString());
                }
                bool all = names.contains("_row") && names.contains("_line") && names.contains(own);
                for (const auto& column : lineage.columns()) {
                    all = all && names.contains(column.name);
                }
                if (!all) {
                    return false;
                }
            }
        }
        return true;
    }

    void check_integrity() {
        SQLite::Statement rows(m_connection->db(), "PRAGMA integrity_check(100)");
        while (rows.executeStep()) {
            if (const auto text = rows.getColumn(0).getString(); text != "ok") {
                fault(0, {}, "integrity: " + text);
            }
        }
    }

    void check_chain() {
        SQLite::Statement rows(m_connection->db(), "SELECT id, digest FROM change ORDER BY id");
        std::string stored_before;
        std::string computed_before;
        std::int64_t expected = 1;
        while (rows.executeStep()) {
            throw_if_stopped(m_run);
            const auto id = rows.getColumn(0).getInt64();
            const auto stored = rows.getColumn(1).getString();
            for (; expected < id; ++expected) {
                fault(expected, {}, "the change is missing");
                if (id - expected > 1000) {
                    expected = id - 1; // one forged number must not make a million lines
                }
            }
            expected = id + 1;
            ++m_report.changes;
            m_changes.insert(id);
            auto computed = change_digest(*m_connection, id, stored_before);
            if (bytes_of(computed) != stored && computed_before != stored_before) {
                computed = change_digest(*m_connection, id, computed_before); // the digest before it was altered, not this change
            }
            if (bytes_of(computed) != stored) {
                fault(id, {}, "the record of the change differs from its digest");
            }
            stored_before = stored;
            computed_before = std::string(bytes_of(computed));
            m_report.head_digest = hex_of(stored);
        }
    }

    std::vector<StoredBlock> blocks_of(const Lineage& lineage) {
        std::vector<StoredBlock> blocks;
        SQLite::Statement rows(
            m_connection->db(),
            "SELECT change, register, block, first_row, last_row, rows, digest FROM change_block ORDER BY first_row, change, block");
        while (rows.executeStep()) {
            const auto change = rows.getColumn(0).getInt64();
            if (m_lineages.find_at(rows.getColumn(1).getString(), change) == &lineage) {
                blocks.push_back({change, rows.getColumn(2).getInt64(), rows.getColumn(3).getInt64(), rows.getColumn(4).getInt64(),
                                  rows.getColumn(5).getInt64(), rows.getColumn(6).getString()});
            }
        }
        return blocks;
    }

    /// All versions of a register in the order of `_row`, block by block.
    void check_rows(const Lineage& lineage) {
        const auto select = [&](const std::vector<std::string>& names, const std::string& table) {
            return fmt::format("SELECT \"_row\", \"_from\", \"_line\", {} FROM {}", sql_names(names), sql_name(table));
        };
        std::int64_t after = 0; // rows up to here are accounted for
        for (const auto& block : blocks_of(lineage)) {
            throw_if_stopped(m_run);
            const auto columns = encoded_columns(lineage, block.change);
            SQLite::Statement rows(
                m_connection->db(),
                fmt::format(
                    "SELECT * FROM ({0} WHERE \"_row\" BETWEEN ?1 AND ?2 UNION ALL {1} WHERE \"_row\" BETWEEN ?1 AND ?2) ORDER BY 1",
                    select(columns.names, current_table(lineage.id())), select(columns.names, closed_table(lineage.id()))));
            rows.bind(1, block.first_row);
            rows.bind(2, block.last_row);
            RowHasher hasher(columns.ids);
            std::int64_t count = 0;
            bool foreign = false;
            while (count <= k_block_rows && rows.executeStep()) {
                hasher.add(rows.getColumn(0).getInt64(), rows.getColumn(2).getInt64(), rows, 3);
                foreign = foreign || rows.getColumn(1).getInt64() != block.change;
                ++count;
            }
            m_report.row_versions += count;
            const auto digests = hasher.finish();
            if (foreign || count != block.rows || digests.size() != 1 || bytes_of(digests.front().digest) != block.digest) {
                add_fault(m_report, {block.change, lineage.id(), block.number, block.first_row, block.last_row,
                                     "rows differ from the digest of the change"});
            }
            check_gap(lineage, after, block.first_row);
            after = std::max(after, block.last_row);
        }
        check_gap(lineage, after, std::numeric_limits<std::int64_t>::max());
        check_gap(lineage, std::numeric_limits<std::int64_t>::min(), 1);
    }

    /// Rows strictly between belong to no block.
    void check_gap(const Lineage& lineage, std::int64_t after, std::int64_t before) {
        for (const auto& table : {current_table(lineage.id()), closed_table(lineage.id())}) {
            SQLite::Statement rows(
                m_connection->db(),
                fmt::format("SELECT \"_row\", \"_from\" FROM {} WHERE \"_row\" > ? AND \"_row\" < ? ORDER BY \"_row\" LIMIT 100",
                            sql_name(table)));
            rows.bind(1, after);
            rows.bind(2, before);
            while (rows.executeStep()) {
                const auto row = rows.getColumn(0).getInt64();
                add_fault(m_report, {rows.getColumn(1).getInt64(), lineage.id(), 0, row, row, "the row belongs to no change"});
            }
        }
    }

    void check_closed(const Lineage& lineage) {
        struct Expected {
            std::int64_t rows = 0;
            std::string digest;
        };
        std::map<std::int64_t, Expected> expected;
        SQLite::Statement records(m_connection->db(),
                                  "SELECT change, register, rows_closed, closed_digest FROM change_register ORDER BY change, register");
        while (records.executeStep()) {
            const auto change = records.getColumn(0).getInt64();
            if (m_lineages.find_at(records.getColumn(1).getString(), change) == &lineage) {
                expected[change] = {records.getColumn(2).getInt64(), records.getColumn(3).getString()};
            }
        }
        std::map<std::int64_t, std::pair<std::int64_t, RowNumberHasher>> found;
        SQLite::Statement rows(m_connection->db(), fmt::format("SELECT \"_to\", \"_row\" FROM {} ORDER BY \"_to\", \"_row\"",
                                                               sql_name(closed_table(lineage.id()))));
        while (rows.executeStep()) {
            auto& [count, hasher] = found[rows.getColumn(0).getInt64()];
            hasher.add(rows.getColumn(1).getInt64());
            ++count;
        }
        for (auto& [change, what] : expected) {
            auto& [count, hasher] = found[change];
            if (count != what.rows || bytes_of(hasher.finish()) != what.digest) {
                fault(change, lineage.id(), "the rows closed differ from the digest of the change");
            }
        }
        for (const auto& [change, what] : found) {
            if (!expected.contains(change)) {
                fault(change, lineage.id(), "rows are closed by a change that closed none");
            }
        }
    }

    /// What migrations put into versions that stood already.
    void check_converted(const Lineage& lineage) {
        std::int64_t checked = 0;
        for (const auto& conversion : lineage.conversions()) {
            if (conversion.change == checked) {
                continue; // one digest for all fields of a migration
            }
            checked = conversion.change;
            SQLite::Statement stored(m_connection->db(), "SELECT first_row, last_row, rows, digest FROM change_block WHERE change=? AND register=? ORDER BY block");
            stored.bind(1, checked);
            stored.bind(2, converted_name(lineage.find_at(checked)->register_id));
            bool is_same = true;
            for (const auto& block : hash_converted(*m_connection, lineage, checked)) {
                is_same = is_same && stored.executeStep() && stored.getColumn(0).getInt64() == block.first_row && stored.getColumn(1).getInt64() == block.last_row &&
                          stored.getColumn(2).getInt64() == block.rows && stored.getColumn(3).getString() == bytes_of(block.digest);
            }
            if (!is_same || stored.executeStep()) {
                fault(checked, lineage.id(), "values converted by the migration differ from its digest");
            }
        }
    }

    /// Parts of changes that do not exist, which no digest covers.
    void check_strays() {
        for (const auto* table : {"change_register", "change_block", "change_population", "definition", "definition_field"}) {
            SQLite::Statement rows(
                m_connection->db(),
                fmt::format("SELECT DISTINCT change FROM {} WHERE change NOT IN (SELECT id FROM change) ORDER BY 1 LIMIT 100", table));
            while (rows.executeStep()) {
                fault(rows.getColumn(0).getInt64(), {}, fmt::format("'{}' tells of a change that is missing", table));
            }
        }
        for (const auto* table : {"word", "catalog", "manifest", "determination", "basis", "tally", "failing"}) {
            SQLite::Statement rows(m_connection->db(), fmt::format("SELECT DISTINCT assessment FROM assessment_{} WHERE assessment NOT IN "
                                                                   "(SELECT id FROM assessment) ORDER BY 1 LIMIT 100",
                                                                   table));
            while (rows.executeStep()) {
                fault(0, {}, fmt::format("'assessment_{}' tells of assessment {}, which is missing", table, rows.getColumn(0).getInt64()));
            }
        }
    }

    void check_blobs() {
        SQLite::Statement rows(m_connection->db(), "SELECT digest, kind, bytes, seal FROM blob ORDER BY digest");
        while (rows.executeStep()) {
            throw_if_stopped(m_run);
            ++m_report.blobs;
            const auto digest = rows.getColumn(0).getString();
            const auto kind = rows.getColumn(1).getString();
            if (to_hex(sha256(rows.getColumn(2).getString())) != digest || seal_of(digest, kind) != rows.getColumn(3).getString()) {
                fault(0, {}, fmt::format("the stored {} {} differs from its digest", kind, digest));
            }
        }
        SQLite::Statement missing(m_connection->db(),
                                  "SELECT change, register FROM definition WHERE source NOT IN (SELECT digest FROM blob) ORDER BY 1, 2");
        while (missing.executeStep()) {
            fault(missing.getColumn(0).getInt64(), missing.getColumn(1).getString(), "the text of the definition is missing");
        }
    }

    void check_assessments() {
        SQLite::Statement rows(m_connection->db(), "SELECT id FROM assessment ORDER BY id");
        while (rows.executeStep()) {
            throw_if_stopped(m_run);
            ++m_report.assessments;
            const auto id = rows.getColumn(0).getInt64();
            if (!is_intact(*m_connection, id)) {
                fault(0, {}, fmt::format("assessment {} differs from its digest", id));
            }
        }
    }

    Connection* m_connection;
    Run m_run;
    Lineages m_lineages;
    std::set<std::int64_t> m_changes;
    VerifyReport m_report;
};

} // namespace

void add_fault(VerifyReport& report, VerifyFault fault) {
    ++report.fault_count;
    if (report.faults.size() < VerifyReport::k_max_listed) {
        report.faults.push_back(std::move(fault));
    }
}

VerifyReport verify_store(Connection& connection, const Run& run) {
    Transaction transaction(connection, Access::read);
    Verification verification(connection, run);
    try {
        verification.run();
    } catch (const SQLite::Exception& fault) {
        // SQLITE_CORRUPT, or SQLITE_ERROR because forged definitions name no columns: what could be read is in the report.
        constexpr int k_corrupt = 11;
        constexpr int k_error = 1;
        const auto code = fault.getErrorCode() & 0xFF;
        if (code != k_corrupt && (code != k_error || verification.report().intact())) {
            throw;
        }
        add_fault(verification.report(), {0, {}, 0, 0, 0, fmt::format("integrity: {}", fault.what())});
    }
    return verification.report();
}

} // namespace assay::db

namespace assay {

std::string to_text(const VerifyFault& fault) {
    std::string place;
    const auto add = [&](const std::string& part) { place += (place.empty() ? "" : ", ") + part; };
    if (fault.change != 0) {
        add(fmt::format("change {}", fault.change));
    }
    if (!fault.register_id.empty()) {
        add(fmt::format("register '{}'", fault.register_id));
    }
    if (fault.block != 0) {
        add(fmt::format("block {} (rows {} to {})", fault.block, fault.first_row, fault.last_row));
    } else if (fault.first_row != 0) {
        add(fmt::format("row {}", fault.first_row));
    }
    return place.empty() ? fault.text : place + ": " + fault.text;
}

} // namespace assay
