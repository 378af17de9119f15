// assay catalog overlay: licensed text over ours, in the workspace only.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::string_view k_ours = "8.6.1 iso20000-1-2018/8.6.1-r01\n";

struct Licensed : TestWorkspace {
    void says(const std::vector<std::string>& arguments, const std::string& text) const {
        const auto result = run(arguments);
        CHECK(result.err.empty());
        CHECK(result.out == text);
        CHECK(result.exit_code == 0);
    }
    void refused(const std::vector<std::string>& arguments, int exit_code, const std::string& text) const {
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
    }
    [[nodiscard]] bool kept() const { return std::filesystem::exists(path() / "controls" / "overlays" / "iso20000-1-2018.csv"); }
    [[nodiscard]] std::string shown() const { return run({"catalog", "show", "iso20000-1-2018", "8.6.1-r01"}).out; }
};

/// The digest differs with the line ends of a checkout, nothing else does.
std::string without_digest(std::string text) { return std::regex_replace(text, std::regex("sha256 [0-9a-f]{12}"), "sha256 <digest>"); }

} // namespace

TEST_CASE_FIXTURE(Licensed, "official text is laid over ours by control id, and every row is accounted for") {
    write("text.csv", "\xEF\xBB\xBF" "control_id;Requirement;Title\r\n"
                      "8.6.1-r01;The official words.;Official title\r\n"
                      "8.6.1-r02; \r\n"
                      "8.6.1-r99;Nobody's.\r\n"
                      "8.6.1-r03;One.\r\n"
                      "8.6.1-r03;Other.\r\n"
                      ";Words alone.\r\n");
    const auto laid = run({"catalog", "overlay", "iso20000-1-2018", "text.csv"});
    CHECK(laid.err.empty());
    CHECK(laid.exit_code == 0);
    CHECK(without_digest(laid.out) ==
          "text.csv (sha256 <digest>, UTF-8 with byte order mark, separator ';')\n"
          "6 rows in = 1 laid over iso20000-1-2018 + 2 of no control + 2 given twice + 1 without text + 0 unreadable\n"
          "text.csv:3: gives no text for '8.6.1-r02'\n"
          "text.csv:4: catalog 'iso20000-1-2018' has no control '8.6.1-r99' (did you mean '8.6.1-r09'?)\n"
          "text.csv:5: control '8.6.1-r03' stands in lines 5, 6; keep one\n"
          "text.csv:6: control '8.6.1-r03' stands in lines 5, 6; keep one\n"
          "text.csv:7: names no control\n"
          "kept as controls/overlays/iso20000-1-2018.csv in this workspace; shown by 'catalog show' and 'explain', in reports only with --licensed-text\n");
    CHECK(shown().starts_with(std::string(k_ours) + "Official title\nThe official words.\n[licensed text, kept in this workspace]\nshall, shall group 8.6.1.S1"));
    CHECK(run({"catalog", "show", "iso20000-1-2018"}).out.find("8.6.1-r01                Official title\n") != std::string::npos);
    CHECK(run({"catalog", "show", "iso20000-1-2018"}).out.find(" controls laid over ours: licensed text, kept in this workspace\n") != std::string::npos);
    write("text.csv", "ID,Text\n8.6.1-r01,Newer words.\n");
    const auto newer = run({"catalog", "overlay", "iso20000-1-2018", "text.csv"});
    CHECK(newer.out.find("in this workspace, in place of the one before;") != std::string::npos);
    CHECK(shown().find("\nIncidents are recorded\nNewer words.\n[licensed text") != std::string::npos);
}

TEST_CASE_FIXTURE(Licensed, "outside the workspace our statements stay, and --remove brings them back") {
    write("text.csv", "Control,Text\n8.6.1-r01,The official words.\n");
    REQUIRE(run({"catalog", "overlay", "iso20000-1-2018", "text.csv"}).exit_code == 0);
    CHECK(Program::assay(folder.path()).run({"catalog", "show", "iso20000-1-2018", "8.6.1-r01"}).out.find("official") == std::string::npos);
    says({"catalog", "overlay", "iso20000-1-2018", "--remove"}, "the licensed text over iso20000-1-2018 is taken away; our statements are shown again\n");
    CHECK_FALSE(kept());
    CHECK(shown().find("official") == std::string::npos);
    refused({"catalog", "overlay", "iso20000-1-2018", "--remove"}, 1, "assay: no licensed text lies over 'iso20000-1-2018' in this workspace\n");
}

