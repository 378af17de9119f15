// Everything that is loaded from XML: registers, catalogs, checks and crosswalks, built in and of the workspace, and the workspace file.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/run.hpp"
#include "assay/base/zone.hpp"
#include "assay/formats/load.hpp"
#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/register.hpp"
#include "assay/model/workspace.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// A file that judged, with its bytes, for the input manifest and the content-addressed store.
struct ContentFile {
    std::string kind;                   ///< register, catalog, checks, crosswalk, workspace
    std::string name;                   ///< file name without folders
    std::string digest;                 ///< SHA-256 hex, if wanted
    std::string bytes;
};

/// What a command asks of the content. Keeping registers needs no catalog and no check, and must not wait for them.
/// Few commands need crosswalks; those that always do read them in the same go. Fewer need the cases of checks.
struct Wanted {
    bool judgement = true;      ///< catalogs and checks
    bool crosswalks = false;
    Cases cases = Cases::skip;
    Digests digests = Digests::skip; ///< of what an assessment keeps

    static const Wanted registers;
    static const Wanted all;
    static const Wanted all_and_crosswalks;
    static const Wanted all_and_cases;
    static const Wanted everything_examined; ///< cases too, which are not kept
};
inline constexpr Wanted Wanted::registers{false, false, Cases::skip, Digests::skip};
inline constexpr Wanted Wanted::all{true, false, Cases::skip, Digests::take};
inline constexpr Wanted Wanted::all_and_crosswalks{true, true, Cases::skip, Digests::take};
inline constexpr Wanted Wanted::all_and_cases{true, false, Cases::keep, Digests::skip};
inline constexpr Wanted Wanted::everything_examined{true, true, Cases::examine, Digests::skip};

struct Content {
    Wanted loaded;
    Schema schema;
    std::vector<Catalog> catalogs;      ///< sorted by id; empty when only registers are loaded
    std::vector<CheckFile> check_files; ///< sorted by file name; likewise
    std::vector<Crosswalk> crosswalks;  ///< sorted by id; not linked before load_crosswalks()
    std::size_t crosswalk_errors = 0;   ///< reported while they were read in the same go; load_crosswalks() fails then, and no one else
    std::vector<ContentFile> files;     ///< sorted by kind, name

    [[nodiscard]] const Catalog* find_catalog(std::string_view id) const;
};

/// Reads controls/ of the home and of the workspace; the workspace's files with the same id (registers, catalogs) or file name
/// (checks) take the place of built-in ones. Nothing after reporting faults of what is wanted; files of the rest are not opened.
[[nodiscard]] std::optional<Content> load_content(const Run& run, const Setting& setting, Wanted wanted = Wanted::all);

/// Adds the crosswalks of the home and of the workspace, which overrides by id, unless they are read already, and links them; false
/// after reporting faults.
[[nodiscard]] bool load_crosswalks(const Run& run, const Setting& setting, Content& content);

/// assay.xml of the workspace; checks that its zone exists and, where catalogs are loaded, that its standards are among them.
[[nodiscard]] std::optional<Workspace> load_workspace_file(const Run& run, const Setting& setting, const Content& content);

} // namespace assay
