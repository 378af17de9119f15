// What reports of the invented organisation tell besides its registers. Every free text can carry a payload.
#pragma once

#include "assay/base/date.hpp"
#include "assay/report/beside.hpp"

#include <string>

namespace assay::testing {

inline CapabilityProcessLine make_capability_line(const std::string& payload) {
    CapabilityProcessLine line;
    line.process = "INC";
    line.name = "Incident management" + payload;
    line.domain = "Operations" + payload;
    line.edition = "ISO/IEC 33020:2015";
    line.is_rated = true;
    line.level = 1;
    line.target = 3;
    line.indicated_least = 0;
    line.indicated_most = 2;
    line.rated_on = parse_date("2026-09-01");
    line.assessors = "R. Achterberg" + payload;
    line.doubts = {"CR-2 names no assessor" + payload};
    line.attributes = {{"PA 1.1", "Process performance", 1, "F", "F", "P", "F", 1, 2, 4}, {"PA 2.1", "Performance management", 2, "L+", "L", "", "", 0, 0, 0}, {"PA 2.2", "Work product management", 2, "", "", "N", "N", 0, 0, 3}};
    return line;
}

inline CrosswalkLine make_crosswalk(const std::string& payload) {
    CrosswalkLine line;
    line.from = "iso20000-1-2018";
    line.from_title = "ISO/IEC 20000-1:2018" + payload;
    line.to = "itil-4";
    line.to_title = "ITIL 4" + payload;
    line.way = "as it is written";
    line.links = 40;
    line.from_controls = 456;
    line.from_mapped = 300;
    line.to_controls = 4;
    line.to_mapped = 3;
    line.to_relations = {{"equal", 1, 0}, {"superset", 0, 0}, {"subset", 1, 0}, {"intersects", 0, 1}, {"related", 0, 0}};
    line.carried = {{"met", 1, 0}, {"met, with remark", 0, 0}, {"not met", 1, 0}, {"open", 0, 0}, {"touched", 1, 0}, {"not mapped", 1, 0}};
    line.controls = {{"5.2.5", "Incident management" + payload, "itil-4/incident-management", "equal", "not met", "8.6.1"},
                     {"5.2.16", "Service request management", "itil-4/request", "superset", "met", "8.6.2"},
                     {"5.2.8", "Problem management", "itil-4/problem", "intersects", "touched", "8.6.3"},
                     {"5.3.1", "Deployment", "itil-4/deployment", "", "not mapped", ""}};
    return line;
}

inline ReportBeside make_beside(const std::string& payload) {
    ReportBeside beside;
    beside.audit = "AU1";
    beside.audit_state = 45;
    CapabilityBeside capability;
    capability.processes = {make_capability_line(payload)};
    capability.processes.push_back({"CAP", "Capacity management", "", "ISO/IEC 33020:2015", false, 0, {}, {}, {}, {}, "", {}, {{"PA 1.1", "Process performance", 1, "", "", "", "", 0, 0, 0}}});
    capability.ratings = 5;
    capability.later = 1;
    capability.outdated = 2;
    beside.capability = capability;
    beside.crosswalks = {make_crosswalk(payload)};
    ComparisonBeside comparison;
    comparison.before = 2;
    comparison.after = 3;
    comparison.before_on = *parse_date("2026-07-01");
    comparison.before_head = 30;
    comparison.standards = {"iso20000-1-2018"};
    comparison.left_out = {"desmf-3: only the later assessment judged it; 15 determinations are left out."};
    comparison.differing = {"checks iso.xml"};
    comparison.counts = {{"new", 1}, {"worse", 0}, {"fixed", 1}, {"unchanged", 14}};
    comparison.rows_appeared = 7;
    comparison.rows_gone = 3;
    comparison.rows_remained = 60;
    comparison.lines = {{"new", "iso20000-1-2018", "8.5.1.3", "Changes are approved" + payload, "iso20000-1-2018/8.5.1-r03", "Email" + payload, "conforming", "minor (proposed)", true, false},
                        {"fixed", "iso20000-1-2018", "8.6.2", "Requests are recorded", "iso20000-1-2018/8.6.2-r01", "", "minor (proposed)", "conforming", false, true}};
    beside.comparison = comparison;
    OutcomeCounts early;
    early.not_assessed = 10;
    early.met = 2;
    OutcomeCounts now;
    now.minor = 3;
    now.not_assessed = 4;
    now.met_with_remark = 1;
    now.met = 4;
    beside.trend = {{2, *parse_date("2026-07-01"), 30, "iso20000-1-2018", "ISO/IEC 20000-1:2018" + payload, "2018", "shall groups", early, 20},
                    {3, *parse_date("2026-10-06"), 42, "iso20000-1-2018", "ISO/IEC 20000-1:2018" + payload, "2018", "shall groups", now, 67}};
    TicketsBeside tickets;
    tickets.months = {"2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"};
    tickets.lines = {{"incident", "2026-06", 40, 41, 38, 40, 900, 15'000}, {"incident", "2026-07", 50, 44, 50, 47, 1'140, 200'000}, {"problem", "2026-07", 3, 1, 0, 0, {}, {}}};
    tickets.recurring = {{"incident", "EML", "Delivery" + payload, 12}, {"problem", "", "Network", 2}};
    tickets.open_at_end = {{"incident", 9}, {"problem", 4}};
    beside.tickets = tickets;
    return beside;
}

} // namespace assay::testing
