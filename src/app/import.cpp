#include "assay/app/import.hpp"

#include "app/raci_matrix.hpp"
#include "app/references.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/xlsx.hpp"
#include "assay/intake/events.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

/// Typed rows into the store, references resolved on the way.
class StoreSink final : public RowSink {
public:
    StoreSink(const Run& run, Session& session, const Register& of) : m_run(run), m_session(session), m_register(of) {}

    void begin(const ImportPlan& plan) override {
        std::vector<std::string> columns;
        for (const auto index : plan.fields) {
            columns.push_back(m_register.fields[index].id);
        }
        m_runner = m_session.store.runner(m_run, m_session.zone);
        m_references.emplace(m_session.content.schema, *m_runner, m_register, plan.fields);
        m_import = m_session.store.begin_import(m_run, m_register.id, columns);
    }

    void add(std::uint64_t line, Row& row) override {
        if (auto reason = m_references->resolve(row)) {
            m_refused.push_back({line, std::move(*reason)});
            return;
        }
        m_import->add(line, row);
    }

    [[nodiscard]] ImportSession& import() { return *m_import; }
    /// A store has one session at a time: this one ends before the next may begin.
    void end() { m_import.reset(); }
    [[nodiscard]] const std::vector<LineReason>& refused() const { return m_refused; }
    [[nodiscard]] std::vector<DanglingReferences> dangling() const { return m_references->dangling(); }

private:
    const Run& m_run;
    Session& m_session;
    const Register& m_register;
    std::unique_ptr<QueryRunner> m_runner;
    std::optional<References> m_references;
    std::unique_ptr<ImportSession> m_import;
    std::vector<LineReason> m_refused;
};

/// Stays are known only when the log is read; they wait here for their own change.
class KeptRows final : public RowSink {
public:
    void begin(const ImportPlan& plan) override { m_plan = plan; }
    void add(std::uint64_t line, Row& row) override { m_rows.emplace_back(line, row); }
    ImportPlan m_plan;
    std::vector<std::pair<std::uint64_t, Row>> m_rows;
};

class RejectsFile final : public RejectSink {
public:
    RejectsFile(std::filesystem::path file, const FileLayout& layout) : m_path(std::move(file)), m_row_word(layout.is_sheet() ? "Row" : "Line") {}
    void begin(const std::vector<std::string>& header) override {
        auto with_reason = header;
        with_reason.insert(with_reason.begin(), {m_row_word, "Reason"});
        m_width = with_reason.size();
        m_writer.emplace(m_path, with_reason);
    }
    void reject(std::uint64_t line, std::span<const std::string_view> cells, std::string_view reason) override {
        std::vector<std::string> row{std::to_string(line), std::string(reason)};
        for (const auto cell : cells) {
            // A row with too many cells keeps them all, the rest in the last column.
            if (row.size() < m_width) {
                row.emplace_back(cell);
            } else {
                row.back() += fmt::format(" | {}", cell);
            }
        }
        row.resize(m_width);
        m_writer->write(row);
    }
    void commit() {
        if (m_writer) {
            m_writer->commit();
        }
    }

private:
    std::filesystem::path m_path;
    std::string m_row_word;
    std::optional<CsvWriter> m_writer;
    std::size_t m_width = 0;
};

const Register& find_register(const Session& session, const std::string& id) {
    const auto* found = session.content.schema.find(id);
    if (found == nullptr) {
        const auto hint = did_you_mean(id, session.content.schema.ids());
        throw Error(fmt::format("there is no register '{}'{}", id, hint.empty() ? "; 'assay list' names them all" : " (" + hint + ")"), ErrorKind::usage);
    }
    return *found;
}

std::string column_map(const ImportOutcome& outcome) {
    std::string map;
    for (std::size_t i = 0; i < outcome.receipt.columns.size(); ++i) {
        map += fmt::format("{}{}={}", map.empty() ? "" : "; ", outcome.receipt.column_fields[i], outcome.receipt.columns[i].name);
    }
    return map;
}

