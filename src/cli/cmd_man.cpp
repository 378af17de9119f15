// assay man: manual pages in roff, made from the table of commands.
#include "cli/commands.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_man_options{
    OptionSpec{"COMMAND", "", "command whose page is wanted (default: assay itself)", false, true},
    OptionSpec{"--out", "DIR", "write the pages of all commands there", false, false},
};

constexpr std::string_view k_section = "1";

/// Text as roff shows it: no letter is taken for a request, an escape or a hyphen that may be broken at.
std::string roff(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        if (c == '\\') {
            shown += "\\e";
        } else if (c == '-') {
            shown += "\\-";
        } else if (c == '\'') {
            shown += "\\(aq";
        } else if (c == '.' && (shown.empty() || shown.back() == '\n')) {
            shown += "\\&.";
        } else {
            shown += c;
        }
    }
    return shown;
}

std::string page_name(std::string_view command) {
    std::string name = command.empty() ? "assay" : fmt::format("assay-{}", command);
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string heading(std::string_view name) {
    auto upper = std::string(name);
    std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return fmt::format(".TH \"{}\" {} \"\" \"Assay {}\" \"Assay\"\n", roff(upper), k_section, ASSAY_VERSION);
}

std::string synopsis(const CommandSpec& spec) {
    auto text = fmt::format("\\fBassay {}\\fR", roff(spec.name));
    const auto named = std::ranges::count_if(spec.options, [](const OptionSpec& option) { return !option.is_positional(); });
    text += named > 0 ? " [\\fIOPTIONS\\fR]" : "";
    for (const auto& option : spec.options) {
        if (option.is_positional()) {
            const auto word = fmt::format("\\fI{}\\fR{}", roff(option.name), option.repeated ? " …" : "");
            text += option.required ? " " + word : " [" + word + "]";
        }
    }
    return text;
}

std::string list_options(const CommandSpec& spec, bool named) {
    std::string text;
    for (const auto& option : spec.options) {
        if (option.is_positional() == named) {
            continue;
        }
        text += named ? fmt::format(".TP\n\\fB{}\\fR{}\n", roff(option.name), option.value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(option.value)))
                      : fmt::format(".TP\n\\fI{}\\fR\n", roff(option.name));
        text += fmt::format("{}{}{}\n", roff(option.help), named && option.required ? " (required)" : "", named && option.repeated ? " (may be given several times)" : "");
    }
    return text;
}

std::string exit_status() {
    std::string text = ".SH EXIT STATUS\n";
    for (const auto& [code, meaning] : k_exit_meanings) {
        text += fmt::format(".TP\n{}\n{}\n", code, roff(meaning));
    }
    return text;
}

std::string common_options() {
    return fmt::format(".TP\n\\fB\\-w\\fR, \\fB\\-\\-workspace\\fR \\fI{}\\fR\n{}\n"
                       ".TP\n\\fB\\-q\\fR, \\fB\\-\\-quiet\\fR\n{}\n"
                       ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nwhat can be asked\n",
                       k_workspace_option.value, roff(k_workspace_option.help), roff(k_quiet_option.help));
}

std::string command_page(const CommandSpec& spec) {
    const auto name = page_name(spec.name);
    auto text = heading(name);
    text += fmt::format(".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{}\n", roff(name), roff(spec.summary), synopsis(spec));
    if (const auto words = list_options(spec, false); !words.empty()) {
        text += ".SH ARGUMENTS\n" + words;
    }
    text += fmt::format(".SH OPTIONS\n{}{}{}.SH SEE ALSO\n\\fBassay\\fR(1)\n", list_options(spec, true), common_options(), exit_status());
    return text;
}

std::string main_page() {
    auto text = heading("assay");
    text += ".SH NAME\nassay \\- audits an IT service organisation against written controls, and shows its work\n"
            ".SH SYNOPSIS\n\\fBassay\\fR [\\fB\\-w\\fR \\fIDIR\\fR] \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n"
            ".SH DESCRIPTION\nAssay judges requirements of ISO/IEC 20000\\-1, the DoD Enterprise Service Management Framework and the NIST Risk Management\n"
            "Framework from an organisation\\(aqs own registers, ticket exports and evidence, offline and on one machine, and proves every determination\n"
            "down to the row and the file it came from.\n"
            ".SH COMMANDS\n";
    for (const auto& spec : commands()) {
        text += fmt::format(".TP\n\\fB{}\\fR(1)\n{}\n", roff(page_name(spec.name)), roff(spec.summary));
    }
    text += fmt::format(".SH OPTIONS\n{}.TP\n\\fB\\-\\-version\\fR\nprint the version\n{}", common_options(), exit_status());
    text += ".SH ENVIRONMENT\n"
            ".TP\n\\fBASSAY_HOME\\fR\nfolder with controls/ and templates/ (default: beside the program)\n"
            ".TP\n\\fBASSAY_USER\\fR\nwho is at the prompt, as recorded with each change (default: the login name)\n"
            ".TP\n\\fBASSAY_LOCK_WAIT\\fR\nseconds to wait for another program that holds the store (default: 30)\n"
            ".SH FILES\n"
            ".TP\nassay.xml\norganisation, period, zone, standards and thresholds of a workspace\n"
            ".TP\nassay.db\nits registers with all their versions, the chain of changes and the assessments\n"
            ".TP\nevidence/\nthe files that are evidence\n";
    return text;
}

const CommandSpec& get_command(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& spec : commands()) {
        if (spec.name == name) {
            return spec;
        }
        names.emplace_back(spec.name);
    }
    const auto hint = did_you_mean(name, names);
    throw Error(fmt::format("there is no command '{}'{}", escape_control(name), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
}

void write_page(const std::filesystem::path& folder, std::string_view name, const std::string& text) {
    AtomicFile file(folder / fmt::format("{}.{}", name, k_section));
    file.write(text);
    file.commit();
}

int run_man(const Invocation& call) {
    const auto words = call.arguments.all("COMMAND");
    const std::filesystem::path folder(call.arguments.text("--out"));
    if (!folder.empty() && !words.empty()) {
        throw Error("--out writes the pages of all commands; leave the command out", ErrorKind::usage);
    }
    if (folder.empty()) {
        print(words.empty() ? main_page() : command_page(get_command(fmt::format("{}", fmt::join(words, " ")))));
        return k_exit_good;
    }
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw Error(fmt::format("cannot make the folder '{}': {}", escape_control(folder.string()), error.message()));
    }
    write_page(folder, "assay", main_page());
    for (const auto& spec : commands()) {
        write_page(folder, page_name(spec.name), command_page(spec));
    }
    print(fmt::format("{} pages in {}\n", commands().size() + 1, escape_control(folder.string())));
    return k_exit_good;
}

} // namespace

const CommandSpec k_man{"man", "the manual page of a command, for 'man -l -', or the pages of all", false, k_man_options, run_man};

} // namespace assay::cli
