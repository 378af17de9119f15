// The controls of SP 800-53 behind the CCIs that technical results name, by a list that the user gives.
#pragma once

#include "assay/formats/cci_list.hpp"
#include "assay/model/row_reader.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace assay {

/// What became of the CCIs of a file.
struct CciCounts {
    std::set<std::string, std::less<>> found;
    std::set<std::string, std::less<>> missing;   ///< not in the list, or without a reference to SP 800-53
    std::map<int, std::int64_t> by_edition;       ///< of those found
};
/// "CCI list 2020-06-04 (sha256 …): …", for a receipt.
[[nodiscard]] std::string to_text(const CciCounts& counts, const CciList& list);

/// The rows of `rows`, in which an empty cell control_references is filled from the row's CCIs. Borrows list and counts.
[[nodiscard]] std::unique_ptr<RowReader> with_cci_references(std::unique_ptr<RowReader> rows, const CciList& list, CciCounts& counts);

} // namespace assay
