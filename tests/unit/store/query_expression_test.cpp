// Every operation of a query against literals, with Kleene's truth.
#include "fixture.hpp"

#include "assay/base/decimal.hpp"

#include <limits>

#include <rapidcheck.h>

using namespace assay;
using namespace assay::test;

namespace {

constexpr Int k_most = std::numeric_limits<Int>::max();
constexpr Int k_least = std::numeric_limits<Int>::min();

/// One row, so that an expression is worked out once.
struct Fixture {
    Store store = Store::in_memory();
    TestRun run;
    Zone zone = Zone::utc();
    Fixture() {
        store.apply_definitions(
            make_schema({make_register("one", {key("id"), field("text"), field("number", FieldType::integer),
                                               words("tags", {"cost", "legal"}, FieldType::set), reference("to", "one")})}),
            k_author, at(1));
        import_rows(store, "one", {"id", "text", "number", "tags", "to"}, {{"k", "Größe", 7, R"(["cost","legal"])", "k"}});
    }
    Value value(const QueryExpr& of) {
        TableQuery query;
        query.relations.push_back({"one", -1, {}});
        query.relations.push_back({"one", 0, "to"});
        query.relations.push_back({"one", 1, "text"});
        query.select.push_back(of);
        Value result;
        int rows = 0;
        store.runner(run.run, zone)->rows(query, [&](std::span<const Value> values) {
            result = values[0];
            ++rows;
        });
        CHECK(rows == 1);
        return result;
    }
    Value value(QueryOp op, std::vector<Value> args) {
        std::vector<QueryExpr> exprs;
        for (auto& arg : args) {
            exprs.push_back(literal(std::move(arg)));
        }
        return value(expr(op, std::move(exprs)));
    }
};

const Value k_unknown = Absent{};
const Value k_true = Int{1};
const Value k_false = Int{0};

} // namespace

TEST_CASE_FIXTURE(Fixture, "and, or and not follow Kleene's truth tables") {
    const std::vector<Value> truths{k_false, k_unknown, k_true};
    // Index 0 false, 1 unknown, 2 true: and is the lesser, or the greater, not the mirror.
    for (std::size_t a = 0; a < 3; ++a) {
        CHECK(value(QueryOp::logical_not, {truths[a]}) == truths[2 - a]);
        CHECK(value(QueryOp::is_true, {truths[a]}) == (a == 2 ? k_true : k_false));
        CHECK(value(QueryOp::conditional, {truths[a], "yes", "no"}) == (a == 2 ? Value("yes") : a == 0 ? Value("no") : k_unknown));
        for (std::size_t b = 0; b < 3; ++b) {
            CHECK(value(QueryOp::logical_and, {truths[a], truths[b]}) == truths[std::min(a, b)]);
            CHECK(value(QueryOp::logical_or, {truths[a], truths[b]}) == truths[std::max(a, b)]);
            for (std::size_t c = 0; c < 3; ++c) {
                CHECK(value(QueryOp::logical_and, {truths[a], truths[b], truths[c]}) == truths[std::min({a, b, c})]);
                CHECK(value(QueryOp::logical_or, {truths[a], truths[b], truths[c]}) == truths[std::max({a, b, c})]);
            }
        }
    }
}

TEST_CASE_FIXTURE(Fixture, "comparisons are unknown with an absent side, and texts compare by bytes") {
    struct Case {
        QueryOp op;
        bool less, same, more;
    };
    for (const auto& each : {Case{QueryOp::eq, false, true, false},
                             {QueryOp::ne, true, false, true},
                             {QueryOp::lt, true, false, false},
                             {QueryOp::le, true, true, false},
                             {QueryOp::gt, false, false, true},
                             {QueryOp::ge, false, true, true}}) {
        CAPTURE(static_cast<int>(each.op));
        const auto truth = [](bool b) { return b ? k_true : k_false; };
        CHECK(value(each.op, {1, 2}) == truth(each.less));
        CHECK(value(each.op, {2, 2}) == truth(each.same));
        CHECK(value(each.op, {3, 2}) == truth(each.more));
        CHECK(value(each.op, {"B", "a"}) == truth(each.less));
        CHECK(value(each.op, {"a", "a"}) == truth(each.same));
        CHECK(value(each.op, {"ä", "z"}) == truth(each.more));
        CHECK(value(each.op, {k_unknown, 2}) == k_unknown);
        CHECK(value(each.op, {"a", k_unknown}) == k_unknown);
        CHECK(value(each.op, {k_unknown, k_unknown}) == k_unknown);
    }
}