TEST_CASE_FIXTURE(Licensed, "explain and, when asked, reports show the licensed text with its mark; hostile cells do no harm") {
    // Intervals are kept, and none for this control, so that the gap report shows it in full.
    REQUIRE(run({"set", "interval", "I1", "catalog=iso20000-1-2018", "control=9.3-r01", "length=P1Y"}).exit_code == 0);
    write("text.csv", "Control,Text\n8.3.4.1-r10,\"<script>alert(1)</script> =cmd|'x' \x1B[2J\"\n");
    REQUIRE(run({"catalog", "overlay", "iso20000-1-2018", "text.csv"}).exit_code == 0);
    CHECK(run({"catalog", "show", "iso20000-1-2018", "8.3.4.1-r10"}).out.find("\n<script>alert(1)</script> =cmd|'x' \\x1B[2J\n[licensed text, kept in this workspace]\n") != std::string::npos);
    REQUIRE(run({"check", "--standard", "iso20000-1-2018"}).exit_code != 1);
    const auto explained = run({"explain", "8.3.4.1-r10"});
    CHECK(explained.out.find("\n<script>alert(1)</script> =cmd|'x' \\x1B[2J\n[licensed text, kept in this workspace] shall of shall group 8.3.4.1.S6;") != std::string::npos);
    CHECK(explained.out.find("Our paraphrase") == std::string::npos);
    CHECK(run({"explain", "8.6.1-r02"}).out.find("Our paraphrase; the licensed text decides.") != std::string::npos);
    REQUIRE(run({"report", "gap", "--format", "html"}).exit_code == 0);
    CHECK(read_text_file(path() / "reports" / "gap.html").find("alert(1)") == std::string::npos);
    REQUIRE(run({"report", "gap", "--format", "html", "--licensed-text"}).exit_code == 0);
    const auto html = read_text_file(path() / "reports" / "gap.html");
    CHECK(html.find("<script>alert(1)") == std::string::npos);
    CHECK(html.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
    CHECK(html.find("[licensed text, kept in this workspace]") != std::string::npos);
}

TEST_CASE_FIXTURE(Licensed, "what cannot be laid is refused with the remedy, and nothing is kept") {
    write("text.xlsx", "PK\x03\x04");
    refused({"catalog", "overlay", "iso20000-1-2018", "text.xlsx"}, 1,
            "assay: 'text.xlsx' is a spreadsheet file; save it as CSV with the columns Control and Text\n");
    write("text.csv", "Clause,Text\n8.6.1,Words.\n");
    refused({"catalog", "overlay", "iso20000-1-2018", "text.csv"}, 1,
            "text.csv:1: error: no column fills the key field 'control' (name the columns Control and Text) [missing-column]\n");
    write("text.csv", "Control,Text\n8.6.1,Words.\n");
    const auto none = run({"catalog", "overlay", "iso20000-1-2018", "text.csv"});
    CHECK(none.out.empty());
    CHECK(without_digest(none.err) == "assay: 'text.csv' lays no text over 'iso20000-1-2018', and nothing was kept\n"
                                      "text.csv (sha256 <digest>, UTF-8, separator ',')\n"
                                      "1 row in = 0 laid over iso20000-1-2018 + 1 of no control + 0 given twice + 0 without text + 0 unreadable\n"
                                      "text.csv:2: catalog 'iso20000-1-2018' has no control '8.6.1'\n\n");
    CHECK(none.exit_code == 1);
    refused({"catalog", "overlay", "iso20000-1-2018", "no.csv"}, 1, "assay: cannot read 'no.csv': No such file or directory\n");
    refused({"catalog", "overlay", "iso2000-1-2018", "text.csv"}, 64, "assay: there is no catalog 'iso2000-1-2018' (did you mean 'iso20000-1-2018'?)\n");
    refused({"catalog", "overlay", "iso20000-1-2018"}, 64, "assay: catalog overlay takes either a FILE or --remove\n");
    refused({"catalog", "overlay", "iso20000-1-2018", "text.csv", "--remove"}, 64, "assay: catalog overlay takes either a FILE or --remove\n");
    CHECK_FALSE(kept());
}
