#include "assess/population.hpp"

#include "assay/assess/declared.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// What an import left unsaid, or nothing.
std::string unsaid(const PopulationDeclaration& declared, bool record) {
    std::vector<std::string> missing;
    const auto need = [&](bool given, const char* what) {
        if (!given) {
            missing.emplace_back(what);
        }
    };
    need(!declared.source.empty(), "source system");
    need(!declared.query.empty(), "query or filter");
    need(!declared.extracted_at.empty(), "extraction time");
    need(!declared.extracted_by.empty(), "extracting person");
    need(declared.source_count.has_value(), "the source's own count");
    need(!record || (declared.period_from && declared.period_to), "period");
    return fmt::format("{}", fmt::join(missing, ", "));
}

/// Takes the days of `taken` out of the stretches.
void take_out(std::vector<DatedRow>& stretches, const DatedRow& taken) {
    constexpr std::chrono::days k_one{1};
    std::vector<DatedRow> left;
    for (const auto& stretch : stretches) {
        const DatedRow before{stretch.from, std::min(stretch.to, taken.from - k_one)};
        const DatedRow after{std::max(stretch.from, taken.to + k_one), stretch.to};
        if (before.from <= before.to) {
            left.push_back(before);
        }
        if (after.from <= after.to) {
            left.push_back(after);
        }
    }
    stretches = std::move(left);
}

} // namespace

std::string declaration_fault(const PopulationDeclaration& declared, bool record) {
    if (const auto missing = unsaid(declared, record); !missing.empty()) {
        return "does not state " + missing;
    }
    if (*declared.source_count != declared.rows_in) {
        return fmt::format("has {}, the source counts {}", count_of(declared.rows_in, "row", "rows"), group_thousands(*declared.source_count));
    }
    return declared.rows_rejected > 0 ? "rejected " + count_of(declared.rows_rejected, "row", "rows") : std::string();
}

DeclaredDays declared_days(std::span<const PopulationDeclaration> declarations, bool record) {
    DeclaredDays days;
    auto& [covered, fault] = days;
    // The last word about each day counts; of a register that people keep, the last word about the whole.
    for (const auto& declared : declarations) {
        const auto why = declaration_fault(declared, record);
        fault = why.empty() ? std::string() : fmt::format("the import of change {} {}", declared.change, why);
        if (!declared.period_from || !declared.period_to) {
            continue;
        }
        const DatedRow stretch{*declared.period_from, *declared.period_to};
        const bool disagrees = (declared.source_count && *declared.source_count != declared.rows_in) || declared.rows_rejected > 0;
        if (fault.empty()) {
            covered.push_back(stretch);
        } else if (disagrees) {
            take_out(covered, stretch);   // it says that these days are not all here
        }
    }
    return days;
}

const Completeness& Populations::of(const Register& of) {
    const auto found = m_known.find(of.id);
    return found != m_known.end() ? found->second : m_known.emplace(of.id, judge(of)).first->second;
}

Completeness Populations::judge(const Register& of) const {
    const auto declarations = m_input.runner.declarations(of.id);
    if (declarations.empty()) {
        return {false, fmt::format("no import of register '{}' declares its population", of.id)};
    }
    const bool record = of.kind == RegisterKind::record;
    auto [covered, fault] = declared_days(declarations, record);
    if (!record) {
        return {fault.empty(), fault};
    }
    if (covered.empty()) {
        return {false, fault};
    }
    std::ranges::sort(covered, {}, &DatedRow::from);
    const Date end = std::min(m_input.workspace.period_to, m_input.on);
    // Declared days touch when one starts on the day after the other ends.
    Date until = m_input.workspace.period_from - std::chrono::days{1};
    for (const auto& stretch : covered) {
        if (stretch.from > until + std::chrono::days{1}) {
            break;
        }
        until = std::max(until, stretch.to);
    }
    if (until >= end) {
        return {true, {}};
    }
    if (!fault.empty()) {
        return {false, fault};
    }
    const Date last = std::ranges::max(covered, {}, &DatedRow::to).to;
    if (until >= m_input.workspace.period_from && last >= end) {
        return {false, fmt::format("the imports of register '{}' declare nothing for {}", of.id, to_text(until + std::chrono::days{1}))};
    }
    return {false, fmt::format("the imports of register '{}' declare {} to {}; the audit period is {} to {}", of.id, to_text(covered.front().from),
                               to_text(last), to_text(m_input.workspace.period_from),
                               to_text(m_input.workspace.period_to))};
}

} // namespace assay
