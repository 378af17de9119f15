// The RowReader of technical results: finds out what a file is by its first element, and hands out what its reader makes of it.
#include "assay/formats/technical.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "formats/ckl_events.hpp"
#include "formats/ckl_json.hpp"
#include "formats/technical_rows.hpp"
#include "formats/xccdf_events.hpp"
#include "formats/xml_push.hpp"

#include <fstream>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace assay {

namespace technical {

void finish_row(TestRow& row, const TechnicalOptions& options) {
    const auto fill = [&row](Column column, const std::string& value) {
        if (row.at(column).empty()) {
            row.at(column) = value;
        }
    };
    fill(Column::asset, options.asset);
    fill(Column::checked_at, options.checked_at);
    if (row.at(Column::asset).empty()) {
        row.fault = "names no asset (say --set asset=NAME)";
    } else if (row.at(Column::benchmark).empty()) {
        row.fault = "belongs to no benchmark or STIG with an id (export the file anew)";
    } else if (row.at(Column::rule).empty()) {
        row.fault = "names no rule (export the file anew)";
    }
    for (std::size_t i = 0; i < k_headers.size(); ++i) {
        if (row.cells[i].size() > options.max_cell_bytes) {
            row.fault = fmt::format("'{}' is longer than {} bytes", k_headers[i],
                                    group_thousands(static_cast<std::int64_t>(options.max_cell_bytes)));
            row.cells[i].clear();
        }
    }
}

} // namespace technical

namespace {

using technical::Rows;
using technical::TestRow;

enum class FileSort : std::uint8_t { unknown, benchmark, results, arf, stream, ckl };

struct Root {
    std::string_view space;
    std::string_view name;
    FileSort kind;
};
/// What a file may begin with; XCCDF is told apart by its own rule.
constexpr std::array k_roots{
    Root{"", "CHECKLIST", FileSort::ckl},
    Root{"http://scap.nist.gov/schema/asset-reporting-format/1.1", "asset-report-collection", FileSort::arf},
    Root{"http://scap.nist.gov/schema/scap/source/1.2", "data-stream-collection", FileSort::stream},
};

/// Namespaces that stand in such files; below those that end with a slash, all.
constexpr std::array<std::string_view, 16> k_known_spaces{
    "http://checklists.nist.gov/", "http://cpe.mitre.org/",     "http://csrc.nist.gov/",
    "http://cyber.mil/",           "http://iase.disa.mil/",     "http://itl.nist.gov/",
    "http://open-scap.org/",       "http://oval.mitre.org/",    "http://purl.org/dc/",
    "http://scap.nist.gov/",       "http://standards.iso.org/", "http://www.w3.org/",
    "http://aqua.nist.gov/",       "http://www.g2-inc.com/",    "urn:oasis:names:tc:entity:xmlns:xml:catalog",
    "urn:oasis:names:tc:ciq:",
};

std::string_view words_for(FileSort kind) {
    switch (kind) {
    case FileSort::benchmark:
        return "XCCDF benchmark";
    case FileSort::results:
        return "XCCDF results";
    case FileSort::arf:
        return "ARF report";
    case FileSort::stream:
        return "SCAP data stream";
    case FileSort::ckl:
        return "STIG Viewer 2 checklist (CKL)";
    case FileSort::unknown:
        break;
    }
    return "file";
}

/// Looks at the first element and passes everything on to the events that know it.
class RootEvents final : public XmlEvents {
public:
    RootEvents(const TechnicalOptions& options, Rows& rows) : m_xccdf(options, rows), m_ckl(options, rows) {}
    void attach(XmlPush& push) {
        m_push = &push;
        m_xccdf.attach(push);
        m_ckl.attach(push);
    }
    void start(std::string_view space, std::string_view name, const XmlAttributes& attributes) override {
        if (kind == FileSort::unknown && !choose(space, name)) {
            return;
        }
        m_to->start(space, name, attributes);
    }
    void end() override { m_to->end(); }
    void text(std::string_view piece) override { m_to->text(piece); }
    void comment(std::string_view text) override { m_to->comment(text); }
    void declares(std::string_view space) override {
        const bool known = std::ranges::any_of(k_known_spaces, [space](std::string_view each) { return space.starts_with(each); });
        if (!known && unknown_spaces.size() < k_max_spaces) {
            unknown_spaces.emplace(space.substr(0, k_max_shown));
        }
    }
    [[nodiscard]] const std::vector<BenchmarkSummary>& benchmarks() const { return m_xccdf.benchmarks(); }

