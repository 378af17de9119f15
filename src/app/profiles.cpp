#include "app/profiles.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "assay/intake/profile.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

using ProfilesById = std::map<std::string, KnownProfile>;

/// The profiles of one folder; two files must not claim one id. False after reporting.
bool load_profile_folder(const std::filesystem::path& root, DiagnosticSink& sink, ProfilesById& found) {
    bool good = true;
    for (const auto& file : xml_files(root / "controls" / "profiles")) {
        auto bytes = read_file(file);
        auto profile = load_profile(bytes, file.lexically_relative(root).generic_string(), sink);
        if (!profile) {
            good = false;
            continue;
        }
        const auto id = profile->id;
        const auto place = profile->place;
        if (const auto [known, added] = found.try_emplace(id, KnownProfile{std::move(*profile), std::move(bytes)}); !added) {
            good = false;
            sink.add({Severity::error, place, "duplicate-id", fmt::format("profile '{}' is already defined", id), "first in " + to_text(known->second.profile.place)});
        }
    }
    return good;
}

/// "(did you mean 'x'?)", or all there are.
std::string remedy_of(std::string_view word, const std::vector<std::string>& known, std::string_view all) {
    const auto hint = did_you_mean(word, known);
    return hint.empty() ? fmt::format("; {} {}", all, fmt::join(known, ", ")) : fmt::format(" ({})", hint);
}

} // namespace

std::optional<std::vector<KnownProfile>> load_profiles(const Run& run, const Setting& setting) {
    ProfilesById all;
    bool good = load_profile_folder(setting.home, run.diagnostics, all);
    if (!setting.workspace.empty() && setting.workspace != setting.home) {
        ProfilesById own;
        good = load_profile_folder(setting.workspace, run.diagnostics, own) && good;
        for (auto& [id, profile] : own) {
            all.insert_or_assign(id, std::move(profile));
        }
    }
    if (!good) {
        return std::nullopt;
    }
    std::vector<KnownProfile> sorted;
    for (auto& [id, profile] : all) {
        sorted.push_back(std::move(profile));
    }
    return sorted;
}

std::optional<UsedProfile> find_used_profile(const Run& run, const Session& session, const std::string& id, const Register& of) {
    auto profiles = load_profiles(run, session.setting);
    if (!profiles) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(*profiles, id, [](const KnownProfile& known) -> const std::string& { return known.profile.id; });
    if (found == profiles->end()) {
        std::vector<std::string> ids;
        for (const auto& known : *profiles) {
            ids.push_back(known.profile.id);
        }
        throw Error(fmt::format("there is no profile '{}'{}", escape_control(id), ids.empty() ? "; controls/profiles holds none" : remedy_of(id, ids, "there are")), ErrorKind::usage);
    }
    const auto* const part = found->profile.find(of.id);
    if (part == nullptr) {
        std::vector<std::string> ids;
        for (const auto& each : found->profile.registers) {
            ids.push_back(each.id);
        }
        throw Error(fmt::format("{}: profile '{}' says nothing of register '{}'{}", to_text(found->profile.place), id, of.id, remedy_of(of.id, ids, "it speaks of")), ErrorKind::usage);
    }
    if (!link_profile_register(*part, of, run.diagnostics)) {
        return std::nullopt;
    }
    auto laid = with_profile(of, *part);
    auto digest = to_hex(sha256(found->bytes));
    return UsedProfile{std::move(*found), std::move(digest), *part, std::move(laid)};
}

} // namespace assay
