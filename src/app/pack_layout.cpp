#include "app/pack_layout.hpp"

#include "app/pack_evidence.hpp"
#include "assay/base/text.hpp"

#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

std::string count_words(std::size_t number, std::string_view singular, std::string_view plural) {
    return count_of(static_cast<std::int64_t>(number), singular, plural);
}

struct FateWords {
    EvidenceFate fate;
    std::string_view words;
};
constexpr std::array k_entry_fates{
    FateWords{EvidenceFate::packed, "packed"},         FateWords{EvidenceFate::withheld, "withheld"},
    FateWords{EvidenceFate::withdrawn, "withdrawn"},   FateWords{EvidenceFate::no_file, "without a file"},
    FateWords{EvidenceFate::altered, "altered"},       FateWords{EvidenceFate::missing, "missing"},
    FateWords{EvidenceFate::unreadable, "unreadable"}, FateWords{EvidenceFate::unhashed, "without a recorded hash"},
};

/// Those that there are; how many are packed always.
std::string evidence_counts(const PackEvidence& evidence) {
    auto text = fmt::format("{} of evidence: ", count_words(evidence.pieces.size(), "piece", "pieces"));
    for (const auto& [fate, words] : k_entry_fates) {
        if (const auto count = evidence.count(fate); count > 0 || fate == EvidenceFate::packed) {
            text += fmt::format("{}{} {}", fate == EvidenceFate::packed ? "" : ", ", group_thousands(static_cast<std::int64_t>(count)), words);
        }
    }
    return text;
}

bool is_faulty(const EvidencePiece& piece) {
    return piece.fate == EvidenceFate::altered || piece.fate == EvidenceFate::missing || piece.fate == EvidenceFate::unreadable ||
           piece.fate == EvidenceFate::unhashed;
}

std::string faulty_lines(const PackEvidence& evidence, std::string_view indent) {
    std::string text;
    for (const auto& piece : evidence.pieces) {
        if (is_faulty(piece)) {
            text += fmt::format("{}{} {}: {}\n", indent, escape_control(piece.id), escape_control(piece.title), escape_control(piece.why));
        }
    }
    return text;
}

constexpr std::string_view k_pseudonyms_text = R"(PEOPLE
People go by pseudonyms, the same for one person everywhere in this pack:
"Person 017" for a name, "person-017" for an id, "person-017@pack.invalid"
for an address. Replaced are
- ids, names and addresses in the register of people, and every reference
  to a person in any register;
- whatever stands in a field that says who did something, such as "assigned
  to" or "approved by", also where it is a team;
- names of two words and more, ids of three characters and more (with a
  letter, or of five digits and more) and addresses from the register of
  people, where they are spelt as there in other texts, in names of files
  and in the sentences of reports and proof.
Not replaced are
- anything inside the evidence files: they are as they were handed over;
- people in free text who are not in the register of people, or are spelt
  otherwise: a family name alone, initials, nicknames, other cases of
  letters beyond A to Z;
- job titles, roles, organisations and dates: who holds a rank can be
  guessed from them.
)";

constexpr std::string_view k_names_text = R"(PEOPLE
People go by their names, ids and addresses, as the registers hold them.
)";

std::string verify_text(bool is_signed) {
    std::string text = "HOW TO VERIFY IT\nUnpack it into an empty folder, and run there\n  sha256sum -c SHA256SUMS\nEvery file must be told \"OK\". SHA256SUMS names all files but itself";
    if (!is_signed) {
        return text + ".\nIt is not signed: ask for the SHA-256 of the whole pack by another way.\n";
    }
    return text + fmt::format(" and\nits signature, SHA256SUMS.sig (Ed25519). To verify that, run\n  {}\nIt must answer \"Signature Verified Successfully\". PUBLIC.pem is the public key\n"
                              "of whoever made this pack; get it by another way than this pack. They make it with\n"
                              "  openssl pkey -in KEY.pem -pubout -out PUBLIC.pem\n",
                              pack_signature_command());
}

} // namespace

std::string_view pack_signature_command() {
    return "openssl pkeyutl -verify -pubin -inkey PUBLIC.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig";
}

std::string classification_sentence(const PackEvidence& evidence) {
    const auto packed = evidence.count(EvidenceFate::packed);
    if (packed == 0) {
        return "There is no evidence in this pack.";
    }
    if (evidence.highest.empty()) {
        return "No classification is recorded of any evidence in this pack.";
    }
    auto text = fmt::format("Highest of the evidence in this pack: {}.", classification_words(evidence.highest));
    if (evidence.without_classification > 0) {
        text += fmt::format(" Of {} of {} none is recorded.", evidence.without_classification, count_words(packed, "piece", "pieces"));
    }
    return text;
}

