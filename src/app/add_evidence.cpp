#include "assay/app/add_evidence.hpp"

#include "app/control_names.hpp"
#include "app/evidence_files.hpp"
#include "app/next_id.hpp"
#include "app/references.hpp"
#include "app/register_rows.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/import.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

namespace assay {
namespace {

/// Values of one row by field, typed like cells of a file; faults are reported at the option they came by.
class RowMaker {
public:
    RowMaker(const Run& run, const Session& session, const Register& of) : m_run(run), m_session(session), m_register(of) {}

    void type(const std::string& field_id, const std::string& option, const std::string& text) {
        if (text.empty()) {
            return;
        }
        const TypingContext context{m_session.zone, {}, m_register.absent_words};
        auto typed = type_value(get_field(m_register, field_id), text, context);
        if (typed.fault) {
            m_run.diagnostics.add({Severity::error, {option, 0, 0}, typed.fault->code, typed.fault->text, typed.fault->hint});
            m_good = false;
        }
        put(field_id, std::move(typed.value));
    }
    void put(const std::string& field_id, Value value) { m_values[field_id] = std::move(value); }
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] Row row(const std::vector<std::string>& columns) const {
        Row row;
        for (const auto& column : columns) {
            const auto found = m_values.find(column);
            row.push_back(found == m_values.end() ? Value{} : found->second);
        }
        return row;
    }

private:
    const Run& m_run;
    const Session& m_session;
    const Register& m_register;
    std::map<std::string, Value> m_values;
    bool m_good = true;
};

const std::vector<std::string>& evidence_columns() {
    static const std::vector<std::string> k_columns{"id", "title", "type", "provider", "owner", "received_on", "covers_from", "covers_to", "file", "sha256",
                                                    "size_bytes", "document", "classification", "observed_state", "observed_sha256", "observed_on"};
    return k_columns;
}

const std::vector<std::string>& link_columns() {
    static const std::vector<std::string> k_columns{"id", "evidence", "catalog", "control", "subject", "demand", "listed_as"};
    return k_columns;
}

class EvidenceAdder {
public:
    EvidenceAdder(const Run& run, Session& session, const AddEvidenceRequest& request)
        : m_run(run), m_session(session), m_request(request), m_evidence(session.content.schema.get("evidence")),
          m_links(session.content.schema.get("evidence_link")), m_runner(session.store.runner(run, session.zone)),
          m_known(read_rows(*m_runner, m_evidence)), m_known_links(read_rows(*m_runner, m_links)), m_next_id("EV-", m_evidence, m_known),
          m_next_link("EL-", m_links, m_known_links), m_today(session.zone.date_of(session.setting.now)) {}

    std::optional<AddEvidenceReport> add() {
        check_request();
        index_known();
        for (const auto& located : locate_files(m_run, m_session.setting, m_request.files)) {
            if (!add_file(located)) {
                return std::nullopt;
            }
        }
        resolve();
        m_runner.reset();
        if (m_request.dry_run) {
            m_report.dry_run = true;
            return std::move(m_report);
        }
        // Files first: a row never speaks of a file that is not there.
        for (const auto& file : m_to_copy) {
            copy_into_folder(m_session.setting, file);
        }
        if (!m_rows.empty()) {
            m_report.evidence_change = store_rows(m_run, m_session, m_evidence, evidence_columns(), m_rows, m_request.why);
        }
        if (!m_link_rows.empty()) {
            m_report.link_change = store_rows(m_run, m_session, m_links, link_columns(), m_link_rows, m_request.why);
        }
        return std::move(m_report);
    }

private:
    void check_request() {
        if (m_request.files.size() > 1 && !m_request.title.empty()) {
            throw Error("--title goes with one file only", ErrorKind::usage);
        }
        if (!m_request.covers.empty()) {
            set_period(m_covers, m_request.covers);
        }
        if (m_request.type.empty() && m_request.demand.empty()) {
            throw Error("say what the evidence is: --type, or --demand for the control's own word", ErrorKind::usage);
        }
        if (m_request.controls.empty() && !(m_request.subject.empty() && m_request.demand.empty() && m_request.number.empty())) {
            throw Error("--subject, --demand and --number go with --control", ErrorKind::usage);
        }
        for (const auto& name : m_request.controls) {
            const auto& control = get_control(m_session, name);
            check_subject(m_session, *m_runner, control, m_request.subject);
            check_demand(control, m_request.demand);
            check_number(control, m_request.number);
            m_controls.push_back(&control);
        }
    }

