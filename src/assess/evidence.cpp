#include "assess/evidence.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Why a piece of evidence does not count, or nothing.
using Objection = std::string;

class EvidenceJudge {
public:
    EvidenceJudge(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject, Occasion occasion)
        : m_input(input), m_facts(facts), m_control(control), m_subject(subject), m_occasion(occasion) {
        collect(m_subject.key);
        if (!m_subject.key.empty()) {
            collect("");
        }
    }

    std::vector<Basis> judge() {
        std::vector<Basis> bases;
        for (const auto& demand : m_control.demands) {
            if (demand.kind == DemandKind::standard) {
                auto basis = judge_standard(demand);
                if (basis.effect == Effect::blocks && m_occasion == Occasion::none && !is_document_type(demand.type)) {
                    basis.effect = Effect::informs;
                }
                bases.push_back(std::move(basis));
            } else if (auto basis = judge_expected(demand)) {
                bases.push_back(std::move(*basis));
            }
        }
        if (m_control.demands.empty()) {
            // Evidence may be linked to a control that asks for none; it still shows it.
            for (const auto* link : m_links) {
                bases.push_back(judge_link_alone(*link));
            }
        }
        return bases;
    }

    Basis judge_standard(const EvidenceDemand& demand) {
        const auto numbers = numbers_to_tell(m_control, demand);
        const auto* absent = confirmed_absence(demand, !numbers.empty());
        if (absent != nullptr && m_control.documented != Documented::no) {
            return {BasisKind::absence_confirmed, Effect::fails, absent->id, words_of(demand, *absent) + ", and the requirement asks for it"};
        }
        std::string first_objection;
        std::vector<DatedRow> covered;
        std::vector<std::string> accepted;
        for (const auto* link : matching(demand)) {
            const auto objection = link->number.empty() && !numbers.empty() ? fmt::format("link {} does not say which of {} it shows", link->id, numbers)
                                                                                : object(*link, demand);
            if (objection.empty()) {
                accepted.push_back(link->id);
                const auto& evidence = m_facts.evidence.at(link->evidence);
                if (evidence.covers_from && evidence.covers_to) {
                    covered.push_back({*evidence.covers_from, *evidence.covers_to});
                }
            } else if (first_objection.empty()) {
                first_objection = objection;
            }
        }
        if (accepted.empty() && absent != nullptr) {
            // No documented information is asked for, so that its absence fails nothing; the demand is unmet all the same.
            return {BasisKind::absence_confirmed, Effect::blocks, absent->id, words_of(demand, *absent)};
        }
        if (accepted.empty()) {
            const auto reason = first_objection.empty() ? std::string("no evidence has been received") : first_objection;
            return {BasisKind::evidence, Effect::blocks, {}, fmt::format("{}: {}", what(demand), reason)};
        }
        if (!is_document_type(demand.type)) {
            if (const auto gap = uncovered(demand, std::move(covered)); !gap.empty()) {
                return {BasisKind::evidence, Effect::blocks, fmt::format("{}", fmt::join(accepted, " ")), fmt::format("{}: {}", what(demand), gap)};
            }
        }
        return {BasisKind::evidence, Effect::supports, fmt::format("{}", fmt::join(accepted, " ")),
                fmt::format("{}: {} reviewed and found sufficient", what(demand),
                            accepted.size() == 1 ? std::string("1 item of evidence was") : fmt::format("{} items of evidence were", accepted.size()))};
    }

private:
    void collect(const std::string& subject) {
        const ControlSubject key{m_control.id.catalog, m_control.id.control, subject};
        if (const auto found = m_facts.links.find(key); found != m_facts.links.end()) {
            for (const auto& link : found->second) {
                m_links.push_back(&link);
            }
        }
        if (const auto found = m_facts.requests.find(key); found != m_facts.requests.end()) {
            for (const auto& request : found->second) {
                m_requests.push_back(&request);
            }
        }
    }

    static std::string what(const EvidenceDemand& demand) { return demand.text.empty() ? demand.type : demand.text; }

    std::string words_of(const EvidenceDemand& demand, const RequestFact& absent) const {
        return fmt::format("{}: {} confirmed on {} that it {}", what(demand), m_facts.person_name(absent.answered_by), to_text(*absent.answered_on),
                           absent.answer == "does_not_exist" ? "does not exist" : "could not be produced");
    }

