#include "app/export_sheet.hpp"

#include "app/register_rows.hpp"
#include "app/round_trip.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/xlsx.hpp"
#include "assay/intake/value.hpp"
#include "assay/intake/version_columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace assay {
namespace {

using Kind = XlsxColumn::Kind;

constexpr std::size_t k_max_choices = 10'000; ///< a drop-down of more helps nobody
constexpr std::size_t k_exact_digits = 15;    ///< what a spreadsheet keeps of a number

struct LevelColour {
    std::string_view word;
    std::uint32_t colour;
};
/// Sorted by word; pale, so that the word stays readable in print too.
constexpr std::array k_level_colours{
    LevelColour{"critical", 0xF4A6A0}, LevelColour{"high", 0xF9C9A0},     LevelColour{"low", 0xD5EBC8},
    LevelColour{"medium", 0xFBEFB0},   LevelColour{"moderate", 0xFBEFB0}, LevelColour{"very_high", 0xF4A6A0},
    LevelColour{"very_low", 0xC4E3CF},
};

/// A field that says how high a risk is: its words are levels, and so is its name.
std::vector<std::pair<std::string, std::uint32_t>> level_colours(const Field& field) {
    std::vector<std::pair<std::string, std::uint32_t>> colours;
    if (field.type != FieldType::enumeration || (field.id != "level" && !field.id.ends_with("_level"))) {
        return colours;
    }
    for (const auto& word : field.words) {
        const auto found = std::ranges::find(k_level_colours, std::string_view(word), &LevelColour::word);
        if (found == k_level_colours.end()) {
            return {};
        }
        colours.emplace_back(word, found->colour);
    }
    return colours;
}

Kind kind_of(const Field& field) {
    switch (field.type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money:
        return Kind::number;
    case FieldType::percent:
        return Kind::percent;
    case FieldType::date:
        return Kind::date;
    case FieldType::datetime:
        return Kind::datetime;
    default:
        return Kind::text;
    }
}

/// The keys a reference may name, or nothing when there are too many to choose from.
std::vector<std::string> keys_of(QueryRunner& runner, const Session& session, const std::string& register_id) {
    const auto* target = session.content.schema.find(register_id);
    std::vector<std::string> keys;
    if (target == nullptr || target->key_indexes().size() != 1) {
        return keys;
    }
    const auto& field = target->fields[target->key_indexes().front()];
    TableQuery query;
    query.relations.push_back({target->id, -1, {}});
    query.select.push_back(column_expr(field.id));
    query.order.push_back({column_expr(field.id), false});
    query.limit = static_cast<std::int64_t>(k_max_choices) + 1;
    runner.rows(query, [&](std::span<const Value> values) { keys.push_back(show_value(field, values[0], session.zone)); });
    return keys.size() > k_max_choices ? std::vector<std::string>() : keys;
}

class SheetExport {
public:
    SheetExport(QueryRunner& runner, const Session& session, const Register& of, ExportReport& report)
        : m_runner(runner), m_session(session), m_register(of), m_report(report) {
        m_state = to_text(mark_state(session, report.state));
        for (const auto& field : of.fields) {
            m_columns.push_back(column_of(field));
        }
        for (const auto version : k_version_columns) {
            const auto kind = version == k_version_columns.back() ? Kind::text : Kind::number;
            m_columns.push_back({std::string(version), kind, 0, true, {}, false, {}});
        }
    }

    void write(const std::filesystem::path& file) {
        XlsxWriter writer(file, m_register.title, m_columns, made_at(m_session, m_report.state));
        m_sheet = writer.sheet();
        std::vector<XlsxCell> cells(m_columns.size());
        m_runner.rows(rows_query(m_register), [&](std::span<const Value> values) {
            fill(cells, values);
            writer.write(cells);
            ++m_report.rows;
        });
        writer.commit();
    }

