// `assay set`, `assay remove`, `assay undo`: one row at the prompt, typed by the same rules as an import.
#pragma once

#include "assay/app/session.hpp"
#include "assay/intake/headers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct SetRequest {
    std::string register_id;
    std::vector<std::string> words;             ///< a word for each key field, then FIELD=VALUE; "FIELD=" clears
    std::optional<std::int64_t> expected;       ///< --if: refused when the row is newer than this change
    std::string why;
    bool try_only = false;                      ///< everything but storing it
};

struct EditReport {
    enum class Outcome : std::uint8_t { added, changed, unchanged, removed };
    std::string register_id;
    std::string key;                            ///< as people read it
    Outcome outcome = Outcome::unchanged;
    std::int64_t change = 0;                    ///< 0: nothing to change
    struct FieldEdit {
        std::string field;
        std::string before;
        std::string after;
    };
    std::vector<FieldEdit> fields;              ///< as people read them
    std::vector<std::string> dangling;          ///< remarks about references that name no row
};
[[nodiscard]] std::string to_text(const EditReport& report);

/// Nothing after reporting faults of the values; the store is then as it was. Throws Error, of kind usage for unknown names.
[[nodiscard]] std::optional<EditReport> set_row(const Run& run, Session& session, const SetRequest& request);
/// Throws Error when there is no such row.
[[nodiscard]] EditReport remove_row(const Run& run, Session& session, const std::string& register_id, const std::vector<std::string>& key,
                                    const std::string& why);
/// Refused when later changes touched the rows. Throws Error when there is no such change or it cannot be undone at all.
[[nodiscard]] UndoResult undo_change(const Run& run, Session& session, const std::string& change, const std::string& why);

} // namespace assay
