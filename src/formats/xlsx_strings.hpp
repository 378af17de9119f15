// The texts that a workbook's cells share: the one thing of a sheet that stays in memory. Knows no cell.
#pragma once

#include "formats/xlsx_xml.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::xlsx {

/// Text of <si> and <is>: plain <t>, or the <t> of rich runs joined; phonetic runs are left out. Told of the elements below it.
class TextRuns {
public:
    void start(std::string_view name);
    void end(std::string_view name);
    /// Is text wanted now?
    [[nodiscard]] bool is_open() const noexcept { return m_open && m_phonetic == 0; }
    void reset() noexcept { m_open = false, m_phonetic = 0; }

private:
    bool m_open = false;
    unsigned m_phonetic = 0;
};

class SharedStrings {
public:
    /// What the part says about its count is not believed.
    void load(const ZipArchive& archive, std::uint64_t part, const std::string& part_name, std::uint64_t max_text_bytes,
              std::uint64_t max_cell_bytes);
    [[nodiscard]] std::size_t size() const noexcept { return m_texts.size(); }
    /// Valid as long as this is.
    [[nodiscard]] std::string_view operator[](std::size_t index) const { return m_texts[index]; }

private:
    friend class StringsHandler;
    void add(std::string_view text);
    std::vector<std::string_view> m_texts;
    std::vector<std::unique_ptr<char[]>> m_blocks; // NOLINT(modernize-avoid-c-arrays): fixed blocks that texts point into
    std::size_t m_left = 0;
    std::uint64_t m_bytes = 0;
};

} // namespace assay::xlsx
