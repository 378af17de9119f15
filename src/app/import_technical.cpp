#include "app/import_technical.hpp"

#include "app/cci_references.hpp"
#include "app/import_rows.hpp"
#include "app/register_rows.hpp"
#include "app/technical_systems.hpp"
#include "assay/assess/technical_score.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/technical.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_checks = "technical_check";
constexpr std::string_view k_scores = "technical_score";
constexpr std::size_t k_max_fraction = 9; ///< digits that the register keeps
constexpr std::size_t k_named_assets = 5;
constexpr std::size_t k_max_scores = 100'000; ///< of one file

/// "9.87654321012" with no more digits than the register keeps.
std::string cut_fraction(const std::string& number) {
    const auto point = number.find('.');
    return point == std::string::npos ? number : number.substr(0, point + 1 + k_max_fraction);
}

/// Rows that are in memory.
class ListedRows final : public RowReader {
public:
    ListedRows(std::vector<std::string> header, const std::vector<std::vector<std::string>>& rows, const std::vector<std::uint32_t>& lines,
               std::string sha256, std::uint64_t bytes)
        : m_header(std::move(header)), m_rows(rows), m_lines(lines), m_sha256(std::move(sha256)), m_bytes(bytes) {}
    const std::vector<std::string>& header() const override { return m_header; }
    std::uint64_t header_line() const override { return 0; }
    bool next(RawRow& row) override {
        if (m_at == m_rows.size()) {
            return false;
        }
        row.line = m_lines[m_at];
        row.fault.clear();
        row.cell_faults.clear();
        row.cells.assign(m_rows[m_at].begin(), m_rows[m_at].end());
        ++m_at;
        return true;
    }
    std::uint64_t bytes_done() const override { return m_bytes; }
    std::uint64_t bytes_total() const override { return m_bytes; }
    std::string file_sha256() const override { return m_sha256; }
    std::string describe() const override { return "scores that the tests state, and the same counted again"; }

private:
    std::vector<std::string> m_header;
    const std::vector<std::vector<std::string>>& m_rows;
    const std::vector<std::uint32_t>& m_lines;
    std::string m_sha256;
    std::uint64_t m_bytes = 0;
    std::size_t m_at = 0;
};

class TechnicalImport {
public:
    TechnicalImport(const Run& run, Session& session, const ImportRequest& request) : m_run(run), m_session(session), m_request(request) {
        take_fallbacks();
    }

    std::optional<ImportReport> run() {
        if (!m_request.cci_list.empty()) {
            m_cci_list = read_cci_list(m_request.cci_list);
        }
        look_through();
        find_assets();
        // Everything is tried before the first thing is stored: the file, the scores, the file as evidence.
        auto trial = m_request;
        trial.options.dry_run = true;
        m_evidence = add_as_evidence(true);
        if (!m_evidence) {
            return std::nullopt;
        }
        auto checks = import_checks(trial);
        if (!checks || !checks->stored) {
            return as_asked(std::move(checks));
        }
        if (!m_score_rows.empty()) {
            auto scores = import_scores(trial);
            if (!scores || !scores->stored) {
                return as_asked(std::move(scores));
            }
        }
        return store();
    }

private:
    /// What a trial refused, told as the import that was asked for.
    [[nodiscard]] std::optional<ImportReport> as_asked(std::optional<ImportReport> report) const {
        if (report) {
            report->receipt.dry_run = m_request.options.dry_run;
        }
        return report;
    }

    std::optional<ImportReport> store() {
        if (!m_request.options.dry_run) {
            m_evidence = add_as_evidence(false);
            if (!m_evidence) {
                return std::nullopt;
            }
            m_request.options.set.push_back({"evidence", m_evidence->evidence.front().id});
        }
        auto report = import_checks(m_request);
        if (!report) {
            return std::nullopt;
        }
        report->evidence = std::move(m_evidence);
        if (auto scores = import_scores(m_request)) {
            report->scores = std::move(scores->receipt);
        }
        return report;
    }

