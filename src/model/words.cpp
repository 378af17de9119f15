// The words for the model's enumerations, one table each.
#include "assay/model/assessment.hpp"
#include "assay/model/catalog_words.hpp"
#include "assay/model/check.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/register.hpp"

#include <array>
#include <utility>

namespace assay {
namespace {

template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

template <class Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum value) {
    for (const auto& [candidate, word] : words) {
        if (candidate == value) {
            return word;
        }
    }
    return {};
}

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const Words<Enum, N>& words, std::string_view word) {
    for (const auto& [value, candidate] : words) {
        if (candidate == word) {
            return value;
        }
    }
    return std::nullopt;
}

constexpr Words<FieldType, 13> k_field_types{{
    {FieldType::text, "text"}, {FieldType::integer, "integer"}, {FieldType::decimal, "decimal"}, {FieldType::percent, "percent"},
    {FieldType::money, "money"}, {FieldType::boolean, "boolean"}, {FieldType::date, "date"}, {FieldType::datetime, "datetime"},
    {FieldType::duration, "duration"}, {FieldType::enumeration, "enum"}, {FieldType::set, "set"}, {FieldType::ref, "ref"},
    {FieldType::file, "file"},
}};

constexpr Words<SubjectKind, 5> k_subject_kinds{{
    {SubjectKind::organization, "organization"}, {SubjectKind::process, "process"}, {SubjectKind::service, "service"},
    {SubjectKind::supplier, "supplier"}, {SubjectKind::system, "system"},
}};

constexpr Words<Scale, 3> k_scales{{{Scale::iso17021, "iso17021"}, {Scale::alignment, "alignment"}, {Scale::sp800_53a, "sp800-53a"}}};

constexpr Words<Obligation, 5> k_obligations{{
    {Obligation::shall, "shall"}, {Obligation::should, "should"}, {Obligation::task, "task"}, {Obligation::outcome, "outcome"},
    {Obligation::rule, "rule"},
}};

constexpr Words<DemandKind, 2> k_demands{{{DemandKind::standard, "standard"}, {DemandKind::expected, "expected"}}};

constexpr Words<Position, 4> k_positions{{
    {Position::none, ""}, {Position::first, "first"}, {Position::next_to_last, "next-to-last"}, {Position::last, "last"},
}};

constexpr Words<Documented, 3> k_documented_words{{{Documented::no, ""}, {Documented::document, "document"}, {Documented::record, "record"}}};

constexpr Words<ParticularKind, 6> k_particulars{{
    {ParticularKind::responsible, "responsible"}, {ParticularKind::supporting, "supporting"}, {ParticularKind::input, "input"},
    {ParticularKind::output, "output"}, {ParticularKind::outcome, "outcome"}, {ParticularKind::note, "note"},
}};

constexpr Words<MapRelation, 6> k_relations{{
    {MapRelation::none, ""}, {MapRelation::equal, "equal"}, {MapRelation::superset, "superset"}, {MapRelation::subset, "subset"},
    {MapRelation::intersects, "intersects"}, {MapRelation::related, "related"},
}};

constexpr Words<MapChange, 5> k_changes{{
    {MapChange::none, ""}, {MapChange::kept, "kept"}, {MapChange::changed, "changed"}, {MapChange::added, "new"},
    {MapChange::withdrawn, "withdrawn"},
}};

constexpr Words<MapJudgement, 2> k_judgements{{{MapJudgement::ours, "ours"}, {MapJudgement::source, "source"}}};

constexpr Words<CheckKind, 8> k_check_kinds{{
    {CheckKind::each, "each"}, {CheckKind::group, "group"}, {CheckKind::some, "some"}, {CheckKind::unique, "unique"},
    {CheckKind::refers, "refers"}, {CheckKind::order, "order"}, {CheckKind::covers, "covers"}, {CheckKind::measure, "measure"},
}};

constexpr Words<Verdict, 6> k_verdicts{{
    {Verdict::pass, "pass"}, {Verdict::fail, "fail"}, {Verdict::undecided, "undecided"}, {Verdict::not_due, "not-due"},
    {Verdict::left_out, "left-out"}, {Verdict::error, "error"},
}};

constexpr Words<Outcome, 7> k_outcomes{{
    {Outcome::not_applicable, "not applicable"}, {Outcome::not_met, "not met"}, {Outcome::error, "error"},
    {Outcome::not_assessed, "not assessed"}, {Outcome::no_occasion, "no occasion"}, {Outcome::met_with_remark, "met with remark"},
    {Outcome::met, "met"},
}};

constexpr Words<Grade, 4> k_grades{{{Grade::none, "none"}, {Grade::lapse, "lapse"}, {Grade::minor, "minor"}, {Grade::major, "major"}}};

constexpr Words<BasisKind, 10> k_bases{{
    {BasisKind::check, "check"}, {BasisKind::evidence, "evidence"}, {BasisKind::attestation, "attestation"},
    {BasisKind::self_declaration, "self-declaration"}, {BasisKind::absence_confirmed, "absence confirmed"},
    {BasisKind::applicability, "applicability"}, {BasisKind::adoption, "adoption"},
    {BasisKind::no_occasion_confirmed, "no occasion confirmed"}, {BasisKind::interval, "interval"}, {BasisKind::note, "note"},
}};

constexpr Words<Effect, 8> k_effects{{
    {Effect::supports, "supports"}, {Effect::remarks, "remarks"}, {Effect::fails, "fails"}, {Effect::blocks, "blocks"},
    {Effect::excludes, "excludes"}, {Effect::errs, "errs"}, {Effect::occasions, "occasions"}, {Effect::informs, "informs"},
}};

} // namespace

std::string_view to_text(FieldType type) { return word_of(k_field_types, type); }
std::optional<FieldType> find_field_type(std::string_view word) { return find_word(k_field_types, word); }
std::string_view to_text(SubjectKind kind) { return word_of(k_subject_kinds, kind); }
std::optional<SubjectKind> find_subject_kind(std::string_view word) { return find_word(k_subject_kinds, word); }
std::string_view to_text(Scale scale) { return word_of(k_scales, scale); }
std::string_view to_text(Obligation obligation) { return word_of(k_obligations, obligation); }
std::string_view to_text(DemandKind kind) { return word_of(k_demands, kind); }
std::string_view to_text(Position position) { return word_of(k_positions, position); }
std::string_view to_text(Documented documented) { return word_of(k_documented_words, documented); }
std::string_view to_text(ParticularKind kind) { return word_of(k_particulars, kind); }
std::string_view to_text(MapRelation relation) { return word_of(k_relations, relation); }
std::string_view to_text(MapChange change) { return word_of(k_changes, change); }
std::string_view to_text(MapJudgement judgement) { return word_of(k_judgements, judgement); }
std::string_view to_text(CheckKind kind) { return word_of(k_check_kinds, kind); }
std::string_view to_text(Verdict verdict) { return word_of(k_verdicts, verdict); }
std::optional<Verdict> find_verdict(std::string_view word) { return find_word(k_verdicts, word); }
std::string_view to_text(Outcome outcome) { return word_of(k_outcomes, outcome); }
std::optional<Outcome> find_outcome(std::string_view word) { return find_word(k_outcomes, word); }
std::string_view to_text(Grade grade) { return word_of(k_grades, grade); }
std::string_view to_text(BasisKind kind) { return word_of(k_bases, kind); }
std::string_view to_text(Effect effect) { return word_of(k_effects, effect); }

} // namespace assay
