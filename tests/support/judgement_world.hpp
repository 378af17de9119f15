// A small organisation for tests of the judgement: registers as the engine expects them, one catalog, checks over a record register
// `ticket` (per service) and a maintained register `review` (per process), and determinations shown as one line of text.
#pragma once

#include "assay/assess/assess.hpp"
#include "assay/store/store.hpp"
#include "support/small_registers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

inline Schema judgement_schema() {
    const auto date = [](std::string id) { return make_field(std::move(id), FieldType::date); };
    const auto flag = [](std::string id) { return make_field(std::move(id), FieldType::boolean); };
    const auto text = [](std::string id) { return make_field(std::move(id)); };
    const std::vector<std::string> types{"document", "record", "policy"};
    auto ticket = make_register("ticket", {make_key("number"), make_reference("service", "service"), date("opened"), flag("picked"), flag("good")});
    ticket.kind = RegisterKind::record;
    ticket.occurred_from = "opened";
    ticket.subjects.push_back({SubjectKind::service, {"service"}, {}});
    auto review = make_register("review", {make_key("id"), make_reference("process", "process"), flag("picked"), flag("good")});
    review.subjects.push_back({SubjectKind::process, {"process"}, {}});
    auto service = make_register("service", {make_key("id"), text("name"), make_words("status", {"planned", "live", "retired"}), flag("in_scope"),
                                             date("live_on"), date("retired_on"), make_reference("owner", "person")});
    service.subjects.push_back({SubjectKind::service, {"id"}, {}});
    const auto about = [&](std::string id, std::vector<Field> more) {
        std::vector<Field> fields{make_key("id"), text("catalog"), text("control"), text("subject")};
        std::ranges::move(more, std::back_inserter(fields));
        return make_register(std::move(id), std::move(fields));
    };
    return make_schema({
        std::move(ticket), std::move(review), std::move(service),
        make_register("process", {make_key("id"), text("name"), text("maps_to"),
                                  make_words("adoption", {"adopted", "adapted", "planned", "performed_elsewhere", "not_adopted"}), text("adoption_reason"),
                                  text("approved_by"), text("performed_by"), date("in_operation_since")}),
        make_register("person", {make_key("id"), text("name")}),
        make_register("role", {make_key("id"), text("kind"), make_reference("process", "process")}),
        make_register("assignment", {make_key("role"), make_key("person"), date("starts_on"), date("ends_on"), make_reference("service", "service")}),
        make_register("activity", {make_key("id"), make_reference("process", "process")}),
        make_register("raci", {make_key("activity"), make_key("role"), make_words("letter", {"r", "a", "c", "i"})}),
        make_register("document", {make_key("id"), text("title"), make_words("status", {"draft", "approved", "withdrawn"}), date("approved_on"),
                                   date("in_force_from"), date("review_due"), date("withdrawn_on")}),
        make_register("evidence", {make_key("id"), text("title"), make_words("type", types), text("provider"), text("owner"), text("document"),
                                   make_field("file", FieldType::file), text("sha256"),
                                   make_words("observed_state", {"intact", "changed", "missing", "unreadable"}), text("observed_sha256"),
                                   date("observed_on"), flag("approved_version"), date("covers_from"), date("covers_to"), date("review_due"), date("withdrawn_on")}),
        about("evidence_link", {make_reference("evidence", "evidence"), make_words("demand", types),
                                make_words("verdict", {"sufficient", "insufficient", "not_relevant"}), text("reviewer"), date("reviewed_on"),
                                text("reviewed_sha256"), text("reason")}),
        about("evidence_request", {make_words("demand", types), make_words("answer", {"provided", "does_not_exist", "not_produced"}), text("answered_by"),
                                   date("answered_on"), date("asked_on")}),
        about("attestation", {make_words("outcome", {"met", "not_met", "no_occasion"}), text("statement"), text("person"), text("evidence"),
                              flag("audit_team"), text("competent_for"), flag("no_conflict_declared"), date("attested_on"), date("valid_until")}),
        about("applicability", {make_words("decision", {"applicable", "excluded"}), text("justification"), text("approver"), date("approved_on")}),
        about("interval", {text("length"), text("approver")}),
        make_register("disposition", {make_key("id"), text("check"), text("register"), text("row_key"),
                                      make_words("verdict", {"confirmed", "not_a_deviation", "data_error_corrected", "duplicate"}), text("person"),
                                      date("decided_on"), text("reason")}),
    });
}

/// Field id → cell as a person would write it: dates in ISO, yes and no, anything else as text.
using WrittenRow = std::map<std::string, std::string>;

inline Date day(std::string_view text) { return *parse_date(text); }

class JudgementWorld {
public:
    Workspace workspace;
    std::vector<Catalog> catalogs;
    std::vector<CheckFile> files;
    std::vector<std::string> standards;
    std::vector<Crosswalk> crosswalks;
    Date on = day("2026-01-15");
    LoadedFields loaded_fields;   ///< empty: all of them

    JudgementWorld() : m_schema(judgement_schema()), m_store(Store::in_memory()) {
        m_store.apply_definitions(m_schema, {"test", "test"}, Instant{});
        reset();
    }
    JudgementWorld(const JudgementWorld&) = delete;
    JudgementWorld& operator=(const JudgementWorld&) = delete;

