#include "formats/xccdf_events.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace assay::technical {
namespace {

constexpr std::string_view k_xccdf = "http://checklists.nist.gov/xccdf/";
constexpr double k_most_weight = 1e9;

/// "V-230221" of a group's id, as DISA names its groups; else nothing.
std::string vuln_of(std::string_view group) {
    const auto at = group.rfind("V-");
    if (at == std::string_view::npos || (at > 0 && group[at - 1] != '_')) {
        return {};
    }
    const auto digits = group.substr(at + 2);
    const bool all = !digits.empty() && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return all ? std::string(group.substr(at)) : std::string();
}

} // namespace

bool is_xccdf(std::string_view space) {
    return space.size() == k_xccdf.size() + 3 && space.starts_with(k_xccdf) && (space.ends_with("1.1") || space.ends_with("1.2"));
}

void XccdfEvents::start(std::string_view space, std::string_view name, const XmlAttributes& attributes) {
    if (m_skipped > 0) {
        ++m_skipped;
        return;
    }
    const auto at = m_at.back();
    if (at == At::leaf) {
        ++m_leaf_depth;
        return;
    }
    if (!is_xccdf(space)) {
        if (space.starts_with(k_xccdf) && (name == "Benchmark" || name == "TestResult")) {
            m_push->fail(fmt::format("{} is of version {} of XCCDF ('{}'), and Assay reads 1.1 and 1.2; write it as one of these", name,
                                     escape_control(space.substr(k_xccdf.size())), escape_control(space)));
        }
        if (at == At::test && name == "rule-result") {
            m_push->fail(fmt::format("a 'rule-result' of namespace '{}' in a test of XCCDF would not be read; get the file anew from the tool that wrote it", escape_control(space)));
        }
        // Reports and data streams are looked through; what others put inside a benchmark or a result is not.
        if (at == At::outside) {
            m_at.push_back(At::outside);
        } else {
            skip();
        }
        return;
    }
    switch (at) {
    case At::outside:
        start_outside(name, attributes);
        break;
    case At::benchmark:
    case At::group:
        start_in_benchmark(name, attributes);
        break;
    case At::rule:
        start_in_rule(name, attributes);
        break;
    case At::test:
        start_in_test(name, attributes);
        break;
    case At::rule_result:
        start_in_result(name, attributes);
        break;
    case At::target_facts:
        name == "fact" ? begin_leaf(Leaf::fact, attributes.find("name").value_or("")) : skip();
        break;
    case At::override_:
        name == "old-result" ? begin_leaf(Leaf::old_result) : name == "remark" ? begin_leaf(Leaf::remark) : skip();
        break;
    case At::leaf:
        skip();
        break;
    }
}

void XccdfEvents::start_outside(std::string_view name, const XmlAttributes& attributes) {
    if (name == "Benchmark") {
        begin_benchmark(attributes);
    } else if (name == "TestResult") {
        begin_test(attributes);
    } else {
        skip(); // a tailoring, a profile of its own
    }
}

void XccdfEvents::begin_benchmark(const XmlAttributes& attributes) {
    keep(sizeof(Benchmark) + sizeof(BenchmarkSummary));
    m_benchmarks.emplace_back();
    m_benchmarks.back().summary = m_summaries.size();
    m_benchmarks.back().tree.push_back({});
    m_summaries.push_back({attributes.text("id"), {}, {}, 0, 0});
    m_nodes.assign(1, 0);
    m_groups.assign(1, {});
    m_in_benchmark = true;
    m_at.push_back(At::benchmark);
}

void XccdfEvents::start_in_benchmark(std::string_view name, const XmlAttributes& attributes) {
    const bool top = m_at.back() == At::benchmark;
    if (name == "Rule" || name == "Group") {
        begin_node(attributes, name == "Rule");
    } else if (top && name == "Profile") {
        ++m_summaries.back().profiles;
        skip();
    } else if (top && name == "TestResult") {
        begin_test(attributes);
    } else if (top && name == "title" && m_summaries.back().title.empty()) {
        begin_leaf(Leaf::benchmark_title);
    } else if (top && name == "version") {
        begin_leaf(Leaf::benchmark_version);
    } else {
        skip();
    }
}

void XccdfEvents::begin_node(const XmlAttributes& attributes, bool is_rule) {
    auto& benchmark = m_benchmarks.back();
    const auto weight = weight_of(attributes, 1.0);
    auto id = attributes.text("id");
    keep(sizeof(TechnicalNode) + id.size());
    benchmark.tree.push_back({m_nodes.back(), weight, is_rule ? id : std::string()});
    if (is_rule) {
        m_rule = {};
        m_rule.severity = attributes.text("severity");
        m_rule.weight = weight;
        m_rule.vuln = m_groups.back();
        m_rule_id = std::move(id);
        m_at.push_back(At::rule);
        return;
    }
    m_nodes.push_back(benchmark.tree.size() - 1);
    m_groups.push_back(vuln_of(id));
    m_at.push_back(At::group);
}

void XccdfEvents::start_in_rule(std::string_view name, const XmlAttributes& attributes) {
    if (name == "title") {
        begin_leaf(Leaf::rule_title);
    } else if (name == "version") {
        begin_leaf(Leaf::rule_version);
    } else if (name == "ident") {
        begin_leaf(Leaf::rule_ident);
    } else if (name == "reference") {
        begin_leaf(Leaf::rule_reference, attributes.find("href").value_or(""));
    } else {
        skip();
    }
}

