"""Gives ticket rows the look of the ticket tool's export: its headers, its words, and its usual mess.

Names of services instead of ids, words with numbers before them, unknown as '?' or nothing, blanks around words, states in any case,
commas, quotes and line breaks within texts, local times without a zone, a byte order mark, and columns that Assay does not know.
"""

import datetime as dt

from .common import Rng, csv_text, moment, no_gap, write_bytes

PRIORITY = {"critical": "1 - Critical", "high": "2 - High", "moderate": "3 - Moderate", "low": "4 - Low", "planning": "5 - Planning"}
LEVEL = {"high": "1 - High", "medium": "2 - Medium", "low": "3 - Low"}
RISK = {"high": "High", "moderate": "Moderate", "low": "Low", "very_low": "Very low"}
STATE = {
    "incident": {"new": "New", "assigned": "Assigned", "in_progress": "In Progress", "awaiting_user": "Awaiting User Info", "awaiting_vendor": "Awaiting Vendor",
                 "resolved": "Resolved", "closed": "Closed", "cancelled": "Canceled"},
    "problem": {"under_investigation": "Root Cause Analysis", "known_error": "Known Error", "pending_change": "Fix in Progress", "resolved": "Resolved", "closed": "Closed"},
    "change": {"assess": "Assess", "scheduled": "Scheduled", "review": "Review", "closed": "Closed", "cancelled": "Canceled"},
    "request": {"closed": "Closed", "fulfilled": "Closed Complete", "in_progress": "Work in Progress", "awaiting_approval": "Waiting for Approval", "rejected": "Closed Incomplete"},
}
KIND = {"ordinary": "None of these", "add_service": "New service", "change_service": "Change of service", "remove_service": "Removal", "transfer_in": "Transfer in of a service",
        "transfer_out": "Transfer to another party"}

