// What a user can get wrong in a file: each is refused with place, fault and remedy, exit code 1 (64 for wrong usage), nothing on
// standard output, and a store that is byte for byte what it was.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include <sys/mount.h>
#include <unistd.h>

namespace {

struct BadInput : TestWorkspace {
    BadInput() {
        write("services.csv", "id,name,status,in_scope\nS1,Mail,live,yes\n");
        REQUIRE(run({"import", "service", "services.csv"}).exit_code == 0);
        before = store_bytes();
    }

    void refused(const std::vector<std::string>& arguments, const std::string& err, int exit_code = 1) const {
        const auto result = run(arguments);
        CHECK(result.err == err);
        CHECK(result.out.empty());
        CHECK(result.exit_code == exit_code);
        CHECK(store_bytes() == before);
    }

    void catalog(const std::string& controls) const {
        write("controls/catalogs/own.xml", "<catalog id=\"own\" title=\"T\" version=\"1\" scale=\"alignment\" obligation=\"should\">\n"
                                           "  <source>Ours.</source>\n" + controls + "</catalog>\n");
    }

    void check_of(const std::string& control, const std::string& in, const std::string& require) const {
        write("controls/checks/own.xml", "<checks catalog=\"iso20000-1-2018\">\n  <check id=\"own-check\" controls=\"" + control +
                                             "\">\n    <title>T</title><basis>B</basis>\n    <each in=\"" + in + "\" require=\"" + require +
                                             "\"/>\n    <message>M</message>\n  </check>\n</checks>\n");
    }

    std::string before;
};

constexpr const char* k_control = "<title>T</title><statement>S</statement>";

} // namespace

TEST_CASE_FIXTURE(BadInput, "a fault in XML is told with its place and what to write, and nothing is judged") {
    SUBCASE("not well-formed") {
        catalog("  <control id=\"a\" cite=\"1\">" + std::string(k_control) + "\n");
        refused({"check"}, "controls/catalogs/own.xml:4:1: error: '</catalog>' does not close 'control', which began on line 3 (write "
                           "'</control>') [malformed-xml]\n");
    }
    SUBCASE("cut off") {
        write("controls/catalogs/own.xml", "<catalog id=\"own\" title=\"T\" vers");
        const auto result = run({"check"});
        CHECK(result.err.starts_with("controls/catalogs/own.xml:1:"));
        CHECK(result.err.ends_with(" [malformed-xml]\n"));
        CHECK(result.out.empty());
        CHECK(result.exit_code == 1);
    }
    SUBCASE("an unknown element") {
        catalog("  <controll id=\"a\" cite=\"1\">" + std::string(k_control) + "</controll>\n");
        refused({"check"}, "controls/catalogs/own.xml:3:3: error: 'controll' is not known inside catalog 'own' (did you mean 'control'?) "
                           "[unknown-element]\n");
    }
    SUBCASE("an id used twice") {
        catalog("  <control id=\"a\" cite=\"1\">" + std::string(k_control) + "</control>\n  <control id=\"a\" cite=\"2\">" + k_control + "</control>\n");
        refused({"check"}, "controls/catalogs/own.xml:4:16: error: control 'a' is defined twice; the first is on line 3 [duplicate-id]\n");
    }
    SUBCASE("a control that does not exist") {
        check_of("8.6.1-r99", "incident", "exists(category)");
        refused({"check"}, "controls/checks/own.xml:2:35: error: there is no control 'iso20000-1-2018/8.6.1-r99' (did you mean '8.6.1-r09'?) "
                           "[unknown-control]\n");
    }
    SUBCASE("a register that does not exist, in a check") {
        check_of("8.6.1-r02", "incidents", "exists(category)");
        refused({"check"}, "controls/checks/own.xml:4:15: error: there is no register 'incidents' (did you mean 'incident'?) [unknown-register]\n");
    }
    SUBCASE("a register that does not exist, in a reference") {
        write("controls/registers/own.xml", "<register id=\"own\" title=\"Own\" kind=\"maintained\">\n<purpose>P.</purpose>\n"
                                            "<field id=\"id\" title=\"Id\" type=\"text\" key=\"yes\"/>\n"
                                            "<field id=\"x\" title=\"X\" type=\"ref\" to=\"persn\"/>\n</register>\n");
        refused({"list"}, "controls/registers/own.xml:4:1: error: field 'x' refers to register 'persn', which does not exist (did you mean "
                          "'person'?) [unknown-register]\n");
    }
    SUBCASE("an unknown field") {
        check_of("8.6.1-r02", "incident", "exists(categroy)");
        refused({"check"}, "controls/checks/own.xml:4:41: error: unknown field 'categroy' in register 'incident' (did you mean 'category'?) "
                           "[unknown-field]\n");
    }
    SUBCASE("a comparison of two types") {
        check_of("8.6.1-r02", "incident", "opened_at gt 5");
        refused({"check"}, "controls/checks/own.xml:4:44: error: a datetime and a number cannot be compared [type-mismatch]\n");
    }
    SUBCASE("all of them at once") {
        check_of("8.6.1-r99", "incident", "exists(category)");
        catalog("  <controll id=\"a\"/>\n");
        const auto result = run({"check"});
        CHECK(result.err.find("controls/catalogs/own.xml:3:3: error: 'controll'") != std::string::npos);
        CHECK(result.exit_code == 1);
    }
}

