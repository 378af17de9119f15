#include "assay/intake/events.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

using namespace assay;

namespace {

Field make_field(std::string id, FieldType type, bool key = false) {
    Field field;
    field.id = std::move(id);
    field.type = type;
    field.key = field.required = key;
    return field;
}

Register make_log() {
    Register reg;
    reg.id = "incident";
    reg.fields = {make_field("number", FieldType::text, true), make_field("state", FieldType::enumeration),
                  make_field("updated_at", FieldType::datetime), make_field("assigned_to", FieldType::text),
                  make_field("priority", FieldType::integer)};
    return reg;
}

Register make_stays() {
    Register reg;
    reg.id = "ticket_state";
    reg.fields = {make_field("kind", FieldType::enumeration, true),
                  make_field("number", FieldType::text, true),
                  make_field("entered_at", FieldType::datetime, true),
                  make_field("left_at", FieldType::datetime),
                  make_field("state", FieldType::text),
                  make_field("assigned_to", FieldType::text),
                  make_field("assignment_group", FieldType::text),
                  make_field("priority", FieldType::text),
                  make_field("reopened", FieldType::boolean),
                  make_field("clock_stopped", FieldType::boolean)};
    reg.fields[0].words = {"incident", "problem"};
    return reg;
}

std::string text(const Value& value) {
    return is_absent(value) ? "-" : number_of(value) != nullptr ? std::to_string(*number_of(value)) : *text_of(value);
}

/// "line: kind number entered left state assigned group priority reopened stopped"
class KeepingSink final : public RowSink {
public:
    void begin(const ImportPlan& plan) override {
        CHECK(plan.match.ok);
        CHECK(plan.fields == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    }
    void add(std::uint64_t line, Row& row) override {
        std::string all = std::to_string(line) + ":";
        for (const auto& value : row) {
            all += " " + text(value);
        }
        m_rows.push_back(all);
        m_values.push_back(row);
    }
    std::vector<std::string> m_rows;
    std::vector<Row> m_values;
};

using Lines = std::vector<std::string>;
struct Event {
    std::string number, state;
    std::int64_t at;
    std::string assigned;
};

struct Derived {
    Lines rows;
    EventCounts counts;
    std::vector<Row> values;
};

Derived derive(const std::vector<Event>& events, EventOptions options = {}) {
    const auto log = make_log();
    const auto stays = make_stays();
    KeepingSink sink;
    StateIntervals intervals(log, stays, std::move(options), sink);
    ImportPlan plan;
    plan.fields = {2, 1, 0, 3, 4};
    intervals.begin(plan);
    std::uint64_t line = 1;
    for (const auto& event : events) {
        Row row{event.at, event.state.empty() ? Value{} : Value{event.state}, event.number,
                event.assigned.empty() ? Value{} : Value{event.assigned}, Absent{}};
        intervals.add(++line, row);
    }
    Derived derived;
    derived.counts = intervals.finish();
    derived.rows = sink.m_rows;
    derived.values = sink.m_values;
    return derived;
}

} // namespace

TEST_CASE("events become stays: from the first event in a state to the first in the next") {
    const auto derived = derive({{"B", "new", 5, ""},
                                 {"A", "new", 10, ""},
                                 {"A", "new", 20, "Ann"},
                                 {"A", "active", 30, "Bob"},
                                 {"A", "active", 35, ""},
                                 {"A", "closed", 40, ""}});
    CHECK(derived.rows == Lines{"3: incident A 10 30 new Ann - - 0 -", "5: incident A 30 40 active Bob - - 0 -",
                                "7: incident A 40 - closed - - - 0 -", "2: incident B 5 - new - - - 0 -"});
    CHECK(derived.counts.events == 6);
    CHECK(derived.counts.tickets == 2);
    CHECK(derived.counts.stays == 4);
    CHECK(derived.counts.reopenings == 0);
}

TEST_CASE("leaving a final state for another that is not final is a reopening") {
    const auto derived =
        derive({{"A", "resolved", 1, ""}, {"A", "closed", 2, ""}, {"A", "active", 3, ""}, {"A", "resolved", 4, ""}, {"A", "new", 5, ""}});
    CHECK(derived.counts.reopenings == 2);
    CHECK(derived.rows[2] == "4: incident A 3 4 active - - - 1 -");
    CHECK(derived.rows[4] == "6: incident A 5 - new - - - 1 -");
    EventOptions options;
    options.final_states = {"closed"};
    CHECK(derive({{"A", "resolved", 1, ""}, {"A", "active", 2, ""}}, options).counts.reopenings == 0);
}

TEST_CASE("whether the clock stands is told only where somebody said in which states") {
    EventOptions options;
    options.stopped_states = {"awaiting_user"};
    CHECK(derive({{"A", "awaiting_user", 1, ""}, {"A", "active", 2, ""}}, options).rows ==
          Lines{"2: incident A 1 2 awaiting_user - - - 0 1", "3: incident A 2 - active - - - 0 0"});
}

TEST_CASE("events out of order are sorted in and counted") {
    const auto derived = derive({{"A", "closed", 30, ""}, {"A", "new", 10, ""}, {"A", "active", 20, ""}});
    CHECK(derived.rows ==
          Lines{"3: incident A 10 20 new - - - 0 -", "4: incident A 20 30 active - - - 0 -", "2: incident A 30 - closed - - - 0 -"});
    CHECK(derived.counts.out_of_order == 2);
}

TEST_CASE("of two states at one instant the later in the file stands, and a reopening is not lost") {
    const auto derived = derive({{"A", "closed", 10, ""}, {"A", "new", 20, ""}, {"A", "active", 20, ""}});
    CHECK(derived.rows == Lines{"2: incident A 10 20 closed - - - 0 -", "4: incident A 20 - active - - - 1 -"});
    CHECK(derived.counts.merged == 1);
}

TEST_CASE("an event without state tells of no stay, and is counted") {
    const auto derived = derive({{"A", "new", 10, ""}, {"A", "", 20, ""}, {"A", "closed", 30, ""}});
    CHECK(derived.rows.size() == 2);
    CHECK(derived.counts.without_state == 1);
}

TEST_CASE("a log of the ticket states themselves gets its ends") {
    const auto stays = make_stays();
    KeepingSink sink;
    StateIntervals intervals(stays, stays, {}, sink);
    ImportPlan plan;
    plan.fields = {0, 1, 2, 4};
    intervals.begin(plan);
    Row first{std::string("problem"), std::string("7"), std::int64_t{1}, std::string("Assign")};
    Row second{std::string("incident"), std::string("7"), std::int64_t{3}, std::string("Assign")};
    Row third{std::string("problem"), std::string("7"), std::int64_t{2}, std::string("Close")};
    intervals.add(2, first);
    intervals.add(3, second);
    intervals.add(4, third);
    CHECK(intervals.finish().tickets == 2);
    CHECK(sink.m_rows ==
          Lines{"3: incident 7 3 - Assign - - - 0 -", "2: problem 7 1 2 Assign - - - 0 -", "4: problem 7 2 - Close - - - 0 -"});
}

TEST_CASE("a log that lacks what stays are made of is refused") {
    const auto stays = make_stays();
    auto log = make_log();
    KeepingSink sink;
    ImportPlan plan;
    const auto begin = [&](EventOptions options = {}) {
        StateIntervals intervals(log, stays, std::move(options), sink);
        intervals.begin(plan);
    };
    plan.fields = {0, 2};
    CHECK_THROWS_WITH_AS(begin(), "--events needs the field 'state' of register 'incident', which no column of the file fills", Error);
    plan.fields = {0, 1, 2, 4};
    EventOptions options;
    options.time = "priority";
    CHECK_THROWS_WITH_AS(begin(options), "--events needs date-times, and 'priority' is of type integer", Error);
    log.id = "risk";
    CHECK_THROWS_WITH_AS(begin(), "register 'risk' cannot be an event log: 'ticket_state' keeps states of incident, problem", Error);
    log.fields[1].key = true;
    CHECK_THROWS_WITH_AS(begin(), "register 'risk' cannot be an event log: its key has 2 fields", Error);
}

TEST_CASE("stays of a ticket follow each other without gap or overlap, and agree with the log at every instant") {
    CHECK(rc::check([] {
        const auto event = rc::gen::map(rc::gen::tuple(rc::gen::element<std::string>("A", "B"),
                                                       rc::gen::element<std::string>("new", "active", "closed"), rc::gen::inRange(0, 12)),
                                        [](const std::tuple<std::string, std::string, int>& t) {
                                            return Event{std::get<0>(t), std::get<1>(t), std::get<2>(t), ""};
                                        });
        const auto events = *rc::gen::container<std::vector<Event>>(event);
        const auto derived = derive(events);
        // The slow way: the state of a ticket at an instant is that of its last event until then (ties: the last in the file).
        std::map<std::pair<std::string, std::int64_t>, std::string> state_at;
        std::set<std::pair<std::string, std::int64_t>> keys;
        for (const std::string ticket : {"A", "B"}) {
            for (std::int64_t at = 0; at < 13; ++at) {
                const Event* last = nullptr;
                for (const auto& e : events) {
                    if (e.number == ticket && e.at <= at && (last == nullptr || e.at >= last->at)) {
                        last = &e;
                    }
                }
                if (last != nullptr) {
                    state_at[{ticket, at}] = last->state;
                }
            }
        }
        std::map<std::pair<std::string, std::int64_t>, std::string> told;
        for (const auto& row : derived.values) {
            const auto number = text(row[1]);
            const auto entered = *number_of(row[2]);
            RC_ASSERT(keys.insert({number, entered}).second);
            const auto left = is_absent(row[3]) ? 13 : *number_of(row[3]);
            RC_ASSERT(entered < left);
            for (auto at = entered; at < left; ++at) {
                RC_ASSERT(told.emplace(std::pair(number, at), text(row[4])).second);
            }
        }
        RC_ASSERT(told == state_at);
    }));
}
