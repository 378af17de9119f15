#include "assay/app/assessment_files.hpp"

#include "app/assessment_writers.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

struct MachineFormat {
    std::string_view name;
    std::string_view file;
    void (*write)(const AssessmentIndex& index, const TextSink& sink);
};
constexpr std::array k_machine_formats{
    MachineFormat{"json", "assessment.json", write_assessment_json},
    MachineFormat{"junit", "assessment.junit.xml", write_assessment_junit},
    MachineFormat{"sarif", "assessment.sarif", write_assessment_sarif},
};
constexpr std::array<std::string_view, k_machine_formats.size()> k_machine_names{"json", "junit", "sarif"};

} // namespace

std::span<const std::string_view> assessment_formats() { return k_machine_names; }

std::vector<WrittenFile> write_assessment_files(Session& session, const Judged& judged, const Assessment& assessment, const std::vector<std::string>& formats,
                                                const std::filesystem::path& folder) {
    const std::vector<std::string> known(k_machine_names.begin(), k_machine_names.end());
    for (const auto& format : formats) {
        if (std::ranges::find(known, format) == known.end()) {
            const auto hint = did_you_mean(format, known);
            throw Error(fmt::format("there is no report '{}' in format '{}'{}", k_assessment_files, escape_control(format),
                                    hint.empty() ? "; it has json, junit and sarif" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
    }
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        throw Error(fmt::format("cannot make the folder '{}': {}", folder.string(), failed.message()));
    }
    const AssessmentIndex index(session, judged, assessment);
    std::vector<WrittenFile> written;
    for (const auto& format : k_machine_formats) {
        if (!formats.empty() && std::ranges::find(formats, format.name) == formats.end()) {
            continue;
        }
        AtomicFile file(folder / format.file);
        std::uint64_t size = 0;
        format.write(index, [&](std::string_view text) {
            file.write(text);
            size += text.size();
        });
        file.commit();
        written.push_back({folder / format.file, size});
    }
    return written;
}

} // namespace assay
