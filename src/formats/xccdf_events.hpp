// XCCDF benchmarks and test results, wherever they stand in a file. Knows no register and computes no score.
#pragma once

#include "formats/technical_rows.hpp"
#include "formats/xml_push.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::technical {

[[nodiscard]] bool is_xccdf(std::string_view space);

class XccdfEvents final : public XmlEvents {
public:
    /// Borrows all.
    XccdfEvents(const TechnicalOptions& options, Rows& rows) : m_options(options), m_rows(rows) {}
    void attach(XmlPush& push) { m_push = &push; }

    void start(std::string_view space, std::string_view name, const XmlAttributes& attributes) override;
    void end() override;
    void text(std::string_view piece) override;

    [[nodiscard]] const std::vector<BenchmarkSummary>& benchmarks() const { return m_summaries; }

private:
    enum class At : std::uint8_t { outside, benchmark, group, rule, test, target_facts, rule_result, override_, leaf };
    enum class Leaf : std::uint8_t {
        benchmark_title,
        benchmark_version,
        rule_title,
        rule_version,
        rule_ident,
        rule_reference,
        target,
        target_address,
        fact,
        result,
        ident,
        message,
        instance,
        old_result,
        remark,
        score,
    };

    struct Rule {
        std::string title;
        std::string version;
        std::string severity;
        std::string vuln;
        std::string cci;
        std::string identifiers;
        std::string references;
        double weight = 1.0;
    };
    struct Benchmark {
        std::size_t summary = 0;
        std::vector<TechnicalNode> tree;
        std::unordered_map<std::string, Rule> rules;
    };

    void start_outside(std::string_view name, const XmlAttributes& attributes);
    void start_in_benchmark(std::string_view name, const XmlAttributes& attributes);
    void start_in_rule(std::string_view name, const XmlAttributes& attributes);
    void start_in_test(std::string_view name, const XmlAttributes& attributes);
    void start_in_result(std::string_view name, const XmlAttributes& attributes);
    void begin_benchmark(const XmlAttributes& attributes);
    void begin_node(const XmlAttributes& attributes, bool is_rule);
    void begin_test(const XmlAttributes& attributes);
    void begin_result(const XmlAttributes& attributes);
    void begin_leaf(Leaf leaf, std::string_view note = {});
    void end_leaf();
    void end_rule();
    void end_result();
    void end_test();
    void take_fact(std::string_view name, const std::string& value);
    void take_ident(std::string_view text, std::string& cci, std::string& identifiers) const;
    [[nodiscard]] const Benchmark* find_benchmark() const;
    void fill_row(TestRow& row, const Benchmark* benchmark) const;
    void name_instances();
    void tell_test(const Benchmark* benchmark);
    void keep(std::size_t bytes);
    bool keep_result(std::size_t bytes);
    void skip() { m_skipped = 1; }
    [[nodiscard]] double weight_of(const XmlAttributes& attributes, double otherwise);

    const TechnicalOptions& m_options;
    Rows& m_rows;
    XmlPush* m_push = nullptr;
    std::vector<At> m_at{At::outside};
    std::size_t m_skipped = 0; ///< depth inside an element that is passed over
    Leaf m_leaf = Leaf::result;
    std::size_t m_leaf_depth = 0; ///< elements inside a leaf, for their text
    std::string m_leaf_note;      ///< the attribute of the leaf that matters
    BoundedText m_text;

    std::deque<Benchmark> m_benchmarks;
    std::vector<BenchmarkSummary> m_summaries;
    bool m_in_benchmark = false;
    std::vector<std::size_t> m_nodes;  ///< open groups, by number
    std::vector<std::string> m_groups; ///< their vulnerability ids
    std::string m_rule_id;
    Rule m_rule;
    std::uint64_t m_kept = 0;

    TechnicalTest m_test;
    std::string m_test_benchmark_href;
    std::string m_benchmark_version;
    std::string m_fqdn;
    std::string m_address;
    std::string m_scanner;
    std::string m_scanner_version;
    std::vector<TestRow> m_results;
    TestRow m_row;
    double m_row_weight = 1.0;
    bool m_row_has_weight = false;
    std::string m_override;
    std::uint64_t m_test_bytes = 0;
    std::vector<bool> m_has_weight;
};

} // namespace assay::technical
