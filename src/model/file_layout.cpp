#include "assay/model/row_reader.hpp"

#include <algorithm>

namespace assay {

std::string column_letters(std::uint32_t column) {
    std::string letters;
    for (auto rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26) {
        letters += static_cast<char>('A' + (rest - 1) % 26);
    }
    std::ranges::reverse(letters);
    return letters;
}

std::string cell_address(std::uint32_t column, std::uint64_t row) { return column_letters(column) + std::to_string(row); }

std::string FileLayout::address(std::size_t cell, std::uint64_t row) const {
    return is_sheet() && cell < columns.size() ? cell_address(columns[cell], row) : std::string();
}

const FileLayout& RowReader::layout() const {
    static const FileLayout k_text;
    return k_text;
}

} // namespace assay
