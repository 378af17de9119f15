// Golden files: what was accepted once must come out again, byte for byte. A failing test prints the new text, ready to accept.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace assay::testing {

/// Compares with tests/golden/<name>. On a difference the new text is kept in the build folder and shown from the first changed line.
inline void check_golden(const std::string& name, const std::string& actual) {
    namespace fs = std::filesystem;
    const fs::path golden = fs::path(ASSAY_SOURCE_DIR) / "tests" / "golden" / name;
    std::ifstream stream(golden, std::ios::binary);
    const std::string expected{std::istreambuf_iterator<char>(stream), {}};
    CHECK((expected == actual));
    if (expected == actual) {
        return;
    }
    const fs::path fresh = fs::path(ASSAY_BINARY_DIR) / "golden" / name;
    fs::create_directories(fresh.parent_path());
    std::ofstream(fresh, std::ios::binary) << actual;
    const auto at = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end()).second - actual.begin();
    const auto line = 1 + std::count(actual.begin(), actual.begin() + at, '\n');
    const auto begin = actual.rfind('\n', static_cast<std::size_t>(at)) + 1;
    std::ostringstream text;
    text << name << " differs from line " << line << " on:\n"
         << actual.substr(begin, 2000) << "\naccept it with:\n  cp " << fresh.string() << " " << golden.string();
    FAIL_CHECK(text.str());
}

} // namespace assay::testing
