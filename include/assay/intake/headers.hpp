// Which column of a file fills which field of a register. Knows the header line, not the rows.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/profile.hpp"
#include "assay/model/register.hpp"
#include "assay/model/row_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// "FIELD=COLUMN" of --map or "FIELD=VALUE" of --set.
struct FieldAssignment {
    std::string field;
    std::string text;
    friend bool operator==(const FieldAssignment&, const FieldAssignment&) = default;
};
/// Throws Error of kind usage, naming the option, when there is no '=' or no field before it.
[[nodiscard]] FieldAssignment parse_assignment(std::string_view option, std::string_view text);

enum class MatchedBy : std::uint8_t { map, id, title, profile, alias };
[[nodiscard]] std::string_view to_text(MatchedBy by);

struct MatchedColumn {
    std::size_t column = 0; ///< index into the header
    std::size_t field = 0;  ///< index into Register::fields
    std::string name;       ///< of the column, as in the file
    MatchedBy by = MatchedBy::id;
};

struct UnusedColumn {
    std::size_t column = 0;
    std::string name;
    std::string why; ///< "matches no field", "field 'state' is filled from 'State'"
};

/// A field that the file lacks, given for all rows with --set.
struct ConstantField {
    std::size_t field = 0;
    std::string text;
};

/// Columns that an export for the round trip adds; indexes into the header.
struct VersionColumns {
    std::size_t row = 0;  ///< _row: number of the row's version
    std::size_t from = 0; ///< _from: change that made it
    std::size_t at = 0;   ///< _at: state from which the file was written
    [[nodiscard]] bool has(std::size_t column) const { return column == row || column == from || column == at; }
};

struct HeaderMatch {
    bool ok = false;                        ///< false: a diagnostic of severity error was reported
    std::optional<VersionColumns> versions; ///< the file was exported for the round trip
    std::vector<MatchedColumn> columns;     ///< in the order of the file
    std::vector<ConstantField> constants;   ///< in the order of the register's fields
    std::vector<UnusedColumn> unused;       ///< in the order of the file
    /// Per value of a typed row: index into Register::fields. Columns first, then constants.
    [[nodiscard]] std::vector<std::size_t> fields() const;
};

/// A column matches by --map (its name, or "#3" for the third), then by field id, title, header of `profile` (may be null) and alias,
/// case and punctuation aside; an id or title outranks a profile, and so does --set (the column is then listed as not used). Of a field's
/// headers in the profile the first that the file has counts, and columns that it calls unused fill no field. Two columns of one rank for one field, one
/// column for two fields, a missing required field, and assignments that name nothing or conflict with a column are errors. `place` is the
/// header line; a diagnostic's column is the cell's ordinal, or in a sheet its address. The columns _row, _from and _at never match a
/// field.
[[nodiscard]] HeaderMatch match_headers(const Register& reg, const std::vector<std::string>& header,
                                        const std::vector<FieldAssignment>& map, const std::vector<FieldAssignment>& set,
                                        const Place& place, DiagnosticSink& diagnostics, const FileLayout& layout = {}, const ProfileRegister* profile = nullptr);

/// The place of a cell of a file for a diagnostic: "risks.csv:5:3", or "risks.xlsx, sheet 'Risks', cell C5". `cell` from 0; without it
/// the row as a whole.
[[nodiscard]] Place place_in(const FileLayout& layout, const std::string& file, std::uint64_t line, std::optional<std::size_t> cell);

} // namespace assay
