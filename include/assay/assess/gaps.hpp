// The request list: evidence that the standards themselves ask for and that nobody has accepted yet, with the reason and who to ask.
// Judges by the same rules as an assessment; asks the registers only and needs no check.
#pragma once

#include "assay/assess/assess.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// One standard demand of one control for one subject, without evidence that counts.
struct EvidenceGap {
    ControlId control;
    std::string cite;
    std::string control_title;
    std::string subject;           ///< key, "" for the organisation
    std::string subject_title;
    std::string demand;            ///< document, record, plan…
    std::string number;            ///< of the document or record in the catalog's own list ("D7"); may be empty
    std::string wanted;            ///< in words; may be empty
    std::string reason;
    std::string owner;             ///< person, or empty: of the request, else of the subject, else of evidence at hand
    std::string owner_name;
    std::string request;           ///< id of the request that is still open, or empty
    std::optional<Date> asked_on;
    std::optional<Date> due;
};

/// In the order of standards, controls, subjects and demands. What is not applicable or not adopted asks for nothing.
/// `input.library` is not used.
[[nodiscard]] std::vector<EvidenceGap> find_evidence_gaps(const Run& run, const AssessInput& input);

} // namespace assay
