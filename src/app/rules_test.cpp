#include "assay/app/rules_test.hpp"

#include "assay/assess/assess.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"
#include "assay/rules/library.hpp"
#include "assay/store/store.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

/// (register, joined key) of a case row or a verdict.
using RowName = std::pair<std::string, std::string>;

struct CaseTime {
    Date on{};
    Date from{};
    Date to{};
};

struct PreparedRow {
    const CaseRow* source = nullptr;
    RowName name;
    std::map<std::string, Value> values;
};

class CaseRunner {
public:
    CaseRunner(const Run& run, const Content& content) : m_run(run), m_content(content), m_store(Store::in_memory()) {
        m_store.apply_definitions(content.schema, {"cases", "rules test"}, Instant{});
        for (const auto& catalog : content.catalogs) {
            for (const auto& control : catalog.controls) {
                m_kinds.emplace(to_text(control.id), control.per);
            }
        }
    }

    void run(const CheckDefinition& check, RulesTestResult& result) {
        ++result.checks;
        bool passes = false;
        bool fails = false;
        for (const auto& each : check.cases) {
            ++result.cases;
            run_case(check, each, result);
            for (const auto& expected : each.expectations) {
                passes = passes || expected.verdict == Verdict::pass;
                fails = fails || expected.verdict == Verdict::fail;
            }
            // A row or member that is judged and not named must pass: a case without expectations shows a pass.
            passes = passes || (each.expectations.empty() && !each.rows.empty());
        }
        if (!passes) {
            result.without_pass.push_back(check.id.text);
        }
        if (!fails) {
            result.without_fail.push_back(check.id.text);
        }
    }

private:
    void fail(const CheckDefinition& check, const CheckCase& each, const Place& place, std::string text, RulesTestResult& result) {
        result.failures.push_back({check.id.text, each.name, place, std::move(text)});
    }

    std::optional<CaseTime> time_of(const CheckCase& each) {
        const auto date = [&](const PlacedText& text, std::optional<Date> otherwise) -> std::optional<Date> {
            if (!text.given()) {
                return otherwise;
            }
            const auto parsed = parse_date(text.text);
            if (!parsed) {
                m_run.diagnostics.add({Severity::error, text.place, "bad-date", fmt::format("'{}' is not a date", text.text), "write it as 2026-01-31"});
            }
            return parsed;
        };
        const auto on = date(each.on, Date{std::chrono::year{2026} / 1 / 31});
        if (!on) {
            return std::nullopt;
        }
        const auto to = date(each.to, on);
        const auto from = date(each.from, to ? std::optional(subtract(*to, Period{12, 0})) : std::nullopt);
        return to && from ? std::optional(CaseTime{*on, *from, *to}) : std::nullopt;
    }

    std::optional<SubjectKind> subject_kind(const CheckDefinition& check) const {
        for (const auto& [id, place] : check.controls) {
            const auto found = m_kinds.find(to_text(id));
            if (found != m_kinds.end() && found->second != SubjectKind::organization) {
                return found->second;
            }
        }
        return std::nullopt;
    }

    std::optional<PreparedRow> prepare(const CaseRow& row) {
        const Register* of = m_content.schema.find(row.register_id);
        if (of == nullptr) {
            m_run.diagnostics.add({Severity::error, row.place, "unknown-register", fmt::format("there is no register '{}'", row.register_id),
                                   did_you_mean(row.register_id, m_content.schema.ids())});
            return std::nullopt;
        }
        PreparedRow prepared;
        prepared.source = &row;
        const TypingContext context{m_zone, {}, {}};
        bool good = true;
        for (const auto& [field_id, text] : row.fields) {
            const Field* field = of->find_field(field_id);
            if (field == nullptr) {
                std::vector<std::string> ids;
                for (const auto& each : of->fields) {
                    ids.push_back(each.id);
                }
                std::ranges::sort(ids);
                m_run.diagnostics.add({Severity::error, text.place, "unknown-field", fmt::format("unknown field '{}' in register '{}'", field_id, of->id),
                                       did_you_mean(field_id, ids)});
                good = false;
                continue;
            }
            auto typed = type_value(*field, text.text, context);
            if (typed.fault) {
                m_run.diagnostics.add({Severity::error, text.place, typed.fault->code, typed.fault->text, typed.fault->hint});
                good = false;
                continue;
            }
            prepared.values[field_id] = std::move(typed.value);
        }
        // The row's id is also its field "id", where the register has one (docs/xml.md).
        if (!row.id.empty() && of->find_field("id") != nullptr) {
            prepared.values.try_emplace("id", row.id);
        }
        std::vector<std::string> parts;
        for (const auto index : of->key_indexes()) {
            const auto found = prepared.values.find(of->fields[index].id);
            if (found == prepared.values.end() || is_absent(found->second)) {
                m_run.diagnostics.add({Severity::error, row.place, "missing-key", fmt::format("the row has no '{}', which is part of the key of '{}'",
                                                                                           of->fields[index].id, of->id), ""});
                return std::nullopt;
            }
            const auto* text = text_of(found->second);
            parts.push_back(text != nullptr ? *text : std::to_string(*number_of(found->second)));
        }
        prepared.name = {of->id, join_key(parts)};
        return good ? std::optional(std::move(prepared)) : std::nullopt;
    }

