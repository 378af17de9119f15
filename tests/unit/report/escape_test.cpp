#include "report/escape.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace assay;

TEST_CASE("HTML escaping leaves nothing that opens a tag, an entity or an attribute") {
    CHECK(escape_html("<img src=x onerror=\"alert('1')\">&") == "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;");
    CHECK(escape_html("P. Szymańska") == "P. Szymańska");
    CHECK(rc::check([] {
        const auto text = *rc::gen::arbitrary<std::string>();
        const auto escaped = escape_html(text);
        RC_ASSERT(escaped.find_first_of("<>\"'") == std::string::npos);
    }));
}

TEST_CASE("hidden and direction-changing characters become visible, broken bytes are marked") {
    CHECK(escape_html("abc\u202Efdp.exe") == "abc\u27E8U+202E\u27E9fdp.exe");
    CHECK(escape_html("a\u200Bb\uFEFFc") == "a\u27E8U+200B\u27E9b\u27E8U+FEFF\u27E9c");
    CHECK(escape_html(std::string("a\0b\x1f", 4)) == "a\u27E8U+0000\u27E9b\u27E8U+001F\u27E9");
    CHECK(escape_html("a\xff\xc3(") == "a\uFFFD\uFFFD(");
    CHECK(escape_html("\xc0\xaf") == "\uFFFD\uFFFD");                      // overlong
    CHECK(escape_markdown("x\u2066y") == "x\u27E8U+2066\u27E9y");
    CHECK(neutralise_cell("x\u202Ey") == "x\u27E8U+202E\u27E9y");
    CHECK_MESSAGE(escape_html("نمی\u200Cخواهم") == "نمی\u200Cخواهم", "joiners belong to the script");
}

TEST_CASE("Markdown escaping leaves no markup, no table border, no link and no HTML") {
    CHECK(escape_markdown("a|b *c* _d_ `e` [f](g) ~h~ $i$ \\") == "a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) \\~h\\~ \\$i\\$ \\\\");
    CHECK(escape_markdown("<script>&amp;") == "&lt;script&gt;&amp;amp;");
    CHECK(escape_markdown("line one\r\n# two") == "line one  # two");
    CHECK(escape_markdown("# head") == "\\# head");
    CHECK(escape_markdown("- item") == "\\- item");
    CHECK(escape_markdown("+ item") == "\\+ item");
    CHECK(escape_markdown("=====") == "\\=====");
    CHECK(escape_markdown("12. item") == "12\\. item");
    CHECK(escape_markdown("3) item") == "3\\) item");
    CHECK(escape_markdown("    code") == "code");
    CHECK(escape_markdown("see https://evil.example and www.evil.example") == "see https&#58;//evil.example and www\\.evil.example");
    CHECK(escape_markdown("8.6.1-r13 (V1.2)") == "8.6.1-r13 (V1.2)");
}

TEST_CASE("a CSV cell is quoted when it must be, and never begins a formula") {
    CHECK(escape_csv("plain") == "plain");
    CHECK(escape_csv("a,b") == "\"a,b\"");
    CHECK(escape_csv("a\"b") == "\"a\"\"b\"");
    CHECK(escape_csv("a\nb") == "\"a\nb\"");
    CHECK(escape_csv(" padded ") == "\" padded \"");
    CHECK(escape_csv("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0");
    CHECK(escape_csv("+1") == "'+1");
    CHECK(escape_csv("-1") == "'-1");
    CHECK(escape_csv("@SUM(A1)") == "'@SUM(A1)");
    CHECK(escape_csv("  =1+1") == "'  =1+1");
    CHECK(escape_csv("\t=1+1") == "'\t=1+1");
    CHECK(escape_csv("\uFF1D1+1") == "'\uFF1D1+1");
    CHECK(neutralise_cell(neutralise_cell("=1")) == "'=1");
}

TEST_CASE("a format without an escaper is refused") {
    CHECK(has_escaper("md"));
    CHECK(get_escaper("md")("a|b") == "a\\|b");
    CHECK_FALSE(has_escaper("docx"));
    CHECK_THROWS_WITH_AS((void)get_escaper("docx"), "reports cannot be written as 'docx': there is no escaper for it", Error);
}
