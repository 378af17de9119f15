// Random sequences of imports, removals and undos against a slow model that keeps every state as a map.
#include "fixture.hpp"

#include <map>
#include <optional>
#include <set>

#include <rapidcheck.h>

using namespace assay;
using namespace assay::test;

namespace {

using State = std::map<std::string, Row>; // key → title, score, owner

const std::vector<std::string> k_fields{"title", "score", "owner"};

struct Step {
    bool undo = false;
    Int change = 0;                   // to undo
    std::vector<std::string> columns; // besides the key
    bool key_last = false;
    std::string latest_by;
    bool remove_missing = false;
    std::vector<std::pair<std::string, Row>> rows; // key, values of `columns`
    std::vector<std::string> removals;
};

Value random_value(const std::string& field) {
    const auto number = *rc::gen::inRange<Int>(0, 4);
    if (number == 0) {
        return Absent{};
    }
    return field == "score" ? Value(number) : Value(fmt::format("{}{}", field, number));
}

Step random_step(Int head) {
    Step step;
    step.undo = *rc::gen::inRange(0, 4) == 0;
    step.change = *rc::gen::inRange<Int>(2, head + 2);
    for (const auto& field : k_fields) {
        if (*rc::gen::inRange(0, 4) != 0) {
            step.columns.push_back(field);
        }
    }
    step.key_last = *rc::gen::arbitrary<bool>();
    if (std::ranges::count(step.columns, "score") > 0 && *rc::gen::inRange(0, 3) == 0) {
        step.latest_by = "score";
    }
    step.remove_missing = *rc::gen::inRange(0, 5) == 0;
    const auto count = *rc::gen::inRange(0, 8);
    for (int i = 0; i < count; ++i) {
        Row values;
        for (const auto& column : step.columns) {
            values.push_back(random_value(column));
        }
        step.rows.emplace_back(fmt::format("k{}", *rc::gen::inRange(0, 6)), std::move(values));
    }
    if (*rc::gen::inRange(0, 3) == 0) {
        step.removals.push_back(fmt::format("k{}", *rc::gen::inRange(0, 6)));
    }
    return step;
}

/// What the rules of ENGINE.md say, row by row.
class Model {
public:
    std::vector<State> states{{}, {}}; // by change: 0, and 1 for the definition
    std::map<Int, std::set<std::string>> touched;

    [[nodiscard]] RowOutcomes import(const Step& step) {
        RowOutcomes outcomes;
        auto next = states.back();
        const auto& before = states.back();
        std::map<std::string, std::vector<const std::pair<std::string, Row>*>> by_key;
        for (const auto& row : step.rows) {
            by_key[row.first].push_back(&row);
        }
        // In an empty register nothing can be removed, whatever the file holds.
        std::map<std::string, int> gone;
        for (const auto& key : step.removals) {
            ++gone[key];
        }
        if (before.empty()) {
            outcomes.rejected += static_cast<Int>(step.removals.size());
            gone.clear();
        }
        const auto place = static_cast<std::size_t>(std::ranges::find(step.columns, step.latest_by) - step.columns.begin());
        std::set<std::string> named;
        std::set<std::string> now_touched;
        std::set<std::string> keys;
        for (const auto& [key, rows] : by_key) {
            keys.insert(key);
        }
        for (const auto& [key, count] : gone) {
            keys.insert(key);
        }
        for (const auto& key : keys) {
            named.insert(key);
            const auto& rows = by_key[key];
            const auto count = rows.size() + static_cast<std::size_t>(gone[key]);
            const auto stored = before.find(key);
            if (step.latest_by.empty() && count > 1) {
                outcomes.rejected += static_cast<Int>(count);
                continue;
            }
            if (rows.empty()) {
                if (stored == before.end()) {
                    ++outcomes.rejected;
                } else {
                    ++outcomes.removed;
                    next.erase(key);
                    now_touched.insert(key);
                }
                continue;
            }
            const auto* winner = rows.front();
            if (!step.latest_by.empty()) {
                for (const auto* row : rows) {
                    winner = row->second[place] < winner->second[place] ? winner : row; // absent is least; ties: the last
                }
                outcomes.superseded += static_cast<Int>(rows.size()) - 1;
                if (stored != before.end() && winner->second[place] < stored->second[1]) {
                    ++outcomes.superseded;
                    continue;
                }
            }
            auto made = stored == before.end() ? Row(3) : stored->second;
            for (std::size_t i = 0; i < step.columns.size(); ++i) {
                made[static_cast<std::size_t>(std::ranges::find(k_fields, step.columns[i]) - k_fields.begin())] = winner->second[i];
            }
            if (stored != before.end() && made == stored->second) {
                ++outcomes.unchanged;
                continue;
            }
            ++(stored == before.end() ? outcomes.added : outcomes.changed);
            next[key] = made;
            now_touched.insert(key);
        }
        if (step.remove_missing) {
            for (const auto& [key, row] : before) {
                if (!named.contains(key)) {
                    ++outcomes.removed;
                    next.erase(key);
                    now_touched.insert(key);
                }
            }
        }
        if (!now_touched.empty()) {
            push(std::move(next), std::move(now_touched));
        }
        return outcomes;
    }

