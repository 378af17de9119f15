// Brings catalogs, registers and checks together, and sorts row-wise checks into batches.
#include "assay/rules/library.hpp"
#include "assay/rules/path.hpp"

#include "assay/base/both.hpp"
#include "assay/base/error.hpp"
#include "assay/base/held_diagnostics.hpp"
#include "assay/base/nearest.hpp"
#include "rules/link_check.hpp"
#include "rules/link_groups.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

/// Fewer checks are linked sooner than a thread is started.
constexpr std::size_t k_fewest_checks_for_two = 64;

/// Checks that may share a scan agree in all of this.
struct BatchKey {
    std::string register_id;
    CheckScope scope = CheckScope::period;
    bool has_subject = false;
    SubjectKind kind = SubjectKind::organization;
    std::string subject;
    bool window = false;
    friend auto operator<=>(const BatchKey&, const BatchKey&) = default;
};

class Linker {
public:
    Linker(const Schema& schema, const JudgementTime& time, DiagnosticSink& diagnostics) : m_schema(schema), m_time(time), m_diagnostics(diagnostics) {}

    void link(const CheckDefinition& check, std::vector<ControlId> controls, std::optional<SubjectKind> subject_kind) {
        LinkedCheck linked;
        linked.definition = &check;
        linked.controls = std::move(controls);
        linked.subject_kind = subject_kind;
        linked.in = find_register(check.in);
        if (check.over.given()) {
            linked.over = find_register(check.over);
        }
        if (linked.in == nullptr || (check.over.given() && linked.over == nullptr)) {
            return;
        }
        switch (check.kind) {
        case CheckKind::each:
        case CheckKind::refers:
        case CheckKind::order:
        case CheckKind::unique:
            linked.form = CheckForm::rows;
            if (!link_row_check(linked)) {
                return;
            }
            break;
        case CheckKind::group:
        case CheckKind::some:
        case CheckKind::measure:
            linked.form = CheckForm::members;
            if (!lower_member_check(m_schema, linked, m_time, m_diagnostics)) {
                return;
            }
            break;
        case CheckKind::covers:
            linked.form = CheckForm::covers;
            if (!lower_covers_check(m_schema, linked, m_time, m_diagnostics)) {
                return;
            }
            break;
        }
        m_library.checks.push_back(std::move(linked));
    }

    void expect(std::size_t checks) { m_library.checks.reserve(checks); }
    Library finish() { return std::move(m_library); }

private:
    const Register* find_register(const PlacedText& name) {
        const Register* found = m_schema.find(name.text);
        if (found == nullptr) {
            m_diagnostics.add({Severity::error, name.place, "unknown-register", fmt::format("there is no register '{}'", name.text),
                               did_you_mean(name.text, m_schema.ids())});
        }
        return found;
    }

    bool link_row_check(LinkedCheck& linked) {
        const auto& check = *linked.definition;
        const BatchKey key{linked.in->id, check.scope, linked.subject_kind.has_value(), linked.subject_kind.value_or(SubjectKind::organization),
                           check.subject.text, needs_window(check)};
        const auto [place, fresh] = m_batches.try_emplace(key, m_library.batches.size());
        if (fresh) {
            m_library.batches.emplace_back();
            if (!begin_batch(m_library.batches.back(), linked)) {
                m_library.batches.pop_back();
                m_batches.erase(place);
                return false;
            }
        }
        auto& batch = m_library.batches[place->second];
        Relations relations(m_schema, batch.batch.relations);
        Names names;
        names.rows = 0;
        Lowerer lowerer(relations, names, m_time, m_diagnostics);
        RowQuestion question;
        bool good = lower_row_question(check, lowerer, relations, m_time, m_diagnostics, question);
        good = link_row_message(linked) && good;
        if (!good) {
            return false;
        }
        linked.batch = place->second;
        linked.question = batch.batch.questions.size();
        batch.batch.questions.push_back(std::move(question));
        batch.checks.push_back(m_library.checks.size());
        return true;
    }

    bool begin_batch(LibraryBatch& batch, const LinkedCheck& linked) {
        const auto& check = *linked.definition;
        batch.in = linked.in;
        Relations relations(m_schema, batch.batch.relations);
        const auto base = relations.add_base(linked.in->id);
        auto rule = make_period_and_scope(relations, base, check.scope, m_time, m_diagnostics);
        batch.batch.has_period = rule.has_period;
        batch.batch.in_period = std::move(rule.in_period);
        batch.batch.has_scope = rule.has_scope;
        batch.batch.service = std::move(rule.service);
        batch.batch.in_scope = std::move(rule.in_scope);
        if (!linked.subject_kind) {
            return true;
        }
        Names names;
        names.rows = base;
        auto subject = find_subject_column(relations, base, check.subject, *linked.subject_kind, check.place, names, m_time, m_diagnostics);
        if (!subject) {
            return false;
        }
        batch.batch.has_subject = true;
        batch.batch.subject = std::move(*subject);
        return true;
    }

