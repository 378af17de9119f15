// `assay rename`: a row gets another key, and what refers to it follows.
#pragma once

#include "assay/app/session.hpp"

#include <string>
#include <vector>

namespace assay {

struct RenameRequest {
    std::string register_id;
    std::vector<std::string> words; ///< a word for each key field of the row, then one for each of its new key
    bool dry_run = false;
    std::string why;
};

struct RenameReport {
    std::string register_id;
    std::string old_key; ///< as people read it, as the new one
    std::string new_key;
    RenameResult result;
    /// Rows that hold the old key of a subject as text. A subject of another kind may have the same key, so they do not follow.
    std::vector<FollowedReferences> texts{};
};

/// Throws Error when there is no such row or the new key is taken, of kind usage for wrong words; the store is then as it was.
[[nodiscard]] RenameReport rename_row(const Run& run, Session& session, const RenameRequest& request);
[[nodiscard]] std::string to_text(const RenameReport& report);

} // namespace assay
