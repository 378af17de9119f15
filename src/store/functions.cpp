#include "store/functions.hpp"

#include "assay/base/date.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "store/function_values.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <re2/re2.h>

namespace assay::db {

struct FunctionContext {
    const Zone* zone = nullptr; // none: UTC
    std::map<std::string, std::shared_ptr<const RE2>, std::less<>> patterns;
};

namespace {

constexpr std::size_t k_max_patterns = 1000; // a connection that lives long must not hoard them

void give_text(sqlite3_context* call, const std::string& text) {
    sqlite3_result_text64(call, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void lower(sqlite3_context* call, int, sqlite3_value** args) {
    if (!is_null(args[0])) {
        guarded(call, [&] { give_text(call, to_lower(text_of(args[0]))); });
    }
}

using Pattern = std::shared_ptr<const RE2>;

Pattern compiled(FunctionContext& context, std::string_view pattern) {
    const auto found = context.patterns.find(pattern);
    if (found != context.patterns.end()) {
        return found->second;
    }
    if (context.patterns.size() >= k_max_patterns) {
        context.patterns.clear();
    }
    RE2::Options options;
    options.set_log_errors(false);
    auto made = std::make_shared<const RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!made->ok()) {
        throw std::runtime_error("bad pattern: " + made->error());
    }
    return context.patterns.emplace(pattern, std::move(made)).first->second;
}

void matches(sqlite3_context* call, int, sqlite3_value** args) {
    if (is_null(args[0]) || is_null(args[1])) {
        return;
    }
    guarded(call, [&] {
        // SQLite keeps the pointer for as long as the pattern is the same constant: one lookup per statement.
        Pattern pattern;
        if (const auto* kept = static_cast<const Pattern*>(sqlite3_get_auxdata(call, 1))) {
            pattern = *kept;
        } else {
            pattern = compiled(*static_cast<FunctionContext*>(sqlite3_user_data(call)), text_of(args[1]));
            sqlite3_set_auxdata(call, 1, std::make_unique<Pattern>(pattern).release(),
                                [](void* held) { std::unique_ptr<Pattern>(static_cast<Pattern*>(held)).reset(); });
        }
        const auto text = text_of(args[0]);
        sqlite3_result_int(call, RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *pattern) ? 1 : 0);
    });
}

// Years 0001 to 9999, as dates are parsed; beyond, calendar arithmetic has no defined text.
constexpr std::int64_t k_first_day = -719'162;
constexpr std::int64_t k_last_day = 2'932'896;
constexpr std::int64_t k_day_seconds = 86'400;

bool is_day(std::int64_t day) { return day >= k_first_day && day <= k_last_day; }

void local_date(sqlite3_context* call, int, sqlite3_value** args) {
    if (!is_integer(args[0])) {
        return;
    }
    guarded(call, [&] {
        const auto seconds = sqlite3_value_int64(args[0]);
        if (seconds < k_first_day * k_day_seconds || seconds >= (k_last_day + 1) * k_day_seconds) {
            return;
        }
        const auto* zone = static_cast<FunctionContext*>(sqlite3_user_data(call))->zone;
        const Instant instant{std::chrono::seconds(seconds)};
        const auto day = zone == nullptr ? std::chrono::floor<std::chrono::days>(instant) : zone->date_of(instant);
        sqlite3_result_int64(call, day.time_since_epoch().count());
    });
}

void add_period(sqlite3_context* call, int, sqlite3_value** args) {
    if (!is_integer(args[0]) || !is_integer(args[1]) || !is_integer(args[2])) {
        return;
    }
    guarded(call, [&] {
        const auto day = sqlite3_value_int64(args[0]);
        const auto months = sqlite3_value_int64(args[1]);
        const auto days = sqlite3_value_int64(args[2]);
        constexpr std::int64_t k_months = std::int64_t{12} * 10'000;
        if (!is_day(day) || months < -k_months || months > k_months || days < -2 * k_last_day || days > 2 * k_last_day) {
            return;
        }
        auto start = day;
        if (months != 0) {
            const std::chrono::year_month_day parts(Date{std::chrono::days(day)});
            const auto moved = parts.year() / parts.month() + std::chrono::months(months);
            const auto clamped = std::min(parts.day(), (moved / std::chrono::last).day());
            start = Date(moved / clamped).time_since_epoch().count();
        }
        const auto result = start + days;
        if (is_day(result)) {
            sqlite3_result_int64(call, result);
        }
    });
}

void ratio(sqlite3_context* call, int, sqlite3_value** args) {
    if (is_integer(args[0]) && is_integer(args[1])) {
        guarded(call, [&] {
            if (const auto result = divide_half_even(sqlite3_value_int64(args[0]), sqlite3_value_int64(args[1]), 6)) {
                sqlite3_result_int64(call, *result);
            }
        });
    }
}

void whole(sqlite3_context* call, int, sqlite3_value** args) {
    if (is_integer(args[0])) {
        sqlite3_result_value(call, args[0]);
    }
}

} // namespace

std::shared_ptr<FunctionContext> make_function_context() { return std::make_shared<FunctionContext>(); }

const Zone* exchange_zone(FunctionContext& context, const Zone* zone) { return std::exchange(context.zone, zone); }

void register_functions(SQLite::Database& db, FunctionContext& context) {
    db.createFunction("lower", 1, true, nullptr, &lower);
    db.createFunction("matches", 2, true, &context, &matches);
    db.createFunction("local_date", 1, true, &context, &local_date);
    db.createFunction("add_period", 3, true, nullptr, &add_period);
    db.createFunction("ratio", 2, true, nullptr, &ratio);
    db.createFunction("whole", 1, true, nullptr, &whole);
    register_aggregates(db);
}

} // namespace assay::db
