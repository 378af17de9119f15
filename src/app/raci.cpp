#include "assay/app/raci.hpp"

#include "app/raci_names.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_letter_order = "raci";

struct RaciPerson {
    std::string name;
    std::optional<Date> left_on;
    bool inactive = false;
};

class RaciReading {
public:
    RaciReading(QueryRunner& runner, const Schema& schema, Date on) : m_on(on), m_names(runner, schema) {
        read_register(runner, schema, "raci", [&](const NamedRow& row) {
            auto& letters = m_letters[row.text("activity")][row.text("role")];
            letters += row.text("letter");
            std::ranges::sort(letters, {}, [](char letter) { return k_letter_order.find(letter); });
        });
        read_register(runner, schema, "person", [&](const NamedRow& row) {
            m_persons[row.text("id")] = {row.text("name"), row.date("left_on"), row.number("active") == 0};
        });
        read_register(runner, schema, "assignment", [&](const NamedRow& row) { m_holders.push_back(holder(row)); });
        std::ranges::sort(m_holders, {}, [](const RaciHolder& each) { return std::tuple(each.role, each.from.value_or(Date::min()), each.person); });
    }

    [[nodiscard]] const RaciNames& names() const { return m_names; }

    void fill(RaciReport& report, const std::string& process) const {
        std::set<std::string> roles;
        for (const auto& matrix : matrices(process)) {
            roles.insert(matrix.roles.begin(), matrix.roles.end());
            report.matrices.push_back(matrix);
        }
        for (const auto& role : roles) {
            const auto found = m_names.roles().find(role);
            report.role_names[role] = found == m_names.roles().end() ? "" : found->second.name;
        }
        std::ranges::copy_if(m_holders, std::back_inserter(report.holders), [&](const RaciHolder& each) { return roles.contains(each.role); });
        if (report.has_load) {
            report.load = loads(report);
        }
        if (report.has_gaps) {
            report.gaps = find_gaps(report, roles, process);
            count_judged(report, process);
        }
    }

private:
    [[nodiscard]] RaciHolder holder(const NamedRow& row) const {
        RaciHolder holder{row.text("role"), row.text("person"), {}, row.date("starts_on"), row.date("ends_on"), row.yes("acting"), true, {}};
        const auto person = m_persons.find(holder.person);
        holder.name = person == m_persons.end() ? "" : person->second.name;
        if (holder.from && m_on < *holder.from) {
            holder.why_not = "from " + to_text(*holder.from);
        } else if (holder.to && m_on > *holder.to) {
            holder.why_not = "until " + to_text(*holder.to);
        } else if (person == m_persons.end()) {
            holder.why_not = "not in register 'person'";
        } else if (person->second.left_on && m_on >= *person->second.left_on) {
            holder.why_not = "left on " + to_text(*person->second.left_on);
        } else if (person->second.inactive && !person->second.left_on) {
            holder.why_not = "not active";
        }
        holder.holds = holder.why_not.empty();
        return holder;
    }

    /// Over how much the gaps were looked for.
    void count_judged(RaciReport& report, const std::string& process) const {
        for (const auto& [id, activity] : m_names.activities()) {
            report.activities += process.empty() || activity.process == process ? 1 : 0;
        }
        for (const auto& [activity, letters] : m_letters) {
            const bool known = m_names.activities().contains(activity);
            if (!process.empty() && process_of(activity) != process) {
                continue;
            }
            report.activities += known ? 0 : 1;
            for (const auto& [role, each] : letters) {
                report.letters += static_cast<std::int64_t>(each.size());
            }
        }
    }

    [[nodiscard]] std::string process_of(const std::string& activity) const {
        const auto found = m_names.activities().find(activity);
        return found == m_names.activities().end() ? "" : found->second.process;
    }

