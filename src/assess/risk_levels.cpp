#include "assay/assess/risk_levels.hpp"

#include "assay/base/error.hpp"
#include "assess/risk_authority.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Fields read, by their place in a row. A field that the definition lacks (a workspace's own) reads as absent.
enum class RiskField : std::size_t {
    id, title, kind, category, status, response,
    initiation, adverse, likelihood, basis, impact, level,
    current_initiation, current_adverse, current_likelihood, current_basis, current_impact, current_level,
    target_likelihood, target_impact, target_level,
    accepted_by, accepted_as, accepted_on, accepted_until,
    identified_on, reviewed_on, review_due, review_interval,
};
constexpr std::array<std::string_view, 29> k_risk_fields{
    "id", "title", "kind", "category", "status", "response",
    "likelihood_initiation", "likelihood_impact", "likelihood", "likelihood_basis", "impact", "level",
    "residual_likelihood_initiation", "residual_likelihood_impact", "residual_likelihood", "residual_likelihood_basis", "residual_impact", "residual_level",
    "target_likelihood", "target_impact", "target_level",
    "accepted_by", "accepted_as", "accepted_on", "accepted_until",
    "identified_on", "reviewed_on", "review_due", "review_interval",
};

class RiskRow {
public:
    explicit RiskRow(std::span<const Value> values) : m_values(values) {}
    [[nodiscard]] std::string text(RiskField field) const {
        const auto* found = text_of(m_values[static_cast<std::size_t>(field)]);
        return found != nullptr ? *found : std::string();
    }
    [[nodiscard]] std::optional<Date> date(RiskField field) const {
        const auto* day = number_of(m_values[static_cast<std::size_t>(field)]);
        return day != nullptr ? std::optional(Date{std::chrono::days{*day}}) : std::nullopt;
    }

private:
    std::span<const Value> m_values;
};

TableQuery select_fields(const Register& of, TableQuery query) {
    for (const auto name : k_risk_fields) {
        query.select.push_back(of.find_field(name) != nullptr ? column_expr(std::string(name)) : QueryExpr{});
    }
    query.order.push_back({query.select.front(), false});
    return query;
}

class RiskJudge {
public:
    RiskJudge(const RiskInput& input, const RiskAuthority& authority) : m_input(input), m_authority(authority) {}

    RiskJudgement judge(const RiskRow& row) const {
        RiskJudgement judged;
        judged.id = row.text(RiskField::id);
        judged.title = row.text(RiskField::title);
        judged.kind = row.text(RiskField::kind);
        judged.category = row.text(RiskField::category);
        judged.status = row.text(RiskField::status);
        judged.accepted_by = row.text(RiskField::accepted_by);
        judged.accepted_until = row.date(RiskField::accepted_until);
        judge_levels(row, judged);
        if (judged.status == "closed") {
            judged.against_appetite = AppetiteResult::not_applicable;
            return judged;
        }
        judge_appetite(judged);
        judge_acceptance(row, judged);
        judge_review(row, judged);
        return judged;
    }

private:
    void judge_levels(const RiskRow& row, RiskJudgement& judged) const {
        const RiskRatings inherent{row.text(RiskField::initiation), row.text(RiskField::adverse), row.text(RiskField::likelihood),
                                   row.text(RiskField::basis),      row.text(RiskField::impact),  row.text(RiskField::level)};
        const RiskRatings current{row.text(RiskField::current_initiation), row.text(RiskField::current_adverse), row.text(RiskField::current_likelihood),
                                  row.text(RiskField::current_basis),      row.text(RiskField::current_impact),  row.text(RiskField::current_level)};
        const RiskRatings target{{}, {}, row.text(RiskField::target_likelihood), {}, row.text(RiskField::target_impact), row.text(RiskField::target_level)};
        judged.levels = {find_level(m_input.likelihood, m_input.level, inherent), find_level(m_input.likelihood, m_input.level, current),
                         find_level(m_input.likelihood, m_input.level, target)};
        for (const auto stage : k_risk_stages) {
            for (const auto& remark : judged.levels[static_cast<std::size_t>(stage)].remarks) {
                judged.remarks.push_back(fmt::format("{}: {}", to_text(stage), remark));
            }
        }
    }

    /// The higher of what is computed and what is recorded: where they differ, the doubt is not settled in favour of the lower.
    [[nodiscard]] std::optional<std::size_t> level_at(const RiskJudgement& judged, RiskStage stage) const {
        const auto& at = judged.levels[static_cast<std::size_t>(stage)];
        const auto& steps = m_input.level.levels.steps;
        const auto computed = std::ranges::find(steps, at.computed, &MatrixStep::id);
        const auto recorded = m_input.level.levels.find(at.recorded);
        if (computed == steps.end()) {
            return recorded;
        }
        return std::max(static_cast<std::size_t>(computed - steps.begin()), recorded.value_or(0));
    }

