// What an export for the round trip writes beside each row: the version the row was written from, and the state the file was written from.
// Knows neither files nor the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// A state of one store: the number of its last change, and the beginning of that change's digest, so that another store's is told apart.
struct StateMark {
    std::int64_t change = 0;
    std::string store; ///< 8 hex digits; empty for the state before the first change
    friend bool operator==(const StateMark&, const StateMark&) = default;
};
/// "c12-3f9a1c2b": letters around it, so that no spreadsheet program takes it for a number or a date.
[[nodiscard]] std::string to_text(const StateMark& mark);
[[nodiscard]] std::optional<StateMark> find_state_mark(std::string_view text);
/// Of a digest in hex.
[[nodiscard]] StateMark make_state_mark(std::int64_t change, std::string_view digest);

/// What the columns _row, _from and _at say of a row; zeros: the row was added to the file.
struct WrittenVersion {
    std::int64_t row = 0;
    std::int64_t from = 0; ///< change that made the version
    StateMark at;
};

} // namespace assay
