#include "formats/case_expectations.hpp"

#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace assay {
namespace {

/// Names that a case gives to its rows or expectations, borrowed. Sorted once: thousands of cases have a few names each.
class CaseNames {
public:
    explicit CaseNames(std::size_t most) { m_names.reserve(most); }
    void add(std::string_view first, std::string_view second) { m_names.emplace_back(first, second); }
    void sort() {
        std::ranges::sort(m_names);
        m_has_repeated = std::ranges::adjacent_find(m_names) != m_names.end();
    }
    [[nodiscard]] bool contains(std::string_view first, std::string_view second) const {
        return std::ranges::binary_search(m_names, Name(first, second));
    }
    /// Asked for each name in the order of the file: has it been asked for before?
    bool is_met_again(std::string_view first, std::string_view second) { return m_has_repeated && !m_met.emplace(first, second).second; }

private:
    using Name = std::pair<std::string_view, std::string_view>;
    std::vector<Name> m_names;
    std::set<Name> m_met;
    bool m_has_repeated = false;
};

/// The ids that an expectation can be about.
std::vector<std::string> judged_rows(const CheckDefinition& check, const CheckCase& checked) {
    std::set<std::pair<std::string_view, std::string_view>> met;
    std::vector<std::string> judged;
    for (const auto& row : checked.rows) {
        const bool is_judged = row.register_id == check.in.text || row.register_id == check.over.text;
        if (!row.id.empty() && is_judged && met.emplace(row.register_id, row.id).second) {
            judged.push_back(row.id);
        }
    }
    return judged;
}

} // namespace

void check_expectations(XmlElement& element, const CheckDefinition& check, const CheckCase& checked) {
    auto& document = element.document();
    CaseNames rows(checked.rows.size());
    for (const auto& row : checked.rows) {
        if (!row.id.empty()) {
            rows.add(row.register_id, row.id);
        }
    }
    rows.sort();
    for (const auto& row : checked.rows) {
        if (row.id.empty()) {
            continue;
        }
        if (rows.is_met_again(row.register_id, row.id)) {
            document.report(
                row.place, "duplicate-id",
                fmt::format("the row {} of {} is given twice in case {}", quote(row.id), quote(row.register_id), quote(checked.name)));
        }
    }
    CaseNames expected(checked.expectations.size());
    for (const auto& each : checked.expectations) {
        expected.add(each.row, each.member);
    }
    expected.sort();
    std::optional<std::vector<std::string>> judged; // nearly never needed, and once for all that are wrong
    for (const auto& each : checked.expectations) {
        if (expected.is_met_again(each.row, each.member)) {
            document.report(
                each.place, "duplicate-id",
                fmt::format("{} is expected twice in case {}", quote(each.row.empty() ? each.member : each.row), quote(checked.name)));
        } else if (!each.row.empty() && !rows.contains(check.in.text, each.row) && !rows.contains(check.over.text, each.row)) {
            const std::string registers =
                check.over.given() ? quote(check.in.text) + " or " + quote(check.over.text) : quote(check.in.text);
            if (!judged) {
                judged = judged_rows(check, checked);
            }
            document.report(each.place, "unknown-row",
                            fmt::format("case {} has no row {} in {}", quote(checked.name), quote(each.row), registers),
                            element.suggest(each.row, *judged));
        }
    }
}

} // namespace assay
