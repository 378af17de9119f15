// The language end to end (parser, types, lowering, SQL) against a slow evaluator, on random expressions and random rows.
#include "support/language_world.hpp"
#include "support/random_expression.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

using namespace assay;
using namespace assay::testing;

namespace {

const Place k_place{"random.xml", 1, 1};

std::vector<std::string> keys_of(const std::string& letter, int count) {
    std::vector<std::string> keys;
    for (int i = 1; i <= count; ++i) {
        keys.push_back(fmt::format("{}{}", letter, i));
    }
    return keys;
}

void fill(LanguageWorld& world, int teams, int tickets) {
    world.forget_rows();
    const std::map<std::string, std::vector<std::string>> keys{{"team", keys_of("T", teams)}, {"ticket", keys_of("K", tickets)}};
    for (const auto& [id, own] : keys) {
        const Register& of = world.schema().get(id);
        std::vector<SlowRow> rows;
        for (const auto& key : own) {
            SlowRow row{{"id", key}};
            for (const auto& field : of.fields) {
                if (!field.key) {
                    row[field.id] = random_cell(field, field.type == FieldType::ref ? keys.at(field.to) : own);
                }
            }
            rows.push_back(std::move(row));
        }
        world.set_rows(id, std::move(rows));
    }
}

Node parsed(const std::string& text) {
    Diagnostics diagnostics;
    auto node = parse_expression({text, k_place}, diagnostics);
    RC_ASSERT(diagnostics.to_text().empty());
    return std::move(*node);
}

std::string shown(SlowTruth truth) { return truth ? (*truth ? "true" : "false") : "unknown"; }
std::string shown(std::optional<Verdict> verdict) { return verdict ? std::string(to_text(*verdict)) : "not selected"; }

/// "P1M after opened": the day after which a row is due, or the instant.
std::optional<bool> slow_due(const std::string& due, SlowEvaluator& slow, const SlowScope& scope, Date on, const Zone& zone) {
    const auto gap = due.find(" after ");
    auto anchor = slow.value(parsed(due.substr(gap + 7)), scope);
    if (std::holds_alternative<Absent>(anchor)) {
        return std::nullopt;
    }
    if (const auto period = parse_period(due.substr(0, gap))) {
        const auto* instant = std::get_if<Instant>(&anchor);
        return add(instant != nullptr ? zone.date_of(*instant) : std::get<Date>(anchor), *period) < on;
    }
    const auto limit = std::get<Instant>(anchor) + *parse_duration(due.substr(0, gap));
    return limit < zone.to_instant({on, std::chrono::seconds{0}, std::nullopt}).instant;
}

CheckDefinition make_check(CheckKind kind, std::string id) {
    CheckDefinition check;
    check.id.text = std::move(id);
    check.kind = kind;
    check.scope = CheckScope::all;
    check.in = {"ticket", k_place};
    check.controls.push_back({{"cat", "c1"}, k_place});
    return check;
}

Catalog one_control() {
    Catalog catalog;
    catalog.id = "cat";
    catalog.controls.emplace_back();
    catalog.controls.back().id = {"cat", "c1"};
    return catalog;
}

std::optional<Verdict> slow_verdict(const CheckDefinition& check, SlowEvaluator& slow, const SlowScope& scope, const LanguageWorld& world) {
    const auto where = check.where.given() ? slow.truth(parsed(check.where.text), scope) : SlowTruth(true);
    if (!where) {
        return Verdict::undecided;
    }
    if (!*where) {
        return std::nullopt;
    }
    if (check.due.given() && slow_due(check.due.text, slow, scope, world.on(), world.zone()) != std::optional(true)) {
        return Verdict::not_due;
    }
    return slow.truth(parsed(check.require.text), scope) == SlowTruth(true) ? Verdict::pass : Verdict::fail;
}

} // namespace

TEST_CASE("where, due and require judge random rows as the slow evaluator does") {
    LanguageWorld world(language_schema());
    std::map<std::string, int> seen;
    int skipped = 0;
    CHECK(rc::check([&] {
        fill(world, 4, 12);
        const LeafKind leaves{{"", "", "", "parent.", "parent.parent."}, {"team.", "team.head.", "parent.team."}, false};
        RandomExpression random(leaves);
        // Several checks at once, so that they share one scan.
        CheckFile file;
        for (const auto& id : keys_of("check-", 6)) {
            auto check = make_check(CheckKind::each, id);
            if (chance(80)) {
                check.where = {random.condition(2), k_place};
            }
            if (chance(30)) {
                check.due = {one_of({"P1M after opened", "P10D after seen", "PT5H after seen", "PT2000H after solved", "P1Y after opened", "P2W after team.founded"}), k_place};
            }
            check.require = {random.condition(3), k_place};
            file.checks.push_back(std::move(check));
        }
        const std::vector<Catalog> catalogs{one_control()};
        const std::vector<CheckFile> files{std::move(file)};
        Diagnostics diagnostics;
        const auto library = link_library(world.schema(), catalogs, files, world.time(), diagnostics);
        RC_LOG(diagnostics.to_text());
        RC_ASSERT(!diagnostics.has_errors());
        RC_ASSERT(library.batches.size() == 1U);
        for (const auto& linked : library.checks) {
            const auto& check = *linked.definition;
            const auto verdicts = world.judge_rows(library, linked);
            for (const auto& row : world.rows().rows.at("ticket")) {
                SlowEvaluator slow(world.rows(), world.zone(), world.on());
                const SlowScope scope{&world.schema().get("ticket"), &row, nullptr, nullptr, nullptr};
                const auto expected = slow_verdict(check, slow, scope, world);
                if (slow.left_range()) {
                    ++skipped;
                    continue;
                }
                const auto found = verdicts.find(*text_of(row.at("id")));
                const auto was = found == verdicts.end() ? std::nullopt : std::optional(found->second);
                RC_LOG(fmt::format("where=\"{}\" due=\"{}\" require=\"{}\" row {}: slow {}, engine {}\n", check.where.text, check.due.text,
                                   check.require.text, *text_of(row.at("id")), shown(expected), shown(was)));
                RC_ASSERT(was == expected);
                ++seen[shown(expected)];
            }
        }
    }));
    // The comparison means something only when every verdict came up often.
    for (const auto* verdict : {"pass", "fail", "undecided", "not-due", "not selected"}) {
        CHECK_MESSAGE(seen[verdict] > 100, verdict);
    }
    CHECK(skipped < 500);
}

