// assay doctor, assay man and assay completion: what helps to install and use the program.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

namespace fs = std::filesystem;

namespace {

/// The words that bash offers for a command line; the last word is the one being typed.
std::string offered(const TestWorkspace& workspace, const std::vector<std::string>& words) {
    std::string script = workspace.run({"completion", "bash"}).out + "COMP_WORDS=(";
    for (const auto& word : words) {
        script += "'" + word + "' ";
    }
    script += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) + "\n_assay\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    const auto result = Program("/bin/bash", workspace.path()).run({"--norc", "-c", script});
    CHECK(result.err.empty());
    return result.out;
}

std::size_t count_lines(const std::string& text, const std::string& start) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1) {
        count += text.compare(at, start.size(), start) == 0 ? 1U : 0U;
    }
    return count;
}

} // namespace

TEST_CASE_FIXTURE(TestWorkspace, "doctor finds a new workspace well, and never writes") {
    const auto before = store_bytes();
    const auto result = run({"doctor"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("ok      store intact: 1 change, 0 row versions, 0 assessments recomputed\n") != std::string::npos);
    CHECK(result.out.find("ok      Test: period 2025-01-01 to 2025-12-31, zone UTC, ") != std::string::npos);
    CHECK(result.out.find("ok      changes are made by tester\n") != std::string::npos);
    CHECK(result.out.find("ok      " + shipped_registers() + " as stored\n") != std::string::npos);
    CHECK(result.out.find("\n0 faults, ") != std::string::npos);
    CHECK(store_bytes() == before);
    const auto json = run({"doctor", "--format", "json"});
    CHECK(json.out.find("\"health\": \"ok\"") != std::string::npos);
    CHECK(json.out.find("\"health\": \"fault\"") == std::string::npos);
}

TEST_CASE_FIXTURE(TestWorkspace, "doctor names programs that are missing, and how to install them") {
    assay.set("PATH", (folder.path() / "nothing").string());
    const auto result = run({"doctor"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("advice  weasyprint is not installed (reports as PDF): sudo apt-get install weasyprint\n") != std::string::npos);
    CHECK(result.out.find("advice  sha256sum is not installed (checking a pack's SHA256SUMS): sudo apt-get install coreutils\n") != std::string::npos);
}

TEST_CASE_FIXTURE(TestWorkspace, "doctor tells a damaged store, a faulty definition and a missing folder") {
    REQUIRE(run({"set", "risk", "R-1", "title=First"}).exit_code == 0);
    fs::remove_all(path() / "evidence");
    auto bytes = store_bytes();
    const auto title = bytes.find("First");
    REQUIRE(title != std::string::npos);
    bytes.replace(title, 5, "Other");
    write("assay.db", bytes);
    write("controls/registers/odd.xml", "<register id=\"odd\"/>");
    const auto result = run({"doctor"});
    CHECK(result.exit_code == 1);
    CHECK(result.err.empty());
    CHECK(result.out.find("FAULT   the controls have faults: assay catalog validate\n") != std::string::npos);
    CHECK(result.out.find("FAULT   the store is not as its chain of changes says: 1 fault: assay log verify\n") != std::string::npos);
    CHECK(result.out.find("advice  there is no evidence folder: mkdir evidence\n") != std::string::npos);
    fs::remove(path() / "assay.db");
    CHECK(run({"doctor"}).out.find("FAULT   store '" + (path() / "assay.db").string() + "' does not exist (make a workspace with 'assay init'): assay log verify\n") != std::string::npos);
}

TEST_CASE_FIXTURE(TestWorkspace, "doctor works without a workspace") {
    const auto result = Program::assay(folder.path()).run({"doctor"});
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("advice  there is no workspace here or above: go to one, or make one with 'assay init'\n") != std::string::npos);
}

TEST_CASE_FIXTURE(TestWorkspace, "bash is offered commands, their second words and their options") {
    CHECK(offered(*this, {"assay", "ev"}) == "evidence\n");
    CHECK(offered(*this, {"assay", "evidence", ""}) == "add\ngaps\nreview\nverify\n");
    CHECK(offered(*this, {"assay", "-w", "audit", "evi"}) == "evidence\n");
    CHECK(offered(*this, {"assay", "check", "--o"}) == "--on\n");
    CHECK(offered(*this, {"assay", "evidence", "add", "--nu"}) == "--number\n");
    CHECK(offered(*this, {"assay", "list", "risk", "--so"}) == "--sort\n");
    CHECK(offered(*this, {"assay", "list", "--wo"}) == "--workspace\n");
    CHECK(run({"completion", "csh"}).err == "assay: SHELL takes bash, fish, zsh, not 'csh' (did you mean 'zsh'?)\n");
}

TEST_CASE_FIXTURE(TestWorkspace, "zsh and fish read their scripts") {
    for (const auto& [shell, file] : {std::pair{"zsh", "/usr/bin/zsh"}, {"fish", "/usr/bin/fish"}}) {
        const auto script = run({"completion", shell});
        CHECK(script.exit_code == 0);
        CHECK(script.out.find("evidence") != std::string::npos);
        if (!fs::exists(file)) {
            MESSAGE("SKIPPED: ", std::string(shell), " is not installed, so its completion script was not read by it");
            continue;
        }
        write("script", script.out);
        const auto read = Program(file, path()).run({"-n", "script"});
        CHECK(read.exit_code == 0);
        CHECK(read.err.empty());
    }
}

TEST_CASE_FIXTURE(TestWorkspace, "there is a manual page for each command, and its requests are sound") {
    const auto made = run({"man", "--out", "pages"});
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    const auto main_page = read_text_file(path() / "pages/assay.1");
    std::size_t pages = 0;
    for (const auto& entry : fs::directory_iterator(path() / "pages")) {
        const auto text = read_text_file(entry.path());
        CHECK(text.starts_with(".TH \"ASSAY"));
        for (const auto* section : {".SH NAME\n", ".SH SYNOPSIS\n", ".SH OPTIONS\n", ".SH EXIT STATUS\n"}) {
            CHECK(count_lines(text, section) == 1);
        }
        if (++pages == 1 && !fs::exists("/usr/bin/groff")) {
            MESSAGE("SKIPPED: groff is not installed, so the manual pages were not set by it");
        }
        if (fs::exists("/usr/bin/groff")) {
            const auto set = Program("/usr/bin/groff", path()).run({"-man", "-ww", "-z", "-Tutf8", "-Kutf8", entry.path().string()});
            CHECK(set.exit_code == 0);
            CHECK(set.err.empty());
        }
    }
    CHECK(made.out == std::to_string(pages) + " pages in pages\n");
    CHECK(count_lines(main_page, ".TP\n\\fBassay\\-") == pages - 1);
    const auto page = run({"man", "evidence", "add"}).out;
    CHECK(page.find("\\fBassay evidence add\\fR [\\fIOPTIONS\\fR] \\fIFILE\\fR …\n") != std::string::npos);
    CHECK(page.find(".TP\n\\fB\\-\\-covers\\fR \\fIFROM..TO\\fR\nthe days it speaks of\n") != std::string::npos);
    CHECK(run({"man", "evidnce", "add"}).err == "assay: there is no command 'evidnce add' (did you mean 'evidence add'?)\n");
    CHECK(run({"man", "check", "--out", "pages"}).exit_code == 64);
}
