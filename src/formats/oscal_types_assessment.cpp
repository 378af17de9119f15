// The elements of OSCAL: assessment plans and results, plans of action and milestones.
// Made from the XSD of OSCAL 1.0.6 and 1.1.2: what either of them allows is allowed. The notation is in oscal_grammar.hpp.
#include "formats/oscal_grammar.hpp"

#include <array>

namespace assay {
namespace {

// clang-format off
constexpr auto k_assessment_types = std::to_array<OscalTypeRow>({
    {"assessment-plan.local-definitions", "",
     "component:system-component* inventory-item* user:system-user* objectives-and-methods:local-objective* activity* remarks:multi", ""},
    {"assessment-plan.terms-and-conditions", "", "part:assessment-part*", ""},
    {"assessment-plan", "uuid:uuid!",
     "metadata! import-ssp! local-definitions:assessment-plan.local-definitions "
     "terms-and-conditions:assessment-plan.terms-and-conditions reviewed-controls! assessment-subject* assessment-assets task* "
     "back-matter", ""},
    {"import-ssp", "href:uriref!", "remarks:multi", ""},
    {"local-objective", "control-id:token!", "description:multi prop:property* link* part+ remarks:multi", ""},
    {"activity.step", "uuid:uuid!",
     "title:line description:multi! prop:property* link* reviewed-controls responsible-role* remarks:multi", ""},
    {"activity", "uuid:uuid!",
     "title:line description:multi! prop:property* link* step:activity.step* related-controls:reviewed-controls responsible-role* remarks:multi", ""},
    {"reviewed-controls.control-selection", "",
     "description:multi prop:property* link* include-all:empty /include-control:select-control* exclude-control:select-control* remarks:multi", ""},
    {"reviewed-controls.control-objective-selection", "",
     "description:multi prop:property* link* include-all:empty /include-objective:select-objective-by-id* "
     "exclude-objective:select-objective-by-id* remarks:multi", ""},
    {"reviewed-controls", "",
     "description:multi prop:property* link* control-selection:reviewed-controls.control-selection+ "
     "control-objective-selection:reviewed-controls.control-objective-selection* remarks:multi", ""},
    {"select-control", "control-id:token!", "statement-id:token*", ""},
    {"select-objective-by-id", "objective-id:token!", "", ""},
    {"assessment-part", "uuid:uuid name:token! ns:uri class:token",
     "title:line prop:property* #block part:assessment-part* link*", ""},
    {"assessment-subject", "type:token!",
     "description:multi prop:property* link* include-all:empty /include-subject:select-subject-by-id* "
     "exclude-subject:select-subject-by-id* remarks:multi", ""},
    {"select-subject-by-id", "subject-uuid:uuid! type:token!", "prop:property* link* remarks:multi", ""},
    {"assessment-platform.uses-component", "component-uuid:uuid!", "prop:property* link* responsible-party* remarks:multi", ""},
    {"assessment-assets.assessment-platform", "uuid:uuid!",
     "title:line prop:property* link* uses-component:assessment-platform.uses-component* remarks:multi", ""},
    {"assessment-assets", "", "component:system-component* assessment-platform:assessment-assets.assessment-platform+", ""},
    {"timing.on-date", "date:datetime!", "", ""},
    {"timing.within-date-range", "start:datetime! end:datetime!", "", ""},
    {"timing.at-frequency", "period:int! unit:string!", "", ""},
    {"task.timing", "",
     "on-date:timing.on-date /within-date-range:timing.within-date-range /at-frequency:timing.at-frequency", ""},
    {"task.dependency", "task-uuid:uuid!", "remarks:multi", ""},
    {"task.associated-activity", "activity-uuid:uuid!",
     "prop:property* link* responsible-role* subject:assessment-subject+ remarks:multi", ""},
    {"task", "uuid:uuid! type:token!",
     "title:line! description:multi prop:property* link* timing:task.timing dependency:task.dependency* task* "
     "associated-activity:task.associated-activity* subject:assessment-subject* responsible-role* remarks:multi", ""},
    {"assessment-results.local-definitions", "", "objectives-and-methods:local-objective* activity* remarks:multi", ""},
    {"assessment-results", "uuid:uuid!",
     "metadata! import-ap! local-definitions:assessment-results.local-definitions result+ back-matter", ""},
    {"import-ap", "href:uriref!", "remarks:multi", ""},
    {"result.local-definitions", "",
     "component:system-component* inventory-item* user:system-user* assessment-assets assessment-task:task*", ""},
    {"result.attestation", "", "responsible-party* part:assessment-part+", ""},
    {"assessment-log.entry", "uuid:uuid!",
     "title:line description:multi start:datetime! end:datetime prop:property* link* logged-by* related-task* remarks:multi", ""},
    {"result.assessment-log", "", "entry:assessment-log.entry+", ""},
    {"result", "uuid:uuid!",
     "title:line! description:multi! start:datetime! end:datetime prop:property* link* local-definitions:result.local-definitions "
     "reviewed-controls! attestation:result.attestation* assessment-log:result.assessment-log observation* risk* finding* "
     "remarks:multi", ""},
    {"logged-by", "party-uuid:uuid! role-id:token", "", ""},
    {"related-task.identified-subject", "subject-placeholder-uuid:uuid!", "subject:assessment-subject+", ""},
    {"related-task", "task-uuid:uuid!",
     "prop:property* link* responsible-party* subject:assessment-subject* identified-subject:related-task.identified-subject remarks:multi", ""},
    {"observation.relevant-evidence", "href:uriref", "description:multi! prop:property* link* remarks:multi", ""},
    {"observation", "uuid:uuid!",
     "title:line description:multi! prop:property* link* method:string+ type:token* origin* subject:subject-reference* "
     "relevant-evidence:observation.relevant-evidence* collected:datetime! expires:datetime remarks:multi", ""},
    {"origin", "", "actor:origin-actor+ related-task*", ""},
    {"origin-actor", "type:token! actor-uuid:uuid! role-id:token", "prop:property* link*", ""},
    {"subject-reference", "subject-uuid:uuid! type:token!", "title:line prop:property* link* remarks:multi", ""},
    {"risk.mitigating-factor", "uuid:uuid! implementation-uuid:uuid",
     "description:multi! prop:property* link* subject:subject-reference*", ""},
    {"entry.related-response", "response-uuid:uuid!", "prop:property* link* related-task* remarks:multi", ""},
    {"risk-log.entry", "uuid:uuid!",
     "title:line description:multi start:datetime! end:datetime prop:property* link* logged-by* status-change:string "
     "related-response:entry.related-response* remarks:multi", ""},
    {"risk.risk-log", "", "entry:risk-log.entry+", ""},
    {"risk.related-observation", "observation-uuid:uuid!", "", ""},
    {"risk", "uuid:uuid!",
     "title:line! description:multi! statement:multi! prop:property* link* status:string! origin* threat-id* characterization* "
     "mitigating-factor:risk.mitigating-factor* deadline:datetime response* risk-log:risk.risk-log "
     "related-observation:risk.related-observation*", ""},
    {"threat-id", "system:uri! href:uriref", "", "uri"},
    {"characterization.facet", "name:token! system:uri! value:string!", "prop:property* link* remarks:multi", ""},
    {"characterization", "", "prop:property* link* origin! facet:characterization.facet+", ""},
    {"response.required-asset", "uuid:uuid!",
     "subject:subject-reference* title:line description:multi! prop:property* link* remarks:multi", ""},
    {"response", "uuid:uuid! lifecycle:token!",
     "title:line! description:multi! prop:property* link* origin* required-asset:response.required-asset* task* remarks:multi", ""},
    {"finding.related-observation", "observation-uuid:uuid!", "", ""},
    {"finding.associated-risk", "risk-uuid:uuid!", "", ""},
    {"finding", "uuid:uuid!",
     "title:line! description:multi! prop:property* link* origin* target:finding-target! implementation-statement-uuid:uuid "
     "related-observation:finding.related-observation* associated-risk:finding.associated-risk* remarks:multi", ""},
    {"finding-target.status", "state:token! reason:token", "remarks:multi", ""},
    {"finding-target", "type:string! target-id:token!",
     "title:line description:multi prop:property* link* status:finding-target.status! implementation-status remarks:multi", ""},
    {"plan-of-action-and-milestones", "uuid:uuid!",
     "metadata! import-ssp system-id local-definitions observation* risk* finding:finding* poam-item+ back-matter", ""},
    {"local-definitions", "", "component:system-component* inventory-item* assessment-assets remarks:multi", ""},
    {"poam-item.origin", "", "actor:origin-actor+", ""},
    {"poam-item.related-finding", "finding-uuid:uuid!", "", ""},
    {"poam-item.related-observation", "observation-uuid:uuid!", "", ""},
    {"poam-item.associated-risk", "risk-uuid:uuid!", "", ""},
    {"poam-item", "uuid:uuid",
     "title:line! description:multi! prop:property* link* origin:poam-item.origin* related-finding:poam-item.related-finding* "
     "related-observation:poam-item.related-observation* associated-risk:poam-item.associated-risk* remarks:multi", ""},
    {"action", "uuid:uuid! date:datetime type:token! system:uri!", "prop:property* link* responsible-party* remarks:multi", ""},
});
// clang-format on

} // namespace

std::span<const OscalTypeRow> oscal_assessment_types() { return k_assessment_types; }

} // namespace assay
