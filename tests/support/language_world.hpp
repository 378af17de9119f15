// A small schema with every type of field, rows of it in a store and in memory, and what the engine says of a check on them.
#pragma once

#include "assay/base/run.hpp"
#include "assay/rules/library.hpp"
#include "assay/store/store.hpp"
#include "support/slow_evaluator.hpp"
#include "support/small_registers.hpp"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay::testing {

/// ticket → team (`team`), ticket → ticket (`parent`), team → team (`head`).
inline Schema language_schema() {
    return make_schema({
        make_register("team", {make_key("id"), make_field("name"), make_field("active", FieldType::boolean), make_reference("head", "team"),
                               make_field("founded", FieldType::date), make_words("rank", {"junior", "senior"}),
                               make_words("skills", {"hw", "sw"}, FieldType::set), make_field("size", FieldType::integer)}),
        make_register("ticket", {make_key("id"), make_field("note"), make_words("state", {"open", "closed", "held"}),
                                 make_words("labels", {"hw", "sw", "vip"}, FieldType::set), make_field("urgent", FieldType::boolean),
                                 make_field("major", FieldType::boolean),
                                 make_field("score", FieldType::integer), make_decimal("cost", 2), make_decimal("rate", 4), make_money("fee", "EUR"),
                                 make_decimal("share", 4, FieldType::percent), make_field("opened", FieldType::date),
                                 make_field("due", FieldType::date), make_field("seen", FieldType::datetime), make_field("solved", FieldType::datetime),
                                 make_field("taken", FieldType::duration), make_field("file", FieldType::file), make_reference("team", "team"),
                                 make_reference("parent", "ticket")}),
    });
}

/// What a Run borrows, kept together.
struct QuietRun {
    NoProgress progress;
    Diagnostics diagnostics;
    Run run{std::stop_token(), progress, diagnostics};
};

/// A store in memory with rows, beside the same rows as maps.
class LanguageWorld {
public:
    explicit LanguageWorld(Schema schema, const std::string& zone = "Europe/London")
        : m_schema(std::move(schema)), m_zone(Zone::find(zone)), m_store(Store::in_memory()) {
        m_rows.schema = &m_schema;
        m_store.apply_definitions(m_schema, {"test", "test"}, Instant{});
    }
    LanguageWorld(const LanguageWorld&) = delete;
    LanguageWorld& operator=(const LanguageWorld&) = delete;

    void set_rows(const std::string& register_id, std::vector<SlowRow> rows) {
        const Register& of = m_schema.get(register_id);
        std::vector<std::string> columns;
        for (const auto& field : of.fields) {
            columns.push_back(field.id);
        }
        const auto session = m_store.begin_import(m_quiet.run, register_id, columns);
        std::uint64_t line = 1;
        for (const auto& row : rows) {
            Row values;
            for (const auto& column : columns) {
                const auto found = row.find(column);
                values.push_back(found == row.end() ? Value() : found->second);
            }
            session->add(++line, values);
        }
        REQUIRE(session->merge({}).outcomes.rejected == 0);
        session->commit({"test", "test"}, Instant{}, {});
        m_rows.rows[register_id] = std::move(rows);
    }

    void forget_rows() {
        m_store.forget_rows();
        m_rows.rows.clear();
    }

    [[nodiscard]] const Schema& schema() const { return m_schema; }
    [[nodiscard]] const Zone& zone() const { return m_zone; }
    [[nodiscard]] const SlowRegisters& rows() const { return m_rows; }
    [[nodiscard]] Date on() const { return m_on; }
    [[nodiscard]] LinkTime time() const { return {m_on, m_on - std::chrono::days{365}, m_on, &m_zone}; }
    [[nodiscard]] std::unique_ptr<QueryRunner> runner() { return m_store.runner(m_quiet.run, m_zone); }

    /// Verdicts of a check over rows, by key; rows that were not selected are not in it.
    [[nodiscard]] std::map<std::string, Verdict> judge_rows(const Library& library, const LinkedCheck& check) {
        auto batch = library.batches[check.batch].batch;
        batch.has_subject = true;
        batch.subject = QueryExpr{};
        batch.subject.op = QueryOp::column;
        batch.subject.name = "_key";
        std::map<std::string, Verdict> verdicts;
        for (const auto& tally : runner()->tally(batch)) {
            const auto& counts = tally.counts[check.question];
            const auto& key = *text_of(tally.subject);
            REQUIRE(tally.population == 1);
            if (counts.undecided > 0) {
                verdicts[key] = Verdict::undecided;
            } else if (counts.not_due > 0) {
                verdicts[key] = Verdict::not_due;
            } else if (counts.selected > 0) {
                verdicts[key] = counts.failed > 0 ? Verdict::fail : Verdict::pass;
            }
        }
        return verdicts;
    }

    /// The truth of a condition for the row of this key: selected, not selected, undecided.
    [[nodiscard]] SlowTruth truth_of(const std::string& condition, const std::string& key, const std::string& in = "ticket") {
        CheckDefinition check;
        check.id.text = "truth";
        check.scope = CheckScope::all;
        check.in = {in, {"test", 1, 1}};
        check.where = {condition, {"test", 1, 1}};
        check.require = {"true", {"test", 1, 1}};
        Diagnostics diagnostics;
        const auto library = link_check(m_schema, check, std::nullopt, time(), diagnostics);
        REQUIRE_MESSAGE(diagnostics.to_text().empty(), diagnostics.to_text());
        const auto verdicts = judge_rows(library, library.checks.front());
        const auto found = verdicts.find(key);
        if (found == verdicts.end()) {
            return false;
        }
        return found->second == Verdict::undecided ? SlowTruth() : SlowTruth(true);
    }

private:
    QuietRun m_quiet;
    Schema m_schema;
    Zone m_zone;
    Store m_store;
    SlowRegisters m_rows;
    Date m_on{std::chrono::year{2025} / 6 / 15};
};

} // namespace assay::testing
