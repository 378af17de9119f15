// The parts of a written date, and what an order makes of them.
#pragma once

#include "assay/intake/date_order.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace assay::typing {

/// The three parts of a date as written, before anybody says which is which.
struct Parts {
    std::array<std::string_view, 3> digits; ///< empty where the month's name stands
    int named_month = 0;
    std::size_t name_at = 3;
    std::chrono::seconds time_of_day{};
    bool has_time = false;
};

/// Nothing when the text is no date, or a date with an unknown time behind it.
[[nodiscard]] std::optional<Parts> split_date(std::string_view text);
[[nodiscard]] std::optional<OrderedDate> read_date(const Parts& parts, DateOrder order);

} // namespace assay::typing
