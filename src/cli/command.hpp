// The table of commands: what each takes, in words for help, completion and manual, and the function that runs it.
// One file interprets it with CLI11; commands never see CLI11.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/run.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::cli {

/// An option ("--on") or a positional ("REGISTER"). `value` names its argument; empty: a flag.
struct OptionSpec {
    std::string_view name;
    std::string_view value;
    std::string_view help;
    bool required = false;
    bool repeated = false;

    [[nodiscard]] constexpr bool is_positional() const { return !name.starts_with('-'); }
};

/// What every command takes.
inline constexpr OptionSpec k_workspace_option{"--workspace", "DIR", "folder of the workspace (default: here or above)"};
inline constexpr OptionSpec k_quiet_option{"--quiet", "", "no progress bars"};

/// What was given for a command.
class Arguments {
public:
    void put(std::string name, std::vector<std::string> values) { m_values[std::move(name)] = std::move(values); }
    [[nodiscard]] bool has(std::string_view name) const { return m_values.contains(std::string(name)); }
    /// The value given, or "".
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;

private:
    std::map<std::string, std::vector<std::string>> m_values;
};

/// What a command works with. `setting.workspace` is empty unless the command needs one, or uses one and there is one.
struct Invocation {
    Run& run;
    Setting& setting;
    const Arguments& arguments;
};

inline constexpr int k_exit_good = 0;
inline constexpr int k_exit_failed = 1;
inline constexpr int k_exit_not_met = 2;
inline constexpr int k_exit_usage = 64;
inline constexpr int k_exit_cancelled = 130;

struct ExitMeaning {
    int code = 0;
    std::string_view meaning;
};
inline constexpr ExitMeaning k_exit_meanings[] = {
    {k_exit_good, "nothing is not met"},
    {k_exit_failed, "the job could not be done or a check not be evaluated"},
    {k_exit_not_met, "something is not met"},
    {k_exit_usage, "wrong usage"},
    {k_exit_cancelled, "stopped"},
};

struct CommandSpec {
    std::string_view name;                      ///< "check", or two words: "evidence add"
    std::string_view summary;
    bool needs_workspace = true;
    std::span<const OptionSpec> options;
    int (*run)(const Invocation&);
    bool uses_workspace = false;                ///< works without one too, and takes one that is there
};

/// Sorted by name.
[[nodiscard]] std::span<const CommandSpec> commands();

/// Results go to stdout through this one place.
void print(std::string_view text);
/// Remarks that are no results go to stderr.
void remark(std::string_view text);

/// "2026-01-31" of an option; throws Error of kind usage otherwise.
[[nodiscard]] Date read_date(const Arguments& arguments, std::string_view option, Date otherwise);

} // namespace assay::cli
