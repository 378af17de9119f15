// RFC 4180 through libcsv in strict mode: what strict mode stops at is judged here and parsing goes on behind it.
#include "formats/csv_parser.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace assay {

namespace {

constexpr std::size_t k_buffer_step_bytes = std::size_t{16} * 1024;

/// libcsv strips what it takes for space; to RFC 4180 spaces are part of the cell.
int is_no_space(unsigned char) { return 0; }

struct ByteKinds {
    bool control = false;
    bool beyond_ascii = false;
};

/// One pass, eight bytes a step: nearly every record has neither and is done with.
ByteKinds kinds_of(std::string_view bytes) {
    constexpr std::uint64_t k_high = 0x8080808080808080U;
    constexpr std::uint64_t k_space = 0x2020202020202020U;
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        high |= word;
        low |= (word - k_space) & ~word; // the borrow can only raise a false alarm beside a true one
        bytes.remove_prefix(sizeof word);
    }
    ByteKinds kinds{(low & k_high) != 0, (high & k_high) != 0};
    for (const char c : bytes) {
        kinds.control = kinds.control || static_cast<unsigned char>(c) < 0x20;
        kinds.beyond_ascii = kinds.beyond_ascii || static_cast<unsigned char>(c) >= 0x80;
    }
    return kinds;
}

/// LF, CR LF and a lone CR each end a line.
std::uint64_t count_line_ends(std::string_view text) {
    std::uint64_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool lone_cr = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
        count += text[at] == '\n' || lone_cr ? 1U : 0U;
    }
    return count;
}

} // namespace

