#include "app/report_xlsx.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/formats/xlsx.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

void read_back(const ReportSheet& sheet, const std::filesystem::path& file, const std::string& name) {
    XlsxOptions options;
    options.sheet = name;
    options.header_row = 1;
    const auto reader = open_xlsx(file, options);
    RawRow row;
    std::size_t at = 0;
    const auto differs = [&](std::string_view why) {
        return Error(fmt::format("report '{}' reads back differently: {}", file.string(), why));
    };
    if (reader->header() != sheet.columns) {
        throw differs("its columns have other names");
    }
    while (reader->next(row)) {
        if (at == sheet.rows.size()) {
            throw differs("it has more rows");
        }
        for (std::size_t column = 0; column < sheet.columns.size(); ++column) {
            const auto got = column < row.cells.size() ? row.cells[column] : std::string_view();
            if (got != sheet.rows[at][column]) {
                throw differs(fmt::format("cell {} holds '{}'", cell_address(static_cast<std::uint32_t>(column), row.line), got));
            }
        }
        ++at;
    }
    if (at != sheet.rows.size()) {
        throw differs(fmt::format("it has {} of {} rows", at, sheet.rows.size()));
    }
}

} // namespace

std::uint64_t write_report_sheet(const ReportSheet& sheet, const std::filesystem::path& file, Date on) {
    std::vector<XlsxColumn> columns;
    for (std::size_t at = 0; at < sheet.columns.size(); ++at) {
        XlsxColumn column;
        column.title = sheet.columns[at];
        column.kind = sheet.numbers[at] ? XlsxColumn::Kind::number : XlsxColumn::Kind::text;
        columns.push_back(std::move(column));
    }
    XlsxWriter writer(file, sheet.title, std::move(columns), std::chrono::sys_seconds(on));
    std::vector<XlsxCell> cells(sheet.columns.size());
    for (const auto& row : sheet.rows) {
        for (std::size_t at = 0; at < cells.size(); ++at) {
            const auto number = sheet.numbers[at] ? parse_integer(row[at]) : std::nullopt;
            cells[at] = number ? XlsxCell{{}, static_cast<double>(*number)} : XlsxCell{row[at], std::nullopt};
        }
        writer.write(cells);
    }
    const auto name = writer.sheet();
    writer.commit();
    read_back(sheet, file, name);
    return std::filesystem::file_size(file);
}

} // namespace assay
