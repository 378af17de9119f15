#include "app/sla_words.hpp"
#include "assay/app/risk_levels.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

/// "high", "high, recorded low", "high, not recorded", "low, entered", "unknown"
std::string level_text(const RiskLevel& level) {
    switch (level.result) {
    case LevelResult::agrees: return level.computed;
    case LevelResult::differs: return fmt::format("{}, recorded {}", level.computed, level.recorded);
    case LevelResult::not_recorded: return level.computed + ", not recorded";
    case LevelResult::entered: return level.recorded + ", entered";
    case LevelResult::unknown: return "unknown";
    }
    return {};
}

/// "high above moderate"
std::string held_against(const RiskJudgement& risk) {
    const auto stage = risk.judged_stage == RiskStage::inherent && !risk.judged_level.empty() ? " (inherent)" : "";
    switch (risk.against_appetite) {
    case AppetiteResult::above: return fmt::format("{} above {}{}", risk.judged_level, risk.appetite, stage);
    case AppetiteResult::within: return fmt::format("{} within {}{}", risk.judged_level, risk.appetite, stage);
    default: return std::string(to_text(risk.against_appetite));
    }
}

std::string date_or_nothing(const std::optional<Date>& date) { return date ? to_text(*date) : std::string(); }

std::string with_date(std::string_view word, const char* link, const std::optional<Date>& date) {
    return date && !word.empty() ? fmt::format("{} {} {}", word, link, to_text(*date)) : std::string(word);
}

std::string acceptance_text(const RiskJudgement& risk) {
    switch (risk.acceptance) {
    case AcceptanceResult::valid: return with_date("valid", "until", risk.accepted_until);
    case AcceptanceResult::expired: return with_date("expired", "on", risk.accepted_until);
    case AcceptanceResult::not_accepted: return risk.authority.empty() ? "not accepted" : fmt::format("not accepted, up to {}", risk.authority);
    default: return std::string(to_text(risk.acceptance));
    }
}

/// "inherent  36 agree, 1 differs, …"
std::string counts_text(const RiskLevelsReport& report, RiskStage stage) {
    std::map<LevelResult, std::int64_t> counts;
    for (const auto& risk : report.risks) {
        ++counts[risk.levels[static_cast<std::size_t>(stage)].result];
    }
    return fmt::format("as recorded {}, otherwise {}, not recorded {}, entered directly {}, unknown {}", counts[LevelResult::agrees], counts[LevelResult::differs],
                       counts[LevelResult::not_recorded], counts[LevelResult::entered], counts[LevelResult::unknown]);
}

template <class Result>
std::string tally_text(const RiskLevelsReport& report, Result RiskJudgement::* member, std::initializer_list<Result> shown) {
    std::string text;
    for (const auto result : shown) {
        const auto count = std::ranges::count(report.risks, result, member);
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_text(result), count);
    }
    return text;
}

} // namespace

std::string to_text(const RiskLevelsReport& report) {
    const auto at = fmt::format("as of {}, state {}\n", to_text(report.on), report.state);
    if (report.risks.empty()) {
        return fmt::format("no risk fits (0 of {})\n{}", group_thousands(report.registered), at);
    }
    TextTable table;
    for (const auto* title : {"risk", "category", "inherent", "current", "target", "appetite", "acceptance", "review"}) {
        table.columns.push_back({title, false});
    }
    std::vector<LabelledText> remarks;
    for (const auto& risk : report.risks) {
        table.rows.push_back({risk.id, risk.category, level_text(risk.levels[0]), level_text(risk.levels[1]), level_text(risk.levels[2]), held_against(risk),
                              acceptance_text(risk), with_date(to_text(risk.review), risk.review == ReviewResult::overdue ? "since" : "on", risk.review_due)});
        std::string text;
        for (const auto& remark : risk.remarks) {
            text += (text.empty() ? "" : "\n") + remark;
        }
        if (!text.empty()) {
            remarks.push_back({risk.id, std::move(text)});
        }
    }
    auto text = to_text(table) + "\n";
    if (!remarks.empty()) {
        text += to_text(remarks, 0) + "\n";
    }
    std::vector<LabelledText> counts;
    counts.reserve(k_risk_stages.size());
    for (const auto stage : k_risk_stages) {
        counts.push_back({std::string(to_text(stage)), counts_text(report, stage)});
    }
    using enum AcceptanceResult;
    counts.push_back({"appetite", tally_text(report, &RiskJudgement::against_appetite,
                                             {AppetiteResult::within, AppetiteResult::above, AppetiteResult::no_criterion, AppetiteResult::unknown})});
    counts.push_back({"acceptance", tally_text(report, &RiskJudgement::acceptance, {valid, not_accepted, missing, not_yet, expired, no_expiry, wrong_rank, unknown})});
    counts.push_back({"review", tally_text(report, &RiskJudgement::review, {ReviewResult::due, ReviewResult::overdue, ReviewResult::not_planned})});
    text += to_text(counts, 0);
    return text + fmt::format("\n{} of {}, by matrix {}, likelihoods by {}\n{}", group_thousands(static_cast<std::int64_t>(report.risks.size())),
                              count_of(report.registered, "risk", "risks"), report.matrix, report.likelihood_matrix, at);
}

