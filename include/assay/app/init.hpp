// `assay init`: makes a workspace, empty or of the sample organisation. assay.xml comes last: without it there is no workspace.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/run.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct InitRequest {
    std::filesystem::path folder;
    bool sample = false;
    std::string organization;                ///< default: a name to be replaced
    std::optional<Date> from;                ///< both or none; default: the last twelve full months
    std::optional<Date> to;
    std::string zone;                        ///< default: UTC
};

struct InitReport {
    struct Made {
        std::string name;                    ///< as the user would write it from where they are
        std::string what;
    };
    std::vector<Made> made;
    std::vector<std::string> next;           ///< commands to run
};

/// Nothing after reporting faults. Throws Error when the folder holds a workspace or a store already, and of kind usage for wrong
/// dates or an unknown zone; then nothing was made.
[[nodiscard]] std::optional<InitReport> init_workspace(const Run& run, const Setting& setting, const InitRequest& request);
[[nodiscard]] std::string to_text(const InitReport& report);

} // namespace assay
