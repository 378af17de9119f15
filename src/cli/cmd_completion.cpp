// assay completion: what bash, zsh or fish asks to complete a command line, made from the table of commands.
#include "cli/commands.hpp"
#include "cli/option.hpp"

#include <array>
#include <map>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_completion_options{
    OptionSpec{"SHELL", "", "bash, zsh or fish", true, false},
};

constexpr OptionSpec k_everywhere[] = {
    k_workspace_option,
    k_quiet_option,
    {"--help", "", "what can be asked"},
};

struct Word {
    std::string_view name;
    std::string_view summary;
};

/// First words of the command line, and second words by first.
struct Words {
    std::map<std::string_view, std::string_view> firsts; ///< summary, or empty for a group
    std::map<std::string_view, std::vector<Word>> seconds;
};

Words words_of_commands() {
    Words words;
    for (const auto& spec : commands()) {
        const auto blank = spec.name.find(' ');
        if (blank == std::string_view::npos) {
            words.firsts[spec.name] = spec.summary;
        } else {
            words.firsts.try_emplace(spec.name.substr(0, blank), std::string_view());
            words.seconds[spec.name.substr(0, blank)].push_back({spec.name.substr(blank + 1), spec.summary});
        }
    }
    return words;
}

std::string summary_of(std::string_view first, std::string_view summary) { return summary.empty() ? fmt::format("commands about {}", first) : std::string(summary); }

/// In single quotes for a shell: `closing` stands for a quote inside.
std::string quoted(std::string_view text, std::string_view closing) {
    std::string shown = "'";
    for (const char c : text) {
        shown += c == '\'' ? std::string(closing) : std::string(1, c);
    }
    return shown + "'";
}