void fill_receipt(Receipt& receipt, const MergeResult& merged, const std::vector<LineReason>& refused, const Register& of, const Zone& zone) {
    const auto& outcomes = merged.outcomes;
    const auto count = [&](Fate fate, std::int64_t rows) { count_rows(receipt, fate, static_cast<std::uint64_t>(rows)); };
    count(Fate::added, outcomes.added);
    count(Fate::changed, outcomes.changed);
    count(Fate::unchanged, outcomes.unchanged);
    count(Fate::superseded, outcomes.superseded);
    count(Fate::rejected, outcomes.rejected + static_cast<std::int64_t>(refused.size()));
    for (const auto& row : refused) {
        list_row(receipt, Fate::rejected, {row.line, {}, row.reason});
    }
    for (const auto& row : merged.rejected) {
        list_row(receipt, Fate::rejected, {row.line, show_key(row.key), row.reason});
    }
    for (const auto& row : merged.changed) {
        std::string note;
        for (const auto& field : row.fields) {
            const Field* definition = of.find_field(field.field);
            const auto show = [&](const Value& value) {
                return is_absent(value) || definition == nullptr ? std::string("not recorded") : shorten(show_value(*definition, value, zone), 40);
            };
            note += fmt::format("{}{}: {} → {}", note.empty() ? "" : "; ", field.field, show(field.before), show(field.after));
        }
        list_row(receipt, Fate::changed, {row.line, show_key(row.key), note});
    }
}

/// A reader for what the file is, by its bytes, not by its name.
OpenReader reader_for(const ImportRequest& request, const Register& of) {
    const auto extension = to_lower(request.file.extension().string());
    const bool named_sheet = extension == ".xlsx" || extension == ".xlsm";
    if (find_file_kind(request.file) != FileKind::other || named_sheet) {
        if (request.separator != 0 || !request.encoding.empty()) {
            throw Error("--separator and --encoding go with text files, not with a spreadsheet", ErrorKind::usage);
        }
        XlsxOptions options;
        options.sheet = request.sheet;
        options.header_row = request.header_row;
        options.fit = [&request, &of](const std::vector<std::string>& header) {
            Diagnostics ignored;
            const auto match = match_headers(of, header, request.options.map, request.options.set, {}, ignored);
            return HeaderFit{match.columns.size(), match.ok};
        };
        return [&request, options] { return open_xlsx(request.file, options); };
    }
    if (!request.sheet.empty() || request.header_row != 0) {
        throw Error(fmt::format("{} goes with a spreadsheet, not with a text file", request.sheet.empty() ? "--header-row" : "--sheet"), ErrorKind::usage);
    }
    CsvOptions options;
    options.separator = request.separator;
    options.encoding = request.encoding;
    return [&request, options] { return open_csv(request.file, options); };
}

/// The stays of an event log as a change of their own in ticket_state.
Receipt import_states(const Run& run, Session& session, const KeptRows& kept, const FileSource& source, const Receipt& log, const ImportRequest& request) {
    const Register& states = session.content.schema.get("ticket_state");
    std::vector<std::string> columns;
    for (const auto index : kept.m_plan.fields) {
        columns.push_back(states.fields[index].id);
    }
    const auto import = session.store.begin_import(run, states.id, columns);
    for (const auto& [line, row] : kept.m_rows) {
        import->add(line, row);
    }
    const auto merged = import->merge({});
    Receipt receipt;
    receipt.file = log.file;
    receipt.sha256 = log.sha256;
    receipt.bytes = log.bytes;
    receipt.description = "states worked out from the event log";
    receipt.register_id = states.id;
    receipt.register_title = states.title;
    receipt.dry_run = request.options.dry_run;
    receipt.rows_in = kept.m_rows.size();
    fill_receipt(receipt, merged, {}, states, session.zone);
    if (!request.options.dry_run && merged.outcomes.rejected == 0) {
        const auto change = import->commit(session.author(request.why), session.setting.now, source);
        receipt.stored = true;
        if (change != 0) {
            receipt.change = change;
        }
    }
    return receipt;
}

