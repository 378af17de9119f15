#include "assess/risk_authority.hpp"

#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {

RiskAuthority::RiskAuthority(QueryRunner& runner, const Schema& schema) {
    read_register(runner, schema, "risk_criterion", [&](const NamedRow& row) {
        m_criteria.emplace(to_lower(trim(row.text("category"))), RiskCriterion{row.text("id"), row.text("appetite"), row.text("acceptance_authority")});
    });
    read_register(runner, schema, "role", [&](const NamedRow& row) {
        if (const auto rank = row.number("authority_rank")) {
            m_ranks.emplace(row.text("id"), *rank);
        }
    });
    read_register(runner, schema, "assignment", [&](const NamedRow& row) {
        m_held[row.text("person")].push_back({row.text("role"), row.date("starts_on").value_or(Date{}), row.date("ends_on")});
    });
}

const RiskCriterion* RiskAuthority::find_criterion(const std::string& category) const {
    auto found = m_criteria.find(to_lower(trim(category)));
    if (found == m_criteria.end()) {
        found = m_criteria.find("");
    }
    return found == m_criteria.end() ? nullptr : &found->second;
}

/// Nothing where no rank tells.
std::optional<bool> RiskAuthority::outranks(const std::string& role, const std::string& required) const {
    if (role == required) {
        return true;
    }
    const auto of_role = m_ranks.find(role);
    const auto of_required = m_ranks.find(required);
    return of_role != m_ranks.end() && of_required != m_ranks.end() ? std::optional(of_role->second <= of_required->second) : std::nullopt;
}

RankAnswer RiskAuthority::judge(const RiskCriterion& criterion, const std::string& person, const std::string& as_role, Date on) const {
    if (criterion.authority.empty()) {
        return {RankVerdict::unknown, fmt::format("criterion {} names no authority", criterion.id)};
    }
    if (m_held.empty()) {
        return {RankVerdict::unknown, fmt::format("no assignment says which roles {} held", person)};
    }
    std::vector<std::string> held;
    if (const auto known = m_held.find(person); known != m_held.end()) {
        for (const auto& each : known->second) {
            if (each.from <= on && (!each.to || on <= *each.to)) {
                held.push_back(each.role);
            }
        }
    }
    if (!as_role.empty()) {
        if (std::ranges::find(held, as_role) == held.end()) {
            return {RankVerdict::too_low, fmt::format("{} did not hold role {} on {}", person, as_role, to_text(on))};
        }
        held = {as_role};
    }
    if (held.empty()) {
        return {RankVerdict::too_low, fmt::format("{} held no role on {}, and {} is needed", person, to_text(on), criterion.authority)};
    }
    bool told = true;
    std::string names;
    for (const auto& role : held) {
        const auto enough = outranks(role, criterion.authority);
        if (enough.value_or(false)) {
            return {RankVerdict::enough, {}};
        }
        told = told && enough.has_value();
        names += (names.empty() ? "" : ", ") + role;
    }
    return told ? RankAnswer{RankVerdict::too_low, fmt::format("{} held {}, and {} is needed", person, names, criterion.authority)}
                : RankAnswer{RankVerdict::unknown, fmt::format("{} held {}, and no rank tells whether that is enough for {}", person, names, criterion.authority)};
}

} // namespace assay
