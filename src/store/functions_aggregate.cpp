// The aggregates among the host functions.
#include "store/functions.hpp"

#include "assay/base/decimal.hpp"
#include "store/function_values.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

namespace assay::db {
namespace {

/// The state of an aggregate, made at its first row; SQLite owns only the pointer.
template <class State>
State* state_of(sqlite3_context* call) {
    auto** slot = static_cast<State**>(sqlite3_aggregate_context(call, sizeof(State*)));
    if (slot == nullptr) {
        throw std::bad_alloc();
    }
    if (*slot == nullptr) {
        *slot = std::make_unique<State>().release(); // taken back by take_state
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

constexpr std::size_t k_codes = std::tuple_size_v<RowCodeCounts>;

/// Counts per subject. Grouping here instead of in SQL spares sorting all rows by subject: the tally takes half the time.
struct Tally {
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    std::size_t codes = 0;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> places; // subject as encoded → its counts
    std::vector<std::int64_t> counts;                                           // 4 classes and 6 per code, subject by subject
    std::vector<std::int64_t> noted;                                            // rows with a code of undecided, failed or in doubt
    bool too_many = false;
    std::string subject; // of the row at hand

    [[nodiscard]] std::size_t stride() const { return 4 + k_codes * codes; }

    std::int64_t* counts_of(sqlite3_value* value) {
        subject.clear();
        switch (sqlite3_value_type(value)) {
        case SQLITE_NULL:
            subject += '-';
            break;
        case SQLITE_INTEGER:
            subject = "i" + std::to_string(sqlite3_value_int64(value));
            break;
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

    void note(std::int64_t row) {
        if (noted.size() == k_max_noted_rows) {
            too_many = true;
            noted = {};
        }
        if (!too_many) {
            noted.push_back(row);
        }
    }
};

void tally_step(sqlite3_context* call, int count, sqlite3_value** args) {
    guarded(call, [&] {
        auto& tally = *state_of<Tally>(call);
        tally.codes = static_cast<std::size_t>(count) - 3;
        auto* counts = tally.counts_of(args[1]);
        const auto of_class = sqlite3_value_int64(args[2]);
        if (of_class < 0 || of_class > 3) {
            throw std::runtime_error("tally: no such class");
        }
        ++counts[of_class];
        bool notes = false;
        for (std::size_t i = 0; i < tally.codes; ++i) {
            const auto code = sqlite3_value_int64(args[i + 3]);
            if (code < 0 || code >= static_cast<int>(k_codes)) {
                throw std::runtime_error("tally: no such code");
            }
            ++counts[4 + k_codes * i + static_cast<std::size_t>(code)];
            notes = notes || code >= static_cast<int>(RowCode::undecided);
        }
        if (notes) {
            tally.note(sqlite3_value_int64(args[0]));
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
        put(tally->too_many ? -1 : static_cast<std::int64_t>(tally->noted.size()));
        std::ranges::for_each(tally->noted, put);
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

TallyResult read_tally(std::string_view bytes, std::size_t codes) {
    TallyResult result;
    const auto take = [&] {
        std::int64_t number = 0;
        std::memcpy(&number, bytes.data(), sizeof number);
        bytes.remove_prefix(sizeof number);
        return number;
    };
    if (bytes.empty()) {
        return result;
    }
    const auto noted = take();
    result.too_many = noted < 0;
    for (std::int64_t i = 0; i < noted; ++i) {
        result.noted.push_back(take());
    }
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
            RowCodeCounts of{};
            for (auto& count : of) {
                count = take();
            }
            part.codes.push_back(of);
        }
        result.parts.push_back(std::move(part));
    }
    return result;
}

void register_aggregates(SQLite::Database& db) {
    db.createFunction("whole_sum", 1, true, nullptr, nullptr, &total_step, &total_final);
    db.createFunction("percentile", 2, true, nullptr, nullptr, &percentile_step, &percentile_final);
    db.createFunction("tally", -1, true, nullptr, nullptr, &tally_step, &tally_final);
}

} // namespace assay::db
