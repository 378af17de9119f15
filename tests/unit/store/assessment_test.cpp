#include "fixture.hpp"

#include "assay/base/hash.hpp"

using namespace assay;
using namespace assay::test;

namespace {

Assessment make_assessment() {
    Assessment made;
    auto& header = made.header;
    header.head = 3;
    header.on = Date(std::chrono::days(20'000));
    header.period_from = Date(std::chrono::days(19'000));
    header.period_to = Date(std::chrono::days(19'364));
    header.organization = "Northgate IT Services";
    header.catalogs = {"iso20000-1-2018", "desmf-3"};
    header.policy.isolated_percent = 2;
    header.policy.record_lag = {1, 3};
    header.manifest = {{"catalog", "iso20000-1-2018", "aa"}, {"tool", "assay", "0.1.0"}};
    made.determinations.push_back({{"iso20000-1-2018", "8.6.1-r13"},
                                   "",
                                   "Northgate",
                                   Outcome::not_met,
                                   Grade::minor,
                                   {{BasisKind::check, Effect::fails, "major-incident-reviewed", "2 of 10 rows fail"},
                                    {BasisKind::note, Effect::informs, "", "a note"}}});
    made.determinations.push_back({{"desmf-3", "cpc"}, "inc", "Incident handling", Outcome::no_occasion, Grade::none, {}});
    CheckTally tally;
    tally.check = CheckId("major-incident-reviewed");
    tally.subject = "mail";
    tally.population = 10;
    tally.counts = {8, 2, 1, 1};
    tally.left_out = {4, 5, 6};
    tally.disposed = 1;
    tally.complete = true;
    tally.grade = Grade::lapse;
    made.tallies.push_back(tally);
    tally.subject = "web";
    tally.complete = false;
    tally.incomplete_why = "no declaration";
    tally.fault = "could not be evaluated";
    made.tallies.push_back(tally);
    const auto failing = [&](std::string key_text, Int row, bool failed, std::string disposition) {
        FailingRow each{CheckId("major-incident-reviewed"), "mail", "risk", std::move(key_text), row, failed, std::move(disposition), ""};
        each.fingerprint = finding_fingerprint(each.check, each.subject, each.register_id, each.key);
        made.failing.push_back(std::move(each));
    };
    failing("a", 1, true, "D1");
    failing("b", 2, false, "");
    failing("a member", 0, true, "");
    failing("another key", 1, true, "");
    made.failing.back().fingerprint = "as somebody else made it";
    return made;
}

void check_equal(const Assessment& a, const Assessment& b) {
    CHECK(a.header.head == b.header.head);
    CHECK(a.header.on == b.header.on);
    CHECK(a.header.period_from == b.header.period_from);
    CHECK(a.header.period_to == b.header.period_to);
    CHECK(a.header.organization == b.header.organization);
    CHECK(a.header.catalogs == b.header.catalogs);
    CHECK(a.header.policy == b.header.policy);
    CHECK((a.header.manifest == b.header.manifest));
    CHECK((a.determinations == b.determinations));
    CHECK((a.tallies == b.tallies));
    CHECK((a.failing == b.failing));
}

struct Fixture {
    Store store = Store::in_memory();
    Fixture() {
        store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
        import_rows(store, "risk", {"id", "title"}, {{"a", "one"}, {"b", "two"}});
        import_rows(store, "risk", {"id", "title"}, {{"a", "later"}});
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "an assessment is loaded as it was saved, and does not move the head") {
    const auto made = make_assessment();
    const auto id = store.save_assessment(made, at(77), "ada");
    CHECK(id == 1);
    CHECK(store.head() == 3);
    const auto loaded = store.load_assessment(id);
    CHECK(loaded.header.id == 1);
    check_equal(loaded, made);
    CHECK(faults_of(store).empty());

    SUBCASE("also after its rows have changed") {
        import_rows(store, "risk", {"id", "title"}, {{"b", "changed"}}, {"", true});
        check_equal(store.load_assessment(id), made);
    }
    SUBCASE("and stands in the list until it is removed, and its number never comes back") {
        CHECK(store.save_assessment(made, at(78), "bob") == 2);
        const auto list = store.assessments();
        REQUIRE(list.size() == 2);
        CHECK(list[0].header.organization == "Northgate IT Services");
        CHECK(list[0].saved_at == at(77));
        CHECK(list[1].who == "bob");
        store.remove_assessment(2);
        CHECK(store.assessments().size() == 1);
        CHECK(store.save_assessment(made, at(79), "ada") == 3);
        CHECK(error_of([&] { (void)store.load_assessment(2); }) == "there is no assessment 2 ('assay check' makes one)");
        CHECK(error_of([&] { store.remove_assessment(2); }) == "there is no assessment 2 ('assay check' makes one)");
        CHECK(faults_of(store).empty());
    }
}

TEST_CASE("the newest assessment of a kind is found, and one that was altered is passed over") {
    const TempFolder folder;
    {
        auto store = Store::open(folder.file(), OpenMode::create);
        store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
        auto made = make_assessment();
        made.failing.clear();
        for (const auto* name : {"Northgate", "Northgate", "Southgate"}) {
            made.header.organization = name;
            (void)store.save_assessment(made, at(2), "ada");
        }
    }
    const auto find = [&](std::string_view organization) {
        return Store::open(folder.file(), OpenMode::read_only).find_intact_assessment([&](const AssessmentHeader& each) { return each.organization == organization; });
    };
    CHECK(find("Northgate") == 2);
    CHECK(find("Southgate") == 3);
    CHECK(find("Westgate") == 0);
    tamper(folder.file(), "UPDATE assessment_tally SET failed=0 WHERE assessment=2");
    CHECK(find("Northgate") == 1);
    tamper(folder.file(), "UPDATE assessment SET on_date=on_date+1 WHERE id=3");
    CHECK(find("Southgate") == 0);
}

TEST_CASE("300,000 failing rows take about as many bytes as their integers") {
    TempFolder folder;
    {
        auto store = Store::open(folder.file(), OpenMode::create);
        store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
        Rows rows;
        for (int i = 0; i < 30'000; ++i) {
            rows.push_back({fmt::format("INC{:07}", i)});
        }
        import_rows(store, "risk", {"id"}, rows);
        const auto before = std::filesystem::file_size(folder.file());
        Assessment made;
        for (Int i = 0; i < 30'000; ++i) {
            FailingRow each{CheckId("a-check-with-a-long-name"), "service", "risk", fmt::format("INC{:07}", i), i + 1, true, "", ""};
            each.fingerprint = finding_fingerprint(each.check, each.subject, each.register_id, each.key);
            made.failing.push_back(std::move(each));
        }
        const auto id = store.save_assessment(made, at(1), "ada");
        CHECK(std::filesystem::file_size(folder.file()) - before < 30'000 * 24);
        CHECK((store.load_assessment(id).failing == made.failing));
    }
}

TEST_CASE_FIXTURE(Fixture, "files as used are kept by their content") {
    const std::string bytes("<catalog/>\0binary", 17);
    const auto digest = to_hex(sha256(bytes));
    store.put_blob({digest, "catalog", bytes});
    store.put_blob({digest, "catalog", bytes});
    CHECK(store.get_blob(digest) == bytes);
    CHECK(store.get_blob(std::string(64, '0')) == std::nullopt);
    CHECK(error_of([&] { store.put_blob({"aa", "catalog", "x"}); }) ==
          "store in memory: the digest aa is not that of the catalog to be stored");
    const auto empty = to_hex(sha256(""));
    store.put_blob({empty, "checks", ""});
    CHECK(store.get_blob(empty) == "");
    // Several in one step: one that is known already, the same twice, and all or none.
    const auto other = to_hex(sha256("other"));
    const auto third = to_hex(sha256("third"));
    CHECK(error_of([&] {
              const std::array<Blob, 2> spoilt{Blob{third, "checks", "third"}, Blob{"bb", "checks", "y"}};
              store.put_blobs(spoilt);
          }) == "store in memory: the digest bb is not that of the checks to be stored");
    CHECK(store.get_blob(third) == std::nullopt);
    const std::array<Blob, 3> several{Blob{digest, "catalog", bytes}, Blob{other, "checks", "other"}, Blob{other, "checks", "other"}};
    store.put_blobs(several);
    CHECK(store.get_blob(other) == "other");
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "in memory all rows can be forgotten, for the next case") {
    store.forget_rows();
    CHECK(store.head() == 1);
    CHECK(table(store, "risk", {"id"}).empty());
    CHECK(import_rows(store, "risk", {"id"}, {{"z"}}).change == 2);
    CHECK(table(store, "risk", {"id"}) == Rows{{"z"}});
    TempFolder folder;
    auto file = Store::open(folder.file(), OpenMode::create);
    CHECK(error_of([&] { file.forget_rows(); }) ==
          "store '" + folder.file().string() + "': rows are never forgotten (undo a change instead)");
}
