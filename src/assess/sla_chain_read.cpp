#include "assess/sla_chain_read.hpp"

#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

bool is_underpinning(const SlaAgreement& agreement) { return agreement.kind == "ola" || agreement.kind == "underpinning"; }

ChainContract chain_contract(const NamedRow& row) {
    ChainContract contract{row.text("id"),        row.text("supplier"), row.text("status"),     row.text("gap_risk"),
                           row.text("extension"), row.date("ends_on"),  row.date("notice_due")};
    // The last day on which notice can be given, or the length of the notice.
    const auto period = parse_period(row.text("notice_period"));
    if (!contract.notice_from && contract.ends_on && period) {
        contract.notice_from = subtract(*contract.ends_on, *period);
    }
    return contract;
}

ChainRisk chain_risk(const NamedRow& row, Date on) {
    ChainRisk risk{row.text("id"), row.text("sla"), row.text("sla_target"), {}};
    const auto until = row.date("accepted_until");
    if (row.text("status") == "closed" || row.date("closed_on").value_or(Date::max()) <= on) {
        risk.lacks = "closed";
    } else if (row.text("owner").empty()) {
        risk.lacks = "without owner";
    } else if (row.text("treatment").empty() && row.text("response").empty()) {
        risk.lacks = "without treatment";
    } else if (row.text("response") == "accept" && until && *until < on) {
        risk.lacks = fmt::format("accepted until {}", to_text(*until));
    }
    return risk;
}

} // namespace

ChainRegisters::ChainRegisters(const SlaInput& input, Date on) : m_on(on), m_agreements(read_agreements(input)), m_targets(read_promises(input, m_agreements)) {
    read_register(input.runner, input.schema, "contract", [&](const NamedRow& row) { m_contracts.emplace(row.text("id"), chain_contract(row)); });
    read_register(input.runner, input.schema, "risk", [&](const NamedRow& row) { m_risks.emplace(row.text("id"), chain_risk(row, on)); });
}

const ChainContract* ChainRegisters::find_contract(const std::string& id) const {
    const auto found = m_contracts.find(id);
    return found == m_contracts.end() ? nullptr : &found->second;
}

std::string ChainRegisters::why_not_in_force(const SlaAgreement& agreement) const {
    if (agreement.from && m_on < *agreement.from) {
        return fmt::format("{} begins on {}", agreement.id, to_text(*agreement.from));
    }
    if (agreement.to && m_on > *agreement.to) {
        return fmt::format("{} ended on {}", agreement.id, to_text(*agreement.to));
    }
    if (agreement.status == "expired") {
        return agreement.id + " is expired";
    }
    if (agreement.contract.empty()) {
        return {};
    }
    const auto* contract = find_contract(agreement.contract);
    if (contract == nullptr) {
        return fmt::format("its contract {} is not in register 'contract'", agreement.contract);
    }
    if (contract->ends_on && m_on > *contract->ends_on) {
        return fmt::format("its contract {} ended on {}", contract->id, to_text(*contract->ends_on));
    }
    if (contract->status == "draft" || contract->status == "expired" || contract->status == "terminated") {
        return fmt::format("its contract {} is {}", contract->id, contract->status == "draft" ? "a draft" : contract->status);
    }
    return {};
}

/// The one that binds and took its place: of the same supplier, for the same service and component. Two without a recorded supplier are not of the same.
const SlaAgreement* ChainRegisters::find_replacement(const SlaAgreement& ended, const std::vector<const SlaAgreement*>& all) const {
    const auto supplier_of = [&](const SlaAgreement& each) {
        const auto* contract = find_contract(each.contract);
        return contract == nullptr ? std::string() : contract->supplier;
    };
    const auto supplier = supplier_of(ended);
    if (supplier.empty()) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(all, [&](const SlaAgreement* each) {
        const bool same = each->service == ended.service && fold_header(each->component) == fold_header(ended.component) && supplier_of(*each) == supplier;
        return each->id != ended.id && same && why_not_in_force(*each).empty();
    });
    return found == all.end() ? nullptr : *found;
}

std::vector<const SlaAgreement*> ChainRegisters::named_under(const SlaAgreement& agreement) const {
    std::vector<const SlaAgreement*> all;
    const bool with_customer = !is_underpinning(agreement);
    for (const auto& [id, each] : m_agreements) {
        const bool by_service = each.supports.empty() && with_customer && is_underpinning(each) && each.service == agreement.service;
        if (id != agreement.id && each.status != "draft" && each.status != "withdrawn" && (each.supports == agreement.id || by_service)) {
            all.push_back(&each);
        }
    }
    return all;
}

std::vector<ChainSupport> ChainRegisters::supports_of(const SlaAgreement& agreement) const {
    const auto all = named_under(agreement);
    std::vector<ChainSupport> supports;
    for (const auto* each : all) {
        auto missing = why_not_in_force(*each);
        if (missing.empty() || find_replacement(*each, all) == nullptr) {
            supports.push_back({each->id, each->supports.empty(), std::move(missing)});
        }
    }
    return supports;
}

std::vector<ChainReplaced> ChainRegisters::replaced_under(const SlaAgreement& agreement) const {
    const auto all = named_under(agreement);
    std::vector<ChainReplaced> replaced;
    for (const auto* each : all) {
        const auto* by = why_not_in_force(*each).empty() ? nullptr : find_replacement(*each, all);
        if (by != nullptr) {
            replaced.push_back({each->id, by->id});
        }
    }
    return replaced;
}

std::vector<std::size_t> ChainRegisters::targets_of(const std::string& agreement) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        if (m_targets[i].sla == agreement) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<ChainRisk> ChainRegisters::risks_of(const std::set<std::string>& agreements, const std::set<std::string>& targets,
                                                const std::set<std::string>& contracts) const {
    std::set<std::string> named;
    for (const auto& id : contracts) {
        if (const auto* contract = find_contract(id); contract != nullptr && !contract->gap_risk.empty()) {
            named.insert(contract->gap_risk);
        }
    }
    std::vector<ChainRisk> risks;
    for (const auto& [id, risk] : m_risks) {
        if (named.contains(id) || agreements.contains(risk.sla) || targets.contains(risk.sla_target)) {
            risks.push_back(risk);
        }
    }
    return risks;
}

} // namespace assay
