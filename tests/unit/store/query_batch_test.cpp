// Batches and members against slow loops on random rows, in the current state and in a past one.
#include "fixture.hpp"
#include "slow_query.hpp"

#include <random>

using namespace assay;
using namespace assay::test;

namespace {

const std::vector<std::string> k_columns{"id", "service", "state", "opened_at", "resolved_at", "score", "major"};

Schema tickets() {
    return make_schema({make_register("service", {key("id"), reference("owner", "person"), field("live_from", FieldType::date)}),
                        make_register("person", {key("id"), field("level", FieldType::integer)}),
                        make_register("incident", {key("id"), reference("service", "service"), words("state", {"open", "closed"}),
                                                   field("opened_at", FieldType::datetime), field("resolved_at", FieldType::datetime),
                                                   field("score", FieldType::integer), field("major", FieldType::boolean)})});
}

/// Random registers, and the same rows in memory.
struct Random {
    std::mt19937 random;
    Store store = Store::in_memory();
    TestRun run;
    SlowTables tables;

    explicit Random(unsigned seed) : random(seed) {
        store.apply_definitions(tickets(), k_author, at(1));
        fill("person", {"id", "level"}, {{"ada", 3}, {"bob", Absent{}}});
        fill("service", {"id", "owner", "live_from"},
             {{"mail", "ada", 2}, {"web", "bob", Absent{}}, {"crm", "nobody", 5}, {"idle", Absent{}, 1}});
        Rows rows;
        const auto count = 20 + pick(60);
        for (Int i = 0; i < count; ++i) {
            rows.push_back({fmt::format("i{:03}", i),
                            maybe(std::vector<Value>{"mail", "web", "crm", "gone"}[static_cast<std::size_t>(pick(4))]),
                            maybe(pick(2) == 0 ? "open" : "closed"), maybe(pick(20) * 43'200), maybe(pick(20) * 43'200), maybe(pick(5) - 2),
                            maybe(pick(2))});
        }
        fill("incident", k_columns, rows);
    }
    Int pick(Int below) { return std::uniform_int_distribution<Int>(0, below - 1)(random); }
    Value maybe(Value value) { return pick(5) == 0 ? Value() : value; }
    void fill(const std::string& id, const std::vector<std::string>& columns, const Rows& rows) {
        import_rows(store, id, columns, rows);
        Int number = 0;
        for (const auto& row : rows) {
            SlowRow slow;
            slow.row = ++number;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                slow.fields[columns[i]] = row[i];
            }
            tables[id].push_back(std::move(slow));
        }
    }
    /// Rows change afterwards, so that the state before is a past one.
    Int move_on() {
        const auto state = store.head();
        Rows rows;
        for (const auto& row : tables.at("incident")) {
            if (pick(3) == 0) {
                rows.push_back({row.fields.at("id"), "web", Absent{}, Absent{}, 1, 9, 1});
            }
        }
        rows.push_back({"later", "mail", "open", 1, 1, 1, 1});
        import_rows(store, "incident", k_columns, rows);
        import_rows(store, "service", {"id", "owner", "live_from"}, {{"mail", "bob", 9}, {"gone", "ada", 1}});
        return state;
    }
    std::unique_ptr<QueryRunner> runner(std::optional<Int> state) { return store.runner(run.run, Zone::utc(), state); }

