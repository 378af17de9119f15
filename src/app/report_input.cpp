#include "app/report_input.hpp"

#include "app/explain_proof.hpp"
#include "app/owners.hpp"
#include "app/service_scope.hpp"
#include "assay/app/findings.hpp"
#include "assay/assess/declared.hpp"
#include "assay/assess/exceptions.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

std::string date_text(const std::optional<Date>& date) { return date ? to_text(*date) : std::string(); }

class InputMaker {
public:
    InputMaker(Session& session, const Judged& judged, const Assessment& assessment, bool shows_rows)
        : m_session(session), m_judged(judged), m_assessment(assessment), m_shows_rows(shows_rows), m_owners(session, *judged.runner, assessment.header.on) {
        for (const auto& catalog : session.content.catalogs) {
            for (const auto& control : catalog.controls) {
                m_controls.emplace(to_text(control.id), &control);
            }
        }
    }

    ReportInput make() {
        ReportInput input{.assessment = m_assessment,
                          .catalogs = m_session.content.catalogs,
                          .checks = m_session.content.check_files,
                          .audit = m_assessment.header.audit(),
                          .judged_by = m_session.setting.who,
                          .tool = m_session.setting.tool,
                          .zone = m_session.zone.name()};
        read_header(input);
        read_not_covered(input);
        read_facts(input);
        const auto rows = first_rows(m_assessment, k_rows_shown);
        visit_findings(m_session, m_judged, m_assessment, rows, [&](FindingLine line) { input.findings.push_back(std::move(line)); });
        if (m_shows_rows) {
            add_fields(rows, input.findings);
        }
        read_dispositions(input);
        read_exceptions(input);
        read_populations(input);
        return input;
    }

private:
    /// Of the rows of one check at a time; they stand together.
    void add_fields(std::span<const FailingRow* const> rows, std::vector<FindingLine>& findings) const {
        for (std::size_t begin = 0; begin < rows.size();) {
            auto end = begin + 1;
            while (end < rows.size() && rows[end]->check == rows[begin]->check) {
                ++end;
            }
            if (const auto* check = m_judged.library.find_check(rows[begin]->check.text)) {
                auto texts = read_fields(m_session, m_judged, *check, rows.subspan(begin, end - begin), FieldProof::column);
                for (auto at = begin; at < end; ++at) {
                    findings[at].fields = std::move(texts[rows[at]->row]);
                }
            }
            begin = end;
        }
    }

    void read_header(ReportInput& input) {
        read_register(*m_judged.runner, m_session.content.schema, "scope", [&](const NamedRow& row) {
            if (input.scope.empty()) {
                input.scope = row.text("statement");
            }
        });
        ChangeFilter filter;
        filter.from = m_assessment.header.head;
        filter.to = m_assessment.header.head;
        for (const auto& change : m_session.store.changes(filter)) {
            input.store_when = to_text(change.when);
        }
        for (const auto& summary : m_session.store.assessments()) {
            if (summary.header.id == m_assessment.header.id) {
                input.judged_by = summary.who;
            }
        }
    }

    /// Standards of the workspace that this assessment did not judge, and services outside it.
    void read_not_covered(ReportInput& input) {
        for (const auto& use : m_session.workspace.standards) {
            const auto& judged = m_assessment.header.catalogs;
            const auto* catalog = m_session.content.find_catalog(use.catalog);
            if (catalog != nullptr && std::ranges::find(judged, use.catalog) == judged.end()) {
                input.not_covered.push_back(fmt::format("{} is a standard of this workspace; this assessment did not judge it.", catalog->title));
            }
        }
        constexpr std::size_t k_named = 5;
        std::size_t services = 0;
        std::size_t outside = 0;
        std::string names;
        UnsaidScope unsaid(m_session.content.schema, m_assessment.header.period_from);
        read_register(*m_judged.runner, m_session.content.schema, "service", [&](const NamedRow& row) {
            ++services;
            unsaid.add(row);
            const auto retired = row.date("retired_on");
            const bool live = row.text("status") == "live" || (retired && *retired >= m_assessment.header.period_from);
            if (!live || !row.yes("in_scope")) {
                if (outside++ < k_named) {
                    names += (names.empty() ? "" : ", ") + row.text("name");
                }
            }
        });
        if (outside > 0) {
            input.not_covered.push_back(fmt::format("{} of {} are out of scope or were not live in the period: {}{}. Rows on them are counted as left out.", outside,
                                                    count_of(static_cast<std::int64_t>(services), "service", "services"), names,
                                                    outside > k_named ? fmt::format(" and {} more", outside - k_named) : std::string()));
            for (const auto& told : unsaid.tell()) {
                input.not_covered.push_back(told.what + ".");
            }
        }
    }

