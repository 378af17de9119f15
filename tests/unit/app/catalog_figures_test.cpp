// The figures of catalogs, and docs/catalogs.md, which holds those of the built-in ones.
#include "assay/app/catalog_figures.hpp"
#include "assay/base/file.hpp"
#include "assay/base/run.hpp"
#include "support/small_catalogs.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

using namespace assay;
using namespace assay::testing;

namespace {

CheckDefinition make_check(std::string id, std::string control, bool proves) {
    CheckDefinition check;
    check.id.text = std::move(id);
    check.controls.push_back({{"std", std::move(control)}, {}});
    check.proves = proves;
    return check;
}

Content small_content() {
    auto catalog = CatalogMaker("std", "Standard | 1").group("4").group("4.1", "4").control("4.1-r01", "4.1").control("4.1-r02", "4.1").group("5").control("5-r01", "5").control("free").make();
    catalog.headline_is_shall = true;
    catalog.groups[1].depth = 1;
    catalog.controls[1].shall = catalog.controls[0].shall;
    catalog.controls[2].provable = false;
    catalog.controls[0].demands.push_back({"record", DemandKind::standard, "", "", "", {}});
    catalog.controls[0].demands.push_back({"plan", DemandKind::expected, "", "", "", {}});
    catalog.controls[3].demands.push_back({"plan", DemandKind::expected, "", "", "", {}});
    Content content;
    content.catalogs.push_back(std::move(catalog));
    content.check_files.push_back({"c.xml", "", {make_check("a", "4.1-r01", false), make_check("b", "4.1-r01", true), make_check("c", "5-r01", true), make_check("d", "4.1-r02", false)}});
    content.crosswalks.push_back(make_crosswalk("std", "std2", {make_map("4", MapRelation::equal, "x")}));
    content.catalogs.push_back(CatalogMaker("std2").group("x").control("x1", "x").control("x2", "x").control("y").make());
    content.catalogs.back().scale = Scale::alignment;
    return content;
}

} // namespace

TEST_CASE("a control counts once: proved by a check, failed by checks only, or left to an assessor") {
    const auto content = small_content();
    CHECK(figures_of(content, content.catalogs[0]) == CatalogFigures{4, 3, 1, 2, 1, 2, 1});
    const auto clauses = clause_figures_of(content, content.catalogs[0]);
    REQUIRE(clauses.size() == 3);
    CHECK(clauses[0].group->id == "4");
    CHECK(clauses[0].figures == CatalogFigures{2, 1, 1, 1, 1, 1, 0});
    CHECK(clauses[1].group->id == "4.1");
    CHECK(clauses[1].figures == clauses[0].figures);
    CHECK(clauses[2].figures == CatalogFigures{1, 1, 0, 0, 0, 1, 0});
}

TEST_CASE("the tables hold catalogs, the clauses of certifiable standards, and crosswalks") {
    CHECK(catalog_tables_markdown(small_content()) ==
          "| catalog | scale | controls | shall groups | standard demands | expected demands | proving check | other checks | assessor only |\n"
          "|---|---|---:|---:|---:|---:|---:|---:|---:|\n"
          "| `std` Standard \\| 1 | iso17021 | 4 | 3 | 1 | 2 | 1 | 2 | 1 |\n"
          "| `std2` std2 | alignment | 3 | – | 0 | 0 | 0 | 0 | 3 |\n"
          "\n"
          "| Standard \\| 1 | controls | shall groups | standard demands | expected demands | proving check | other checks | assessor only |\n"
          "|---|---:|---:|---:|---:|---:|---:|---:|\n"
          "| `4` Group 4 | 2 | 1 | 1 | 1 | 1 | 1 | 0 |\n"
          "| `4.1` Group 4.1 | 2 | 1 | 1 | 1 | 1 | 1 | 0 |\n"
          "| `5` Group 5 | 1 | 1 | 0 | 0 | 0 | 1 | 0 |\n"
          "\n"
          "| from | to | maps | controls of the first mapped | controls of the second mapped |\n"
          "|---|---|---:|---:|---:|\n"
          "| `std` | `std2` | 1 | 2 of 4 | 2 of 3 |\n");
    CHECK_FALSE(with_catalog_tables("no markers", small_content()));
    CHECK(with_catalog_tables("a\n<!-- catalogs: generated from controls/ -->\nold\n<!-- end of catalogs -->\nb\n", small_content())->ends_with("2 of 3 |\n<!-- end of catalogs -->\nb\n"));
}

TEST_CASE("docs/catalogs.md holds the figures of the built-in catalogs") {
    NoProgress silent;
    Diagnostics faults;
    const Run run{{}, silent, faults};
    Setting setting;
    setting.home = ASSAY_SOURCE_DIR;
    auto content = load_content(run, setting);
    REQUIRE_MESSAGE(content, faults.to_text());
    REQUIRE_MESSAGE(load_crosswalks(run, setting, *content), faults.to_text());
    const auto file = std::string(ASSAY_SOURCE_DIR) + "/docs/catalogs.md";
    const auto text = read_file(file);
    const auto wanted = with_catalog_tables(text, *content);
    REQUIRE(wanted);
    if (*wanted != text && std::getenv("ASSAY_ACCEPT") != nullptr) {
        std::ofstream(file, std::ios::binary) << *wanted;
    }
    const bool same = *wanted == text;
    CHECK_MESSAGE(same, "docs/catalogs.md differs from controls/; ASSAY_ACCEPT=1 writes it anew");
}