    /// A random condition over incident (0), its service (1) and the service's owner (2).
    QueryExpr condition(int depth = 3) {
        const auto number = [&]() -> QueryExpr {
            switch (pick(5)) {
            case 0:
                return literal(pick(5) - 2);
            case 1:
                return column("level", 2);
            case 2:
                return expr(QueryOp::add, {column("score"), literal(Int{1})});
            case 3:
                return expr(QueryOp::divide, {column("score"), column("level", 2)});
            default:
                return column("score");
            }
        };
        if (depth == 0 || pick(3) == 0) {
            switch (pick(9)) {
            case 0:
                return column("major");
            case 1:
                return expr(QueryOp::exists, {column("resolved_at")});
            case 2:
                return expr(QueryOp::eq, {column("state"), literal("open")});
            case 3:
                return expr(QueryOp::le, {column("opened_at"), column("resolved_at")});
            case 4:
                return expr(QueryOp::ge, {expr(QueryOp::local_date, {column("opened_at")}), column("live_from", 1)});
            case 5: {
                auto matched = expr(QueryOp::matched, {});
                matched.relation = 1 + static_cast<std::size_t>(pick(2));
                return matched;
            }
            case 6:
                return expr(QueryOp::in_list, {column("service"), literal("mail"), literal("web")});
            case 7:
                return literal(Int{1});
            default:
                return expr(static_cast<QueryOp>(static_cast<int>(QueryOp::eq) + pick(6)), {number(), number()});
            }
        }
        switch (pick(5)) {
        case 0:
            return expr(QueryOp::logical_not, {condition(depth - 1)});
        case 1:
            return expr(QueryOp::logical_and, {condition(depth - 1), condition(depth - 1)});
        case 2:
            return expr(QueryOp::logical_or, {condition(depth - 1), condition(depth - 1), condition(depth - 1)});
        case 3:
            return expr(QueryOp::conditional, {condition(depth - 1), condition(depth - 1), condition(depth - 1)});
        default:
            return expr(QueryOp::is_true, {condition(depth - 1)});
        }
    }
};

const std::vector<QueryRelation> k_incident{{"incident", -1, ""}, {"service", 0, "service"}, {"person", 1, "owner"}};

QueryExpr window(Random& random) {
    return expr(QueryOp::le,
                {expr(QueryOp::window_count, {column("state"), column("service"), random.condition(1)}), literal(random.pick(4))});
}

RowBatch make_batch(Random& random) {
    RowBatch batch;
    batch.relations = k_incident;
    batch.has_subject = random.pick(4) != 0;
    if (random.pick(2) == 0) {
        batch.subject = column("service");
    } else {
        batch.subject = column("owner", 1);
    }
    batch.has_period = random.pick(3) != 0;
    batch.in_period = expr(QueryOp::ge, {expr(QueryOp::local_date, {column("opened_at")}), literal(Int{3})});
    batch.has_scope = random.pick(3) != 0;
    batch.service = random.pick(2) == 0 ? column("service") : column("_key", 1);
    batch.in_scope = expr(QueryOp::logical_or, {expr(QueryOp::gt, {column("live_from", 1), literal(Int{2})}),
                                                expr(QueryOp::eq, {column("service"), literal("web")})});
    const auto count = random.pick(6);
    for (Int i = 0; i < count; ++i) {
        RowQuestion question;
        question.where = random.condition();
        question.require = random.pick(6) == 0 ? window(random) : random.condition();
        question.has_due = random.pick(3) == 0;
        question.is_due = random.condition(1);
        question.has_best = random.pick(3) == 0;
        question.at_best = random.condition(1);
        batch.questions.push_back(std::move(question));
    }
    return batch;
}

enum class SlowClass { population, out_of_period, without_service, out_of_scope };

struct SlowBatch {
    std::map<Value, SubjectTally> tallies;
    std::vector<RowVerdict> verdicts;
};

