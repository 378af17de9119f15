#include "formats/xlsx_sheet.hpp"

#include "assay/base/text.hpp"
#include "assay/model/row_reader.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace assay::xlsx {
namespace {

constexpr std::uint64_t k_row_per_cell = 16;    ///< a row may have so many times the text of a cell
constexpr std::size_t k_max_merges = 1'000'000; ///< more are not counted
constexpr std::string_view k_remedy = "save the file anew with a spreadsheet program";

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stopped == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string shown(std::string_view text) { return escape_control(text.substr(0, 40)); }

} // namespace

SheetStream::SheetStream(const ZipArchive& archive, const Package& package, const Sheet& sheet, std::uint64_t max_cell_bytes)
    : m_package(package), m_sheet(sheet), m_max_cell_bytes(max_cell_bytes), m_xml(archive, sheet.part, sheet.part_name, *this) {}

const SheetRow* SheetStream::next() {
    while (m_next == m_rows.size()) {
        if (m_done) {
            return nullptr;
        }
        drop_batch();
        m_done = !m_xml.step();
    }
    return &m_rows[m_next++];
}

/// The rows were handed out; a row that is half read stays.
void SheetStream::drop_batch() {
    const bool inside = m_at != At::outside && m_at != At::data;
    const auto keep_from = inside ? m_row.first_cell : m_cells.size();
    std::string text;
    std::vector<ValueFault> faults;
    m_cells.erase(m_cells.begin(), m_cells.begin() + static_cast<std::ptrdiff_t>(keep_from));
    for (auto& cell : m_cells) {
        if (cell.shared == nullptr) {
            const auto begin = text.size();
            text.append(m_text, cell.offset, cell.size);
            cell.offset = begin;
        }
        if (cell.fault != 0) {
            faults.push_back(std::move(m_faults[cell.fault - 1]));
            cell.fault = static_cast<std::uint32_t>(faults.size());
        }
    }
    m_row.first_cell = 0;
    m_row_text = 0;
    // Assigned, not moved: the batch's memory is used again.
    m_text.assign(text);
    m_faults = std::move(faults);
    m_rows.clear();
    m_next = 0;
}

std::string SheetStream::place() const {
    const auto cell = m_column == 0 ? fmt::format("row {}", m_row.number) : "cell " + cell_address(m_column - 1, m_row.number);
    return fmt::format("sheet '{}', {}", escape_control(m_sheet.name), cell);
}

void SheetStream::fail(const std::string& place, std::string_view text) { m_xml.fail(fmt::format("{} {} ({})", place, text, k_remedy)); }

void SheetStream::start(std::string_view name, Attributes attributes) {
    switch (m_at) {
    case At::outside:
        if (name == "sheetData") {
            m_at = At::data;
        } else if (name == "col" && is_true(attributes, "hidden")) {
            const auto first = parse_number(find_attribute(attributes, "min").value_or("")).value_or(0);
            const auto last = parse_number(find_attribute(attributes, "max").value_or("")).value_or(0);
            if (first > 0 && m_hidden.size() < k_max_columns) {
                m_hidden.emplace_back(first - 1, last);
            }
        } else if (name == "mergeCell") {
            add_merge(attributes);
        }
        break;
    case At::data:
        if (name == "row") {
            start_row(attributes);
        }
        break;
    case At::row:
        if (name == "c") {
            start_cell(attributes);
        }
        break;
    case At::cell:
        if (name == "v") {
            m_at = At::value;
            m_has_value = true;
        } else if (name == "f") {
            m_at = At::formula;
            m_has_formula = true;
        } else if (name == "is") {
            m_at = At::inline_text;
            m_runs.reset();
        }
        break;
    case At::inline_text:
        m_runs.start(name);
        break;
    case At::value:
    case At::formula:
        break;
    }
}

void SheetStream::end(std::string_view name) {
    switch (m_at) {
    case At::outside:
        break;
    case At::data:
        m_at = name == "sheetData" ? At::outside : At::data;
        break;
    case At::row:
        if (name == "row") {
            m_row.end_cell = m_cells.size();
            m_rows.push_back(m_row);
            m_row.first_cell = m_cells.size();
            m_at = At::data;
        }
        break;
    case At::cell:
        if (name == "c") {
            end_cell();
            m_at = At::row;
        }
        break;
    case At::value:
        m_at = name == "v" ? At::cell : At::value;
        break;
    case At::formula:
        m_at = name == "f" ? At::cell : At::formula;
        break;
    case At::inline_text:
        if (name == "is") {
            m_at = At::cell;
        } else {
            m_runs.end(name);
        }
        break;
    }
}

void SheetStream::text(std::string_view piece) {
    if (m_at != At::value && (m_at != At::inline_text || !m_runs.is_open())) {
        return;
    }
    m_value += piece;
    if (m_value.size() > m_max_cell_bytes) {
        fail(place(), fmt::format("is longer than {} bytes", group_thousands(static_cast<std::int64_t>(m_max_cell_bytes))));
    }
}

void SheetStream::start_row(Attributes attributes) {
    const auto before = m_row.number;
    const auto given = find_attribute(attributes, "r");
    const auto number = given ? parse_number(*given) : std::optional(before + 1);
    m_column = 0;
    if (!number || *number == 0 || *number > k_max_rows) {
        fail(fmt::format("sheet '{}', after row {}:", escape_control(m_sheet.name), before),
             fmt::format("'{}' is no row of a sheet", given ? shown(*given) : std::to_string(before + 1)));
        return;
    }
    m_row.number = *number;
    m_row_text = m_text.size();
    m_row.hidden = is_true(attributes, "hidden");
    m_at = At::row;
    if (*number <= before) {
        fail(place(), *number == before ? "occurs twice" : fmt::format("comes after row {}", before));
    }
}

