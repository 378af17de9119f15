// The shipped reports over a believable assessment: accepted texts, and what must hold of every report.
#include "assay/report/render.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "report/index.hpp"
#include "report/view_table.hpp"
#include "support/golden.hpp"
#include "support/markup_check.hpp"
#include "support/report_fixture.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <set>
#include <string>

using namespace assay;
namespace fs = std::filesystem;
using assay::testing::make_report_fixture;

namespace {

const fs::path k_templates = fs::path(ASSAY_SOURCE_DIR) / "templates";

RenderedReport rendered(const std::string& report, const std::string& format, const ReportInput& input) {
    Diagnostics diagnostics;
    try {
        return render_report(std::span(&k_templates, 1), report, format, input, diagnostics);
    } catch (const Error& error) {
        FAIL(error.what() << "\n" << diagnostics.to_text());
        throw;
    }
}

std::size_t count_in(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) {
        ++count;
    }
    return count;
}

/// The part of the page between two places.
std::string part(const std::string& text, const std::string& from, const std::string& to) {
    const auto begin = text.find(from);
    REQUIRE_MESSAGE(begin != std::string::npos, from);
    return text.substr(begin, text.find(to, begin + from.size()) - begin);
}

} // namespace

TEST_CASE("every shipped template is without fault and renders") {
    const auto fixture = make_report_fixture();
    const auto names = list_templates(std::span(&k_templates, 1));
    CHECK(names.size() >= 4);
    for (const auto& name : names) {
        CAPTURE(name.file.string());
        CHECK_FALSE(rendered(name.report, name.format, fixture.input()).text.empty());
    }
}

TEST_CASE("the reports of the believable assessment are the accepted ones") {
    const auto fixture = make_report_fixture();
    for (const auto* name : {"gap.html", "gap.md", "gap.csv", "executive.html"}) {
        const std::string file = name;
        const auto dot = file.find('.');
        assay::testing::check_golden("report/" + file, rendered(file.substr(0, dot), file.substr(dot + 1), fixture.input()).text);
    }
    std::string findings = csv_record(findings_csv_header());
    for (const auto& line : fixture.findings) {
        findings += csv_record(findings_csv_cells(line));
    }
    assay::testing::check_golden("report/findings.csv", findings);
}

TEST_CASE("the same input gives the same bytes") {
    const auto one = make_report_fixture();
    const auto two = make_report_fixture();
    CHECK(rendered("gap", "html", one.input()).text == rendered("gap", "html", two.input()).text);
    CHECK(rendered("executive", "html", one.input()).text == rendered("executive", "html", two.input()).text);
}

TEST_CASE("every determination has its row in the gap report, and each control one anchor") {
    const auto fixture = make_report_fixture();
    const auto report = rendered("gap", "html", fixture.input());
    CHECK(report.row_ids.size() == 31);
    for (const auto& id : report.row_ids) {
        CHECK_MESSAGE(count_in(report.text, " id=\"" + id + "\"") == 1, id);
    }
    for (const auto& catalog : fixture.catalogs) {
        for (const auto& control : catalog.controls) {
            CHECK_MESSAGE(count_in(report.text, " id=\"" + control_anchor(control.id) + "\"") == 1, control.id.control);
        }
    }
}

