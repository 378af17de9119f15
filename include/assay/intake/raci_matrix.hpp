// A RACI matrix (activities as rows, roles as columns, letters in the cells) as the rows of the long form. Knows neither files nor stores:
// names are found through `MatrixNames`, whoever keeps them.
#pragma once

#include "assay/model/row_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What a name leads to: the id, or why it leads to none ("is no role (did you mean 'Incident Manager'?)").
struct MatrixName {
    std::string id;
    std::string fault;
};

struct MatrixNames {
    /// The process of a title row or of the process column; without a fault text when there is none.
    std::function<std::optional<std::string>(std::string_view name)> process;
    /// `process` is the id of the process of that row, or empty.
    std::function<MatrixName(std::string_view name, std::string_view process)> activity;
    std::function<MatrixName(std::string_view name, std::string_view process)> role;
    /// Is this the name of some role, of whatever process?
    std::function<bool(std::string_view name)> is_role;
};

enum class MatrixAsked : std::uint8_t { no, yes };

/// Letters of a cell in the order r, a, c, i; none for a blank one, "-" or "n/a"; nothing when it holds anything else.
[[nodiscard]] std::optional<std::string> matrix_letters(std::string_view cell);

/// A header line of a matrix: two columns or more are roles.
[[nodiscard]] bool is_matrix_header(std::span<const std::string> header, const MatrixNames& names);

/// Reads all of `inner`. Without `asked` a file that is no matrix by its shape comes back as nothing, and must be opened anew. The rows have
/// the columns Activity, Role and Letter, and keep the line of their record; cells that cannot be used are faults of their record, each with
/// its address. Throws Error for a matrix without a role or an activity column, and what `inner` throws.
[[nodiscard]] std::unique_ptr<RowReader> read_raci_matrix(std::unique_ptr<RowReader> inner, const std::string& file, const MatrixNames& names, MatrixAsked asked);

} // namespace assay
