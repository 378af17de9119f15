#include "assess/earlier.hpp"

#include <algorithm>

namespace assay {
namespace {

void add_relations(std::set<std::string_view>& registers, const std::vector<QueryRelation>& relations) {
    for (const auto& each : relations) {
        registers.insert(each.register_id);
    }
}

std::string_view check_of(const CheckTally& tally) { return tally.check.text; }
std::string_view check_of(const FailingRow& row) { return row.check.text; }

/// Those of one check; `all` is sorted by check.
template <class Result>
std::span<const Result> of_check(const std::vector<Result>& all, std::string_view check) {
    const auto found = std::ranges::equal_range(all, check, {}, [](const Result& each) { return check_of(each); });
    return {found.begin(), found.end()};
}

} // namespace

std::set<std::string_view> registers_read(const Library& library, const LinkedCheck& check) {
    std::set<std::string_view> registers{check.in->id};
    if (check.over != nullptr) {
        registers.insert(check.over->id);
    }
    if (check.subject_kind) {
        registers.insert(to_text(*check.subject_kind));
    }
    switch (check.form) {
    case CheckForm::rows:
        add_relations(registers, library.batches[check.batch].batch.relations);
        break;
    case CheckForm::members:
        add_relations(registers, check.members.relations);
        break;
    case CheckForm::covers:
        add_relations(registers, check.covers.members.relations);
        add_relations(registers, check.covers.dated.relations);
        registers.insert("interval");
        break;
    }
    if (check.unsure_members) {
        add_relations(registers, check.unsure_members->relations);
    }
    return registers;
}

bool Earlier::holds(const LinkedCheck& check) const {
    const auto tallies = of_check(m_input.earlier->tallies, check.definition->id.text);
    // A check that could not be evaluated is given another try.
    return !tallies.empty() && std::ranges::all_of(tallies, [](const CheckTally& each) { return each.fault.empty(); }) &&
           std::ranges::none_of(registers_read(m_input.library, check), [&](std::string_view each) { return m_input.earlier->touched.contains(each); });
}

void Earlier::append(const LinkedCheck& check, CheckResults& results) const {
    for (auto tally : of_check(m_input.earlier->tallies, check.definition->id.text)) {
        tally.disposed = 0;
        tally.grade = propose_grade(tally.counts.selected, tally.counts.failed, check.definition->zero_tolerance, m_input.workspace.policy);
        results.tallies.push_back(std::move(tally));
    }
    for (auto row : of_check(m_input.earlier->failing, check.definition->id.text)) {
        row.disposition.clear();
        results.failing.push_back(std::move(row));
    }
}

bool Earlier::take(std::span<const std::size_t> checks, CheckResults& results) const {
    const auto& all = m_input.library.checks;
    if (m_input.earlier == nullptr || !std::ranges::all_of(checks, [&](std::size_t each) { return holds(all[each]); })) {
        return false;
    }
    for (const auto each : checks) {
        append(all[each], results);
    }
    return true;
}

} // namespace assay
