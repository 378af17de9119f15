#include "app/cci_references.hpp"

#include "app/passing_rows.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_named_ccis = 5;

class WithReferences final : public PassingRows {
public:
    WithReferences(std::unique_ptr<RowReader> rows, const CciList& list, CciCounts& counts)
        : PassingRows(std::move(rows)), m_list(list), m_counts(counts), m_cci(cell_of("cci")), m_references(cell_of("control_references")) {}
    bool next(RawRow& row) override {
        if (!PassingRows::next(row)) {
            return false;
        }
        m_text.clear();
        std::set<std::string, std::less<>> told;
        auto ccis = row.cells[m_cci];
        while (!ccis.empty()) {
            const auto end = std::min(ccis.find(' '), ccis.size());
            if (const auto cci = ccis.substr(0, end); !cci.empty()) {
                add(cci, told);
            }
            ccis.remove_prefix(std::min(end + 1, ccis.size()));
        }
        if (row.cells[m_references].empty()) {
            row.cells[m_references] = m_text;
        }
        return true;
    }

private:
    void add(std::string_view cci, std::set<std::string, std::less<>>& told) {
        const auto found = m_list.controls.find(cci);
        if (found == m_list.controls.end()) {
            m_counts.missing.emplace(cci);
            return;
        }
        m_counts.by_edition[found->second.edition] += m_counts.found.emplace(cci).second ? 1 : 0;
        if (told.insert(found->second.index).second) {
            m_text += (m_text.empty() ? "" : "; ") + found->second.index;
        }
    }

    const CciList& m_list;
    CciCounts& m_counts;
    std::size_t m_cci;
    std::size_t m_references;
    std::string m_text; ///< of the row just given
};

} // namespace

std::string to_text(const CciCounts& counts, const CciList& list) {
    const auto all = counts.found.size() + counts.missing.size();
    auto text = fmt::format("CCI list{}{}, sha256 {}…: {} of {} lead to SP 800-53", list.version.empty() ? "" : " ", escape_control(list.version), list.sha256.substr(0, 12),
                            counts.found.size(), count_of(static_cast<std::int64_t>(all), "CCI", "CCIs"));
    for (const auto& [edition, ccis] : counts.by_edition) {
        text += fmt::format(", {} in revision {}", ccis, edition);
    }
    if (!counts.missing.empty()) {
        std::vector<std::string> named;
        for (const auto& each : counts.missing) {
            if (named.size() < k_named_ccis) {
                named.push_back(escape_control(each));
            }
        }
        text += fmt::format("; not {}{}", fmt::join(named, ", "),
                            counts.missing.size() > named.size() ? fmt::format(" and {} more", counts.missing.size() - named.size()) : std::string());
    }
    return text;
}

std::unique_ptr<RowReader> with_cci_references(std::unique_ptr<RowReader> rows, const CciList& list, CciCounts& counts) {
    return std::make_unique<WithReferences>(std::move(rows), list, counts);
}

} // namespace assay
