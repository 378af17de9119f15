// The view "raci": who is responsible, accountable, consulted and informed for each activity, with the faults first.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay {
namespace {

struct ActivityLetters {
    std::map<std::string, std::vector<std::string>> roles; ///< by letter: keys of roles
};

/// Who holds each role on the day.
std::map<std::string, std::vector<std::string>> role_holders(const ReportRegisters& registers, Date on) {
    std::map<std::string, std::vector<std::string>> holders;
    for (const auto& row : registers.rows("assignment")) {
        const auto from = row.date("starts_on");
        const auto to = row.date("ends_on");
        if ((!from || *from <= on) && (!to || *to >= on)) {
            holders[row.text("role")].push_back(registers.name("person", row.text("person")));
        }
    }
    return holders;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) {
        out += (out.empty() ? "" : "; ") + text;
    }
    return out;
}

class RaciMaker {
public:
    explicit RaciMaker(const ReportIndex& index)
        : m_registers(registers_of(index)), m_holders(role_holders(m_registers, index.header().on)) {
        for (const auto& row : m_registers.rows("raci")) {
            m_letters[row.text("activity")].roles[row.text("letter")].push_back(row.text("role"));
        }
    }

    /// Faults of one activity, in words.
    [[nodiscard]] std::vector<std::string> faults_of(const std::string& activity) const {
        const auto found = m_letters.find(activity);
        if (found == m_letters.end()) {
            return {"no row: nobody is responsible or accountable"};
        }
        std::vector<std::string> faults;
        const auto accountable = roles(found->second, "a").size();
        if (accountable == 0) {
            faults.emplace_back("nobody is accountable");
        } else if (accountable > 1) {
            faults.push_back(fmt::format("{} roles are accountable, where one may be", accountable));
        }
        if (roles(found->second, "r").empty()) {
            faults.emplace_back("nobody is responsible");
        }
        for (const auto* letter : {"a", "r"}) {
            for (const auto& role : roles(found->second, letter)) {
                if (!m_holders.contains(role)) {
                    faults.push_back(fmt::format("nobody holds the role {} on the judgement date", m_registers.name("role", role)));
                }
            }
        }
        return faults;
    }

    [[nodiscard]] TableCell letter_cell(const std::string& activity, const std::string& letter) const {
        const auto found = m_letters.find(activity);
        const auto held = found == m_letters.end() ? std::vector<std::string>{} : roles(found->second, letter);
        std::vector<std::string> names;
        std::vector<std::string> persons;
        for (const auto& role : held) {
            names.push_back(m_registers.name("role", role));
            if (const auto holder = m_holders.find(role); holder != m_holders.end() && (letter == "a" || letter == "r")) {
                persons.insert(persons.end(), holder->second.begin(), holder->second.end());
            }
        }
        if (names.empty()) {
            return letter == "a" || letter == "r" ? cell_or({}, "nobody") : cell("");
        }
        return cell(joined(names), joined(persons));
    }

    [[nodiscard]] std::string letters_text(const std::string& activity, const std::string& letter) const {
        const auto found = m_letters.find(activity);
        std::vector<std::string> names;
        if (found != m_letters.end()) {
            for (const auto& role : roles(found->second, letter)) {
                names.push_back(m_registers.name("role", role));
            }
        }
        return joined(names);
    }

private:
    static std::vector<std::string> roles(const ActivityLetters& activity, const std::string& letter) {
        const auto found = activity.roles.find(letter);
        return found == activity.roles.end() ? std::vector<std::string>{} : found->second;
    }

    const ReportRegisters& m_registers;
    std::map<std::string, std::vector<std::string>> m_holders;
    std::map<std::string, ActivityLetters> m_letters;
};

} // namespace

