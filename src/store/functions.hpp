// The host functions: what SQL cannot say exactly. All are deterministic; docs/store.md lists them with the reasons.
#pragma once

#include "assay/base/zone.hpp"
#include "assay/model/value.hpp"

#include <SQLiteCpp/Database.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace assay::db {

/// Codes per call of tally(); SQLite allows 127 arguments in all.
inline constexpr std::size_t k_max_tally_codes = 120;
/// Rows that tally() notes; of more it says only that they are too many.
inline constexpr std::size_t k_max_noted_rows = 200'000;

/// Codes given to tally(): what became of a row for one question.
enum class RowCode : int { not_selected = 0, passed = 1, not_due = 2, undecided = 3, failed = 4, in_doubt = 5 };
/// Classes given to tally().
enum class RowClass : int { population = 0, out_of_period = 1, without_service = 2, out_of_scope = 3 };

struct FunctionContext;
[[nodiscard]] std::shared_ptr<FunctionContext> make_function_context();
/// The zone of local_date(), borrowed. Gives the one before.
const Zone* exchange_zone(FunctionContext& context, const Zone* zone);

/// `context` outlives the connection.
///   lower(text), matches(text, pattern), local_date(instant), add_period(date, months, days), ratio(a, b), whole(x): scalar
///   percentile(x, percent), whole_sum(x), tally(row, subject, class, code…): aggregates
void register_functions(SQLite::Database& db, FunctionContext& context);
/// Those of them that see many rows.
void register_aggregates(SQLite::Database& db);

using RowCodeCounts = std::array<std::int64_t, 6>;
/// What tally() counted of one subject: rows per class, and per question rows per code.
struct TallyPart {
    Value subject;
    std::array<std::int64_t, 4> classes{};
    std::vector<RowCodeCounts> codes;
};
struct TallyResult {
    std::vector<TallyPart> parts;           ///< in no order; none when there was no row
    std::vector<std::int64_t> noted;        ///< rows with a code of undecided, failed or in doubt, in the order met
    bool too_many = false;                  ///< then `noted` is empty
};
/// What the blob holds that tally() gives.
[[nodiscard]] TallyResult read_tally(std::string_view bytes, std::size_t codes);

} // namespace assay::db
