// SARIF 2.1.0 (OASIS): a rule for each check that ran, a result for each row that fails or is undecided, and for each gap that no row shows.
#include "app/assessment_writers.hpp"

#include "assay/formats/json.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// RFC 3986: what is not unreserved goes as percent and two digits.
std::string uri_of(std::string_view file) {
    std::string uri;
    for (const char c : file) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~/").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

std::string_view level_of(Grade grade) { return grade == Grade::major ? "error" : grade == Grade::lapse ? "note" : "warning"; }

void write_message(JsonWriter& json, std::string_view name, const std::string& text) { json.key(name).begin_object().field("text", text).end_object(); }

class SarifWriter {
public:
    SarifWriter(const AssessmentIndex& index, const TextSink& sink) : m_index(index), m_sink(sink) {
        for (const auto& tally : index.assessment.tallies) {
            m_grades.emplace(std::pair(tally.check.text, tally.subject), tally.grade);
            m_rules.emplace(tally.check.text, 0);
        }
        for (const auto& each : index.assessment.determinations) {
            if (is_shown_by_no_row(each)) {
                m_rules.emplace(to_text(each.control), 0);
            }
        }
        std::int64_t number = 0;
        for (auto& [id, place] : m_rules) {
            place = number++;
        }
    }

    void write() {
        m_json.begin_object().field("$schema", k_schema).field("version", "2.1.0").key("runs").begin_array().begin_object();
        write_tool();
        m_json.key("automationDetails").begin_object().field("id", fmt::format("assay/assessment/{}", m_index.assessment.header.id)).end_object();
        m_json.key("results").begin_array();
        m_index.visit_rows([&](const FindingLine& line) {
            write_row(line);
            m_sink(m_json.take());
        });
        for (const auto& each : m_index.assessment.determinations) {
            if (is_shown_by_no_row(each)) {
                write_gap(each);
                m_sink(m_json.take());
            }
        }
        m_json.end_array();
        write_properties();
        m_json.end_object().end_array().end_object();
        m_sink(m_json.finish());
    }

private:
    /// Not met, and by no check: an attestation, or evidence that is confirmed to be absent.
    static bool is_shown_by_no_row(const Determination& each) {
        return each.outcome == Outcome::not_met &&
               std::ranges::none_of(each.bases, [](const Basis& basis) { return basis.kind == BasisKind::check && basis.effect == Effect::fails; });
    }

    void write_tool() {
        std::map<std::string, const CheckDefinition*> checks;
        for (const auto& file : m_index.session.content.check_files) {
            for (const auto& check : file.checks) {
                checks.emplace(check.id.text, &check);
            }
        }
        std::string version = "0";
        for (const auto& entry : m_index.assessment.header.manifest) {
            version = entry.kind == "tool" ? entry.name : version;
        }
        m_json.key("tool").begin_object().key("driver").begin_object().field("name", "Assay").field("version", version.substr(version.rfind(' ') + 1));
        m_json.key("rules").begin_array();
        for (const auto& [id, place] : m_rules) {
            m_json.begin_object().field("id", id);
            if (const auto found = checks.find(id); found != checks.end()) {
                write_message(m_json, "shortDescription", found->second->title);
                write_message(m_json, "fullDescription", found->second->basis);
                m_json.key("properties").begin_object().key("controls").begin_array();
                for (const auto& [control, where] : found->second->controls) {
                    m_json.value(to_text(control));
                }
                m_json.end_array().end_object();
            } else if (const auto slash = id.find('/'); slash != std::string::npos) {
                const auto& control = m_index.control({id.substr(0, slash), id.substr(slash + 1)});
                write_message(m_json, "shortDescription", control.title);
                write_message(m_json, "fullDescription", control.statement);
            }
            m_json.end_object();
        }
        m_json.end_array().end_object().end_object();
    }

    void begin_result(const std::string& rule, bool fails, std::string_view level, const std::string& text) {
        m_json.begin_object().field("ruleId", rule).field("ruleIndex", m_rules.at(rule)).field("kind", fails ? "fail" : "review");
        m_json.field("level", fails ? level : std::string_view("none"));
        write_message(m_json, "message", text);
    }

    void write_row(const FindingLine& line) {
        const auto grade = m_grades.find({line.check.text, line.subject});
        begin_result(line.check.text, line.failed, level_of(grade == m_grades.end() ? Grade::none : grade->second), line.message);
        m_json.key("locations").begin_array().begin_object();
        if (!line.file.empty()) {
            m_json.key("physicalLocation").begin_object().key("artifactLocation").begin_object().field("uri", uri_of(line.file)).end_object();
            m_json.key("region").begin_object().field("startLine", line.line).end_object().end_object();
        }
        m_json.key("logicalLocations").begin_array().begin_object().field("fullyQualifiedName", line.register_id + "/" + line.key).field("kind", "resource");
        m_json.end_object().end_array().end_object().end_array();
        m_json.key("partialFingerprints").begin_object().field("assayFinding/v1", line.fingerprint).end_object();
        if (line.struck) {
            m_json.key("suppressions").begin_array().begin_object().field("kind", "external");
            m_json.field("justification", "disposition " + line.disposition).end_object().end_array();
        }
        m_json.key("properties").begin_object().field("subject", line.subject).field("origin", line.origin).end_object().end_object();
    }

    void write_gap(const Determination& each) {
        std::string text = m_index.words(each);
        for (const auto& basis : each.bases) {
            text += basis.effect == Effect::fails ? "; " + basis.text : "";
        }
        begin_result(to_text(each.control), true, level_of(each.grade), text);
        m_json.key("properties").begin_object().field("subject", each.subject).field("subject_title", each.subject_title).end_object().end_object();
    }

    /// What a reader of results alone would miss.
    void write_properties() {
        std::map<std::string, std::int64_t> counts;
        for (const auto& each : m_index.assessment.determinations) {
            ++counts[std::string(to_text(each.outcome))];
        }
        const auto& header = m_index.assessment.header;
        m_json.key("properties").begin_object().field("organization", header.organization).field("judgedOn", to_text(header.on));
        m_json.field("periodFrom", to_text(header.period_from)).field("periodTo", to_text(header.period_to)).field("change", header.head);
        m_json.key("determinations").begin_object();
        for (const auto& [outcome, count] : counts) {
            m_json.field(outcome, count);
        }
        m_json.end_object().end_object();
    }

    const AssessmentIndex& m_index;
    const TextSink& m_sink;
    JsonWriter m_json;
    std::map<std::pair<std::string, std::string>, Grade> m_grades;
    std::map<std::string, std::int64_t> m_rules;   ///< by id, with their place among the rules
};

} // namespace

void write_assessment_sarif(const AssessmentIndex& index, const TextSink& sink) { SarifWriter(index, sink).write(); }

} // namespace assay