    /// What --set gives for fields that files of results have, but may leave empty.
    void take_fallbacks() {
        auto& set = m_request.options.set;
        for (auto at = set.begin(); at != set.end();) {
            if (at->field != "asset" && at->field != "checked_at") {
                ++at;
                continue;
            }
            (at->field == "asset" ? m_options.asset : m_options.checked_at) = at->text;
            at = set.erase(at);
        }
    }

    /// Reads the file once for what is not a row: tests, assets, times, scores. Faults of syntax end the import here.
    void look_through() {
        // Without what --set fills in, to see whether anything needs it.
        TechnicalOptions options;
        options.warnings = &m_run.diagnostics;
        options.take_test = [this](const TechnicalTest& test) { take_test(test); };
        const auto reader = open_technical(m_request.file, options);
        const auto& header = reader->header();
        const auto time = static_cast<std::size_t>(std::ranges::find(header, "checked_at") - header.begin());
        const auto asset = static_cast<std::size_t>(std::ranges::find(header, "asset") - header.begin());
        RawRow row;
        while (reader->next(row)) {
            throw_if_stopped(m_run);
            m_without_time += row.cells[time].empty() ? 1 : 0;
            take_day(row.cells[time]);
            m_without_asset += row.cells[asset].empty() ? 1 : 0;
            const auto named = row.cells[asset].empty() ? std::string_view(m_options.asset) : row.cells[asset];
            if (!named.empty()) {
                m_assets.emplace(named);
            }
        }
        take_day(m_without_time > 0 ? std::string_view(m_options.checked_at) : std::string_view());
        if (m_score_rows.size() > k_max_scores) {
            throw Error(fmt::format("{}: states more than {} scores; split the file", escape_control(m_request.file.filename().string()),
                                    group_thousands(static_cast<std::int64_t>(k_max_scores))));
        }
        m_sha256 = reader->file_sha256();
        m_bytes = reader->bytes_total();
        // Results without a time cannot be older than others: then the file last imported counts.
        if (m_request.options.latest_by.empty() && (m_without_time == 0 || !m_options.checked_at.empty())) {
            m_request.options.latest_by = "checked_at";
        }
    }

    void take_day(std::string_view time) {
        const auto day = parse_date(time.substr(0, 10));
        if (day) {
            m_first_day = std::min(m_first_day.value_or(*day), *day);
            m_last_day = std::max(m_last_day.value_or(*day), *day);
        }
    }

    void take_test(const TechnicalTest& test) {
        ++m_tests;
        const auto& asset = test.asset.empty() ? m_options.asset : test.asset;
        for (const auto& stated : test.scores) {
            if (m_score_rows.size() > k_max_scores) {
                return; // told after the row: nothing may be thrown through the parser
            }
            const auto again = recompute_score(test, stated.model);
            const auto counts = count_results(test);
            const auto show = [](double number) { return fmt::format("{:.6f}", number); };
            std::string agrees;
            if (again.score) {
                const bool flat = stated.model == "urn:xccdf:scoring:flat" || stated.model == "urn:xccdf:scoring:flat-unweighted";
                const auto score = score_agrees(stated.score, again.score->score, stated.model);
                const auto maximum =
                    flat && !stated.maximum.empty() ? score_agrees(stated.maximum, again.score->maximum, stated.model) : std::optional<bool>(true);
                if (score && maximum) {
                    agrees = *score && *maximum ? "yes" : "no";
                }
            }
            if (agrees == "no") {
                const auto of = [](const std::string& score, const std::string& maximum) {
                    return maximum.empty() ? score : fmt::format("{} of {}", score, maximum);
                };
                m_run.diagnostics.add(
                    {Severity::warning, Place{m_request.file.filename().string(), stated.line, stated.column}, "score-disagrees",
                     fmt::format("the score of '{}' by the model {} is stated as {}, and the results give {} ({} of {} that count passed, {} not counted)",
                                 escape_control(asset), escape_control(stated.model), escape_control(of(stated.score, stated.maximum)),
                                 of(show(again.score->score), show(again.score->maximum)), counts.passed, counts.counted, counts.left_out),
                     "ask who made the file which is right; both are recorded"});
            }
            m_score_lines.push_back(stated.line);
            m_score_rows.push_back({asset, test.benchmark, test.profile, stated.model, cut_fraction(stated.score),
                                    cut_fraction(stated.maximum), again.score ? show(again.score->score) : std::string(),
                                    again.score ? show(again.score->maximum) : std::string(), agrees, again.why_not,
                                    std::to_string(counts.counted), std::to_string(counts.passed), std::to_string(counts.left_out),
                                    test.checked_at.empty() ? m_options.checked_at : test.checked_at, test.tool, test.tool_version});
        }
    }

