// The elements of OSCAL: mapping collections, which are new in 1.2. Made from NIST's JSON schema 1.2.1: they go out as JSON only.
#include "formats/oscal_grammar.hpp"

#include <array>

namespace assay {
namespace {

// clang-format off
constexpr auto k_mapping_types = std::to_array<OscalTypeRow>({
    {"mapping-collection", "uuid:uuid!", "metadata! provenance! mapping+ back-matter", ""},
    {"provenance", "method:string! matching-rationale:string! status:string!", "mapping-description:multi! responsible-party* prop:property* link* remarks:multi", ""},
    {"mapping", "uuid:uuid! method:string matching-rationale:string status:string",
     "source-resource:mapping-resource! target-resource:mapping-resource! map+ prop:property* link* remarks:multi mapping-description:multi "
     "source-gap-summary:gap-summary target-gap-summary:gap-summary", ""},
    {"mapping-resource", "ns:uri type:token! href:uriref!", "prop:property* link* remarks:multi", ""},
    {"map", "uuid:uuid! ns:uri matching-rationale:string", "relationship:token! source:mapping-item+ target:mapping-item+ prop:property* link* remarks:multi", ""},
    {"mapping-item", "type:token! id-ref:string!", "prop:property* link* remarks:multi", ""},
    {"gap-summary", "uuid:uuid!", "unmapped-control:select-control-by-id+", ""},
});
// clang-format on

} // namespace

std::span<const OscalTypeRow> oscal_mapping_types() { return k_mapping_types; }

} // namespace assay
