// What a file of technical results says besides its rows: the tests, the scores they state, and the tree of rules they rest on.
// Knows no file format and computes nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A group or rule of a benchmark, after its parent. The benchmark itself is node 0, of weight 1 and its own parent.
struct TechnicalNode {
    std::size_t parent = 0;
    double weight = 1.0;
    std::string rule; ///< its id; empty: a group
};

struct TechnicalResult {
    std::string rule;
    std::string result; ///< as in the file
    double weight = 1.0;
};

/// Score and maximum as written.
struct TechnicalScore {
    std::string model;
    std::string score;
    std::string maximum;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// One XCCDF TestResult, or one STIG of a checklist.
struct TechnicalTest {
    std::string asset;
    std::string benchmark;
    std::string profile;
    std::string tool;
    std::string tool_version;
    std::string checked_at; ///< as in the file, or empty
    std::uint32_t line = 0;
    std::vector<TechnicalScore> scores;
    std::vector<TechnicalResult> results;
    const std::vector<TechnicalNode>* tree = nullptr; ///< borrowed for the call; null: the file holds no benchmark of it
};

} // namespace assay
