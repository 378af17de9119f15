// assay risk matrix: the matrices, or one of them with its flaws.
#include "cli/commands.hpp"

#include "assay/app/risk_matrix.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_risk_matrix_options{
    OptionSpec{"MATRIX", "", "the matrix (default: list them)", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

template <class Shown>
void show(const Shown& shown, const std::string& format) {
    print(format == "table" ? to_text(shown) : format == "csv" ? to_csv(shown) : to_json(shown));
}

int run_risk_matrix(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "csv", "json"});
    const auto book = load_matrices(call.run, call.setting);
    if (!book) {
        return k_exit_failed;
    }
    const auto id = call.arguments.text("MATRIX");
    if (id.empty()) {
        show(*book, format);
    } else {
        show(book->get(id), format);
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_risk_matrix{"risk matrix", "risk matrices, what is wrong with one, and what hangs on a single step of it", false, k_risk_matrix_options, run_risk_matrix, true};

} // namespace assay::cli
