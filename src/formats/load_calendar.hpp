// The calendars of a workspace file (docs/xml.md "Workspace").
#pragma once

#include "assay/model/calendar.hpp"
#include "formats/xml_reader.hpp"

namespace assay {

/// One `calendar` element; its faults are reported. That its zone exists is for Zone::find.
[[nodiscard]] CalendarDefinition load_calendar(XmlElement& element);

} // namespace assay