class Importer {
public:
    Importer(const Run& run, Session& session, const ImportRequest& request)
        : m_run(run), m_session(session), m_request(request), m_register(find_register(session, request.register_id)),
          m_context{session.zone, request.date_formats, {}} {}

    std::optional<ImportReport> run() {
        for (const auto& format : m_request.date_formats) {
            check_date_format(format);
        }
        const auto open = raci_matrix_reader(m_run, m_session, m_request, reader_for(m_request, m_register));
        StoreSink store(m_run, m_session, m_register);
        KeptRows kept;
        std::optional<StateIntervals> intervals;
        std::vector<RowSink*> sinks;
        if (m_request.options.events) {
            intervals.emplace(m_register, m_session.content.schema.get("ticket_state"), EventOptions{}, kept);
            sinks.push_back(&*intervals);
        }
        sinks.push_back(&store);
        RowTee tee(std::move(sinks));
        auto outcome = run_import(m_run, open, m_register, m_request.options, m_context, tee);
        if (outcome.refused) {
            return std::nullopt;
        }
        ImportReport report;
        MergePolicy policy;
        policy.row_word = outcome.plan.layout.row_word();
        if (outcome.plan.latest_by) {
            policy.latest_by = m_register.fields[outcome.plan.fields[*outcome.plan.latest_by]].id;
        }
        const auto merged = store.import().merge(policy);
        const auto typed_out = static_cast<std::int64_t>(outcome.receipt.count(Fate::rejected) + store.refused().size());
        fill_receipt(outcome.receipt, merged, store.refused(), m_register, m_session.zone);
        outcome.receipt.dangling = store.dangling();
        const auto rejected = outcome.receipt.count(Fate::rejected);
        report.stored = rejected == 0 || m_request.options.accept_partial;
        const FileSource source{m_request.file.filename().string(), outcome.receipt.sha256, outcome.receipt.layout.sheet, column_map(outcome), outcome.receipt.bytes};
        if (outcome.receipt.declaration) {
            outcome.receipt.declaration->rows_in = static_cast<std::int64_t>(outcome.receipt.rows_in);
            outcome.receipt.declaration->rows_rejected = static_cast<std::int64_t>(rejected);
        }
        if (report.stored && !m_request.options.dry_run) {
            if (rejected > 0) {
                write_rejects_file(open, outcome, store, report);
            }
            const auto change = store.import().commit(m_session.author(m_request.why), m_session.setting.now, source, m_request.options.declaration, typed_out);
            outcome.receipt.stored = true;
            if (change != 0) {
                outcome.receipt.change = change;
            }
        }
        report.receipt = std::move(outcome.receipt);
        if (intervals && report.stored) {
            const auto counts = intervals->finish();
            store.end();
            report.states = import_states(m_run, m_session, kept, source, report.receipt, m_request);
            report.states->notes.push_back(fmt::format("{} events of {} tickets: {} stays, {} reopenings, {} out of order, {} of no length, {} without state or time",
                                                       counts.events, counts.tickets, counts.stays, counts.reopenings, counts.out_of_order, counts.merged,
                                                       counts.without_state));
        }
        return report;
    }

private:
    void write_rejects_file(const OpenReader& open, const ImportOutcome& outcome, StoreSink& store, ImportReport& report) {
        auto later = store.refused();
        store.import().visit_rejected([&](const RejectedRow& row) { later.push_back({row.line, row.reason}); });
        std::ranges::sort(later, {}, &LineReason::line);
        report.rejects_file = m_request.rejects_file.empty() ? std::filesystem::path(m_request.file.filename().string() + ".rejects.csv") : m_request.rejects_file;
        RejectsFile file(report.rejects_file, outcome.receipt.layout);
        report.rejects_written = write_rejects(m_run, open, m_register, outcome, m_context, later, file);
        file.commit();
    }

    const Run& m_run;
    Session& m_session;
    const ImportRequest& m_request;
    const Register& m_register;
    TypingContext m_context;
};

} // namespace

std::optional<ImportReport> import_file(const Run& run, Session& session, const ImportRequest& request) { return Importer(run, session, request).run(); }

} // namespace assay
