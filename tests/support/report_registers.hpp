// Registers of the invented organisation, as the app would hand them to the report layer. Every free text can carry a payload.
#pragma once

#include "assay/base/date.hpp"
#include "assay/report/registers.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace assay::testing {

/// Definitions live here; the registers borrow them.
struct RegisterBook {
    std::deque<Register> definitions;
    ReportRegisters registers;
    std::string payload;
    std::int64_t next_row = 1;

    /// `fields`: ids with blanks between; "id*" a key, "on:date", "ok:yes" and "n:number" typed, "name:payload" a free text, else a text that
    /// links things. Cells are divided by '|'; an empty one is absent.
    void add(const std::string& id, const std::string& fields, const std::vector<std::string>& lines) {
        auto& of = definitions.emplace_back();
        of.id = id;
        std::istringstream words(fields);
        std::vector<std::string> kinds;
        for (std::string word; words >> word;) {
            Field field;
            const auto colon = word.find(':');
            kinds.push_back(colon == std::string::npos ? std::string() : word.substr(colon + 1));
            field.id = word.substr(0, std::min(colon, word.find('*')));
            field.key = word.find('*') != std::string::npos;
            field.type = kinds.back() == "date" ? FieldType::date : kinds.back() == "yes" ? FieldType::boolean : kinds.back() == "number" ? FieldType::integer : FieldType::text;
            of.fields.push_back(std::move(field));
        }
        std::vector<Row> rows;
        for (const auto& line : lines) {
            std::istringstream cells(line);
            auto& row = rows.emplace_back();
            for (const auto& kind : kinds) {
                std::string cell;
                std::getline(cells, cell, '|');
                row.push_back(make_value(cell, kind));
            }
            row.emplace_back(next_row++);
        }
        registers.add(of, std::move(rows));
    }

private:
    [[nodiscard]] Value make_value(const std::string& cell, std::string_view kind) const {
        if (cell.empty()) {
            return Absent{};
        }
        if (kind == "date") {
            return std::int64_t{parse_date(cell)->time_since_epoch().count()};
        }
        if (kind == "yes") {
            return std::int64_t{cell == "yes" ? 1 : 0};
        }
        if (kind == "number") {
            std::int64_t number = 0;
            std::from_chars(cell.data(), cell.data() + cell.size(), number);
            return number;
        }
        return kind == "payload" ? cell + payload : cell;
    }
};

