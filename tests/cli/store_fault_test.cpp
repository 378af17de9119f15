// A store that cannot be used: the exact reason, exit code 1, an untouched file and an empty stdout.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

struct Faulty : TestWorkspace {
    void refused(const std::string& text) const {
        const std::vector<std::vector<std::string>> commands{{"list"}, {"list", "risk"}, {"set", "risk", "R-1", "title=x"}, {"log", "show"}, {"evidence", "verify"}};
        for (const auto& arguments : commands) {
            const auto result = run(arguments);
            CHECK(result.out.empty());
            CHECK(result.err == "assay: " + text + "\n");
            CHECK(result.exit_code == 1);
        }
    }
    /// SQLite's header holds numbers of four bytes, the highest first.
    void put_number(std::size_t offset, unsigned number) const {
        auto bytes = store_bytes();
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[offset + i] = static_cast<char>(number >> (8 * (3 - i)) & 0xFFU);
        }
        write("assay.db", bytes);
    }
    [[nodiscard]] std::string store() const { return "'" + (path() / "assay.db").string() + "'"; }
};

/// The lock that SQLite itself takes: bytes from 0x40000000 on.
class Lock {
public:
    Lock(const fs::path& file, off_t first, off_t count) : m_descriptor(::open(file.c_str(), O_RDWR | O_CLOEXEC)) {
        struct flock range {};
        range.l_type = F_WRLCK;
        range.l_whence = SEEK_SET;
        range.l_start = 0x40000000 + first;
        range.l_len = count;
        REQUIRE(::fcntl(m_descriptor, F_SETLK, &range) == 0);
    }
    ~Lock() { ::close(m_descriptor); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

private:
    int m_descriptor;
};

} // namespace

TEST_CASE_FIXTURE(Faulty, "a workspace of a newer version is refused") {
    put_number(60, 99);
    const auto before = store_bytes();
    refused("store " + store() + " was made by a newer version of Assay: it has layout 99, and this version knows layout 1 (install the newer version)");
    CHECK(store_bytes() == before);
}

TEST_CASE_FIXTURE(Faulty, "a database of another program is refused") {
    put_number(68, 7);
    refused(store() + " is not an Assay store: it carries no mark of one (choose another file, or make a workspace with 'assay init')");
}

TEST_CASE_FIXTURE(Faulty, "a file that is no database is refused") {
    write("assay.db", std::string(10'000, 'x'));
    refused(store() + " is not an Assay store: it is no database (choose another file, or restore it from a backup)");
    CHECK(store_bytes() == std::string(10'000, 'x'));
}

TEST_CASE_FIXTURE(Faulty, "a missing store and a folder in its place are told apart from an empty one") {
    fs::remove(path() / "assay.db");
    const auto missing = run({"list"});
    CHECK(missing.out.empty());
    CHECK(missing.exit_code == 1);
    CHECK(missing.err.find("assay.db'") != std::string::npos);
    CHECK_FALSE(fs::exists(path() / "assay.db"));
    fs::create_directory(path() / "assay.db");
    const auto folder_there = run({"list"});
    CHECK(folder_there.out.empty());
    CHECK(folder_there.exit_code == 1);
    CHECK(folder_there.err.find("assay.db'") != std::string::npos);
}

TEST_CASE_FIXTURE(Faulty, "a store that nobody may read is refused") {
    if (::geteuid() == 0) {
        MESSAGE("SKIPPED: root may read everything");
        return;
    }
    fs::permissions(path() / "assay.db", fs::perms::none);
    refused("store " + store() + " cannot be opened (check the permissions of the file and of its folder)");
}

TEST_CASE_FIXTURE(Faulty, "while another program writes, readers read and writers wait, then give up") {
    assay.set("ASSAY_LOCK_WAIT", "0");
    const auto before = store_bytes();
    const Lock reserved(path() / "assay.db", 1, 1);
    CHECK(run({"list"}).exit_code == 0);
    const auto result = run({"set", "risk", "R-1", "title=x"});
    CHECK(result.out.empty());
    CHECK(result.err == "assay: store " + store() + " is locked by another program; nothing was changed (wait until that program is done, and try again)\n");
    CHECK(result.exit_code == 1);
    CHECK(store_bytes() == before);
}

TEST_CASE_FIXTURE(Faulty, "a store that is wholly locked is refused after the wait") {
    assay.set("ASSAY_LOCK_WAIT", "0");
    const Lock all(path() / "assay.db", 0, 512);
    refused("store " + store() + " is locked by another program; nothing was changed (wait until that program is done, and try again)");
}

TEST_CASE_FIXTURE(Faulty, "a wait that is no number of seconds is wrong usage") {
    assay.set("ASSAY_LOCK_WAIT", "long");
    const auto result = run({"list"});
    CHECK(result.out.empty());
    CHECK(result.err == "assay: ASSAY_LOCK_WAIT takes seconds from 0 to 3600, not 'long'\n");
    CHECK(result.exit_code == 64);
}

TEST_CASE("a folder that is no workspace is refused with what to do") {
    const TempFolder folder;
    const auto assay = Program::assay(folder.path());
    for (const auto* command : {"list", "check", "log verify"}) {
        std::vector<std::string> words{std::string(command).substr(0, std::string(command).find(' '))};
        if (const auto blank = std::string(command).find(' '); blank != std::string::npos) {
            words.push_back(std::string(command).substr(blank + 1));
        }
        const auto result = assay.run(words);
        CHECK(result.out.empty());
        CHECK(result.err == "assay: no workspace here: neither '" + folder.path().string() +
                                "' nor a folder above it has an assay.xml; make one with 'assay init', or name one with --workspace\n");
        CHECK(result.exit_code == 1);
    }
    const auto named = assay.run({"-w", "there", "list"});
    CHECK(named.out.empty());
    CHECK(named.err == "assay: 'there' is not a workspace: it has no assay.xml; make one with 'assay init there'\n");
    CHECK(named.exit_code == 1);
}
