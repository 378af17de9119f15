// Faults in templates: each with its place, its text and its remedy, as a person meets it.
#include "assay/report/render.hpp"

#include "assay/base/error.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <string>

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// Diagnostics of templates/t.<format>.mustache, without the folder's name.
std::string faults_of(const TempFolder& folder, const std::string& text, const std::string& format = "html") {
    folder.write("t." + format + ".mustache", text);
    const fs::path path = folder.path();
    Diagnostics diagnostics;
    const auto loaded = load_template(std::span(&path, 1), "t", format, diagnostics);
    CHECK(loaded.has_value() == (diagnostics.error_count() == 0));
    std::string out = diagnostics.to_text();
    const std::string prefix = folder.path().generic_string() + "/";
    for (auto at = out.find(prefix); at != std::string::npos; at = out.find(prefix)) {
        out.erase(at, prefix.size());
    }
    return out;
}

} // namespace

TEST_CASE("a sound template has no faults") {
    const TempFolder folder;
    folder.write("partials/badge.html.mustache", "<b class=\"{{tone}}\">{{words}}</b>\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n<p>{{statement}}</p>{{#summaries}}{{{bar}}}{{#counts}}{{> badge}}{{/counts}}{{/summaries}}"
                            "{{#policy}}<li>{{.}}</li>{{/policy}}{{^has_open}}none{{/has_open}}\n") == "");
}

TEST_CASE("a template names its view in the first line") {
    const TempFolder folder;
    CHECK(faults_of(folder, "<p>\n{{! view: gap }}") ==
          "t.html.mustache:1:1: error: the first line does not name the view of this template (begin with {{! view: gap }}) [no-view]\n");
    CHECK(faults_of(folder, "{{! view: gaps }}\n") == "t.html.mustache:1:1: error: there is no view 'gaps' (did you mean 'gap'?) [unknown-view]\n");
}

TEST_CASE("a tag that is no field of the innermost view is found to the column") {
    const TempFolder folder;
    CHECK(faults_of(folder, "{{! view: gap }}\n<p>é {{statment}}</p>") ==
          "t.html.mustache:2:6: error: view 'gap' has no field 'statment' (did you mean 'statement'?) [unknown-field]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{#opening}}{{organization}} {{gap_count}}{{/opening}}") ==
          "t.html.mustache:2:30: error: view 'opening' has no field 'gap_count' (it is a field of the enclosing view 'gap', which is reached only through a "
          "field named parent_…) [unknown-field]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{#policy}}{{title}}{{/policy}}") ==
          "t.html.mustache:2:12: error: a list of texts has no field 'title' (write {{.}} for the text itself) [unknown-field]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{.}}") == "t.html.mustache:2:1: error: {{.}} stands only inside a list of texts [unknown-field]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{opening.scope}}") ==
          "t.html.mustache:2:1: error: 'opening.scope' is not the name of a field (open a section on the object instead) [tag-name]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{}}") == "t.html.mustache:2:1: error: this tag names no field [tag-name]\n");
}

TEST_CASE("each of many tags in a long line, and in the lines after it, has its own place") {
    const TempFolder folder;
    std::string line;
    for (int tag = 0; tag < 2'000; ++tag) {
        line += "é {{statement}} ";
    }
    CHECK(faults_of(folder, "{{! view: gap }}\n" + line + "{{a}}é{{b}}\n\né{{c}} {{#d}}") ==
          "t.html.mustache:4:8: error: section 'd' is never closed [unclosed-section]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n" + line + "{{statment}}é{{ }}\n\né{{A}} {{") ==
          "t.html.mustache:2:32014: error: this tag names no field [tag-name]\n"
          "t.html.mustache:4:2: error: 'A' is not the name of a field [tag-name]\n"
          "t.html.mustache:4:8: error: this tag is never closed with '}}' [unclosed-tag]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n" + line + "{{statment}}") ==
          "t.html.mustache:2:32001: error: view 'gap' has no field 'statment' (did you mean 'statement'?) [unknown-field]\n");
}

TEST_CASE("raw tags are only for markup, and markup only for raw tags") {
    const TempFolder folder;
    CHECK(faults_of(folder, "{{! view: gap }}\n{{{statement}}}") ==
          "t.html.mustache:2:1: error: field 'statement' is not markup and must be escaped (write {{statement}}) [raw-field]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{&statement}}") ==
          "t.html.mustache:2:1: error: field 'statement' is not markup and must be escaped (write {{statement}}) [raw-field]\n");
    CHECK(faults_of(folder, "{{! view: executive }}\n{{chart}}") ==
          "t.html.mustache:2:1: error: field 'chart' is markup and would be printed as text (write {{{chart}}}) [raw-field]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{clauses}}") ==
          "t.html.mustache:2:1: error: field 'clauses' is a list and cannot be printed (open a section with {{#clauses}}) [field-kind]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{^opening}}x{{/opening}}") ==
          "t.html.mustache:2:1: error: field 'opening' is an object, which is never absent [section-kind]\n");
}

