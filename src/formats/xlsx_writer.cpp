// XLSX out, row by row through libxlsxwriter; this is its only user.
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/xlsx.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace assay {
namespace {

constexpr std::size_t k_max_sheet_name = 31;
constexpr std::size_t k_max_inline_list = 255; ///< characters of all choices of a drop-down, with their commas
constexpr double k_min_width = 9;
constexpr double k_max_width = 60;
constexpr std::int64_t k_days_to_1970 = 25'569;
constexpr lxw_color_t k_header_colour = 0xDDE3EA;
constexpr lxw_row_t k_last_row = 1'048'575; ///< from 0

/// Sheet names have no [ ] : * ? / \ and no apostrophe at their ends; at most 31 characters.
std::string sheet_name_of(std::string_view title) {
    std::string name;
    for (const char c : title) {
        name += std::string_view("[]:*?/\\").find(c) != std::string_view::npos || static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    while (to_code_points(name).size() > k_max_sheet_name) {
        do {
            name.pop_back();
        } while (find_invalid_utf8(name) != std::string::npos);
    }
    const auto begin = name.find_first_not_of(" '");
    const auto end = name.find_last_not_of(" '");
    return begin == std::string::npos ? std::string("Register") : name.substr(begin, end - begin + 1);
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// What a reader would take for something else: carriage returns, which XML turns into line feeds, what looks like an escape, and
/// what the library would take for the markup of rich text.
std::string encode_text(std::string_view text) {
    std::string encoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto next = text.substr(at, 7);
        const bool looks_like_escape =
            next.size() == 7 && next.starts_with("_x") && next[6] == '_' && std::all_of(next.begin() + 2, next.begin() + 6, is_hex);
        if (text[at] == '\r') {
            encoded += "_x000D_";
        } else if (looks_like_escape) {
            encoded += "_x005F_";
        } else if (at == 0 && text.starts_with("<r>")) {
            encoded += "_x003C_";
        } else {
            encoded += text[at];
        }
    }
    return encoded;
}

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (const char32_t point : to_code_points(text)) {
        units += point >= 0x10000 ? 2 : 1;
    }
    return units;
}

/// Columns that the longest line of a text takes.
double width_of(std::string_view text) {
    std::size_t widest = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        widest = std::max(widest, display_width(text.substr(begin, std::min<std::size_t>(end - begin, 200))));
        begin = end + 1;
    }
    return static_cast<double>(widest);
}

bool fits_inline(const std::vector<std::string>& choices) {
    std::size_t length = choices.size();
    bool plain = true;
    for (const auto& choice : choices) {
        length += to_code_points(choice).size();
        plain = plain && choice.find(',') == std::string::npos && choice.find('"') == std::string::npos;
    }
    return plain && length <= k_max_inline_list;
}

std::string number_format(const XlsxColumn& column) {
    switch (column.kind) {
    case XlsxColumn::Kind::text:
        return "@";
    case XlsxColumn::Kind::number:
        return column.digits == 0 ? "0" : "0." + std::string(static_cast<std::size_t>(column.digits), '0');
    case XlsxColumn::Kind::percent:
        return "0.00%";
    case XlsxColumn::Kind::date:
        return "yyyy-mm-dd";
    case XlsxColumn::Kind::us_date:
        return "mm/dd/yyyy";
    case XlsxColumn::Kind::datetime:
        return "yyyy-mm-dd hh:mm";
    }
    return {};
}

} // namespace

struct XlsxWriter::State {
    std::filesystem::path file;
    std::string shown;
    std::string sheet_name;
    std::string temporary_folder;
    std::vector<XlsxColumn> columns;
    std::vector<double> widths;
    std::vector<lxw_format*> formats;
    lxw_format* with_seconds = nullptr;
    lxw_format* text_format = nullptr;
    lxw_workbook* workbook = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_worksheet* lists = nullptr;
    lxw_row_t rows = 0;

    ~State() {
        if (workbook != nullptr) {
            lxw_workbook_free(workbook);
        }
    }

    [[noreturn]] void fail(const std::string& text) const { throw Error(fmt::format("cannot write '{}': {}", shown, text)); }
    void require(lxw_error error, std::string_view what) const {
        if (error != LXW_NO_ERROR) {
            fail(fmt::format("{} ({})", what, lxw_strerror(error)));
        }
    }

