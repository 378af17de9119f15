#include "assay/app/pack.hpp"

#include "app/judged_content.hpp"
#include "app/pack_contents.hpp"
#include "app/pack_evidence.hpp"
#include "app/pack_layout.hpp"
#include "app/pseudonyms.hpp"
#include "app/report_files.hpp"
#include "assay/app/report.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/sign.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/zip.hpp"

#include <algorithm>
#include <fstream>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_copied_at_once = 1U << 20U;
constexpr std::string_view k_sums = "SHA256SUMS";
constexpr std::string_view k_signature = "SHA256SUMS.sig";
constexpr std::string_view k_readme = "README.txt";
/// Reports that are for the audited organisation alone.
constexpr std::string_view k_auditee_report = "plan";

/// Where the pack is put together.
class Staging {
public:
    explicit Staging(const fs::path& target) : m_folder(target) {}
    [[nodiscard]] fs::path contents() const { return m_folder.file("contents"); }
    [[nodiscard]] fs::path archive() const { return m_folder.file("pack.zip"); }

private:
    PrivateFolder m_folder;
};

fs::path pack_target(const PackRequest& request, std::int64_t assessment) {
    if (!request.file.empty()) {
        return fs::absolute(request.file);
    }
    auto file = fs::absolute(fmt::format("assessment-{}.zip", assessment));
    if (fs::exists(fs::symlink_status(file))) {
        throw Error(fmt::format("'{}' exists already; name the file to replace it, or another", file.filename().string()));
    }
    return file;
}

/// The pack speaks of the catalogs and checks that judged, not of those of today.
void take_judged_content(Session& session, const AssessmentHeader& header) {
    auto all = header;
    all.catalogs.clear();
    for (const auto& entry : header.manifest) {
        if (entry.kind == "catalog") {
            all.catalogs.push_back(entry.name);
        }
    }
    auto catalogs = judged_catalogs(session, all);
    auto checks = judged_checks(session, header);
    session.content.catalogs = std::move(catalogs);
    session.content.check_files = std::move(checks);
}

void add_lines(std::string& sums, const std::string& sha256, const std::string& entry) { sums += fmt::format("{}  {}\n", sha256, entry); }

void write_pack_file(const fs::path& file, std::string_view bytes) {
    AtomicFile out(file);
    out.write(bytes);
    out.commit();
}

void publish_pack(const Run& run, const fs::path& archive, const fs::path& target) {
    std::ifstream in(archive, std::ios::binary);
    AtomicFile out(target);
    std::string chunk(k_copied_at_once, '\0');
    while (in) {
        throw_if_stopped(run);
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        out.write(std::string_view(chunk).substr(0, static_cast<std::size_t>(in.gcount())));
    }
    if (!in.eof()) {
        throw Error(fmt::format("cannot read '{}'", archive.string()));
    }
    out.commit();
}

class PackMaker {
public:
    PackMaker(const Run& run, Session& session, const PackRequest& request, Assessment assessment)
        : m_run(run), m_session(session), m_request(request), m_assessment(std::move(assessment)),
          m_target(pack_target(request, m_assessment.header.id)) {}

    std::optional<PackResult> make() {
        const auto& header = m_assessment.header;
        take_judged_content(m_session, header);
        auto judged = link_for(m_run, m_session, header);
        if (!judged) {
            return std::nullopt;
        }
        if (!m_request.names) {
            hide_people(*judged);
        }
        m_result.file = m_request.file.empty() ? m_target.filename() : m_request.file;
        m_result.assessment = header.id;
        m_result.on = header.on;
        m_result.is_signed = !m_request.key.empty();
        const auto recorded = m_session.store.runner(m_run, m_session.zone, header.head);
        m_result.evidence = choose_evidence(m_run, m_session, *recorded, *judged->runner, header.on, m_request.max_classification);
        const Staging staging(m_target);
        stage(*judged, staging.contents());
        outlive(std::move(judged->library));
        pack(staging);
        return std::move(m_result);
    }

private:
    void hide_people(Judged& judged) {
        // The chain's digest is as secret as the store, so that nobody else can work out the order of ids.
        std::string salt;
        ChangeFilter filter;
        filter.from = m_assessment.header.head;
        filter.to = m_assessment.header.head;
        for (const auto& change : m_session.store.changes(filter)) {
            salt = change.digest;
        }
        m_pseudonyms.emplace(*judged.runner, m_session.content.schema, salt);
        judged.runner = make_pseudonymous(std::move(judged.runner), m_session.content.schema, *m_pseudonyms);
        m_assessment = make_pseudonymous(std::move(m_assessment), judged.library, m_session.content.schema, *m_pseudonyms);
    }

    void adapt(ReportInput& input, ReportRegisters& registers) {
        input.marking = classification_words(m_result.evidence.highest);
        if (!m_pseudonyms) {
            return;
        }
        input.judged_by = m_pseudonyms->of_person(input.judged_by);
        for (auto& target : registers.sla) {
            for (auto* text : {&target.title, &target.agreement, &target.measure, &target.fault}) {
                *text = m_pseudonyms->in_text(*text);
            }
            for (auto& month : target.months) {
                month.why = m_pseudonyms->in_sentence(month.why);
                month.decision = m_pseudonyms->in_sentence(month.decision);
                for (auto& ticket : month.tickets) {
                    ticket.why = m_pseudonyms->in_sentence(ticket.why);
                }
            }
        }
    }

