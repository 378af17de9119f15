#include "assay/app/show_row.hpp"

#include "app/register_rows.hpp"
#include "assay/app/table.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_digest_shown = 12;

/// Fields of earlier definitions may be gone: their values are shown by the type that they had.
std::optional<std::string> show_stored(const Register& of, const RowHistory& history, std::size_t index, const Value& value, const Zone& zone) {
    if (is_absent(value)) {
        return std::nullopt;
    }
    if (const auto* field = of.find_field(history.fields[index])) {
        return show_value(*field, value, zone);
    }
    Field gone;
    gone.id = history.fields[index];
    gone.type = history.types[index];
    gone.scale = history.scales[index];
    return show_value(gone, value, zone);
}

std::string in_words(const std::optional<std::string>& value) { return value.value_or("not recorded"); }

void write_optional(JsonWriter& json, std::string_view key, const std::optional<std::string>& value) {
    json.key(key);
    value ? json.value(*value) : json.null();
}

RowStep step_of(const RowVersion& version) {
    RowStep step;
    step.change = version.from;
    step.kind = version.kind;
    step.when = version.when;
    step.author = version.author;
    step.source = version.source;
    step.line = version.line;
    return step;
}

RowStep removal(const Store& store, std::int64_t change) {
    RowStep step;
    step.event = RowEvent::removed;
    step.change = change;
    for (const auto& header : store.changes({change, change, {}})) {
        step.kind = header.kind;
        step.when = header.when;
        step.author = header.author;
    }
    return step;
}

RowStep compare(const Register& of, const RowHistory& history, const RowVersion* before, const RowVersion& after, const Zone& zone) {
    auto step = step_of(after);
    step.event = before == nullptr ? RowEvent::added : RowEvent::changed;
    for (std::size_t i = 0; i < history.fields.size(); ++i) {
        const Value old = before == nullptr ? Value{} : before->values[i];
        if (old != after.values[i]) {
            step.fields.push_back({history.fields[i], show_stored(of, history, i, old, zone), show_stored(of, history, i, after.values[i], zone)});
        }
    }
    return step;
}

std::string_view event_word(RowEvent event) {
    switch (event) {
    case RowEvent::added:
        return "added";
    case RowEvent::changed:
        return "changed";
    case RowEvent::renamed:
        return "renamed";
    case RowEvent::removed:
        break;
    }
    return "removed";
}

} // namespace

std::string place_of(const std::string& file, const std::string& sheet, std::int64_t line) {
    auto text = escape_control(file);
    if (!sheet.empty()) {
        text += fmt::format(", sheet '{}'", escape_control(sheet));
    }
    if (line > 0) {
        text += fmt::format("{}{}", sheet.empty() ? ":" : ", row ", line);
    }
    return text;
}

namespace {

/// The place with the beginning of the file's hash, or "made at the prompt".
std::string where_from(const std::string& file, const std::string& sheet, const std::string& sha256, std::int64_t line) {
    if (file.empty()) {
        return "made at the prompt";
    }
    const auto text = place_of(file, sheet, line);
    return sha256.empty() ? text : fmt::format("{} (sha256 {}…)", text, sha256.substr(0, k_digest_shown));
}

} // namespace

RowFields show_row(const Run& run, Session& session, const std::string& register_id, const std::vector<std::string>& key, const std::string& at) {
    const Register& of = get_register(session.content.schema, register_id);
    const auto state = find_state(session, at);
    const auto runner = session.store.runner(run, session.zone, state);
    const auto typed = read_key(session.content.schema, *runner, session.zone, of, key);
    auto found = find_row(*runner, of, typed);
    if (!found) {
        throw_no_row(*runner, of, typed, session.zone);
    }
    RowFields row{of.id, of.title, show_row_key(of, typed, session.zone), state.value_or(session.store.head()), of.fields, std::move(found->values), {}};
    const std::array<std::int64_t, 1> ids{found->row};
    for (auto& origin : runner->origins(of.id, ids)) {
        row.origin = std::move(origin);
    }
    return row;
}

