#include "assay/assess/sampling.hpp"
#include "assay/base/hash.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace assay;

namespace {

using Sizes = std::vector<std::int64_t>;

std::int64_t sum_of(const Sizes& sizes) { return std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}); }

/// The rule of docs/sampling.md, one item and one stratum at a time.
Sizes slow_allocation(const Sizes& sizes, std::int64_t n) {
    const auto population = sum_of(sizes);
    if (n >= population) {
        return sizes;
    }
    Sizes given(sizes.size(), 0);
    std::vector<bool> is_open(sizes.size(), true);
    auto items = n;
    auto rows = population;
    if (n >= static_cast<std::int64_t>(sizes.size())) {
        // The smallest first: if it has a share of one, all have.
        for (;;) {
            std::size_t smallest = sizes.size();
            for (std::size_t i = 0; i < sizes.size(); ++i) {
                if (is_open[i] && (smallest == sizes.size() || sizes[i] < sizes[smallest])) {
                    smallest = i;
                }
            }
            if (smallest == sizes.size() || items * sizes[smallest] >= rows) {
                break;
            }
            given[smallest] = 1;
            is_open[smallest] = false;
            --items;
            rows -= sizes[smallest];
        }
    }
    // The next item goes to the stratum that is furthest below its share.
    for (std::int64_t item = 0; item < items; ++item) {
        std::size_t best = sizes.size();
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            const auto lack = [&](std::size_t at) { return items * sizes[at] - given[at] * rows; };
            if (is_open[i] && (best == sizes.size() || lack(i) > lack(best) || (lack(i) == lack(best) && sizes[i] > sizes[best]))) {
                best = i;
            }
        }
        ++given[best];
    }
    return given;
}

struct Population {
    std::vector<SampleRow> rows;
    std::int64_t n = 0;
    std::int64_t seed = 0;
};

/// Few strata of very unlike sizes, in no order.
Population any_population() {
    Population made;
    const auto count = *rc::gen::inRange(0, 60);
    const auto strata = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i) {
        const auto stratum = std::min(*rc::gen::inRange(0, strata), *rc::gen::inRange(0, strata));
        made.rows.push_back({"K" + std::to_string(*rc::gen::inRange(0, 100000)) + "-" + std::to_string(i), "s" + std::to_string(stratum)});
    }
    made.n = *rc::gen::inRange(1, 70);
    made.seed = *rc::gen::inRange(0, 1000);
    return made;
}

/// The lowest rank that is left, again and again.
std::vector<SampleItem> slow_draw(const Population& from) {
    std::map<std::string, std::set<std::string>> strata;
    for (const auto& row : from.rows) {
        strata[row.stratum].insert(row.key);
    }
    Sizes sizes;
    for (const auto& [name, keys] : strata) {
        sizes.push_back(static_cast<std::int64_t>(keys.size()));
    }
    const auto wanted = slow_allocation(sizes, from.n);
    std::vector<SampleItem> items;
    std::size_t at = 0;
    for (auto& [name, keys] : strata) {
        for (std::int64_t i = 0; i < wanted[at]; ++i) {
            std::string lowest;
            std::string key;
            for (const auto& each : keys) {
                const auto rank = to_hex(sha256(std::to_string(from.seed) + "|" + name + "|" + each));
                if (lowest.empty() || rank < lowest) {
                    lowest = rank;
                    key = each;
                }
            }
            keys.erase(key);
            items.push_back({static_cast<std::int64_t>(items.size()) + 1, key, name});
        }
        ++at;
    }
    return items;
}

} // namespace

TEST_CASE("allocation is proportional, by largest remainders, with one for every stratum where the size allows") {
    CHECK(allocate_sample(Sizes{50, 30, 20}, 10) == Sizes{5, 3, 2});
    CHECK(allocate_sample(Sizes{50, 30, 20}, 7) == Sizes{4, 2, 1});       // 3.5 2.1 1.4: the largest remainder
    CHECK(allocate_sample(Sizes{997, 2, 1}, 10) == Sizes{8, 1, 1});       // 9.97 0.02 0.01: one each, the rest to the large one
    CHECK(allocate_sample(Sizes{61, 20, 19}, 5) == Sizes{3, 1, 1});       // 3.05 1.0 0.95: with 4 of 81 left the second falls below one too
    CHECK(allocate_sample(Sizes{10, 10}, 5) == Sizes{3, 2});              // equal remainders, equal sizes: the first by name
    CHECK(allocate_sample(Sizes{30, 20, 10}, 1) == Sizes{1, 0, 0});       // not one for each
    CHECK(allocate_sample(Sizes{3, 2}, 5) == Sizes{3, 2});
    CHECK(allocate_sample(Sizes{3, 2}, 6) == Sizes{3, 2});
    CHECK(allocate_sample(Sizes{}, 5).empty());
}