    /// No row, no control, no check.
    void reset() {
        m_store.forget_rows();
        workspace = {};
        workspace.organization = "Testers";
        workspace.period_from = day("2025-01-01");
        workspace.period_to = day("2025-12-31");
        catalogs.assign(1, {});
        catalogs.front().id = "std";
        catalogs.front().title = "The Standard";
        files.assign(1, {});
        standards.assign(1, "std");
        crosswalks.clear();
    }

    Control& add_control(std::string id, SubjectKind per = SubjectKind::organization) {
        auto& controls = catalogs.front().controls;
        controls.emplace_back();
        controls.back().id = {"std", id};
        controls.back().shall = std::move(id);
        controls.back().per = per;
        return controls.back();
    }

    /// A proving check: `good` of the rows that are `picked`.
    CheckDefinition& add_check(std::string id, const std::string& control, std::string in = "ticket") {
        auto& checks = files.front().checks;
        checks.emplace_back();
        auto& check = checks.back();
        check.id.text = std::move(id);
        check.controls.push_back({{"std", control}, {}});
        check.proves = true;
        check.in = {std::move(in), {"c.xml", 1, 1}};
        check.where = {"picked", {"c.xml", 1, 1}};
        check.require = {"good", {"c.xml", 1, 1}};
        return check;
    }

    /// One import of rows that name the same or fewer fields than the register has; gives the change.
    std::int64_t import(const std::string& register_id, const std::vector<WrittenRow>& rows, const std::optional<PopulationDeclaration>& declared = {},
                        std::int64_t rejected = 0) {
        const Register& of = m_schema.get(register_id);
        std::vector<std::string> columns;
        for (const auto& field : of.fields) {
            columns.push_back(field.id);
        }
        const auto session = m_store.begin_import(m_run, register_id, columns);
        std::uint64_t line = 1;
        for (const auto& row : rows) {
            Row values;
            for (const auto& field : of.fields) {
                const auto found = row.find(field.id);
                values.push_back(found == row.end() ? Value() : typed(field, found->second));
            }
            session->add(++line, values);
        }
        REQUIRE(session->merge({}).outcomes.rejected == 0);
        return session->commit({"test", "test"}, Instant{}, {}, declared, rejected);
    }

    /// A declaration that says all, for the whole period.
    [[nodiscard]] PopulationDeclaration declared(std::int64_t count) const {
        PopulationDeclaration whole;
        whole.source = "Desk";
        whole.query = "all";
        whole.extracted_at = "2026-01-10";
        whole.extracted_by = "Ada";
        whole.period_from = workspace.period_from;
        whole.period_to = workspace.period_to;
        whole.source_count = count;
        return whole;
    }

    [[nodiscard]] const Schema& schema() const { return m_schema; }

    [[nodiscard]] Assessment judge() {
        return judge_through([](QueryRunner&) { return std::unique_ptr<QueryRunner>(); });
    }
    /// `wrap` is given the store's runner and may put another one around it.
    template <class Wrap>
    [[nodiscard]] Assessment judge_through(Wrap wrap, const EarlierResults* earlier = nullptr) {
        Diagnostics diagnostics;
        const auto zone = Zone::utc();
        const auto library = link_library(m_schema, catalogs, files, {on, workspace.period_from, workspace.period_to, &zone}, diagnostics);
        REQUIRE_MESSAGE(diagnostics.to_text().empty(), diagnostics.to_text());
        const auto runner = m_store.runner(m_run, zone);
        const std::unique_ptr<QueryRunner> around = wrap(*runner);
        return assess(m_run, {workspace, m_schema, catalogs, standards, library, around ? *around : *runner, zone, on, crosswalks, loaded_fields, {}, earlier});
    }

    /// "met: check supports" of each determination, by "control" or "control@subject".
    [[nodiscard]] std::map<std::string, std::string> outcomes() { return shown(judge()); }
    /// Of the only determination of a control.
    [[nodiscard]] std::string outcome(const std::string& name) {
        const auto all = outcomes();
        const auto found = all.find(name);
        return found == all.end() ? "no determination" : found->second;
    }

    [[nodiscard]] static std::map<std::string, std::string> shown(const Assessment& assessment) {
        std::map<std::string, std::string> lines;
        for (const auto& each : assessment.determinations) {
            auto line = fmt::format("{}{}", to_text(each.outcome), each.grade == Grade::none ? "" : fmt::format(" ({})", to_text(each.grade)));
            std::string separator = ": ";
            for (const auto& basis : each.bases) {
                line += fmt::format("{}{} {}", separator, to_text(basis.kind), to_text(basis.effect));
                separator = ", ";
            }
            lines[each.control.control + (each.subject.empty() ? "" : "@" + each.subject)] = line;
        }
        return lines;
    }

private:
    static Value typed(const Field& field, const std::string& text) {
        switch (field.type) {
        case FieldType::date: return Value(std::int64_t{day(text).time_since_epoch().count()});
        case FieldType::boolean: return Value(std::int64_t{text == "yes"});
        default: return text;
        }
    }

    NoProgress m_progress;
    Diagnostics m_diagnostics;
    Run m_run{std::stop_token(), m_progress, m_diagnostics};
    Schema m_schema;
    Store m_store;
};

} // namespace assay::testing
