// `assay raci`: who is responsible, accountable, consulted and informed, process by process; who holds the roles; what is missing.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct RaciRequest {
    std::string process;                       ///< id or name; empty: all
    bool load = false;                         ///< letters of each person
    bool gaps = false;
    std::optional<Date> on;                    ///< who holds a role on this day; default: today
    std::string at;
};

/// Who holds a role, and from when until when.
struct RaciHolder {
    std::string role, person, name;
    std::optional<Date> from, to;
    bool acting = false;
    bool holds = false;                        ///< on the day, and the person has not left
    std::string why_not;                       ///< "from 2026-12-01", "until 2026-03-31", "left on 2026-03-31"
};

struct RaciLine {
    std::string activity, name;
    std::map<std::string, std::string> letters;   ///< by role, in the order R, A, C, I
};

struct RaciMatrix {
    std::string process, name;                 ///< empty: activities of no process
    std::vector<std::string> roles;            ///< those with a letter, by id
    std::vector<RaciLine> lines;               ///< by position, then id
};

struct RaciLoad {
    std::string person, name;
    std::vector<std::string> roles;            ///< held on the day, those without letters too
    std::int64_t activities = 0;               ///< with any letter
    std::map<char, std::int64_t> letters;      ///< activities by letter
};

enum class RaciGapKind : std::uint8_t { no_rows, no_accountable, several_accountable, no_responsible, several_hold_accountable, no_holder, unknown_role, unknown_activity };
[[nodiscard]] std::string_view to_text(RaciGapKind kind);

struct RaciGap {
    RaciGapKind kind = RaciGapKind::no_rows;
    std::string process;
    std::string activity;                      ///< empty: the role is at fault
    std::string role;
    std::string detail;
};

struct RaciReport {
    Date on;
    std::int64_t state = 0;
    std::string process;                       ///< asked for; empty: all
    bool has_load = false;
    bool has_gaps = false;
    std::vector<RaciMatrix> matrices;          ///< sorted by process
    std::map<std::string, std::string> role_names;
    std::vector<RaciHolder> holders;           ///< of roles in the matrices; sorted by role, from, person
    std::vector<RaciLoad> load;                ///< sorted by activities, most first, then person
    std::vector<RaciGap> gaps;                 ///< sorted by process, activity, role, kind
    std::int64_t activities = 0;               ///< judged: those of the register and those only named in the matrix
    std::int64_t letters = 0;                  ///< rows of register 'raci' judged
};

/// Throws Error of kind usage for an unknown process or state.
[[nodiscard]] RaciReport read_raci(const Run& run, Session& session, const RaciRequest& request);

[[nodiscard]] std::string to_text(const RaciReport& report);
/// The long form with the holders on the day; with load or gaps that table instead.
[[nodiscard]] std::string to_csv(const RaciReport& report);
[[nodiscard]] std::string to_json(const RaciReport& report);

} // namespace assay
