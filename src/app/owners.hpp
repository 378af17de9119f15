// Who must act on a control: the subject's owner; for the organisation, the owner of the process whose documents cite the clause
// (the organisation's own mapping), else its top management.
#pragma once

#include "assay/app/check.hpp"

#include <map>
#include <string>

namespace assay {

class Owners {
public:
    Owners(Session& session, QueryRunner& runner, Date on);
    /// "J. Okafor, process owner of Incident management", or empty when nobody is recorded.
    [[nodiscard]] std::string of(const Control& control, const std::string& subject) const;
    /// Key of that person, or empty.
    [[nodiscard]] std::string person_of(const Control& control, const std::string& subject) const;
    /// Title of the local process the control belongs to, or empty.
    [[nodiscard]] std::string process_of(const Control& control, const std::string& subject) const;
    [[nodiscard]] std::string person(const std::string& id) const;

private:
    struct Owner {
        std::string person; ///< key
        std::string words;  ///< person, role and thing
    };
    [[nodiscard]] std::string process_for(const Control& control, const std::string& subject) const;
    [[nodiscard]] Owner find(const Control& control, const std::string& subject) const;
    std::map<std::string, std::string> m_persons;
    std::map<std::pair<SubjectKind, std::string>, Owner> m_owners;   ///< by kind and key
    std::map<std::string, std::string> m_process_names;
    std::map<std::string, std::string> m_process_by_clause;
    Owner m_top_management;
};

} // namespace assay