    void judge_appetite(RiskJudgement& judged) const {
        if (judged.kind == "opportunity") {
            judged.against_appetite = AppetiteResult::not_applicable;
            return;
        }
        auto found = level_at(judged, RiskStage::current);
        if (!found && judged.levels[static_cast<std::size_t>(RiskStage::current)].recorded.empty()) {
            judged.judged_stage = RiskStage::inherent;
            found = level_at(judged, RiskStage::inherent);
        }
        if (found) {
            judged.judged_level = m_input.level.levels.steps[*found].id;
        }
        const auto* criterion = m_authority.find_criterion(judged.category);
        if (criterion == nullptr) {
            judged.against_appetite = AppetiteResult::no_criterion;
            return;
        }
        judged.criterion = criterion->id;
        judged.appetite = criterion->appetite;
        judged.authority = criterion->authority;
        const auto tolerated = m_input.level.levels.find(criterion->appetite);
        if (!tolerated) {
            judged.remarks.push_back(fmt::format("matrix '{}' has no level '{}', the appetite of criterion {}", m_input.level.id, criterion->appetite, criterion->id));
        }
        judged.against_appetite = !found || !tolerated ? AppetiteResult::unknown : *found > *tolerated ? AppetiteResult::above : AppetiteResult::within;
    }

    void judge_acceptance(const RiskRow& row, RiskJudgement& judged) const {
        const auto on = row.date(RiskField::accepted_on);
        const bool recorded = !judged.accepted_by.empty() || on || judged.accepted_until;
        const bool said = row.text(RiskField::response) == "accept" || judged.status == "accepted" || recorded;
        const bool above = judged.against_appetite == AppetiteResult::above;
        if (judged.kind == "opportunity" || (!said && !above)) {
            return;
        }
        if (!said) {
            judged.acceptance = AcceptanceResult::not_accepted;
        } else if (judged.accepted_by.empty()) {
            judged.acceptance = AcceptanceResult::missing;
        } else if (on && *on > m_input.on) {
            judged.acceptance = AcceptanceResult::not_yet;
        } else if (judged.accepted_until && *judged.accepted_until < m_input.on) {
            judged.acceptance = AcceptanceResult::expired;
        } else if (above && !judged.accepted_until) {
            judged.acceptance = AcceptanceResult::no_expiry;
        } else if (judged.against_appetite == AppetiteResult::within) {
            judged.acceptance = AcceptanceResult::valid;
        } else if (!above) {
            judged.acceptance = AcceptanceResult::unknown;
            judged.remarks.emplace_back("acceptance: whose rank is needed follows from the appetite, which is not known");
        } else if (!on) {
            judged.acceptance = AcceptanceResult::unknown;
            judged.remarks.emplace_back("acceptance: its day is not recorded");
        } else {
            judge_rank(row.text(RiskField::accepted_as), *on, judged);
        }
    }

    void judge_rank(const std::string& as_role, Date accepted, RiskJudgement& judged) const {
        const RiskCriterion criterion{judged.criterion, judged.appetite, judged.authority};
        const auto answer = m_authority.judge(criterion, judged.accepted_by, as_role, accepted);
        judged.acceptance = answer.verdict == RankVerdict::enough    ? AcceptanceResult::valid
                            : answer.verdict == RankVerdict::too_low ? AcceptanceResult::wrong_rank
                                                                     : AcceptanceResult::unknown;
        if (!answer.why.empty()) {
            judged.remarks.push_back("acceptance: " + answer.why);
        }
    }

    /// The earlier of the date set and the date that follows from the interval.
    void judge_review(const RiskRow& row, RiskJudgement& judged) const {
        judged.review_due = row.date(RiskField::review_due);
        if (const auto length = row.text(RiskField::review_interval); !length.empty()) {
            const auto last = row.date(RiskField::reviewed_on) ? row.date(RiskField::reviewed_on) : row.date(RiskField::identified_on);
            const auto period = parse_period(length);
            if (!period) {
                judged.remarks.push_back(fmt::format("review: '{}' is no interval; write P6M, for example", length));
            } else if (last) {
                const auto due = add(*last, *period);
                judged.review_due = judged.review_due ? std::min(*judged.review_due, due) : due;
            }
        }
        judged.review = !judged.review_due                 ? ReviewResult::not_planned
                        : *judged.review_due < m_input.on ? ReviewResult::overdue
                                                          : ReviewResult::due;
    }

    const RiskInput& m_input;
    const RiskAuthority& m_authority;
};

} // namespace

std::vector<RiskJudgement> judge_risks(const Run& run, const RiskInput& input) {
    const auto& of = input.schema.get(input.rows.relations.front().register_id);
    const RiskAuthority authority(input.runner, input.schema);
    const RiskJudge judge(input, authority);
    std::vector<RiskJudgement> all;
    input.runner.rows(select_fields(of, input.rows), [&](std::span<const Value> values) {
        if (all.size() % 1024 == 0) {
            throw_if_stopped(run);
        }
        all.push_back(judge.judge(RiskRow(values)));
    });
    return all;
}

} // namespace assay
