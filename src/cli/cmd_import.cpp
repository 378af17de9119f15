// assay import: a CSV or XLSX file, or one of technical results, into a register.
#include "cli/commands.hpp"

#include "assay/app/import.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"
#include "cli/option.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_import_options{
    OptionSpec{"REGISTER", "", "register to import into", false, false},
    OptionSpec{"FILE", "", "CSV or XLSX file; for technical_check also XCCDF or ARF results, or a CKL or CKLB checklist", false, false},
    OptionSpec{"--list", "FILE", "do the imports of a list: on each line a register, a file beside the list, and options", false, false},
    OptionSpec{"--dry-run", "", "say what would happen, change nothing", false, false},
    OptionSpec{"--accept-partial", "", "store the good rows and write the others to a rejects file", false, false},
    OptionSpec{"--remove-missing", "N", "remove the N stored rows that the file has no row for, unless they changed after it was exported", false, false},
    OptionSpec{"--rejects", "FILE", "where the rejected rows go (default: <file name>.rejects.csv here)", false, false},
    OptionSpec{"--profile", "NAME", "read the headers and words of an export by a profile: servicenow, jira, or one of the workspace", false, false},
    OptionSpec{"--map", "FIELD=COLUMN", "take a field from a column of another name", false, true},
    OptionSpec{"--set", "FIELD=VALUE", "give a field that the file lacks the same value in every row", false, true},
    OptionSpec{"--date-format", "FORMAT", "how dates are written: dd-MM-yyyy HH:mm, or day-month-year", false, true},
    OptionSpec{"--separator", "CHAR", "separator of the cells (default: found; 'tab' for a tab)", false, false},
    OptionSpec{"--encoding", "NAME", "encoding of the file (default: found)", false, false},
    OptionSpec{"--sheet", "SHEET", "XLSX: name or number of the sheet (default: the only one, or the only one whose header fits)", false, false},
    OptionSpec{"--header-row", "N", "XLSX: row with the names of the columns (default: the first that fits best)", false, false},
    OptionSpec{"--matrix", "", "register raci: activities as rows, roles as columns (default: found by its shape)", false, false},
    OptionSpec{"--cci-list", "FILE", "technical_check: DISA's list of CCIs (U_CCI_List.xml), for the controls of SP 800-53 behind them", false, false},
    OptionSpec{"--latest-by", "FIELD", "of rows with one key keep the latest by this field", false, false},
    OptionSpec{"--events", "", "the file is an event log: keep the latest row of each ticket, and its states", false, false},
    OptionSpec{"--source", "SYSTEM", "completeness: the system the rows come from", false, false},
    OptionSpec{"--query", "TEXT", "completeness: the query or filter used", false, false},
    OptionSpec{"--extracted", "WHEN", "completeness: when it was extracted", false, false},
    OptionSpec{"--by", "PERSON", "completeness: who extracted it", false, false},
    OptionSpec{"--period", "FROM..TO", "completeness: the period it covers", false, false},
    OptionSpec{"--source-count", "N", "completeness: how many rows the source counts", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

std::optional<PopulationDeclaration> declaration(const Arguments& arguments) {
    bool any = false;
    for (const auto* name : {"--source", "--query", "--extracted", "--by", "--period", "--source-count"}) {
        any = any || arguments.has(name);
    }
    if (!any) {
        return std::nullopt;
    }
    PopulationDeclaration declared;
    declared.source = arguments.text("--source");
    declared.query = arguments.text("--query");
    declared.extracted_at = arguments.text("--extracted");
    declared.extracted_by = arguments.text("--by");
    if (arguments.has("--period")) {
        set_period(declared, arguments.text("--period"));
    }
    if (arguments.has("--source-count")) {
        declared.source_count = parse_integer(arguments.text("--source-count"));
        if (!declared.source_count || *declared.source_count < 0) {
            throw Error(fmt::format("--source-count takes a whole number, not '{}'", arguments.text("--source-count")), ErrorKind::usage);
        }
    }
    return declared;
}

char separator(const Arguments& arguments) {
    if (!arguments.has("--separator")) {
        return 0;
    }
    const auto text = arguments.text("--separator");
    if (text == "tab" || text == "\\t") {
        return '\t';
    }
    if (text.size() != 1) {
        throw Error(fmt::format("--separator takes one character or 'tab', not '{}'", text), ErrorKind::usage);
    }
    return text.front();
}

ImportRequest request_of(const Arguments& arguments) {
    if (!arguments.has("REGISTER") || !arguments.has("FILE")) {
        throw Error("import takes a register and a file, or --list FILE", ErrorKind::usage);
    }
    ImportRequest request;
    request.register_id = arguments.text("REGISTER");
    request.file = arguments.text("FILE");
    request.options.file = request.file.filename().string();
    request.options.dry_run = arguments.has("--dry-run");
    request.options.accept_partial = arguments.has("--accept-partial");
    request.remove_missing = read_number(arguments, "--remove-missing");
    request.options.events = arguments.has("--events");
    request.profile = arguments.text("--profile");
    request.options.latest_by = arguments.text("--latest-by");
    for (const auto& text : arguments.all("--map")) {
        request.options.map.push_back(parse_assignment("--map", text));
    }
    for (const auto& text : arguments.all("--set")) {
        request.options.set.push_back(parse_assignment("--set", text));
    }
    request.options.declaration = declaration(arguments);
    request.date_formats = arguments.all("--date-format");
    request.separator = separator(arguments);
    request.encoding = arguments.text("--encoding");
    request.sheet = arguments.text("--sheet");
    if (const auto row = read_number(arguments, "--header-row")) {
        if (*row == 0) {
            throw Error("--header-row counts from 1", ErrorKind::usage);
        }
        request.header_row = static_cast<std::uint64_t>(*row);
    }
    request.matrix = arguments.has("--matrix");
    request.cci_list = arguments.text("--cci-list");
    request.rejects_file = arguments.text("--rejects");
    request.why = arguments.text("--why");
    return request;
}

int import_one(const Invocation& call, Session& session, const ImportRequest& request) {
    const auto report = import_file(call.run, session, request);
    if (!report) {
        return k_exit_failed;
    }
    if (!report->stored) {
        // What went wrong is no result: an import that stores nothing leaves stdout empty.
        remark(to_text(report->receipt));
        remark("assay: nothing was stored, because rows were rejected; correct the file, or store the rest with --accept-partial\n");
        return k_exit_failed;
    }
    if (report->evidence) {
        print(to_text(*report->evidence) + "\n");
    }
    print(to_text(report->receipt));
    if (report->scores) {
        print("\n" + to_text(*report->scores));
    }
    if (report->states) {
        print("\n" + to_text(*report->states));
    }
    const bool lacks_states = report->states && !report->states->stored && !request.options.dry_run;
    if (!report->rejects_file.empty()) {
        remark(fmt::format("assay: {} rejected rows written to {}\n", report->rejects_written, report->rejects_file.string()));
    }
    if (lacks_states) {
        remark("assay: the states of the tickets were not stored, because some were rejected; the tickets are stored\n");
        return k_exit_failed;
    }
    return k_exit_good;
}

/// Words between blanks; blanks inside double quotes belong to the word.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool open = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
            open = true;
        } else if ((c == ' ' || c == '\t' || c == '\r') && !quoted) {
            if (open) {
                words.push_back(std::move(word));
            }
            word.clear();
            open = false;
        } else {
            word += c;
            open = true;
        }
    }
    if (open) {
        words.push_back(std::move(word));
    }
    return words;
}

