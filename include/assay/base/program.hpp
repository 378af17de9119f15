// Other programs that work for us: found on PATH, started without a shell, what they print kept. Knows no program by its name.
#pragma once

#include "assay/base/run.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

/// The first file of that name that may be run, in PATH's folders. Relative and empty ones are passed over: what stands in the current
/// folder is not run by chance.
[[nodiscard]] std::optional<std::filesystem::path> find_program(std::string_view name);

struct ProgramCall {
    std::filesystem::path file;
    std::vector<std::string> arguments;                           ///< handed over as they are
    std::vector<std::pair<std::string, std::string>> environment; ///< besides our own, or instead of a value there
};

struct ProgramOutcome {
    int exit_code = 0;  ///< 128 + signal when it was ended by one
    std::string output; ///< of stdout and stderr, the first 64 KiB
};

/// Waits for its end; it reads nothing from stdin. Ended, and an Error of kind `cancelled` thrown, when the run is stopped. Throws Error
/// when it cannot be started.
[[nodiscard]] ProgramOutcome run_program(const Run& run, const ProgramCall& call);

} // namespace assay
