// Samples under tests/golden/xml: good/<kind>, bad/<kind> (schema and loader refuse) and bad-semantic/<kind> (only the loader can
// see it). Beside each bad one stands the exact text of its diagnostics; ASSAY_ACCEPT=1 writes those texts anew, and still fails.
#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>

using namespace assay;
namespace fs = std::filesystem;

namespace {

constexpr std::array<const char*, 7> k_kinds{"catalog", "checks", "crosswalk", "matrix", "profile", "register", "workspace"};

fs::path samples(const std::string& group, const std::string& kind) {
    return fs::path(ASSAY_SOURCE_DIR) / "tests/golden/xml" / group / kind;
}

bool loads(const std::string& kind, const fs::path& file, Diagnostics& faults) {
    const std::string bytes = read_file(file);
    const std::string name = file.filename().string();
    if (kind == "catalog") {
        return load_catalog(bytes, name, faults).has_value();
    }
    if (kind == "checks") {
        return load_checks(bytes, name, faults).has_value();
    }
    if (kind == "crosswalk") {
        return load_crosswalk(bytes, name, faults).has_value();
    }
    if (kind == "matrix") {
        return load_matrix(bytes, name, faults).has_value();
    }
    if (kind == "profile") {
        return load_profile(bytes, name, faults).has_value();
    }
    return kind == "register" ? load_register(bytes, name, faults).has_value() : load_workspace(bytes, name, faults).has_value();
}

/// What xmllint says of each file: true when it validates against the schema of its kind.
std::map<std::string, bool> verdicts_of_xmllint(const std::string& kind, const std::vector<fs::path>& files) {
    std::string command = fmt::format("xmllint --noout --nonet --relaxng '{}/controls/schema/{}.rng'", ASSAY_SOURCE_DIR, kind);
    std::map<std::string, bool> verdicts;
    for (const auto& file : files) {
        command += fmt::format(" '{}'", file.string());
        verdicts[file.string()] = false;
    }
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"), pclose);
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> line{};
    while (std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) != nullptr) {
        const std::string_view text(line.data());
        constexpr std::string_view k_good = " validates\n";
        if (text.ends_with(k_good)) {
            verdicts[std::string(text.substr(0, text.size() - k_good.size()))] = true;
        }
    }
    return verdicts;
}

void accept(const fs::path& file, const std::string& text) {
    if (std::getenv("ASSAY_ACCEPT") != nullptr) {
        AtomicFile accepted(file);
        accepted.write(text);
        accepted.commit();
    }
}

} // namespace

TEST_CASE("every good sample loads without a word") {
    for (const std::string kind : k_kinds) {
        const auto files = xml_files(samples("good", kind));
        CHECK_FALSE(files.empty());
        for (const auto& file : files) {
            Diagnostics faults;
            CHECK_MESSAGE(loads(kind, file, faults), file.string());
            CHECK(faults.to_text() == "");
        }
    }
}

TEST_CASE("every bad sample is refused with exactly the text that stands beside it") {
    for (const std::string group : {"bad", "bad-semantic"}) {
        for (const std::string kind : k_kinds) {
            const auto files = xml_files(samples(group, kind));
            CHECK_FALSE(files.empty());
            for (const auto& file : files) {
                const std::string name = group + "/" + kind + "/" + file.stem().string();
                SUBCASE(name.c_str()) {
                    Diagnostics faults;
                    CHECK_FALSE(loads(kind, file, faults));
                    const auto golden = fs::path(file).replace_extension(".txt");
                    const std::string expected = fs::exists(golden) ? read_file(golden) : "";
                    CHECK(faults.error_count() > 0);
                    if (faults.to_text() != expected) {
                        accept(golden, faults.to_text());
                    }
                    CHECK(faults.to_text() == expected);
                }
            }
        }
    }
}

TEST_CASE("the schemas and the loaders accept the same samples") {
    REQUIRE_MESSAGE(std::system("command -v xmllint >/dev/null 2>&1") == 0, "xmllint is missing: install libxml2-utils");
    for (const std::string kind : k_kinds) {
        for (const std::string group : {"good", "bad", "bad-semantic"}) {
            for (const auto& [file, validates] : verdicts_of_xmllint(kind, xml_files(samples(group, kind)))) {
                Diagnostics faults;
                const bool loaded = loads(kind, file, faults);
                CHECK_MESSAGE(loaded == (group == "good"), file);
                // What stands in bad-semantic is there because the schema cannot see it; what it can see belongs in bad.
                CHECK_MESSAGE(validates == (group != "bad"), file);
            }
        }
    }
}

TEST_CASE("the schemas accept what ships") {
    REQUIRE_MESSAGE(std::system("command -v xmllint >/dev/null 2>&1") == 0, "xmllint is missing: install libxml2-utils");
    const std::map<std::string, std::string> folders{{"catalog", "catalogs"}, {"checks", "checks"}, {"crosswalk", "crosswalks"}, {"matrix", "matrices"},
                                                     {"profile", "profiles"}, {"register", "registers"}};
    for (const auto& [kind, folder] : folders) {
        const auto files = xml_files(fs::path(ASSAY_SOURCE_DIR) / "controls" / folder);
        if (files.empty()) {
            continue;
        }
        for (const auto& [file, validates] : verdicts_of_xmllint(kind, files)) {
            CHECK_MESSAGE(validates, file);
        }
    }
}
