// The host functions: what SQL cannot say exactly. All are deterministic; docs/store.md lists them with the reasons.
#pragma once

#include "assay/base/zone.hpp"

#include <SQLiteCpp/Database.h>

#include <cstddef>
#include <memory>

namespace assay::db {

/// Arguments per call of tally() after the class; SQLite allows 127 in all.
inline constexpr std::size_t k_max_tally_codes = 120;

/// Codes given to tally(): what became of a row for one question.
enum class RowCode : int { not_selected = 0, passed = 1, not_due = 2, undecided = 3, failed = 4 };
/// Classes given to tally().
enum class RowClass : int { population = 0, out_of_period = 1, without_service = 2, out_of_scope = 3 };

struct FunctionContext;
[[nodiscard]] std::shared_ptr<FunctionContext> make_function_context();
/// The zone of local_date(), borrowed. Gives the one before.
const Zone* exchange_zone(FunctionContext& context, const Zone* zone);

/// `context` outlives the connection.
///   lower(text), matches(text, pattern), local_date(instant), add_period(date, months, days), ratio(a, b), whole(x): scalar
///   percentile(x, percent), whole_sum(x), tally(class, code…): aggregates
/// tally gives a blob of little-endian 64-bit counts: the four classes, then selected, failed, undecided, not due per code.
void register_functions(SQLite::Database& db, FunctionContext& context);

} // namespace assay::db
