#include "app/assessment_writers.hpp"

#include "assay/assess/exceptions.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::int64_t k_version = 1;

void write_counts(JsonWriter& json, std::string_view name, const OutcomeCounts& c) {
    json.key(name).begin_object().field("not_assessed", c.not_assessed).field("major", c.major).field("minor", c.minor).field("error", c.error);
    json.field("met_with_remark", c.met_with_remark).field("met", c.met).field("no_occasion", c.no_occasion);
    json.field("not_applicable", c.not_applicable).field("total", c.total()).field("assessable", c.assessable()).end_object();
}

void write_text_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
    if (text.empty()) {
        json.key(name).null();
    } else {
        json.field(name, text);
    }
}

void write_header(JsonWriter& json, const AssessmentIndex& index) {
    const auto& header = index.assessment.header;
    json.field("format", "assay-assessment").field("version", k_version).key("assessment").begin_object();
    json.field("id", header.id).field("organization", header.organization).field("on", to_text(header.on)).field("period_from", to_text(header.period_from));
    json.field("period_to", to_text(header.period_to)).field("change", header.head);
    write_text_or_null(json, "audit", header.audit());
    json.field("zone", index.session.zone.name()).end_object();
    const auto& policy = header.policy;
    json.key("policy").begin_object().field("isolated_percent", policy.isolated_percent).field("isolated_rows", policy.isolated_rows);
    json.field("major_percent", policy.major_percent).field("major_rows", policy.major_rows).field("systemic_percent", policy.systemic_percent);
    json.field("systemic_subjects", policy.systemic_subjects).end_object();
    json.key("manifest").begin_array();
    for (const auto& entry : header.manifest) {
        json.begin_object().field("kind", entry.kind).field("name", entry.name).field("digest", entry.digest).end_object();
    }
    json.end_array();
}

void write_catalogs(JsonWriter& json, const AssessmentIndex& index) {
    json.key("catalogs").begin_array();
    for (const auto& rollup : roll_up(index.assessment, index.session.content.catalogs)) {
        const auto& catalog = *rollup.catalog;
        json.begin_object().field("id", catalog.id).field("title", catalog.title).field("version", catalog.version).field("scale", to_text(catalog.scale));
        json.field("unit", rollup.unit_is_shall ? "shall group" : "control");
        write_counts(json, "units", rollup.counts);
        json.key("readiness").begin_object().field("lower", rollup.counts.lower()).field("upper", rollup.counts.upper());
        json.field("of", rollup.counts.assessable());
        json.field("formula", "from (met + met_with_remark) / assessable to (met + met_with_remark + not_assessed + error) / assessable").end_object();
        write_counts(json, "determinations", rollup.determinations);
        json.key("decided_by").begin_object();
        for (std::size_t i = 0; i < rollup.decided.size(); ++i) {
            std::string name(to_text(static_cast<DecidedBy>(i)));
            std::ranges::replace(name, ' ', '_');
            json.field(name, rollup.decided[i]);
        }
        json.end_object().end_object();
    }
    json.end_array();
}

void write_determinations(JsonWriter& json, const AssessmentIndex& index, const TextSink& sink) {
    json.key("determinations").begin_array();
    for (const auto& each : index.assessment.determinations) {
        const auto& control = index.control(each.control);
        json.begin_object().field("catalog", each.control.catalog).field("control", each.control.control).field("reference", control.cite);
        json.field("shall", control.shall).field("title", control.title).field("obligation", to_text(control.obligation)).field("per", to_text(control.per));
        json.field("subject", each.subject).field("subject_title", each.subject_title).field("outcome", to_text(each.outcome));
        json.field("grade", to_text(each.grade)).field("words", index.words(each)).field("decided_by", to_text(decided_by(each))).key("bases").begin_array();
        for (const auto& basis : each.bases) {
            json.begin_object().field("kind", to_text(basis.kind)).field("effect", to_text(basis.effect)).field("ref", basis.ref).field("text", basis.text).end_object();
        }
        json.end_array().end_object();
        sink(json.take());
    }
    json.end_array();
}

void write_tallies(JsonWriter& json, const AssessmentIndex& index, const TextSink& sink) {
    json.key("checks").begin_array();
    for (const auto& each : index.assessment.tallies) {
        json.begin_object().field("check", each.check.text).field("subject", each.subject).field("population", each.population);
        json.field("selected", each.counts.selected).field("failed", each.counts.failed).field("undecided", each.counts.undecided);
        json.field("not_due", each.counts.not_due).field("out_of_period", each.left_out.out_of_period).field("out_of_scope", each.left_out.out_of_scope);
        json.field("without_service", each.left_out.without_service).field("disposed", each.disposed).field("complete", each.complete);
        json.field("incomplete_why", each.incomplete_why).field("grade", to_text(each.grade)).field("fault", each.fault).end_object();
        sink(json.take());
    }
    json.end_array();
}

void write_findings(JsonWriter& json, const AssessmentIndex& index, const TextSink& sink) {
    json.key("findings").begin_array();
    index.visit_rows([&](const FindingLine& line) {
        json.begin_object().field("check", line.check.text).field("subject", line.subject).field("subject_title", line.subject_title);
        json.field("register", line.register_id).field("key", line.key).field("failed", line.failed).field("message", line.message);
        json.field("origin", line.origin).field("file", line.file).field("line", line.line).field("disposition", line.disposition);
        json.field("struck", line.struck).field("fingerprint", line.fingerprint).end_object();
        sink(json.take());
    });
    json.end_array();
}

void write_exceptions(JsonWriter& json, const AssessmentIndex& index) {
    json.key("exceptions").begin_array();
    for (const auto& each : read_exceptions(index.assessment, index.session.content.catalogs, index.session.content.schema, *index.judged.runner)) {
        json.begin_object().field("id", each.id).field("catalog", each.control.catalog).field("control", each.control.control);
        write_text_or_null(json, "subject", each.subject);
        json.field("kind", each.kind).field("state", to_text(each.state)).field("words", each.words).field("approver", each.approver);
        write_text_or_null(json, "until", each.until ? to_text(*each.until) : std::string());
        json.field("reason", each.reason).field("covers", static_cast<std::int64_t>(each.covers.size())).end_object();
    }
    json.end_array();
}

} // namespace

void write_assessment_json(const AssessmentIndex& index, const TextSink& sink) {
    JsonWriter json;
    json.begin_object();
    write_header(json, index);
    write_catalogs(json, index);
    write_determinations(json, index, sink);
    write_tallies(json, index, sink);
    write_findings(json, index, sink);
    write_exceptions(json, index);
    json.end_object();
    sink(json.finish());
}

} // namespace assay
