// Everything that people write is hostile: names, messages, titles, reasons. None of it may act in any report.
#include "assay/report/render.hpp"

#include "report/svg_bounds.hpp"
#include "report/wording.hpp"
#include "support/markup_check.hpp"
#include "support/report_fixture.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>

using namespace assay;
namespace fs = std::filesystem;

namespace {

const fs::path k_templates = fs::path(ASSAY_SOURCE_DIR) / "templates";
const std::string k_payload = "</td></script><svg onload=alert(1)>\"' onmouseover='x' {{statement}} {{{bar}}} |x| [y](javascript:z) `q` \u202E=cmd";

std::string hostile_of(const std::string& text) { return text + k_payload; }

/// Ids stay (they link things together); every other text carries the payload.
assay::testing::ReportFixture make_hostile_fixture() {
    auto f = assay::testing::make_report_fixture();
    f.assessment.header.organization = hostile_of(f.assessment.header.organization);
    f.scope = hostile_of(f.scope);
    f.audit = k_payload;
    for (auto& catalog : f.catalogs) {
        catalog.title = hostile_of(catalog.title);
        catalog.version = hostile_of(catalog.version);
        catalog.source = hostile_of(catalog.source);
        for (auto& group : catalog.groups) {
            group.title = hostile_of(group.title);
        }
        for (auto& control : catalog.controls) {
            control.cite = hostile_of(control.cite);
            control.title = hostile_of(control.title);
            control.statement = hostile_of(control.statement);
        }
    }
    for (auto& check : f.checks[0].checks) {
        check.title = hostile_of(check.title);
        check.basis = hostile_of(check.basis);
    }
    for (auto& tally : f.assessment.tallies) {
        tally.incomplete_why += k_payload;
        tally.fault += tally.fault.empty() ? "" : k_payload;
    }
    for (auto& each : f.assessment.determinations) {
        each.subject_title = hostile_of(each.subject_title);
        each.subject += each.subject.empty() ? "" : k_payload;
        for (auto& basis : each.bases) {
            basis.text = hostile_of(basis.text);
        }
    }
    for (auto& tally : f.assessment.tallies) {
        tally.subject += tally.subject.empty() ? "" : k_payload;
    }
    for (auto& facts : f.facts) {
        facts.owner = hostile_of(facts.owner);
        facts.process = hostile_of(facts.process);
        facts.grade_reason = hostile_of(facts.grade_reason);
        facts.next_step = hostile_of(facts.next_step);
        for (auto& evidence : facts.evidence) {
            evidence.type = hostile_of(evidence.type);
            evidence.wanted = hostile_of(evidence.wanted);
            evidence.state = hostile_of(evidence.state);
            evidence.source = hostile_of(evidence.source);
            evidence.link = "javascript:alert(1)";
        }
    }
    for (auto& line : f.findings) {
        line.subject += line.subject.empty() ? "" : k_payload;
        line.subject_title = hostile_of(line.subject_title);
        line.key = hostile_of(line.key);
        line.message = hostile_of(line.message);
        line.origin = hostile_of(line.origin);
        line.disposition = hostile_of(line.disposition);
    }
    for (auto& each : f.exceptions) {
        each.id = each.subject = each.kind = each.state = each.approver = each.until = each.reason = k_payload;
    }
    for (auto& each : f.dispositions) {
        each.id = each.subject = each.key = each.verdict = each.state = each.person = each.decided_on = each.reason = k_payload;
    }
    for (auto& each : f.populations) {
        each.register_title = each.declared.source = each.declared.query = each.declared.extracted_at = each.declared.extracted_by = k_payload;
        each.incomplete_why = k_payload;
    }
    for (auto& entry : f.assessment.header.manifest) {
        entry.name = entry.kind = entry.digest = k_payload;
    }
    f.not_covered = {k_payload};
    return f;
}

RenderedReport rendered(const std::string& report, const std::string& format, const ReportInput& input) {
    Diagnostics diagnostics;
    return render_report(std::span(&k_templates, 1), report, format, input, diagnostics);
}

std::set<std::string> names_of(const std::vector<assay::testing::MarkupTag>& tags) {
    std::set<std::string> names;
    for (const auto& tag : tags) {
        names.insert(tag.name);
    }
    return names;
}

} // namespace

