// What OSCAL costs in memory of this process: a catalog read and made ours, a profile resolved, each beside pugixml's bare parse.
// usage: oscal CATALOG PROFILE RESOLVED. CATALOG stands for whatever PROFILE imports; the second resolution imports RESOLVED.
#include "assay/base/file.hpp"
#include "assay/base/memory.hpp"
#include "assay/formats/load.hpp"
#include "assay/formats/oscal.hpp"
#include "assay/formats/write_catalog.hpp"
#include "assay/rules/oscal.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

namespace {

constexpr int k_rounds = 31;

/// Milliseconds by the clock on the wall, because two threads read a long document; and of both processors together.
struct Times {
    std::vector<double> wall;
    std::vector<double> processors;

    void take(const std::function<void()>& work) {
        const auto begin = std::chrono::steady_clock::now();
        const auto processors_begin = std::clock();
        work();
        processors.push_back(1000.0 * static_cast<double>(std::clock() - processors_begin) / CLOCKS_PER_SEC);
        wall.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
};

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

/// Each round's, so that both were taken in the same few milliseconds: the machine's speed changes.
double median_ratio(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < a.size(); ++round) {
        ratios.push_back(a[round] / b[round]);
    }
    return median(ratios);
}

void print(const char* what, const Times& times, const Times& parse) {
    std::printf("%-58s %6.1f %6.1f ms; processors %6.1f %6.1f ms; times pugixml's parse %5.1f\n", what, std::ranges::min(times.wall), median(times.wall),
                std::ranges::min(times.processors), median(times.processors), median_ratio(times.wall, parse.wall));
}

void parse(const std::string& bytes) {
    std::string copy = bytes;
    pugi::xml_document tree;
    if (!tree.load_buffer_inplace(copy.data(), copy.size(), pugi::parse_default, pugi::encoding_utf8)) {
        std::puts("cannot parse");
    }
}

} // namespace

int main(int count, char** names) {
    using namespace assay;
    if (count != 4) {
        std::fputs("usage: oscal CATALOG PROFILE RESOLVED\n", stderr);
        return 64;
    }
    expect_many_allocations(); // as the program does before it loads
    const std::string catalog = read_file(names[1]);
    const std::string profile = read_file(names[2]);
    const std::string resolved = read_file(names[3]);
    Diagnostics faults;
    Times parsed;
    Times read;
    Times linked;
    std::size_t controls = 0;
    for (int round = 0; round < k_rounds; ++round) {
        parsed.take([&] { parse(catalog); });
        read.take([&] { (void)read_oscal(catalog, "c", faults); });
        linked.take([&] {
            OscalImportCounts counts;
            const auto document = read_oscal(catalog, "c", faults);
            controls = catalog_from_oscal(*document, "c", counts, faults)->controls.size();
        });
    }
    std::printf("catalog of %.1f MB, %zu controls; least and median of %d rounds\n", static_cast<double>(catalog.size()) / 1e6, controls, k_rounds);
    print("parsed by pugixml and nothing else", parsed, parsed);
    print("read, checked against the model and hashed", read, parsed);
    print("the same and linked to a catalog of ours", linked, parsed);
    for (const auto* source : {&catalog, &resolved}) {
        Times source_parsed;
        Times whole;
        std::size_t bytes = 0;
        for (int round = 0; round < k_rounds; ++round) {
            source_parsed.take([&] { parse(*source); });
            whole.take([&] {
                const auto from = read_oscal(*source, "c", faults);
                const auto wanted = read_oscal(profile, "p", faults);
                OscalResolveCounts counts;
                const OscalSource find = [&](const OscalDocument&, const std::string&, const Place&) { return &*from; };
                const auto made = resolve_profile(*wanted, find, "2026-01-31T12:00:00Z", "bench", faults, counts);
                bytes = write_oscal_xml(*made).size();
            });
        }
        std::printf("profile on %.1f MB, %.1f MB written\n", static_cast<double>(source->size()) / 1e6, static_cast<double>(bytes) / 1e6);
        print("read, resolved and written", whole, source_parsed);
    }
    if (faults.has_errors()) {
        std::fputs(faults.to_text().c_str(), stderr);
        return 1;
    }
    return 0;
}
