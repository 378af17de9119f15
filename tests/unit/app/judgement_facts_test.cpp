// docs/judgement.md, promise by promise: what people decide, attest and bring as evidence, and how it meets what checks say.
#include "support/faulty_runner.hpp"
#include "support/judgement_world.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::testing;

namespace {

/// Control c1 for the organisation, which asks for a record; people and their registers stay empty.
struct OneControl : JudgementWorld {
    Control* control = nullptr;
    OneControl() { control = &add_control("c1"); }

    void demand(std::string type, DemandKind kind = DemandKind::standard, std::string interval = {}) {
        catalogs.front().controls.front().demands.push_back({std::move(type), kind, std::move(interval), {}, {}});
    }

    /// A check over one ticket that passes or fails; `complete` says whether its population is declared.
    void add_ticket(bool good, bool complete = true, const std::string& picked = "yes") {
        add_check("k1", "c1");
        import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}}});
        const std::vector<WrittenRow> rows{{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", picked}, {"good", good ? "yes" : "no"}}};
        import("ticket", rows, complete ? std::optional(declared(1)) : std::nullopt);
    }
};

WrittenRow about_c1(WrittenRow row, const std::string& subject = {}) {
    row["catalog"] = "std";
    row["control"] = "c1";
    if (!subject.empty()) {
        row["subject"] = subject;
    }
    return row;
}

/// Of the audit team, competent, without conflict, within the period.
WrittenRow attestation(const std::string& outcome, const std::string& id = "A1") {
    return about_c1({{"id", id}, {"outcome", outcome}, {"statement", "seen"}, {"person", "ann"}, {"audit_team", "yes"}, {"competent_for", "8"},
                     {"no_conflict_declared", "yes"}, {"attested_on", "2025-11-11"}});
}

/// Evidence with a file that is intact, and a link that an independent reviewer found sufficient.
struct Evidence {
    WrittenRow item{{"id", "E1"}, {"title", "Minutes"}, {"type", "record"}, {"provider", "bob"}, {"owner", "cyd"}, {"file", "minutes.txt"},
                    {"sha256", "aa"}, {"observed_state", "intact"}, {"observed_sha256", "aa"}, {"observed_on", "2026-01-10"}};
    WrittenRow link = about_c1({{"id", "L1"}, {"evidence", "E1"}, {"verdict", "sufficient"}, {"reviewer", "ann"}, {"reviewed_on", "2026-01-10"},
                                {"reviewed_sha256", "aa"}});

    std::string outcome(JudgementWorld& world) const {
        world.import("evidence", {item});
        world.import("evidence_link", {link});
        return world.outcome("c1");
    }
};

/// Why the last judgement does not accept the evidence.
std::string objection(JudgementWorld& world) {
    const auto assessment = world.judge();
    for (const auto& basis : assessment.determinations.front().bases) {
        if (basis.kind == BasisKind::evidence) {
            return basis.text;
        }
    }
    return "no evidence";
}

constexpr const char* k_accepted = "met: evidence supports";
constexpr const char* k_blocked = "not assessed: evidence blocks";

} // namespace

TEST_CASE("a check over a complete population and accepted evidence together make a control met, neither alone where both are asked for") {
    OneControl world;
    world.demand("record");
    world.add_ticket(true);
    CHECK(world.outcome("c1") == "not assessed: check supports, evidence blocks");
    CHECK(Evidence().outcome(world) == "met: check supports, evidence supports");
}

TEST_CASE("evidence that was not received is no failure: the control is not assessed") {
    OneControl world;
    world.demand("record");
    CHECK(world.outcome("c1") == k_blocked);
    CHECK(objection(world) == "record: no evidence has been received");
}

TEST_CASE("an expected demand never blocks and never fails, and its accepted evidence counts") {
    OneControl world;
    world.demand("record", DemandKind::expected);
    CHECK(world.outcome("c1") == "not assessed: note blocks");
    Evidence evidence;
    CHECK(evidence.outcome(world) == k_accepted);
    evidence.link["verdict"] = "insufficient";
    CHECK(evidence.outcome(world) == "not assessed: evidence informs, note blocks");
}

