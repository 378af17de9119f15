#include "formats/xlsx_values.hpp"
#include "unit/formats/xlsx_cases.hpp"

#include "assay/base/date.hpp"

#include <cstdio>
#include <cstdlib>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

using namespace assay;
using namespace assay::testing;
using Texts = std::vector<std::string>;
using xlsx::DateSystem;
using xlsx::NumberKind;
using Shape = NumberKind::Shape;

namespace {

std::string text_of_number(std::string_view raw, NumberKind kind = {}, DateSystem system = DateSystem::from_1900) {
    std::string text;
    const auto fault = xlsx::append_number(raw, kind, system, text);
    return fault ? fault->text + " (" + fault->hint + ")" : text;
}

constexpr NumberKind k_date{Shape::date, false, 0};

} // namespace

TEST_CASE("texts of a sheet come whole: shared, inline, rich, escaped, phonetic runs left out") {
    auto file = column_of({" t=\"s\"><v>0</v>", " t=\"s\"><v>1</v>", " t=\"s\"><v>2</v>", " t=\"s\"><v>3</v>",
                           " t=\"inlineStr\"><is><t>in</t><r><t>line</t></r></is>", " t=\"str\"><f>A1</f><v>by formula</v>",
                           " t=\"inlineStr\"><is><t>a_x000D_&#10;b_x005F_x000D_ _x00zz_ _x4E00_ _x</t></is>"});
    file.strings =
        "<si><t>plain</t></si><si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space=\"preserve\">ld &amp; </t></r><r><t>\u6771</t></r></si>"
        "<si><t>\u6771\u4eac</t><rPh sb=\"0\" eb=\"2\"><t>\u30c8\u30a6</t></rPh><phoneticPr fontId=\"1\"/></si><si/>";
    CHECK(texts_of(file) ==
          Texts{"plain", "bold & \u6771", "\u6771\u4eac", "", "inline", "by formula", "a\r\nb_x000D_ _x00zz_ _x4E00_ _x"});
}

TEST_CASE("numbers come with the 15 digits that a spreadsheet shows") {
    for (const auto& [raw, text] : std::vector<std::pair<std::string, std::string>>{{"0", "0"},
                                                                                    {"42", "42"},
                                                                                    {"-7.25", "-7.25"},
                                                                                    {"-0", "0"},
                                                                                    {"1.50", "1.5"},
                                                                                    {"007", "7"},
                                                                                    {".5", "0.5"},
                                                                                    {"+3", "3"},
                                                                                    {"1.1000000000000001", "1.1"},
                                                                                    {"0.30000000000000004", "0.3"},
                                                                                    {"1E3", "1000"},
                                                                                    {"1.5E-2", "0.015"},
                                                                                    {"1.2345678901234567E+17", "123456789012346000"},
                                                                                    {"-2.5e-7", "-0.00000025"},
                                                                                    {"1E300", "1e+300"},
                                                                                    {"123456789012345", "123456789012345"},
                                                                                    {"1234567890123456", "1234567890123460"}}) {
        CAPTURE(raw);
        CHECK(text_of_number(raw) == text);
    }
    for (const auto* raw : {"abc", "1,5", "", "nan", "inf", "1e999", "0x10", "1 ", "--1"}) {
        CAPTURE(raw);
        CHECK(text_of_number(raw) == fmt::format("holds '{}', which is no number (write the cell anew)", raw));
    }
}

TEST_CASE("a number is a date, a time, a length of time, a percentage or padded by its format") {
    CHECK(text_of_number("0.95", {Shape::percent, false, 0}) == "95%");
    CHECK(text_of_number("0.07", {Shape::percent, false, 0}) == "7%");
    CHECK(text_of_number("42", {Shape::number, false, 5}) == "00042");
    CHECK(text_of_number("-42", {Shape::number, false, 5}) == "-00042");
    CHECK(text_of_number("1234567", {Shape::number, false, 5}) == "1234567");
    CHECK(text_of_number("1.25", {Shape::elapsed, true, 0}) == "30:00:00");
    CHECK(text_of_number("-0.5", {Shape::elapsed, true, 0}) == "-12:00:00");
    CHECK(text_of_number("1e300", {Shape::elapsed, true, 0}) == "holds the number 1e300, which is no length of time (write the cell anew)");
    CHECK(text_of_number("0.354166666666667", {Shape::time, true, 0}) == "08:30:00");
    CHECK(text_of_number("46053.354166666664", {Shape::time, true, 0}) == "2026-01-31 08:30:00");
    CHECK(text_of_number("46053", k_date) == "2026-01-31");
    CHECK(text_of_number("46053", {Shape::date, true, 0}) == "2026-01-31 00:00:00");
    CHECK(text_of_number("46053.5", k_date) == "2026-01-31 12:00:00"); // the format hides the time, the cell has it
    CHECK(text_of_number("46053.999999", k_date) == "2026-02-01");
}

