#include "assay/formats/escape.hpp"

#include "assay/base/file.hpp"
#include "support/shared_data.hpp"
#include "unit/formats/csv_cases.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sstream>

using namespace assay;

TEST_CASE("HTML escapes markup, quotes, controls and broken bytes") {
    CHECK(escape_html("plain \xC3\xBC") == "plain \xC3\xBC");
    CHECK(escape_html("<script>alert('x' & \"y\")</script>") == "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;");
    CHECK(escape_html("a\x01"
                      "b\nc\t") == "a\xEF\xBF\xBD"
                                   "b\nc\t");
    CHECK(escape_html("\xC0\xBCscript\xC0\xBE") == "\xEF\xBF\xBD\xEF\xBF\xBDscript\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(escape_html("") == "");
}

TEST_CASE("XML text and attributes keep line ends and refuse what XML 1.0 cannot hold") {
    CHECK(escape_xml_text("a<b>&\r\n]]>") == "a&lt;b&gt;&amp;&#13;\n]]&gt;");
    CHECK(escape_xml_attribute("a\t\"b\"\r\n'") == "a&#9;&quot;b&quot;&#13;&#10;&#39;");
    CHECK(escape_xml_text("\xEF\xBF\xBE|\xEF\xBF\xBF|\xEF\xBF\xBD|\x08|\xED\xA0\x80") ==
          "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("Markdown loses its markup, its links and its table bars") {
    CHECK(escape_markdown("a | b\n*c* _d_ `e` ~f~ [g](h) $x$") == "a \\| b<br>\\*c\\* \\_d\\_ \\`e\\` \\~f\\~ \\[g\\](h) \\$x\\$");
    CHECK(escape_markdown("<b>&amp;") == "&lt;b&gt;&amp;amp;");
    CHECK(escape_markdown("# not a heading") == "\\# not a heading");
    CHECK(escape_markdown("C# - fine") == "C# - fine");
    CHECK(escape_markdown("- a\r\n + b\r=c") == "\\- a<br> \\+ b<br>\\=c");
    CHECK(escape_markdown("1. a 2. b\n12) c") == "1\\. a 2. b<br>12\\) c");
    CHECK(escape_markdown("![x](y) hi! you") == "\\!\\[x\\](y) hi! you");
    CHECK(escape_markdown("see https://evil.example and WWW.evil.example or a@b.example") ==
          "see https\\://evil.example and WWW\\.evil.example or a\\@b.example");
    CHECK(escape_markdown("back\\slash") == "back\\\\slash");
    CHECK(escape_markdown("08:30, 3.5 %") == "08:30, 3.5 %");
}

TEST_CASE("whatever goes in, no escaper lets markup out") {
    CHECK(rc::check([](const std::string& text) {
        const std::string html = escape_html(text);
        RC_ASSERT(html.find_first_of("<>\"'") == std::string::npos);
        const std::string xml = escape_xml_attribute(text);
        RC_ASSERT(xml.find_first_of("<>\"'\n\r\t") == std::string::npos);
        const std::string markdown = escape_markdown(text);
        RC_ASSERT(markdown.find_first_of("\n\r\t") == std::string::npos);
    }));
}

TEST_CASE("formulas are neutralised and plain numbers are not") {
    for (const char* formula : {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", "=", "-", "+49 30 1234", "-5 %", " =1+1", "--5", "+-5", "-1,2,3",
                                "\xEF\xBC\x9D"
                                "1",
                                "\xEF\xBC\xA0x"}) {
        CAPTURE(formula);
        CHECK(neutralise_formula(formula) == "'" + std::string(formula));
    }
    for (const char* plain : {"", " ", "-5", "+3.2", "-1,234.50", "-0.00000000000001", "-99999999999999999999", "5", "a=b", "x@y", "'=1", "2026-01-31"}) {
        CAPTURE(plain);
        CHECK(neutralise_formula(plain) == plain);
    }
}

TEST_CASE("a CSV cell is quoted when it must be") {
    CHECK(csv_cell("plain") == "plain");
    CHECK(csv_cell("a,b") == "\"a,b\"");
    CHECK(csv_cell("a,b", ';') == "a,b");
    CHECK(csv_cell("a;b", ';') == "\"a;b\"");
    CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(csv_cell("a\nb") == "\"a\nb\"");
    CHECK(csv_cell(" a ") == "\" a \"");
    CHECK(csv_cell("=1,2") == "\"'=1,2\"");
    CHECK(csv_cell("-5") == "-5");
    CHECK(csv_cell("") == "");
}

TEST_CASE("no public injection payload leaves as a formula") {
    const auto file = find_shared_data("hostile/csv-injection/csv-payload.txt");
    if (!file) {
        MESSAGE("SKIPPED: no shared data file hostile/csv-injection/csv-payload.txt");
        return;
    }
    std::istringstream lines(read_file(*file));
    std::size_t formulas = 0;
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        const CsvContent content = read_csv_text("a,b\r\n" + csv_cell(line) + ",x\r\n");
        REQUIRE(content.rows.size() == 1);
        const std::string& shown = content.rows[0][0];
        CHECK(std::string_view("=+-@\t\r").find(shown.front()) == std::string_view::npos);
        CHECK((shown == line || shown == "'" + line));
        formulas += shown == line ? 0U : 1U;
    }
    CHECK(formulas == 5);
}
