// `assay report`: PDF and DOCX by other programs, reports of an audit, filters, and templates of one's own.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <sstream>

namespace fs = std::filesystem;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
    return text;
}

/// A workspace with an audit, something not met and an assessment.
struct AuditedWorkspace : TestWorkspace {
    AuditedWorkspace() {
        REQUIRE(run({"set", "person", "P1", "name=Aïcha Lindqvist"}).exit_code == 0);
        REQUIRE(run({"set", "service", "S1", "name=Mail & <b>more</b>", "status=live", "in_scope=yes", "owner=P1"}).exit_code == 0);
        REQUIRE(run({"set", "risk", "R-1", "title=Fire in the hall", "level=high", "likelihood=high", "impact=high", "service=S1", "status=open"}).exit_code == 0);
        REQUIRE(run({"set", "audit", "IA-1", "title=First audit", "kind=internal", "lead=P1", "period_from=2025-01-01", "period_to=2025-12-31"}).exit_code == 0);
        REQUIRE(run({"check", "--on", "2026-01-10"}).exit_code != 64);
    }
    /// Found by the tests' own PATH.
    static std::string where(const std::string& name) {
        const char* const path = std::getenv("PATH");
        std::istringstream folders(path == nullptr ? "" : path);
        for (std::string folder; std::getline(folders, folder, ':');) {
            if (fs::exists(fs::path(folder) / name)) {
                return (fs::path(folder) / name).string();
            }
        }
        return {};
    }
    /// A program of that name that does what the script says.
    void fake(const std::string& name, const std::string& script) {
        const auto file = folder.write("fake/" + name, "#!/bin/sh\n" + script);
        fs::permissions(file, fs::perms::owner_all);
        assay.set("PATH", (folder.path() / "fake").string() + ":/usr/bin:/bin");
    }
    [[nodiscard]] std::size_t leftovers() const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(path())) {
            count += entry.path().filename().string().starts_with(".assay-") ? 1U : 0U;
        }
        return count;
    }
};

} // namespace

TEST_CASE_FIXTURE(AuditedWorkspace, "without the program a PDF or DOCX is refused with the way to get it, and nothing is written") {
    assay.set("PATH", (folder.path() / "nothing").string());
    const auto pdf = run({"report", "risks", "--format", "pdf", "--out", "none"});
    CHECK(pdf.exit_code == 1);
    CHECK(pdf.out.empty());
    CHECK(pdf.err == "assay: 'pdf' needs the program weasyprint, which is not on PATH; get it with: apt-get install weasyprint, or pipx install weasyprint\n");
    const auto docx = run({"report", "risks", "--format", "docx", "--out", "none"});
    CHECK(docx.exit_code == 1);
    CHECK(docx.err == "assay: 'docx' needs the program pandoc, which is not on PATH; get it with: apt-get install pandoc\n");
    CHECK_FALSE(fs::exists(path() / "none"));
}

TEST_CASE_FIXTURE(AuditedWorkspace, "a printing program that fails, or makes no such file, is told with its words, and nothing is left behind") {
    fake("weasyprint", "echo 'no fonts here' >&2; exit 3\n");
    const auto failed = run({"report", "risks", "--format", "pdf", "--format", "md", "--out", "out"});
    CHECK(failed.exit_code == 1);
    CHECK(failed.err == "assay: " + (folder.path() / "fake/weasyprint").string() + " ended with 3: no fonts here\n");
    CHECK_FALSE(fs::exists(path() / "out/risks.md")); // nothing is published before everything is made
    fake("weasyprint", "for last; do :; done; echo text > \"$last\"\n");
    const auto other = run({"report", "risks", "--format", "pdf", "--out", "out"});
    CHECK(other.exit_code == 1);
    CHECK(other.err == "assay: what " + (folder.path() / "fake/weasyprint").string() + " made is no whole PDF file\n");
    CHECK(leftovers() == 0);
}

TEST_CASE_FIXTURE(AuditedWorkspace, "a PDF holds the report's text, with the same bytes each time") {
    if (where("weasyprint").empty() || where("pdftotext").empty()) {
        MESSAGE("SKIPPED: no PDF was made and searched: weasyprint or pdftotext (poppler-utils) is absent");
        return;
    }
    const auto result = run({"report", "risks", "--format", "pdf", "--out", "one"});
    CHECK(result.err.empty());
    REQUIRE(result.exit_code == 0);
    CHECK(result.out.starts_with("one/risks.pdf ("));
    REQUIRE(run({"report", "risks", "--format", "pdf", "--out", "two"}).exit_code == 0);
    CHECK((read_text_file(path() / "one/risks.pdf") == read_text_file(path() / "two/risks.pdf")));
    // Lines end where the page's do.
    const auto text = without_blanks(Program(where("pdftotext"), path()).run({"-raw", "one/risks.pdf", "-"}).out);
    for (const std::string part : {"Risk register", "Fire in the hall", "Mail & <b>more</b>", "the licensed text decides", "Evidence is a sample", "Judged on 2026-01-10", "1 / "}) {
        CHECK_MESSAGE(says(text, without_blanks(part)), part);
    }
    const auto bytes = read_text_file(path() / "one/risks.pdf");
    CHECK_FALSE(says(bytes, "file://")); // links lead beside the file, not to where it was made
    CHECK(leftovers() == 0);
}

