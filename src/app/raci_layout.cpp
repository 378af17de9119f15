// RACI as tables, CSV and JSON.
#include "assay/app/raci.hpp"

#include "app/sla_words.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// "A/R": accountable first, as matrices are written.
std::string cell_text(const std::string& letters) {
    std::string text;
    for (const char letter : {'a', 'r', 'c', 'i'}) {
        if (letters.find(letter) != std::string::npos) {
            text += (text.empty() ? "" : "/") + std::string(1, static_cast<char>(letter - 'a' + 'A'));
        }
    }
    return text;
}

std::string day_text(const std::optional<Date>& date) { return date ? to_text(*date) : ""; }

std::string matrix_table(const RaciMatrix& matrix) {
    TextTable table{{{"activity", false}, {"name", false}}, {}};
    for (const auto& role : matrix.roles) {
        table.columns.push_back({role, false});
    }
    for (const auto& line : matrix.lines) {
        std::vector<std::string> cells{line.activity, line.name};
        for (const auto& role : matrix.roles) {
            const auto found = line.letters.find(role);
            cells.push_back(found == line.letters.end() ? "" : cell_text(found->second));
        }
        table.rows.push_back(std::move(cells));
    }
    const auto title = matrix.process.empty() ? std::string("activities of no process") : matrix.name.empty() ? matrix.process : matrix.process + " " + matrix.name;
    return title + "\n" + to_text(table);
}

std::string holders_table(const RaciReport& report) {
    TextTable table{{{"role", false}, {"name", false}, {"person", false}, {"holder", false}, {"from", false}, {"to", false}, {"on the day", false}}, {}};
    for (const auto& [role, name] : report.role_names) {
        bool any = false;
        for (const auto& holder : report.holders) {
            if (holder.role == role) {
                any = true;
                table.rows.push_back({role, name, holder.person, holder.name, day_text(holder.from), day_text(holder.to),
                                      !holder.holds ? "no, " + holder.why_not : holder.acting ? "yes, acting" : "yes"});
            }
        }
        if (!any) {
            table.rows.push_back({role, name, "", "", "", "", "nobody"});
        }
    }
    return table.rows.empty() ? "" : "\n" + to_text(table);
}

std::string count_text(const RaciLoad& load, char letter) {
    const auto found = load.letters.find(letter);
    return found == load.letters.end() ? "0" : std::to_string(found->second);
}

TextTable load_rows(const RaciReport& report) {
    TextTable table{{{"person", false}, {"name", false}, {"activities", true}, {"R", true}, {"A", true}, {"C", true}, {"I", true}, {"roles", false}}, {}};
    for (const auto& load : report.load) {
        table.rows.push_back({load.person, load.name, std::to_string(load.activities), count_text(load, 'r'), count_text(load, 'a'), count_text(load, 'c'),
                              count_text(load, 'i'), fmt::format("{}", fmt::join(load.roles, ", "))});
    }
    return table;
}

TextTable gap_rows(const RaciReport& report) {
    TextTable table{{{"process", false}, {"activity", false}, {"role", false}, {"gap", false}, {"detail", false}}, {}};
    for (const auto& gap : report.gaps) {
        table.rows.push_back({gap.process, gap.activity, gap.role, std::string(to_text(gap.kind)), gap.detail});
    }
    return table;
}

/// How many gaps, and in how much: none in nothing is no answer.
std::string gap_count(const RaciReport& report) {
    if (report.activities == 0 && report.letters == 0) {
        return report.process.empty() ? "nothing to judge: registers activity and raci are empty\n"
                                      : fmt::format("nothing to judge: process {} has no activity\n", report.process);
    }
    return fmt::format("{} in {}, {}, {} of raci\n", count_of(static_cast<std::int64_t>(report.gaps.size()), "gap", "gaps"),
                       count_of(report.activities, "activity", "activities"), count_of(static_cast<std::int64_t>(report.role_names.size()), "role", "roles"),
                       count_of(report.letters, "row", "rows"));
}

