#include "assay/intake/profile.hpp"

#include "assay/base/zone.hpp"
#include "assay/intake/headers.hpp"
#include "assay/intake/value.hpp"

#include <doctest/doctest.h>

using namespace assay;

namespace {

Place at(std::uint32_t line) { return {"p.xml", line, 5}; }

Register ticket_register() {
    Register reg;
    reg.id = "ticket";
    Field number;
    number.id = "number";
    number.title = "Number";
    number.key = number.required = true;
    number.aliases = {"Key"};
    Field state;
    state.id = "state";
    state.title = "State";
    state.type = FieldType::enumeration;
    state.words = {"open", "fixed", "closed"};
    state.value_aliases = {{"fixed", "Completed"}, {"open", "-4"}, {"closed", "4"}};
    state.aliases = {"Status", "Phase"};
    Field opened;
    opened.id = "opened_at";
    opened.title = "Opened at";
    opened.type = FieldType::datetime;
    opened.aliases = {"Created"};
    Field recorded = opened;
    recorded.id = "recorded_at";
    recorded.title = "Recorded at";
    recorded.aliases = {"Logged"};
    reg.fields = {number, state, opened, recorded};
    reg.absent_words = {"n/a"};
    return reg;
}

ProfileHeader header(std::string field, std::string text, std::uint32_t line = 1) { return {std::move(field), std::move(text), at(line), at(line)}; }
ProfileValue value(std::string word, std::string spelling, std::uint32_t line = 1) { return {"state", std::move(word), std::move(spelling), at(line), at(line), at(line)}; }

ProfileRegister ticket_profile() {
    ProfileRegister part;
    part.id = "ticket";
    part.headers = {header("opened_at", "Opened"), header("opened_at", "Begun"), header("recorded_at", "Created"), header("state", "Phase")};
    part.values = {value("closed", "Completed"), value("fixed", "4")};
    part.absent_words = {{"nobody", at(1)}};
    part.unused = {{"Key", at(1)}};
    part.date_formats = {{"d/MMM/yy h:mm a", at(1)}};
    return part;
}

struct Told {
    bool good = false;
    std::string text;
};

Told link(const ProfileRegister& part) {
    Diagnostics faults;
    const bool good = link_profile_register(part, ticket_register(), faults);
    return {good, faults.to_text()};
}

std::string matched(const std::vector<std::string>& names, const std::vector<FieldAssignment>& map = {}, const std::vector<FieldAssignment>& set = {}) {
    const auto reg = ticket_register();
    const auto part = ticket_profile();
    Diagnostics faults;
    const auto match = match_headers(reg, names, map, set, {"x.csv", 1, 0}, faults, {}, &part);
    std::string text = faults.to_text();
    for (const auto& column : match.columns) {
        text += column.name + ": " + reg.fields[column.field].id + " by " + std::string(to_text(column.by)) + "\n";
    }
    for (const auto& column : match.unused) {
        text += column.name + ": " + column.why + "\n";
    }
    return text;
}

std::string typed(const Field& field, std::string_view cell, const TypingContext& context) {
    const auto found = type_value(field, cell, context);
    return found.fault ? found.fault->code : show_value(field, found.value, context.zone);
}

} // namespace

TEST_CASE("a profile's headers come after ids, titles and --set, and before aliases") {
    CHECK(matched({"Number", "Opened", "Created", "Phase", "Status"}) ==
          "Number: number by id\nOpened: opened_at by profile\nCreated: recorded_at by profile\nPhase: state by profile\n"
          "Status: field 'state' is filled from column 4 'Phase'\n");
    CHECK(matched({"Number", "Created", "Opened at"}) == "Number: number by id\nCreated: recorded_at by profile\nOpened at: opened_at by id\n");
    CHECK(matched({"Number", "Created"}, {{"opened_at", "Created"}}) == "Number: number by id\nCreated: opened_at by --map\n");
    CHECK(matched({"Number", "Phase"}, {}, {{"state", "open"}}) == "Number: number by id\nPhase: field 'state' is given with --set\n");
}

TEST_CASE("of a field's headers the first in the profile counts, whatever their order in the file; two of one name are undecided") {
    CHECK(matched({"Number", "Begun", "Opened"}) == "Number: number by id\nOpened: opened_at by profile\nBegun: field 'opened_at' is filled from column 3 'Opened'\n");
    CHECK(matched({"Number", "Opened", "opened"}) ==
          "x.csv:1:3: error: columns 2 'Opened' and 3 'opened' both match field 'opened_at' (choose one: --map opened_at='#2') [duplicate-column]\n"
          "Number: number by id\nOpened: opened_at by profile\n");
}

TEST_CASE("a column that the profile calls unused fills nothing, unless --map says so") {
    CHECK(matched({"Number", "Key"}) == "Number: number by id\nKey: the profile leaves it out\n");
    CHECK(matched({"Key"}) ==
          "x.csv:1: error: no column fills the key field 'number' (say --map number=COLUMN or --set number=VALUE) [missing-column]\nKey: the profile leaves it out\n");
    CHECK(matched({"Key"}, {{"number", "Key"}}) == "Key: number by --map\n");
}

