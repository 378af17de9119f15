// The view "sampling": a worksheet for each sample that was drawn, with its items, what was looked at of each, and what was found.
#include "report/audit_rows.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/model/register.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay {
namespace {

struct SampleCounts {
    std::size_t items = 0;
    std::size_t examined = 0;
    std::size_t exceptions = 0;
};

std::string tone_of_item(const std::string& result) {
    return result == "pass" ? "met" : result == "exception" ? "minor" : result == "not_applicable" ? "excluded" : "open";
}

TabularTable sample_facts(const ReportIndex& index, const ReportRegisters& registers, const NamedRow& sample) {
    const auto number = [&](std::string_view field) {
        const auto value = sample.number(field);
        return value ? group_thousands(*value) : std::string();
    };
    return fact_table(
        "How it was drawn",
        {{"Register", cell(sample.text("register"), fmt::format("state at change {}", number("state")))},
         {"Condition", cell(sample.text("condition").empty() ? "none: every row" : sample.text("condition"))},
         {"Population",
          cell(number("population") + " rows",
               sample.number("undecided").value_or(0) > 0 ? number("undecided") + " undecided by the condition, left out" : "")},
         {"Asked for and drawn", cell(fmt::format("{} of {}", number("drawn"), number("n")),
                                      sample.text("strata").empty() ? "" : "by strata: " + sample.text("strata"))},
         {"Seed", cell(sample.number("seed") ? std::to_string(*sample.number("seed")) : std::string(),
                       "with 'assay sample redraw' it is drawn again")},
         {"Requirement",
          sample.text("control").empty() ? cell("none named") : named_control(index, sample.text("catalog"), sample.text("control"))},
         {"Drawn", cell(registers.name("person", sample.text("drawn_by")), day_text(sample.date("drawn_on")))},
         {"Note", cell(sample.text("note"))}},
        false);
}

} // namespace

Tabular build_sampling(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto audit = audit_of(index);
    const auto samples = rows_of_audit(registers, "audit_sample", audit);
    Tabular report;
    report.title = "Sampling worksheets";
    report.sheet = {
        "Samples",
        {"sample", "audit", "register", "item", "row_key", "stratum", "attribute", "result", "note", "examined_by", "examined_on"},
        {false, false, false, true, false, false, false, false, false, false, false},
        {}};
    report.notes = audit_notes(index);
    report.notes.emplace_back("A sample shows what was found in it. What it says of the rest rests on how it was drawn, which each "
                              "worksheet tells; 'assay sample show' works out bounds.");
    SampleCounts all;
    for (const auto& sample : samples) {
        const auto id = sample.text("id");
        TabularTable items{"Items",
                           false,
                           {{"Item", 5, TableColumn::Kind::heading},
                            {"Record", 25},
                            {"Stratum", 15},
                            {"Looked at", 15},
                            {"Result", 15},
                            {"What was seen", 25}},
                           {{}},
                           {}};
        SampleCounts counts;
        std::map<std::int64_t, std::pair<bool, bool>> of_item; ///< examined, with an exception
        for (const auto& item : registers.rows("sample_item")) {
            if (item.text("sample") != id) {
                continue;
            }
            const auto number = item.number("item").value_or(0);
            const auto result = item.text("result");
            auto& [examined, failed] = of_item[number];
            examined = examined || !result.empty();
            failed = failed || result == "exception";
            const auto key = show_key(item.text("row_key"));
            items.bodies[0].rows.push_back({{},
                                            {cell(std::to_string(number)), cell(key), cell(item.text("stratum")),
                                             cell(item.text("attribute") == "item" ? "the item as a whole" : item.text("attribute")),
                                             result.empty() ? cell("")
                                                            : badge_cell(capitalised(spoken(result)), tone_of_item(result),
                                                                         registers.name("person", item.text("examined_by"))),
                                             cell(item.text("note"), day_text(item.date("examined_on")))}});
            report.sheet.rows.push_back({id, sample.text("audit"), item.text("register"), std::to_string(number), key, item.text("stratum"),
                                         item.text("attribute"), spoken(result), item.text("note"),
                                         registers.name("person", item.text("examined_by")), day_text(item.date("examined_on"))});
        }
        counts.items = of_item.size();
        for (const auto& [number, state] : of_item) {
            counts.examined += state.first ? 1 : 0;
            counts.exceptions += state.second ? 1 : 0;
        }
        all.items += counts.items;
        all.examined += counts.examined;
        all.exceptions += counts.exceptions;
        report.parts.push_back({fmt::format("sample-{}", sample.row()),
                                fmt::format("Sample {}", id),
                                fmt::format("{} of {}", counts.examined, counts.items),
                                fmt::format("{} examined of {}; {} with an exception.", counts.examined,
                                            count_of(static_cast<std::int64_t>(counts.items), "item", "items"), counts.exceptions),
                                "",
                                {},
                                {sample_facts(index, registers, sample), std::move(items)}});
    }
    if (samples.empty()) {
        report.parts.push_back(
            {"samples", "Samples", "0", "", "No sample is on record. 'assay sample draw REGISTER -n N --seed S' draws one.", {}, {}});
    }
    report.statement = samples.empty()
                           ? std::string("No sample is on record") + (audit.empty() ? "." : " for audit " + audit + ".")
                           : fmt::format("{} with {}: {} examined, {} with an exception.",
                                         count_of(static_cast<std::int64_t>(samples.size()), "sample", "samples"),
                                         count_of(static_cast<std::int64_t>(all.items), "item", "items"), all.examined, all.exceptions);
    report.tone = all.exceptions > 0 ? "minor" : all.examined < all.items || samples.empty() ? "open" : "none";
    report.figures = {
        {"Samples", number_text(samples.size()), audit.empty() ? "on record" : "of audit " + audit, ""},
        {"Items", number_text(all.items), "drawn", ""},
        {"Examined", number_text(all.examined), fmt::format("of {}", all.items), all.examined < all.items ? "open" : ""},
        {"With an exception", number_text(all.exceptions), fmt::format("of {} examined", all.examined), all.exceptions > 0 ? "minor" : ""}};
    return report;
}

} // namespace assay
