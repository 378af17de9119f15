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
    std::size_t examined = 0; ///< everything that is to be looked at has a result
    std::size_t partly = 0;
    std::size_t exceptions = 0;
};

std::string tone_of_item(const std::string& result) {
    return result == "pass" ? "met" : result == "exception" ? "minor" : result == "not_applicable" ? "excluded" : "open";
}

/// What is looked at of one item.
struct SampleItemState {
    std::size_t open = 0;
    std::size_t done = 0;
    bool has_exception = false;
};

/// "5 examined, 2 in part, 1 with an exception".
std::string sample_words(const SampleCounts& counts) {
    return fmt::format("{} examined, {}{} with an exception", counts.examined, counts.partly == 0 ? "" : fmt::format("{} in part, ", counts.partly),
                       counts.exceptions);
}

TabularTable sample_facts(const ReportIndex& index, const ReportRegisters& registers, const NamedRow& sample) {
    auto drawn = cell_or(registers.name("person", sample.text("drawn_by")), "by nobody named");
    drawn.note = day_text(sample.date("drawn_on"));
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
         {"Drawn", drawn},
         {"Note", cell(sample.text("note").empty() ? "none" : sample.text("note"))}},
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
    report.is_of_audit = true;
    report.notes.emplace_back("A sample shows what was found in it. What it says of the rest rests on how it was drawn, which each "
                              "worksheet tells; 'assay sample show' works out bounds.");
    SampleCounts all;
    for (const auto& sample : samples) {
        const auto id = sample.text("id");
        TabularTable items{"Items",
                           false,
                           {{"Item and record", 30, TableColumn::Kind::heading}, {"Looked at", 20}, {"Result", 20}, {"What was seen", 30}},
                           {{}},
                           {}};
        SampleCounts counts;
        std::map<std::int64_t, SampleItemState> of_item;
        for (const auto& item : registers.rows("sample_item")) {
            if (item.text("sample") != id) {
                continue;
            }
            const auto number = item.number("item").value_or(0);
            const auto result = item.text("result");
            auto& state = of_item[number];
            ++(result.empty() ? state.open : state.done);
            state.has_exception = state.has_exception || result == "exception";
            const auto key = show_key(item.text("row_key"));
            const auto who = registers.name("person", item.text("examined_by"));
            const auto when = day_text(item.date("examined_on"));
            items.bodies[0].rows.push_back(
                {{},
                 {cell(fmt::format("{}. {}", number, key), item.text("stratum")),
                  cell(item.text("attribute") == "item" ? "the item as a whole" : item.text("attribute")),
                  result.empty() ? cell("")
                                 : badge_cell(capitalised(spoken(result)), tone_of_item(result),
                                              who.empty() || when.empty() ? who + when : fmt::format("{}, {}", who, when)),
                  cell(item.text("note"))}});
            report.sheet.rows.push_back({id, sample.text("audit"), item.text("register"), std::to_string(number), key, item.text("stratum"),
                                         item.text("attribute"), spoken(result), item.text("note"),
                                         registers.name("person", item.text("examined_by")), day_text(item.date("examined_on"))});
        }
        counts.items = of_item.size();
        for (const auto& [number, state] : of_item) {
            counts.examined += state.open == 0 ? 1 : 0;
            counts.partly += state.open > 0 && state.done > 0 ? 1 : 0;
            counts.exceptions += state.has_exception ? 1 : 0;
        }
        all.items += counts.items;
        all.examined += counts.examined;
        all.partly += counts.partly;
        all.exceptions += counts.exceptions;
        report.parts.push_back({fmt::format("sample-{}", sample.row()),
                                fmt::format("Sample {}", id),
                                fmt::format("{} of {}", counts.examined, counts.items),
                                fmt::format("{}: {}.", count_of(static_cast<std::int64_t>(counts.items), "item", "items"), sample_words(counts)),
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
                           : fmt::format("{} with {}: {}.",
                                         count_of(static_cast<std::int64_t>(samples.size()), "sample", "samples"),
                                         count_of(static_cast<std::int64_t>(all.items), "item", "items"), sample_words(all));
    report.tone = all.exceptions > 0 ? "minor" : all.examined < all.items || samples.empty() ? "open" : "none";
    report.figures = {
        {"Samples", number_text(samples.size()), audit.empty() ? "on record" : "of audit " + audit, ""},
        {"Items", number_text(all.items), "drawn", ""},
        {"Examined", number_text(all.examined), fmt::format("of {}; {} more in part", all.items, all.partly), all.examined < all.items ? "open" : ""},
        {"With an exception", number_text(all.exceptions), fmt::format("of {} looked at", all.examined + all.partly), all.exceptions > 0 ? "minor" : ""}};
    return report;
}

} // namespace assay
