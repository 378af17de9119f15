// Small registers, quick sessions and raw second connections for the tests of the store.
#pragma once

#include "assay/base/error.hpp"
#include "assay/base/run.hpp"
#include "assay/store/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace assay::test {

using Int = std::int64_t;

/// A folder of its own, gone afterwards.
class TempFolder {
public:
    TempFolder() {
        static std::atomic<int> counter{0};
        m_path = std::filesystem::temp_directory_path() / fmt::format("assay-store-{}-{}", ::getpid(), ++counter);
        std::filesystem::create_directories(m_path);
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path file() const { return m_path / "assay.db"; }

private:
    std::filesystem::path m_path;
};

/// What a Run borrows, kept together.
struct TestRun {
    NoProgress progress;
    Diagnostics diagnostics;
    std::stop_source stop;
    Run run{stop.get_token(), progress, diagnostics};
};

inline Field field(std::string id, FieldType type = FieldType::text) {
    Field field;
    field.title = id;
    field.id = std::move(id);
    field.type = type;
    return field;
}
inline Field key(std::string id, FieldType type = FieldType::text) {
    auto made = field(std::move(id), type);
    made.key = made.required = true;
    return made;
}
inline Field reference(std::string id, std::string to) {
    auto made = field(std::move(id), FieldType::ref);
    made.to = std::move(to);
    return made;
}
inline Field words(std::string id, std::vector<std::string> of, FieldType type = FieldType::enumeration) {
    auto made = field(std::move(id), type);
    made.words = std::move(of);
    return made;
}
inline Field was(Field made, std::string old) {
    made.was = std::move(old);
    return made;
}
inline Field required(Field made) {
    made.required = true;
    return made;
}

inline Register make_register(std::string id, std::vector<Field> fields) {
    Register made;
    made.source_text = "<register id='" + id + "'/>";
    made.title = id;
    made.id = std::move(id);
    made.fields = std::move(fields);
    return made;
}
inline Schema make_schema(std::vector<Register> registers) {
    std::ranges::sort(registers, {}, &Register::id);
    return {std::move(registers)};
}

/// risk: id | title text, score integer, level enum, tags set
inline Register risk_register() {
    return make_register("risk", {key("id"), field("title"), field("score", FieldType::integer), words("level", {"high", "low"}),
                                  words("tags", {"cost", "legal"}, FieldType::set)});
}

inline Instant at(Int seconds) { return Instant(std::chrono::seconds(seconds)); }
inline const Author k_author{"ada", "test"};

struct Merged {
    MergeResult result;
    Int change = 0;
};

using Rows = std::vector<std::vector<Value>>;

inline FileSource csv(std::string name = "risks.csv") { return {std::move(name), std::string(64, 'a'), "", "", 10}; }

/// Rows with the lines 2, 3, 4…
inline Merged import_rows(Store& store, const std::string& register_id, const std::vector<std::string>& columns, const Rows& rows,
                          const MergePolicy& policy = {}, const FileSource& source = csv(),
                          const std::optional<PopulationDeclaration>& population = {}) {
    static Int clock = 1000;
    TestRun run;
    const auto session = store.begin_import(run.run, register_id, columns);
    std::uint64_t line = 1;
    for (const auto& row : rows) {
        session->add(++line, row);
    }
    Merged merged;
    merged.result = session->merge(policy);
    merged.change = session->commit(k_author, at(++clock), source, population);
    return merged;
}

inline QueryExpr column(std::string name, std::size_t relation = 0) {
    QueryExpr expr;
    expr.op = QueryOp::column;
    expr.name = std::move(name);
    expr.relation = relation;
    return expr;
}
inline QueryExpr literal(Value value) {
    QueryExpr expr;
    expr.literal = std::move(value);
    return expr;
}
inline QueryExpr expr(QueryOp op, std::vector<QueryExpr> args) {
    QueryExpr made;
    made.op = op;
    made.args = std::move(args);
    return made;
}

/// The values of a register in a state, by key.
inline Rows table(Store& store, const std::string& register_id, const std::vector<std::string>& columns, std::optional<Int> state = {}) {
    TestRun run;
    TableQuery query;
    query.relations.push_back({register_id, -1, {}});
    for (const auto& name : columns) {
        query.select.push_back(column(name));
    }
    query.order.push_back({column("_key"), false});
    Rows rows;
    store.runner(run.run, Zone::utc(), state)->rows(query, [&](std::span<const Value> values) {
        rows.emplace_back(values.begin(), values.end());
    });
    return rows;
}

/// The text of the Error that `work` throws.
template <class Work>
std::string error_of(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

/// Somebody else's connection, with none of our care.
inline void tamper(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE);
    raw.exec(sql);
}

inline std::vector<std::string> faults_of(Store& store) {
    TestRun run;
    std::vector<std::string> faults;
    for (const auto& fault : store.verify(run.run).faults) {
        faults.push_back(to_text(fault));
    }
    return faults;
}

} // namespace assay::test

namespace doctest {
template <>
struct StringMaker<assay::Value> {
    static String convert(const assay::Value& value) {
        if (const auto* number = assay::number_of(value)) {
            return fmt::format("{}", *number).c_str();
        }
        const auto* text = assay::text_of(value);
        return text == nullptr ? "absent" : fmt::format("'{}'", *text).c_str();
    }
};
template <class T>
struct StringMaker<std::vector<T>> {
    static String convert(const std::vector<T>& values) {
        String text = "[";
        for (const auto& value : values) {
            text += toString(value) + " ";
        }
        return text + "]";
    }
};
} // namespace doctest
