// What a pack holds beside reports and evidence: registers, the files that judged, and the proof of every determination.
#pragma once

#include "assay/app/check.hpp"

#include <cstddef>
#include <filesystem>

namespace assay {

/// registers/<id>.csv for every register with rows, and registers/index.csv over all; written row by row and read back the same way.
/// Gives how many have rows.
[[nodiscard]] std::size_t write_pack_registers(const Run& run, const Session& session, QueryRunner& shown, const std::filesystem::path& folder);

/// judged/<kind>/… as the store kept them, and judged/manifest.csv. Gives how many files. Throws Error when what was kept is damaged.
[[nodiscard]] std::size_t write_judged_files(const Session& session, const AssessmentHeader& header, const std::filesystem::path& folder);

/// proof/<catalog>.txt: every control that has a determination, one after the other. Gives how many.
[[nodiscard]] std::size_t write_proof(const Run& run, Session& session, const Judged& judged, const Assessment& assessment,
                                      const std::filesystem::path& folder);

} // namespace assay