TEST_CASE("a long report in several formats at once is what each format is alone") {
    auto fixture = make_report_fixture();
    auto& determinations = fixture.assessment.determinations;
    const auto of_one = std::ranges::find_if(determinations, [](const Determination& each) { return !each.subject.empty(); });
    REQUIRE(of_one != determinations.end());
    const auto pattern = *of_one;
    const auto facts = fixture.facts.at(static_cast<std::size_t>(of_one - determinations.begin()));
    constexpr int k_more = 2500; // enough for two threads
    for (int i = 0; i < k_more; ++i) {
        determinations.push_back(pattern);
        determinations.back().subject = "S" + std::to_string(i);
        fixture.facts.push_back(facts);
    }
    const auto input = fixture.input();
    Diagnostics diagnostics;
    ReportViews views(input);
    const std::vector<std::string> formats{"csv", "html", "md"};
    std::mutex one_at_a_time;
    std::multiset<std::string> finished;
    const auto note = [&](std::size_t at, RenderedReport& report) {
        CHECK(report.file_name == "gap." + formats[at]);
        const std::scoped_lock lock(one_at_a_time);
        finished.insert(report.file_name);
    };
    const auto at_once = render_reports(std::span(&k_templates, 1), "gap", formats, views, diagnostics, note);
    REQUIRE(at_once.size() == formats.size());
    CHECK(finished == std::multiset<std::string>{"gap.csv", "gap.html", "gap.md"});
    const auto full = [](std::size_t /*at*/, RenderedReport& report) {
        if (report.file_name == "gap.html") {
            throw Error("the disk is full");
        }
    };
    CHECK_THROWS_WITH_AS((void)render_reports(std::span(&k_templates, 1), "gap", formats, views, diagnostics, full), "the disk is full", Error);
    for (std::size_t i = 0; i < formats.size(); ++i) {
        const auto alone = rendered("gap", formats[i], input);
        CHECK(at_once[i].file_name == "gap." + formats[i]);
        CHECK(at_once[i].text.size() > std::size_t{k_more} * 100);
        const bool is_same = at_once[i].text == alone.text && at_once[i].csv_rows == alone.csv_rows && at_once[i].row_ids == alone.row_ids;
        CHECK_MESSAGE(is_same, formats[i]);
    }
    const std::vector<std::string> with_unknown{"md", "nonsense"};
    CHECK_THROWS_AS((void)render_reports(std::span(&k_templates, 1), "gap", with_unknown, views, diagnostics), Error);
}

TEST_CASE("a template that does not show every determination is refused") {
    const TempFolder folder;
    folder.write("gap.html.mustache", "{{! view: gap }}\n<p>{{statement}}</p>\n");
    const fs::path path = folder.path();
    const auto fixture = make_report_fixture();
    Diagnostics diagnostics;
    CHECK_THROWS_WITH_AS((void)render_report(std::span(&path, 1), "gap", "html", fixture.input(), diagnostics),
                         "report 'gap.html' lacks the row 'd-iso20000-1-2018--6.1.2-r05': the template does not show every determination", Error);
}

TEST_CASE("pages are well formed, stand alone and run no script") {
    const auto fixture = make_report_fixture();
    for (const auto* name : {"gap", "executive"}) {
        CAPTURE(name);
        const auto html = rendered(name, "html", fixture.input()).text;
        CHECK(html.starts_with("<!doctype html>\n<html lang=\"en\">"));
        CHECK(assay::testing::markup_faults(html) == "");
        CHECK(assay::testing::heading_faults(html) == "");
        CHECK(assay::testing::dead_links(html) == "");
        for (const auto* foreign : {"<script", "<link", "<iframe", "@import", "http://", "https://", "url(h", "src="}) {
            CHECK_MESSAGE(count_in(html, foreign) == 0, foreign);
        }
        CHECK(count_in(html, "<table") == count_in(html, "<caption"));
        CHECK(count_in(html, "<th>") == 0);
        CHECK(count_in(html, "<main") == 1);
        CHECK(count_in(html, "class=\"skip\"") == 1);
    }
}

TEST_CASE("no report says of an organisation what only a certification body or nobody may say") {
    const auto fixture = make_report_fixture();
    for (const auto* name : {"gap.html", "gap.md", "gap.csv", "executive.html"}) {
        const std::string file = name;
        const auto text = rendered(file.substr(0, file.find('.')), file.substr(file.find('.') + 1), fixture.input()).text;
        for (const auto* word : {"compliant", "ertified", "passed", "Assay finds"}) {
            CHECK_MESSAGE(count_in(text, word) == 0, name << ": " << word);
        }
    }
}

