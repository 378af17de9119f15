// Who may accept a risk: criteria by category, roles with their rank, and who held them when.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct RiskCriterion {
    std::string id;
    std::string appetite;
    std::string authority;          ///< role; may be empty
};

enum class RankVerdict : std::uint8_t { enough, too_low, unknown };
struct RankAnswer {
    RankVerdict verdict = RankVerdict::unknown;
    std::string why;                ///< of the other two
};

class RiskAuthority {
public:
    /// Reads risk_criterion, role and assignment.
    RiskAuthority(QueryRunner& runner, const Schema& schema);

    /// Of this category, regardless of case; else the one without a category. Of several the one with the first id.
    [[nodiscard]] const RiskCriterion* find_criterion(const std::string& category) const;
    /// May this person, in the role named or any held on that day, accept what is above a criterion? 1 is the highest rank.
    [[nodiscard]] RankAnswer judge(const RiskCriterion& criterion, const std::string& person, const std::string& as_role, Date on) const;

private:
    struct Holding {
        std::string role;
        Date from;
        std::optional<Date> to;     ///< last day, included
    };
    [[nodiscard]] std::optional<bool> outranks(const std::string& role, const std::string& required) const;

    std::map<std::string, RiskCriterion> m_criteria;            ///< by folded category
    std::map<std::string, std::int64_t> m_ranks;                ///< by role
    std::map<std::string, std::vector<Holding>> m_held;         ///< by person
};

} // namespace assay
