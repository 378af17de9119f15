// Results of checks that need not be asked again, because nothing that they read was touched since an earlier assessment.
#pragma once

#include "assay/assess/assess.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// Every register on which the check's result rests: of its rows, its members, what both refer to, its subjects, and planned intervals.
[[nodiscard]] std::set<std::string_view> registers_read(const Library& library, const LinkedCheck& check);

class Earlier {
public:
    explicit Earlier(const AssessInput& input) : m_input(input) {}
    /// Where all of `checks` have results that still hold, appends these, as they were before dispositions; else appends nothing.
    [[nodiscard]] bool take(std::span<const std::size_t> checks, CheckResults& results) const;

private:
    [[nodiscard]] bool holds(const LinkedCheck& check) const;
    void append(const LinkedCheck& check, CheckResults& results) const;

    const AssessInput& m_input;
};

} // namespace assay
