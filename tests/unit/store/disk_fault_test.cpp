// Disks that fail, fill up or lose power at every operation of a change: the store is as before or as after, and says what happened.
#include "fixture.hpp"

#include "support/faulty_vfs.hpp"

#include <functional>
#include <random>

using namespace assay;
using namespace assay::test;
using assay::testing::FaultyDisk;

namespace {

Rows many_rows(int count, int score) {
    Rows rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back({fmt::format("R{:04}", i), std::string(200, static_cast<char>('a' + i % 26)), score + i});
    }
    return rows;
}

struct Work {
    const char* name;
    std::function<void(Store&)> run;
};

/// Each is one change of a store that holds two imports.
std::vector<Work> works() {
    const std::vector<std::string> columns{"id", "title", "score"};
    return {
        {"import", [columns](Store& store) { import_rows(store, "risk", columns, many_rows(150, 7)); }},
        {"undo",
         [](Store& store) {
             TestRun run;
             (void)store.undo(run.run, 3, k_author, at(50));
         }},
        {"definition",
         [](Store& store) {
             auto wider = risk_register();
             wider.source_text = "<register id='risk' wider='yes'/>";
             wider.fields.push_back(field("note"));
             (void)store.apply_definitions(make_schema({wider}), k_author, at(60));
         }},
        {"rename",
         [](Store& store) {
             TestRun run;
             const std::vector<Value> old_key{"R0001"};
             const std::vector<Value> new_key{"R9999"};
             (void)store.rename(run.run, "risk", old_key, new_key, k_author, at(70));
         }},
    };
}

struct Disk {
    TempFolder folder;
    FaultyDisk disk;
    std::string bytes;

    Disk() {
        {
            auto store = Store::open(folder.file(), OpenMode::create);
            store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
            import_rows(store, "risk", {"id", "title", "score"}, many_rows(100, 1));
            import_rows(store, "risk", {"id", "title", "score"}, many_rows(120, 3));
        }
        std::ifstream in(folder.file(), std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    void start_over() const {
        std::ofstream out(folder.file(), std::ios::binary | std::ios::trunc);
        out << bytes;
        std::error_code ignored;
        std::filesystem::remove(folder.file().string() + "-journal", ignored);
    }
    /// Head and rows: enough to tell before from after.
    [[nodiscard]] std::string state() const {
        auto store = Store::open(folder.file(), OpenMode::read_write);
        const auto faults = faults_of(store);
        std::string text = faults.empty() ? "" : "DAMAGED " + faults.front();
        text += fmt::format("head {}:", store.head());
        for (const auto& row : table(store, "risk", {"id", "score"})) {
            text += fmt::format(" {}={}", *text_of(row[0]), *number_of(row[1]));
        }
        return text;
    }
    /// Operations of the work undisturbed, and what is there afterwards.
    std::pair<std::int64_t, std::string> undisturbed(const Work& work) {
        start_over();
        const auto before = disk.operations();
        {
            auto store = Store::open(folder.file(), OpenMode::read_write);
            work.run(store);
        }
        return {disk.operations() - before, state()};
    }
};

} // namespace

TEST_CASE_FIXTURE(Disk, "a disk that fails or is full at any operation of a change leaves the state before or after, and is told of") {
    start_over();
    const auto before = state();
    for (const auto& work : works()) {
        CAPTURE(work.name);
        const auto [operations, after] = undisturbed(work);
        REQUIRE(operations > 4);
        REQUIRE(after != before);
        std::int64_t told = 0;
        const auto step = std::max<std::int64_t>(1, operations / 15); // every operation of small changes, some fifteen of large ones
        for (const auto fault : {FaultyDisk::Fault::io_error, FaultyDisk::Fault::full}) {
            for (std::int64_t at_operation = 1; at_operation <= operations; at_operation += step) {
                CAPTURE(at_operation);
                start_over();
                const auto error = error_of([&] {
                    auto store = Store::open(folder.file(), OpenMode::read_write);
                    disk.fail_at(at_operation, fault);
                    work.run(store);
                });
                disk.mend();
                const auto now = state();
                CHECK((now == before || now == after));
                if (error == "no error") {
                    CHECK(now == after);
                    continue;
                }
                ++told;
                const bool says_what = error.find("cannot be read or written") != std::string::npos || error.find("the disk is full") != std::string::npos;
                CHECK_MESSAGE(says_what, error);
                // Who is told that nothing was changed finds nothing changed.
                CHECK((error.find("nothing was changed") == std::string::npos || now == before));
            }
        }
        CHECK(told > 0);
    }
}

TEST_CASE_FIXTURE(Disk, "when the power is cut at any operation, what was synced decides: the state before or after, whole") {
    start_over();
    const auto before = state();
    std::mt19937 random(20'000);
    const auto choose = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    std::int64_t cuts = 0;
    std::int64_t done = 0;
    for (const auto& work : works()) {
        CAPTURE(work.name);
        const auto [operations, after] = undisturbed(work);
        const auto step = std::max<std::int64_t>(1, operations / 25);
        // The last round cuts it after the change was told to be done.
        for (std::int64_t at_operation = 1; at_operation <= operations + step; at_operation += step) {
            CAPTURE(at_operation);
            start_over();
            disk.power_on(choose); // forgets what it knew of the files
            start_over();
            const auto error = error_of([&] {
                auto store = Store::open(folder.file(), OpenMode::read_write);
                disk.fail_at(at_operation, FaultyDisk::Fault::power_cut);
                work.run(store);
            });
            cuts += disk.is_off() ? 1 : 0;
            disk.power_on(choose);
            const auto now = state();
            CHECK((now == before || now == after));
            CHECK((error != "no error" || now == after));
            done += error == "no error" ? 1 : 0;
        }
    }
    CHECK(cuts > 60);
    CHECK(done >= 4);
}
