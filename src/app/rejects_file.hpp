// The file of rejected rows: as given, with place and reason before them. Knows not why a row was rejected.
#pragma once

#include "assay/formats/csv.hpp"
#include "assay/intake/import.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The head of its second column. No field is called so: the file may be imported again.
inline constexpr std::string_view k_reason_column = "Rejected because";

/// It gets its name with commit().
class RejectsFile final : public RejectSink {
public:
    /// Where the rows have versions, the rejects file may come back like the file they are from.
    RejectsFile(std::filesystem::path file, const ImportPlan& plan);
    void begin(const std::vector<std::string>& header) override;
    void reject(std::uint64_t line, std::span<const std::string_view> cells, std::string_view reason) override;
    void commit();

private:
    std::filesystem::path m_path;
    std::string m_row_word;
    bool m_guards;
    std::optional<CsvWriter> m_writer;
    std::size_t m_width = 0;
};

} // namespace assay
