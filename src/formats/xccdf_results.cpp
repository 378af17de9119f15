// The half of XccdfEvents that reads test results; xccdf_events.cpp has the other.
#include "formats/xccdf_events.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay::technical {
namespace {

/// What else the schemas of XCCDF 1.1 and 1.2 let a TestResult hold; sorted.
constexpr std::array<std::string_view, 10> k_passed_over{"identity", "metadata", "organization", "platform", "remark", "set-complex-value", "set-value", "tailoring-file", "target-id-ref", "title"};

/// "cpe:/a:redhat:openscap:1.3.5" or "cpe:2.3:a:…": product and version; another text is the product.
void split_cpe(std::string_view text, std::string& product, std::string& version) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(':', at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    const std::size_t first = text.starts_with("cpe:2.3:") ? 4 : text.starts_with("cpe:/") ? 3 : 0;
    if (first == 0) {
        product = std::string(text);
        return;
    }
    product = first < parts.size() ? std::string(parts[first]) : std::string();
    version = first + 1 < parts.size() ? std::string(parts[first + 1]) : std::string();
}

} // namespace

void XccdfEvents::begin_test(const XmlAttributes& attributes) {
    m_test = {};
    m_test.line = m_push->line();
    m_test.checked_at = attributes.text("end-time");
    if (m_test.checked_at.empty()) {
        m_test.checked_at = attributes.text("start-time");
    }
    m_benchmark_version = attributes.text("version");
    m_test_benchmark_href.clear();
    m_fqdn.clear();
    m_address.clear();
    m_scanner.clear();
    m_scanner_version.clear();
    split_cpe(attributes.text("test-system"), m_scanner, m_scanner_version);
    m_results.clear();
    m_has_weight.clear();
    m_test_bytes = 0;
    m_at.push_back(At::test);
}

void XccdfEvents::start_in_test(std::string_view name, const XmlAttributes& attributes) {
    if (name == "rule-result") {
        begin_result(attributes);
    } else if (name == "score" && keep_result(sizeof(TechnicalScore))) {
        m_test.scores.push_back({attributes.text("system"), {}, attributes.text("maximum"), m_push->line(), m_push->column()});
        begin_leaf(Leaf::score);
    } else if (name == "target") {
        begin_leaf(Leaf::target);
    } else if (name == "target-address") {
        begin_leaf(Leaf::target_address);
    } else if (name == "target-facts") {
        m_at.push_back(At::target_facts);
    } else if (name == "benchmark") {
        m_test.benchmark = attributes.text("id");
        m_test_benchmark_href = attributes.text("href");
        skip();
    } else if (name == "profile") {
        m_test.profile = attributes.text("idref");
        skip();
    } else if (std::ranges::binary_search(k_passed_over, name)) {
        skip();
    } else {
        m_push->fail(fmt::format("'{}' is no element of a test of XCCDF; get the file anew from the tool that wrote it", escape_control(name)));
    }
}

void XccdfEvents::begin_result(const XmlAttributes& attributes) {
    m_row = {};
    m_row.line = m_push->line();
    m_row.at(Column::rule) = attributes.text("idref");
    m_row.at(Column::checked_at) = attributes.text("time");
    m_row.at(Column::severity) = attributes.text("severity");
    m_row.at(Column::rule_version) = attributes.text("version");
    m_row_has_weight = attributes.find("weight").has_value();
    m_row_weight = weight_of(attributes, 1.0);
    m_at.push_back(At::rule_result);
}

void XccdfEvents::start_in_result(std::string_view name, const XmlAttributes& attributes) {
    if (name == "result") {
        begin_leaf(Leaf::result);
    } else if (name == "ident") {
        begin_leaf(Leaf::ident);
    } else if (name == "message") {
        begin_leaf(Leaf::message, attributes.find("severity").value_or(""));
    } else if (name == "instance") {
        begin_leaf(Leaf::instance, attributes.find("context").value_or(""));
    } else if (name == "override") {
        m_override = fmt::format("by {} at {}", attributes.text("authority"), attributes.text("time"));
        m_at.push_back(At::override_);
    } else {
        skip();
    }
}

void XccdfEvents::take_fact(std::string_view name, const std::string& value) {
    if (name == "urn:xccdf:fact:scanner:name") {
        m_scanner = value;
    } else if (name == "urn:xccdf:fact:scanner:version") {
        m_scanner_version = value;
    } else if (name == "urn:xccdf:fact:asset:identifier:fqdn") {
        m_fqdn = value;
    } else if (name == "urn:xccdf:fact:asset:identifier:host_name" && m_test.asset.empty()) {
        m_test.asset = value;
    }
}

