// What a chain of promises is made of: agreements and who supports whom, their targets, contracts and the risks that speak of them.
#pragma once

#include "assay/assess/sla_chain.hpp"
#include "assess/sla_targets.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace assay {

struct ChainContract {
    std::string id, supplier, status, gap_risk, extension;
    std::optional<Date> ends_on;
    std::optional<Date> notice_from;      ///< first day of the notice period
};

struct ChainRisk {
    std::string id, sla, sla_target;
    std::string lacks;                    ///< what keeps it from being an open risk with owner and treatment; empty: nothing
};

/// One agreement under another.
struct ChainSupport {
    std::string agreement;
    bool by_service = false;
    std::string missing;                  ///< why nothing of it binds on the day, or empty
};

class ChainRegisters {
public:
    ChainRegisters(const SlaInput& input, Date on);

    [[nodiscard]] const std::map<std::string, SlaAgreement>& agreements() const { return m_agreements; }
    [[nodiscard]] const std::vector<SlaTarget>& targets() const { return m_targets; }
    [[nodiscard]] const ChainContract* find_contract(const std::string& id) const;
    /// Agreements that support it and are neither drafts nor withdrawn, nor ended and replaced; sorted by id.
    [[nodiscard]] std::vector<ChainSupport> supports_of(const SlaAgreement& agreement) const;
    /// What `supports_of` leaves out because another one took its place.
    [[nodiscard]] std::vector<ChainReplaced> replaced_under(const SlaAgreement& agreement) const;
    /// Indexes of the targets of an agreement.
    [[nodiscard]] std::vector<std::size_t> targets_of(const std::string& agreement) const;
    /// Risks that name one of these agreements or targets, or are named by one of these contracts; sorted by id.
    [[nodiscard]] std::vector<ChainRisk> risks_of(const std::set<std::string>& agreements, const std::set<std::string>& targets,
                                                  const std::set<std::string>& contracts) const;
    /// Why the agreement does not bind on the day, or empty.
    [[nodiscard]] std::string why_not_in_force(const SlaAgreement& agreement) const;

private:
    /// Those that name it, or its service; ended ones too.
    [[nodiscard]] std::vector<const SlaAgreement*> named_under(const SlaAgreement& agreement) const;
    [[nodiscard]] const SlaAgreement* find_replacement(const SlaAgreement& ended, const std::vector<const SlaAgreement*>& all) const;

    Date m_on;
    std::map<std::string, SlaAgreement> m_agreements;
    std::vector<SlaTarget> m_targets;
    std::map<std::string, ChainContract> m_contracts;
    std::map<std::string, ChainRisk> m_risks;
};

} // namespace assay
