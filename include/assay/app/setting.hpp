// Where the program works: its own content, the user's workspace, who is at the prompt, and the one reading of the clock.
// Knows no command and no option.
#pragma once

#include "assay/base/date.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct Setting {
    std::filesystem::path home;         ///< holds controls/, templates/, evidence/
    std::filesystem::path workspace;    ///< holds assay.xml and assay.db; empty when there is none
    std::string who;
    Instant now;
    std::string tool;                   ///< "Assay 0.1.0"
    std::chrono::seconds lock_wait{30}; ///< how long to wait for another program that holds the store

    [[nodiscard]] std::filesystem::path workspace_file() const { return workspace / "assay.xml"; }
    [[nodiscard]] std::filesystem::path store_file() const { return workspace / "assay.db"; }
    [[nodiscard]] std::filesystem::path evidence_folder() const { return workspace / "evidence"; }
    /// The workspace's own templates first.
    [[nodiscard]] std::vector<std::filesystem::path> template_folders() const;
};

/// The only reading of the clock (ARCHITECTURE "Time and I/O come in through the app layer").
[[nodiscard]] Instant read_clock();

/// ASSAY_HOME, else ../share/assay beside the program, else the nearest folder above it that holds controls/registers.
/// Throws Error when there is none.
[[nodiscard]] std::filesystem::path find_home(const std::filesystem::path& program);

/// `given`, else the nearest folder from the current one upwards that holds assay.xml. Throws Error naming what to do.
[[nodiscard]] std::filesystem::path find_workspace(const std::optional<std::filesystem::path>& given);

/// The nearest folder from the current one upwards that holds assay.xml, or an empty path.
[[nodiscard]] std::filesystem::path find_workspace_around();

/// ASSAY_USER, else the login name, else "unknown".
[[nodiscard]] std::string find_user();

/// ASSAY_LOCK_WAIT in whole seconds (a shared drive may need more, a script less), else 30. Throws Error of kind usage otherwise.
[[nodiscard]] std::chrono::seconds find_lock_wait();

} // namespace assay
