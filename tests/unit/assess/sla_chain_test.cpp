// The chain of promises against slow ways of working it out: every state of every part, and every second of the clock.
#include "assay/assess/sla_chain.hpp"
#include "assess/sla_chain_time.hpp"
#include "support/memory_runner.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

using namespace assay;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr std::int64_t k_week = 7 * 86'400;
constexpr std::int64_t k_monday = 1'780'272'000;             // 2026-06-01T00:00Z

/// Opening seconds of a week that comes again and again, Monday first.
using OpenWeek = std::vector<std::uint8_t>;

struct WeekCalendar {
    CalendarDefinition definition;
    OpenWeek open = OpenWeek(k_week);
};

void open_hours(WeekCalendar& calendar, std::size_t day, int from, int to) {
    calendar.definition.weekly[day].push_back({hours{from}, hours{to}});
    const auto begin = calendar.open.begin() + static_cast<std::ptrdiff_t>(day) * 86'400;
    std::fill(begin + from * 3600, begin + to * 3600, std::uint8_t{1});
}

/// Open on three days of the week at least, for two hours or more.
WeekCalendar random_week() {
    WeekCalendar calendar;
    for (std::size_t day = 0; day < 7; ++day) {
        if (day % 3 == 0 || *rc::gen::arbitrary<bool>()) {
            const auto from = *rc::gen::inRange(0, 22);
            open_hours(calendar, day, from, *rc::gen::inRange(from + 2, 25));
        }
    }
    return calendar;
}

bool is_open_at(const OpenWeek& week, std::int64_t at) { return week[static_cast<std::size_t>((at - k_monday) % k_week)] != 0; }

/// Every start from `from` to `to`, second by second: what of `customer` passes until `limit` open seconds of `offered` are over.
std::int64_t slow_worst(const OpenWeek& offered, const OpenWeek& customer, std::int64_t limit, std::int64_t from, std::int64_t to) {
    std::int64_t worst = 0;
    std::int64_t used = 0;
    std::int64_t passed = 0;
    auto end = from;
    for (auto start = from; start <= to; ++start) {
        while (used < limit) {
            used += is_open_at(offered, end) ? 1 : 0;
            passed += is_open_at(customer, end) ? 1 : 0;
            ++end;
        }
        worst = std::max(worst, passed);
        used -= is_open_at(offered, start) ? 1 : 0;
        passed -= is_open_at(customer, start) ? 1 : 0;
    }
    return worst;
}

std::int64_t power(std::int64_t base, std::size_t exponent) {
    std::int64_t result = 1;
    for (; exponent > 0; --exponent) {
        result *= base;
    }
    return result;
}

} // namespace

