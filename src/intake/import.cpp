#include "assay/intake/import.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "intake/rows_beside.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

bool can_be_compared(const Field& field) {
    return field.type == FieldType::date || field.type == FieldType::datetime || field.type == FieldType::integer ||
           field.type == FieldType::decimal;
}

/// --latest-by takes the field's names and the name of its column.
std::optional<std::size_t> find_latest_by(const Register& reg, const ImportPlan& plan, std::string_view name) {
    const auto folded = fold_header(name);
    const auto is_named = [&](std::size_t index) {
        const auto& field = reg.fields[plan.fields[index]];
        return field.id == name || fold_header(field.id) == folded || fold_header(field.title) == folded ||
               (index < plan.match.columns.size() && fold_header(plan.match.columns[index].name) == folded);
    };
    for (std::size_t index = 0; index < plan.match.columns.size(); ++index) {
        if (is_named(index)) {
            return index;
        }
    }
    for (std::size_t index = 0; index < plan.match.columns.size(); ++index) {
        const auto& aliases = reg.fields[plan.fields[index]].aliases;
        if (std::ranges::any_of(aliases, [&](const std::string& alias) { return fold_header(alias) == folded; })) {
            return index;
        }
    }
    return std::nullopt;
}

/// One run over one file; the steps of run_import.
class Import {
public:
    Import(const Run& run, const OpenReader& open, const Register& reg, const ImportOptions& options, const TypingContext& context)
        : m_run(run), m_open(open), m_register(reg), m_options(options), m_context(typing::with_absent_words(context, reg)) {}

    ImportOutcome go(RowSink& sink);

private:
    void report(const Place& place, std::string code, std::string text, std::string hint) {
        m_outcome.refused = true;
        m_run.diagnostics.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
    }
    void plan(const RowReader& reader);
    void describe(const RowReader& reader);
    bool find_orders(RowTyper& typer);
    void read_rows(RowReader& reader, RowTyper& typer, RowSink& sink);
    void reject(const std::vector<RowFault>& faults);

    const Run& m_run;
    const OpenReader& m_open;
    const Register& m_register;
    const ImportOptions& m_options;
    TypingContext m_context;
    ImportOutcome m_outcome;
    std::string m_probed_sha256;
};

void Import::plan(const RowReader& reader) {
    const Place header{m_options.file, static_cast<std::uint32_t>(reader.header_line()), 0};
    auto& made = m_outcome.plan;
    made.layout = reader.layout();
    made.match = match_headers(m_register, reader.header(), m_options.map, m_options.set, header, m_run.diagnostics, made.layout, m_options.profile);
    const auto place = place_in(made.layout, m_options.file, reader.header_line(), std::nullopt);
    made.fields = made.match.fields();
    m_outcome.refused = !made.match.ok;
    if (made.match.versions && (m_options.events || !m_options.latest_by.empty())) {
        report(
            place, "conflicting-option",
            fmt::format("{} does not go with the versions that the file was exported with", m_options.events ? "--events" : "--latest-by"),
            "leave it out, or delete the columns _row, _from and _at");
    }
    if (m_options.latest_by.empty() || m_outcome.refused) {
        return;
    }
    made.latest_by = find_latest_by(m_register, made, m_options.latest_by);
    if (!made.latest_by) {
        std::vector<std::string> names;
        for (const auto& column : made.match.columns) {
            names.push_back(m_register.fields[column.field].id);
            names.push_back(column.name);
        }
        report(place, "unknown-field",
               fmt::format("--latest-by names {}, which no column of the file fills", typing::quote(m_options.latest_by)),
               did_you_mean(m_options.latest_by, names));
    } else if (const auto& field = m_register.fields[made.fields[*made.latest_by]]; !can_be_compared(field)) {
        report(place, "wrong-type", fmt::format("--latest-by names '{}', which is of type {}", field.id, to_text(field.type)),
               "name a date, a date-time or a number");
    }
}

void Import::describe(const RowReader& reader) {
    auto& receipt = m_outcome.receipt;
    const auto& match = m_outcome.plan.match;
    receipt.file = m_options.file;
    receipt.bytes = reader.bytes_total();
    receipt.description = reader.describe();
    receipt.layout = reader.layout();
    receipt.register_id = m_register.id;
    receipt.register_title = m_register.title;
    receipt.dry_run = m_options.dry_run;
    receipt.accept_partial = m_options.accept_partial;
    receipt.columns = match.columns;
    for (const auto& column : match.columns) {
        receipt.column_fields.push_back(m_register.fields[column.field].id);
    }
    for (const auto& constant : match.constants) {
        receipt.constants.push_back({m_register.fields[constant.field].id, constant.text});
    }
    receipt.unused = match.unused;
    if (m_outcome.plan.latest_by) {
        receipt.latest_by = m_register.fields[m_outcome.plan.fields[*m_outcome.plan.latest_by]].id;
    }
    receipt.declaration = m_options.declaration;
}

/// A second reader looks at the whole file: rows already handed on had ISO dates only, so their reading stands.
bool Import::find_orders(RowTyper& typer) {
    const auto second = m_open();
    auto dates = typer.find_date_orders(m_run, *second);
    m_probed_sha256 = second->file_sha256();
    for (const auto& found : dates) {
        if (found.finding.result == DateOrderResult::ambiguous) {
            const auto place = place_in(m_outcome.plan.layout, m_options.file, found.finding.examples.front().line, found.column_index);
            report(place, "ambiguous-date-order",
                   fmt::format("column '{}' does not prove its order: {}", found.column, to_text(found.finding)),
                   fmt::format("say --date-format {} or --date-format {}", to_text(found.finding.order), to_text(found.finding.other)));
        }
    }
    typer.set_date_orders(dates);
    m_outcome.receipt.dates = std::move(dates);
    return !m_outcome.refused;
}