TEST_CASE("hostile texts are inert in HTML: the same tags as without them, and no handler, script or foreign link") {
    const auto clean = assay::testing::make_report_fixture();
    const auto hostile = make_hostile_fixture();
    for (const auto* report : {"gap", "executive"}) {
        CAPTURE(report);
        const auto html = rendered(report, "html", hostile.input()).text;
        CHECK(assay::testing::markup_faults(html) == "");
        CHECK(assay::testing::dead_links(html) == "");
        const auto tags = assay::testing::tags_of(html);
        auto clean_names = names_of(assay::testing::tags_of(rendered(report, "html", clean.input()).text));
        clean_names.insert("s");
        for (const auto& name : names_of(tags)) {
            CHECK_MESSAGE(clean_names.contains(name), name);
        }
        for (const auto& tag : tags) {
            std::string outside_values;
            bool inside = false;
            for (const char c : tag.attributes) {
                inside = c == '"' ? !inside : inside;
                outside_values += inside ? '\0' : c;
            }
            CHECK_MESSAGE(outside_values.find(" on") == std::string::npos, tag.name << tag.attributes);
            const auto href = assay::testing::attribute_of(tag, "href");
            CHECK_MESSAGE(href.find("javascript:") == std::string::npos, href);
        }
        CHECK_MESSAGE(html.find("\u202E") == std::string::npos, "direction override");
        CHECK(html.find("{{statement}} {{{bar}}}") != std::string::npos);
    }
}

TEST_CASE("hostile texts are inert in Markdown: no HTML, no link, and every table row keeps its cells") {
    const auto markdown = rendered("gap", "md", make_hostile_fixture().input()).text;
    CHECK(markdown.find("<svg") == std::string::npos);
    for (auto at = markdown.find("](javascript"); at != std::string::npos; at = markdown.find("](javascript", at + 1)) {
        CHECK(markdown[at - 1] == '\\');
    }
    CHECK(markdown.find("\u202E") == std::string::npos);
    std::size_t cells = 0;
    std::size_t begin = 0;
    while (begin < markdown.size()) {
        const auto end = markdown.find('\n', begin);
        const std::string line = markdown.substr(begin, end - begin);
        begin = end + 1;
        if (!line.starts_with('|')) {
            cells = 0;
            continue;
        }
        std::size_t borders = 0;
        for (std::size_t at = 0; at < line.size(); ++at) {
            borders += line[at] == '|' && (at == 0 || line[at - 1] != '\\') ? 1U : 0U;
        }
        cells = cells == 0 ? borders : cells;
        CHECK_MESSAGE(borders == cells, line);
    }
}

TEST_CASE("hostile texts are inert in CSV: cells come back as they must, and none begins a formula") {
    const auto report = rendered("gap", "csv", make_hostile_fixture().input());
    std::string text;
    for (const auto& row : report.csv_rows) {
        text += csv_record(row);
        for (const auto& cell : row) {
            CHECK_MESSAGE((cell.empty() || std::string("=+-@").find(cell.front()) == std::string::npos), cell);
        }
    }
    CHECK(text == report.text);
    FindingLine line;
    line.key = "=1+1";
    line.message = "a \"quoted\", two-line\nmessage";
    CHECK(csv_record(findings_csv_cells(line)) == ",,,,'=1+1,fail,\"a \"\"quoted\"\", two-line\nmessage\",,,no,\n");
}

TEST_CASE("charts escape their titles") {
    const BoundsBar bar{"</svg><script>alert(1)</script>\"", 1, 2, 3};
    for (const auto& svg : {draw_bounds_bar(bar, "x").svg, draw_bounds_chart(std::span(&bar, 1), "x").svg}) {
        CHECK(svg.find("<script") == std::string::npos);
        CHECK(assay::testing::markup_faults(svg) == "");
    }
}

TEST_CASE("a link is http, https, mailto or a path inside the pack; everything else stays text") {
    for (const auto* good : {"https://example.org/a?b=c#d", "http://example.org", "mailto:a@example.org", "evidence/EV-012.pdf", "a/b:c.pdf"}) {
        CHECK_MESSAGE(checked_link(good) == good, good);
    }
    for (const auto* bad : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd",
                            "/etc/passwd", "../secret", "a/../../secret", "a/..", "..", "\\\\host\\share", "vbscript:x", "evidence/EV 012.pdf", "//evil.example/x"}) {
        CHECK_MESSAGE(checked_link(bad).empty(), bad);
    }
}

TEST_CASE("different subjects never share an anchor") {
    const ControlId control{"c", "1"};
    std::set<std::string> anchors;
    for (const auto* subject : {"", "a", "A", "a b", "a_b", "a--b", "a/b", "a.b", "\xC3\xA9", "<", ">"}) {
        const auto anchor = determination_anchor(control, subject);
        CHECK_MESSAGE(anchors.insert(anchor).second, subject);
        CHECK(anchor.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == std::string::npos);
    }
}