/// A line of the list as the arguments it stands for.
Arguments arguments_of(const std::vector<std::string>& words, const std::filesystem::path& folder, const Place& place) {
    const auto refuse = [&](const std::string& text) { throw Error(fmt::format("{}: {}", to_text(place), text), ErrorKind::usage); };
    std::map<std::string, std::vector<std::string>> values;
    std::vector<std::string> positionals;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].starts_with("--")) {
            positionals.push_back(words[i]);
            continue;
        }
        const auto* const option = std::ranges::find(k_import_options, std::string_view(words[i]), &OptionSpec::name);
        if (option == k_import_options.end() || option->name == "--list") {
            refuse(fmt::format("'{}' is not an option of import", words[i]));
        }
        auto& given = values[words[i]];
        if (!option->value.empty()) {
            if (i + 1 == words.size()) {
                refuse(fmt::format("'{}' takes a value", words[i]));
            }
            given.push_back(words[++i]);
        }
    }
    if (positionals.size() != 2) {
        refuse("a line names a register and a file, then options");
    }
    Arguments arguments;
    arguments.put("REGISTER", {positionals[0]});
    arguments.put("FILE", {(folder / positionals[1]).string()});
    for (auto& [name, given] : values) {
        arguments.put(name, std::move(given));
    }
    return arguments;
}

int import_list(const Invocation& call, Session& session, const std::filesystem::path& list) {
    const auto text = read_file(list);
    std::vector<ImportRequest> requests;
    Place place{list.filename().string(), 0, 0};
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = trim(std::string_view(text).substr(at, end - at));
        at = end + 1;
        ++place.line;
        if (!line.empty() && line.front() != '#') {
            requests.push_back(request_of(arguments_of(words_of(line), list.parent_path(), place)));
        }
    }
    // The whole list is read before the first import: a typing slip in its last line changes nothing.
    for (const auto& request : requests) {
        if (const int code = import_one(call, session, request); code != k_exit_good) {
            remark(fmt::format("assay: the list ended at register '{}'; what came before it is stored\n", request.register_id));
            return code;
        }
        print("\n");
    }
    print(fmt::format("{}: every row accounted for; the newest change is {}\n", count_of(static_cast<std::int64_t>(requests.size()), "import", "imports"), session.store.head()));
    return k_exit_good;
}

int run_import(const Invocation& call) {
    const auto& arguments = call.arguments;
    std::optional<ImportRequest> request;
    if (!arguments.has("--list")) {
        request = request_of(arguments);
    }
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    return request ? import_one(call, *session, *request) : import_list(call, *session, arguments.text("--list"));
}

} // namespace

const CommandSpec k_import{"import", "bring a CSV or XLSX file into a register, all or nothing, with a receipt", true, k_import_options, run_import};

} // namespace assay::cli