    bool link_row_message(LinkedCheck& linked) {
        auto& query = linked.message.rows;
        Relations relations(m_schema, query.relations);
        Names names;
        names.rows = relations.add_base(linked.in->id);
        query.select.push_back(make_column(0, "_row"));
        return link_message(linked.definition->message, relations, names, query.select, m_time, m_diagnostics, linked.message.pieces);
    }

    const Schema& m_schema;
    const JudgementTime& m_time;
    DiagnosticSink& m_diagnostics;
    Library m_library;
    std::map<BatchKey, std::size_t> m_batches;
};

/// Controls by catalog and id, for bindings and for suggestions. Borrows the catalogs.
class ControlIndex {
public:
    explicit ControlIndex(std::span<const Catalog> catalogs) : m_catalogs(catalogs) {
        for (const auto& catalog : catalogs) {
            auto& controls = m_controls[catalog.id];
            controls.reserve(catalog.controls.size());
            for (const auto& control : catalog.controls) {
                controls.emplace(control.id.control, &control);
            }
        }
    }

    const Control* find(const ControlId& id) const {
        const auto catalog = m_controls.find(id.catalog);
        if (catalog == m_controls.end()) {
            return nullptr;
        }
        const auto found = catalog->second.find(id.control);
        return found == catalog->second.end() ? nullptr : found->second;
    }

    std::string suggest(const ControlId& id) const {
        for (const auto& catalog : m_catalogs) {
            if (catalog.id == id.catalog) {
                std::vector<std::string> ids;
                ids.reserve(catalog.controls.size());
                for (const auto& control : catalog.controls) {
                    ids.push_back(control.id.control);
                }
                std::ranges::sort(ids);
                return did_you_mean(id.control, ids);
            }
        }
        std::vector<std::string> ids;
        for (const auto& catalog : m_catalogs) {
            ids.push_back(catalog.id);
        }
        std::ranges::sort(ids);
        return did_you_mean(id.catalog, ids);
    }

private:
    std::span<const Catalog> m_catalogs;
    std::unordered_map<std::string_view, std::unordered_map<std::string_view, const Control*>> m_controls;
};

/// The controls a check is bound to, and the kind of subject they share. Nothing when the check cannot be used.
struct Binding {
    std::vector<ControlId> controls;
    std::optional<SubjectKind> kind;
    bool good = true;
};

Binding bind_controls(const CheckDefinition& check, const ControlIndex& index, DiagnosticSink& diagnostics) {
    Binding binding;
    if (check.controls.empty()) {
        diagnostics.add({Severity::error, check.place, "bound-to-nothing", fmt::format("check '{}' is bound to no control", check.id.text),
                         "name the control it decides: controls=\"…\""});
        binding.good = false;
    }
    for (const auto& [id, place] : check.controls) {
        const Control* control = index.find(id);
        if (control == nullptr) {
            diagnostics.add({Severity::error, place, "unknown-control", fmt::format("there is no control '{}'", to_text(id)), index.suggest(id)});
            binding.good = false;
            continue;
        }
        binding.controls.push_back(id);
        if (control->per == SubjectKind::organization) {
            continue;
        }
        if (binding.kind && *binding.kind != control->per) {
            diagnostics.add({Severity::error, place, "mixed-subjects",
                             fmt::format("'{}' is assessed per {}, another control of this check per {}", to_text(id), to_text(control->per), to_text(*binding.kind)),
                             "write one check for each kind of subject"});
            binding.good = false;
        }
        binding.kind = control->per;
    }
    std::ranges::sort(binding.controls);
    return binding;
}

JudgementTime judgement_time(const LinkTime& time) { return {time.on, time.period_from, time.period_to, time.zone}; }

} // namespace

const LinkedCheck* Library::find_check(std::string_view id) const {
    const auto found = std::ranges::lower_bound(checks, id, {}, [](const LinkedCheck& c) { return std::string_view(c.definition->id.text); });
    return found != checks.end() && found->definition->id.text == id ? &*found : nullptr;
}

