#include "assess/dispositions.hpp"

#include <map>
#include <unordered_map>

namespace assay {
namespace {

bool clears(const DispositionFact& fact) {
    return fact.verdict == "not_a_deviation" || fact.verdict == "data_error_corrected" || fact.verdict == "duplicate";
}

std::int64_t change_of(const AssessInput& input, const std::string& register_id, std::int64_t row) {
    const std::int64_t one[] = {row};
    const auto origins = input.runner.origins(register_id, one);
    return origins.empty() ? 0 : origins.front().change;
}

} // namespace

void apply_dispositions(const AssessInput& input, const Facts& facts, CheckResults& results) {
    if (facts.dispositions.empty()) {
        return;
    }
    std::map<std::pair<CheckId, std::string>, std::int64_t> cleared;
    for (auto& row : results.failing) {
        const auto found = facts.dispositions.find({row.check.text, row.register_id, row.key});
        if (found == facts.dispositions.end() || !row.failed) {
            continue;
        }
        const auto& fact = found->second;
        if (fact.reason.empty() || fact.person.empty() || !fact.decided_on || *fact.decided_on > input.on) {
            continue;
        }
        // Independent of the subject: no R or A on it (anywhere, where the check has no subject), and not its owner.
        const auto* check = input.library.find_check(row.check.text);
        bool involved = facts.involved_anywhere.contains(fact.person);
        if (check != nullptr && check->subject_kind && row.subject != k_unattributed) {
            const auto who = facts.involved.find({*check->subject_kind, row.subject});
            involved = who != facts.involved.end() && who->second.contains(fact.person);
        }
        if (involved) {
            continue;
        }
        // Versions are ordered by their change: a row set after the disposition is not the row that was explained.
        if (row.row != 0 && change_of(input, row.register_id, row.row) > change_of(input, "disposition", fact.row)) {
            continue;
        }
        row.disposition = fact.id;
        if (clears(fact)) {
            ++cleared[{row.check, row.subject}];
        }
    }
    for (auto& tally : results.tallies) {
        const auto found = cleared.find({tally.check, tally.subject});
        if (found == cleared.end()) {
            continue;
        }
        tally.disposed = found->second;
        const auto* check = input.library.find_check(tally.check.text);
        const bool zero_tolerance = check != nullptr && check->definition->zero_tolerance;
        tally.grade = propose_grade(tally.counts.selected, tally.counts.failed - tally.disposed, zero_tolerance, input.workspace.policy);
    }
}

} // namespace assay
