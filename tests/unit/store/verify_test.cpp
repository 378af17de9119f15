#include "fixture.hpp"

#include <set>

using namespace assay;
using namespace assay::test;

namespace {

/// A store with current and closed rows, an undo, a declaration, a blob and an assessment; two blocks in its second change.
void build(const std::filesystem::path& file) {
    auto store = Store::open(file, OpenMode::create);
    store.apply_definitions(make_schema({risk_register(), make_register("service", {key("id"), field("name")})}), k_author, at(1)); // 1
    Rows rows;
    for (int i = 0; i < 1200; ++i) {
        rows.push_back({fmt::format("k{:04}", i), "title", i});
    }
    PopulationDeclaration declaration;
    declaration.source = "desk";
    declaration.period_from = Date(std::chrono::days(1));
    declaration.source_count = 1200;
    import_rows(store, "risk", {"id", "title", "score"}, rows, {}, csv(), declaration);                // 2: rows 1 to 1200
    import_rows(store, "risk", {"id", "title"}, {{"k0000", "new"}, {"k0001", "new"}, {"x", "added"}}); // 3: rows 1201 to 1203
    import_rows(store, "service", {"id", "name"}, {{"mail", "Mail"}});                                 // 4
    TestRun run;
    store.undo(run.run, 3, {"bob", "wrong"}, at(3000)); // 5: rows 1204, 1205
    Assessment assessment;
    assessment.header.head = 5;
    assessment.header.catalogs = {"iso"};
    assessment.header.manifest = {{"catalog", "iso", "abc"}};
    assessment.determinations.push_back(
        {{"iso", "8.6"}, "", "Northgate", Outcome::met, Grade::none, {{BasisKind::check, Effect::supports, "c", "all"}}});
    assessment.tallies.emplace_back();
    assessment.failing.push_back({CheckId("c"), "", "risk", "k0002", 3, true, "", "f"});
    store.save_assessment(assessment, at(4000), "ada");
}

struct Fixture {
    TempFolder folder;
    Fixture() { build(folder.file()); }
    std::vector<std::string> faults() {
        auto store = Store::open(folder.file(), OpenMode::read_only);
        return faults_of(store);
    }
};

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE_FIXTURE(Fixture, "an untouched store is intact, and the report counts what was looked at") {
    auto store = Store::open(folder.file(), OpenMode::read_only);
    TestRun run;
    const auto report = store.verify(run.run);
    CHECK(report.intact());
    CHECK(report.changes == 5);
    CHECK(report.row_versions == 1206);
    CHECK(report.blobs == 2);
    CHECK(report.assessments == 1);
    CHECK(report.head_digest == store.changes().back().digest);
}

TEST_CASE_FIXTURE(Fixture, "an altered row is located to change, register and block") {
    SUBCASE("in the first block") {
        tamper(folder.file(), "UPDATE r_risk SET score=score+1 WHERE id='k0999'");
        CHECK(faults() == Texts{"change 2, register 'risk', block 1 (rows 1 to 1000): rows differ from the digest of the change"});
    }
    SUBCASE("in the second block") {
        tamper(folder.file(), "UPDATE r_risk SET title='titlE' WHERE id='k1000'");
        CHECK(faults() == Texts{"change 2, register 'risk', block 2 (rows 1001 to 1200): rows differ from the digest of the change"});
    }
    SUBCASE("in a closed version") {
        tamper(folder.file(), "UPDATE h_risk SET title='neW' WHERE _row=1201");
        CHECK(faults() == Texts{"change 3, register 'risk', block 1 (rows 1201 to 1203): rows differ from the digest of the change"});
    }
    SUBCASE("where a row is gone") {
        tamper(folder.file(), "DELETE FROM r_service");
        CHECK(faults() == Texts{"change 4, register 'service', block 1 (rows 1 to 1): rows differ from the digest of the change"});
    }
    SUBCASE("where a row came from nowhere") {
        tamper(folder.file(), "INSERT INTO r_risk(_row, _from, _line, id) VALUES(9000, 4, 7, 'planted')");
        CHECK(faults() == Texts{"change 4, register 'risk', row 9000: the row belongs to no change"});
    }
    SUBCASE("where a current row was closed by hand") {
        tamper(folder.file(), "INSERT INTO h_risk SELECT _row, _from, 5, _line, id, title, score, level, tags FROM r_risk WHERE _row=3;"
                              "DELETE FROM r_risk WHERE _row=3");
        CHECK(faults() == Texts{"change 5, register 'risk': the rows closed differ from the digest of the change"});
    }
    SUBCASE("where a row was closed by a change that closed none") {
        tamper(folder.file(), "UPDATE h_risk SET _to=4 WHERE _row=1");
        CHECK(faults() == Texts{"change 3, register 'risk': the rows closed differ from the digest of the change",
                                "change 4, register 'risk': rows are closed by a change that closed none"});
    }
    SUBCASE("where a field that was absent got a value") {
        tamper(folder.file(), "UPDATE r_risk SET level='high' WHERE _row=5");
        CHECK(faults() == Texts{"change 2, register 'risk', block 1 (rows 1 to 1000): rows differ from the digest of the change"});
    }
}

TEST_CASE_FIXTURE(Fixture, "an altered record of a change is located to that change alone") {
    const Texts expected{"change 3: the record of the change differs from its digest"};
    SUBCASE("author") { tamper(folder.file(), "UPDATE change SET who='eve' WHERE id=3"); }
    SUBCASE("digest") { tamper(folder.file(), "UPDATE change SET digest=zeroblob(32) WHERE id=3"); }
    SUBCASE("count") { tamper(folder.file(), "UPDATE change_register SET unchanged=7 WHERE change=3"); }
    CHECK(faults() == expected);
}

TEST_CASE_FIXTURE(Fixture, "a missing change is named, and so is what is left of it") {
    tamper(folder.file(), "DELETE FROM change WHERE id=4");
    const auto found = faults();
    CHECK(std::ranges::count(found, "change 4: the change is missing") == 1);
    CHECK(std::ranges::count(found, "change 4: 'change_register' tells of a change that is missing") == 1);
    CHECK(std::ranges::count(found, "change 5: the record of the change differs from its digest") == 1);
}

TEST_CASE_FIXTURE(Fixture, "any cell of any table of rows, changes, definitions, blobs or assessments that is altered is found") {
    struct Cell {
        std::string table;
        std::string column;
        std::string where;
    };
    std::vector<Cell> cells;
    {
        SQLite::Database raw(folder.file().string());
        SQLite::Statement tables(raw, "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite%' ORDER BY 1");
        while (tables.executeStep()) {
            const auto table = tables.getColumn(0).getString();
            SQLite::Statement columns(raw, "SELECT name FROM pragma_table_info(?)");
            columns.bind(1, table);
            while (columns.executeStep()) {
                cells.push_back({table, columns.getColumn(0).getString(), ""});
            }
        }
    }
    REQUIRE(cells.size() > 100);
    int altered = 0;
    const auto copy = folder.path() / "copy.db";
    for (const auto& cell : cells) {
        CAPTURE(cell.table);
        CAPTURE(cell.column);
        std::filesystem::copy_file(folder.file(), copy, std::filesystem::copy_options::overwrite_existing);
        {
            SQLite::Database raw(copy.string(), SQLite::OPEN_READWRITE);
            // One cell of the table's last row: the number one more, the text or blob with its last byte changed, the absent one filled.
            const auto key = cell.table.starts_with("r_") || cell.table.starts_with("h_") ? "rowid" : "";
            SQLite::Statement first(raw, fmt::format("SELECT {0}, typeof(\"{1}\") FROM \"{2}\" ORDER BY 1 DESC LIMIT 1",
                                                     *key != 0 ? key : "\"" + cell.column + "\"", cell.column, cell.table));
            if (!first.executeStep()) {
                continue;
            }
            SQLite::Statement type(raw, "SELECT type FROM pragma_table_info(?) WHERE name=?");
            type.bind(1, cell.table);
            type.bind(2, cell.column);
            REQUIRE(type.executeStep());
            const auto of = type.getColumn(0).getString();
            const auto changed = of == "INTEGER" ? fmt::format("COALESCE(\"{0}\", 0) + 1", cell.column)
                                 : of == "BLOB"  ? fmt::format("CAST(\"{0}\" || x'01' AS BLOB)", cell.column)
                                                 : fmt::format("COALESCE(\"{0}\", '') || '!'", cell.column);
            SQLite::Statement pick(raw, fmt::format("SELECT COUNT(*) FROM \"{}\"", cell.table));
            REQUIRE(pick.executeStep());
            const auto count = pick.getColumn(0).getInt();
            // Rows are told apart by all their columns: WITHOUT ROWID tables have nothing else in common.
            SQLite::Statement names(raw, "SELECT group_concat('\"' || name || '\"', ', ') FROM pragma_table_info(?)");
            names.bind(1, cell.table);
            REQUIRE(names.executeStep());
            const auto all = names.getColumn(0).getString();
            const auto table = cell.table;
            raw.exec(fmt::format("CREATE TEMP TABLE keep AS SELECT {} FROM \"{}\"", all, table));
            raw.exec(fmt::format("UPDATE keep SET \"{}\" = {} WHERE rowid = {}", cell.column, changed, count));
            raw.exec(fmt::format("DELETE FROM \"{}\"", table));
            raw.exec(fmt::format("INSERT OR IGNORE INTO \"{0}\" SELECT * FROM keep", table));
            ++altered;
        }
        std::string refusal;
        bool found = false;
        try {
            auto store = Store::open(copy, OpenMode::read_only);
            found = !faults_of(store).empty();
        } catch (const Error& error) {
            refusal = error.what();
        }
        CHECK_MESSAGE(found, refusal);
    }
    CHECK(altered > 90);
}

TEST_CASE_FIXTURE(Fixture, "the schema is compared with the generated one") {
    SUBCASE("an index that is gone") {
        tamper(folder.file(), "DROP INDEX k_risk");
        CHECK(faults() == Texts{"schema: 'k_risk' is missing"});
    }
    SUBCASE("an index that is not unique") {
        tamper(folder.file(), "DROP INDEX k_risk; CREATE INDEX k_risk ON r_risk(id)");
        CHECK(faults() == Texts{"schema: 'k_risk' differs from the definitions"});
    }
    SUBCASE("a trigger and a view") {
        tamper(folder.file(), "CREATE TRIGGER t AFTER INSERT ON r_risk BEGIN DELETE FROM r_risk; END; CREATE VIEW v AS SELECT 1");
        CHECK(faults() == Texts{"schema: 't' is none of Assay's", "schema: 'v' is none of Assay's"});
    }
    SUBCASE("a column more") {
        tamper(folder.file(), "ALTER TABLE r_risk ADD COLUMN evil TEXT");
        CHECK(faults() == Texts{"schema: 'r_risk' differs from the definitions"});
    }
    SUBCASE("a table that is gone") {
        tamper(folder.file(), "DROP TABLE h_risk");
        const auto found = faults();
        CHECK(std::ranges::count(found, "schema: 'h_risk' is missing") == 1);
    }
}

TEST_CASE_FIXTURE(Fixture, "a trigger that somebody put into the file does not run") {
    tamper(folder.file(), "CREATE TRIGGER t AFTER INSERT ON r_risk BEGIN DELETE FROM r_service; END");
    auto store = Store::open(folder.file(), OpenMode::read_write);
    import_rows(store, "risk", {"id"}, {{"fresh"}});
    CHECK(table(store, "service", {"id"}) == Rows{{"mail"}});
}

TEST_CASE_FIXTURE(Fixture, "any damaged byte of a page that holds rows is found, or the file is refused with a reason") {
    // Bytes in the middle of cells: the text of a row, read through the raw file.
    std::string bytes;
    {
        std::FILE* in = std::fopen(folder.file().c_str(), "rb");
        REQUIRE(in != nullptr);
        char buffer[4096];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, in)) > 0;) {
            bytes.append(buffer, got);
        }
        std::fclose(in);
    }
    const auto copy = folder.path() / "copy.db";
    int tried = 0;
    for (auto position = bytes.find("k0500title"); position < bytes.size() && tried < 12; ++tried) {
        auto damaged = bytes;
        damaged[position + static_cast<std::size_t>(tried)] = static_cast<char>(damaged[position + static_cast<std::size_t>(tried)] ^ 0x01);
        std::FILE* out = std::fopen(copy.c_str(), "wb");
        REQUIRE(out != nullptr);
        std::fwrite(damaged.data(), 1, damaged.size(), out);
        std::fclose(out);
        auto store = Store::open(copy, OpenMode::read_only);
        const auto found = faults_of(store);
        CHECK(std::ranges::any_of(found, [](const std::string& text) {
            return text == "change 2, register 'risk', block 1 (rows 1 to 1000): rows differ from the digest of the change";
        }));
    }
    CHECK(tried == 12);
}
