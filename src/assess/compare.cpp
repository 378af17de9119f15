#include "assay/assess/compare.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace assay {
namespace {

bool is_unjudged(Outcome outcome) { return outcome == Outcome::not_assessed || outcome == Outcome::error; }
bool is_met(Outcome outcome) { return outcome == Outcome::met || outcome == Outcome::met_with_remark; }

/// How much a result that is no gap leaves to be wished for.
int lack_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::met:
    case Outcome::no_occasion:
        return 0;
    case Outcome::met_with_remark:
        return 1;
    case Outcome::not_assessed:
        return 2;
    default:
        return 3;
    }
}

auto key_of(const Determination& determination) { return std::tie(determination.control.catalog, determination.control.control, determination.subject); }

std::vector<const Determination*> sorted(const Assessment& assessment) {
    std::vector<const Determination*> all;
    all.reserve(assessment.determinations.size());
    for (const auto& each : assessment.determinations) {
        all.push_back(&each);
    }
    std::ranges::sort(all, [](const Determination* a, const Determination* b) { return key_of(*a) < key_of(*b); });
    return all;
}

Movement movement_of(const Determination* before, const Determination* after, bool changed) {
    if (before != nullptr && after != nullptr) {
        return changed ? Movement::catalog_changed : movement_of(before->outcome, before->grade, after->outcome, after->grade);
    }
    if (after == nullptr) {
        return Movement::only_before;
    }
    return after->outcome == Outcome::not_met ? Movement::new_gap : Movement::only_after;
}

using Fingerprints = std::unordered_set<std::string_view>;

Fingerprints failing_in(const Assessment& assessment) {
    Fingerprints found;
    for (const auto& row : assessment.failing) {
        if (row.failed) {
            found.insert(row.fingerprint);
        }
    }
    return found;
}

void compare_rows(const Assessment& before, const Assessment& after, Comparison& comparison) {
    const auto earlier = failing_in(before);
    const auto later = failing_in(after);
    const auto count = [&](const Assessment& assessment, const Fingerprints& others, std::int64_t ComparedRows::*only, std::int64_t ComparedRows::*both) {
        for (const auto& row : assessment.failing) {
            if (row.failed) {
                const auto member = others.contains(row.fingerprint) ? both : only;
                if (member != nullptr) {
                    ++(comparison.rows.*member);
                    ++(comparison.rows_of[{row.check, row.subject}].*member);
                }
            }
        }
    };
    count(after, earlier, &ComparedRows::appeared, &ComparedRows::remained);
    count(before, later, &ComparedRows::gone, nullptr);
}

/// Texts with their lengths, so that two different lists of texts are never one.
class Signature {
public:
    Signature& add(std::string_view text) {
        m_text += std::to_string(text.size());
        m_text += ':';
        m_text += text;
        return *this;
    }
    template <class Word>
        requires std::is_enum_v<Word> || std::is_arithmetic_v<Word>
    Signature& add(Word word) {
        return add(std::to_string(static_cast<int>(word)));
    }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

std::string signature_of(const Control& control, Scale scale) {
    Signature signature;
    signature.add(scale).add(control.statement).add(control.shall).add(control.process).add(control.per).add(control.obligation).add(control.documented);
    signature.add(control.position).add(control.planned_interval).add(control.provable).add(control.other_parties).add(control.excludable);
    signature.add(control.government_retained);
    for (const auto& demand : control.demands) {
        signature.add(demand.type).add(demand.kind).add(demand.interval).add(demand.number);
    }
    return signature.take();
}

std::string signature_of(const CheckDefinition& check) {
    Signature signature;
    signature.add(check.id.text).add(check.kind).add(check.scope).add(check.proves).add(check.zero_tolerance);
    for (const auto* text : {&check.subject, &check.in, &check.over, &check.over_where, &check.by, &check.member, &check.where, &check.due, &check.require,
                             &check.having, &check.least, &check.fields, &check.field, &check.from, &check.to, &check.interval, &check.value, &check.target,
                             &check.decided}) {
        signature.add(text->text);
    }
    return signature.take();
}

struct Definition {
    std::string control;
    std::set<std::string> checks;
    friend bool operator==(const Definition&, const Definition&) = default;
};

std::map<ControlId, Definition> definitions_of(const JudgedBy& judged) {
    std::map<ControlId, Definition> all;
    for (const auto& catalog : judged.catalogs) {
        for (const auto& control : catalog.controls) {
            all[control.id].control = signature_of(control, catalog.scale);
        }
    }
    for (const auto& file : judged.checks) {
        for (const auto& check : file.checks) {
            const auto signature = signature_of(check);
            for (const auto& [id, place] : check.controls) {
                if (const auto found = all.find(id); found != all.end()) {
                    found->second.checks.insert(signature);
                }
            }
        }
    }
    return all;
}

} // namespace