TEST_CASE("evidence counts only when an independent reviewer found it sufficient") {
    OneControl world;
    world.demand("record");
    Evidence evidence;
    CHECK(evidence.outcome(world) == k_accepted);
    SUBCASE("not reviewed") {
        evidence.link.erase("verdict");
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: E1 was received and not yet reviewed");
    }
    SUBCASE("insufficient") {
        evidence.link["verdict"] = "insufficient";
        evidence.link["reason"] = "two months are missing";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: E1 was found insufficient: two months are missing");
    }
    SUBCASE("reviewed by its provider") {
        evidence.link["reviewer"] = "bob";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: E1 was reviewed by bob, who provided it");
    }
    SUBCASE("reviewed by its owner") {
        evidence.link["reviewer"] = "cyd";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: E1 was reviewed by cyd, who owns it");
    }
    SUBCASE("reviewed after the judgement date") {
        evidence.link["reviewed_on"] = "2026-01-16";
        CHECK(evidence.outcome(world) == k_blocked);
    }
    SUBCASE("named by a link and not in the register") {
        evidence.link["evidence"] = "E9";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: link L1 names evidence E9, which is not in the register");
    }
    SUBCASE("for another demand") {
        evidence.link["demand"] = "policy";
        CHECK(evidence.outcome(world) == k_blocked);
    }
    SUBCASE("withdrawn") {
        evidence.item["withdrawn_on"] = "2026-01-15";
        CHECK(evidence.outcome(world) == k_blocked);
        evidence.item["withdrawn_on"] = "2026-01-16";
        CHECK(evidence.outcome(world) == k_accepted);
    }
}

TEST_CASE("evidence counts only while its file is intact and is the one that was reviewed") {
    OneControl world;
    world.demand("record");
    Evidence evidence;
    SUBCASE("never verified") {
        evidence.item.erase("observed_state");
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: the file of E1 was never verified");
    }
    SUBCASE("changed, missing, unreadable") {
        for (const auto* state : {"changed", "missing", "unreadable"}) {
            evidence.item["observed_state"] = state;
            CHECK(evidence.outcome(world) == k_blocked);
            CHECK(objection(world) == fmt::format("record: the file of E1 is {} (verified on 2026-01-10)", state));
        }
    }
    SUBCASE("replaced since the review") {
        evidence.item["observed_sha256"] = "bb";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: E1 has changed since it was reviewed on 2026-01-10");
    }
    SUBCASE("the review does not say which file was read") {
        evidence.link.erase("reviewed_sha256");
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: the review of E1 does not say which bytes were read");
    }
}

TEST_CASE("a document counts with an approved version in force whose review date has not passed") {
    OneControl world;
    world.demand("policy");
    Evidence evidence;
    evidence.item["document"] = "D1";
    WrittenRow document{{"id", "D1"}, {"status", "approved"}, {"approved_on", "2024-01-01"}, {"in_force_from", "2024-02-01"}, {"review_due", "2026-01-15"}};
    const auto outcome = [&] {
        world.import("document", {document});
        return evidence.outcome(world);
    };
    CHECK(outcome() == k_accepted);
    SUBCASE("stale") {
        document["review_due"] = "2026-01-14";
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: document D1 was due for review on 2026-01-14");
    }
    SUBCASE("without a review date") {
        document.erase("review_due");
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: document D1 has no review date");
    }
    SUBCASE("a draft") {
        document["status"] = "draft";
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: document D1 has no approved version");
    }
    SUBCASE("approved later") {
        document["approved_on"] = "2026-01-16";
        CHECK(outcome() == k_blocked);
    }
    SUBCASE("not yet in force") {
        document["in_force_from"] = "2026-02-01";
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: document D1 is in force from 2026-02-01");
    }
    SUBCASE("withdrawn") {
        document["withdrawn_on"] = "2026-01-01";
        CHECK(outcome() == k_blocked);
    }
    SUBCASE("not in the register") {
        evidence.item["document"] = "D9";
        CHECK(outcome() == k_blocked);
    }
    SUBCASE("known by the evidence register alone, which has to say the same") {
        evidence.item.erase("document");
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: E1 names no document and is not marked as an approved version");
        evidence.item["approved_version"] = "yes";
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: E1 names no document and has no review date");
        evidence.item["review_due"] = "2026-01-15";
        CHECK(outcome() == k_accepted);
        evidence.item["review_due"] = "2026-01-14";
        CHECK(outcome() == k_blocked);
        CHECK(objection(world) == "policy: E1 was due for review on 2026-01-14");
    }
}

