// One line per command file: its row of the table.
#pragma once

#include "cli/command.hpp"

namespace assay::cli {

extern const CommandSpec k_audit_close;
extern const CommandSpec k_audit_list;
extern const CommandSpec k_audit_show;
extern const CommandSpec k_capability;
extern const CommandSpec k_catalog_crosswalk;
extern const CommandSpec k_catalog_import;
extern const CommandSpec k_catalog_list;
extern const CommandSpec k_catalog_overlay;
extern const CommandSpec k_catalog_show;
extern const CommandSpec k_catalog_validate;
extern const CommandSpec k_check;
extern const CommandSpec k_completion;
extern const CommandSpec k_diff;
extern const CommandSpec k_doctor;
extern const CommandSpec k_evidence_add;
extern const CommandSpec k_evidence_gaps;
extern const CommandSpec k_evidence_review;
extern const CommandSpec k_evidence_verify;
extern const CommandSpec k_explain;
extern const CommandSpec k_export;
extern const CommandSpec k_history;
extern const CommandSpec k_import;
extern const CommandSpec k_init;
extern const CommandSpec k_list;
extern const CommandSpec k_log_anchor;
extern const CommandSpec k_log_show;
extern const CommandSpec k_log_verify;
extern const CommandSpec k_man;
extern const CommandSpec k_migrate;
extern const CommandSpec k_oscal_export;
extern const CommandSpec k_oscal_resolve;
extern const CommandSpec k_new_catalog;
extern const CommandSpec k_new_check;
extern const CommandSpec k_new_register;
extern const CommandSpec k_new_report;
extern const CommandSpec k_pack;
extern const CommandSpec k_plan;
extern const CommandSpec k_raci;
extern const CommandSpec k_raise;
extern const CommandSpec k_remove;
extern const CommandSpec k_rename;
extern const CommandSpec k_report;
extern const CommandSpec k_risk_levels;
extern const CommandSpec k_risk_matrix;
extern const CommandSpec k_risk_simulate;
extern const CommandSpec k_rules_test;
extern const CommandSpec k_sample_draw;
extern const CommandSpec k_sample_record;
extern const CommandSpec k_sample_redraw;
extern const CommandSpec k_sample_show;
extern const CommandSpec k_set;
extern const CommandSpec k_show;
extern const CommandSpec k_sla_attainment;
extern const CommandSpec k_sla_calendar;
extern const CommandSpec k_sla_chain;
extern const CommandSpec k_sla_times;
extern const CommandSpec k_stage;
extern const CommandSpec k_trend;
extern const CommandSpec k_undo;

} // namespace assay::cli
