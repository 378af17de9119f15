#include "app/rejects_file.hpp"

#include "app/round_trip.hpp"

#include <fmt/format.h>

namespace assay {

RejectsFile::RejectsFile(std::filesystem::path file, const ImportPlan& plan)
    : m_path(std::move(file)), m_row_word(fmt::format("Rejected {}", plan.layout.row_word())), m_guards(plan.match.versions.has_value()) {}

void RejectsFile::begin(const std::vector<std::string>& header) {
    auto with_reason = header;
    with_reason.insert(with_reason.begin(), {m_row_word, std::string(k_reason_column)});
    m_width = with_reason.size();
    m_writer.emplace(m_path, with_reason);
}

void RejectsFile::reject(std::uint64_t line, std::span<const std::string_view> cells, std::string_view reason) {
    std::vector<std::string> row{std::to_string(line), std::string(reason)};
    for (const auto given : cells) {
        const auto cell = m_guards ? guard_apostrophe(std::string(given)) : std::string(given);
        // A row with too many cells keeps them all, the rest in the last column.
        if (row.size() < m_width) {
            row.push_back(cell);
        } else {
            row.back() += fmt::format(" | {}", cell);
        }
    }
    row.resize(m_width);
    m_writer->write(row);
}

void RejectsFile::commit() {
    if (m_writer) {
        m_writer->commit();
    }
}

} // namespace assay
