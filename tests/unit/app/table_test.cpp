#include "assay/app/table.hpp"

#include "assay/base/text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

TEST_CASE("a table is aligned by what letters take on a terminal, numbers to the right") {
    const TextTable table{{{"id", false}, {"rows", true}}, {{"risk", "7"}, {"caf\u00E9", "1,200"}, {"\u6771\u4EAC", ""}}};
    CHECK(to_text(table) == "id     rows\n"
                            "----  -----\n"
                            "risk      7\n"
                            "caf\u00E9  1,200\n"
                            "\u6771\u4EAC\n");
}

TEST_CASE("a long cell is cut with an ellipsis, and only when it does not fit") {
    CHECK(fit("abcdef", 6) == "abcdef");
    CHECK(fit("abcdefg", 6) == "abcde…");
    CHECK(fit("abcdefg", 0) == "abcdefg");
    CHECK(fit("\u6771\u4EAC\u6771\u4EAC", 6) == "\u6771\u4EAC…");
    CHECK(fit("a\nb", 10) == "a\\nb");
}

TEST_CASE("what is cut fits its width and begins like the whole") {
    CHECK(rc::check([](const std::string& text) {
        const auto width = *rc::gen::inRange<std::size_t>(1, 30);
        const auto shown = fit(text, width);
        RC_ASSERT(display_width(shown) <= width);
        const auto whole = escape_control(text);
        RC_ASSERT(shown == whole || whole.starts_with(shown.substr(0, shown.size() - std::string("…").size())));
    }));
}

TEST_CASE("labelled texts stand under each other, and so do their further lines") {
    const std::vector<LabelledText> lines{{"id", "R-1"}, {"title", "first\nsecond"}, {"note", ""}};
    CHECK(to_text(lines, 2) == "  id     R-1\n"
                               "  title  first\n"
                               "         second\n"
                               "  note\n");
}

TEST_CASE("a table without columns is no text") { CHECK(to_text(TextTable{}).empty()); }
