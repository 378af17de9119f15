// The layers of ARCHITECTURE.md hold: every #include of ours and of third parties stands in a layer that may have it.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct LayerRule {
    std::set<std::string> layers;        ///< besides itself
    std::set<std::string> third_party;   ///< owned alone
};

const std::map<std::string, LayerRule>& rules() {
    static const std::map<std::string, LayerRule> k_rules{
        {"base", {{}, {"openssl", "date", "utf8proc.h"}}},
        {"model", {{"base"}, {}}},
        {"formats", {{"base", "model"}, {"pugixml.hpp", "expat.h", "csv.h", "zip.h", "xlsxwriter.h", "nlohmann"}}},
        {"intake", {{"base", "model"}, {}}},
        {"rules", {{"base", "model"}, {"re2"}}},
        {"store", {{"base", "model"}, {"SQLiteCpp", "sqlite3.h", "re2"}}},
        {"assess", {{"base", "model", "rules"}, {}}},
        {"report", {{"base", "model"}, {"kainjow"}}},
        {"app", {{"base", "model", "formats", "intake", "rules", "store", "assess", "report"}, {}}},
        {"cli", {{"base", "model", "app"}, {"CLI"}}},
    };
    return k_rules;
}

// Libraries that any layer may use, and the system's own headers.
const std::set<std::string> k_everywhere{"fmt", "unistd.h", "fcntl.h", "sys", "dirent.h", "errno.h", "malloc.h", "signal.h", "pthread.h", "time.h", "pwd.h", "poll.h", "spawn.h"};

struct Include {
    std::string file;
    int line = 0;
    std::string name;
    bool quoted = false;
};

std::vector<Include> includes_of(const fs::path& file) {
    std::vector<Include> found;
    std::ifstream in(file);
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
        if (!text.starts_with("#include ")) {
            continue;
        }
        const bool quoted = text[9] == '"';
        const auto end = text.find(quoted ? '"' : '>', 10);
        found.push_back({file.string(), line, text.substr(10, end - 10), quoted});
    }
    return found;
}

std::string layer_of_path(const std::string& path) {
    const auto slash = path.find('/');
    return path.substr(0, slash);
}

/// Every source and header of a layer.
std::vector<fs::path> files_of(const std::string& layer) {
    std::vector<fs::path> files;
    for (const auto& root : {fs::path(ASSAY_SOURCE_DIR) / "src" / layer, fs::path(ASSAY_SOURCE_DIR) / "include" / "assay" / layer}) {
        if (!fs::exists(root)) {
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
                files.push_back(entry.path());
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

std::vector<std::string> faults_of(const std::string& layer, const LayerRule& rule) {
    std::vector<std::string> faults;
    for (const auto& file : files_of(layer)) {
        for (const auto& include : includes_of(file)) {
            std::string target;
            if (include.name.starts_with("assay/")) {
                target = layer_of_path(include.name.substr(6));
            } else if (include.quoted) {
                target = layer_of_path(include.name);
                if (target != layer) {
                    faults.push_back(include.file + ":" + std::to_string(include.line) + ": private header of another layer: " + include.name);
                    continue;
                }
            } else {
                const auto owner = layer_of_path(include.name);
                const bool standard = include.name.find('/') == std::string::npos && include.name.find('.') == std::string::npos;
                if (!standard && !rule.third_party.contains(owner) && !k_everywhere.contains(owner)) {
                    faults.push_back(include.file + ":" + std::to_string(include.line) + ": layer " + layer + " does not own <" + include.name + ">");
                }
                continue;
            }
            if (target != layer && !rule.layers.contains(target)) {
                faults.push_back(include.file + ":" + std::to_string(include.line) + ": layer " + layer + " must not include " + include.name);
            }
        }
    }
    return faults;
}

std::size_t files_including(const std::string& prefix) {
    std::size_t count = 0;
    for (const auto& [layer, rule] : rules()) {
        for (const auto& file : files_of(layer)) {
            const auto includes = includes_of(file);
            count += std::ranges::any_of(includes, [&](const Include& i) { return !i.quoted && i.name.starts_with(prefix); }) ? 1 : 0;
        }
    }
    return count;
}

} // namespace

TEST_CASE("every include stands in a layer that may have it") {
    for (const auto& [layer, rule] : rules()) {
        CAPTURE(layer);
        CHECK_FALSE(files_of(layer).empty());
        for (const auto& fault : faults_of(layer, rule)) {
            FAIL_CHECK(fault);
        }
    }
}

TEST_CASE("costly headers stay in few files") {
    CHECK(files_including("CLI/") == 1);
    CHECK(files_including("nlohmann/") <= 3);
    CHECK(files_including("kainjow/") <= 3);
    CHECK(files_including("date/") == 1);
}

TEST_CASE("the clock is read in one file") {
    std::vector<std::string> readers;
    for (const auto& [layer, rule] : rules()) {
        for (const auto& file : files_of(layer)) {
            std::ifstream in(file);
            std::stringstream text;
            text << in.rdbuf();
            if (text.str().find("system_clock::now") != std::string::npos) {
                readers.push_back(file.filename().string());
            }
        }
    }
    CHECK(readers == std::vector<std::string>{"clock.cpp"});
}

TEST_CASE("no file is longer than 600 lines") {
    for (const auto& [layer, rule] : rules()) {
        for (const auto& file : files_of(layer)) {
            std::ifstream in(file);
            const auto lines = std::count(std::istreambuf_iterator<char>(in), {}, '\n');
            CAPTURE(file.string());
            CHECK(lines <= 600);
        }
    }
}
