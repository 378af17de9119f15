// Agreements and their targets as the registers have them: what attainment measures and what a chain of promises is made of.
#pragma once

#include "assay/assess/sla.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct SlaAgreement {
    std::string id, title, kind, status, service;
    std::string supports;              ///< the agreement that it underpins
    std::string component;             ///< redundancy group
    std::string contract;
    std::optional<Date> from, to;      ///< last day, included
};

/// All of them, by id.
[[nodiscard]] std::map<std::string, SlaAgreement> read_agreements(const SlaInput& input);
/// The targets of `agreements`, sorted by agreement, then id, each with its fault where it cannot be understood. Whether its tickets could
/// be measured is another matter: read_sla_targets.
[[nodiscard]] std::vector<SlaTarget> read_promises(const SlaInput& input, const std::map<std::string, SlaAgreement>& agreements);

} // namespace assay
