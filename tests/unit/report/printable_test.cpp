// HTML that goes to a printing program: its style, its shapes, its drawings.
#include "assay/report/printable.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;

namespace {

constexpr std::string_view k_page = "<html><head><style>\n:root {\n  --met: #17603a; --line: #d3dae1;\n  --bar: #1d6f8f;\n}\n</style></head><body>"
                                    "<svg class=\"sprite\" aria-hidden=\"true\"><symbol id=\"i-met\" viewBox=\"0 0 16 16\"><circle r=\"7\"/></symbol></svg>"
                                    "<p><svg class=\"icon\"><use href=\"#i-met\"/></svg>Met</p>"
                                    "<svg class=\"heat\" viewBox=\"0 0 9 9\"><rect class=\"cell\"/></svg><p>End</p></body></html>";

} // namespace

TEST_CASE("a printed page has its style last, its shapes in place and its drawings with a style of their own") {
    const auto made = make_printable(k_page, "p { margin: 0; }\n", ".cell { fill: var(--bar); stroke: var(--unknown); }");
    CHECK(made == "<html><head><style>\n:root {\n  --met: #17603a; --line: #d3dae1;\n  --bar: #1d6f8f;\n}\n</style><style>\np { margin: 0; }\n</style>\n</head><body>"
                  "<p><svg class=\"icon\" viewBox=\"0 0 16 16\"><style>path,circle{fill:#17603a}.cut{fill:none;stroke:#ffffff;stroke-width:1.8}"
                  ".ring{fill:none;stroke:#17603a;stroke-width:2}</style><circle r=\"7\"/></svg>Met</p>"
                  "<svg class=\"heat\" viewBox=\"0 0 9 9\"><style>.cell { fill: #1d6f8f; stroke: #000000; }</style><rect class=\"cell\"/></svg><p>End</p></body></html>");
}

TEST_CASE("text that looks like a drawing is left alone where it is escaped, and a drawing that does not end loses nothing") {
    const std::string text = "<head></head><p>&lt;svg class=x&gt; and <b>bold</b></p><svg class=\"a\"";
    CHECK(make_printable(text, "", "") == "<head><style>\n</style>\n</head><p>&lt;svg class=x&gt; and <b>bold</b></p><svg class=\"a\"");
}

TEST_CASE("a style sheet cannot end itself, and a page needs a head") {
    CHECK_THROWS_WITH_AS((void)make_printable(k_page, "</style><script>", ""), "the style sheet of printed pages holds '</', which would end it early", Error);
    CHECK_THROWS_WITH_AS((void)make_printable(k_page, "", "</style>"), "the style sheet of printed drawings holds '</', which would end it early", Error);
    CHECK_THROWS_WITH_AS((void)make_printable("<p>text</p>", "", ""), "the page has no head, so no style of printed pages can be put into it", Error);
}
