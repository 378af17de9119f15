// The evidence of a pack: which files go in, which do not and why, and the index by clause, control and subject.
#pragma once

#include "assay/app/check.hpp"
#include "assay/app/pack.hpp"

#include <filesystem>
#include <string>

namespace assay {

/// `recorded` gives the rows as they are, `shown` as the pack shows them. Hashes every file that goes in. Throws Error of kind usage
/// for a classification that the register has not.
[[nodiscard]] PackEvidence choose_evidence(const Run& run, const Session& session, QueryRunner& recorded, QueryRunner& shown, Date on,
                                           const std::string& max_classification);

/// evidence/index.csv: a line for each link of a piece of evidence to a control, and one for each piece that has none.
void write_evidence_index(const Session& session, QueryRunner& shown, const Assessment& assessment, const PackEvidence& evidence,
                          const std::filesystem::path& file);

/// "TOP SECRET" of top_secret.
[[nodiscard]] std::string classification_words(const std::string& word);

} // namespace assay
