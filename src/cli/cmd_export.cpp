// assay export: a register as a file.
#include "cli/commands.hpp"

#include "assay/app/export_rows.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_export_options{
    OptionSpec{"REGISTER", "", "register", true, false},
    OptionSpec{"FILE", "", "file to write (default: <register>.csv here, unless it exists)", false, false},
    OptionSpec{"--format", "WORD", "csv, json or xlsx (default: as the name of the file ends, else csv)", false, false},
    OptionSpec{"--form", "WORD", "register poam: the columns and words of a template: emass, fedramp (its open items) or fedramp-closed", false, false},
    OptionSpec{"--at", "STATE", "an earlier state: a change, a date or an instant", false, false},
    OptionSpec{"--round-trip", "", "CSV: with the version of each row, so that conflicting changes are found when it comes back (XLSX always has it)", false, false},
};

ExportFormat format_of(const Arguments& arguments, const std::filesystem::path& file) {
    const auto ending = file.extension().string();
    auto word = read_word(arguments, "--format", {"csv", "json", "xlsx"});
    if (!arguments.has("--format") && arguments.has("--form") && ending.empty()) {
        word = "xlsx";
    } else if (!arguments.has("--format") && (ending == ".xlsx" || ending == ".json")) {
        word = ending.substr(1);
    }
    return word == "xlsx" ? ExportFormat::xlsx : word == "json" ? ExportFormat::json : ExportFormat::csv;
}

PoamForm form_of(const Arguments& arguments) {
    if (!arguments.has("--form")) {
        return PoamForm::none;
    }
    const auto word = read_word(arguments, "--form", {"emass", "fedramp", "fedramp-closed"});
    return word == "emass" ? PoamForm::emass : word == "fedramp" ? PoamForm::fedramp : PoamForm::fedramp_closed;
}

int run_export(const Invocation& call) {
    ExportRequest request;
    request.register_id = call.arguments.text("REGISTER");
    request.file = call.arguments.text("FILE");
    request.format = format_of(call.arguments, request.file);
    request.form = form_of(call.arguments);
    request.at = call.arguments.text("--at");
    request.round_trip = call.arguments.has("--round-trip");
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    print(to_text(export_rows(call.run, *session, request)));
    return k_exit_good;
}

} // namespace

const CommandSpec k_export{"export", "write a register to a file, read it back and compare, or do not deliver it", true, k_export_options, run_export};

} // namespace assay::cli
