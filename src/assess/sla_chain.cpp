#include "assay/assess/sla_chain.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "assess/sla_chain_part.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

using std::chrono::seconds;

/// Agreements that stand in for each other, or one that is needed by itself.
struct Redundant {
    ShareBounds failed{ExactShare::all(), ExactShare::all()};   ///< low: the least that fails
    std::optional<seconds> worst;
    std::optional<std::int64_t> number = 0;
    LinkResult result = LinkResult::weak;

    void add(const ChainCarried& carried) {
        failed = {failed.low * carried.share.high.rest(), failed.high * carried.share.low.rest()};
        worst = carried.worst && worst ? std::min(*worst, *carried.worst) : carried.worst ? carried.worst : worst;
        number = carried.number && number ? std::optional(*number + *carried.number) : std::nullopt;
        result = best_link(result, carried.result);
    }
    [[nodiscard]] ShareBounds share() const { return {failed.high.rest(), failed.low.rest()}; }
};

class ChainJudge {
public:
    ChainJudge(const SlaInput& input, Date on) : m_input(input), m_on(on), m_registers(input, on) {}

    SlaChain judge() {
        m_chain.on = on();
        for (const auto& [id, supports] : reached()) {
            const auto& agreement = m_registers.agreements().at(id);
            for (const auto index : m_registers.targets_of(id)) {
                judge_promise(index, agreement, supports);
            }
            for (const auto& support : supports) {
                add_ends(agreement, m_registers.agreements().at(support.agreement));
            }
        }
        find_circles();
        m_chain.targets = m_registers.targets();
        return std::move(m_chain);
    }

private:
    [[nodiscard]] Date on() const { return m_on; }

    [[nodiscard]] bool is_root(const SlaAgreement& agreement) const {
        if (!m_input.sla.empty()) {
            return agreement.id == m_input.sla;
        }
        return agreement.status != "draft" && agreement.status != "withdrawn" && agreement.kind != "ola" && agreement.kind != "underpinning" &&
               m_registers.why_not_in_force(agreement).empty();
    }

    /// The roots, and below them every agreement that rests on another one.
    [[nodiscard]] std::map<std::string, std::vector<ChainSupport>> reached() {
        std::map<std::string, std::vector<ChainSupport>> reached;
        std::deque<std::string> open;
        for (const auto& [id, agreement] : m_registers.agreements()) {
            if (is_root(agreement)) {
                open.push_back(id);
                reached[id];
            }
        }
        std::set<std::string> seen(open.begin(), open.end());
        for (; !open.empty(); open.pop_front()) {
            const auto& above = m_registers.agreements().at(open.front());
            auto supports = m_registers.supports_of(above);
            const auto replaced = m_registers.replaced_under(above);
            m_chain.replaced.insert(replaced.begin(), replaced.end());
            for (const auto& each : supports) {
                if (seen.insert(each.agreement).second) {
                    open.push_back(each.agreement);
                }
            }
            if (!supports.empty()) {
                reached[open.front()] = std::move(supports);
            }
        }
        return reached;
    }

    void judge_promise(std::size_t index, const SlaAgreement& agreement, const std::vector<ChainSupport>& supports) {
        const auto& target = m_registers.targets()[index];
        if (target.metric == TargetMetric::satisfaction) {
            ++m_chain.satisfaction;
            return;
        }
        ChainPromise promise;
        promise.target = index;
        promise.why = why_not_judged(target, agreement, supports);
        if (promise.why.empty()) {
            add_parts(target, supports, promise);
            conclude(target, promise);
        }
        add_risks(promise);
        m_chain.promises.push_back(std::move(promise));
    }

    static std::string why_not_judged(const SlaTarget& target, const SlaAgreement& agreement, const std::vector<ChainSupport>& supports) {
        const bool limited = is_timed(target.metric);
        if (!target.fault.empty()) {
            return target.fault;
        }
        if (limited && !target.limit) {
            return "the promise names no time limit";
        }
        if (limited && target.calendar == nullptr) {
            return fmt::format("its calendar '{}' is not defined in assay.xml", target.calendar_name);
        }
        return supports.empty() ? "no agreement supports " + agreement.id : "";
    }

    void add_parts(const SlaTarget& target, const std::vector<ChainSupport>& supports, ChainPromise& promise) {
        std::map<std::string, Redundant> redundant;
        for (const auto& support : supports) {
            auto carried = carry_promise(m_registers, target, support, m_input.zone, m_on);
            const auto component = fold_header(carried.parts.front().component);
            // Ids hold no line end, so that one alone is no component.
            redundant[component.empty() ? "\n" + support.agreement : component].add(carried);
            std::ranges::move(carried.parts, std::back_inserter(promise.parts));
        }
        promise.result = LinkResult::holds;
        promise.share = {ExactShare::all(), ExactShare::all()};
        promise.worst = seconds{0};
        promise.number = std::nullopt;
        bool first = true;
        for (const auto& [name, each] : redundant) {
            const auto share = each.share();
            promise.share = {promise.share.low * share.low, promise.share.high * share.high};
            promise.worst = promise.worst && each.worst ? std::optional(std::max(*promise.worst, *each.worst)) : std::nullopt;
            promise.number = !each.number || (!first && !promise.number) ? std::nullopt : std::optional(first ? *each.number : std::min(*promise.number, *each.number));
            promise.result = worst_link(promise.result, each.result);
            first = false;
            m_weak_number = m_weak_number || (each.number && *each.number < target.target);
        }
        std::ranges::stable_sort(promise.parts, {}, [](const ChainPart& part) { return std::tuple(part.component.empty(), fold_header(part.component)); });
    }