TEST_CASE_FIXTURE(AuditedWorkspace, "a DOCX holds the report's text, and takes the styles of the reference document") {
    if (where("pandoc").empty()) {
        MESSAGE("SKIPPED: no DOCX was made: pandoc is absent");
        return;
    }
    const auto result = run({"report", "risks", "--format", "docx", "--out", "out"});
    CHECK(result.err.empty());
    REQUIRE(result.exit_code == 0);
    const auto text = Program(where("pandoc"), path()).run({"--to=plain", "--wrap=none", "out/risks.docx"}).out;
    CHECK(says(text, "Risk register"));
    CHECK(says(text, "Mail & <b>more</b>"));
    CHECK(says(text, "Evidence is a sample"));
    const auto plain = read_text_file(path() / "out/risks.docx");
    REQUIRE(Program(where("pandoc"), path()).run({"--output=house.docx", "--print-default-data-file=reference.docx"}).exit_code == 0);
    CHECK(run({"report", "risks", "--format", "docx", "--reference-doc", "house.docx", "--out", "styled"}).exit_code == 0);
    write("templates/reference.docx", read_text_file(path() / "house.docx"));
    CHECK(run({"report", "risks", "--format", "docx", "--out", "own"}).exit_code == 0);
    CHECK((read_text_file(path() / "styled/risks.docx") == read_text_file(path() / "own/risks.docx")));
    const auto absent = run({"report", "risks", "--format", "docx", "--reference-doc", "nowhere.docx"});
    CHECK(absent.exit_code == 64);
    CHECK(absent.err == "assay: there is no reference document 'nowhere.docx'\n");
    const auto alone = run({"report", "risks", "--format", "html", "--reference-doc", "house.docx"});
    CHECK(alone.exit_code == 64);
    CHECK(alone.err == "assay: --reference-doc gives a DOCX its styles; say --format docx too\n");
}

TEST_CASE_FIXTURE(AuditedWorkspace, "reports of an audit need one to be about: named, or that of the assessment") {
    const auto unnamed = run({"report", "audit-plan"});
    CHECK(unnamed.exit_code == 64);
    CHECK(unnamed.err == "assay: report 'audit-plan' is about one audit; name it with --audit ('assay audit list' lists them)\n");
    const auto mistyped = run({"report", "audit-plan", "--audit", "IA-2"});
    CHECK(mistyped.exit_code == 64);
    CHECK(mistyped.err == "assay: there is no audit 'IA-2' (did you mean 'IA-1'?)\n");
    const auto named = run({"report", "audit-report", "--audit", "IA-1", "--format", "md", "--out", "out"});
    CHECK(named.err.empty());
    REQUIRE(named.exit_code == 0);
    const auto text = read_text_file(path() / "out/audit-report.md");
    CHECK(says(text, "First audit"));
    CHECK(says(text, "is not one of audit IA-1"));
    REQUIRE(run({"check", "--audit", "IA-1", "--on", "2026-01-11"}).exit_code != 64);
    REQUIRE(run({"report", "audit-report", "--format", "md", "--out", "out"}).exit_code == 0);
    CHECK_FALSE(says(read_text_file(path() / "out/audit-report.md"), "is not one of audit"));
}

TEST_CASE_FIXTURE(AuditedWorkspace, "all reports of a self-assessment leave out those of an audit, and say so where there is one") {
    const auto all = run({"report", "all", "--format", "md", "--out", "out"});
    CHECK(all.exit_code == 0);
    CHECK(all.err == "not written, because they are about one audit: audit-plan, audit-report; name it with --audit\n");
    CHECK_FALSE(fs::exists(path() / "out/audit-plan.md"));
    CHECK(run({"report", "all", "--format", "md", "--audit", "IA-1", "--out", "out"}).err.empty());
    CHECK(fs::exists(path() / "out/audit-plan.md"));
}

