#include "assay/assess/risk_levels.hpp"
#include "support/small_matrices.hpp"
#include "support/table_runner.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

using namespace assay;
using namespace assay::testing;

namespace {

RiskLevel level_of_words(const RiskRatings& ratings) { return find_level(table_g5(), table_i2(), ratings); }

/// The registers that are asked, with the fields that are read.
Schema make_risk_schema() {
    const auto make = [](const std::string& id, const std::string& key, const std::vector<std::string>& fields) {
        Register of;
        of.id = id;
        for (const auto& name : fields) {
            Field field;
            field.id = name;
            field.key = name == key;
            of.fields.push_back(field);
        }
        return of;
    };
    Schema schema;
    schema.registers = {make("assignment", "role", {"role", "person", "starts_on", "ends_on"}),
                        make("risk", "id",
                             {"id", "title", "kind", "category", "status", "response", "likelihood_initiation", "likelihood_impact", "likelihood", "likelihood_basis",
                              "impact", "level", "residual_likelihood_initiation", "residual_likelihood_impact", "residual_likelihood", "residual_likelihood_basis",
                              "residual_impact", "residual_level", "target_likelihood", "target_impact", "target_level", "accepted_by", "accepted_as", "accepted_on",
                              "accepted_until", "identified_on", "reviewed_on", "review_due", "review_interval"}),
                        make("risk_criterion", "id", {"id", "category", "appetite", "acceptance_authority"}),
                        make("role", "id", {"id", "authority_rank"})};
    return schema;
}

Date day(std::string_view text) { return *parse_date(text); }
Value days_of(Date date) { return std::int64_t{date.time_since_epoch().count()}; }
Value days_of(std::string_view text) { return days_of(day(text)); }

struct RiskWorld {
    RiskWorld() {
        runner.tables["risk_criterion"] = {{{"id", "C1"}, {"category", "Security"}, {"appetite", "low"}, {"acceptance_authority", "DEPUTY"}}};
        runner.tables["role"] = {{{"id", "DIRECTOR"}, {"authority_rank", std::int64_t{1}}},
                                 {{"id", "DEPUTY"}, {"authority_rank", std::int64_t{2}}},
                                 {{"id", "OFFICER"}, {"authority_rank", std::int64_t{3}}},
                                 {{"id", "GUEST"}}};
        const auto hold = [&](const char* role, const char* person, const char* from, const char* to) {
            runner.tables["assignment"].push_back({{"role", role}, {"person", person}, {"starts_on", days_of(from)}, {"ends_on", *to == 0 ? Value{} : days_of(to)}});
        };
        hold("DIRECTOR", "P1", "2025-01-01", "");
        hold("DEPUTY", "P2", "2025-01-01", "2025-12-31");
        hold("OFFICER", "P3", "2025-01-01", "");
        hold("GUEST", "P4", "2025-01-01", "");
    }
    RiskJudgement judge(TableRunner::TableRow row) {
        row.try_emplace("id", "R1");
        row.try_emplace("category", " security");
        runner.tables["risk"] = {std::move(row)};
        return judge_all().front();
    }
    std::vector<RiskJudgement> judge_all() {
        TableQuery rows;
        rows.relations.push_back({"risk", -1, {}});
        return judge_risks(run, {schema, runner, likelihood, level, day("2026-06-30"), rows});
    }

    TableRunner runner;
    Schema schema = make_risk_schema();
    RiskMatrix likelihood = table_g5();
    RiskMatrix level = table_i2();
    NoProgress progress;
    Diagnostics faults;
    Run run{{}, progress, faults};
};

TableRunner::TableRow accepted(const char* by, const char* on, const char* until) {
    TableRunner::TableRow row{{"residual_level", "high"}, {"response", "accept"}, {"accepted_by", by}, {"accepted_on", days_of(on)}};
    if (*until != 0) {
        row["accepted_until"] = days_of(until);
    }
    return row;
}

std::string any_word(const std::vector<std::string>& words) { return *rc::gen::elementOf(words); }

/// Place in the five words, as a reader of the printed table counts; 9: not there.
std::size_t place_of(const std::string& word) {
    for (std::size_t i = 0; i < five_words().size(); ++i) {
        if (five_words()[i] == word) {
            return i;
        }
    }
    return 9;
}

} // namespace