std::string csv_of(const TextTable& table) {
    std::vector<std::string> header;
    header.reserve(table.columns.size());
    for (const auto& column : table.columns) {
        header.push_back(column.title);
    }
    auto text = sla_csv_line(header);
    for (const auto& row : table.rows) {
        text += sla_csv_line(row);
    }
    return text;
}

std::vector<std::string> holding(const RaciReport& report, const std::string& role) {
    std::vector<std::string> persons;
    for (const auto& holder : report.holders) {
        if (holder.role == role && holder.holds) {
            persons.push_back(holder.person);
        }
    }
    return persons;
}

} // namespace

std::string to_text(const RaciReport& report) {
    const auto last = fmt::format("as of {}, state {}\n", to_text(report.on), report.state);
    if (report.has_load || report.has_gaps) {
        std::string text;
        if (report.has_load) {
            text += report.load.empty() ? "nobody holds a role with a letter on this day\n" : to_text(load_rows(report), 0);
        }
        if (report.has_gaps) {
            text += text.empty() ? "" : "\n";
            text += report.gaps.empty() ? "" : to_text(gap_rows(report), 0);
            text += gap_count(report);
        }
        return text + last;
    }
    std::string text;
    for (const auto& matrix : report.matrices) {
        text += (text.empty() ? "" : "\n") + matrix_table(matrix);
    }
    return text.empty() ? "no activity has a letter (register raci)\n" + last : text + holders_table(report) + last;
}

std::string to_csv(const RaciReport& report) {
    if (report.has_load && !report.has_gaps) {
        return csv_of(load_rows(report));
    }
    if (report.has_gaps) {
        return csv_of(gap_rows(report));
    }
    auto text = sla_csv_line({"process", "activity", "name", "role", "letters", "persons"});
    for (const auto& matrix : report.matrices) {
        for (const auto& line : matrix.lines) {
            for (const auto& [role, letters] : line.letters) {
                text += sla_csv_line({matrix.process, line.activity, line.name, role, cell_text(letters), fmt::format("{}", fmt::join(holding(report, role), ", "))});
            }
        }
    }
    return text;
}

std::string to_json(const RaciReport& report) {
    JsonWriter json;
    json.begin_object().field("on", to_text(report.on)).field("state", report.state).key("processes").begin_array();
    for (const auto& matrix : report.matrices) {
        json.begin_object().field("process", matrix.process).field("name", matrix.name).key("activities").begin_array();
        for (const auto& line : matrix.lines) {
            json.begin_object().field("activity", line.activity).field("name", line.name).key("letters").begin_object();
            for (const auto& [role, letters] : line.letters) {
                json.field(role, cell_text(letters));
            }
            json.end_object().end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().key("assignments").begin_array();
    for (const auto& holder : report.holders) {
        json.begin_object().field("role", holder.role).field("person", holder.person).field("name", holder.name).field("from", day_text(holder.from));
        json.field("to", day_text(holder.to)).field("acting", holder.acting).field("holds", holder.holds).field("why_not", holder.why_not).end_object();
    }
    json.end_array();
    if (report.has_load) {
        json.key("load").begin_array();
        for (const auto& load : report.load) {
            json.begin_object().field("person", load.person).field("name", load.name).field("activities", load.activities);
            for (const char letter : {'r', 'a', 'c', 'i'}) {
                const auto found = load.letters.find(letter);
                json.field(std::string(1, letter), found == load.letters.end() ? std::int64_t{0} : found->second);
            }
            json.key("roles").begin_array();
            for (const auto& role : load.roles) {
                json.value(role);
            }
            json.end_array().end_object();
        }
        json.end_array();
    }
    if (report.has_gaps) {
        json.key("judged").begin_object().field("activities", report.activities).field("roles", static_cast<std::int64_t>(report.role_names.size()));
        json.field("rows", report.letters).end_object();
        json.key("gaps").begin_array();
        for (const auto& gap : report.gaps) {
            json.begin_object().field("gap", to_text(gap.kind)).field("process", gap.process).field("activity", gap.activity).field("role", gap.role);
            json.field("detail", gap.detail).end_object();
        }
        json.end_array();
    }
    json.end_object();
    return json.finish();
}

} // namespace assay
