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

void add_once(std::vector<std::string>& texts, const std::string& text) {
    if (std::ranges::find(texts, text) == texts.end()) {
        texts.push_back(text);
    }
}

/// Can the person hold a role on the day? Somebody who left or is not active cannot.
bool is_there(const NamedRow& person, Date on) {
    const auto left = person.date("left_on");
    return left ? *left > on : person.number("active") != 0;
}

/// Who holds each role on the day, each once. Whom nobody registered holds none.
std::map<std::string, std::vector<std::string>> role_holders(const ReportRegisters& registers, Date on) {
    std::set<std::string> there;
    for (const auto& row : registers.rows("person")) {
        if (is_there(row, on)) {
            there.insert(row.text("id"));
        }
    }
    std::map<std::string, std::vector<std::string>> holders;
    for (const auto& row : registers.rows("assignment")) {
        const auto from = row.date("starts_on");
        const auto to = row.date("ends_on");
        const auto person = row.text("person");
        if ((!from || *from <= on) && (!to || *to >= on) && there.contains(person)) {
            add_once(holders[row.text("role")], registers.name("person", person));
        }
    }
    return holders;
}

std::string joined(const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, "; ")); }

/// An activity of the matrix; letters may name one that nobody registered.
struct RaciRow {
    std::string id;
    std::string name;
    std::string anchor;
    std::int64_t number = 0; ///< its place in the process
    bool is_registered = true;
};

class RaciMaker {
public:
    explicit RaciMaker(const ReportIndex& index)
        : m_registers(registers_of(index)), m_holders(role_holders(m_registers, index.header().on)) {
        for (const auto& row : m_registers.rows("raci")) {
            m_letters[row.text("activity")].roles[row.text("letter")].push_back(row.text("role"));
        }
    }

    /// By process, each in its own order; activities that only the letters name come under the process "".
    [[nodiscard]] std::map<std::string, std::vector<RaciRow>> activities() const {
        std::map<std::string, std::vector<RaciRow>> by_process;
        std::set<std::string> registered;
        for (const auto& row : m_registers.rows("activity")) {
            registered.insert(row.text("id"));
            by_process[row.text("process")].push_back(
                {row.text("id"), row.text("name"), "a-" + std::to_string(row.row()), row.number("number").value_or(0), true});
        }
        for (const auto& [id, letters] : m_letters) {
            if (!registered.contains(id)) {
                by_process[""].push_back({id, id, "u-" + std::to_string(by_process[""].size() + 1), 0, false});
            }
        }
        for (auto& [process, rows] : by_process) {
            std::ranges::stable_sort(rows, {}, &RaciRow::number);
        }
        return by_process;
    }

    /// Faults of one activity, in words.
    [[nodiscard]] std::vector<std::string> faults_of(const RaciRow& activity) const {
        const auto found = m_letters.find(activity.id);
        if (found == m_letters.end()) {
            return {"no row: nobody is responsible or accountable"};
        }
        std::vector<std::string> faults;
        if (!activity.is_registered) {
            faults.emplace_back("the activity is not registered, so it belongs to no process");
        }
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
                    add_once(faults, fmt::format("nobody holds the role {} on the judgement date", m_registers.name("role", role)));
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
                for (const auto& person : holder->second) {
                    add_once(persons, person);
                }
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

    const auto by_process = maker.activities();
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
        TableBody body{process.empty() ? "No process recorded" : registers.name("process", process), number_text(rows.size()), {}};
        TableBody faults_body{body.heading, {}, {}};
        for (const auto& row : rows) {
            const auto faults = joined(maker.faults_of(row));
            auto name = cell(row.name, row.name == row.id ? std::string() : row.id);
            ++activities;
            body.rows.push_back({row.anchor,
                                 {name, maker.letter_cell(row.id, "r"), maker.letter_cell(row.id, "a"), maker.letter_cell(row.id, "c"),
                                  maker.letter_cell(row.id, "i")}});
            report.sheet.rows.push_back({process.empty() ? std::string() : body.heading, row.id, row.name, maker.letters_text(row.id, "r"),
                                         maker.letters_text(row.id, "a"), maker.letters_text(row.id, "c"), maker.letters_text(row.id, "i"),
                                         faults});
            if (!faults.empty()) {
                ++faulty;
                name.link = "#" + row.anchor;
                faults_body.rows.push_back({{}, {std::move(name), cell_or({}, capitalised(faults))}});
            }
        }
        faults_body.note = number_text(faults_body.rows.size());
        matrix.bodies.push_back(std::move(body));
        wrong.bodies.push_back(std::move(faults_body));
    }
    TabularTable silent{"Processes without activities", false, {{"Process", 50, TableColumn::Kind::heading}, {"Adoption", 50}}, {{}}, {}};
    for (const auto& row : registers.rows("process")) {
        if (!by_process.contains(row.text("id"))) {
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
        "Persons are those who held the role on the judgement date and had not left. Consulted and informed roles are listed without their holders."};
    report.figures = {{"Activities", number_text(activities),
                       fmt::format("in {}", count_of(static_cast<std::int64_t>(by_process.size() - by_process.count("")), "process", "processes")), ""},
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
