// The language end to end, on small cases worked out by hand: truth tables, division, lists, texts, and days across summer time.
#include "support/language_world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <array>

using namespace assay;
using namespace assay::testing;

namespace {

constexpr std::array<SlowTruth, 3> k_truths{SlowTruth(true), SlowTruth(false), SlowTruth()};

char letter(SlowTruth truth) { return truth ? (*truth ? 'T' : 'F') : 'U'; }

Value cell(SlowTruth truth) { return truth ? Value(std::int64_t{*truth}) : Value(); }

/// One row per combination of three truths, in `urgent`, `major` and the team's `active`; the key spells them, "TFU".
LanguageWorld& truth_world() {
    static LanguageWorld world(language_schema());
    static const bool filled = [] {
        std::vector<SlowRow> teams;
        for (const auto truth : k_truths) {
            teams.push_back({{"id", std::string(1, letter(truth))}, {"active", cell(truth)}});
        }
        std::vector<SlowRow> tickets;
        for (const auto a : k_truths) {
            for (const auto b : k_truths) {
                for (const auto c : k_truths) {
                    tickets.push_back({{"id", std::string{letter(a), letter(b), letter(c)}}, {"urgent", cell(a)}, {"major", cell(b)},
                                       {"team", std::string(1, letter(c))}});
                }
            }
        }
        world.set_rows("team", std::move(teams));
        world.set_rows("ticket", std::move(tickets));
        return true;
    }();
    REQUIRE(filled);
    return world;
}

/// What the engine makes of `condition` for a row with one more field set.
SlowTruth truth_with(const std::string& condition, const std::string& field, Value value) {
    LanguageWorld world(language_schema());
    world.set_rows("ticket", {{{"id", std::string("K1")}, {field, std::move(value)}}});
    return world.truth_of(condition, "K1");
}

SlowTruth truth(const std::string& condition) { return truth_with(condition, "note", std::string("x")); }

} // namespace

TEST_CASE("and, or and not follow Kleene's tables") {
    // Columns: a, b, a and b, a or b, not a.
    constexpr std::string_view k_table[] = {"TTTTF", "TFFTF", "TUUTF", "FTFTT", "FFFFT", "FUFUT", "UTUTU", "UFFUU", "UUUUU"};
    for (const auto row : k_table) {
        CAPTURE(row);
        const std::string key{row[0], row[1], 'T'};
        CHECK(letter(truth_world().truth_of("urgent and major", key)) == row[2]);
        CHECK(letter(truth_world().truth_of("urgent or major", key)) == row[3]);
        CHECK(letter(truth_world().truth_of("not urgent", key)) == row[4]);
        CHECK(letter(truth_world().truth_of("not(urgent and major)", key)) == letter(truth_world().truth_of("not urgent or not major", key)));
    }
}

TEST_CASE("if takes the side that its condition names, and is unknown where the condition is") {
    for (const auto a : k_truths) {
        for (const auto b : k_truths) {
            for (const auto c : k_truths) {
                const std::string key{letter(a), letter(b), letter(c)};
                CAPTURE(key);
                const char expected = a ? letter(*a ? b : c) : 'U';
                CHECK(letter(truth_world().truth_of("if(urgent, major, team.active)", key)) == expected);
                CHECK(letter(truth_world().truth_of("if(urgent, 1, 2) eq if(major, 1, 2)", key)) == (a && b ? (*a == *b ? 'T' : 'F') : 'U'));
            }
        }
    }
}

TEST_CASE("a comparison with an absent value is unknown, and exists is never unknown") {
    for (const auto* condition : {"score eq 1", "score ne 1", "score lt 1", "1 ge score", "score in (1, 2)", "score not in (1, 2)", "score + 1 eq 2",
                                  "-score eq 1", "score eq score", "contains(note, 'a')", "matches(note, '.*')", "lower(note) eq 'a'",
                                  "contains(labels, 'hw')", "on(seen) eq today", "opened + duration('P1D') eq today", "urgent", "not urgent",
                                  "team.name eq 'x'", "if(urgent, true, true)"}) {
        CAPTURE(condition);
        CHECK(truth_with(condition, "file", std::string("f")) == SlowTruth());
    }
    CHECK(truth_with("exists(score)", "score", std::int64_t{0}) == SlowTruth(true));
    CHECK(truth_with("exists(score)", "file", std::string("f")) == SlowTruth(false));
    CHECK(truth_with("exists(score eq 1)", "file", std::string("f")) == SlowTruth(false));
}

