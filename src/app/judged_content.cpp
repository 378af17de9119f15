#include "app/judged_content.hpp"

#include "assay/base/error.hpp"
#include "assay/formats/load.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

/// The definition of now with this digest, or what the store kept under it.
template <class Definition, class Load>
Definition find_definition(const Session& session, const std::vector<Definition>& now, const ManifestEntry& entry, std::int64_t assessment, const Load& load) {
    if (const auto same = std::ranges::find(now, entry.digest, &Definition::digest); same != now.end()) {
        return *same;
    }
    const auto bytes = session.store.get_blob(entry.digest);
    if (!bytes) {
        throw Error(fmt::format("assessment {} was judged by {} '{}' (SHA-256 {}), which is not kept; it cannot be compared", assessment, entry.kind, entry.name,
                                entry.digest));
    }
    Diagnostics faults;
    auto loaded = load(*bytes, entry.name, faults);
    if (!loaded) {
        throw Error(fmt::format("assessment {} was judged by {} '{}', which this version of Assay cannot read: {}", assessment, entry.kind, entry.name,
                                faults.sorted().empty() ? std::string("no reason given") : faults.sorted().front().text));
    }
    return std::move(*loaded);
}

template <class Visit>
void visit_entries(const AssessmentHeader& header, std::string_view kind, const Visit& visit) {
    for (const auto& entry : header.manifest) {
        if (entry.kind == kind) {
            visit(entry);
        }
    }
}

} // namespace

std::vector<Catalog> judged_catalogs(const Session& session, const AssessmentHeader& header) {
    std::vector<Catalog> catalogs;
    for (const auto& id : header.catalogs) {
        visit_entries(header, "catalog", [&](const ManifestEntry& entry) {
            if (entry.name == id) {
                catalogs.push_back(find_definition(session, session.content.catalogs, entry, header.id,
                                                   [](const auto& bytes, const auto& name, auto& faults) { return load_catalog(bytes, name, faults); }));
            }
        });
    }
    return catalogs;
}

std::vector<CheckFile> judged_checks(const Session& session, const AssessmentHeader& header) {
    std::vector<CheckFile> checks;
    visit_entries(header, "checks", [&](const ManifestEntry& entry) {
        checks.push_back(find_definition(session, session.content.check_files, entry, header.id, [](const auto& bytes, const auto& name, auto& faults) {
            return load_checks(bytes, name, faults, Cases::skip);
        }));
    });
    return checks;
}

} // namespace assay
