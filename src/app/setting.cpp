#include "assay/app/setting.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

bool holds_content(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "controls" / "registers", ignored);
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

} // namespace

std::vector<fs::path> Setting::template_folders() const {
    std::vector<fs::path> folders;
    if (!workspace.empty()) {
        folders.push_back(workspace / "templates");
    }
    folders.push_back(home / "templates");
    return folders;
}

fs::path find_home(const fs::path& program) {
    if (const auto given = environment("ASSAY_HOME"); !given.empty()) {
        if (!holds_content(given)) {
            throw Error(fmt::format("ASSAY_HOME is '{}', and there is no controls/registers in it; name the folder that holds controls/ and templates/", given));
        }
        return given;
    }
    // A program found on the PATH is started by its bare name; the system knows which file that was.
    std::error_code unknown;
    const auto running = fs::read_symlink("/proc/self/exe", unknown);
    const auto folder = fs::weakly_canonical(unknown ? program : running).parent_path();
    if (const auto installed = folder.parent_path() / "share" / "assay"; holds_content(installed)) {
        return installed;
    }
    for (auto above = folder; above.has_parent_path() && above != above.root_path(); above = above.parent_path()) {
        if (holds_content(above)) {
            return above;
        }
    }
    throw Error(fmt::format("cannot find Assay's controls and templates near '{}'; set ASSAY_HOME to the folder that holds them", folder.string()));
}

fs::path find_workspace(const std::optional<fs::path>& given) {
    std::error_code ignored;
    if (given) {
        if (!fs::exists(*given / "assay.xml", ignored)) {
            throw Error(fmt::format("'{}' is not a workspace: it has no assay.xml; make one with 'assay init {}'", given->string(), given->string()));
        }
        return *given;
    }
    if (auto around = find_workspace_around(); !around.empty()) {
        return around;
    }
    throw Error(fmt::format("no workspace here: neither '{}' nor a folder above it has an assay.xml; make one with 'assay init', or name one with --workspace",
                            fs::current_path().string()));
}

fs::path find_workspace_around() {
    std::error_code ignored;
    for (auto folder = fs::current_path();; folder = folder.parent_path()) {
        if (fs::exists(folder / "assay.xml", ignored)) {
            return folder;
        }
        if (folder == folder.root_path()) {
            return {};
        }
    }
}

std::chrono::seconds find_lock_wait() {
    constexpr std::int64_t k_usual = 30;
    constexpr std::int64_t k_longest = 3600;
    const auto given = environment("ASSAY_LOCK_WAIT");
    if (given.empty()) {
        return std::chrono::seconds{k_usual};
    }
    const auto seconds = parse_integer(given);
    if (!seconds || *seconds < 0 || *seconds > k_longest) {
        throw Error(fmt::format("ASSAY_LOCK_WAIT takes seconds from 0 to {}, not '{}'", k_longest, given), ErrorKind::usage);
    }
    return std::chrono::seconds{*seconds};
}

std::string find_user() {
    for (const char* name : {"ASSAY_USER", "LOGNAME", "USER"}) {
        if (auto value = environment(name); !value.empty()) {
            return value;
        }
    }
    return "unknown";
}

} // namespace assay