std::string bash_script() {
    const auto words = words_of_commands();
    std::string text = "# bash completion for assay; put it into /usr/share/bash-completion/completions/assay, or source it.\n"
                       "_assay() {\n"
                       "  local cur=${COMP_WORDS[COMP_CWORD]} first= second= word skip= offered=\n"
                       "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                       "    if [ -n \"$skip\" ]; then skip=; continue; fi\n"
                       "    case $word in\n"
                       "      -w | --workspace) skip=yes ;;\n"
                       "      -*) ;;\n"
                       "      *) if [ -z \"$first\" ]; then first=$word; elif [ -z \"$second\" ]; then second=$word; fi ;;\n"
                       "    esac\n"
                       "  done\n"
                       "  case $first in\n"
                       "    '') offered='";
    for (const auto& [first, summary] : words.firsts) {
        text += fmt::format("{} ", first);
    }
    text += "--version' ;;\n";
    for (const auto& [first, seconds] : words.seconds) {
        text += fmt::format("    {}) if [ -z \"$second\" ]; then offered='", first);
        for (const auto& second : seconds) {
            text += fmt::format("{}{}", &second == &seconds.front() ? "" : " ", second.name);
        }
        text += "'; fi ;;\n";
    }
    text += "  esac\n"
            "  case $cur in\n"
            "    -*)\n"
            "      case \"$first $second\" in\n";
    for (const auto& spec : commands()) {
        std::string options;
        for (const auto& option : spec.options) {
            options += !option.is_positional() ? fmt::format(" {}", option.name) : "";
        }
        if (!options.empty()) {
            text += fmt::format("        '{}'{}) offered=\"$offered{}\" ;;\n", spec.name, spec.name.find(' ') == std::string_view::npos ? "\\ *" : "", options);
        }
    }
    text += "      esac\n"
            "      offered=\"$offered --workspace --quiet --help\" ;;\n"
            "  esac\n"
            "  COMPREPLY=($(compgen -W \"$offered\" -- \"$cur\"))\n"
            "}\n"
            "complete -o bashdefault -o default -F _assay assay\n";
    return text;
}

std::string zsh_described(std::string_view name, std::string_view summary) {
    std::string escaped;
    for (const char c : name) {
        escaped += c == ':' ? "\\:" : std::string(1, c);
    }
    return quoted(fmt::format("{}:{}", escaped, summary), "'\\''");
}

std::string zsh_script() {
    const auto words = words_of_commands();
    std::string text = "#compdef assay\n"
                       "# zsh completion for assay; put it as _assay into a folder of $fpath.\n"
                       "_assay() {\n"
                       "  local first= second= word skip=\n"
                       "  local -a offered\n"
                       "  for word in ${words[2,CURRENT-1]}; do\n"
                       "    if [[ -n $skip ]]; then skip=; continue; fi\n"
                       "    case $word in\n"
                       "      -w|--workspace) skip=yes ;;\n"
                       "      -*) ;;\n"
                       "      *) if [[ -z $first ]]; then first=$word; elif [[ -z $second ]]; then second=$word; fi ;;\n"
                       "    esac\n"
                       "  done\n"
                       "  if [[ $PREFIX != -* ]]; then\n"
                       "    case $first in\n"
                       "      '') offered=(";
    for (const auto& [first, summary] : words.firsts) {
        text += "\n        " + zsh_described(first, summary_of(first, summary));
    }
    text += "\n      ) ;;\n";
    for (const auto& [first, seconds] : words.seconds) {
        text += fmt::format("      {}) if [[ -z $second ]]; then offered=(", first);
        for (const auto& second : seconds) {
            text += "\n        " + zsh_described(second.name, second.summary);
        }
        text += "\n      ); fi ;;\n";
    }
    text += "    esac\n"
            "  else\n"
            "    case \"$first $second\" in\n";
    for (const auto& spec : commands()) {
        text += fmt::format("      '{}'{}) offered=(", spec.name, spec.name.find(' ') == std::string_view::npos ? "\\ *" : "");
        for (const auto& option : spec.options) {
            text += !option.is_positional() ? "\n        " + zsh_described(option.name, option.help) : "";
        }
        text += "\n      ) ;;\n";
    }
    text += "    esac\n    offered+=(";
    for (const auto& option : k_everywhere) {
        text += "\n      " + zsh_described(option.name, option.help);
    }
    text += "\n    )\n"
            "  fi\n"
            "  if (( ${#offered} )); then _describe 'assay' offered; else _files; fi\n"
            "}\n"
            "_assay \"$@\"\n";
    return text;
}

std::string fish_script() {
    const auto words = words_of_commands();
    const auto say = [](std::string_view text) { return quoted(text, "\\'"); };
    std::string text = "# fish completion for assay; put it as assay.fish into ~/.config/fish/completions.\n";
    std::string firsts;
    for (const auto& [first, summary] : words.firsts) {
        firsts += fmt::format("{}{}", firsts.empty() ? "" : " ", first);
    }
    for (const auto& [first, summary] : words.firsts) {
        text += fmt::format("complete -c assay -f -n 'not __fish_seen_subcommand_from {}' -a {} -d {}\n", firsts, first, say(summary_of(first, summary)));
    }
    for (const auto& [first, seconds] : words.seconds) {
        std::string all;
        for (const auto& second : seconds) {
            all += fmt::format(" {}", second.name);
        }
        for (const auto& second : seconds) {
            text += fmt::format("complete -c assay -f -n '__fish_seen_subcommand_from {}; and not __fish_seen_subcommand_from{}' -a {} -d {}\n", first, all, second.name, say(second.summary));
        }
    }
    for (const auto& spec : commands()) {
        const auto blank = spec.name.find(' ');
        auto when = fmt::format("__fish_seen_subcommand_from {}", spec.name.substr(0, blank));
        when += blank == std::string_view::npos ? "" : fmt::format("; and __fish_seen_subcommand_from {}", spec.name.substr(blank + 1));
        for (const auto& option : spec.options) {
            if (!option.is_positional()) {
                text += fmt::format("complete -c assay -n '{}' -l {}{} -d {}\n", when, option.name.substr(2), option.value.empty() ? "" : " -r", say(option.help));
            }
        }
    }
    for (const auto& option : k_everywhere) {
        text += fmt::format("complete -c assay -l {}{} -d {}\n", option.name.substr(2), option.value.empty() ? "" : " -r", say(option.help));
    }
    return text;
}

int run_completion(const Invocation& call) {
    const auto shell = read_word(call.arguments, "SHELL", {"bash", "fish", "zsh"});
    print(shell == "bash" ? bash_script() : shell == "zsh" ? zsh_script() : fish_script());
    return k_exit_good;
}

} // namespace

const CommandSpec k_completion{"completion", "the completion script of a shell, for its start-up or its folder of completions", false, k_completion_options, run_completion};

} // namespace assay::cli
