// The rows that a sample is drawn from: of a register in a state, under a condition, each with its key and stratum.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/sampling.hpp"
#include "assay/base/run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct PopulationSource {
    const Register* of = nullptr;
    std::string condition;                 ///< empty: all rows
    std::vector<std::string> strata;       ///< as name_stratum() gives them
    std::int64_t state = 0;
    const Zone* zone = nullptr;
    Date on{};                             ///< what `today` means in the condition
};

struct SampledPopulation {
    std::vector<SampleRow> rows;
    std::int64_t undecided = 0;
};

/// What `--by` means: a field by its id, title or other header, a path over references, "supplier", "service"… by the register's way
/// to it, or "month". Throws Error of kind usage that names the nearest.
[[nodiscard]] std::string name_stratum(const Schema& schema, const Register& of, const std::string& given);

/// Nothing after reporting faults of the condition.
[[nodiscard]] std::optional<SampledPopulation> read_population(const Run& run, Session& session, const PopulationSource& source);

} // namespace assay