/// Judged on 2026-10-06, period 2025-10-01 to 2026-09-30.
inline void fill_registers(RegisterBook& book) {
    book.add("person", "id* name:payload", {"P1|A. Mensah", "P2|J. Okafor", "P3|R. Achterberg"});
    book.add("role", "id* name:payload process", {"OWN|Incident process owner|INC", "MGR|Incident manager|INC", "DIR|Director|"});
    book.add("assignment", "role* person* starts_on*:date ends_on:date", {"OWN|P1|2025-01-01|", "MGR|P2|2025-01-01|2026-06-30", "DIR|P3|2024-01-01|"});
    book.add("process", "id* name:payload adoption", {"INC|Incident management|adopted", "CAP|Capacity management|planned"});
    book.add("activity", "id* process number:number name:payload", {"INC-2|INC|2|Classify incidents", "INC-1|INC|1|Record incidents", "INC-3|INC|3|Close incidents", "INC-4|INC|4|Review major incidents"});
    book.add("raci", "activity* role* letter*", {"INC-1|OWN|a", "INC-1|OWN|r", "INC-2|OWN|a", "INC-2|DIR|a", "INC-2|MGR|r", "INC-4|OWN|c"});
    book.add("service", "id* name:payload status", {"EML|Email|live", "NET|Network|live"});
    book.add("supplier", "id* name:payload kind criticality status designated_person",
             {"S1|Halyard Messaging|external|high|active|P1", "S2|Tidewater Networks|external||active|", "S3|Print room|internal|low|ended|P2", "S4|Harbour staff|customer|low|active|P2"});
    book.add("contract", "id* supplier title:payload service status starts_on:date ends_on:date notice_due:date checked_against_sla_on:date sla_gap:yes gap_risk review_due:date",
             {"C1|S1|Mail gateway|EML|in_force|2024-10-01|2026-10-20|2026-10-10|2026-01-10|no||2027-01-01", "C2|S2|Lines|NET|in_force|2023-01-01|2026-09-01|||yes||2026-01-01",
              "C3|S1|Old gateway|EML|expired|2020-01-01|2024-09-30||||", "C4|S4|Reserve|NET|in_force|2025-01-01|||2026-02-01|yes|R2|2027-01-01"});
    book.add("supplier_review", "id* supplier reviewed_on:date targets_met:yes missed_targets:number",
             {"SR1|S1|2026-03-01|yes|0", "SR2|S1|2026-09-01|no|2", "SR3|S4|2026-02-01|yes|", "SR4|S2|2024-01-01|no|5"});
    book.add("dispute", "id* supplier title:payload raised_on:date owner due:date closed_on:date resolution:payload",
             {"D1|S2|Credits for failures|2026-01-01|P1|2026-02-01||", "D2|S1|Staff not provided|2025-11-01|P2||2026-01-10|Four days free"});
    book.add("improvement", "id* title:payload source supplier decision owner due:date done_on:date",
             {"I1|Restore the missed target|supplier_review|S1|approved|P1|2026-01-01|", "I2|Shorter forms|customer||||", "I3|Done already|audit||approved|P2|2026-01-01|2026-01-01", "I4|Never|audit||rejected|||"});
    book.add("risk",
             "id* title:payload kind service process supplier category:payload likelihood impact level residual_likelihood residual_impact residual_level target_level response treatment:payload owner status "
             "treatment_due:date treated_on:date review_due:date accepted_by accepted_until:date effectiveness_reviewed_on:date",
             {"R1|Single fibre path|threat|NET|||Delivery|moderate|high|moderate|low|high|low|low|mitigate|Second path|P1|treated|2026-04-01|2026-03-01|2027-01-01|||2026-06-01",
              "R2|Weak contract|threat||INC||Delivery|very_high|very_high|very_high|high|high|high|low|mitigate|Renegotiate|P2|open|2026-01-01||2026-01-01|||",
              "R3|Staff leave|threat|||S2||low|moderate||||||accept|||accepted|||||2026-01-01|", "R4|New site|opportunity|EML|||Growth|low|low|low|moderate|low|moderate|low|enhance||P3|open|||||",
              "R5|Gone|threat|||||low|low|low||||||||closed|||||", "R6|Unsorted|threat|||||high|high|high|high|high|high|moderate|avoid|Stop|P1||||||"});
    book.add("risk_criterion", "id* category:payload appetite acceptance_authority criterion:payload approved_on:date", {"RC1|Delivery|moderate|DIR|No loss over four hours|2025-09-03", "RC2||low||Nothing above low|"});
    book.add("evidence", "id* title:payload type version document observed_state withdrawn_on:date",
             {"EV1|Incident procedure|procedure|2.0|DOC1|intact|", "EV2|Incident log|record|||changed|", "EV3|Old procedure|procedure|1.0|DOC2||2026-01-01"});
    book.add("evidence_link", "id* evidence catalog control demand listed_as verdict reviewer reviewed_on:date",
             {"L1|EV1|iso20000-1-2018|8.6.1-r09|procedure||sufficient|P1|2026-10-01", "L2|EV2|iso20000-1-2018|8.6.1-r01|record||insufficient|P1|2026-10-02", "L3|EV3|iso20000-1-2018|8.6.1-r09|||||",
              "L4|EV9|iso20000-1-2018|8.6.1-r09|||||"});
    book.add("document", "id* title:payload type version status approved_by approved_on:date review_due:date",
             {"DOC1|Incident procedure|procedure|2.1|approved|P3|2026-01-01|2026-02-01", "DOC2|Old procedure|procedure|1.0|draft|P3|2025-05-05|", "POL|Service management policy|policy|3.0|approved|P3|2026-01-01|2026-02-01"});
    book.add("evidence_request", "id* catalog control subject demand wanted:payload owner asked_on:date due:date answer answered_by answered_on:date",
             {"ER1|iso20000-1-2018|8.6.1-r01||record|Incident log|P1|2026-09-01|2026-09-20|||", "ER2|iso20000-1-2018|8.6.3-r02||record|Causes||2026-09-01|2026-12-01|||",
              "ER3|iso20000-1-2018|8.6.2-r02||record||P2|2026-09-01|2026-09-10|provided|P2|2026-09-09", "ER4|iso20000-1-2018|nowhere||record|Known errors|P2|2026-09-01||does_not_exist|P2|2026-09-09"});
    book.add("other_party",
             "id* party:payload supplier kind what service component:payload process process_part:payload way contract owner evaluated_on:date control_process:payload process_measured_on:date "
             "process_evaluated_on:date control_service:payload service_measured_on:date service_evaluated_on:date",
             {"OP1||S1|external_supplier|component|EML|Gateway|||provides|C1|P1|2026-01-01||||Delivery times|2026-09-01|", "OP2|Print room||internal_supplier|process|||INC|First line|operates||||Reviewed monthly||||",
              "OP3|Harbour||customer|service|NET|||||||"});
    book.add("nonconformity",
             "id* title:payload catalog control grade corrective_action:payload owner due:date found_on:date status closed_on:date audit grade_confirmed_by statement:payload objective_evidence:payload response "
             "correction:payload corrected_on:date extended_to:date extension_reason:payload service process supplier auditor effective:yes recurrence_of cause:payload instances:payload",
             {"N1|Changes without approval|iso20000-1-2018|8.5.1-r03|minor|Approval is a gate|P2|2026-11-30|2026-08-01|planned||AU1|P3|Two changes went live first|CHG1 and CHG2|acknowledged|Approved "
              "afterwards|2026-08-02|2026-12-15|The gate comes in December|EML|INC|S1|P3|||No gate|CHG1; CHG2",
              "N2|Old|iso20000-1-2018|8.3.3-r01||||||closed|2025-01-01|AU1|||||||||||||yes|N0||"});
    book.add("action", "id* title:payload source management_review owner due:date status done_on:date",
             {"A1|Fund self-service|management_review|MR1|P1|2026-01-01|open|", "A2|Renew agreements|management_review|MR1|P2|2026-01-01|done|2025-12-01", "A3|Ask customers|complaint|||||"});
    book.add("management_review", "id* title:payload held_on:date led_by top_management_present:yes next_due:date", {"MR1|Spring review|2026-03-18|P3|yes|2026-09-30", "MR0||2025-03-18|||"});
    book.add("issue", "id* title:payload kind area status effect:payload identified_on:date reviewed_on:date", {"IS1|New law|external|legal|open|More records|2026-01-01|", "IS2|Old|internal|people|closed||2020-01-01|"});
    book.add("audit",
             "id* title:payload kind conclusion:payload status ends_on:date reported_on:date programme client:payload objectives:payload criteria:payload scope:payload lead starts_on:date sites:payload methods:payload "
             "judged_standard:yes reported_to:payload",
             {"AU1|Internal audit|internal|Two gaps|closed|2026-06-01|2026-06-20|AP1|Board|Clauses 8.5 and 8.6|ISO/IEC 20000-1|Eight services|P3|2026-05-28|Leeds|Interviews and samples|no|Director",
              "AU2|Next|internal||planned||||||||||||"});
    book.add("audit_programme", "id* title:payload period_from:date period_to:date", {"AP1|Audits of two years|2025-01-01|2026-12-31"});
    book.add("audit_team", "audit* person* role competence:payload selected_by selected_on:date own_work:yes no_conflict_declared:yes declared_on:date",
             {"AU1|P3|lead_auditor|Clauses 4 to 10|P1|2026-05-01|no|yes|2026-05-02", "AU1|P1|auditor|Clause 8|P3|2026-05-01|yes|yes|2026-05-02", "AU1|P2|observer||||no|no|"});
    book.add("audit_session",
             "id* audit title:payload planned_from:number planned_to:number held_on:date site:payload process service catalog clauses method auditor auditee status result summary:payload reason:payload",
             {"AS1|AU1|Incidents|1779955200|1779962400|2026-05-28|Leeds|INC||iso20000-1-2018|8.6.1|interview|P3|P1|held|nonconforming|Eleven without review|",
              "AS2|AU1|Mail|1779958800|1779966000||York||EML|iso20000-1-2018|8.5|sample|P3|P2|planned|||", "AS3|AU1|Requests|||||||iso20000-1-2018|8.6.2|||P2|cancelled|||The auditee was ill"});
    book.add("audit_meeting", "id* audit kind held_at:number site:payload led_by attendance:payload agreed:payload unresolved:payload",
             {"AM1|AU1|opening|1779951600|Leeds|P3|All owners|The plan|", "AM2|AU1|closing|1780322400|Leeds|P3|Director|Answers in June|The owner sees no need for a review"});
    book.add("workpaper",
             "id* audit catalog control method role_asked:payload auditor examined_on:date seen:payload items_examined:number items_failing:number population:payload result reviewed_by",
             {"WP1|AU1|iso20000-1-2018|8.6.1-r13|sample||P3|2026-05-28|Minutes name no incident|16|11|16 major incidents|nonconforming|P1", "WP2|AU1|iso20000-1-2018|8.6.1-r09|interview|Shift lead|P3|2026-05-28|Knows the procedure||||conforming|",
              "WP3|AU2|iso20000-1-2018|nowhere|interview||P3||Nothing|||||"});
    book.add("audit_sample", "id* audit catalog control register condition:payload strata n:number seed:number state:number population:number undecided:number drawn:number drawn_on:date drawn_by note:payload",
             {"SM1|AU1|iso20000-1-2018|8.6.1-r01|incident|priority eq 'critical'|month|3|2026|42|1240|2|3|2026-05-20|P3|For the session on incidents", "SM2|AU2|||change|||1|7|42|5||1|2026-05-21||"});
    book.add("sample_item", "sample* item*:number attribute* register row_key stratum result note:payload examined_by examined_on:date",
             {"SM1|1|item|incident|INC0001|2026-01|pass||P3|2026-05-28", "SM1|2|item|incident|INC0002|2026-02|exception|No category|P3|2026-05-28", "SM1|3|item|incident|INC0003|2026-02||||", "SM2|1|item|change|CHG0001|||||"});
    book.add("applicability", "id* catalog control subject decision justification:payload approver approved_on:date review_due:date",
             {"APL1|desmf-3|cpc.evaluate.6|CAP|excluded|Done by the regional data centre|P3|2026-02-10|2027-02-10", "APL2|desmf-3|cpc.establish.4||excluded||||2026-01-01"});
    book.add("system",
             "id* name:payload status owner authorizing_official security_officer confidentiality integrity availability overall_impact baseline categorized_on:date controls_selected_on:date assessed_on:date assessed_by "
             "authorization authorized_by authorized_on:date authorization_ends_on:date last_monitored_on:date",
             {"MSG|Messaging|operational|P1|P3|P2|moderate|moderate|high|high|high|2025-01-01|2025-02-01|2026-01-01|P2|ato|P3|2026-02-01|2026-11-01|2026-09-01", "PLN|Planning|operational|||||||||||||||||", "OLD|Old|retired||||||||||||||||"});
    book.add("authorization", "id* system decision decided_by decided_on:date ends_on:date conditions:payload conditions_due:date conditions_met_on:date revoked_on:date",
             {"AUT1|MSG|ato_with_conditions|P3|2026-03-01|2026-12-01|Mend the gateway|2026-06-01||", "AUT2|PLN|ato|P3|2026-01-01|2027-01-01||||2026-02-01"});
    book.add("poam",
             "id* system weakness:payload control severity residual_risk found_on:date owner resources:payload plan:payload milestones:payload scheduled_completion:date revised_completion:date delay_reason:payload status "
             "completed_on:date verified_on:date accepted_by accepted_until:date",
             {"PO1|MSG|Weak ciphers|SC-8|high|moderate|2026-01-10|P1|Two days|Switch them off|Test, then switch|2026-04-01|2026-09-01|Vendor was late|open||||", "PO2|MSG|No backup test|CP-9|moderate|||P2|||||||completed|2026-05-01|||",
              "PO3|PLN|Old library|SI-2|very_high||||||||||risk_accepted||||2026-01-01", "PO4|PLN|Logs not read|AU-6|||||||||||open||||"});
    book.add("monitoring_trigger", "id* system kind trigger:payload review_due:date reviewed_on:date status", {"MT1|MSG|time|Each quarter|2026-07-01||active", "MT2|MSG|event|Major change|2026-03-01|2026-03-10|active"});
    book.add("asset", "id* name:payload type status service support_ends_on:date licence_ends_on:date warranty_until:date",
             {"A-1|Mail server|hardware|in_use|EML|2026-09-01||2027-01-01", "A-2|Router|network|in_use|NET|||2029-01-01", "A-3|Old router|network|disposed|NET|2020-01-01||", "A-4|Mail licence|licence|in_use|EML||2026-12-31|"});
    book.add("security_incident", "number* title:payload opened_at:number resolved_at:number closed_at:number", {"SEC1|Phishing|1784000000||", "SEC2|Lost laptop|1700000000|1700100000|"});
    book.add("security_control", "id* title:payload deficiencies:payload actions_done_on:date review_due:date", {"SC1|Filtering|Rules are old||2026-01-01", "SC2|Locks|||2027-01-01"});
    book.add("metric", "id* name:payload", {"M1|Incidents solved in time"});
    book.add("measurement", "id* metric period_to:date value:number unit:payload target:number target_met:yes trend", {"X1|M1|2026-01-31|950000|%|900000|yes|steady", "X2|M1|2026-02-28|850000|%|900000|no|worse"});
    book.add("complaint", "id* title:payload service status received_on:date closed_on:date", {"K1|Slow mail|EML|open|2026-02-01|"});
    book.add("satisfaction", "id* title:payload findings:payload score:number target:number measured_on:date", {"SA1|Survey|Forms too long|42000|40000|2026-04-01"});
    book.add("objective", "id* title:payload result:payload current:number target:number unit:payload status owner due:date", {"O1|Faster mail||910000|950000|%|at_risk|P1|2026-12-31", "O2|Gone|||||withdrawn||"});
    book.add("capacity", "id* resource:payload service kind current_capacity:number forecast_capacity:number unit:payload sufficient:yes", {"CP1|Mailboxes|EML|technical|90000000|95000000|boxes|yes", "CP2|Staff||people||||"});
    book.add("budget", "id* period_to:date budgeted:number actual:number forecast:number currency", {"B1|2026-09-30|1000000000|1100000000|1100000000|GBP", "B2|2026-09-30|500000000|400000000||EUR", "B3|2026-09-30|200000000|||EUR"});
    book.add("transition", "id* title:payload service status", {"T1|Mobile mail|EML|planning", "T2|Shared mailboxes|EML|live", "T3|Fax|EML|abandoned", "T4|Old mail|EML|closed"});
    const auto note = [&](const std::string& text) { return text + book.payload; };
    SlaTargetLine target{"T-1", note("Mail is up"), note("Email agreement"), "EML", note("availability, 24x7"), "99.5 %", "", {}};
    target.months.push_back({"2026-01", "99.91 %", "99.80 %", "met", "", "down 0.65 of 744.00 hours; 2 outages, 1 excluded", "", false, false, 0, {}});
    target.months.push_back({"2026-02", "98.10 %", "98.10 %", "missed", note("two outages"), "down 12.77 of 672.00 hours; 2 outages, 0 excluded", "none by 2026-03-31", true, true, 25,
                             {{note("OUT-7"), "missed", "2026-02-03T08:00:00Z", "", "2026-02-03T20:00:00Z", "12.00", note("power")}}});
    target.months.push_back({"2026-03", "99.00 %", "98.00 %", "missed", "", "down 7.44 of 744.00 hours; 1 outages, 0 excluded", note("I1 on 2026-04-10"), true, false, 0, {}});
    SlaTargetLine unmeasured{"T-2", "", "Network agreement", "NET", "resolution, high", "95 %", note("the calendar 'office' is not defined"), {}};
    unmeasured.months.push_back({"2026-01", "", "", "unknown", "", "", "", false, false, 0, {}});
    unmeasured.months.push_back({"2026-02", "97.00 %", "97.00 %", "met as recorded", "nothing says that the records are complete", "", "", false, false, 0, {}});
    unmeasured.months.push_back({"2026-03", "", "", "no tickets", "", "met 0, missed 0, unknown 0, running 0, excluded 0", "", false, false, 0, {}});
    book.registers.sla = {target, unmeasured};
}

} // namespace assay::testing