    std::optional<Basis> judge_expected(const EvidenceDemand& demand) {
        std::vector<std::string> accepted;
        std::string objection;
        for (const auto* link : matching(demand)) {
            auto fault = object(*link, demand);
            if (fault.empty()) {
                accepted.push_back(link->id);
            } else if (objection.empty()) {
                objection = std::move(fault);
            }
        }
        if (!accepted.empty()) {
            return Basis{BasisKind::evidence, Effect::supports, fmt::format("{}", fmt::join(accepted, " ")),
                         fmt::format("{} (expected, not asked for by the requirement): reviewed and found sufficient", what(demand))};
        }
        if (!objection.empty()) {
            return Basis{BasisKind::evidence, Effect::informs, {}, fmt::format("{} (expected, not asked for by the requirement): {}", what(demand), objection)};
        }
        return std::nullopt;
    }

    Basis judge_link_alone(const EvidenceLinkFact& link) {
        // A link that names no demand is judged as what the evidence is.
        const auto evidence = m_facts.evidence.find(link.evidence);
        const auto type = link.demand.empty() && evidence != m_facts.evidence.end() ? evidence->second.type : link.demand;
        const EvidenceDemand any{type, DemandKind::expected, {}, {}, {}, {}};
        auto objection = object(link, any);
        if (objection.empty()) {
            return {BasisKind::evidence, Effect::supports, link.id, "1 item of evidence was reviewed and found sufficient"};
        }
        return {BasisKind::evidence, Effect::informs, link.id, std::move(objection)};
    }

    std::vector<const EvidenceLinkFact*> matching(const EvidenceDemand& demand) const {
        std::vector<const EvidenceLinkFact*> found;
        for (const auto* link : m_links) {
            if (may_answer(link->demand, link->number, demand)) {
                found.push_back(link);
            }
        }
        return found;
    }

    const RequestFact* confirmed_absence(const EvidenceDemand& demand, bool by_number) const {
        for (const auto* request : m_requests) {
            const bool absent = request->answer == "does_not_exist" || request->answer == "not_produced";
            const bool named = !request->answered_by.empty() && request->answered_on && *request->answered_on <= m_input.on;
            if (absent && named && may_answer(request->demand, request->number, demand) && (!by_number || !request->number.empty())) {
                return request;
            }
        }
        return nullptr;
    }

    Objection object(const EvidenceLinkFact& link, const EvidenceDemand& demand) const {
        const auto found = m_facts.evidence.find(link.evidence);
        if (found == m_facts.evidence.end()) {
            return fmt::format("link {} names evidence {}, which is not in the register", link.id, link.evidence);
        }
        const auto& evidence = found->second;
        if (evidence.withdrawn_on && *evidence.withdrawn_on <= m_input.on) {
            return fmt::format("{} was withdrawn on {}", evidence.id, to_text(*evidence.withdrawn_on));
        }
        if (auto fault = object_to_file(evidence); !fault.empty()) {
            return fault;
        }
        if (auto fault = object_to_review(link, evidence); !fault.empty()) {
            return fault;
        }
        if (is_document_type(demand.type)) {
            return object_to_document(evidence);
        }
        return object_to_record(evidence);
    }

    Objection object_to_file(const EvidenceFact& evidence) const {
        if (evidence.file.empty()) {
            return {};
        }
        if (evidence.observed_state.empty()) {
            return fmt::format("the file of {} was never verified", evidence.id);
        }
        if (evidence.observed_state != "intact") {
            return fmt::format("the file of {} is {}{}", evidence.id, evidence.observed_state,
                               evidence.observed_on ? fmt::format(" (verified on {})", to_text(*evidence.observed_on)) : "");
        }
        return {};
    }

    Objection object_to_review(const EvidenceLinkFact& link, const EvidenceFact& evidence) const {
        if (link.verdict.empty() || link.reviewer.empty() || !link.reviewed_on) {
            return fmt::format("{} was received and not yet reviewed", evidence.id);
        }
        if (*link.reviewed_on > m_input.on) {
            return fmt::format("{} was reviewed after the judgement date", evidence.id);
        }
        if (link.verdict != "sufficient") {
            return fmt::format("{} was found {}{}", evidence.id, link.verdict == "insufficient" ? "insufficient" : "not relevant",
                               link.reason.empty() ? "" : ": " + link.reason);
        }
        if (link.reviewer == evidence.provider || link.reviewer == evidence.owner) {
            return fmt::format("{} was reviewed by {}, who {} it", evidence.id, m_facts.person_name(link.reviewer),
                               link.reviewer == evidence.provider ? "provided" : "owns");
        }
        if (!evidence.file.empty() && link.reviewed_sha256 != evidence.observed_sha256) {
            return link.reviewed_sha256.empty() ? fmt::format("the review of {} does not say which bytes were read", evidence.id)
                                                : fmt::format("{} has changed since it was reviewed on {}", evidence.id, to_text(*link.reviewed_on));
        }
        return {};
    }

