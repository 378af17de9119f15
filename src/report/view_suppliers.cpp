// The view "suppliers": a card of figures for each supplier, then contracts with their dates and what they promise against ours.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace assay {
namespace {

/// Days ahead within which an end or a notice is told.
constexpr std::chrono::days k_ahead{90};

/// Of one supplier.
struct SupplierCard {
    std::size_t contracts = 0;
    std::size_t reviews = 0; ///< held in the period
    std::size_t reviews_met = 0;
    std::int64_t missed_targets = 0;
    std::optional<Date> last_review;
    std::size_t open_disputes = 0;
    std::size_t disputes = 0;
    std::size_t open_improvements = 0;
    std::size_t open_risks = 0;
    std::size_t not_met = 0;
    std::size_t judged = 0;
    std::size_t open = 0;
};

SupplierCard make_supplier_card(const ReportIndex& index, const ReportRegisters& registers, const std::string& supplier) {
    const auto& header = index.header();
    SupplierCard card;
    const auto of = [&](std::string_view register_id, auto add) {
        for (const auto& row : registers.rows(register_id)) {
            if (row.text("supplier") == supplier) {
                add(row);
            }
        }
    };
    of("contract", [&](const NamedRow& row) { card.contracts += row.text("status") == "in_force" ? 1 : 0; });
    of("supplier_review", [&](const NamedRow& row) {
        const auto held = row.date("reviewed_on");
        if (held && *held >= header.period_from && *held <= header.period_to) {
            ++card.reviews;
            card.reviews_met += row.yes("targets_met") ? 1 : 0;
            card.missed_targets += row.number("missed_targets").value_or(0);
        }
        if (held && *held <= header.on && (!card.last_review || *held > *card.last_review)) {
            card.last_review = held;
        }
    });
    of("dispute", [&](const NamedRow& row) {
        ++card.disputes;
        card.open_disputes += row.date("closed_on") ? 0 : 1;
    });
    of("improvement",
       [&](const NamedRow& row) { card.open_improvements += row.date("done_on") || row.text("decision") == "rejected" ? 0 : 1; });
    of("risk", [&](const NamedRow& row) { card.open_risks += row.text("status") == "closed" ? 0 : 1; });
    for (const auto& judged : index.judged()) {
        if (judged.control->per == SubjectKind::supplier && judged.determination->subject == supplier) {
            ++card.judged;
            card.not_met += judged.determination->outcome == Outcome::not_met ? 1 : 0;
            card.open += judged.determination->outcome == Outcome::not_assessed || judged.determination->outcome == Outcome::error ? 1 : 0;
        }
    }
    return card;
}

TableCell reviews_cell(const SupplierCard& card) {
    if (card.reviews == 0) {
        return cell_or({}, "no review in the period");
    }
    const auto words = fmt::format("{} of {} met all targets", card.reviews_met, card.reviews);
    return card.reviews_met == card.reviews
               ? badge_cell(words, "met")
               : badge_cell(words, "minor", fmt::format("{} missed", count_of(card.missed_targets, "target", "targets")));
}

TableCell judged_cell(const SupplierCard& card) {
    if (card.judged == 0) {
        return cell("not judged by itself");
    }
    const auto note = fmt::format("of {}, {} not assessed", count_of(static_cast<std::int64_t>(card.judged), "control", "controls"), card.open);
    return card.not_met > 0 ? badge_cell(fmt::format("{} not met", card.not_met), "minor", note)
           : card.open == card.judged ? badge_cell("Not assessed", "open", count_of(static_cast<std::int64_t>(card.judged), "control", "controls"))
                                      : badge_cell("None not met", card.open > 0 ? "open" : "met", note);
}

TableCell runs_cell(const NamedRow& contract) {
    const auto ends = contract.date("ends_on");
    auto made = cell_or(day_text(contract.date("starts_on")), "no start");
    made.note = ends ? "to " + to_text(*ends) : "open end";
    return made;
}

/// What is wrong with a contract, in words.
std::string contract_faults(const ReportRegisters& registers, const NamedRow& row, Date on) {
    std::vector<std::string> faults;
    const auto ends = row.date("ends_on");
    const auto notice = row.date("notice_due");
    if (row.text("status") == "in_force" && ends && *ends < on) {
        faults.push_back(fmt::format("ended on {} and is still called in force", to_text(*ends)));
    } else if (row.text("status") == "in_force" && ends && *ends <= on + k_ahead) {
        faults.push_back(fmt::format("ends on {}", to_text(*ends)));
    }
    if (row.text("status") == "in_force" && notice && *notice >= on && *notice <= on + k_ahead) {
        faults.push_back(fmt::format("notice is due by {}", to_text(*notice)));
    }
    if (row.text("status") == "in_force" && !row.date("checked_against_sla_on")) {
        faults.emplace_back("was never checked against agreements with customers");
    }
    if (row.yes("sla_gap")) {
        const auto risk = row.text("gap_risk");
        faults.push_back(risk.empty() ? std::string("promises less than we promise, and no risk is recorded for it")
                                      : fmt::format("promises less than we promise; risk {} {}", risk, registers.name("risk", risk)));
    }
    if (const auto due = row.date("review_due"); row.text("status") == "in_force" && due && *due < on) {
        faults.push_back(fmt::format("review was due on {}", to_text(*due)));
    }
    return fmt::format("{}", fmt::join(faults, "; "));
}

} // namespace

