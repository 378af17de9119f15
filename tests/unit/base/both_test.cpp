#include "assay/base/both.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>

using namespace assay;

TEST_CASE("both pieces of work are done, at once on two threads, else one after the other on this one") {
    for (const bool at_once : {true, false}) {
        std::thread::id first;
        std::thread::id second;
        do_both([&] { first = std::this_thread::get_id(); }, [&] { second = std::this_thread::get_id(); }, at_once);
        CHECK(first == std::this_thread::get_id());
        CHECK(second != std::thread::id());
        CHECK((first == second) == !at_once);
    }
}

TEST_CASE("of two exceptions the first one's is thrown, and one of the second is not lost") {
    const auto nothing = [] {};
    const auto fails_first = [] { throw Error("first"); };
    const auto fails_second = [] { throw Error("second"); };
    for (const bool at_once : {true, false}) {
        CHECK_THROWS_WITH_AS(do_both(fails_first, fails_second, at_once), "first", Error);
        CHECK_THROWS_WITH_AS(do_both(nothing, fails_second, at_once), "second", Error);
        CHECK_THROWS_WITH_AS(do_both(fails_first, nothing, at_once), "first", Error);
        CHECK_NOTHROW(do_both(nothing, nothing, at_once));
    }
}
