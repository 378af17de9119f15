// docs/judgement.md, promise by promise, on a small organisation in a store: checks, populations, subjects and dispositions.
// What people decide and bring as evidence is in judgement_facts_test.cpp.
#include "support/judgement_world.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::testing;

namespace {

/// Tickets t0001… of one service: `good` that meet the check, then `bad` that do not.
std::vector<WrittenRow> tickets(int good, int bad, const std::string& service = "S1") {
    std::vector<WrittenRow> rows;
    for (int i = 1; i <= good + bad; ++i) {
        rows.push_back({{"number", fmt::format("t{:04}-{}", i, service)}, {"service", service}, {"opened", "2025-05-05"}, {"picked", "yes"},
                        {"good", i <= good ? "yes" : "no"}});
    }
    return rows;
}

WrittenRow service(const std::string& id) { return {{"id", id}, {"name", "Service " + id}, {"status", "live"}, {"in_scope", "yes"}}; }

/// One control per organisation with one proving check over tickets of service S1.
struct OneCheck : JudgementWorld {
    CheckDefinition* check = nullptr;
    OneCheck() {
        add_control("c1");
        check = &add_check("k1", "c1");
        import("service", {service("S1")});
    }
    void load(std::vector<WrittenRow> rows) {
        const auto count = static_cast<std::int64_t>(rows.size());
        import("ticket", rows, declared(count));
    }
};

} // namespace

TEST_CASE("a proving check over a complete population without a failing row makes its control met") {
    OneCheck world;
    world.load(tickets(3, 0));
    CHECK(world.outcome("c1") == "met: check supports");
}

TEST_CASE("a control that nothing speaks of is not assessed") {
    JudgementWorld world;
    world.add_control("c1");
    CHECK(world.outcome("c1") == "not assessed: note blocks");
}