TEST_CASE("a profile's spellings go before the register's own of another meaning, figures as they are written") {
    const auto laid = with_profile(ticket_register(), ticket_profile());
    const auto utc = Zone::utc();
    const TypingContext context{utc, {}, laid.absent_words};
    CHECK(typed(ticket_register().fields[1], "Completed", context) == "fixed");
    CHECK(typed(laid.fields[1], "completed", context) == "closed");
    CHECK(typed(laid.fields[1], "4", context) == "fixed");
    CHECK(typed(laid.fields[1], "-4", context) == "open");
    CHECK(typed(laid.fields[1], "nobody", context) == "");
    CHECK(typed(laid.fields[1], "n/a", context) == "");
    CHECK(typed(laid.fields[1], "5", context) == "unknown-word");
}

TEST_CASE("a profile's dates are read like ISO dates; others are left to the column's order, and --date-format takes their place") {
    const auto field = ticket_register().fields[2];
    const auto utc = Zone::utc();
    const auto formats = date_formats_of(ticket_profile());
    const TypingContext context{utc, {}, {}, formats};
    CHECK(typed(field, "01/Jan/26 9:05 AM", context) == "2026-01-01 09:05Z");
    CHECK(typed(field, "1/jan/26 12:05 pm", context) == "2026-01-01 12:05Z");
    CHECK(typed(field, "2026-01-01 09:05", context) == "2026-01-01 09:05Z");
    CHECK(typed(field, "03/04/26 9:05 AM", context) == "date-order-unknown");
    FieldTyper typer(field, context);
    CHECK_FALSE(typer.wants_probe("01/Jan/26 9:05 AM"));
    CHECK(typer.wants_probe("03/04/26 9:05 AM"));
    typer.set_date_order(DateOrder::month_day_year);
    Value value;
    CHECK_FALSE(typer.type("03/04/26 9:05 AM", value));
    CHECK(show_value(field, value, utc) == "2026-03-04 09:05Z");
    CHECK_FALSE(typer.type("01/Jan/26 9:05 AM", value));
    CHECK(show_value(field, value, utc) == "2026-01-01 09:05Z");
    const TypingContext stated{utc, {"yy/MMM/dd h:mm a"}, {}, formats};
    CHECK(typed(field, "01/Jan/26 9:05 AM", stated) == "2001-01-26 09:05Z");
}

TEST_CASE("what a profile names must exist, and every fault is told with its place and the nearest word") {
    CHECK(link(ticket_profile()).good);
    auto part = ticket_profile();
    part.headers = {header("opned_at", "Opened", 2), header("recorded_at", "Opened at", 3), header("number", "STATE", 4), header("state", "state", 5)};
    part.values = {value("fixd", "Done", 6), value("fixed", "Closed", 7), value("closed", "closed", 8), {"opened_at", "open", "x", at(9), at(9), at(9)}, {"stat", "open", "x", at(10), at(10), at(10)}};
    part.unused = {{"recorded-at", at(11)}};
    part.date_formats = {{"dd/MM", at(12)}, {"d/M/yy h:mm", at(13)}, {"day-month-year", at(14)}};
    const auto told = link(part);
    CHECK_FALSE(told.good);
    CHECK(told.text ==
          "p.xml:2:5: error: there is no field 'opned_at' in register 'ticket' (did you mean 'opened_at'?) [unknown-field]\n"
          "p.xml:3:5: error: the header 'Opened at' of field 'recorded_at' is the id of field 'opened_at' (leave it out, and say --map at the import) [header-clash]\n"
          "p.xml:4:5: error: the header 'STATE' of field 'number' is the id of field 'state' (leave it out, and say --map at the import) [header-clash]\n"
          "p.xml:6:5: error: 'fixd' is no word of field 'state' (did you mean 'fixed'?) [unknown-word]\n"
          "p.xml:7:5: error: the spelling 'Closed' of 'fixed' is a word of field 'state' itself [spelling-clash]\n"
          "p.xml:9:5: error: field 'opened_at' is of type datetime, which has no words [wrong-type]\n"
          "p.xml:10:5: error: there is no field 'stat' in register 'ticket' (did you mean 'state'?) [unknown-field]\n"
          "p.xml:11:5: error: the header 'recorded-at' of an unused column is the id of field 'recorded_at' (leave it out, and say --map at the import) [header-clash]\n"
          "p.xml:12:5: error: 'dd/MM' has no year, month and day (write it as 'dd-MM-yyyy HH:mm' or day-month-year) [wrong-value]\n"
          "p.xml:13:5: error: 'd/M/yy h:mm' does not say which half of the day its hours are in (write HH for hours of 24, or h and a for hours with AM and PM) "
          "[wrong-value]\n");
}

TEST_CASE("a profile's register must exist") {
    Profile profile;
    profile.registers = {ticket_profile(), ticket_profile()};
    profile.registers[1].id = "tiket";
    profile.registers[1].place = at(7);
    Schema schema;
    schema.registers = {ticket_register()};
    Diagnostics faults;
    CHECK_FALSE(link_profile(profile, schema, faults));
    CHECK(faults.to_text() == "p.xml:7:5: error: there is no register 'tiket' (did you mean 'ticket'?) [unknown-register]\n");
}
