// A share from 0 to 1 as an exact decimal fraction: products of percentages come to an end, so that nothing is rounded on the way.
// Knows no agreement.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace assay {

class ExactShare {
public:
    /// None of it.
    ExactShare() = default;
    [[nodiscard]] static ExactShare all();
    /// Of percent with four places: 999,000 is 99.9 %. From 0 to 1,000,000.
    [[nodiscard]] static ExactShare of_percent(std::int64_t scaled);
    /// part / whole, cut after 24 places, or raised by one in the last place where they do not end there. 0 ≤ part ≤ whole < 2^43, whole > 0.
    [[nodiscard]] static ExactShare ratio_cut(std::int64_t part, std::int64_t whole);
    [[nodiscard]] static ExactShare ratio_raised(std::int64_t part, std::int64_t whole);

    /// What is left to one.
    [[nodiscard]] ExactShare rest() const;
    /// "99.8001": percent with `places` places, the further ones cut.
    [[nodiscard]] std::string percent_text(int places) const;

    friend ExactShare operator*(const ExactShare& a, const ExactShare& b);
    friend bool operator==(const ExactShare&, const ExactShare&) = default;
    friend std::strong_ordering operator<=>(const ExactShare& a, const ExactShare& b);

private:
    void trim();

    bool m_all = false;
    std::vector<std::uint32_t> m_digits;   ///< after the point, six decimal places in each; the last is never 0
};

} // namespace assay
