// A workspace and small documents for tests of OSCAL, and NIST's schemas to hold what goes out to.
#pragma once

#include "support/shared_data.hpp"
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <set>

/// `body` of imports and the rest behind the metadata, at line 3.
inline std::string profile(std::string_view body) {
    return "<profile xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"531e37ca-9ab8-435f-915d-e96c7f4361d2\">\n"
           "<metadata><title>P</title><last-modified>2026-01-31T12:00:00Z</last-modified><version>1</version><oscal-version>1.1.2</oscal-version></metadata>\n" +
           std::string(body) + "</profile>\n";
}

inline std::string catalog(std::string_view body) {
    return "<catalog xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\">\n"
           "<metadata><title>Two controls</title><last-modified>2026-01-31T12:00:00Z</last-modified><version>3</version><oscal-version>1.0.4</oscal-version></metadata>\n" +
           std::string(body) + "</catalog>\n";
}

inline constexpr std::string_view k_two_controls = "<group id=\"g\"><title>G</title>\n"
                                            "<control id=\"c-1\"><title>First</title><param id=\"c-1_p\"><label>days</label></param><prop name=\"label\" value=\"C-1\"/>"
                                            "<part name=\"statement\" id=\"c-1_s\"><p>Keep for <insert type=\"param\" id-ref=\"c-1_p\"/>.</p></part></control>\n"
                                            "<control id=\"c-2\"><title>Second</title></control>\n</group>\n";

inline std::string without_sums(std::string text) { return std::regex_replace(text, std::regex("sha256 [0-9a-f]{12}"), "sha256 <digest>"); }

struct OscalWorkspace : TestWorkspace {
    void refused(const std::vector<std::string>& arguments, int exit_code, const std::string& text) const {
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
    }
    [[nodiscard]] std::string done(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        CHECK(result.err.empty());
        CHECK(result.exit_code == 0);
        return result.out;
    }
    /// With what is remarked on stderr.
    [[nodiscard]] std::string printed(const std::vector<std::string>& arguments, const std::string& remarked) const {
        const auto result = run(arguments);
        CHECK(without_sums(result.err) == remarked);
        CHECK(result.exit_code == 0);
        return result.out;
    }
};

/// Each of these is printed once, however many tests it keeps from running.
inline void say_once(const std::string& text) {
    static std::set<std::string> said;
    if (said.insert(text).second) {
        MESSAGE(text);
    }
}

inline bool has_schemas(const std::string& what) {
    const bool there = find_shared_data("oscal/xsd/1.0.6/oscal_complete_schema.xsd") && find_shared_data("oscal/oscal_catalog_schema.json");
    if (!there) {
        say_once("SKIPPED: no oscal/xsd in the shared data; " + what + " is not held to NIST's schemas");
    }
    return there;
}

/// Empty when the file fits the schema; what is wrong otherwise.
inline std::string against(const TestWorkspace& workspace, const std::string& schema, const std::string& file) {
    const auto path = find_shared_data("oscal/" + schema);
    REQUIRE(path);
    const bool json = schema.ends_with(".json");
    const Program checker(json ? "/usr/bin/python3" : "/usr/bin/xmllint", workspace.path());
    const auto result = json ? checker.run({std::string(ASSAY_SOURCE_DIR) + "/tests/support/validate_oscal.py", path->string(), file})
                             : checker.run({"--noout", "--schema", path->string(), file});
    if (json && result.exit_code == 77) {
        say_once("SKIPPED: a library is not installed, " + result.out + "(scripts/install-dependencies test)");
        return "";
    }
    return result.exit_code == 0 ? "" : result.out + result.err;
}
