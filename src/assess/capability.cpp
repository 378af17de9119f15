#include "assay/assess/capability.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

namespace assay {
namespace {

constexpr int k_levels = 5;

constexpr std::array k_attributes_2015{
    CapabilityAttribute{"pa_1_1", "PA 1.1", 1, "Process performance"},      CapabilityAttribute{"pa_2_1", "PA 2.1", 2, "Performance management"},
    CapabilityAttribute{"pa_2_2", "PA 2.2", 2, "Work product management"},  CapabilityAttribute{"pa_3_1", "PA 3.1", 3, "Process definition"},
    CapabilityAttribute{"pa_3_2", "PA 3.2", 3, "Process deployment"},       CapabilityAttribute{"pa_4_1", "PA 4.1", 4, "Quantitative analysis"},
    CapabilityAttribute{"pa_4_2", "PA 4.2", 4, "Quantitative control"},     CapabilityAttribute{"pa_5_1", "PA 5.1", 5, "Process innovation"},
    CapabilityAttribute{"pa_5_2", "PA 5.2", 5, "Process innovation implementation"},
};

constexpr std::array k_attributes_2019{
    CapabilityAttribute{"pa_1_1", "PA 1.1", 1, "Process performance"},
    CapabilityAttribute{"pa_2_1", "PA 2.1", 2, "Performance management"},
    CapabilityAttribute{"pa_2_2", "PA 2.2", 2, "Documented information management"},
    CapabilityAttribute{"pa_3_1", "PA 3.1", 3, "Process definition"},
    CapabilityAttribute{"pa_3_2", "PA 3.2", 3, "Process deployment"},
    CapabilityAttribute{"pa_3_3", "PA 3.3", 3, "Process assurance"},
    CapabilityAttribute{"pa_4_1", "PA 4.1", 4, "Quantitative analysis"},
    CapabilityAttribute{"pa_4_2", "PA 4.2", 4, "Quantitative control"},
    CapabilityAttribute{"pa_5_1", "PA 5.1", 5, "Process innovation"},
    CapabilityAttribute{"pa_5_2", "PA 5.2", 5, "Process innovation implementation"},
};

constexpr std::array<std::string_view, k_levels + 1> k_level_names{"Incomplete", "Performed", "Managed", "Established", "Predictable", "Innovating"};

struct RatingWord {
    std::string_view word;
    CapabilityRating rating;
};
constexpr std::array k_rating_words{
    RatingWord{"n", CapabilityRating::n},
    RatingWord{"not achieved", CapabilityRating::n},
    RatingWord{"p", CapabilityRating::p},
    RatingWord{"p-", CapabilityRating::p},
    RatingWord{"p+", CapabilityRating::p},
    RatingWord{"partially achieved", CapabilityRating::p},
    RatingWord{"l", CapabilityRating::l},
    RatingWord{"l-", CapabilityRating::l},
    RatingWord{"l+", CapabilityRating::l},
    RatingWord{"largely achieved", CapabilityRating::l},
    RatingWord{"f", CapabilityRating::f},
    RatingWord{"fully achieved", CapabilityRating::f},
};

/// ISO/IEC 33020, 5.3: the upper end of each band belongs to it.
constexpr std::int64_t k_most_of_n = 15;
constexpr std::int64_t k_most_of_p = 50;
constexpr std::int64_t k_most_of_l = 85;

/// One end of every range: the level that these ratings give.
int level_of(std::span<const CapabilityAttribute> attributes, std::span<const AttributeRange> ranges, CapabilityRating AttributeRange::*end) {
    int level = 0;
    for (int next = 1; next <= k_levels; ++next) {
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            const auto rating = ranges[i].*end;
            const bool enough = attributes[i].level > next || rating == CapabilityRating::f || (attributes[i].level == next && rating == CapabilityRating::l);
            if (!enough) {
                return level;
            }
        }
        level = next;
    }
    return level;
}

} // namespace

std::span<const CapabilityAttribute> capability_attributes(CapabilityEdition edition) {
    if (edition == CapabilityEdition::iso33020_2015) {
        return k_attributes_2015;
    }
    return k_attributes_2019;
}

std::string_view capability_level_name(int level) { return k_level_names.at(static_cast<std::size_t>(level)); }

std::optional<CapabilityRating> read_capability_rating(std::string_view text) {
    auto word = to_lower(text);
    // The minus of typography is one too.
    if (const auto at = word.find("\xE2\x88\x92"); at != std::string::npos) {
        word.replace(at, 3, "-");
    }
    for (const auto& each : k_rating_words) {
        if (each.word == word) {
            return each.rating;
        }
    }
    return std::nullopt;
}

std::string_view to_text(CapabilityRating rating) {
    constexpr std::array<std::string_view, 4> k_words{"N", "P", "L", "F"};
    return k_words.at(static_cast<std::size_t>(rating));
}

CapabilityRating capability_band(std::int64_t part, std::int64_t whole) {
    if (whole <= 0 || part < 0 || part > whole) {
        throw Error("a share is from 0 to 1");
    }
    const auto hundredfold = 100 * part;
    return hundredfold <= k_most_of_n * whole   ? CapabilityRating::n
           : hundredfold <= k_most_of_p * whole ? CapabilityRating::p
           : hundredfold <= k_most_of_l * whole ? CapabilityRating::l
                                                : CapabilityRating::f;
}

LevelRange capability_level(CapabilityEdition edition, std::span<const AttributeRange> attributes) {
    const auto known = capability_attributes(edition);
    if (known.size() != attributes.size()) {
        throw Error("there is one range for each attribute");
    }
    return {level_of(known, attributes, &AttributeRange::least), level_of(known, attributes, &AttributeRange::most)};
}

} // namespace assay
