// Values as a person reads them and as an import reads them back.
#include "assay/base/decimal.hpp"
#include "assay/intake/value.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::string show_offset(std::chrono::seconds offset) {
    if (offset == std::chrono::seconds{0}) {
        return "Z";
    }
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset < std::chrono::seconds{0} ? -offset : offset).count();
    return fmt::format("{}{:02}:{:02}", offset < std::chrono::seconds{0} ? '-' : '+', minutes / 60, minutes % 60);
}

/// Offsets of less than a minute (local mean time before 1900) have no ISO spelling: such instants are shown in UTC.
std::string show_instant(Instant instant, const Zone& zone) {
    auto offset = zone.offset_at(instant);
    if (offset % std::chrono::minutes{1} != std::chrono::seconds{0}) {
        offset = {};
    }
    const auto local = instant + offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto seconds = (local - day).count();
    auto text = fmt::format("{} {:02}:{:02}", to_text(Date(day)), seconds / 3600, seconds / 60 % 60);
    if (seconds % 60 != 0) {
        text += fmt::format(":{:02}", seconds % 60);
    }
    return text + show_offset(offset);
}

std::string show_number(const Field& field, std::int64_t number, const Zone& zone) {
    switch (field.type) {
    case FieldType::decimal:
    case FieldType::money:
        return decimal_to_text(number, field.scale);
    case FieldType::percent:
        return typing::show_percent(number, field.scale);
    case FieldType::boolean:
        return number != 0 ? "yes" : "no";
    case FieldType::date:
        return to_text(Date(std::chrono::days(number)));
    case FieldType::datetime:
        return show_instant(Instant(std::chrono::seconds(number)), zone);
    case FieldType::duration:
        return to_text(std::chrono::seconds(number));
    default:
        return std::to_string(number);
    }
}

} // namespace

std::string show_value(const Field& field, const Value& value, const Zone& zone) {
    if (const auto* number = number_of(value)) {
        return show_number(field, *number, zone);
    }
    if (const auto* text = text_of(value)) {
        return field.type == FieldType::set ? typing::show_set(*text) : *text;
    }
    return {};
}

} // namespace assay
