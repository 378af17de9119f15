// assay evidence gaps: what still has to be asked for.
#include "cli/commands.hpp"

#include "assay/app/evidence_gaps.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_evidence_gaps_options{
    OptionSpec{"--on", "DATE", "judgement date (default: today)", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_evidence_gaps(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "csv", "json"});
    const auto given = find_date(call.arguments, "--on");
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto on = given.value_or(session->zone.date_of(call.setting.now));
    const auto gaps = list_evidence_gaps(call.run, *session, on);
    print(format == "table" ? to_text(gaps, on) : format == "csv" ? to_csv(gaps) : to_json(gaps));
    return k_exit_good;
}

} // namespace

const CommandSpec k_evidence_gaps{"evidence gaps", "the request list: what the standards ask for and nobody has accepted yet", true, k_evidence_gaps_options, run_evidence_gaps};

} // namespace assay::cli
