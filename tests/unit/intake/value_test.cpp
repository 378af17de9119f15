#include "assay/intake/value.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <cstdio>

using namespace assay;

namespace {

const Zone k_utc = Zone::utc();

Field make_field(FieldType type) {
    Field field;
    field.id = "f";
    field.type = type;
    return field;
}

TypedValue type(const Field& field, std::string_view cell) { return type_value(field, cell, {k_utc, {}, {"?", "N/A"}}); }
TypedValue type(FieldType of, std::string_view cell) { return type(make_field(of), cell); }

std::int64_t number(const TypedValue& typed) {
    REQUIRE(!typed.fault);
    REQUIRE(number_of(typed.value) != nullptr);
    return *number_of(typed.value);
}
std::string text(const TypedValue& typed) {
    REQUIRE(!typed.fault);
    REQUIRE(text_of(typed.value) != nullptr);
    return *text_of(typed.value);
}
/// "code: text (hint)"; a faulty cell never has a value.
std::string fault(const TypedValue& typed) {
    CHECK(is_absent(typed.value));
    REQUIRE(typed.fault);
    return typed.fault->code + ": " + typed.fault->text + (typed.fault->hint.empty() ? "" : " (" + typed.fault->hint + ")");
}

std::int64_t days(int year, unsigned month, unsigned day) {
    return Date(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)).time_since_epoch().count();
}

} // namespace

TEST_CASE("an empty cell, white space and an absent word are no value, whatever the type") {
    for (const auto of : {FieldType::text, FieldType::integer, FieldType::decimal, FieldType::percent, FieldType::money, FieldType::boolean,
                          FieldType::date, FieldType::datetime, FieldType::duration, FieldType::enumeration, FieldType::set, FieldType::ref,
                          FieldType::file}) {
        for (const auto* cell : {"", "  \t", "\u00A0", "?", " N/A "}) {
            const auto typed = type(of, cell);
            CHECK(!typed.fault);
            CHECK(is_absent(typed.value));
        }
    }
}

TEST_CASE("an absent word counts only as it is spelled") { CHECK(text(type(FieldType::text, "n/a")) == "n/a"); }

TEST_CASE("an absent word that spells a word of the field is that word") {
    auto field = make_field(FieldType::enumeration);
    field.words = {"none", "low"};
    const auto typed = type_value(field, "None", {k_utc, {}, {"None", "NULL"}});
    CHECK(text(typed) == "none");
    CHECK(is_absent(type_value(field, "NULL", {k_utc, {}, {"None", "NULL"}}).value));
}

TEST_CASE("text is trimmed and brought to normal form C") {
    CHECK(text(type(FieldType::text, "  two words ")) == "two words");
    CHECK(text(type(FieldType::ref, "e\u0301tat")) == "\u00E9tat");
    CHECK(text(type(FieldType::text, "line\nline")) == "line\nline");
}

TEST_CASE("text that is not text is refused") {
    CHECK(fault(type(FieldType::text, "ab\xFF")) == "not-utf8: the cell is not valid UTF-8 at byte 3 (save the file as UTF-8)");
    CHECK(fault(type(FieldType::text, std::string_view("a\0b", 3))) ==
          "control-character: the cell holds the control character U+0000 (remove it from the file)");
    CHECK(fault(type(FieldType::text, "0123456789abcdef\x1fkey")) ==
          "control-character: the cell holds the control character U+001F (remove it from the file)");
    CHECK(fault(type(FieldType::text, "0123456\x7f")) ==
          "control-character: the cell holds the control character U+007F (remove it from the file)");
    CHECK(fault(type(FieldType::text, std::string(k_max_cell_bytes + 1, 'x'))) ==
          "text-too-long: the cell has 1,048,577 bytes, at most 1,048,576 are kept (shorten it, or keep the text as a document)");
    CHECK(text(type(FieldType::text, std::string(k_max_cell_bytes, 'x'))).size() == k_max_cell_bytes);
}

