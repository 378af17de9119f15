// Processes, activities, roles, people and who holds which role, as the registers have them: for matrices in and out.
#pragma once

#include "assay/base/date.hpp"
#include "assay/intake/raci_matrix.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct RaciProcess {
    std::string id, name;
};
struct RaciActivity {
    std::string id, name, process;
    std::int64_t number = 0;
};
struct RaciRole {
    std::string id, name, kind, process;
};

class RaciNames {
public:
    RaciNames(QueryRunner& runner, const Schema& schema);

    [[nodiscard]] const std::map<std::string, RaciProcess>& processes() const { return m_processes; }
    [[nodiscard]] const std::map<std::string, RaciActivity>& activities() const { return m_activities; }
    [[nodiscard]] const std::map<std::string, RaciRole>& roles() const { return m_roles; }

    /// By id or name, regardless of case, blanks and punctuation.
    [[nodiscard]] std::optional<std::string> find_process(std::string_view name) const;
    [[nodiscard]] MatrixName find_activity(std::string_view name, std::string_view process) const;
    /// By the word of its kind too ("Process owner"), within a process.
    [[nodiscard]] MatrixName find_role(std::string_view name, std::string_view process) const;
    [[nodiscard]] bool is_role(std::string_view name) const;

private:
    std::map<std::string, RaciProcess> m_processes;
    std::map<std::string, RaciActivity> m_activities;
    std::map<std::string, RaciRole> m_roles;
};

} // namespace assay
