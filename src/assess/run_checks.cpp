// Runs the library's queries: one tally and at most one list of verdicts for each batch, one query for each check over members.
#include "assay/assess/assess.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "assay/model/row_keys.hpp"
#include "assess/check_lookups.hpp"
#include "assess/earlier.hpp"
#include "assess/population.hpp"
#include "assess/unloaded.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

std::string fingerprint_of(const CheckId& check, const std::string& subject, const std::string& register_id, const std::string& key) {
    return to_hex(sha256(check.text + '\x1e' + subject + '\x1e' + register_id + '\x1e' + key));
}

CheckTally make_tally(const LinkedCheck& check, std::string subject) {
    CheckTally tally;
    tally.check = check.definition->id;
    tally.subject = std::move(subject);
    return tally;
}

void add_up(SubjectTally& sum, const SubjectTally& more) {
    sum.population += more.population;
    sum.left_out.out_of_period += more.left_out.out_of_period;
    sum.left_out.without_service += more.left_out.without_service;
    sum.left_out.out_of_scope += more.left_out.out_of_scope;
    for (std::size_t i = 0; i < sum.counts.size(); ++i) {
        sum.counts[i].selected += more.counts[i].selected;
        sum.counts[i].failed += more.counts[i].failed;
        sum.counts[i].undecided += more.counts[i].undecided;
        sum.counts[i].not_due += more.counts[i].not_due;
        sum.in_doubt[i] += more.in_doubt[i];
    }
}

class Checks {
public:
    Checks(const Run& run, const AssessInput& input) : m_run(run), m_input(input), m_populations(input), m_lookups(input), m_earlier(input) {}

