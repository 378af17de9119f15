// A promise that the fuzzer holds the code to: says which one was broken, and on what, then aborts.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

inline void require(bool kept, std::string_view promise, std::string_view about = {}) {
    if (!kept) {
        std::fprintf(stderr, "broken: %.*s\n%.*s\n", static_cast<int>(promise.size()), promise.data(), static_cast<int>(about.size()), about.data()); // NOLINT
        std::abort();
    }
}

/// A result or errors, never both, never neither; and the errors have a text.
inline void require_agreement(bool has_result, const assay::Diagnostics& faults) {
    const auto text = faults.to_text();
    require(has_result != faults.has_errors(), has_result ? "what has faults has no result" : "what has no result has faults", text);
}
