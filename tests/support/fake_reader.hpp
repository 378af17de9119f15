// Rows in memory behind the RowReader port, and what a test of intake needs around it.
#pragma once

#include "assay/base/run.hpp"
#include "assay/model/row_reader.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// The records of a pretended file. Line 1 is the header; each record takes one line. A record of one cell "!text" is a faulty one.
struct FakeFile {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> records;
    std::string sha256 = "00ff";
};

class FakeReader final : public assay::RowReader {
public:
    explicit FakeReader(const FakeFile& file) : m_file(file) {}
    [[nodiscard]] const std::vector<std::string>& header() const override { return m_file.header; }
    [[nodiscard]] std::uint64_t header_line() const override { return 1; }
    bool next(assay::RawRow& row) override {
        row.cells.clear();
        row.fault.clear();
        if (m_at == m_file.records.size()) {
            return false;
        }
        const auto& record = m_file.records[m_at++];
        row.line = m_at + 1;
        if (record.size() == 1 && record.front().starts_with('!')) {
            row.fault = record.front().substr(1);
        } else {
            row.cells.assign(record.begin(), record.end());
        }
        return true;
    }
    [[nodiscard]] std::uint64_t bytes_done() const override { return m_at; }
    [[nodiscard]] std::uint64_t bytes_total() const override { return m_file.records.size(); }
    [[nodiscard]] std::string file_sha256() const override { return m_file.sha256; }
    [[nodiscard]] std::string describe() const override { return "UTF-8, separator ','"; }

private:
    const FakeFile& m_file;
    std::size_t m_at = 0;
};

/// A Run that collects diagnostics.
struct TestRun {
    assay::NoProgress progress;
    assay::Diagnostics diagnostics;
    std::stop_source stop;
    assay::Run run{stop.get_token(), progress, diagnostics};
};
