// Parses, calls one use case, prints, returns. The only file that includes CLI11.
#include "cli/command.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <stop_token>
#include <thread>

namespace assay::cli {
namespace {

/// Waits for SIGINT and SIGTERM in a thread of its own and turns the first into a stop request: nothing unsafe runs in a handler,
/// and a long SQL statement, which reports no progress, is stopped too.
class SignalWatch {
public:
    explicit SignalWatch(std::stop_source& stop) {
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGINT);
        sigaddset(&m_signals, SIGTERM);
        sigaddset(&m_signals, k_wake);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_thread = std::jthread([this, &stop](const std::stop_token& finished) {
            while (!finished.stop_requested()) {
                const int met = sigwaitinfo(&m_signals, nullptr);
                if (met == SIGINT || met == SIGTERM) {
                    stop.request_stop();
                }
            }
        });
    }
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;
    ~SignalWatch() {
        m_thread.request_stop();
        pthread_kill(m_thread.native_handle(), k_wake);
    }

private:
    /// Ends the wait without delay when the command is done.
    static constexpr int k_wake = SIGUSR1;

    sigset_t m_signals{};
    std::jthread m_thread;
};

/// Who waits for another program wants to know now, not when the wait is over; everything else is collected and sorted.
class LiveNotes final : public DiagnosticSink {
public:
    explicit LiveNotes(Diagnostics& rest) : m_rest(rest) {}

private:
    void take(Diagnostic diagnostic) override {
        if (diagnostic.code == "waiting") {
            remark(fmt::format("assay: {}\n", diagnostic.text));
        } else {
            m_rest.add(std::move(diagnostic));
        }
    }