    bool store_rows(const CheckDefinition& check, const CheckCase& each, const std::vector<PreparedRow>& rows, RulesTestResult& result) {
        std::map<std::string, std::vector<const PreparedRow*>> by_register;
        for (const auto& row : rows) {
            by_register[row.name.first].push_back(&row);
        }
        for (const auto& [register_id, members] : by_register) {
            const Register& of = m_content.schema.get(register_id);
            std::set<std::string> used;
            for (const auto* row : members) {
                for (const auto& [field, value] : row->values) {
                    used.insert(field);
                }
            }
            std::vector<std::string> columns;
            for (const auto& field : of.fields) {
                if (used.contains(field.id)) {
                    columns.push_back(field.id);
                }
            }
            const auto session = m_store.begin_import(m_run, register_id, columns);
            for (const auto* row : members) {
                Row values;
                for (const auto& column : columns) {
                    const auto found = row->values.find(column);
                    values.push_back(found == row->values.end() ? Value{} : found->second);
                }
                session->add(row->source->place.line, values);
            }
            const auto merged = session->merge({});
            if (merged.outcomes.rejected > 0) {
                fail(check, each, each.place, fmt::format("register '{}': {}", register_id, merged.rejected.front().reason), result);
                return false;
            }
            session->commit({"cases", each.name}, Instant{}, {});
        }
        return true;
    }

    void run_case(const CheckDefinition& check, const CheckCase& each, RulesTestResult& result) {
        const auto time = time_of(each);
        std::vector<PreparedRow> rows;
        bool good = time.has_value();
        for (const auto& row : each.rows) {
            auto prepared = prepare(row);
            good = good && prepared.has_value();
            if (prepared) {
                rows.push_back(std::move(*prepared));
            }
        }
        if (!good) {
            fail(check, each, each.place, "the case itself is faulty", result);
            return;
        }
        m_store.forget_rows();
        if (!store_rows(check, each, rows, result)) {
            return;
        }
        Workspace workspace;
        workspace.period_from = time->from;
        workspace.period_to = time->to;
        workspace.policy.record_lag = Period{};
        const LinkTime link_time{time->on, time->from, time->to, &m_zone};
        const auto library = link_check(m_content.schema, check, subject_kind(check), link_time, m_run.diagnostics);
        if (library.checks.empty()) {
            fail(check, each, check.place, "the check could not be linked", result);
            return;
        }
        const auto runner = m_store.runner(m_run, m_zone);
        const AssessInput input{workspace, m_content.schema, m_content.catalogs, {}, library, *runner, m_zone, time->on, {}, true};
        compare(check, each, rows, library, input, result);
    }

    /// Verdicts of every row or member that the check judged.
    struct Verdicts {
        std::map<RowName, Verdict> rows;
        std::map<std::string, Verdict> members;
    };