    /// Nothing: refused.
    [[nodiscard]] std::optional<Int> undo(Int change) {
        for (const auto& [later, keys] : touched) {
            for (const auto& key : touched.at(change)) {
                if (later > change && keys.contains(key)) {
                    return std::nullopt;
                }
            }
        }
        auto next = states.back();
        const auto& before = states[static_cast<std::size_t>(change) - 1];
        for (const auto& key : touched.at(change)) {
            next.erase(key);
            if (before.contains(key)) {
                next[key] = before.at(key);
            }
        }
        auto keys = touched.at(change);
        push(std::move(next), std::move(keys));
        return head();
    }
    [[nodiscard]] Int head() const { return static_cast<Int>(states.size()) - 1; }

private:
    void push(State next, std::set<std::string> keys) {
        states.push_back(std::move(next));
        touched[head()] = std::move(keys);
    }
};

Rows rows_of(const State& state) {
    Rows rows;
    for (const auto& [key, values] : state) {
        rows.push_back({key, values[0], values[1], values[2]});
    }
    return rows;
}

struct Imported {
    RowOutcomes outcomes;
    Int change = 0;
    Int rejected_listed = 0;
};

Imported import(Store& store, const Step& step, Int clock) {
    TestRun run;
    auto columns = step.columns;
    const auto place = step.key_last ? static_cast<std::ptrdiff_t>(columns.size()) : 0;
    columns.insert(columns.begin() + place, "id");
    const auto session = store.begin_import(run.run, "risk", columns);
    std::uint64_t line = 1;
    for (const auto& [key, values] : step.rows) {
        auto row = values;
        row.insert(row.begin() + place, key);
        session->add(++line, row);
    }
    for (const auto& key : step.removals) {
        session->remove(++line, Row{key});
    }
    const auto result = session->merge({step.latest_by, step.remove_missing});
    return {result.outcomes, session->commit(k_author, at(clock), csv()), static_cast<Int>(result.rejected.size())};
}

} // namespace

TEST_CASE("imports, removals and undos in any order agree with a model of maps, in every state and count") {
    CHECK(rc::check("the store is the model", [] {
        auto store = Store::in_memory();
        store.apply_definitions(
            make_schema({make_register("risk", {key("id"), field("title"), field("score", FieldType::integer), field("owner")})}), k_author,
            at(1));
        Model model;
        const auto steps = *rc::gen::inRange(1, 12);
        for (Int i = 0; i < steps; ++i) {
            auto step = random_step(model.head());
            if (!step.latest_by.empty()) {
                step.removals.clear(); // what is latest between a row and a removal is nobody's question
            }
            if (step.undo) {
                if (!model.touched.contains(step.change)) {
                    continue;
                }
                TestRun run;
                UndoResult result;
                const auto text = error_of([&] { result = store.undo(run.run, step.change, k_author, at(i)); });
                const auto expected = model.undo(step.change);
                if (expected) {
                    RC_ASSERT(text == "no error");
                    RC_ASSERT(result.change == *expected);
                } else {
                    RC_ASSERT(text != "no error" || result.refused());
                }
                continue;
            }
            const auto before = model.head();
            const auto expected = model.import(step);
            const auto given = import(store, step, i);
            RC_ASSERT(given.outcomes.added == expected.added);
            RC_ASSERT(given.outcomes.changed == expected.changed);
            RC_ASSERT(given.outcomes.unchanged == expected.unchanged);
            RC_ASSERT(given.outcomes.superseded == expected.superseded);
            RC_ASSERT(given.outcomes.rejected == expected.rejected);
            RC_ASSERT(given.outcomes.removed == expected.removed);
            RC_ASSERT(given.rejected_listed == expected.rejected);
            RC_ASSERT(given.change == (model.head() == before ? 0 : model.head()));
            const auto& o = given.outcomes;
            const auto rows_in = static_cast<Int>(step.rows.size());
            const auto removals = static_cast<Int>(step.removals.size());
            RC_ASSERT(o.added + o.changed + o.unchanged + o.superseded + o.rejected >= rows_in);
            RC_ASSERT(o.added + o.changed + o.unchanged + o.superseded + o.rejected <= rows_in + removals);
        }
        RC_ASSERT(store.head() == model.head());
        for (Int state = 0; state <= model.head(); ++state) {
            const auto found = table(store, "risk", {"id", "title", "score", "owner"}, state);
            RC_ASSERT((found == rows_of(model.states[static_cast<std::size_t>(state)])));
        }
        RC_ASSERT(table(store, "risk", {"id", "title", "score", "owner"}) == rows_of(model.states.back()));
        RC_ASSERT(faults_of(store).empty());
    }));
}
