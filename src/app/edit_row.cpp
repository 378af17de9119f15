#include "assay/app/edit_row.hpp"

#include "app/references.hpp"
#include "app/register_rows.hpp"
#include "assay/app/table.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/import.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// The words of `assay set` taken apart: key, then assignments. The fields of both are the columns of a file of one row.
struct Assignments {
    std::vector<std::string> key;
    std::vector<std::size_t> fields;          ///< index into Register::fields
    std::vector<std::string> texts;
    std::vector<std::string> words;           ///< as typed, for messages
};

Assignments take_apart(const Register& of, const std::vector<std::string>& words) {
    Assignments result;
    const auto keys = of.key_indexes();
    for (const auto& word : words) {
        if (result.key.size() < keys.size()) {
            result.key.push_back(word);
            result.fields.push_back(keys[result.key.size() - 1]);
            result.texts.push_back(word);
            result.words.push_back(word);
            continue;
        }
        auto given = parse_assignment("argument", word);
        const auto& field = get_field(of, given.field);
        const auto index = *of.find_index(field.id);
        if (field.key) {
            throw Error(fmt::format("'{0}' is part of the key of '{1}', which set does not change: 'assay rename {1}' gives the row another key, and what refers to it "
                                    "follows",
                                    field.id, of.id),
                        ErrorKind::usage);
        }
        if (std::ranges::find(result.fields, index) != result.fields.end()) {
            throw Error(fmt::format("'{}' is set twice", field.id), ErrorKind::usage);
        }
        result.fields.push_back(index);
        result.texts.push_back(std::move(given.text));
        result.words.push_back(word);
    }
    return result;
}

/// Amounts are typed with the currency that the row already names.
void add_stored_currency(const Register& of, const std::optional<StoredRow>& stored, Assignments& given) {
    for (std::size_t i = 0; stored && i < given.fields.size(); ++i) {
        const auto& field = of.fields[given.fields[i]];
        const auto currency = field.type == FieldType::money ? of.find_index(field.currency) : std::nullopt;
        if (currency && std::ranges::find(given.fields, *currency) == given.fields.end()) {
            const auto* text = text_of(stored->values[*currency]);
            given.fields.push_back(*currency);
            given.texts.push_back(text == nullptr ? std::string() : *text);
            given.words.push_back(field.currency);
        }
    }
}

/// The row as intake types it, or nothing after reporting every fault.
std::optional<Row> type_row(const Run& run, const Session& session, const Register& of, const Assignments& given) {
    ImportPlan plan;
    plan.match.ok = true;
    std::vector<std::string> header;
    RawRow raw;
    for (std::size_t i = 0; i < given.fields.size(); ++i) {
        header.push_back(of.fields[given.fields[i]].id);
        plan.match.columns.push_back({i, given.fields[i], header.back(), MatchedBy::id});
        raw.cells.emplace_back(given.texts[i]);
    }
    plan.fields = given.fields;
    const TypingContext context{session.zone, {}, of.absent_words};
    RowTyper typer(of, plan, header, context);
    Row row;
    std::vector<RowFault> faults;
    if (typer.type(raw, row, faults) == RowTyping::typed) {
        return row;
    }
    for (auto& fault : faults) {
        // There is no column at the prompt that could prove an order, and no --date-format: one spelling is understood.
        const auto& field = of.fields[given.fields[fault.column - 1]];
        if (field.type == FieldType::date || field.type == FieldType::datetime) {
            fault.hint = field.type == FieldType::date ? "write it as 2026-01-31" : "write it as 2026-01-31 08:00";
        }
        run.diagnostics.add({Severity::error, {escape_control(given.words[fault.column - 1]), 0, 0}, fault.code, fault.text, fault.hint});
    }
    return std::nullopt;
}

std::vector<std::string> in_words(const std::vector<DanglingReferences>& dangling) {
    std::vector<std::string> remarks;
    remarks.reserve(dangling.size());
    for (const auto& each : dangling) {
        remarks.push_back(fmt::format("{}: '{}' has no row '{}'; stored as given", each.field, each.target, escape_control(fmt::format("{}", fmt::join(each.examples, "', '")))));
    }
    return remarks;
}

EditReport report_of(const Session& session, const Register& of, const Row& key, const MergeResult& merged, const std::vector<std::string>& columns, const Row& row) {
    EditReport report;
    report.register_id = of.id;
    report.key = show_row_key(of, key, session.zone);
    const auto edit = [&](const std::string& id, const Value& before, const Value& after) {
        const auto& field = get_field(of, id);
        report.fields.push_back({id, show_or_absent(field, before, session.zone), show_or_absent(field, after, session.zone)});
    };
    if (merged.outcomes.added > 0) {
        report.outcome = EditReport::Outcome::added;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            edit(columns[i], Value{}, row[i]);
        }
    } else if (!merged.changed.empty()) {
        report.outcome = EditReport::Outcome::changed;
        for (const auto& field : merged.changed.front().fields) {
            edit(field.field, field.before, field.after);
        }
    }
    return report;
}