TEST_CASE("a reference that leads nowhere gives absent values, and is itself recorded") {
    CHECK(truth_with("exists(team)", "team", std::string("nobody")) == SlowTruth(true));
    CHECK(truth_with("exists(team.id)", "team", std::string("nobody")) == SlowTruth(false));
    CHECK(truth_with("team.active", "team", std::string("nobody")) == SlowTruth());
    CHECK(truth_with("team eq 'nobody'", "team", std::string("nobody")) == SlowTruth(true));
}

TEST_CASE("div rounds half to even at the sixth place, and by zero it is unknown") {
    // 1/64 = 0.015625 exactly; over 2, 4 … the seventh place is a five: to the even neighbour.
    CHECK(truth("1 div 3 eq 0.333333") == SlowTruth(true));
    CHECK(truth("2 div 3 eq 0.666667") == SlowTruth(true));
    CHECK(truth("1 div 128 eq 0.007812") == SlowTruth(true));     // 0.0078125
    CHECK(truth("3 div 128 eq 0.023438") == SlowTruth(true));     // 0.0234375
    CHECK(truth("-1 div 128 eq -0.007812") == SlowTruth(true));
    CHECK(truth("-3 div 128 eq -0.023438") == SlowTruth(true));
    CHECK(truth("0.5 div 0.25 eq 2") == SlowTruth(true));
    CHECK(truth("duration('PT1H') div duration('P1D') eq 0.041667") == SlowTruth(true));
    CHECK(truth("1 div 0 eq 1") == SlowTruth());
    CHECK(truth("not(1 div 0 eq 1)") == SlowTruth());
    CHECK(truth("exists(1 div 0)") == SlowTruth(false));
    CHECK(truth("duration('PT1H') div duration('PT0S') gt 0") == SlowTruth());
}

TEST_CASE("what does not fit 64 bits is unknown and never wraps around") {
    CHECK(truth_with("score + 1 gt 0", "score", std::int64_t{9223372036854775807}) == SlowTruth());
    CHECK(truth_with("score * 2 lt 0", "score", std::int64_t{9223372036854775807}) == SlowTruth());
    CHECK(truth_with("score gt 0.5", "score", std::int64_t{9223372036854775807}) == SlowTruth());
    CHECK(truth_with("score gt 0", "score", std::int64_t{9223372036854775807}) == SlowTruth(true));
    CHECK(truth("date('9999-12-31') + duration('P1D') gt today") == SlowTruth());
}

TEST_CASE("in and not in find numbers of any scale, words, texts, dates and truths") {
    CHECK(truth_with("cost in (1.5, 2)", "cost", std::int64_t{150}) == SlowTruth(true));
    CHECK(truth_with("cost in (1.5, 2)", "cost", std::int64_t{200}) == SlowTruth(true));
    CHECK(truth_with("cost not in (1.5, 2)", "cost", std::int64_t{151}) == SlowTruth(true));
    CHECK(truth_with("cost not in (-1.5)", "cost", std::int64_t{-150}) == SlowTruth(false));
    CHECK(truth_with("state in ('open', 'held')", "state", std::string("held")) == SlowTruth(true));
    CHECK(truth_with("not (state in ('open'))", "state", std::string("held")) == SlowTruth(true));
    CHECK(truth_with("note in ('it''s')", "note", std::string("it's")) == SlowTruth(true));
    CHECK(truth_with("opened in (today, date('2025-01-31'))", "opened", std::int64_t{20119}) == SlowTruth(true));
    CHECK(truth_with("urgent in (false)", "urgent", std::int64_t{0}) == SlowTruth(true));
    CHECK(truth_with("taken in (duration('PT4H'))", "taken", std::int64_t{14400}) == SlowTruth(true));
}

TEST_CASE("contains finds words of a set whole and parts of a text letter for letter") {
    CHECK(truth_with("contains(labels, 'hw')", "labels", std::string(R"(["hw","vip"])")) == SlowTruth(true));
    CHECK(truth_with("contains(labels, 'sw')", "labels", std::string(R"(["hw","vip"])")) == SlowTruth(false));
    CHECK(truth_with("contains(note, 'b c')", "note", std::string("ab cd")) == SlowTruth(true));
    CHECK(truth_with("contains(note, 'B C')", "note", std::string("ab cd")) == SlowTruth(false));
    CHECK(truth_with("contains(note, '%')", "note", std::string("ab")) == SlowTruth(false));
    CHECK(truth_with("contains(note, 'it''s')", "note", std::string("so it's")) == SlowTruth(true));
    CHECK(truth_with("contains(lower(note), '\u00E9')", "note", std::string("\u00C9T\u00C9")) == SlowTruth(true));
}

