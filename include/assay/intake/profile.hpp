// A profile against the registers it speaks of, and a register with a profile's spellings laid over its own. Knows no file.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/profile.hpp"
#include "assay/model/register.hpp"

#include <string>
#include <vector>

namespace assay {

/// Reports fields and words that `of` does not have, headers that are the id or title of another field, spellings that are a word
/// themselves, and date formats that are none. False after reporting.
[[nodiscard]] bool link_profile_register(const ProfileRegister& part, const Register& of, DiagnosticSink& sink);

/// The same for all registers of a profile, and reports those that are not in the schema.
[[nodiscard]] bool link_profile(const Profile& profile, const Schema& schema, DiagnosticSink& sink);

/// `of` with the profile's spellings of words, which go before its own of another meaning, and with its absent words. The headers are
/// match_headers' own, because they come before the aliases.
[[nodiscard]] Register with_profile(const Register& of, const ProfileRegister& part);

/// The date formats for TypingContext::known_dates.
[[nodiscard]] std::vector<std::string> date_formats_of(const ProfileRegister& part);

} // namespace assay
