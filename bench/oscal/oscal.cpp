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
#include <cstdio>
#include <ctime>

namespace {

/// Processor time, because others may use the machine too. The best of some runs: what disturbs only adds.
template <class Work>
double best_ms(const Work& work) {
    double best = 1e9;
    for (int run = 0; run < 15; ++run) {
        const auto begin = std::clock();
        work();
        best = std::min(best, 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
}

double parse_ms(const std::string& bytes) {
    return best_ms([&] {
        std::string copy = bytes;
        pugi::xml_document tree;
        if (!tree.load_buffer_inplace(copy.data(), copy.size(), pugi::parse_default, pugi::encoding_utf8)) {
            std::puts("cannot parse");
        }
    });
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
    const double parse = parse_ms(catalog);
    const double tree = best_ms([&] { (void)read_oscal(catalog, "c", faults); });
    std::size_t controls = 0;
    const double linked = best_ms([&] {
        OscalImportCounts counts;
        const auto document = read_oscal(catalog, "c", faults);
        controls = catalog_from_oscal(*document, "c", counts, faults)->controls.size();
    });
    std::printf("catalog, %.1f MB: parsed by pugixml %.1f ms; read %.1f ms (%.1f times); read and linked to %zu controls %.1f ms (%.1f times)\n",
                static_cast<double>(catalog.size()) / 1e6, parse, tree, tree / parse, controls, linked, linked / parse);
    for (const auto* source : {&catalog, &resolved}) {
        std::size_t bytes = 0;
        const double whole = best_ms([&] {
            const auto from = read_oscal(*source, "c", faults);
            const auto wanted = read_oscal(profile, "p", faults);
            OscalResolveCounts counts;
            const OscalSource find = [&](const OscalDocument&, const std::string&, const Place&) { return &*from; };
            const auto made = resolve_profile(*wanted, find, "2026-01-31T12:00:00Z", "bench", faults, counts);
            bytes = write_oscal_xml(*made).size();
        });
        std::printf("profile on %.1f MB: read, resolved and written (%.1f MB) in %.1f ms; pugixml parses the source in %.1f ms\n", static_cast<double>(source->size()) / 1e6,
                    static_cast<double>(bytes) / 1e6, whole, parse_ms(*source));
    }
    if (faults.has_errors()) {
        std::fputs(faults.to_text().c_str(), stderr);
        return 1;
    }
    return 0;
}