void XccdfEvents::end_rule() {
    auto& benchmark = m_benchmarks.back();
    ++m_summaries.back().rules;
    keep(sizeof(Rule) + m_rule.title.size() + m_rule.version.size() + m_rule.cci.size() + m_rule.identifiers.size() +
         m_rule.references.size());
    if (!benchmark.rules.try_emplace(std::move(m_rule_id), std::move(m_rule)).second) {
        m_push->fail("a rule with this id stands in the benchmark already; get the file anew from the tool that wrote it");
    }
}

void XccdfEvents::begin_leaf(Leaf leaf, std::string_view note) {
    m_leaf = leaf;
    m_leaf_note = note;
    m_leaf_depth = 0;
    m_text.clear();
    m_at.push_back(At::leaf);
}

void XccdfEvents::text(std::string_view piece) {
    if (m_skipped == 0 && m_at.back() == At::leaf) {
        m_text.add(piece, m_options.max_cell_bytes + 1);
    }
}

void XccdfEvents::end() {
    if (m_skipped > 0) {
        --m_skipped;
        return;
    }
    const auto at = m_at.back();
    if (at == At::leaf && m_leaf_depth > 0) {
        --m_leaf_depth;
        return;
    }
    m_at.pop_back();
    switch (at) {
    case At::leaf:
        end_leaf();
        break;
    case At::rule:
        end_rule();
        break;
    case At::group:
        m_nodes.pop_back();
        m_groups.pop_back();
        break;
    case At::benchmark:
        m_in_benchmark = false;
        break;
    case At::rule_result:
        end_result();
        break;
    case At::override_:
        append_bounded(m_row.at(Column::override_reason), "\n", m_override, m_options.max_cell_bytes);
        break;
    case At::test:
        end_test();
        break;
    case At::outside:
    case At::target_facts:
        break;
    }
}

void XccdfEvents::end_leaf() {
    const std::string value(trim(m_text.text));
    const auto limit = m_options.max_cell_bytes;
    switch (m_leaf) {
    case Leaf::benchmark_title:
        m_summaries.back().title = value;
        break;
    case Leaf::benchmark_version:
        m_summaries.back().version = value;
        break;
    case Leaf::rule_title:
        m_rule.title = m_rule.title.empty() ? value : m_rule.title;
        break;
    case Leaf::rule_version:
        m_rule.version = value;
        break;
    case Leaf::rule_ident:
        take_ident(value, m_rule.cci, m_rule.identifiers);
        break;
    case Leaf::rule_reference:
        if (value.starts_with("CCI-")) {
            take_ident(value, m_rule.cci, m_rule.identifiers);
        } else if (m_leaf_note.find("800-53") != std::string::npos && !value.empty()) {
            append_bounded(m_rule.references, ", ", value, limit);
        }
        break;
    case Leaf::target:
        m_test.asset = m_test.asset.empty() ? value : m_test.asset;
        break;
    case Leaf::target_address:
        add_word(m_address, value, limit);
        break;
    case Leaf::fact:
        take_fact(m_leaf_note, value);
        break;
    case Leaf::result:
        m_row.at(Column::result) = value;
        break;
    case Leaf::ident:
        take_ident(value, m_row.at(Column::cci), m_row.at(Column::identifiers));
        break;
    case Leaf::message:
        append_bounded(m_row.at(Column::details), "\n", m_leaf_note.empty() ? value : m_leaf_note + ": " + value, limit);
        break;
    case Leaf::instance:
        append_bounded(m_row.at(Column::instance), "; ", m_leaf_note.empty() || m_leaf_note == "undefined" ? value : m_leaf_note + " " + value, limit);
        break;
    case Leaf::old_result:
        m_override = fmt::format("was {}, {}", value, m_override);
        break;
    case Leaf::remark:
        append_bounded(m_override, ": ", value, limit);
        break;
    case Leaf::score:
        m_test.scores.back().score = value;
        break;
    }
}

void XccdfEvents::take_ident(std::string_view text, std::string& cci, std::string& identifiers) const {
    for (const auto& word : split_words(text)) {
        add_word(word.starts_with("CCI-") ? cci : identifiers, word, m_options.max_cell_bytes);
    }
}

void XccdfEvents::keep(std::size_t bytes) {
    m_kept += bytes;
    if (m_kept > m_options.max_kept_bytes) {
        m_push->fail(fmt::format("the benchmarks hold more than {} MB of rules; split the file", m_options.max_kept_bytes >> 20U));
    }
}

double XccdfEvents::weight_of(const XmlAttributes& attributes, double otherwise) {
    const auto given = attributes.find("weight");
    if (!given) {
        return otherwise;
    }
    const auto text = trim(*given);
    double weight = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), weight, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !(weight >= 0) || weight > k_most_weight) {
        m_push->fail(fmt::format("weight '{}' is no decimal number from 0 to 1,000,000,000; get the file anew from the tool that wrote it",
                                 escape_control(text.substr(0, 80))));
        return otherwise;
    }
    return weight;
}

} // namespace assay::technical