TEST_CASE("records cover the period at the demanded interval, from the start of operation to the judgement date less the lag") {
    OneControl world;
    Evidence evidence;
    evidence.item["covers_from"] = "2025-01-01";
    evidence.item["covers_to"] = "2025-12-16";
    SUBCASE("continuous, with the lag of 30 days") {
        world.demand("record", DemandKind::standard, "continuous");
        CHECK(evidence.outcome(world) == k_accepted);
        evidence.item["covers_to"] = "2025-12-15";
        CHECK(evidence.outcome(world) == k_accepted);
        evidence.item["covers_to"] = "2025-12-14";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: nothing covers 2025-12-14 to 2025-12-16");
    }
    SUBCASE("two items with a month between them") {
        world.demand("record", DemandKind::standard, "P1M");
        evidence.item["covers_to"] = "2025-05-31";
        auto second = evidence;
        second.item["id"] = "E2";
        second.link["id"] = "L2";
        second.link["evidence"] = "E2";
        second.item["covers_from"] = "2025-06-30";
        second.item["covers_to"] = "2025-12-31";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(second.outcome(world) == k_accepted);
        second.item["covers_from"] = "2025-07-01";
        CHECK(second.outcome(world) == k_blocked);
    }
    SUBCASE("the planned interval, which must be set") {
        world.demand("record", DemandKind::standard, "planned");
        evidence.item["covers_to"] = "2025-10-01";
        CHECK(evidence.outcome(world) == k_blocked);
        CHECK(objection(world) == "record: no planned interval is set, so that its coverage cannot be told");
        world.import("interval", {about_c1({{"id", "I1"}, {"length", "P3M"}, {"approver", "dan"}})});
        CHECK(evidence.outcome(world) == k_accepted);
    }
    SUBCASE("wholly outside the period") {
        world.demand("record");
        evidence.item["covers_from"] = "2024-01-01";
        evidence.item["covers_to"] = "2024-12-31";
        CHECK(evidence.outcome(world) == k_blocked);
    }
}

TEST_CASE("for a subject coverage is counted from its start of operation") {
    JudgementWorld world;
    auto& control = world.add_control("c1", SubjectKind::service);
    control.demands.push_back({"record", DemandKind::standard, "continuous", {}, {}});
    world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}, {"live_on", "2025-07-01"}}});
    Evidence evidence;
    evidence.link["subject"] = "S1";
    evidence.item["covers_from"] = "2025-07-02";
    evidence.item["covers_to"] = "2025-12-31";
    world.import("evidence", {evidence.item});
    world.import("evidence_link", {evidence.link});
    CHECK(world.outcome("c1@S1") == k_accepted);
    world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}, {"live_on", "2025-06-01"}}});
    CHECK(world.outcome("c1@S1") == k_blocked);
}

