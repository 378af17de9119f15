// Versions in a file: the mark of a state, the three columns, and rows that have or lost theirs.
#include "assay/intake/import.hpp"
#include "support/fake_reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

namespace {

Register make_register() {
    Register reg;
    reg.id = "risk";
    reg.title = "Risks";
    Field id;
    id.id = "id";
    id.key = id.required = true;
    Field title;
    title.id = "title";
    title.required = true;
    reg.fields = {id, title};
    return reg;
}

/// "2: A 5 from 3 at c7-…", and "rejected 5" for a row that was not typed.
class KeepingSink final : public RowSink {
public:
    void begin(const ImportPlan& /*plan*/) override {}
    void add(std::uint64_t line, Row& row) override { texts.push_back(std::to_string(line) + ": " + *text_of(row[0]) + " without version"); }
    void add_version(std::uint64_t line, Row& row, const WrittenVersion& version) override {
        texts.push_back(std::to_string(line) + ": " + *text_of(row[0]) + " " + std::to_string(version.row) + " from " +
                        std::to_string(version.from) + " at " + to_text(version.at));
    }
    void reject_version(const WrittenVersion& version) override { texts.push_back("rejected " + std::to_string(version.row)); }
    std::vector<std::string> texts;
};

struct Imported {
    ImportOutcome outcome;
    std::vector<std::string> texts;
    std::string diagnostics;
};

Imported import(const FakeFile& file, ImportOptions options = {}) {
    TestRun test;
    KeepingSink sink;
    Imported imported;
    options.file = "x.csv";
    const auto reg = make_register();
    const auto zone = Zone::utc();
    imported.outcome =
        run_import(test.run, [&] { return std::make_unique<FakeReader>(file); }, reg, options, {zone, {}, {}}, sink);
    imported.texts = sink.texts;
    imported.diagnostics = test.diagnostics.to_text();
    return imported;
}

const std::vector<std::string> k_header{"id", "title", "_row", "_from", "_at"};

} // namespace

TEST_CASE("the mark of a state comes back as it was, and nothing else is one") {
    CHECK(rc::check("mark", [] {
        const auto change = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
        const auto digest = *rc::gen::container<std::string>(8, rc::gen::elementOf(std::string("0123456789abcdef")));
        const auto mark = make_state_mark(change, digest + "00ff");
        RC_ASSERT(mark.store == digest);
        RC_ASSERT((find_state_mark(to_text(mark)) == mark));
    }));
    CHECK(to_text(make_state_mark(0, "")) == "c0");
    CHECK((find_state_mark("c0") == StateMark{}));
    for (const auto* text : {"", "c", "12", "c12", "c12-", "c12-3f9a1c2", "c12-3f9a1c2bb", "c12-3F9A1C2B", "c-1-3f9a1c2b", "cx-3f9a1c2b", "d12-3f9a1c2b"}) {
        CHECK_MESSAGE(!find_state_mark(text), text);
    }
}

TEST_CASE("rows come with the version they were written from, and rows added to the file without") {
    const auto imported =
        import({k_header, {{"A", "a", "5", "3", "c7-00ff00ff"}, {"B", "b", "", " ", ""}, {"", " ", "6", "3", "c7-00ff00ff"}, {"C", "", "7", "3", "c7-00ff00ff"}}});
    CHECK(imported.texts == std::vector<std::string>{"2: A 5 from 3 at c7-00ff00ff", "3: B 0 from 0 at c0", "rejected 7"});
    CHECK(imported.outcome.receipt.blank == 1);
    CHECK(imported.outcome.receipt.rows_in == 3);
    CHECK(imported.outcome.receipt.unused.empty());
}

TEST_CASE("a version that no export wrote rejects its row") {
    const auto reason = [](std::vector<std::string> version) {
        version.insert(version.begin(), {"A", "a"});
        const auto imported = import({k_header, {version}});
        CHECK(imported.texts.empty());
        return imported.outcome.receipt.rows[static_cast<std::size_t>(Fate::rejected)].at(0).note;
    };
    const std::string hint = " (leave _row, _from and _at as they were exported, or clear all three in a new row)";
    CHECK(reason({"x", "3", "c7-00ff00ff"}) == "column 3 '_row': 'x' is not what an export writes" + hint);
    CHECK(reason({"0", "3", "c7-00ff00ff"}) == "column 3 '_row': '0' is not what an export writes" + hint);
    CHECK(reason({"5", "", "c7-00ff00ff"}) == "column 4 '_from': is empty, and the other columns of the version are not" + hint);
    CHECK(reason({"5", "3", "7"}) == "column 5 '_at': '7' is not what an export writes" + hint);
}

TEST_CASE("one or two of the three columns are told and not used") {
    const auto one = import({{"id", "title", "_from"}, {{"A", "a", "3"}}});
    CHECK(one.texts == std::vector<std::string>{"2: A without version"});
    REQUIRE(one.outcome.receipt.unused.size() == 1);
    CHECK(one.outcome.receipt.unused[0].why == "conflicts can be found only with '_row' and '_at' beside it");
    const auto two = import({{"id", "title", "_row", "_from"}, {{"A", "a", "5", "3"}}});
    REQUIRE(two.outcome.receipt.unused.size() == 2);
    CHECK(two.outcome.receipt.unused[1].why == "conflicts can be found only with '_at' beside it");
}

TEST_CASE("what decides between rows in another way does not go with versions") {
    ImportOptions options;
    options.latest_by = "title";
    CHECK(import({k_header, {}}, options).diagnostics.starts_with(
        "x.csv:1: error: --latest-by does not go with the versions that the file was exported with (leave it out, or delete the columns _row, "
        "_from and _at) [conflicting-option]\n"));
    options = {};
    options.events = true;
    CHECK(import({k_header, {}}, options).diagnostics ==
          "x.csv:1: error: --events does not go with the versions that the file was exported with (leave it out, or delete the columns _row, "
          "_from and _at) [conflicting-option]\n");
}
