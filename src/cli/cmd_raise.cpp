// assay raise: a nonconformity, by a named auditor in an audit.
#include "cli/commands.hpp"

#include "assay/app/raise.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_raise_options{
    OptionSpec{"CONTROL", "", "control or shall group that is not met (default: that of the workpaper)", false, false},
    OptionSpec{"--audit", "ID", "the audit it is raised in", true, false},
    OptionSpec{"--by", "PERSON", "auditor of the audit, by id or name", true, false},
    OptionSpec{"--workpaper", "ID", "what the auditor saw", false, false},
    OptionSpec{"--session", "ID", "where it was seen (default: that of the workpaper)", false, false},
    OptionSpec{"--subject", "KEY", "only this service, process, supplier or system", false, false},
    OptionSpec{"--assessment", "ID", "assessment of the audit (default: its newest)", false, false},
    OptionSpec{"--title", "TEXT", "(default: the control's)", false, false},
    OptionSpec{"--statement", "TEXT", "what is not met and how (default: what failed)", false, false},
    OptionSpec{"--cause", "TEXT", "tells it from another nonconformity for the same requirement", false, false},
    OptionSpec{"--grade", "WORD", "major or minor, as confirmed", false, false},
    OptionSpec{"--confirmed-by", "PERSON", "the lead auditor who confirms the grade", false, false},
    OptionSpec{"--reason", "TEXT", "why another grade than proposed", false, false},
    OptionSpec{"--auditee", "PERSON", "(default: that of the session)", false, false},
    OptionSpec{"--owner", "PERSON", "who must act", false, false},
    OptionSpec{"--due", "DATE", "by when", false, false},
    OptionSpec{"--recurrence-of", "ID", "the earlier one that came back, or 'none' (default: the newest ended one for the requirement)", false, false},
    OptionSpec{"--on", "DATE", "found on (default: today)", false, false},
    OptionSpec{"--dry-run", "", "say what would be raised, and raise nothing", false, false},
};

int run_raise(const Invocation& call) {
    const auto& arguments = call.arguments;
    RaiseRequest request;
    request.control = arguments.text("CONTROL");
    request.audit = arguments.text("--audit");
    request.by = arguments.text("--by");
    request.workpaper = arguments.text("--workpaper");
    request.session = arguments.text("--session");
    request.subject = arguments.text("--subject");
    request.title = arguments.text("--title");
    request.statement = arguments.text("--statement");
    request.grade = arguments.has("--grade") ? read_word(arguments, "--grade", {"major", "minor"}) : std::string();
    request.confirmed_by = arguments.text("--confirmed-by");
    request.grade_reason = arguments.text("--reason");
    request.cause = arguments.text("--cause");
    request.auditee = arguments.text("--auditee");
    request.owner = arguments.text("--owner");
    request.due = arguments.text("--due");
    request.recurrence_of = arguments.text("--recurrence-of");
    request.on = find_date(arguments, "--on");
    request.assessment = read_number(arguments, "--assessment").value_or(0);
    request.dry_run = arguments.has("--dry-run");
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = raise_nonconformity(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(to_text(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_raise{"raise", "raise a nonconformity in an audit: one for each requirement and cause, with all instances", true, k_raise_options, run_raise};

} // namespace assay::cli
