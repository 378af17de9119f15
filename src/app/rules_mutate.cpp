#include "assay/app/rules_mutate.hpp"

#include "app/case_runner.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/report/rollup.hpp"
#include "assay/rules/mutate.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

enum class Fate : std::uint8_t { alive, killed, not_linked };

/// Mutants are tried in turn on a case whose rows are stored once; one that was noticed is not tried again.
class CheckTrial {
public:
    CheckTrial(CaseRunner& runner, const CheckDefinition& check)
        : m_runner(runner), m_check(check), m_mutants(make_mutants(check)), m_fates(m_mutants.size(), Fate::alive), m_changed(check) {
        m_changed.cases.clear();
    }

    void run(const Run& run) {
        for (const auto& each : m_check.cases) {
            throw_if_stopped(run);
            RulesTestResult faults;
            const auto setup = m_runner.set_up(m_check, each, faults);
            if (!setup) {
                continue;
            }
            for (std::size_t i = 0; i < m_mutants.size(); ++i) {
                if (m_fates[i] == Fate::alive) {
                    m_fates[i] = try_mutant(m_mutants[i], *setup);
                }
            }
        }
    }

    void count_into(MutationResult& result) const {
        auto& file = result.files[m_check.place.file];
        for (std::size_t i = 0; i < m_mutants.size(); ++i) {
            for (auto* count : {&result.all, &file}) {
                count->not_linked += m_fates[i] == Fate::not_linked ? 1 : 0;
                count->mutants += m_fates[i] == Fate::not_linked ? 0 : 1;
                count->killed += m_fates[i] == Fate::killed ? 1 : 0;
            }
            if (m_fates[i] == Fate::alive) {
                result.survivors.push_back({m_check.id.text, m_mutants[i].place, m_mutants[i].what});
            }
        }
    }

private:
    Fate try_mutant(const Mutant& mutant, const CaseSetup& setup) {
        auto& part = m_changed.*mutant.part;
        const auto kept = part.text;
        part.text = mutant.text;
        Diagnostics unlinked;
        RulesTestResult verdicts;
        auto fate = Fate::killed;
        try {
            if (!m_runner.judge(m_changed, setup, unlinked, verdicts)) {
                fate = Fate::not_linked;
            } else if (verdicts.failures.empty()) {
                fate = Fate::alive;
            }
        } catch (const Error& error) {
            // A fault that stops the evaluation is noticed; being told to stop is not the mutant's.
            if (error.kind() == ErrorKind::cancelled) {
                throw;
            }
        }
        part.text = kept;
        return fate;
    }

    CaseRunner& m_runner;
    const CheckDefinition& m_check;
    std::vector<Mutant> m_mutants;
    std::vector<Fate> m_fates;
    CheckDefinition m_changed;
};

} // namespace

MutationResult mutate_rules(const Run& run, const Content& content, const std::vector<std::string>& only) {
    MutationResult result;
    CaseRunner runner(run, content);
    const auto checks = find_checks(content, only);
    for (const auto* check : checks) {
        run.progress.report(static_cast<std::uint64_t>(result.checks), checks.size(), "checks");
        CheckTrial trial(runner, *check);
        trial.run(run);
        trial.count_into(result);
        ++result.checks;
    }
    return result;
}

bool enough_killed(const MutationResult& result) { return result.all.killed * 100 >= result.all.mutants * k_least_killed_percent; }

std::string to_text(const MutationResult& result) {
    std::string text;
    for (const auto& survivor : result.survivors) {
        text += fmt::format("{}: check '{}': {}: no case notices\n", to_text(survivor.place), survivor.check, survivor.what);
    }
    for (const auto& [file, count] : result.files) {
        text += fmt::format("{}: {} of {} killed{}\n", file, group_thousands(count.killed), group_thousands(count.mutants),
                            count.killed == count.mutants ? "" : fmt::format(", {} survived", group_thousands(count.mutants - count.killed)));
    }
    const auto share = percent_of(result.all.killed, result.all.mutants);
    text += fmt::format("{}, {}: {} killed{}, at least {} % wanted", count_of(result.checks, "check", "checks"), count_of(result.all.mutants, "mutant", "mutants"),
                        group_thousands(result.all.killed), share ? fmt::format(" ({} %)", *share) : "", k_least_killed_percent);
    if (result.all.not_linked > 0) {
        text += fmt::format("; {} more could not be linked and are not counted", group_thousands(result.all.not_linked));
    }
    return text + "\n";
}

} // namespace assay
