// What makes a file go out and come back as the same file: the mark of the state it was written from, and apostrophes put before what a
// spreadsheet would run, taken off again exactly where they were put.
#pragma once

#include "assay/app/session.hpp"
#include "assay/intake/round_trip.hpp"
#include "assay/model/row_reader.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace assay {

/// The state of this workspace after a change.
[[nodiscard]] StateMark mark_state(const Session& session, std::int64_t change);

/// For a cell of a CSV file that is to come back: a text that would look neutralised already gets one more apostrophe.
[[nodiscard]] std::string guard_apostrophe(std::string text);
/// The text that guard_apostrophe() and then neutralise_formula() were given.
[[nodiscard]] std::string_view without_guard(std::string_view cell);

/// The same file; where its header has the columns _row, _from and _at, cells come without their guard. Any other reader comes back as it is.
[[nodiscard]] std::unique_ptr<RowReader> unguarded(std::unique_ptr<RowReader> reader);

} // namespace assay
