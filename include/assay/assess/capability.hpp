// Process capability by ISO/IEC 33020: attributes, ratings and levels. Arithmetic over ratings that people gave, and bounds over what an
// assessment indicates; it claims no level itself. Knows no register.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class CapabilityEdition : std::uint8_t { iso33020_2015, iso33020_2019 };

/// Ratings of an attribute: not, partially, largely, fully achieved.
enum class CapabilityRating : std::uint8_t { n, p, l, f };

struct CapabilityAttribute {
    std::string_view id;      ///< "pa_2_1"
    std::string_view short_name; ///< "PA 2.1"
    int level = 0;
    std::string_view title;
};
/// Nine of the edition of 2015, ten of 2019 (with PA 3.3), in order.
[[nodiscard]] std::span<const CapabilityAttribute> capability_attributes(CapabilityEdition edition);
/// "Incomplete" to "Innovating"; `level` from 0 to 5.
[[nodiscard]] std::string_view capability_level_name(int level);

/// "N", "P", "L", "F", and "P-", "P+", "L-", "L+" of the refined scale, in either case; also in full ("largely achieved"). Nothing for another text.
[[nodiscard]] std::optional<CapabilityRating> read_capability_rating(std::string_view text);
[[nodiscard]] std::string_view to_text(CapabilityRating rating);

/// The band that holds part / whole: N to 15 %, P to 50 %, L to 85 %, F above; upper bounds belong to the band. 0 ≤ part ≤ whole, whole > 0.
[[nodiscard]] CapabilityRating capability_band(std::int64_t part, std::int64_t whole);

/// What is known of one attribute: its rating lies between both. Not rated: from n to f.
struct AttributeRange {
    CapabilityRating least = CapabilityRating::n;
    CapabilityRating most = CapabilityRating::f;
    friend bool operator==(const AttributeRange&, const AttributeRange&) = default;
};

/// The highest k for which every attribute of level k is rated L or F, and every one of the levels below F. One range for each attribute of
/// the edition, in order: the levels that any ratings within them give, least and most.
struct LevelRange {
    int least = 0;
    int most = 5;
    friend bool operator==(const LevelRange&, const LevelRange&) = default;
};
[[nodiscard]] LevelRange capability_level(CapabilityEdition edition, std::span<const AttributeRange> attributes);

} // namespace assay