TEST_CASE("confirmed absence of documented information is not met, proposed major") {
    OneControl world;
    world.demand("record");
    WrittenRow request = about_c1({{"id", "R1"}, {"answer", "does_not_exist"}, {"answered_by", "bob"}, {"answered_on", "2026-01-10"}});
    world.import("evidence_request", {request});
    SUBCASE("where the standard asks for documented information") {
        world.control->documented = Documented::record;
        CHECK(world.outcome("c1") == "not met (major): absence confirmed fails");
        Evidence evidence;
        CHECK(evidence.outcome(world) == "not met (major): absence confirmed fails");
    }
    SUBCASE("elsewhere the demand is unmet, so that nothing else makes the control met, and fails nothing") {
        world.import("attestation", {attestation("met")});
        CHECK(world.outcome("c1") == "not assessed: absence confirmed blocks, attestation supports");
        CHECK(Evidence().outcome(world) == "met: evidence supports, attestation supports");
    }
    SUBCASE("an answer without a name or a date confirms nothing") {
        world.control->documented = Documented::record;
        for (const auto* field : {"answered_by", "answered_on"}) {
            auto unnamed = request;
            unnamed.erase(field);
            world.import("evidence_request", {unnamed});
            CHECK(world.outcome("c1") == k_blocked);
        }
        request["answered_on"] = "2026-01-16";
        world.import("evidence_request", {request});
        CHECK(world.outcome("c1") == k_blocked);
    }
    SUBCASE("what could not be produced is absent too, what was provided is not") {
        world.control->documented = Documented::document;
        request["answer"] = "not_produced";
        world.import("evidence_request", {request});
        CHECK(world.outcome("c1") == "not met (major): absence confirmed fails");
        request["answer"] = "provided";
        world.import("evidence_request", {request});
        CHECK(world.outcome("c1") == k_blocked);
    }
}

TEST_CASE("absence that is confirmed of an expected demand fails nothing") {
    OneControl world;
    world.demand("record", DemandKind::expected);
    world.control->documented = Documented::record;
    world.import("evidence_request", {about_c1({{"id", "R1"}, {"answer", "does_not_exist"}, {"answered_by", "bob"}, {"answered_on", "2026-01-10"}})});
    CHECK(world.outcome("c1") == "not assessed: note blocks");
}

TEST_CASE("an attestation of the audit team counts, met and not met") {
    OneControl world;
    world.import("attestation", {attestation("met")});
    CHECK(world.outcome("c1") == "met: attestation supports");
    world.import("attestation", {attestation("not_met")});
    CHECK(world.outcome("c1") == "not met (minor): attestation fails");
}

TEST_CASE("an attestation that does not count is a self-declaration: shown, deciding nothing") {
    OneControl world;
    auto said = attestation("met");
    const auto reason = [&] {
        world.import("attestation", {said});
        CHECK(world.outcome("c1") == "not assessed: self-declaration informs, note blocks");
        return world.judge().determinations.front().bases.front().text;
    };
    const std::string who = "self-declaration of ann on 2025-11-11: ann ";
    SUBCASE("not of the audit team") {
        said["audit_team"] = "no";
        CHECK(reason() == who + "is not of the audit team");
    }
    SUBCASE("no competence") {
        said.erase("competent_for");
        CHECK(reason() == who + "has no recorded competence for it");
    }
    SUBCASE("conflict not declared") {
        said.erase("no_conflict_declared");
        CHECK(reason() == who + "has not declared to be free of conflicts");
    }
    SUBCASE("provided the evidence") {
        said["evidence"] = "E1";
        world.import("evidence", {{{"id", "E1"}, {"provider", "ann"}}});
        CHECK(reason() == who + "provided the evidence E1");
    }
    SUBCASE("rests on evidence that has changed") {
        said["evidence"] = "E1";
        world.import("evidence", {{{"id", "E1"}, {"provider", "bob"}, {"observed_state", "changed"}}});
        CHECK(reason() == who + "rests on evidence E1, which is changed");
    }
    SUBCASE("before the audit period, after the judgement date, no longer valid") {
        said["attested_on"] = "2024-12-31";
        CHECK(reason() == "self-declaration of ann on 2024-12-31: ann attested it for a time that has ended");
        said["attested_on"] = "2026-01-16";
        CHECK(reason() == "self-declaration of ann on 2026-01-16: ann had not attested it by the judgement date");
        said["attested_on"] = "2025-11-11";
        said["valid_until"] = "2026-01-14";
        CHECK(reason() == who + "attested it for a time that has ended");
    }
    SUBCASE("responsible for anything, where the organisation is the subject") {
        world.import("role", {{{"id", "r1"}, {"kind", "process_owner"}, {"process", "P1"}}});
        world.import("assignment", {{{"role", "r1"}, {"person", "ann"}}});
        CHECK(reason() == who + "is responsible or accountable for it");
    }
    SUBCASE("a self-declared failure does not fail it either") {
        said = attestation("not_met");
        said["audit_team"] = "no";
        (void)reason();
    }
}