void SheetStream::start_cell(Attributes attributes) {
    const auto before = m_column;
    std::string_view type = "n";
    std::string_view address;
    m_style = 0;
    for (auto at = attributes; *at != nullptr; at += 2) {
        const std::string_view name = at[0];
        if (name == "r") {
            address = at[1];
        } else if (name == "t") {
            type = at[1];
        } else if (name == "s") {
            m_style = static_cast<std::uint32_t>(std::min<std::uint64_t>(parse_number(at[1]).value_or(0), UINT32_MAX));
        }
    }
    m_at = At::cell;
    m_has_formula = m_has_value = false;
    m_value.clear();
    m_type = type == "n"           ? Type::number
             : type == "s"         ? Type::shared
             : type == "str"       ? Type::text
             : type == "b"         ? Type::boolean
             : type == "e"         ? Type::error
             : type == "d"         ? Type::date
             : type == "inlineStr" ? Type::inline_text
                                   : Type::number;
    const auto given = address.empty() ? std::optional(CellPlace{before, m_row.number}) : parse_address(address);
    if (!given || given->column >= k_max_columns) {
        fail(place() + (before == 0 ? ": its first cell" : ": the cell after it"),
             fmt::format("has the address '{}', which is in no sheet", shown(address)));
        return;
    }
    m_column = given->column + 1;
    if (given->row != m_row.number) {
        fail(fmt::format("sheet '{}', cell {}", escape_control(m_sheet.name), address), fmt::format("stands in row {}", m_row.number));
    } else if (m_column == before) {
        fail(place(), "occurs twice");
    } else if (m_column < before) {
        fail(place(), fmt::format("comes after {}", cell_address(before - 1, m_row.number)));
    } else if (m_type == Type::number && type != "n") {
        fail(place(), fmt::format("is of the unknown type '{}'", shown(type)));
    }
}

void SheetStream::end_cell() {
    SheetCell cell;
    cell.column = m_column - 1;
    cell.offset = m_text.size();
    const bool may_be_empty = m_has_value && m_type == Type::text; // a formula that gives the empty text
    if (m_has_formula && m_value.empty() && !may_be_empty) {
        take_fault(cell,
                   {"holds a formula without a stored value", "open the file in a spreadsheet program, let it calculate, and save it"});
    } else if (!m_value.empty()) {
        take_value(cell);
    }
    if (cell.fault == 0 && cell.size == 0) {
        return;
    }
    m_cells.push_back(cell);
    if (m_text.size() > m_row_text + k_row_per_cell * m_max_cell_bytes) {
        fail(fmt::format("sheet '{}', row {}", escape_control(m_sheet.name), m_row.number),
             fmt::format("is longer than {} bytes", group_thousands(static_cast<std::int64_t>(k_row_per_cell * m_max_cell_bytes))));
    }
}

void SheetStream::take_value(SheetCell& cell) {
    switch (m_type) {
    case Type::number: {
        const auto kind = m_style < m_package.styles.size() ? m_package.styles[m_style] : NumberKind{};
        if (auto fault = append_number(m_value, kind, m_package.dates, m_text)) {
            m_text.resize(cell.offset);
            take_fault(cell, std::move(*fault));
        }
        break;
    }
    case Type::shared:
        take_shared(cell);
        return;
    case Type::boolean:
        if (m_value != "0" && m_value != "1" && m_value != "true" && m_value != "false") {
            take_fault(cell, {fmt::format("holds '{}', which is neither true nor false", shown(m_value)), "write the cell anew"});
        } else {
            m_text += m_value == "1" || m_value == "true" ? "TRUE" : "FALSE";
        }
        break;
    case Type::error:
        take_fault(cell, {fmt::format("holds the error {}", shown(m_value)), "correct the formula, or clear the cell"});
        break;
    case Type::text:
    case Type::inline_text:
        m_text += m_value;
        decode_escapes(m_text, cell.offset);
        break;
    case Type::date:
        m_text += m_value;
        break;
    }
    cell.size = static_cast<std::uint32_t>(m_text.size() - cell.offset);
}

void SheetStream::take_shared(SheetCell& cell) {
    const auto index = parse_number(m_value);
    if (!m_package.has_strings) {
        fail(place(), "refers to the shared texts, and their part is missing");
    } else if (!index || *index >= m_package.strings.size()) {
        fail(place(), fmt::format("refers to shared text {}, and there are {}", shown(m_value), m_package.strings.size()));
    } else {
        const auto text = m_package.strings[*index];
        cell.shared = text.data();
        cell.size = static_cast<std::uint32_t>(text.size());
    }
}

void SheetStream::take_fault(SheetCell& cell, ValueFault fault) {
    m_faults.push_back(std::move(fault));
    cell.fault = static_cast<std::uint32_t>(m_faults.size());
    cell.size = 0;
}

bool SheetStream::is_hidden_column(std::uint32_t column) const {
    return std::ranges::any_of(m_hidden, [column](const auto& range) { return column >= range.first && column < range.second; });
}

void SheetStream::add_merge(Attributes attributes) {
    const auto range = find_attribute(attributes, "ref").value_or("");
    const auto colon = range.find(':');
    const auto last = colon == std::string_view::npos ? std::nullopt : parse_address(range.substr(colon + 1));
    if (last && m_merge_ends.size() < k_max_merges) {
        m_merge_ends.push_back(last->row);
    }
}

std::uint64_t SheetStream::merged_below(std::uint64_t row) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(m_merge_ends, [row](std::uint64_t end) { return end > row; }));
}

} // namespace assay::xlsx