/// False when the test grows too large, which is then told.
bool XccdfEvents::keep_result(std::size_t bytes) {
    m_test_bytes += bytes;
    if (m_kept + m_test_bytes <= m_options.max_kept_bytes) {
        return true;
    }
    m_push->fail(fmt::format("one test holds more than {} MB of results; split the file", m_options.max_kept_bytes >> 20U));
    return false;
}

void XccdfEvents::end_result() {
    if (!keep_result(m_row.bytes() + sizeof(TechnicalResult) + m_row.at(Column::rule).size())) {
        return;
    }
    m_test.results.push_back({m_row.at(Column::rule), m_row.at(Column::result), m_row_weight});
    m_has_weight.push_back(m_row_has_weight);
    m_results.push_back(std::move(m_row));
}

const XccdfEvents::Benchmark* XccdfEvents::find_benchmark() const {
    if (m_in_benchmark) {
        return &m_benchmarks.back();
    }
    for (const auto& benchmark : m_benchmarks) {
        if (!m_test.benchmark.empty() && m_summaries[benchmark.summary].id == m_test.benchmark) {
            return &benchmark;
        }
    }
    return m_test.benchmark.empty() && m_benchmarks.size() == 1 ? &m_benchmarks.front() : nullptr;
}

void XccdfEvents::fill_row(TestRow& row, const Benchmark* benchmark) const {
    row.at(Column::asset) = m_test.asset;
    row.at(Column::benchmark) = m_test.benchmark;
    row.at(Column::profile) = m_test.profile.empty() ? std::string(k_no_profile) : m_test.profile;
    row.at(Column::benchmark_version) = m_benchmark_version;
    row.at(Column::tool) = m_scanner;
    row.at(Column::tool_version) = m_scanner_version;
    row.at(Column::fqdn) = m_fqdn;
    row.at(Column::address) = m_address;
    if (row.at(Column::checked_at).empty()) {
        row.at(Column::checked_at) = m_test.checked_at;
    }
    if (benchmark == nullptr) {
        return;
    }
    row.at(Column::benchmark_title) = m_summaries[benchmark->summary].title;
    const auto found = benchmark->rules.find(row.at(Column::rule));
    if (found == benchmark->rules.end()) {
        return;
    }
    const auto& rule = found->second;
    const auto fill = [&row](Column column, const std::string& value) {
        if (row.at(column).empty()) {
            row.at(column) = value;
        }
    };
    fill(Column::severity, rule.severity);
    fill(Column::title, rule.title);
    fill(Column::vuln, rule.vuln);
    fill(Column::rule_version, rule.version);
    fill(Column::cci, rule.cci);
    fill(Column::identifiers, rule.identifiers);
    fill(Column::control_references, rule.references);
}

/// A rule may be tested several times on one asset: each is a row, named by what was tested, or counted.
void XccdfEvents::name_instances() {
    std::unordered_map<std::string, std::size_t> met;
    for (auto& row : m_results) {
        auto& instance = row.at(Column::instance);
        const auto count = ++met[row.at(Column::rule) + '\n' + instance];
        if (instance.empty()) {
            instance = std::to_string(count);
        } else if (count > 1) {
            instance += fmt::format(" ({})", count);
        }
    }
}

void XccdfEvents::end_test() {
    const auto* benchmark = find_benchmark();
    if (benchmark != nullptr && m_test.benchmark.empty()) {
        m_test.benchmark = m_summaries[benchmark->summary].id;
    }
    if (m_test.benchmark.empty()) {
        m_test.benchmark = m_test_benchmark_href;
    }
    if (benchmark != nullptr && m_benchmark_version.empty()) {
        m_benchmark_version = m_summaries[benchmark->summary].version;
    }
    name_instances();
    for (std::size_t i = 0; i < m_results.size(); ++i) {
        auto& row = m_results[i];
        if (benchmark != nullptr && !m_has_weight[i]) {
            const auto rule = benchmark->rules.find(row.at(Column::rule));
            m_test.results[i].weight = rule == benchmark->rules.end() ? 1.0 : rule->second.weight;
        }
        fill_row(row, benchmark);
        finish_row(row, m_options);
        m_rows.ready.push_back(std::move(row));
    }
    m_rows.rows += m_results.size();
    ++m_rows.tests;
    m_results.clear();
    tell_test(benchmark);
}

void XccdfEvents::tell_test(const Benchmark* benchmark) {
    m_test.asset = m_test.asset.empty() ? m_options.asset : m_test.asset;
    m_test.profile = m_test.profile.empty() ? std::string(k_no_profile) : m_test.profile;
    m_test.tool = m_scanner;
    m_test.tool_version = m_scanner_version;
    m_test.tree = benchmark == nullptr ? nullptr : &benchmark->tree;
    if (m_options.take_test) {
        m_options.take_test(m_test);
    }
    m_test = {};
}

} // namespace assay::technical