TEST_CASE("the longest time that may pass equals that of trying every second") {
    CHECK(rc::check([] {
        const auto offered = random_week();
        const auto customer = random_week();
        const auto limit = *rc::gen::inRange<std::int64_t>(1, 12 * 3600);
        const auto from = k_monday + *rc::gen::inRange<std::int64_t>(0, 7) * 86'400;
        const auto to = from + *rc::gen::inRange<std::int64_t>(1, 4 * 86'400);
        const BusinessCalendar fast_offered(offered.definition, Zone::utc());
        const BusinessCalendar fast_customer(customer.definition, Zone::utc());
        RC_ASSERT(worst_elapsed(fast_offered, fast_customer, limit, from, to) == slow_worst(offered.open, customer.open, limit, from, to));
        const auto always = BusinessCalendar::always_open();
        const OpenWeek all(k_week, 1);
        RC_ASSERT(worst_elapsed(fast_offered, always, limit, from, to) == slow_worst(offered.open, all, limit, from, to));
        RC_ASSERT(worst_elapsed(always, fast_customer, limit, from, to) == slow_worst(all, customer.open, limit, from, to));
        CoveredHours covered;
        for (auto second = from; second < to; ++second) {
            covered.of += is_open_at(customer.open, second) ? 1 : 0;
            covered.covered += is_open_at(customer.open, second) && is_open_at(offered.open, second) ? 1 : 0;
        }
        RC_ASSERT(covered_hours(fast_offered, fast_customer, from, to) == covered);
    }));
}

TEST_CASE("a promise in office hours lets a weekend pass by the customer's clock") {
    WeekCalendar office;
    for (std::size_t day = 0; day < 5; ++day) {
        open_hours(office, day, 9, 17);
    }
    const BusinessCalendar calendar(office.definition, Zone::utc());
    const auto always = BusinessCalendar::always_open();
    // Begun a second after 13:00 on Friday, four hours are used up on Monday, a second after 9:00.
    CHECK(worst_elapsed(calendar, always, 4 * 3600, k_monday, k_monday + k_week) == 68 * 3600);
    CHECK(worst_elapsed(always, calendar, 4 * 3600, k_monday, k_monday + k_week) == 4 * 3600);
    CHECK(covered_hours(calendar, always, k_monday, k_monday + k_week) == CoveredHours{40 * 3600, 168 * 3600});
    CHECK(covered_hours(always, calendar, k_monday, k_monday + k_week) == CoveredHours{40 * 3600, 40 * 3600});
}

TEST_CASE("shares are exact: products, rests and order are those of whole numbers") {
    CHECK(rc::check([] {
        // Three factors of two places each are whole numbers of 10^-12 of one.
        std::array<std::int64_t, 3> factors{};
        auto product = ExactShare::all();
        auto failing = ExactShare::all();
        std::int64_t whole = 1;
        std::int64_t whole_failing = 1;
        for (auto& each : factors) {
            each = *rc::gen::inRange<std::int64_t>(0, 10'001);
            product = product * ExactShare::of_percent(each * 100);
            failing = failing * ExactShare::of_percent(each * 100).rest();
            whole *= each;
            whole_failing *= 10'000 - each;
        }
        const auto text = [](std::int64_t of_1e12) { return fmt::format("{}.{:010}", of_1e12 / 10'000'000'000, of_1e12 % 10'000'000'000); };
        RC_ASSERT(product.percent_text(10) == text(whole));
        RC_ASSERT(failing.rest().percent_text(10) == text(1'000'000'000'000 - whole_failing));
        RC_ASSERT((product < failing) == (whole < whole_failing));
        RC_ASSERT((product == failing) == (whole == whole_failing));
        const auto of = *rc::gen::inRange<std::int64_t>(1, 100'000'000);
        const auto part = *rc::gen::inRange<std::int64_t>(0, of + 1);
        RC_ASSERT(ExactShare::ratio_cut(part, of).percent_text(4) == fmt::format("{}.{:04}", part * 100 / of, part * 1'000'000 / of % 10'000));
        RC_ASSERT(ExactShare::ratio_cut(part, of) <= ExactShare::ratio_raised(part, of));
        RC_ASSERT(ExactShare::ratio_cut(part, of) * ExactShare::of_percent(500'000) < ExactShare::ratio_raised(part, of) || part == 0);
    }));
}

TEST_CASE("figures of shares are cut, never rounded up") {
    const auto share = ExactShare::of_percent(999'999) * ExactShare::of_percent(999'999);
    CHECK(share.percent_text(4) == "99.9998");
    CHECK(share.percent_text(0) == "99");
    CHECK(ExactShare::all().percent_text(2) == "100.00");
    CHECK(ExactShare().percent_text(2) == "0.00");
    CHECK(ExactShare::of_percent(50'000).percent_text(2) == "5.00");
    CHECK(ExactShare::ratio_cut(1, 3).percent_text(3) == "33.333");
    CHECK(ExactShare::ratio_raised(1, 4) == ExactShare::ratio_cut(1, 4));
}

namespace {

struct TestPromise {
    std::string metric;
    std::string priority;
    int percent = 90;
    int limit = 4;                      // hours
    std::string calendar = "24x7";
};

struct TestPart {
    std::string component;
    bool by_service = false;
    bool ended = false;
    std::vector<TestPromise> promises;
};

struct TestChain {
    TestPromise promise;
    std::vector<TestPart> parts;
};

const WeekCalendar& week_of(const std::string& name) {
    static const auto k_weeks = [] {
        std::map<std::string, WeekCalendar> weeks;
        for (std::size_t day = 0; day < 7; ++day) {
            open_hours(weeks["24x7"], day, 0, 24);
            if (day < 5) {
                open_hours(weeks["office"], day, 9, 17);
                open_hours(weeks["early"], day, 6, 14);
            }
        }
        for (auto& [id, week] : weeks) {
            week.definition.id = id;
            week.definition.title = id;
        }
        return weeks;
    }();
    return k_weeks.at(name);
}

const CalendarBook& chain_calendars() {
    static const auto k_book = [] {
        const std::vector<CalendarDefinition> definitions{week_of("office").definition, week_of("early").definition};
        return CalendarBook(definitions, Zone::utc());
    }();
    return k_book;
}

/// Worked out once for each pair of calendars and limit, minute by minute of a week. All hours begin and end with the hour.
std::int64_t slow_worst_minutes(const std::string& offered, const std::string& customer, int limit) {
    static std::map<std::tuple<std::string, std::string, int>, std::int64_t> known;
    const auto key = std::tuple(offered, customer, limit);
    if (!known.contains(key)) {
        const auto minutes_of = [](const OpenWeek& week) {
            OpenWeek minutes(k_week);
            for (std::size_t minute = 0; minute < minutes.size(); ++minute) {
                minutes[minute] = week[minute * 60 % static_cast<std::size_t>(k_week)];
            }
            return minutes;
        };
        known[key] = slow_worst(minutes_of(week_of(offered).open), minutes_of(week_of(customer).open), limit * 60, k_monday, k_monday + k_week / 60);
    }
    return known[key];
}

long double covered(const std::string& offered, const std::string& customer) {
    long double of = 0;
    long double both = 0;
    for (std::size_t second = 0; second < static_cast<std::size_t>(k_week); second += 3600) {
        of += week_of(customer).open[second];
        both += week_of(customer).open[second] != 0 && week_of(offered).open[second] != 0 ? 1 : 0;
    }
    return both / of;
}

/// Chance that the service is up, added up over every state of all parts: a group is up while one of its parts is.
long double slow_up(const TestChain& chain, const std::vector<long double>& up) {
    long double sum = 0;
    for (std::uint32_t state = 0; state < (1U << up.size()); ++state) {
        long double chance = 1;
        std::map<std::string, bool> groups;
        for (std::size_t i = 0; i < up.size(); ++i) {
            const bool is_up = (state >> i & 1U) != 0;
            chance *= is_up ? up[i] : 1 - up[i];
            auto& group = groups[chain.parts[i].component.empty() ? fmt::format("alone {}", i) : chain.parts[i].component];
            group = group || is_up;
        }
        sum += std::ranges::all_of(groups, [](const auto& group) { return group.second; }) ? chance : 0;
    }
    return sum;
}

enum class Slow : std::uint8_t { holds, weak, unknown };

Slow slow_availability(const TestChain& chain) {
    std::vector<long double> least;
    std::vector<long double> most;
    for (const auto& part : chain.parts) {
        long double best = -1;
        for (const auto& each : part.promises) {
            if (each.metric == "availability" && !part.ended) {
                best = std::max(best, each.percent / 100.0L * covered(each.calendar, chain.promise.calendar));
            }
        }
        least.push_back(best < 0 ? 0 : best);
        most.push_back(best < 0 ? 1 : best);
    }
    const auto wanted = chain.promise.percent / 100.0L;
    RC_PRE(std::abs(slow_up(chain, least) - wanted) > 1e-12L && std::abs(slow_up(chain, most) - wanted) > 1e-12L);
    return slow_up(chain, least) >= wanted ? Slow::holds : slow_up(chain, most) < wanted ? Slow::weak : Slow::unknown;
}

/// Whole percent around the clock: exact in whole numbers of 100^-n.
Slow slow_availability_exact(const TestChain& chain) {
    const auto n = chain.parts.size();
    const auto count = [&](bool most) {
        std::int64_t sum = 0;
        for (std::uint32_t state = 0; state < (1U << n); ++state) {
            std::int64_t weight = 1;
            std::map<std::string, bool> groups;
            for (std::size_t i = 0; i < n; ++i) {
                int up = -1;
                for (const auto& each : chain.parts[i].promises) {
                    up = each.metric == "availability" && !chain.parts[i].ended ? std::max(up, each.percent) : up;
                }
                up = up < 0 ? (most ? 100 : 0) : up;
                const bool is_up = (state >> i & 1U) != 0;
                weight *= is_up ? up : 100 - up;
                auto& group = groups[chain.parts[i].component.empty() ? fmt::format("alone {}", i) : chain.parts[i].component];
                group = group || is_up;
            }
            sum += std::ranges::all_of(groups, [](const auto& group) { return group.second; }) ? weight : 0;
        }
        return sum;
    };
    const auto wanted = chain.promise.percent * power(100, n) / 100;
    return count(false) >= wanted ? Slow::holds : count(true) < wanted ? Slow::weak : Slow::unknown;
}

/// One agreement about one class of tickets: one of its limits holds.
Slow slow_class(const TestChain& chain, const std::vector<TestPromise>& limits) {
    const bool holds = std::ranges::any_of(limits, [&](const TestPromise& each) {
        return slow_worst_minutes(each.calendar, chain.promise.calendar, each.limit) <= std::int64_t{chain.promise.limit} * 60 && each.percent >= chain.promise.percent;
    });
    return holds ? Slow::holds : Slow::weak;
}

Slow slow_part(const TestChain& chain, const TestPart& part) {
    std::map<std::string, std::vector<TestPromise>> classes;
    for (const auto& each : part.promises) {
        if (each.metric == chain.promise.metric && !part.ended) {
            classes[each.priority].push_back(each);
        }
    }
    if (!chain.promise.priority.empty()) {
        const auto own = classes.contains(chain.promise.priority) ? chain.promise.priority : "";
        return classes.contains(own) ? slow_class(chain, classes[own]) : Slow::unknown;
    }
    auto result = classes.contains("") ? Slow::holds : Slow::unknown;
    for (const auto& [priority, limits] : classes) {
        result = slow_class(chain, limits) == Slow::weak ? Slow::weak : result;
    }
    return result;
}

Slow slow_limits(const TestChain& chain) {
    std::map<std::string, std::vector<Slow>> groups;
    for (std::size_t i = 0; i < chain.parts.size(); ++i) {
        groups[chain.parts[i].component.empty() ? fmt::format("alone {}", i) : chain.parts[i].component].push_back(slow_part(chain, chain.parts[i]));
    }
    std::vector<Slow> results;
    for (const auto& [name, parts] : groups) {
        const auto has = [&](Slow word) { return std::ranges::find(parts, word) != parts.end(); };
        results.push_back(has(Slow::holds) ? Slow::holds : has(Slow::unknown) ? Slow::unknown : Slow::weak);
    }
    const auto has = [&](Slow word) { return std::ranges::find(results, word) != results.end(); };
    return has(Slow::weak) ? Slow::weak : has(Slow::unknown) ? Slow::unknown : Slow::holds;
}

Schema chain_schema() {
    using enum FieldType;
    Schema schema;
    schema.registers = {
        testing::make_register("sla", {{"id", text}, {"title", text}, {"service", ref}, {"kind", enumeration}, {"status", enumeration}, {"starts_on", date}, {"ends_on", date},
                                       {"supports", ref}, {"component", text}, {"contract", ref}}),
        testing::make_register("sla_target", {{"id", text}, {"sla", ref}, {"title", text}, {"metric", enumeration}, {"priority", enumeration}, {"target", decimal},
                                              {"unit", enumeration}, {"threshold", duration}, {"calendar", text}, {"tickets", enumeration}, {"measured_by", enumeration}}),
        testing::make_register("contract", {{"id", text}, {"supplier", ref}, {"status", enumeration}, {"gap_risk", ref}, {"extension", text}, {"ends_on", date},
                                            {"notice_due", date}, {"notice_period", text}}),
        testing::make_register("risk", {{"id", text}, {"sla", ref}, {"sla_target", ref}, {"status", enumeration}, {"owner", ref}, {"response", enumeration}, {"treatment", text},
                                        {"accepted_until", date}, {"closed_on", date}}),
    };
    return schema;
}

Value maybe(const std::string& text) { return text.empty() ? Value() : Value(text); }
Value day(std::string_view text) { return static_cast<std::int64_t>(parse_date(text).value().time_since_epoch().count()); }

void add_promise(testing::MemoryRunner& runner, const std::string& id, const std::string& sla, const TestPromise& promise) {
    runner.add("sla_target", {{"id", id}, {"sla", sla}, {"metric", promise.metric}, {"priority", maybe(promise.priority)}, {"target", std::int64_t{promise.percent} * 10'000},
                              {"unit", "percent"}, {"calendar", promise.calendar},
                              {"threshold", promise.metric == "availability" ? Value() : Value(std::int64_t{promise.limit} * 3600)}});
}

SlaChain judge(testing::MemoryRunner& runner, std::string_view on = "2026-06-01", const std::string& sla = "") {
    const Workspace workspace;
    return measure_chain({workspace, runner.schema(), runner, Zone::utc(), chain_calendars(), Instant{}, sla, {}}, parse_date(on).value());
}

LinkResult fast_result(const TestChain& chain) {
    testing::MemoryRunner runner(chain_schema());
    runner.add("sla", {{"id", "S1"}, {"service", "MAIL"}, {"kind", "sla"}, {"status", "in_force"}});
    add_promise(runner, "T0", "S1", chain.promise);
    int number = 0;
    for (const auto& part : chain.parts) {
        const auto id = fmt::format("U{}", ++number);
        // Services of their own, so that none that binds takes the place of one that ended.
        const bool by_service = part.by_service && !part.ended;
        runner.add("sla", {{"id", id}, {"service", by_service ? std::string("MAIL") : "WAN of " + id}, {"kind", "underpinning"}, {"status", "in_force"},
                           {"supports", by_service ? Value() : Value("S1")}, {"component", maybe(part.component)},
                           {"ends_on", part.ended ? day("2026-05-31") : Value()}});
        for (const auto& each : part.promises) {
            add_promise(runner, fmt::format("{}-T{}", id, ++number), id, each);
        }
    }
    const auto found = judge(runner);
    REQUIRE(found.promises.size() == 1);
    return found.promises[0].result;
}

template <class Word, std::size_t n>
std::string any_of(const std::array<Word, n>& words) { return std::string(words[*rc::gen::inRange<std::size_t>(0, n)]); }

TestPromise random_promise(const std::string& metric, bool around_the_clock) {
    TestPromise promise;
    promise.metric = metric;
    promise.priority = metric == "availability" ? "" : any_of(std::array{"", "high", "low"});
    promise.percent = *rc::gen::inRange(80, 101);
    promise.limit = *rc::gen::inRange(1, 13);
    promise.calendar = around_the_clock ? "24x7" : any_of(std::array{"24x7", "office", "early"});
    return promise;
}

TestChain random_chain(const std::string& metric, bool around_the_clock) {
    TestChain chain;
    chain.promise = random_promise(metric, around_the_clock);
    chain.promise.limit *= *rc::gen::inRange(1, 8);
    chain.promise.percent = *rc::gen::inRange(60, 101);
    for (int count = *rc::gen::inRange(1, 6); count > 0; --count) {
        TestPart part;
        part.component = any_of(std::array{"", "wan", "power", "WAN"});
        part.component = part.component == "WAN" ? "wan" : part.component;
        part.by_service = *rc::gen::inRange(0, 4) == 0;
        part.ended = *rc::gen::inRange(0, 8) == 0;
        for (int targets = *rc::gen::inRange(0, 4); targets > 0; --targets) {
            part.promises.push_back(random_promise(*rc::gen::inRange(0, 5) == 0 ? "response" : metric, around_the_clock));
        }
        chain.parts.push_back(std::move(part));
    }
    return chain;
}

void compare(const TestChain& chain, Slow slow) {
    const auto fast = fast_result(chain);
    if (static_cast<int>(fast) != static_cast<int>(slow)) {
        const auto show = [](const TestPromise& each) { return fmt::format("{} {} {} % {} h {}", each.metric, each.priority, each.percent, each.limit, each.calendar); };
        RC_LOG() << "promise " << show(chain.promise) << "\n";
        for (const auto& part : chain.parts) {
            RC_LOG() << "part '" << part.component << "'" << (part.ended ? " ended" : "") << "\n";
            for (const auto& each : part.promises) {
                RC_LOG() << "    " << show(each) << "\n";
            }
        }
        RC_LOG() << "fast " << std::string(to_text(fast)) << "\n";
    }
    RC_ASSERT(static_cast<int>(fast) == static_cast<int>(slow));
}

} // namespace

TEST_CASE("availability equals the sum over every state of every part, in whole numbers") {
    CHECK(rc::check([] {
        const auto chain = random_chain("availability", true);
        compare(chain, slow_availability_exact(chain));
    }));
}

TEST_CASE("availability within the customer's hours equals the sum over every state of every part") {
    CHECK(rc::check([] {
        const auto chain = random_chain("availability", false);
        compare(chain, slow_availability(chain));
    }));
}

TEST_CASE("time limits hold when every part's limit does, at the worst moment of a week") {
    CHECK(rc::check([] {
        const auto chain = random_chain("resolution", false);
        compare(chain, slow_limits(chain));
    }));
}

namespace {

/// An agreement with one promise, 99.9 % around the clock, and one contract under it.
struct OneLink {
    testing::MemoryRunner runner{chain_schema()};
    OneLink() {
        runner.add("sla", {{"id", "S1"}, {"service", "MAIL"}, {"kind", "sla"}, {"status", "in_force"}, {"ends_on", day("2027-12-31")}});
        add_promise(runner, "T0", "S1", {"availability", "", 99, 0, "24x7"});
    }
    std::string m_service = "WAN";
    void underpin(const std::string& id, int percent, const std::string& contract = "", const std::string& component = "", const std::string& status = "in_force") {
        runner.add("sla", {{"id", id}, {"service", m_service}, {"kind", "underpinning"}, {"status", status}, {"supports", "S1"}, {"contract", maybe(contract)},
                           {"component", maybe(component)}});
        add_promise(runner, id + "-T", id, {"availability", "", percent, 0, "24x7"});
    }
    void contract(const std::string& id, const Value& ends_on, const Value& notice_due = {}, const Value& notice_period = {}, const std::string& risk = "") {
        runner.add("contract", {{"id", id}, {"supplier", "V1"}, {"status", "in_force"}, {"gap_risk", maybe(risk)}, {"ends_on", ends_on}, {"notice_due", notice_due},
                                {"notice_period", notice_period}});
    }
};

} // namespace

TEST_CASE_FIXTURE(OneLink, "without an agreement below it, or without its promise, a link is unknown") {
    CHECK(judge(runner).promises[0].result == LinkResult::unknown);
    CHECK(judge(runner).promises[0].why == "no agreement supports S1");
    runner.add("sla", {{"id", "U1"}, {"service", "WAN"}, {"kind", "underpinning"}, {"status", "in_force"}, {"supports", "S1"}});
    CHECK(judge(runner).promises[0].result == LinkResult::unknown);
    CHECK(judge(runner).promises[0].why == "U1 names no target of availability");
    // What is known may be enough to see that it cannot hold.
    underpin("U2", 98);
    CHECK(judge(runner).promises[0].result == LinkResult::weak);
}

TEST_CASE_FIXTURE(OneLink, "a weak link is managed by an open risk with owner and treatment that refers to it") {
    contract("K1", day("2028-12-31"), {}, {}, "R4");
    underpin("U1", 98, "K1");
    const auto risks = [&] {
        const auto found = judge(runner).promises[0];
        REQUIRE(found.result == LinkResult::weak);
        return fmt::format("{} | {}", fmt::join(found.risks, ", "), fmt::join(found.unmanaged, ", "));
    };
    CHECK(risks() == " | ");
    runner.add("risk", {{"id", "R1"}, {"sla_target", "T0"}, {"status", "open"}, {"treatment", "Second line"}});
    runner.add("risk", {{"id", "R2"}, {"sla_target", "T0"}, {"status", "open"}, {"owner", "P1"}});
    runner.add("risk", {{"id", "R3"}, {"sla", "S1"}, {"status", "closed"}, {"owner", "P1"}, {"treatment", "Second line"}});
    runner.add("risk", {{"id", "R4"}, {"status", "accepted"}, {"owner", "P1"}, {"response", "accept"}, {"accepted_until", day("2026-05-31")}});
    runner.add("risk", {{"id", "R5"}, {"sla_target", "other"}, {"status", "open"}, {"owner", "P1"}, {"treatment", "Second line"}});
    CHECK(risks() == " | R1 (without owner), R2 (without treatment), R3 (closed), R4 (accepted until 2026-05-31)");
    runner.add("risk", {{"id", "R6"}, {"sla_target", "U1-T"}, {"status", "open"}, {"owner", "P1"}, {"treatment", "Second line"}});
    runner.add("risk", {{"id", "R7"}, {"sla", "U1"}, {"owner", "P1"}, {"response", "accept"}});
    CHECK(risks() == "R6, R7 | R1 (without owner), R2 (without treatment), R3 (closed), R4 (accepted until 2026-05-31)");
}

TEST_CASE_FIXTURE(OneLink, "a contract that ends before what rests on it is flagged once its notice period runs") {
    contract("K1", day("2026-12-31"), day("2026-09-30"));
    contract("K2", day("2026-12-31"), {}, Value("P3M"));
    contract("K3", day("2026-12-31"));
    contract("K4", day("2027-12-31"), day("2027-09-30"));
    for (const auto* id : {"1", "2", "3", "4"}) {
        m_service = std::string("WAN ") + id;
        underpin(std::string("U") + id, 100, std::string("K") + id);
    }
    const auto states = [&](std::string_view on) {
        std::string text;
        for (const auto& end : judge(runner, on).ends) {
            text += fmt::format("{} {} {}; ", end.contract, end.notice_from ? to_text(*end.notice_from) : "-", to_text(end.state));
        }
        return text;
    };
    CHECK(states("2026-09-29") == "K1 2026-09-30 before its notice period; K2 2026-09-30 before its notice period; K3 - no notice period recorded; ");
    CHECK(states("2026-09-30") == "K1 2026-09-30 in its notice period; K2 2026-09-30 in its notice period; K3 - no notice period recorded; ");
    CHECK(states("2027-01-01") == "K1 2026-09-30 ended; K2 2026-09-30 ended; K3 - ended; ");
    // By then nothing of these contracts binds.
    CHECK(judge(runner, "2027-01-01").promises[0].result == LinkResult::unknown);
    CHECK(judge(runner, "2027-01-01").promises[0].why ==
          "U1: its contract K1 ended on 2026-12-31; U2: its contract K2 ended on 2026-12-31; U3: its contract K3 ended on 2026-12-31");
}

TEST_CASE_FIXTURE(OneLink, "an agreement that ended is a missing part, unless one that binds took its place") {
    contract("K1", {});
    contract("K2", {});
    underpin("U1", 100, "K1", "", "expired");
    CHECK(judge(runner).promises[0].why == "U1 is expired");
    m_service = "LAN";
    underpin("U2", 99, "K2");
    CHECK(judge(runner).promises[0].why == "U1 is expired");
    m_service = "WAN";
    underpin("U3", 99, "K2");
    const auto chain = judge(runner);
    CHECK(chain.promises[0].why.empty());
    CHECK(chain.promises[0].parts.size() == 2);
    CHECK(chain.replaced == std::set<ChainReplaced>{{"U1", "U3"}});
}

TEST_CASE_FIXTURE(OneLink, "an agreement that ended stays missing where no supplier of it is recorded") {
    underpin("U1", 100, "", "", "expired");
    underpin("U2", 99);
    CHECK(judge(runner).promises[0].why == "U1 is expired");
    CHECK(judge(runner).promises[0].parts.size() == 2);
    CHECK(judge(runner).replaced.empty());
}

TEST_CASE_FIXTURE(OneLink, "agreements under agreements are judged too, and a circle is told") {
    underpin("U1", 99);
    runner.add("sla", {{"id", "V1"}, {"service", "DUCT"}, {"kind", "ola"}, {"status", "in_force"}, {"supports", "U1"}});
    add_promise(runner, "V1-T", "V1", {"availability", "", 97, 0, "24x7"});
    const auto found = judge(runner);
    REQUIRE(found.promises.size() == 2);
    CHECK(found.promises[0].result == LinkResult::holds);
    CHECK(found.targets[found.promises[1].target].id == "U1-T");
    CHECK(found.promises[1].result == LinkResult::weak);
    CHECK(found.circular.empty());
    runner.add("sla", {{"id", "X1"}, {"service", "A"}, {"kind", "ola"}, {"supports", "X2"}});
    runner.add("sla", {{"id", "X2"}, {"service", "B"}, {"kind", "ola"}, {"supports", "X1"}});
    CHECK(judge(runner).circular == std::vector<std::string>{"X1, X2"});
    CHECK(judge(runner, "2026-06-01", "X1").promises.empty());
}

TEST_CASE_FIXTURE(OneLink, "throughput is that of the weakest part, redundant parts together") {
    const auto number = [&](const std::string& id, const std::string& sla, int value) {
        runner.add("sla_target", {{"id", id}, {"sla", sla}, {"metric", "throughput"}, {"target", std::int64_t{value} * 10'000}, {"unit", "number"}});
    };
    number("T1", "S1", 100);
    underpin("U1", 100, "", "wan");
    underpin("U2", 100, "", "wan");
    underpin("U3", 100);
    number("U1-N", "U1", 60);
    number("U2-N", "U2", 50);
    CHECK(judge(runner).promises[1].result == LinkResult::unknown);
    number("U3-N", "U3", 120);
    CHECK(judge(runner).promises[1].result == LinkResult::holds);
    CHECK(judge(runner).promises[1].number == 110 * 10'000);
    number("T2", "S1", 111);
    CHECK(judge(runner).promises[2].result == LinkResult::weak);
}