TEST_CASE("an integer is a whole number") {
    CHECK(number(type(FieldType::integer, "42")) == 42);
    CHECK(number(type(FieldType::integer, "-7")) == -7);
    CHECK(number(type(FieldType::integer, "1,234")) == 1234);
    CHECK(number(type(FieldType::integer, "3.0")) == 3);
    CHECK(number(type(FieldType::integer, "9223372036854775807")) == INT64_MAX);
    CHECK(fault(type(FieldType::integer, "1.5")) == "not-a-number: '1.5' is not a whole number (write it as 1234)");
    CHECK(fault(type(FieldType::integer, "12 apples")) == "not-a-number: '12 apples' is not a whole number (write it as 1234)");
    CHECK(fault(type(FieldType::integer, "9223372036854775808")) == "overflow: '9223372036854775808' is too large");
}

TEST_CASE("a decimal is scaled and never rounded") {
    CHECK(number(type(FieldType::decimal, "-1,234.5")) == -12'345'000);
    CHECK(fault(type(FieldType::decimal, "1.23456")) == "too-many-digits: '1.23456' has more than 4 digits after the point (round it)");
    CHECK(fault(type(FieldType::decimal, "3,87,16")) == "not-a-number: '3,87,16' is not a number (write it as 1234.5)");
    CHECK(fault(type(FieldType::decimal, "9999999999999999")) == "overflow: '9999999999999999' is too large");
}

TEST_CASE("a percentage is stored as its fraction, and a bare number above one must say what it is") {
    auto field = make_field(FieldType::percent);
    CHECK(number(type(field, "95%")) == 9500);
    CHECK(number(type(field, "99.95 %")) == 9995);
    CHECK(number(type(field, "0.95")) == 9500);
    CHECK(number(type(field, "1")) == 10000);
    CHECK(fault(type(field, "95")) == "bare-percent: '95' could be a percentage or a share (write 95% or a share from 0 to 1)");
    CHECK(fault(type(field, "99.955%")) == "too-many-digits: '99.955%' has more than 2 digits after the point (round it)");
    CHECK(fault(type(field, "%")) == "not-a-number: '%' is not a number (write it as 1234.5)");
    SUBCASE("with percent-unit a bare number is a percentage") {
        field.percent_unit = true;
        CHECK(number(type(field, "95")) == 9500);
        CHECK(number(type(field, "0.95")) == 95);
    }
    SUBCASE("a coarse scale keeps whole tens of percent only") {
        field.scale = 1;
        CHECK(number(type(field, "90%")) == 9);
        CHECK(fault(type(field, "95%")) == "too-many-digits: '95%' is finer than the field keeps (round it)");
    }
}

