// Any text as a condition over a register with every type of field: a query or a diagnostic, never both, never neither.
#include "assay/formats/load.hpp"
#include "assay/rules/expression.hpp"
#include "assay/rules/library.hpp"
#include "fixed_register.hpp"

#include <cstddef>
#include <cstdint>

namespace {

constexpr std::string_view k_register = R"(<register id="thing" title="Things" kind="maintained"><purpose>All types.</purpose>
<field id="key" title="Key" type="text" key="yes"/><field id="words" title="Words" type="set" values="red green"/>
<field id="state" title="State" type="enum" values="open closed"/><field id="amount" title="Amount" type="decimal"/>
<field id="whole" title="Whole" type="integer"/><field id="share" title="Share" type="percent"/><field id="good" title="Good" type="boolean"/>
<field id="day" title="Day" type="date"/><field id="moment" title="Moment" type="datetime"/><field id="length" title="Length" type="duration"/>
<field id="parent" title="Parent" type="ref" to="thing"/></register>)";

const assay::Schema& schema() {
    static const auto k_schema = schema_of(k_register);
    return k_schema;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const assay::PlacedText text{{reinterpret_cast<const char*>(data), size}, {"fuzz.xml", 1, 1}};
    const auto zone = assay::Zone::utc();
    const assay::LinkTime time{assay::Date{std::chrono::days{20000}}, assay::Date{std::chrono::days{19600}}, assay::Date{std::chrono::days{20000}}, &zone};
    assay::Diagnostics faults;
    assay::TableQuery query;
    query.relations.push_back({"thing", -1, {}});
    const auto condition = assay::link_filter(schema(), query, text, time, faults);
    require_agreement(condition.has_value(), faults);
    return 0;
}
