#include "assay/assess/exact_share.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::uint64_t k_six_places = 1'000'000;
constexpr std::size_t k_ratio_digits = 4;      // 24 places

} // namespace

void ExactShare::trim() {
    while (!m_digits.empty() && m_digits.back() == 0) {
        m_digits.pop_back();
    }
}

ExactShare ExactShare::all() {
    ExactShare share;
    share.m_all = true;
    return share;
}

ExactShare ExactShare::of_percent(std::int64_t scaled) {
    if (scaled == static_cast<std::int64_t>(k_six_places)) {
        return all();
    }
    ExactShare share;
    share.m_digits = {static_cast<std::uint32_t>(scaled)};
    share.trim();
    return share;
}

ExactShare ExactShare::ratio_cut(std::int64_t part, std::int64_t whole) {
    if (part == whole) {
        return all();
    }
    ExactShare share;
    auto rest = static_cast<std::uint64_t>(part);
    for (std::size_t i = 0; i < k_ratio_digits; ++i) {
        rest *= k_six_places;
        share.m_digits.push_back(static_cast<std::uint32_t>(rest / static_cast<std::uint64_t>(whole)));
        rest %= static_cast<std::uint64_t>(whole);
    }
    share.trim();
    return share;
}

ExactShare ExactShare::ratio_raised(std::int64_t part, std::int64_t whole) { return ratio_cut(whole - part, whole).rest(); }

ExactShare ExactShare::rest() const {
    if (m_all) {
        return {};
    }
    if (m_digits.empty()) {
        return all();
    }
    ExactShare share;
    for (const auto each : m_digits) {
        share.m_digits.push_back(static_cast<std::uint32_t>(k_six_places) - 1 - each);
    }
    // The last place is not 0, so that the 1 carries no further.
    ++share.m_digits.back();
    share.trim();
    return share;
}

ExactShare operator*(const ExactShare& a, const ExactShare& b) {
    if (a.m_all) {
        return b;
    }
    if (b.m_all) {
        return a;
    }
    ExactShare share;
    std::vector<std::uint64_t> sums(a.m_digits.size() + b.m_digits.size());
    for (std::size_t i = 0; i < a.m_digits.size(); ++i) {
        for (std::size_t j = 0; j < b.m_digits.size(); ++j) {
            sums[i + j + 1] += std::uint64_t{a.m_digits[i]} * b.m_digits[j];
        }
    }
    for (auto i = sums.size(); i > 1; --i) {
        sums[i - 2] += sums[i - 1] / k_six_places;
        sums[i - 1] %= k_six_places;
    }
    share.m_digits.assign(sums.begin(), sums.end());
    share.trim();
    return share;
}

std::strong_ordering operator<=>(const ExactShare& a, const ExactShare& b) {
    if (a.m_all != b.m_all) {
        return a.m_all ? std::strong_ordering::greater : std::strong_ordering::less;
    }
    return std::lexicographical_compare_three_way(a.m_digits.begin(), a.m_digits.end(), b.m_digits.begin(), b.m_digits.end());
}

std::string ExactShare::percent_text(int places) const {
    std::string digits;
    for (const auto each : m_digits) {
        digits += fmt::format("{:06}", each);
    }
    digits.resize(std::max(digits.size(), static_cast<std::size_t>(places) + 2), '0');
    const auto whole = m_all ? "100" : digits[0] == '0' ? digits.substr(1, 1) : digits.substr(0, 2);
    return places == 0 ? whole : whole + "." + digits.substr(2, static_cast<std::size_t>(places));
}

} // namespace assay