CsvParser::CsvParser(std::string file, char separator, std::uint64_t line, CsvLimits limits, std::string_view encoding)
    : m_file(std::move(file)), m_limits(limits), m_encoding(encoding), m_line(line), m_separator(separator) {
    if (csv_init(&m_libcsv, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        throw Error("cannot set up libcsv");
    }
    csv_set_delim(&m_libcsv, static_cast<unsigned char>(separator));
    csv_set_space_func(&m_libcsv, is_no_space);
    csv_set_blk_size(&m_libcsv, k_buffer_step_bytes);
}

CsvParser::~CsvParser() { csv_free(&m_libcsv); }

void CsvParser::fail(std::uint64_t line, const std::string& text) const { throw Error(fmt::format("{}:{}: {}", m_file, line, text)); }

void CsvParser::start_batch() {
    const std::size_t begin = m_open == 0 ? 0 : m_ends[m_open - 1];
    m_bytes.erase(0, begin);
    m_ends.erase(m_ends.begin(), m_ends.begin() + static_cast<std::ptrdiff_t>(m_open));
    for (std::size_t& end : m_ends) {
        end -= begin;
    }
    m_open = 0;
    m_records.clear();
}

void CsvParser::feed(std::string_view text) {
    start_batch();
    if (m_skipping) {
        text = skip_to_cell_end(text);
    }
    while (!text.empty()) {
        text.remove_prefix(csv_parse(&m_libcsv, text.data(), text.size(), on_cell, on_record, this));
        if (text.empty() || m_excess != Excess::none) {
            break;
        }
        if (csv_error(&m_libcsv) != CSV_EPARSE) {
            fail(m_line, csv_strerror(csv_error(&m_libcsv)));
        }
        text = meet_bad_quote(text);
    }
    require_limits();
}

void CsvParser::finish() {
    start_batch();
    if (csv_fini(&m_libcsv, on_cell, on_record, this) != 0) {
        fail(m_line + m_inner_lines, "a quote that opens a cell on this line is never closed (is the file cut off?)");
    }
    require_limits();
}

/// `text` begins with the byte at which strict mode stopped: a quote inside an unquoted cell, or anything behind a closing quote.
std::string_view CsvParser::meet_bad_quote(std::string_view text) {
    if (m_libcsv.quoted != 0) {
        m_skipping = true;
        return skip_to_cell_end(text);
    }
    // A quote in the middle of a cell is a character like any other; behind spaces it was meant to open the cell. Only the first
    // quote of a cell is looked at, so that a cell full of spaces and quotes costs no time in the square of its length.
    const std::string_view before(reinterpret_cast<const char*>(m_libcsv.entry_buf), m_libcsv.entry_pos);
    if (!m_quote_met && trim(before).empty()) {
        set_fault(fmt::format("cell {} has spaces before its opening quote", m_ends.size() - m_open + 1));
    }
    m_quote_met = true;
    csv_set_opts(&m_libcsv, CSV_REPALL_NL);
    const std::size_t taken = csv_parse(&m_libcsv, text.data(), 1, on_cell, on_record, this);
    csv_set_opts(&m_libcsv, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    if (taken != 1) {
        fail(m_line, csv_strerror(csv_error(&m_libcsv)));
    }
    return text.substr(1);
}

/// Behind a closing quote only spaces may follow; other text is a fault, and is passed over so that the next record is read right.
std::string_view CsvParser::skip_to_cell_end(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && text[at] != m_separator && text[at] != '\r' && text[at] != '\n') {
        if (text[at] != ' ' && text[at] != '\t') {
            set_fault(fmt::format("cell {} has text behind its closing quote (a quote inside a quoted cell must be doubled)", m_ends.size() - m_open + 1));
        }
        ++at;
    }
    m_skipping = at == text.size();
    return text.substr(at);
}

void CsvParser::set_fault(std::string text) {
    if (m_open_fault.empty()) {
        m_open_fault = std::move(text);
    }
}

void CsvParser::on_cell(void* bytes, std::size_t size, void* self) noexcept {
    CsvParser& parser = *static_cast<CsvParser*>(self);
    if (parser.m_excess != Excess::none) {
        return;
    }
    if (size > parser.m_limits.cell_bytes) {
        parser.m_excess = Excess::cell;
        return;
    }
    if (parser.m_ends.size() - parser.m_open >= parser.m_limits.columns) {
        parser.m_excess = Excess::columns;
        return;
    }
    parser.m_bytes.append(static_cast<const char*>(bytes), size);
    parser.m_ends.push_back(parser.m_bytes.size());
    parser.m_after_cr = false;
    parser.m_quote_met = false;
}

void CsvParser::on_record(int terminator, void* self) noexcept {
    CsvParser& parser = *static_cast<CsvParser*>(self);
    if (parser.m_excess == Excess::none) {
        parser.end_record(terminator);
    }
}

void CsvParser::end_record(int terminator) {
    const bool blank = m_ends.size() == m_open;
    if (blank && terminator == '\n' && m_after_cr) {
        m_after_cr = false; // the second half of CR LF
        return;
    }
    if (!blank) {
        const std::size_t begin = m_open == 0 ? 0 : m_ends[m_open - 1];
        judge_cells(begin);
    }
    CsvRecord& record = m_records.emplace_back();
    record.line = m_line;
    record.first_cell = m_open;
    record.end_cell = m_ends.size();
    record.fault.swap(m_open_fault);
    m_line += m_inner_lines + 1;
    m_inner_lines = 0;
    m_open = m_ends.size();
    m_after_cr = terminator == '\r';
}

void CsvParser::judge_cells(std::size_t begin) {
    const ByteKinds kinds = kinds_of(std::string_view(m_bytes).substr(begin));
    if (!kinds.control && !kinds.beyond_ascii) {
        return;
    }
    m_inner_lines = 0;
    for (std::size_t index = m_open; index < m_ends.size(); ++index) {
        const std::string_view text = cell(index);
        const std::size_t number = index - m_open + 1;
        if (kinds.control) {
            m_inner_lines += count_line_ends(text);
            if (text.find('\0') != std::string_view::npos) {
                set_fault(fmt::format("cell {} holds a NUL byte at byte {}", number, text.find('\0') + 1));
            }
        }
        const std::size_t invalid = kinds.beyond_ascii ? find_invalid_utf8(text) : std::string_view::npos;
        if (invalid != std::string_view::npos) {
            set_fault(fmt::format("cell {} is not valid {} at byte {}", number, m_encoding, invalid + 1));
        }
    }
}

void CsvParser::require_limits() {
    const std::size_t begin = m_open == 0 ? 0 : m_ends[m_open - 1];
    const std::size_t cells = m_ends.size() - m_open;
    m_inner_lines = 0;
    for (std::size_t index = m_open; index < m_ends.size(); ++index) {
        m_inner_lines += count_line_ends(cell(index));
    }
    if (m_excess == Excess::none && m_libcsv.entry_pos > m_limits.cell_bytes) {
        m_excess = Excess::cell;
    }
    if (m_excess == Excess::none && m_bytes.size() - begin > m_limits.record_bytes) {
        m_excess = Excess::record;
    }
    switch (m_excess) {
    case Excess::none:
        return;
    case Excess::cell:
        fail(m_line + m_inner_lines, fmt::format("cell {} is larger than {} bytes (is a closing quote missing?)", cells + 1,
                                                 group_thousands(static_cast<std::int64_t>(m_limits.cell_bytes))));
    case Excess::columns:
        fail(m_line, fmt::format("the record has more than {} cells", group_thousands(static_cast<std::int64_t>(m_limits.columns))));
    case Excess::record:
        fail(m_line, fmt::format("the record is larger than {} bytes (is a closing quote missing?)",
                                 group_thousands(static_cast<std::int64_t>(m_limits.record_bytes))));
    }
}

} // namespace assay
