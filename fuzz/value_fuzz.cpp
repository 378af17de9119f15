// Any text as a date, date-time, period, duration, number and pattern: a value that prints and reads back the same, or none.
#include "assay/base/date.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/zone.hpp"
#include "require.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

constexpr std::string_view k_same = "what is written is read as the same";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto date = assay::parse_date(text)) {
        require(assay::parse_date(assay::to_text(*date)) == date, k_same, text);
    }
    if (const auto number = assay::parse_integer(text)) {
        require(assay::parse_integer(std::to_string(*number)) == number, k_same, text);
    }
    for (const int scale : {0, 2, 4, 9}) {
        if (const auto number = assay::parse_decimal(text, scale); number.fault == assay::DecimalFault::none) {
            const auto again = assay::parse_decimal(assay::decimal_to_text(number.scaled, scale), scale);
            require(again.fault == assay::DecimalFault::none && again.scaled == number.scaled, k_same, text);
        }
    }
    if (const auto moment = assay::parse_datetime(text)) {
        static const assay::Zone k_zone = assay::Zone::find("Europe/London");
        const auto instant = k_zone.to_instant(*moment).instant;
        if (const auto again = assay::parse_datetime(assay::to_text(instant))) {
            require(k_zone.to_instant(*again).instant == instant, k_same, text);
        }
    }
    if (const auto length = assay::parse_duration(text)) {
        require(assay::parse_duration(assay::to_text(*length)) == length, k_same, text);
    }
    if (const auto period = assay::parse_period(text)) {
        require(assay::parse_period(assay::to_text(*period)) == period, k_same, text);
        static_cast<void>(assay::add(assay::Date{}, *period));
        static_cast<void>(assay::subtract(assay::Date{}, *period));
    }
    if (const auto bar = text.find('|'); bar != std::string_view::npos) {
        static_cast<void>(assay::parse_pattern(text.substr(0, bar), text.substr(bar + 1)));
    }
    return 0;
}
