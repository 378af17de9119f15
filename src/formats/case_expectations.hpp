// What a case of a check expects must be of rows that the case holds.
#pragma once

#include "assay/model/check.hpp"
#include "formats/xml_reader.hpp"

namespace assay {

/// Names within a case are looked up when all of it is known: rows and expectations may stand in any order. What is judged is a row
/// of `in`, or a member, which is a row of `over` (named so where its key has several parts). Faults go to the document of `element`,
/// the check.
void check_expectations(XmlElement& element, const CheckDefinition& check, const CheckCase& checked);

} // namespace assay
