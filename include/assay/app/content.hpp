// Everything that is loaded from XML: registers, catalogs, checks and crosswalks, built in and of the workspace, and the workspace file.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/base/run.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/register.hpp"
#include "assay/model/workspace.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// A file that judged, with its bytes, for the input manifest and the content-addressed store.
struct ContentFile {
    std::string kind;                   ///< register, catalog, checks, crosswalk, workspace
    std::string name;                   ///< file name without folders
    std::string digest;                 ///< SHA-256 hex
    std::string bytes;
};

struct Content {
    Schema schema;
    std::vector<Catalog> catalogs;      ///< sorted by id
    std::vector<CheckFile> check_files; ///< sorted by file name
    std::vector<Crosswalk> crosswalks;  ///< sorted by id; empty before load_crosswalks()
    std::vector<ContentFile> files;     ///< sorted by kind, name

    [[nodiscard]] const Catalog* find_catalog(std::string_view id) const;
};

/// Reads controls/ of the home and of the workspace; the workspace's files with the same id (registers, catalogs) or file name
/// (checks) take the place of built-in ones. Nothing after reporting faults.
[[nodiscard]] std::optional<Content> load_content(const Run& run, const Setting& setting);

/// Adds the crosswalks of the home and of the workspace, which overrides by id, and links them; false after reporting faults. They
/// are loaded apart, because few commands need them.
[[nodiscard]] bool load_crosswalks(const Run& run, const Setting& setting, Content& content);

/// assay.xml of the workspace; checks that its zone exists and its standards are loaded.
[[nodiscard]] std::optional<Workspace> load_workspace_file(const Run& run, const Setting& setting, const Content& content);

} // namespace assay
