#include "assay/base/zone.hpp"

#include "assay/base/error.hpp"

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
