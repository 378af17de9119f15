// assay new register, new catalog, new check: what they write stands as it is, and takes nobody's place.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace {

/// Every file below the workspace's own content.
std::map<std::string, std::string> own_content(const TestWorkspace& workspace) {
    std::map<std::string, std::string> files;
    if (!std::filesystem::exists(workspace.path() / "controls")) {
        return files;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(workspace.path() / "controls")) {
        if (entry.is_regular_file()) {
            files.emplace(entry.path().lexically_relative(workspace.path()).generic_string(), read_text_file(entry.path()));
        }
    }
    return files;
}

} // namespace

TEST_CASE_FIXTURE(TestWorkspace, "a register, a catalog and a check of one's own load, link and pass, and are judged") {
    CHECK(run({"new", "register", "site_visit", "--title", "Visits & <tours>"}).out == "controls/registers/site_visit.xml\n");
    CHECK(run({"new", "catalog", "house"}).out == "controls/catalogs/house.xml\n");
    CHECK(run({"new", "check", "visits-have-owner", "--in", "site_visit", "--control", "house/1.1", "--basis", "Visits are <owned> & named.", "--field", "owner"}).out == "controls/checks/visits-have-owner.xml\n");
    const auto valid = run({"catalog", "validate"});
    CHECK(valid.exit_code == 0);
    CHECK(valid.out.find(": no fault\n") != std::string::npos);
    CHECK(run({"rules", "test"}).exit_code == 0);
    write("visits.csv", "id,title,owner\r\nV1,First,\r\nV2,Second,P1\r\n");
    CHECK(run({"import", "site_visit", "visits.csv"}).exit_code == 0);
    write("assay.xml", "<workspace organization=\"T\"><period from=\"2025-01-01\" to=\"2025-12-31\"/><standard catalog=\"house\"/></workspace>");
    CHECK(run({"check", "--on", "2026-01-15"}).exit_code == 2);
    CHECK(run({"explain", "house/1.1"}).out.find("Visits & <tours>: V1 has no owner.") != std::string::npos);
}

TEST_CASE_FIXTURE(TestWorkspace, "a check to begin with passes its cases on every register whose rows can lack anything") {
    std::size_t made = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls/registers")) {
        const auto id = entry.path().stem().string();
        const auto result = run({"new", "check", "own-" + id, "--in", id, "--control", "iso20000-1-2018/8.6.1-r01", "--basis", "x"});
        CAPTURE(id);
        CAPTURE(result.err);
        const bool lacks_nothing = result.err.find("there is nothing that one could lack") != std::string::npos;
        CHECK((result.exit_code == 0 || lacks_nothing));
        made += result.exit_code == 0 ? 1U : 0U;
    }
    CHECK(made + 5 > count_shipped_registers());
    const auto tested = run({"rules", "test"});
    CHECK(tested.exit_code == 0);
    CHECK(tested.out.ends_with(" cases: all as expected\n"));
    CHECK(own_content(*this).size() == made);
}

TEST_CASE_FIXTURE(TestWorkspace, "what is none, not there or taken is refused, and nothing is written") {
    const auto refused = [&](const std::vector<std::string>& arguments) {
        const auto result = run(arguments);
        CHECK(result.exit_code == 64);
        CHECK(result.out.empty());
        return result.err;
    };
    CHECK(refused({"new", "register", "incident"}) == "assay: there is a register 'incident' already; take another id\n");
    CHECK(refused({"new", "register", "../x"}) == "assay: '../x' is not well-formed as an id (write a small letter, then small letters, digits and '_')\n");
    CHECK(refused({"new", "register", "x\" kind=\"y"}).find("(write a small letter, then small letters, digits and '_')\n") != std::string::npos);
    CHECK(refused({"new", "catalog", "cobit-2019"}) == "assay: there is a catalog 'cobit-2019' already; take another id\n");
    CHECK(refused({"new", "catalog", ".x"}) == "assay: '.x' is not well-formed as an id (write a letter or digit, then letters, digits, '.', '_' and '-')\n");
    CHECK(refused({"new", "check", "x", "--in", "incident", "--control", "iso20000-1-2018/8.6.1-r01"}).find("--basis is required") != std::string::npos);
    CHECK(refused({"new", "check", "x", "--in", "incident", "--control", "iso20000-1-2018/8.6.1-r01", "--basis", " "}).find("assay: ") == 0);
    const auto check = [&](const std::string& id, const std::string& in, const std::string& control, const std::string& field) {
        return refused({"new", "check", id, "--in", in, "--control", control, "--basis", "x", "--field", field});
    };
    CHECK(check("x", "incidnt", "iso20000-1-2018/8.6.1-r01", "owner") == "assay: there is no register 'incidnt' (did you mean 'incident'?)\n");
    CHECK(check("x", "incident", "cobit-2020/1", "priority") == "assay: there is no catalog 'cobit-2020' (did you mean 'cobit-2019'?)\n");
    CHECK(check("x", "incident", "iso20000-1-2018/8.6.1-r1", "priority").find("assay: catalog 'iso20000-1-2018' has no control '8.6.1-r1' (did you mean '") == 0);
    CHECK(check("x", "incident", "8.6.1-r01", "priority") == "assay: '8.6.1-r01' names no control (write CATALOG/CONTROL, 'assay catalog list' has the catalogs)\n");
    CHECK(check("x", "incident", "iso20000-1-2018/8.6.1-r01", "priorty") == "assay: unknown field 'priorty' in register 'incident' (did you mean 'priority'?)\n");
    CHECK(check("x", "incident", "iso20000-1-2018/8.6.1-r01", "number") == "assay: every row of register 'incident' has 'number': name a field that one could lack\n");
    CHECK(check("incident-classified", "incident", "iso20000-1-2018/8.6.1-r01", "priority") == "assay: there is a check 'incident-classified' already; take another id\n");
    CHECK(check("iso-8.6.1-incident", "incident", "iso20000-1-2018/8.6.1-r01", "priority") ==
          "assay: there is a file of checks 'iso-8.6.1-incident.xml' already, and this one would take its place; take another id\n");
    CHECK(own_content(*this).empty());
    write("controls/registers/visit.xml", "<register/>");
    CHECK(run({"new", "register", "visit"}).exit_code != 0);
    CHECK(read_text_file(path() / "controls/registers/visit.xml") == "<register/>");
}
