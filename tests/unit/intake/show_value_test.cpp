// show_value and type_value against each other, over random values of every type.
#include "assay/intake/value.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

using namespace assay;

namespace {

const Zone k_zone = Zone::find("Europe/London");
const TypingContext k_context{k_zone, {}, {}};

Field make_field(FieldType type, int scale = 4) {
    Field field;
    field.id = "f";
    field.type = type;
    field.scale = scale;
    field.currency = "EUR";
    return field;
}

void check_round_trip(const Field& field, const Value& value) {
    const auto shown = show_value(field, value, k_zone);
    const auto typed = type_value(field, shown, k_context);
    RC_LOG() << shown;
    RC_ASSERT(!typed.fault);
    RC_ASSERT(typed.value == value);
    RC_ASSERT(!typed.fold);
}

std::string show(const Field& field, std::int64_t number) { return show_value(field, number, k_zone); }

} // namespace

TEST_CASE("a value shown is the value typed again") {
    CHECK(rc::check("whole numbers", [](std::int64_t number) { check_round_trip(make_field(FieldType::integer), number); }));
    CHECK(rc::check("decimals and money of any scale", [](std::int64_t number) {
        const auto scale = *rc::gen::inRange(0, 10);
        check_round_trip(make_field(FieldType::decimal, scale), number);
        check_round_trip(make_field(FieldType::money, scale), number);
    }));
    CHECK(rc::check("percentages of any scale", [](bool unit) {
        auto field = make_field(FieldType::percent, *rc::gen::inRange(0, 10));
        field.percent_unit = unit;
        check_round_trip(field, *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000));
    }));
    CHECK(rc::check("booleans", [](bool yes) { check_round_trip(make_field(FieldType::boolean), std::int64_t{yes}); }));
    CHECK(rc::check("dates", [] { check_round_trip(make_field(FieldType::date), *rc::gen::inRange<std::int64_t>(-719'000, 2'932'000)); }));
    CHECK(rc::check("instants, by their offset even where the clocks go back", [] {
        check_round_trip(make_field(FieldType::datetime), *rc::gen::inRange<std::int64_t>(-6'000'000'000, 100'000'000'000));
        check_round_trip(make_field(FieldType::datetime), 1'792'890'000 + *rc::gen::inRange<std::int64_t>(0, 14'400)); // 2026-10-25
    }));
    CHECK(rc::check("durations",
                    [] { check_round_trip(make_field(FieldType::duration), *rc::gen::inRange<std::int64_t>(0, 1'000'000'000)); }));
    CHECK(rc::check("sets", [] {
        auto field = make_field(FieldType::set);
        const auto members = *rc::gen::container<std::vector<std::vector<std::string>>>(rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "\\", "\"", "\u00E9", ",", "[", "\t"))));
        std::string cell;
        for (const auto& member : members) {
            for (const auto& letter : member) {
                cell += letter;
            }
            cell += "|";
        }
        const auto typed = type_value(field, cell, k_context);
        RC_ASSERT(!typed.fault);
        check_round_trip(field, typed.value);
    }));
}

TEST_CASE("values are shown for people") {
    CHECK(show(make_field(FieldType::datetime), 1'769'846'400) == "2026-01-31 08:00Z");
    CHECK(show(make_field(FieldType::datetime), 1'782'889'205) == "2026-07-01 08:00:05+01:00");
    CHECK(show(make_field(FieldType::date), 0) == "1970-01-01");
    CHECK(show(make_field(FieldType::percent), 9950) == "99.5%");
    CHECK(show(make_field(FieldType::percent, 0), 1) == "100%");
    CHECK(show(make_field(FieldType::percent, 0), 0) == "0%");
    CHECK(show(make_field(FieldType::boolean), 1) == "yes");
    CHECK(show(make_field(FieldType::boolean), 0) == "no");
    CHECK(show(make_field(FieldType::duration), 5400) == to_text(std::chrono::seconds(5400)));
    CHECK(show_value(make_field(FieldType::set), std::string(R"(["a","b \"c\""])"), k_zone) == "a; b \"c\"");
    CHECK(show_value(make_field(FieldType::text), Absent{}, k_zone).empty());
}

TEST_CASE("west of Greenwich the offset is negative") {
    const auto zone = Zone::find("America/St_Johns");
    CHECK(show_value(make_field(FieldType::datetime), std::int64_t{1'769'846'400}, zone) == "2026-01-31 04:30-03:30");
}