std::string pack_readme(const Session& session, const AssessmentHeader& header, const PackResult& result, const PackRequest& request) {
    auto text = fmt::format("AUDITOR'S PACK OF ASSESSMENT {}\n\n", header.id);
    const auto line = [&](std::string_view label, const std::string& words) { text += fmt::format("{:<16}{}\n", label, escape_control(words)); };
    line("Organisation", header.organization);
    for (const auto& id : header.catalogs) {
        const auto* catalog = session.content.find_catalog(id);
        line("Judged against", catalog->version.empty() ? catalog->title : fmt::format("{} ({})", catalog->title, catalog->version));
    }
    line("Audit period", fmt::format("{} to {}", to_text(header.period_from), to_text(header.period_to)));
    line("Judged on", fmt::format("{}, state of the registers after change {}", to_text(header.on), header.head));
    line("Kind", header.audit().empty() ? std::string("self-assessment: it shows gaps, not nonconformities; grades are proposals") : "audit " + header.audit());
    line("Made with", session.setting.tool);
    line("Classification", classification_sentence(result.evidence));
    text += "Reports, proof and registers quote evidence: handle the pack as you would handle\nthe highest of what is in it.\n\nWHAT IS IN IT\n";
    line("reports/", fmt::format("{}; executive.html and gap.html are the ones to begin with", count_words(result.reports, "file", "files")));
    line("evidence/", fmt::format("{} as handed over, each once, and index.csv: by clause, control and subject", count_words(result.evidence.files, "file", "files")));
    line("registers/", fmt::format("{} in the state that was judged, and index.csv over all", count_words(result.registers, "register", "registers")));
    line("proof/", fmt::format("why each of {} is judged as it is, down to the row and the file", count_words(result.controls, "control", "controls")));
    line("judged/", fmt::format("{} by which it was judged, byte for byte, and manifest.csv", count_words(result.definitions, "file", "files")));
    text += "In CSV an apostrophe stands before what a spreadsheet would run as a formula.\nWhat only the audited organisation is to see, such as plans, is not in a pack.\n\n";
    text += fmt::format("EVIDENCE\n{} of evidence:\n", count_words(result.evidence.pieces.size(), "piece", "pieces"));
    for (const auto& [fate, words] : k_entry_fates) {
        if (const auto count = result.evidence.count(fate); count > 0) {
            text += fmt::format("  {} {}\n", group_thousands(static_cast<std::int64_t>(count)), words);
        }
    }
    if (!request.max_classification.empty()) {
        text += fmt::format("Withheld is what is above {}, and what has no classification. The registers and\nevidence/index.csv still name it.\n",
                            classification_words(request.max_classification));
    }
    if (result.evidence.faulty() > 0) {
        text += "These are not in the pack, because the file is not the one that was judged:\n" + faulty_lines(result.evidence, "  ");
    }
    text += "\n" + std::string(result.people ? k_pseudonyms_text : k_names_text) + "\n" + verify_text(result.is_signed);
    return text;
}

std::string to_text(const PackResult& result) {
    const auto& evidence = result.evidence;
    auto text = fmt::format("{}: assessment {}, judged on {}; written, read back and compared\n", escape_control(result.file.string()), result.assessment,
                            to_text(result.on));
    text += fmt::format("  {} bytes, sha256 {}\n", group_thousands(static_cast<std::int64_t>(result.size_bytes)), result.sha256);
    text += fmt::format("  {}: reports {}, evidence {}, registers {}, files that judged {}; {} explained\n", count_words(result.files, "file", "files"), result.reports,
                        evidence.files, result.registers, result.definitions, count_words(result.controls, "control", "controls"));
    text += "  " + evidence_counts(evidence) + "\n" + faulty_lines(evidence, "    ");
    text += "  " + classification_sentence(evidence) + "\n";
    text += result.people ? fmt::format("  {} by {}; README.txt says what is not replaced\n", count_words(*result.people, "person goes", "people go"),
                                        *result.people == 1 ? "a pseudonym" : "pseudonyms")
                          : std::string("  people go by their names\n");
    text += "verify: unzip it, then sha256sum -c SHA256SUMS\n";
    if (result.is_signed) {
        text += fmt::format("signature: {}\n", pack_signature_command());
    }
    return text;
}

} // namespace assay