std::int64_t read_change(std::string_view option, const std::string& text) {
    const auto change = parse_integer(text);
    if (!change || *change < 1) {
        throw Error(fmt::format("{} takes the number of a change, not '{}'", option, escape_control(text)), ErrorKind::usage);
    }
    return *change;
}

} // namespace

std::optional<EditReport> set_row(const Run& run, Session& session, const SetRequest& request) {
    const auto& schema = session.content.schema;
    const Register& of = get_register(schema, request.register_id);
    auto given = take_apart(of, request.words);
    std::optional<StoredRow> stored;
    Row key;
    std::vector<std::string> columns;
    std::optional<Row> row;
    std::vector<std::string> dangling;
    {
        const auto runner = session.store.runner(run, session.zone);
        key = read_key(schema, *runner, session.zone, of, given.key);
        stored = find_row(*runner, of, key);
        add_stored_currency(of, stored, given);
        row = type_row(run, session, of, given);
        if (!row) {
            return std::nullopt;
        }
        std::ranges::copy(key, row->begin());
        References references(schema, *runner, of, given.fields);
        if (auto reason = references.resolve(*row)) {
            throw Error(*reason, ErrorKind::usage);
        }
        dangling = in_words(references.dangling());
    }
    columns.reserve(given.fields.size());
    for (const auto index : given.fields) {
        columns.push_back(of.fields[index].id);
    }
    const auto import = session.store.begin_import(run, of.id, columns);
    import->add(0, *row, request.expected);
    const auto merged = import->merge({});
    if (!merged.rejected.empty()) {
        throw Error(fmt::format("{}: {}", name_row(of, key, session.zone), merged.rejected.front().reason));
    }
    auto report = report_of(session, of, key, merged, columns, *row);
    report.dangling = std::move(dangling);
    if (!request.try_only) {
        report.change = import->commit(session.author(request.why), session.setting.now, {});
    }
    return report;
}

EditReport remove_row(const Run& run, Session& session, const std::string& register_id, const std::vector<std::string>& words, const std::string& why) {
    const auto& schema = session.content.schema;
    const Register& of = get_register(schema, register_id);
    Row key;
    {
        const auto runner = session.store.runner(run, session.zone);
        key = read_key(schema, *runner, session.zone, of, words);
        if (!find_row(*runner, of, key)) {
            throw_no_row(*runner, of, key, session.zone);
        }
    }
    std::vector<std::string> columns;
    for (const auto index : of.key_indexes()) {
        columns.push_back(of.fields[index].id);
    }
    const auto import = session.store.begin_import(run, of.id, columns);
    import->remove(0, key);
    const auto merged = import->merge({});
    if (!merged.rejected.empty()) {
        throw Error(fmt::format("{}: {}", name_row(of, key, session.zone), merged.rejected.front().reason));
    }
    EditReport report;
    report.register_id = of.id;
    report.key = show_row_key(of, key, session.zone);
    report.outcome = EditReport::Outcome::removed;
    report.change = import->commit(session.author(why), session.setting.now, {});
    return report;
}

UndoResult undo_change(const Run& run, Session& session, const std::string& change, const std::string& why) {
    return session.store.undo(run, read_change("CHANGE", change), session.author(why), session.setting.now);
}

std::string to_text(const EditReport& report) {
    const auto what = [&] {
        switch (report.outcome) {
        case EditReport::Outcome::added:
            return "added";
        case EditReport::Outcome::changed:
            return "changed";
        case EditReport::Outcome::removed:
            return "removed";
        case EditReport::Outcome::unchanged:
            break;
        }
        return "";
    }();
    if (report.outcome == EditReport::Outcome::unchanged) {
        return fmt::format("{} {}: nothing to change, the row says so already\n", report.register_id, report.key);
    }
    auto text = report.change == 0 ? fmt::format("{} {}: would be {}\n", report.register_id, report.key, what)
                                   : fmt::format("{} {}: {} by change {}\n", report.register_id, report.key, what, report.change);
    std::vector<LabelledText> lines;
    lines.reserve(report.fields.size());
    for (const auto& field : report.fields) {
        lines.push_back({field.field, report.outcome == EditReport::Outcome::added ? field.after : fmt::format("{} → {}", field.before, field.after)});
    }
    return text + to_text(lines, 2);
}

} // namespace assay
