// What the store did with the rows of an import, put into its receipt.
#pragma once

#include "assay/base/zone.hpp"
#include "assay/intake/import.hpp"
#include "assay/intake/receipt.hpp"
#include "assay/model/register.hpp"
#include "assay/store/import_session.hpp"

#include <vector>

namespace assay {

/// Counts and lists rows, edited cells and conflicts. `refused`: rows that never reached the store.
void fill_receipt(Receipt& receipt, const MergeResult& merged, const std::vector<LineReason>& refused, const Register& of,
                  const Zone& zone);
/// Counts conflicts and rows that were outrun; lists stored rows that the file does not have.
void fill_round_trip(ReceiptRoundTrip& trip, const MergeResult& merged);

} // namespace assay
