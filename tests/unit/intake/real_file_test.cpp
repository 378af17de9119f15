// Public exports that nobody here wrote, where the shared samples are at hand.
#include "assay/intake/events.hpp"
#include "assay/intake/import.hpp"
#include "support/csv_split.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

using namespace assay;

namespace {

std::string sample_path(const std::string& name) {
    const auto* given = std::getenv("ASSAY_SHARED_DATA");
    return (given != nullptr ? std::string(given) : std::string(ASSAY_SOURCE_DIR) + "/../shared/data") + "/itsm/" + name;
}

Field make_field(std::string id, FieldType type, std::vector<std::string> aliases = {}) {
    Field field;
    field.id = id;
    field.title = id;
    field.type = type;
    field.aliases = std::move(aliases);
    return field;
}

Register make_incident() {
    Register reg;
    reg.id = "incident";
    reg.fields = {make_field("number", FieldType::text),
                  make_field("state", FieldType::enumeration, {"incident_state"}),
                  make_field("reassignment_count", FieldType::integer),
                  make_field("made_sla", FieldType::boolean),
                  make_field("opened_at", FieldType::datetime),
                  make_field("recorded_at", FieldType::datetime, {"sys_created_at"}),
                  make_field("updated_at", FieldType::datetime, {"sys_updated_at"}),
                  make_field("impact", FieldType::enumeration),
                  make_field("priority", FieldType::enumeration),
                  make_field("assigned_to", FieldType::text),
                  make_field("assignment_group", FieldType::text),
                  make_field("problem", FieldType::ref, {"problem_id"}),
                  make_field("resolved_at", FieldType::datetime),
                  make_field("closed_at", FieldType::datetime)};
    reg.fields[0].key = reg.fields[0].required = true;
    reg.fields[1].words = {
        "new", "active", "resolved", "closed", "awaiting_user_info", "awaiting_problem", "awaiting_vendor", "awaiting_evidence"};
    reg.fields[4].required = true;
    reg.fields[7].words = {"high", "medium", "low"};
    reg.fields[7].value_aliases = {{"high", "1 - High"}, {"medium", "2 - Medium"}, {"low", "3 - Low"}};
    reg.fields[8].words = {"critical", "high", "moderate", "low"};
    reg.fields[8].value_aliases = {{"critical", "1 - Critical"}, {"high", "2 - High"}, {"moderate", "3 - Moderate"}, {"low", "4 - Low"}};
    reg.absent_words = {"?"};
    return reg;
}

Register make_ticket_state() {
    Register reg;
    reg.id = "ticket_state";
    reg.fields = {make_field("kind", FieldType::enumeration),    make_field("number", FieldType::text),
                  make_field("entered_at", FieldType::datetime), make_field("left_at", FieldType::datetime),
                  make_field("state", FieldType::text),          make_field("reopened", FieldType::boolean)};
    reg.fields[0].words = {"incident"};
    return reg;
}

/// The latest row of each ticket (ties: the last in the file), as the store keeps it.
class Latest final : public RowSink {
public:
    void begin(const ImportPlan& plan) override { m_plan = plan; }
    void add(std::uint64_t, Row& row) override {
        auto& kept = m_rows[*text_of(row[0])];
        const auto by = *m_plan.latest_by;
        if (kept.empty() || *number_of(row[by]) >= *number_of(kept[by])) {
            kept = row;
        }
    }
    ImportPlan m_plan;
    std::map<std::string, Row> m_rows;
};

class Stays final : public RowSink {
public:
    void begin(const ImportPlan&) override {}
    void add(std::uint64_t, Row& row) override { m_ends[*text_of(row[1])] += is_absent(row[3]) ? 1 : 0; }
    std::map<std::string, int> m_ends;
};

} // namespace

