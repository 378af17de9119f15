// Samples as text, CSV and JSON.
#include "assay/app/sample.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_rank_digits = 12;    ///< enough to compare by eye; JSON and CSV have all

std::string sample_csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    return line + "\r\n";
}

std::string day_or_none(const std::optional<Date>& day) { return day ? to_text(*day) : std::string(); }

std::string stratum_words(const std::string& name) { return name.empty() ? "(all rows)" : name; }

std::string rows_of(const SampleRecord& sample, std::int64_t population) {
    return fmt::format("{} of {} of {}", group_thousands(sample.drawn), count_of(population, "row", "rows"), sample.register_id);
}

std::string source_lines(const SampleRecord& sample, const std::string& audit) {
    std::vector<LabelledText> lines{{"condition", sample.condition.empty() ? "none: all rows" : sample.condition},
                                    {"strata", sample.strata.empty() ? "none" : sample.strata},
                                    {"size and seed", fmt::format("{}, {}", group_thousands(sample.n), sample.seed)},
                                    {"state", fmt::format("after change {}, zone {}", sample.state, sample.zone)}};
    if (!audit.empty()) {
        lines.push_back({"audit", audit});
    }
    if (!sample.control.empty()) {
        lines.push_back({"control", sample.catalog + "/" + sample.control});
    }
    return to_text(lines, 2);
}

std::string strata_table(const SampleDraw& draw) {
    TextTable table{{{"stratum", false}, {"rows", true}, {"drawn", true}}, {}};
    for (const auto& each : draw.strata) {
        table.rows.push_back({stratum_words(each.name), group_thousands(each.population), group_thousands(each.drawn)});
    }
    return to_text(table, 0);
}

std::string items_table(const SampleDraw& draw, std::int64_t seed) {
    TextTable table{{{"item", true}, {"stratum", false}, {"row", false}, {"sha256", false}}, {}};
    for (const auto& each : draw.items) {
        table.rows.push_back({std::to_string(each.number), stratum_words(each.stratum), each.key, sample_rank(seed, each.stratum, each.key).substr(0, k_rank_digits) + "…"});
    }
    return to_text(table, 0);
}

/// What a reader must know of the draw beside its table.
std::string draw_remarks(const SampleDraw& draw, const SampleRecord& sample, std::int64_t undecided) {
    std::string text;
    if (draw.is_whole()) {
        text += fmt::format("All {} are drawn, because {} are asked for: nothing is left out.\n", count_of(draw.population, "row", "rows"), group_thousands(sample.n));
    }
    const auto without = std::ranges::count(draw.strata, 0, &SampleStratum::drawn);
    if (without > 0) {
        text += fmt::format("{} of {} strata have no item, because only {} asked for.\n", without, draw.strata.size(), count_of(sample.n, "item is", "items are"));
    }
    if (undecided > 0) {
        text += fmt::format("{} undecided, because the condition asks for a field that is not recorded: not in the population.\n", count_of(undecided, "row is", "rows are"));
    }
    return text;
}

void write_sample(JsonWriter& json, const SampleRecord& sample) {
    const auto text = [&](std::string_view name, const std::string& value) {
        if (value.empty()) {
            json.key(name).null();
        } else {
            json.field(name, value);
        }
    };
    json.field("sample", sample.id);
    text("audit", sample.audit);
    text("catalog", sample.catalog);
    text("control", sample.control);
    json.field("register", sample.register_id);
    text("where", sample.condition);
    text("strata", sample.strata);
    json.field("n", sample.n).field("seed", sample.seed).field("state", sample.state);
    text("zone", sample.zone);
    json.field("population", sample.population).field("undecided", sample.undecided).field("drawn", sample.drawn).field("drawn_on", to_text(sample.drawn_on));
    text("drawn_by", sample.drawn_by);
    text("method", sample.method);
}

void write_draw(JsonWriter& json, const SampleDraw& draw, std::int64_t seed) {
    json.field("all_rows", draw.is_whole());
    json.key("allocation").begin_array();
    for (const auto& each : draw.strata) {
        json.begin_object().field("stratum", each.name).field("population", each.population).field("drawn", each.drawn).end_object();
    }
    json.end_array().key("items").begin_array();
    for (const auto& each : draw.items) {
        json.begin_object().field("item", each.number).field("stratum", each.stratum).field("row_key", each.key);
        json.field("sha256", sample_rank(seed, each.stratum, each.key)).end_object();
    }
    json.end_array();
}

