// Rows that come back from a file written with their versions, against a slow model that looks at one row after the other.
#include "fixture.hpp"

#include <map>
#include <optional>
#include <set>

#include <rapidcheck.h>

using namespace assay;
using namespace assay::test;

namespace {

const std::vector<std::string> k_columns{"id", "title", "score"};

struct FileRow {
    std::string key;
    Row values; ///< of the columns besides the key
    RowBase base;
    bool unreadable = false; ///< never reaches add()
};

struct Written {
    Row values; ///< title, score, owner
    RowBase version;
    friend bool operator==(const Written& a, const Written& b) { return a.values == b.values && a.version.row == b.version.row; }
};
using State = std::map<std::string, Written>;

Store make_store() {
    auto store = Store::in_memory();
    store.apply_definitions(
        make_schema({make_register("risk", {key("id"), field("title"), field("score", FieldType::integer), field("owner")})}), k_author,
        at(1));
    return store;
}

State state_of(Store& store) {
    State state;
    for (const auto& row : table(store, "risk", {"id", "title", "score", "owner", "_row", "_from"})) {
        state[*text_of(row[0])] = {{row[1], row[2], row[3]}, {*number_of(row[4]), *number_of(row[5])}};
    }
    return state;
}

struct Returned {
    MergeResult result;
    Int change = 0;
    std::vector<RejectedRow> rejected;
};

Returned bring_back(Store& store, const std::vector<std::string>& columns, const std::vector<FileRow>& rows, const MergePolicy& policy) {
    TestRun run;
    auto with_key = columns;
    with_key.insert(with_key.begin(), "id");
    const auto session = store.begin_import(run.run, "risk", with_key, RoundTrip::yes);
    std::uint64_t line = 1;
    for (const auto& row : rows) {
        ++line;
        if (row.unreadable) {
            session->keep(row.base);
            continue;
        }
        auto values = row.values;
        values.insert(values.begin(), row.key);
        session->add_version(line, values, row.base);
    }
    Returned returned;
    returned.result = session->merge(policy);
    session->visit_rejected([&](const RejectedRow& row) { returned.rejected.push_back(row); });
    returned.change = session->commit(k_author, at(5000), csv("risks.xlsx"));
    return returned;
}

/// A file of title and score, as it was written.
std::vector<FileRow> file_of(Store& store) {
    std::vector<FileRow> rows;
    for (const auto& [key, row] : state_of(store)) {
        rows.push_back({key, {row.values[0], row.values[1]}, row.version});
    }
    return rows;
}

MergePolicy policy_at(Int state) {
    MergePolicy policy;
    policy.file_state = state;
    policy.find_missing = true;
    return policy;
}

Int count_lines(const RowOutcomes& o) { return o.added + o.changed + o.unchanged + o.superseded + o.rejected; }

} // namespace

TEST_CASE("a file that comes back as it was written changes nothing, whatever happened meanwhile") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}, {"B", "b", Int{2}}, {"C", "c", Int{3}}});
    const auto file = file_of(store);
    const auto written = store.head();
    const auto same = bring_back(store, {"title", "score"}, file, policy_at(written));
    CHECK(same.change == 0);
    CHECK(same.result.outcomes.unchanged == 3);
    import_rows(store, "risk", k_columns, {{"A", "a2", Int{1}}, {"D", "d", Int{4}}});
    {
        TestRun run;
        const auto session = store.begin_import(run.run, "risk", std::vector<std::string>{"id"});
        session->remove(0, Row{"B"});
        session->merge({});
        CHECK(session->commit(k_author, at(9), {}) == written + 2);
    }
    const auto before = table(store, "risk", k_columns);
    const auto later = bring_back(store, {"title", "score"}, file, policy_at(written));
    CHECK(later.change == 0);
    CHECK(later.result.outcomes == RowOutcomes{0, 0, 1, 2, 0, 0});
    CHECK(later.result.outrun == std::vector<RejectedRow>{{2, "A", "not edited in the file, and changed by change 3 since"},
                                                          {3, "B", "not edited in the file, and removed by change 4 since"}});
    CHECK(later.result.missing == std::vector<MissingRow>{{"D", 3, true}});
    CHECK(later.result.missing_count == 0);
    CHECK(later.result.newer_count == 1);
    CHECK(table(store, "risk", k_columns) == before);
}