TEST_CASE("the level follows from the recorded likelihood and impact") {
    const auto found = level_of_words({{}, {}, "high", {}, "very_high", "very_high"});
    CHECK(found == RiskLevel{LikelihoodFrom::entered, "high", "very_high", "very_high", LevelResult::agrees, {}});
    const auto differs = level_of_words({{}, {}, "moderate", {}, "high", "high"});
    CHECK(differs == RiskLevel{LikelihoodFrom::entered, "moderate", "moderate", "high", LevelResult::differs,
                               {"the level recorded is 'high', and likelihood and impact give 'moderate'"}});
    CHECK(level_of_words({{}, {}, "moderate", {}, "high", {}}).result == LevelResult::not_recorded);
}

TEST_CASE("the overall likelihood is computed from its parts, unless it is marked as entered") {
    CHECK(level_of_words({"high", "low", {}, {}, "high", {}}) == RiskLevel{LikelihoodFrom::computed, "moderate", "moderate", {}, LevelResult::not_recorded, {}});
    const auto recorded = level_of_words({"high", "low", "high", {}, "high", {}});
    CHECK(recorded.likelihood_from == LikelihoodFrom::computed);
    CHECK(recorded.remarks == std::vector<std::string>{"the overall likelihood recorded is 'high', and its parts give 'moderate'"});
    const auto entered = level_of_words({"high", "low", "high", "entered", "high", {}});
    CHECK(entered.likelihood_from == LikelihoodFrom::entered);
    CHECK(entered.computed == "high");
    CHECK(entered.remarks == std::vector<std::string>{"the overall likelihood entered directly is 'high', and its parts give 'moderate'"});
}

TEST_CASE("what is missing is unknown, and never made up") {
    CHECK(level_of_words({}) == RiskLevel{});
    CHECK(level_of_words({"high", {}, {}, {}, "high", {}}) ==
          RiskLevel{LikelihoodFrom::unknown, {}, {}, {}, LevelResult::unknown, {"the likelihood of adverse impact is not recorded", "the likelihood is not recorded"}});
    CHECK(level_of_words({{}, {}, "high", {}, {}, {}}) == RiskLevel{LikelihoodFrom::entered, "high", {}, {}, LevelResult::unknown, {"the impact is not recorded"}});
    CHECK(level_of_words({{}, {}, {}, {}, {}, "low"}) == RiskLevel{LikelihoodFrom::unknown, {}, {}, "low", LevelResult::entered, {}});
    CHECK(level_of_words({{}, {}, "low", "computed", "high", "low"}).remarks ==
          std::vector<std::string>{"the likelihood of initiation and that of adverse impact is not recorded"});
}

TEST_CASE("a word that is no step of the matrix gives no level") {
    auto level = make_matrix({"low", "high"}, {"low", "high"}, {"low", "high"}, {"00", "01"});
    CHECK(find_level(table_g5(), level, {{}, {}, "moderate", {}, "high", "low"}) ==
          RiskLevel{LikelihoodFrom::entered, "moderate", {}, "low", LevelResult::entered, {"matrix 'm' has no step 'moderate'"}});
    // A step may stand for several words, and its level for several too.
    level.rows.steps[1].words = {"moderate", "high"};
    level.levels.steps[1].words = {"moderate", "high"};
    CHECK(find_level(table_g5(), level, {{}, {}, "moderate", {}, "high", "moderate"}).result == LevelResult::agrees);
}

TEST_CASE("ratings give what reading the printed tables gives") {
    auto words = five_words();
    words.insert(words.end(), {"", "", "extreme"});
    CHECK(rc::check([&] {
        const RiskRatings ratings{any_word(words), any_word(words), any_word(words), any_word({"", "computed", "entered"}), any_word(words), any_word(words)};
        // The rows of the published tables, from Very High down; V is Very Low and X Very High.
        constexpr const char* k_g5[] = {"LMHXX", "LMMHX", "LLMMH", "VLLMM", "VVLLL"};
        constexpr const char* k_i2[] = {"VLMHX", "VLMHX", "VLMMH", "VLLLM", "VVVLL"};
        const auto read = [](const char* const* table, std::size_t row, std::size_t column) -> std::string {
            if (row == 9 || column == 9) {
                return {};
            }
            const char letter = table[4 - row][column];
            return letter == 'V' ? "very_low" : letter == 'L' ? "low" : letter == 'M' ? "moderate" : letter == 'H' ? "high" : "very_high";
        };
        const auto computed = read(k_g5, place_of(ratings.initiation), place_of(ratings.adverse));
        std::string likelihood = computed;
        if (!ratings.likelihood.empty() && (computed.empty() || ratings.basis == "entered")) {
            likelihood = ratings.likelihood;
        }
        const auto level = read(k_i2, place_of(likelihood), place_of(ratings.impact));
        const auto found = level_of_words(ratings);
        RC_ASSERT(found.likelihood == likelihood);
        RC_ASSERT(found.computed == level);
        const auto expected = level.empty()            ? (ratings.level.empty() ? LevelResult::unknown : LevelResult::entered)
                              : ratings.level.empty()  ? LevelResult::not_recorded
                              : ratings.level == level ? LevelResult::agrees
                                                       : LevelResult::differs;
        RC_ASSERT(found.result == expected);
    }));
}