    Diagnostics& m_rest;
};

constexpr std::string_view k_about = "Assay audits an IT service organisation against written controls, and shows its work.";
std::string exit_codes() {
    std::string text = "Exit codes:";
    for (const auto& [code, meaning] : k_exit_meanings) {
        // Two on the first line, which is as wide as the help.
        text += fmt::format("{}{} {}", code == k_exit_good ? " " : code == k_exit_not_met ? ",\n" : ", ", code, meaning);
    }
    return text + ".";
}

struct Bound {
    const CommandSpec* spec = nullptr;
    CLI::App* app = nullptr;
    std::map<std::string, std::vector<std::string>> values;    ///< repeated options
    std::map<std::string, std::string> singles;
    std::map<std::string, const CLI::Option*> options;
    std::map<std::string, bool> flags;
};

void bind_option(Bound& bound, const OptionSpec& option) {
    const std::string name(option.name);
    CLI::Option* added = nullptr;
    if (option.value.empty() && !option.is_positional()) {
        added = bound.app->add_flag(name, bound.flags[name], std::string(option.help));
    } else if (option.repeated) {
        added = bound.app->add_option(name, bound.values[name], std::string(option.help));
        added->expected(option.is_positional() ? -1 : 1);
        added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        if (!option.is_positional()) {
            added->allow_extra_args(false);
        }
    } else {
        added = bound.app->add_option(name, bound.singles[name], std::string(option.help));
        added->multi_option_policy(CLI::MultiOptionPolicy::Throw);
        bound.options[name] = added;
    }
    if (!option.value.empty() || option.is_positional()) {
        added->type_name(option.is_positional() ? "" : std::string(option.value));
    }
    if (option.required) {
        added->required();
    }
}

CLI::App* add_command(CLI::App& top, std::map<std::string, CLI::App*>& groups, const CommandSpec& spec) {
    const auto blank = spec.name.find(' ');
    if (blank == std::string_view::npos) {
        return top.add_subcommand(std::string(spec.name), std::string(spec.summary));
    }
    const std::string group(spec.name.substr(0, blank));
    auto& parent = groups[group];
    if (parent == nullptr) {
        parent = top.add_subcommand(group, fmt::format("commands about {}", group));
        parent->require_subcommand(1);
    }
    return parent->add_subcommand(std::string(spec.name.substr(blank + 1)), std::string(spec.summary));
}

/// CLI11 takes "[a,b]" for a list of two; a key may be written so. A unit separator behind it hides the bracket, and no cell can hold one.
constexpr char k_shield = '\x1f';

std::string shielded(std::string word) {
    if (word.size() > 1 && word.front() == '[' && word.back() == ']') {
        word += k_shield;
    }
    return word;
}

std::string unshielded(std::string word) {
    if (!word.empty() && word.back() == k_shield) {
        word.pop_back();
    }
    return word;
}

Arguments arguments_of(const Bound& bound) {
    Arguments arguments;
    for (const auto& [name, values] : bound.values) {
        if (!values.empty()) {
            std::vector<std::string> given;
            for (const auto& value : values) {
                given.push_back(unshielded(value));
            }
            arguments.put(name, std::move(given));
        }
    }
    for (const auto& [name, value] : bound.singles) {
        if (bound.options.at(name)->count() > 0) {
            arguments.put(name, {unshielded(value)});
        }
    }
    for (const auto& [name, given] : bound.flags) {
        if (given) {
            arguments.put(name, {});
        }
    }
    return arguments;
}

/// CLI11 says only that a word was not expected; people are helped by the nearest one.
std::string hint_for(int argc, char** argv) {
    if (argc < 2) {
        return {};
    }
    std::vector<std::string> firsts;
    std::vector<std::string> seconds;
    std::vector<std::string> options{"--help", "--version", "--workspace", "--quiet"};
    const std::string first = argv[1];
    const std::string second = argc > 2 ? argv[2] : "";
    for (const auto& spec : commands()) {
        const auto blank = spec.name.find(' ');
        const std::string head(spec.name.substr(0, blank));
        firsts.push_back(head);
        if (blank != std::string_view::npos && head == first) {
            seconds.emplace_back(spec.name.substr(blank + 1));
        }
        if (head == first && (blank == std::string_view::npos || spec.name.substr(blank + 1) == second)) {
            for (const auto& option : spec.options) {
                options.emplace_back(option.name);
            }
        }
    }
    std::ranges::sort(firsts);
    firsts.erase(std::ranges::unique(firsts).begin(), firsts.end());
    if (!std::ranges::binary_search(firsts, first) && !first.starts_with('-')) {
        return did_you_mean(first, firsts);
    }
    if (!seconds.empty() && std::ranges::find(seconds, second) == seconds.end() && !second.starts_with('-')) {
        std::ranges::sort(seconds);
        return did_you_mean(second, seconds);
    }
    std::ranges::sort(options);
    for (int i = 1; i < argc; ++i) {
        const std::string word = std::string(argv[i]).substr(0, std::string(argv[i]).find('='));
        if (word.starts_with("--") && std::ranges::find(options, word) == options.end()) {
            return did_you_mean(word, options);
        }
    }
    return {};
}

int run_command(const Bound& bound, const std::string& workspace, bool quiet, const char* program) {
    std::stop_source stop;
    const SignalWatch watch(stop);
    TerminalProgress progress(quiet);
    Diagnostics diagnostics;
    LiveNotes sink(diagnostics);
    Run run{stop.get_token(), progress, sink};
    int exit_code = k_exit_failed;
    try {
        Setting setting;
        setting.home = find_home(program);
        setting.who = find_user();
        setting.now = read_clock();
        setting.lock_wait = find_lock_wait();
        setting.tool = fmt::format("Assay {}", ASSAY_VERSION);
        if (bound.spec->needs_workspace) {
            setting.workspace = find_workspace(workspace.empty() ? std::nullopt : std::optional<std::filesystem::path>(workspace));
        } else if (bound.spec->uses_workspace) {
            setting.workspace = workspace.empty() ? find_workspace_around() : find_workspace(workspace);
        }
        const auto arguments = arguments_of(bound);
        exit_code = bound.spec->run({run, setting, arguments});
        progress.clear();
    } catch (const Error& error) {
        progress.clear();
        remark(diagnostics.to_text());
        remark(fmt::format("assay: {}\n", error.what()));
        return error.kind() == ErrorKind::usage ? k_exit_usage : error.kind() == ErrorKind::cancelled ? k_exit_cancelled : k_exit_failed;
    } catch (const std::exception& error) {
        progress.clear();
        remark(diagnostics.to_text());
        remark(fmt::format("assay: a fault in Assay itself: {}; please report it\n", error.what()));
        return k_exit_failed;
    }
    remark(diagnostics.to_text());
    return diagnostics.has_errors() && exit_code == k_exit_good ? k_exit_failed : exit_code;
}

/// Whether the words of the command stand among the arguments. One that is not named cannot be meant, and its options need not be made:
/// those of all commands take longer than all else that a short command does.
bool is_named(const CommandSpec& spec, int argc, char** argv) {
    const std::span words(argv, static_cast<std::size_t>(argc));
    const auto stands = [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); };
    const auto blank = spec.name.find(' ');
    return stands(spec.name.substr(0, blank)) && (blank == std::string_view::npos || stands(spec.name.substr(blank + 1)));
}