TEST_CASE("an edited row that somebody else changed, removed or set meanwhile is a conflict with old, theirs and yours") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}, {"B", "b", Int{2}}});
    auto file = file_of(store);
    const auto written = store.head();
    import_rows(store, "risk", k_columns, {{"A", "theirs", Int{1}}, {"C", "theirs", Int{7}}});
    {
        TestRun run;
        const auto session = store.begin_import(run.run, "risk", std::vector<std::string>{"id"});
        session->remove(0, Row{"B"});
        session->merge({});
        session->commit(k_author, at(9), {});
    }
    file[0].values[0] = Value("yours");
    file[1].values[1] = Value(Int{9});
    file.push_back({"C", {"yours", Int{7}}, {}});
    file.push_back({"D", {"mine", Absent{}}, {}});
    const auto back = bring_back(store, {"title", "score"}, file, policy_at(written));
    CHECK(back.result.outcomes == RowOutcomes{1, 0, 0, 0, 3, 0});
    CHECK(back.rejected == std::vector<RejectedRow>{{2, "A", "a conflict: change 3 changed the row after the file was written"},
                                                    {3, "B", "a conflict: change 4 removed the row after the file was written"},
                                                    {4, "C", "a conflict: change 3 set the row after the file was written"}});
    REQUIRE(back.result.conflicts.size() == 3);
    CHECK(back.result.conflict_count == 3);
    const auto& [changed, removed, added] = std::tie(back.result.conflicts[0], back.result.conflicts[1], back.result.conflicts[2]);
    CHECK(changed.theirs == RowConflict::Theirs::changed);
    CHECK(changed.fields == std::vector<ConflictField>{{"title", "a", "theirs", "yours"}});
    CHECK(removed.theirs == RowConflict::Theirs::removed);
    CHECK(removed.fields ==
          std::vector<ConflictField>{{"id", "B", Absent{}, "B"}, {"title", "b", Absent{}, "b"}, {"score", Int{2}, Absent{}, Int{9}}});
    CHECK(added.theirs == RowConflict::Theirs::added);
    CHECK(added.fields == std::vector<ConflictField>{{"title", Absent{}, "theirs", "yours"}});
    CHECK(table(store, "risk", k_columns) == Rows{{"A", "theirs", Int{1}}, {"C", "theirs", Int{7}}, {"D", "mine", Absent{}}});
}

TEST_CASE("a field that the file does not have is nobody's conflict, and keeps what was set meanwhile") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}});
    auto file = file_of(store);
    const auto written = store.head();
    import_rows(store, "risk", {"id", "owner"}, {{"A", "ann"}});
    file[0].values[0] = Value("yours");
    const auto back = bring_back(store, {"title", "score"}, file, policy_at(written));
    CHECK(back.result.outcomes.changed == 1);
    CHECK(table(store, "risk", {"id", "title", "owner"}) == Rows{{"A", "yours", "ann"}});
}

TEST_CASE("a copied row with another key is a new row, and so is a row of another store") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}});
    auto file = file_of(store);
    file.push_back(file[0]);
    file[1].key = "B";
    file.push_back({"C", {"c", Absent{}}, {999, 1}});
    file.push_back({"D", {"d", Absent{}}, {1, 1}});
    const auto back = bring_back(store, {"title", "score"}, file, policy_at(store.head()));
    CHECK(back.result.outcomes == RowOutcomes{3, 0, 1, 0, 0, 0});
}

TEST_CASE("keys that vanished are told, and removed only when asked for, and never newer ones or those of unreadable rows") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}, {"B", "b", Int{2}}, {"C", "c", Int{3}}, {"D", "d", Int{4}}});
    auto file = file_of(store);
    const auto written = store.head();
    import_rows(store, "risk", k_columns, {{"D", "d2", Int{4}}, {"E", "e", Int{5}}});
    file.erase(file.begin() + 3);
    file[2].unreadable = true;
    file.erase(file.begin());
    const auto told = bring_back(store, {"title", "score"}, file, policy_at(written));
    CHECK(told.change == 0);
    CHECK(told.result.missing == std::vector<MissingRow>{{"A", 2, false}, {"D", 3, true}, {"E", 3, true}});
    CHECK(told.result.outcomes.removed == 0);
    auto policy = policy_at(written);
    policy.remove_missing = true;
    const auto removed = bring_back(store, {"title", "score"}, file, policy);
    CHECK(removed.result.outcomes == RowOutcomes{0, 0, 1, 0, 0, 1});
    CHECK(table(store, "risk", {"id"}) == Rows{{"B"}, {"C"}, {"D"}, {"E"}});
}

TEST_CASE("where no row of the file tells its version, what is stored is not overwritten") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}, {"B", "b", Int{2}}});
    const auto before = table(store, "risk", k_columns);
    auto file = file_of(store);
    for (auto& row : file) {
        row.base = {};
    }
    file[0].values[0] = "mine";
    const auto back = bring_back(store, {"title", "score"}, file, policy_at(0));
    CHECK(back.result.outcomes == RowOutcomes{0, 0, 1, 0, 1, 0});
    CHECK(back.rejected == std::vector<RejectedRow>{
                               {2, "A", "a conflict: change 2 set the row, and the file does not tell what it was written from"}});
    CHECK(table(store, "risk", k_columns) == before);
}