TEST_CASE("the UCI incident log comes in whole: 5,998 events, day-month-year, 890 incidents") {
    const auto file = read_simple_csv(sample_path("uci498_incident_event_log_first5998.csv"));
    if (!file) {
        MESSAGE("SKIPPED: the shared samples are absent (set ASSAY_SHARED_DATA)");
        return;
    }
    TestRun test;
    Latest latest;
    Stays ends;
    const auto zone = Zone::find("Europe/Lisbon");
    const auto reg = make_incident();
    const auto stays = make_ticket_state();
    StateIntervals intervals(reg, stays, {}, ends);
    RowTee tee({&intervals, &latest});
    ImportOptions options;
    options.file = "uci.csv";
    options.latest_by = "sys_updated_at";
    const auto outcome = run_import(
        test.run, [&] { return std::make_unique<FakeReader>(*file); }, reg, options, {zone, {}, {}}, tee);

    CHECK(test.diagnostics.to_text().empty());
    CHECK(outcome.receipt.rows_in == 5998);
    CHECK(outcome.receipt.count(Fate::rejected) == 0);
    CHECK(outcome.rows_sent == 5998);
    CHECK(outcome.receipt.columns.size() == 14);
    CHECK(outcome.receipt.unused.size() == 22);
    REQUIRE(outcome.receipt.dates.size() == 5);
    for (const auto& dates : outcome.receipt.dates) {
        CHECK(dates.finding.result == DateOrderResult::found);
        CHECK(dates.finding.order == DateOrder::day_month_year);
    }
    CHECK(to_text(outcome.receipt.dates[0].finding) == "day-month-year: 29-02-2016 01:16 in line 2 fits no other order");

    // What an auditor is told of it: PRODUCT's figures.
    CHECK(latest.m_rows.size() == 890);
    const auto count_absent = [&](std::string_view field) {
        const auto at = std::ranges::find(outcome.plan.fields, *reg.find_index(field)) - outcome.plan.fields.begin();
        return std::ranges::count_if(latest.m_rows, [&](const auto& row) { return is_absent(row.second[static_cast<std::size_t>(at)]); });
    };
    CHECK(count_absent("assigned_to") == 217);
    CHECK(count_absent("resolved_at") == 29);
    CHECK(count_absent("problem") == 890 - 47);
    const auto made_sla = std::ranges::find(outcome.plan.fields, *reg.find_index("made_sla")) - outcome.plan.fields.begin();
    CHECK(std::ranges::count_if(latest.m_rows, [&](const auto& row) {
              return row.second[static_cast<std::size_t>(made_sla)] == Value{std::int64_t{0}};
          }) == 395);

    const auto counts = intervals.finish();
    CHECK(counts.events == 5998);
    CHECK(counts.tickets == 890);
    CHECK(counts.without_state == 0);
    CHECK(ends.m_ends.size() == 890);
    CHECK(std::ranges::all_of(ends.m_ends, [](const auto& end) { return end.second == 1; })); // each ticket is still in its last state
}

TEST_CASE("the damaged Rabobank rows come in or are refused with reasons") {
    const auto file = read_simple_csv(sample_path("bpi2014_derived_ITSM_data_40rows.csv"));
    if (!file) {
        MESSAGE("SKIPPED: the shared samples are absent (set ASSAY_SHARED_DATA)");
        return;
    }
    Register reg;
    reg.id = "incident";
    reg.fields = {make_field("number", FieldType::text, {"Incident_ID"}), make_field("opened_at", FieldType::datetime, {"Open_Time"}),
                  make_field("handled", FieldType::decimal, {"Handle_Time_hrs"})};
    TestRun test;
    class Counting final : public RowSink {
    public:
        void begin(const ImportPlan&) override {}
        void add(std::uint64_t, Row&) override {}
    } sink;
    const auto zone = Zone::utc();
    const auto outcome = run_import(
        test.run, [&] { return std::make_unique<FakeReader>(*file); }, reg, {}, {zone, {}, {}}, sink);
    CHECK(!outcome.refused);
    CHECK(outcome.receipt.rows_in == 40);
    CHECK(outcome.receipt.count(Fate::rejected) == 39); // "61,125" is a number with a grouping comma
    CHECK(outcome.receipt.dates.at(0).finding.order == DateOrder::day_month_year);
    CHECK(outcome.receipt.rows[static_cast<std::size_t>(Fate::rejected)].front().note ==
          "column 19 'Handle_Time_hrs': '3,87,16,91,111' is not a number (write it as 1234.5)");
}
