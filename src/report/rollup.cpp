#include "assay/report/rollup.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace assay {
namespace {

constexpr std::size_t k_deciders = 5;

/// Higher is worse; only standings that were not dropped are compared.
int badness(Standing standing) {
    switch (standing.outcome) {
    case Outcome::not_met: return standing.grade == Grade::major ? 6 : 5;
    case Outcome::error: return 4;
    case Outcome::not_assessed: return 3;
    case Outcome::met_with_remark: return 2;
    case Outcome::met: return 1;
    case Outcome::no_occasion:
    case Outcome::not_applicable: return 0;
    }
    return 0;
}

DecidedBy decider_of(BasisKind kind) {
    switch (kind) {
    case BasisKind::check:
    case BasisKind::interval: return DecidedBy::checks;
    case BasisKind::evidence:
    case BasisKind::absence_confirmed: return DecidedBy::evidence;
    case BasisKind::attestation: return DecidedBy::attestation;
    case BasisKind::applicability:
    case BasisKind::adoption:
    case BasisKind::no_occasion_confirmed:
    case BasisKind::note: return DecidedBy::recorded_decision;
    case BasisKind::self_declaration: return DecidedBy::nobody;
    }
    return DecidedBy::nobody;
}

CatalogRollup roll_up_catalog(const Catalog& catalog, const std::vector<const Determination*>& determinations) {
    CatalogRollup rollup;
    rollup.catalog = &catalog;
    rollup.unit_is_shall = catalog.headline_is_shall;
    rollup.decided.resize(k_deciders);
    std::unordered_map<std::string_view, std::vector<Standing>> by_control;
    for (const auto& control : catalog.controls) {
        by_control[control.id.control];
    }
    for (const auto* each : determinations) {
        const auto found = by_control.find(each->control.control);
        if (found == by_control.end()) {
            throw Error(fmt::format("the assessment judges control '{}', which catalog '{}' does not have", to_text(each->control), catalog.id));
        }
        const Standing standing{each->outcome, each->grade};
        found->second.push_back(standing);
        rollup.determinations.add(standing);
        ++rollup.decided[static_cast<std::size_t>(decided_by(*each))];
    }
    std::unordered_map<std::string_view, std::size_t> unit_index;
    std::vector<std::vector<Standing>> members;
    for (const auto& control : catalog.controls) {
        const auto& standings = by_control.at(control.id.control);
        if (standings.empty()) {
            rollup.unjudged.push_back(&control);
        }
        const std::string& unit = rollup.unit_is_shall && !control.shall.empty() ? control.shall : control.id.control;
        const auto [place, is_new] = unit_index.try_emplace(unit, rollup.units.size());
        if (is_new) {
            rollup.units.push_back({unit, {}});
            members.emplace_back();
        }
        members[place->second].push_back(worst_of(standings));
    }
    for (std::size_t index = 0; index < members.size(); ++index) {
        rollup.units[index].standing = worst_of(members[index]);
        rollup.counts.add(rollup.units[index].standing);
    }
    return rollup;
}

} // namespace

Standing worst_of(std::span<const Standing> members) {
    std::optional<Standing> worst;
    bool some_no_occasion = false;
    for (const auto& member : members) {
        if (member.outcome == Outcome::no_occasion) {
            some_no_occasion = true;
        } else if (member.outcome != Outcome::not_applicable && (!worst || badness(member) > badness(*worst))) {
            worst = member;
        }
    }
    if (worst) {
        return *worst;
    }
    if (some_no_occasion) {
        return {Outcome::no_occasion, Grade::none};
    }
    return {members.empty() ? Outcome::not_assessed : Outcome::not_applicable, Grade::none};
}

void OutcomeCounts::add(Standing standing) {
    switch (standing.outcome) {
    case Outcome::not_met: ++(standing.grade == Grade::major ? major : minor); break;
    case Outcome::error: ++error; break;
    case Outcome::not_assessed: ++not_assessed; break;
    case Outcome::no_occasion: ++no_occasion; break;
    case Outcome::not_applicable: ++not_applicable; break;
    case Outcome::met_with_remark: ++met_with_remark; break;
    case Outcome::met: ++met; break;
    }
}

std::optional<std::string> percent_of(std::int64_t part, std::int64_t whole) {
    const auto tenths = divide_half_even(part * 100, whole, 1);
    if (!tenths) {
        return std::nullopt;
    }
    return fmt::format("{}.{}", *tenths / 10, *tenths % 10);
}

std::string_view to_text(DecidedBy decided_by) {
    switch (decided_by) {
    case DecidedBy::checks: return "checks";
    case DecidedBy::evidence: return "evidence";
    case DecidedBy::attestation: return "attestation";
    case DecidedBy::recorded_decision: return "recorded decision";
    case DecidedBy::nobody: return "nobody";
    }
    return {};
}

DecidedBy decided_by(const Determination& determination) {
    const auto carries = [&](Effect effect) {
        switch (determination.outcome) {
        case Outcome::not_met: return effect == Effect::fails;
        case Outcome::met:
        case Outcome::met_with_remark: return effect == Effect::supports || effect == Effect::remarks;
        default: return false;
        }
    };
    if (determination.outcome == Outcome::not_applicable || determination.outcome == Outcome::no_occasion) {
        return DecidedBy::recorded_decision;
    }
    auto first = DecidedBy::nobody;
    for (const auto& basis : determination.bases) {
        if (carries(basis.effect)) {
            first = std::min(first, decider_of(basis.kind));
        }
    }
    return first;
}

std::vector<CatalogRollup> roll_up(const Assessment& assessment, std::span<const Catalog> catalogs) {
    std::map<std::string_view, std::vector<const Determination*>> by_catalog;
    for (const auto& id : assessment.header.catalogs) {
        by_catalog[id];
    }
    for (const auto& each : assessment.determinations) {
        const auto found = by_catalog.find(each.control.catalog);
        if (found == by_catalog.end()) {
            throw Error(fmt::format("the assessment judges control '{}', but does not name catalog '{}'", to_text(each.control), each.control.catalog));
        }
        found->second.push_back(&each);
    }
    std::vector<CatalogRollup> rollups;
    for (const auto& id : assessment.header.catalogs) {
        const auto found = std::ranges::find(catalogs, id, &Catalog::id);
        if (found == catalogs.end()) {
            throw Error(fmt::format("the assessment used catalog '{}', which the report was not given", id));
        }
        rollups.push_back(roll_up_catalog(*found, by_catalog[id]));
    }
    return rollups;
}

} // namespace assay
