// `assay migrate`: a register whose definition has another type or key than its stored rows. docs/registers.md, "Changing a definition".
#pragma once

#include "assay/app/session.hpp"
#include "assay/store/change.hpp"

#include <string>
#include <vector>

namespace assay {

struct MigrateRequest {
    std::string register_id;
    std::vector<std::string> map; ///< "field:old=new": what becomes of a value, as it is shown; nothing after the '=' makes it absent
    bool dry_run = false;
    std::string why; ///< empty: what changes, in words
};

/// The session is opened as stored. Throws Error when rows speak against it, and of kind usage when a mapping has no form, or names a
/// field that does not change or a value that no version holds.
[[nodiscard]] MigrationResult migrate(const Run& run, Session& session, const MigrateRequest& request);
[[nodiscard]] std::string to_text(const MigrationResult& result);

} // namespace assay