    void find_assets() {
        if (std::ranges::find(m_request.options.set, "system", &FieldAssignment::field) == m_request.options.set.end()) {
            m_systems = find_systems(*m_session.store.runner(m_run, m_session.zone), m_session.content.schema, m_assets);
        } else {
            m_system_given = true;
        }
    }

    std::optional<ImportReport> import_checks(const ImportRequest& request) {
        auto report = import_rows(m_run, m_session, request, [this]() -> std::unique_ptr<RowReader> {
            auto rows = open_technical(m_request.file, m_options);
            if (m_cci_list) {
                m_cci_counts = {};
                rows = with_cci_references(std::move(rows), *m_cci_list, m_cci_counts);
            }
            return m_system_given ? std::move(rows) : with_systems(std::move(rows), m_systems);
        });
        if (report) {
            add_notes(report->receipt.notes);
        }
        return report;
    }

    std::optional<ImportReport> import_scores(const ImportRequest& request) {
        if (m_score_rows.empty()) {
            return std::nullopt;
        }
        ImportRequest scores;
        scores.register_id = k_scores;
        scores.file = request.file;
        scores.options.file = request.options.file;
        scores.options.dry_run = request.options.dry_run;
        scores.options.latest_by = m_request.options.latest_by;
        scores.why = request.why;
        const auto evidence = std::ranges::find(request.options.set, "evidence", &FieldAssignment::field);
        if (evidence != request.options.set.end()) {
            scores.options.set.push_back(*evidence);
        }
        return import_rows(m_run, m_session, scores, [this] {
            return std::make_unique<ListedRows>(std::vector<std::string>{"asset", "benchmark", "profile", "model", "score", "maximum",
                                                                         "recomputed", "recomputed_maximum", "agrees", "why_not", "counted", "passed", "not_counted",
                                                                         "checked_at", "tool", "tool_version"},
                                                m_score_rows, m_score_lines, m_sha256, m_bytes);
        });
    }

    /// Throws Error when it is not the file that was looked through.
    std::optional<AddEvidenceReport> add_as_evidence(bool dry_run) const {
        AddEvidenceRequest evidence;
        evidence.dry_run = dry_run;
        evidence.files.push_back(m_request.file);
        evidence.type = "technical";
        evidence.why = m_request.why;
        if (m_first_day) {
            evidence.covers = fmt::format("{}..{}", to_text(*m_first_day), to_text(*m_last_day));
        }
        auto added = add_evidence(m_run, m_session, evidence);
        if (added && added->evidence.front().sha256 != m_sha256) {
            throw Error(fmt::format("'{}' changed while it was read; import it again", escape_control(m_request.file.string())));
        }
        return added;
    }

