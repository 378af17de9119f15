// What the readers of technical results share: the columns, a row as it is put together, and the rows that wait to be handed out.
#pragma once

#include "assay/formats/technical.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace assay::technical {

/// In the order of k_headers, which are field ids of the register technical_check.
enum class Column : std::uint8_t {
    asset,
    benchmark,
    profile,
    rule,
    instance,
    result,
    severity,
    title,
    vuln,
    rule_version,
    cci,
    identifiers,
    control_references,
    checked_at,
    tool,
    tool_version,
    details,
    comments,
    severity_override,
    override_reason,
    benchmark_title,
    benchmark_version,
    fqdn,
    address,
};
inline constexpr std::array<std::string_view, 24> k_headers{"asset",
                                                            "benchmark",
                                                            "profile",
                                                            "rule",
                                                            "instance",
                                                            "result",
                                                            "severity",
                                                            "title",
                                                            "vuln",
                                                            "rule_version",
                                                            "cci",
                                                            "identifiers",
                                                            "control_references",
                                                            "checked_at",
                                                            "tool",
                                                            "tool_version",
                                                            "details",
                                                            "comments",
                                                            "severity_override",
                                                            "override_reason",
                                                            "benchmark_title",
                                                            "benchmark_version",
                                                            "fqdn",
                                                            "address"};

/// Where a file names no profile.
inline constexpr std::string_view k_no_profile = "(default)";

struct TestRow {
    std::uint32_t line = 0;
    std::array<std::string, k_headers.size()> cells;
    std::string fault;

    [[nodiscard]] std::string& at(Column column) { return cells[static_cast<std::size_t>(column)]; }
    [[nodiscard]] const std::string& at(Column column) const { return cells[static_cast<std::size_t>(column)]; }
    [[nodiscard]] std::size_t bytes() const {
        std::size_t sum = sizeof(TestRow);
        for (const auto& cell : cells) {
            sum += cell.size();
        }
        return sum;
    }
};

/// Adds to a text until it is longer than a cell may be: its row is then at fault, and nothing more need be kept.
inline void append_bounded(std::string& text, std::string_view separator, std::string_view more, std::size_t limit) {
    if (text.size() <= limit) {
        text += text.empty() ? std::string_view() : separator;
        text += more;
    }
}

/// Words that stand once each, in the order met: "CCI-000366 CCI-000048". Very many are not compared any more.
inline void add_word(std::string& words, std::string_view word, std::size_t limit) {
    constexpr std::size_t k_compared = 4096;
    for (std::size_t at = 0; words.size() < k_compared && (at = words.find(word, at)) != std::string::npos; ++at) {
        const bool begins = at == 0 || words[at - 1] == ' ';
        const auto end = at + word.size();
        if (begins && (end == words.size() || words[end] == ' ')) {
            return;
        }
    }
    append_bounded(words, " ", word, limit);
}

/// A text that grows piece by piece, up to a limit.
struct BoundedText {
    std::string text;
    std::size_t size = 0; ///< of all pieces, also of those left out
    void add(std::string_view piece, std::size_t limit) {
        size += piece.size();
        if (text.size() < limit) {
            text += piece.substr(0, limit - text.size());
        }
    }
    void clear() {
        text.clear();
        size = 0;
    }
};

/// Rows of tests that have ended.
struct Rows {
    std::deque<TestRow> ready;
    std::uint64_t tests = 0;
    std::uint64_t rows = 0;
};

/// What stands in place of a cell the file leaves empty, and the faults that only a whole row shows.
void finish_row(TestRow& row, const TechnicalOptions& options);

} // namespace assay::technical
