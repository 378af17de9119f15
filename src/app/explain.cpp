#include "assay/app/explain.hpp"

#include "app/explain_control.hpp"
#include "app/explain_proof.hpp"
#include "assay/app/findings.hpp"
#include "assay/app/overlay.hpp"
#include "assay/app/report.hpp"
#include "assay/assess/exceptions.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

struct Found {
    const Catalog* catalog = nullptr;
    const Control* control = nullptr;
};

Found find_control(const Session& session, const std::string& name) {
    const auto slash = name.find('/');
    std::vector<std::string> known;
    Found found;
    for (const auto& use : session.workspace.standards) {
        const auto* catalog = session.content.find_catalog(use.catalog);
        for (const auto& control : catalog->controls) {
            known.push_back(control.id.control);
            const bool same = slash == std::string::npos ? control.id.control == name : to_text(control.id) == name;
            if (!same) {
                continue;
            }
            if (found.control != nullptr) {
                throw Error(fmt::format("'{}' is a control of {} and of {}; write {}/{}", name, found.catalog->id, catalog->id, catalog->id, name), ErrorKind::usage);
            }
            found = {catalog, &control};
        }
    }
    if (found.control == nullptr) {
        std::ranges::sort(known);
        const auto hint = did_you_mean(slash == std::string::npos ? name : name.substr(slash + 1), known);
        throw Error(fmt::format("there is no control '{}' in the standards of this workspace{}", name, hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    return found;
}

class Explanation {
public:
    Explanation(Session& session, const Judged& judged, const Assessment& assessment, Found found, const ExplainRequest& request,
                std::optional<OverlayText> licensed, const ExplainBeside& beside)
        : m_session(session), m_judged(judged), m_assessment(assessment), m_found(found), m_request(request), m_licensed(std::move(licensed)),
          m_beside(beside) {}

    std::string text() {
        const auto& control = *m_found.control;
        const auto& header = m_assessment.header;
        line(0, fmt::format("{} {} ({})", m_found.catalog->title, control.cite, to_text(control.id)));
        const auto about = fmt::format("{} of shall group {}; assessed per {}.", to_text(control.obligation), control.shall, to_text(control.per));
        if (m_licensed) {
            line(0, m_licensed->title.empty() ? control.title : m_licensed->title);
            line(0, m_licensed->text);
            line(0, fmt::format("[{}] {}", k_overlay_mark, about));
        } else {
            line(0, control.title);
            line(0, control.statement);
            line(0, (m_found.catalog->is_paraphrased ? "Our paraphrase; the licensed text decides. " : "") + about);
        }
        line(0, fmt::format("Assessment {}: judged on {} from change {}, audit period {} to {}.", header.id, to_text(header.on), header.head,
                            to_text(header.period_from), to_text(header.period_to)));
        bool any = false;
        for (const auto& each : m_assessment.determinations) {
            if (each.control == control.id && (m_request.subject.empty() || each.subject == m_request.subject)) {
                any = true;
                explain(each);
            }
        }
        if (!any) {
            no_determination();
        }
        return std::move(m_text);
    }

private:
    void line(int depth, std::string_view words) {
        m_text.append(static_cast<std::size_t>(depth) * 2, ' ');
        m_text += words;
        m_text += '\n';
    }

    void no_determination() {
        std::vector<std::string> subjects;
        for (const auto& each : m_assessment.determinations) {
            if (each.control == m_found.control->id) {
                subjects.push_back(each.subject);
            }
        }
        if (subjects.empty()) {
            throw Error(fmt::format("assessment {} did not judge {}", m_assessment.header.id, to_text(m_found.control->id)), ErrorKind::usage);
        }
        std::ranges::sort(subjects);
        throw Error(fmt::format("{} has no determination for '{}'; it has for {}", to_text(m_found.control->id), m_request.subject, fmt::join(subjects, ", ")), ErrorKind::usage);
    }

    void explain(const Determination& each) {
        m_text += '\n';
        const auto words = outcome_words(m_found.catalog->scale, each.outcome, each.grade);
        const auto title = each.subject.empty() ? each.subject_title : fmt::format("{} ({})", each.subject_title, each.subject);
        line(0, fmt::format("{}: {}", title, words));
        if (const auto owner = m_beside.owners.of(*m_found.control, each.subject); !owner.empty()) {
            line(1, "owner: " + owner);
        }
        for (const auto& basis : each.bases) {
            line(1, fmt::format("- {} {}{}: {}", to_text(basis.kind), to_text(basis.effect), basis.ref.empty() ? "" : " [" + basis.ref + "]", basis.text));
            if (basis.kind == BasisKind::check) {
                explain_check(basis.ref, each.subject);
            } else if (basis.kind == BasisKind::evidence) {
                for (const auto& evidence : m_beside.evidence.lines(basis.ref)) {
                    line(3, evidence);
                }
            }
        }
        for (const auto& exception : m_beside.exceptions) {
            if (exception.control == each.control && (exception.subject.empty() || exception.subject == each.subject)) {
                line(1, fmt::format("- {} [{}]: {}; {}", exception.kind == "risk_acceptance" ? "risk acceptance" : "compliance exception", exception.id, exception.words,
                                    exception.reason));
            }
        }
    }

    void explain_check(const std::string& id, const std::string& subject) {
        const auto* check = m_judged.library.find_check(id);
        if (check == nullptr) {
            line(3, "the check is no longer there");
            return;
        }
        const auto& definition = *check->definition;
        line(3, fmt::format("rule: {} ({})", definition.title, to_text(definition.place)));
        LeftOut left;
        std::int64_t population = 0;
        RowCounts counts;
        for (const auto& tally : m_assessment.tallies) {
            if (tally.check.text == id && (m_found.control->per == SubjectKind::organization || tally.subject == subject)) {
                population += tally.population;
                counts.selected += tally.counts.selected;
                counts.failed += tally.counts.failed;
                counts.undecided += tally.counts.undecided;
                counts.not_due += tally.counts.not_due;
                left.out_of_period += tally.left_out.out_of_period;
                left.out_of_scope += tally.left_out.out_of_scope;
                left.without_service += tally.left_out.without_service;
            }
        }
        line(3, fmt::format("counts: population {}, selected {}, met {}, failing {}, undecided {}, not yet due {}; left out: {} out of period, {} out of scope, {} without service",
                            group_thousands(population), group_thousands(counts.selected), group_thousands(counts.selected - counts.failed),
                            group_thousands(counts.failed), group_thousands(counts.undecided), group_thousands(counts.not_due),
                            group_thousands(left.out_of_period), group_thousands(left.out_of_scope), group_thousands(left.without_service)));
        list_rows(id, subject);
    }

    void list_rows(const std::string& id, const std::string& subject) {
        std::vector<const FailingRow*> rows;
        std::int64_t total = 0;
        // Sorted by check.
        const auto of_check = std::ranges::equal_range(m_assessment.failing, id, {}, [](const FailingRow& row) -> const std::string& { return row.check.text; });
        for (const auto& row : of_check) {
            if (m_found.control->per == SubjectKind::organization || row.subject == subject) {
                ++total;
                if (rows.size() < m_request.rows) {
                    rows.push_back(&row);
                }
            }
        }
        const auto fields = read_fields(m_session, m_judged, *m_judged.library.find_check(id), rows, FieldProof::change);
        auto row = rows.begin();
        visit_findings(m_session, m_judged, m_assessment, rows, [&](const FindingLine& finding) {
            line(4, fmt::format("{} {}: {}", finding.failed ? "fails" : "undecided", finding.key.empty() ? "(the whole)" : finding.key, finding.message));
            line(6, fmt::format("{}{}{}", finding.file.empty() ? "" : "from ", finding.origin, finding.disposition.empty() ? "" : "; disposition " + finding.disposition));
            if (const auto read = fields.find((*row++)->row); read != fields.end()) {
                line(6, "reads " + read->second);
            }
        });
        if (total > static_cast<std::int64_t>(rows.size())) {
            line(4, fmt::format("shown {} of {}; 'assay report gap' writes all to findings.csv", rows.size(), group_thousands(total)));
        }
    }

    Session& m_session;
    const Judged& m_judged;
    const Assessment& m_assessment;
    Found m_found;
    const ExplainRequest& m_request;
    std::optional<OverlayText> m_licensed;
    const ExplainBeside& m_beside;
    std::string m_text;
};

} // namespace

std::optional<std::string> explain(const Run& run, Session& session, const ExplainRequest& request) {
    const auto found = find_control(session, request.control);
    const auto assessment = find_assessment(session, request.assessment);
    const auto judged = link_for(run, session, assessment.header);
    if (!judged) {
        return std::nullopt;
    }
    const ExplainBeside beside(session, *judged, assessment);
    return Explanation(session, *judged, assessment, found, request, find_licensed_text(run, session.setting, *found.catalog, *found.control), beside).text();
}

ExplainBeside::ExplainBeside(Session& session, const Judged& judged, const Assessment& assessment)
    : owners(session, *judged.runner, assessment.header.on), evidence(session.content.schema, *judged.runner),
      exceptions(read_exceptions(assessment, session.content.catalogs, session.content.schema, *judged.runner)) {}

std::string explain_control(Session& session, const Judged& judged, const Assessment& assessment, const ExplainBeside& beside, const Catalog& catalog,
                            const Control& control) {
    const ExplainRequest request;
    return Explanation(session, judged, assessment, {&catalog, &control}, request, std::nullopt, beside).text();
}

} // namespace assay
