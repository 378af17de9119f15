#include "assay/intake/events.hpp"

#include "assay/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace assay {
namespace {

constexpr std::uint32_t k_none = std::numeric_limits<std::uint32_t>::max();

/// Texts that occur again and again, by number.
class Texts {
public:
    std::uint32_t intern(const Value& value) {
        if (const auto* number = number_of(value)) {
            return intern(std::to_string(*number));
        }
        const auto* text = text_of(value);
        return text == nullptr ? k_none : intern(*text);
    }
    std::uint32_t intern(const std::string& text) {
        const auto [found, is_new] = m_numbers.emplace(text, static_cast<std::uint32_t>(m_texts.size()));
        if (is_new) {
            m_texts.push_back(&found->first);
        }
        return found->second;
    }
    [[nodiscard]] const std::string& text(std::uint32_t number) const { return *m_texts[number]; }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    [[nodiscard]] Value value(std::uint32_t number) const { return number == k_none ? Value{} : Value{text(number)}; }

private:
    std::unordered_map<std::string, std::uint32_t> m_numbers;
    std::vector<const std::string*> m_texts;
};

struct Event {
    std::int64_t at = 0;
    std::uint64_t line = 0;
    std::uint32_t ticket = k_none;
    std::uint32_t state = k_none;
    std::uint32_t assigned_to = k_none;
    std::uint32_t assignment_group = k_none;
    std::uint32_t priority = k_none;
};

/// A stay in a state under construction.
struct Stay {
    Event last; ///< state, and the last known of the rest
    std::int64_t entered_at = 0;
    std::uint64_t line = 0;
    bool reopened = false;
};

/// Places of the fields of an event log in a typed row.
struct Places {
    std::optional<std::size_t> kind, number, state, time, assigned_to, assignment_group, priority;
};

constexpr std::array<std::string_view, 10> k_columns{"kind",        "number",           "entered_at", "left_at",  "state",
                                                     "assigned_to", "assignment_group", "priority",   "reopened", "clock_stopped"};

} // namespace

struct StateIntervals::State {
    const Register& log;
    const Register& ticket_state;
    EventOptions options;
    RowSink& out;
    Places places;
    Texts tickets;
    Texts words;
    std::vector<Event> events;
    EventCounts counts;

    [[nodiscard]] bool is_one_of(const std::vector<std::string>& states, std::uint32_t state) const {
        return std::ranges::find(states, words.text(state)) != states.end();
    }
    [[nodiscard]] bool is_reopening(const Stay& from, const Event& to) const {
        return is_one_of(options.final_states, from.last.state) && !is_one_of(options.final_states, to.state);
    }

    void resolve_options() {
        const bool is_stays = log.id == ticket_state.id;
        if (options.key.empty()) {
            const auto keys = log.key_indexes();
            if (!is_stays && keys.size() != 1) {
                throw Error(fmt::format("register '{}' cannot be an event log: its key has {} fields", log.id, keys.size()),
                            ErrorKind::usage);
            }
            options.key = is_stays ? "number" : log.fields[keys.front()].id;
        }
        if (options.state.empty()) {
            options.state = "state";
        }
        if (options.time.empty()) {
            options.time = log.find_field("updated_at") != nullptr ? "updated_at" : "entered_at";
        }
    }

    /// The kind of ticket: the log's own field in ticket_state, else the register's name.
    void check_kind() const {
        const auto* kind = ticket_state.find_field("kind");
        for (const auto column : {"kind", "number", "entered_at", "left_at", "state"}) {
            if (ticket_state.find_field(column) == nullptr) {
                throw Error(fmt::format("register '{}' has no field '{}' for state intervals", ticket_state.id, column), ErrorKind::usage);
            }
        }
        if (log.id != ticket_state.id && std::ranges::find(kind->words, log.id) == kind->words.end()) {
            throw Error(fmt::format("register '{}' cannot be an event log: '{}' keeps states of {}", log.id, ticket_state.id,
                                    fmt::join(kind->words, ", ")),
                        ErrorKind::usage);
        }
    }