std::string_view to_text(Movement movement) {
    switch (movement) {
    case Movement::new_gap:
        return "new";
    case Movement::worse:
        return "worse";
    case Movement::unclear:
        return "unclear";
    case Movement::fixed:
        return "fixed";
    case Movement::better:
        return "better";
    case Movement::applicability:
        return "applicability";
    case Movement::other:
        return "other";
    case Movement::catalog_changed:
        return "catalog changed";
    case Movement::only_before:
        return "gone";
    case Movement::only_after:
        return "added";
    case Movement::unchanged:
        return "unchanged";
    }
    return "";
}

bool is_regression(Movement movement) { return movement == Movement::new_gap || movement == Movement::worse; }

Movement movement_of(Outcome before, Grade before_grade, Outcome after, Grade after_grade) {
    if (before == after && (before != Outcome::not_met || before_grade == after_grade)) {
        return Movement::unchanged;
    }
    if (after == Outcome::not_met) {
        return before != Outcome::not_met ? Movement::new_gap : after_grade > before_grade ? Movement::worse : Movement::better;
    }
    if (before == Outcome::not_applicable || after == Outcome::not_applicable) {
        return Movement::applicability;
    }
    if (before == Outcome::not_met) {
        return is_met(after) ? Movement::fixed : Movement::unclear;
    }
    if (!is_unjudged(before) && !is_unjudged(after) && (before == Outcome::no_occasion || after == Outcome::no_occasion)) {
        return Movement::other;
    }
    return lack_of(after) > lack_of(before) ? Movement::worse : Movement::better;
}

Comparison compare(const Assessment& before, const Assessment& after, std::set<ControlId> changed) {
    Comparison comparison;
    comparison.changed = std::move(changed);
    const auto earlier = sorted(before);
    const auto later = sorted(after);
    for (std::size_t a = 0, b = 0; a < earlier.size() || b < later.size();) {
        const bool has_before = a < earlier.size() && (b == later.size() || key_of(*earlier[a]) <= key_of(*later[b]));
        const bool has_after = b < later.size() && (a == earlier.size() || key_of(*later[b]) <= key_of(*earlier[a]));
        ComparedResult result;
        result.before = has_before ? earlier[a++] : nullptr;
        result.after = has_after ? later[b++] : nullptr;
        const auto& named = has_after ? *result.after : *result.before;
        result.control = named.control;
        result.subject = named.subject;
        result.title = named.subject_title;
        result.movement = movement_of(result.before, result.after, comparison.changed.contains(named.control));
        ++comparison.counts[static_cast<std::size_t>(result.movement)];
        comparison.results.push_back(std::move(result));
    }
    compare_rows(before, after, comparison);
    return comparison;
}

std::set<ControlId> changed_controls(const JudgedBy& before, const JudgedBy& after) {
    const auto earlier = definitions_of(before);
    const auto later = definitions_of(after);
    std::set<ControlId> changed;
    for (const auto& [id, definition] : earlier) {
        if (const auto found = later.find(id); found != later.end() && found->second != definition) {
            changed.insert(id);
        }
    }
    return changed;
}

} // namespace assay