    lxw_format* make_format(const std::string& number) const {
        auto* format = workbook_add_format(workbook);
        format_set_num_format(format, number.c_str());
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        return format;
    }

    void open(std::chrono::sys_seconds created) {
        lxw_workbook_options options = {LXW_TRUE, temporary_folder.data(), LXW_TRUE};
        workbook = workbook_new_opt(file.c_str(), &options);
        if (workbook == nullptr) {
            fail("out of memory");
        }
        lxw_doc_properties properties{};
        // The library takes 0 for "now".
        properties.created = static_cast<time_t>(std::max<std::int64_t>(created.time_since_epoch().count(), 1));
        require(workbook_set_properties(workbook, &properties), "its properties");
        sheet = workbook_add_worksheet(workbook, sheet_name.c_str());
        if (sheet == nullptr) {
            fail(fmt::format("a sheet cannot be named '{}'", escape_control(sheet_name)));
        }
        text_format = make_format("@");
        with_seconds = make_format("yyyy-mm-dd hh:mm:ss");
        for (const auto& column : columns) {
            formats.push_back(column.kind == XlsxColumn::Kind::text ? text_format : make_format(number_format(column)));
        }
    }

    void write_header() {
        auto* format = workbook_add_format(workbook);
        format_set_bold(format);
        format_set_bg_color(format, k_header_colour);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            require(worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), encode_text(columns[i].title).c_str(), format),
                    "its header");
            widths[i] = width_of(columns[i].title) + 3; // the arrow of the filter
        }
        worksheet_freeze_panes(sheet, 1, 0);
    }

    void write_number(lxw_col_t column, double number) {
        const auto& of = columns[column];
        auto* format = formats[column];
        if (of.kind == XlsxColumn::Kind::date || of.kind == XlsxColumn::Kind::us_date) {
            number += static_cast<double>(k_days_to_1970);
        } else if (of.kind == XlsxColumn::Kind::datetime) {
            format = static_cast<std::int64_t>(number) % 60 != 0 ? with_seconds : format;
            number = number / 86'400 + static_cast<double>(k_days_to_1970);
        }
        require(worksheet_write_number(sheet, rows, column, number, format), "a number");
    }

    void write_text(lxw_col_t column, const std::string& text) {
        const auto encoded = encode_text(text);
        if (const auto units = utf16_units(encoded); units > k_max_sheet_text) {
            fail(fmt::format("row {}, column '{}' has {} characters, and a cell of a spreadsheet holds {}; export it as CSV", rows + 1,
                             escape_control(columns[column].title), group_thousands(static_cast<std::int64_t>(units)),
                             group_thousands(static_cast<std::int64_t>(k_max_sheet_text))));
        }
        require(worksheet_write_string(sheet, rows, column, encoded.c_str(), text_format), "a text");
        widths[column] = std::max(widths[column], width_of(text));
    }

    /// Columns of the hidden sheet; its rows must be written in order too.
    void write_lists(const std::vector<std::size_t>& long_lists) {
        if (long_lists.empty()) {
            return;
        }
        const auto* name = to_lower(sheet_name) == "lists" ? "Choices" : "Lists";
        lists = workbook_add_worksheet(workbook, name);
        worksheet_hide(lists);
        std::size_t longest = 0;
        for (const auto column : long_lists) {
            longest = std::max(longest, columns[column].choices.size());
        }
        for (std::size_t row = 0; row < longest; ++row) {
            for (std::size_t i = 0; i < long_lists.size(); ++i) {
                const auto& choices = columns[long_lists[i]].choices;
                if (row < choices.size()) {
                    require(worksheet_write_string(lists, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(i),
                                                   encode_text(choices[row]).c_str(), text_format),
                            "a list of choices");
                }
            }
        }
    }

    void add_choices(std::size_t column, const std::string& formula) {
        auto& choices = columns[column].choices;
        lxw_data_validation validation{};
        std::vector<char*> words;
        validation.error_type = columns[column].only_choices ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING;
        std::string text = formula;
        if (formula.empty()) {
            for (auto& choice : choices) {
                words.push_back(choice.data());
            }
            words.push_back(nullptr);
            validation.validate = LXW_VALIDATION_TYPE_LIST;
            validation.value_list = words.data();
        } else {
            validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
            validation.value_formula = text.data();
        }
        const auto at = static_cast<lxw_col_t>(column);
        require(worksheet_data_validation_range(sheet, 1, at, k_last_row, at, &validation), "a list of choices");
    }

    void add_colours(std::size_t column) {
        for (const auto& [word, colour] : columns[column].colours) {
            auto* format = workbook_add_format(workbook);
            format_set_bg_color(format, colour);
            auto value = fmt::format("\"{}\"", word);
            lxw_conditional_format rule{};
            rule.type = LXW_CONDITIONAL_TYPE_CELL;
            rule.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
            rule.value_string = value.data();
            rule.format = format;
            const auto at = static_cast<lxw_col_t>(column);
            require(worksheet_conditional_format_range(sheet, 1, at, k_last_row, at, &rule), "a colour");
        }
    }

    void finish_columns() {
        std::vector<std::size_t> long_lists;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].choices.empty() && !fits_inline(columns[i].choices)) {
                long_lists.push_back(i);
            }
        }
        write_lists(long_lists);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto at = static_cast<lxw_col_t>(i);
            lxw_row_col_options options{};
            options.hidden = columns[i].hidden ? LXW_TRUE : LXW_FALSE;
            const bool dated = columns[i].kind == XlsxColumn::Kind::date || columns[i].kind == XlsxColumn::Kind::us_date || columns[i].kind == XlsxColumn::Kind::datetime;
            const auto width = std::clamp(widths[i] + 1, dated ? 18 : k_min_width, k_max_width);
            require(worksheet_set_column_opt(sheet, at, at, width, formats[i], &options), "a width");
            const auto found = std::ranges::find(long_lists, i);
            if (found != long_lists.end()) {
                const auto letters = column_letters(static_cast<std::uint32_t>(found - long_lists.begin()));
                add_choices(i, fmt::format("={}!${}$1:${}${}", lists->name, letters, letters, columns[i].choices.size()));
            } else if (!columns[i].choices.empty()) {
                add_choices(i, {});
            }
            add_colours(i);
        }
        require(worksheet_autofilter(sheet, 0, 0, rows, static_cast<lxw_col_t>(columns.size() - 1)), "its filter");
    }
};

