// JUnit XML as build servers read it: a suite for each standard, a test case for each determination.
#include "app/assessment_writers.hpp"

#include "assay/formats/escape.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

struct Totals {
    std::int64_t tests = 0;
    std::int64_t failures = 0;
    std::int64_t errors = 0;
    std::int64_t skipped = 0;

    void add(Outcome outcome) {
        ++tests;
        failures += outcome == Outcome::not_met ? 1 : 0;
        errors += outcome == Outcome::error ? 1 : 0;
        skipped += outcome == Outcome::not_assessed || outcome == Outcome::no_occasion || outcome == Outcome::not_applicable ? 1 : 0;
    }
    [[nodiscard]] std::string attributes() const {
        return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures, errors, skipped);
    }
};

/// Every basis that bears on the result, a line each.
std::string reasons(const Determination& determination) {
    std::string text;
    for (const auto& basis : determination.bases) {
        text += fmt::format("{}{} {}{}: {}", text.empty() ? "" : "\n", to_text(basis.kind), to_text(basis.effect), basis.ref.empty() ? "" : " [" + basis.ref + "]",
                            basis.text);
    }
    return text;
}

std::string test_case(const AssessmentIndex& index, const Determination& each) {
    const auto& control = index.control(each.control);
    const auto name = each.subject.empty() ? fmt::format("{} {}", control.id.control, control.title)
                                           : fmt::format("{} {} [{}]", control.id.control, control.title, each.subject_title.empty() ? each.subject : each.subject_title);
    auto text = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escape_xml_attribute(fmt::format("{}.{}", control.id.catalog, control.cite)),
                            escape_xml_attribute(name));
    const auto words = escape_xml_attribute(index.words(each));
    const auto why = escape_xml_text(reasons(each));
    switch (each.outcome) {
    case Outcome::not_met:
        return text + fmt::format(">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n", to_text(each.grade), words, why);
    case Outcome::error:
        return text + fmt::format(">\n      <error type=\"error\" message=\"{}\">{}</error>\n    </testcase>\n", words, why);
    case Outcome::not_assessed:
    case Outcome::no_occasion:
    case Outcome::not_applicable:
        return text + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", words);
    case Outcome::met:
    case Outcome::met_with_remark:
        return text + (why.empty() ? std::string("/>\n") : fmt::format(">\n      <system-out>{}: {}</system-out>\n    </testcase>\n", escape_xml_text(index.words(each)), why));
    }
    return text + "/>\n";
}

} // namespace

void write_assessment_junit(const AssessmentIndex& index, const TextSink& sink) {
    const auto& assessment = index.assessment;
    Totals all;
    std::unordered_map<std::string, Totals> by_catalog;
    for (const auto& each : assessment.determinations) {
        all.add(each.outcome);
        by_catalog[each.control.catalog].add(each.outcome);
    }
    sink(fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n",
                     escape_xml_attribute(fmt::format("Assay: {}, judged on {}", assessment.header.organization, to_text(assessment.header.on))), all.attributes()));
    for (const auto& id : assessment.header.catalogs) {
        sink(fmt::format("  <testsuite name=\"{}\" {}>\n", escape_xml_attribute(id), by_catalog[id].attributes()));
        for (const auto& each : assessment.determinations) {
            if (each.control.catalog == id) {
                sink(test_case(index, each));
            }
        }
        sink("  </testsuite>\n");
    }
    sink("</testsuites>\n");
}

} // namespace assay