    /// By hash and by name what is recorded and not withdrawn, the first of each; a folder may hold ten thousand files.
    void index_known() {
        for (const auto& row : m_known) {
            if (!row.date(m_evidence, "withdrawn_on")) {
                m_known_by_hash.try_emplace(row.text(m_evidence, "sha256"), &row);
                m_known_by_file.try_emplace(row.text(m_evidence, "file"), &row);
            }
        }
        for (const auto& row : m_known_links) {
            m_linked.insert(link_key(row.text(m_links, "evidence"), {row.text(m_links, "catalog"), row.text(m_links, "control")}, row.text(m_links, "subject"), row.text(m_links, "demand"),
                                     row.text(m_links, "listed_as")));
        }
    }
    using LinkKey = std::array<std::string, 6>;
    static LinkKey link_key(const std::string& evidence, const ControlId& control, const std::string& subject, const std::string& demand, const std::string& number) {
        return {evidence, control.catalog, control.control, subject, demand, number};
    }

    bool add_file(const LocatedFile& located) {
        AddedEvidence added;
        added.sha256 = located.sha256;
        added.size_bytes = located.size_bytes;
        added.file = located.recorded;
        const auto known = m_known_by_hash.find(located.sha256);
        const auto twin = m_added_by_hash.find(located.sha256);
        if (known != m_known_by_hash.end()) {
            added.known = true;
            added.id = known->second->text(m_evidence, "id");
            added.file = known->second->text(m_evidence, "file");
        } else if (twin != m_added_by_hash.end()) {
            added.known = true;
            added.id = m_report.evidence[twin->second].id;
            added.file = m_report.evidence[twin->second].file;
        } else if (!make_row(located, added)) {
            return false;
        }
        make_links(added);
        m_added_by_hash.try_emplace(added.sha256, m_report.evidence.size());
        m_added_files.insert(added.file);
        m_report.evidence.push_back(std::move(added));
        return true;
    }

    bool make_row(const LocatedFile& located, AddedEvidence& added) {
        if (const auto known = m_known_by_file.find(located.recorded); known != m_known_by_file.end()) {
            throw Error(fmt::format("'{}' is the file of {} already, with other bytes; give the new version a name of its own", escape_control(located.recorded),
                                    known->second->text(m_evidence, "id")));
        }
        if (m_added_files.contains(located.recorded)) {
            throw Error(fmt::format("two of the files are named '{}'", escape_control(located.recorded)));
        }
        RowMaker maker(m_run, m_session, m_evidence);
        added.id = m_next_id.take();
        maker.put("id", added.id);
        maker.type("title", "--title", m_request.title.empty() ? located.source.stem().string() : m_request.title);
        maker.type("type", m_request.type.empty() ? "--demand" : "--type", m_request.type.empty() ? m_request.demand : m_request.type);
        maker.type("provider", "--provider", m_request.provider);
        maker.type("owner", "--owner", m_request.owner);
        maker.type("document", "--document", m_request.document);
        maker.type("classification", "--classification", m_request.classification);
        maker.type("file", "FILE", located.recorded);
        const auto today = static_cast<std::int64_t>(m_today.time_since_epoch().count());
        maker.put("received_on", today);
        maker.type("received_on", "--received", m_request.received);
        if (!m_request.covers.empty()) {
            maker.put("covers_from", static_cast<std::int64_t>(m_covers.period_from->time_since_epoch().count()));
            maker.put("covers_to", static_cast<std::int64_t>(m_covers.period_to->time_since_epoch().count()));
        }
        maker.put("sha256", located.sha256);
        maker.put("size_bytes", static_cast<std::int64_t>(located.size_bytes));
        maker.put("observed_state", "intact");
        maker.put("observed_sha256", located.sha256);
        maker.put("observed_on", today);
        if (!maker.good()) {
            return false;
        }
        m_rows.push_back(maker.row(evidence_columns()));
        if (!located.inside) {
            added.copied = true;
            m_to_copy.push_back(located);
        }
        return true;
    }

