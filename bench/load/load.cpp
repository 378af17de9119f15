// How long it takes to load, link and type-check everything in HOME/controls, in turns with pugixml's bare parse of the same files.
// usage: load HOME [TIMES]; prints least, median and upper quartile in milliseconds of wall time (loading uses two threads), and the processor time of the median's
// round. Reading the files is part of both.
#include "assay/app/catalogs.hpp"
#include "assay/app/setting.hpp"
#include "assay/base/file.hpp"
#include "assay/base/memory.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <pugixml.hpp>

using namespace assay;

namespace {

using Times = std::vector<std::pair<double, double>>; // wall and processor, milliseconds

template <class Work>
void measure(Times& times, const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    const auto processor = std::clock();
    work();
    const auto used = 1000.0 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
    times.emplace_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count(), used);
}

std::pair<double, double> part(const Times& sorted, double share) { return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]; }

} // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::fputs("usage: load HOME [TIMES]\n", stderr);
        return 64;
    }
    const int rounds = count > 2 ? std::atoi(words[2]) : 60;
    Setting setting;
    setting.home = words[1];
    setting.tool = "bench";
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::recursive_directory_iterator(setting.home / "controls")) {
        if (each.path().extension() == ".xml") {
            files.push_back(each.path());
        }
    }
    NoProgress progress;
    Diagnostics faults;
    const Run run{{}, progress, faults};
    Times loads;
    Times parses;
    std::string counts;
    std::size_t bytes = 0;
    for (int round = 0; round < rounds; ++round) {
        measure(loads, [&] { counts = validate_content(run, setting).value_or(""); });
        bytes = 0;
        measure(parses, [&] {
            for (const auto& file : files) {
                std::string text = read_file(file);
                bytes += text.size();
                pugi::xml_document tree;
                if (!tree.load_buffer_inplace(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8)) {
                    std::fprintf(stderr, "load: cannot parse '%s'\n", file.c_str());
                }
            }
        });
    }
    if (counts.empty() || faults.has_errors()) {
        std::fputs(faults.to_text().c_str(), stderr);
        return 1;
    }
    std::printf("%s\n%zu files, %.1f MB, %d rounds\n", counts.c_str(), files.size(), static_cast<double>(bytes) / 1e6, rounds);
    std::ranges::sort(loads);
    std::ranges::sort(parses);
    for (const auto& [name, times] : {std::pair("load, link, type-check", &loads), std::pair("pugixml only parses", &parses)}) {
        std::printf("%-24s least %6.1f  median %6.1f  upper quartile %6.1f  (processor, of the median's round %6.1f)\n", name, part(*times, 0).first, part(*times, 0.5).first,
                    part(*times, 0.75).first, part(*times, 0.5).second);
    }
    std::printf("ratio of the medians     %.1f\n", part(loads, 0.5).first / part(parses, 0.5).first);
    return 0;
}
