#include "assay/intake/round_trip.hpp"

#include "assay/base/decimal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_mark_digits = 8;

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace

StateMark make_state_mark(std::int64_t change, std::string_view digest) {
    return {change, std::string(change == 0 ? std::string_view() : digest.substr(0, k_mark_digits))};
}

std::string to_text(const StateMark& mark) {
    return mark.store.empty() ? fmt::format("c{}", mark.change) : fmt::format("c{}-{}", mark.change, mark.store);
}

std::optional<StateMark> find_state_mark(std::string_view text) {
    if (!text.starts_with('c')) {
        return std::nullopt;
    }
    const auto dash = std::min(text.find('-'), text.size());
    const auto change = parse_integer(text.substr(1, dash - 1));
    const auto store = text.substr(std::min(dash + 1, text.size()));
    const bool is_first = dash == text.size() && change == 0;
    if (!change || *change < 0 || (!is_first && (store.size() != k_mark_digits || !is_hex(store)))) {
        return std::nullopt;
    }
    return StateMark{*change, std::string(store)};
}

} // namespace assay