int run_main(int argc, char** argv) {
    CLI::App top{std::string(k_about), "assay"};
    top.footer(exit_codes());
    top.require_subcommand(1);
    top.set_version_flag("--version", fmt::format("assay {}", ASSAY_VERSION), "print the version and exit");
    std::string workspace;
    bool quiet = false;
    top.add_option("-w,--workspace", workspace, std::string(k_workspace_option.help))->type_name(std::string(k_workspace_option.value));
    top.add_flag("-q,--quiet", quiet, std::string(k_quiet_option.help));
    std::map<std::string, CLI::App*> groups;
    std::vector<std::unique_ptr<Bound>> bounds;
    for (const auto& spec : commands()) {
        auto bound = std::make_unique<Bound>();
        bound->spec = &spec;
        bound->app = add_command(top, groups, spec);
        bound->app->fallthrough();
        if (is_named(spec, argc, argv)) {
            for (const auto& option : spec.options) {
                bind_option(*bound, option);
            }
        }
        bounds.push_back(std::move(bound));
    }
    try {
        // From the last to the first, as this form of parse() takes them.
        std::vector<std::string> words;
        for (int i = argc - 1; i > 0; --i) {
            words.push_back(shielded(argv[i]));
        }
        top.parse(std::move(words));
    } catch (const CLI::CallForHelp&) {
        auto* shown = &top;
        std::string before;
        while (!shown->get_subcommands().empty()) {
            before += (before.empty() ? "" : " ") + shown->get_name();
            shown = shown->get_subcommands().front();
        }
        print(shown->help(before));
        return k_exit_good;
    } catch (const CLI::CallForVersion& version) {
        print(fmt::format("{}\n", version.what()));
        return k_exit_good;
    } catch (const CLI::ParseError& error) {
        const auto hint = hint_for(argc, argv);
        remark(fmt::format("assay: {}{}\n", error.what(), hint.empty() ? std::string() : " (" + hint + ")"));
        remark("Run 'assay --help' or 'assay COMMAND --help' for what can be asked.\n");
        return k_exit_usage;
    }
    for (const auto& bound : bounds) {
        if (bound->app->parsed()) {
            return run_command(*bound, workspace, quiet, argv[0]);
        }
    }
    return k_exit_usage;
}

} // namespace
} // namespace assay::cli

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(ASSAY_COVERAGE) // g++; leaks are looked for, or counters written, at the end
#define ASSAY_ENDS_IN_ORDER
#elif defined(__has_feature) // clang
#if __has_feature(address_sanitizer)
#define ASSAY_ENDS_IN_ORDER
#endif
#endif

/// Ends the program without freeing what is left (see outlive.hpp). All that was printed is written first; nothing else waits to
/// be: the store and the files are closed by the commands that opened them.
int leave(int exit_code) {
#if !defined(ASSAY_ENDS_IN_ORDER)
    std::fflush(nullptr);
    std::_Exit(exit_code);
#else
    return exit_code;
#endif
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return leave(assay::cli::run_main(argc, argv));
    } catch (const std::exception& error) {
        std::fputs("assay: ", stderr);
        std::fputs(error.what(), stderr);
        std::fputs("\n", stderr);
        return assay::cli::k_exit_failed;
    }
}
