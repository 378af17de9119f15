// Large values that nobody waits for at the end of the program. Knows no type.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace assay {

/// Keeps the value until the program ends, where the command line leaves without freeing it: the system takes all memory back at
/// once, a library of a hundred thousand texts piece by piece takes a tenth of the time of loading it. From one thread only.
template <class Value>
Value& outlive(Value value) {
    static std::vector<std::unique_ptr<Value>> kept;
    return *kept.emplace_back(std::make_unique<Value>(std::move(value)));
}

} // namespace assay