TEST_CASE("allocation is that of the rule one item at a time, adds up, and never asks for more than there is") {
    CHECK(rc::check([] {
        const auto sizes = *rc::gen::container<Sizes>(rc::gen::oneOf(rc::gen::inRange<std::int64_t>(1, 6), rc::gen::inRange<std::int64_t>(1, 2000)));
        const auto n = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(1, 12), rc::gen::inRange<std::int64_t>(1, 3000));
        const auto allocation = allocate_sample(sizes, n);
        RC_ASSERT(allocation == slow_allocation(sizes, n));
        RC_ASSERT(sum_of(allocation) == std::min(n, sum_of(sizes)));
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            RC_ASSERT(allocation[i] <= sizes[i]);
            RC_ASSERT(allocation[i] >= (n >= static_cast<std::int64_t>(sizes.size()) ? 1 : 0));
        }
    }));
}

TEST_CASE("the rank of a row is what sha256sum says of seed, stratum and key") {
    // printf '%s' '42|high|INC-7' | sha256sum
    CHECK(sample_rank(42, "high", "INC-7") == "ee7b48b7ab0847761d11dada0c5c014eded848197a005af06476186a72a6dcd7");
    // printf '%s' '0||INC-7' | sha256sum
    CHECK(sample_rank(0, "", "INC-7") == "f1f0fbb94902cba82ae0111df2f5ec775e6e20f6491bb76df20303ddd4a756c9");
}

TEST_CASE("a draw takes the lowest ranks of each stratum, no row twice, whatever the order of the rows") {
    CHECK(rc::check([] {
        auto population = any_population();
        const auto draw = draw_sample(population.rows, population.n, population.seed);
        RC_ASSERT(draw.items == slow_draw(population));
        RC_ASSERT(draw.population == static_cast<std::int64_t>(population.rows.size()));
        RC_ASSERT(static_cast<std::int64_t>(draw.items.size()) == std::min(population.n, draw.population));
        RC_ASSERT(draw.is_whole() == (population.n >= draw.population));
        std::set<std::string> keys;
        std::map<std::string, std::int64_t> of_stratum;
        for (const auto& item : draw.items) {
            keys.insert(item.key);
            ++of_stratum[item.stratum];
        }
        RC_ASSERT(keys.size() == draw.items.size());
        std::int64_t rows = 0;
        for (const auto& stratum : draw.strata) {
            RC_ASSERT(of_stratum[stratum.name] == stratum.drawn);
            rows += stratum.population;
        }
        RC_ASSERT(rows == draw.population);
        population.rows = *rc::gen::exec([&] {
            auto rest = population.rows;
            std::vector<SampleRow> shuffled;
            while (!rest.empty()) {
                const auto at = rest.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(rest.size()));
                shuffled.push_back(*at);
                rest.erase(at);
            }
            return shuffled;
        });
        RC_ASSERT(draw_sample(population.rows, population.n, population.seed).items == draw.items);
    }));
}

TEST_CASE("a larger sample holds the rows of a smaller one where the population is not stratified") {
    std::vector<SampleRow> rows;
    for (int i = 0; i < 200; ++i) {
        rows.push_back({std::to_string(i), ""});
    }
    const auto few = draw_sample(rows, 10, 7);
    const auto more = draw_sample(rows, 25, 7);
    CHECK(std::equal(few.items.begin(), few.items.end(), more.items.begin()));
    CHECK(draw_sample(rows, 10, 8).items != few.items);
}

TEST_CASE("two samples differ where a row is in one of them only, or under another number or stratum") {
    const std::vector<SampleItem> kept{{1, "a", "x"}, {2, "b", "x"}, {3, "c", "y"}, {4, "c", "y"}};
    const std::vector<SampleItem> drawn{{1, "a", "x"}, {2, "d", "x"}, {3, "b", "x"}, {4, "c", "y"}};
    CHECK(compare_samples(kept, kept).empty());
    const auto found = compare_samples(kept, drawn);
    REQUIRE(found.size() == 3);
    CHECK(found[0].key == "b");
    CHECK(found[0].kept->number == 2);
    CHECK(found[0].drawn->number == 3);
    CHECK(found[1].key == "c");
    CHECK(found[1].kept->number == 3);
    CHECK(!found[1].drawn.has_value());
    CHECK(found[2].key == "d");
    CHECK(!found[2].kept.has_value());
}
