// How long it takes to load, link and type-check everything in HOME/controls, in turns with pugixml's bare parse of the same files.
// usage: load HOME [TIMES]; prints least, median and upper quartile in milliseconds of wall time (loading uses two threads), and the processor time of the median's
// round. Reading the files is part of both. Each round is a process of its own, as every run of the program is: what is loaded lives until the process ends, so a
// second round in one process would wait for memory that nobody has used before.
#include "assay/app/catalogs.hpp"
#include "assay/app/setting.hpp"
#include "assay/base/file.hpp"
#include "assay/base/memory.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pugixml.hpp>
#include <sys/wait.h>
#include <unistd.h>

using namespace assay;

namespace {

using Time = std::pair<double, double>; // wall and processor, milliseconds
using Times = std::vector<Time>;

template <class Work>
Time measure(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    const auto processor = std::clock();
    work();
    const auto used = 1000.0 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
    return {std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count(), used};
}

Time part(const Times& sorted, double share) { return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]; }

/// What one process tells the first one.
struct Round {
    Time load;
    Time parse;
    std::array<char, 512> counts{};
};

std::vector<std::filesystem::path> files_of(const std::filesystem::path& home) {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::recursive_directory_iterator(home / "controls")) {
        if (each.path().extension() == ".xml") {
            files.push_back(each.path());
        }
    }
    return files;
}

bool measure_round(const Setting& setting, Round& round) {
    NoProgress progress;
    Diagnostics faults;
    const Run run{{}, progress, faults};
    std::string counts;
    round.load = measure([&] { counts = validate_content(run, setting).value_or(""); });
    std::copy_n(counts.begin(), std::min(counts.size(), round.counts.size() - 1), round.counts.begin());
    const auto files = files_of(setting.home);
    bool good = !counts.empty();
    round.parse = measure([&] {
        for (const auto& file : files) {
            std::string text = read_file(file);
            pugi::xml_document tree;
            good = tree.load_buffer_inplace(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8) && good;
        }
    });
    std::fputs(faults.to_text().c_str(), stderr);
    return good;
}

/// In a process of its own.
std::optional<Round> run_round(const Setting& setting) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return std::nullopt;
    }
    const auto child = ::fork();
    if (child == 0) {
        Round round;
        const bool good = measure_round(setting, round) && ::write(ends[1], &round, sizeof round) == static_cast<ssize_t>(sizeof round);
        ::_exit(good ? 0 : 1);
    }
    ::close(ends[1]);
    Round round;
    const bool told = ::read(ends[0], &round, sizeof round) == static_cast<ssize_t>(sizeof round);
    ::close(ends[0]);
    int status = 0;
    const bool ended = child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
    return told && ended ? std::optional(round) : std::nullopt;
}

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
    if (!std::filesystem::is_directory(setting.home / "controls")) {
        std::fprintf(stderr, "load: '%s' holds no folder 'controls'\n", setting.home.c_str());
        return 1;
    }
    std::uintmax_t bytes = 0;
    const auto files = files_of(setting.home);
    for (const auto& file : files) {
        bytes += std::filesystem::file_size(file);
    }
    Times loads;
    Times parses;
    Round last;
    for (int round = 0; round < rounds; ++round) {
        const auto measured = run_round(setting);
        if (!measured) {
            std::fputs("load: a round failed\n", stderr);
            return 1;
        }
        last = *measured;
        loads.push_back(last.load);
        parses.push_back(last.parse);
    }
    std::printf("%s\n%zu files, %.1f MB, %d rounds\n", last.counts.data(), files.size(), static_cast<double>(bytes) / 1e6, rounds);
    std::ranges::sort(loads);
    std::ranges::sort(parses);
    for (const auto& [name, times] : {std::pair("load, link, type-check", &loads), std::pair("pugixml only parses", &parses)}) {
        std::printf("%-24s least %6.1f  median %6.1f  upper quartile %6.1f  (processor, of the median's round %6.1f)\n", name, part(*times, 0).first, part(*times, 0.5).first,
                    part(*times, 0.75).first, part(*times, 0.5).second);
    }
    std::printf("ratio of the medians     %.1f\n", part(loads, 0.5).first / part(parses, 0.5).first);
    return 0;
}
