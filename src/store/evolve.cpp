#include "store/evolve.hpp"

#include "store/evolution.hpp"
#include "store/writer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// All that the tables and the intake make of a definition, and its very text: any difference is applied.
std::string fingerprint_of(const Register& of) {
    Sha256 hash;
    const auto put = [&](std::string_view text) { hash.update(fmt::format("{}:{};", text.size(), text)); };
    put(of.id);
    for (const auto& field : of.fields) {
        put(field.id);
        put(to_text(field.type));
        put(fmt::format("{} {} {} {}", field.scale, field.key, field.required, field.words.size()));
        put(field.to);
        put(field.currency);
        for (const auto& word : field.words) {
            put(word);
        }
    }
    put(of.source_text);
    return to_hex(hash.finish());
}

} // namespace

void write_definition(Connection& connection, std::int64_t change, std::int64_t lineage, bool rebuilt, const Register& of,
                      const std::vector<StoredField>& fields) {
    const auto source = to_hex(sha256(of.source_text));
    write_blob(connection, source, "register", of.source_text);
    connection.run("INSERT INTO definition VALUES(?,?,?,?,?,?)", change, of.id, lineage, std::int64_t{rebuilt}, fingerprint_of(of), source);
    SQLite::Statement insert(connection.db(), "INSERT INTO definition_field VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    std::int64_t position = 0;
    for (const auto& field : fields) {
        insert.reset();
        insert.bind(1, change);
        insert.bind(2, of.id);
        insert.bind(3, ++position);
        insert.bind(4, field.id);
        insert.bind(5, field.number);
        insert.bind(6, std::string(to_text(field.type)));
        insert.bind(7, field.scale);
        insert.bind(8, field.to);
        insert.bind(9, field.currency);
        insert.bind(10, std::int64_t{field.key});
        insert.bind(11, std::int64_t{field.required});
        insert.exec();
    }
}

/// The stored register that this definition continues, under its own id or under the one it had.
const Lineage* predecessor(const Lineages& lineages, const Schema& schema, const Register& of) {
    if (const auto* same = lineages.find(of.id)) {
        return same;
    }
    return of.was.empty() || schema.find(of.was) != nullptr ? nullptr : lineages.find(of.was);
}

bool differs(const Lineages& lineages, const Register& of) {
    const auto* stored = lineages.find(of.id);
    return stored == nullptr || stored->current().fingerprint != fingerprint_of(of);
}

void write_blob(Connection& connection, std::string_view digest, std::string_view kind, std::string_view bytes) {
    SQLite::Statement insert(connection.db(), "INSERT INTO blob VALUES(?,?,?,?) ON CONFLICT(digest) DO NOTHING");
    insert.bind(1, std::string(digest));
    insert.bind(2, std::string(kind));
    insert.bind(3, seal_of(digest, kind));
    insert.bind(4, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    if (bytes.empty()) {
        insert.bind(4, "", 0); // an empty blob, where a null pointer would bind NULL
    }
    insert.exec();
}

std::int64_t apply_definitions(Connection& connection, LineageCache& cache, const Schema& schema, const Author& author, Instant when) {
    const auto is_same = [&] {
        const auto lineages = cache.get(connection);
        return std::ranges::none_of(schema.registers, [&](const Register& each) { return differs(*lineages, each); });
    };
    if (is_same()) {
        return 0; // asked before the write lock is taken: a store that is read only can still be used
    }
    Transaction transaction(connection, Access::write);
    const auto lineages = load_lineages(connection);
    const auto change = load_head(connection) + 1;
    std::int64_t next_lineage = 1;
    for (const auto& lineage : lineages.all) {
        next_lineage = std::max(next_lineage, lineage.number + 1);
    }
    std::vector<std::string> faults;
    bool any = false;
    for (const auto& each : schema.registers) {
        if (!differs(lineages, each)) {
            continue;
        }
        any = true;
        const auto* from = predecessor(lineages, schema, each);
        const auto evolved = evolve_register(connection, each, from, nullptr);
        if (evolved.faults.empty()) {
            write_definition(connection, change, from == nullptr ? next_lineage++ : from->number, evolved.rebuilt, each, evolved.fields);
        }
        faults.insert(faults.end(), evolved.faults.begin(), evolved.faults.end());
    }
    if (!faults.empty()) {
        throw Error(fmt::format("{}", fmt::join(faults, "\n")));
    }
    if (!any) {
        return 0;
    }
    ChangeRecord record;
    record.kind = ChangeKind::definition;
    record.author = author;
    record.when = when;
    write_change(connection, change, record);
    transaction.commit();
    return change;
}

} // namespace assay::db
