// CKLB through nlohmann's SAX interface, so that neither the texts of the STIG nor a tree of them are kept.
#include "formats/ckl_json.hpp"

#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/text.hpp"
#include "formats/ckl_events.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay::technical {
namespace {

constexpr std::size_t k_json_chunk = 1U << 14U;
constexpr std::size_t k_max_json_depth = 64;
constexpr std::uint64_t k_max_json_text = 8ULL << 20U;
constexpr std::string_view k_cklb_version = "1.0";

/// The bytes of a file, hashed and counted by line and column as the parser takes them.
class JsonBytes {
public:
    explicit JsonBytes(const std::filesystem::path& file)
        : m_in(file, std::ios::binary), m_name(escape_control(file.filename().string())), m_buffer(k_json_chunk, '\0') {
        if (!m_in) {
            throw Error(fmt::format("cannot read '{}'", escape_control(file.string())));
        }
        fill();
    }
    [[nodiscard]] bool at_end() const { return m_at == m_size || too_long(); }
    [[nodiscard]] char peek() const { return m_buffer[m_at]; }
    void advance() {
        const char passed = m_buffer[m_at];
        if (passed == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(passed) & 0xC0U) != 0x80U) {
            ++column;
        }
        ++m_taken;
        if (++m_at == m_size) {
            fill();
        }
    }
    /// No text of a checklist is as long as what came since the parser last told something.
    [[nodiscard]] bool too_long() const { return m_taken - m_told > k_max_json_text; }
    void told() { m_told = m_taken; }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] std::uint64_t taken() const { return m_taken; }
    [[nodiscard]] std::string finish() { return to_hex(m_hash.finish()); }
    [[nodiscard]] std::string at_place(std::string_view text) const { return fmt::format("{}:{}:{}: {}", m_name, line, column, text); }

    std::uint32_t line = 1;
    std::uint32_t column = 1;

private:
    void fill() {
        m_in.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
        m_size = static_cast<std::size_t>(m_in.gcount());
        m_at = 0;
        m_hash.update(std::string_view(m_buffer.data(), m_size));
        if (m_in.bad()) {
            throw Error(fmt::format("cannot read '{}'", m_name));
        }
    }

    std::ifstream m_in;
    std::string m_name;
    std::string m_buffer;
    std::size_t m_at = 0;
    std::size_t m_size = 0;
    std::uint64_t m_taken = 0;
    std::uint64_t m_told = 0;
    Sha256 m_hash;
};

/// What the parser asks of an input iterator; without bytes it is the end.
class JsonCursor {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    explicit JsonCursor(JsonBytes* bytes) : m_bytes(bytes) {}
    char operator*() const { return m_bytes->peek(); }
    JsonCursor& operator++() {
        m_bytes->advance();
        return *this;
    }
    JsonCursor operator++(int) {
        auto before = *this;
        m_bytes->advance();
        return before;
    }
    bool operator==(const JsonCursor& other) const { return is_end() == other.is_end(); }
    bool operator!=(const JsonCursor& other) const { return !(*this == other); }

private:
    [[nodiscard]] bool is_end() const { return m_bytes == nullptr || m_bytes->at_end(); }
    JsonBytes* m_bytes;
};

struct StigRows {
    ChecklistStig stig;
    std::uint32_t line = 0;
    std::vector<TestRow> rows;
};

struct CellName {
    std::string_view name;
    Column column;
};
/// Members of a rule that are cells; sorted by name.
constexpr std::array k_rule_cells{
    CellName{"comments", Column::comments},    CellName{"finding_details", Column::details},
    CellName{"group_id", Column::vuln},        CellName{"rule_id_src", Column::rule},
    CellName{"rule_title", Column::title},     CellName{"rule_version", Column::rule_version},
    CellName{"severity", Column::severity},    CellName{"status", Column::result},
    CellName{"updatedAt", Column::checked_at}, CellName{"updated_at", Column::checked_at},
};

class CklbHandler {
public:
    CklbHandler(JsonBytes& bytes, const TechnicalOptions& options) : m_bytes(bytes), m_options(options) {}

