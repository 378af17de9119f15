#include "assay/model/profile.hpp"

#include "assay/base/text.hpp"

#include <algorithm>

namespace assay {

const ProfileRegister* Profile::find(std::string_view register_id) const {
    const auto found = std::ranges::find(registers, register_id, &ProfileRegister::id);
    return found == registers.end() ? nullptr : &*found;
}

std::string spelling_key(std::string_view spelling) {
    auto folded = fold_header(spelling);
    const bool figures = std::ranges::all_of(folded, [](char c) { return c >= '0' && c <= '9'; });
    return figures && !folded.empty() ? std::string(trim(spelling)) : folded;
}

} // namespace assay