void Import::reject(const std::vector<RowFault>& faults) {
    auto& receipt = m_outcome.receipt;
    count_rows(receipt, Fate::rejected);
    if (receipt.rows[static_cast<std::size_t>(Fate::rejected)].size() < Receipt::k_max_rows_listed) {
        std::string note;
        for (const auto& fault : faults) {
            note += note.empty() ? "" : "; ";
            note += reason_of(fault);
        }
        list_row(receipt, Fate::rejected, {faults.front().line, "", std::move(note)});
    }
}

void Import::read_rows(RowReader& reader, RowTyper& typer, RowSink& sink) {
    auto& receipt = m_outcome.receipt;
    RawRow raw;
    Row row;
    std::vector<RowFault> faults;
    for (std::uint64_t records = 0; reader.next(raw); ++records) {
        if (records % typing::k_rows_between_checks == 0) {
            throw_if_stopped(m_run);
            m_run.progress.report(reader.bytes_done(), reader.bytes_total(), "bytes");
        }
        auto typing = typer.type(raw, row, faults);
        if (typing == RowTyping::needs_date_order) {
            if (!find_orders(typer)) {
                return;
            }
            typing = typer.type(raw, row, faults);
        }
        if (typing == RowTyping::blank) {
            ++receipt.blank;
            continue;
        }
        ++receipt.rows_in;
        if (typing == RowTyping::typed) {
            m_outcome.plan.match.versions ? sink.add_version(raw.line, row, typer.version()) : sink.add(raw.line, row);
            ++m_outcome.rows_sent;
            continue;
        }
        reject(faults);
        if (typer.version().row > 0) {
            sink.reject_version(typer.version());
        }
    }
    receipt.sha256 = reader.file_sha256();
    receipt.description = reader.describe(); // more is known at the end
    if (!m_probed_sha256.empty() && m_probed_sha256 != receipt.sha256) {
        throw Error(fmt::format("'{}' changed while it was read; import it again", m_options.file));
    }
}

ImportOutcome Import::go(RowSink& sink) {
    for (const auto& format : m_context.date_patterns) {
        check_date_format(format);
    }
    const auto reader = m_open();
    plan(*reader);
    describe(*reader);
    if (m_outcome.refused) {
        return std::move(m_outcome);
    }
    RowTyper typer(m_register, m_outcome.plan, reader->header(), m_context);
    for (const auto& fault : typer.constant_faults()) {
        report({}, fault.code, fault.text, fault.hint);
    }
    if (m_outcome.refused) {
        return std::move(m_outcome);
    }
    RowsBeside beside(sink);
    beside.begin(m_outcome.plan);
    read_rows(*reader, typer, beside);
    beside.finish();
    auto& receipt = m_outcome.receipt;
    receipt.folds = typer.counts().folds;
    receipt.without_time = typer.counts().without_time;
    if (receipt.declaration) {
        receipt.declaration->rows_in = static_cast<std::int64_t>(receipt.rows_in);
        receipt.declaration->rows_rejected = static_cast<std::int64_t>(receipt.count(Fate::rejected));
    }
    return std::move(m_outcome);
}

} // namespace

void RowSink::add_version(std::uint64_t line, Row& row, const WrittenVersion& /*version*/) { add(line, row); }

void RowSink::reject_version(const WrittenVersion& /*version*/) {}

void RowTee::begin(const ImportPlan& plan) {
    for (auto* sink : m_sinks) {
        sink->begin(plan);
    }
}

void RowTee::add(std::uint64_t line, Row& row) {
    for (std::size_t index = 0; index + 1 < m_sinks.size(); ++index) {
        m_copy = row;
        m_sinks[index]->add(line, m_copy);
    }
    if (!m_sinks.empty()) {
        m_sinks.back()->add(line, row);
    }
}

void RowTee::add_version(std::uint64_t line, Row& row, const WrittenVersion& version) {
    for (std::size_t index = 0; index + 1 < m_sinks.size(); ++index) {
        m_copy = row;
        m_sinks[index]->add_version(line, m_copy, version);
    }
    if (!m_sinks.empty()) {
        m_sinks.back()->add_version(line, row, version);
    }
}

void RowTee::reject_version(const WrittenVersion& version) {
    for (auto* sink : m_sinks) {
        sink->reject_version(version);
    }
}

void set_period(PopulationDeclaration& declaration, std::string_view from_to) {
    const auto dots = from_to.find("..");
    if (dots != std::string_view::npos) {
        declaration.period_from = parse_date(trim(from_to.substr(0, dots)));
        declaration.period_to = parse_date(trim(from_to.substr(dots + 2)));
    }
    if (dots == std::string_view::npos || !declaration.period_from || !declaration.period_to ||
        *declaration.period_to < *declaration.period_from) {
        throw Error(fmt::format("--period {} is not FROM..TO (write it as 2026-01-01..2026-03-31)", typing::quote(from_to)),
                    ErrorKind::usage);
    }
}

ImportOutcome run_import(const Run& run, const OpenReader& open, const Register& reg, const ImportOptions& options,
                         const TypingContext& context, RowSink& sink) {
    return Import(run, open, reg, options, context).go(sink);
}

} // namespace assay
