// Other programs: found on PATH, started without a shell, their output kept, stopped when the run is.
#include "assay/base/program.hpp"

#include "assay/base/error.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

using namespace assay;
namespace fs = std::filesystem;

namespace {

struct QuietRun {
    NoProgress progress;
    Diagnostics diagnostics;
    std::stop_source stop;
    [[nodiscard]] Run run() { return {stop.get_token(), progress, diagnostics}; }
};

ProgramOutcome shell(const std::string& script, std::vector<std::pair<std::string, std::string>> environment = {}) {
    QuietRun quiet;
    return run_program(quiet.run(), {"/bin/sh", {"-c", script}, std::move(environment)});
}

/// PATH as it was, afterwards.
class OtherPath {
public:
    explicit OtherPath(const std::string& path) : m_before(std::getenv("PATH")) { ::setenv("PATH", path.c_str(), 1); }
    ~OtherPath() { ::setenv("PATH", m_before.c_str(), 1); }
    OtherPath(const OtherPath&) = delete;
    OtherPath& operator=(const OtherPath&) = delete;

private:
    std::string m_before;
};

} // namespace

TEST_CASE("a program's exit code and both its outputs are kept, and it reads nothing from us") {
    const auto outcome = shell("echo out; echo err >&2; cat; exit 7");
    CHECK(outcome.exit_code == 7);
    CHECK(outcome.output == "out\nerr\n");
    CHECK(shell("kill -TERM $$").exit_code == 128 + 15);
}

TEST_CASE("arguments reach a program as they are, and what is added to the environment goes before our own") {
    QuietRun quiet;
    const auto outcome = run_program(quiet.run(), {"/bin/echo", {"$(id)", "`id`", "a b;c", "*"}, {}});
    CHECK(outcome.output == "$(id) `id` a b;c *\n");
    CHECK(shell("echo $HOME-$ASSAY_TEST", {{"HOME", "/nowhere"}, {"ASSAY_TEST", "x y"}}).output == "/nowhere-x y\n");
}

TEST_CASE("of much output the beginning is kept, and the program ends all the same") {
    const auto outcome = shell("i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done");
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.output.size() == 64U << 10U);
}

TEST_CASE("what a program leaves running does not hold us up") {
    const auto outcome = shell("sleep 30 & echo done");
    CHECK(outcome.output == "done\n");
}

TEST_CASE("a program that cannot be started is an error with its name and the reason") {
    QuietRun quiet;
    CHECK_THROWS_WITH_AS((void)run_program(quiet.run(), {"/nowhere/weasyprint", {}, {}}), "cannot start '/nowhere/weasyprint': No such file or directory", Error);
}

TEST_CASE("a run that is stopped ends its program") {
    QuietRun quiet;
    std::jthread stopper([&] { quiet.stop.request_stop(); });
    try {
        (void)run_program(quiet.run(), {"/bin/sh", {"-c", "exec sleep 60"}, {}});
        FAIL("it was not stopped");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::cancelled);
    }
}

TEST_CASE("a program is found in the absolute folders of PATH alone, and only if it may be run") {
    const TempFolder folder;
    const auto good = folder.write("bin/thing", "#!/bin/sh\n");
    const auto plain = folder.write("plain/thing", "#!/bin/sh\n");
    fs::permissions(good, fs::perms::owner_all);
    fs::permissions(plain, fs::perms::owner_read);
    const auto before = fs::current_path();
    fs::current_path(folder.path() / "bin");
    {
        const OtherPath path(".::" + (folder.path() / "plain").string());
        CHECK_FALSE(find_program("thing"));
    }
    {
        const OtherPath path("bin:" + (folder.path() / "plain").string() + ":" + (folder.path() / "bin").string());
        CHECK(find_program("thing") == good);
    }
    fs::current_path(before);
}
