// Header profiles, built in and of the workspace, and the one that an import asks for, laid over its register.
#pragma once

#include "assay/app/session.hpp"
#include "assay/base/run.hpp"
#include "assay/model/profile.hpp"
#include "assay/model/register.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// A profile and the file it came from.
struct KnownProfile {
    Profile profile;
    std::string bytes;
};

/// Reads controls/profiles of the home and of the workspace, whose files override by id; sorted by id. Nothing after reporting faults.
[[nodiscard]] std::optional<std::vector<KnownProfile>> load_profiles(const Run& run, const Setting& setting);

/// A profile as used for one register.
struct UsedProfile {
    KnownProfile known;
    std::string digest; ///< SHA-256 of the file, hex
    ProfileRegister part;
    Register laid; ///< the register with the profile's spellings
};

/// The profile `id` for `of`. Nothing after reporting faults of profiles; throws Error of kind usage when there is none, or it says nothing
/// of the register.
[[nodiscard]] std::optional<UsedProfile> find_used_profile(const Run& run, const Session& session, const std::string& id, const Register& of);

} // namespace assay
