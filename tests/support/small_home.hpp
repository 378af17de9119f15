// A home of a test's own: a few catalogs, crosswalks and checks that the whole test shows.
#pragma once

#include "support/run_program.hpp"
#include "support/temp_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

class SmallHome {
public:
    SmallHome() {
        std::filesystem::create_directories(folder.path() / "controls" / "registers");
        std::filesystem::create_directories(folder.path() / "w");
    }

    void write(const std::string& name, std::string_view bytes) const { folder.write("controls/" + name, bytes); }
    /// Outside any workspace.
    [[nodiscard]] ProgramResult run(const std::vector<std::string>& arguments) const { return program(folder.path()).run(arguments); }
    /// In the workspace below, once it holds an assay.xml.
    [[nodiscard]] ProgramResult run_there(const std::vector<std::string>& arguments) const { return program(folder.path() / "w").run(arguments); }

    TempFolder folder;

private:
    [[nodiscard]] Program program(const std::filesystem::path& where) const {
        auto assay = Program::assay(where);
        assay.set("ASSAY_HOME", folder.path().string());
        return assay;
    }
};