TEST_CASE("responsibility for one subject is no objection to attesting another, and ends with the assignment") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::process);
    world.import("process", {{{"id", "P1"}, {"adoption", "adopted"}}, {{"id", "P2"}, {"adoption", "adapted"}}});
    world.import("activity", {{{"id", "a1"}, {"process", "P1"}}});
    world.import("role", {{{"id", "r1"}}});
    world.import("raci", {{{"activity", "a1"}, {"role", "r1"}, {"letter", "r"}}});
    world.import("attestation", {attestation("met")});   // without subject: of every process
    WrittenRow assignment{{"role", "r1"}, {"person", "ann"}, {"starts_on", "2025-01-01"}};
    world.import("assignment", {assignment});
    CHECK(world.outcome("c1@P1") == "not assessed: self-declaration informs, note blocks");
    CHECK(world.outcome("c1@P2") == "met: attestation supports");
    assignment["ends_on"] = "2026-01-14";
    world.import("assignment", {assignment});
    CHECK(world.outcome("c1@P1") == "met: attestation supports");
    assignment["ends_on"] = "2026-01-15";
    world.import("raci", {{{"activity", "a1"}, {"role", "r1"}, {"letter", "c"}}});
    world.import("assignment", {assignment});
    CHECK(world.outcome("c1@P1") == "met: attestation supports");   // consulted is neither responsible nor accountable
}

TEST_CASE("a failing check outranks an attestation, an attestation outranks nothing that is missing") {
    OneControl world;
    world.add_ticket(false);
    world.import("attestation", {attestation("met")});
    CHECK(world.outcome("c1") == "not met (minor): check fails, attestation supports");
    world.catalogs.front().controls.front().demands.push_back({"record", DemandKind::standard, {}, {}, {}});
    world.import("ticket", {{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", "yes"}, {"good", "yes"}}});
    CHECK(world.outcome("c1") == "not assessed: check supports, evidence blocks, attestation supports");
}

TEST_CASE("a control that is excluded where the catalog allows it is not applicable, even where a check fails") {
    OneControl world;
    world.add_ticket(false);
    world.catalogs.front().controls.front().excludable = true;
    WrittenRow excluded = about_c1({{"id", "X1"}, {"decision", "excluded"}, {"justification", "no such service"}, {"approver", "dan"}, {"approved_on", "2025-02-02"}});
    const auto outcome = [&] {
        world.import("applicability", {excluded});
        return world.outcome("c1");
    };
    CHECK(outcome() == "not applicable: applicability excludes, check fails");
    SUBCASE("not allowed") {
        world.catalogs.front().controls.front().excludable = false;
        CHECK(outcome() == "not met (minor): applicability informs, check fails");
    }
    SUBCASE("without justification, approver or date it does not count") {
        for (const auto* field : {"justification", "approver", "approved_on"}) {
            const auto kept = excluded;
            excluded.erase(field);
            CHECK(outcome() == "not met (minor): applicability informs, check fails");
            excluded = kept;
        }
        excluded["approved_on"] = "2026-01-16";
        CHECK(outcome() == "not met (minor): applicability informs, check fails");
    }
    SUBCASE("by its shall group") {
        world.catalogs.front().controls.front().shall = "S1";
        excluded["control"] = "S1";
        CHECK(outcome() == "not applicable: applicability excludes, check fails");
    }
    SUBCASE("an applicable decision excludes nothing") {
        excluded["decision"] = "applicable";
        CHECK(outcome() == "not met (minor): check fails");
    }
}

TEST_CASE("the adoption of a process decides whether its controls are judged") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::process);
    WrittenRow process{{"id", "P1"}, {"name", "Incidents"}};
    const auto outcome = [&](const std::string& adoption) {
        if (!adoption.empty()) {
            process["adoption"] = adoption;
        }
        world.import("process", {process});
        world.import("attestation", {attestation("met")});
        return world.outcome("c1@P1");
    };
    CHECK(outcome("") == "not assessed: adoption blocks, attestation supports");
    CHECK(outcome("planned") == "not assessed: adoption blocks, attestation supports");
    CHECK(outcome("performed_elsewhere") == "not assessed: adoption blocks, attestation supports");
    CHECK(outcome("adopted") == "met: attestation supports");
    CHECK(outcome("adapted") == "met: attestation supports");
    CHECK(outcome("not_adopted") == "not assessed: adoption blocks, attestation supports");
    process["adoption_reason"] = "no such service";
    CHECK(outcome("not_adopted") == "not assessed: adoption blocks, attestation supports");
    process["approved_by"] = "the board";
    CHECK(outcome("not_adopted") == "not applicable: adoption excludes, attestation supports");
}

TEST_CASE("only local processes that map to the framework's are subjects of its controls") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::process).process = "incident";
    world.import("process", {{{"id", "P1"}, {"maps_to", "change"}, {"adoption", "adopted"}}});
    CHECK(world.outcome("c1") == "not assessed: note blocks");
    world.import("process", {{{"id", "P2"}, {"maps_to", "incident"}, {"adoption", "adopted"}}});
    CHECK(world.outcomes() == std::map<std::string, std::string>{{"c1@P2", "not assessed: note blocks"}});
}