TEST_CASE("a check that selected no row is no positive basis, even of a complete population") {
    OneCheck world;
    world.import("ticket", {{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", "no"}}}, world.declared(1));
    CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
}

TEST_CASE("a check that is not marked as proving can fail its control and cannot make it met") {
    OneCheck world;
    world.check->proves = false;
    world.load(tickets(3, 0));
    CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
    world.load(tickets(2, 1));
    CHECK(world.outcome("c1") == "not met (minor): check fails");
}

TEST_CASE("a control that no register can prove is not met by a check") {
    OneCheck world;
    world.catalogs.front().controls.front().provable = false;
    world.load(tickets(3, 0));
    CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
}

TEST_CASE("an incomplete population proves nothing, and its failures count") {
    OneCheck world;
    const auto judge = [&](const PopulationDeclaration& declared, std::int64_t rejected = 0) {
        world.reset();
        world.add_control("c1");
        world.add_check("k1", "c1");
        world.import("service", {service("S1")});
        world.import("ticket", tickets(3, 0), declared, rejected);
        const auto assessment = world.judge();
        CHECK(JudgementWorld::shown(assessment).at("c1") == "not assessed: check informs, note blocks");
        return assessment.tallies.front().incomplete_why;
    };
    const auto whole = world.declared(3);
    SUBCASE("no declaration at all") {
        world.import("ticket", tickets(3, 0));
        CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
        CHECK(world.judge().tallies.front().incomplete_why == "no import of register 'ticket' declares its population");
    }
    SUBCASE("something is not stated") {
        auto declared = whole;
        declared.source.clear();
        CHECK(judge(declared).ends_with("does not state source system"));
        declared = whole;
        declared.query.clear();
        CHECK(judge(declared).ends_with("does not state query or filter"));
        declared = whole;
        declared.extracted_at.clear();
        declared.extracted_by.clear();
        CHECK(judge(declared).ends_with("does not state extraction time, extracting person"));
        declared = whole;
        declared.source_count.reset();
        CHECK(judge(declared).ends_with("does not state the source's own count"));
        declared = whole;
        declared.period_to.reset();
        CHECK(judge(declared).ends_with("does not state period"));
    }
    SUBCASE("the counts disagree") {
        auto declared = whole;
        declared.source_count = 4;
        CHECK(judge(declared).ends_with("has 3 rows, the source counts 4"));
    }
    SUBCASE("rows were rejected") {
        CHECK(judge(world.declared(4), 1).ends_with("rejected 1 row"));
    }
    SUBCASE("the period is not covered") {
        auto declared = whole;
        declared.period_to = day("2025-12-30");
        CHECK(judge(declared) == "the imports of register 'ticket' declare 2025-01-01 to 2025-12-30; the audit period is 2025-01-01 to 2025-12-31");
    }
    SUBCASE("its failures count all the same") {
        world.import("ticket", tickets(1, 1));
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
}

TEST_CASE("declared periods add up, up to the judgement date") {
    OneCheck world;
    auto first = world.declared(2);
    first.period_to = day("2025-06-30");
    auto second = world.declared(2);
    second.period_from = day("2025-07-01");
    world.import("ticket", tickets(2, 0), first);
    CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
    world.on = day("2025-06-30");
    CHECK(world.outcome("c1") == "met: check supports");
    world.on = day("2026-01-15");
    world.import("ticket", tickets(2, 0, "S1"), second);
    CHECK(world.outcome("c1") == "met: check supports");
}

TEST_CASE("a later import whose counts disagree takes back what an earlier one declared of those days") {
    OneCheck world;
    world.import("ticket", tickets(2, 0), world.declared(2));
    CHECK(world.outcome("c1") == "met: check supports");
    auto short_of_one = world.declared(4);
    short_of_one.period_from = day("2025-10-01");
    world.import("ticket", tickets(3, 0), short_of_one);
    CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
    auto again = world.declared(4);
    again.period_from = day("2025-10-01");
    world.import("ticket", tickets(4, 0), again);
    CHECK(world.outcome("c1") == "met: check supports");
}

TEST_CASE("of a register that people keep the last declaration counts, and its own fault is told") {
    JudgementWorld world;
    world.add_control("c1");
    world.add_check("k1", "c1", "review");
    auto unsaid = world.declared(1);
    unsaid.source.clear();
    world.import("review", {{{"id", "r1"}, {"picked", "yes"}, {"good", "yes"}}}, unsaid);
    CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
    auto whole = world.declared(1);
    whole.period_from.reset();
    whole.period_to.reset();
    world.import("review", {{{"id", "r1"}, {"picked", "yes"}, {"good", "yes"}}}, whole);
    CHECK(world.outcome("c1") == "met: check supports");
    const auto last = world.import("review", {{{"id", "r1"}, {"picked", "yes"}, {"good", "yes"}}}, world.declared(2));
    CHECK(world.judge().tallies.front().incomplete_why == fmt::format("the import of change {} has 1 row, the source counts 2", last));
}

TEST_CASE("a few failing rows of many are an isolated lapse: met with a remark at best") {
    OneCheck world;
    world.load(tickets(99, 1));
    SUBCASE("beside a proof elsewhere") {
        world.add_check("k2", "c1").where.text = "picked and good";
        CHECK(world.outcome("c1") == "met with remark (lapse): check remarks, check supports");
    }
    SUBCASE("alone it is no basis for met") {
        CHECK(world.outcome("c1") == "not assessed: check remarks, note blocks");
    }
    SUBCASE("unless the check has zero tolerance") {
        world.check->zero_tolerance = true;
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
}

TEST_CASE("failing rows propose minor, and major when half of ten or more fail") {
    OneCheck world;
    SUBCASE("two of ten") {
        world.load(tickets(8, 2));
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
    SUBCASE("five of ten") {
        world.load(tickets(5, 5));
        CHECK(world.outcome("c1") == "not met (major): check fails");
    }
    SUBCASE("all of nine") {
        world.load(tickets(0, 9));
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
}

TEST_CASE("a row whose selection cannot be decided gives a remark") {
    OneCheck world;
    auto rows = tickets(2, 0);
    rows[0].erase("picked");
    world.load(rows);
    const auto assessment = world.judge();
    CHECK(JudgementWorld::shown(assessment).at("c1") == "met with remark: check remarks, check supports");
    REQUIRE(assessment.failing.size() == 1);
    CHECK_FALSE(assessment.failing.front().failed);
    CHECK(assessment.failing.front().key == "t0001-S1");
}

TEST_CASE("rows that are not yet due neither pass nor fail") {
    OneCheck world;
    world.check->due = {"P20D after opened", {"c.xml", 1, 1}};
    auto rows = tickets(1, 1);
    rows[1]["opened"] = "2025-12-31";
    world.load(rows);
    CHECK(world.outcome("c1") == "met: check supports");
    world.on = day("2026-01-20");   // the twentieth day itself
    CHECK(world.outcome("c1") == "met: check supports");
    world.on = day("2026-01-21");
    CHECK(world.outcome("c1") == "not met (minor): check fails");
}

TEST_CASE("rows outside the period, of no service, or of one out of scope are left out and counted") {
    OneCheck world;
    auto rows = tickets(1, 5);
    rows[1]["opened"] = "2024-12-31";
    rows[2]["opened"] = "2026-01-01";
    rows[3].erase("service");
    rows[4]["service"] = "S9";
    rows[5]["service"] = "nobody";
    world.import("service", {{{"id", "S9"}, {"status", "live"}, {"in_scope", "no"}}});
    world.load(rows);
    const auto assessment = world.judge();
    CHECK(JudgementWorld::shown(assessment).at("c1") == "met: check supports");
    REQUIRE(assessment.tallies.size() == 1);
    const auto& tally = assessment.tallies.front();
    CHECK(tally.population == 1);
    CHECK(tally.left_out == LeftOut{2, 2, 1});
}

TEST_CASE("a control per service is judged for each service in scope, by its own rows") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::service);
    world.add_check("k1", "c1");
    world.import("service", {service("S1"), service("S2"), {{"id", "S3"}, {"status", "live"}, {"in_scope", "no"}}});
    auto rows = tickets(1, 0, "S1");
    rows.push_back(tickets(0, 1, "S2").front());
    world.import("ticket", rows, world.declared(2));
    CHECK(world.outcomes() == std::map<std::string, std::string>{{"c1@S1", "met: check supports"}, {"c1@S2", "not met (minor): check fails"}});
}

TEST_CASE("a control per subject without any subject is not assessed, and says so") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::service);
    world.add_check("k1", "c1");
    CHECK(world.outcome("c1") == "not assessed: note blocks");
}

TEST_CASE("rows that lead to no subject go to the visible subject (unattributed)") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::process);
    world.add_check("k1", "c1", "review");
    world.import("process", {{{"id", "P1"}, {"adoption", "adopted"}}});
    const std::vector<WrittenRow> rows{{{"id", "r1"}, {"process", "P1"}, {"picked", "yes"}, {"good", "yes"}},
                                       {{"id", "r2"}, {"picked", "yes"}, {"good", "no"}},
                                       {{"id", "r3"}, {"process", "nobody"}, {"picked", "yes"}, {"good", "no"}}};
    world.import("review", rows, world.declared(3));
    const auto assessment = world.judge();
    CHECK(JudgementWorld::shown(assessment) ==
          std::map<std::string, std::string>{{"c1@P1", "met: check supports"}, {"c1@(unattributed)", "not met (minor): check fails"}});
    std::int64_t selected = 0;
    for (const auto& tally : assessment.tallies) {
        selected += tally.counts.selected;
    }
    CHECK(selected == 3);
    REQUIRE(assessment.failing.size() == 2);
    CHECK(assessment.failing[0].subject == k_unattributed);
    CHECK(assessment.failing[1].subject == k_unattributed);
}

TEST_CASE("major is proposed where at least three and a fifth of the subjects fail one shall group") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::service).shall = "S";
    world.add_control("c2", SubjectKind::service).shall = "S";
    world.add_check("k1", "c1");
    auto& second = world.add_check("k2", "c2");
    second.require.text = "good or number eq 't0001-S3'";
    std::vector<WrittenRow> services;
    std::vector<WrittenRow> rows;
    const auto judge = [&](int failing, int subjects) {
        for (int i = 1; i <= subjects; ++i) {
            services.push_back(service(fmt::format("S{}", i)));
            rows.push_back(tickets(i <= failing ? 0 : 1, i <= failing ? 1 : 0, fmt::format("S{}", i)).front());
        }
        world.import("service", services);
        world.import("ticket", rows, world.declared(subjects));
        return world.outcomes();
    };
    SUBCASE("three of fifteen fail, one of them one control only") {
        const auto all = judge(3, 15);
        CHECK(all.at("c1@S1") == "not met (major): check fails, note informs");
        CHECK(all.at("c1@S3") == "not met (major): check fails, note informs");
        CHECK(all.at("c2@S3") == "met: check supports");
        CHECK(all.at("c1@S4") == "met: check supports");
    }
    SUBCASE("three of sixteen are less than a fifth") { CHECK(judge(3, 16).at("c1@S1") == "not met (minor): check fails"); }
    SUBCASE("two are too few") { CHECK(judge(2, 2).at("c1@S1") == "not met (minor): check fails"); }
}

