#include "assay/assess/gaps.hpp"

#include "assess/decisions.hpp"
#include "assess/evidence.hpp"
#include "assess/facts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

bool excludes(const std::vector<Basis>& bases) {
    return std::ranges::any_of(bases, [](const Basis& basis) { return basis.effect == Effect::excludes; });
}

class GapFinder {
public:
    GapFinder(const AssessInput& input, const Facts& facts) : m_input(input), m_facts(facts) {}

    void find(const Catalog& catalog, const Control& control, std::vector<EvidenceGap>& gaps) const {
        const bool asks = std::ranges::any_of(control.demands, [](const EvidenceDemand& d) { return d.kind == DemandKind::standard; });
        if (!asks) {
            return;
        }
        for (const auto& subject : subjects_of(control)) {
            if (excludes(judge_applicability(m_input, m_facts, catalog, control, subject)) || excludes(judge_adoption(m_facts, control, subject))) {
                continue;
            }
            for (const auto& demand : control.demands) {
                if (demand.kind == DemandKind::standard) {
                    judge(control, subject, demand, gaps);
                }
            }
        }
    }

private:
    /// As in an assessment; rows that name no subject ask for no evidence of their own.
    std::vector<Subject> subjects_of(const Control& control) const {
        std::vector<Subject> subjects;
        if (control.per == SubjectKind::organization) {
            auto& whole = subjects.emplace_back();
            whole.title = m_input.workspace.organization;
            return subjects;
        }
        const auto found = m_facts.subjects.find(control.per);
        if (found != m_facts.subjects.end()) {
            std::ranges::copy_if(found->second, std::back_inserter(subjects), [&](const Subject& subject) {
                return subject.counts && (control.process.empty() || subject.maps_to == control.process);
            });
        }
        return subjects;
    }

    void judge(const Control& control, const Subject& subject, const EvidenceDemand& demand, std::vector<EvidenceGap>& gaps) const {
        const auto basis = judge_demand(m_input, m_facts, control, subject, demand);
        if (basis.effect == Effect::supports) {
            return;
        }
        EvidenceGap gap{control.id, control.cite, control.title, subject.key, subject.title, demand.type, demand.number, demand.text, reason_of(basis, demand), {}, {}, {}, {}, {}};
        for (const auto& other : judge_attestations(m_input, m_facts, control, subject)) {
            if (other.effect == Effect::occasions) {
                gap.reason += "; " + other.text;
            }
        }
        find_owner(control, subject, demand, gap);
        gaps.push_back(std::move(gap));
    }

    /// The basis says "<what>: <why>"; the list has a column of its own for what.
    static std::string reason_of(const Basis& basis, const EvidenceDemand& demand) {
        const auto what = (demand.text.empty() ? demand.type : demand.text) + ": ";
        return basis.text.starts_with(what) ? basis.text.substr(what.size()) : basis.text;
    }

    void find_owner(const Control& control, const Subject& subject, const EvidenceDemand& demand, EvidenceGap& gap) const {
        std::vector<std::string> keys{subject.key};
        if (!subject.key.empty()) {
            keys.emplace_back();
        }
        std::string of_evidence;
        for (const auto& key : keys) {
            const ControlSubject place{control.id.catalog, control.id.control, key};
            if (const auto found = m_facts.requests.find(place); found != m_facts.requests.end()) {
                for (const auto& request : found->second) {
                    const bool fits = may_answer(request.demand, request.number, demand);
                    if (fits && gap.owner.empty()) {
                        gap.owner = request.owner;
                    }
                    if (fits && request.answer.empty() && gap.request.empty()) {
                        gap.request = request.id;
                        gap.asked_on = request.asked_on;
                        gap.due = request.due;
                    }
                }
            }
            if (const auto found = m_facts.links.find(place); found != m_facts.links.end()) {
                for (const auto& link : found->second) {
                    const auto evidence = m_facts.evidence.find(link.evidence);
                    if (of_evidence.empty() && evidence != m_facts.evidence.end()) {
                        of_evidence = evidence->second.owner;
                    }
                }
            }
        }
        if (gap.owner.empty()) {
            gap.owner = subject.owner.empty() ? of_evidence : subject.owner;
        }
        gap.owner_name = gap.owner.empty() ? std::string() : m_facts.person_name(gap.owner);
    }

    const AssessInput& m_input;
    const Facts& m_facts;
};

} // namespace

std::vector<EvidenceGap> find_evidence_gaps(const Run& run, const AssessInput& input) {
    const auto facts = read_facts(input);
    const GapFinder finder(input, facts);
    std::vector<EvidenceGap> gaps;
    for (const auto& standard : input.standards) {
        const auto catalog = std::ranges::find(input.catalogs, standard, &Catalog::id);
        if (catalog == input.catalogs.end()) {
            continue;
        }
        for (const auto& control : catalog->controls) {
            throw_if_stopped(run);
            finder.find(*catalog, control, gaps);
        }
    }
    return gaps;
}

} // namespace assay
