// The view "assessment_plan": what is to be collected, from whom and by when, by which activities, and what comes out (DESMF 5.1.3.4).
#include "report/audit_rows.hpp"
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay {
namespace {

/// What is still to be collected from one person, in whatever roles.
struct PersonsWork {
    std::string name;        ///< empty: nobody is recorded
    std::set<std::string> roles;
    std::size_t open = 0;    ///< determinations not assessed or in error
    std::size_t asked = 0;   ///< open requests
    std::optional<Date> due; ///< the earliest
};

/// By the person's key; "" for nobody.
std::map<std::string, PersonsWork> work_by_person(const ReportIndex& index, const ReportRegisters& registers) {
    std::map<std::string, PersonsWork> work;
    const auto of = [&](const std::string& key, const std::string& words) -> PersonsWork& {
        auto& person = work[key.empty() ? words : key];
        const auto name = key.empty() ? std::string() : registers.name("person", key);
        person.name = name.empty() ? words : name;
        return person;
    };
    for (const auto& judged : index.judged()) {
        if (judged.determination->outcome == Outcome::not_assessed || judged.determination->outcome == Outcome::error) {
            const auto& facts = *judged.facts;
            auto& person = of(facts.owner_person, facts.owner);
            ++person.open;
            if (const auto role = facts.owner.find(", "); !facts.owner_person.empty() && role != std::string::npos) {
                person.roles.insert(facts.owner.substr(role + 2));
            }
        }
    }
    for (const auto& row : registers.rows("evidence_request")) {
        if (row.text("answer").empty()) {
            auto& person = of(row.text("owner"), {});
            const auto due = row.date("due");
            ++person.asked;
            person.due = person.due && (!due || *person.due < *due) ? person.due : due;
        }
    }
    return work;
}

std::string role_list(const std::set<std::string>& roles) {
    constexpr std::size_t k_named = 3;
    std::vector<std::string> named;
    for (const auto& role : roles) {
        if (named.size() < k_named) {
            named.push_back(role);
        }
    }
    return fmt::format("{}{}", fmt::join(named, "; "), roles.size() > k_named ? fmt::format("; {} more", roles.size() - k_named) : std::string());
}

TabularPart make_required(const ReportIndex& index, ReportSheet& sheet) {
    TabularTable table{"Information required by process",
                       false,
                       {{"Process or group", 30, TableColumn::Kind::heading},
                        {"Controls", 10, TableColumn::Kind::number},
                        {"Asked for by them", 10, TableColumn::Kind::number},
                        {"Expected beside", 10, TableColumn::Kind::number},
                        {"Kinds of evidence", 40}},
                       {},
                       {}};
    std::size_t demands = 0;
    for (const auto& rollup : index.rollups()) {
        const auto& catalog = *rollup.catalog;
        struct Required {
            std::string id;
            std::string title;
            std::size_t controls = 0;
            std::size_t asked = 0;
            std::size_t expected = 0;
            std::set<std::string> kinds;
        };
        // Two groups may bear one title: they are told apart by their ids.
        std::vector<std::string> order;
        std::map<std::string, Required> places;
        for (const auto& control : catalog.controls) {
            const auto* process = catalog.find_process(control.process);
            const auto* group = catalog.find_group(control.group);
            const auto id = process != nullptr ? process->id : group != nullptr ? group->id : std::string();
            const auto name = process != nullptr ? process->title : group != nullptr ? group_title(*group) : catalog.title;
            const auto place = (process != nullptr ? "process " : "group ") + id;
            if (!places.contains(place)) {
                order.push_back(place);
            }
            auto& required = places[place];
            required.id = id;
            required.title = name;
            ++required.controls;
            for (const auto& demand : control.demands) {
                ++(demand.kind == DemandKind::standard ? required.asked : required.expected);
                required.kinds.insert(demand.type);
                ++demands;
                sheet.rows.push_back({catalog.id, control.cite, control.id.control, control.title, name, std::string(to_text(demand.kind)),
                                      demand.type, demand.text, demand.interval});
            }
        }
        TableBody body{catalog.title, number_text(order.size()), {}};
        for (const auto& place : order) {
            const auto& required = places[place];
            body.rows.push_back({{},
                                 {cell(required.title, required.id), cell(number_text(required.controls)), cell(number_text(required.asked)),
                                  cell(number_text(required.expected)), cell(fmt::format("{}", fmt::join(required.kinds, ", ")))}});
        }
        table.bodies.push_back(std::move(body));
    }
    return {"required",
            "Information to be collected",
            number_text(demands),
            "Asked for: the control itself asks for it. Expected: we would look at it, and its absence fails nothing. The sheet names each "
            "piece.",
            "The catalogs name no evidence.",
            {},
            {std::move(table)}};
}

TabularPart make_schedule(const ReportIndex& index, const ReportRegisters& registers, std::size_t& persons, std::size_t& open) {
    TabularTable table{"Participants",
                       false,
                       {{"Participant", 40, TableColumn::Kind::heading},
                        {"To be assessed", 15, TableColumn::Kind::number},
                        {"Evidence asked for", 15, TableColumn::Kind::number},
                        {"First due", 20}},
                       {{}},
                       {}};
    for (const auto& [key, work] : work_by_person(index, registers)) {
        persons += work.name.empty() ? 0 : 1;
        open += work.open;
        auto who = cell_or(work.name, "Nobody recorded");
        who.note = role_list(work.roles);
        table.bodies[0].rows.push_back({{},
                                        {std::move(who), cell(number_text(work.open)), cell(number_text(work.asked)),
                                         work.asked > 0 ? due_cell(work.due, index.header().on) : cell("nothing asked for")}});
    }
    return {"participants",
            "Participants and schedule",
            number_text(persons),
            "Who must provide or show something, as owners are recorded. Evidence is asked for with register evidence_request.",
            "Nothing is left to assess.",
            {},
            {std::move(table)}};
}

TabularPart make_activities(const ReportIndex& index, const ReportRegisters& registers, std::size_t& sessions) {
    TabularTable table{"Sessions ahead",
                       false,
                       {{"Session", 30, TableColumn::Kind::heading}, {"Planned", 20}, {"How", 15}, {"Auditor", 15}, {"Auditee", 20}},
                       {{}},
                       {}};
    for (const auto& row : registers.rows("audit_session")) {
        if (row.date("held_on") || row.text("status") == "cancelled") {
            continue;
        }
        ++sessions;
        table.bodies[0].rows.push_back(
            {{},
             {cell(row.text("title").empty() ? row.text("id") : row.text("title"), row.text("audit")),
              cell_or(local_time(index, row.number("planned_from")), "no time"), cell_or(spoken(row.text("method")), "no method"),
              person_cell(registers, row, "auditor", "nobody"), person_cell(registers, row, "auditee", "nobody")}});
    }
    return {"activities",
            "Activities",
            number_text(sessions),
            "Workshops, interviews, reviews of documents and samples that are planned (register audit_session) and not held yet.",
            "No session is planned.",
            {},
            {std::move(table)}};
}

} // namespace

Tabular build_assessment_plan(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    Tabular report;
    report.title = "Assessment plan";
    report.sheet = {"Information required",
                    {"catalog", "cite", "control", "title", "place", "demand", "type", "text", "interval"},
                    std::vector<bool>(9),
                    {}};
    std::size_t persons = 0;
    std::size_t open = 0;
    std::size_t sessions = 0;
    auto required = make_required(index, report.sheet);
    const auto demands = report.sheet.rows.size();
    report.parts.push_back(std::move(required));
    report.parts.push_back(make_activities(index, registers, sessions));
    report.parts.push_back(make_schedule(index, registers, persons, open));
    report.parts.push_back(
        {"deliverables",
         "Deliverables",
         "",
         "What comes out, and the report that holds it.",
         "",
         {},
         {fact_table("Deliverables",
                     {{"Assessment plan", cell("this report")},
                      {"Data collection",
                       cell("requests, documents", "what was asked for and what was offered; the evidence itself is in the pack")},
                      {"Data validation", cell("data-validation")},
                      {"Process capability evaluation", cell("capability", "ratings, levels and bounds")},
                      {"Findings", cell("gap, executive")},
                      {"Recommendations", cell("actions")}})}});
    report.statement = fmt::format("{} of evidence to be collected; {} still to be assessed, with {}; {} planned.",
                                   count_of(static_cast<std::int64_t>(demands), "piece", "pieces"),
                                   count_of(static_cast<std::int64_t>(open), "determination is", "determinations are"),
                                   count_of(static_cast<std::int64_t>(persons), "participant", "participants"),
                                   count_of(static_cast<std::int64_t>(sessions), "session", "sessions"));
    report.tone = open > 0 ? "open" : "none";
    report.notes = {
        "Purpose, constraints and resources are people's to set; what the registers hold of scope, period and criteria stands above."};
    report.figures = {{"Pieces of evidence", number_text(demands), "that controls ask for, or that we would look at", ""},
                      {"To be assessed", number_text(open),
                       fmt::format("of {} determinations", group_thousands(static_cast<std::int64_t>(index.judged().size()))),
                       open > 0 ? "open" : ""},
                      {"Participants", number_text(persons), "persons with something to provide or show", ""},
                      {"Sessions ahead", number_text(sessions), "planned and not held", ""}};
    return report;
}

} // namespace assay