TEST_CASE_FIXTURE(AuditedWorkspace, "a filter shows some determinations and prints how many it leaves out") {
    const auto result = run({"report", "gap", "--service", "s1", "--format", "md", "--format", "csv", "--out", "out"});
    CHECK(result.err.empty());
    REQUIRE(result.exit_code == 0);
    const auto text = read_text_file(path() / "out/gap.md");
    CHECK(says(text, "| Shown | service s1: "));
    CHECK(says(text, " are left out, and so are the controls of which nothing is shown."));
    std::istringstream lines(read_text_file(path() / "out/gap.csv"));
    std::size_t shown = 0;
    for (std::string line; std::getline(lines, line);) {
        shown += says(line, "more") ? 1U : 0U;
    }
    CHECK(shown > 0);
    CHECK(says(text, "service s1: " + std::to_string(shown) + " of "));
    const auto nothing = run({"report", "gap", "--owner", "Nobody Known", "--out", "none"});
    CHECK(nothing.exit_code == 64);
    CHECK(nothing.err.starts_with("assay: the filter (owner Nobody Known) shows none of "));
    const auto grade = run({"report", "gap", "--grade", "huge"});
    CHECK(grade.exit_code == 64);
    CHECK(grade.err == "assay: --grade is major or minor, not 'huge'\n");
    const auto standard = run({"report", "gap", "--standard", "iso20000-1-2019"});
    CHECK(standard.exit_code == 64);
    CHECK(standard.err == "assay: the assessment did not judge 'iso20000-1-2019' (did you mean 'iso20000-1-2018'?)\n");
    const auto registers = run({"report", "risks", "--grade", "major"});
    CHECK(registers.exit_code == 64);
    CHECK(registers.err == "assay: report 'risks' takes no filter: it does not list determinations\n");
    CHECK_FALSE(fs::exists(path() / "none"));
}

TEST_CASE_FIXTURE(AuditedWorkspace, "a template of one's own is made from a shipped one, rendered, and used wherever it stands") {
    const auto made = run({"new", "report", "board", "--like", "risks"});
    CHECK(made.exit_code == 0);
    CHECK(made.out == (path() / "templates/board.html.mustache").string() + "\n");
    CHECK(made.err == "Change it, then: assay report board. Its fields are in docs/report-fields.md; an unknown one is refused with its line.\n");
    REQUIRE(run({"report", "board", "--format", "html", "--out", "out"}).exit_code == 0);
    REQUIRE(run({"report", "risks", "--format", "html", "--out", "out"}).exit_code == 0);
    CHECK((read_text_file(path() / "out/board.html") == read_text_file(path() / "out/risks.html")));
    const auto again = run({"new", "report", "board"});
    CHECK(again.exit_code == 64);
    CHECK(again.err == "assay: '" + (path() / "templates/board.html.mustache").string() + "' is there already; change it, or take another name\n");
    CHECK(run({"new", "report", "Board"}).err == "assay: a report's name is made of small letters, digits and '-', and is neither all nor assessment; 'Board' will not do\n");
    CHECK(run({"new", "report", "mine", "--like", "risk"}).err == "assay: there is no report 'risk' in format 'html' to begin with (did you mean 'risks'?)\n");

    folder.write("elsewhere/lines.md.mustache", "{{! view: risks }}\n{{statement}}\n");
    const auto other = run({"report", "--template", "../elsewhere/lines.md.mustache", "--out", "out"});
    CHECK(other.err.empty());
    CHECK(other.exit_code == 0);
    CHECK(says(read_text_file(path() / "out/lines.md"), "risk"));
    folder.write("elsewhere/wrong.md.mustache", "{{! view: risks }}\n{{statment}}\n");
    const auto wrong = run({"report", "--template", "../elsewhere/wrong.md.mustache", "--out", "out"});
    CHECK(wrong.exit_code != 0);
    CHECK(says(wrong.err, "did you mean 'statement'?"));
    CHECK(run({"report", "--template", "nowhere.md.mustache"}).err == "assay: there is no template 'nowhere.md.mustache'\n");
    folder.write("elsewhere/notes.txt", "x");
    CHECK(run({"report", "--template", "../elsewhere/notes.txt"}).err == "assay: a template is called REPORT.FORMAT.mustache, such as board.html.mustache, and 'notes.txt' is not\n");
    CHECK(run({"report", "risks", "--template", "../elsewhere/lines.md.mustache"}).err == "assay: --template names the report by its file; leave REPORT out\n");
}

TEST_CASE_FIXTURE(AuditedWorkspace, "a judge without a name is told what names one") {
    assay.set("ASSAY_USER", "unknown");
    REQUIRE(run({"check", "--on", "2026-01-12"}).exit_code != 64);
    REQUIRE(run({"report", "risks", "--format", "md", "--out", "out"}).exit_code == 0);
    CHECK(says(read_text_file(path() / "out/risks.md"), "| Judged by | nobody named (set ASSAY\\_USER to a name before 'assay check'), with Assay"));
}