TEST_CASE("matches holds for the whole text only") {
    CHECK(truth_with("matches(note, 'INC[0-9]{7}')", "note", std::string("INC0010001")) == SlowTruth(true));
    CHECK(truth_with("matches(note, 'INC[0-9]{7}')", "note", std::string("INC0010001 ")) == SlowTruth(false));
    CHECK(truth_with("matches(note, 'a|ab')", "note", std::string("ab")) == SlowTruth(true));
    CHECK(truth_with("matches(note, 'a')", "note", std::string("ba")) == SlowTruth(false));
    CHECK(truth_with("matches(state, 'op.*')", "state", std::string("open")) == SlowTruth(true));
}

TEST_CASE("texts are ordered by their bytes") {
    CHECK(truth_with("note lt 'b'", "note", std::string("a")) == SlowTruth(true));
    CHECK(truth_with("note lt 'a'", "note", std::string("B")) == SlowTruth(true));
    CHECK(truth_with("note gt 'z'", "note", std::string("\u00E9")) == SlowTruth(true));
    CHECK(truth_with("note lt 'ab'", "note", std::string("a")) == SlowTruth(true));
}

TEST_CASE("on gives the day in London, on both sides of the changes of its clocks") {
    const auto day = [](const std::string& instant, const std::string& expected) {
        CAPTURE(instant);
        CHECK(truth(fmt::format("on(datetime('{}')) eq date('{}')", instant, expected)) == SlowTruth(true));
    };
    day("2025-03-29T23:30Z", "2025-03-29");
    day("2025-03-30T00:59Z", "2025-03-30");
    day("2025-03-30T23:00Z", "2025-03-31");       // summer time began at 01:00 UTC
    day("2025-03-30T22:59Z", "2025-03-30");
    day("2025-10-25T23:00Z", "2025-10-26");
    day("2025-10-26T23:00Z", "2025-10-26");       // it ended at 01:00 UTC
    day("2025-10-26T23:59:59Z", "2025-10-26");
    day("2025-10-27T00:00Z", "2025-10-27");
    // A time without offset is local: 00:30 on the last Sunday of March is winter time, 02:30 summer time.
    CHECK(truth("datetime('2025-03-30T00:30') eq datetime('2025-03-30T00:30Z')") == SlowTruth(true));
    CHECK(truth("datetime('2025-03-30T02:30') eq datetime('2025-03-30T01:30Z')") == SlowTruth(true));
    CHECK(truth("datetime('2025-10-26T01:30') eq datetime('2025-10-26T00:30Z')") == SlowTruth(true));   // twice: the earlier
    CHECK(truth("datetime('2025-03-31T12:00') - datetime('2025-03-29T12:00') eq duration('PT47H')") == SlowTruth(true));
}

TEST_CASE("on agrees with the rule of British summer time at random moments") {
    LanguageWorld world(language_schema());
    CHECK(rc::check([&world] {
        using namespace std::chrono;
        const int of_year = *rc::gen::inRange(1997, 2037);
        const auto seconds_in = *rc::gen::inRange(0, 364 * 86400);
        const Instant moment = Instant(sys_days(year{of_year} / January / 1)) + seconds{seconds_in};
        const Instant begins = Instant(sys_days(year{of_year} / March / Sunday[last])) + hours{1};
        const Instant ends = Instant(sys_days(year{of_year} / October / Sunday[last])) + hours{1};
        const bool summer = moment >= begins && moment < ends;
        const Date expected = floor<days>(moment + hours{summer ? 1 : 0});
        world.forget_rows();
        world.set_rows("ticket", {{{"id", std::string("K1")}, {"seen", std::int64_t{moment.time_since_epoch().count()}}}});
        RC_ASSERT(world.truth_of(fmt::format("on(seen) eq date('{}')", to_text(expected)), "K1") == SlowTruth(true));
    }));
}

TEST_CASE("months are clamped at their ends, days are counted on") {
    CHECK(truth("date('2025-01-31') + duration('P1M') eq date('2025-02-28')") == SlowTruth(true));
    CHECK(truth("date('2024-01-31') + duration('P1M') eq date('2024-02-29')") == SlowTruth(true));
    CHECK(truth("date('2024-02-29') + duration('P1Y') eq date('2025-02-28')") == SlowTruth(true));
    CHECK(truth("date('2025-03-31') - duration('P1M') eq date('2025-02-28')") == SlowTruth(true));
    CHECK(truth("duration('P1M1D') + date('2025-01-31') eq date('2025-03-01')") == SlowTruth(true));
    CHECK(truth("date('2025-03-31') - date('2025-03-30') eq duration('P1D')") == SlowTruth(true));
}

TEST_CASE("today is the judgement date") {
    CHECK(truth("today eq date('2025-06-15')") == SlowTruth(true));
}
