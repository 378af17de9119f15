#include "assay/formats/zip.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct Runs {
    std::stop_source stop;
    assay::NoProgress progress;
    assay::Diagnostics diagnostics;
    assay::Run run{stop.get_token(), progress, diagnostics};
};

constexpr assay::Date k_day{std::chrono::days{20376}}; // 2025-10-15

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Zone {
    explicit Zone(const char* name) {
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    ~Zone() {
        ::unsetenv("TZ");
        ::tzset();
    }
};

std::string fault_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const assay::Error& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("names of entries stay in the folder on every system") {
    for (const auto* good : {"a", "evidence/0123-log.txt", "a/b/c.csv", "_.x", "A-1"}) {
        CHECK_MESSAGE(assay::is_portable_entry(good), good);
    }
    for (const auto* bad : {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", "C:/a", "a\\b", "a b", "-rf", "a/-x", "a.", "\xC3\xA9", "a\nb", "a:b"}) {
        CHECK_MESSAGE(!assay::is_portable_entry(bad), bad);
    }
}

TEST_CASE("any text becomes one part of a name") {
    CHECK(assay::portable_part("log.txt") == "log.txt");
    CHECK(assay::portable_part("../../etc/passwd") == "_.._.._etc_passwd");
    CHECK(assay::portable_part("/etc/passwd") == "_etc_passwd");
    CHECK(assay::portable_part("..") == "_");
    CHECK(assay::portable_part("") == "_");
    CHECK(assay::portable_part("-rf") == "_-rf");
    CHECK(assay::portable_part("Bericht \xC3\xBC" "ber M\xC3\xA4rz.pdf") == "Bericht_ber_M_rz.pdf");
    CHECK(assay::portable_part("a\nb\tc") == "a_b_c");
    const auto longest = assay::portable_part(std::string(300, 'x') + ".pdf");
    CHECK(longest.size() == 80);
    CHECK(longest.ends_with("x.pdf"));
    for (const auto* text : {"..", "", ".hidden", "a...", "con\xFF", "\\\\server\\share", "-", "...pdf"}) {
        CHECK_MESSAGE(assay::is_portable_entry(assay::portable_part(text)), text);
    }
}

TEST_CASE("the same entries give the same bytes, whatever their order, the zone and the times of the files") {
    const TempFolder folder;
    Runs runs;
    const auto one = folder.write("one.txt", std::string(100'000, 'a'));
    const auto two = folder.write("two.txt", "two");
    std::vector<std::string> made;
    for (const auto* zone : {"UTC", "America/Sao_Paulo", "Asia/Tokyo", "Pacific/Kiritimati"}) {
        const Zone in(zone);
        const auto file = folder.path() / "made.zip";
        assay::ZipWriter zip(file, k_day);
        const bool turned = made.size() % 2 == 1;
        zip.add_file(turned ? "b/two.txt" : "a.txt", turned ? two : one);
        zip.add_file(turned ? "a.txt" : "b/two.txt", turned ? one : two);
        zip.finish(runs.run);
        made.push_back(bytes_of(file));
        std::filesystem::last_write_time(one, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1000 * made.size()));
    }
    CHECK(made[0].size() < 2000);
    for (const auto& bytes : made) {
        CHECK(bytes == made[0]);
    }
    // DOS date of 2025-10-15, little endian, in the first header: ((2025 - 1980) << 9) | (10 << 5) | 15.
    CHECK(made[0].substr(12, 2) == "\x4F\x5B");
}

TEST_CASE("every entry is read back with its hash and size") {
    const TempFolder folder;
    Runs runs;
    const auto empty = folder.write("empty", "");
    const auto text = folder.write("text", "hello\n");
    const auto file = folder.path() / "made.zip";
    assay::ZipWriter zip(file, k_day);
    zip.add_file("x/text", text);
    zip.add_file("empty", empty);
    zip.finish(runs.run);
    const auto got = assay::hash_zip_entries(runs.run, file);
    CHECK(got.size() == 2);
    CHECK(got.at("x/text") == assay::ZipEntryHash{"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", 6});
    CHECK(got.at("empty") == assay::ZipEntryHash{assay::to_hex(assay::sha256("")), 0});
}

TEST_CASE("hostile and equal names are refused") {
    const TempFolder folder;
    const auto file = folder.path() / "made.zip";
    assay::ZipWriter zip(file, k_day);
    zip.add_file("Read.txt", file);
    CHECK(fault_of([&] { zip.add_file("../a\n", file); }) == "'../a\\n' cannot be the name of a file in an archive; use letters, digits, '.', '_' and '-'");
    CHECK(fault_of([&] { zip.add_file("read.TXT", file); }) ==
          "two files of the archive '" + file.string() + "' would be named 'Read.txt' and 'read.TXT'; a system that does not tell case would keep one");
}

TEST_CASE("nothing is left of an archive that cannot be written") {
    const TempFolder folder;
    Runs runs;
    const auto file = folder.path() / "made.zip";
    assay::ZipWriter zip(file, k_day);
    zip.add_file("gone", folder.path() / "gone");
    CHECK(fault_of([&] { zip.finish(runs.run); }).starts_with("cannot write '" + file.string() + "': "));
    CHECK_FALSE(std::filesystem::exists(file));
    runs.stop.request_stop();
    assay::ZipWriter stopped(file, k_day);
    stopped.add_file("text", folder.write("text", std::string(5'000'000, 'x')));
    CHECK_THROWS_AS(stopped.finish(runs.run), assay::Error);
    CHECK_FALSE(std::filesystem::exists(file));
}