Tabular build_suppliers(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    Tabular report;
    report.title = "Supplier and contract scorecards";
    report.sheet = {"Suppliers",
                    {"supplier", "name", "kind", "criticality", "status", "designated_person", "contracts_in_force", "reviews",
                     "reviews_with_all_targets_met", "missed_targets", "last_review", "open_disputes", "open_improvements", "open_risks",
                     "controls_not_met", "controls_not_assessed"},
                    {false, false, false, false, false, false, true, true, true, true, false, true, true, true, true, true},
                    {}};
    TabularTable cards{"Suppliers by kind",
                       false,
                       {{"Supplier", 20, TableColumn::Kind::heading},
                        {"Criticality", 10},
                        {"Designated person", 15},
                        {"Reviews in the period", 15},
                        {"Last review", 10},
                        {"Open", 15},
                        {"Controls", 15}},
                       {},
                       {}};
    std::size_t suppliers = 0;
    std::size_t missing = 0;
    std::size_t missed = 0;
    std::size_t disputes = 0;
    for (const auto* kind : {"external", "internal", "customer"}) {
        TableBody body{*kind == 'c' ? "Customers acting as suppliers" : capitalised(kind) + " suppliers", {}, {}};
        for (const auto& row : registers.rows("supplier")) {
            if (row.text("kind") != kind) {
                continue;
            }
            const auto id = row.text("id");
            const auto card = make_supplier_card(index, registers, id);
            const bool active = row.text("status") == "active";
            ++suppliers;
            missing += active && card.reviews == 0 ? 1 : 0;
            missed += card.missed_targets > 0 ? 1 : 0;
            disputes += card.open_disputes;
            body.rows.push_back(
                {"s-" + std::to_string(row.row()),
                 {cell(row.text("name"), fmt::format("{}, {}; {} in force", id, spoken(row.text("status")),
                                                     count_of(static_cast<std::int64_t>(card.contracts), "contract", "contracts"))),
                  cell_or(capitalised(spoken(row.text("criticality"))), "not recorded"),
                  person_cell(registers, row, "designated_person", "nobody"),
                  active || card.reviews > 0 ? reviews_cell(card) : cell("not active"), cell_or(day_text(card.last_review), "never"),
                  cell(fmt::format("{}, {}, {}", count_of(static_cast<std::int64_t>(card.open_disputes), "dispute", "disputes"),
                                   count_of(static_cast<std::int64_t>(card.open_improvements), "improvement", "improvements"),
                                   count_of(static_cast<std::int64_t>(card.open_risks), "risk", "risks"))),
                  judged_cell(card)}});
            report.sheet.rows.push_back({id, row.text("name"), kind, spoken(row.text("criticality")), spoken(row.text("status")),
                                         registers.name("person", row.text("designated_person")), std::to_string(card.contracts),
                                         std::to_string(card.reviews), std::to_string(card.reviews_met),
                                         std::to_string(card.missed_targets), day_text(card.last_review),
                                         std::to_string(card.open_disputes), std::to_string(card.open_improvements),
                                         std::to_string(card.open_risks), std::to_string(card.not_met), std::to_string(card.open)});
        }
        body.note = number_text(body.rows.size());
        cards.bodies.push_back(std::move(body));
    }

    TabularTable contracts{"Contracts",
                           false,
                           {{"Contract", 20, TableColumn::Kind::heading},
                            {"Supplier and service", 20},
                            {"State", 10},
                            {"Runs", 15},
                            {"Checked against SLAs", 10},
                            {"To look at", 25}},
                           {{}},
                           {}};
    std::size_t to_look_at = 0;
    for (const auto& row : registers.rows("contract")) {
        const auto faults = contract_faults(registers, row, on);
        to_look_at += faults.empty() ? 0 : 1;
        contracts.bodies[0].rows.push_back(
            {{},
             {cell(row.text("title").empty() ? row.text("id") : row.text("title"), row.text("id")),
              cell(registers.name("supplier", row.text("supplier")), registers.name("service", row.text("service"))),
              cell_or(capitalised(spoken(row.text("status"))), "not recorded"),
              runs_cell(row),
              cell_or(day_text(row.date("checked_against_sla_on")), "never"),
              faults.empty() ? cell("nothing") : cell_or({}, capitalised(faults))}});
    }
    TabularTable quarrels{"Disputes",
                          false,
                          {{"Dispute", 10, TableColumn::Kind::heading},
                           {"What about", 30},
                           {"Supplier", 20},
                           {"Raised on", 10},
                           {"Owner", 15},
                           {"State", 15}},
                          {{}},
                          {}};
    for (const auto& row : registers.rows("dispute")) {
        const auto closed = row.date("closed_on");
        quarrels.bodies[0].rows.push_back(
            {{},
             {cell(row.text("id")), cell(row.text("title"), row.text("resolution")), cell(registers.name("supplier", row.text("supplier"))),
              cell(day_text(row.date("raised_on"))), person_cell(registers, row, "owner", "nobody"),
              closed ? cell("closed " + to_text(*closed)) : due_cell(row.date("due"), on, "open, no date")}});
    }
    report.statement =
        suppliers == 0
            ? std::string("No supplier is recorded.")
            : fmt::format("{}: {} active without a performance review in the period, {} with missed targets; {} of {} to look at.",
                          count_of(static_cast<std::int64_t>(suppliers), "supplier", "suppliers"), missing, missed, to_look_at,
                          count_of(static_cast<std::int64_t>(registers.count("contract")), "contract", "contracts"));
    report.tone = missing + missed + to_look_at > 0 ? "minor" : suppliers == 0 ? "open" : "none";
    report.notes = {"A missed target of a supplier is a performance fact. What fails is a review that was not held, or a miss that nobody "
                    "decided about.",
                    fmt::format("An end or a notice is told when it lies within {} days after the judgement date.", k_ahead.count())};
    report.figures = {{"Suppliers", number_text(suppliers), "external, internal, and customers acting as one", ""},
                      {"Active without review", number_text(missing), "in the audit period", missing > 0 ? "minor" : ""},
                      {"With missed targets", number_text(missed), "by their reviews in the period", missed > 0 ? "minor" : ""},
                      {"Contracts to look at", number_text(to_look_at), fmt::format("of {} recorded", registers.count("contract")),
                       to_look_at > 0 ? "remark" : ""},
                      {"Open disputes", number_text(disputes), fmt::format("of {} recorded", registers.count("dispute")), ""}};
    report.parts.push_back({"suppliers", "Suppliers", number_text(suppliers), "", "No supplier is recorded.", {}, {std::move(cards)}});
    report.parts.push_back(
        {"contracts", "Contracts", number_text(registers.count("contract")), "", "No contract is recorded.", {}, {std::move(contracts)}});
    report.parts.push_back(
        {"disputes", "Disputes", number_text(registers.count("dispute")), "", "No dispute is recorded.", {}, {std::move(quarrels)}});
    return report;
}

} // namespace assay
