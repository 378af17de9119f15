// A register that a target works on, from its definition in the target.
#pragma once

#include "assay/formats/load.hpp"
#include "require.hpp"

#include <string_view>
#include <utility>

inline assay::Schema schema_of(std::string_view definition) {
    assay::Diagnostics faults;
    auto read = assay::load_register(definition, "fixed.xml", faults);
    require(read.has_value(), "the register is one", faults.to_text());
    assay::Schema made;
    made.registers.push_back(std::move(*read));
    return made;
}