TEST_CASE("money takes the field's own currency and no other") {
    auto field = make_field(FieldType::money);
    field.currency = "GBP";
    CHECK(number(type(field, "1,234.50")) == 12'345'000);
    CHECK(number(type(field, "\u00A3"
                             "5")) == 50'000);
    CHECK(number(type(field, "GBP 5")) == 50'000);
    CHECK(number(type(field, "5 GBP")) == 50'000);
    CHECK(number(type(field, "-\u00A3"
                             "5")) == -50'000);
    CHECK(fault(type(field, "\u20AC"
                            "5")) == "other-currency: '\u20AC5' is not in GBP (convert it to GBP)");
    CHECK(fault(type(field, "$5")) == "other-currency: '$5' is not in GBP (convert it to GBP)");
    CHECK(fault(type(field, "five")) == "not-a-number: 'five' is not a number (write it as 1234.5)");
    CHECK(fault(type(field, "-GBP -5")) == "not-a-number: '-GBP -5' is not a number (write it as 1234.5)");
    SUBCASE("a sign that several currencies share is taken for the field's") {
        field.currency = "CAD";
        CHECK(number(type(field, "$5")) == 50'000);
    }
    SUBCASE("a currency in another field is only reported here") {
        field.currency = "currency";
        const auto typed = type(field, "EUR 5");
        CHECK(number(typed) == 50'000);
        CHECK(typed.currency == "EUR");
    }
}

TEST_CASE("a boolean is one of eight words in any case") {
    for (const auto* yes : {"yes", "TRUE", "1", "Y"}) {
        CHECK(number(type(FieldType::boolean, yes)) == 1);
    }
    for (const auto* no : {"no", "False", "0", "n"}) {
        CHECK(number(type(FieldType::boolean, no)) == 0);
    }
    CHECK(fault(type(FieldType::boolean, "maybe")) ==
          "not-a-boolean: 'maybe' is neither yes nor no (one of: yes, no, true, false, 1, 0, y, n)");
    CHECK(fault(type(FieldType::boolean, "2")) == "not-a-boolean: '2' is neither yes nor no (one of: yes, no, true, false, 1, 0, y, n)");
}

TEST_CASE("a date is ISO, or in a stated format, and keeps no time") {
    const auto field = make_field(FieldType::date);
    CHECK(number(type(field, "2026-01-31")) == days(2026, 1, 31));
    CHECK(number(type(field, "2026-01-31 00:00:00")) == days(2026, 1, 31));
    CHECK(fault(type(field, "2026-01-31T08:00")) ==
          "has-a-time: '2026-01-31T08:00' has a time, and the field keeps only a date (leave the time out)");
    CHECK(fault(type(field, "2026-02-30")) ==
          "not-a-date: '2026-02-30' is not a date (write it as 2026-01-31, or state the format with --date-format)");
    CHECK(fault(type(field, "03/04/2016")) == "date-order-unknown: '03/04/2016' does not say which is the day and which the month "
                                              "(write it as 2026-01-31, or state the format with --date-format)");
    CHECK(number(type_value(field, "31.12.2025", {k_utc, {"dd.MM.yyyy"}, {}})) == days(2025, 12, 31));
    CHECK(number(type_value(field, "12/31/2025", {k_utc, {"month-day-year"}, {}})) == days(2025, 12, 31));
    CHECK(number(type_value(field, "2025-12-31", {k_utc, {"dd.MM.yyyy"}, {}})) == days(2025, 12, 31));
    CHECK(fault(type_value(field, "31/12/2025", {k_utc, {"MM/dd/yyyy"}, {}})) ==
          "not-a-date: '31/12/2025' is not a date (write it as 2026-01-31, or state the format with --date-format)");
    CHECK(fault(type_value(field, "03/04/2016", {k_utc, {"dd/MM/yyyy", "MM/dd/yyyy"}, {}})) ==
          "ambiguous-date: '03/04/2016' is 2016-04-03 in one stated format and 2016-03-04 in another (state one --date-format only)");
    CHECK(number(type_value(field, "31/12/2025", {k_utc, {"dd/MM/yyyy", "MM/dd/yyyy"}, {}})) == days(2025, 12, 31));
}

TEST_CASE("a format without year, month and day is wrong usage") {
    CHECK_NOTHROW(check_date_format("dd-MM-yyyy HH:mm"));
    CHECK_NOTHROW(check_date_format("day-month-year"));
    CHECK_THROWS_WITH_AS(check_date_format("%d.%m.%Y"),
                         "--date-format '%d.%m.%Y' has no year, month and day (write it as 'dd-MM-yyyy HH:mm' or day-month-year)", Error);
    CHECK_THROWS_WITH_AS(check_date_format("d/M/yy h:mm"),
                         "--date-format 'd/M/yy h:mm' does not say which half of the day its hours are in (write HH for hours of 24, or h and a for hours with AM and PM)",
                         Error);
}

TEST_CASE("a date-time is an instant: by its offset, else in the zone") {
    const auto zone = Zone::find("Europe/London");
    const TypingContext context{zone, {}, {}};
    const auto field = make_field(FieldType::datetime);
    const auto at = [&](std::string_view cell) { return number(type_value(field, cell, context)); };
    const auto winter = days(2026, 1, 31) * 86400;
    CHECK(at("2026-01-31T08:00Z") == winter + 8 * 3600);
    CHECK(at("2026-01-31 08:00") == winter + 8 * 3600);
    CHECK(at("2026-01-31T08:00:30+02:00") == winter + 6 * 3600 + 30);
    CHECK(at("2026-07-01 08:00") == days(2026, 7, 1) * 86400 + 7 * 3600);
    CHECK(fault(type_value(field, "yesterday", context)) ==
          "not-a-datetime: 'yesterday' is not a date and time (write it as 2026-01-31 08:00, or state the format with --date-format)");

    SUBCASE("a time that occurs twice is the earlier instant, and said to be") {
        const auto typed = type_value(field, "2026-10-25 01:30", context);
        CHECK(number(typed) == days(2026, 10, 25) * 86400 + 1800);
        CHECK(typed.fold);
        CHECK(!type_value(field, "2026-10-25T01:30Z", context).fold);
    }
    SUBCASE("a time that does not occur is refused") {
        CHECK(fault(type_value(field, "2026-03-29 01:30", context)) ==
              "daylight-saving-gap: '2026-03-29 01:30' does not exist in Europe/London: the clocks were put forward "
              "(give the offset (2026-01-31T08:00+01:00), or the right zone in assay.xml)");
    }
    SUBCASE("a date alone is its midnight, and said to be") {
        const auto typed = type_value(field, "2026-01-31", context);
        CHECK(number(typed) == winter);
        CHECK(typed.without_time);
        CHECK(!type_value(field, "2026-01-31 00:00", context).without_time);
        CHECK(type_value(field, "31.01.2026", {zone, {"dd.MM.yyyy"}, {}}).without_time);
        CHECK(!type_value(field, "31.01.2026 00:00", {zone, {"dd.MM.yyyy HH:mm"}, {}}).without_time);
    }
}

TEST_CASE("a duration is ISO or hours and minutes") {
    CHECK(number(type(FieldType::duration, "PT4H")) == 4 * 3600);
    CHECK(number(type(FieldType::duration, "P1DT1H")) == 25 * 3600);
    CHECK(number(type(FieldType::duration, "4:30")) == 4 * 3600 + 1800);
    CHECK(number(type(FieldType::duration, "120:00:05")) == 120 * 3600 + 5);
    for (const auto* wrong : {"P1M", "4", "4:60", "4:3", "4:30:", "4:30:5", "-4:30", "4h", ":30"}) {
        CHECK(fault(type(FieldType::duration, wrong)) ==
              std::string("not-a-duration: '") + wrong + "' is not a duration (write it as PT4H, P2D or 4:30)");
    }
}

TEST_CASE("an enum takes its words and their other spellings, case and punctuation aside") {
    auto field = make_field(FieldType::enumeration);
    field.words = {"in_progress", "on_hold", "closed"};
    field.value_aliases = {{"in_progress", "Work in progress"}, {"in_progress", "2"}, {"closed", "Done!"}};
    CHECK(text(type(field, "in_progress")) == "in_progress");
    CHECK(text(type(field, "In Progress")) == "in_progress");
    CHECK(text(type(field, "WORK-IN-PROGRESS")) == "in_progress");
    CHECK(text(type(field, "done")) == "closed");
    CHECK(text(type(field, "2")) == "in_progress");
    CHECK(fault(type(field, "on hodl")) ==
          "unknown-word: 'on hodl' is not a word of 'f' (did you mean 'on_hold'? one of: in_progress, on_hold, closed)");
    CHECK(fault(type(field, "parked at the customer")) ==
          "unknown-word: 'parked at the customer' is not a word of 'f' (one of: in_progress, on_hold, closed)");

    SUBCASE("figures match only as written: -2 is not 2") { CHECK(type(field, "-2").fault->code == "unknown-word"); }
    SUBCASE("punctuation alone matches nothing") { CHECK(type(field, "--").fault->code == "unknown-word"); }
    SUBCASE("two spellings that fold alike decide nothing, their exact forms do") {
        field.value_aliases = {{"on_hold", "A-1"}, {"closed", "A 1"}};
        CHECK(text(type(field, "A-1")) == "on_hold");
        CHECK(text(type(field, "A 1")) == "closed");
        CHECK(type(field, "a1").fault->code == "unknown-word");
    }
}

TEST_CASE("a set is a sorted array of different words") {
    auto field = make_field(FieldType::set);
    field.words = {"red", "green", "blue"};
    CHECK(text(type(field, "red; Blue|red;")) == R"(["blue","red"])");
    CHECK(is_absent(type(field, " ; | ").value));
    CHECK(type(field, " ; | ").fault == std::nullopt);
    CHECK(fault(type(field, "red;grene")) == "unknown-word: 'grene' is not a word of 'f' (did you mean 'green'? one of: red, green, blue)");
    field.words.clear();
    CHECK(text(type(field, "say \"a\\b\" ; c")) == R"(["c","say \"a\\b\""])");
}

TEST_CASE("a file stays inside the evidence folder") {
    CHECK(text(type(FieldType::file, "policies/a..b/plan.pdf")) == "policies/a..b/plan.pdf");
    for (const auto* path : {"/etc/passwd", "..", "a/../../b", "a\\..\\b", "\\\\host\\share", "C:\\x", "a/.."}) {
        CHECK(type(FieldType::file, path).fault->code == "unsafe-path");
    }
    CHECK(fault(type(FieldType::file, "../x")) == "unsafe-path: '../x' leads out of the evidence folder (give a path inside that folder)");
}

TEST_CASE("a long or hostile cell is shown short and harmless") {
    CHECK(fault(type(FieldType::integer, std::string(100, 'x'))) ==
          "not-a-number: '" + std::string(80, 'x') + "…' is not a whole number (write it as 1234)");
    CHECK(fault(type(FieldType::integer, "a\nb\tc")) == "not-a-number: 'a b c' is not a whole number (write it as 1234)");
}

TEST_CASE("a column typer reuses its value and counts what it met") {
    const auto zone = Zone::find("Europe/London");
    const TypingContext context{zone, {}, {}};
    const auto field = make_field(FieldType::datetime);
    FieldTyper typer(field, context);
    Value value = std::string("left over");
    CHECK(!typer.type("2026-10-25 01:30", value));
    CHECK(!typer.type("2026-01-01", value));
    CHECK(typer.counts().folds == 1);
    CHECK(typer.counts().without_time == 1);
    CHECK(typer.type("29-02-2016 01:16", value)->code == k_date_order_unknown);
    CHECK(is_absent(value));
    CHECK(typer.wants_probe(" 29-02-2016 01:16"));
    CHECK(!typer.wants_probe("2016-02-29 01:16"));
    CHECK(!typer.wants_probe(" "));
    typer.set_date_order(DateOrder::day_month_year);
    CHECK(!typer.type("29-02-2016 01:16", value));
    CHECK(*number_of(value) == days(2016, 2, 29) * 86400 + 3600 + 16 * 60);
}

TEST_CASE("a column without one order keeps every cell that needs it from being read") {
    const TypingContext context{k_utc, {}, {}};
    const auto field = make_field(FieldType::date);
    FieldTyper typer(field, context);
    typer.set_no_date_order("13/01/2016 in line 2 and 01/13/2016 in line 3 fit no common order");
    Value value;
    const auto found = typer.type("13/01/2016", value);
    CHECK(found == CellFault{"no-date-order", "'13/01/2016' cannot be read: the column has no one order of day, month and year",
                             "13/01/2016 in line 2 and 01/13/2016 in line 3 fit no common order"});
    CHECK(!typer.type("2016-01-13", value));
}

TEST_CASE("the quick way for usual date-times agrees with the thorough one") {
    const auto field = make_field(FieldType::datetime);
    CHECK(rc::check([&] {
        auto cell = *rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 10000), rc::gen::inRange(0, 14), rc::gen::inRange(0, 33),
                                                 rc::gen::inRange(0, 26), rc::gen::inRange(0, 62), rc::gen::inRange(0, 62)),
                                  [](const std::tuple<int, int, int, int, int, int>& t) {
                                      std::array<char, 32> text{};
                                      std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d", std::get<0>(t),
                                                    std::get<1>(t), std::get<2>(t), std::get<3>(t), std::get<4>(t), std::get<5>(t));
                                      return std::string(text.data());
                                  });
        cell.resize(*rc::gen::element<std::size_t>(16, 19));
        if (*rc::gen::inRange(0, 3) == 0) {
            cell[*rc::gen::inRange<std::size_t>(0, cell.size())] = *rc::gen::element('x', ':', '-', ' ', '/', 'T');
        }
        const auto typed = type(field, cell);
        const auto expected = parse_datetime(cell);
        RC_ASSERT(typed.fault.has_value() == !expected.has_value());
        if (expected && !expected->offset) {
            RC_ASSERT(typed.value == Value{(Instant(expected->day) + expected->time_of_day).time_since_epoch().count()});
        }
    }));
}
