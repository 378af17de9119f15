// The RowReader of CSV files: finds the separator, takes the header, hands out records.
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/csv.hpp"
#include "formats/csv_beginnings.hpp"
#include "formats/csv_parser.hpp"
#include "formats/csv_source.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace assay {

namespace {

constexpr std::uint64_t k_record_per_cell = 16;
constexpr std::string_view k_separators = ",;\t|"; ///< the first wins a tie

/// The candidate that stands most often in the first line, outside quotes.
char find_separator(std::string_view text) {
    std::array<std::size_t, k_separators.size()> counts{};
    bool quoted = false;
    bool begun = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
        } else if ((c == '\n' || c == '\r') && !quoted) {
            if (begun) {
                break;
            }
            continue; // blank lines before the header
        } else if (!quoted) {
            const std::size_t index = k_separators.find(c);
            if (index != std::string_view::npos) {
                ++counts[index];
            }
        }
        begun = true;
    }
    return k_separators[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

bool is_usable_separator(char c) { return c == '\t' || (c >= ' ' && c <= '~' && c != '"'); }

/// Excel's first line "sep=;": takes it off the text and gives the character.
std::optional<char> take_separator_line(std::string_view& text) {
    if (!text.starts_with(k_separator_line) || text.size() < k_separator_line.size() + 2) {
        return std::nullopt;
    }
    const char separator = text[k_separator_line.size()];
    const std::string_view rest = text.substr(k_separator_line.size() + 1);
    const std::size_t line_end = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') || rest.starts_with('\r') ? 1 : 0;
    if (line_end == 0 || !is_usable_separator(separator)) {
        return std::nullopt;
    }
    text = rest.substr(line_end);
    return separator;
}

std::string show_separator(char separator) { return separator == '\t' ? "tab" : fmt::format("'{}'", separator); }

class CsvReader final : public RowReader {
public:
    CsvReader(const std::filesystem::path& file, const CsvOptions& options) : m_source(file, options.encoding) {
        if (options.separator != 0 && !is_usable_separator(options.separator)) {
            throw Error("the separator of a CSV file is one printable ASCII character or a tab, and not the quote", ErrorKind::usage);
        }
        std::string_view text = m_source.next();
        const std::optional<char> stated = take_separator_line(text);
        m_separator = options.separator != 0 ? options.separator : stated.value_or(find_separator(text));
        constexpr std::uint64_t k_most = std::numeric_limits<std::uint64_t>::max() / k_record_per_cell;
        const CsvLimits limits{options.max_cell_bytes, std::min(options.max_cell_bytes, k_most) * k_record_per_cell, options.max_columns};
        m_parser.emplace(m_source.name(), m_separator, stated ? 2U : 1U, limits, m_source.encoding_name());
        m_parser->feed(text);
        read_header();
    }

    const std::vector<std::string>& header() const override { return m_header; }
    std::uint64_t header_line() const override { return m_header_line; }
    std::uint64_t bytes_done() const override { return m_source.bytes_done(); }
    std::uint64_t bytes_total() const override { return m_source.bytes_total(); }
    std::string file_sha256() const override { return m_source.sha256(); }

    bool next(RawRow& row) override {
        while (const CsvRecord* record = next_record()) {
            row.cells.clear();
            row.fault.clear();
            row.line = record->line;
            if (record->first_cell != record->end_cell) {
                for (std::size_t index = record->first_cell; index < record->end_cell; ++index) {
                    row.cells.push_back(m_parser->cell(index));
                }
                row.fault = record->fault;
                return true;
            }
            if (m_header.size() == 1) {
                row.cells.emplace_back();
                return true;
            }
            ++m_blank_lines;
        }
        return false;
    }

    std::string describe() const override {
        std::string text = fmt::format("{}, separator {}", m_source.describe(), show_separator(m_separator));
        if (m_blank_lines > 0) {
            text += fmt::format(", {} passed over", count_of(static_cast<std::int64_t>(m_blank_lines), "blank line", "blank lines"));
        }
        return text;
    }

private:
    /// Valid until the next call; null at the end.
    const CsvRecord* next_record() {
        while (m_next == m_parser->records().size()) {
            if (m_finished) {
                return nullptr;
            }
            const std::string_view text = m_source.next();
            m_next = 0;
            if (text.empty()) {
                m_finished = true;
                m_parser->finish();
            } else {
                m_parser->feed(text);
            }
        }
        return &m_parser->records()[m_next++];
    }

    void read_header() {
        const CsvRecord* record = next_record();
        while (record != nullptr && record->first_cell == record->end_cell) {
            ++m_blank_lines;
            record = next_record();
        }
        if (record == nullptr) {
            throw Error(fmt::format("cannot read '{}': it has blank lines only (a header line with the names of the columns is needed)", m_source.name()));
        }
        if (!record->fault.empty()) {
            throw Error(fmt::format("{}:{}: the header cannot be read: {}", m_source.name(), record->line, record->fault));
        }
        m_header_line = record->line;
        for (std::size_t index = record->first_cell; index < record->end_cell; ++index) {
            m_header.emplace_back(m_parser->cell(index));
        }
    }

    TextSource m_source;
    std::optional<CsvParser> m_parser;
    std::vector<std::string> m_header;
    std::uint64_t m_header_line = 0;
    std::uint64_t m_blank_lines = 0;
    std::size_t m_next = 0;
    bool m_finished = false;
    char m_separator = ',';
};

} // namespace

std::unique_ptr<RowReader> open_csv(const std::filesystem::path& file, const CsvOptions& options) {
    return std::make_unique<CsvReader>(file, options);
}

} // namespace assay
