#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

using namespace assay;
namespace fs = std::filesystem;

TEST_CASE("the XML files of a folder come sorted, without others, without those of folders inside") {
    std::string pattern = (fs::temp_directory_path() / "assay-xml-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    const fs::path folder = pattern;
    fs::create_directories(folder / "inside.xml");
    for (const char* name : {"b.xml", "a.xml", "C.xml", "notes.txt", "x.xml.bak", "inside.xml/d.xml"}) {
        AtomicFile file(folder / name);
        file.write("<a/>");
        file.commit();
    }
    fs::create_symlink("b.xml", folder / "link.xml");
    std::vector<std::string> names;
    for (const auto& file : xml_files(folder)) {
        names.push_back(file.filename().string());
    }
    CHECK(names == std::vector<std::string>{"C.xml", "a.xml", "b.xml", "link.xml"});
    CHECK(xml_files(folder / "missing").empty());
    CHECK_THROWS_WITH_AS(static_cast<void>(xml_files(folder / "a.xml")),
                         ("cannot read the folder '" + (folder / "a.xml").string() + "': Not a directory").c_str(), Error);
    fs::remove_all(folder);
}
