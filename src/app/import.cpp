#include "assay/app/import.hpp"

#include "app/import_receipt.hpp"
#include "app/import_rows.hpp"
#include "app/import_technical.hpp"
#include "app/profiles.hpp"
#include "app/raci_matrix.hpp"
#include "app/references.hpp"
#include "app/rejects_file.hpp"
#include "app/round_trip.hpp"
#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/xlsx.hpp"
#include "assay/intake/events.hpp"
#include "assay/intake/profile.hpp"

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
        columns.reserve(plan.fields.size());
        for (const auto index : plan.fields) {
            columns.push_back(m_register.fields[index].id);
        }
        m_runner = m_session.store.runner(m_run, m_session.zone);
        m_references.emplace(m_session.content.schema, *m_runner, m_register, plan.fields);
        if (plan.match.versions) {
            m_references->keep_stored(*m_runner, m_register);
        }
        m_import = m_session.store.begin_import(m_run, m_register.id, columns, plan.match.versions ? RoundTrip::yes : RoundTrip::no);
    }

    void add(std::uint64_t line, Row& row) override {
        if (auto reason = m_references->resolve(row)) {
            m_refused.push_back({line, std::move(*reason)});
            return;
        }
        m_import->add(line, row);
    }

    void add_version(std::uint64_t line, Row& row, const WrittenVersion& version) override {
        const auto base = base_of(version);
        if (auto reason = m_references->resolve(row)) {
            m_refused.push_back({line, std::move(*reason)});
            m_import->keep(base);
            return;
        }
        m_import->add_version(line, row, base);
    }

    void reject_version(const WrittenVersion& version) override { m_import->keep(base_of(version)); }

    [[nodiscard]] ImportSession& import() { return *m_import; }
    /// A store has one session at a time: this one ends before the next may begin.
    void end() { m_import.reset(); }
    [[nodiscard]] const std::vector<LineReason>& refused() const { return m_refused; }
    [[nodiscard]] std::vector<DanglingReferences> dangling() const { return m_references->dangling(); }
    /// The oldest state that rows of this workspace were written from; nothing when no row has a version of it.
    [[nodiscard]] const std::optional<std::int64_t>& state() const { return m_state; }
    [[nodiscard]] std::uint64_t foreign() const { return m_foreign; }

private:
    /// A version of another workspace means nothing here.
    RowBase base_of(const WrittenVersion& version) {
        if (version.row == 0) {
            return {};
        }
        if (!m_last_mark || *m_last_mark != version.at) {
            m_last_mark = version.at;
            m_last_is_ours = mark_state(m_session, version.at.change) == version.at;
        }
        if (!m_last_is_ours) {
            ++m_foreign;
            return {};
        }
        m_state = std::min(m_state.value_or(version.at.change), version.at.change);
        return {version.row, version.from};
    }

    const Run& m_run;
    Session& m_session;
    const Register& m_register;
    std::unique_ptr<QueryRunner> m_runner;
    std::optional<References> m_references;
    std::unique_ptr<ImportSession> m_import;
    std::vector<LineReason> m_refused;
    std::optional<StateMark> m_last_mark;
    bool m_last_is_ours = false;
    std::optional<std::int64_t> m_state;
    std::uint64_t m_foreign = 0;
};

/// Stays are known only when the log is read; they wait here for their own change.
class KeptRows final : public RowSink {
public:
    void begin(const ImportPlan& plan) override { m_plan = plan; }
    void add(std::uint64_t line, Row& row) override { m_rows.emplace_back(line, row); }
    ImportPlan m_plan;
    std::vector<std::pair<std::uint64_t, Row>> m_rows;
};

std::string column_map(const ImportOutcome& outcome) {
    std::string map;
    for (std::size_t i = 0; i < outcome.receipt.columns.size(); ++i) {
        map += fmt::format("{}{}={}", map.empty() ? "" : "; ", outcome.receipt.column_fields[i], outcome.receipt.columns[i].name);
    }
    if (!outcome.receipt.profile.empty()) {
        map += fmt::format("; profile {}, SHA-256 {}", outcome.receipt.profile, outcome.receipt.profile_sha256);
    }
    return map;
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
            const auto match = match_headers(of, header, request.options.map, request.options.set, {}, ignored, {}, request.options.profile);
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
    return [&request, options] { return unguarded(open_csv(request.file, options)); };
}

