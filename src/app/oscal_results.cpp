// An assessment as OSCAL assessment results: an observation for each determination, a finding where it is met or not met.
#include "app/assessment_writers.hpp"
#include "app/oscal_nodes.hpp"
#include "app/register_rows.hpp"
#include "app/report_input.hpp"
#include "assay/app/oscal.hpp"
#include "assay/app/report.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

/// OSCAL has no word for an organisation as a whole: it is the system that the results are about.
constexpr std::string_view k_organisation_as_a_whole = "the organisation as a whole";

struct EvidenceFile {
    std::string id;
    std::string title;
    std::string file;
    std::string sha256;
};

class OscalResults {
public:
    OscalResults(const Run& run, Session& session, const AssessmentIndex& index, const std::vector<ExceptionLine>& exceptions)
        : m_index(index), m_header(index.assessment.header), m_exceptions(exceptions) {
        const auto runner = session.store.runner(run, session.zone, m_header.head);
        read_evidence(session, *runner);
    }

    OscalNode make() {
        OscalNode root("assessment-results");
        root.set("uuid", uuid("results"));
        add_metadata(root, fmt::format("{}: assessment {}", m_header.organization, m_header.id), start_of(m_header.on), fmt::to_string(m_header.id), m_index.session.setting.tool);
        root.add("import-ap").set("href", "#" + uuid("plan"));
        root.add(result());
        root.add(back_matter());
        return root;
    }

private:
    [[nodiscard]] std::string uuid(std::string_view what) const {
        return content_uuid(fmt::format("{} {} {} {} {}", m_header.organization, m_header.id, m_header.head, to_text(m_header.on), what));
    }
    [[nodiscard]] std::string subject_uuid(const std::string& subject) const { return content_uuid(fmt::format("{} subject {}", m_header.organization, subject)); }

    void read_evidence(const Session& session, QueryRunner& runner) {
        const auto& schema = session.content.schema;
        const auto& evidence = get_register(schema, "evidence");
        std::map<std::string, EvidenceFile> files;
        for (const auto& row : read_rows(runner, evidence)) {
            files[row.text(evidence, "id")] = {row.text(evidence, "id"), row.text(evidence, "title"), row.text(evidence, "file"), row.text(evidence, "sha256")};
        }
        const auto& links = get_register(schema, "evidence_link");
        for (const auto& row : read_rows(runner, links)) {
            if (const auto file = files.find(row.text(links, "evidence")); file != files.end()) {
                m_evidence[row.text(links, "id")] = file->second;
            }
        }
    }

    OscalNode result() {
        OscalNode result("result");
        result.set("uuid", uuid("result"));
        result.add("title", fmt::format("Assessment {}", m_header.id));
        add_paragraph(result, "description",
                      fmt::format("Judged on {} from change {} of the registers, audit period {} to {}; {}.", to_text(m_header.on), m_header.head, to_text(m_header.period_from),
                                  to_text(m_header.period_to), m_header.audit().empty() ? "a self-assessment: gaps, not nonconformities" : "audit " + m_header.audit()));
        result.add("start", start_of(m_header.on));
        result.add("end", start_of(m_header.on));
        add_prop(result, "period-from", to_text(m_header.period_from));
        add_prop(result, "period-to", to_text(m_header.period_to));
        add_prop(result, "change", fmt::to_string(m_header.head));
        add_prop(result, "audit", m_header.audit());
        for (const auto& entry : m_header.manifest) {
            add_prop(result, "judged-with", fmt::format("{} {} {}", entry.kind, entry.name, entry.digest));
        }
        result.add(local_definitions());
        result.add(reviewed_controls());
        OscalNodes findings;
        for (const auto& each : m_index.assessment.determinations) {
            result.add(observation(each));
            const bool met = each.outcome == Outcome::met || each.outcome == Outcome::met_with_remark;
            if (met || each.outcome == Outcome::not_met) {
                findings.push_back(finding(each, met));
            }
        }
        std::ranges::move(findings, std::back_inserter(result.children));
        return result;
    }

    /// Each subject once, by key.
    [[nodiscard]] OscalNode local_definitions() const {
        std::map<std::string, std::pair<std::string, std::string>> subjects;
        for (const auto& each : m_index.assessment.determinations) {
            subjects.emplace(each.subject, std::pair(each.subject_title, std::string(to_text(m_index.control(each.control).per))));
        }
        OscalNode definitions("local-definitions");
        for (const auto& [key, subject] : subjects) {
            auto& component = definitions.add("component");
            const auto title = key.empty() ? m_header.organization : subject.first.empty() ? key : subject.first;
            component.set("uuid", subject_uuid(key)).set("type", key.empty() ? "this-system" : subject.second);
            component.add("title", title);
            add_paragraph(component, "description", key.empty() ? k_organisation_as_a_whole : std::string_view(fmt::format("{} {}", subject.second, key)));
            add_prop(component, "key", key);
            component.add("status").set("state", "operational");
        }
        return definitions;
    }

