// CSV out, and the comparison of what was written with what was meant.
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "assay/formats/escape.hpp"
#include "formats/csv_beginnings.hpp"

#include <fmt/format.h>

namespace assay {

namespace {

constexpr std::size_t k_flush_bytes = std::size_t{64} * 1024;

[[noreturn]] void fail_to_verify(const std::filesystem::path& file, const std::string& text) {
    throw Error(fmt::format("'{}' was written but reads back differently: {}", escape_control(file.string()), text));
}

template <class Cells>
void compare(const std::filesystem::path& file, std::size_t row, const Cells& found, std::span<const std::string> meant) {
    const auto place = [row] { return row == 0 ? "header" : "row " + group_thousands(static_cast<std::int64_t>(row)); };
    if (found.size() != meant.size()) {
        fail_to_verify(file, fmt::format("{} has {} instead of {} cells", place(), found.size(), meant.size()));
    }
    for (std::size_t index = 0; index < meant.size(); ++index) {
        const auto& cell = meant[index];
        if (is_formula(cell) ? found[index] != neutralise_formula(cell) : found[index] != cell) { // nearly all begin none, and need no copy
            fail_to_verify(file, fmt::format("{}, cell {}", place(), index + 1));
        }
    }
}

} // namespace

CsvWriter::CsvWriter(const std::filesystem::path& target, std::span<const std::string> header, char separator)
    : m_file(target), m_name(escape_control(target.string())), m_columns(header.size()), m_separator(separator) {
    if (header.empty()) {
        throw Error(fmt::format("cannot write '{}': a CSV file needs at least one column", m_name));
    }
    put(header);
}

template <class Text>
void CsvWriter::put(std::span<const Text> cells) {
    if (cells.size() != m_columns) {
        throw Error(fmt::format("cannot write '{}': row {} has {} instead of {} cells", m_name, m_rows, cells.size(), m_columns));
    }
    bool first = true;
    for (const std::string_view cell : cells) {
        if (find_invalid_utf8(cell) != std::string_view::npos || cell.find('\0') != std::string_view::npos) {
            throw Error(fmt::format("cannot write '{}': row {} holds a text that is not UTF-8 or has a NUL byte", m_name, m_rows));
        }
        if (!first) {
            m_buffer += m_separator;
        }
        auto text = csv_cell(cell, m_separator);
        if (first && m_rows == 0 && is_misread_at_the_beginning(text)) {
            text.insert(0, 1, '"').push_back('"'); // it holds no quotes, else it would begin with one
        }
        first = false;
        m_buffer += text;
    }
    if (m_columns == 1 && cells[0].empty()) {
        m_buffer += "\"\""; // else the line would be blank, and readers pass over blank lines
    }
    m_buffer += "\r\n";
    ++m_rows;
    if (m_buffer.size() >= k_flush_bytes) {
        m_file.write(m_buffer);
        m_buffer.clear();
    }
}

void CsvWriter::write(std::span<const std::string> cells) { put(cells); }

void CsvWriter::write(std::span<const std::string_view> cells) { put(cells); }

void CsvWriter::commit() {
    m_file.write(m_buffer);
    m_buffer.clear();
    m_file.commit();
}

void verify_csv(const std::filesystem::path& file, std::span<const std::vector<std::string>> rows, char separator, const std::filesystem::path& name) {
    const auto& shown = name.empty() ? file : name;
    if (rows.empty()) {
        throw Error(fmt::format("cannot verify '{}': no header was given", escape_control(shown.string())));
    }
    CsvOptions options;
    options.separator = separator;
    options.encoding = "utf-8";
    options.max_cell_bytes = 1ULL << 30U; // whatever was written must be read
    options.max_columns = rows.front().size() + 1;
    const std::unique_ptr<RowReader> reader = open_csv(file, options);
    compare(shown, 0, reader->header(), rows.front());
    RawRow row;
    std::size_t count = 1;
    for (; reader->next(row); ++count) {
        if (count == rows.size()) {
            fail_to_verify(shown, fmt::format("it has more than {}", count_of(static_cast<std::int64_t>(rows.size() - 1), "row", "rows")));
        }
        if (!row.fault.empty()) {
            fail_to_verify(shown, fmt::format("row {}: {}", count, row.fault));
        }
        compare(shown, count, row.cells, rows[count]);
    }
    if (count < rows.size()) {
        fail_to_verify(shown, fmt::format("it has {} instead of {}", count_of(static_cast<std::int64_t>(count - 1), "row", "rows"),
                                         group_thousands(static_cast<std::int64_t>(rows.size() - 1))));
    }
}

} // namespace assay