SlowBatch judge(const SlowTables& tables, const RowBatch& batch) {
    SlowBatch result;
    const SlowQuery query(tables, batch.relations);
    const auto all = query.tuples(0);
    const auto truth = [&](const QueryExpr& e, const SlowTuple& tuple) { return query.value(e, tuple, nullptr, &all); };
    const Value yes = Int{1};
    for (const auto& tuple : all) {
        const auto subject = batch.has_subject ? query.value(batch.subject, tuple) : Value(std::string());
        auto& tally =
            result.tallies.emplace(subject, SubjectTally{subject, 0, {}, std::vector<RowCounts>(batch.questions.size()), std::vector<Int>(batch.questions.size())}).first->second;
        if (batch.has_period && truth(batch.in_period, tuple) != yes) {
            ++tally.left_out.out_of_period;
            continue;
        }
        if (batch.has_scope) {
            const auto service = query.value(batch.service, tuple);
            if (std::ranges::none_of(tables.at("service"), [&](const SlowRow& row) { return row.fields.at("id") == service; })) {
                ++tally.left_out.without_service;
                continue;
            }
            if (truth(batch.in_scope, tuple) != yes) {
                ++tally.left_out.out_of_scope;
                continue;
            }
        }
        ++tally.population;
        for (std::size_t i = 0; i < batch.questions.size(); ++i) {
            const auto& question = batch.questions[i];
            auto& counts = tally.counts[i];
            const auto where = truth(question.where, tuple);
            if (is_absent(where)) {
                ++counts.undecided;
                result.verdicts.push_back({i, tuple[0]->row, subject, false});
            } else if (where == yes && question.has_due && truth(question.is_due, tuple) != yes) {
                ++counts.not_due;
            } else if (where == yes && question.has_best && truth(question.require, tuple) != yes && truth(question.at_best, tuple) == yes) {
                ++counts.undecided;
                ++tally.in_doubt[i];
                result.verdicts.push_back({i, tuple[0]->row, subject, false});
            } else if (where == yes) {
                ++counts.selected;
                if (truth(question.require, tuple) != yes) {
                    ++counts.failed;
                    result.verdicts.push_back({i, tuple[0]->row, subject, true});
                }
            }
        }
    }
    return result;
}

using FlatTally = std::tuple<Value, Int, std::vector<Int>>;

FlatTally flat(const SubjectTally& tally) {
    std::vector<Int> counts{tally.left_out.out_of_period, tally.left_out.without_service, tally.left_out.out_of_scope};
    for (const auto& each : tally.counts) {
        counts.insert(counts.end(), {each.selected, each.failed, each.undecided, each.not_due});
    }
    counts.insert(counts.end(), tally.in_doubt.begin(), tally.in_doubt.end());
    return {tally.subject, tally.population, counts};
}

void check_batch(Random& random, const RowBatch& batch, std::optional<Int> state) {
    const auto slow = judge(random.tables, batch);
    const auto runner = random.runner(state);
    std::vector<FlatTally> expected;
    for (const auto& [subject, tally] : slow.tallies) {
        if (!is_absent(subject)) {
            expected.push_back(flat(tally));
        }
    }
    if (const auto absent = slow.tallies.find(Absent{}); absent != slow.tallies.end()) {
        expected.push_back(flat(absent->second)); // last
    }
    std::vector<FlatTally> found;
    for (const auto& tally : runner->tally(batch)) {
        found.push_back(flat(tally));
    }
    CHECK(found == expected);
    CHECK(runner->statements() == 1);

    std::vector<std::size_t> questions;
    for (std::size_t i = 0; i < batch.questions.size(); i += 1 + static_cast<std::size_t>(random.pick(2))) {
        questions.push_back(i);
    }
    std::vector<std::tuple<std::size_t, Int, Value, bool>> wanted;
    std::vector<std::tuple<std::size_t, Int, Value, bool>> given;
    for (const auto& each : slow.verdicts) {
        if (std::ranges::count(questions, each.question) > 0) {
            wanted.emplace_back(each.question, each.row, each.subject, each.failed);
        }
    }
    std::ranges::sort(wanted);
    for (const auto& each : runner->verdicts(batch, questions)) {
        given.emplace_back(each.question, each.row, each.subject, each.failed);
    }
    CHECK(given == wanted);
    CHECK(runner->statements() == (questions.empty() ? 1 : 2));

    // A runner that has not tallied this batch knows of no row yet, and gives the same.
    given.clear();
    for (const auto& each : random.runner(state)->verdicts(batch, questions)) {
        given.emplace_back(each.question, each.row, each.subject, each.failed);
    }
    CHECK(given == wanted);
}

