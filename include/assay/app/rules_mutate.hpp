// `assay rules test --mutate`: whether the cases of the checks notice small faults put into the checks.
#pragma once

#include "assay/app/content.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace assay {

/// A mutant that no case noticed.
struct Survivor {
    std::string check;
    Place place;
    std::string what;       ///< "'ge' became 'lt'"
};

struct MutationCount {
    std::int64_t mutants = 0;
    std::int64_t killed = 0;
    std::int64_t not_linked = 0;            ///< not counted among the mutants: no check could be made of them
};

struct MutationResult {
    std::int64_t checks = 0;
    MutationCount all;
    std::map<std::string, MutationCount> files;
    std::vector<Survivor> survivors;        ///< in the order of files, checks and mutants
};

/// The share of mutants, in percent, that the cases must notice.
inline constexpr std::int64_t k_least_killed_percent = 95;

/// `only`: ids of checks, all when empty. The checks' own cases are as expected (`test_rules`). Throws Error for an unknown check.
[[nodiscard]] MutationResult mutate_rules(const Run& run, const Content& content, const std::vector<std::string>& only);

[[nodiscard]] bool enough_killed(const MutationResult& result);
[[nodiscard]] std::string to_text(const MutationResult& result);

} // namespace assay
