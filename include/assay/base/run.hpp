// What every long operation is given first: how to learn that it must stop, where progress goes, where faults go.
// Knows no terminal.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace assay {

/// Told how far a long operation is. Callers report as often as they like; implementations show at most ten a second.
class Progress {
public:
    virtual ~Progress() = default;
    /// `total` is 0 when unknown; `unit` is a plural noun ("rows").
    virtual void report(std::uint64_t done, std::uint64_t total, std::string_view unit) = 0;
};

class NoProgress final : public Progress {
public:
    void report(std::uint64_t, std::uint64_t, std::string_view) override {}
};

/// Borrowed by the operation for its duration; all three outlive it.
struct Run {
    std::stop_token stop;
    Progress& progress;
    DiagnosticSink& diagnostics;
};

/// Throws Error of kind `cancelled` when the user asked to stop.
void throw_if_stopped(const Run& run);

} // namespace assay
