#include "assay/assess/capability.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <set>

using namespace assay;

namespace {

constexpr std::array k_ratings{CapabilityRating::n, CapabilityRating::p, CapabilityRating::l, CapabilityRating::f};

/// The rule as the standard writes it, for whole ratings.
int slow_level(CapabilityEdition edition, const std::vector<CapabilityRating>& ratings) {
    const auto attributes = capability_attributes(edition);
    int level = 0;
    for (int k = 1; k <= 5; ++k) {
        bool own = true;
        bool lower = true;
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            if (attributes[i].level == k) {
                own = own && (ratings[i] == CapabilityRating::l || ratings[i] == CapabilityRating::f);
            } else if (attributes[i].level < k) {
                lower = lower && ratings[i] == CapabilityRating::f;
            }
        }
        if (!own || !lower) {
            break;
        }
        level = k;
    }
    return level;
}

std::vector<AttributeRange> exactly(const std::vector<CapabilityRating>& ratings) {
    std::vector<AttributeRange> ranges;
    for (const auto rating : ratings) {
        ranges.push_back({rating, rating});
    }
    return ranges;
}

} // namespace

TEST_CASE("bands end at 15, 50 and 85 percent, and their upper ends belong to them") {
    CHECK(capability_band(0, 20) == CapabilityRating::n);
    CHECK(capability_band(3, 20) == CapabilityRating::n);
    CHECK(capability_band(151, 1000) == CapabilityRating::p);
    CHECK(capability_band(1, 2) == CapabilityRating::p);
    CHECK(capability_band(501, 1000) == CapabilityRating::l);
    CHECK(capability_band(17, 20) == CapabilityRating::l);
    CHECK(capability_band(851, 1000) == CapabilityRating::f);
    CHECK(capability_band(1, 1) == CapabilityRating::f);
    CHECK_THROWS(capability_band(0, 0));
    CHECK_THROWS(capability_band(2, 1));
}

TEST_CASE("ratings are read in both scales") {
    CHECK(read_capability_rating("L") == CapabilityRating::l);
    CHECK(read_capability_rating("l+") == CapabilityRating::l);
    CHECK(read_capability_rating("P\xE2\x88\x92") == CapabilityRating::p);
    CHECK(read_capability_rating("Fully achieved") == CapabilityRating::f);
    CHECK_FALSE(read_capability_rating("4"));
    CHECK_FALSE(read_capability_rating("F+"));
    CHECK_FALSE(read_capability_rating(""));
}

TEST_CASE("the edition of 2019 has one attribute more, at level 3") {
    CHECK(capability_attributes(CapabilityEdition::iso33020_2015).size() == 9);
    CHECK(capability_attributes(CapabilityEdition::iso33020_2019).size() == 10);
    std::vector<CapabilityRating> ratings(9, CapabilityRating::f);
    CHECK(capability_level(CapabilityEdition::iso33020_2015, exactly(ratings)) == LevelRange{5, 5});
    ratings.assign(10, CapabilityRating::f);
    ratings[5] = CapabilityRating::p;
    CHECK(capability_level(CapabilityEdition::iso33020_2019, exactly(ratings)) == LevelRange{2, 2});
}

TEST_CASE("largely achieved is enough at the level itself, and not below it") {
    std::vector<CapabilityRating> ratings(9, CapabilityRating::n);
    ratings[0] = CapabilityRating::l;
    CHECK(capability_level(CapabilityEdition::iso33020_2015, exactly(ratings)) == LevelRange{1, 1});
    ratings[1] = ratings[2] = CapabilityRating::f;
    CHECK(capability_level(CapabilityEdition::iso33020_2015, exactly(ratings)) == LevelRange{1, 1});
    ratings[0] = CapabilityRating::f;
    CHECK(capability_level(CapabilityEdition::iso33020_2015, exactly(ratings)) == LevelRange{2, 2});
    const std::vector<AttributeRange> nothing_known(9);
    CHECK(capability_level(CapabilityEdition::iso33020_2015, nothing_known) == LevelRange{0, 5});
    CHECK_THROWS(capability_level(CapabilityEdition::iso33020_2019, nothing_known));
}

TEST_CASE("the range of levels is that of all ratings within the ranges") {
    CHECK(rc::check("against every choice of ratings", [] {
        const auto edition = *rc::gen::element(CapabilityEdition::iso33020_2015, CapabilityEdition::iso33020_2019);
        const auto size = capability_attributes(edition).size();
        std::vector<AttributeRange> ranges(size);
        std::size_t open = 0;
        for (auto& range : ranges) {
            const auto a = *rc::gen::elementOf(k_ratings);
            // Few may be open, or there are too many choices to try.
            const auto b = open < 5 && *rc::gen::arbitrary<bool>() ? *rc::gen::elementOf(k_ratings) : a;
            open += a == b ? 0U : 1U;
            range = {std::min(a, b), std::max(a, b)};
        }
        std::set<int> levels;
        std::vector<CapabilityRating> ratings(size);
        const std::function<void(std::size_t)> choose = [&](std::size_t at) {
            if (at == size) {
                levels.insert(slow_level(edition, ratings));
                return;
            }
            for (const auto rating : k_ratings) {
                if (ranges[at].least <= rating && rating <= ranges[at].most) {
                    ratings[at] = rating;
                    choose(at + 1);
                }
            }
        };
        choose(0);
        const auto found = capability_level(edition, ranges);
        RC_ASSERT(found.least == *levels.begin());
        RC_ASSERT(found.most == *levels.rbegin());
    }));
}
