#include "report/nonconformity_form.hpp"

#include "report/audit_rows.hpp"
#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace assay {
namespace {

/// What was done, and when. A day without words says that something was done.
TableCell done_cell(const NamedRow& row, std::string_view text, std::string_view day, std::string_view missing,
                    std::string_view unwritten = "done; nothing written of it") {
    auto made = cell_or(row.text(text), row.date(day) ? unwritten : missing);
    made.note = day_text(row.date(day));
    return made;
}

TableCell by_cell(const ReportRegisters& registers, const NamedRow& row, std::string_view person, std::string_view day,
                  std::string_view missing) {
    auto made = person_cell(registers, row, person, row.date(day) ? "by nobody named" : missing);
    made.note = day_text(row.date(day));
    return made;
}

/// Whether the action works is verified by somebody other than its owner (docs/audits.md).
TableCell verifier_cell(const ReportRegisters& registers, const NamedRow& row) {
    auto made = by_cell(registers, row, "effectiveness_verified_by", "effectiveness_verified_on", "nobody");
    const auto verifier = row.text("effectiveness_verified_by");
    if (!verifier.empty() && verifier == row.text("owner")) {
        made.note += std::string(made.note.empty() ? "" : "; ") + "owns the action: not independent";
    }
    return made;
}

std::string concerned(const ReportRegisters& registers, const NamedRow& row) {
    std::vector<std::string> parts;
    for (const auto* kind : {"service", "process", "supplier"}) {
        if (!row.text(kind).empty()) {
            parts.push_back(fmt::format("{} {}", kind, registers.name(kind, row.text(kind))));
        }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

TableCell response_cell(const NamedRow& row) {
    auto made = done_cell(row, "response", "responded_on", "no answer yet", "answered; nothing written of it");
    made.text = capitalised(made.text);
    if (const auto why = row.text("response_reason"); !why.empty()) {
        made.text += ": " + why;
    }
    return made;
}

/// With the day that it was extended from.
TableCell due_with_extension(const NamedRow& row, Date on) {
    auto made = nonconformity_due_cell(row, on);
    if (row.date("extended_to")) {
        const auto extended = fmt::format("extended from {}: {}", day_text(row.date("due")), row.text("extension_reason"));
        made.note = made.note.empty() ? extended : made.note + "; " + extended;
    }
    return made;
}

} // namespace

bool is_open_nonconformity(const NamedRow& row) {
    const auto status = row.text("status");
    return !row.date("closed_on") && status != "closed" && status != "verified" && status != "withdrawn";
}

std::optional<Date> nonconformity_due(const NamedRow& row) { return row.date("extended_to") ? row.date("extended_to") : row.date("due"); }

bool is_overdue_nonconformity(const NamedRow& row, Date on) {
    const auto due = nonconformity_due(row);
    return is_open_nonconformity(row) && !row.date("implemented_on") && due && *due < on;
}

TableCell nonconformity_due_cell(const NamedRow& row, Date on) {
    const auto due = nonconformity_due(row);
    auto made = cell_or(day_text(due), "no date");
    if (!is_open_nonconformity(row)) {
        made.note = row.date("closed_on") ? "closed " + day_text(row.date("closed_on")) : spoken(row.text("status"));
    } else if (const auto done = row.date("implemented_on")) {
        const auto verified = row.date("effectiveness_verified_on");
        made.note = fmt::format("implemented {}, {}", to_text(*done), verified ? "verified " + to_text(*verified) : std::string("not verified"));
    } else {
        made = due_cell(due, on);
    }
    return made;
}

bool is_confirmed_grade(const NamedRow& row) { return !row.text("grade").empty() && !row.text("grade_confirmed_by").empty(); }

TableCell grade_cell(const NamedRow& row) {
    const auto grade = row.text("grade");
    if (row.text("status") == "withdrawn") {
        return cell("withdrawn");
    }
    if (grade.empty()) {
        const auto proposed = row.text("grade_proposed");
        return badge_cell("Not confirmed", "open", proposed.empty() ? std::string() : proposed + " proposed");
    }
    return badge_cell(capitalised(grade), grade == "major" ? "major" : "minor", is_confirmed_grade(row) ? "" : "confirmed by nobody");
}

std::string grade_words(const ReportRegisters& registers, const NamedRow& row) {
    const auto by = registers.name("person", row.text("grade_confirmed_by"));
    const auto grade = row.text("grade");
    if (grade.empty() || by.empty()) {
        const auto proposed = grade.empty() ? row.text("grade_proposed") : grade;
        return proposed.empty() ? std::string("no grade") : fmt::format("{} proposed, confirmed by nobody", proposed);
    }
    return fmt::format("{}, confirmed by {}", grade, by);
}

TabularTable nonconformity_form(const ReportIndex& index, const ReportRegisters& registers, const NamedRow& row) {
    const auto on = index.header().on;
    const bool is_withdrawn = row.text("status") == "withdrawn";
    auto grade = cell(capitalised(grade_words(registers, row)), row.text("grade_reason"));
    const auto cause = row.number("action_needed");
    Facts facts{
        {"Requirement", named_control(index, row.text("catalog"), row.text("control").empty() ? row.text("clause") : row.text("control"))},
        {"Criterion", cell_or(row.text("criterion"), "not recorded")},
        {"Statement of the nonconformity", cell_or(row.text("statement"), "not recorded")},
        {"Objective evidence", cell_or(row.text("objective_evidence"), "not recorded")},
        {"Instances", cell(row.text("instances").empty() ? "none listed" : row.text("instances"), row.text("seen_at"))},
        {"Concerns", cell(concerned(registers, row).empty() ? "the organization as a whole" : concerned(registers, row))},
        {"Found", by_cell(registers, row, "auditor", "found_on", "by nobody named")}};
    if (!row.text("recurrence_of").empty()) {
        facts.emplace_back("Recurrence of", cell(row.text("recurrence_of")));
    }
    std::ranges::move(
        Facts{{"Grade", is_withdrawn ? cell("withdrawn") : grade},
              {"Answer of the auditee", response_cell(row)},
              {"Correction", done_cell(row, "correction", "corrected_on", "not recorded")},
              {"Consequences", done_cell(row, "consequences", "consequences_dealt_with_on", "not recorded")},
              {"Cause", done_cell(row, "cause", "cause_found_on", "not recorded")},
              {"Similar cases", done_cell(row, "similar_cases", "similar_checked_on", "not looked for")},
              {"Corrective action", cause && *cause == 0 ? cell("none needed", row.text("corrective_action"))
                                                         : cell_or(row.text("corrective_action"), "not recorded")},
              {"Change to the management system",
               cell(row.yes("sms_change_needed") ? "needed" : "none recorded as needed", row.text("sms_change"))},
              {"Owner", person_cell(registers, row, "owner", "nobody")},
              {"Due", due_with_extension(row, on)},
              {"Plan accepted by", by_cell(registers, row, "plan_accepted_by", "plan_accepted_on", "nobody")},
              {"Carried out", done_cell(row, "result", "implemented_on", "not recorded")},
              {"Effect verified by", verifier_cell(registers, row)},
              {"Effective", cell_or(yes_text(row, "effective"), "not said")},
              {"State", cell(capitalised(spoken(row.text("status").empty() ? "no status" : row.text("status"))),
                             row.date("closed_on") ? "closed " + day_text(row.date("closed_on")) : "")},
              {"Signatures", cell("Auditor:                    Auditee:                    Date:")}},
        std::back_inserter(facts));
    return fact_table(fmt::format("{} {}", row.text("id"), row.text("title")), std::move(facts), true);
}

ReportSheet nonconformity_sheet(const ReportRegisters& registers, const std::vector<NamedRow>& rows) {
    ReportSheet sheet{"Nonconformities",
                      {"nonconformity",
                       "title",
                       "audit",
                       "catalog",
                       "control",
                       "criterion",
                       "statement",
                       "objective_evidence",
                       "found_on",
                       "auditor",
                       "grade_proposed",
                       "grade",
                       "grade_confirmed_by",
                       "response",
                       "correction",
                       "corrected_on",
                       "cause",
                       "similar_cases",
                       "corrective_action",
                       "owner",
                       "due",
                       "implemented_on",
                       "effectiveness_verified_by",
                       "effectiveness_verified_on",
                       "effective",
                       "status",
                       "closed_on",
                       "recurrence_of"},
                      std::vector<bool>(28),
                      {}};
    for (const auto& row : rows) {
        const auto person = [&](std::string_view field) { return registers.name("person", row.text(field)); };
        sheet.rows.push_back({row.text("id"),
                              row.text("title"),
                              row.text("audit"),
                              row.text("catalog"),
                              row.text("control"),
                              row.text("criterion"),
                              row.text("statement"),
                              row.text("objective_evidence"),
                              day_text(row.date("found_on")),
                              person("auditor"),
                              row.text("grade_proposed"),
                              row.text("grade"),
                              person("grade_confirmed_by"),
                              row.text("response"),
                              row.text("correction"),
                              day_text(row.date("corrected_on")),
                              row.text("cause"),
                              row.text("similar_cases"),
                              row.text("corrective_action"),
                              person("owner"),
                              day_text(nonconformity_due(row)),
                              day_text(row.date("implemented_on")),
                              person("effectiveness_verified_by"),
                              day_text(row.date("effectiveness_verified_on")),
                              yes_text(row, "effective"),
                              spoken(row.text("status")),
                              day_text(row.date("closed_on")),
                              row.text("recurrence_of")});
    }
    return sheet;
}

} // namespace assay
