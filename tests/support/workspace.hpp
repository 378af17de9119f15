// A workspace of a test's own, made by the program, and what tests look at in it.
#pragma once

#include "support/run_program.hpp"
#include "support/temp_folder.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

inline std::string read_text_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Instants, days and digests differ from run to run: "<when>", "<day>", "<digest>".
inline std::string masked(std::string text) {
    text = std::regex_replace(text, std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"), "<when>");
    text = std::regex_replace(text, std::regex("20[0-9]{2}-[0-9]{2}-[0-9]{2}"), "<day>");
    return std::regex_replace(text, std::regex("[0-9a-f]{64}"), "<digest>");
}

/// As many as there are definitions, one file each.
inline std::size_t count_shipped_registers() {
    const auto folder = std::filesystem::directory_iterator(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls/registers");
    std::size_t count = 0;
    for (const auto& entry : folder) {
        count += entry.path().extension() == ".xml" ? 1U : 0U;
    }
    return count;
}
inline std::string shipped_registers() { return std::to_string(count_shipped_registers()) + " registers"; }

class TestWorkspace {
public:
    TestWorkspace() : assay(Program::assay(folder.path() / "w")) {
        made = Program::assay(folder.path()).run({"init", "w", "--organization", "Test", "--from", "2025-01-01", "--to", "2025-12-31"});
    }

    [[nodiscard]] std::filesystem::path path() const { return folder.path() / "w"; }
    [[nodiscard]] std::string store_bytes() const { return read_text_file(path() / "assay.db"); }

    /// A file below the workspace.
    std::filesystem::path write(const std::string& name, std::string_view bytes) const { return folder.write("w/" + name, bytes); }

    ProgramResult run(const std::vector<std::string>& arguments) const { return assay.run(arguments); }

    TempFolder folder;
    Program assay;
    ProgramResult made;
};
