-- The questions of controls/checks/iso-8.6.1-incident.xml for the period 2025-10-01 to 2026-09-30 on 2026-10-15, by service, as one would write them
-- by hand over the same table: one scan, no host functions. One row per service: rows in period and scope, then for each check in the order of the
-- file the rows it selects (and due), those that fail, those not yet due and those undecided, where there can be any; `run` compares all of them
-- by these names with what Assay counts.
-- Instants are seconds, dates days since 1970; the zone is UTC.
WITH day(today) AS (VALUES (unixepoch('2026-10-15') / 86400))
SELECT i.service, COUNT(*) AS "rows",
  -- incident-classified
  COUNT(*) FILTER (WHERE i.state IS NULL OR i.state NOT IN ('new', 'cancelled')) AS "incident-classified selected",
  COUNT(*) FILTER (WHERE (i.state IS NULL OR i.state NOT IN ('new', 'cancelled')) AND i.category IS NULL) AS "incident-classified failed",
  -- incident-prioritised
  COUNT(*) FILTER (WHERE i.state IS NULL OR i.state NOT IN ('new', 'cancelled')) AS "incident-prioritised selected",
  COUNT(*) FILTER (WHERE (i.state IS NULL OR i.state NOT IN ('new', 'cancelled')) AND i.priority IS NULL) AS "incident-prioritised failed",
  -- incident-priority-follows-impact-and-urgency
  COUNT(*) FILTER (WHERE (i.state IS NULL OR i.state NOT IN ('new', 'cancelled')) AND i.priority IS NOT NULL
    AND i.impact IN ('critical', 'high', 'medium', 'low') AND i.urgency IN ('critical', 'high', 'medium', 'low')) AS "incident-priority-follows-impact-and-urgency selected",
  COUNT(*) FILTER (WHERE (i.state IS NULL OR i.state NOT IN ('new', 'cancelled')) AND i.priority IS NOT NULL
    AND i.impact IN ('critical', 'high', 'medium', 'low') AND i.urgency IN ('critical', 'high', 'medium', 'low')
    AND NOT (i.priority_reason IS NOT NULL
      OR (i.impact = 'high' AND i.urgency = 'high' AND i.priority = 'critical')
      OR (i.impact = 'high' AND i.urgency = 'medium' AND i.priority = 'high')
      OR (i.impact = 'high' AND i.urgency = 'low' AND i.priority = 'moderate')
      OR (i.impact = 'medium' AND i.urgency = 'high' AND i.priority = 'high')
      OR (i.impact = 'medium' AND i.urgency = 'medium' AND i.priority = 'moderate')
      OR (i.impact = 'medium' AND i.urgency = 'low' AND i.priority = 'low')
      OR (i.impact = 'low' AND i.urgency = 'high' AND i.priority = 'moderate')
      OR (i.impact = 'low' AND i.urgency = 'medium' AND i.priority = 'low')
      OR (i.impact = 'low' AND i.urgency = 'low' AND i.priority IN ('low', 'planning'))
      OR (i.impact = 'critical' AND i.urgency IN ('critical', 'high') AND i.priority = 'critical')
      OR (i.impact = 'high' AND i.urgency = 'critical' AND i.priority = 'critical')
      OR (i.impact = 'critical' AND i.urgency = 'medium' AND i.priority IN ('critical', 'high'))
      OR (i.impact = 'medium' AND i.urgency = 'critical' AND i.priority IN ('critical', 'high'))
      OR (i.impact = 'critical' AND i.urgency = 'low' AND i.priority IN ('high', 'moderate'))
      OR (i.impact = 'low' AND i.urgency = 'critical' AND i.priority IN ('high', 'moderate')))) AS "incident-priority-follows-impact-and-urgency failed",
  -- incident-escalated-when-due
  COUNT(*) FILTER (WHERE i.escalation_due_at IS NOT NULL AND (i.resolved_at IS NULL OR i.resolved_at > i.escalation_due_at)
    AND (i.closed_at IS NULL OR i.closed_at > i.escalation_due_at) AND i.escalation_due_at / 86400 + 1 < today) AS "incident-escalated-when-due selected",
  COUNT(*) FILTER (WHERE i.escalation_due_at IS NOT NULL AND (i.resolved_at IS NULL OR i.resolved_at > i.escalation_due_at)
    AND (i.closed_at IS NULL OR i.closed_at > i.escalation_due_at) AND i.escalation_due_at / 86400 + 1 < today AND i.escalated_at IS NULL) AS "incident-escalated-when-due failed",
  COUNT(*) FILTER (WHERE i.escalation_due_at IS NOT NULL AND (i.resolved_at IS NULL OR i.resolved_at > i.escalation_due_at)
    AND (i.closed_at IS NULL OR i.closed_at > i.escalation_due_at) AND i.escalation_due_at / 86400 + 1 >= today) AS "incident-escalated-when-due not due",
  -- closed-incident-was-resolved: the file has neither resolved_by nor resolution, so a row for want of which it would fail is undecided
  COUNT(*) FILTER (WHERE i.state = 'closed' AND (i.resolved_at IS NOT NULL OR i.resolved_by IS NOT NULL OR i.resolution IS NOT NULL))
    AS "closed-incident-was-resolved selected",
  COUNT(*) FILTER (WHERE i.state = 'closed' AND i.resolved_at IS NULL AND i.resolved_by IS NULL AND i.resolution IS NULL)
    AS "closed-incident-was-resolved undecided",
  -- resolved-incident-closed
  COUNT(*) FILTER (WHERE i.resolved_at IS NOT NULL AND (i.state IS NULL OR i.state <> 'cancelled') AND i.resolved_at / 86400 + 30 < today) AS "resolved-incident-closed selected",
  COUNT(*) FILTER (WHERE i.resolved_at IS NOT NULL AND (i.state IS NULL OR i.state <> 'cancelled') AND i.resolved_at / 86400 + 30 < today
    AND i.closed_at IS NULL) AS "resolved-incident-closed failed",
  COUNT(*) FILTER (WHERE i.resolved_at IS NOT NULL AND (i.state IS NULL OR i.state <> 'cancelled') AND i.resolved_at / 86400 + 30 >= today) AS "resolved-incident-closed not due",
  -- closed-incident-has-resolution-time
  COUNT(*) FILTER (WHERE i.state = 'closed') AS "closed-incident-has-resolution-time selected",
  COUNT(*) FILTER (WHERE i.state = 'closed' AND i.resolved_at IS NULL) AS "closed-incident-has-resolution-time failed",
  -- closed-incident-shows-actions
  COUNT(*) FILTER (WHERE i.state = 'closed') AS "closed-incident-shows-actions selected",
  COUNT(*) FILTER (WHERE i.state = 'closed' AND i.actions_taken IS NULL AND i.resolution IS NULL AND i.closure_code IS NULL
    AND (i.update_count IS NULL OR i.update_count <= 0)) AS "closed-incident-shows-actions failed",
  -- major-incident-procedure-in-force
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND d.status IN ('draft', 'approved', 'withdrawn')) AS "major-incident-procedure-in-force selected",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND d.status IN ('draft', 'approved', 'withdrawn') AND NOT (
    (d.status = 'approved' OR (d.status = 'withdrawn' AND d.withdrawn_on > i.opened_at / 86400))
    AND (d.in_force_from IS NULL OR d.in_force_from <= i.opened_at / 86400))) AS "major-incident-procedure-in-force failed",
  -- major-incident-top-management-informed
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.opened_at / 86400 + 1 < today) AS "major-incident-top-management-informed selected",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.opened_at / 86400 + 1 < today AND i.top_management_informed_at IS NULL) AS "major-incident-top-management-informed failed",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.opened_at / 86400 + 1 >= today) AS "major-incident-top-management-informed not due",
  -- major-incident-manager-named
  COUNT(*) FILTER (WHERE i.major OR i.major_declared_at IS NOT NULL) AS "major-incident-manager-named selected",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.major_manager IS NULL) AS "major-incident-manager-named failed",
  -- major-incident-reported
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.resolved_at / 86400 + 10 < today) AS "major-incident-reported selected",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.resolved_at / 86400 + 10 < today
    AND (i.reported_on IS NULL OR i.reported_on < i.resolved_at / 86400)) AS "major-incident-reported failed",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.resolved_at / 86400 + 10 >= today) AS "major-incident-reported not due",
  -- major-incident-reviewed
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.resolved_at / 86400 + 10 < today) AS "major-incident-reviewed selected",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.resolved_at / 86400 + 10 < today
    AND (i.reviewed_on IS NULL OR i.reviewed_on < i.resolved_at / 86400)) AS "major-incident-reviewed failed",
  COUNT(*) FILTER (WHERE (i.major OR i.major_declared_at IS NOT NULL) AND i.resolved_at / 86400 + 10 >= today) AS "major-incident-reviewed not due"
FROM day, r_incident AS i JOIN r_service AS s ON s.id = i.service LEFT JOIN r_document AS d ON d.id = i.major_procedure
WHERE i.opened_at >= unixepoch('2025-10-01') AND i.opened_at < unixepoch('2026-10-01')
  AND s.in_scope AND (s.status = 'live' OR s.retired_on >= unixepoch('2025-10-01') / 86400)
GROUP BY i.service
ORDER BY i.service;
