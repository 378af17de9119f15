#include "store/functions.hpp"

#include "assay/base/date.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <re2/re2.h>
#include <sqlite3.h>

namespace assay::db {

struct FunctionContext {
    const Zone* zone = nullptr;   // none: UTC
    std::map<std::string, std::shared_ptr<const RE2>, std::less<>> patterns;
};

namespace {

constexpr std::size_t k_max_patterns = 1000;   // a connection that lives long must not hoard them

std::string_view text_of(sqlite3_value* value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return text == nullptr ? std::string_view() : std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

bool is_null(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }
bool is_integer(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_INTEGER; }

void give_text(sqlite3_context* call, const std::string& text) {
    sqlite3_result_text64(call, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// No C++ exception may pass through SQLite's C frames.
template <class Work>
void guarded(sqlite3_context* call, Work&& work) noexcept {
    try {
        work();
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(call);
    } catch (const std::exception& fault) {
        sqlite3_result_error(call, fault.what(), -1);
    }
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
        constexpr std::int64_t k_months = 12 * 10'000;
        if (!is_day(day) || months < -k_months || months > k_months || days < -2 * k_last_day || days > 2 * k_last_day) {
            return;
        }
        const Date start{std::chrono::days(day)};
        const std::chrono::year_month_day parts(start);
        const auto moved = parts.year() / parts.month() + std::chrono::months(months);
        const auto clamped = std::min(parts.day(), (moved / std::chrono::last).day());
        const auto result = Date(moved / clamped).time_since_epoch().count() + days;
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

/// The state of an aggregate, made at its first row; SQLite owns only the pointer.
template <class State>
State* state_of(sqlite3_context* call) {
    auto** slot = static_cast<State**>(sqlite3_aggregate_context(call, sizeof(State*)));
    if (slot == nullptr) {
        throw std::bad_alloc();
    }
    if (*slot == nullptr) {
        *slot = std::make_unique<State>().release();   // taken back by take_state
    }
    return *slot;
}

template <class State>
std::unique_ptr<State> take_state(sqlite3_context* call) {
    auto** slot = static_cast<State**>(sqlite3_aggregate_context(call, 0));
    return std::unique_ptr<State>(slot == nullptr ? nullptr : std::exchange(*slot, nullptr));
}

__extension__ using Wide = __int128;

struct Total {
    Wide sum = 0;
    bool any = false;
};

void total_step(sqlite3_context* call, int, sqlite3_value** args) {
    if (is_integer(args[0])) {
        guarded(call, [&] {
            auto& total = *state_of<Total>(call);
            total.sum += sqlite3_value_int64(args[0]);
            total.any = true;
        });
    }
}

void total_final(sqlite3_context* call) {
    const auto total = take_state<Total>(call);
    constexpr auto k_least = std::numeric_limits<std::int64_t>::min();
    constexpr auto k_most = std::numeric_limits<std::int64_t>::max();
    if (total && total->any && total->sum >= k_least && total->sum <= k_most) {
        sqlite3_result_int64(call, static_cast<std::int64_t>(total->sum));
    }
}

struct Percentile {
    std::vector<std::int64_t> values;
    std::int64_t percent = 0;
};

void percentile_step(sqlite3_context* call, int, sqlite3_value** args) {
    if (is_integer(args[0]) && is_integer(args[1])) {
        guarded(call, [&] {
            auto& state = *state_of<Percentile>(call);
            state.percent = sqlite3_value_int64(args[1]);
            state.values.push_back(sqlite3_value_int64(args[0]));
        });
    }
}

/// Nearest rank: the smallest value with at least that percentage of the values at or below it.
void percentile_final(sqlite3_context* call) {
    const auto state = take_state<Percentile>(call);
    if (!state || state->values.empty() || state->percent < 0 || state->percent > 100) {
        return;
    }
    const auto count = static_cast<std::int64_t>(state->values.size());
    const auto rank = std::max<std::int64_t>(1, (state->percent * count + 99) / 100);
    const auto nth = state->values.begin() + (rank - 1);
    std::nth_element(state->values.begin(), nth, state->values.end());
    sqlite3_result_int64(call, *nth);
}

/// Counts per subject. Grouping here instead of in SQL spares sorting all rows by subject: the tally takes half the time.
struct Tally {
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    std::size_t codes = 0;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> places;   // subject as encoded → its counts
    std::vector<std::int64_t> counts;                                             // 4 classes and 5 per code, subject by subject
    std::string subject;                                                          // of the row at hand

    [[nodiscard]] std::size_t stride() const { return 4 + 5 * codes; }

    std::int64_t* counts_of(sqlite3_value* value) {
        subject.clear();
        switch (sqlite3_value_type(value)) {
        case SQLITE_NULL: subject += '-'; break;
        case SQLITE_INTEGER: subject = "i" + std::to_string(sqlite3_value_int64(value)); break;
        default:
            subject += 't';
            subject += text_of(value);
            break;
        }
        const auto found = places.find(std::string_view(subject));
        if (found != places.end()) {
            return &counts[found->second];
        }
        const auto place = counts.size();
        counts.resize(place + stride());
        places.emplace(subject, place);
        return &counts[place];
    }
};

void tally_step(sqlite3_context* call, int count, sqlite3_value** args) {
    guarded(call, [&] {
        auto& tally = *state_of<Tally>(call);
        tally.codes = static_cast<std::size_t>(count) - 2;
        auto* counts = tally.counts_of(args[0]);
        const auto of_class = sqlite3_value_int64(args[1]);
        if (of_class < 0 || of_class > 3) {
            throw std::runtime_error("tally: no such class");
        }
        ++counts[of_class];
        for (std::size_t i = 0; i < tally.codes; ++i) {
            const auto code = sqlite3_value_int64(args[i + 2]);
            if (code < 0 || code > 4) {
                throw std::runtime_error("tally: no such code");
            }
            ++counts[4 + 5 * i + static_cast<std::size_t>(code)];
        }
    });
}

void tally_final(sqlite3_context* call) {
    const auto tally = take_state<Tally>(call);
    if (!tally) {
        return;
    }
    guarded(call, [&] {
        std::string bytes;
        const auto put = [&](std::int64_t number) { bytes.append(reinterpret_cast<const char*>(&number), sizeof number); };
        for (const auto& [subject, place] : tally->places) {
            put(static_cast<std::int64_t>(subject.size()));
            bytes += subject;
            for (std::size_t i = 0; i < tally->stride(); ++i) {
                put(tally->counts[place + i]);
            }
        }
        sqlite3_result_blob64(call, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    });
}

} // namespace

std::shared_ptr<FunctionContext> make_function_context() { return std::make_shared<FunctionContext>(); }

const Zone* exchange_zone(FunctionContext& context, const Zone* zone) { return std::exchange(context.zone, zone); }

std::vector<TallyPart> read_tally(std::string_view bytes, std::size_t codes) {
    std::vector<TallyPart> parts;
    const auto take = [&] {
        std::int64_t number = 0;
        std::memcpy(&number, bytes.data(), sizeof number);
        bytes.remove_prefix(sizeof number);
        return number;
    };
    while (!bytes.empty()) {
        TallyPart part;
        const auto size = static_cast<std::size_t>(take());
        const auto subject = bytes.substr(0, size);
        bytes.remove_prefix(size);
        if (subject.front() == 't') {
            part.subject = std::string(subject.substr(1));
        } else if (subject.front() == 'i') {
            part.subject = parse_integer(subject.substr(1)).value_or(0);
        }
        for (auto& count : part.classes) {
            count = take();
        }
        for (std::size_t i = 0; i < codes; ++i) {
            std::array<std::int64_t, 5> of{};
            for (auto& count : of) {
                count = take();
            }
            part.codes.push_back(of);
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

void register_functions(SQLite::Database& db, FunctionContext& context) {
    db.createFunction("lower", 1, true, nullptr, &lower);
    db.createFunction("matches", 2, true, &context, &matches);
    db.createFunction("local_date", 1, true, &context, &local_date);
    db.createFunction("add_period", 3, true, nullptr, &add_period);
    db.createFunction("ratio", 2, true, nullptr, &ratio);
    db.createFunction("whole", 1, true, nullptr, &whole);
    db.createFunction("whole_sum", 1, true, nullptr, nullptr, &total_step, &total_final);
    db.createFunction("percentile", 2, true, nullptr, nullptr, &percentile_step, &percentile_final);
    db.createFunction("tally", -1, true, nullptr, nullptr, &tally_step, &tally_final);
}

} // namespace assay::db
