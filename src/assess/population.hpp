// Is a register's population declared complete for the audit period? (PRODUCT "A proving check")
#pragma once

#include "assay/assess/assess.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace assay {

struct Completeness {
    bool complete = false;
    std::string why;          ///< empty when complete
};

/// Days that imports declare to be all here, by the last word about each, and what the last import left unsaid or got wrong.
struct DeclaredDays {
    std::vector<DatedRow> covered;
    std::string fault;        ///< empty when the last declaration is good
};
[[nodiscard]] DeclaredDays declared_days(std::span<const PopulationDeclaration> declarations, bool record);

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
