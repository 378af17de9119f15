// Records out of UTF-8 text, a batch at a time, through libcsv; counts lines and finds what makes a record unusable.
// Knows no file: the caller feeds text and names the place of an Error.
#pragma once

#include <csv.h>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct CsvLimits {
    std::uint64_t cell_bytes = 0;
    std::uint64_t record_bytes = 0;
    std::size_t columns = 0;
};

/// Part of the current batch.
struct CsvRecord {
    std::uint64_t line = 0;
    std::size_t first_cell = 0;
    std::size_t end_cell = 0;   ///< equal to first_cell: a blank line
    std::string fault;
};

class CsvParser {
public:
    /// `file` names the file in messages; `line` is that of the first text fed; `encoding` is for messages.
    CsvParser(std::string file, char separator, std::uint64_t line, CsvLimits limits, std::string_view encoding);
    ~CsvParser();
    CsvParser(const CsvParser&) = delete;
    CsvParser& operator=(const CsvParser&) = delete;

    /// Begins a new batch: the records that end in `text`. Throws Error when a limit is passed.
    void feed(std::string_view text);
    /// The last batch: a record without line end. Throws Error when a quote is still open.
    void finish();

    [[nodiscard]] const std::vector<CsvRecord>& records() const { return m_records; }
    /// A view into the batch.
    [[nodiscard]] std::string_view cell(std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
        return std::string_view(m_bytes).substr(begin, m_ends[index] - begin);
    }

private:
    static void on_cell(void* bytes, std::size_t size, void* self) noexcept;
    static void on_record(int terminator, void* self) noexcept;
    void end_record(int terminator);
    void judge_cells(std::size_t begin);
    void set_fault(std::string text);
    void start_batch();
    std::string_view meet_bad_quote(std::string_view text);
    std::string_view skip_to_cell_end(std::string_view text);
    void require_limits();
    [[noreturn]] void fail(std::uint64_t line, const std::string& text) const;

    std::string m_file;
    csv_parser m_libcsv{};
    CsvLimits m_limits;
    std::string m_encoding;
    std::string m_bytes;                  ///< the cells of the batch, one behind the other
    std::vector<std::size_t> m_ends;      ///< where each cell ends
    std::vector<CsvRecord> m_records;
    std::size_t m_open = 0;               ///< first cell of the record that is not complete yet
    std::string m_open_fault;
    std::uint64_t m_line = 1;             ///< line on which that record begins
    std::uint64_t m_inner_lines = 0;      ///< line ends inside its complete cells
    bool m_after_cr = false;
    bool m_quote_met = false;             ///< the open cell, not quoted, has a quote
    bool m_skipping = false;              ///< passing over what follows a closing quote
    enum class Excess : std::uint8_t { none, cell, columns, record } m_excess = Excess::none;
    char m_separator;
};

} // namespace assay
