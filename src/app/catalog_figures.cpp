#include "assay/app/catalog_figures.hpp"

#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"
#include "assay/rules/crosswalk.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

enum class Checked : std::uint8_t { no, fails_only, proves };

class Counter {
public:
    Counter(const Content& content, const Catalog& catalog) : m_catalog(catalog) {
        for (const auto& file : content.check_files) {
            for (const auto& check : file.checks) {
                for (const auto& [id, place] : check.controls) {
                    if (id.catalog == catalog.id) {
                        auto& checked = m_checked[id.control];
                        checked = std::max(checked, check.proves ? Checked::proves : Checked::fails_only);
                    }
                }
            }
        }
    }

    template <class Includes>
    CatalogFigures count(Includes includes) const {
        CatalogFigures figures;
        std::set<std::string_view> shall;
        for (const auto& control : m_catalog.controls) {
            if (!includes(control)) {
                continue;
            }
            ++figures.controls;
            shall.insert(control.shall);
            for (const auto& demand : control.demands) {
                ++(demand.kind == DemandKind::standard ? figures.standard : figures.expected);
            }
            const auto found = m_checked.find(control.id.control);
            const auto checked = found == m_checked.end() ? Checked::no : found->second;
            const bool proving = checked == Checked::proves && control.provable;
            ++(proving ? figures.proving : checked != Checked::no ? figures.other : figures.assessor);
        }
        figures.shall_groups = static_cast<std::int64_t>(shall.size());
        return figures;
    }

private:
    const Catalog& m_catalog;
    std::unordered_map<std::string, Checked> m_checked;
};

std::string cells(const Catalog& catalog, const CatalogFigures& f) {
    const auto groups = catalog.headline_is_shall ? group_thousands(f.shall_groups) : std::string("–");
    return fmt::format("{} | {} | {} | {} | {} | {} | {}", group_thousands(f.controls), groups, group_thousands(f.standard), group_thousands(f.expected),
                       group_thousands(f.proving), group_thousands(f.other), group_thousands(f.assessor));
}

constexpr std::string_view k_columns = "controls | shall groups | standard demands | expected demands | proving check | other checks | assessor only";
constexpr std::string_view k_rule = "---:|---:|---:|---:|---:|---:|---:";

std::string catalog_table(const Content& content) {
    std::string text = fmt::format("| catalog | scale | {} |\n|---|---|{}|\n", k_columns, k_rule);
    for (const auto& catalog : content.catalogs) {
        text += fmt::format("| `{}` {} | {} | {} |\n", catalog.id, escape_markdown(catalog.title), to_text(catalog.scale), cells(catalog, figures_of(content, catalog)));
    }
    return text;
}

std::string clause_table(const Content& content, const Catalog& catalog) {
    std::string text = fmt::format("| {} | {} |\n|---|{}|\n", escape_markdown(catalog.title), k_columns, k_rule);
    for (const auto& clause : clause_figures_of(content, catalog)) {
        text += fmt::format("| `{}` {} | {} |\n", clause.group->id, escape_markdown(clause.group->title), cells(catalog, clause.figures));
    }
    return text;
}

std::string crosswalk_table(const Content& content) {
    std::string text = "| from | to | maps | controls of the first mapped | controls of the second mapped |\n|---|---|---:|---:|---:|\n";
    for (const auto& crosswalk : content.crosswalks) {
        const auto links = links_of(crosswalk, crosswalk.from);
        const auto mapped = [&](const std::string& id, WaySide side) {
            const CatalogTree tree(*content.find_catalog(id));
            const auto covers = cover_controls(tree, links, side);
            const auto count = std::ranges::count_if(covers, [](const ControlCover& cover) { return cover.relation != MapRelation::none; });
            return fmt::format("{} of {}", group_thousands(count), group_thousands(static_cast<std::int64_t>(covers.size())));
        };
        text += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", crosswalk.from, crosswalk.to, group_thousands(static_cast<std::int64_t>(crosswalk.maps.size())),
                            mapped(crosswalk.from, WaySide::from), mapped(crosswalk.to, WaySide::to));
    }
    return text;
}

constexpr std::string_view k_begin = "<!-- catalogs: generated from controls/ -->\n";
constexpr std::string_view k_end = "<!-- end of catalogs -->\n";

} // namespace

CatalogFigures figures_of(const Content& content, const Catalog& catalog) {
    return Counter(content, catalog).count([](const Control&) { return true; });
}

std::vector<ClauseFigures> clause_figures_of(const Content& content, const Catalog& catalog) {
    const Counter counter(content, catalog);
    const CatalogTree tree(catalog);
    std::vector<ClauseFigures> clauses;
    for (const auto& group : catalog.groups) {
        if (group.depth > 1) {
            continue;
        }
        const auto figures = counter.count([&](const Control& control) {
            const auto around = tree.around(control);
            return std::ranges::find(around, group.id) != around.end();
        });
        clauses.push_back({&group, figures});
    }
    return clauses;
}

std::string catalog_tables_markdown(const Content& content) {
    auto text = catalog_table(content);
    for (const auto& catalog : content.catalogs) {
        if (catalog.scale == Scale::iso17021) {
            text += "\n" + clause_table(content, catalog);
        }
    }
    if (!content.crosswalks.empty()) {
        text += "\n" + crosswalk_table(content);
    }
    return text;
}

std::optional<std::string> with_catalog_tables(const std::string& text, const Content& content) {
    const auto begin = text.find(k_begin);
    const auto end = text.find(k_end);
    if (begin == std::string::npos || end == std::string::npos || end < begin) {
        return std::nullopt;
    }
    return text.substr(0, begin + k_begin.size()) + catalog_tables_markdown(content) + text.substr(end);
}

} // namespace assay