TEST_CASE("the 1900 date system has its 29 February 1900, the 1904 system has not") {
    CHECK(text_of_number("1", k_date) == "1900-01-01");
    CHECK(text_of_number("59", k_date) == "1900-02-28");
    CHECK(text_of_number("60", k_date) == "holds the number 60, which is no date (the 1900 date system has a 29 February 1900 that never "
                                          "was) (write a date, or give the cell a number format)");
    CHECK(text_of_number("61", k_date) == "1900-03-01");
    CHECK(text_of_number("0", k_date) ==
          "holds the number 0, which is no date (the 1900 date system begins with 1) (write a date, or give the cell a number format)");
    CHECK(text_of_number("-1", k_date) ==
          "holds the number -1, which is no date (it is negative) (write a date, or give the cell a number format)");
    CHECK(text_of_number("2958465", k_date) == "9999-12-31");
    CHECK(text_of_number("2958466", k_date) ==
          "holds the number 2958466, which is no date (it is after the year 9999) (write a date, or give the cell a number format)");
    CHECK(text_of_number("0", k_date, DateSystem::from_1904) == "1904-01-01");
    CHECK(text_of_number("60", k_date, DateSystem::from_1904) == "1904-03-01");
    CHECK(text_of_number("44591", k_date, DateSystem::from_1904) == "2026-01-31");
    CHECK(text_of_number("2957003", k_date, DateSystem::from_1904) == "9999-12-31");
    CHECK(text_of_number("2957004", k_date, DateSystem::from_1904).starts_with("holds the number 2957004, which is no date"));
}

