// The reserved words stand in three places that cannot include one another: the parser (rules), the loader (formats), the schema.
#include "assay/base/file.hpp"
#include "assay/rules/expression.hpp"
#include "formats/xml_ids.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace assay;

TEST_CASE("the parser, the loader and the schema of registers reserve the same words") {
    for (const auto& word : reserved_words()) {
        CHECK_MESSAGE(is_reserved(word), word);
    }
    const std::string schema = read_file(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls/schema/register.rng");
    const auto start = schema.find("<except>");
    REQUIRE(start != std::string::npos);
    const auto end = schema.find("</except>", start);
    constexpr std::string_view k_open = "<value type=\"string\">";
    std::vector<std::string> words;
    for (auto at = schema.find(k_open, start); at < end; at = schema.find(k_open, at + 1)) {
        const auto from = at + k_open.size();
        words.push_back(schema.substr(from, schema.find('<', from) - from));
    }
    std::ranges::sort(words);
    for (const auto& word : words) {
        CHECK_MESSAGE(is_reserved(word), word);
    }
    auto reserved = reserved_words();
    std::ranges::sort(reserved);
    CHECK(words == reserved);
}
