#include "assay/intake/raci_matrix.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/receipt.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_header_records = 50;
constexpr std::size_t k_most_records = 100'000;
constexpr std::size_t k_notes = 20;

struct MatrixRecord {
    std::uint64_t line = 0;
    std::vector<std::string> cells;
    std::vector<RawCellFault> cell_faults;
    std::string fault;
    [[nodiscard]] std::string_view cell(std::size_t column) const { return column < cells.size() ? trim(cells[column]) : std::string_view(); }
};

enum class ColumnUse : std::uint8_t { role, unknown_role, process, activity, unused };

bool holds_word(std::string_view name, std::initializer_list<std::string_view> words) { return std::ranges::find(words, std::string_view(fold_header(name))) != words.end(); }

std::optional<ColumnUse> label_use(std::string_view name) {
    if (holds_word(name, {"process", "processname", "processid", "practice"})) {
        return ColumnUse::process;
    }
    if (holds_word(name, {"activity", "activityid", "activityname", "activities", "processactivity", "task", "tasks", "step"})) {
        return ColumnUse::activity;
    }
    if (holds_word(name, {"id", "no", "number", "ref", "note", "notes", "comment", "comments", "description"})) {
        return ColumnUse::unused;
    }
    return std::nullopt;
}

/// Nothing when there are more than a matrix has.
std::optional<std::vector<MatrixRecord>> read_records(RowReader& inner) {
    std::vector<MatrixRecord> records{{inner.header_line(), inner.header(), {}, {}}};
    RawRow row;
    while (inner.next(row)) {
        if (records.size() == k_most_records) {
            return std::nullopt;
        }
        records.push_back({row.line, {row.cells.begin(), row.cells.end()}, row.cell_faults, row.fault});
    }
    return records;
}

class MatrixParser {
public:
    MatrixParser(const RowReader& inner, const MatrixNames& names, std::vector<MatrixRecord> records)
        : m_names(names), m_layout(inner.layout()), m_records(std::move(records)) {
        find_header();
        use_columns();
    }

    [[nodiscard]] std::size_t count(ColumnUse use) const { return static_cast<std::size_t>(std::ranges::count(m_uses, use)); }
    [[nodiscard]] bool looks_like_matrix() const { return count(ColumnUse::role) > 1 || count(ColumnUse::role) + count(ColumnUse::unknown_role) > 2; }
    [[nodiscard]] std::optional<std::size_t> activity_column() const { return m_activity; }
    [[nodiscard]] std::uint64_t header_line() const { return m_records[m_header].line; }
    [[nodiscard]] std::size_t first_role() const {
        return static_cast<std::size_t>(std::ranges::find_if(m_uses, [](ColumnUse use) { return use == ColumnUse::role || use == ColumnUse::unknown_role; }) - m_uses.begin());
    }

