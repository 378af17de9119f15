#include "cli/commands.hpp"

#include <array>

namespace assay::cli {

std::span<const CommandSpec> commands() {
    // Sorted by name.
    static const std::array k_commands{
        k_audit_close,
        k_audit_list,
        k_audit_show,
        k_capability,
        k_catalog_crosswalk,
        k_catalog_import,
        k_catalog_list,
        k_catalog_overlay,
        k_catalog_show,
        k_catalog_validate,
        k_check,
        k_completion,
        k_diff,
        k_doctor,
        k_evidence_add,
        k_evidence_gaps,
        k_evidence_review,
        k_evidence_verify,
        k_explain,
        k_export,
        k_history,
        k_import,
        k_init,
        k_list,
        k_log_anchor,
        k_log_show,
        k_log_verify,
        k_man,
        k_migrate,
        k_new_catalog,
        k_new_check,
        k_new_register,
        k_new_report,
        k_oscal_export,
        k_oscal_resolve,
        k_pack,
        k_plan,
        k_raci,
        k_raise,
        k_remove,
        k_rename,
        k_report,
        k_risk_levels,
        k_risk_matrix,
        k_risk_simulate,
        k_rules_test,
        k_sample_draw,
        k_sample_record,
        k_sample_redraw,
        k_sample_show,
        k_set,
        k_show,
        k_sla_attainment,
        k_sla_calendar,
        k_sla_chain,
        k_sla_times,
        k_stage,
        k_trend,
        k_undo,
    };
    return k_commands;
}

} // namespace assay::cli