    CheckResults run() {
        const auto& library = m_input.library;
        std::uint64_t done = 0;
        const auto total = library.batches.size() + library.checks.size();
        for (const auto& batch : library.batches) {
            throw_if_stopped(m_run);
            m_run.progress.report(done++, total, "queries");
            if (!m_earlier.take(batch.checks, m_results)) {
                guarded(batch.checks, [&] { run_batch(batch); });
            }
        }
        for (std::size_t index = 0; index < library.checks.size(); ++index) {
            const auto& check = library.checks[index];
            throw_if_stopped(m_run);
            m_run.progress.report(done++, total, "queries");
            if (check.form == CheckForm::rows || m_earlier.take({&index, 1}, m_results)) {
                continue;
            }
            if (check.form == CheckForm::members) {
                guarded({&index, 1}, [&] { run_members(check); });
            } else if (check.form == CheckForm::covers) {
                guarded({&index, 1}, [&] { run_covers(check); });
            }
        }
        std::ranges::sort(m_results.tallies, {}, [](const CheckTally& t) { return std::tie(t.check, t.subject); });
        std::ranges::sort(m_results.failing, {}, [](const FailingRow& r) { return std::tie(r.check, r.subject, r.key, r.row); });
        return std::move(m_results);
    }

private:
    /// A check that cannot be evaluated becomes an error of its controls, and the run goes on (STYLE 18). What it had found until then
    /// is forgotten: half a result looks like a whole one.
    template <class Work>
    void guarded(std::span<const std::size_t> checks, Work work) {
        const auto tallies = m_results.tallies.size();
        const auto failing = m_results.failing.size();
        try {
            work();
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::cancelled) {
                throw;
            }
            m_results.tallies.resize(tallies);
            m_results.failing.resize(failing);
            for (const auto check : checks) {
                auto tally = make_tally(m_input.library.checks[check], {});
                tally.fault = error.what();
                m_results.tallies.push_back(std::move(tally));
            }
        }
    }

    void set_completeness(CheckTally& tally, const LinkedCheck& check) {
        // What is judged is complete only when the members and their rows are.
        for (const auto* part : {check.over, check.in}) {
            if (part == nullptr) {
                continue;
            }
            const auto& completeness = m_populations.of(*part);
            if (!completeness.complete) {
                tally.incomplete_why = completeness.why;
                return;
            }
        }
        tally.complete = true;
    }

    /// `doubt`: which field was never loaded, where that leaves rows undecided; told first, because it can be mended first.
    void finish(CheckTally tally, const LinkedCheck& check, const std::string& doubt = {}) {
        set_completeness(tally, check);
        if (!doubt.empty()) {
            tally.incomplete_why = tally.complete ? doubt : doubt + "; " + tally.incomplete_why;
        }
        tally.grade = propose_grade(tally.counts.selected, tally.counts.failed, check.definition->zero_tolerance, m_input.workspace.policy);
        m_results.tallies.push_back(std::move(tally));
    }

    void run_batch(const LibraryBatch& batch) {
        if (batch.checks.empty()) {
            return;
        }
        // Several references that lead nowhere are one subject.
        const auto doubted = give_benefit_of_doubt(batch.batch, m_input.loaded_fields);
        const auto& asked = doubted ? doubted->batch : batch.batch;
        std::map<std::string, SubjectTally> tallies;
        for (auto& tally : m_input.runner.tally(asked)) {
            const auto name = m_lookups.subject_of(m_input.library.checks[batch.checks.front()], tally.subject);
            const auto found = tallies.find(name);
            if (found == tallies.end()) {
                tallies.emplace(name, std::move(tally));
            } else {
                add_up(found->second, tally);
            }
        }
        std::vector<std::size_t> listed;
        for (std::size_t question = 0; question < batch.checks.size(); ++question) {
            const auto& check = m_input.library.checks[batch.checks[question]];
            bool list = false;
            for (const auto& [name, subject] : tallies) {
                auto tally = make_tally(check, name);
                tally.population = subject.population;
                tally.left_out = subject.left_out;
                tally.counts = subject.counts[question];
                const auto doubt = doubted && subject.in_doubt[question] > 0 ? doubted->why[question] : std::string();
                list = list || tally.counts.failed > 0 || tally.counts.undecided > 0;
                finish(std::move(tally), check, doubt);
            }
            if (tallies.empty()) {
                finish(make_tally(check, {}), check);
            }
            if (list) {
                listed.push_back(question);
            }
        }
        if (!listed.empty()) {
            list_rows(batch, asked, listed);
        }
    }

    void list_rows(const LibraryBatch& batch, const RowBatch& asked, std::span<const std::size_t> listed) {
        const auto verdicts = m_input.runner.verdicts(asked, listed);
        std::vector<std::int64_t> rows;
        rows.reserve(verdicts.size());
        std::ranges::transform(verdicts, std::back_inserter(rows), &RowVerdict::row);
        const auto keys = read_row_keys(m_input.runner, *batch.in, rows);
        for (const auto& verdict : verdicts) {
            const auto& check = m_input.library.checks[batch.checks[verdict.question]];
            FailingRow row;
            row.check = check.definition->id;
            row.subject = m_lookups.subject_of(check, verdict.subject);
            row.register_id = batch.in->id;
            row.key = keys.at(verdict.row);
            row.row = verdict.row;
            row.failed = verdict.failed;
            row.fingerprint = fingerprint_of(row.check, row.subject, row.register_id, row.key);
            m_results.failing.push_back(std::move(row));
        }
    }

    void add_member(std::map<std::string, CheckTally>& tallies, const LinkedCheck& check, const std::string& member, const std::string& subject,
                    std::int64_t row, Verdict verdict) {
        auto& tally = tallies[subject];
        tally.check = check.definition->id;
        tally.subject = subject;
        ++tally.population;
        const bool decided = verdict != Verdict::undecided;
        ++(decided ? tally.counts.selected : tally.counts.undecided);
        if (verdict == Verdict::pass) {
            return;
        }
        tally.counts.failed += decided ? 1 : 0;
        FailingRow failing;
        failing.failed = decided;
        failing.check = check.definition->id;
        failing.subject = subject;
        failing.register_id = check.over != nullptr ? check.over->id : check.in->id;
        failing.key = member;
        failing.row = row;
        failing.fingerprint = fingerprint_of(failing.check, failing.subject, failing.register_id, failing.key);
        m_results.failing.push_back(std::move(failing));
    }

    /// A member is named by its own row's key, also where `member` makes rows meet it by another field.
    void name_members(const LinkedCheck& check, std::size_t first) {
        if (check.over == nullptr) {
            return;
        }
        std::vector<std::int64_t> rows;
        for (auto i = first; i < m_results.failing.size(); ++i) {
            rows.push_back(m_results.failing[i].row);
        }
        const auto keys = read_row_keys(m_input.runner, *check.over, std::move(rows));
        for (auto i = first; i < m_results.failing.size(); ++i) {
            auto& row = m_results.failing[i];
            row.key = keys.at(row.row);
            row.fingerprint = fingerprint_of(row.check, row.subject, row.register_id, row.key);
        }
    }

    void finish_members(std::map<std::string, CheckTally>& tallies, const LinkedCheck& check) {
        if (tallies.empty()) {
            finish(make_tally(check, {}), check);
        }
        for (auto& [subject, tally] : tallies) {
            finish(std::move(tally), check);
        }
    }

    /// Not having loaded a register is no failure of those who should be in it (docs/judgement.md "Checks").
    bool is_loaded(const LinkedCheck& check) {
        if (m_input.takes_empty_for_loaded) {
            return true;
        }
        const auto [place, fresh] = m_loaded.try_emplace(check.in->id, false);
        if (fresh) {
            TableQuery query;
            query.relations.push_back({check.in->id, -1, {}});
            query.select.push_back(column_expr("_row"));
            query.limit = 1;
            m_input.runner.rows(query, [&](std::span<const Value>) { place->second = true; });
            place->second = place->second || !m_input.runner.declarations(check.in->id).empty();
        }
        if (!place->second) {
            auto tally = make_tally(check, {});
            tally.incomplete_why = fmt::format("register '{}' was never loaded", check.in->id);
            m_results.tallies.push_back(std::move(tally));
        }
        return place->second;
    }

    void add_unsure(std::map<std::string, CheckTally>& tallies, const LinkedCheck& check) {
        if (!check.unsure_members) {
            return;
        }
        m_input.runner.rows(*check.unsure_members, [&](std::span<const Value> values) {
            const auto* member = text_of(values[0]);
            add_member(tallies, check, member != nullptr ? *member : std::string(), m_lookups.subject_of(check, values[1]), *number_of(values[2]),
                       Verdict::undecided);
        });
    }

    void run_members(const LinkedCheck& check) {
        if (!is_loaded(check)) {
            return;
        }
        const auto first = m_results.failing.size();
        std::map<std::string, CheckTally> tallies;
        for (const auto& verdict : m_input.runner.members(check.members)) {
            const auto* member = text_of(verdict.member);
            add_member(tallies, check, member != nullptr ? *member : std::string(), m_lookups.subject_of(check, verdict.subject), verdict.row,
                       verdict.passed ? Verdict::pass : Verdict::fail);
        }
        add_unsure(tallies, check);
        name_members(check, first);
        finish_members(tallies, check);
    }

    void run_covers(const LinkedCheck& check) {
        // "planned" takes its length from the interval register, for the first control that has one; none set is judged by the
        // interval rule, not here.
        const auto interval = parse_period(check.covers.interval);
        const auto length = interval ? interval : m_lookups.planned_interval(check);
        if (!length) {
            auto tally = make_tally(check, {});
            tally.incomplete_why = "no planned interval is set, so that gaps cannot be told";
            m_results.tallies.push_back(std::move(tally));
            return;
        }
        if (!is_loaded(check)) {
            return;
        }
        std::map<std::string, std::vector<DatedRow>> dated;
        m_input.runner.rows(check.covers.dated, [&](std::span<const Value> values) {
            const auto* member = text_of(values[0]);
            const auto* from = number_of(values[1]);
            const auto* to = number_of(values[2]);
            if (from != nullptr) {
                const Date first{std::chrono::days{*from}};
                dated[member != nullptr ? *member : std::string()].push_back({first, to != nullptr ? Date{std::chrono::days{*to}} : first});
            }
        });
        const Date end = std::min(m_input.workspace.period_to, subtract(m_input.on, m_input.workspace.policy.record_lag));
        const auto passes = [&](const std::string& member, Date start) {
            const bool gap = find_coverage_gap(dated[member], std::max(start, m_input.workspace.period_from), end, *length).has_value();
            return gap ? Verdict::fail : Verdict::pass;
        };
        std::map<std::string, CheckTally> tallies;
        const auto first_failing = m_results.failing.size();
        if (check.over == nullptr) {
            add_member(tallies, check, "", "", 0, passes("", m_input.workspace.period_from));
        } else {
            m_input.runner.rows(check.covers.members, [&](std::span<const Value> values) {
                const auto* member = text_of(values[0]);
                const auto* row = number_of(values[2]);
                const auto* since = number_of(values[3]);
                const Date start = since != nullptr ? Date{std::chrono::days{*since}} : m_input.workspace.period_from;
                const std::string key = member != nullptr ? *member : std::string();
                if (start > end) {
                    return;     // nothing is owed yet
                }
                add_member(tallies, check, key, m_lookups.subject_of(check, values[1]), row != nullptr ? *row : 0,
                           passes(key, start));
            });
            add_unsure(tallies, check);
        }
        name_members(check, first_failing);
        finish_members(tallies, check);
    }

    const Run& m_run;
    const AssessInput& m_input;
    Populations m_populations;
    CheckLookups m_lookups;
    Earlier m_earlier;
    CheckResults m_results;
    std::unordered_map<std::string, bool> m_loaded;
};

} // namespace

CheckResults run_checks(const Run& run, const AssessInput& input) { return Checks(run, input).run(); }

} // namespace assay
