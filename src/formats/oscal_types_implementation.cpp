// The elements of OSCAL: component definitions and system security plans.
// Made from the XSD of OSCAL 1.0.6 and 1.1.2: what either of them allows is allowed. The notation is in oscal_grammar.hpp.
#include "formats/oscal_grammar.hpp"

#include <array>

namespace assay {
namespace {

// clang-format off
constexpr auto k_implementation_types = std::to_array<OscalTypeRow>({
    {"component-definition", "uuid:uuid!",
     "metadata! import-component-definition* component:defined-component* capability* back-matter", ""},
    {"import-component-definition", "href:uriref!", "", ""},
    {"defined-component", "uuid:uuid! type:string!",
     "title:line! description:multi! purpose:line prop:property* link* responsible-role* protocol* control-implementation* remarks:multi", ""},
    {"responsible-role", "role-id:token!", "prop:property* link* party-uuid:uuid* remarks:multi", ""},
    {"protocol", "uuid:uuid name:string!", "title:line port-range*", ""},
    {"port-range", "start:int end:int transport:token", "", ""},
    {"control-implementation", "uuid:uuid! source:uriref!",
     "description:multi! prop:property* link* set-parameter* implemented-requirement+", ""},
    {"set-parameter", "param-id:token!", "value:string+ remarks:multi", ""},
    {"implemented-requirement", "uuid:uuid! control-id:token!",
     "description:multi! prop:property* link* set-parameter* responsible-role* statement* remarks:multi", ""},
    {"statement", "statement-id:token! uuid:uuid!", "description:multi! prop:property* link* responsible-role* remarks:multi", ""},
    {"capability", "uuid:uuid! name:string!",
     "description:multi! prop:property* link* incorporates-component* control-implementation* remarks:multi", ""},
    {"incorporates-component", "component-uuid:uuid!", "description:multi!", ""},
    {"system-security-plan", "uuid:uuid!",
     "metadata! import-profile! system-characteristics! system-implementation! control-implementation:ssp-control-implementation! back-matter", ""},
    {"import-profile", "href:uriref!", "remarks:multi", ""},
    {"system-characteristics", "",
     "system-id+ system-name:string! system-name-short:string description:multi! prop:property* link* date-authorized:date "
     "security-sensitivity-level:string! system-information! security-impact-level! status! authorization-boundary! "
     "network-architecture data-flow responsible-party* remarks:multi", ""},
    {"system-id", "identifier-type:uri", "", "string"},
    {"information-type.categorization", "system:uri!", "information-type-id:string*", ""},
    {"information-type.confidentiality-impact", "",
     "prop:property* link* base:string! selected:string adjustment-justification:multi", ""},
    {"information-type.integrity-impact", "",
     "prop:property* link* base:string! selected:string adjustment-justification:multi", ""},
    {"information-type.availability-impact", "",
     "prop:property* link* base:string! selected:string adjustment-justification:multi", ""},
    {"system-information.information-type", "uuid:uuid",
     "title:line! description:multi! categorization:information-type.categorization* prop:property* link* "
     "confidentiality-impact:information-type.confidentiality-impact! integrity-impact:information-type.integrity-impact! "
     "availability-impact:information-type.availability-impact!", ""},
    {"system-information", "", "prop:property* link* information-type:system-information.information-type+", ""},
    {"security-impact-level", "",
     "security-objective-confidentiality:string! security-objective-integrity:string! security-objective-availability:string!", ""},
    {"status", "state:string!", "remarks:multi", ""},
    {"authorization-boundary", "", "description:multi! prop:property* link* diagram* remarks:multi", ""},
    {"diagram", "uuid:uuid!", "description:multi prop:property* link* caption:line remarks:multi", ""},
    {"network-architecture", "", "description:multi! prop:property* link* diagram* remarks:multi", ""},
    {"data-flow", "", "description:multi! prop:property* link* diagram* remarks:multi", ""},
    {"system-implementation.leveraged-authorization", "uuid:uuid!",
     "title:line! prop:property* link* party-uuid:uuid! date-authorized:date! remarks:multi", ""},
    {"system-implementation", "",
     "prop:property* link* leveraged-authorization:system-implementation.leveraged-authorization* user:system-user+ "
     "component:system-component+ inventory-item* remarks:multi", ""},
    {"system-user", "uuid:uuid!",
     "title:line short-name:string description:multi prop:property* link* role-id:token* authorized-privilege* remarks:multi", ""},
    {"authorized-privilege", "", "title:line! description:multi function-performed:string+", ""},
    {"system-component.status", "state:token!", "remarks:multi", ""},
    {"system-component", "uuid:uuid! type:string!",
     "title:line! description:multi! purpose:line prop:property* link* status:system-component.status! responsible-role* protocol* "
     "remarks:multi", ""},
    {"inventory-item.implemented-component", "component-uuid:uuid!", "prop:property* link* responsible-party* remarks:multi", ""},
    {"inventory-item", "uuid:uuid!",
     "description:multi! prop:property* link* responsible-party* implemented-component:inventory-item.implemented-component* remarks:multi", ""},
    {"ssp-control-implementation", "",
     "description:multi! set-parameter* implemented-requirement:ssp-implemented-requirement+", ""},
    {"ssp-implemented-requirement", "uuid:uuid! control-id:token!",
     "prop:property* link* set-parameter* responsible-role* statement:ssp-statement* by-component* remarks:multi", ""},
    {"ssp-statement", "statement-id:token! uuid:uuid!", "prop:property* link* responsible-role* by-component* remarks:multi", ""},
    {"export.provided", "uuid:uuid!", "description:multi! prop:property* link* responsible-role* remarks:multi", ""},
    {"export.responsibility", "uuid:uuid! provided-uuid:uuid",
     "description:multi! prop:property* link* responsible-role* remarks:multi", ""},
    {"by-component.export", "",
     "description:multi prop:property* link* provided:export.provided* responsibility:export.responsibility* remarks:multi", ""},
    {"by-component.inherited", "uuid:uuid! provided-uuid:uuid", "description:multi! prop:property* link* responsible-role*", ""},
    {"by-component.satisfied", "uuid:uuid! responsibility-uuid:uuid",
     "description:multi! prop:property* link* responsible-role* remarks:multi", ""},
    {"by-component", "component-uuid:uuid! uuid:uuid!",
     "description:multi! prop:property* link* set-parameter* implementation-status export:by-component.export "
     "inherited:by-component.inherited* satisfied:by-component.satisfied* responsible-role* remarks:multi", ""},
    {"implementation-status", "state:token! exportable:bool", "remarks:multi", ""},
});
// clang-format on

} // namespace

std::span<const OscalTypeRow> oscal_implementation_types() { return k_implementation_types; }

} // namespace assay