    [[nodiscard]] std::optional<std::size_t> place_of(const ImportPlan& plan, std::string_view field_id) const {
        const auto found = std::ranges::find_if(plan.fields, [&](std::size_t field) { return log.fields[field].id == field_id; });
        return found == plan.fields.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - plan.fields.begin()));
    }
    [[nodiscard]] std::size_t get_place(const ImportPlan& plan, const std::string& field_id) const {
        if (const auto place = place_of(plan, field_id)) {
            return *place;
        }
        throw Error(fmt::format("--events needs the field '{}' of register '{}', which no column of the file fills", field_id, log.id),
                    ErrorKind::usage);
    }

    void emit(const Stay& stay, std::optional<std::int64_t> left_at) {
        const auto& key = tickets.text(stay.last.ticket);
        const auto split = key.find('\x1f');
        Value stopped;
        if (!options.stopped_states.empty()) {
            stopped = std::int64_t{is_one_of(options.stopped_states, stay.last.state)};
        }
        const std::array<Value, k_columns.size()> values{
            Value{key.substr(0, split)},
            Value{key.substr(split + 1)},
            Value{stay.entered_at},
            left_at ? Value{*left_at} : Value{},
            words.value(stay.last.state),
            words.value(stay.last.assigned_to),
            words.value(stay.last.assignment_group),
            words.value(stay.last.priority),
            Value{std::int64_t{stay.reopened}},
            stopped,
        };
        Row row;
        for (std::size_t column = 0; column < k_columns.size(); ++column) {
            if (ticket_state.find_field(k_columns[column]) != nullptr) {
                row.push_back(values[column]);
            }
        }
        ++counts.stays;
        counts.reopenings += stay.reopened ? 1 : 0;
        out.add(stay.line, row);
    }

    /// A value that the event does not give keeps what was known.
    static void learn(Event& known, const Event& event) {
        known.assigned_to = event.assigned_to != k_none ? event.assigned_to : known.assigned_to;
        known.assignment_group = event.assignment_group != k_none ? event.assignment_group : known.assignment_group;
        known.priority = event.priority != k_none ? event.priority : known.priority;
    }

    void emit_ticket(std::span<const Event> sorted) {
        std::optional<Stay> stay;
        for (const auto& event : sorted) {
            if (stay && stay->last.state == event.state) {
                learn(stay->last, event);
                continue;
            }
            Stay next{event, event.at, event.line, stay && is_reopening(*stay, event)};
            if (stay && stay->entered_at == event.at) {
                // The key of a stay is its first instant: of two states at one instant the later stands, and a reopening is not lost.
                ++counts.merged;
                next.reopened = next.reopened || (stay->reopened && !is_one_of(options.final_states, event.state));
            } else if (stay) {
                emit(*stay, event.at);
            }
            stay = next;
        }
        if (stay) {
            emit(*stay, std::nullopt);
        }
    }
};

StateIntervals::StateIntervals(const Register& log, const Register& ticket_state, EventOptions options, RowSink& out)
    : m_state(new State{log, ticket_state, std::move(options), out, {}, {}, {}, {}, {}}) {}
StateIntervals::~StateIntervals() = default;

void StateIntervals::begin(const ImportPlan& plan) {
    auto& state = *m_state;
    state.resolve_options();
    state.check_kind();
    auto& places = state.places;
    places.number = state.get_place(plan, state.options.key);
    places.state = state.get_place(plan, state.options.state);
    places.time = state.get_place(plan, state.options.time);
    if (const auto* time = state.log.find_field(state.options.time); time->type != FieldType::datetime) {
        throw Error(fmt::format("--events needs date-times, and '{}' is of type {}", time->id, to_text(time->type)), ErrorKind::usage);
    }
    if (state.log.id == state.ticket_state.id) {
        places.kind = state.get_place(plan, "kind");
    }
    places.assigned_to = state.place_of(plan, "assigned_to");
    places.assignment_group = state.place_of(plan, "assignment_group");
    places.priority = state.place_of(plan, "priority");

    ImportPlan stays;
    stays.match.ok = true;
    for (const auto column : k_columns) {
        if (const auto field = state.ticket_state.find_index(column)) {
            stays.fields.push_back(*field);
        }
    }
    state.out.begin(stays);
}

void StateIntervals::add(std::uint64_t line, Row& row) {
    auto& state = *m_state;
    ++state.counts.events;
    const auto word_at = [&](const std::optional<std::size_t>& place) { return place ? state.words.intern(row[*place]) : k_none; };
    const auto* at = number_of(row[*state.places.time]);
    const auto word = word_at(state.places.state);
    if (at == nullptr || word == k_none) {
        ++state.counts.without_state;
        return;
    }
    const auto* kind = state.places.kind ? text_of(row[*state.places.kind]) : &state.log.id;
    const auto& number = row[*state.places.number];
    const auto ticket = fmt::format("{}\x1f{}", *kind, text_of(number) != nullptr ? *text_of(number) : std::to_string(*number_of(number)));
    state.events.push_back({*at, line, state.tickets.intern(ticket), word, word_at(state.places.assigned_to),
                            word_at(state.places.assignment_group), word_at(state.places.priority)});
}

EventCounts StateIntervals::finish() {
    auto& state = *m_state;
    state.counts.tickets = state.tickets.size();
    std::vector<std::int64_t> latest(state.tickets.size(), std::numeric_limits<std::int64_t>::min());
    for (const auto& event : state.events) {
        auto& seen = latest[event.ticket];
        state.counts.out_of_order += event.at < seen ? 1 : 0;
        seen = std::max(seen, event.at);
    }
    std::vector<std::uint32_t> by_name(state.tickets.size());
    std::iota(by_name.begin(), by_name.end(), 0U);
    std::ranges::sort(by_name, {}, [&](std::uint32_t ticket) -> const std::string& { return state.tickets.text(ticket); });
    std::vector<std::uint32_t> rank(by_name.size());
    for (std::uint32_t index = 0; index < by_name.size(); ++index) {
        rank[by_name[index]] = index;
    }
    std::ranges::sort(state.events, {}, [&](const Event& event) { return std::tuple(rank[event.ticket], event.at, event.line); });
    for (std::size_t begin = 0; begin < state.events.size();) {
        auto end = begin;
        while (end < state.events.size() && state.events[end].ticket == state.events[begin].ticket) {
            ++end;
        }
        state.emit_ticket(std::span(state.events).subspan(begin, end - begin));
        begin = end;
    }
    state.events.clear();
    return state.counts;
}

} // namespace assay
