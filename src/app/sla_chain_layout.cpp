// The chain of promises as table, CSV and JSON. Shares of availability are cut, never rounded up to a promise.
#include "assay/app/sla_chain.hpp"

#include "app/sla_words.hpp"
#include "assay/app/table.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr int k_share_places = 4;

std::string promise_text(const SlaTarget& target) {
    if (is_timed(target.metric) && target.limit) {
        return fmt::format("{} in {}", target_text(target), to_text(*target.limit));
    }
    return target_text(target);
}

/// Empty when nothing is known.
std::string share_text(const ShareBounds& share) {
    if (share == ShareBounds{}) {
        return {};
    }
    const auto low = share.low.percent_text(k_share_places);
    const auto high = share.high.percent_text(k_share_places);
    return low == high ? low + " %" : fmt::format("{} to {} %", low, high);
}

/// What the parts together carry, in the terms of the promise.
std::string carried_text(const SlaTarget& target, const ChainPromise& promise) {
    if (promise.parts.empty()) {
        return {};
    }
    if (target.metric == TargetMetric::availability) {
        return share_text(promise.share);
    }
    if (target.metric == TargetMetric::throughput) {
        return promise.number ? decimal_to_text(*promise.number, k_target_scale) : "";
    }
    return promise.worst ? to_text(*promise.worst) : "";
}

std::string carried_text(const SlaTarget& target, const ChainPart& part, const SlaTarget* own) {
    if (own == nullptr) {
        return {};
    }
    if (target.metric == TargetMetric::availability) {
        return share_text(part.share);
    }
    if (target.metric == TargetMetric::throughput) {
        return target_text(*own);
    }
    return part.worst ? to_text(*part.worst) : "";
}

std::string risk_text(const ChainPromise& promise) {
    if (promise.result != LinkResult::weak) {
        return {};
    }
    if (!promise.risks.empty()) {
        return fmt::format("{}", fmt::join(promise.risks, ", "));
    }
    return promise.unmanaged.empty() ? "none" : fmt::format("none; {}", fmt::join(promise.unmanaged, ", "));
}

const SlaTarget* own_target(const SlaChain& chain, const ChainPart& part) { return part.target ? &chain.targets[*part.target] : nullptr; }

std::string promises_table(const SlaChain& chain) {
    TextTable table{{{"sla", false}, {"target", false}, {"measure", false}, {"promised", true}, {"carried", true}, {"result", false}, {"risk", false}}, {}};
    for (const auto& promise : chain.promises) {
        const auto& target = chain.targets[promise.target];
        table.rows.push_back({target.sla, target.id, measure_text(target), promise_text(target), carried_text(target, promise), std::string(to_text(promise.result)),
                              risk_text(promise)});
    }
    return to_text(table, 0);
}

std::string parts_table(const SlaChain& chain) {
    TextTable table{{{"target", false}, {"rests on", false}, {"component", false}, {"contract", false}, {"measure", false}, {"promised", true}, {"carried", true},
                     {"by itself", false}},
                    {}};
    for (const auto& promise : chain.promises) {
        const auto& target = chain.targets[promise.target];
        for (const auto& part : promise.parts) {
            const auto* own = own_target(chain, part);
            table.rows.push_back({target.id, part.agreement + (part.by_service ? " (by its service)" : ""), part.component, part.contract,
                                  own == nullptr ? "" : measure_text(*own), own == nullptr ? "" : promise_text(*own), carried_text(target, part, own),
                                  std::string(to_text(part.result))});
        }
    }
    return table.rows.empty() ? "" : "\n" + to_text(table, 0);
}

std::string date_text(const std::optional<Date>& date) { return date ? to_text(*date) : ""; }

std::string ends_table(const SlaChain& chain) {
    TextTable table{{{"sla", false}, {"until", false}, {"rests on", false}, {"contract", false}, {"ends on", false}, {"notice from", false}, {"state", false}, {"extension", false}}, {}};
    for (const auto& end : chain.ends) {
        table.rows.push_back({end.supports, end.supported_until ? to_text(*end.supported_until) : "open", end.agreement, end.contract, to_text(end.ends_on),
                              date_text(end.notice_from), std::string(to_text(end.state)), end.extension});
    }
    return table.rows.empty() ? "" : "\nends before what rests on it:\n" + to_text(table, 0);
}

/// Promises with one reason stand together.
std::string chain_reasons(const SlaChain& chain) {
    std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
    for (const auto& promise : chain.promises) {
        if (promise.why.empty()) {
            continue;
        }
        const auto reason = fmt::format("{}: {}", to_text(promise.result), promise.why);
        auto found = std::ranges::find(reasons, reason, &std::pair<std::string, std::vector<std::string>>::first);
        if (found == reasons.end()) {
            found = reasons.insert(reasons.end(), {reason, {}});
        }
        found->second.push_back(chain.targets[promise.target].id);
    }
    std::string text;
    for (const auto& [reason, targets] : reasons) {
        text += fmt::format("{} ({})\n", reason, fmt::join(targets, ", "));
    }
    return text.empty() ? "" : "\n" + text;
}

