#include "assay/base/zone.hpp"

#include "assay/base/error.hpp"
#include "base/zone_rule.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

std::string resolve(const Zone& zone, std::string_view text) {
    const Zone::Resolved found = zone.to_instant(parse_datetime(text).value());
    const char* kind = found.kind == LocalTime::unique ? "" : found.kind == LocalTime::fold ? " fold" : " gap";
    return to_text(found.instant) + kind;
}

Instant instant(std::string_view text) {
    const LocalDateTime local = parse_datetime(text).value();
    return Instant(local.day) + local.time_of_day;
}

} // namespace

TEST_CASE("UTC needs no database and knows no folds") {
    const Zone utc = Zone::find("UTC");
    CHECK(utc.name() == "UTC");
    CHECK(resolve(utc, "2026-03-29T01:30") == "2026-03-29T01:30:00Z");
    CHECK(utc.offset_at(instant("2026-07-01T00:00")) == seconds{0});
    CHECK(to_text(utc.date_of(instant("1969-12-31T23:59:59"))) == "1969-12-31");
    CHECK(utc.digest() == Zone::utc().digest());
    CHECK(Zone().name() == "UTC");
    CHECK(Zone().offset_at(Instant{}) == seconds{0});
}

TEST_CASE("a local time becomes the instant its zone had then") {
    const Zone london = Zone::find("Europe/London");
    CHECK(resolve(london, "2026-01-31T08:00") == "2026-01-31T08:00:00Z");
    CHECK(resolve(london, "2026-07-01T08:00") == "2026-07-01T07:00:00Z");
    CHECK(resolve(Zone::find("America/New_York"), "2026-07-01T20:00") == "2026-07-02T00:00:00Z");
    CHECK(resolve(Zone::find("Asia/Kathmandu"), "2026-07-01T00:00") == "2026-06-30T18:15:00Z");
}

TEST_CASE("an offset in the text wins over the zone") {
    CHECK(resolve(Zone::find("Europe/London"), "2026-07-01T08:00+03:00") == "2026-07-01T05:00:00Z");
    CHECK(resolve(Zone::find("Europe/London"), "2026-03-29T01:30Z") == "2026-03-29T01:30:00Z");
}

TEST_CASE("a fold gives the earlier instant, a gap the instant just after it") {
    const Zone london = Zone::find("Europe/London");
    CHECK(resolve(london, "2026-10-25T00:59:59") == "2026-10-24T23:59:59Z");
    CHECK(resolve(london, "2026-10-25T01:00") == "2026-10-25T00:00:00Z fold");
    CHECK(resolve(london, "2026-10-25T01:59:59") == "2026-10-25T00:59:59Z fold");
    CHECK(resolve(london, "2026-10-25T02:00") == "2026-10-25T02:00:00Z");
    CHECK(resolve(london, "2026-03-29T00:59:59") == "2026-03-29T00:59:59Z");
    CHECK(resolve(london, "2026-03-29T01:00") == "2026-03-29T01:00:00Z gap");
    CHECK(resolve(london, "2026-03-29T01:59:59") == "2026-03-29T01:00:00Z gap");
    CHECK(resolve(london, "2026-03-29T02:00") == "2026-03-29T01:00:00Z");
    // Samoa left out a whole day, 30 December 2011.
    const Zone apia = Zone::find("Pacific/Apia");
    CHECK(resolve(apia, "2011-12-29T23:59:59") == "2011-12-30T09:59:59Z");
    CHECK(resolve(apia, "2011-12-30T12:00") == "2011-12-30T10:00:00Z gap");
    CHECK(resolve(apia, "2011-12-31T00:00") == "2011-12-30T10:00:00Z");
}

TEST_CASE("the local date and the offset change with daylight saving") {
    const Zone london = Zone::find("Europe/London");
    CHECK(to_text(london.date_of(instant("2026-06-30T23:30"))) == "2026-07-01");
    CHECK(to_text(london.date_of(instant("2026-12-31T23:30"))) == "2026-12-31");
    CHECK(london.offset_at(instant("2026-03-29T00:59:59")) == hours{0});
    CHECK(london.offset_at(instant("2026-03-29T01:00:00")) == hours{1});
    CHECK(london.offset_at(instant("1847-01-01T00:00")) == -minutes{1} - seconds{15});
}

TEST_CASE("summer time goes on after the last year that the zone files spell out") {
    CHECK(resolve(Zone::find("Europe/London"), "2050-07-01T08:00") == "2050-07-01T07:00:00Z");
    CHECK(resolve(Zone::find("America/New_York"), "2050-01-01T08:00") == "2050-01-01T13:00:00Z");
    CHECK(resolve(Zone::find("Australia/Sydney"), "2050-01-01T08:00") == "2049-12-31T21:00:00Z");
    CHECK(resolve(Zone::find("Asia/Tokyo"), "2050-07-01T08:00") == "2050-06-30T23:00:00Z");
}