    [[nodiscard]] OscalNode reviewed_controls() const {
        OscalNode reviewed("reviewed-controls");
        for (const auto& id : m_header.catalogs) {
            std::vector<std::string> controls;
            for (const auto& each : m_index.assessment.determinations) {
                if (each.control.catalog == id && (controls.empty() || controls.back() != each.control.control)) {
                    controls.push_back(each.control.control);
                }
            }
            auto& selection = reviewed.add("control-selection");
            add_paragraph(selection, "description", "Catalog " + id);
            add_prop(selection, "catalog", id);
            for (const auto& control : controls) {
                selection.add("include-control").set("control-id", oscal_id("", control));
            }
        }
        return reviewed;
    }

    [[nodiscard]] static std::string name_of(const Determination& each) { return to_text(each.control) + (each.subject.empty() ? "" : " " + each.subject); }

    /// How it was found out, as far as something came of it: a check that could not be evaluated tested nothing, evidence that is wanting was
    /// not examined.
    static std::vector<std::string_view> methods_of(const Determination& each) {
        constexpr std::pair<std::string_view, BasisKind> k_methods_by_basis[] = {
            {"EXAMINE", BasisKind::evidence}, {"INTERVIEW", BasisKind::attestation}, {"TEST", BasisKind::check}};
        const auto showed_something = [](const Basis& basis) { return basis.effect == Effect::supports || basis.effect == Effect::remarks || basis.effect == Effect::fails; };
        std::vector<std::string_view> methods;
        for (const auto& [method, kind] : k_methods_by_basis) {
            if (std::ranges::any_of(each.bases, [&](const Basis& basis) { return basis.kind == kind && showed_something(basis); })) {
                methods.push_back(method);
            }
        }
        return methods.empty() ? std::vector<std::string_view>{"UNKNOWN"} : methods;
    }

    /// Those of the control, whether they count or not: each one's state says which.
    void add_exceptions(OscalNode& observation, const Determination& each) const {
        for (const auto& exception : m_exceptions) {
            if (exception.control == each.control && (exception.subject.empty() || exception.subject == each.subject)) {
                add_prop(observation, "exception", exception.id);
                add_prop(observation, "exception-kind", exception.kind);
                add_prop(observation, "exception-state", exception.state);
                add_prop(observation, "exception-approved-by", exception.approver);
                add_prop(observation, "exception-until", exception.until);
                add_prop(observation, "exception-reason", exception.reason);
            }
        }
    }

    /// What the determination rests on; a link that leads nowhere is told in the description.
    OscalNodes relevant_evidence(const Determination& each, OscalNode& description) {
        OscalNodes made;
        std::set<std::string> known;
        for (const auto& basis : each.bases) {
            // One basis of evidence may name several links.
            for (const auto& link : basis.kind == BasisKind::evidence ? split_words(basis.ref) : std::vector<std::string>()) {
                const auto found = m_evidence.find(link);
                if (found == m_evidence.end()) {
                    description.add("p", fmt::format("Evidence link {} leads to no evidence in the registers: none is named for it.", link));
                } else if (known.insert(found->second.id).second) {
                    m_cited.emplace(found->second.id, found->second);
                    auto& evidence = made.emplace_back("relevant-evidence");
                    evidence.set("href", "#" + evidence_uuid(found->second.id));
                    add_paragraph(evidence, "description", fmt::format("Evidence {}, {}", found->second.id, found->second.title));
                }
            }
        }
        return made;
    }

    OscalNode observation(const Determination& each) {
        const auto& control = m_index.control(each.control);
        OscalNode made("observation");
        made.set("uuid", uuid("observation " + name_of(each)));
        made.add("title", fmt::format("{} {}", control.cite, control.title));
        OscalNode description("description");
        description.add("p", collapse_space(m_index.words(each)));
        for (const auto& basis : each.bases) {
            description.add("p", collapse_space(fmt::format("{} {}{}{}: {}", to_text(basis.kind), to_text(basis.effect), basis.ref.empty() ? "" : " ", basis.ref, basis.text)));
        }
        auto evidence = relevant_evidence(each, description);
        made.add(std::move(description));
        add_prop(made, "catalog", each.control.catalog);
        add_prop(made, "control", each.control.control);
        add_prop(made, "outcome", to_text(each.outcome));
        add_prop(made, "grade", to_text(each.grade));
        add_exceptions(made, each);
        for (const auto method : methods_of(each)) {
            made.add("method", std::string(method));
        }
        made.add("subject").set("subject-uuid", subject_uuid(each.subject)).set("type", "component");
        std::ranges::move(evidence, std::back_inserter(made.children));
        made.add("collected", start_of(m_header.on));
        return made;
    }