MemberQuery make_members(Random& random) {
    MemberQuery query;
    query.relations = {{"incident", -1, ""}, {"service", -1, ""}, {"person", 1, "owner"}, {"service", 0, "service"}};
    query.has_members = random.pick(3) != 0;
    query.member_relation = 1;
    query.member_key = column("_key", 1);
    query.by = random.pick(4) == 0 ? column("_key", 3) : column("service");
    if (random.pick(2) == 0) {
        query.row_where.push_back(expr(QueryOp::eq, {column("state"), literal("open")}));
    }
    if (random.pick(2) == 0) {
        query.member_where.push_back(expr(QueryOp::exists, {column("owner", 1)}));
    }
    query.has_subject = random.pick(2) == 0;
    query.subject = query.has_members ? column("owner", 1) : column("owner", 3);
    const auto aggregate = [&](Aggregate kind, bool filtered) {
        auto made = expr(QueryOp::aggregate, {});
        made.aggregate = kind;
        if (kind != Aggregate::count) {
            made.args.push_back(column(kind == Aggregate::count_distinct ? "state" : "score"));
        }
        made.has_filter = filtered;
        if (filtered) {
            // Over the row, and over the member beside it.
            made.args.push_back(query.has_members && random.pick(2) == 0
                                    ? expr(QueryOp::ge, {expr(QueryOp::local_date, {column("opened_at")}), column("live_from", 1)})
                                    : expr(QueryOp::logical_not, {column("major")}));
        }
        return made;
    };
    for (const auto kind : {Aggregate::count, Aggregate::count_distinct, Aggregate::sum, Aggregate::avg, Aggregate::min, Aggregate::max}) {
        query.values.push_back(aggregate(kind, random.pick(2) == 0));
    }
    query.verdict = expr(QueryOp::ge, {aggregate(Aggregate::sum, false), literal(random.pick(4) - 1)});
    if (query.has_members && random.pick(2) == 0) {
        query.verdict =
            expr(QueryOp::logical_or, {query.verdict, expr(QueryOp::eq, {column("level", 2), aggregate(Aggregate::count, true)})});
    }
    return query;
}

using FlatMember = std::tuple<Value, Value, Int, Int, bool, Row>;

void check_members(Random& random, const MemberQuery& query, std::optional<Int> state) {
    const SlowQuery slow(random.tables, query.relations);
    std::map<Value, std::vector<SlowTuple>> groups;
    for (const auto& tuple : slow.tuples(0)) {
        if (std::ranges::all_of(query.row_where, [&](const QueryExpr& e) { return slow.is_true(e, tuple); })) {
            groups[slow.value(query.by, tuple)].push_back(tuple);
        }
    }
    std::vector<FlatMember> expected;
    std::map<Value, Int> strays;
    for (const auto& [by, tuples] : groups) {
        strays[by] = static_cast<Int>(tuples.size());
    }
    const auto values = [&](const SlowTuple& member, const std::vector<SlowTuple>& group) {
        Row row;
        for (const auto& value : query.values) {
            row.push_back(slow.value(value, member, &group));
        }
        return row;
    };
    const Value yes = Int{1};
    if (query.has_members) {
        for (const auto& member : slow.tuples(1)) {
            if (!std::ranges::all_of(query.member_where, [&](const QueryExpr& e) { return slow.is_true(e, member); })) {
                continue;
            }
            const auto id = slow.value(query.member_key, member);
            const auto& group = groups[id];
            strays.erase(id);
            expected.emplace_back(id, query.has_subject ? slow.value(query.subject, member) : Value(std::string()), member[1]->row,
                                  static_cast<Int>(group.size()), slow.value(query.verdict, member, &group) == yes, values(member, group));
        }
    } else {
        for (const auto& [by, group] : groups) {
            if (is_absent(by)) {
                continue;
            }
            strays.erase(by);
            Value subject;
            for (const auto& tuple : group) {
                const auto of = query.has_subject ? slow.value(query.subject, tuple) : Value(std::string());
                subject = is_absent(subject) || (!is_absent(of) && of < subject) ? of : subject;
            }
            expected.emplace_back(by, subject, 0, static_cast<Int>(group.size()), slow.value(query.verdict, group.front(), &group) == yes,
                                  values(SlowTuple(query.relations.size()), group));
        }
    }
    std::ranges::sort(expected);
    const auto runner = random.runner(state);
    std::vector<FlatMember> found;
    for (const auto& each : runner->members(query)) {
        found.emplace_back(each.member, each.subject, each.row, each.rows, each.passed, each.values);
    }
    CHECK(found == expected);

    std::vector<std::pair<Value, Int>> expected_strays;
    for (const auto& each : strays) {
        if (!is_absent(each.first)) {
            expected_strays.push_back(each);
        }
    }
    if (strays.contains(Absent{})) {
        expected_strays.emplace_back(Absent{}, strays.at(Absent{}));
    }
    CHECK(runner->strays(query) == expected_strays);
    CHECK(runner->statements() == 2);
}

} // namespace

