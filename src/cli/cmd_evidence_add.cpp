// assay evidence add: files as evidence, linked to controls.
#include "cli/commands.hpp"

#include "assay/app/add_evidence.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_evidence_add_options{
    OptionSpec{"FILE", "", "files; what is not in the evidence folder is copied there", true, true},
    OptionSpec{"--title", "TEXT", "what it is (default: the file's name)", false, false},
    OptionSpec{"--type", "WORD", "document, record, procedure, plan, policy, report, review, agreement, interview, observation, technical", false, false},
    OptionSpec{"--owner", "PERSON", "who owns it", false, false},
    OptionSpec{"--provider", "PERSON", "who handed it over", false, false},
    OptionSpec{"--covers", "FROM..TO", "the days it speaks of", false, false},
    OptionSpec{"--document", "ID", "its row in the document register", false, false},
    OptionSpec{"--control", "CONTROL", "control it speaks to, CATALOG/CONTROL or the control alone", false, true},
    OptionSpec{"--subject", "KEY", "process, service, supplier or system it speaks of", false, false},
    OptionSpec{"--demand", "WORD", "which of the control's demands it answers (default: any)", false, false},
    OptionSpec{"--number", "NUMBER", "which document or record of the catalog's list it is (D7, R3), where a control asks for several of a kind", false, false},
    OptionSpec{"--received", "DATE", "when it was received (default: today)", false, false},
    OptionSpec{"--classification", "WORD", "its marking: unclassified, cui, confidential, secret, top_secret (default: none recorded)", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_evidence_add(const Invocation& call) {
    const auto& arguments = call.arguments;
    AddEvidenceRequest request;
    for (const auto& file : arguments.all("FILE")) {
        request.files.emplace_back(file);
    }
    request.title = arguments.text("--title");
    request.type = arguments.text("--type");
    request.owner = arguments.text("--owner");
    request.provider = arguments.text("--provider");
    request.document = arguments.text("--document");
    request.covers = arguments.text("--covers");
    request.received = arguments.text("--received");
    request.controls = arguments.all("--control");
    request.subject = arguments.text("--subject");
    request.demand = arguments.text("--demand");
    request.number = arguments.text("--number");
    request.classification = arguments.text("--classification");
    request.why = arguments.text("--why");
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = add_evidence(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(to_text(*report));
    for (const auto& text : report->dangling) {
        remark(fmt::format("assay: {}\n", text));
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_evidence_add{"evidence add", "record files as evidence, hashed, and link them to controls", true, k_evidence_add_options, run_evidence_add};

} // namespace assay::cli
