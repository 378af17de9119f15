// Dates in attributes.
#pragma once

#include "assay/base/date.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace assay {

/// A day, "2026-01-31"; anything else is reported.
inline std::optional<Date> read_date(XmlElement& element, std::string_view key, Need need) {
    const auto text = element.word(key, need);
    const auto date = parse_date(text.text);
    if (text.given() && !date) {
        element.report_value(key, "wrong-value", fmt::format("{} is no date", quote(text.text)), "write 2026-01-31, for example");
    }
    return date;
}

} // namespace assay