XlsxWriter::XlsxWriter(std::filesystem::path file, std::string_view sheet_title, std::vector<XlsxColumn> columns,
                       std::chrono::sys_seconds created)
    : m_state(std::make_unique<State>()) {
    auto& state = *m_state;
    state.file = std::move(file);
    state.shown = escape_control(state.file.string());
    state.sheet_name = sheet_name_of(sheet_title);
    state.temporary_folder = state.file.has_parent_path() ? state.file.parent_path().string() : ".";
    state.columns = std::move(columns);
    state.widths.resize(state.columns.size());
    if (state.columns.empty()) {
        state.fail("a sheet needs at least one column");
    }
    // The library keeps a sheet's rows beside the target: a folder that is not there would only be told when all is written.
    if (::access(state.temporary_folder.c_str(), W_OK) != 0) {
        state.fail(std::strerror(errno));
    }
    state.open(created);
    state.write_header();
}

XlsxWriter::~XlsxWriter() = default;

void XlsxWriter::write(std::span<const XlsxCell> cells) {
    auto& state = *m_state;
    if (cells.size() != state.columns.size()) {
        state.fail(fmt::format("row {} has {} instead of {} cells", state.rows + 2, cells.size(), state.columns.size()));
    }
    if (std::int64_t{state.rows} >= k_max_sheet_rows) {
        state.fail(fmt::format("a sheet holds {} rows; export it as CSV", group_thousands(k_max_sheet_rows)));
    }
    ++state.rows;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        if (cells[i].number) {
            state.write_number(column, *cells[i].number);
        } else if (!cells[i].text.empty()) {
            state.write_text(column, cells[i].text);
        }
    }
}

void XlsxWriter::commit() {
    auto& state = *m_state;
    state.finish_columns();
    auto* workbook = std::exchange(state.workbook, nullptr); // closing frees it, whether it succeeds or not
    state.require(workbook_close(workbook), "the file");
    const int descriptor = ::open(state.file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || ::fsync(descriptor) != 0) {
        const std::string reason = std::strerror(errno);
        if (descriptor >= 0) {
            ::close(descriptor);
        }
        state.fail(reason);
    }
    ::close(descriptor);
}

const std::string& XlsxWriter::sheet() const { return m_state->sheet_name; }

} // namespace assay