    struct Evidence {
        std::string label;
        std::string file;
    };

    void read_facts(ReportInput& input) {
        std::unordered_map<std::string, Evidence> evidence;
        auto& runner = *m_judged.runner;
        const auto& schema = m_session.content.schema;
        read_register(runner, schema, "evidence", [&](const NamedRow& row) {
            const auto hash = row.text("sha256");
            const auto label = fmt::format("{} {}{}{}", row.text("id"), row.text("title"), row.text("version").empty() ? "" : " " + row.text("version"),
                                           hash.empty() ? "" : ", sha256 " + hash.substr(0, 12) + "…");
            evidence[row.text("id")] = {label, row.text("file")};
        });
        std::unordered_map<std::string, std::string> evidence_of_link;
        read_register(runner, schema, "evidence_link", [&](const NamedRow& row) { evidence_of_link[row.text("id")] = row.text("evidence"); });
        read_due();
        for (const auto& each : m_assessment.determinations) {
            const auto* control = m_controls.at(to_text(each.control));
            DeterminationFacts facts;
            facts.owner = m_owners.of(*control, each.subject);
            facts.owner_person = m_owners.person_of(*control, each.subject);
            facts.process = m_owners.process_of(*control, each.subject);
            const auto due = m_due.find(to_text(each.control) + "/" + each.subject);
            if (due != m_due.end()) {
                facts.due = due->second;
            }
            for (const auto& basis : each.bases) {
                if (basis.kind == BasisKind::evidence) {
                    facts.evidence.push_back(evidence_state(*control, basis, evidence, evidence_of_link));
                }
            }
            add_unanswered(*control, facts.evidence);
            input.facts.push_back(std::move(facts));
        }
    }

    /// Dates by which evidence was asked for, and by which improvements and treatments are due, are the only recorded promises.
    void read_due() {
        read_register(*m_judged.runner, m_session.content.schema, "evidence_request", [&](const NamedRow& row) {
            if (const auto due = row.date("due"); due && row.text("answer").empty()) {
                m_due.try_emplace(row.text("catalog") + "/" + row.text("control") + "/" + row.text("subject"), *due);
            }
        });
    }

    /// Evidence that we would look at and nobody has offered decides nothing, so no basis speaks of it; the reader must know of it.
    static void add_unanswered(const Control& control, std::vector<EvidenceState>& states) {
        for (const auto& demand : control.demands) {
            EvidenceState state{demand.type, demand.kind, demand.text.empty() ? demand.type : demand.text, false, "nothing was offered", {}, {}};
            const bool told = std::ranges::any_of(states, [&](const EvidenceState& s) { return s.type == state.type && s.wanted == state.wanted; });
            if (!told) {
                states.push_back(std::move(state));
            }
        }
    }

    static EvidenceState evidence_state(const Control& control, const Basis& basis, const std::unordered_map<std::string, Evidence>& evidence,
                                        const std::unordered_map<std::string, std::string>& evidence_of_link) {
        EvidenceState state;
        state.state = basis.text;
        state.satisfied = basis.effect == Effect::supports;
        // The basis begins with what was wanted; the demand is the one that is worded so.
        for (const auto& demand : control.demands) {
            const auto wanted = demand.text.empty() ? demand.type : demand.text;
            if (basis.text.starts_with(wanted)) {
                state.type = demand.type;
                state.demand = demand.kind;
                state.wanted = wanted;
                state.state = basis.text.substr(std::min(basis.text.size(), wanted.size() + (basis.text.starts_with(wanted + ": ") ? 2 : 1)));
                break;
            }
        }
        for (const auto& link : split_words(basis.ref)) {
            const auto found = evidence_of_link.find(link);
            const auto item = found == evidence_of_link.end() ? evidence.end() : evidence.find(found->second);
            if (item != evidence.end()) {
                state.source += (state.source.empty() ? "" : "; ") + item->second.label;
            }
        }
        return state;
    }

