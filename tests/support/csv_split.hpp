// Just enough CSV to read a public sample where the formats layer must not be linked: commas, quotes, one record a line.
#pragma once

#include "support/fake_reader.hpp"

#include <fstream>
#include <optional>
#include <string>

inline std::vector<std::string> split_csv_line(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (quoted && c == '"' && at + 1 < line.size() && line[at + 1] == '"') {
            cells.back() += c;
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.emplace_back();
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    return cells;
}

/// Nothing when the file is absent.
inline std::optional<FakeFile> read_simple_csv(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string line;
    if (!std::getline(stream, line)) {
        return std::nullopt;
    }
    if (line.starts_with("\xEF\xBB\xBF")) {
        line.erase(0, 3);
    }
    FakeFile file;
    file.header = split_csv_line(line);
    while (std::getline(stream, line)) {
        file.records.push_back(split_csv_line(line));
    }
    return file;
}