TEST_CASE("a batch agrees with slow loops on random rows and questions") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto first = make_batch(random);
        check_batch(random, first, {});
        const auto state = random.move_on();
        check_batch(random, first, state);
        check_batch(random, make_batch(random), state);
    }
}

TEST_CASE("members agree with slow loops on random rows, with rows or none") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Random random(seed + 1000);
        const auto query = make_members(random);
        check_members(random, query, {});
        const auto state = random.move_on();
        check_members(random, query, state);
        check_members(random, make_members(random), state);
    }
}

TEST_CASE("an empty register has one tally for the organisation as a whole, and none by subject") {
    auto store = Store::in_memory();
    store.apply_definitions(tickets(), k_author, at(1));
    TestRun run;
    RowBatch batch;
    batch.relations = k_incident;
    batch.questions.resize(2);
    const auto runner = store.runner(run.run, Zone::utc());
    const auto whole = runner->tally(batch);
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].subject == Value(std::string()));
    CHECK(whole[0].population == 0);
    CHECK(whole[0].counts.size() == 2);
    batch.has_subject = true;
    batch.subject = column("service");
    CHECK(runner->tally(batch).empty());
    CHECK(error_of([&] { (void)runner->verdicts(batch, std::vector<std::size_t>{2}); }) ==
          "a batch is asked for a question that it does not hold");
}

TEST_CASE("two hundred questions are one statement, and more are split") {
    Random random(7);
    RowBatch batch;
    batch.relations = k_incident;
    batch.has_subject = true;
    batch.subject = column("service");
    std::vector<std::size_t> all;
    const auto ask = [&](std::size_t count) {
        while (batch.questions.size() < count) {
            RowQuestion question;
            question.where = literal(Int{1});
            question.require = expr(QueryOp::lt, {column("score"), literal(static_cast<Int>(batch.questions.size()) - 100)});
            batch.questions.push_back(std::move(question));
            all.push_back(all.size());
        }
        const auto runner = random.runner({});
        const auto slow = judge(random.tables, batch);
        for (const auto& tally : runner->tally(batch)) {
            CHECK(flat(tally) == flat(slow.tallies.at(tally.subject)));
        }
        const auto statements = runner->statements();
        CHECK(runner->verdicts(batch, all).size() == slow.verdicts.size());
        CHECK(runner->statements() == 2 * statements);
        return statements;
    };
    CHECK(ask(200) == 1);
    CHECK(ask(201) == 2);
    CHECK(ask(650) == 4);
}

TEST_CASE("a sum beyond 64 bits is unknown, and so is what rests on it") {
    auto store = Store::in_memory();
    store.apply_definitions(tickets(), k_author, at(1));
    const auto most = std::numeric_limits<Int>::max();
    import_rows(store, "incident", {"id", "service", "score"},
                {{"a", "x", most}, {"b", "x", 1}, {"c", "y", most}, {"d", "y", 1}, {"e", "y", -2}});
    MemberQuery query;
    query.relations = {{"incident", -1, ""}};
    query.by = column("service");
    auto sum = expr(QueryOp::aggregate, {column("score")});
    sum.aggregate = Aggregate::sum;
    query.values = {sum};
    query.verdict = expr(QueryOp::gt, {sum, literal(Int{0})});
    TestRun run;
    const auto members = store.runner(run.run, Zone::utc())->members(query);
    REQUIRE(members.size() == 2);
    CHECK(members[0].values == Row{Absent{}});
    CHECK_FALSE(members[0].passed);
    CHECK(members[1].values == Row{most - 1});
    CHECK(members[1].passed);
}