TEST_CASE_FIXTURE(Fixture, "arithmetic is exact, unknown with an absent side, and unknown where it overflows") {
    CHECK(value(QueryOp::add, {2, 3}) == Value(5));
    CHECK(value(QueryOp::subtract, {2, 3}) == Value(-1));
    CHECK(value(QueryOp::multiply, {-2, 3}) == Value(-6));
    CHECK(value(QueryOp::negate, {4}) == Value(-4));
    for (const auto op : {QueryOp::add, QueryOp::subtract, QueryOp::multiply, QueryOp::divide}) {
        CHECK(value(op, {k_unknown, 3}) == k_unknown);
        CHECK(value(op, {3, k_unknown}) == k_unknown);
    }
    CHECK(value(QueryOp::negate, {k_unknown}) == k_unknown);
    CHECK(value(QueryOp::add, {k_most, 1}) == k_unknown);
    CHECK(value(QueryOp::subtract, {k_least, 1}) == k_unknown);
    CHECK(value(QueryOp::multiply, {k_most, 2}) == k_unknown);
    CHECK(value(QueryOp::negate, {k_least}) == k_unknown);
    CHECK(value(QueryOp::add, {k_most, 0}) == Value(k_most));
    // An overflow inside stays unknown, even where the sum would come back into range.
    const auto over = expr(QueryOp::add, {literal(k_most), literal(Int{1})});
    CHECK(value(expr(QueryOp::subtract, {over, literal(Int{5})})) == k_unknown);
    CHECK(value(expr(QueryOp::multiply, {over, literal(Int{0})})) == k_unknown);
    CHECK(value(expr(QueryOp::eq, {over, literal(Int{1})})) == k_unknown);
    CHECK(value(expr(QueryOp::exists, {over})) == k_false);
}