    /// The rows are asked for once more and compared one by one, so that memory does not grow with them.
    void verify(const std::filesystem::path& file) {
        XlsxOptions options;
        options.sheet = m_sheet;
        options.header_row = 1;
        const auto reader = open_xlsx(file, options);
        const auto fail = [&](const std::string& text) {
            throw Error(fmt::format("'{}' was written but reads back differently: {}", escape_control(file.string()), text));
        };
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            if (reader->header().size() != m_columns.size() || reader->header()[i] != m_columns[i].title) {
                fail("header");
            }
        }
        const TypingContext context{m_session.zone, {}, {}};
        std::vector<FieldTyper> typers;
        typers.reserve(m_register.fields.size());
        for (const auto& field : m_register.fields) {
            typers.emplace_back(field, context);
        }
        std::vector<XlsxCell> meant(m_columns.size());
        RawRow row;
        std::int64_t rows = 0;
        m_runner.rows(rows_query(m_register), [&](std::span<const Value> values) {
            if (!reader->next(row)) {
                fail(fmt::format("it has {} instead of {}", count_of(rows, "row", "rows"), group_thousands(m_report.rows)));
            }
            ++rows;
            fill(meant, values);
            for (std::size_t i = 0; i < m_columns.size(); ++i) {
                if (!is_same(meant[i], row.cells[i], i, values, typers) || !row.cell_faults.empty()) {
                    fail("cell " + reader->layout().address(i, row.line));
                }
            }
        });
        if (reader->next(row)) {
            fail(fmt::format("it has more than {}", count_of(rows, "row", "rows")));
        }
    }

private:
    [[nodiscard]] XlsxColumn column_of(const Field& field) const {
        XlsxColumn column;
        column.title = field.title;
        column.kind = kind_of(field);
        column.digits = field.type == FieldType::money ? std::min(field.scale, 2) : 0;
        column.colours = level_colours(field);
        if (field.type == FieldType::enumeration) {
            column.choices = field.words;
            column.only_choices = true;
        } else if (field.type == FieldType::boolean) {
            column.choices = {"yes", "no"};
            column.only_choices = true;
        } else if (field.type == FieldType::ref) {
            column.choices = keys_of(m_runner, m_session, field.to);
        }
        return column;
    }

    /// When the state that is written was made, so that the same state gives the same bytes.
    void fill(std::vector<XlsxCell>& cells, std::span<const Value> values) const {
        for (std::size_t i = 0; i < m_register.fields.size(); ++i) {
            cells[i] = cell_of(m_register.fields[i], values[i]);
        }
        const auto versions = m_register.fields.size();
        cells[versions].number = static_cast<double>(*number_of(values[versions]));
        cells[versions + 1].number = static_cast<double>(*number_of(values[versions + 1]));
        cells[versions + 2].text = m_state;
    }

    /// A number where a spreadsheet keeps it exactly, else the text that an import reads.
    [[nodiscard]] XlsxCell cell_of(const Field& field, const Value& value) const {
        const auto* number = number_of(value);
        if (number == nullptr || kind_of(field) == Kind::text) {
            return {show_value(field, value, m_session.zone), std::nullopt};
        }
        std::optional<double> exact;
        if (field.type == FieldType::date) {
            exact = *number >= k_first_sheet_day ? std::optional(static_cast<double>(*number)) : std::nullopt;
        } else if (field.type == FieldType::datetime) {
            exact = wall_clock(Instant(std::chrono::seconds(*number)));
        } else {
            exact = as_double(*number, field.type == FieldType::integer ? 0 : field.scale);
        }
        return exact ? XlsxCell{{}, exact} : XlsxCell{show_value(field, value, m_session.zone), std::nullopt};
    }

    /// Nothing when the wall clock shows this time twice and means the other one, or a sheet cannot hold the day.
    [[nodiscard]] std::optional<double> wall_clock(Instant instant) const {
        const auto local = instant + m_session.zone.offset_at(instant);
        const auto day = std::chrono::floor<std::chrono::days>(local);
        const auto resolved = m_session.zone.to_instant({Date(day), local - day, std::nullopt});
        if (resolved.instant != instant || day.time_since_epoch().count() < k_first_sheet_day) {
            return std::nullopt;
        }
        return static_cast<double>(local.time_since_epoch().count());
    }

    [[nodiscard]] static std::optional<double> as_double(std::int64_t scaled, int scale) {
        const auto text = decimal_to_text(scaled, scale);
        const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
        double number = 0;
        if (digits > static_cast<std::ptrdiff_t>(k_exact_digits) ||
            std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) {
            return std::nullopt;
        }
        return number;
    }

    [[nodiscard]] bool is_same(const XlsxCell& meant, std::string_view found, std::size_t column, std::span<const Value> values,
                               std::vector<FieldTyper>& typers) const {
        if (!meant.number) {
            return found == meant.text;
        }
        if (column >= m_register.fields.size()) {
            return found == fmt::format("{}", static_cast<std::int64_t>(*meant.number));
        }
        Value value;
        return !typers[column].type(found, value) && value == values[column];
    }

    QueryRunner& m_runner;
    const Session& m_session;
    const Register& m_register;
    ExportReport& m_report;
    std::vector<XlsxColumn> m_columns;
    std::string m_sheet;
    std::string m_state;
};

} // namespace

void write_sheet(QueryRunner& runner, const Session& session, const Register& of, const std::filesystem::path& file, ExportReport& report) {
    SheetExport sheet(runner, session, of, report);
    sheet.write(file);
    sheet.verify(file);
}

Instant made_at(const Session& session, std::int64_t state) {
    const auto made = state == 0 ? std::vector<ChangeHeader>() : session.store.changes({state, state, {}});
    return made.empty() ? Instant(Date(std::chrono::year{2000} / 1 / 1)) : made.front().when;
}

} // namespace assay
