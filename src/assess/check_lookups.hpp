// What checks look up in registers of their own: which subjects there are, and which intervals are planned. Read when first needed.
#pragma once

#include "assay/assess/assess.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace assay {

class CheckLookups {
public:
    explicit CheckLookups(const AssessInput& input) : m_input(input) {}

    /// The subject that a row belongs to. A reference to none that is registered leads to no subject.
    [[nodiscard]] std::string subject_of(const LinkedCheck& check, const Value& subject);
    /// Of the first control of the check that has one.
    [[nodiscard]] std::optional<Period> planned_interval(const LinkedCheck& check);

private:
    bool is_known(SubjectKind kind, const std::string& key);

    const AssessInput& m_input;
    std::optional<std::map<std::pair<std::string, std::string>, Period>> m_intervals;
    std::map<SubjectKind, std::unordered_set<std::string>> m_subjects;
};

} // namespace assay