std::string to_text(const RowFields& row, const Zone& zone) {
    auto text = fmt::format("{} {}: {}, state after change {}\n\n", row.register_id, row.key, row.title, row.state);
    std::vector<LabelledText> lines;
    lines.reserve(row.fields.size());
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        lines.push_back({row.fields[i].id, show_or_absent(row.fields[i], row.values[i], zone)});
    }
    text += to_text(lines, 2);
    text += fmt::format("\nchange {}, {}, {}: {}\n", row.origin.change, row.origin.when, escape_control(row.origin.who),
                        where_from(row.origin.file, row.origin.sheet, row.origin.file_sha256, row.origin.line));
    return text;
}

std::string to_json(const RowFields& row, const Zone& zone) {
    JsonWriter json;
    json.begin_object().field("register", row.register_id).field("key", row.key).field("state", row.state).key("fields").begin_object();
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        json.key(row.fields[i].id);
        write_value(json, row.fields[i], row.values[i], zone);
    }
    json.end_object().key("origin").begin_object();
    json.field("change", row.origin.change).field("when", row.origin.when).field("who", row.origin.who);
    json.field("file", row.origin.file).field("sha256", row.origin.file_sha256).field("line", row.origin.line);
    json.end_object().end_object();
    return json.finish();
}

RowSteps row_history(const Run& run, Session& session, const std::string& register_id, const std::vector<std::string>& key) {
    const Register& of = get_register(session.content.schema, register_id);
    const auto runner = session.store.runner(run, session.zone);
    const auto typed = read_key(session.content.schema, *runner, session.zone, of, key);
    const auto history = session.store.history(of.id, join_key(typed));
    if (history.versions.empty()) {
        throw_no_row(*runner, of, typed, session.zone);
    }
    RowSteps steps{of.id, show_row_key(of, typed, session.zone), {}};
    const RowVersion* before = nullptr;
    for (const auto& version : history.versions) {
        if (before != nullptr && before->to != version.from) {
            steps.steps.push_back(removal(session.store, before->to));
            before = nullptr;
        }
        steps.steps.push_back(compare(of, history, before, version, session.zone));
        before = &version;
    }
    if (before->to != 0) {
        steps.steps.push_back(removal(session.store, before->to));
    }
    if (!history.renamed_to.empty()) {
        steps.steps.back().event = RowEvent::renamed;
        steps.steps.back().fields = {{of.fields[of.key_indexes().front()].id, steps.key, show_key(history.renamed_to)}};
    }
    return steps;
}

std::string to_text(const RowSteps& steps) {
    auto text = fmt::format("{} {}: {}\n", steps.register_id, steps.key,
                            count_of(static_cast<std::int64_t>(steps.steps.size()), "change", "changes"));
    for (const auto& step : steps.steps) {
        text += fmt::format("\nchange {}, {}, {}: {} by {}", step.change, to_text(step.when), escape_control(step.author.who), event_word(step.event),
                            to_text(step.kind));
        if (step.event == RowEvent::added || step.event == RowEvent::changed) {
            text += ", " + where_from(step.source.file, step.source.sheet, step.source.sha256, step.line);
        }
        text += "\n";
        if (!step.author.why.empty()) {
            text += fmt::format("  why: {}\n", escape_control(step.author.why));
        }
        std::vector<LabelledText> lines;
        lines.reserve(step.fields.size());
        for (const auto& field : step.fields) {
            lines.push_back({field.field, step.event == RowEvent::added ? in_words(field.after) : fmt::format("{} → {}", in_words(field.before), in_words(field.after))});
        }
        text += to_text(lines, 2);
    }
    return text;
}

std::string to_json(const RowSteps& steps) {
    JsonWriter json;
    json.begin_object().field("register", steps.register_id).field("key", steps.key).key("changes").begin_array();
    for (const auto& step : steps.steps) {
        json.begin_object().field("change", step.change).field("event", event_word(step.event)).field("kind", to_text(step.kind));
        json.field("when", to_text(step.when)).field("who", step.author.who).field("why", step.author.why);
        json.field("file", step.source.file).field("sha256", step.source.sha256).field("line", step.line).key("fields").begin_array();
        for (const auto& field : step.fields) {
            json.begin_object().field("field", field.field);
            write_optional(json, "before", field.before);
            write_optional(json, "after", field.after);
            json.end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

} // namespace assay