TEST_CASE("sections open and close in pairs") {
    const TempFolder folder;
    CHECK(faults_of(folder, "{{! view: gap }}\n{{#clauses}}\nx") == "t.html.mustache:2:1: error: section 'clauses' is never closed [unclosed-section]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{/clauses}}") ==
          "t.html.mustache:2:1: error: section 'clauses' is closed but was never opened [unopened-section]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{#clauses}}\n{{/clause}}") ==
          "t.html.mustache:3:1: error: section 'clauses', opened in line 2, is closed as 'clause' [mismatched-section]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n<p>{{statement</p>") == "t.html.mustache:2:4: error: this tag is never closed with '}}' [unclosed-tag]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{{bar}}") == "t.html.mustache:2:1: error: this tag is never closed with '}}}' [unclosed-tag]\n");
    std::string deep = "{{! view: gap }}\n";
    for (int depth = 0; depth < 17; ++depth) {
        deep += "{{#has_open}}";
    }
    for (int depth = 0; depth < 17; ++depth) {
        deep += "{{/has_open}}";
    }
    CHECK(faults_of(folder, deep) == "t.html.mustache:2:209: error: sections are nested deeper than 16 [section-depth]\n");
}

TEST_CASE("delimiters cannot be changed") {
    const TempFolder folder;
    CHECK(faults_of(folder, "{{! view: gap }}\n{{=<% %>=}}<% statement %>") == "t.html.mustache:2:1: error: delimiters cannot be changed [set-delimiter]\n");
}

TEST_CASE("partials stand in their folder, do not contain themselves, and are not nested without end") {
    const TempFolder folder;
    folder.write("partials/header.html.mustache", "<h1>x</h1>");
    folder.write("partials/a.html.mustache", "a {{> b}}");
    folder.write("partials/b.html.mustache", "b\n  {{> a}}");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{> heder}}") ==
          "t.html.mustache:2:1: error: there is no partial 'heder' for format html (did you mean 'header'?) [unknown-partial]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{> ../t}}") ==
          "t.html.mustache:2:1: error: '../t' is not the name of a partial (a partial is one word of small letters, digits, '-' and '_'; it stands in the folder "
          "partials) [partial-name]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{> a}}") == "partials/b.html.mustache:2:3: error: partial 'a' contains itself: a > b > a [partial-cycle]\n");
    for (int depth = 1; depth <= 9; ++depth) {
        folder.write(fmt::format("partials/p{}.html.mustache", depth), fmt::format("{{{{> p{}}}}}", depth + 1));
    }
    CHECK(faults_of(folder, "{{! view: gap }}\n{{> p1}}") == "partials/p8.html.mustache:1:1: error: partials are nested deeper than 8 [partial-depth]\n");
}

TEST_CASE("a partial that links out of the template folder is refused") {
    const TempFolder outside;
    outside.write("secret.html.mustache", "secret");
    const TempFolder folder;
    fs::create_directories(folder.path() / "partials");
    fs::create_symlink(outside.path() / "secret.html.mustache", folder.path() / "partials" / "leak.html.mustache");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{> leak}}") ==
          "t.html.mustache:2:1: error: partial 'leak' lies outside the template folder [partial-outside]\n");
}

TEST_CASE("partials that multiply are stopped") {
    const TempFolder folder;
    for (int depth = 1; depth <= 7; ++depth) {
        std::string text;
        for (int times = 0; times < 20; ++times) {
            text += fmt::format("{{{{> p{}}}}}", depth + 1);
        }
        folder.write(fmt::format("partials/p{}.html.mustache", depth), text);
    }
    folder.write("partials/p8.html.mustache", "");
    const auto faults = faults_of(folder, "{{! view: gap }}\n{{> p1}}");
    CHECK(faults.find("the template is too large once its partials are placed [template-size]") != std::string::npos);
}

TEST_CASE("a fault in a partial is reported once, at its place in the partial, for each view that lacks the field") {
    const TempFolder folder;
    folder.write("partials/badge.html.mustache", "\n<b>{{colour}}</b>\n");
    CHECK(faults_of(folder, "{{! view: gap }}\n{{> badge}}{{> badge}}{{#opening}}{{> badge}}{{/opening}}") ==
          "partials/badge.html.mustache:2:4: error: view 'gap' has no field 'colour' [unknown-field]\n"
          "partials/badge.html.mustache:2:4: error: view 'opening' has no field 'colour' [unknown-field]\n");
}

