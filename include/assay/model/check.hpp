// A check as it is written: kind, texts of its expressions with their places, and its own cases. Rules parses and links it.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/id.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

enum class CheckKind : std::uint8_t { each, group, some, unique, refers, order, covers, measure };
[[nodiscard]] std::string_view to_text(CheckKind kind);

enum class CheckScope : std::uint8_t { period, open, all };

/// A text with the place of its first character, so that faults inside it are found to the column. Empty when not given.
struct PlacedText {
    std::string text;
    Place place;
    [[nodiscard]] bool given() const { return !text.empty(); }
};

struct CaseRow {
    std::string register_id;
    std::string id;                                              ///< name within the case; empty when it is only background
    std::vector<std::pair<std::string, PlacedText>> fields;
    Place place;
};

enum class Verdict : std::uint8_t { pass, fail, undecided, not_due, left_out, error };
[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] std::optional<Verdict> find_verdict(std::string_view word);

struct CaseExpectation {
    std::string row;                                             ///< id of a case row, or empty
    std::string member;                                          ///< key of a member (group, some, covers, measure), or empty
    Verdict verdict = Verdict::pass;
    Place place;
};

struct CheckCase {
    std::string name;
    PlacedText on;
    PlacedText from;
    PlacedText to;
    std::vector<CaseRow> rows;
    std::vector<CaseExpectation> expectations;
    Place place;
};

struct CheckDefinition {
    CheckId id;
    CheckKind kind = CheckKind::each;
    CheckScope scope = CheckScope::period;
    std::vector<std::pair<ControlId, Place>> controls;
    bool proves = false;
    bool zero_tolerance = false;
    std::string title;
    std::string basis;
    PlacedText subject;
    PlacedText message;
    PlacedText in;          ///< register
    PlacedText over;        ///< register of members
    PlacedText over_where;
    PlacedText by;          ///< field or path of `in` that names the member
    PlacedText member;      ///< field or path of the member that `by` must equal; default: its key
    PlacedText where;
    PlacedText due;
    PlacedText require;     ///< each
    PlacedText having;      ///< group
    PlacedText least;       ///< some
    PlacedText fields;      ///< unique, order
    PlacedText field;       ///< refers
    PlacedText from;        ///< covers
    PlacedText to;          ///< covers
    PlacedText interval;    ///< covers
    PlacedText value;       ///< measure
    PlacedText target;      ///< measure
    PlacedText decided;     ///< measure
    std::vector<CheckCase> cases;
    Place place;
};

struct CheckFile {
    std::string file;
    std::string digest;     ///< SHA-256 of the file, hex
    std::vector<CheckDefinition> checks;
};

} // namespace assay