    void make_links(AddedEvidence& added) {
        for (const auto* control : m_controls) {
            const bool linked = m_linked.contains(link_key(added.id, control->id, m_request.subject, m_request.demand, m_request.number));
            if (linked) {
                ++added.linked_before;
                continue;
            }
            added.links.push_back(m_next_link.take());
            m_link_rows.push_back({added.links.back(), added.id, control->id.catalog, control->id.control, text_or_absent(m_request.subject),
                                   text_or_absent(m_request.demand), text_or_absent(m_request.number)});
        }
    }

    /// People and documents by name become keys, as in an import.
    void resolve() {
        if (m_rows.empty()) {
            return;
        }
        std::vector<std::size_t> fields;
        for (const auto& column : evidence_columns()) {
            fields.push_back(*m_evidence.find_index(column));
        }
        References references(m_session.content.schema, *m_runner, m_evidence, fields);
        for (auto& row : m_rows) {
            if (auto reason = references.resolve(row)) {
                throw Error(*reason, ErrorKind::usage);
            }
        }
        for (const auto& each : references.dangling()) {
            m_report.dangling.push_back(fmt::format("{}: '{}' has no row '{}'; stored as given", each.field, each.target,
                                                    escape_control(fmt::format("{}", fmt::join(each.examples, "', '")))));
        }
    }

    const Run& m_run;
    Session& m_session;
    const AddEvidenceRequest& m_request;
    const Register& m_evidence;
    const Register& m_links;
    std::unique_ptr<QueryRunner> m_runner;
    std::vector<StoredRow> m_known;
    std::vector<StoredRow> m_known_links;
    std::unordered_map<std::string, const StoredRow*> m_known_by_hash;
    std::unordered_map<std::string, const StoredRow*> m_known_by_file;
    std::set<LinkKey> m_linked;
    std::unordered_map<std::string, std::size_t> m_added_by_hash; ///< place in the report
    std::unordered_set<std::string> m_added_files;
    NextId m_next_id;
    NextId m_next_link;
    Date m_today;
    PopulationDeclaration m_covers;           ///< only its period is used
    std::vector<const Control*> m_controls;
    std::vector<Row> m_rows;
    std::vector<Row> m_link_rows;
    std::vector<LocatedFile> m_to_copy;
    AddEvidenceReport m_report;
};

} // namespace

std::optional<AddEvidenceReport> add_evidence(const Run& run, Session& session, const AddEvidenceRequest& request) {
    return EvidenceAdder(run, session, request).add();
}

std::string to_text(const AddEvidenceReport& report) {
    std::string text;
    for (const auto& each : report.evidence) {
        const auto name = escape_control(each.file.empty() ? std::string("(no file recorded)") : "evidence/" + each.file);
        if (each.known) {
            text += fmt::format("{0}: the same bytes are recorded already ({1}); what is recorded of them stays ('assay set evidence {0}' changes it)\n", each.id, name);
        } else {
            text += fmt::format("{}: {}{}, {} bytes, sha256 {}\n", each.id, name, !each.copied ? "" : report.dry_run ? " (would be copied there)" : " (copied there)",
                                group_thousands(static_cast<std::int64_t>(each.size_bytes)), each.sha256);
        }
        if (!each.links.empty()) {
            text += fmt::format("  linked by {}\n", fmt::join(each.links, ", "));
        }
        if (each.linked_before > 0) {
            text += fmt::format("  {} there already\n", count_of(each.linked_before, "link was", "links were"));
        }
    }
    if (report.evidence_change != 0) {
        text += fmt::format("evidence: change {}\n", report.evidence_change);
    }
    if (report.link_change != 0) {
        text += fmt::format("evidence_link: change {}\n", report.link_change);
    }
    if (report.dry_run) {
        text += "evidence: dry run, nothing was stored\n";
    } else if (report.evidence_change == 0 && report.link_change == 0) {
        text += "no change was made\n";
    }
    return text;
}

} // namespace assay