TEST_CASE_FIXTURE(RiskWorld, "the current level is held against the appetite of the category") {
    CHECK(judge({{"residual_level", "low"}}).against_appetite == AppetiteResult::within);
    CHECK(judge({{"residual_level", "moderate"}}).against_appetite == AppetiteResult::above);
    CHECK(judge({{"residual_level", "moderate"}, {"category", "People"}}).against_appetite == AppetiteResult::no_criterion);
    CHECK(judge({}).against_appetite == AppetiteResult::unknown);
    CHECK(judge({{"residual_level", "high"}, {"status", "closed"}}).against_appetite == AppetiteResult::not_applicable);
    CHECK(judge({{"residual_level", "high"}, {"kind", "opportunity"}}).against_appetite == AppetiteResult::not_applicable);
    const auto inherent = judge({{"level", "high"}});
    CHECK(inherent.judged_stage == RiskStage::inherent);
    CHECK(inherent.against_appetite == AppetiteResult::above);
    // Where the two differ the higher counts: recorded low, and likelihood and impact give high.
    const auto differs = judge({{"residual_level", "low"}, {"residual_likelihood", "high"}, {"residual_impact", "high"}});
    CHECK(differs.judged_level == "high");
    CHECK(differs.against_appetite == AppetiteResult::above);
}

TEST_CASE_FIXTURE(RiskWorld, "an acceptance above appetite needs an authority of the rank and an end") {
    CHECK(judge({{"residual_level", "high"}, {"response", "mitigate"}}).acceptance == AcceptanceResult::not_accepted);
    CHECK(judge({{"residual_level", "high"}, {"response", "accept"}}).acceptance == AcceptanceResult::missing);
    CHECK(judge(accepted("P1", "2025-06-01", "2026-06-30")).acceptance == AcceptanceResult::valid);
    CHECK(judge(accepted("P2", "2025-06-01", "2026-06-30")).acceptance == AcceptanceResult::valid);
    CHECK(judge(accepted("P1", "2025-06-01", "2026-06-29")).acceptance == AcceptanceResult::expired);
    CHECK(judge(accepted("P1", "2025-06-01", "")).acceptance == AcceptanceResult::no_expiry);
    CHECK(judge(accepted("P1", "2026-07-01", "2027-06-30")).acceptance == AcceptanceResult::not_yet);
    const auto officer = judge(accepted("P3", "2025-06-01", "2026-12-31"));
    CHECK(officer.acceptance == AcceptanceResult::wrong_rank);
    CHECK(officer.remarks == std::vector<std::string>{"acceptance: P3 held OFFICER, and DEPUTY is needed"});
    const auto late = judge(accepted("P2", "2026-01-01", "2026-12-31"));
    CHECK(late.acceptance == AcceptanceResult::wrong_rank);
    CHECK(late.remarks == std::vector<std::string>{"acceptance: P2 held no role on 2026-01-01, and DEPUTY is needed"});
    const auto guest = judge(accepted("P4", "2025-06-01", "2026-12-31"));
    CHECK(guest.acceptance == AcceptanceResult::unknown);
    CHECK(guest.remarks == std::vector<std::string>{"acceptance: P4 held GUEST, and no rank tells whether that is enough for DEPUTY"});
    auto as = accepted("P1", "2025-06-01", "2026-12-31");
    as["accepted_as"] = "DEPUTY";
    CHECK(judge(as).remarks == std::vector<std::string>{"acceptance: P1 did not hold role DEPUTY on 2025-06-01"});
    as["accepted_as"] = "DIRECTOR";
    CHECK(judge(as).acceptance == AcceptanceResult::valid);
    // Within appetite anybody may accept, for as long as they like.
    auto within = accepted("P3", "2025-06-01", "");
    within["residual_level"] = "low";
    CHECK(judge(within).acceptance == AcceptanceResult::valid);
    runner.tables["assignment"].clear();
    const auto nobody = judge(accepted("P1", "2025-06-01", "2026-12-31"));
    CHECK(nobody.acceptance == AcceptanceResult::unknown);
    CHECK(nobody.remarks == std::vector<std::string>{"acceptance: no assignment says which roles P1 held"});
    // Nor does the role that the acceptance itself claims.
    const auto claimed = judge(as);
    CHECK(claimed.acceptance == AcceptanceResult::unknown);
    CHECK(claimed.remarks == std::vector<std::string>{"acceptance: no assignment says which roles P1 held"});
}

