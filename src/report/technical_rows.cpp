#include "report/technical_rows.hpp"

#include "report/audit_rows.hpp"
#include "report/weakness_rows.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

struct ResultWord {
    const char* result;
    const char* words;
};
/// What is open first.
constexpr ResultWord k_result_words[] = {
    {"fail", "fail"},         {"error", "error"}, {"unknown", "unknown"},           {"notchecked", "not checked"},
    {"pass", "pass"},         {"fixed", "fixed"}, {"informational", "informational"}, {"notapplicable", "not applicable"},
    {"notselected", "not selected"}};

std::int64_t count_in(const std::map<std::string, std::int64_t>& counts, const std::string& word) {
    const auto found = counts.find(word);
    return found == counts.end() ? 0 : found->second;
}

std::string result_words(const std::map<std::string, std::int64_t>& results) {
    std::vector<std::string> words;
    for (const auto& [result, said] : k_result_words) {
        if (const auto count = count_in(results, result); count > 0) {
            words.push_back(fmt::format("{} {}", said, group_thousands(count)));
        }
    }
    return fmt::format("{}", fmt::join(words, ", "));
}

/// "urn:xccdf:scoring:flat-unweighted" is "flat-unweighted".
std::string model_name(const std::string& model) { return model.substr(model.rfind(':') + 1); }

TableCell score_cell(const TechnicalSetLine& set) {
    if (set.scores.empty()) {
        return cell("none stated");
    }
    std::vector<std::string> words;
    bool disagrees = false;
    for (const auto& score : set.scores) {
        words.push_back(fmt::format("{}{} ({})", score.score, score.maximum.empty() ? "" : " of " + score.maximum, model_name(score.model)));
        disagrees = disagrees || score.disagrees;
    }
    return cell(fmt::format("{}", fmt::join(words, "; ")), disagrees ? "counted again, the results give another score" : "");
}

} // namespace

std::string severity_words(const std::map<std::string, std::int64_t>& open) {
    std::vector<std::string> words;
    for (const auto* severity : {"high", "medium", "low", "info", "unknown", ""}) {
        if (const auto count = count_in(open, severity); count > 0) {
            words.push_back(fmt::format("{} {}", *severity == 0 ? "no severity" : severity, group_thousands(count)));
        }
    }
    return words.empty() ? std::string("none") : fmt::format("{}", fmt::join(words, ", "));
}

std::string technical_words(const TechnicalSums& sums) {
    return fmt::format("fail {}, undecided {}, pass {}, other {}", group_thousands(sums.failed), group_thousands(sums.undecided),
                       group_thousands(sums.passed), group_thousands(sums.other));
}

TechnicalRows::TechnicalRows(const ReportIndex& index) : m_index(index) {
    for (const auto& row : registers_of(index).rows("poam")) {
        if (is_open_weakness(row) || row.text("status") == "risk_accepted") {
            m_covering.emplace(row.text("system"), row.text("id"));
        }
    }
    if (const auto* beside = index.input().beside; beside != nullptr) {
        for (const auto& set : beside->technical) {
            m_sets[set.system].push_back(&set);
        }
    }
    for (auto& [system, sets] : m_sets) {
        std::ranges::stable_sort(sets, {}, [](const TechnicalSetLine* set) { return -count_in(set->results, "fail"); });
    }
}

std::int64_t TechnicalRows::uncovered(const TechnicalSetLine& set) const {
    std::int64_t count = 0;
    for (const auto& [item, failed] : set.planned) {
        count += m_covering.contains({set.system, item}) ? 0 : failed;
    }
    return count;
}

void TechnicalRows::add(TechnicalSums& sums, const TechnicalSetLine& set) const {
    ++sums.sets;
    for (const auto& [result, count] : set.results) {
        auto& sum = result == "pass" || result == "fixed"                             ? sums.passed
                    : result == "fail"                                                ? sums.failed
                    : result == "error" || result == "unknown" || result == "notchecked" ? sums.undecided
                                                                                      : sums.other;
        sum += count;
    }
    for (const auto& [severity, count] : set.open) {
        sums.open[severity] += count;
    }
    sums.uncovered += uncovered(set);
}

TechnicalSums TechnicalRows::sums_of(const std::string& system) const {
    TechnicalSums sums;
    if (const auto found = m_sets.find(system); found != m_sets.end()) {
        for (const auto* set : found->second) {
            add(sums, *set);
        }
    }
    return sums;
}

TechnicalSums TechnicalRows::sums_beside(const std::set<std::string>& systems) const {
    TechnicalSums sums;
    for (const auto& [system, sets] : m_sets) {
        for (const auto* set : sets) {
            if (!systems.contains(system)) {
                add(sums, *set);
            }
        }
    }
    return sums;
}

std::vector<TableColumn> TechnicalRows::columns() {
    return {{"Asset and benchmark", 25, TableColumn::Kind::heading}, {"Results", 20}, {"Score", 15}, {"Checked", 10}, {"Open findings", 15},
            {"On a plan of action", 15}};
}

std::vector<TableCell> TechnicalRows::cells_of(const TechnicalSetLine& set) const {
    const auto failed = count_in(set.results, "fail");
    const auto missing = uncovered(set);
    auto planned = failed == 0 ? cell("nothing to cover") : cell(fmt::format("{} of {}", failed - missing, failed));
    planned.lacks = missing > 0;
    const auto first = local_day(m_index, set.first);
    const auto last = local_day(m_index, set.last);
    return {cell(set.asset, fmt::format("{}{}{}", set.title.empty() ? set.benchmark : set.title, set.version.empty() ? "" : ", " + set.version,
                                        set.profile.empty() || set.profile == "(default)" ? "" : ", profile " + set.profile)),
            cell(result_words(set.results)),
            score_cell(set),
            last ? cell(first == last ? to_text(*last) : span_text(first, last), set.tool) : cell_or({}, "no time"),
            cell(severity_words(set.open)),
            planned};
}

TableBody TechnicalRows::body_of(const std::string& system, const std::string& name) const {
    const auto sums = sums_of(system);
    TableBody body{name, {}, {}};
    if (sums.sets == 0) {
        body.rows.push_back({{}, {cell_or({}, "No results on record"), cell(""), cell(""), cell(""), cell(""), cell("")}});
        return body;
    }
    body.note = fmt::format("{}: {}; {} of {} failed on a plan of action", count_of(static_cast<std::int64_t>(sums.sets), "result set", "result sets"),
                            technical_words(sums), group_thousands(sums.failed - sums.uncovered), group_thousands(sums.failed));
    for (const auto* set : m_sets.at(system)) {
        if (body.rows.size() == k_rows_shown) {
            body.note += fmt::format("; the {} with the most failed are listed", k_rows_shown);
            break;
        }
        body.rows.push_back({{}, cells_of(*set)});
    }
    return body;
}

} // namespace assay