    /// A determination that is neither met nor not met makes no finding: OSCAL knows satisfied and not satisfied only, and neither is true.
    [[nodiscard]] OscalNode finding(const Determination& each, bool met) const {
        const auto& control = m_index.control(each.control);
        OscalNode made("finding");
        made.set("uuid", uuid("finding " + name_of(each)));
        made.add("title", fmt::format("{} {}", control.cite, control.title));
        add_paragraph(made, "description", m_index.words(each));
        auto& target = made.add("target");
        target.set("type", "statement-id").set("target-id", oscal_id("", each.control.control) + "_smt");
        add_prop(target, "catalog", each.control.catalog);
        target.add("status").set("state", met ? "satisfied" : "not-satisfied").set("reason", met ? "pass" : "fail");
        made.add("related-observation").set("observation-uuid", uuid("observation " + name_of(each)));
        return made;
    }

    [[nodiscard]] static std::string evidence_uuid(const std::string& id) { return content_uuid("evidence " + id); }

    OscalNode back_matter() const {
        OscalNode matter("back-matter");
        auto& plan = matter.add("resource");
        plan.set("uuid", uuid("plan"));
        plan.add("title", "Assessment without a plan in OSCAL");
        add_paragraph(plan, "description", "What was judged and how is said in the results themselves: the catalogs, the audit period, the day, the state of the registers and the files that judged.");
        for (const auto& [id, evidence] : m_cited) {
            auto& resource = matter.add("resource");
            resource.set("uuid", evidence_uuid(id));
            resource.add("title", collapse_space(evidence.title));
            add_prop(resource, "evidence", id);
            if (!evidence.file.empty()) {
                auto& link = resource.add("rlink");
                link.set("href", "evidence/" + evidence.file);
                if (!evidence.sha256.empty()) {
                    link.add("hash", evidence.sha256).set("algorithm", "SHA-256");
                }
            }
        }
        return matter;
    }

    const AssessmentIndex& m_index;
    const AssessmentHeader& m_header;
    const std::vector<ExceptionLine>& m_exceptions;
    std::map<std::string, EvidenceFile> m_evidence; ///< by the id of its link to a control
    std::map<std::string, EvidenceFile> m_cited;    ///< by its own id
};

std::string receipt_of(const Assessment& assessment, const std::vector<ExceptionLine>& exceptions, const OscalNode& results) {
    const auto judged = static_cast<std::int64_t>(assessment.determinations.size());
    const auto findings = count_named(results, "finding");
    const auto satisfied = count_elements(results, [](const OscalNode& each) { return each.name == "status" && each.attribute("state") == "satisfied"; });
    std::set<std::string_view> told;
    (void)count_elements(results, [&told](const OscalNode& each) {
        return each.name == "prop" && each.attribute("name") == "exception" && told.insert(each.attribute("value")).second;
    });
    return fmt::format("assessment {}: {}\n"
                       "{} = {} satisfied + {} not satisfied; none for {}\n"
                       "{} in = {} told of + {} about nothing that was judged; {} named\n",
                       assessment.header.id, account_for(judged, count_named(results, "observation"), "determination", "determinations"),
                       count_of(findings, "finding", "findings"), group_thousands(satisfied), group_thousands(findings - satisfied),
                       count_of(judged - findings, "determination", "determinations"), count_of(static_cast<std::int64_t>(exceptions.size()), "exception", "exceptions"), told.size(),
                       exceptions.size() - told.size(), count_of(count_named(results, "resource") - 1, "item of evidence", "items of evidence"));
}

} // namespace

std::optional<OscalOut> export_oscal_results(const Run& run, Session& session, std::optional<std::int64_t> id) {
    const auto assessment = find_assessment(session, id.value_or(0));
    const auto judged = link_for(run, session, assessment.header);
    if (!judged) {
        return std::nullopt;
    }
    const AssessmentIndex index(session, *judged, assessment);
    const auto exceptions = make_report_input(session, *judged, assessment, false).exceptions;
    OscalOut made;
    made.root = OscalResults(run, session, index, exceptions).make();
    made.receipt = receipt_of(assessment, exceptions, made.root);
    made.inputs = {session.setting.store_file(), session.setting.workspace / "assay.xml"};
    return made;
}

} // namespace assay