std::string place_words(const std::optional<SampleItem>& item, std::string_view verb) {
    if (!item) {
        return fmt::format("not {}", verb);
    }
    return fmt::format("{} as item {}{}", verb, item->number, item->stratum.empty() ? "" : fmt::format(" of {}", escape_control(item->stratum)));
}

void write_place(JsonWriter& json, std::string_view name, const std::optional<SampleItem>& item) {
    json.key(name);
    if (!item) {
        json.null();
        return;
    }
    json.begin_object().field("item", item->number).field("stratum", item->stratum).end_object();
}

std::string result_words(const std::string& result) { return result.empty() ? "not examined" : result == "not_applicable" ? "not applicable" : result; }

/// By stratum; the stratum, and the item, are named once.
std::string results_table(const SampleReport& report) {
    TextTable table{{{"stratum", false}, {"item", true}, {"row", false}, {"attribute", false}, {"result", false}, {"examined", false}, {"by", false}, {"note", false}}, {}};
    const std::string* last = nullptr;
    for (const auto& item : report.items) {
        for (const auto& each : item.results) {
            const bool first = &each == &item.results.front();
            const bool first_of_stratum = first && (last == nullptr || *last != item.stratum);
            last = &item.stratum;
            table.rows.push_back({first_of_stratum ? stratum_words(item.stratum) : "", first ? std::to_string(item.number) : "", first ? item.key : "", each.attribute,
                                  result_words(each.result), day_or_none(each.examined_on), each.examined_by, each.note});
        }
    }
    return to_text(table, 0);
}

/// "1 exception in 24 of 1,204": of the items that were examined, and of what they were drawn from; never of the rows that were not.
std::string count_words(const AttributeCount& count, const SampleRecord& sample) {
    return fmt::format("{} in {} of {} ({}: {} pass, {}, {} not applicable, {} not examined)", count_of(count.exceptions, "exception", "exceptions"),
                       group_thousands(count.examined()), count_of(sample.population, "row", "rows"),
                       count_of(count.examined() + count.not_applicable + count.not_examined, "item", "items"), count.pass, count_of(count.exceptions, "exception", "exceptions"),
                       count.not_applicable, count.not_examined);
}

} // namespace

std::string to_text(const DrawReport& report) {
    const auto& sample = report.sample;
    auto text = fmt::format("{}: {} drawn\n", sample.id, rows_of(sample, sample.population));
    text += source_lines(sample, sample.audit);
    text += "\n" + strata_table(report.draw) + "\n" + items_table(report.draw, sample.seed) + "\n";
    text += draw_remarks(report.draw, sample, report.sample.undecided);
    return text + fmt::format("audit_sample: change {}\nsample_item: change {}\nNext: 'assay sample record {} ITEM ATTRIBUTE pass|exception|na --by PERSON'\n", report.sample_change,
                              report.item_change, sample.id);
}

std::string to_csv(const DrawReport& report) {
    const auto& sample = report.sample;
    auto text = sample_csv_line({"sample", "item", "stratum", "register", "row_key", "sha256", "drawn", "population"});
    for (const auto& each : report.draw.items) {
        text += sample_csv_line({sample.id, std::to_string(each.number), each.stratum, sample.register_id, each.key, sample_rank(sample.seed, each.stratum, each.key),
                                 std::to_string(sample.drawn), std::to_string(sample.population)});
    }
    return text;
}

std::string to_json(const DrawReport& report) {
    JsonWriter json;
    json.begin_object();
    write_sample(json, report.sample);
    json.key("attributes").begin_array();
    for (const auto& each : report.attributes) {
        json.value(each);
    }
    json.end_array();
    write_draw(json, report.draw, report.sample.seed);
    return json.field("sample_change", report.sample_change).field("item_change", report.item_change).end_object().finish();
}

