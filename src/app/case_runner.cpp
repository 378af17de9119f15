#include "app/case_runner.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

void fail(const CheckDefinition& check, const CheckCase& each, const Place& place, std::string text, RulesTestResult& result) {
    result.failures.push_back({check.id.text, each.name, place, std::move(text)});
}

} // namespace

std::vector<const CheckDefinition*> find_checks(const Content& content, const std::vector<std::string>& only) {
    std::set<std::string> wanted(only.begin(), only.end());
    std::vector<const CheckDefinition*> checks;
    std::vector<std::string> known;
    for (const auto& file : content.check_files) {
        for (const auto& check : file.checks) {
            known.push_back(check.id.text);
            if (only.empty() || wanted.erase(check.id.text) > 0) {
                checks.push_back(&check);
            }
        }
    }
    if (!wanted.empty()) {
        std::ranges::sort(known);
        const auto hint = did_you_mean(*wanted.begin(), known);
        throw Error(fmt::format("there is no check '{}'{}", escape_control(*wanted.begin()), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    return checks;
}

CaseRunner::CaseRunner(const Run& run, const Content& content) : m_run(run), m_content(content), m_store(Store::in_memory()) {
    if (content.loaded.cases != Cases::keep) {
        throw Error("the cases of the checks were not loaded, so that none would fail");
    }
    m_store.apply_definitions(content.schema, {"cases", "rules test"}, Instant{});
    for (const auto& catalog : content.catalogs) {
        for (const auto& control : catalog.controls) {
            m_kinds.emplace(to_text(control.id), control.per);
        }
    }
}

void CaseRunner::run(const CheckDefinition& check, RulesTestResult& result) {
    ++result.checks;
    bool passes = false;
    bool fails = false;
    for (const auto& each : check.cases) {
        ++result.cases;
        if (const auto setup = set_up(check, each, result); setup && !judge(check, *setup, m_run.diagnostics, result)) {
            fail(check, each, check.place, "the check could not be linked", result);
        }
        for (const auto& expected : each.expectations) {
            passes = passes || expected.verdict == Verdict::pass;
            fails = fails || expected.verdict == Verdict::fail;
        }
        // A row or member that is judged and not named must pass: a case without expectations shows a pass.
        passes = passes || (each.expectations.empty() && !each.rows.empty());
    }
    if (!passes) {
        result.without_pass.push_back(check.id.text);
    }
    if (!fails) {
        result.without_fail.push_back(check.id.text);
    }
}

std::optional<CaseRunner::CaseTime> CaseRunner::time_of(const CheckCase& each) {
    const auto date = [&](const PlacedText& text, std::optional<Date> otherwise) -> std::optional<Date> {
        if (!text.given()) {
            return otherwise;
        }
        const auto parsed = parse_date(text.text);
        if (!parsed) {
            m_run.diagnostics.add({Severity::error, text.place, "bad-date", fmt::format("'{}' is not a date", text.text), "write it as 2026-01-31"});
        }
        return parsed;
    };
    const auto on = date(each.on, Date{std::chrono::year{2026} / 1 / 31});
    if (!on) {
        return std::nullopt;
    }
    const auto to = date(each.to, on);
    const auto from = date(each.from, to ? std::optional(subtract(*to, Period{12, 0})) : std::nullopt);
    return to && from ? std::optional(CaseTime{*on, *from, *to}) : std::nullopt;
}

std::optional<SubjectKind> CaseRunner::subject_kind(const CheckDefinition& check) const {
    for (const auto& [id, place] : check.controls) {
        const auto found = m_kinds.find(to_text(id));
        if (found != m_kinds.end() && found->second != SubjectKind::organization) {
            return found->second;
        }
    }
    return std::nullopt;
}

std::optional<PreparedRow> CaseRunner::prepare(const CaseRow& row) {
    const Register* of = m_content.schema.find(row.register_id);
    if (of == nullptr) {
        m_run.diagnostics.add({Severity::error, row.place, "unknown-register", fmt::format("there is no register '{}'", row.register_id),
                               did_you_mean(row.register_id, m_content.schema.ids())});
        return std::nullopt;
    }
    PreparedRow prepared;
    prepared.source = &row;
    const TypingContext context{m_zone, {}, {}};
    bool good = true;
    for (const auto& [field_id, text] : row.fields) {
        const Field* field = of->find_field(field_id);
        if (field == nullptr) {
            std::vector<std::string> ids;
            ids.reserve(of->fields.size());
            for (const auto& each : of->fields) {
                ids.push_back(each.id);
            }
            std::ranges::sort(ids);
            m_run.diagnostics.add({Severity::error, text.place, "unknown-field", fmt::format("unknown field '{}' in register '{}'", field_id, of->id),
                                   did_you_mean(field_id, ids)});
            good = false;
            continue;
        }
        auto typed = type_value(*field, text.text, context);
        if (typed.fault) {
            m_run.diagnostics.add({Severity::error, text.place, typed.fault->code, typed.fault->text, typed.fault->hint});
            good = false;
            continue;
        }
        prepared.values[field_id] = std::move(typed.value);
    }
    // The row's id is also its field "id", where the register has one (docs/xml.md).
    if (!row.id.empty() && of->find_field("id") != nullptr) {
        prepared.values.try_emplace("id", row.id);
    }
    std::vector<std::string> parts;
    for (const auto index : of->key_indexes()) {
        const auto found = prepared.values.find(of->fields[index].id);
        if (found == prepared.values.end() || is_absent(found->second)) {
            m_run.diagnostics.add({Severity::error, row.place, "missing-key", fmt::format("the row has no '{}', which is part of the key of '{}'",
                                                                                       of->fields[index].id, of->id), ""});
            return std::nullopt;
        }
        const auto* text = text_of(found->second);
        parts.push_back(text != nullptr ? *text : std::to_string(*number_of(found->second)));
    }
    prepared.name = {of->id, join_key(parts)};
    return good ? std::optional(std::move(prepared)) : std::nullopt;
}

bool CaseRunner::store_rows(const CheckDefinition& check, const CheckCase& each, const std::vector<PreparedRow>& rows, RulesTestResult& result) {
    std::map<std::string, std::vector<const PreparedRow*>> by_register;
    for (const auto& row : rows) {
        by_register[row.name.first].push_back(&row);
    }
    for (const auto& [register_id, members] : by_register) {
        const Register& of = m_content.schema.get(register_id);
        std::set<std::string> used;
        for (const auto* row : members) {
            for (const auto& [field, value] : row->values) {
                used.insert(field);
            }
        }
        std::vector<std::string> columns;
        for (const auto& field : of.fields) {
            if (used.contains(field.id)) {
                columns.push_back(field.id);
            }
        }
        const auto session = m_store.begin_import(m_run, register_id, columns);
        for (const auto* row : members) {
            Row values;
            for (const auto& column : columns) {
                const auto found = row->values.find(column);
                values.push_back(found == row->values.end() ? Value{} : found->second);
            }
            session->add(row->source->place.line, values);
        }
        const auto merged = session->merge({});
        if (merged.outcomes.rejected > 0) {
            fail(check, each, each.place, fmt::format("register '{}': {}", register_id, merged.rejected.front().reason), result);
            return false;
        }
        session->commit({"cases", each.name}, Instant{}, {});
    }
    return true;
}

std::optional<CaseSetup> CaseRunner::set_up(const CheckDefinition& check, const CheckCase& each, RulesTestResult& result) {
    const auto time = time_of(each);
    CaseSetup setup;
    setup.source = &each;
    bool good = time.has_value();
    for (const auto& row : each.rows) {
        auto prepared = prepare(row);
        good = good && prepared.has_value();
        if (prepared) {
            setup.rows.push_back(std::move(*prepared));
        }
    }
    if (!good) {
        fail(check, each, each.place, "the case itself is faulty", result);
        return std::nullopt;
    }
    m_store.forget_rows();
    if (!store_rows(check, each, setup.rows, result)) {
        return std::nullopt;
    }
    setup.on = time->on;
    setup.workspace.period_from = time->from;
    setup.workspace.period_to = time->to;
    setup.workspace.policy.record_lag = Period{};
    return setup;
}

bool CaseRunner::judge(const CheckDefinition& check, const CaseSetup& setup, DiagnosticSink& faults, RulesTestResult& result) {
    const LinkTime link_time{setup.on, setup.workspace.period_from, setup.workspace.period_to, &m_zone};
    const auto library = link_check(m_content.schema, check, subject_kind(check), link_time, faults);
    if (library.checks.empty()) {
        return false;
    }
    const auto runner = m_store.runner(m_run, m_zone);
    const AssessInput input{setup.workspace, m_content.schema, m_content.catalogs, {}, library, *runner, m_zone, setup.on, {}, {}, {}, nullptr, true};
    const auto& linked = library.checks.front();
    compare(check, setup, linked, find_verdicts(linked, library, input), result);
    return true;
}

} // namespace assay