std::string chain_notes(const ChainReport& report) {
    const auto& chain = report.chain;
    std::string text = "\ncarried = product of the parts; agreements of one component stand in for each other: 1 - product of (1 - part); of time limits the longest "
                       "business time of the customer\nthat may pass; figures are exact, and cut to 4 places\n";
    if (chain.satisfaction > 0) {
        text += fmt::format("{} of satisfaction left out: satisfaction rests on no promise\n", count_of(chain.satisfaction, "target", "targets"));
    }
    if (!chain.replaced.empty()) {
        std::string pairs;
        for (const auto& each : chain.replaced) {
            pairs += fmt::format("{}{} by {}", pairs.empty() ? "" : ", ", each.ended, each.by);
        }
        text += fmt::format("{} left out, replaced: {}\n", count_of(static_cast<std::int64_t>(chain.replaced.size()), "agreement", "agreements"), pairs);
    }
    for (const auto& circle : chain.circular) {
        text += fmt::format("in a circle: {} (each supports another one of them)\n", circle);
    }
    const auto count = [&](LinkResult result) { return std::ranges::count(chain.promises, result, &ChainPromise::result); };
    const auto unmanaged = std::ranges::count_if(chain.promises, [](const ChainPromise& each) { return each.result == LinkResult::weak && each.risks.empty(); });
    text += fmt::format("{}: {} held, {} weak ({} without an open risk that has owner and treatment), {} unknown\n",
                        count_of(static_cast<std::int64_t>(chain.promises.size()), "promise", "promises"), count(LinkResult::holds), count(LinkResult::weak), unmanaged,
                        count(LinkResult::unknown));
    return text + fmt::format("as of {}, state {}\n", to_text(chain.on), report.state);
}

void write_share(JsonWriter& json, const SlaTarget& target, const ShareBounds& share) {
    if (target.metric == TargetMetric::availability) {
        json.field("least_percent", share.low.percent_text(k_share_places)).field("most_percent", share.high.percent_text(k_share_places));
    }
}

void write_part(JsonWriter& json, const SlaChain& chain, const SlaTarget& target, const ChainPart& part) {
    const auto* own = own_target(chain, part);
    json.begin_object().field("agreement", part.agreement).field("by_service", part.by_service).field("component", part.component);
    json.field("contract", part.contract).field("supplier", part.supplier).field("target", own == nullptr ? "" : own->id);
    json.field("measure", own == nullptr ? "" : measure_text(*own)).field("promised", own == nullptr ? "" : promise_text(*own));
    write_share(json, target, part.share);
    json.field("worst", part.worst ? to_text(*part.worst) : "").field("result", to_text(part.result)).field("why", part.why).end_object();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const auto& each : texts) {
        json.value(each);
    }
    json.end_array();
}

} // namespace

std::string to_text(const ChainReport& report) {
    const auto& chain = report.chain;
    if (chain.promises.empty() && chain.ends.empty()) {
        return fmt::format("{} names a target on {} (registers sla, sla_target)\n", report.sla.empty() ? "no agreement with a customer in force" : "no promise of " + report.sla,
                           to_text(chain.on));
    }
    return promises_table(chain) + parts_table(chain) + chain_reasons(chain) + ends_table(chain) + chain_notes(report);
}

std::string to_csv(const ChainReport& report) {
    const auto& chain = report.chain;
    auto text = sla_csv_line({"sla", "target", "metric", "priority", "calendar", "promised", "carried", "result", "risks", "why", "part", "by_service", "component",
                              "contract", "supplier", "part_target", "part_calendar", "part_promised", "part_carried", "part_result", "part_why"});
    for (const auto& promise : chain.promises) {
        const auto& target = chain.targets[promise.target];
        const std::vector<std::string> cells{target.sla, target.id, std::string(to_text(target.metric)), target.priority, target.calendar_name, promise_text(target),
                                             carried_text(target, promise), std::string(to_text(promise.result)), risk_text(promise), promise.why};
        auto parts = promise.parts;
        if (parts.empty()) {
            parts.emplace_back();
        }
        for (const auto& part : parts) {
            const auto* own = own_target(chain, part);
            auto line = cells;
            line.insert(line.end(), {part.agreement, part.by_service ? "yes" : "", part.component, part.contract, part.supplier, own == nullptr ? "" : own->id,
                                     own == nullptr ? "" : own->calendar_name, own == nullptr ? "" : promise_text(*own), carried_text(target, part, own),
                                     part.agreement.empty() ? "" : std::string(to_text(part.result)), part.why});
            text += sla_csv_line(line);
        }
    }
    return text;
}

std::string to_json(const ChainReport& report) {
    const auto& chain = report.chain;
    JsonWriter json;
    json.begin_object().field("on", to_text(chain.on)).field("state", report.state).key("promises").begin_array();
    for (const auto& promise : chain.promises) {
        const auto& target = chain.targets[promise.target];
        json.begin_object().field("sla", target.sla).field("target", target.id).field("metric", to_text(target.metric)).field("priority", target.priority);
        json.field("measure", measure_text(target)).field("promised", promise_text(target)).field("carried", carried_text(target, promise));
        write_share(json, target, promise.share);
        json.field("result", to_text(promise.result)).field("why", promise.why);
        write_texts(json, "risks", promise.risks);
        write_texts(json, "other_risks", promise.unmanaged);
        json.key("parts").begin_array();
        for (const auto& part : promise.parts) {
            write_part(json, chain, target, part);
        }
        json.end_array().end_object();
    }
    json.end_array().key("ends").begin_array();
    for (const auto& end : chain.ends) {
        json.begin_object().field("sla", end.supports).field("until", date_text(end.supported_until)).field("agreement", end.agreement);
        json.field("contract", end.contract).field("ends_on", to_text(end.ends_on)).field("notice_from", date_text(end.notice_from));
        json.field("state", to_text(end.state)).field("extension", end.extension).end_object();
    }
    json.end_array();
    json.key("replaced").begin_array();
    for (const auto& each : chain.replaced) {
        json.begin_object().field("agreement", each.ended).field("by", each.by).end_object();
    }
    json.end_array();
    write_texts(json, "circular", chain.circular);
    json.field("satisfaction_left_out", chain.satisfaction).end_object();
    return json.finish();
}

} // namespace assay