    void add_notes(std::vector<std::string>& notes) const {
        notes.push_back(fmt::format("{} of {}", count_of(m_tests, "test", "tests"),
                                    count_of(static_cast<std::int64_t>(m_assets.size()), "asset", "assets")));
        if (m_cci_list) {
            notes.push_back(to_text(m_cci_counts, *m_cci_list));
        }
        for (const auto& [field, given, without] : {std::tuple("asset", &m_options.asset, m_without_asset), std::tuple("checked_at", &m_options.checked_at, m_without_time)}) {
            if (!given->empty()) {
                notes.push_back(without == 0 ? fmt::format("--set {} was not needed: every result has its own", field)
                                             : fmt::format("--set {} = '{}' for {}", field, shorten(*given, 40), count_of(without, "result", "results")));
            }
        }
        if (m_without_time > 0 && m_options.checked_at.empty()) {
            notes.push_back(fmt::format("{} a time; --set checked_at=DATE gives one",
                                        count_of(m_without_time, "result is without", "results are without")));
        }
        if (m_system_given) {
            return;
        }
        std::size_t named = 0;
        std::string unknown;
        for (const auto& asset : m_assets) {
            const auto found = m_systems.by_asset.find(asset);
            const auto several = m_systems.several.find(asset);
            if (found != m_systems.by_asset.end()) {
                notes.push_back(fmt::format("'{}' belongs to system {}, {}", shorten(asset, 40), found->second.system, found->second.by));
            } else if (several != m_systems.several.end()) {
                notes.push_back(fmt::format("several systems have '{}': {}; --set system=ID says which", shorten(asset, 40), several->second));
            } else if (++named <= k_named_assets) {
                unknown += fmt::format("{}'{}'", unknown.empty() ? "" : ", ", shorten(asset, 40));
            }
        }
        if (named > 0) {
            notes.push_back(fmt::format("no register says to which system {}{} belongs; --set system=ID does", unknown,
                                        named > k_named_assets ? fmt::format(" and {} more", named - k_named_assets) : std::string()));
        }
    }

    const Run& m_run;
    Session& m_session;
    ImportRequest m_request;
    std::string m_sha256;
    std::uint64_t m_bytes = 0;
    std::optional<CciList> m_cci_list;
    CciCounts m_cci_counts;
    TechnicalOptions m_options;
    std::set<std::string> m_assets;
    KnownSystems m_systems;
    std::optional<AddEvidenceReport> m_evidence;
    bool m_system_given = false;
    std::int64_t m_tests = 0;
    std::int64_t m_without_time = 0;
    std::int64_t m_without_asset = 0;
    std::optional<Date> m_first_day;
    std::optional<Date> m_last_day;
    std::vector<std::vector<std::string>> m_score_rows;
    std::vector<std::uint32_t> m_score_lines;
};

/// Options that speak of tables.
void refuse_options(const ImportRequest& request) {
    const auto refuse = [](std::string_view option) {
        throw Error(fmt::format("{} goes with a table, not with a file of technical results", option), ErrorKind::usage);
    };
    if (!request.profile.empty()) {
        refuse("--profile");
    }
    if (!request.options.map.empty()) {
        refuse("--map");
    }
    if (request.separator != 0 || !request.encoding.empty()) {
        refuse(request.separator != 0 ? "--separator" : "--encoding");
    }
    if (!request.sheet.empty() || request.header_row != 0) {
        refuse(request.sheet.empty() ? "--header-row" : "--sheet");
    }
    if (request.matrix || request.options.events) {
        refuse(request.matrix ? "--matrix" : "--events");
    }
    if (request.remove_missing) {
        refuse("--remove-missing");
    }
    if (std::ranges::find(request.options.set, "evidence", &FieldAssignment::field) != request.options.set.end()) {
        throw Error("the file itself becomes the evidence of its results; leave --set evidence out", ErrorKind::usage);
    }
}

} // namespace

bool is_technical_import(const ImportRequest& request) { return request.register_id == k_checks && is_technical_file(request.file); }

std::optional<ImportReport> import_technical(const Run& run, Session& session, const ImportRequest& request) {
    refuse_options(request);
    return TechnicalImport(run, session, request).run();
}

} // namespace assay
