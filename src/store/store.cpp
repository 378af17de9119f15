// The store's face: each call goes to the file that does it, and nothing but assay::Error comes out.
#include "assay/store/store.hpp"

#include "store/assessments.hpp"
#include "store/connection.hpp"
#include "store/evolve.hpp"
#include "store/history.hpp"
#include "store/lineage.hpp"
#include "store/migrate.hpp"
#include "store/rename.hpp"
#include "store/runner.hpp"
#include "store/session.hpp"
#include "store/undo.hpp"
#include "store/verify.hpp"
#include "store/writer.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace assay {

struct Store::Impl {
    db::Connection connection;
    db::LineageCache cache;

    Impl() = default;
    Impl(const std::filesystem::path& file, OpenMode mode, OpenOptions options) : connection(file, mode, std::move(options)) {}
    std::shared_ptr<const db::Lineages> lineages() { return cache.get(connection); }
};

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::open(const std::filesystem::path& file, OpenMode mode, OpenOptions options) {
    return Store(std::make_unique<Impl>(file, mode, std::move(options)));
}

Store Store::in_memory() { return Store(std::make_unique<Impl>()); }

std::int64_t Store::apply_definitions(const Schema& schema, const Author& author, Instant when) {
    return m_impl->connection.guard([&] { return db::apply_definitions(m_impl->connection, m_impl->cache, schema, author, when); });
}

MigrationResult Store::migrate(const Run& run, const Schema& schema, std::string_view register_id, const ValueConverter& convert, const Author& author, Instant when,
                               bool try_only) {
    return m_impl->connection.guard([&] {
        const db::StopScope stop(m_impl->connection, run.stop);
        return db::migrate_register(m_impl->connection, schema, register_id, convert, author, when, try_only);
    });
}

std::vector<StoredDefinition> Store::definitions(std::optional<std::int64_t> at_change) const {
    auto& connection = m_impl->connection;
    return connection.guard([&] {
        const auto lineages = m_impl->lineages();
        std::vector<StoredDefinition> definitions;
        for (const auto& lineage : lineages->all) {
            if (const auto* epoch = lineage.find_at(at_change.value_or(std::numeric_limits<std::int64_t>::max()))) {
                definitions.push_back({epoch->register_id, epoch->change, get_blob(epoch->source).value_or(std::string())});
            }
        }
        std::ranges::sort(definitions, {}, &StoredDefinition::register_id);
        return definitions;
    });
}

std::unique_ptr<ImportSession> Store::begin_import(const Run& run, std::string_view register_id, std::span<const std::string> columns,
                                                   RoundTrip round_trip) {
    auto& connection = m_impl->connection;
    return connection.guard([&]() -> std::unique_ptr<ImportSession> {
        return std::make_unique<db::Session>(connection, run, m_impl->cache, register_id, std::vector(columns.begin(), columns.end()), round_trip);
    });
}

RenameResult Store::rename(const Run& run, std::string_view register_id, std::span<const Value> old_key, std::span<const Value> new_key,
                           const Author& author, Instant when, bool try_only) {
    return m_impl->connection.guard([&] {
        const db::StopScope stop(m_impl->connection, run.stop);
        return db::rename_row(m_impl->connection, m_impl->cache, register_id, old_key, new_key, author, when, try_only);
    });
}

std::int64_t Store::head() const {
    return m_impl->connection.guard([&] { return db::load_head(m_impl->connection); });
}

std::int64_t Store::change_at(Instant instant) const {
    return m_impl->connection.guard([&] {
        return m_impl->connection.get_number("SELECT MAX(id) FROM change WHERE made_at <= ?",
                                             std::int64_t{instant.time_since_epoch().count()});
    });
}

std::vector<ChangeHeader> Store::changes(const ChangeFilter& filter) const {
    return m_impl->connection.guard([&] { return db::load_changes(m_impl->connection, *m_impl->lineages(), filter); });
}

RowHistory Store::history(std::string_view register_id, std::string_view key) const {
    return m_impl->connection.guard([&] { return db::load_history(m_impl->connection, m_impl->lineages()->get(register_id), key); });
}

UndoResult Store::undo(const Run& run, std::int64_t change, const Author& author, Instant when) {
    return m_impl->connection.guard([&] {
        const db::StopScope stop(m_impl->connection, run.stop);
        return db::undo_change(m_impl->connection, m_impl->cache, change, author, when);
    });
}

