// `assay catalog overlay`: official text that a licensee lays over ours, by control id. It is kept as a file of the workspace,
// controls/overlays/<catalog>.csv, and is shown only there; nothing that judges reads it.
#pragma once

#include "assay/app/content.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

inline constexpr std::string_view k_overlay_mark = "licensed text, kept in this workspace";

struct OverlayText {
    std::string title;      ///< empty: ours stays
    std::string text;
};

struct OverlayFault {
    std::uint64_t line = 0;
    std::string text;       ///< with the remedy
};

/// rows = laid + unknown + twice + empty + unreadable.
struct Overlay {
    std::string catalog;
    std::string file;                               ///< as given
    std::string described;                          ///< encoding and separator
    std::string digest;                             ///< SHA-256 hex
    std::map<std::string, OverlayText> texts;       ///< by control id
    std::int64_t rows = 0;
    std::int64_t unknown = 0;                       ///< name no control of the catalog
    std::int64_t twice = 0;                         ///< a control that other rows name too: none of them is used
    std::int64_t empty = 0;                         ///< without text
    std::int64_t unreadable = 0;
    std::vector<OverlayFault> faults;               ///< by line
    bool replaced = false;                          ///< another one was there before
};

/// Reads the file and keeps it. Nothing after reporting faults of the header. Throws Error, and keeps nothing, when the file cannot be
/// read, is a spreadsheet file, or lays no text over anything.
[[nodiscard]] std::optional<Overlay> lay_overlay(const Run& run, const Setting& setting, const Content& content, const std::string& catalog,
                                                 const std::filesystem::path& file);

/// Throws Error when there is none.
void remove_overlay(const Setting& setting, const Content& content, const std::string& catalog);

/// What is laid over the catalog in this workspace, or nothing.
[[nodiscard]] std::optional<Overlay> find_overlay(const Run& run, const Setting& setting, const Catalog& catalog);

/// The text laid over one control, or nothing; safe to show on a terminal.
[[nodiscard]] std::optional<OverlayText> find_licensed_text(const Run& run, const Setting& setting, const Catalog& catalog, const Control& control);

/// Puts the licensed texts, each with the mark, in place of our statements: for reports that are asked to hold them.
void put_overlays(const Run& run, const Setting& setting, Content& content);

[[nodiscard]] std::string to_text(const Overlay& overlay);

} // namespace assay
