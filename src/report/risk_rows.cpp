// Words and rows of single risks, and their plain sheet.
#include "report/risk_rows.hpp"

#include "report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

std::string_view level_tone(std::string_view word) {
    constexpr std::array<std::string_view, k_heat_steps> k_tones{"none", "none", "remark", "minor", "major"};
    const auto rank = level_rank(word);
    return rank ? k_tones[*rank] : "open";
}

} // namespace

std::optional<std::size_t> level_rank(std::string_view word) {
    const auto found = std::ranges::find(k_level_words, word);
    return found == k_level_words.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - k_level_words.begin()));
}

TableCell level_cell(const std::string& word) {
    return word.empty() ? cell_or({}, "not recorded") : badge_cell(capitalised(spoken(word)), level_tone(word));
}

bool is_live_risk(const NamedRow& risk) { return risk.text("status") != "closed"; }

std::optional<std::size_t> standing_rank(const NamedRow& risk) {
    const auto current = level_rank(risk.text("residual_level"));
    return current ? current : level_rank(risk.text("level"));
}

std::vector<std::string> risk_faults(const NamedRow& risk, Date on) {
    std::vector<std::string> faults;
    if (!is_live_risk(risk)) {
        return faults;
    }
    if (risk.text("owner").empty()) {
        faults.emplace_back("no owner is recorded");
    }
    if (risk.text("level").empty()) {
        faults.emplace_back("no level is recorded");
    }
    const auto due = risk.date("treatment_due");
    if (due && *due < on && !risk.date("treated_on") && risk.text("status") != "accepted") {
        faults.push_back(fmt::format("treatment was due on {}", to_text(*due)));
    }
    if (const auto review = risk.date("review_due"); review && *review < on) {
        faults.push_back(fmt::format("review was due on {}", to_text(*review)));
    }
    if (const auto until = risk.date("accepted_until"); until && *until < on) {
        faults.push_back(fmt::format("its acceptance ended on {}", to_text(*until)));
    }
    if (risk.text("response") == "accept" && risk.text("accepted_by").empty()) {
        faults.emplace_back("it is accepted by nobody");
    }
    return faults;
}

std::string concerned_by(const ReportRegisters& registers, const NamedRow& risk) {
    for (const auto* field : {"service", "process", "supplier"}) {
        if (const auto key = risk.text(field); !key.empty()) {
            return registers.name(field, key);
        }
    }
    return "Organisation as a whole";
}

TableRow make_risk_row(const ReportRegisters& registers, const NamedRow& risk, Date on) {
    TableRow row{"r-" + std::to_string(risk.row()), {}};
    row.cells.push_back(cell(risk.text("id")));
    row.cells.push_back(cell(risk.text("title"), concerned_by(registers, risk)));
    row.cells.push_back(level_cell(risk.text("level")));
    row.cells.push_back(level_cell(risk.text("residual_level")));
    row.cells.push_back(level_cell(risk.text("target_level")));
    row.cells.push_back(cell(capitalised(spoken(risk.text("response"))), risk.text("treatment")));
    row.cells.push_back(person_cell(registers, risk, "owner", "No owner recorded"));
    const auto treated = risk.date("treated_on");
    const auto until = risk.date("accepted_until");
    if (treated) {
        row.cells.push_back(cell(to_text(*treated), "treated"));
    } else if (risk.text("response") == "accept") {
        row.cells.push_back(until ? cell(to_text(*until), "accepted until") : cell("accepted"));
    } else {
        row.cells.push_back(due_cell(risk.date("treatment_due"), on));
    }
    return row;
}

const std::vector<TableColumn>& risk_columns() {
    static const std::vector<TableColumn> columns{{"Risk", 10, TableColumn::Kind::heading},
                                                  {"What may happen", 20},
                                                  {"Inherent", 10},
                                                  {"Current", 10},
                                                  {"Target", 10},
                                                  {"Response", 20},
                                                  {"Owner", 10},
                                                  {"Treatment", 10}};
    return columns;
}

ReportSheet make_risk_sheet(const ReportRegisters& registers, std::span<const NamedRow> risks, Date on) {
    ReportSheet sheet{"Risks",
                      {"id",
                       "title",
                       "kind",
                       "category",
                       "concerns",
                       "likelihood",
                       "impact",
                       "level",
                       "residual_likelihood",
                       "residual_impact",
                       "residual_level",
                       "target_level",
                       "response",
                       "treatment",
                       "owner",
                       "status",
                       "treatment_due",
                       "treated_on",
                       "review_due",
                       "faults"},
                      std::vector<bool>(20),
                      {}};
    for (const auto& risk : risks) {
        sheet.rows.push_back({risk.text("id"),
                              risk.text("title"),
                              spoken(risk.text("kind")),
                              risk.text("category"),
                              concerned_by(registers, risk),
                              spoken(risk.text("likelihood")),
                              spoken(risk.text("impact")),
                              spoken(risk.text("level")),
                              spoken(risk.text("residual_likelihood")),
                              spoken(risk.text("residual_impact")),
                              spoken(risk.text("residual_level")),
                              spoken(risk.text("target_level")),
                              spoken(risk.text("response")),
                              risk.text("treatment"),
                              registers.name("person", risk.text("owner")),
                              spoken(risk.text("status")),
                              day_text(risk.date("treatment_due")),
                              day_text(risk.date("treated_on")),
                              day_text(risk.date("review_due")),
                              fmt::format("{}", fmt::join(risk_faults(risk, on), "; "))});
    }
    return sheet;
}

} // namespace assay
