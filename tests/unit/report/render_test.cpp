// What mustache does with a view, once the linter has let the template through.
#include "assay/report/render.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;

namespace {

constexpr ViewField k_inner_fields[] = {{"name", ViewKind::text, "a name"}, {"on", ViewKind::flag, "a flag"}, {"words", ViewKind::list, "texts"}};
constexpr ViewShape k_inner = make_shape("inner", "inner", k_inner_fields);
constexpr ViewField k_outer_fields[] = {{"name", ViewKind::text, "a name"},
                                        {"empty", ViewKind::text, "always empty"},
                                        {"svg", ViewKind::markup, "markup"},
                                        {"rows", ViewKind::list, "objects", &k_inner},
                                        {"one", ViewKind::object, "object", &k_inner}};
constexpr ViewShape k_outer = make_shape("outer", "outer", k_outer_fields);

ViewObject inner(const std::string& name, bool on, ViewList words) {
    ViewObject object(k_inner);
    object.set("name", name).set("on", on).set("words", std::move(words));
    return object;
}

std::string rendered(const std::string& text, const std::string& format = "html") {
    ViewObject outer(k_outer);
    outer.set("name", "<outer>")
        .set("empty", "")
        .set("svg", ViewMarkup{"<svg a=\"1\"/>"})
        .set("rows", ViewList{ViewValue(inner("a & b", true, {ViewValue("x"), ViewValue("<y>")})), ViewValue(inner("", false, {}))})
        .set("one", inner("one", true, {}));
    const Template source{.name = "t", .report = "t", .format = format, .view = "outer", .text = text, .shape = &k_outer};
    return render(source, ViewValue(std::move(outer)));
}

} // namespace

TEST_CASE("text is escaped, markup is not, line ends and blanks stay as they are") {
    CHECK(rendered("  {{name}}\n\n\t{{{svg}}}  \n") == "  &lt;outer&gt;\n\n\t<svg a=\"1\"/>  \n");
}

TEST_CASE("a list repeats, a flag and a text show their inside, an empty text is false") {
    CHECK(rendered("{{#rows}}[{{name}}{{#on}}!{{/on}}{{^on}}?{{/on}}{{#words}}({{.}}){{/words}}{{^words}}-{{/words}}]{{/rows}}") == "[a &amp; b!(x)(&lt;y&gt;)][?-]");
    CHECK(rendered("{{#empty}}x{{/empty}}{{^empty}}none{{/empty}}{{#name}}<{{name}}>{{/name}}") == "none<&lt;outer&gt;>");
    CHECK(rendered("{{#one}}{{name}}{{#words}}{{.}}{{/words}}{{/one}}") == "one");
}

TEST_CASE("a field is looked up in the innermost view only: an absent one is a fault, never the parent's value") {
    CHECK(rendered("{{#rows}}{{#name}}{{name}};{{/name}}{{/rows}}") == "a &amp; b;");
    CHECK_THROWS_WITH_AS(rendered("{{#rows}}{{svg}}{{/rows}}"), "the template asks for 'svg', which its view does not have", Error);
}

TEST_CASE("the format decides the escaping") {
    CHECK(rendered("{{name}}", "md") == "&lt;outer&gt;");
    CHECK(rendered("{{name}},{{#rows}}{{name}},{{/rows}}", "csv") == "<outer>,a & b,,");
    CHECK_THROWS_WITH_AS(rendered("{{name}}", "docx"), "reports cannot be written as 'docx': there is no escaper for it", Error);
}

TEST_CASE("a value cannot smuggle in the characters that stand for the template's blanks") {
    ViewObject outer(k_outer);
    outer.set("name", std::string("a\x1e\x1f\x1d b")).set("empty", "").set("svg", ViewMarkup{""}).set("rows", ViewList{}).set("one", inner("", false, {}));
    const Template source{.name = "t", .report = "t", .format = "csv", .view = "outer", .text = "{{name}}", .shape = &k_outer};
    CHECK(render(source, ViewValue(std::move(outer))) == "a\u27E8U+001E\u27E9\u27E8U+001F\u27E9\u27E8U+001D\u27E9 b");
}

TEST_CASE("a value that looks like the end of a line stays, wherever it stands") {
    const auto shown = [](const std::string& name, const std::string& text) {
        ViewObject outer(k_outer);
        outer.set("name", name).set("empty", "").set("svg", ViewMarkup{""}).set("rows", ViewList{}).set("one", inner("", false, {}));
        const Template source{.name = "t", .report = "t", .format = "html", .view = "outer", .text = text, .shape = &k_outer};
        return render(source, ViewValue(std::move(outer)));
    };
    CHECK(shown("\r\n", "{{name}}") == "\r\n");
    CHECK(shown("\r\n", "a\n{{name}}") == "a\n\r\n");
    CHECK(shown("\r\n", "\n{{name}}\n{{#name}}\n{{/name}}\n") == "\n\r\n\n\n\n");
    CHECK(shown("x\ny\r", "{{name}}\n\n  {{name}}") == "x\ny\r\n\n  x\ny\r");
    CHECK(shown("v", "a\r\n{{name}}\r\n") == "a\r\nv\r\n"); // a template with such line ends
}

TEST_CASE("a view holds what its table says") {
    ViewObject object(k_inner);
    CHECK_THROWS_WITH_AS(object.set("nmae", "x"), "view 'inner' has no field 'nmae'", Error);
    CHECK_THROWS_WITH_AS(object.set("name", true), "field 'name' of view 'inner' is declared as text", Error);
    CHECK_THROWS_WITH_AS(object.set("on", "yes"), "field 'on' of view 'inner' is declared as flag", Error);
    object.set("name", "x").set("on", true);
    CHECK_THROWS_WITH_AS(object.require_complete(), "view 'inner' was built without its field 'words'", Error);
    const Template source{.name = "t.html", .report = "t", .format = "html", .view = "outer", .text = "", .shape = &k_outer};
    CHECK_THROWS_WITH_AS((void)render(source, ViewValue(std::move(object))), "template 't.html' renders view 'outer' and was given something else", Error);
}