    Objection object_to_document(const EvidenceFact& evidence) const {
        if (evidence.document.empty()) {
            // Known by the evidence register alone: what it says of approval and review must hold.
            if (!evidence.approved_version) {
                return fmt::format("{} names no document and is not marked as an approved version", evidence.id);
            }
            if (!evidence.review_due) {
                return fmt::format("{} names no document and has no review date", evidence.id);
            }
            if (*evidence.review_due < m_input.on) {
                return fmt::format("{} was due for review on {}", evidence.id, to_text(*evidence.review_due));
            }
            return {};
        }
        const auto found = m_facts.documents.find(evidence.document);
        if (found == m_facts.documents.end()) {
            return fmt::format("{} names document {}, which is not in the register", evidence.id, evidence.document);
        }
        const auto& document = found->second;
        const auto name = evidence.document;
        if (document.withdrawn_on && *document.withdrawn_on <= m_input.on) {
            return fmt::format("document {} was withdrawn on {}", name, to_text(*document.withdrawn_on));
        }
        if (document.status != "approved" || !document.approved_on || *document.approved_on > m_input.on) {
            return fmt::format("document {} has no approved version", name);
        }
        if (document.in_force_from && *document.in_force_from > m_input.on) {
            return fmt::format("document {} is in force from {}", name, to_text(*document.in_force_from));
        }
        if (!document.review_due) {
            return fmt::format("document {} has no review date", name);
        }
        if (*document.review_due < m_input.on) {
            return fmt::format("document {} was due for review on {}", name, to_text(*document.review_due));
        }
        return {};
    }

    Objection object_to_record(const EvidenceFact& evidence) const {
        const auto& period = m_input.workspace;
        if (evidence.covers_from && evidence.covers_to && (*evidence.covers_to < period.period_from || *evidence.covers_from > period.period_to)) {
            return fmt::format("{} covers {} to {}, outside the audit period", evidence.id, to_text(*evidence.covers_from), to_text(*evidence.covers_to));
        }
        return {};
    }

    /// What the accepted records leave uncovered, or nothing.
    std::string uncovered(const EvidenceDemand& demand, std::vector<DatedRow> covered) const {
        if (demand.interval.empty()) {
            return {};
        }
        Period interval{0, 1};
        if (demand.interval == "planned") {
            const auto planned = planned_interval();
            if (!planned) {
                return "no planned interval is set, so that its coverage cannot be told";
            }
            interval = *planned;
        } else if (demand.interval != "continuous") {
            interval = parse_period(demand.interval).value_or(Period{0, 1});
        }
        const auto& period = m_input.workspace;
        Date from = period.period_from;
        if (m_subject.since) {
            from = std::max(from, *m_subject.since);
        }
        const Date to = std::min(period.period_to, subtract(m_input.on, period.policy.record_lag));
        std::ranges::sort(covered, {}, &DatedRow::from);
        const auto gap = find_coverage_gap(covered, from, to, interval);
        return gap ? fmt::format("nothing covers {} to {}", to_text(gap->from), to_text(gap->to)) : std::string();
    }

    std::optional<Period> planned_interval() const {
        for (const auto& subject : {m_subject.key, std::string()}) {
            const auto found = m_facts.intervals.find({m_control.id.catalog, m_control.id.control, subject});
            if (found != m_facts.intervals.end() && found->second.period) {
                return found->second.period;
            }
        }
        return std::nullopt;
    }

    const AssessInput& m_input;
    const Facts& m_facts;
    const Control& m_control;
    const Subject& m_subject;
    Occasion m_occasion;
    std::vector<const EvidenceLinkFact*> m_links;
    std::vector<const RequestFact*> m_requests;
};

} // namespace

bool may_answer(const std::string& type, const std::string& number, const EvidenceDemand& demand) {
    return (type.empty() || type == demand.type) && (number.empty() || number == demand.number);
}

std::string numbers_to_tell(const Control& control, const EvidenceDemand& demand) {
    std::vector<std::string> numbers;
    for (const auto& each : control.demands) {
        if (each.kind == DemandKind::standard && each.type == demand.type && !each.number.empty()) {
            numbers.push_back(each.number);
        }
    }
    return numbers.size() > 1 ? fmt::format("{}", fmt::join(numbers, ", ")) : std::string();
}

Basis judge_demand(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject, const EvidenceDemand& demand) {
    return EvidenceJudge(input, facts, control, subject, Occasion::possible).judge_standard(demand);
}

std::vector<Basis> judge_evidence(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject,
                                  Occasion occasion) {
    return EvidenceJudge(input, facts, control, subject, occasion).judge();
}

} // namespace assay