    FileSort kind = FileSort::unknown;
    std::string version; ///< of XCCDF, where the file begins with it
    std::set<std::string> unknown_spaces;

private:
    static constexpr std::size_t k_max_spaces = 20;
    static constexpr std::size_t k_max_shown = 200;

    bool choose(std::string_view space, std::string_view name) {
        const auto* const root = std::ranges::find_if(k_roots, [&](const Root& each) { return each.space == space && each.name == name; });
        if (root != k_roots.end()) {
            kind = root->kind;
        } else if (name == "Benchmark" || name == "TestResult") {
            if (space.empty()) {
                m_push->fail(fmt::format(
                    "'{}' stands in no namespace, and XCCDF is 'http://checklists.nist.gov/xccdf/1.1' or '…/1.2'; export the file anew",
                    name));
                return false;
            }
            kind = name == "Benchmark" ? FileSort::benchmark : FileSort::results;
            version = technical::is_xccdf(space) ? std::string(space.substr(space.rfind('/') + 1)) : std::string();
            if (version.empty() && !space.starts_with("http://checklists.nist.gov/xccdf/")) {
                refuse(space, name);
                return false;
            }
        } else {
            refuse(space, name);
            return false;
        }
        m_to = kind == FileSort::ckl ? static_cast<XmlEvents*>(&m_ckl) : &m_xccdf;
        return true;
    }
    void refuse(std::string_view space, std::string_view name) {
        const auto* const other = std::ranges::find(k_roots, name, &Root::name);
        const auto where =
            space.empty() ? std::string("of no namespace") : fmt::format("of namespace '{}'", escape_control(space.substr(0, k_max_shown)));
        if (other != k_roots.end()) {
            m_push->fail(fmt::format("'{}' {} is not known, and Assay reads {}; write the file as that", name, where,
                                     other->space.empty() ? "the one of no namespace" : fmt::format("'{}'", other->space)));
            return;
        }
        m_push->fail(fmt::format(
            "the file begins with '{}' {}, and is no file of technical results; give XCCDF or ARF results, or a CKL or CKLB checklist",
            escape_control(name.substr(0, k_max_shown)), where));
    }

    technical::XccdfEvents m_xccdf;
    technical::CklEvents m_ckl;
    XmlEvents* m_to = &m_ckl; ///< comments before the first element are for checklists alone
    XmlPush* m_push = nullptr;
};

std::string show_benchmarks(const std::vector<BenchmarkSummary>& benchmarks) {
    std::string text;
    for (const auto& each : benchmarks) {
        text += fmt::format("{}'{}' with {} and {}", text.empty() ? "" : ", ", escape_control(each.id),
                            count_of(static_cast<std::int64_t>(each.rules), "rule", "rules"),
                            count_of(static_cast<std::int64_t>(each.profiles), "profile", "profiles"));
    }
    return text;
}

class TechnicalReader : public RowReader {
public:
    TechnicalReader() : m_header(technical::k_headers.begin(), technical::k_headers.end()) {}
    const std::vector<std::string>& header() const override { return m_header; }
    std::uint64_t header_line() const override { return 0; }