std::string to_csv(const RiskLevelsReport& report) {
    std::vector<std::string> header{"risk", "title", "kind", "category", "status"};
    for (const auto stage : k_risk_stages) {
        for (const auto* column : {"likelihood", "likelihood_from", "computed", "recorded", "result"}) {
            header.push_back(fmt::format("{}_{}", to_text(stage), column));
        }
    }
    header.insert(header.end(), {"judged_level", "judged_stage", "criterion", "appetite", "against_appetite", "authority", "acceptance", "accepted_by",
                                 "accepted_until", "review", "review_due", "remarks"});
    auto text = sla_csv_line(header);
    for (const auto& risk : report.risks) {
        std::vector<std::string> cells{risk.id, risk.title, risk.kind, risk.category, risk.status};
        for (const auto& level : risk.levels) {
            cells.insert(cells.end(), {level.likelihood, std::string(to_text(level.likelihood_from)), level.computed, level.recorded, std::string(to_text(level.result))});
        }
        std::string remarks;
        for (const auto& remark : risk.remarks) {
            remarks += (remarks.empty() ? "" : "; ") + remark;
        }
        cells.insert(cells.end(), {risk.judged_level, risk.judged_level.empty() ? "" : std::string(to_text(risk.judged_stage)), risk.criterion, risk.appetite,
                                   std::string(to_text(risk.against_appetite)), risk.authority, std::string(to_text(risk.acceptance)), risk.accepted_by,
                                   date_or_nothing(risk.accepted_until), std::string(to_text(risk.review)), date_or_nothing(risk.review_due), std::move(remarks)});
        text += sla_csv_line(cells);
    }
    return text;
}

std::string to_json(const RiskLevelsReport& report) {
    JsonWriter json;
    json.begin_object().field("on", to_text(report.on)).field("state", report.state).field("matrix", report.matrix);
    json.field("likelihood_matrix", report.likelihood_matrix).field("registered", report.registered).key("risks").begin_array();
    for (const auto& risk : report.risks) {
        json.begin_object().field("id", risk.id).field("title", risk.title).field("kind", risk.kind).field("category", risk.category).field("status", risk.status);
        for (const auto stage : k_risk_stages) {
            const auto& level = risk.levels[static_cast<std::size_t>(stage)];
            json.key(to_text(stage)).begin_object().field("likelihood", level.likelihood).field("likelihood_from", to_text(level.likelihood_from));
            json.field("computed", level.computed).field("recorded", level.recorded).field("result", to_text(level.result)).end_object();
        }
        json.field("judged_level", risk.judged_level).field("judged_stage", to_text(risk.judged_stage)).field("criterion", risk.criterion);
        json.field("appetite", risk.appetite).field("against_appetite", to_text(risk.against_appetite)).field("authority", risk.authority);
        json.field("acceptance", to_text(risk.acceptance)).field("accepted_by", risk.accepted_by).field("accepted_until", date_or_nothing(risk.accepted_until));
        json.field("review", to_text(risk.review)).field("review_due", date_or_nothing(risk.review_due)).key("remarks").begin_array();
        for (const auto& remark : risk.remarks) {
            json.value(remark);
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

} // namespace assay
