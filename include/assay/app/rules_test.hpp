// `assay rules test`: every check against its own cases, in a store that lives in memory.
#pragma once

#include "assay/app/content.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct CaseFailure {
    std::string check;
    std::string case_name;
    Place place;
    std::string text;        ///< "row 2: expected fail, was pass"
};

struct RulesTestResult {
    std::int64_t checks = 0;
    std::int64_t cases = 0;
    std::vector<CaseFailure> failures;          ///< sorted by check, then order in the file
    std::vector<std::string> without_pass;      ///< checks without a case that shows a pass
    std::vector<std::string> without_fail;
    [[nodiscard]] bool good() const { return failures.empty() && without_pass.empty() && without_fail.empty(); }
};

/// `only`: ids of checks, all when empty. Faults of the cases themselves go to run.diagnostics.
[[nodiscard]] RulesTestResult test_rules(const Run& run, const Content& content, const std::vector<std::string>& only);

[[nodiscard]] std::string to_text(const RulesTestResult& result);

} // namespace assay
