// A level from its ratings.
#include "assay/assess/risk_levels.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// The level of a matrix for two words, or nothing with a remark that says why.
std::optional<std::size_t> combine(const RiskMatrix& matrix, const std::string& row_word, const std::string& column_word, std::vector<std::string>& remarks) {
    const auto row = matrix.rows.find(row_word);
    const auto column = matrix.columns.find(column_word);
    for (const auto& [found, word] : {std::pair(row, &row_word), std::pair(column, &column_word)}) {
        if (!found) {
            remarks.push_back(fmt::format("matrix '{}' has no step '{}'", matrix.id, *word));
        }
    }
    return row && column ? std::optional(matrix.cells[*row][*column]) : std::nullopt;
}

/// The words that a level stands for hold the word recorded.
bool means(const MatrixStep& step, const std::string& word) { return std::ranges::find(step.words, word) != step.words.end(); }

/// The word of a register for a level: its id where that is one of its words, else the last of them.
const std::string& word_of(const MatrixStep& step) { return means(step, step.id) ? step.id : step.words.back(); }

void find_likelihood(const RiskMatrix& matrix, const RiskRatings& ratings, RiskLevel& found) {
    std::optional<std::size_t> computed;
    if (!ratings.initiation.empty() && !ratings.adverse.empty()) {
        computed = combine(matrix, ratings.initiation, ratings.adverse, found.remarks);
    } else if (!ratings.initiation.empty() || !ratings.adverse.empty() || ratings.basis == "computed") {
        found.remarks.push_back(fmt::format("the likelihood of {} is not recorded",
                                            ratings.initiation.empty() && ratings.adverse.empty() ? "initiation and that of adverse impact"
                                            : ratings.initiation.empty()                          ? "initiation"
                                                                                                  : "adverse impact"));
    }
    const bool differs = computed && !ratings.likelihood.empty() && !means(matrix.levels.steps[*computed], ratings.likelihood);
    const bool entered = ratings.basis == "entered" || !computed;
    if (differs) {
        found.remarks.push_back(fmt::format("the overall likelihood {} is '{}', and its parts give '{}'", ratings.basis == "entered" ? "entered directly" : "recorded",
                                            ratings.likelihood, word_of(matrix.levels.steps[*computed])));
    }
    if (!ratings.likelihood.empty() && entered) {
        found.likelihood_from = LikelihoodFrom::entered;
        found.likelihood = ratings.likelihood;
    } else if (computed) {
        found.likelihood_from = LikelihoodFrom::computed;
        found.likelihood = word_of(matrix.levels.steps[*computed]);
    }
}

} // namespace

RiskLevel find_level(const RiskMatrix& likelihood, const RiskMatrix& level, const RiskRatings& ratings) {
    RiskLevel found;
    found.recorded = ratings.level;
    find_likelihood(likelihood, ratings, found);
    std::optional<std::size_t> computed;
    if (!found.likelihood.empty() && !ratings.impact.empty()) {
        computed = combine(level, found.likelihood, ratings.impact, found.remarks);
    } else if (!found.likelihood.empty() || !ratings.impact.empty()) {
        found.remarks.emplace_back(ratings.impact.empty() ? "the impact is not recorded" : "the likelihood is not recorded");
    }
    if (!computed) {
        found.result = ratings.level.empty() ? LevelResult::unknown : LevelResult::entered;
        return found;
    }
    const auto& step = level.levels.steps[*computed];
    found.computed = step.id;
    found.result = ratings.level.empty() ? LevelResult::not_recorded : means(step, ratings.level) ? LevelResult::agrees : LevelResult::differs;
    if (found.result == LevelResult::differs) {
        found.remarks.push_back(fmt::format("the level recorded is '{}', and likelihood and impact give '{}'", ratings.level, step.id));
    }
    return found;
}

std::string_view to_text(LikelihoodFrom from) {
    switch (from) {
    case LikelihoodFrom::unknown: return "unknown";
    case LikelihoodFrom::computed: return "computed";
    case LikelihoodFrom::entered: return "entered";
    }
    return {};
}

std::string_view to_text(LevelResult result) {
    switch (result) {
    case LevelResult::agrees: return "agrees";
    case LevelResult::differs: return "differs";
    case LevelResult::not_recorded: return "not recorded";
    case LevelResult::entered: return "entered";
    case LevelResult::unknown: return "unknown";
    }
    return {};
}

std::string_view to_text(RiskStage stage) {
    switch (stage) {
    case RiskStage::inherent: return "inherent";
    case RiskStage::current: return "current";
    case RiskStage::target: return "target";
    }
    return {};
}

std::string_view to_text(AppetiteResult result) {
    switch (result) {
    case AppetiteResult::not_applicable: return "";
    case AppetiteResult::within: return "within";
    case AppetiteResult::above: return "above";
    case AppetiteResult::no_criterion: return "no criterion";
    case AppetiteResult::unknown: return "unknown";
    }
    return {};
}

std::string_view to_text(AcceptanceResult result) {
    switch (result) {
    case AcceptanceResult::not_applicable: return "";
    case AcceptanceResult::not_accepted: return "not accepted";
    case AcceptanceResult::missing: return "by nobody";
    case AcceptanceResult::valid: return "valid";
    case AcceptanceResult::not_yet: return "not yet";
    case AcceptanceResult::expired: return "expired";
    case AcceptanceResult::no_expiry: return "no expiry";
    case AcceptanceResult::wrong_rank: return "wrong rank";
    case AcceptanceResult::unknown: return "unknown";
    }
    return {};
}

std::string_view to_text(ReviewResult result) {
    switch (result) {
    case ReviewResult::not_applicable: return "";
    case ReviewResult::due: return "due";
    case ReviewResult::overdue: return "overdue";
    case ReviewResult::not_planned: return "not planned";
    }
    return {};
}

} // namespace assay