namespace {

struct SlowMember {
    std::vector<const SlowRow*> rows;
    const SlowRow* member = nullptr;
};

/// The members and their rows, and the rows that belong to none, as docs/xml.md words `group`.
struct SlowGroups {
    std::map<std::string, SlowMember> members;
    std::map<Value, std::int64_t> strays;
};

SlowGroups slow_groups(const CheckDefinition& check, SlowEvaluator& slow, const LanguageWorld& world) {
    SlowGroups groups;
    const bool over = check.over.given();
    const Register& teams = world.schema().get("team");
    const Register& tickets = world.schema().get("ticket");
    if (over) {
        for (const auto& team : world.rows().rows.at("team")) {
            const SlowScope scope{&teams, &team, &teams, &team, nullptr};
            if (!check.over_where.given() || slow.truth(parsed(check.over_where.text), scope) == SlowTruth(true)) {
                groups.members[*text_of(team.at("id"))].member = &team;
            }
        }
    }
    for (const auto& ticket : world.rows().rows.at("ticket")) {
        const SlowScope scope{&tickets, &ticket, nullptr, nullptr, nullptr};
        if (check.where.given() && slow.truth(parsed(check.where.text), scope) != SlowTruth(true)) {
            continue;
        }
        const auto by = slow.value(parsed(check.by.text), scope);
        const auto* name = std::get_if<std::string>(&by);
        if (name == nullptr) {
            ++groups.strays[Absent{}];
        } else if (over && !groups.members.contains(*name)) {
            ++groups.strays[*name];
        } else {
            groups.members[*name].rows.push_back(&ticket);
        }
    }
    return groups;
}

} // namespace

TEST_CASE("having judges members with their rows, none included, as slow loops do") {
    LanguageWorld world(language_schema());
    std::map<std::string, int> seen;
    CHECK(rc::check([&] {
        fill(world, 5, 14);
        auto check = make_check(CheckKind::group, "members");
        const bool over = chance(70);
        RandomExpression on_rows({{"", "parent."}, {"team."}, false});
        if (over) {
            check.over = {"team", k_place};
            check.by = {one_of({"team", "team", "parent.team", "note"}), k_place};
            if (chance(40)) {
                check.over_where = {one_of({"active", "member.active and size gt 0", "exists(founded) or head.active", "contains(skills, 'hw')"}), k_place};
            }
        } else {
            check.by = {one_of({"state", "team", "note", "parent.state"}), k_place};
        }
        if (chance(60)) {
            check.where = {on_rows.condition(1), k_place};
        }
        LeafKind leaves{{}, {}, true};
        if (over) {
            leaves.team_paths = {"member.", "member.head."};
        }
        check.having = {RandomExpression(leaves).condition(2), k_place};
        Diagnostics diagnostics;
        const auto library = link_check(world.schema(), check, std::nullopt, world.time(), diagnostics);
        RC_LOG(fmt::format("over=\"{}\" over-where=\"{}\" by=\"{}\" where=\"{}\" having=\"{}\"\n{}", check.over.text, check.over_where.text, check.by.text,
                           check.where.text, check.having.text, diagnostics.to_text()));
        RC_ASSERT(!diagnostics.has_errors());

        SlowEvaluator slow(world.rows(), world.zone(), world.on());
        const auto groups = slow_groups(check, slow, world);
        const auto runner = world.runner();
        const auto members = runner->members(library.checks.front().members);
        RC_ASSERT(members.size() == groups.members.size());
        const auto having = parsed(check.having.text);
        for (const auto& member : members) {
            const auto& expected = groups.members.at(*text_of(member.member));
            SlowEvaluator judge(world.rows(), world.zone(), world.on());
            const SlowScope scope{&world.schema().get("ticket"), nullptr, &world.schema().get("team"), expected.member, &expected.rows};
            const auto truth = judge.truth(having, scope);
            RC_LOG(fmt::format("member {}: {} rows, slow {}, engine {} with {}\n", *text_of(member.member), expected.rows.size(), shown(truth),
                               member.passed ? "passed" : "failed", member.rows));
            RC_ASSERT(member.rows == static_cast<std::int64_t>(expected.rows.size()));
            if (!judge.left_range()) {
                RC_ASSERT(member.passed == (truth == SlowTruth(true)));
                ++seen[shown(truth)];
                seen["empty"] += expected.rows.empty() ? 1 : 0;
            }
        }
        const auto strays = runner->strays(library.checks.front().members);
        RC_ASSERT((std::map<Value, std::int64_t>(strays.begin(), strays.end())) == groups.strays);
        seen["stray"] += static_cast<int>(strays.size());
    }));
    for (const auto* what : {"true", "false", "unknown", "empty", "stray"}) {
        CHECK_MESSAGE(seen[what] > 30, what);
    }
}