TEST_CASE("a planned interval that is not set is itself the finding") {
    OneControl world;
    world.control->planned_interval = true;
    world.import("attestation", {attestation("met")});
    CHECK(world.outcome("c1") == "not assessed: interval blocks, attestation supports");   // no interval was ever loaded
    WrittenRow other = about_c1({{"id", "I0"}, {"length", "P1Y"}});
    other["control"] = "c0";
    world.import("interval", {other});
    CHECK(world.outcome("c1") == "not met (minor): interval fails, attestation supports");
    WrittenRow interval = about_c1({{"id", "I1"}, {"length", "P1Y"}});
    world.import("interval", {interval});
    CHECK(world.outcome("c1") == "met with remark: interval remarks, attestation supports");
    interval["approver"] = "dan";
    world.import("interval", {interval});
    CHECK(world.outcome("c1") == "met: interval informs, attestation supports");
    interval["length"] = "yearly";
    world.import("interval", {interval});
    CHECK(world.outcome("c1") == "not met (minor): interval fails, attestation supports");
}

TEST_CASE("no occasion needs a complete population that shows none, and a named person who confirms it") {
    OneControl world;
    SUBCASE("both") {
        world.add_ticket(true, true, "no");
        CHECK(world.outcome("c1") == "not assessed: check informs, note blocks");
        world.import("attestation", {attestation("no_occasion")});
        CHECK(world.outcome("c1") == "no occasion: check informs, no occasion confirmed occasions");
    }
    SUBCASE("the population is not complete") {
        world.add_ticket(true, false, "no");
        world.import("attestation", {attestation("no_occasion")});
        CHECK(world.outcome("c1") == "not assessed: check informs, no occasion confirmed informs, note blocks");
    }
    SUBCASE("the population is not complete, and two persons confirm") {
        world.add_ticket(true, false, "no");
        world.import("attestation", {attestation("no_occasion"), attestation("no_occasion", "A2")});
        CHECK(world.outcome("c1") == "not assessed: check informs, no occasion confirmed informs, no occasion confirmed informs, note blocks");
    }
    SUBCASE("there was one") {
        world.add_ticket(true, true);
        world.import("attestation", {attestation("no_occasion")});
        CHECK(world.outcome("c1") == "met: check supports, no occasion confirmed informs");
    }
    SUBCASE("no check at all") {
        world.import("attestation", {attestation("no_occasion")});
        CHECK(world.outcome("c1") == "not assessed: no occasion confirmed informs, note blocks");
    }
    SUBCASE("the person does not count") {
        world.add_ticket(true, true, "no");
        auto said = attestation("no_occasion");
        said["audit_team"] = "no";
        world.import("attestation", {said});
        CHECK(world.outcome("c1") == "not assessed: check informs, self-declaration informs, note blocks");
    }
    SUBCASE("then records are not asked for, documents are") {
        world.add_ticket(true, true, "no");
        world.demand("record");
        world.import("attestation", {attestation("no_occasion")});
        CHECK(world.outcome("c1") == "no occasion: check informs, evidence informs, no occasion confirmed occasions");
        world.demand("policy");
        CHECK(world.outcome("c1") == "not assessed: check informs, evidence informs, evidence blocks, no occasion confirmed occasions");
    }
}

