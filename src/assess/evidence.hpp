// Does the evidence on file meet a demand? Only evidence that an independent reviewer found sufficient, that is intact since, in
// force or covering the period, does (PRODUCT "Not having loaded a file is not a failure", "Populations and time").
#pragma once

#include "assess/facts.hpp"

#include <cstdint>
#include <vector>

namespace assay {

/// Where there was no occasion there is no record to ask for; documents are asked for all the same.
enum class Occasion : std::uint8_t { possible, none };

/// Is the demand the one that is named? `number` and `type` may be empty: any. Two numbered demands of one type need the number.
[[nodiscard]] bool may_answer(const std::string& type, const std::string& number, const EvidenceDemand& demand);
/// The numbers of the control's standard demands of this type, where there are several: "D6, D7"; else "".
[[nodiscard]] std::string numbers_to_tell(const Control& control, const EvidenceDemand& demand);

/// One basis for each standard demand, and one for each expected demand that has evidence. `since` is the start of operation of
/// the subject, if known.
[[nodiscard]] std::vector<Basis> judge_evidence(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject,
                                                Occasion occasion = Occasion::possible);

/// The same for one standard demand of the control.
[[nodiscard]] Basis judge_demand(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject,
                                 const EvidenceDemand& demand);

} // namespace assay
