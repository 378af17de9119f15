#include "assay/app/export_rows.hpp"

#include "app/export_sheet.hpp"
#include "app/poam_form.hpp"
#include "app/register_rows.hpp"
#include "app/round_trip.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/escape.hpp"
#include "assay/intake/value.hpp"
#include "assay/intake/version_columns.hpp"

#include <limits>
#include <memory>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Written beside its target and compared there; only publish() gives it its name.
class Draft {
public:
    explicit Draft(fs::path target)
        : m_target(std::move(target)), m_folder(m_target), m_draft(m_folder.file(m_target.filename())) {}

    [[nodiscard]] const fs::path& path() const { return m_draft; }
    void publish() const {
        std::error_code error;
        fs::rename(m_draft, m_target, error);
        if (error) {
            throw Error(fmt::format("cannot write '{}': {}", escape_control(m_target.string()), error.message()));
        }
    }

private:
    fs::path m_target;
    PrivateFolder m_folder;
    fs::path m_draft;
};

std::unique_ptr<Draft> make_draft(const fs::path& target) {
    try {
        return std::make_unique<Draft>(target);
    } catch (const Error& error) {
        throw Error(fmt::format("{}; nothing was delivered", error.what()), error.kind());
    }
}

void write_csv(QueryRunner& runner, const Session& session, const Register& of, const ExportRequest& request, const fs::path& file, ExportReport& report) {
    std::vector<std::vector<std::string>> meant;
    auto& header = meant.emplace_back();
    for (const auto& field : of.fields) {
        header.push_back(field.title);
    }
    if (request.round_trip) {
        header.insert(header.end(), k_version_columns.begin(), k_version_columns.end());
    }
    const auto state = to_text(mark_state(session, report.state));
    CsvWriter writer(file, header);
    runner.rows(rows_query(of), [&](std::span<const Value> values) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < of.fields.size(); ++i) {
            auto text = show_value(of.fields[i], values[i], session.zone);
            cells.push_back(request.round_trip ? guard_apostrophe(text) : text);
            report.neutralised += neutralise_formula(cells.back()) != text ? 1 : 0;
        }
        for (std::size_t i = of.fields.size(); request.round_trip && i < values.size(); ++i) {
            cells.push_back(std::to_string(*number_of(values[i])));
        }
        if (request.round_trip) {
            cells.push_back(state);
        }
        writer.write(cells);
        meant.push_back(std::move(cells));
    });
    writer.commit();
    verify_csv(file, meant);
    report.rows = static_cast<std::int64_t>(meant.size()) - 1;
}

void write_json(QueryRunner& runner, const Session& session, const Register& of, const fs::path& file, ExportReport& report) {
    JsonWriter json;
    json.begin_object().field("register", of.id).field("state", report.state).key("rows").begin_array();
    runner.rows(rows_query(of), [&](std::span<const Value> values) {
        json.begin_object();
        for (std::size_t i = 0; i < of.fields.size(); ++i) {
            json.key(of.fields[i].id);
            write_value(json, of.fields[i], values[i], session.zone);
        }
        json.end_object();
        ++report.rows;
    });
    json.end_array().end_object();
    const auto text = json.finish();
    AtomicFile writer(file);
    writer.write(text);
    writer.commit();
    if (read_file(file, std::numeric_limits<std::uint64_t>::max()) != text) {
        throw Error(fmt::format("'{}' was written but reads back differently", escape_control(file.string())));
    }
}

/// Messages name the file that was asked for, not the one it is written to first.
std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

std::string_view format_word(ExportFormat format) {
    switch (format) {
    case ExportFormat::csv:
        return "csv";
    case ExportFormat::json:
        return "json";
    case ExportFormat::xlsx:
        return "xlsx";
    }
    return {};
}

fs::path target_of(const Register& of, const ExportRequest& request) {
    if (!request.file.empty()) {
        return fs::absolute(request.file);
    }
    const auto file = fs::absolute(fmt::format("{}.{}", of.id, format_word(request.format)));
    if (fs::exists(fs::symlink_status(file))) {
        throw Error(fmt::format("'{}' exists already; name the file to replace it, or another", file.filename().string()));
    }
    return file;
}

} // namespace

ExportReport export_rows(const Run& run, Session& session, const ExportRequest& request) {
    const Register& of = get_register(session.content.schema, request.register_id);
    if (request.round_trip && request.format == ExportFormat::json) {
        throw Error("--round-trip goes with CSV and XLSX only", ErrorKind::usage);
    }
    if (request.form != PoamForm::none && (of.id != "poam" || request.format != ExportFormat::xlsx)) {
        throw Error("--form goes with the register poam and a file in XLSX", ErrorKind::usage);
    }
    if (request.form != PoamForm::none && request.round_trip) {
        throw Error("--round-trip does not go with --form: the columns of others have no place for versions", ErrorKind::usage);
    }
    const auto state = find_state(session, request.at);
    ExportReport report;
    report.register_id = of.id;
    report.round_trip = request.round_trip;
    report.state = state.value_or(session.store.head());
    const auto target = target_of(of, request);
    const auto draft = make_draft(target);
    const auto runner = session.store.runner(run, session.zone, state);
    try {
        if (request.format == ExportFormat::csv) {
            write_csv(*runner, session, of, request, draft->path(), report);
        } else if (request.form != PoamForm::none) {
            write_poam_form(*runner, session, request.form, draft->path(), report);
        } else if (request.format == ExportFormat::xlsx) {
            write_sheet(*runner, session, of, draft->path(), report);
        } else {
            write_json(*runner, session, of, draft->path(), report);
        }
    } catch (const Error& error) {
        throw Error(fmt::format("{}; nothing was delivered", replaced(error.what(), escape_control(draft->path().string()), escape_control(target.string()))), error.kind());
    }
    const auto hash = hash_file(draft->path());
    report.size_bytes = hash.size_bytes;
    report.sha256 = to_hex(hash.digest);
    draft->publish();
    report.file = request.file.empty() ? target.filename() : request.file;
    return report;
}

std::string to_text(const ExportReport& report) {
    auto text = fmt::format("{}: {} of '{}', state after change {}, written, read back and compared\n  {} bytes, sha256 {}\n",
                            escape_control(report.file.string()), count_of(report.rows, "row", "rows"), report.register_id, report.state,
                            group_thousands(static_cast<std::int64_t>(report.size_bytes)), report.sha256);
    for (const auto& note : report.notes) {
        text += "  " + note + "\n";
    }
    if (report.neutralised > 0) {
        text += fmt::format("  {} with an apostrophe in front, because a spreadsheet would run {} as a formula{}\n",
                            count_of(report.neutralised, "cell begins", "cells begin"), report.neutralised == 1 ? "it" : "them",
                            report.round_trip ? "; an import of this file takes it off" : "");
    }
    return text;
}

} // namespace assay
