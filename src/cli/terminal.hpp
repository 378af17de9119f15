// What the terminal shows while a long operation runs. Off a terminal: nothing.
#pragma once

#include "assay/base/run.hpp"

#include <chrono>

namespace assay::cli {

class TerminalProgress final : public Progress {
public:
    explicit TerminalProgress(bool quiet);
    void report(std::uint64_t done, std::uint64_t total, std::string_view unit) override;
    /// Takes the progress line away.
    void clear();

private:
    bool m_shown = false;
    bool m_on_terminal = false;
    std::chrono::steady_clock::time_point m_last{};
};

} // namespace assay::cli
