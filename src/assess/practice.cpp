#include "assess/practice.hpp"

#include "assay/base/text.hpp"
#include "assay/rules/crosswalk.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

/// Practice control and what it is to the control of the standard.
struct Related {
    const Control* practice = nullptr;
    MapRelation relation = MapRelation::none;
    const Crosswalk* crosswalk = nullptr;
    MapJudgement judgement = MapJudgement::ours;
    char confidence = 'B';
};

std::string_view words(MapRelation relation) {
    switch (relation) {
    case MapRelation::equal: return "asks the same";
    case MapRelation::superset: return "asks the same and more";
    case MapRelation::subset: return "asks a part of it";
    default: return "asks some of the same";
    }
}

class Practice {
public:
    Practice(const AssessInput& input, std::span<Determination> determinations) : m_input(input) {
        for (const auto& crosswalk : input.crosswalks) {
            const auto* from = judged(crosswalk.from);
            const auto* to = judged(crosswalk.to);
            if (from == nullptr || to == nullptr) {
                continue;
            }
            if (from->scale == Scale::alignment && to->scale == Scale::iso17021) {
                relate(crosswalk, *from, *to);
            } else if (from->scale == Scale::iso17021 && to->scale == Scale::alignment) {
                relate(crosswalk, *to, *from);
            }
        }
        if (m_related.empty()) {
            return;
        }
        for (const auto& each : determinations) {
            m_of_control[to_text(each.control)].push_back(&each);
        }
    }

    void remark(Determination& determination) const {
        const auto related = m_related.find(to_text(determination.control));
        if (related == m_related.end() || determination.outcome == Outcome::not_applicable) {
            return;
        }
        const auto* control = judged(determination.control.catalog)->find_control(determination.control.control);
        std::vector<Basis> remarks;
        for (const auto& each : related->second) {
            if (auto basis = judge(*control, determination.subject, each)) {
                remarks.push_back(std::move(*basis));
            }
        }
        std::ranges::move(remarks, std::back_inserter(determination.bases));
        determination.outcome = remarks.empty() ? determination.outcome : conclude(determination.bases);
    }

private:
    const Catalog* judged(const std::string& id) const {
        const auto found = std::ranges::find(m_input.catalogs, id, &Catalog::id);
        const bool wanted = std::ranges::find(m_input.standards, id) != m_input.standards.end();
        return wanted && found != m_input.catalogs.end() ? &*found : nullptr;
    }

    /// A map to a clause as a whole says nothing of a single requirement in it; `related` shows nothing of the other side at all.
    void relate(const Crosswalk& crosswalk, const Catalog& practice, const Catalog& standard) {
        const CatalogTree tree(practice);
        for (const auto& link : links_of(crosswalk, practice.id)) {
            const auto* control = standard.find_control(link.to);
            if (control == nullptr || link.relation == MapRelation::none || link.relation == MapRelation::related) {
                continue;
            }
            for (const auto* each : tree.controls_in(link.from)) {
                // In a group that is mapped as a whole each control is a part of it.
                const bool itself = each->id.control == link.from;
                keep(to_text(control->id), {each, itself ? link.relation : compose(MapRelation::subset, link.relation), &crosswalk, link.judgement, link.confidence});
            }
        }
    }

    void keep(const std::string& control, Related related) {
        if (related.relation == MapRelation::related) {
            return;
        }
        auto& all = m_related[control];
        const auto known = std::ranges::find(all, related.practice, &Related::practice);
        if (known == all.end()) {
            all.push_back(related);
        } else if (related.relation < known->relation) {
            *known = related;
        }
    }

    /// Subjects of one kind are the same subject; what is judged for the organisation as a whole speaks of every subject, and every
    /// subject of the organisation.
    std::optional<Basis> judge(const Control& control, const std::string& subject, const Related& related) const {
        const auto& practice = *related.practice;
        const auto found = m_of_control.find(to_text(practice.id));
        if (found == m_of_control.end()) {
            return std::nullopt;
        }
        const bool whole = control.per == SubjectKind::organization || practice.per == SubjectKind::organization;
        if (!whole && control.per != practice.per) {
            return std::nullopt;
        }
        std::int64_t judged = 0;
        std::int64_t failing = 0;
        for (const auto* each : found->second) {
            if (whole || each->subject == subject) {
                judged += each->outcome == Outcome::not_applicable ? 0 : 1;
                failing += each->outcome == Outcome::not_met ? 1 : 0;
            }
        }
        if (failing == 0) {
            return std::nullopt;
        }
        const auto many = practice.per == SubjectKind::organization || !whole || control.per != SubjectKind::organization
                              ? std::string()
                              : fmt::format(" for {} of {}", group_thousands(failing), count_of(judged, "subject", "subjects"));
        return Basis{BasisKind::note, Effect::remarks, to_text(practice.id),
                     fmt::format("\"{}\" is not met{}, and {} ({}, {}, confidence {}); practice gives at most a remark", practice.title, many,
                                 words(related.relation), related.crosswalk->id, related.judgement == MapJudgement::ours ? "our judgement" : "published mapping",
                                 related.confidence)};
    }

    const AssessInput& m_input;
    std::unordered_map<std::string, std::vector<Related>> m_related;                      // by control of the standard
    std::unordered_map<std::string, std::vector<const Determination*>> m_of_control;
};

} // namespace

void add_practice_remarks(const AssessInput& input, std::span<Determination> determinations) {
    const Practice practice(input, determinations);
    for (auto& each : determinations) {
        practice.remark(each);
    }
}

} // namespace assay