# header, field; a header without a field is a column of the tool that no register has
COLUMNS = {
    "incident": [("number", "number"), ("opened_at", "opened_at"), ("sys_created_on", "recorded_at"), ("short_description", "title"), ("description", "description"),
                 ("business_service", "service"), ("state", "state"), ("caller_id", "caller"), ("opened_by", "opened_by"), ("contact_type", "contact_type"), ("location", "location"),
                 ("category", "category"), ("subcategory", "subcategory"), ("cmdb_ci", "configuration_item"), ("impact", "impact"), ("urgency", "urgency"), ("priority", "priority"),
                 ("u_priority_confirmation", "priority_confirmed"), ("priority_override_reason", "priority_reason"), ("assignment_group", "assignment_group"), ("assigned_to", "assigned_to"), ("reassignment_count", "reassignment_count"),
                 ("first_response_at", "responded_at"), ("escalation_due", "escalation_due_at"), ("escalated_at", "escalated_at"), ("escalated_to", "escalated_to"),
                 ("resolved_at", "resolved_at"), ("resolved_by", "resolved_by"), ("close_notes", "resolution"), ("close_code", "closure_code"), ("closed_at", "closed_at"),
                 ("closed_by", "closed_by"), ("reopen_count", "reopen_count"), ("reopened_time", "reopened_at"), ("sys_mod_count", "update_count"), ("work_notes", "actions_taken"),
                 ("made_sla", "made_sla"), ("sla_due", "target_due_at"), ("problem_id", "problem"), ("caused_by", "caused_by"), ("vendor", "vendor"), ("knowledge", "knowledge"),
                 ("is_major", "major"), ("declared_at", "major_declared_at"), ("incident_manager", "major_manager"), ("procedure_followed", "major_procedure"),
                 ("management_informed_at", "top_management_informed_at"), ("report_date", "reported_on"), ("pir_date", "reviewed_on"), ("pir_document", "review_document"),
                 ("sys_updated_on", "updated_at"), ("u_vip_caller", ""), ("sys_domain", "")],
    "problem": [("number", "number"), ("opened_at", "opened_at"), ("sys_created_on", "recorded_at"), ("short_description", "title"), ("description", "description"),
                ("business_service", "service"), ("problem_state", "state"), ("source", "found_by"), ("category", "category"), ("subcategory", "subcategory"), ("cmdb_ci", "configuration_item"),
                ("impact", "impact"), ("urgency", "urgency"), ("priority", "priority"), ("assignment_group", "assignment_group"), ("assigned_to", "assigned_to"),
                ("problem_manager", "owner"), ("escalation_due", "escalation_due_at"), ("escalated_at", "escalated_at"), ("escalated_to", "escalated_to"), ("due_date", "target_due_at"),
                ("cause_notes", "root_cause"), ("root_cause_date", "root_cause_found_at"), ("possible_solutions", "possible_actions"), ("work_notes", "actions_taken"),
                ("known_error_flag", "known_error"), ("known_error_date", "known_error_recorded_at"), ("workaround", "workaround"), ("knowledge_article", "published_in"),
                ("publication_date", "published_on"), ("needs_change", "change_required"), ("rfc", "change"), ("resolved_at", "resolved_at"), ("fix_notes", "resolution"),
                ("close_code", "closure_code"), ("closed_at", "closed_at"), ("reopen_count", "reopen_count"), ("effectiveness_checked_on", "effectiveness_monitored_on"),
                ("review_date", "effectiveness_reviewed_on"), ("report_date", "effectiveness_reported_on"), ("sys_updated_on", "updated_at"), ("u_rca_template", "")],
    "change": [("number", "number"), ("opened_at", "requested_at"), ("sys_created_on", "recorded_at"), ("short_description", "title"), ("description", "description"),
               ("business_service", "service"), ("change_kind", "kind"), ("change_type", "type"), ("category", "category"), ("subcategory", "subcategory"),
               ("std_change_producer_version", "model"), ("cmdb_ci", "configuration_item"), ("requested_by", "requester"), ("justification", "reason"), ("classified_on", "classified_at"),
               ("priority", "priority"), ("impact", "impact"), ("risk", "risk"), ("major_change", "major_impact"), ("policy_requires_8_5_2", "policy_requires_transition"),
               ("uses_design_and_transition", "uses_design_transition"), ("assessment_date", "assessed_on"), ("risks_weighed", "assessed_risk"), ("benefits_weighed", "assessed_benefits"),
               ("feasibility_weighed", "assessed_feasibility"), ("financial_impact_weighed", "assessed_cost"), ("impact_on_services_weighed", "assessed_services"),
               ("impact_on_customers_weighed", "assessed_customers"), ("impact_on_policies_weighed", "assessed_policies"), ("impact_on_capacity_weighed", "assessed_capacity"),
               ("impact_on_availability_weighed", "assessed_availability"), ("impact_on_continuity_weighed", "assessed_continuity"), ("impact_on_security_weighed", "assessed_security"),
               ("impact_on_other_changes_weighed", "assessed_other_changes"), ("approval_status", "approval_decision"), ("approval_date", "approved_at"), ("approver", "approved_by"),
               ("interested_parties_involved", "parties_consulted"), ("start_date", "scheduled_from"), ("end_date", "scheduled_to"), ("communication_date", "communicated_on"),
               ("test_date", "tested_on"), ("test_outcome", "test_result"), ("rollback_plan", "backout_plan"), ("rollback_tested_on", "backout_tested_on"),
               ("rollback_test_possible", "backout_test_possible"), ("work_start", "deployed_at"), ("work_end", "deployed_until"), ("assignment_group", "assignment_group"),
               ("assigned_to", "assigned_to"), ("change_manager", "owner"), ("close_code", "outcome"), ("investigation_date", "failure_investigated_on"), ("actions_agreed", "agreed_actions"),
               ("agreed_actions_done_on", "actions_done_on"), ("review_date", "reviewed_on"), ("review_comments", "review_result"), ("actions_from_the_review", "review_actions"),
               ("review_actions_completed_on", "review_actions_done_on"), ("state", "state"), ("closed_at", "closed_at"), ("problem_id", "problem"), ("release_id", "release"),
               ("sys_updated_on", "updated_at"), ("u_cab_agenda_slot", "")],
    "request": [("number", "number"), ("opened_at", "opened_at"), ("sys_created_on", "recorded_at"), ("short_description", "title"), ("description", "description"),
                ("business_service", "service"), ("requested_for", "requester"), ("contact_type", "contact_type"), ("category", "category"), ("subcategory", "subcategory"),
                ("cat_item", "item"), ("priority", "priority"), ("state", "state"), ("approval", "approval"), ("approval_date", "approved_at"), ("approver", "approved_by"),
                ("assignment_group", "fulfilment_group"), ("assigned_to", "assigned_to"), ("work_instruction", "instruction_document"),
                ("instruction_available_to_fulfilment_staff", "instruction_accessible"), ("due_date", "target_due_at"), ("made_sla", "made_sla"), ("completed_at", "fulfilled_at"),
                ("closed_at", "closed_at"), ("close_code", "closure_code"), ("reopen_count", "reopen_count"), ("work_notes", "actions_taken"), ("sys_updated_on", "updated_at"),
                ("u_portal_session", "")],
}
DAY_FIRST = {"change"}      # exported by a user with another date setting: dd-MM-yyyy HH:mm:ss
MONTH_FIRST = {"request"}   # MM/dd/yyyy HH:mm:ss
TRUTH = {"incident": ("true", "false"), "problem": ("true", "false"), "change": ("Yes", "No"), "request": ("TRUE", "FALSE")}