TEST_CASE_FIXTURE(Fixture, "rescale multiplies by a power of ten, and unknown where it overflows") {
    auto rescale = expr(QueryOp::rescale, {literal(Int{25})});
    rescale.months = 3;
    CHECK(value(rescale) == Value(25'000));
    rescale.months = 0;
    CHECK(value(rescale) == Value(25));
    rescale.months = 18;
    CHECK(value(rescale) == k_unknown);
    rescale.months = 19;
    CHECK(error_of([&] { (void)value(rescale); }) == "a query moves a decimal by 19 digits");
}

TEST_CASE_FIXTURE(Fixture, "division is exact to six digits, half to even, and unknown by zero") {
    CHECK(value(QueryOp::divide, {1, 3}) == Value(333'333));
    CHECK(value(QueryOp::divide, {2, 3}) == Value(666'667));
    CHECK(value(QueryOp::divide, {1, 2'000'000}) == Value(0));
    CHECK(value(QueryOp::divide, {3, 2'000'000}) == Value(2));
    CHECK(value(QueryOp::divide, {1, 0}) == k_unknown);
    CHECK(value(QueryOp::divide, {k_most, 1}) == k_unknown);
    CHECK(rc::check("as divide_half_even says", [&] {
        const auto a = *rc::gen::inRange<Int>(-1'000'000, 1'000'000);
        const auto b = *rc::gen::inRange<Int>(-1000, 1000);
        const auto expected = divide_half_even(a, b, 6);
        RC_ASSERT(value(QueryOp::divide, {a, b}) == (expected ? Value(*expected) : k_unknown));
    }));
}

TEST_CASE_FIXTURE(Fixture, "exists is never unknown, and a list is searched") {
    CHECK(value(QueryOp::exists, {k_unknown}) == k_false);
    CHECK(value(QueryOp::exists, {0}) == k_true);
    CHECK(value(QueryOp::in_list, {"b", "a", "b"}) == k_true);
    CHECK(value(QueryOp::in_list, {"c", "a", "b"}) == k_false);
    CHECK(value(QueryOp::in_list, {k_unknown, "a", "b"}) == k_unknown);
    CHECK(value(QueryOp::in_list, {3, 3}) == k_true);
}

TEST_CASE_FIXTURE(Fixture, "sets and texts are searched") {
    const auto set = [&](Value of, Value word) { return value(QueryOp::set_contains, {std::move(of), std::move(word)}); };
    CHECK(set(R"(["cost","legal"])", "legal") == k_true);
    CHECK(set(R"(["cost","legal"])", "leg") == k_false);
    CHECK(set("[]", "cost") == k_false);
    CHECK(set(k_unknown, "cost") == k_unknown);
    CHECK(set(R"(["cost"])", k_unknown) == k_unknown);
    CHECK(value(expr(QueryOp::set_contains, {column("tags"), literal("cost")})) == k_true);
    CHECK(value(QueryOp::contains, {"abc", "bc"}) == k_true);
    CHECK(value(QueryOp::contains, {"abc", "BC"}) == k_false);
    CHECK(value(QueryOp::contains, {"abc", "%"}) == k_false);
    CHECK(value(QueryOp::contains, {k_unknown, "a"}) == k_unknown);
}

TEST_CASE_FIXTURE(Fixture, "lower is Unicode, and matches is RE2 anchored at both ends") {
    CHECK(value(QueryOp::lower, {"GRÖSSE Ω"}) == Value("grösse ω"));
    CHECK(value(QueryOp::lower, {k_unknown}) == k_unknown);
    CHECK(value(QueryOp::matches, {"INC0042", "INC[0-9]+"}) == k_true);
    CHECK(value(QueryOp::matches, {"xINC0042", "INC[0-9]+"}) == k_false);
    CHECK(value(QueryOp::matches, {"INC0042x", "INC[0-9]+"}) == k_false);
    CHECK(value(QueryOp::matches, {"Größe", "Gr.{2}e"}) == k_true);
    CHECK(value(QueryOp::matches, {k_unknown, "a"}) == k_unknown);
    CHECK(value(QueryOp::matches, {std::string(5000, 'a') + "b", "(a*)*c"}) == k_false);
    CHECK(error_of([&] { (void)value(QueryOp::matches, {"a", "(a"}); }) == "store in memory: bad pattern: missing ): (a");
}

TEST_CASE_FIXTURE(Fixture, "an instant's day is that of the zone, and a period is added as dates do") {
    const auto midnight = parse_date("2026-07-01")->time_since_epoch().count();
    const Int late = midnight * 86'400 - 1800; // 23:30 UTC on 30 June
    CHECK(value(QueryOp::local_date, {late}) == Value(Int{midnight - 1}));
    zone = Zone::find("Europe/London");
    CHECK(value(QueryOp::local_date, {late}) == Value(Int{midnight}));
    CHECK(value(QueryOp::local_date, {k_unknown}) == k_unknown);
    CHECK(value(QueryOp::local_date, {k_most}) == k_unknown);
    const auto add_period = [&](std::string_view date, std::int32_t months, std::int32_t days) {
        auto made = expr(QueryOp::add_period, {literal(Int{parse_date(date)->time_since_epoch().count()})});
        made.months = months;
        made.days = days;
        const auto result = value(made);
        return is_absent(result) ? std::string("unknown") : to_text(Date(std::chrono::days(*number_of(result))));
    };
    CHECK(add_period("2026-01-31", 1, 0) == "2026-02-28");
    CHECK(add_period("2024-01-31", 1, 1) == "2024-03-01");
    CHECK(add_period("2026-03-31", -1, 0) == "2026-02-28");
    CHECK(add_period("2026-01-01", 0, -1) == "2025-12-31");
    CHECK(add_period("9999-12-31", 0, 1) == "unknown");
    CHECK(add_period("9999-12-31", 1, 0) == "unknown");
    CHECK(add_period("0001-01-01", 0, -1) == "unknown");
    CHECK(rc::check("as base adds and subtracts", [&] {
        const auto day = *rc::gen::inRange<Int>(-100'000, 100'000);
        const auto months = *rc::gen::inRange(0, 30);
        const auto days = *rc::gen::inRange(0, 50);
        const Date date{std::chrono::days(day)};
        RC_ASSERT(add_period(to_text(date), months, days) == to_text(add(date, {months, days})));
    }));
}

TEST_CASE_FIXTURE(Fixture, "columns, the own ones of rows, and joined rows or none") {
    CHECK(value(column("text")) == Value("Größe"));
    CHECK(value(column("_key")) == Value("k"));
    CHECK(value(column("_row")) == Value(1));
    CHECK(value(column("_line")) == Value(2));
    CHECK(value(column("_from")) == Value(2));
    CHECK(value(column("number", 1)) == Value(7));
    CHECK(value(column("number", 2)) == k_unknown);
    auto matched = expr(QueryOp::matched, {});
    matched.relation = 1;
    CHECK(value(matched) == k_true);
    matched.relation = 2;
    CHECK(value(matched) == k_false);
    CHECK(error_of([&] { (void)value(column("nubmer")); }) == "register 'one' has no field 'nubmer' (did you mean 'number'?)");
}

TEST_CASE_FIXTURE(Fixture, "what rules would never ask for is refused instead of being guessed") {
    CHECK(error_of([&] { (void)value(column("id", 9)); }) == "a query reads a register that it does not name");
    CHECK(error_of([&] { (void)value(expr(QueryOp::eq, {literal(Int{1})})); }) ==
          "a query has 1 arguments where 2 to 2 are needed (operation 6)");
    CHECK(error_of([&] { (void)value(expr(QueryOp::aggregate, {})); }) == "a query has an aggregate where rows are judged one by one");
    auto deep = literal(Int{1});
    for (int i = 0; i < 400; ++i) {
        deep = expr(QueryOp::logical_not, {deep});
    }
    CHECK(error_of([&] { (void)value(deep); }) == "a query is nested more than 300 levels deep");
    auto wide = expr(QueryOp::logical_or, {});
    for (Int i = 0; i < 3000; ++i) {
        wide.args.push_back(expr(QueryOp::eq, {column("number"), literal(i + 5000)}));
    }
    CHECK(value(wide) == k_false);
}

TEST_CASE_FIXTURE(Fixture, "a text is never taken for SQL") {
    const std::string hostile = "'; DROP TABLE r_one; --\"";
    CHECK(value(literal(hostile)) == Value(hostile));
    CHECK(value(QueryOp::eq, {hostile, hostile}) == k_true);
    CHECK(table(store, "one", {"id"}).size() == 1);
}
