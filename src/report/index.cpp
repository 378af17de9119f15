#include "report/index.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {
namespace {

bool is_anchor_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/// What an anchor cannot hold becomes '_', and then eight digits of the text's hash keep it apart from its like.
std::string slug(std::string_view text) {
    std::string out;
    bool is_exact = true;
    for (const char c : text) {
        is_exact = is_exact && is_anchor_char(c);
        out += is_anchor_char(c) ? c : '_';
    }
    constexpr std::size_t k_longest = 80;
    if (is_exact && out.size() <= k_longest && out.find("--") == std::string::npos) {
        return out;
    }
    out.resize(std::min(out.size(), k_longest));
    return out + "_" + to_hex(sha256(text)).substr(0, 8);
}

using PairKey = std::pair<std::string_view, std::string_view>;

} // namespace

std::string control_anchor(const ControlId& control) { return "c-" + slug(control.catalog) + "--" + slug(control.control); }

std::string determination_anchor(const ControlId& control, std::string_view subject) {
    std::string anchor = "d-" + slug(control.catalog) + "--" + slug(control.control);
    return subject.empty() ? anchor : anchor + "--" + slug(subject);
}

ReportIndex::ReportIndex(const ReportInput& input) : m_input(input), m_rollups(roll_up(input.assessment, input.catalogs)) {
    for (const auto& file : input.checks) {
        for (const auto& check : file.checks) {
            m_checks.emplace(check.id.text, &check);
        }
    }
    index_results();
    index_determinations();
}

const Catalog* ReportIndex::find_catalog(std::string_view id) const {
    const auto found = std::ranges::find(m_input.catalogs, id, &Catalog::id);
    return found == m_input.catalogs.end() ? nullptr : &*found;
}

const CheckDefinition* ReportIndex::find_check(std::string_view id) const {
    const auto found = m_checks.find(id);
    return found == m_checks.end() ? nullptr : found->second;
}

void ReportIndex::index_results() {
    for (const auto& tally : m_input.assessment.tallies) {
        if (find_check(tally.check.text) == nullptr) {
            throw Error(fmt::format("the assessment ran check '{}', which the report was not given", tally.check.text));
        }
        m_tallies.emplace(PairKey{tally.check.text, tally.subject}, &tally);
    }
    const auto& findings = m_input.findings;
    for (std::size_t begin = 0; begin < findings.size();) {
        std::size_t end = begin + 1;
        while (end < findings.size() && findings[end].check == findings[begin].check && findings[end].subject == findings[begin].subject) {
            ++end;
        }
        const PairKey key{findings[begin].check.text, findings[begin].subject};
        if (!m_tallies.contains(key)) {
            throw Error(fmt::format("there are rows of check '{}' for subject '{}', but no count of them", key.first, key.second));
        }
        if (!m_lines.emplace(key, std::span(findings).subspan(begin, end - begin)).second) {
            throw Error(fmt::format("rows of check '{}' for subject '{}' are not together", key.first, key.second));
        }
        begin = end;
    }
}

CheckResult ReportIndex::make_result(const CheckTally& tally) const {
    const auto lines = m_lines.find(PairKey{tally.check.text, tally.subject});
    return {find_check(tally.check.text), &tally, lines == m_lines.end() ? std::span<const FindingLine>{} : lines->second};
}

std::vector<CheckResult> ReportIndex::all_results() const {
    std::vector<CheckResult> results;
    results.reserve(m_tallies.size());
    for (const auto& [key, tally] : m_tallies) {
        results.push_back(make_result(*tally));
    }
    return results;
}

void ReportIndex::index_determinations() {
    const auto& determinations = m_input.assessment.determinations;
    if (!m_input.facts.empty() && m_input.facts.size() != determinations.size()) {
        throw Error(fmt::format("{} determinations have facts for {}", determinations.size(), m_input.facts.size()));
    }
    std::set<std::string_view> anchors;
    std::unordered_map<std::string_view, std::unordered_map<std::string_view, const Control*>> controls;
    for (const auto& rollup : m_rollups) {
        for (const auto& control : rollup.catalog->controls) {
            controls[rollup.catalog->id].emplace(control.id.control, &control);
        }
    }
    m_judged.reserve(determinations.size());
    for (std::size_t index = 0; index < determinations.size(); ++index) {
        const auto& each = determinations[index];
        IndexedDetermination judged{.determination = &each,
                      .facts = m_input.facts.empty() ? &m_no_facts : &m_input.facts[index],
                      .catalog = find_catalog(each.control.catalog),
                      .control = controls[each.control.catalog][each.control.control],
                      .results = {},
                      .anchor = determination_anchor(each.control, each.subject)};
        add_results(judged);
        m_judged.push_back(std::move(judged));
        if (!anchors.insert(m_judged.back().anchor).second) {
            throw Error(fmt::format("control '{}' is judged twice for subject '{}'", to_text(each.control), each.subject));
        }
    }
}

/// A control judged for the organisation as a whole rests on all subjects of its checks, another one on its own subject.
void ReportIndex::add_results(IndexedDetermination& judged) const {
    const auto& determination = *judged.determination;
    const bool is_whole = judged.control->per == SubjectKind::organization;
    std::set<std::string_view> done;
    for (const auto& basis : determination.bases) {
        if (basis.kind != BasisKind::check || !done.insert(basis.ref).second) {
            continue;
        }
        if (is_whole) {
            for (auto at = m_tallies.lower_bound(PairKey{basis.ref, {}}); at != m_tallies.end() && at->first.first == basis.ref; ++at) {
                judged.results.push_back(make_result(*at->second));
            }
            continue;
        }
        // A check that could not be evaluated has one tally without a subject, which concerns every subject.
        const auto of_none = determination.subject.empty() ? m_tallies.end() : m_tallies.find(PairKey{basis.ref, {}});
        if (of_none != m_tallies.end() && !of_none->second->fault.empty()) {
            judged.results.push_back(make_result(*of_none->second));
        }
        if (const auto own = m_tallies.find(PairKey{basis.ref, determination.subject}); own != m_tallies.end()) {
            judged.results.push_back(make_result(*own->second));
        }
    }
}

std::vector<CheckResult> ReportIndex::loose_results(const std::function<bool(const IndexedDetermination&)>& is_shown) const {
    std::set<const CheckTally*> shown;
    for (const auto& judged : m_judged) {
        if (is_shown(judged)) {
            for (const auto& result : judged.results) {
                shown.insert(result.tally);
            }
        }
    }
    std::vector<CheckResult> loose;
    for (const auto& [key, tally] : m_tallies) {
        if (!shown.contains(tally) && tally->counts.failed + tally->counts.undecided > 0) {
            loose.push_back(make_result(*tally));
        }
    }
    return loose;
}

} // namespace assay