TEST_CASE("a service without a row in a complete population may have had no occasion, beside one that had") {
    JudgementWorld world;
    world.add_control("c1", SubjectKind::service);
    world.add_check("k1", "c1");
    world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}}, {{"id", "S2"}, {"status", "live"}, {"in_scope", "yes"}}});
    world.import("ticket", {{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", "yes"}, {"good", "yes"}}}, world.declared(1));
    world.import("attestation", {attestation("no_occasion")});
    CHECK(world.outcome("c1@S1") == "met: check supports, no occasion confirmed informs");
    CHECK(world.outcome("c1@S2") == "no occasion: check informs, no occasion confirmed occasions");
}

TEST_CASE("a register that was never loaded is no failure of the members who should be in it") {
    JudgementWorld world;
    world.add_control("c1");
    auto& check = world.add_check("k1", "c1", "review");
    check.kind = CheckKind::some;
    check.over = {"process", {"c.xml", 1, 1}};
    check.by = {"process", {"c.xml", 1, 1}};
    world.import("process", {{{"id", "S1"}}, {{"id", "S2"}}});
    SUBCASE("never loaded") { CHECK(world.outcome("c1") == "not assessed: check informs, note blocks"); }
    SUBCASE("declared empty") {
        world.import("review", {}, world.declared(0));
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
    SUBCASE("loaded, for one of them") {
        world.import("review", {{{"id", "r1"}, {"process", "S1"}, {"picked", "yes"}, {"good", "yes"}}});
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
}

TEST_CASE("a row does not fail for want of a field that no import carried, and fails where it would whatever the field held") {
    OneControl world;
    auto& check = world.add_check("k1", "c1");
    const auto require_that = [&](const std::string& condition) { check.require = {condition, {"c.xml", 1, 1}}; };
    world.loaded_fields = {{"ticket", {"number", "service", "opened", "picked"}}};
    world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}}});
    const auto ticket = [](std::string number, std::string picked) {
        return WrittenRow{{"number", std::move(number)}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", std::move(picked)}};
    };
    world.import("ticket", {ticket("t1", "yes"), ticket("t2", "yes")}, world.declared(2));
    SUBCASE("it is recorded") {
        require_that("exists(good)");
        CHECK(world.outcome("c1") == "not assessed: check remarks, check informs, note blocks");
        const auto assessment = world.judge();
        REQUIRE(assessment.tallies.size() == 1);
        CHECK(assessment.tallies[0].counts == RowCounts{0, 0, 2, 0});
        CHECK(assessment.tallies[0].incomplete_why == "no import carried field 'good' of register 'ticket'");
        REQUIRE(assessment.failing.size() == 2);
        CHECK_FALSE(assessment.failing[0].failed);
        CHECK_FALSE(assessment.failing[1].failed);
    }
    SUBCASE("it holds something") {
        require_that("good");
        CHECK(world.outcome("c1") == "not assessed: check remarks, check informs, note blocks");
    }
    SUBCASE("it does not hold something") {
        require_that("not good");
        CHECK(world.outcome("c1") == "not assessed: check remarks, check informs, note blocks");
        require_that("not (exists(good) or not picked)");
        CHECK(world.outcome("c1") == "met: check supports");   // nothing recorded is what it asks for
    }
    SUBCASE("another way to pass is taken") {
        require_that("exists(good) or exists(opened)");
        CHECK(world.outcome("c1") == "met: check supports");
    }
    SUBCASE("it would fail all the same") {
        require_that("exists(good) and opened ge date('2025-06-01')");
        CHECK(world.outcome("c1") == "not met (minor): check fails");
        require_that("not exists(good) and not picked");
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
    SUBCASE("some would fail all the same, some cannot be told") {
        world.import("ticket", {ticket("t1", "yes"), ticket("t2", "no")}, world.declared(2));
        check.where = {"true", {"c.xml", 1, 1}};
        require_that("exists(good) and picked");
        CHECK(world.outcome("c1") == "not met (minor): check remarks, check fails");
        const auto assessment = world.judge();
        CHECK(assessment.tallies[0].counts == RowCounts{1, 1, 1, 0});
        REQUIRE(assessment.failing.size() == 2);
        CHECK(assessment.failing[0].failed == (assessment.failing[0].key == "t2"));
        CHECK(assessment.failing[1].failed == (assessment.failing[1].key == "t2"));
    }
    SUBCASE("a column that came in empty was carried") {
        world.loaded_fields["ticket"].insert("good");
        require_that("exists(good)");
        CHECK(world.outcome("c1") == "not met (minor): check fails");
    }
}

TEST_CASE("a member of which cannot be told whether it counts is undecided") {
    JudgementWorld world;
    world.add_control("c1");
    auto& check = world.add_check("k1", "c1", "review");
    check.kind = CheckKind::some;
    check.over = {"process", {"c.xml", 1, 1}};
    check.over_where = {"adoption eq 'adopted'", {"c.xml", 1, 1}};
    check.by = {"process", {"c.xml", 1, 1}};
    world.import("process", {{{"id", "S1"}, {"adoption", "adopted"}}, {{"id", "S2"}}});
    world.import("review", {{{"id", "r1"}, {"process", "S1"}, {"picked", "yes"}, {"good", "yes"}}}, world.declared(1));
    CHECK(world.outcome("c1") == "not assessed: check remarks, check informs, note blocks");
}

TEST_CASE("a check that cannot be evaluated makes an error beside a pass and a note beside a failure, and the others go on") {
    OneControl world;
    world.add_ticket(true);
    auto& broken = world.add_check("k2", "c1", "review");
    const auto outcome = [&](FaultyRunner::Where where) { return JudgementWorld::shown(world.judge_through([&](QueryRunner& runner) {
        return std::make_unique<FaultyRunner>(runner, "review", where);
    })).at("c1"); };
    SUBCASE("while tallying, listing, or reading declarations") {
        world.import("review", {{{"id", "r1"}, {"picked", "yes"}, {"good", "no"}}});
        for (const auto where : {FaultyRunner::Where::tally, FaultyRunner::Where::verdicts, FaultyRunner::Where::declarations}) {
            CHECK(outcome(where) == "error: check supports, check errs");
        }
    }
    SUBCASE("while judging members") {
        broken.kind = CheckKind::some;
        broken.by = {"process", {"c.xml", 1, 1}};
        world.import("review", {{{"id", "r1"}, {"picked", "yes"}, {"good", "no"}}});
        CHECK(outcome(FaultyRunner::Where::members) == "error: check supports, check errs");
    }
    SUBCASE("beside a failure") {
        world.import("ticket", {{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", "yes"}, {"good", "no"}}});
        CHECK(outcome(FaultyRunner::Where::tally) == "not met (minor): check fails, check errs");
    }
    SUBCASE("beside an exclusion") {
        world.catalogs.front().controls.front().excludable = true;
        world.import("applicability", {about_c1({{"id", "X1"}, {"decision", "excluded"}, {"justification", "none"}, {"approver", "dan"}, {"approved_on", "2025-02-02"}})});
        CHECK(outcome(FaultyRunner::Where::tally) == "not applicable: applicability excludes, check supports, check errs");
    }
    SUBCASE("beside missing evidence it stays an error") {
        world.demand("record");
        CHECK(outcome(FaultyRunner::Where::tally) == "error: check supports, check errs, evidence blocks");
    }
}
