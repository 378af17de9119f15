// Rows of another reader, for whoever changes some of their cells on the way.
#pragma once

#include "assay/model/row_reader.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

namespace assay {

/// Passes everything on; whoever derives changes what it is about.
class PassingRows : public RowReader {
public:
    explicit PassingRows(std::unique_ptr<RowReader> rows) : m_rows(std::move(rows)) {}
    [[nodiscard]] const std::vector<std::string>& header() const override { return m_rows->header(); }
    [[nodiscard]] std::uint64_t header_line() const override { return m_rows->header_line(); }
    [[nodiscard]] const FileLayout& layout() const override { return m_rows->layout(); }
    bool next(RawRow& row) override { return m_rows->next(row); }
    [[nodiscard]] std::uint64_t bytes_done() const override { return m_rows->bytes_done(); }
    [[nodiscard]] std::uint64_t bytes_total() const override { return m_rows->bytes_total(); }
    [[nodiscard]] std::string file_sha256() const override { return m_rows->file_sha256(); }
    [[nodiscard]] std::string describe() const override { return m_rows->describe(); }

protected:
    /// Index of the cell that the given rows have under this name.
    [[nodiscard]] std::size_t cell_of(std::string_view name) const {
        return static_cast<std::size_t>(std::ranges::find(m_rows->header(), name) - m_rows->header().begin());
    }

private:
    std::unique_ptr<RowReader> m_rows;
};

} // namespace assay