TEST_CASE_FIXTURE(BadInput, "a file of rows that cannot be taken is refused whole, and says why") {
    SUBCASE("a word that the field does not have") {
        write("bad.csv", "number,opened_at,state,business_service\nINC1,2025-02-03 10:00,Sleeping,Mail\n");
        const auto result = run({"import", "incident", "bad.csv"});
        CHECK(result.err.find("    line 2: column 3 'state': 'Sleeping' is not a word of 'state' (one of: new, assigned, ") != std::string::npos);
        CHECK(result.err.find("rows in     1 would have been 0 added + 0 changed + 0 unchanged + 0 superseded + 1 rejected\n") != std::string::npos);
        CHECK(result.err.ends_with("assay: nothing was stored, because rows were rejected; correct the file, or store the rest with --accept-partial\n"));
        CHECK(result.out.empty());
        CHECK(result.exit_code == 1);
        CHECK(store_bytes() == before);
    }
    SUBCASE("no column for the key") {
        write("nokey.csv", "opened_at,state\n2025-02-03 10:00,Closed\n");
        refused({"import", "incident", "nokey.csv"},
                "nokey.csv:1: error: no column fills the key field 'number' (say --map number=COLUMN or --set number=VALUE) [missing-column]\n");
    }
    SUBCASE("cut off inside a cell") {
        write("cut.csv", "number,opened_at,short_description\nINC1,2025-02-03 10:00,\"cut he");
        refused({"import", "incident", "cut.csv"}, "assay: cut.csv:2: a quote that opens a cell on this line is never closed (is the file cut off?)\n");
    }
    SUBCASE("not text") {
        write("binary.csv", std::string("\x7f" "ELF\x02\x01\x01\0\0\0\0\0", 12));
        refused({"import", "incident", "binary.csv"},
                "assay: cannot read 'binary.csv': it is not text, or UTF-16 without a byte order mark (then state the encoding 'utf-16le')\n");
    }
    SUBCASE("not there") { refused({"import", "incident", "none.csv"}, "assay: cannot read 'none.csv': No such file or directory\n"); }
    SUBCASE("a folder") { refused({"import", "incident", "evidence"}, "assay: cannot read 'evidence': Is a directory\n"); }
    SUBCASE("a file whose bytes cannot be had") {
        refused({"import", "incident", "/proc/self/mem"}, "assay: cannot read '/proc/self/mem': Input/output error\n");
    }
    SUBCASE("a register that does not exist") {
        refused({"import", "incidnt", "services.csv"}, "assay: there is no register 'incidnt' (did you mean 'incident'?)\n", 64);
    }
}

TEST_CASE_FIXTURE(BadInput, "a standard output that takes nothing more is told") {
    const Program shell = [&] {
        Program program("/bin/sh", path());
        program.set("ASSAY_HOME", ASSAY_SOURCE_DIR);
        return program;
    }();
    const auto result = shell.run({"-c", ASSAY_BINARY_DIR "/assay list service >/dev/full"});
    CHECK(result.err == "assay: cannot write to standard output\n");
    CHECK(result.exit_code == 1);
}

TEST_CASE("a full disk changes nothing and loses nothing") {
    const TempFolder folder;
    const auto disk = folder.path() / "disk";
    std::filesystem::create_directory(disk);
    const auto mount = [&](const char* options) { return ::geteuid() == 0 && ::mount("tmpfs", disk.c_str(), "tmpfs", 0, options) == 0; };
    if (!mount("size=1m")) {
        MESSAGE("SKIPPED: only root may mount a small disk");
        return;
    }
    struct Unmount {
        std::filesystem::path at;
        ~Unmount() { ::umount(at.c_str()); }
    };
    const std::vector<std::string> init{"init", "w", "--organization", "Test", "--from", "2025-01-01", "--to", "2025-12-31"};
    {
        const Unmount later{disk};
        const auto made = Program::assay(disk).run(init);
        CHECK(made.err == "assay: store 'w/assay.db': the disk is full; nothing was changed (free some space and try again)\n");
        CHECK(made.out.empty());
        CHECK(made.exit_code == 1);
        CHECK(std::filesystem::is_empty(disk));
    }
    REQUIRE(mount("size=6m"));
    const Unmount later{disk};
    REQUIRE(Program::assay(disk).run(init).exit_code == 0);
    const auto assay = Program::assay(disk / "w");
    std::string rows = "number,opened_at,short_description\n";
    for (int number = 10000; number < 40000; ++number) {
        rows += "INC" + std::to_string(number) + ",2025-02-03 10:00,The same long description of a fault that fills the disk\n";
    }
    const auto file = folder.write("many.csv", rows);
    const auto before = read_text_file(disk / "w/assay.db");
    const auto result = assay.run({"import", "incident", file.string()});
    CHECK(result.err.ends_with("assay: store '" + (disk / "w/assay.db").string() + "': the disk is full; nothing was changed (free some space and try again)\n"));
    CHECK(result.out.empty());
    CHECK(result.exit_code == 1);
    CHECK(read_text_file(disk / "w/assay.db") == before);
    CHECK(assay.run({"log", "verify"}).exit_code == 0);
    CHECK(assay.run({"list", "incident", "--format", "json"}).out.find("INC") == std::string::npos);
}
