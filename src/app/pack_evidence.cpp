#include "app/pack_evidence.hpp"

#include "app/evidence_files.hpp"
#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/escape.hpp"
#include "assay/formats/zip.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_shown_digits = 12; // of a hash in a sentence
constexpr std::size_t k_name_digits = 16;  // of a hash in a file's name

std::string all_but_folders(const std::string& path) { return fs::path(path).filename().string(); }

/// Place of a classification among the words of the register, lowest first; absent: not among them.
class Ranks {
public:
    explicit Ranks(const Register& of) {
        if (const auto* field = of.find_field("classification"); field != nullptr) {
            m_words = field->words;
        }
    }
    [[nodiscard]] std::optional<std::size_t> find(const std::string& word) const {
        const auto found = std::ranges::find(m_words, word);
        return found == m_words.end() ? std::nullopt : std::optional<std::size_t>(found - m_words.begin());
    }
    [[nodiscard]] std::size_t get(const std::string& word) const {
        if (m_words.empty()) {
            throw Error("--max-classification: the register 'evidence' of this workspace has no classifications in order", ErrorKind::usage);
        }
        const auto rank = find(word);
        if (!rank) {
            const auto hint = did_you_mean(word, m_words);
            throw Error(fmt::format("--max-classification takes one of {}, not '{}'{}", fmt::join(m_words, ", "), escape_control(word),
                                    hint.empty() ? "" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
        return *rank;
    }

private:
    std::vector<std::string> m_words;
};

class EvidenceChooser {
public:
    EvidenceChooser(const Session& session, Date on, const Ranks& ranks, std::optional<std::size_t> highest, const std::string& limit)
        : m_session(session), m_of(session.content.schema.get("evidence")), m_on(on), m_ranks(ranks), m_highest(highest), m_limit(limit) {}

    EvidencePiece choose(const StoredRow& recorded, const StoredRow& shown) {
        EvidencePiece piece;
        piece.id = shown.text(m_of, "id");
        piece.title = shown.text(m_of, "title");
        piece.type = shown.text(m_of, "type");
        piece.classification = recorded.text(m_of, "classification");
        piece.sha256 = to_lower(recorded.text(m_of, "sha256"));
        if (!is_kept_back(recorded, piece)) {
            look_at(recorded, shown, piece);
        }
        return piece;
    }

private:
    /// Without a look at the file.
    bool is_kept_back(const StoredRow& row, EvidencePiece& piece) const {
        const auto refuse = [&](EvidenceFate fate, std::string why) {
            piece.fate = fate;
            piece.why = std::move(why);
            return true;
        };
        if (row.text(m_of, "file").empty()) {
            return refuse(EvidenceFate::no_file, "the register names no file");
        }
        if (const auto day = row.date(m_of, "withdrawn_on"); day && *day <= m_on) {
            return refuse(EvidenceFate::withdrawn, "withdrawn on " + to_text(*day));
        }
        if (m_highest) {
            const auto rank = m_ranks.find(piece.classification);
            if (!rank) {
                return refuse(EvidenceFate::withheld, "withheld: no classification is recorded");
            }
            if (*rank > *m_highest) {
                return refuse(EvidenceFate::withheld, fmt::format("withheld: {} is above {}", classification_words(piece.classification), classification_words(m_limit)));
            }
        }
        return false;
    }

    void look_at(const StoredRow& recorded, const StoredRow& shown, EvidencePiece& piece) {
        const auto file = recorded.text(m_of, "file");
        const auto seen = observe_file(m_session.setting, file);
        if (seen.state != FileState::present) {
            piece.fate = seen.state == FileState::missing ? EvidenceFate::missing : EvidenceFate::unreadable;
            piece.why = fmt::format("{}: {}", seen.state == FileState::missing ? "missing" : "unreadable", seen.why);
            return;
        }
        if (piece.sha256.empty()) {
            piece.fate = EvidenceFate::unhashed;
            piece.why = "no hash was recorded when it was judged, so nothing shows that this is the file";
            return;
        }
        if (piece.sha256 != seen.sha256) {
            piece.fate = EvidenceFate::altered;
            piece.why = fmt::format("altered: recorded sha256 {}…, now {}…", piece.sha256.substr(0, k_shown_digits), seen.sha256.substr(0, k_shown_digits));
            return;
        }
        piece.fate = EvidenceFate::packed;
        piece.size_bytes = seen.size_bytes;
        piece.source = *path_inside(m_session.setting.evidence_folder(), file);
        // The same bytes once, under the name of the first piece that has them.
        const auto name = fmt::format("evidence/{}-{}", piece.sha256.substr(0, k_name_digits), portable_part(all_but_folders(shown.text(m_of, "file"))));
        piece.entry = m_entries.emplace(piece.sha256, name).first->second;
    }

    const Session& m_session;
    const Register& m_of;
    Date m_on;
    const Ranks& m_ranks;
    std::optional<std::size_t> m_highest;
    const std::string& m_limit;
    std::map<std::string, std::string> m_entries; ///< by hash
};

/// Where a control stands in what was judged.
struct ClausePlace {
    std::size_t catalog = 0;
    std::size_t control = 0;
    std::string cite;
    std::string title;
};

struct IndexLine {
    std::tuple<std::size_t, std::size_t, std::string, std::string, std::string, std::string, std::string> order;
    std::vector<std::string> cells;
};

const std::vector<std::string>& index_columns() {
    static const std::vector<std::string> k_columns{"Clause",   "Catalog",     "Control", "Control title", "Subject", "Evidence", "Title", "Type",
                                                    "Classification", "Locator", "Verdict", "Reviewer", "Reviewed on", "Reason",  "SHA-256",
                                                    "Size in bytes",  "File in the pack", "Not in the pack because"};
    return k_columns;
}

std::map<ControlId, ClausePlace> clause_places(const Session& session, const Assessment& assessment) {
    std::map<ControlId, ClausePlace> places;
    for (std::size_t at = 0; at < assessment.header.catalogs.size(); ++at) {
        const auto* catalog = session.content.find_catalog(assessment.header.catalogs[at]);
        for (std::size_t i = 0; catalog != nullptr && i < catalog->controls.size(); ++i) {
            places[catalog->controls[i].id] = {at, i, catalog->controls[i].cite, catalog->controls[i].title};
        }
    }
    return places;
}

void append_piece(std::vector<std::string>& cells, const EvidencePiece& piece) {
    cells.push_back(piece.sha256);
    cells.push_back(piece.fate == EvidenceFate::packed ? std::to_string(piece.size_bytes) : std::string());
    cells.push_back(piece.entry);
    cells.push_back(piece.why);
}

} // namespace

std::string classification_words(const std::string& word) {
    std::string words;
    for (const char c : word) {
        words += c == '_' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return words;
}

std::size_t PackEvidence::count(EvidenceFate fate) const { return static_cast<std::size_t>(std::ranges::count(pieces, fate, &EvidencePiece::fate)); }

std::size_t PackEvidence::faulty() const {
    return count(EvidenceFate::altered) + count(EvidenceFate::missing) + count(EvidenceFate::unreadable) + count(EvidenceFate::unhashed);
}

PackEvidence choose_evidence(const Run& run, const Session& session, QueryRunner& recorded, QueryRunner& shown, Date on,
                             const std::string& max_classification) {
    const auto& of = session.content.schema.get("evidence");
    const Ranks ranks(of);
    const auto limit = max_classification.empty() ? std::nullopt : std::optional(ranks.get(max_classification));
    EvidenceChooser chooser(session, on, ranks, limit, max_classification);
    const auto as_recorded = read_rows(recorded, of);
    const auto as_shown = read_rows(shown, of);
    PackEvidence evidence;
    std::set<std::string> files;
    std::optional<std::size_t> highest;
    for (std::size_t i = 0; i < as_recorded.size(); ++i) {
        throw_if_stopped(run);
        run.progress.report(i, as_recorded.size(), "pieces of evidence");
        auto piece = chooser.choose(as_recorded[i], as_shown[i]);
        if (piece.fate == EvidenceFate::packed) {
            files.insert(piece.entry);
            const auto rank = ranks.find(piece.classification);
            evidence.without_classification += rank ? 0 : 1;
            if (rank && (!highest || *rank > *highest)) {
                highest = rank;
                evidence.highest = piece.classification;
            }
        }
        evidence.pieces.push_back(std::move(piece));
    }
    evidence.files = files.size();
    return evidence;
}

void write_evidence_index(const Session& session, QueryRunner& shown, const Assessment& assessment, const PackEvidence& evidence, const fs::path& file) {
    const auto places = clause_places(session, assessment);
    std::map<std::string, const EvidencePiece*> pieces;
    std::set<std::string> unlinked;
    for (const auto& piece : evidence.pieces) {
        pieces[piece.id] = &piece;
        unlinked.insert(piece.id);
    }
    std::map<std::string, std::string> names;
    read_register(shown, session.content.schema, "person", [&](const NamedRow& row) { names[row.text("id")] = row.text("name"); });
    std::vector<IndexLine> lines;
    read_register(shown, session.content.schema, "evidence_link", [&](const NamedRow& row) {
        const auto found = pieces.find(row.text("evidence"));
        if (found == pieces.end()) {
            return;
        }
        const auto& piece = *found->second;
        unlinked.erase(piece.id);
        const ControlId control{row.text("catalog"), row.text("control")};
        const auto place = places.find(control);
        const auto at = place == places.end() ? ClausePlace{assessment.header.catalogs.size(), 0, {}, "not judged in this assessment"} : place->second;
        const auto day = row.date("reviewed_on");
        const auto name = names.find(row.text("reviewer"));
        auto verdict = row.text("verdict");
        std::ranges::replace(verdict, '_', ' ');
        IndexLine line{{at.catalog, at.control, row.text("catalog"), row.text("control"), row.text("subject"), piece.id, row.text("id")},
                       {at.cite, row.text("catalog"), row.text("control"), at.title, row.text("subject"), piece.id, piece.title, piece.type,
                        piece.classification, row.text("locator"), verdict.empty() ? "not reviewed" : verdict,
                        name == names.end() ? row.text("reviewer") : name->second, day ? to_text(*day) : std::string(), row.text("reason")}};
        append_piece(line.cells, piece);
        lines.push_back(std::move(line));
    });
    for (const auto& id : unlinked) {
        const auto& piece = *pieces.at(id);
        IndexLine line{{assessment.header.catalogs.size() + 1, 0, {}, {}, {}, id, {}},
                       {"", "", "", "linked to no control", "", id, piece.title, piece.type, piece.classification, "", "", "", "", ""}};
        append_piece(line.cells, piece);
        lines.push_back(std::move(line));
    }
    std::ranges::sort(lines, {}, &IndexLine::order);
    std::vector<std::vector<std::string>> meant{index_columns()};
    CsvWriter writer(file, index_columns());
    for (auto& line : lines) {
        writer.write(line.cells);
        meant.push_back(std::move(line.cells));
    }
    writer.commit();
    verify_csv(file, meant);
}

} // namespace assay