TEST_CASE_FIXTURE(RiskWorld, "an acceptance above appetite without its day is unknown: nobody knows who held the rank then") {
    auto undated = accepted("P1", "2025-06-01", "2026-12-31");
    undated.erase("accepted_on");
    const auto found = judge(undated);
    CHECK(found.acceptance == AcceptanceResult::unknown);
    CHECK(found.remarks == std::vector<std::string>{"acceptance: its day is not recorded"});
    undated["residual_level"] = "low";
    CHECK(judge(undated).acceptance == AcceptanceResult::valid);
}

TEST_CASE_FIXTURE(RiskWorld, "a review is due on the day set or when the interval is over, whichever comes first") {
    CHECK(judge({}).review == ReviewResult::not_planned);
    CHECK(judge({{"review_due", days_of("2026-06-30")}}).review == ReviewResult::due);
    CHECK(judge({{"review_due", days_of("2026-06-29")}}).review == ReviewResult::overdue);
    const auto interval = judge({{"review_due", days_of("2027-01-01")}, {"reviewed_on", days_of("2025-12-31")}, {"review_interval", "P6M"}});
    CHECK(interval.review == ReviewResult::due);
    CHECK(interval.review_due == day("2026-06-30"));
    CHECK(judge({{"identified_on", days_of("2025-12-29")}, {"review_interval", "P6M"}}).review == ReviewResult::overdue);
    CHECK(judge({{"review_due", days_of("2026-01-01")}, {"status", "closed"}}).review == ReviewResult::not_applicable);
    CHECK(judge({{"review_interval", "yearly"}}).remarks == std::vector<std::string>{"review: 'yearly' is no interval; write P6M, for example"});
}

TEST_CASE("acceptances are what a list of reasons against them leaves") {
    CHECK(rc::check([] {
        RiskWorld world;
        const auto word = any_word({"very_low", "low", "moderate", "high", "very_high", ""});
        const auto by = any_word({"", "P1", "P2", "P3", "P9"});
        const auto response = any_word({"", "accept", "mitigate"});
        const auto on = day("2026-06-30") + std::chrono::days{*rc::gen::inRange(-400, 30)};
        const auto until = day("2026-06-30") + std::chrono::days{*rc::gen::inRange(-30, 30)};
        const bool dated = *rc::gen::arbitrary<bool>();
        const bool ends = *rc::gen::arbitrary<bool>();
        TableRunner::TableRow row{{"id", "R1"}, {"category", "Security"}};
        const auto put = [&](const char* field, const std::string& text) {
            if (!text.empty()) {
                row[field] = text;
            }
        };
        put("residual_level", word);
        put("accepted_by", by);
        put("response", response);
        if (dated) {
            row["accepted_on"] = days_of(on);
        }
        if (ends) {
            row["accepted_until"] = days_of(until);
        }
        const auto found = world.judge(row).acceptance;
        const bool above = word == "moderate" || word == "high" || word == "very_high";
        const bool accepts = response == "accept" || !by.empty() || dated || ends;
        const bool over = ends && until < day("2026-06-30");
        const bool ahead = dated && on > day("2026-06-30");
        // P1 is the director throughout; P2 was the deputy in 2025; P3 never has the rank, and nobody knows P9.
        const bool ranked = (by == "P1" && on >= day("2025-01-01")) || (by == "P2" && on >= day("2025-01-01") && on <= day("2025-12-31"));
        std::set<AcceptanceResult> against;
        if (accepts && by.empty()) {
            against.insert(AcceptanceResult::missing);
        }
        if (accepts && ahead) {
            against.insert(AcceptanceResult::not_yet);
        }
        if (accepts && over) {
            against.insert(AcceptanceResult::expired);
        }
        if (accepts && above && !ends) {
            against.insert(AcceptanceResult::no_expiry);
        }
        if (accepts && above && dated && !by.empty() && !ranked) {
            against.insert(AcceptanceResult::wrong_rank);
        }
        if (accepts && (word.empty() || (above && !dated))) {
            against.insert(AcceptanceResult::unknown);
        }
        if (!accepts) {
            RC_ASSERT(found == (above ? AcceptanceResult::not_accepted : AcceptanceResult::not_applicable));
        } else if (against.empty()) {
            RC_ASSERT(found == AcceptanceResult::valid);
        } else {
            RC_ASSERT(against.contains(found));
        }
    }));
}
