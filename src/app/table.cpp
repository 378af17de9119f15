#include "assay/app/table.hpp"

#include "assay/base/text.hpp"

#include <algorithm>

namespace assay {
namespace {

void pad(std::string& line, std::string_view cell, std::size_t width, bool right) {
    const auto blanks = width - std::min(width, display_width(cell));
    if (right) {
        line.append(blanks, ' ');
    }
    line += cell;
    if (!right) {
        line.append(blanks, ' ');
    }
}

void end_line(std::string& text) {
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
}

} // namespace

std::string fit(std::string_view text, std::size_t width) {
    auto shown = escape_control(text);
    if (width == 0 || display_width(shown) <= width) {
        return shown;
    }
    // Whole code points, so that no letter is broken; the last column is the ellipsis.
    std::size_t end = 0;
    std::size_t used = 0;
    while (end < shown.size()) {
        std::size_t next = end + 1;
        while (next < shown.size() && (static_cast<unsigned char>(shown[next]) & 0xC0U) == 0x80U) {
            ++next;
        }
        const auto letter = display_width(std::string_view(shown).substr(end, next - end));
        if (used + letter > width - 1) {
            break;
        }
        used += letter;
        end = next;
    }
    shown.resize(end);
    return shown + "…";
}

std::string to_text(const TextTable& table, std::size_t max_cell_width) {
    if (table.columns.empty()) {
        return {};
    }
    std::vector<std::size_t> widths;
    widths.reserve(table.columns.size());
    for (const auto& column : table.columns) {
        widths.push_back(display_width(column.title));
    }
    std::vector<std::vector<std::string>> rows;
    rows.reserve(table.rows.size());
    for (const auto& row : table.rows) {
        auto& cells = rows.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells.push_back(fit(row[i], max_cell_width));
            widths[i] = std::max(widths[i], display_width(cells.back()));
        }
    }
    std::string text;
    const auto put = [&](const auto& cell_of) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            text += i == 0 ? "" : "  ";
            pad(text, cell_of(i), widths[i], table.columns[i].right);
        }
        end_line(text);
    };
    put([&](std::size_t i) -> std::string_view { return table.columns[i].title; });
    put([&](std::size_t i) { return std::string(widths[i], '-'); });
    for (const auto& row : rows) {
        put([&](std::size_t i) -> std::string_view { return row[i]; });
    }
    return text;
}

std::string to_text(const std::vector<LabelledText>& lines, std::size_t indent) {
    std::size_t width = 0;
    for (const auto& line : lines) {
        width = std::max(width, display_width(line.label));
    }
    std::string text;
    for (const auto& line : lines) {
        text.append(indent, ' ');
        pad(text, line.label, width, false);
        std::size_t at = 0;
        while (true) {
            const auto end = line.text.find('\n', at);
            text += at == 0 ? "  " : std::string(indent + width + 2, ' ');
            text += escape_control(std::string_view(line.text).substr(at, end - at));
            end_line(text);
            if (end == std::string::npos) {
                break;
            }
            at = end + 1;
        }
    }
    return text;
}

std::string comma_lines(const std::vector<std::string>& names, std::size_t indent) {
    constexpr std::size_t k_width = 110;
    std::string text;
    std::string line;
    const auto end_line = [&] {
        text += line.empty() ? "" : std::string(indent, ' ') + line + "\n";
        line.clear();
    };
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto word = names[at] + (at + 1 < names.size() ? "," : "");
        if (!line.empty() && line.size() + 1 + word.size() > k_width) {
            end_line();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    end_line();
    return text;
}

} // namespace assay
