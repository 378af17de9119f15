// The name by which a finding is known from one assessment to the next; never a row number.
#include "assay/base/hash.hpp"
#include "assay/model/assessment.hpp"

namespace assay {

std::string finding_fingerprint(const CheckId& check, std::string_view subject, std::string_view register_id, std::string_view key) {
    Sha256 hash;
    hash.update(check.text);
    for (const auto part : {subject, register_id, key}) {
        hash.update(std::string_view("\x1e")); // in none of the parts
        hash.update(part);
    }
    return to_hex(hash.finish());
}

} // namespace assay