TEST_CASE("in HTML a value stands only where escaping protects it") {
    const TempFolder folder;
    const auto fault = [&](const std::string& html) { return faults_of(folder, "{{! view: gap }}\n" + html); };
    CHECK(fault("<a href={{statement}}>") == "t.html.mustache:2:9: error: a value cannot stand in an attribute without quotes [html-place]\n");
    CHECK(fault("<p {{statement}}>") == "t.html.mustache:2:4: error: a value cannot stand inside a tag [html-place]\n");
    CHECK(fault("<p onclick=\"{{statement}}\">") == "t.html.mustache:2:13: error: a value cannot stand in the attribute 'onclick' [html-place]\n");
    CHECK(fault("<p style='color:{{statement}}'>") == "t.html.mustache:2:17: error: a value cannot stand in the attribute 'style' [html-place]\n");
    CHECK(fault("<script>var x = '{{statement}}';</script>") == "t.html.mustache:2:18: error: a value cannot stand in a script or style [html-place]\n");
    CHECK(fault("<style>.a{}{{statement}}</style>") == "t.html.mustache:2:12: error: a value cannot stand in a script or style [html-place]\n");
    CHECK(fault("<!-- {{statement}} -->") == "t.html.mustache:2:6: error: a value cannot stand in a comment [html-place]\n");
    CHECK(fault("<a href=\"{{statement}}\">x</a>") ==
          "t.html.mustache:2:10: error: the attribute 'href' takes a link field or begins with '#' [html-place]\n");
    CHECK(fault("<a href=\"#{{statement}}\">x</a>") == "");
    CHECK(fault("{{#clauses}}{{#controls}}{{#subjects}}{{#evidence}}<a href=\"{{link}}\">x</a>{{/evidence}}{{/subjects}}{{/controls}}{{/clauses}}") == "");
    CHECK(fault("{{#summaries}}<p title=\"{{{bar}}}\">{{/summaries}}") == "t.html.mustache:2:25: error: markup cannot stand in an attribute [html-place]\n");
    CHECK(fault("<p class=\"{{#has_open}}x\">{{/has_open}}y</p>") ==
          "t.html.mustache:2:11: error: section 'has_open' begins in an attribute and ends in text (a section opens and closes the same tags and quotes) "
          "[html-section]\n");
}

TEST_CASE("in CSV a value is a whole cell") {
    const TempFolder folder;
    CHECK(faults_of(folder, "{{! view: determinations }}\nid,cite\n{{#lines}}\n{{id}},{{cite}}\n{{/lines}}\n", "csv") == "");
    CHECK(faults_of(folder, "{{! view: determinations }}\n{{#lines}}\n\"{{id}}\",x{{cite}}\n{{/lines}}\n", "csv") ==
          "t.csv.mustache:3:2: error: field 'id' is not a whole cell (quotes are put where they are needed) [csv-cell]\n"
          "t.csv.mustache:3:11: error: field 'cite' is not a whole cell (quotes are put where they are needed) [csv-cell]\n");
}

TEST_CASE("what is not text, or too long, is refused") {
    const TempFolder folder;
    CHECK(faults_of(folder, "{{! view: gap }}\nab\xff") == "t.html.mustache:2:3: error: this byte is not UTF-8 [not-utf8]\n");
    CHECK(faults_of(folder, "{{! view: gap }}\r\nx") ==
          "t.html.mustache:1:17: error: a template holds no control characters (save it with plain line ends (LF)) [control-character]\n");
    CHECK(faults_of(folder, std::string((1U << 20U) + 1, 'x')) == "t.html.mustache: error: a template is at most 1048576 bytes long [template-size]\n");
}

TEST_CASE("a report that does not exist is named with its nearest") {
    const TempFolder folder;
    folder.write("gap.html.mustache", "{{! view: gap }}\n");
    const fs::path path = folder.path();
    Diagnostics diagnostics;
    CHECK_THROWS_WITH_AS((void)load_template(std::span(&path, 1), "gpa", "html", diagnostics), "there is no report 'gpa' in format 'html' (did you mean 'gap.html'?)",
                         Error);
    CHECK_THROWS_WITH_AS((void)load_template(std::span(&path, 1), "trend", "pdf", diagnostics), "there is no report 'trend' in format 'pdf'", Error);
}

TEST_CASE("a workspace's template and partials come before the built-in ones") {
    const TempFolder own;
    const TempFolder built_in;
    built_in.write("gap.html.mustache", "{{! view: gap }}\nbuilt in {{> foot}}\n");
    built_in.write("gap.md.mustache", "{{! view: gap }}\nx\n");
    built_in.write("partials/foot.html.mustache", "built-in foot");
    own.write("gap.html.mustache", "{{! view: gap }}\nown {{> foot}}\n");
    own.write("notes.txt", "not a template");
    own.write("gap.docx.mustache", "no escaper");
    const std::vector<fs::path> folders{own.path(), built_in.path()};
    const auto names = list_templates(folders);
    REQUIRE(names.size() == 2);
    CHECK(names[0] == TemplateName{"gap", "html", own.path() / "gap.html.mustache"});
    CHECK(names[1] == TemplateName{"gap", "md", built_in.path() / "gap.md.mustache"});
    Diagnostics diagnostics;
    CHECK(load_template(folders, "gap", "html", diagnostics).value().text == "own built-in foot\n");
}