    // Names and signatures are the parser's.
    bool null() { return fits(Kind::scalar) && leave_value(); }
    bool boolean(bool value) { return scalar(value ? "true" : "false"); }
    bool number_integer(std::int64_t value) { return scalar(std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) { return scalar(std::to_string(value)); }
    bool number_float(double, const std::string& text) { return scalar(text); }
    bool string(std::string& value) { return scalar(value); }
    bool binary(std::vector<std::uint8_t>&) { return leave_value(); }
    bool start_object(std::size_t) {
        m_bytes.told();
        if (!fits(Kind::object) || !enter("{}")) {
            return false;
        }
        if (at({"", "stigs", "[]"})) {
            if (!keep(sizeof(StigRows))) {
                return false;
            }
            stigs.emplace_back();
            stigs.back().line = m_bytes.line;
        } else if (at({"", "stigs", "[]", "rules", "[]"})) {
            stigs.back().rows.emplace_back();
            stigs.back().rows.back().line = m_bytes.line;
            m_short_rule.clear();
        }
        return true;
    }
    bool key(std::string& name) {
        m_bytes.told();
        m_keys.back() = name;
        return true;
    }
    bool end_object() {
        m_bytes.told();
        if (at({"", "stigs", "[]", "rules", "[]"}) && !end_rule()) {
            return false;
        }
        m_keys.pop_back();
        return leave_value();
    }
    bool start_array(std::size_t) {
        m_bytes.told();
        has_stigs = has_stigs || (m_keys.size() == 1 && m_keys.back() == "stigs");
        return fits(Kind::list) && enter("[]");
    }
    bool end_array() {
        m_keys.pop_back();
        return leave_value();
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& why) {
        if (m_bytes.too_long()) {
            return refuse(fmt::format("a text of more than {} MB; no tool writes such a checklist", k_max_json_text >> 20U));
        }
        // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing …": the place is ours.
        const std::string text = why.what();
        const auto begin = text.find(": ");
        return refuse(
            fmt::format("is not well-formed JSON ({}); export the checklist anew",
                        escape_control(std::string_view(text).substr(begin == std::string::npos ? 0 : begin + 2).substr(0, 200))));
    }

    std::string fault;
    bool has_stigs = false;
    std::string version;
    ChecklistAsset asset;
    std::vector<StigRows> stigs;

private:
    bool refuse(std::string_view text) {
        fault = fault.empty() ? m_bytes.at_place(text) : fault;
        return false;
    }
    /// Where the parser stands: the keys of the open objects, "[]" for open arrays; the last is that of the value.
    [[nodiscard]] bool at(std::initializer_list<std::string_view> path) const {
        // The innermost object has no key yet when it begins, and any when it ends.
        return m_keys.size() == path.size() && std::equal(std::next(path.begin()), path.end(), m_keys.begin());
    }
    enum class Kind : std::uint8_t { scalar, object, list };
    /// Results stand in a list of objects in a list of objects; anything else there would be passed over without a word.
    bool fits(Kind kind) {
        const bool in_stigs = !m_keys.empty() && m_keys.front() == "stigs";
        const auto depth = m_keys.size();
        const bool is_list = (in_stigs && depth == 1) || (in_stigs && depth == 3 && m_keys.back() == "rules");
        const bool is_item = in_stigs && (depth == 2 || (depth == 4 && m_keys[2] == "rules"));
        if (is_list && kind != Kind::list) {
            return refuse(fmt::format("'{}' is no list; export the checklist anew", m_keys.back()));
        }
        if (is_item && kind != Kind::object) {
            return refuse(fmt::format("an entry of '{}' is no object; export the checklist anew", m_keys[depth - 2]));
        }
        return true;
    }
    bool enter(std::string_view kind) {
        if (m_keys.size() >= k_max_json_depth) {
            return refuse(fmt::format("values nest deeper than {}; no tool writes such a checklist", k_max_json_depth));
        }
        if (kind == "[]" && m_keys.empty()) {
            return refuse("the outermost value is no object; a STIG Viewer 3 checklist is one");
        }
        m_keys.emplace_back(kind == "[]" ? "[]" : "");
        return true;
    }
    bool leave_value() {
        m_bytes.told();
        return true;
    }
    bool scalar(const std::string& value) {
        m_bytes.told();
        if (m_keys.empty()) {
            return refuse("the outermost value is no object; a STIG Viewer 3 checklist is one");
        }
        if (!fits(Kind::scalar)) {
            return false;
        }
        const auto& name = m_keys.back();
        if (m_keys.size() == 1) {
            version = name == "cklb_version" ? value : version;
        } else if (m_keys.front() == "target_data" && m_keys.size() == 2) {
            take_asset(name, value);
        } else if (m_keys.front() == "stigs" && !stigs.empty()) {
            take_stig(name, value);
        }
        return true;
    }
    void take_asset(const std::string& name, const std::string& value) {
        const auto text = std::string(trim(value));
        if (name == "host_name") {
            asset.host = text;
        } else if (name == "fqdn") {
            asset.fqdn = text;
        } else if (name == "ip_address") {
            asset.address = text;
        } else if (name == "is_web_database") {
            asset.web_or_database = value == "true";
        } else if (name == "web_db_site") {
            asset.site = text;
        } else if (name == "web_db_instance") {
            asset.instance = text;
        }
    }
    void take_stig(const std::string& name, const std::string& value) {
        auto& last = stigs.back();
        if (m_keys.size() == 3) {
            if (name == "stig_id") {
                last.stig.id = value;
            } else if (name == "stig_name") {
                last.stig.title = value;
            } else if (name == "version") {
                last.stig.version = value;
            } else if (name == "release_info") {
                last.stig.release = value;
            }
            return;
        }
        if (m_keys.size() < 5 || m_keys[2] != "rules" || last.rows.empty()) {
            return;
        }
        auto& row = last.rows.back();
        if (m_keys.size() == 5) {
            const auto* const cell = std::ranges::find(k_rule_cells, std::string_view(name), &CellName::name);
            if (cell != k_rule_cells.end()) {
                row.at(cell->column) = std::string(trim(value));
            } else if (name == "rule_id") {
                m_short_rule = value;
            }
        } else if (m_keys.size() == 6 && m_keys[4] == "ccis") {
            add_word(row.at(Column::cci), trim(value), m_options.max_cell_bytes);
        } else if (m_keys.size() == 6 && m_keys[4] == "legacy_ids") {
            add_word(row.at(Column::identifiers), trim(value), m_options.max_cell_bytes);
        } else if (m_keys.size() == 7 && m_keys[4] == "overrides" && m_keys[5] == "severity") {
            if (name == "severity") {
                row.at(Column::severity_override) = std::string(trim(value));
            } else if (name == "reason") {
                row.at(Column::override_reason) = std::string(trim(value));
            }
        }
    }
    bool end_rule() {
        auto& row = stigs.back().rows.back();
        if (row.at(Column::rule).empty()) {
            row.at(Column::rule) = m_short_rule;
        }
        // What nobody reviewed was not checked at the time at which its entry was made.
        if (row.at(Column::result) == "not_reviewed") {
            row.at(Column::checked_at).clear();
        }
        return keep(row.bytes());
    }
    bool keep(std::size_t bytes) {
        m_kept += bytes;
        return m_kept <= m_options.max_kept_bytes ||
               refuse(fmt::format("the checklist holds more than {} MB of results; split the file", m_options.max_kept_bytes >> 20U));
    }

    JsonBytes& m_bytes;
    const TechnicalOptions& m_options;
    std::vector<std::string> m_keys;
    std::string m_short_rule;
    std::uint64_t m_kept = 0;
};

} // namespace

