#include "assay/base/file.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>
#include <csignal>
#include <filesystem>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace assay;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// Where the name ends up, relative to the folder, or "-".
std::string inside(const fs::path& folder, std::string_view name) {
    const auto path = path_inside(folder, name);
    return path ? path->lexically_relative(fs::canonical(folder)).string() : "-";
}

} // namespace

TEST_CASE("a file is read whole, up to a limit") {
    const TempFolder folder;
    const fs::path file = folder.write("a.txt", std::string(100'000, 'x'));
    CHECK(read_file(file).size() == 100'000);
    CHECK(read_file(file, 100'000).size() == 100'000);
    CHECK(read_file(folder.write("empty", ""), 0).empty());
    CHECK_THROWS_WITH_AS((void)read_file(file, 99'999), ("cannot read '" + file.string() + "': is larger than 99999 bytes").c_str(), Error);
}

TEST_CASE("a file that cannot be read is named with the reason") {
    const TempFolder folder;
    CHECK_THROWS_WITH_AS((void)read_file("no/such/file"), "cannot read 'no/such/file': No such file or directory", Error);
    CHECK_THROWS_WITH_AS((void)read_file(folder.path()), ("cannot read '" + folder.path().string() + "': Is a directory").c_str(), Error);
    CHECK_THROWS_WITH_AS((void)hash_file("no/such/file"), "cannot read 'no/such/file': No such file or directory", Error);
    CHECK_THROWS_WITH_AS((void)hash_file(folder.path()), ("cannot read '" + folder.path().string() + "': Is a directory").c_str(), Error);
}

TEST_CASE("an atomic file appears only on commit") {
    const TempFolder folder;
    const fs::path target = folder.path() / "out.txt";
    {
        AtomicFile file(target);
        file.write("half");
        CHECK_FALSE(fs::exists(target));
        SUBCASE("and leaves nothing behind without it") {}
        SUBCASE("and appears whole with it") {
            file.write(" and half");
            file.commit();
            CHECK(read_file(target) == "half and half");
            struct stat status {};
            REQUIRE(::stat(target.c_str(), &status) == 0);
            const mode_t mask = ::umask(0);
            ::umask(mask);
            CHECK((status.st_mode & 0777U) == (0644U & ~mask));
            CHECK_THROWS_WITH_AS(file.write("more"), ("cannot write '" + target.string() + "': Bad file descriptor").c_str(), Error);
            CHECK_THROWS_WITH_AS(file.commit(), ("cannot write '" + target.string() + "': Bad file descriptor").c_str(), Error);
        }
    }
    CHECK(entries(folder.path()) == (fs::exists(target) ? 1 : 0));
}

TEST_CASE("what is settled can be read back before it gets its name, and is gone when it never does") {
    TempFolder folder;
    const auto target = folder.path() / "x";
    std::filesystem::path draft;
    {
        AtomicFile file(target);
        file.write("written");
        file.settle();
        draft = file.draft();
        CHECK(read_file(draft) == "written");
        CHECK_FALSE(std::filesystem::exists(target));
    }
    CHECK_FALSE(std::filesystem::exists(draft));
    CHECK_FALSE(std::filesystem::exists(target));
    AtomicFile file(target);
    file.write("again");
    file.settle();
    file.commit();
    CHECK(read_file(target) == "again");
    CHECK_THROWS_WITH_AS(file.settle(), ("cannot write '" + target.string() + "': Bad file descriptor").c_str(), Error);
}

TEST_CASE("an atomic file that was not committed leaves the old file as it was") {
    const TempFolder folder;
    const fs::path target = folder.write("out.txt", "old");
    {
        AtomicFile file(target);
        file.write("new");
    }
    CHECK(read_file(target) == "old");
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("an atomic file that cannot be made or put in place says why and leaves nothing") {
    const TempFolder folder;
    CHECK_THROWS_WITH_AS(AtomicFile(folder.path() / "no" / "x"),
                         ("cannot write '" + (folder.path() / "no" / "x").string() + "': No such file or directory").c_str(), Error);
    CHECK_THROWS_WITH_AS(AtomicFile(folder.path() / ""), ("cannot write '" + (folder.path() / "").string() + "': Is a directory").c_str(), Error);
    const fs::path taken = folder.path() / "taken";
    fs::create_directory(taken);
    {
        AtomicFile file(taken);
        CHECK_THROWS_WITH_AS(file.commit(), ("cannot replace '" + taken.string() + "': Is a directory").c_str(), Error);
    }
    CHECK(entries(folder.path()) == 1);
}

TEST_CASE("a private folder is new, beside its target and for nobody else, and gone with what is in it") {
    const TempFolder folder;
    fs::path made;
    {
        const PrivateFolder own(folder.path() / "out.zip");
        const PrivateFolder other(folder.path() / "out.zip");
        made = own.file("x").parent_path();
        CHECK(made.parent_path() == folder.path());
        CHECK(made != other.file("x").parent_path());
        CHECK((fs::status(made).permissions() & fs::perms::mask) == fs::perms::owner_all);
        AtomicFile file(own.file("x"));
        file.write("kept by nobody");
        file.commit();
    }
    CHECK_FALSE(fs::exists(made));
    CHECK(entries(folder.path()) == 0);
    CHECK_THROWS_WITH_AS(PrivateFolder(folder.path() / "no" / "x"), ("cannot write '" + (folder.path() / "no" / "x").string() + "': No such file or directory").c_str(), Error);
}

TEST_CASE("a disk that takes no more is an error, and no half file is left") {
    const TempFolder folder;
    const fs::path target = folder.path() / "out.txt";
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    {
        AtomicFile file(target);
        const rlimit small{1000, before.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
        std::string fault;
        try {
            file.write(std::string(5000, 'x'));
        } catch (const Error& error) {
            fault = error.what();
        }
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        CHECK(fault == "cannot write '" + target.string() + "': File too large");
    }
    std::signal(SIGXFSZ, handler);
    CHECK(entries(folder.path()) == 0);
}

TEST_CASE("a name stays inside its folder or is nothing") {
    const TempFolder outer;
    const fs::path folder = outer.path() / "evidence";
    fs::create_directories(folder / "sub");
    outer.write("secret.txt", "s");
    outer.write("evidence/sub/a.txt", "a");
    fs::create_symlink(outer.path() / "secret.txt", folder / "to_secret");
    fs::create_symlink("..", folder / "up");
    fs::create_symlink("sub/a.txt", folder / "to_a");
    fs::create_symlink(outer.path() / "nowhere", folder / "dangling");
    fs::create_symlink("loop", folder / "loop");
    fs::create_directory(outer.path() / "evidence2");

    CHECK(inside(folder, "sub/a.txt") == "sub/a.txt");
    CHECK(inside(folder, "./sub/../sub//a.txt") == "sub/a.txt");
    CHECK(inside(folder, "new/file.txt") == "new/file.txt");
    CHECK(inside(folder, "to_a") == "sub/a.txt");
    CHECK(inside(folder, "..a") == "..a");
    CHECK(inside(outer.path() / "evidence" / "sub" / "..", "sub/a.txt") == "sub/a.txt");
    for (const std::string& name : {std::string(), std::string("."), std::string(".."), std::string("../secret.txt"), std::string("sub/../../secret.txt"),
                                   std::string("../evidence/sub/a.txt"), std::string("../evidence2/x"), std::string("/etc/passwd"),
                                   (outer.path() / "secret.txt").string(), std::string("to_secret"), std::string("up"), std::string("up/secret.txt"),
                                   std::string("up/evidence/sub/a.txt"), std::string("dangling"), std::string("dangling/x"), std::string("loop"),
                                   std::string("a\0b", 3)}) {
        CAPTURE(name);
        CHECK(inside(folder, name) == "-");
    }
    CHECK(inside(outer.path() / "missing", "a") == "-");
}
