#include "app/evidence_files.hpp"

#include "assay/base/both.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"

#include <exception>
#include <fstream>
#include <thread>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_chunk_bytes = 1U << 20U;

std::string shown(const fs::path& path) { return escape_control(path.string()); }

/// The name below the folder, if the path leads there without following links; or nothing.
std::string name_below(const fs::path& folder, const fs::path& path) {
    const auto relative = path.lexically_relative(folder);
    const bool below = !relative.empty() && relative != "." && *relative.begin() != "..";
    return below ? relative.generic_string() : std::string();
}

/// Two files at a time; hashing is all that they cost. Throws Error of kind cancelled on a stop request.
template <class Work>
void look_at_each(const Run& run, std::size_t count, const Work& work) {
    const auto here = std::this_thread::get_id();
    share_out(
        count,
        [&](std::size_t index) {
            if (run.stop.stop_requested()) {
                return;
            }
            work(index);
            if (std::this_thread::get_id() == here) {
                run.progress.report(index, count, "files");
            }
        },
        count > 1);
    throw_if_stopped(run);
}

} // namespace

std::vector<ObservedFile> observe_files(const Run& run, const Setting& setting, const std::vector<std::string>& recorded) {
    std::vector<ObservedFile> observed(recorded.size());
    look_at_each(run, recorded.size(), [&](std::size_t index) { observed[index] = observe_file(setting, recorded[index]); });
    return observed;
}

std::vector<LocatedFile> locate_files(const Run& run, const Setting& setting, const std::vector<fs::path>& files) {
    std::vector<LocatedFile> located(files.size());
    std::vector<std::exception_ptr> failures(files.size());
    look_at_each(run, files.size(), [&](std::size_t index) {
        try {
            located[index] = locate_file(setting, files[index]);
        } catch (...) {
            failures[index] = std::current_exception();
        }
    });
    for (const auto& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
    return located;
}

ObservedFile observe_file(const Setting& setting, const std::string& recorded) {
    ObservedFile observed;
    std::error_code error;
    const auto folder = setting.evidence_folder();
    if (!fs::is_directory(folder, error)) {
        observed.why = "there is no evidence folder";
        return observed;
    }
    const auto path = path_inside(folder, recorded);
    if (!path) {
        observed.state = FileState::unreadable;
        observed.why = "its name leads out of the evidence folder, or its link points nowhere";
        return observed;
    }
    const auto status = fs::status(*path, error);
    if (status.type() == fs::file_type::not_found) {
        observed.why = "there is no such file";
        return observed;
    }
    observed.state = FileState::unreadable;
    if (status.type() != fs::file_type::regular) {
        observed.why = "it is not a regular file";
        return observed;
    }
    try {
        const auto hash = hash_file(*path);
        observed.sha256 = to_hex(hash.digest);
        observed.size_bytes = hash.size_bytes;
        observed.state = FileState::present;
    } catch (const Error& fault) {
        observed.why = fault.what();
    }
    return observed;
}

LocatedFile locate_file(const Setting& setting, const fs::path& file) {
    std::error_code error;
    const auto folder = fs::canonical(setting.evidence_folder(), error);
    if (error) {
        throw Error(fmt::format("there is no evidence folder '{}'; make it first", shown(setting.evidence_folder())));
    }
    const auto given = fs::absolute(file).lexically_normal();
    auto name = name_below(fs::absolute(setting.evidence_folder()).lexically_normal(), given);
    if (name.empty()) {
        // The folder may be named through links above it.
        name = name_below(folder, fs::weakly_canonical(given.parent_path(), error) / given.filename());
    }
    LocatedFile located;
    located.source = given;
    if (!name.empty()) {
        const auto inside = path_inside(folder, name);
        if (!inside) {
            throw Error(fmt::format("'{}' is reached by a link that leaves the evidence folder; copy the file itself there", shown(file)));
        }
        located.inside = true;
        located.source = *inside;
        located.recorded = inside->lexically_relative(folder).generic_string();
    }
    const auto status = fs::status(located.source, error);
    if (status.type() == fs::file_type::not_found) {
        throw Error(fmt::format("there is no file '{}'", shown(file)));
    }
    if (status.type() != fs::file_type::regular) {
        throw Error(fmt::format("'{}' is not a regular file", shown(file)));
    }
    const auto hash = hash_file(located.source);
    located.sha256 = to_hex(hash.digest);
    located.size_bytes = hash.size_bytes;
    if (located.inside) {
        return located;
    }
    located.recorded = given.filename().generic_string();
    const auto observed = observe_file(setting, located.recorded);
    if (observed.state == FileState::unreadable || (observed.state == FileState::present && observed.sha256 != located.sha256)) {
        throw Error(fmt::format("the evidence folder has another '{}' already; give the file a name of its own", shown(located.recorded)));
    }
    located.inside = observed.state == FileState::present;
    return located;
}

void copy_into_folder(const Setting& setting, const LocatedFile& file) {
    const auto target = path_inside(setting.evidence_folder(), file.recorded);
    if (!target || fs::exists(fs::symlink_status(*target))) {
        throw Error(fmt::format("cannot copy '{}' into the evidence folder: the name is taken", shown(file.source)));
    }
    std::ifstream in(file.source, std::ios::binary);
    AtomicFile out(*target);
    std::string chunk(k_chunk_bytes, '\0');
    while (in) {
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        out.write(std::string_view(chunk).substr(0, static_cast<std::size_t>(in.gcount())));
    }
    if (!in.eof()) {
        throw Error(fmt::format("cannot read '{}'", shown(file.source)));
    }
    out.commit();
    if (to_hex(hash_file(*target).digest) != file.sha256) {
        fs::remove(*target);
        throw Error(fmt::format("'{}' changed while it was copied into the evidence folder; nothing was recorded", shown(file.source)));
    }
}

} // namespace assay
