// The elements of OSCAL: metadata and back matter, catalogs, profiles.
// Made from the XSD of OSCAL 1.0.6 and 1.1.2: what either of them allows is allowed. The notation is in oscal_grammar.hpp.
#include "formats/oscal_grammar.hpp"

#include <array>

namespace assay {
namespace {

// clang-format off
constexpr auto k_control_types = std::to_array<OscalTypeRow>({
    {"catalog", "uuid:uuid!", "metadata! param:parameter* control* group* back-matter", ""},
    {"metadata.revisions", "", "revision*", ""},
    {"metadata", "",
     "title:line! published:datetime last-modified:datetime! version:string! oscal-version:string! revisions:metadata.revisions "
     "document-id* prop:property* link* role* location* party* responsible-party* action* remarks:multi", ""},
    {"revision", "",
     "title:line published:datetime last-modified:datetime version:string! oscal-version:string prop:property* link* remarks:multi", ""},
    {"property", "name:token! uuid:uuid ns:uri value:string! class:token group:token", "remarks:multi", ""},
    {"link", "href:uriref! rel:token media-type:string resource-fragment:string", "text:line", ""},
    {"document-id", "scheme:uri", "", "string"},
    {"role", "id:token!", "title:line! short-name:string description:multi prop:property* link* remarks:multi", ""},
    {"location", "uuid:uuid!",
     "title:line address! email-address:string* telephone-number* url:uri* prop:property* link* remarks:multi", ""},
    {"address", "type:token", "addr-line:string* city:string state:string postal-code:string country:string", ""},
    {"telephone-number", "type:string", "", "string"},
    {"party.external-id", "scheme:uri!", "", "string"},
    {"party", "uuid:uuid! type:string!",
     "name:string short-name:string external-id:party.external-id* prop:property* link* email-address:string* telephone-number* "
     "address* /location-uuid:uuid* member-of-organization:uuid* remarks:multi", ""},
    {"responsible-party", "role-id:token!", "party-uuid:uuid+ prop:property* link* remarks:multi", ""},
    {"parameter", "id:token! class:token depends-on:token",
     "prop:property* link* label:line usage:multi constraint:parameter-constraint* guideline:parameter-guideline* value:string* "
     "/select:parameter-selection remarks:multi", ""},
    {"parameter-constraint.test", "", "expression:string! remarks:multi", ""},
    {"parameter-constraint", "", "description:multi test:parameter-constraint.test*", ""},
    {"parameter-guideline", "", "#block", ""},
    {"parameter-selection", "how-many:token", "choice:line*", ""},
    {"control", "id:token! class:token", "title:line! param:parameter* prop:property* link* part* control*", ""},
    {"part", "id:token name:token! ns:uri class:token", "title:line prop:property* #block part* link*", ""},
    {"group", "id:token class:token", "title:line! param:parameter* prop:property* link* part* group* /control*", ""},
    {"resource.citation", "", "text:line! prop:property* link*", ""},
    {"resource.rlink", "href:uriref! media-type:string", "hash*", ""},
    {"resource.base64", "filename:uriref media-type:string", "", "base64"},
    {"back-matter.resource", "uuid:uuid!",
     "title:line description:multi prop:property* document-id* citation:resource.citation rlink:resource.rlink* "
     "base64:resource.base64 remarks:multi", ""},
    {"back-matter", "", "resource:back-matter.resource*", ""},
    {"hash", "algorithm:string!", "", "string"},
    {"profile", "uuid:uuid!", "metadata! import+ merge modify back-matter", ""},
    {"import", "href:uriref!",
     "include-all:empty /include-controls:select-control-by-id* exclude-controls:select-control-by-id*", ""},
    {"select-control-by-id.matching", "pattern:string", "", ""},
    {"select-control-by-id", "with-child-controls:token with-parent-controls:token",
     "with-id:token* matching:select-control-by-id.matching*", ""},
    {"merge.combine", "method:string", "", ""},
    {"merge.custom", "", "group:profile-group* insert-controls*", ""},
    {"merge", "", "combine:merge.combine flat:empty /as-is:bool /custom:merge.custom", ""},
    {"profile-group", "id:token class:token",
     "title:line! param:parameter* prop:property* link* part* group:profile-group* /insert-controls*", ""},
    {"insert-controls", "order:token",
     "include-all:empty /include-controls:select-control-by-id* exclude-controls:select-control-by-id*", ""},
    {"modify.set-parameter", "param-id:token! class:token depends-on:token",
     "prop:property* link* label:line usage:multi constraint:parameter-constraint* guideline:parameter-guideline* value:string* "
     "/select:parameter-selection", ""},
    {"modify", "", "set-parameter:modify.set-parameter* alter*", ""},
    {"alter", "control-id:token!", "remove* add*", ""},
    {"remove", "by-name:token by-class:token by-id:token by-item-name:token by-ns:token", "", ""},
    {"add", "position:token by-id:token", "title:line param:parameter* prop:property* link* part*", ""},
});
// clang-format on

} // namespace

std::span<const OscalTypeRow> oscal_control_types() { return k_control_types; }

} // namespace assay