CklbFile read_cklb(const std::filesystem::path& file, const TechnicalOptions& options, Rows& rows) {
    JsonBytes bytes(file);
    CklbHandler handler(bytes, options);
    const bool good = nlohmann::json::sax_parse(JsonCursor(&bytes), JsonCursor(nullptr), &handler);
    if (!good) {
        throw Error(handler.fault.empty() ? bytes.at_place("is not well-formed JSON; export the checklist anew") : handler.fault);
    }
    if (!handler.has_stigs) {
        throw Error(fmt::format("{}: is JSON, but no STIG Viewer 3 checklist: it has no list 'stigs'; give a CKLB file", bytes.name()));
    }
    for (auto& each : handler.stigs) {
        TechnicalTest test;
        for (auto& row : each.rows) {
            fill_checklist_row(row, handler.asset, each.stig);
            finish_row(row, options);
            rows.ready.push_back(std::move(row));
            ++rows.rows;
        }
        ++rows.tests;
        test.asset = handler.asset.host.empty() ? handler.asset.fqdn : handler.asset.host;
        test.asset = test.asset.empty() ? options.asset : test.asset;
        test.benchmark = each.stig.id;
        test.profile = std::string(k_no_profile);
        test.line = each.line;
        if (options.take_test) {
            options.take_test(test);
        }
    }
    if (!handler.version.empty() && handler.version != k_cklb_version && options.warnings != nullptr) {
        const Place whole{bytes.name(), 0, 0};
        options.warnings->add(
            {Severity::warning,
             whole,
             "unknown-version",
             fmt::format("version '{}' of CKLB is not known; it was read as {}", escape_control(handler.version), k_cklb_version),
             {}});
    }
    CklbFile read;
    read.bytes = bytes.taken();
    read.sha256 = bytes.finish();
    return read;
}

} // namespace assay::technical