def write(t):
    names = {s["id"]: s["name"] for s in t.rows["service"]}
    for number, register in enumerate(("incident", "problem", "change", "request")):
        rng = Rng(4000 + number)
        header = [h for h, _ in COLUMNS[register]]
        rows = []
        for row in t.rows[register]:
            rows.append([extra(rng, h) if not f else cell(t, rng, register, f, row.get(f, ""), names) for h, f in COLUMNS[register]])
        text = csv_text(header, rows, "\r\n")
        bom = "\ufeff" if register in ("incident", "request") else ""
        write_bytes(f"tickets/{register}s.csv", (bom + text).encode("utf-8"))


def cell(t, rng, register, field, value, names):
    kind = t.fields[register][field].get("type")
    if field == "service":
        return names.get(value, value)
    if kind in ("datetime", "date"):
        return stamp(register, kind, value)
    if kind == "boolean":
        return TRUTH[register][value != "yes"] if value else ""
    if field == "priority":
        return PRIORITY.get(value, value)
    if field in ("impact", "urgency"):
        return LEVEL.get(value, value)
    if field == "risk":
        return RISK.get(value, value)
    if field == "kind":
        return KIND.get(value, value)
    if field == "state":
        return worn(rng, STATE[register].get(value, value))
    if field in ("type", "approval_decision", "outcome", "approval"):
        return {"backed_out": "Rolled back", "not_required": "Not needed", "pending": "Requested"}.get(value, value.capitalize())
    if field in ("test_result", "found_by"):
        return {"not_possible": "Not tested", "trend_analysis": "Trend", "incident": "Incident"}.get(value, value.capitalize())
    if not value and field in ("configuration_item", "vendor", "caused_by", "problem", "description", "closed_by", "release") and rng.chance(40):
        return "?"
    if field == "description" and value and rng.chance(12):
        return value.replace(". ", ".\r\n", 1) if ". " in value else value + "\r\nSent from the portal, \"quick form\""
    if field in ("caller", "title", "assigned_to") and rng.chance(1.5):
        return value + "  "
    return value


def worn(rng, word):
    roll = rng.below(100)
    if roll < 4:
        return word.upper()
    if roll < 8:
        return word.lower()
    if roll < 11:
        return word + " "
    return word


def extra(rng, header):
    if header == "u_vip_caller":
        return "true" if rng.chance(2) else "false"
    if header == "sys_domain":
        return "global"
    return f"{rng.below(10 ** 6):06}" if rng.chance(30) else ""


def stamp(register, kind, value):
    if not value:
        return ""
    if kind == "date":
        date = dt.date.fromisoformat(value)
        if register in DAY_FIRST:
            return date.strftime("%d-%m-%Y")
        return date.strftime("%m/%d/%Y") if register in MONTH_FIRST else value
    at = no_gap(moment(value))
    if register in DAY_FIRST:
        return at.strftime("%d-%m-%Y %H:%M:%S")
    return at.strftime("%m/%d/%Y %H:%M:%S") if register in MONTH_FIRST else value
