// Audits as text and JSON.
#include "assay/app/audit.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::string period_words(const std::optional<Date>& from, const std::optional<Date>& to) {
    return from && to ? to_text(*from) + " to " + to_text(*to) : from ? "from " + to_text(*from) : to ? "to " + to_text(*to) : "";
}

void write_day(JsonWriter& json, std::string_view name, const std::optional<Date>& date) {
    if (date) {
        json.field(name, to_text(*date));
    } else {
        json.key(name).null();
    }
}

void write_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const auto& each : texts) {
        json.value(each);
    }
    json.end_array();
}

void write_counted(JsonWriter& json, std::string_view name, const std::map<std::string, std::int64_t>& counts) {
    json.key(name).begin_object();
    for (const auto& [word, count] : counts) {
        json.field(word.empty() ? std::string("not recorded") : word, count);
    }
    json.end_object();
}

std::string counted_words(const std::map<std::string, std::int64_t>& counts) {
    std::string text;
    for (const auto& [word, count] : counts) {
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", count, word.empty() ? "without a result" : word);
    }
    return text.empty() ? "none" : text;
}

void add_list(std::string& text, std::string_view heading, const std::vector<std::string>& lines) {
    if (!lines.empty()) {
        text += fmt::format("\n{}\n", heading);
        for (const auto& line : lines) {
            text += fmt::format("  {}\n", line);
        }
    }
}

} // namespace

std::string to_text(const std::vector<AuditLine>& audits) {
    if (audits.empty()) {
        return "no audit is recorded (register audit)\n";
    }
    TextTable table{{{"audit", false}, {"title", false}, {"kind", false}, {"status", false}, {"period", false}, {"sessions held", true}, {"nonconformities", true},
                     {"assessments", true}},
                    {}};
    for (const auto& each : audits) {
        table.rows.push_back({each.id, each.title, each.kind, each.status, period_words(each.period_from, each.period_to),
                              fmt::format("{} of {}", each.sessions_held, each.sessions), std::to_string(each.nonconformities), std::to_string(each.assessments)});
    }
    return to_text(table);
}

std::string to_json(const std::vector<AuditLine>& audits) {
    JsonWriter json;
    json.begin_object().key("audits").begin_array();
    for (const auto& each : audits) {
        json.begin_object().field("audit", each.id).field("title", each.title).field("kind", each.kind).field("status", each.status);
        write_day(json, "period_from", each.period_from);
        write_day(json, "period_to", each.period_to);
        json.field("sessions", each.sessions).field("sessions_held", each.sessions_held).field("nonconformities", each.nonconformities);
        json.field("assessments", each.assessments).end_object();
    }
    return json.end_array().end_object().finish();
}

std::string to_text(const AuditReport& report) {
    std::string text = fmt::format("Audit {}: {}\n", report.id, report.title);
    text += to_text(std::vector<LabelledText>{{"kind", report.kind},
                                              {"status", report.status.empty() ? "not recorded" : report.status},
                                              {"programme", report.programme.empty() ? "none" : report.programme},
                                              {"criteria", report.criteria.empty() ? "not recorded" : report.criteria},
                                              {"scope", report.scope.empty() ? "not recorded" : report.scope},
                                              {"period", period_words(report.period_from, report.period_to)},
                                              {"lead", report.lead.empty() ? "not recorded" : report.lead}},
                    2);
    TextTable team{{{"person", false}, {"role", false}, {"competence", false}, {"doubt", false}}, {}};
    for (const auto& each : report.team) {
        team.rows.push_back({each.name, each.role, each.competence, each.doubt});
    }
    text += team.rows.empty() ? "\nno team is recorded\n" : "\n" + to_text(team, 0);
    TextTable sessions{{{"session", false}, {"title", false}, {"day", false}, {"process", false}, {"clauses", false}, {"status", false}, {"result or reason", false}}, {}};
    for (const auto& each : report.sessions) {
        sessions.rows.push_back({each.id, each.title, each.day, each.process, each.clauses, each.status, each.result});
    }
    text += sessions.rows.empty() ? "\nno session is recorded\n" : "\n" + to_text(sessions);
    text += fmt::format("\nworkpapers: {}\nnonconformities: {}\nassessments: {}\n", counted_words(report.workpapers), counted_words(report.nonconformities),
                        report.assessments.empty() ? "none" : fmt::format("{}", fmt::join(report.assessments, ", ")));
    text += fmt::format("\nCovered by {}\n", report.cover_basis);
    for (const auto& each : report.cover) {
        const auto all = each.covered.size() + each.missing.size();
        text += all == 0 ? fmt::format("  {}: none is recorded\n", each.what) : fmt::format("  {}: {} of {}", each.what, each.covered.size(), all);
        if (all > 0) {
            text += each.missing.empty() ? "\n" : fmt::format("; not: {}\n", fmt::join(each.missing, ", "));
        }
    }
    add_list(text, "Opinions left open", report.unresolved);
    add_list(text, "Remarks", report.remarks);
    add_list(text, "Stands against closing", report.against_closing);
    return text + fmt::format("\n{}state {}\n", report.against_closing.empty() && report.status != "closed" ? "Nothing stands against closing it. " : "", report.state);
}

std::string to_json(const AuditReport& report) {
    JsonWriter json;
    json.begin_object().field("audit", report.id).field("title", report.title).field("kind", report.kind).field("status", report.status);
    json.field("criteria", report.criteria).field("scope", report.scope).field("programme", report.programme).field("lead", report.lead);
    write_day(json, "period_from", report.period_from);
    write_day(json, "period_to", report.period_to);
    json.field("change", report.state).key("team").begin_array();
    for (const auto& each : report.team) {
        json.begin_object().field("person", each.person).field("name", each.name).field("role", each.role).field("competence", each.competence);
        json.field("doubt", each.doubt).end_object();
    }
    json.end_array().key("sessions").begin_array();
    for (const auto& each : report.sessions) {
        json.begin_object().field("session", each.id).field("title", each.title).field("day", each.day).field("process", each.process);
        json.field("clauses", each.clauses).field("status", each.status).field("result", each.result).field("lacks_result", each.lacks_result).end_object();
    }
    json.end_array();
    write_counted(json, "workpapers", report.workpapers);
    write_counted(json, "nonconformities", report.nonconformities);
    json.key("assessments").begin_array();
    for (const auto each : report.assessments) {
        json.value(each);
    }
    json.end_array().field("covered_by", report.cover_basis).key("cover").begin_array();
    for (const auto& each : report.cover) {
        json.begin_object().field("what", each.what);
        write_list(json, "covered", each.covered);
        write_list(json, "missing", each.missing);
        json.end_object();
    }
    json.end_array();
    write_list(json, "unresolved", report.unresolved);
    write_list(json, "remarks", report.remarks);
    write_list(json, "against_closing", report.against_closing);
    return json.end_object().finish();
}

} // namespace assay
