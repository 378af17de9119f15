#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>

using namespace assay;
namespace fs = std::filesystem;

namespace {

fs::path controls() { return fs::path(ASSAY_SOURCE_DIR) / "controls"; }

/// Loads every file of a folder; says what is wrong with those that do not load.
template <class Load>
std::size_t load_all(const fs::path& folder, const Load& load) {
    std::size_t loaded = 0;
    for (const auto& file : xml_files(folder)) {
        Diagnostics faults;
        load(read_file(file), fs::relative(file, ASSAY_SOURCE_DIR).string(), faults);
        CHECK_MESSAGE(faults.to_text().empty(), faults.to_text());
        ++loaded;
    }
    return loaded;
}

} // namespace

TEST_CASE("every register definition that ships loads clean, under its file's name") {
    const auto count = load_all(controls() / "registers", [](const std::string& bytes, const std::string& file, Diagnostics& faults) {
        const auto loaded = load_register(bytes, file, faults);
        REQUIRE_MESSAGE(loaded, faults.to_text());
        CHECK(loaded->id == fs::path(file).stem().string());
        CHECK(loaded->source_text == bytes);
    });
    CHECK(count >= 30);
}

TEST_CASE("every catalog that ships loads clean, under its file's name") {
    load_all(controls() / "catalogs", [](const std::string& bytes, const std::string& file, Diagnostics& faults) {
        const auto loaded = load_catalog(bytes, file, faults);
        REQUIRE_MESSAGE(loaded, faults.to_text());
        CHECK(loaded->id == fs::path(file).stem().string());
        CHECK_FALSE(loaded->controls.empty());
    });
}

TEST_CASE("every check file that ships loads clean, and no check id is used in two files") {
    std::set<std::string> ids;
    load_all(controls() / "checks", [&](const std::string& bytes, const std::string& file, Diagnostics& faults) {
        const auto loaded = load_checks(bytes, file, faults);
        REQUIRE_MESSAGE(loaded, faults.to_text());
        for (const auto& check : loaded->checks) {
            CHECK_MESSAGE(ids.insert(check.id.text).second, check.id.text);
        }
    });
}

TEST_CASE("every crosswalk that ships loads clean, under its file's name, which names both catalogs") {
    load_all(controls() / "crosswalks", [](const std::string& bytes, const std::string& file, Diagnostics& faults) {
        const auto loaded = load_crosswalk(bytes, file, faults);
        REQUIRE_MESSAGE(loaded, faults.to_text());
        CHECK(loaded->id == fs::path(file).stem().string());
        CHECK(loaded->id == loaded->from + "." + loaded->to);
    });
}

TEST_CASE("every profile that ships loads clean, under its file's name") {
    const auto count = load_all(controls() / "profiles", [](const std::string& bytes, const std::string& file, Diagnostics& faults) {
        const auto loaded = load_profile(bytes, file, faults);
        REQUIRE_MESSAGE(loaded, faults.to_text());
        CHECK(loaded->id == fs::path(file).stem().string());
    });
    CHECK(count == 2);
}

TEST_CASE("every risk matrix that ships loads clean, under its file's name, and one of each kind is the default") {
    std::multiset<MatrixGives> defaults;
    load_all(controls() / "matrices", [&](const std::string& bytes, const std::string& file, Diagnostics& faults) {
        const auto loaded = load_matrix(bytes, file, faults);
        REQUIRE_MESSAGE(loaded, faults.to_text());
        CHECK(loaded->id == fs::path(file).stem().string());
        if (loaded->is_default) {
            defaults.insert(loaded->gives);
        }
    });
    CHECK(defaults == std::multiset<MatrixGives>{MatrixGives::level, MatrixGives::likelihood});
}
