// What a check says of the rows of a case, and whether that is what the case expects.
#include "app/case_runner.hpp"

#include "assay/model/row_keys.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

std::unordered_map<std::int64_t, RowName> row_names(const Register& of, const AssessInput& input) {
    std::unordered_map<std::int64_t, RowName> names;
    for (auto& [row, key] : read_row_keys(input.runner, of)) {
        names.emplace(row, RowName{of.id, std::move(key)});
    }
    return names;
}

/// Members of which cannot be told whether they count.
template <class Verdicts>
void add_unsure(const LinkedCheck& check, const std::unordered_map<std::int64_t, RowName>& names, const AssessInput& input, Verdicts& verdicts) {
    if (!check.unsure_members) {
        return;
    }
    input.runner.rows(*check.unsure_members, [&](std::span<const Value> values) {
        const auto* key = text_of(values[0]);
        verdicts.members[key != nullptr ? *key : std::string()] = Verdict::undecided;
        verdicts.rows[names.at(*number_of(values[2]))] = Verdict::undecided;
    });
}

} // namespace

CaseRunner::Verdicts CaseRunner::find_verdicts(const LinkedCheck& check, const Library& library, const AssessInput& input) {
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

/// The batch's own tally, grouped by row: so that what is told apart here is what is counted there.
void CaseRunner::judge_rows(const LinkedCheck& check, const Library& library, const AssessInput& input, Verdicts& verdicts) {
    auto batch = library.batches[check.batch].batch;
    batch.has_subject = true;
    batch.subject = column_expr("_row");
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

void CaseRunner::compare(const CheckDefinition& check, const CaseSetup& setup, const LinkedCheck& linked, const Verdicts& verdicts, RulesTestResult& result) {
    const auto& each = *setup.source;
    const auto& rows = setup.rows;
    const auto fail = [&](const Place& place, std::string text) { result.failures.push_back({check.id.text, each.name, place, std::move(text)}); };
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
                fail(expected.place, fmt::format("the case has no row '{}'", expected.row));
                continue;
            }
            named.insert(row->name);
            if (const auto found = verdicts.rows.find(row->name); found != verdicts.rows.end()) {
                was = found->second;
            } else if (linked.form == CheckForm::members && linked.over == nullptr) {
                fail(expected.place, fmt::format("row '{}' is no member: the members are values, name them with member=", expected.row));
                continue;
            }
        }
        // Members left out of the population are not returned at all.
        const bool agrees = was == expected.verdict || (expected.verdict == Verdict::left_out && !was && linked.form != CheckForm::rows);
        if (!agrees) {
            fail(expected.place, fmt::format("{}: expected {}, was {}", what, to_text(expected.verdict), word(was)));
        }
    }
    const bool by_member = std::ranges::any_of(each.expectations, [](const CaseExpectation& e) { return !e.member.empty(); });
    if (by_member || (linked.form != CheckForm::rows && linked.over == nullptr)) {
        for (const auto& [member, verdict] : verdicts.members) {
            if (!named_members.contains(member) && verdict != Verdict::pass) {
                fail(each.place, fmt::format("member '{}' is not named and must pass, was {}", member, word(verdict)));
            }
        }
        return;
    }
    for (const auto& [name, verdict] : verdicts.rows) {
        const bool quiet = verdict == Verdict::pass || verdict == Verdict::left_out;
        if (!named.contains(name) && !quiet) {
            fail(each.place, fmt::format("row '{}' is not named and must pass, was {}", show_key(name.second), word(verdict)));
        }
    }
}

} // namespace assay