    [[nodiscard]] std::vector<RaciMatrix> matrices(const std::string& process) const {
        std::map<std::string, std::vector<RaciActivity>> by_process;
        for (const auto& [id, activity] : m_names.activities()) {
            by_process[activity.process].push_back(activity);
        }
        for (const auto& [id, roles] : m_letters) {
            if (!m_names.activities().contains(id)) {
                by_process[""].push_back({id, "", "", 0});
            }
        }
        std::vector<RaciMatrix> made;
        for (auto& [id, activities] : by_process) {
            if (!process.empty() && id != process) {
                continue;
            }
            std::ranges::sort(activities, {}, [](const RaciActivity& each) { return std::tuple(each.number, each.id); });
            const auto named = m_names.processes().find(id);
            RaciMatrix matrix{id, named == m_names.processes().end() ? "" : named->second.name, {}, {}};
            std::set<std::string> roles;
            for (const auto& activity : activities) {
                const auto letters = m_letters.find(activity.id);
                RaciLine line{activity.id, activity.name, {}};
                if (letters != m_letters.end()) {
                    line.letters = letters->second;
                }
                for (const auto& [role, each] : line.letters) {
                    roles.insert(role);
                }
                matrix.lines.push_back(std::move(line));
            }
            matrix.roles.assign(roles.begin(), roles.end());
            // A process nobody is in the matrix of is told by its gaps.
            if (!roles.empty() || !process.empty()) {
                made.push_back(std::move(matrix));
            }
        }
        return made;
    }

    /// By person over the matrices shown: an activity counts once for each letter, however many roles it comes by.
    [[nodiscard]] std::vector<RaciLoad> loads(const RaciReport& report) const {
        std::map<std::string, RaciLoad> by_person;
        std::map<std::string, std::set<std::string>> persons_of;
        for (const auto& holder : report.holders) {
            if (holder.holds && persons_of[holder.role].insert(holder.person).second) {
                auto& load = by_person[holder.person];
                load.person = holder.person;
                load.name = holder.name;
                load.roles.push_back(holder.role);
            }
        }
        for (const auto& matrix : report.matrices) {
            for (const auto& line : matrix.lines) {
                std::map<std::string, std::set<char>> letters_of;
                for (const auto& [role, letters] : line.letters) {
                    for (const auto& person : persons_of[role]) {
                        letters_of[person].insert(letters.begin(), letters.end());
                    }
                }
                for (const auto& [person, letters] : letters_of) {
                    ++by_person[person].activities;
                    for (const auto letter : letters) {
                        ++by_person[person].letters[letter];
                    }
                }
            }
        }
        std::vector<RaciLoad> loads;
        loads.reserve(by_person.size());
        for (auto& [person, load] : by_person) {
            loads.push_back(std::move(load));
        }
        std::ranges::stable_sort(loads, std::greater{}, &RaciLoad::activities);
        return loads;
    }

    [[nodiscard]] std::vector<RaciGap> find_gaps(const RaciReport& report, const std::set<std::string>& roles, const std::string& process) const {
        std::vector<RaciGap> gaps;
        for (const auto& [id, activity] : m_names.activities()) {
            if (process.empty() || activity.process == process) {
                judge_activity(report, activity, gaps);
            }
        }
        for (const auto& matrix : report.matrices) {
            for (const auto& line : matrix.lines) {
                if (!m_names.activities().contains(line.activity)) {
                    gaps.push_back({RaciGapKind::unknown_activity, "", line.activity, "", "not in register 'activity'"});
                }
            }
        }
        for (const auto& role : roles) {
            judge_role(report, role, gaps);
        }
        std::ranges::sort(gaps, {}, [](const RaciGap& gap) { return std::tuple(gap.process, gap.activity, gap.role, gap.kind); });
        return gaps;
    }