std::string to_text(const RedrawReport& report) {
    const auto& sample = report.sample;
    const auto items = count_of(static_cast<std::int64_t>(report.draw.items.size()), "item", "items");
    if (report.is_same()) {
        return fmt::format("{}: drawn again from change {}: the same {} of {} of {}\n", sample.id, sample.state, items, count_of(report.draw.population, "row", "rows"), sample.register_id) +
               source_lines(sample, sample.audit) + "\n" + strata_table(report.draw) + draw_remarks(report.draw, sample, report.undecided);
    }
    auto text = fmt::format("{}: drawn again from change {}: not what is recorded\n", sample.id, sample.state) + source_lines(sample, sample.audit) + "\n";
    for (const auto& each : report.remarks) {
        text += each + "\n";
    }
    if (!report.differences.empty()) {
        TextTable table{{{"row", false}, {"recorded", false}, {"drawn again", false}}, {}};
        for (const auto& each : report.differences) {
            table.rows.push_back({each.key, place_words(each.kept, "recorded"), place_words(each.drawn, "drawn")});
        }
        text += to_text(table, 0);
    }
    return text + fmt::format("Who changed what: 'assay history audit_sample {0}', 'assay history sample_item {0} ITEM ATTRIBUTE'\n", sample.id);
}

std::string to_json(const RedrawReport& report) {
    JsonWriter json;
    json.begin_object();
    write_sample(json, report.sample);
    json.field("same", report.is_same());
    write_draw(json, report.draw, report.sample.seed);
    json.key("remarks").begin_array();
    for (const auto& each : report.remarks) {
        json.value(each);
    }
    json.end_array().key("differences").begin_array();
    for (const auto& each : report.differences) {
        json.begin_object().field("row_key", each.key);
        write_place(json, "recorded", each.kept);
        write_place(json, "drawn", each.drawn);
        json.end_object();
    }
    return json.end_array().end_object().finish();
}

std::string to_text(const SampleReport& report) {
    const auto& sample = report.sample;
    auto text = fmt::format("{}: {} drawn on {}{}\n", sample.id, rows_of(sample, sample.population), to_text(sample.drawn_on), report.drawn_by.empty() ? "" : " by " + report.drawn_by);
    text += source_lines(sample, report.audit) + "\n" + results_table(report) + "\n";
    for (const auto& each : report.attributes) {
        text += fmt::format("{}: {}\n", escape_control(each.attribute), count_words(each, sample));
    }
    const auto shown = static_cast<std::int64_t>(report.items.size());
    if (shown != sample.drawn) {
        text += fmt::format("{} recorded, {} drawn: 'assay sample redraw {}' says which differ\n", count_of(shown, "item is", "items are"), group_thousands(sample.drawn), sample.id);
    }
    return text + "Counts are of the items examined; they say nothing of rows that were not drawn.\n";
}

std::string to_csv(const SampleReport& report) {
    auto text = sample_csv_line({"sample", "item", "stratum", "register", "row_key", "attribute", "result", "note", "examined_by", "examined_on", "drawn", "population"});
    for (const auto& item : report.items) {
        for (const auto& each : item.results) {
            text += sample_csv_line({report.sample.id, std::to_string(item.number), item.stratum, item.register_id, item.key, each.attribute, each.result, each.note, each.examined_by,
                                     day_or_none(each.examined_on), std::to_string(report.sample.drawn), std::to_string(report.sample.population)});
        }
    }
    return text;
}

std::string to_json(const SampleReport& report) {
    JsonWriter json;
    json.begin_object();
    write_sample(json, report.sample);
    json.key("attributes").begin_array();
    for (const auto& each : report.attributes) {
        json.begin_object().field("attribute", each.attribute).field("exceptions", each.exceptions).field("examined", each.examined());
        json.field("population", report.sample.population).field("pass", each.pass).field("not_applicable", each.not_applicable).field("not_examined", each.not_examined).end_object();
    }
    json.end_array().key("items").begin_array();
    for (const auto& item : report.items) {
        json.begin_object().field("item", item.number).field("stratum", item.stratum).field("register", item.register_id).field("row_key", item.key);
        json.key("results").begin_array();
        for (const auto& each : item.results) {
            json.begin_object().field("attribute", each.attribute);
            const auto text = [&](std::string_view name, const std::string& value) {
                if (value.empty()) {
                    json.key(name).null();
                } else {
                    json.field(name, value);
                }
            };
            text("result", each.result);
            text("note", each.note);
            text("examined_by", each.examined_by);
            text("examined_on", day_or_none(each.examined_on));
            json.end_object();
        }
        json.end_array().end_object();
    }
    return json.end_array().end_object().finish();
}

} // namespace assay
