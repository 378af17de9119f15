// What the three writers of an assessment share: the controls and checks behind the ids, and where the text goes.
#pragma once

#include "assay/app/findings.hpp"
#include "assay/report/rollup.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

/// Takes the text piece by piece.
using TextSink = std::function<void(std::string_view)>;

class AssessmentIndex {
public:
    AssessmentIndex(Session& of_session, const Judged& of_judged, const Assessment& of_assessment)
        : session(of_session), judged(of_judged), assessment(of_assessment) {
        for (const auto& catalog : session.content.catalogs) {
            for (const auto& control : catalog.controls) {
                m_controls.emplace(to_text(control.id), Found{&catalog, &control});
            }
        }
    }
    [[nodiscard]] const Control& control(const ControlId& id) const { return *m_controls.at(to_text(id)).control; }
    [[nodiscard]] const Catalog& catalog(const ControlId& id) const { return *m_controls.at(to_text(id)).catalog; }
    [[nodiscard]] std::string words(const Determination& determination) const {
        return outcome_words(catalog(determination.control).scale, determination.outcome, determination.grade);
    }
    /// Every failing or undecided row, with its message.
    void visit_rows(const std::function<void(FindingLine)>& visit) const {
        std::vector<const FailingRow*> rows;
        rows.reserve(assessment.failing.size());
        for (const auto& row : assessment.failing) {
            rows.push_back(&row);
        }
        visit_findings(session, judged, assessment, rows, visit);
    }

    Session& session;
    const Judged& judged;
    const Assessment& assessment;

private:
    struct Found {
        const Catalog* catalog;
        const Control* control;
    };
    std::unordered_map<std::string, Found> m_controls;
};

void write_assessment_json(const AssessmentIndex& index, const TextSink& sink);
void write_assessment_junit(const AssessmentIndex& index, const TextSink& sink);
void write_assessment_sarif(const AssessmentIndex& index, const TextSink& sink);

} // namespace assay