    struct Out {
        std::uint64_t line = 0;
        std::array<std::string, 3> cells;
        std::string fault;
    };
    std::vector<Out> rows() {
        for (auto at = m_header + 1; at < m_records.size(); ++at) {
            read(m_records[at]);
        }
        return std::move(m_rows);
    }
    [[nodiscard]] std::size_t activities() const { return m_activities; }
    [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

private:
    void find_header() {
        const auto most = std::min(m_records.size(), k_header_records);
        for (std::size_t at = 0; at < most; ++at) {
            if (is_matrix_header(m_records[at].cells, m_names)) {
                m_header = at;
                return;
            }
        }
        // No role is known: the first record that names several columns.
        for (std::size_t at = 0; at < most; ++at) {
            if (std::ranges::count_if(m_records[at].cells, [](const std::string& cell) { return !trim(cell).empty(); }) > 2) {
                m_header = at;
                return;
            }
        }
    }

    /// More cells below hold letters than anything else: what else there is will be a fault of its cell.
    [[nodiscard]] bool holds_letters(std::size_t column) const {
        std::size_t lettered = 0;
        std::size_t others = 0;
        for (auto at = m_header + 1; at < m_records.size(); ++at) {
            const auto letters = matrix_letters(m_records[at].cell(column));
            others += letters ? 0 : 1;
            lettered += letters && !letters->empty() ? 1 : 0;
        }
        return lettered > others;
    }

    void use_columns() {
        std::size_t width = 0;
        for (const auto& record : m_records) {
            width = std::max(width, record.cells.size());
        }
        const auto& header = m_records[m_header];
        for (std::size_t column = 0; column < width; ++column) {
            const auto name = header.cell(column);
            const auto label = label_use(name);
            auto use = ColumnUse::unused;
            if (!name.empty() && m_names.is_role(name)) {
                use = ColumnUse::role;
            } else if (label) {
                use = *label;
            } else if (holds_letters(column)) {
                use = ColumnUse::unknown_role;
            }
            if (use == ColumnUse::process) {
                use = m_process_column ? ColumnUse::unused : use;
                m_process_column = m_process_column.value_or(column);
            } else if (use == ColumnUse::activity) {
                use = m_activity ? ColumnUse::unused : use;
                m_activity = m_activity.value_or(column);
            }
            m_uses.push_back(use);
        }
        if (!m_activity) {
            // The last column of words before the first role.
            for (std::size_t column = 0; column < std::min(first_role(), m_uses.size()); ++column) {
                m_activity = m_uses[column] == ColumnUse::unused ? std::optional(column) : m_activity;
            }
            if (m_activity) {
                m_uses[*m_activity] = ColumnUse::activity;
            }
        }
        for (std::size_t column = 0; column < width; ++column) {
            if (m_uses[column] == ColumnUse::unused && !header.cell(column).empty()) {
                note(fmt::format("column '{}' is not used", shorten(header.cell(column), 40)));
            }
        }
    }

    void note(std::string text) {
        if (m_notes.size() < k_notes) {
            m_notes.push_back(std::move(text));
        } else if (m_notes.size() == k_notes) {
            m_notes.emplace_back("and more");
        }
    }

    /// "D7", or "line 7, column 4".
    [[nodiscard]] std::string address(std::uint64_t line, std::size_t column) const {
        return m_layout.is_sheet() ? m_layout.address(column, line) : fmt::format("column {}", column + 1);
    }
    [[nodiscard]] std::string row_name(const MatrixRecord& record) const { return fmt::format("{} {}", m_layout.row_word(), record.line); }
    /// Said after "the record".
    void add_fault(const MatrixRecord& record, const std::string& fault) { m_rows.push_back({record.line, {}, "cannot be used: " + fault}); }

    void read(const MatrixRecord& record) {
        if (!record.fault.empty()) {
            m_rows.push_back({record.line, {}, record.fault});
            return;
        }
        bool has_faults = false;
        for (const auto& each : record.cell_faults) {
            if (each.cell < m_uses.size() && m_uses[each.cell] != ColumnUse::unused) {
                add_fault(record, fmt::format("{} {}", address(record.line, each.cell), each.text));
                has_faults = true;
            }
        }
        if (std::ranges::all_of(record.cells, [](const std::string& cell) { return trim(cell).empty(); })) {
            if (!has_faults) {
                m_rows.push_back({record.line, {}, {}});
            }
            return;
        }
        if (m_process_column && !record.cell(*m_process_column).empty()) {
            set_process(record, record.cell(*m_process_column), "is no process");
        }
        const bool has_letters = std::ranges::any_of(columns_of_roles(), [&](std::size_t column) { return !is_blank_cell(record.cell(column)); });
        if (has_letters) {
            read_letters(record);
        } else if (!has_faults) {
            read_title(record);
        }
    }

    static bool is_blank_cell(std::string_view cell) {
        const auto letters = matrix_letters(cell);
        return letters && letters->empty();
    }

    [[nodiscard]] std::vector<std::size_t> columns_of_roles() const {
        std::vector<std::size_t> columns;
        for (std::size_t column = 0; column < m_uses.size(); ++column) {
            if (m_uses[column] == ColumnUse::role || m_uses[column] == ColumnUse::unknown_role) {
                columns.push_back(column);
            }
        }
        return columns;
    }

    void set_process(const MatrixRecord& record, std::string_view name, std::string_view otherwise) {
        if (const auto process = m_names.process(name)) {
            m_process = *process;
        } else {
            m_process.clear();
            note(fmt::format("{} '{}' {}", row_name(record), shorten(name, 40), otherwise));
        }
    }

    /// A row of words only: the process of what follows, or an activity for which nobody has a letter.
    void read_title(const MatrixRecord& record) {
        const auto first = std::ranges::find_if(record.cells, [](const std::string& cell) { return !trim(cell).empty(); });
        const auto text = trim(*first);
        const auto column = static_cast<std::size_t>(first - record.cells.begin());
        if (m_process_column && column == *m_process_column && record.cell(*m_activity).empty()) {
            return;
        }
        if (m_names.process(text)) {
            set_process(record, text, "");
        } else if (m_names.activity(record.cell(*m_activity), m_process).fault.empty()) {
            note(fmt::format("{} '{}' has no letter", row_name(record), shorten(record.cell(*m_activity), 40)));
        } else {
            set_process(record, text, "has no letter, and is neither a process nor an activity");
        }
    }

    void read_letters(const MatrixRecord& record) {
        const auto name = record.cell(*m_activity);
        if (name.empty()) {
            add_fault(record, fmt::format("{} has letters and no activity in {}", row_name(record), address(record.line, *m_activity)));
            return;
        }
        const auto activity = m_names.activity(name, m_process);
        if (!activity.fault.empty()) {
            add_fault(record, fmt::format("{} '{}' {}", address(record.line, *m_activity), shorten(name), activity.fault));
            return;
        }
        ++m_activities;
        for (const auto column : columns_of_roles()) {
            read_cell(record, column, activity.id);
        }
    }

    void read_cell(const MatrixRecord& record, std::size_t column, const std::string& activity) {
        const auto cell = record.cell(column);
        const auto letters = matrix_letters(cell);
        if (letters && letters->empty()) {
            return;
        }
        const auto place = address(record.line, column);
        if (!letters) {
            add_fault(record, fmt::format("{} '{}' is not R, A, C or I, nor several of them", place, shorten(cell)));
            return;
        }
        const auto& header = m_records[m_header];
        const auto name = header.cell(column);
        const auto role = name.empty() ? MatrixName{{}, "names no role"} : m_names.role(name, m_process);
        if (!role.fault.empty()) {
            add_fault(record, fmt::format("{} holds {}, but the head of its column, {} '{}', {}", place, cell, address(header.line, column), shorten(name), role.fault));
            return;
        }
        for (const auto letter : *letters) {
            m_rows.push_back({record.line, {activity, role.id, std::string(1, letter)}, {}});
        }
    }

    const MatrixNames& m_names;
    FileLayout m_layout;
    std::vector<MatrixRecord> m_records;
    std::size_t m_header = 0;
    std::vector<ColumnUse> m_uses;
    std::optional<std::size_t> m_process_column;
    std::optional<std::size_t> m_activity;
    std::string m_process;
    std::size_t m_activities = 0;
    std::vector<std::string> m_notes;
    std::vector<Out> m_rows;
};

/// What the parser made of the file, handed on row by row.
class MatrixRows final : public RowReader {
public:
    MatrixRows(std::unique_ptr<RowReader> inner, MatrixParser& parser, MatrixAsked asked) : m_inner(std::move(inner)), m_header_line(parser.header_line()) {
        m_layout = m_inner->layout();
        if (m_layout.is_sheet()) {
            const auto& columns = m_inner->layout().columns;
            const auto role = std::min(parser.first_role(), columns.size() - 1);
            m_layout.columns = {columns[*parser.activity_column()], columns[role], columns[role]};
        }
        m_rows = parser.rows();
        const auto roles = parser.count(ColumnUse::role) + parser.count(ColumnUse::unknown_role);
        m_description = fmt::format("{}; RACI matrix of {} by {}{}", m_inner->describe(), count_of(static_cast<std::int64_t>(parser.activities()), "activity", "activities"),
                                    count_of(static_cast<std::int64_t>(roles), "role", "roles"), asked == MatrixAsked::yes ? "" : ", recognised by its shape");
        for (const auto& note : parser.notes()) {
            m_description += "; " + note;
        }
    }

