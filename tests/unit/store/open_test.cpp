#include "fixture.hpp"

#include <chrono>
#include <fstream>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>

using namespace assay;
using namespace assay::test;

namespace {

struct Fixture {
    TempFolder folder;
    std::string name = folder.file().string();
    void create() {
        auto store = Store::open(folder.file(), OpenMode::create);
        store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
    }
    std::string open(OpenMode mode = OpenMode::read_write) {
        return error_of([&] { (void)Store::open(folder.file(), mode); });
    }
    void write(std::string_view bytes) {
        std::ofstream out(folder.file(), std::ios::binary | std::ios::trunc);
        out << bytes;
    }
};

/// Another identity than root's, for which permissions count.
class Nobody {
public:
    Nobody() : m_root(::geteuid() == 0) {
        if (m_root && ::seteuid(65534) != 0) {
            m_root = false;
        }
    }
    ~Nobody() {
        if (m_root) {
            CHECK(::seteuid(0) == 0);
        }
    }
    Nobody(const Nobody&) = delete;
    Nobody& operator=(const Nobody&) = delete;

private:
    bool m_root;
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a store that is not there, or is there already, is told with the remedy") {
    CHECK(open() == "store '" + name + "' does not exist (make a workspace with 'assay init')");
    create();
    CHECK(open(OpenMode::create) == "store '" + name + "' exists already (open it, or choose another folder)");
    CHECK(open() == "no error");
    CHECK(open(OpenMode::read_only) == "no error");
}

TEST_CASE_FIXTURE(Fixture, "a file that is no store is refused") {
    const auto no_database = "'" + name + "' is not an Assay store: it is no database (choose another file, or restore it from a backup)";
    const auto no_mark =
        "'" + name + "' is not an Assay store: it carries no mark of one (choose another file, or make a workspace with 'assay init')";
    SUBCASE("text") {
        write(std::string(5000, 'x'));
        CHECK(open() == no_database);
    }
    SUBCASE("empty") {
        write("");
        CHECK(open() == no_mark);
        CHECK(open(OpenMode::create) == "no error");
        CHECK(open() == "no error");
    }
    SUBCASE("another program's database") {
        SQLite::Database raw(name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        raw.exec("CREATE TABLE t(a)");
        CHECK(open() == no_mark);
    }
    SUBCASE("a folder") {
        std::filesystem::create_directory(folder.file());
        CHECK(open() == "'" + name + "' is not an Assay store: it is not a regular file");
        CHECK(open(OpenMode::create) == "store '" + name + "' exists already (open it, or choose another folder)");
    }
}

TEST_CASE_FIXTURE(Fixture, "a store of a newer version is refused") {
    create();
    tamper(folder.file(), "PRAGMA user_version=7");
    CHECK(open() ==
          "store '" + name +
              "' was made by a newer version of Assay: it has layout 7, and this version knows layout 1 (install the newer version)");
    tamper(folder.file(), "PRAGMA user_version=0");
    CHECK(open() == "store '" + name + "' is damaged: it has layout 0, which no version of Assay ever wrote (restore it from a backup)");
}

TEST_CASE_FIXTURE(Fixture, "a truncated store is refused") {
    create();
    auto store = Store::open(folder.file(), OpenMode::read_write);
    Rows rows;
    for (int i = 0; i < 3000; ++i) {
        rows.push_back({fmt::format("k{}", i), std::string(50, 'x'), i});
    }
    import_rows(store, "risk", {"id", "title", "score"}, rows);
    store = Store::in_memory();
    std::filesystem::resize_file(folder.file(), std::filesystem::file_size(folder.file()) / 2);
    const auto refusal = "store '" + name + "' is damaged: database disk image is malformed (restore it from a backup)";
    CHECK(open() == refusal);
    CHECK(open(OpenMode::read_only) == refusal);
}

TEST_CASE_FIXTURE(Fixture, "a locked store says after a second what it waits for, and then gives up without a change") {
    create();
    auto first = Store::open(folder.file(), OpenMode::read_write);
    std::vector<std::string> told;
    OpenOptions options;
    options.on_wait = [&](std::string_view text) { told.emplace_back(text); };
    options.wait_limit = std::chrono::milliseconds(1300);
    auto second = Store::open(folder.file(), OpenMode::read_write, options);
    TestRun run;
    const auto session = first.begin_import(run.run, "risk", std::vector<std::string>{"id"});
    CHECK(error_of([&] { import_rows(second, "risk", {"id"}, {{"a"}}); }) ==
          "store '" + name + "' is locked by another program; nothing was changed (wait until that program is done, and try again)");
    CHECK(told == std::vector<std::string>{"waiting for another program that holds store '" + name + "'"});
}

TEST_CASE_FIXTURE(Fixture, "a lock that is released in time is waited for") {
    create();
    auto second = Store::open(folder.file(), OpenMode::read_write);
    std::thread holder([&] {
        SQLite::Database raw(name, SQLite::OPEN_READWRITE);
        raw.exec("BEGIN IMMEDIATE");
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        raw.exec("COMMIT");
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(import_rows(second, "risk", {"id"}, {{"a"}}).change == 2);
    holder.join();
}

TEST_CASE_FIXTURE(Fixture, "waiting for a lock ends when a stop is requested") {
    create();
    auto first = Store::open(folder.file(), OpenMode::read_write);
    auto second = Store::open(folder.file(), OpenMode::read_write);
    TestRun run;
    const auto session = first.begin_import(run.run, "risk", std::vector<std::string>{"id"});
    std::thread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        run.stop.request_stop();
    });
    CHECK(error_of([&] { (void)second.begin_import(run.run, "risk", std::vector<std::string>{"id"}); }) ==
          "stopped on request; nothing was changed");
    stopper.join();
}

TEST_CASE_FIXTURE(Fixture, "a store that may not be written says so, and can still be read") {
    create();
    ::chmod(folder.path().c_str(), 0555);
    ::chmod(folder.file().c_str(), 0444);
    {
        const Nobody nobody;
        auto store = Store::open(folder.file(), OpenMode::read_write);
        CHECK(error_of([&] { import_rows(store, "risk", {"id"}, {{"a"}}); }) ==
              "store '" + name + "' cannot be written; nothing was changed (check the permissions of the file and of its folder)");
        CHECK(table(store, "risk", {"id"}).empty());
        CHECK(store.apply_definitions(make_schema({risk_register()}), k_author, at(1)) == 0);
    }
    SUBCASE("and one that may not be read cannot be opened") {
        ::chmod(folder.file().c_str(), 0000);
        const Nobody nobody;
        CHECK(open() == "store '" + name + "' cannot be opened (check the permissions of the file and of its folder)");
    }
    SUBCASE("and a folder that may not be written takes no new store") {
        const auto other = (folder.path() / "new.db").string();
        const Nobody nobody;
        CHECK(error_of([&] { (void)Store::open(other, OpenMode::create); }) ==
              "store '" + other + "' cannot be opened (check the permissions of the file and of its folder)");
    }
    ::chmod(folder.path().c_str(), 0755);
}

TEST_CASE_FIXTURE(Fixture, "a full disk stores nothing and says so") {
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0) {
        MESSAGE("SKIPPED: a full disk needs a small file system, and none can be mounted here");
        return;
    }
    create();
    {
        auto store = Store::open(folder.file(), OpenMode::read_write);
        import_rows(store, "risk", {"id", "title"}, {{"a", "one"}});
        Rows rows;
        for (int i = 0; i < 20'000; ++i) {
            rows.push_back({fmt::format("k{}", i), std::string(100, 'x')});
        }
        CHECK(error_of([&] { import_rows(store, "risk", {"id", "title"}, rows); }) ==
              "store '" + name + "': the disk is full; nothing was changed (free some space and try again)");
        CHECK(table(store, "risk", {"id", "title"}) == Rows{{"a", "one"}});
        CHECK(store.head() == 2);
    }
    {
        auto store = Store::open(folder.file(), OpenMode::read_only);
        CHECK(faults_of(store).empty());
    }
    CHECK(::umount(folder.path().c_str()) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a program that died in the middle of an import leaves the state before it") {
    create();
    {
        auto store = Store::open(folder.file(), OpenMode::read_write);
        import_rows(store, "risk", {"id"}, {{"a"}});
        // What a killed program leaves: the file half-written and its journal, copied while the transaction is open.
        TestRun run;
        const auto session = store.begin_import(run.run, "risk", std::vector<std::string>{"id", "title"});
        for (int i = 0; i < 30'000; ++i) {
            session->add(2, Row{fmt::format("k{}", i), std::string(3000, 'x')});
        }
        session->merge({});
        REQUIRE(std::filesystem::exists(name + "-journal"));
        for (const auto* dead : {"dead.db", "asked.db", "shut.db"}) {
            std::filesystem::copy_file(name, folder.path() / dead);
            std::filesystem::copy_file(name + "-journal", folder.path() / (std::string(dead) + "-journal"));
        }
    }
    for (const auto& [dead, mode] : {std::pair{"dead.db", OpenMode::read_write}, {"asked.db", OpenMode::read_only}}) {
        auto store = Store::open(folder.path() / dead, mode);
        CHECK(table(store, "risk", {"id"}) == Rows{{"a"}});
        CHECK(faults_of(store).empty());
    }
    // Who may not write can only be told.
    const auto shut = folder.path() / "shut.db";
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    std::filesystem::permissions(shut, std::filesystem::perms(0444));
    std::filesystem::permissions(shut.string() + "-journal", std::filesystem::perms(0444));
    const Nobody nobody;
    CHECK(error_of([&] { (void)Store::open(shut, OpenMode::read_only); }) ==
          "store '" + shut.string() + "' was left in the middle of a change (open it once with write access, and it repairs itself)");
}