    void adapt_beside(ReportBeside& beside) {
        if (m_pseudonyms && beside.capability) {
            for (auto& process : beside.capability->processes) {
                process.assessors = m_pseudonyms->in_text(process.assessors);
                for (auto& doubt : process.doubts) {
                    doubt = m_pseudonyms->in_sentence(doubt);
                }
            }
        }
    }

    void stage(const Judged& judged, const fs::path& contents) {
        std::error_code ignored; // whoever writes into it tells
        fs::create_directories(contents / "evidence", ignored);
        ReportRequest reports;
        reports.report = "all";
        reports.folder = contents / "reports";
        const ReportHooks hooks{{std::string(k_auditee_report)},
                                [&](ReportInput& input, ReportRegisters& registers) { adapt(input, registers); },
                                [&](ReportBeside& beside) { adapt_beside(beside); },
                                true};
        m_result.reports = write_reports(m_run, m_session, judged, m_assessment, reports, hooks).files.size();
        write_evidence_index(m_session, *judged.runner, m_assessment, m_result.evidence, contents / "evidence" / "index.csv");
        m_result.registers = write_pack_registers(m_run, m_session, *judged.runner, contents / "registers");
        m_result.definitions = write_judged_files(m_session, m_assessment.header, contents / "judged");
        m_result.controls = write_proof(m_run, m_session, judged, m_assessment, contents / "proof");
        if (m_pseudonyms) {
            m_result.people = m_pseudonyms->count();
        }
        write_pack_file(contents / k_readme, pack_readme(m_session, m_assessment.header, m_result, m_request));
    }

    /// Every file of the pack with its hash, from the folder and from the evidence.
    std::map<std::string, ZipEntryHash> hash_contents(const fs::path& contents, ZipWriter& zip) const {
        std::map<std::string, ZipEntryHash> hashes;
        for (const auto& file : fs::recursive_directory_iterator(contents)) {
            if (file.is_regular_file()) {
                const auto entry = file.path().lexically_relative(contents).generic_string();
                const auto hash = hash_file(file.path());
                hashes[entry] = {to_hex(hash.digest), hash.size_bytes};
                zip.add_file(entry, file.path());
            }
        }
        for (const auto& piece : m_result.evidence.pieces) {
            if (piece.fate == EvidenceFate::packed && hashes.emplace(piece.entry, ZipEntryHash{piece.sha256, piece.size_bytes}).second) {
                zip.add_file(piece.entry, piece.source);
            }
        }
        return hashes;
    }

    void pack(const Staging& staging) {
        ZipWriter zip(staging.archive(), m_assessment.header.on);
        auto hashes = hash_contents(staging.contents(), zip);
        std::string sums;
        for (const auto& [entry, hash] : hashes) {
            add_lines(sums, hash.sha256, entry);
        }
        const auto add = [&](std::string_view name, const std::string& bytes) {
            const auto file = staging.contents() / name;
            write_pack_file(file, bytes);
            hashes[std::string(name)] = {to_hex(sha256(bytes)), bytes.size()};
            zip.add_file(std::string(name), file);
        };
        add(k_sums, sums);
        if (m_result.is_signed) {
            add(k_signature, sign_ed25519(m_request.key, sums));
        }
        zip.finish(m_run);
        require_same(hash_zip_entries(m_run, staging.archive()), hashes);
        const auto whole = hash_file(staging.archive());
        m_result.sha256 = to_hex(whole.digest);
        m_result.size_bytes = whole.size_bytes;
        m_result.files = hashes.size();
        publish_pack(m_run, staging.archive(), m_target);
    }

    /// A file that changed between its hash and the archive is found here.
    static void require_same(const std::map<std::string, ZipEntryHash>& got, const std::map<std::string, ZipEntryHash>& meant) {
        for (const auto& [entry, hash] : meant) {
            const auto found = got.find(entry);
            if (found == got.end() || found->second != hash) {
                throw Error(fmt::format("'{}' changed while it was packed; nothing was delivered", entry));
            }
        }
        if (got.size() != meant.size()) {
            throw Error("the pack reads back with files that nobody put in; nothing was delivered");
        }
    }

    const Run& m_run;
    Session& m_session;
    const PackRequest& m_request;
    Assessment m_assessment;
    fs::path m_target;
    std::optional<Pseudonyms> m_pseudonyms;
    PackResult m_result;
};

} // namespace

std::optional<PackResult> write_pack(const Run& run, Session& session, const PackRequest& request) {
    auto assessment = find_assessment(session, request.assessment);
    const auto on = assessment.header.on;
    if (on > session.zone.date_of(session.setting.now)) {
        throw Error(fmt::format("assessment {} is judged on {}, which lies ahead: a pack of it would not be the same then; pack it from that day on",
                                assessment.header.id, to_text(on)));
    }
    if (!request.key.empty()) {
        (void)sign_ed25519(request.key, {}); // so that a key that is of no use is told at once
    }
    return PackMaker(run, session, request, std::move(assessment)).make();
}

} // namespace assay
