#include "assay/intake/headers.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>

using namespace assay;

namespace {

Field make_field(std::string id, std::string title, std::vector<std::string> aliases = {}) {
    Field field;
    field.id = std::move(id);
    field.title = std::move(title);
    field.aliases = std::move(aliases);
    return field;
}

Register make_register() {
    Register reg;
    reg.id = "incident";
    reg.fields = {make_field("number", "Number", {"Incident ID", "Ticket"}), make_field("opened_at", "Opened at", {"Opened", "Created"}),
                  make_field("state", "Status", {"Phase", "Step"}), make_field("note", "Note", {"Remark", "Step"})};
    reg.fields[0].key = reg.fields[0].required = true;
    reg.fields[1].required = true;
    return reg;
}

struct Matched {
    HeaderMatch match;
    std::string diagnostics;
};

Matched match(const std::vector<std::string>& header, const std::vector<FieldAssignment>& map = {},
              const std::vector<FieldAssignment>& set = {}) {
    Diagnostics diagnostics;
    const auto reg = make_register();
    auto found = match_headers(reg, header, map, set, {"x.csv", 1, 0}, diagnostics);
    CHECK(found.ok != diagnostics.has_errors());
    return {std::move(found), diagnostics.to_text()};
}

/// "1 number by id, 2 …"
std::string columns(const HeaderMatch& match) {
    const auto reg = make_register();
    std::string text;
    for (const auto& column : match.columns) {
        text += (text.empty() ? "" : ", ") + std::to_string(column.column + 1) + " " + reg.fields[column.field].id + " by " +
                std::string(to_text(column.by));
    }
    return text;
}
std::string unused(const HeaderMatch& match) {
    std::string text;
    for (const auto& column : match.unused) {
        text += (text.empty() ? "" : ", ") + std::to_string(column.column + 1) + " '" + column.name + "' " + column.why;
    }
    return text;
}

} // namespace

TEST_CASE("columns match by id, title and alias, case and punctuation aside") {
    const auto found = match({"INCIDENT-ID", "opened at", "Status", "Colour", "", "remark"});
    CHECK(found.match.ok);
    CHECK(columns(found.match) == "1 number by alias, 2 opened_at by id, 3 state by title, 6 note by alias");
    CHECK(unused(found.match) == "4 'Colour' matches no field, 5 '' has no name");
    CHECK(found.match.fields() == std::vector<std::size_t>{0, 1, 2, 3});
    CHECK(found.diagnostics.empty());
}

TEST_CASE("an id or title outranks an alias, and the receipt can say so") {
    const auto found = match({"Ticket", "Number", "Opened", "State", "Status"});
    CHECK(found.match.ok);
    CHECK(columns(found.match) == "2 number by id, 3 opened_at by alias, 4 state by id");
    CHECK(unused(found.match) ==
          "1 'Ticket' field 'number' is filled from column 2 'Number', 5 'Status' field 'state' is filled from column 4 'State'");
}

TEST_CASE("two columns of one rank for one field are an error that names both") {
    const auto found = match({"Number", "Opened", "Created", "number"});
    CHECK(found.diagnostics == "x.csv:1:3: error: columns 2 'Opened' and 3 'Created' both match field 'opened_at' (choose one: --map "
                               "opened_at=Opened) [duplicate-column]\n"
                               "x.csv:1:4: error: columns 1 'Number' and 4 'number' both match field 'number' (choose one: --map "
                               "number='#1') [duplicate-column]\n");
}

TEST_CASE("a column that matches two fields is an error, unless one of them is filled better") {
    const auto found = match({"Number", "Opened", "Step"});
    CHECK(found.diagnostics ==
          "x.csv:1:3: error: column 3 'Step' matches fields 'state' and 'note' (choose one: --map state=Step) [ambiguous-column]\n");
    CHECK(columns(match({"Number", "Opened", "Step", "State"}).match) ==
          "1 number by id, 2 opened_at by alias, 3 note by alias, 4 state by id");
}

TEST_CASE("--map decides before all else, by name, by ordinal, or by name with case aside") {
    const auto found = match({"Number", "Opened", "Created", "Colour"}, {{"opened_at", "Created"}, {"Note", "#4"}, {"state", "colour"}});
    CHECK(found.match.ok);
    CHECK(columns(found.match) == "1 number by id, 3 opened_at by --map, 4 state by --map, 4 note by --map");
    CHECK(unused(found.match) == "2 'Opened' field 'opened_at' is filled from column 3 'Created'");
}

