// `assay show` and `assay history`: one row with all its fields, and everything that ever became of it.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct RowFields {
    std::string register_id;
    std::string title;                  ///< of the register
    std::string key;                    ///< as people read it
    std::int64_t state = 0;
    std::vector<Field> fields;
    Row values;
    RowOrigin origin;
};

/// `key`: a word for each key field. Throws Error when there is no such row, of kind usage when register, key or state are wrong.
[[nodiscard]] RowFields show_row(const Run& run, Session& session, const std::string& register_id, const std::vector<std::string>& key,
                                 const std::string& at);
[[nodiscard]] std::string to_text(const RowFields& row, const Zone& zone);
[[nodiscard]] std::string to_json(const RowFields& row, const Zone& zone);

enum class RowEvent : std::uint8_t { added, changed, removed, renamed };

/// What one change did to the row, values as people read them; absent is nothing.
struct RowStep {
    struct FieldStep {
        std::string field;
        std::optional<std::string> before;
        std::optional<std::string> after;
    };
    RowEvent event = RowEvent::added;
    std::int64_t change = 0;
    ChangeKind kind = ChangeKind::import;
    Instant when;
    Author author;
    FileSource source;                  ///< of the row version; an empty file: made at the prompt
    std::int64_t line = 0;
    std::vector<FieldStep> fields;      ///< added: those recorded; changed: those that differ; removed: none; renamed: the key
};

struct RowSteps {
    std::string register_id;
    std::string key;
    std::vector<RowStep> steps;         ///< oldest first
};

[[nodiscard]] RowSteps row_history(const Run& run, Session& session, const std::string& register_id, const std::vector<std::string>& key);
[[nodiscard]] std::string to_text(const RowSteps& steps);
[[nodiscard]] std::string to_json(const RowSteps& steps);

/// "risks.csv:12", "risks.xlsx, sheet 'Risks', row 12"; the line is left out when it is 0.
[[nodiscard]] std::string place_of(const std::string& file, const std::string& sheet, std::int64_t line);

} // namespace assay