    [[nodiscard]] const std::vector<std::string>& header() const override {
        static const std::vector<std::string> k_header{"Activity", "Role", "Letter"};
        return k_header;
    }
    [[nodiscard]] std::uint64_t header_line() const override { return m_header_line; }
    [[nodiscard]] const FileLayout& layout() const override { return m_layout; }
    bool next(RawRow& row) override {
        if (m_at == m_rows.size()) {
            return false;
        }
        const auto& out = m_rows[m_at++];
        row.line = out.line;
        row.cells.assign(out.cells.begin(), out.cells.end());
        row.cell_faults.clear();
        row.fault = out.fault;
        return true;
    }
    [[nodiscard]] std::uint64_t bytes_done() const override { return m_inner->bytes_done(); }
    [[nodiscard]] std::uint64_t bytes_total() const override { return m_inner->bytes_total(); }
    [[nodiscard]] std::string file_sha256() const override { return m_inner->file_sha256(); }
    [[nodiscard]] std::string describe() const override { return m_description; }

private:
    std::unique_ptr<RowReader> m_inner;
    std::uint64_t m_header_line;
    FileLayout m_layout;
    std::vector<MatrixParser::Out> m_rows;
    std::string m_description;
    std::size_t m_at = 0;
};

} // namespace

bool is_matrix_header(std::span<const std::string> header, const MatrixNames& names) {
    return std::ranges::count_if(header, [&](const std::string& cell) { return !trim(cell).empty() && names.is_role(trim(cell)); }) > 1;
}

std::unique_ptr<RowReader> read_raci_matrix(std::unique_ptr<RowReader> inner, const std::string& file, const MatrixNames& names, MatrixAsked asked) {
    auto records = read_records(*inner);
    if (!records && asked == MatrixAsked::yes) {
        throw Error(fmt::format("{}: a matrix of more than {} rows is not read; bring it into the long form", file, group_thousands(static_cast<std::int64_t>(k_most_records))));
    }
    if (!records) {
        return nullptr;
    }
    MatrixParser parser(*inner, names, std::move(*records));
    if (asked == MatrixAsked::no && !parser.looks_like_matrix()) {
        return nullptr;
    }
    if (parser.count(ColumnUse::role) + parser.count(ColumnUse::unknown_role) == 0) {
        throw Error(fmt::format("{}: no column of the matrix holds the letters of a role; its head must name roles, and the cells below hold R, A, C or I", file));
    }
    if (!parser.activity_column()) {
        throw Error(fmt::format("{}: no column of the matrix names activities; give one the head 'Activity'", file));
    }
    return std::make_unique<MatrixRows>(std::move(inner), parser, asked);
}

} // namespace assay