TEST_CASE("an exact column name outranks one that only folds to it") {
    CHECK(columns(match({"Number", "Opened", "x y", "X-Y"}, {{"note", "X-Y"}}).match) ==
          "1 number by id, 2 opened_at by alias, 4 note by --map");
    CHECK(match({"Number", "Opened", "x y", "X-Y"}, {{"note", "x_y"}}).diagnostics ==
          "x.csv:1:4: error: --map note='x_y' fits columns 3 'x y' and 4 'X-Y' (say --map note='#3' or --map note='#4') "
          "[duplicate-column]\n");
}

TEST_CASE("assignments that name nothing, or one thing twice, are errors with a suggestion") {
    CHECK(match({"Number", "Opened"}, {{"stat", "Opened"}}).diagnostics ==
          "x.csv:1: error: --map names 'stat', which is no field of register 'incident' (did you mean 'state'?) [unknown-field]\n");
    CHECK(match({"Number", "Opened"}, {{"state", "Opend"}}).diagnostics ==
          "x.csv:1: error: --map state='Opend' names no column of the file (did you mean 'Opened'?) [unknown-column]\n");
    CHECK(match({"Number", "Opened"}, {{"state", "#3"}}).diagnostics ==
          "x.csv:1: error: --map state='#3' names no column of the file [unknown-column]\n");
    CHECK(match({"Number", "Opened", "A", "B"}, {{"state", "A"}, {"state", "B"}}).diagnostics ==
          "x.csv:1: error: --map gives field 'state' two columns (keep one of them) [conflicting-assignment]\n");
    CHECK(match({"Number", "Opened"}, {}, {{"sate", "new"}}).diagnostics ==
          "x.csv:1: error: --set names 'sate', which is no field of register 'incident' (did you mean 'state'?) [unknown-field]\n");
    CHECK(match({"Number", "Opened"}, {}, {{"state", "a"}, {"state", "b"}}).diagnostics ==
          "x.csv:1: error: --set gives field 'state' two values (keep one of them) [conflicting-assignment]\n");
    CHECK(
        match({"Number", "Opened", "Status"}, {}, {{"state", "new"}}).diagnostics ==
        "x.csv:1:3: error: --set gives field 'state' a value, but column 3 'Status' fills it (leave --set out) [conflicting-assignment]\n");
}

TEST_CASE("--set fills what the file lacks and outranks an alias") {
    const auto found = match({"Number", "Phase"}, {}, {{"state", "new"}, {"opened_at", "2026-01-31"}});
    CHECK(found.match.ok);
    CHECK(columns(found.match) == "1 number by id");
    CHECK(found.match.fields() == std::vector<std::size_t>{0, 1, 2});
    CHECK(found.match.constants[0].text == "2026-01-31");
    CHECK(unused(found.match) == "2 'Phase' field 'state' is given with --set");
}

TEST_CASE("a required field without a column is an error that looks for a mistyped one") {
    CHECK(
        match({"Numbr", "Opened"}).diagnostics ==
        "x.csv:1: error: no column fills the key field 'number' (did you mean column 'Numbr'? say --map number=Numbr) [missing-column]\n");
    CHECK(match({"Number", "Date"}).diagnostics == "x.csv:1: error: no column fills the required field 'opened_at' (say --map "
                                                   "opened_at=COLUMN or --set opened_at=VALUE) [missing-column]\n");
    CHECK(match({"Number", "Opened  ot"}).diagnostics ==
          "x.csv:1: error: no column fills the required field 'opened_at' "
          "(did you mean column 'Opened  ot'? say --map opened_at='Opened  ot') [missing-column]\n");
}

TEST_CASE("a hostile header is shown harmless") {
    const auto found = match({"Number", "Opened", "Stat\x1b[2J"}, {{"state", "Stat[2"}});
    CHECK(found.diagnostics.find('\x1b') == std::string::npos);
}

TEST_CASE("an assignment is FIELD=TEXT") {
    CHECK(parse_assignment("--map", "state=Phase = 2") == FieldAssignment{"state", "Phase = 2"});
    CHECK(parse_assignment("--set", " state =") == FieldAssignment{"state", ""});
    CHECK_THROWS_WITH_AS((void)parse_assignment("--map", "state"), "--map 'state' is not FIELD=COLUMN", Error);
    CHECK_THROWS_WITH_AS((void)parse_assignment("--set", " =x"), "--set ' =x' is not FIELD=VALUE", Error);
}