TEST_CASE("a thousand newer rows leave the list of the missing as it is") {
    auto store = make_store();
    import_rows(store, "risk", k_columns, {{"A", "a", Int{1}}, {"X", "x", Int{2}}, {"Y", "y", Int{3}}});
    auto file = file_of(store);
    const auto written = store.head();
    file.erase(file.begin() + 1, file.end());
    Rows newer;
    for (std::size_t i = 0; i < MergeResult::k_max_listed + 1; ++i) {
        newer.push_back({"N" + std::to_string(i), "n", Int{1}});
    }
    import_rows(store, "risk", k_columns, newer);
    const auto told = bring_back(store, {"title", "score"}, file, policy_at(written));
    CHECK(told.result.newer_count == static_cast<Int>(MergeResult::k_max_listed) + 1);
    CHECK(told.result.missing.size() == MergeResult::k_max_listed + 2);
    CHECK(told.result.missing.back() == MissingRow{"Y", 2, false});
}

TEST_CASE("rows with versions need a session for the round trip") {
    auto store = make_store();
    TestRun run;
    const auto session = store.begin_import(run.run, "risk", k_columns);
    CHECK(error_of([&] { session->add_version(2, Row{"A", "a", Int{1}}, {}); }) == "rows with versions need a session for the round trip");
    CHECK(error_of([&] { session->keep({1, 1}); }) == "rows with versions need a session for the round trip");
}

namespace {

Value random_cell(std::size_t column) {
    const auto number = *rc::gen::inRange<Int>(0, 3);
    if (number == 0) {
        return Absent{};
    }
    return column == 1 ? Value(number) : Value(fmt::format("v{}", number));
}

std::string random_key() { return fmt::format("k{}", *rc::gen::inRange(0, 6)); }

/// Somebody imports, removes or takes back.
void change_something(Store& store, Int clock) {
    TestRun run;
    if (store.head() > 1 && *rc::gen::inRange(0, 5) == 0) {
        try {
            store.undo(run.run, *rc::gen::inRange<Int>(2, store.head() + 1), k_author, at(clock));
        } catch (const Error&) { // undone already: nothing happened
        }
        return;
    }
    const auto session = store.begin_import(run.run, "risk", std::vector<std::string>{"id", "title", "score", "owner"});
    std::set<std::string> used;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        const auto key = random_key();
        if (!used.insert(key).second) {
            continue;
        }
        if (*rc::gen::inRange(0, 4) == 0) {
            session->remove(0, Row{key});
        } else {
            session->add(0, Row{key, random_cell(0), random_cell(1), random_cell(2)});
        }
    }
    session->merge({});
    session->commit(k_author, at(clock), {});
}

/// The rules, one row after the other.
struct Model {
    State written; ///< what the file was written from
    State before;  ///< what is stored when it comes back
    Int written_at = 0;
    std::vector<std::size_t> fields; ///< of the file's columns: index into title, score, owner
    std::map<std::string, Row> after;
    RowOutcomes outcomes;
    Int conflicts = 0;
    Int outrun = 0;
    Int missing = 0;
    Int newer = 0;

    [[nodiscard]] Row cut(const Row& whole) const {
        Row some;
        for (const auto field : fields) {
            some.push_back(whole[field]);
        }
        return some;
    }
    void store(const std::string& key, const Row& yours) {
        auto& row = after.try_emplace(key, Row(3)).first->second;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            row[fields[i]] = yours[i];
        }
    }
    void put(const std::string& key, const Row& yours) {
        const bool same = cut(before.at(key).values) == yours;
        ++(same ? outcomes.unchanged : outcomes.changed);
        store(key, yours);
    }
    void lose(bool edited) {
        ++(edited ? outcomes.rejected : outcomes.superseded);
        ++(edited ? conflicts : outrun);
    }
    void decide(const FileRow& row) {
        const auto was = written.find(row.key);
        const bool has_base = was != written.end() && was->second.version.row == row.base.row && was->second.version.from == row.base.from;
        const auto now = before.find(row.key);
        if (now == before.end()) {
            if (!has_base) {
                ++outcomes.added;
                store(row.key, row.values);
            } else {
                lose(row.values != cut(was->second.values));
            }
            return;
        }
        const auto theirs = cut(now->second.values);
        if (has_base && (now->second.version.row == row.base.row || theirs == cut(was->second.values))) {
            put(row.key, row.values);
        } else if (!has_base && now->second.version.from <= written_at) {
            put(row.key, row.values);
        } else if (row.values == theirs) {
            put(row.key, row.values);
        } else {
            lose(!has_base || row.values != cut(was->second.values));
        }
    }
    void judge(const std::vector<FileRow>& file, bool remove_missing) {
        for (const auto& [key, row] : before) {
            after[key] = row.values;
        }
        std::map<std::string, int> times;
        std::set<std::string> named;
        for (const auto& row : file) {
            if (row.unreadable) {
                for (const auto& [key, stored] : written) {
                    if (stored.version.row == row.base.row && stored.version.from == row.base.from) {
                        named.insert(key);
                    }
                }
            } else {
                ++times[row.key];
                named.insert(row.key);
            }
        }
        for (const auto& row : file) {
            if (row.unreadable) {
                continue;
            }
            if (times[row.key] > 1) {
                ++outcomes.rejected;
            } else {
                decide(row);
            }
        }
        for (const auto& [key, row] : before) {
            if (named.contains(key)) {
                continue;
            }
            const bool is_newer = row.version.from > written_at;
            ++(is_newer ? newer : missing);
            if (remove_missing && !is_newer) {
                after.erase(key);
                ++outcomes.removed;
            }
        }
    }
};