    void judge_activity(const RaciReport& report, const RaciActivity& activity, std::vector<RaciGap>& gaps) const {
        const auto found = m_letters.find(activity.id);
        if (found == m_letters.end()) {
            gaps.push_back({RaciGapKind::no_rows, activity.process, activity.id, "", activity.name});
            return;
        }
        std::vector<std::string> accountable;
        bool responsible = false;
        for (const auto& [role, letters] : found->second) {
            responsible = responsible || letters.find('r') != std::string::npos;
            if (letters.find('a') != std::string::npos) {
                accountable.push_back(role);
            }
        }
        if (accountable.empty()) {
            gaps.push_back({RaciGapKind::no_accountable, activity.process, activity.id, "", activity.name});
        } else if (accountable.size() > 1) {
            gaps.push_back({RaciGapKind::several_accountable, activity.process, activity.id, "", fmt::format("{}", fmt::join(accountable, ", "))});
        } else {
            const auto holders = holders_of(report, accountable.front());
            if (holders.size() > 1) {
                gaps.push_back({RaciGapKind::several_hold_accountable, activity.process, activity.id, accountable.front(), fmt::format("{}", fmt::join(holders, ", "))});
            }
        }
        if (!responsible) {
            gaps.push_back({RaciGapKind::no_responsible, activity.process, activity.id, "", activity.name});
        }
    }

    static std::set<std::string> holders_of(const RaciReport& report, const std::string& role) {
        std::set<std::string> persons;
        for (const auto& holder : report.holders) {
            if (holder.role == role && holder.holds) {
                persons.insert(holder.person);
            }
        }
        return persons;
    }

    void judge_role(const RaciReport& report, const std::string& role, std::vector<RaciGap>& gaps) const {
        const auto known = m_names.roles().find(role);
        if (known == m_names.roles().end()) {
            gaps.push_back({RaciGapKind::unknown_role, "", "", role, "not in register 'role'"});
            return;
        }
        if (!holders_of(report, role).empty()) {
            return;
        }
        std::vector<std::string> reasons;
        for (const auto& holder : report.holders) {
            if (holder.role == role) {
                reasons.push_back(fmt::format("{} {}", holder.person, holder.why_not));
            }
        }
        gaps.push_back({RaciGapKind::no_holder, known->second.process, "", role, reasons.empty() ? "nobody was ever assigned" : fmt::format("{}", fmt::join(reasons, ", "))});
    }

    Date m_on;
    RaciNames m_names;
    std::map<std::string, std::map<std::string, std::string>> m_letters;   ///< by activity, then role
    std::map<std::string, RaciPerson> m_persons;
    std::vector<RaciHolder> m_holders;
};

} // namespace

std::string_view to_text(RaciGapKind kind) {
    constexpr std::array<std::string_view, 8> k_words{
        "nobody has a letter",  "nobody is accountable",         "several roles are accountable", "nobody is responsible",
        "several persons hold the accountable role", "nobody holds the role", "unknown role", "unknown activity",
    };
    return k_words[static_cast<std::size_t>(kind)];
}

RaciReport read_raci(const Run& run, Session& session, const RaciRequest& request) {
    RaciReport report;
    report.on = request.on.value_or(session.zone.date_of(session.setting.now));
    const auto at = find_state(session, request.at);
    report.state = at.value_or(session.store.head());
    report.has_load = request.load;
    report.has_gaps = request.gaps;
    const auto runner = session.store.runner(run, session.zone, at);
    const RaciReading reading(*runner, session.content.schema, report.on);
    std::string process;
    if (!request.process.empty()) {
        const auto found = reading.names().find_process(request.process);
        if (!found) {
            std::vector<std::string> known;
            for (const auto& [id, each] : reading.names().processes()) {
                known.insert(known.end(), {id, each.name});
            }
            const auto hint = did_you_mean(request.process, known);
            throw Error(fmt::format("there is no process '{}' in register 'process'{}", escape_control(request.process), hint.empty() ? "" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
        process = *found;
    }
    report.process = process;
    reading.fill(report, process);
    return report;
}

} // namespace assay
