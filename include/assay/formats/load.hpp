// From the XML people write to the model: register, catalog, crosswalk, check, risk matrix, profile and workspace files (docs/xml.md).
// Reads one file's bytes and opens no other; knows nothing of other files, so references between files are linked in rules.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/profile.hpp"
#include "assay/model/register.hpp"
#include "assay/model/risk_matrix.hpp"
#include "assay/model/workspace.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// Each reports every fault it finds to `sink`, with places in `file` (a name for messages only), and gives nothing when it reported
// any. What is accepted is what controls/schema/<kind>.rng accepts, less what a schema cannot see: ids used twice, reserved words,
// fields and words named but not defined, headers with two meanings. Order of children does not matter. None throws for any input.

/// What becomes of the cases of checks. Who runs no case need not wait for them: they are most of a file of checks.
enum class Cases : std::uint8_t {
    skip,    ///< well-formed XML is all that is asked of them
    examine, ///< all faults are reported, and nothing is kept
    keep,
};

/// Whether the SHA-256 of the bytes is wanted: only who keeps what was judged needs it.
enum class Digests : std::uint8_t { skip, take };

/// Register.source_text is `bytes`.
[[nodiscard]] std::optional<Register> load_register(std::string_view bytes, const std::string& file, DiagnosticSink& sink);
/// Defaults are applied: what a control inherits from its groups, process and catalog is written into it.
[[nodiscard]] std::optional<Catalog> load_catalog(std::string_view bytes, const std::string& file, DiagnosticSink& sink, Digests digests = Digests::take);
/// Expressions, paths and register names are left as texts with the place of their first character. CaseRow.fields holds every
/// attribute of a row but `in` and `id`; the latter names the row, and is also the field "id" of registers that have one.
[[nodiscard]] std::optional<CheckFile> load_checks(std::string_view bytes, const std::string& file, DiagnosticSink& sink, Cases cases = Cases::keep,
                                                   Digests digests = Digests::take);
/// Whether its catalogs and ids exist is for rules.
[[nodiscard]] std::optional<Crosswalk> load_crosswalk(std::string_view bytes, const std::string& file, DiagnosticSink& sink,
                                                      Digests digests = Digests::take);
/// That levels rise with the steps is for assess.
[[nodiscard]] std::optional<RiskMatrix> load_matrix(std::string_view bytes, const std::string& file, DiagnosticSink& sink);
/// Whether its registers, fields, words and date formats exist is for intake.
[[nodiscard]] std::optional<Profile> load_profile(std::string_view bytes, const std::string& file, DiagnosticSink& sink);
/// Whether the zone exists is for Zone::find.
[[nodiscard]] std::optional<Workspace> load_workspace(std::string_view bytes, const std::string& file, DiagnosticSink& sink);

/// Files named *.xml directly inside a folder, sorted by name; none when there is no such folder. Throws Error when it cannot be read.
[[nodiscard]] std::vector<std::filesystem::path> xml_files(const std::filesystem::path& folder);

} // namespace assay
