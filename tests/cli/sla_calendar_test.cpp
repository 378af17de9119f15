#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

struct Calendars : TestWorkspace {
    Calendars() {
        auto text = read_text_file(path() / "assay.xml");
        text.insert(text.find("</workspace>"), "  <calendar id=\"office\" title=\"Office hours\" zone=\"Europe/London\">\n"
                                               "    <hours days=\"mon tue wed thu fri\" from=\"09:00\" to=\"17:30\"/>\n"
                                               "    <holiday date=\"2025-12-25\"/>\n"
                                               "    <open date=\"2025-12-25\" from=\"10:00\" to=\"12:00\"/>\n"
                                               "  </calendar>\n");
        write("assay.xml", text);
    }
};

} // namespace

TEST_CASE_FIXTURE(Calendars, "the calendars of a workspace are listed") {
    const auto listed = run({"sla", "calendar"});
    CHECK(listed.err.empty());
    CHECK(listed.exit_code == 0);
    CHECK(listed.out == "calendar  title         zone           hours a week  holidays  openings\n"
                        "--------  ------------  -------------  ------------  --------  --------\n"
                        "office    Office hours  Europe/London          42.5         1         1\n"
                        "24x7      always open   UTC                     168         0         0\n");
    CHECK(run({"sla", "calendar", "--format", "csv"}).out == "calendar,title,zone,hours_a_week,holidays,openings\r\n"
                                                             "office,Office hours,Europe/London,42.5,1,1\r\n"
                                                             "24x7,always open,UTC,168,0,0\r\n");
    CHECK(run({"sla", "calendar", "--format", "json"}).out.find("\"seconds_a_week\": 153000,") != std::string::npos);
}

TEST_CASE_FIXTURE(Calendars, "a calendar tells the business time between two instants, and when a length is used up") {
    // Over the start of summer time: Friday 16:30 to Monday 09:30 by the clock.
    CHECK(run({"sla", "calendar", "office", "--from", "2025-03-28T16:30", "--to", "2025-03-31T09:30"}).out ==
          "PT1H30M (1.50 h) of calendar 'office' from 2025-03-28T16:30:00+00:00 to 2025-03-31T09:30:00+01:00\n");
    CHECK(run({"sla", "calendar", "Office Hours", "--from", "2025-12-24T17:00", "--within", "PT3H"}).out ==
          "2025-12-26T09:30:00+00:00: PT3H of calendar 'office' after 2025-12-24T17:00:00+00:00\n");
    CHECK(run({"sla", "calendar", "24x7", "--from", "2025-12-24T17:00Z", "--to", "2025-12-25T17:00Z"}).out ==
          "P1D (24.00 h) of calendar '24x7' from 2025-12-24T17:00:00+00:00 to 2025-12-25T17:00:00+00:00\n");
}

TEST_CASE_FIXTURE(Calendars, "questions that a calendar cannot answer are refused") {
    const auto refused = [&](const std::vector<std::string>& arguments, const std::string& text) {
        const auto result = run(arguments);
        CHECK(result.exit_code == 64);
        CHECK(result.out.empty());
        CHECK(result.err == text + "\n");
    };
    refused({"sla", "calendar", "offices"}, "assay: there is no calendar 'offices' (did you mean 'office'?)");
    refused({"sla", "calendar", "office"}, "assay: a calendar is asked with --from and either --to or --within");
    refused({"sla", "calendar", "office", "--from", "today", "--within", "PT1H"}, "assay: --from takes an instant such as 2026-01-31T08:00, not 'today'");
    refused({"sla", "calendar", "office", "--from", "2025-12-24T17:00", "--within", "P1M"}, "assay: --within takes a length such as PT4H, not 'P1M'");
    refused({"sla", "calendar", "office", "--from", "1969-12-24T17:00", "--within", "PT1H"}, "assay: calendar 'office' answers for the years 1970 to 2099");
    refused({"sla", "calendar", "--from", "2025-12-24T17:00"}, "assay: --from goes with a calendar");
}

TEST_CASE_FIXTURE(Calendars, "a calendar with a zone that is not known is a fault of the workspace file, at its place") {
    auto text = read_text_file(path() / "assay.xml");
    text.replace(text.find("Europe/London"), 13, "Europe/Lundon");
    write("assay.xml", text);
    const auto result = run({"sla", "calendar"});
    CHECK(result.exit_code == 1);
    CHECK(result.err.find("error: unknown time zone 'Europe/Lundon' (did you mean 'Europe/London'?) [unknown-zone]\n") != std::string::npos);
    CHECK(result.err.starts_with("assay.xml:"));
}
