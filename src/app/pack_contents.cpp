#include "app/pack_contents.hpp"

#include "app/explain_control.hpp"
#include "app/owners.hpp"
#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/escape.hpp"
#include "assay/formats/zip.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_any_cell = 1ULL << 30U; // whatever was written must be read

std::vector<std::string> register_cells(const Register& of, std::span<const Value> values, const Zone& zone) {
    std::vector<std::string> cells;
    cells.reserve(of.fields.size());
    for (std::size_t i = 0; i < of.fields.size(); ++i) {
        cells.push_back(show_value(of.fields[i], values[i], zone));
    }
    return cells;
}

/// The rows are asked for a second time and held against the file one by one, so that neither is ever whole in memory.
void read_register_back(const Session& session, QueryRunner& shown, const Register& of, const fs::path& file) {
    CsvOptions options;
    options.separator = ',';
    options.encoding = "utf-8";
    options.max_cell_bytes = k_any_cell;
    const auto reader = open_csv(file, options);
    const auto differs = [&](std::uint64_t line) {
        return Error(fmt::format("register '{}' reads back differently at line {} of its file; nothing was delivered", of.id, line));
    };
    RawRow raw;
    shown.rows(rows_query(of), [&](std::span<const Value> values) {
        if (!reader->next(raw) || !raw.fault.empty() || raw.cells.size() != of.fields.size()) {
            throw differs(raw.line);
        }
        const auto cells = register_cells(of, values, session.zone);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (raw.cells[i] != neutralise_formula(cells[i])) {
                throw differs(raw.line);
            }
        }
    });
    if (reader->next(raw)) {
        throw differs(raw.line);
    }
}

/// Nothing is written of a register without rows.
std::int64_t write_register(const Run& run, const Session& session, QueryRunner& shown, const Register& of, const fs::path& file) {
    std::vector<std::string> header;
    header.reserve(of.fields.size());
    for (const auto& field : of.fields) {
        header.push_back(field.title);
    }
    std::optional<CsvWriter> writer;
    std::int64_t rows = 0;
    shown.rows(rows_query(of), [&](std::span<const Value> values) {
        throw_if_stopped(run);
        if (!writer) {
            writer.emplace(file, header);
        }
        writer->write(register_cells(of, values, session.zone));
        ++rows;
    });
    if (writer) {
        writer->commit();
        read_register_back(session, shown, of, file);
    }
    return rows;
}

void write_table(const fs::path& file, const std::vector<std::vector<std::string>>& rows) {
    CsvWriter writer(file, rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i) {
        writer.write(rows[i]);
    }
    writer.commit();
    verify_csv(file, rows);
}

void write_whole(const fs::path& file, std::string_view bytes) {
    std::error_code ignored; // whoever writes into it tells
    fs::create_directories(file.parent_path(), ignored);
    AtomicFile out(file);
    out.write(bytes);
    out.commit();
}

bool is_of_another_standard(const ManifestEntry& entry, const AssessmentHeader& header) {
    return entry.kind == "catalog" && std::ranges::find(header.catalogs, entry.name) == header.catalogs.end();
}

/// What the organisation might do about gaps is no business of its auditor (PRODUCT "plan").
constexpr std::string_view k_for_the_organisation = "remedy";

} // namespace

std::size_t write_pack_registers(const Run& run, const Session& session, QueryRunner& shown, const fs::path& folder) {
    std::error_code ignored; // whoever writes into it tells
    fs::create_directories(folder, ignored);
    std::vector<std::vector<std::string>> index{{"Register", "Title", "Rows", "File"}};
    std::size_t filled = 0;
    const auto& registers = session.content.schema.registers;
    for (std::size_t at = 0; at < registers.size(); ++at) {
        run.progress.report(at, registers.size(), "registers");
        const auto& of = registers[at];
        if (of.id == k_for_the_organisation) {
            index.push_back({of.id, of.title + " (for the organisation itself: not packed)", "", ""});
            continue;
        }
        const auto name = portable_part(of.id) + ".csv";
        const auto rows = write_register(run, session, shown, of, folder / name);
        filled += rows > 0 ? 1 : 0;
        index.push_back({of.id, of.title, std::to_string(rows), rows > 0 ? "registers/" + name : std::string()});
    }
    write_table(folder / "index.csv", index);
    return filled;
}

std::size_t write_judged_files(const Session& session, const AssessmentHeader& header, const fs::path& folder) {
    std::error_code ignored; // whoever writes into it tells
    fs::create_directories(folder, ignored);
    std::vector<std::vector<std::string>> manifest{{"Kind", "Name", "SHA-256 or version", "File", "Not in the pack because"}};
    std::set<std::string> taken;
    for (const auto& entry : header.manifest) {
        std::vector<std::string> line{entry.kind, entry.name, entry.digest, "", ""};
        if (is_of_another_standard(entry, header)) {
            line.back() = "its standard was not judged";
        } else if (const auto bytes = session.store.get_blob(entry.digest); !bytes) {
            line.back() = "the store keeps no file of it";
        } else {
            if (to_hex(sha256(*bytes)) != entry.digest) {
                throw Error(fmt::format("the store's copy of {} '{}' is damaged: its SHA-256 is not {}; run 'assay log verify'", entry.kind, escape_control(entry.name),
                                        entry.digest));
            }
            auto name = portable_part(entry.name);
            name += name.ends_with(".xml") ? "" : ".xml";
            auto place = fmt::format("{}/{}", portable_part(entry.kind), name);
            if (!taken.insert(to_lower(place)).second) {
                constexpr std::size_t k_digits = 16;
                place = fmt::format("{}/{}-{}", portable_part(entry.kind), entry.digest.substr(0, k_digits), name);
                taken.insert(to_lower(place));
            }
            write_whole(folder / place, *bytes);
            line[3] = "judged/" + place;
        }
        manifest.push_back(std::move(line));
    }
    write_table(folder / "manifest.csv", manifest);
    return taken.size();
}

std::size_t write_proof(const Run& run, Session& session, const Judged& judged, const Assessment& assessment, const fs::path& folder) {
    std::error_code ignored; // whoever writes into it tells
    fs::create_directories(folder, ignored);
    const ExplainBeside beside(session, judged, assessment);
    std::set<ControlId> determined;
    for (const auto& each : assessment.determinations) {
        determined.insert(each.control);
    }
    std::size_t explained = 0;
    for (const auto& id : assessment.header.catalogs) {
        const auto* catalog = session.content.find_catalog(id);
        AtomicFile out(folder / (portable_part(id) + ".txt"));
        for (const auto& control : catalog->controls) {
            if (!determined.contains(control.id)) {
                continue;
            }
            throw_if_stopped(run);
            run.progress.report(explained, determined.size(), "controls");
            out.write(explain_control(session, judged, assessment, beside, *catalog, control));
            out.write("\n----------------------------------------------------------------------\n\n");
            ++explained;
        }
        out.commit();
    }
    return explained;
}

} // namespace assay
