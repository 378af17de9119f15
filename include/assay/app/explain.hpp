// `assay explain`: why a control is judged as it is, down to the row, its line in the file, and the change that set it.
#pragma once

#include "assay/app/check.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace assay {

struct ExplainRequest {
    std::string control;                ///< "8.6.1-r13", or "iso20000-1-2018/8.6.1-r13"
    std::string subject;                ///< empty: all
    std::int64_t assessment = 0;        ///< 0: the newest
    std::size_t rows = 20;              ///< failing rows shown for each check and subject
};

/// The proof tree in words. Nothing after reporting faults in the controls; throws Error of kind usage for an unknown control.
[[nodiscard]] std::optional<std::string> explain(const Run& run, Session& session, const ExplainRequest& request);

} // namespace assay