TEST_CASE("every day of both date systems is the one that counting days gives") {
    // The slow way: one day after the other from the first, with the day that never was in the middle.
    auto day = Date(std::chrono::year{1900} / 1 / 1);
    for (int serial = 1; serial <= 120'000; ++serial) {
        if (serial == 60) {
            continue;
        }
        if (serial % 97 == 0 || serial < 400) {
            REQUIRE(text_of_number(std::to_string(serial), k_date) == to_text(day));
            if (serial > 1462) {
                REQUIRE(text_of_number(std::to_string(serial - 1462), k_date, DateSystem::from_1904) == to_text(day));
            }
        }
        day += std::chrono::days{1};
    }
    CHECK(rc::check("any second of any day comes back", [](std::uint32_t at) {
        const auto seconds = static_cast<std::int64_t>(at) + 61 * 86'400;
        const auto text = text_of_number(fmt::format("{:.17g}", static_cast<double>(seconds) / 86'400), {Shape::date, true, 0});
        const auto local = parse_datetime(text);
        RC_ASSERT(local.has_value());
        const auto serial = (local->day - Date(std::chrono::year{1899} / 12 / 30)).count();
        RC_ASSERT(serial * 86'400 + local->time_of_day.count() == seconds);
    }));
    CHECK(rc::check("a number comes back as far as 15 digits tell it", [](double number) {
        RC_PRE(number != 0 && std::abs(number) < 1e20 && std::abs(number) > 1e-18);
        const auto text = text_of_number(fmt::format("{:.17g}", number));
        char slow[64];
        std::snprintf(slow, sizeof slow, "%.15g", number);
        RC_ASSERT(std::strtod(text.c_str(), nullptr) == std::strtod(slow, nullptr));
        RC_ASSERT(text.find('e') == std::string::npos);
    }));
}

TEST_CASE("number formats tell what a number means") {
    const auto kind = [](std::string_view code) { return xlsx::kind_of_code(code); };
    const NumberKind number;
    for (const auto* code :
         {"General", "0", "0.00", "#,##0.00", "@", "0.00E+00", "\"day\" 0", "[Red]0.0;[Blue]-0.0", "\\d0", "_-* #,##0.00\\ [$\u20ac-407]_-",
          "# ?/?", "[>100]0;0", "[$-409]0", "0_d", "", "General;dd", "[Magenta]General", "0 \"h\""}) {
        CAPTURE(code);
        CHECK(kind(code) == number);
    }
    for (const auto* code : {"yyyy-mm-dd", "d/m/yy", "[$-809]dd mmmm yyyy;@", "mmm", "MM", "dddd", "\"on\" d", "ggge", "yyyy",
                             "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"}) {
        CAPTURE(code);
        CHECK(kind(code) == NumberKind{Shape::date, false, 0});
    }
    for (const auto* code : {"yyyy\\-mm\\-dd hh:mm", "d.m.yy h:mm AM/PM", "m/d/yy h:mm"}) {
        CAPTURE(code);
        CHECK(kind(code) == NumberKind{Shape::date, true, 0});
    }
    for (const auto* code : {"h:mm", "mm:ss", "h:mm AM/PM", "hh:mm:ss.000"}) {
        CAPTURE(code);
        CHECK(kind(code) == NumberKind{Shape::time, true, 0});
    }
    for (const auto* code : {"[h]:mm:ss", "[hh]:mm", "[mm]:ss", "[s]"}) {
        CAPTURE(code);
        CHECK(kind(code) == NumberKind{Shape::elapsed, true, 0});
    }
    for (const auto* code : {"0%", "0.00%;[Red]-0.00%"}) {
        CAPTURE(code);
        CHECK(kind(code) == NumberKind{Shape::percent, false, 0});
    }
    CHECK(kind("00000") == NumberKind{Shape::number, false, 5});
    CHECK(xlsx::kind_of_builtin(0) == number);
    CHECK(xlsx::kind_of_builtin(9).shape == Shape::percent);
    CHECK(xlsx::kind_of_builtin(14) == NumberKind{Shape::date, false, 0});
    CHECK(xlsx::kind_of_builtin(20).shape == Shape::time);
    CHECK(xlsx::kind_of_builtin(22) == NumberKind{Shape::date, true, 0});
    CHECK(xlsx::kind_of_builtin(46).shape == Shape::elapsed);
    CHECK(xlsx::kind_of_builtin(49) == number);
}

TEST_CASE("cells of every type come as text, by their style") {
    auto file = column_of({"><v>12</v>", " s=\"1\"><v>46053</v>", " s=\"2\"><v>46053.5</v>", " s=\"3\"><v>0.5</v>", " s=\"4\"><v>2</v>",
                           " s=\"5\"><v>7</v>", " s=\"6\"><v>0.25</v>", " s=\"7\"><v>46053</v>", " s=\"99\"><v>46053</v>",
                           " t=\"b\"><v>1</v>", " t=\"b\"><v>0</v>", " t=\"d\"><v>2026-01-31T08:00:00</v>", " t=\"n\"><f>1+1</f><v>2</v>",
                           " t=\"str\"><f>\"\"</f><v></v>"});
    file.number_formats = "<numFmt numFmtId=\"200\" formatCode=\"&quot;am&quot; dd.mm.yyyy\"/>";
    CHECK(texts_of(file) == Texts{"12", "2026-01-31", "2026-01-31 12:00:00", "50%", "48:00:00", "00007", "06:00:00", "2026-01-31", "46053",
                                  "TRUE", "FALSE", "2026-01-31T08:00:00", "2", ""});
    file.workbook_properties = "date1904=\"1\"";
    const auto read = read_sheet(file);
    CHECK(read.rows[1].front() == "2030-02-01");
    CHECK(read.description == "XLSX, sheet 'S', header in row 1, dates counted from 1904");
}

TEST_CASE("cells without a value are faults of their cell, not text") {
    const auto read =
        read_sheet(column_of({" t=\"e\"><v>#N/A</v>", " t=\"e\"><f>1/0</f><v>#DIV/0!</v>", "><f>SUM(B1:B9)</f>", " t=\"n\"><f>1</f><v></v>",
                              " t=\"b\"><v>2</v>", "><v>12x</v>", " s=\"1\"><v>60</v>", "><v>1</v>"}));
    CHECK(read.error.empty());
    CHECK(read.faults ==
          Texts{"A2 holds the error #N/A (correct the formula, or clear the cell)",
                "A3 holds the error #DIV/0! (correct the formula, or clear the cell)",
                "A4 holds a formula without a stored value (open the file in a spreadsheet program, let it calculate, and save it)",
                "A5 holds a formula without a stored value (open the file in a spreadsheet program, let it calculate, and save it)",
                "A6 holds '2', which is neither true nor false (write the cell anew)",
                "A7 holds '12x', which is no number (write the cell anew)",
                "A8 holds the number 60, which is no date (the 1900 date system has a 29 February 1900 that never was) (write a date, or "
                "give the cell a number "
                "format)"});
    CHECK(read.rows[0].front().empty());
    CHECK(read.rows[7].front() == "1");
}

TEST_CASE("addresses are read as a sheet has them") {
    const auto place = xlsx::parse_address("XFD1048576");
    REQUIRE(place);
    CHECK(place->column == 16'383);
    CHECK(place->row == 1'048'576);
    for (const auto* text : {"", "A", "1", "A0", "A01", "a1", "A1B", "XFE1", "AAAA1", "A1048577", "$A$1", "A-1", "A99999999999999999999"}) {
        CAPTURE(text);
        CHECK_FALSE(xlsx::parse_address(text));
    }
    CHECK(rc::check("every address comes back", [] {
        const auto column = *rc::gen::inRange<std::uint32_t>(0, xlsx::k_max_columns);
        const auto row = *rc::gen::inRange<std::uint64_t>(1, xlsx::k_max_rows + 1);
        const auto parsed = xlsx::parse_address(cell_address(column, row));
        RC_ASSERT(parsed.has_value());
        RC_ASSERT(parsed->column == column);
        RC_ASSERT(parsed->row == row);
    }));
}
