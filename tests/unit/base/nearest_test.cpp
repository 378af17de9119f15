#include "assay/base/nearest.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace assay;

namespace {
const std::vector<std::string> k_fields = {"owner", "opened_at", "other", "id", "caf\xC3\xA9"};
} // namespace

TEST_CASE("the nearest word is at most a third of the letters away") {
    CHECK(nearest_word("ownr", k_fields) == "owner");
    CHECK(nearest_word("onwer", k_fields) == "owner");
    CHECK(nearest_word("OWNER", k_fields) == "owner");
    CHECK(nearest_word("opened", k_fields) == std::nullopt);
    CHECK(nearest_word("openedat", k_fields) == "opened_at");
    CHECK(nearest_word("ix", k_fields) == "id");
    CHECK(nearest_word("cafe", k_fields) == "caf\xC3\xA9");
    CHECK(nearest_word("", k_fields) == std::nullopt);
    CHECK(nearest_word("zzz", k_fields) == std::nullopt);
    CHECK(nearest_word("owner", {}) == std::nullopt);
    CHECK(nearest_word(std::string(100'000, 'o'), k_fields) == std::nullopt);
}

TEST_CASE("of equally near words the first in sorted order is taken, whatever their order") {
    const std::vector<std::string> up = {"bat", "cat"};
    const std::vector<std::string> down = {"cat", "bat"};
    CHECK(nearest_word("rat", up) == "bat");
    CHECK(nearest_word("rat", down) == "bat");
    const std::vector<std::string> nearer = {"aat", "cat"};
    CHECK(nearest_word("CAT", nearer) == "cat");
}

TEST_CASE("the suggestion is a sentence or nothing") {
    CHECK(did_you_mean("ownr", k_fields) == "did you mean 'owner'?");
    CHECK(did_you_mean("zzz", k_fields).empty());
}