/// The stays of an event log as a change of their own in ticket_state.
Receipt import_states(const Run& run, Session& session, const KeptRows& kept, const FileSource& source, const Receipt& log, const ImportRequest& request) {
    const Register& states = session.content.schema.get("ticket_state");
    std::vector<std::string> columns;
    columns.reserve(kept.m_plan.fields.size());
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
    require_adds_up(receipt);
    if (!request.options.dry_run && (merged.outcomes.rejected == 0 || request.options.accept_partial)) {
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
    /// `profile` may be null; borrowed like the others. Without `open` the file is read by what it is.
    Importer(const Run& run, Session& session, const ImportRequest& request, const Register& of, const UsedProfile* profile, OpenReader open = {})
        : m_run(run), m_session(session), m_request(request), m_profile(profile), m_register(profile == nullptr ? of : profile->laid), m_open(std::move(open)),
          m_context{session.zone, request.date_formats, {}, profile == nullptr ? std::vector<std::string>() : date_formats_of(profile->part)} {}

    std::optional<ImportReport> run() {
        refuse_parts();
        for (const auto& format : m_request.date_formats) {
            check_date_format(format);
        }
        const auto open = m_open ? m_open : raci_matrix_reader(m_run, m_session, m_request, reader_for(m_request, m_register), m_is_matrix);
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
        if (m_profile != nullptr) {
            outcome.receipt.profile = m_profile->known.profile.id;
            outcome.receipt.profile_sha256 = m_profile->digest;
        }
        ImportReport report;
        MergePolicy policy;
        policy.row_word = outcome.plan.layout.row_word();
        if (outcome.plan.latest_by) {
            policy.latest_by = m_register.fields[outcome.plan.fields[*outcome.plan.latest_by]].id;
        }
        prepare_round_trip(outcome, store, policy);
        const auto merged = store.import().merge(policy);
        fill_round_trip(outcome.receipt.round_trip, merged);
        const auto typed_out = static_cast<std::int64_t>(outcome.receipt.count(Fate::rejected) + store.refused().size());
        fill_receipt(outcome.receipt, merged, store.refused(), m_register, m_session.zone);
        outcome.receipt.dangling = store.dangling();
        require_adds_up(outcome.receipt);
        const auto rejected = outcome.receipt.count(Fate::rejected);
        if (policy.remove_missing && rejected == 0) {
            require_expected(merged);
        }
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
            keep_profile(change);
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
    /// What holds some rows of a register only says nothing about the others.
    void refuse_parts() const {
        if (!m_request.remove_missing) {
            return;
        }
        const auto refuse = [](std::string_view why) { throw Error(fmt::format("--remove-missing does not go with {}", why), ErrorKind::usage); };
        if (m_request.options.accept_partial) {
            refuse("--accept-partial: a row that is left out would look as if it had vanished");
        }
        if (m_request.options.events) {
            refuse("--events: an event log holds only the tickets that something happened to");
        }
        const auto& declared = m_request.options.declaration;
        if (declared && (declared->period_from || !declared->query.empty())) {
            refuse("--period and --query: a row that they leave out would look as if it had vanished");
        }
    }

    /// What a change was read with stays at hand, whatever becomes of the file.
    void keep_profile(std::int64_t change) const {
        if (m_profile != nullptr && change != 0) {
            m_session.store.put_blob({m_profile->digest, "profile", m_profile->known.bytes});
        }
    }

    /// A file that is a part by mistake, a filtered or a cut one, takes nothing away.
    void require_expected(const MergeResult& merged) const {
        if (merged.missing_count == *m_request.remove_missing) {
            return;
        }
        constexpr std::size_t k_named = 5;
        std::string names;
        std::size_t named = 0;
        for (const auto& row : merged.missing) {
            if (!row.newer && named < k_named) {
                names += (named++ == 0 ? " (" : ", ") + shorten(show_key(row.key), 40);
            }
        }
        names += named == 0 ? "" : static_cast<std::int64_t>(named) < merged.missing_count ? " …)" : ")";
        const auto file = escape_control(m_request.file.filename().string());
        throw Error(fmt::format("{}: {} not in it{}, and --remove-missing expects {}; nothing was stored{}", file,
                                count_of(merged.missing_count, "stored row is", "stored rows are"), names, group_thousands(*m_request.remove_missing),
                                merged.missing_count == 0 ? std::string()
                                                          : fmt::format(" (say --remove-missing {} if {} to go)", merged.missing_count,
                                                                        merged.missing_count == 1 ? "it is" : "they are")));
    }

    void prepare_round_trip(ImportOutcome& outcome, const StoreSink& store, MergePolicy& policy) const {
        auto& receipt = outcome.receipt;
        auto& trip = receipt.round_trip;
        const bool has_versions = outcome.plan.match.versions.has_value();
        trip.foreign = store.foreign();
        trip.remove_missing = m_request.remove_missing.has_value();
        if (const auto& state = store.state()) {
            trip.used = true;
            trip.state = *state;
            trip.changes_since = m_session.store.head() - *state;
            policy.file_state = *state;
            policy.find_missing = true;
        } else if (has_versions && trip.foreign == 0 && receipt.rows_in > 0) {
            trip.unversioned = true;
            policy.file_state = 0;
        }
        if (!m_request.remove_missing) {
            return;
        }
        const auto refuse = [&](std::string_view why) {
            throw Error(fmt::format("{}: {}; nothing was stored", escape_control(m_request.file.filename().string()), why));
        };
        if (receipt.rows_in == 0) {
            refuse("it has no rows, and --remove-missing would take every row away");
        }
        if (trip.foreign > 0) {
            refuse("it has versions of another workspace, so that --remove-missing cannot tell what vanished (delete the columns _row, _from "
                   "and _at to take the file as it is)");
        }
        if (trip.unversioned) {
            refuse("no row has a version, so that --remove-missing cannot tell what vanished (delete the columns _row, _from and _at to take the "
                   "file as it is)");
        }
        if (m_is_matrix) {
            refuse("it is a RACI matrix, and what it leaves out may stand in another one, so that --remove-missing cannot tell what vanished");
        }
        if (std::ranges::find(receipt.unused, k_reason_column, &UnusedColumn::name) != receipt.unused.end()) {
            refuse("it is a file of rejected rows, and --remove-missing would take all others away");
        }
        // Without a version nothing tells which stored row a rejected one is: nothing is stored, and nothing is told as missing.
        policy.remove_missing = has_versions || (receipt.count(Fate::rejected) == 0 && store.refused().empty());
    }

    void write_rejects_file(const OpenReader& open, const ImportOutcome& outcome, StoreSink& store, ImportReport& report) {
        auto later = store.refused();
        store.import().visit_rejected([&](const RejectedRow& row) { later.push_back({row.line, row.reason}); });
        std::ranges::sort(later, {}, &LineReason::line);
        report.rejects_file = m_request.rejects_file.empty() ? std::filesystem::path(m_request.file.filename().string() + ".rejects.csv") : m_request.rejects_file;
        RejectsFile file(report.rejects_file, outcome.plan);
        report.rejects_written = write_rejects(m_run, open, m_register, outcome, m_context, later, file);
        file.commit();
    }

    const Run& m_run;
    Session& m_session;
    const ImportRequest& m_request;
    const UsedProfile* m_profile;
    const Register& m_register; ///< with the profile's spellings, where there is one
    OpenReader m_open;
    TypingContext m_context;
    bool m_is_matrix = false;
};

} // namespace

std::optional<ImportReport> import_rows(const Run& run, Session& session, const ImportRequest& request, const OpenReader& open) {
    return Importer(run, session, request, get_register(session.content.schema, request.register_id), nullptr, open).run();
}

std::optional<ImportReport> import_file(const Run& run, Session& session, const ImportRequest& request) {
    const auto& of = get_register(session.content.schema, request.register_id);
    if (is_technical_import(request)) {
        return import_technical(run, session, request);
    }
    if (!request.cci_list.empty()) {
        throw Error("--cci-list goes with a file of technical results (XCCDF, ARF, CKL or CKLB) and register 'technical_check'", ErrorKind::usage);
    }
    if (request.profile.empty()) {
        return Importer(run, session, request, of, nullptr).run();
    }
    const auto profile = find_used_profile(run, session, request.profile, of);
    if (!profile) {
        return std::nullopt;
    }
    auto with_headers = request;
    with_headers.options.profile = &profile->part;
    return Importer(run, session, with_headers, of, &*profile).run();
}

} // namespace assay