TEST_CASE("an independent disposition takes a failing row out of the count and leaves it visible") {
    OneCheck world;
    world.load(tickets(8, 2));
    WrittenRow disposition{{"id", "D1"}, {"check", "k1"}, {"register", "ticket"}, {"row_key", "t0009-S1"}, {"verdict", "not_a_deviation"},
                           {"person", "ann"}, {"decided_on", "2026-01-10"}, {"reason", "agreed with the customer"}};
    const auto with = [&] {
        world.import("disposition", {disposition});
        return world.judge();
    };
    SUBCASE("one of two is explained") {
        const auto assessment = with();
        CHECK(JudgementWorld::shown(assessment).at("c1") == "not met (minor): note informs, check fails");
        REQUIRE(assessment.failing.size() == 2);
        CHECK(assessment.failing[0].disposition == "D1");
        CHECK(assessment.failing[1].disposition.empty());
        CHECK(assessment.tallies.front().counts.failed == 2);
        CHECK(assessment.tallies.front().disposed == 1);
    }
    SUBCASE("all are explained") {
        auto other = disposition;
        other["id"] = "D2";
        other["row_key"] = "t0010-S1";
        other["verdict"] = "duplicate";
        world.import("disposition", {other});
        CHECK(JudgementWorld::shown(with()).at("c1") == "met: note informs, check supports");
    }
    SUBCASE("confirmed changes nothing") {
        disposition["verdict"] = "confirmed";
        const auto assessment = with();
        CHECK(JudgementWorld::shown(assessment).at("c1") == "not met (minor): check fails");
        CHECK(assessment.tallies.front().disposed == 0);
        CHECK(assessment.failing[0].disposition == "D1");
    }
    SUBCASE("a later version of the row voids it") {
        world.import("disposition", {disposition});
        auto rows = tickets(8, 2);
        rows[8]["opened"] = "2025-06-06";
        world.load(rows);
        const auto assessment = world.judge();
        CHECK(JudgementWorld::shown(assessment).at("c1") == "not met (minor): check fails");
        CHECK(assessment.failing[0].disposition.empty());
    }
    SUBCASE("somebody who owns the service is not independent") {
        world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}, {"owner", "ann"}}});
        CHECK(with().tallies.front().disposed == 0);
    }
    SUBCASE("without a reason, or decided later, it does not count") {
        disposition["decided_on"] = "2026-01-16";
        CHECK(with().tallies.front().disposed == 0);
        disposition["decided_on"] = "2026-01-15";
        CHECK(with().tallies.front().disposed == 1);
        disposition.erase("reason");
        CHECK(with().tallies.front().disposed == 0);
    }
}

TEST_CASE("of the rows that a disposition explains a pass does not say that they meet the check") {
    OneCheck world;
    world.load(tickets(1, 1));
    world.import("disposition", {{{"id", "D1"}, {"check", "k1"}, {"register", "ticket"}, {"row_key", "t0002-S1"}, {"verdict", "duplicate"}, {"person", "ann"},
                                  {"decided_on", "2026-01-10"}, {"reason", "twice"}}});
    const auto assessment = world.judge();
    REQUIRE(assessment.determinations.front().bases.size() == 2);
    CHECK(assessment.determinations.front().bases[1].text == "1 of 2 rows meet it, of a population declared complete");
}
