#include "assay/app/risk_matrix.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

/// Matrices of one folder; two files must not claim one id, nor two the default of one kind.
class MatrixFolder {
public:
    MatrixFolder(const std::filesystem::path& root, DiagnosticSink& sink) : m_root(root), m_sink(sink) {}

    void load() {
        for (const auto& file : xml_files(m_root / "controls" / "matrices")) {
            Diagnostics found;
            if (auto matrix = load_matrix(read_file(file), file.lexically_relative(m_root).generic_string(), found)) {
                add(std::move(*matrix));
            }
            for (auto& each : found.sorted()) {
                m_faulty = m_faulty || each.severity == Severity::error;
                m_sink.add(std::move(each));
            }
        }
    }
    [[nodiscard]] bool is_faulty() const { return m_faulty; }
    [[nodiscard]] std::map<std::string, RiskMatrix>& matrices() { return m_matrices; }

private:
    void refuse(const Place& place, std::string code, std::string text, const Place& first) {
        m_faulty = true;
        m_sink.add({Severity::error, place, std::move(code), std::move(text), "first in " + to_text(first)});
    }

    void add(RiskMatrix matrix) {
        for (const auto& [id, known] : m_matrices) {
            if (matrix.is_default && known.is_default && matrix.gives == known.gives) {
                refuse(matrix.place, "second-default", fmt::format("two matrices are the default for {}", to_text(matrix.gives)), known.place);
            }
        }
        for (const auto& flaw : lint_matrix(matrix)) {
            m_sink.add({Severity::warning, flaw.place, flaw.code, flaw.text, ""});
        }
        const auto place = matrix.place;
        const auto id = matrix.id;
        if (const auto [known, added] = m_matrices.emplace(id, std::move(matrix)); !added) {
            refuse(place, "duplicate-id", fmt::format("matrix '{}' is already defined", id), known->second.place);
        }
    }

    const std::filesystem::path& m_root;
    DiagnosticSink& m_sink;
    std::map<std::string, RiskMatrix> m_matrices;
    bool m_faulty = false;
};

[[noreturn]] void throw_no_matrix(const std::string& id, const std::vector<MatrixBook::Known>& known) {
    std::vector<std::string> ids;
    ids.reserve(known.size());
    for (const auto& each : known) {
        ids.push_back(each.matrix.id);
    }
    const auto hint = did_you_mean(id, ids);
    throw Error(fmt::format("there is no matrix '{}'{}", escape_control(id), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
}

} // namespace

const RiskMatrix& MatrixBook::get(const std::string& id) const {
    const auto found = std::ranges::find(m_matrices, id, [](const Known& each) -> const std::string& { return each.matrix.id; });
    if (found == m_matrices.end()) {
        throw_no_matrix(id, m_matrices);
    }
    return found->matrix;
}

const RiskMatrix& MatrixBook::get(const std::string& id, MatrixGives gives) const {
    if (!id.empty()) {
        const auto& matrix = get(id);
        if (matrix.gives != gives) {
            throw Error(fmt::format("matrix '{}' gives a {}, not a {}", id, to_text(matrix.gives), to_text(gives)), ErrorKind::usage);
        }
        return matrix;
    }
    const Known* chosen = nullptr;
    for (const auto& each : m_matrices) {
        if (each.matrix.is_default && each.matrix.gives == gives && (chosen == nullptr || each.of_workspace)) {
            chosen = &each;
        }
    }
    if (chosen == nullptr) {
        throw Error(fmt::format("no matrix is the default for {}: give one, or mark one with default=\"yes\"", to_text(gives)), ErrorKind::usage);
    }
    return chosen->matrix;
}

std::optional<MatrixBook> load_matrices(const Run& run, const Setting& setting) {
    bool faulty = false;
    std::map<std::string, MatrixBook::Known> known;
    const auto load = [&](const std::filesystem::path& root, bool of_workspace) {
        MatrixFolder folder(root, run.diagnostics);
        folder.load();
        faulty = faulty || folder.is_faulty();
        for (auto& [id, matrix] : folder.matrices()) {
            known.insert_or_assign(id, MatrixBook::Known{std::move(matrix), of_workspace});
        }
    };
    load(setting.home, false);
    if (!setting.workspace.empty() && setting.workspace != setting.home) {
        load(setting.workspace, true);
    }
    if (faulty) {
        return std::nullopt;
    }
    std::vector<MatrixBook::Known> all;
    all.reserve(known.size());
    for (auto& [id, each] : known) {
        all.push_back(std::move(each));
    }
    return MatrixBook(std::move(all));
}

} // namespace assay