Library link_library(const Schema& schema, std::span<const Catalog> catalogs, std::span<const CheckFile> files, const LinkTime& time,
                     DiagnosticSink& diagnostics, std::span<const std::string> standards) {
    const ControlIndex index(catalogs);
    const auto judgement = judgement_time(time);
    std::vector<const CheckDefinition*> all;
    for (const auto& file : files) {
        for (const auto& check : file.checks) {
            all.push_back(&check);
        }
    }
    // Sorted by id, so that batches and questions do not depend on how the files are named.
    std::ranges::stable_sort(all, {}, [](const CheckDefinition* check) -> const std::string& { return check->id.text; });
    const auto groups = group_by_register(all);
    std::vector<HeldDiagnostics> faults(groups.size());
    std::vector<Library> libraries(groups.size());
    const auto link_group = [&](std::size_t group) {
        Linker linker(schema, judgement, faults[group]);
        linker.expect(groups[group].size());
        for (const auto index_of_check : groups[group]) {
            const auto& check = *all[index_of_check];
            if (index_of_check > 0 && all[index_of_check - 1]->id == check.id) {
                faults[group].add({Severity::error, check.place, "duplicate-id", fmt::format("check '{}' is already defined", check.id.text),
                                   "first in " + to_text(all[index_of_check - 1]->place)});
                continue;
            }
            auto binding = bind_controls(check, index, faults[group]);
            const bool wanted = standards.empty() || std::ranges::any_of(binding.controls, [&](const ControlId& id) {
                return std::ranges::find(standards, id.catalog) != standards.end();
            });
            if (binding.good && wanted) {
                linker.link(check, std::move(binding.controls), binding.kind);
            }
        }
        libraries[group] = linker.finish();
    };
    share_out(groups.size(), link_group, all.size() >= k_fewest_checks_for_two);
    for (const auto& each : faults) {
        each.pass_on(diagnostics);
    }
    return join(std::move(libraries));
}

Library link_check(const Schema& schema, const CheckDefinition& check, std::optional<SubjectKind> subject_kind, const LinkTime& time,
                   DiagnosticSink& diagnostics) {
    const auto judgement = judgement_time(time);
    Linker linker(schema, judgement, diagnostics);
    std::vector<ControlId> controls;
    controls.reserve(check.controls.size());
    for (const auto& [id, place] : check.controls) {
        controls.push_back(id);
    }
    linker.link(check, std::move(controls), subject_kind);
    return linker.finish();
}

std::optional<QueryExpr> link_filter(const Schema& schema, TableQuery& query, const PlacedText& text, const LinkTime& time, DiagnosticSink& diagnostics) {
    const auto judgement = judgement_time(time);
    Relations relations(schema, query.relations);
    Names names;
    names.rows = 0;
    Lowerer lowerer(relations, names, judgement, diagnostics);
    return lowerer.lower_condition(text);
}

std::optional<LinkedPath> link_path(const Schema& schema, TableQuery& query, const PlacedText& path, DiagnosticSink& diagnostics) {
    const JudgementTime never;
    Relations relations(schema, query.relations);
    Names names;
    names.rows = 0;
    Lowerer lowerer(relations, names, never, diagnostics);
    auto typed = lowerer.lower_path(path);
    return typed ? std::optional(LinkedPath{std::move(typed->expr), typed->type.field}) : std::nullopt;
}

void link_schema(const Schema& schema, DiagnosticSink& diagnostics) {
    for (const auto& each : schema.registers) {
        for (const auto& field : each.fields) {
            if (field.type != FieldType::ref) {
                continue;
            }
            const Register* target = schema.find(field.to);
            if (target == nullptr) {
                diagnostics.add({Severity::error, field.place, "unknown-register", fmt::format("field '{}' refers to register '{}', which does not exist", field.id, field.to),
                                 did_you_mean(field.to, schema.ids())});
            } else if (target->key_indexes().size() != 1) {
                diagnostics.add({Severity::error, field.place, "composite-key",
                                 fmt::format("field '{}' refers to register '{}', whose key has {} fields", field.id, field.to, target->key_indexes().size()),
                                 "refer to registers with a key of one field"});
            }
        }
    }
    const auto utc = Zone::utc();
    const JudgementTime time{Date{}, Date{}, Date{}, &utc};
    for (const auto& each : schema.registers) {
        for (const auto& way : each.subjects) {
            std::vector<QueryRelation> none;
            Relations relations(schema, none);
            Names names;
            names.rows = relations.add_base(each.id);
            // A dangling reference on the way was reported above; following it would throw.
            try {
                (void)Lowerer(relations, names, time, diagnostics).lower_steps(way.path, *names.rows, way.place);
            } catch (const Error&) {
                continue;
            }
        }
    }
}

} // namespace assay
