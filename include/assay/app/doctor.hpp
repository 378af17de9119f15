// `assay doctor`: what is installed, what is missing for optional things, and whether the workspace is well. Never writes.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/run.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

enum class Health : std::uint8_t {
    well,
    advice, ///< something optional is missing, or deserves a look
    fault,  ///< a command will fail, or must not be believed
};

struct HealthLine {
    Health health = Health::well;
    std::string what;
    std::string remedy; ///< empty when well
};

/// With the workspace of the setting, if there is one.
[[nodiscard]] std::vector<HealthLine> examine(const Run& run, const Setting& setting);
[[nodiscard]] std::string to_text(const std::vector<HealthLine>& lines);
[[nodiscard]] std::string to_json(const std::vector<HealthLine>& lines);
[[nodiscard]] bool has_fault(const std::vector<HealthLine>& lines);

} // namespace assay
