// `assay evidence add`: files into the evidence folder, hashed, described, and linked to the controls they speak to.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct AddEvidenceRequest {
    std::vector<std::filesystem::path> files;
    std::string title;                       ///< default: the file's name; for one file only
    std::string type;                        ///< default: the demand
    std::string owner;
    std::string provider;
    std::string document;
    std::string covers;                      ///< "2026-01-01..2026-03-31"
    std::string received;                    ///< default: today
    std::string classification;              ///< default: none recorded
    std::vector<std::string> controls;       ///< "CATALOG/CONTROL", or the control alone where one standard has it
    std::string subject;
    std::string demand;
    std::string number;                      ///< of the document or record in the catalog's list, where a control asks for several of a kind
    std::string why;
    bool dry_run = false;                    ///< everything is tried, nothing stored and no file copied
};

struct AddedEvidence {
    std::string id;
    std::string file;                        ///< below the evidence folder
    std::string sha256;
    std::uint64_t size_bytes = 0;
    bool known = false;                      ///< the same bytes were recorded before: no new row
    bool copied = false;                     ///< from outside into the evidence folder
    std::vector<std::string> links;          ///< ids of new links
    std::int64_t linked_before = 0;
};

struct AddEvidenceReport {
    std::vector<AddedEvidence> evidence;     ///< in the order given
    std::int64_t evidence_change = 0;        ///< 0: nothing new
    std::int64_t link_change = 0;
    std::vector<std::string> dangling;       ///< remarks about references that name no row
    bool dry_run = false;
};

/// Nothing after reporting faults of the values: then nothing was stored and no file copied. Throws Error, of kind usage for names
/// that do not exist.
[[nodiscard]] std::optional<AddEvidenceReport> add_evidence(const Run& run, Session& session, const AddEvidenceRequest& request);
[[nodiscard]] std::string to_text(const AddEvidenceReport& report);

} // namespace assay
