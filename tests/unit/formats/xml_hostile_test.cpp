// Hostile input through every loader: refused in our words, nothing opened, nothing expanded, in little time.
#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <unistd.h>

using namespace assay;
namespace fs = std::filesystem;

namespace {

/// The outside folder of hostile files, or nothing where it is absent.
std::optional<fs::path> hostile_folder() {
    const char* given = std::getenv("ASSAY_SHARED_DATA");
    const fs::path folder = (given != nullptr ? fs::path(given) : fs::path(ASSAY_SOURCE_DIR) / "../shared/data") / "hostile";
    return fs::is_directory(folder) ? std::optional(folder) : std::nullopt;
}

struct Result {
    std::size_t loaded = 0;
    std::string text;
};

Result through_every_loader(const std::string& bytes) {
    Diagnostics faults;
    Result result;
    result.loaded += load_register(bytes, "x.xml", faults) ? 1U : 0U;
    result.loaded += load_catalog(bytes, "x.xml", faults) ? 1U : 0U;
    result.loaded += load_checks(bytes, "x.xml", faults) ? 1U : 0U;
    result.loaded += load_workspace(bytes, "x.xml", faults) ? 1U : 0U;
    result.text = faults.to_text();
    return result;
}

std::string billion_laughs() {
    std::string bytes = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n<!ENTITY lol0 \"lol\">\n";
    for (int level = 1; level < 10; ++level) {
        bytes += "<!ENTITY lol" + std::to_string(level) + " \"";
        for (int times = 0; times < 10; ++times) {
            bytes += "&lol" + std::to_string(level - 1) + ";";
        }
        bytes += "\">\n";
    }
    return bytes + "]>\n<register id=\"a\" title=\"&lol9;\" kind=\"maintained\"/>\n";
}

} // namespace

TEST_CASE("a billion laughs are refused at the DOCTYPE") {
    Diagnostics faults;
    CHECK_FALSE(load_register(billion_laughs(), "x.xml", faults));
    CHECK(faults.to_text() == "x.xml:2:1: error: document type and entity declarations are not allowed (remove it) [forbidden-doctype]\n");
}

TEST_CASE("an entity that names a file brings in nothing of that file") {
    const fs::path secret = fs::temp_directory_path() / ("assay-secret-" + std::to_string(::getpid()));
    {
        AtomicFile file(secret);
        file.write("top secret");
        file.commit();
    }
    const auto result =
        through_every_loader("<!DOCTYPE a [<!ENTITY x SYSTEM \"file://" + secret.string() + "\">]><register title=\"&x;\">&x;</register>");
    fs::remove(secret);
    CHECK(result.loaded == 0);
    CHECK(result.text.find("secret\"") == std::string::npos);
    CHECK(result.text.find("top") == std::string::npos);
    CHECK(result.text.find("forbidden-doctype") != std::string::npos);
}

TEST_CASE("an inclusion is no more than an unknown element") {
    Diagnostics faults;
    CHECK_FALSE(load_register("<register xmlns:xi=\"http://www.w3.org/2001/XInclude\" id=\"a\" title=\"A\" kind=\"maintained\">"
                              "<purpose>P</purpose><field id=\"b\" title=\"B\" type=\"text\" key=\"yes\"/>"
                              "<xi:include href=\"/etc/hostname\" parse=\"text\"/></register>",
                              "x.xml", faults));
    CHECK(faults.to_text() == "x.xml:1:11: error: the attribute 'xmlns:xi' is not known in register 'a' [unknown-attribute]\n"
                              "x.xml:1:156: error: 'xi:include' is not known inside register 'a' [unknown-element]\n");
}

TEST_CASE("files made to cost much are refused in little time") {
    const std::clock_t started = std::clock();
    const std::string head =
        "<register id=\"a\" title=\"A\" kind=\"maintained\"><purpose>P</purpose><field id=\"b\" title=\"B\" type=\"text\" key=\"yes\"/>";
    std::string bytes = head;
    SUBCASE("very many unknown elements on one line") {
        for (int index = 0; index < 300'000; ++index) {
            bytes += "<feild/>";
        }
    }
    SUBCASE("very many unknown attributes") {
        bytes += "<field id='c' title='C' type='text'";
        for (int index = 0; index < 200'000; ++index) {
            bytes += " requird" + std::to_string(index) + "=''";
        }
        bytes += "/>";
    }
    SUBCASE("very many fields and aliases of fields that do not exist") {
        for (int index = 0; index < 50'000; ++index) {
            bytes += "<field id='field_" + std::to_string(index) + "' title='T" + std::to_string(index) + "' type='text'/>";
        }
        for (int index = 0; index < 50'000; ++index) {
            bytes += "<alias field='feild_" + std::to_string(index) + "'>A</alias>";
        }
    }
    SUBCASE("one name of megabytes") { bytes += "<" + std::string(8'000'000, 'x') + "/>"; }
    SUBCASE("one value of megabytes") { bytes += "<alias field='" + std::string(8'000'000, 'x') + "'>B</alias>"; }
    SUBCASE("one character between very many comments") {
        bytes += "<absent>";
        for (int index = 0; index < 300'000; ++index) {
            bytes += "<!---->a";
        }
        bytes += "</absent><x/>";
    }
    bytes += "</register>";
    Diagnostics faults;
    CHECK_FALSE(load_register(bytes, "x.xml", faults));
    CHECK(faults.has_errors());
    CHECK(faults.to_text().size() < 1'000'000);
    // Processor time, not time gone by: the machine may be busy. Under sanitizers too these are seconds; what is quadratic takes minutes.
    CHECK((std::clock() - started) / CLOCKS_PER_SEC < 60);
}

TEST_CASE("no file of the collections of payloads and fuzz seeds loads, crashes a loader or is read without a word") {
    const auto folder = hostile_folder();
    if (!folder) {
        MESSAGE("SKIPPED: no hostile files; set ASSAY_SHARED_DATA to the folder that holds hostile/");
        return;
    }
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(*folder)) {
        if (!entry.is_regular_file()) {
            continue;
        }
        ++files;
        const auto result = through_every_loader(read_file(entry.path()));
        CHECK_MESSAGE(result.loaded == 0, entry.path().string());
        CHECK_MESSAGE(result.text.find("error: ") != std::string::npos, entry.path().string());
        // What the payloads reach for.
        CHECK_MESSAGE(result.text.find("root:") == std::string::npos, entry.path().string());
    }
    CHECK(files > 100);
}