VerifyReport Store::verify(const Run& run) const {
    return m_impl->connection.guard([&] {
        const db::StopScope stop(m_impl->connection, run.stop);
        return db::verify_store(m_impl->connection, run);
    });
}

std::unique_ptr<QueryRunner> Store::runner(const Run& run, const Zone& zone, std::optional<std::int64_t> at_change) {
    const auto newest = head();
    if (at_change && (*at_change < 0 || *at_change > newest)) {
        throw Error(fmt::format("there is no change {} (the newest is change {})", *at_change, newest));
    }
    return std::make_unique<db::StoreRunner>(m_impl->connection, m_impl->cache, run.stop, zone, at_change.value_or(newest));
}

void Store::put_blobs(std::span<const Blob> blobs) {
    auto& connection = m_impl->connection;
    connection.guard([&] {
        std::vector<const Blob*> fresh;
        SQLite::Statement known(connection.db(), "SELECT 1 FROM blob WHERE digest=?");
        for (const auto& blob : blobs) {
            known.bind(1, std::string(blob.digest));
            if (!known.executeStep()) {
                fresh.push_back(&blob);
            }
            known.reset();
        }
        for (const auto* blob : fresh) {
            if (to_hex(sha256(blob->bytes)) != blob->digest) {
                throw Error(fmt::format("{}: the digest {} is not that of the {} to be stored", connection.place(), blob->digest, blob->kind));
            }
        }
        if (fresh.empty()) {
            return;
        }
        db::Transaction transaction(connection, db::Access::write);
        for (const auto* blob : fresh) {
            db::write_blob(connection, blob->digest, blob->kind, blob->bytes);
        }
        transaction.commit();
    });
}

std::optional<std::string> Store::get_blob(std::string_view digest) const {
    return m_impl->connection.guard([&]() -> std::optional<std::string> {
        SQLite::Statement row(m_impl->connection.db(), "SELECT bytes FROM blob WHERE digest=?");
        row.bind(1, std::string(digest));
        return row.executeStep() ? std::optional(row.getColumn(0).getString()) : std::nullopt;
    });
}

std::int64_t Store::save_assessment(const Assessment& assessment, Instant when, std::string_view who) {
    return m_impl->connection.guard([&] { return db::save_assessment(m_impl->connection, *m_impl->lineages(), assessment, when, who); });
}

Assessment Store::load_assessment(std::int64_t id, AssessmentParts parts) const {
    return m_impl->connection.guard([&] { return db::load_assessment(m_impl->connection, *m_impl->lineages(), id, parts); });
}

std::vector<AssessmentSummary> Store::assessments() const {
    return m_impl->connection.guard([&] { return db::load_summaries(m_impl->connection); });
}

std::int64_t Store::find_intact_assessment(const std::function<bool(const AssessmentHeader&)>& wanted) const {
    return m_impl->connection.guard([&] { return db::find_intact_assessment(m_impl->connection, wanted); });
}

void Store::remove_assessment(std::int64_t id) {
    m_impl->connection.guard([&] { db::remove_assessment(m_impl->connection, id); });
}

void Store::forget_rows() {
    auto& connection = m_impl->connection;
    if (!connection.in_memory()) {
        throw Error(fmt::format("{}: rows are never forgotten (undo a change instead)", connection.place()));
    }
    connection.guard([&] {
        db::Transaction transaction(connection, db::Access::write);
        SQLite::Statement touched(connection.db(), "SELECT DISTINCT register FROM change_register");
        const auto lineages = m_impl->lineages();
        while (touched.executeStep()) {
            for (const auto& lineage : lineages->all) {
                if (db::names_of(lineage).contains(touched.getColumn(0).getString())) {
                    connection.exec("DELETE FROM " + db::sql_name(db::current_table(lineage.id())));
                    connection.exec("DELETE FROM " + db::sql_name(db::closed_table(lineage.id())));
                }
            }
        }
        touched.reset();
        for (const auto* table : {"change_register", "change_block", "change_population"}) {
            connection.exec(fmt::format("DELETE FROM {}", table));
        }
        connection.exec("DELETE FROM change WHERE kind <> 'definition'");
        transaction.commit();
    });
}

} // namespace assay
