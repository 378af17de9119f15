// assay evidence review: the verdict of an independent person on one link.
#include "cli/commands.hpp"

#include "assay/app/review_evidence.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_evidence_review_options{
    OptionSpec{"LINK", "", "id of the row of evidence_link", true, false},
    OptionSpec{"--verdict", "WORD", "sufficient, insufficient or not_relevant", true, false},
    OptionSpec{"--reviewer", "PERSON", "who judged it; neither its provider nor its owner", true, false},
    OptionSpec{"--reason", "TEXT", "what was found, or is missing", false, false},
    OptionSpec{"--on", "DATE", "when it was judged (default: today)", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_evidence_review(const Invocation& call) {
    const auto& arguments = call.arguments;
    const ReviewRequest request{arguments.text("LINK"),   arguments.text("--verdict"),  arguments.text("--reviewer"),
                                arguments.text("--reason"), find_date(arguments, "--on"), arguments.text("--why")};
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = review_evidence(call.run, *session, request);
    print(to_text(report));
    if (report.never_verified) {
        remark(fmt::format("assay: the file of {} was last seen with other bytes or never; run 'assay evidence verify' before the next check\n", report.evidence));
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_evidence_review{"evidence review", "record an independent person's verdict on evidence for a control", true, k_evidence_review_options, run_evidence_review};

} // namespace assay::cli