    Verdicts judge(const LinkedCheck& check, const Library& library, const AssessInput& input) {
        Verdicts verdicts;
        if (check.form == CheckForm::rows) {
            judge_rows(check, library, input, verdicts);
            return verdicts;
        }
        if (check.form == CheckForm::members) {
            const auto names = check.over != nullptr ? row_names(*check.over, input) : std::unordered_map<std::int64_t, RowName>{};
            for (const auto& each : input.runner.members(check.members)) {
                const auto verdict = each.passed ? Verdict::pass : Verdict::fail;
                const auto* key = text_of(each.member);
                verdicts.members[key != nullptr ? *key : std::string()] = verdict;
                if (const auto name = names.find(each.row); name != names.end()) {
                    verdicts.rows[name->second] = verdict;
                }
            }
            add_unsure(check, names, input, verdicts);
            return verdicts;
        }
        const auto results = run_checks(m_run, input);
        if (check.over == nullptr) {
            verdicts.members[""] = results.failing.empty() ? Verdict::pass : Verdict::fail;
            return verdicts;
        }
        const auto names = row_names(*check.over, input);
        input.runner.rows(check.covers.members, [&](std::span<const Value> values) {
            if (const auto* since = number_of(values[3]); since != nullptr && *since > input.workspace.period_to.time_since_epoch().count()) {
                return;
            }
            const auto& name = names.at(*number_of(values[2]));
            const auto failed = std::ranges::any_of(results.failing, [&](const FailingRow& row) { return row.key == name.second; });
            const auto* key = text_of(values[0]);
            verdicts.rows[name] = failed ? Verdict::fail : Verdict::pass;
            verdicts.members[key != nullptr ? *key : std::string()] = failed ? Verdict::fail : Verdict::pass;
        });
        add_unsure(check, names, input, verdicts);
        return verdicts;
    }

    static void add_unsure(const LinkedCheck& check, const std::unordered_map<std::int64_t, RowName>& names, const AssessInput& input, Verdicts& verdicts) {
        if (!check.unsure_members) {
            return;
        }
        input.runner.rows(*check.unsure_members, [&](std::span<const Value> values) {
            const auto* key = text_of(values[0]);
            verdicts.members[key != nullptr ? *key : std::string()] = Verdict::undecided;
            verdicts.rows[names.at(*number_of(values[2]))] = Verdict::undecided;
        });
    }

    /// The batch's own tally, grouped by row: so that what is told apart here is what is counted there.
    void judge_rows(const LinkedCheck& check, const Library& library, const AssessInput& input, Verdicts& verdicts) {
        auto batch = library.batches[check.batch].batch;
        batch.has_subject = true;
        batch.subject = QueryExpr{};
        batch.subject.op = QueryOp::column;
        batch.subject.name = "_row";
        const auto names = row_names(*check.in, input);
        for (const auto& tally : input.runner.tally(batch)) {
            const auto& counts = tally.counts[check.question];
            const auto& name = names.at(*number_of(tally.subject));
            if (tally.population == 0) {
                verdicts.rows[name] = Verdict::left_out;
            } else if (counts.undecided > 0) {
                verdicts.rows[name] = Verdict::undecided;
            } else if (counts.not_due > 0) {
                verdicts.rows[name] = Verdict::not_due;
            } else if (counts.selected > 0) {
                verdicts.rows[name] = counts.failed > 0 ? Verdict::fail : Verdict::pass;
            }
        }
    }

    static std::unordered_map<std::int64_t, RowName> row_names(const Register& of, const AssessInput& input) {
        TableQuery query;
        query.relations.push_back({of.id, -1, {}});
        QueryExpr column;
        column.op = QueryOp::column;
        column.name = "_row";
        query.select.push_back(column);
        for (const auto index : of.key_indexes()) {
            column.name = of.fields[index].id;
            query.select.push_back(column);
        }
        std::unordered_map<std::int64_t, RowName> names;
        input.runner.rows(query, [&](std::span<const Value> values) {
            std::vector<std::string> parts;
            for (std::size_t i = 1; i < values.size(); ++i) {
                const auto* text = text_of(values[i]);
                parts.push_back(text != nullptr ? *text : std::to_string(*number_of(values[i])));
            }
            names.emplace(*number_of(values[0]), RowName{of.id, join_key(parts)});
        });
        return names;
    }