TEST_CASE("while anything is not assessed the executive summary leads with it") {
    auto fixture = make_report_fixture();
    auto html = rendered("executive", "html", fixture.input()).text;
    CHECK(html.find("No statement of conformity can be made") < html.find("Where we stand"));
    CHECK(html.find("11 of 31 determinations are not assessed and 1 could not be evaluated, so no statement of conformity can be made. Of the others, 6 are not met, "
                    "3 of them with the higher proposed grade.") != std::string::npos);
    SUBCASE("and when all is assessed it leads with the gaps") {
        for (auto& each : fixture.assessment.determinations) {
            if (each.outcome == Outcome::not_assessed || each.outcome == Outcome::error) {
                each.outcome = Outcome::met;
                each.bases = {{BasisKind::attestation, Effect::supports, "ATT", "seen"}};
            }
        }
        fixture.catalogs[1].controls.pop_back();
        html = rendered("executive", "html", fixture.input()).text;
        CHECK(html.find("No statement of conformity") == std::string::npos);
        CHECK(html.find("<h2 id=\"lead\">6 gaps found</h2>") != std::string::npos);
    }
    SUBCASE("an assessment without any determination says so") {
        fixture.assessment.determinations.clear();
        fixture.facts.clear();
        fixture.assessment.header.catalogs.clear();
        html = rendered("executive", "html", fixture.input()).text;
        CHECK(html.find("<h2 id=\"lead\">Nothing was judged</h2>") != std::string::npos);
        CHECK(html.find("No gap") == std::string::npos);
    }
}

TEST_CASE("the executive summary names who must act, the unowned first, then the earliest date, and says who is left out") {
    const auto fixture = make_report_fixture();
    const auto html = rendered("executive", "html", fixture.input()).text;
    const auto actors = part(html, "<h2 id=\"actors\">", "</section>");
    const auto nobody = actors.find("Nobody is recorded as owner");
    const auto first = actors.find("P. Szymańska, incident process owner");
    const auto second = actors.find("S. Lindqvist, service level manager");
    CHECK(nobody < first);
    CHECK(first < second);
    CHECK(actors.find("<time>2026-09-30</time> <em class=\"lack\">overdue</em>") != std::string::npos);
    CHECK(actors.find("1 person more in the gap report.") != std::string::npos);
}

TEST_CASE("a finding lists its first twenty rows in key order and says where the others are") {
    const auto fixture = make_report_fixture();
    const auto html = rendered("gap", "html", fixture.input()).text;
    CHECK(html.find("Rows: shown 20 of 34; all in findings.csv#change-approved-before-deployment") != std::string::npos);
    CHECK(count_in(html, "<th scope=\"row\">CHG00") == 20);
}

TEST_CASE("a struck row stays listed, with who decided") {
    const auto fixture = make_report_fixture();
    const auto html = rendered("gap", "html", fixture.input()).text;
    CHECK(html.find("<tr class=\"struck\"><th scope=\"row\">CHG0030163</th><td data-label=\"Found\"><s>Change CHG0030163") != std::string::npos);
    CHECK(html.find("<span class=\"disposition\">Duplicate of CHG0030129. A. Mensah, 2026-10-02</span>") != std::string::npos);
}

TEST_CASE("no row is dropped: rows of a control that has one line only are listed at the end") {
    const auto fixture = make_report_fixture();
    const auto html = rendered("gap", "html", fixture.input()).text;
    const auto other = part(html, "<h3>Other failing and undecided rows</h3>", "<h3>Dispositions of failing rows</h3>");
    CHECK(other.find("7 cannot be decided") != std::string::npos);
    CHECK(count_in(other, "<span class=\"tag\">undecided</span>") == 7);
    for (const auto& line : fixture.findings) {
        const bool cut = line.check.text == "change-approved-before-deployment" && line.key > "CHG0030435";
        CHECK_MESSAGE((html.find(">" + line.key + "<") != std::string::npos) != cut, line.key);
    }
}

TEST_CASE("grades come with the threshold that led to them") {
    const auto fixture = make_report_fixture();
    const auto html = rendered("gap", "html", fixture.input()).text;
    for (const auto* reason : {"32 of 571 rows fail (5.6 %), beside 2 explained by dispositions: more than an isolated lapse (at most 1 % and at most 5 rows), less than the "
                               "higher grade (from 50 % on, with at least 10 rows).",
                               "11 of 16 rows fail (68.8 %): the higher grade is proposed from 50 % on, with at least 10 rows selected.",
                               "What the control asks for is confirmed absent.", "2 of 9 rows fail (22.2 %): this check tolerates no failing row.",
                               "An assessor recorded significant doubt that the process is under control.",
                               "4 of 4,871 rows fail (0.1 %): an isolated lapse (at most 1 % and at most 5 rows), listed for correction."}) {
        CHECK_MESSAGE(html.find(reason) != std::string::npos, reason);
    }
}

