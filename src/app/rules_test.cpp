#include "assay/app/rules_test.hpp"

#include "app/case_runner.hpp"
#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {

RulesTestResult test_rules(const Run& run, const Content& content, const std::vector<std::string>& only) {
    RulesTestResult result;
    CaseRunner runner(run, content);
    for (const auto* check : find_checks(content, only)) {
        throw_if_stopped(run);
        runner.run(*check, result);
    }
    return result;
}

std::string to_text(const RulesTestResult& result) {
    std::string text;
    for (const auto& failure : result.failures) {
        text += fmt::format("{}: check '{}', case '{}': {}\n", to_text(failure.place), failure.check, failure.case_name, failure.text);
    }
    for (const auto& check : result.without_pass) {
        text += fmt::format("check '{}' has no case that passes\n", check);
    }
    for (const auto& check : result.without_fail) {
        text += fmt::format("check '{}' has no case that fails\n", check);
    }
    text += fmt::format("{}, {}: {}\n", count_of(result.checks, "check", "checks"), count_of(result.cases, "case", "cases"),
                        result.good() ? "all as expected" : fmt::format("{} not as expected", result.failures.size() + result.without_pass.size() + result.without_fail.size()));
    return text;
}

} // namespace assay