    bool next(RawRow& row) override {
        while (m_rows.ready.empty()) {
            if (!read_on()) {
                return false;
            }
        }
        m_current = std::move(m_rows.ready.front());
        m_rows.ready.pop_front();
        row.line = m_current.line;
        row.fault = m_current.fault;
        row.cell_faults.clear();
        row.cells.assign(m_current.cells.begin(), m_current.cells.end());
        return true;
    }

protected:
    /// False when there are no more rows.
    virtual bool read_on() = 0;
    Rows m_rows;

private:
    std::vector<std::string> m_header;
    TestRow m_current;
};

class XmlTechnicalReader final : public TechnicalReader {
public:
    XmlTechnicalReader(const std::filesystem::path& file, const TechnicalOptions& options)
        : m_options(options), m_events(m_options, m_rows), m_push(file, m_events) {
        m_events.attach(m_push);
        // A file that is nothing of the kind is refused at once, and the kind is known to describe().
        while (m_events.kind == FileSort::unknown && m_push.step()) {
        }
    }
    std::uint64_t bytes_done() const override { return m_push.bytes_done(); }
    std::uint64_t bytes_total() const override { return m_push.bytes_total(); }
    std::string file_sha256() const override { return m_push.sha256(); }
    std::string describe() const override {
        return fmt::format("{}{}", words_for(m_events.kind), m_events.version.empty() ? std::string() : " " + m_events.version);
    }

private:
    bool read_on() override {
        if (m_push.step()) {
            return true;
        }
        if (!m_ended) {
            m_ended = true;
            end();
            return !m_rows.ready.empty();
        }
        return false;
    }
    void end() {
        if (m_rows.rows == 0) {
            const auto held = show_benchmarks(m_events.benchmarks());
            throw Error(fmt::format("{}: the {} holds no results{}; {}", m_push.name(), words_for(m_events.kind),
                                    held.empty() ? "" : ", only benchmark " + held,
                                    m_events.kind == FileSort::ckl ? "export the checklist anew"
                                                               : "scan a system with it and import what the scanner wrote"));
        }
        if (m_options.warnings != nullptr && !m_events.unknown_spaces.empty()) {
            const Place whole{m_push.name(), 0, 0};
            m_options.warnings->add({Severity::warning,
                                     whole,
                                     "unknown-namespace",
                                     fmt::format("namespaces that Assay does not know are named, and what is theirs was passed over: '{}'",
                                                 escape_control(fmt::format("{}", fmt::join(m_events.unknown_spaces, "', '")))),
                                     {}});
        }
    }

    TechnicalOptions m_options;
    RootEvents m_events;
    XmlPush m_push;
    bool m_ended = false;
};

class CklbReader final : public TechnicalReader {
public:
    CklbReader(const std::filesystem::path& file, const TechnicalOptions& options)
        : m_file(file), m_options(options), m_total(std::filesystem::file_size(file)) {}
    std::uint64_t bytes_done() const override { return m_read.bytes; }
    std::uint64_t bytes_total() const override { return m_total; }
    std::string file_sha256() const override { return m_read.sha256; }
    std::string describe() const override { return "STIG Viewer 3 checklist (CKLB)"; }

private:
    bool read_on() override {
        if (m_done) {
            return false;
        }
        m_done = true;
        m_read = technical::read_cklb(m_file, m_options, m_rows);
        if (m_rows.rows == 0) {
            throw Error(fmt::format("{}: the STIG Viewer 3 checklist holds no results; export the checklist anew",
                                    escape_control(m_file.filename().string())));
        }
        return true;
    }

    std::filesystem::path m_file;
    TechnicalOptions m_options;
    std::uint64_t m_total;
    technical::CklbFile m_read;
    bool m_done = false;
};

/// The first byte that is no white space and no byte order mark, of a regular file.
char first_byte(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return '\0';
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw Error(fmt::format("cannot read '{}'", escape_control(file.string())));
    }
    char c = '\0';
    for (int looked = 0; looked < 4096 && in.get(c); ++looked) {
        if (std::string_view(" \t\r\n\xEF\xBB\xBF\xFE\xFF", 9).find(c) == std::string_view::npos && c != '\0') {
            return c;
        }
    }
    return '\0';
}

} // namespace

bool is_technical_file(const std::filesystem::path& file) {
    const char first = first_byte(file);
    return first == '<' || first == '{';
}

std::unique_ptr<RowReader> open_technical(const std::filesystem::path& file, const TechnicalOptions& options) {
    if (first_byte(file) == '{') {
        return std::make_unique<CklbReader>(file, options);
    }
    return std::make_unique<XmlTechnicalReader>(file, options);
}

} // namespace assay