    void conclude(const SlaTarget& target, ChainPromise& promise) {
        if (target.metric == TargetMetric::availability) {
            promise.worst.reset();
            const auto wanted = ExactShare::of_percent(target.target);
            promise.result = promise.share.low >= wanted ? LinkResult::holds : promise.share.high < wanted ? LinkResult::weak : LinkResult::unknown;
        } else if (target.metric == TargetMetric::throughput) {
            promise.worst.reset();
            promise.result = m_weak_number ? LinkResult::weak : promise.number ? LinkResult::holds : LinkResult::unknown;
        }
        m_weak_number = false;
        promise.why = reasons(target, promise);
    }

    static std::string reasons(const SlaTarget& target, const ChainPromise& promise) {
        if (promise.result == LinkResult::holds) {
            return {};
        }
        std::vector<std::string> whys;
        for (const auto& part : promise.parts) {
            const auto component = fold_header(part.component);
            const bool stood_in_for = !component.empty() && std::ranges::any_of(promise.parts, [&](const ChainPart& each) {
                return each.result == LinkResult::holds && fold_header(each.component) == component;
            });
            const bool counts = target.metric == TargetMetric::availability ||
                                (!stood_in_for && (part.result == promise.result || part.result == LinkResult::unknown));
            const bool named = part.why.starts_with(part.agreement + " ");
            const auto why = named ? part.why : part.agreement + ": " + part.why;
            if (counts && !part.why.empty() && std::ranges::find(whys, why) == whys.end()) {
                whys.push_back(why);
            }
        }
        return fmt::format("{}", fmt::join(whys, "; "));
    }

    void add_risks(ChainPromise& promise) const {
        if (promise.result != LinkResult::weak) {
            return;
        }
        const auto& target = m_registers.targets()[promise.target];
        std::set<std::string> agreements{target.sla};
        std::set<std::string> targets{target.id};
        std::set<std::string> contracts;
        for (const auto& part : promise.parts) {
            agreements.insert(part.agreement);
            contracts.insert(part.contract);
            if (part.target) {
                targets.insert(m_registers.targets()[*part.target].id);
            }
        }
        for (const auto& risk : m_registers.risks_of(agreements, targets, contracts)) {
            if (risk.lacks.empty()) {
                promise.risks.push_back(risk.id);
            } else {
                promise.unmanaged.push_back(fmt::format("{} ({})", risk.id, risk.lacks));
            }
        }
    }

    void add_ends(const SlaAgreement& above, const SlaAgreement& below) {
        const auto* contract = m_registers.find_contract(below.contract);
        const auto ends_first = [&](const std::optional<Date>& end) { return end && (!above.to || *end < *above.to); };
        if (ends_first(below.to)) {
            // The notice of its contract is its own only where they end together.
            const bool together = contract != nullptr && contract->ends_on == below.to;
            add_end(above, below, "", *below.to, together ? contract->notice_from : std::nullopt, together ? contract->extension : "");
        }
        if (contract != nullptr && ends_first(contract->ends_on)) {
            add_end(above, below, contract->id, *contract->ends_on, contract->notice_from, contract->extension);
        }
    }

    void add_end(const SlaAgreement& above, const SlaAgreement& below, const std::string& contract, Date ends_on, std::optional<Date> notice_from,
                 const std::string& extension) {
        ChainEnd end{above.id, above.to, below.id, contract, ends_on, notice_from, EndState::no_notice, extension};
        if (m_on > ends_on) {
            end.state = EndState::ended;
        } else if (notice_from) {
            end.state = m_on >= *notice_from ? EndState::in_notice : EndState::before_notice;
        }
        m_chain.ends.push_back(std::move(end));
    }

    /// Each circle once, by its least id.
    void find_circles() {
        std::set<std::string> circles;
        for (const auto& [id, agreement] : m_registers.agreements()) {
            std::set<std::string> passed{id};
            const auto* at = &agreement;
            while (!at->supports.empty() && m_registers.agreements().contains(at->supports)) {
                at = &m_registers.agreements().at(at->supports);
                if (at->id == id) {
                    circles.insert(fmt::format("{}", fmt::join(passed, ", ")));
                }
                if (!passed.insert(at->id).second) {
                    break;
                }
            }
        }
        m_chain.circular.assign(circles.begin(), circles.end());
    }

    const SlaInput& m_input;
    Date m_on;
    ChainRegisters m_registers;
    SlaChain m_chain;
    bool m_weak_number = false;
};

} // namespace

std::string_view to_text(LinkResult result) {
    constexpr std::array<std::string_view, 3> k_words{"holds", "weak", "unknown"};
    return k_words[static_cast<std::size_t>(result)];
}

std::string_view to_text(EndState state) {
    constexpr std::array<std::string_view, 4> k_words{"ended", "in its notice period", "before its notice period", "no notice period recorded"};
    return k_words[static_cast<std::size_t>(state)];
}

SlaChain measure_chain(const SlaInput& input, Date on) { return ChainJudge(input, on).judge(); }

} // namespace assay
