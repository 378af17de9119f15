// Any text as a date, period, duration and number: a value that prints and reads back the same, or none.
#include "assay/base/date.hpp"
#include "assay/base/decimal.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto date = assay::parse_date(text); date && assay::parse_date(assay::to_text(*date)) != date) {
        std::abort();
    }
    if (const auto number = assay::parse_integer(text); number && assay::parse_integer(std::to_string(*number)) != number) {
        std::abort();
    }
    static_cast<void>(assay::parse_period(text));
    return 0;
}
