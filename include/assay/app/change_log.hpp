// `assay log`: the chain of changes, told, verified and anchored.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct LogRequest {
    std::string register_id;                  ///< empty: all
    std::optional<std::int64_t> limit;        ///< newest changes only; 0 or nothing: all
};

struct ChangeLog {
    std::vector<ChangeHeader> changes;        ///< newest first
    std::int64_t total = 0;
};

/// Throws Error of kind usage for an unknown register.
[[nodiscard]] ChangeLog read_log(const Session& session, const LogRequest& request);
[[nodiscard]] std::string to_text(const ChangeLog& log);
[[nodiscard]] std::string to_json(const ChangeLog& log);

/// The head of the chain, to be kept where nobody who can write the store can write.
struct Anchor {
    std::int64_t change = 0;
    Instant when;
    std::string digest;
};
/// Reads the store without opening it for writing.
[[nodiscard]] Anchor read_anchor(const Setting& setting);
/// "change 12, 2026-01-31T08:00:00Z, <digest>"
[[nodiscard]] std::string to_text(const Anchor& anchor);

struct LogVerification {
    VerifyReport report;
    std::string anchor;                       ///< as given; empty: none
    std::int64_t anchored = 0;                ///< change with that digest, 0: none has it
    [[nodiscard]] bool good() const { return report.intact() && (anchor.empty() || anchored != 0); }
};
/// Recomputes the whole chain, and looks for the anchor in it. Never writes. Throws Error of kind usage when `anchor` is no digest.
[[nodiscard]] LogVerification verify_log(const Run& run, const Setting& setting, const std::string& anchor);
[[nodiscard]] std::string to_text(const LogVerification& verification);
[[nodiscard]] std::string to_json(const LogVerification& verification);

} // namespace assay
