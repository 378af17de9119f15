// The risk matrices that ship and those of the workspace, and `assay risk matrix`: one of them with what is wrong with it.
#pragma once

#include "assay/app/setting.hpp"
#include "assay/assess/risk_matrix.hpp"
#include "assay/base/run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

class MatrixBook {
public:
    struct Known {
        RiskMatrix matrix;
        bool of_workspace = false;
    };
    explicit MatrixBook(std::vector<Known> matrices) : m_matrices(std::move(matrices)) {}

    [[nodiscard]] const std::vector<Known>& all() const { return m_matrices; }
    /// By id; empty: the default of its kind, the workspace's before the built-in. Throws Error of kind usage when there is none.
    [[nodiscard]] const RiskMatrix& get(const std::string& id, MatrixGives gives) const;
    /// Of either kind. Throws Error of kind usage that names the nearest.
    [[nodiscard]] const RiskMatrix& get(const std::string& id) const;

private:
    std::vector<Known> m_matrices;  ///< sorted by id
};

/// Reads controls/matrices of the home and of the workspace, whose files override by id. Nothing after reporting faults; flaws of a
/// sound matrix are reported as warnings.
[[nodiscard]] std::optional<MatrixBook> load_matrices(const Run& run, const Setting& setting);

/// The matrices, one line each.
[[nodiscard]] std::string to_text(const MatrixBook& book);
[[nodiscard]] std::string to_csv(const MatrixBook& book);
[[nodiscard]] std::string to_json(const MatrixBook& book);
/// The cells, flaws, steps that change the level and pairs whose order turns round.
[[nodiscard]] std::string to_text(const RiskMatrix& matrix);
/// One line for each cell.
[[nodiscard]] std::string to_csv(const RiskMatrix& matrix);
[[nodiscard]] std::string to_json(const RiskMatrix& matrix);

} // namespace assay