TEST_CASE("the rule that a zone file ends with gives the transitions that the file lists") {
    // Files list the transitions to 2037: what the rule says of 2030 to 2036 must be the same, for every kind of rule.
    for (const auto& [name, rule] : {std::pair{"Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"}, {"America/New_York", "EST5EDT,M3.2.0,M11.1.0"},
                                     {"Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"}, {"Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1"},
                                     {"America/Nuuk", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"}, {"Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"},
                                     {"Africa/Cairo", "EET-2EEST,M4.5.5/0,M10.5.4/24"}}) {
        CAPTURE(name);
        const Zone zone = Zone::find(name);
        const auto spans = detail::make_spans(rule, 2030, 2036);
        REQUIRE(spans.has_value());
        CHECK(spans->size() == 14);
        for (const auto& span : *spans) {
            CHECK(zone.offset_at(span.begin) == span.offset);
            CHECK(zone.offset_at(span.begin - seconds{1}) != span.offset);
        }
    }
}

TEST_CASE("rules count days of the year with and without the leap day") {
    const auto begins = [](std::string_view rule, int year) {
        const auto spans = detail::make_spans(rule, year, year).value();
        return to_text(spans.front().begin) + " " + to_text(spans.back().begin);
    };
    CHECK(begins("AAA0BBB,J59/0,J60/0:30", 2028) == "2028-02-28T00:00:00Z 2028-02-29T23:30:00Z");
    CHECK(begins("AAA0BBB,58/0,59/0", 2028) == "2028-02-28T00:00:00Z 2028-02-28T23:00:00Z");
    CHECK(begins("AAA0BBB,J60,J365", 2027) == "2027-03-01T02:00:00Z 2027-12-31T01:00:00Z");
    CHECK(detail::make_spans("JST-9", 2040, 2050).value().size() == 1);
}

TEST_CASE("a rule that is not understood is nothing") {
    for (const char* rule : {"", "A", "GMT", "GMT0BST", "GMT0BST,", "GMT0BST,M3.5.0", "GMT0BST,M13.5.0,M10.5.0", "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,M3.5.7,M10.5.0",
                             "GMT0BST,J0,J1", "GMT0BST,366,1", "GMT0BST,M3.5.0/x,M10.5.0", "GMT0BST,M3.5.0,M10.5.0,", "<GMT0", "GMT0:1"}) {
        CAPTURE(rule);
        CHECK_FALSE(detail::make_spans(rule, 2030, 2036));
    }
}

TEST_CASE("every instant comes back from its local time, or is the later half of a fold") {
    for (const char* name : {"Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Tehran"}) {
        CAPTURE(name);
        const Zone zone = Zone::find(name);
        CHECK(rc::check([&zone] {
            const Instant at{seconds{*rc::gen::inRange<std::int64_t>(-3'000'000'000, 4'000'000'000)}};
            const Instant written = at + zone.offset_at(at);
            const Date day = std::chrono::floor<std::chrono::days>(written);
            const Zone::Resolved back = zone.to_instant({day, written - day, std::nullopt});
            RC_ASSERT(zone.date_of(at) == day);
            RC_ASSERT(back.kind != LocalTime::gap);
            RC_ASSERT(back.instant == at || (back.kind == LocalTime::fold && back.instant < at));
            RC_ASSERT(back.instant + zone.offset_at(back.instant) == written);
        }));
    }
}

TEST_CASE("an unknown zone is refused with the nearest name") {
    CHECK_THROWS_WITH_AS((void)Zone::find("Europe/Londn"), "unknown time zone 'Europe/Londn' (did you mean 'Europe/London'?)", Error);
    CHECK_THROWS_WITH_AS((void)Zone::find("../../etc/passwd"),
                         "unknown time zone '../../etc/passwd' (use an IANA name such as 'Europe/London')", Error);
    CHECK_THROWS_WITH_AS((void)Zone::find(""), "unknown time zone '' (use an IANA name such as 'Europe/London')", Error);
    CHECK_THROWS_WITH_AS((void)Zone::find("right/UTC"), "unknown time zone 'right/UTC' (use an IANA name such as 'Europe/London')", Error);
}

TEST_CASE("the digest tells zones apart and is the same every time") {
    CHECK(Zone::find("Europe/London").digest() == Zone::find("Europe/London").digest());
    CHECK(Zone::find("Europe/London").digest() != Zone::find("Europe/Paris").digest());
    CHECK(Zone::find("Europe/London").digest().size() == 64);
}
