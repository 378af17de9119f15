// The crosswalk in words, for the terminal.
#include "assay/app/crosswalk.hpp"

#include "assay/base/text.hpp"
#include "assay/report/rollup.hpp"

#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array k_strongest_first{MapRelation::equal, MapRelation::superset, MapRelation::subset, MapRelation::intersects, MapRelation::related};

class CrosswalkText {
public:
    explicit CrosswalkText(const CrosswalkReport& report) : m_report(report), m_from(*report.from), m_to(*report.to) {}

    std::string make() {
        head();
        for (const auto& link : m_report.way.links) {
            show(link);
        }
        changes();
        cover(m_from, m_report.from_cover, m_to.catalog());
        cover(m_to, m_report.to_cover, m_from.catalog());
        if (m_report.carried) {
            carried(*m_report.carried);
        }
        return std::move(m_text);
    }

private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(m_text), format, std::forward<Args>(args)...);
        m_text += '\n';
    }

    static std::string named(const Catalog& catalog) { return fmt::format("{} ({})", catalog.title, catalog.id); }

    void head() {
        line("{} to {}", named(m_from.catalog()), named(m_to.catalog()));
        if (!m_report.way.is_direct()) {
            line("No crosswalk leads straight there; the way gone is {}. Each link is as weak as the weakest on its way.",
                 fmt::join(m_report.way.catalogs, " → "));
        }
        for (const auto* used : m_report.way.used) {
            line("Crosswalk {}{}: {}", used->id, m_report.way.is_backwards() ? ", read backwards" : "", used->source);
        }
    }

    static std::string shown(const CatalogTree& tree, const std::string& id) {
        return id.empty() ? std::string("(nothing)") : fmt::format("{} {}", id, tree.title(id));
    }

    void show(const CrosswalkLink& link) {
        if (!m_first || link.from != m_last) {
            line("\n{}", shown(m_from, link.from));
            m_first = true;
            m_last = link.from;
        }
        const auto judgement = link.judgement == MapJudgement::ours ? "our judgement" : "published mapping";
        std::string words(to_text(link.relation));
        if (link.change != MapChange::none) {
            words = link.relation == MapRelation::none ? std::string(to_text(link.change)) : fmt::format("{}, {}", to_text(link.change), words);
        }
        line("  {}: {} ({}, confidence {})", words, shown(m_to, link.to), judgement, link.confidence);
        for (const auto& step : link.steps) {
            if (link.steps.size() == 1) {
                line("    {}", step.reason);
            } else if (step.reason.empty()) {
                line("    {} {} {} {}", step.from_catalog, step.from, step.relation == MapRelation::subset ? "stands in" : "holds", step.to);
            } else {
                line("    {} {} [{}] {} {}: {}", step.from_catalog, step.from, to_text(step.relation), step.to_catalog, step.to, step.reason);
            }
        }
    }

    void changes() {
        if (m_report.changes.empty()) {
            return;
        }
        std::vector<std::string> words;
        words.reserve(m_report.changes.size());
        for (const auto& [change, count] : m_report.changes) {
            words.push_back(fmt::format("{} {}", group_thousands(count), to_text(change)));
        }
        const auto& used = *m_report.way.used.front();
        line("\nFrom {} to {}: {}.", used.from, used.to, fmt::join(words, ", "));
    }

    void cover(const CatalogTree& tree, const CatalogCover& cover, const Catalog& other) {
        const auto total = static_cast<std::int64_t>(cover.controls.size());
        line("\n{} in {}: {} of {} mapped, {} not", named(tree.catalog()), named(other), group_thousands(cover.mapped), count_of(total, "control", "controls"),
             group_thousands(total - cover.mapped));
        const auto of = [](const std::map<MapRelation, std::int64_t>& counts, MapRelation relation) {
            const auto found = counts.find(relation);
            return found == counts.end() ? 0 : found->second;
        };
        for (const auto relation : k_strongest_first) {
            const auto itself = of(cover.itself, relation);
            const auto around = of(cover.around, relation);
            if (itself + around > 0) {
                line("  {:>6}  {} ({} mapped themselves, {} by a group or process around them)", group_thousands(itself + around), to_text(relation),
                     group_thousands(itself), group_thousands(around));
            }
        }
        for (const auto& each : cover.controls) {
            if (each.relation == MapRelation::none) {
                line("  not mapped: {} {}", each.control->id.control, each.control->title);
            }
        }
    }

    void carried(const CarriedResults& results) {
        const auto& header = results.header;
        line("\nWhat assessment {} of {} (judged on {} from change {}) says of {}", header.id, m_from.catalog().id, to_text(header.on), header.head, named(m_to.catalog()));
        line("Only what asks the same (equal) or more (superset) carries a result, and only equal carries \"not met\"; the rest touches it.");
        std::int64_t total = 0;
        for (const auto& [word, count] : results.counts) {
            line("  {:>6}  {}", group_thousands(count), to_text(word));
            total += count;
        }
        line("  {:>6}  controls", group_thousands(total));
        const auto met = results.counts.at(Carried::met) + results.counts.at(Carried::met_with_remark);
        if (const auto share = percent_of(met, total)) {
            line("  shown: {} % = (met {} + met, with remark {}) / {} controls", *share, results.counts.at(Carried::met),
                 results.counts.at(Carried::met_with_remark), group_thousands(total));
        }
        for (const auto& each : results.controls) {
            if (each.carried != Carried::not_mapped) {
                line("  {}: {} {}: {} {} ({}, {})", to_text(each.carried), each.control->id.control, each.control->title, m_from.catalog().id, each.from,
                     to_text(each.relation), to_text(each.outcome));
            }
        }
    }

    const CrosswalkReport& m_report;
    CatalogTree m_from;
    CatalogTree m_to;
    std::string m_text;
    std::string m_last;
    bool m_first = false;
};

} // namespace

std::string to_text(const CrosswalkReport& report) { return CrosswalkText(report).make(); }

} // namespace assay