std::vector<FileRow> random_edits(const State& written, const std::vector<std::size_t>& fields) {
    std::vector<FileRow> file;
    for (const auto& [key, row] : written) {
        FileRow made{key, {}, row.version};
        for (const auto field : fields) {
            made.values.push_back(row.values[field]);
        }
        const auto what = *rc::gen::inRange(0, 12);
        if (what == 0) {
            continue; // deleted
        }
        if (what <= 4 && !fields.empty()) {
            const auto place = *rc::gen::inRange<std::size_t>(0, fields.size());
            made.values[place] = random_cell(fields[place]);
        } else if (what == 5) {
            made.key = random_key();
        } else if (what == 6) {
            made.base = {};
        } else if (what == 7) {
            made.unreadable = true;
        } else if (what == 8) {
            file.push_back(made); // copied
            made.key = random_key();
        } else if (what == 9) {
            made.base.from += *rc::gen::inRange<Int>(-1, 2);
        }
        file.push_back(std::move(made));
    }
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
        FileRow made{random_key(), {}, {}};
        for (const auto field : fields) {
            made.values.push_back(random_cell(field));
        }
        file.push_back(std::move(made));
    }
    return file;
}

} // namespace

TEST_CASE("whatever is edited in the file and in the store meanwhile, every row has one outcome, and nothing is lost") {
    CHECK(rc::check("the round trip is the model", [] {
        auto store = make_store();
        Int clock = 2;
        for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
            change_something(store, ++clock);
        }
        Model model;
        model.written = state_of(store);
        model.written_at = store.head();
        std::vector<std::string> columns;
        const std::vector<std::string> names{"title", "score", "owner"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (*rc::gen::inRange(0, 4) != 0) {
                model.fields.push_back(i);
                columns.push_back(names[i]);
            }
        }
        const auto file = random_edits(model.written, model.fields);
        for (int i = *rc::gen::inRange(0, 5); i > 0; --i) {
            change_something(store, ++clock);
        }
        model.before = state_of(store);
        auto policy = policy_at(model.written_at);
        policy.remove_missing = *rc::gen::arbitrary<bool>();
        model.judge(file, policy.remove_missing);
        const auto back = bring_back(store, columns, file, policy);
        const auto& result = back.result;
        RC_ASSERT((result.outcomes == model.outcomes));
        RC_ASSERT(count_lines(result.outcomes) == std::ranges::count(file, false, &FileRow::unreadable));
        RC_ASSERT(static_cast<Int>(back.rejected.size()) == result.outcomes.rejected);
        RC_ASSERT(result.conflict_count == model.conflicts);
        RC_ASSERT(static_cast<Int>(result.conflicts.size()) == model.conflicts);
        RC_ASSERT(result.outrun_count == model.outrun);
        RC_ASSERT(static_cast<Int>(result.outrun.size()) == model.outrun);
        RC_ASSERT(result.missing_count == model.missing);
        RC_ASSERT(result.newer_count == model.newer);
        RC_ASSERT(static_cast<Int>(result.missing.size()) == model.missing + model.newer);
        RC_ASSERT(static_cast<Int>(result.changed.size()) == model.outcomes.changed);
        Rows expected;
        for (const auto& [key, row] : model.after) {
            expected.push_back({key, row[0], row[1], row[2]});
        }
        RC_ASSERT(table(store, "risk", {"id", "title", "score", "owner"}) == expected);
        RC_ASSERT(faults_of(store).empty());
    }));
}
