// Is a register's population declared complete for the audit period? (PRODUCT "A proving check")
#pragma once

#include "assay/assess/assess.hpp"

#include <map>
#include <string>

namespace assay {

struct Completeness {
    bool complete = false;
    std::string why;          ///< empty when complete
};

/// Complete when imports state source, query, extraction time and person and the source's own count, the counts agree, and, for
/// record registers, their periods together cover the audit period (up to the judgement date).
class Populations {
public:
    explicit Populations(const AssessInput& input) : m_input(input) {}
    [[nodiscard]] const Completeness& of(const Register& of);

private:
    [[nodiscard]] Completeness judge(const Register& of) const;
    const AssessInput& m_input;
    std::map<std::string, Completeness> m_known;
};

} // namespace assay
