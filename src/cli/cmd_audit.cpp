// assay audit list / show / close: audits, where they stand, and their end.
#include "cli/commands.hpp"

#include "assay/app/audit.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_audit_list_options{
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table or json", false, false},
};
constexpr std::array k_audit_show_options{
    OptionSpec{"AUDIT", "", "id of the audit", true, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table or json", false, false},
};
constexpr std::array k_audit_close_options{
    OptionSpec{"AUDIT", "", "id of the audit", true, false},
    OptionSpec{"--by", "PERSON", "the lead auditor, by id or name", true, false},
    OptionSpec{"--on", "DATE", "day of closing (default: today)", false, false},
    OptionSpec{"--conclusion", "TEXT", "the audit's conclusion (default: as recorded)", false, false},
};

int run_audit_list(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "json"});
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto audits = list_audits(call.run, *session, call.arguments.text("--at"));
    print(format == "table" ? to_text(audits) : to_json(audits));
    return k_exit_good;
}

int run_audit_show(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "json"});
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = read_audit(call.run, *session, call.arguments.text("AUDIT"), call.arguments.text("--at"));
    print(format == "table" ? to_text(report) : to_json(report));
    return k_exit_good;
}

int run_audit_close(const Invocation& call) {
    const auto& arguments = call.arguments;
    const CloseAuditRequest request{arguments.text("AUDIT"), arguments.text("--by"), find_date(arguments, "--on"), arguments.text("--conclusion")};
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = close_audit(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(to_text(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_audit_close{"audit close", "end an audit; refused while sessions lack a result or grades are unconfirmed", true, k_audit_close_options, run_audit_close};
const CommandSpec k_audit_list{"audit list", "every audit with its sessions, nonconformities and assessments", true, k_audit_list_options, run_audit_list};
const CommandSpec k_audit_show{"audit show", "team, sessions, what they cover, and what stands against closing", true, k_audit_show_options, run_audit_show};

} // namespace assay::cli