    void read_dispositions(ReportInput& input) {
        std::set<std::string> used;
        for (const auto& row : m_assessment.failing) {
            if (!row.disposition.empty()) {
                used.insert(row.disposition);
            }
        }
        std::unordered_map<std::string, std::string> words;
        read_register(*m_judged.runner, m_session.content.schema, "disposition", [&](const NamedRow& row) {
            DispositionLine line;
            line.id = row.text("id");
            line.check = CheckId(row.text("check"));
            line.subject = row.text("subject");
            line.key = show_key(row.text("row_key"));
            line.verdict = row.text("verdict");
            std::ranges::replace(line.verdict, '_', ' ');
            line.person = m_owners.person(row.text("person"));
            line.decided_on = date_text(row.date("decided_on"));
            line.reason = row.text("reason");
            const bool failing = std::ranges::any_of(m_assessment.failing, [&](const FailingRow& f) {
                return f.check == line.check && f.key == row.text("row_key");
            });
            line.state = used.contains(line.id)      ? line.verdict == "confirmed" ? "confirmed: the row still counts" : "counts"
                         : failing                   ? "void: not independent, incomplete, or the row changed since"
                                                     : "unused: no such failing row";
            words[line.id] = fmt::format("{}, {}, {}", line.verdict, line.person, line.decided_on);
            input.dispositions.push_back(std::move(line));
        });
        for (auto& finding : input.findings) {
            if (finding.disposition.empty()) {
                continue;
            }
            const auto found = words.find(finding.disposition);
            finding.struck = found != words.end() && !found->second.starts_with("confirmed");
            finding.disposition = found == words.end() ? finding.disposition : found->second;
        }
    }

    void read_exceptions(ReportInput& input) {
        for (auto& each : assay::read_exceptions(m_assessment, m_session.content.catalogs, m_session.content.schema, *m_judged.runner)) {
            ExceptionLine line;
            line.id = std::move(each.id);
            line.control = std::move(each.control);
            line.subject = std::move(each.subject);
            line.kind = std::move(each.kind);
            std::ranges::replace(line.kind, '_', ' ');
            line.approver = m_owners.person(each.approver);
            line.until = date_text(each.until);
            line.reason = std::move(each.reason);
            line.state = std::move(each.words);
            input.exceptions.push_back(std::move(line));
        }
    }

    void read_populations(ReportInput& input) {
        std::set<std::string> registers;
        for (const auto& check : m_judged.library.checks) {
            registers.insert(check.in->id);
            if (check.over != nullptr) {
                registers.insert(check.over->id);
            }
        }
        const auto changes = m_session.store.changes({1, m_assessment.header.head, {}});
        for (const auto& id : registers) {
            const auto& of = m_session.content.schema.get(id);
            std::set<std::int64_t> declares;
            std::vector<PopulationLine> lines;
            for (const auto& declared : m_judged.runner->declarations(id)) {
                const auto fault = declaration_fault(declared, of.kind == RegisterKind::record);
                declares.insert(declared.change);
                lines.push_back({id, of.title, declared, fault.empty(), fault, true});
            }
            add_undeclared(of, changes, declares, lines);
            std::ranges::stable_sort(lines, {}, [](const PopulationLine& line) { return line.declared.change; });
            std::ranges::move(lines, std::back_inserter(input.populations));
        }
    }

    /// An import that declares nothing shows nothing, and must not be passed over.
    void add_undeclared(const Register& of, const std::vector<ChangeHeader>& changes, const std::set<std::int64_t>& declares, std::vector<PopulationLine>& lines) {
        const auto head = m_assessment.header.head;
        for (const auto& change : changes) {
            const bool is_undone = change.undone_by != 0 && change.undone_by <= head;
            if (change.kind != ChangeKind::import || is_undone || declares.contains(change.id)) {
                continue;
            }
            const auto part = std::ranges::find(change.registers, of.id, &ChangeRegister::register_id);
            if (part == change.registers.end()) {
                continue;
            }
            const auto& rows = part->outcomes;
            PopulationLine line{of.id, of.title, {}, false, "declares nothing of its source", false};
            line.declared.change = change.id;
            line.declared.rows_in = rows.added + rows.changed + rows.unchanged + rows.superseded + rows.rejected;
            line.declared.rows_rejected = rows.rejected;
            lines.push_back(std::move(line));
        }
    }

    Session& m_session;
    const Judged& m_judged;
    const Assessment& m_assessment;
    bool m_shows_rows;
    Owners m_owners;
    std::unordered_map<std::string, const Control*> m_controls;
    std::unordered_map<std::string, Date> m_due;
};

} // namespace

ReportInput make_report_input(Session& session, const Judged& judged, const Assessment& assessment, bool shows_rows) {
    return InputMaker(session, judged, assessment, shows_rows).make();
}

} // namespace assay