Tabular build_raci(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const RaciMaker maker(index);
    Tabular report;
    report.title = "RACI matrix";
    report.sheet = {
        "RACI", {"process", "activity", "name", "responsible", "accountable", "consulted", "informed", "faults"}, std::vector<bool>(8), {}};

    std::map<std::string, std::vector<NamedRow>> by_process;
    for (const auto& row : registers.rows("activity")) {
        by_process[row.text("process")].push_back(row);
    }
    TabularTable matrix{
        "Activities by process",
        false,
        {{"Activity", 25, TableColumn::Kind::heading}, {"Responsible", 20}, {"Accountable", 20}, {"Consulted", 15}, {"Informed", 20}},
        {},
        {}};
    TabularTable wrong{"Activities with faults", false, {{"Activity", 35, TableColumn::Kind::heading}, {"What is wrong", 65}}, {}, {}};
    std::size_t activities = 0;
    std::size_t faulty = 0;
    for (const auto& [process, rows] : by_process) {
        TableBody body{registers.name("process", process), number_text(rows.size()), {}};
        TableBody faults_body{body.heading, {}, {}};
        std::vector<const NamedRow*> sorted;
        for (const auto& each : rows) {
            sorted.push_back(&each);
        }
        std::ranges::stable_sort(sorted, {}, [](const NamedRow* each) { return each->number("number").value_or(0); });
        for (const auto* each : sorted) {
            const auto& row = *each;
            const auto id = row.text("id");
            const auto faults = joined(maker.faults_of(id));
            ++activities;
            body.rows.push_back({"a-" + std::to_string(row.row()),
                                 {cell(row.text("name"), id), maker.letter_cell(id, "r"), maker.letter_cell(id, "a"),
                                  maker.letter_cell(id, "c"), maker.letter_cell(id, "i")}});
            report.sheet.rows.push_back({body.heading, id, row.text("name"), maker.letters_text(id, "r"), maker.letters_text(id, "a"),
                                         maker.letters_text(id, "c"), maker.letters_text(id, "i"), faults});
            if (!faults.empty()) {
                ++faulty;
                auto name = cell(row.text("name"), id);
                name.link = "#a-" + std::to_string(row.row());
                faults_body.rows.push_back({{}, {std::move(name), cell_or({}, capitalised(faults))}});
            }
        }
        faults_body.note = number_text(faults_body.rows.size());
        matrix.bodies.push_back(std::move(body));
        wrong.bodies.push_back(std::move(faults_body));
    }
    std::vector<std::string> known;
    for (const auto& [process, rows] : by_process) {
        known.push_back(process);
    }
    TabularTable silent{"Processes without activities", false, {{"Process", 50, TableColumn::Kind::heading}, {"Adoption", 50}}, {{}}, {}};
    for (const auto& row : registers.rows("process")) {
        if (std::ranges::find(known, row.text("id")) == known.end()) {
            silent.bodies[0].rows.push_back(
                {{}, {cell(row.text("name"), row.text("id")), cell_or(spoken(row.text("adoption")), "not recorded")}});
        }
    }
    report.statement =
        activities == 0
            ? std::string("No activity is recorded.")
            : fmt::format(
                  "{} of {} {} fault: each needs at least one responsible and exactly one accountable role, and somebody who holds it.",
                  faulty, count_of(static_cast<std::int64_t>(activities), "activity", "activities"), faulty == 1 ? "has a" : "have a");
    report.tone = activities == 0 ? "open" : faulty > 0 ? "minor" : "met";
    report.notes = {
        "Persons are those who held the role on the judgement date. Consulted and informed roles are listed without their holders."};
    report.figures = {{"Activities", number_text(activities),
                       fmt::format("in {}", count_of(static_cast<std::int64_t>(by_process.size()), "process", "processes")), ""},
                      {"With a fault", number_text(faulty), fmt::format("{} of {}", faulty, activities), faulty > 0 ? "minor" : ""},
                      {"Processes without activities", number_text(silent.bodies[0].rows.size()),
                       fmt::format("of {} recorded", registers.count("process")), ""}};
    report.parts.push_back({"faults", "Faults", number_text(faulty), "", "No activity has a fault.", {}, {std::move(wrong)}});
    report.parts.push_back({"matrix", "Matrix", number_text(activities), "", "No activity is recorded.", {}, {std::move(matrix)}});
    report.parts.push_back({"silent",
                            "Processes without activities",
                            number_text(silent.bodies[0].rows.size()),
                            "",
                            "Every process has activities.",
                            {},
                            {std::move(silent)}});
    return report;
}

} // namespace assay
