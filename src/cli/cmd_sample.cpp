// assay sample draw / redraw / show / record: audit samples, and what was found of their items.
#include "cli/commands.hpp"

#include "assay/app/sample.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_sample_draw_options{
    OptionSpec{"REGISTER", "", "register to draw from", true, false},
    OptionSpec{"-n", "N", "how many items", true, false},
    OptionSpec{"--seed", "N", "a whole number; the same seed draws the same items", true, false},
    OptionSpec{"--where", "EXPR", "only rows for which this holds, in the language of checks", false, false},
    OptionSpec{"--by", "FIELD", "stratify by a field, a path over references (service.owner), the service, supplier… of a row, or 'month'", false, true},
    OptionSpec{"--at", "STATE", "an earlier state: a change, a date or an instant", false, false},
    OptionSpec{"--audit", "ID", "the audit it is drawn for", false, false},
    OptionSpec{"--control", "ID", "the control it is drawn for", false, false},
    OptionSpec{"--id", "ID", "id of the sample (default: the next, such as SM-001)", false, false},
    OptionSpec{"--attribute", "NAME", "what will be looked at in each item (default: the item as a whole)", false, true},
    OptionSpec{"--drawn-by", "PERSON", "who draws, by id or name (default: the person whose id is that of the user)", false, false},
    OptionSpec{"--on", "DATE", "day of the draw, and 'today' in the condition (default: today)", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};
constexpr std::array k_sample_redraw_options{
    OptionSpec{"SAMPLE", "", "id of the sample", true, false},
    OptionSpec{"--format", "WORD", "table or json", false, false},
};
constexpr std::array k_sample_show_options{
    OptionSpec{"SAMPLE", "", "id of the sample", true, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};
constexpr std::array k_sample_record_options{
    OptionSpec{"SAMPLE", "", "id of the sample", true, false},
    OptionSpec{"ITEM", "", "number of the item", true, false},
    OptionSpec{"ATTRIBUTE", "", "what was looked at ('item': the item as a whole)", true, false},
    OptionSpec{"RESULT", "", "pass, exception or na", true, false},
    OptionSpec{"--by", "PERSON", "who examined it, by id or name; of the audit's team where there is an audit", true, false},
    OptionSpec{"--note", "TEXT", "what was seen", false, false},
    OptionSpec{"--on", "DATE", "day it was examined (default: today)", false, false},
    OptionSpec{"--new", "", "the attribute is a new one, though it reads like one that is there", false, false},
};

template <class Report>
void print_as(const std::string& format, const Report& report) {
    print(format == "table" ? to_text(report) : format == "csv" ? to_csv(report) : to_json(report));
}

int run_sample_draw(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    DrawRequest request;
    request.register_id = arguments.text("REGISTER");
    request.n = read_number(arguments, "-n").value_or(0);
    request.seed = read_number(arguments, "--seed").value_or(0);
    request.where = arguments.text("--where");
    request.by = arguments.all("--by");
    request.at = arguments.text("--at");
    request.audit = arguments.text("--audit");
    request.control = arguments.text("--control");
    request.id = arguments.text("--id");
    request.attributes = arguments.all("--attribute");
    request.drawn_by = arguments.text("--drawn-by");
    request.on = find_date(arguments, "--on");
    const auto session = open_session(call.run, call.setting, arguments.has("--control") ? Wanted::all : Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = draw_sample(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print_as(format, *report);
    return k_exit_good;
}

int run_sample_redraw(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "json"});
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = redraw_sample(call.run, *session, call.arguments.text("SAMPLE"));
    if (!report) {
        return k_exit_failed;
    }
    print(format == "table" ? to_text(*report) : to_json(*report));
    return report->is_same() ? k_exit_good : k_exit_failed;
}

int run_sample_show(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "csv", "json"});
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    print_as(format, show_sample(call.run, *session, call.arguments.text("SAMPLE")));
    return k_exit_good;
}

int run_sample_record(const Invocation& call) {
    const auto& arguments = call.arguments;
    RecordRequest request;
    request.sample = arguments.text("SAMPLE");
    request.item = read_number(arguments, "ITEM").value_or(0);
    request.attribute = arguments.text("ATTRIBUTE");
    request.result = read_word(arguments, "RESULT", {"pass", "exception", "na", "not_applicable"});
    request.by = arguments.text("--by");
    request.note = arguments.text("--note");
    request.on = find_date(arguments, "--on");
    request.is_new = arguments.has("--new");
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = record_sample_item(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(to_text(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_sample_draw{"sample draw", "draw a stratified sample of a register by a seed, and keep it", true, k_sample_draw_options, run_sample_draw};
const CommandSpec k_sample_record{"sample record", "record what was found of an item of a sample", true, k_sample_record_options, run_sample_record};
const CommandSpec k_sample_redraw{"sample redraw", "draw a sample again from the state of that time; exit 1 when it is not what is recorded", true,
                                  k_sample_redraw_options, run_sample_redraw};
const CommandSpec k_sample_show{"sample show", "the items of a sample, and exceptions in how many of how many", true, k_sample_show_options, run_sample_show};

} // namespace assay::cli
