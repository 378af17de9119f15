// `assay pack`: one ZIP file for the auditor of one assessment, the same bytes each time, verifiable with plain sha256sum.
#pragma once

#include "assay/app/session.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct PackRequest {
    std::filesystem::path file;     ///< empty: assessment-<id>.zip in the current folder, which must not exist yet
    std::int64_t assessment = 0;    ///< 0: the newest
    bool names = false;             ///< people by their names
    std::string max_classification; ///< evidence above it, and evidence without any, is withheld; empty: none is
    std::filesystem::path key;      ///< Ed25519 private key in PEM form; empty: not signed
};

/// What became of a piece of evidence.
enum class EvidenceFate : std::uint8_t { packed, no_file, withdrawn, withheld, unhashed, altered, missing, unreadable };

struct EvidencePiece {
    std::string id;
    std::string title;
    std::string type;
    std::string classification;   ///< word of the register; empty: none recorded
    std::string sha256;           ///< as recorded
    std::uint64_t size_bytes = 0; ///< packed only
    EvidenceFate fate = EvidenceFate::no_file;
    std::string why;              ///< not packed: in words
    std::string entry;            ///< packed: path in the pack
    std::filesystem::path source; ///< packed: the file itself
};

struct PackEvidence {
    std::vector<EvidencePiece> pieces;  ///< sorted by id
    std::string highest;                ///< highest classification of what is packed; empty: none recorded
    std::size_t without_classification = 0; ///< packed pieces of which none is recorded
    std::size_t files = 0;              ///< packed; two pieces may be the same bytes
    [[nodiscard]] std::size_t count(EvidenceFate fate) const;
    /// Files that the register speaks of and that are not there as it says: never packed, and never passed over in silence.
    [[nodiscard]] std::size_t faulty() const;
};

struct PackResult {
    std::filesystem::path file;
    std::uint64_t size_bytes = 0;
    std::string sha256;
    std::int64_t assessment = 0;
    Date on{};
    std::size_t reports = 0;
    std::size_t registers = 0;
    std::size_t controls = 0;     ///< explained
    std::size_t definitions = 0;  ///< files that judged
    std::size_t files = 0;        ///< in all
    PackEvidence evidence;
    std::optional<std::size_t> people; ///< that have a pseudonym; nothing: they go by their names
    bool is_signed = false;
};

/// The command that verifies the signature of a pack, run in the folder where it was unpacked.
[[nodiscard]] std::string_view pack_signature_command();

/// Nothing after reporting faults in controls or templates. Throws Error when the pack cannot be written or reads back differently:
/// then nothing stands under its name that was not there before.
[[nodiscard]] std::optional<PackResult> write_pack(const Run& run, Session& session, const PackRequest& request);
[[nodiscard]] std::string to_text(const PackResult& result);

} // namespace assay