TEST_CASE("bounds stand with their formulas and counts") {
    const auto fixture = make_report_fixture();
    const auto markdown = rendered("gap", "md", fixture.input()).text;
    CHECK(markdown.find("Readiness between **38.5 %** and **69.2 %**.\n\n"
                        "- lower = (met 4 + met with remark 1) / assessable 13 = 5 / 13 = 38.5 %\n"
                        "- upper = (met 4 + met with remark 1 + not assessed 3 + error 1) / assessable 13 = 9 / 13 = 69.2 %\n"
                        "- assessable = applicable 14 \u2212 no occasion 1 = 13\n") != std::string::npos);
}

TEST_CASE("the CSV comes with the rows that a reader must get back") {
    const auto fixture = make_report_fixture();
    const auto report = rendered("gap", "csv", fixture.input());
    REQUIRE(report.csv_rows.size() == 32);
    CHECK(report.csv_rows[0].size() == 18);
    CHECK(report.csv_rows[0].front() == "catalog");
    CHECK(report.csv_rows[1][2] == "6.1.2-r05");
    CHECK(report.csv_rows[31][2] == "cpc.evaluate.9");
    std::string text;
    for (const auto& row : report.csv_rows) {
        CHECK(row.size() == 18);
        text += csv_record(row);
    }
    CHECK(text == report.text);
}

TEST_CASE("an input that contradicts itself is refused") {
    auto fixture = make_report_fixture();
    std::string text;
    SUBCASE("facts for another number of determinations") {
        fixture.facts.pop_back();
        text = "30 determinations have facts for 29";
    }
    SUBCASE("rows without their count") {
        fixture.findings[0].subject = "X";
        text = "there are rows of check 'change-approved-before-deployment' for subject 'X', but no count of them";
    }
    SUBCASE("rows that are not together") {
        std::swap(fixture.findings.front(), fixture.findings.back());
        text = "rows of check 'one-accountable' for subject 'PRB' are not together";
    }
    SUBCASE("a check that was not given") {
        fixture.checks[0].checks.erase(fixture.checks[0].checks.begin());
        text = "the assessment ran check 'change-approved-before-deployment', which the report was not given";
    }
    SUBCASE("one subject judged twice") {
        fixture.assessment.determinations[1] = fixture.assessment.determinations[0];
        text = "control 'iso20000-1-2018/6.1.2-r05' is judged twice for subject ''";
    }
    CHECK_THROWS_WITH_AS((void)make_view("gap", fixture.input()), text.c_str(), Error);
}

TEST_CASE("every view sets every field that its table declares") {
    const auto fixture = make_report_fixture();
    for (const auto& name : view_names()) {
        CAPTURE(name);
        const auto view = make_view(name, fixture.input());
        CHECK(view.object() != nullptr);
    }
    CHECK_THROWS_WITH_AS((void)make_view("gaps", fixture.input()), "there is no view 'gaps'", Error);
}

TEST_CASE("every view file has its row in the table, and the rows are sorted") {
    std::set<std::string> files;
    for (const auto& entry : fs::directory_iterator(fs::path(ASSAY_SOURCE_DIR) / "src" / "report")) {
        const auto name = entry.path().stem().string();
        if (entry.path().extension() == ".cpp" && name.starts_with("view_") && name != "view_table") {
            files.insert(name.substr(5));
        }
    }
    const auto names = view_names();
    for (const auto& file : files) {
        CHECK_MESSAGE(std::ranges::find(names, file) != names.end(), "src/report/view_" << file << ".cpp has no row in src/report/view_table.cpp");
    }
    CHECK(std::ranges::is_sorted(names));
    CHECK(names.size() == files.size());
    for (const auto& row : view_table()) {
        CHECK_MESSAGE((row.build == nullptr) != (row.tabular == nullptr), row.name);
    }
}

TEST_CASE("docs/report-fields.md is what the views' tables say") {
    const auto file = fs::path(ASSAY_SOURCE_DIR) / "docs" / "report-fields.md";
    const std::string documented = fs::exists(file) ? read_file(file) : std::string();
    const auto generated = report_fields_markdown();
    if (documented != generated) {
        const auto fresh = fs::path(ASSAY_BINARY_DIR) / "report-fields.md";
        AtomicFile out(fresh);
        out.write(generated);
        out.commit();
        FAIL_CHECK("docs/report-fields.md is out of date; accept the new text with:\n  cp " << fresh.string() << " " << file.string());
    }
    CHECK((documented == generated));
}