    void compare(const CheckDefinition& check, const CheckCase& each, const std::vector<PreparedRow>& rows, const Library& library,
                 const AssessInput& input, RulesTestResult& result) {
        const auto& linked = library.checks.front();
        const auto verdicts = judge(linked, library, input);
        std::set<RowName> named;
        std::set<std::string> named_members;
        const auto word = [](std::optional<Verdict> verdict) { return verdict ? std::string(to_text(*verdict)) : std::string("not judged"); };
        for (const auto& expected : each.expectations) {
            std::optional<Verdict> was;
            std::string what;
            if (!expected.member.empty()) {
                what = fmt::format("member '{}'", expected.member);
                named_members.insert(expected.member);
                if (const auto found = verdicts.members.find(expected.member); found != verdicts.members.end()) {
                    was = found->second;
                }
            } else {
                what = fmt::format("row '{}'", expected.row);
                const auto row = std::ranges::find_if(rows, [&](const PreparedRow& r) { return r.source->id == expected.row; });
                if (row == rows.end()) {
                    fail(check, each, expected.place, fmt::format("the case has no row '{}'", expected.row), result);
                    continue;
                }
                named.insert(row->name);
                if (const auto found = verdicts.rows.find(row->name); found != verdicts.rows.end()) {
                    was = found->second;
                } else if (linked.form == CheckForm::members && linked.over == nullptr) {
                    fail(check, each, expected.place, fmt::format("row '{}' is no member: the members are values, name them with member=", expected.row), result);
                    continue;
                }
            }
            // Members left out of the population are not returned at all.
            const bool agrees = was == expected.verdict || (expected.verdict == Verdict::left_out && !was && linked.form != CheckForm::rows);
            if (!agrees) {
                fail(check, each, expected.place, fmt::format("{}: expected {}, was {}", what, to_text(expected.verdict), word(was)), result);
            }
        }
        const bool by_member = std::ranges::any_of(each.expectations, [](const CaseExpectation& e) { return !e.member.empty(); });
        if (by_member || (linked.form != CheckForm::rows && linked.over == nullptr)) {
            for (const auto& [member, verdict] : verdicts.members) {
                if (!named_members.contains(member) && verdict != Verdict::pass) {
                    fail(check, each, each.place, fmt::format("member '{}' is not named and must pass, was {}", member, word(verdict)), result);
                }
            }
            return;
        }
        for (const auto& [name, verdict] : verdicts.rows) {
            const bool quiet = verdict == Verdict::pass || verdict == Verdict::left_out;
            if (!named.contains(name) && !quiet) {
                fail(check, each, each.place, fmt::format("row '{}' is not named and must pass, was {}", show_key(name.second), word(verdict)), result);
            }
        }
    }

    const Run& m_run;
    const Content& m_content;
    Store m_store;
    Zone m_zone = Zone::utc();
    std::unordered_map<std::string, SubjectKind> m_kinds;
};

} // namespace

RulesTestResult test_rules(const Run& run, const Content& content, const std::vector<std::string>& only) {
    RulesTestResult result;
    CaseRunner runner(run, content);
    std::set<std::string> wanted(only.begin(), only.end());
    std::vector<std::string> known;
    for (const auto& file : content.check_files) {
        for (const auto& check : file.checks) {
            known.push_back(check.id.text);
            if (only.empty() || wanted.erase(check.id.text) > 0) {
                throw_if_stopped(run);
                runner.run(check, result);
            }
        }
    }
    if (!wanted.empty()) {
        std::ranges::sort(known);
        throw Error(fmt::format("there is no check '{}' {}", *wanted.begin(), did_you_mean(*wanted.begin(), known)), ErrorKind::usage);
    }
    return result;
}

std::string to_text(const RulesTestResult& result) {
    std::string text;
    for (const auto& failure : result.failures) {
        text += fmt::format("{}: check '{}', case '{}': {}\n", to_text(failure.place), failure.check, failure.case_name, failure.text);
    }
    for (const auto& check : result.without_pass) {
        text += fmt::format("check '{}' has no case that passes\n", check);
    }
    for (const auto& check : result.without_fail) {
        text += fmt::format("check '{}' has no case that fails\n", check);
    }
    text += fmt::format("{}, {}: {}\n", count_of(result.checks, "check", "checks"), count_of(result.cases, "case", "cases"),
                        result.good() ? "all as expected" : fmt::format("{} not as expected", result.failures.size() + result.without_pass.size() + result.without_fail.size()));
    return text;
}

} // namespace assay
