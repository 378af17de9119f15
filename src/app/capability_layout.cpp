// Capability profiles as text, CSV and JSON.
#include "app/sla_words.hpp"
#include "assay/app/capability.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

std::string range_text(const std::optional<AttributeRange>& range) {
    return !range ? "" : range->least == range->most ? std::string(to_text(range->least)) : fmt::format("{}-{}", to_text(range->least), to_text(range->most));
}

std::string level_range_text(const std::optional<LevelRange>& range) {
    return !range ? "nothing" : range->least == range->most ? std::to_string(range->least) : fmt::format("{} to {}", range->least, range->most);
}

std::string_view edition_text(CapabilityEdition edition) {
    return edition == CapabilityEdition::iso33020_2015 ? "ISO/IEC 33020:2015" : "ISO/IEC 33020:2019";
}

std::string level_text(const CapabilityLine& line) {
    return line.is_rated ? fmt::format("{} {}", line.level, capability_level_name(line.level)) : std::string("not rated");
}

std::string target_text(const CapabilityLine& line) {
    if (!line.target) {
        return "";
    }
    return fmt::format("{}{}", *line.target, !line.is_rated ? "" : line.level >= *line.target ? ", reached" : ", not reached");
}

std::vector<CapabilityEdition> editions_of(const CapabilityReport& report) {
    std::vector<CapabilityEdition> editions;
    for (const auto edition : {CapabilityEdition::iso33020_2015, CapabilityEdition::iso33020_2019}) {
        if (std::ranges::find(report.lines, edition, &CapabilityLine::edition) != report.lines.end()) {
            editions.push_back(edition);
        }
    }
    return editions;
}

/// Ratings and, beneath, what the assessment indicates.
TextTable profile(const CapabilityReport& report, CapabilityEdition edition) {
    TextTable table{{{"domain", false}, {"process", false}, {"", false}}, {}};
    for (const auto& attribute : capability_attributes(edition)) {
        table.columns.push_back({std::string(attribute.short_name), false});
    }
    for (const auto* title : {"level", "target", "rated on", "class"}) {
        table.columns.push_back({title, false});
    }
    for (const auto& line : report.lines) {
        if (line.edition != edition) {
            continue;
        }
        std::vector<std::string> rated{line.domain, line.name.empty() ? line.process : line.name, "rated"};
        std::vector<std::string> indicated{"", "", "indicated"};
        for (const auto& cell : line.cells) {
            rated.push_back(cell.rating);
            indicated.push_back(range_text(cell.indicated()));
        }
        for (auto& text : {level_text(line), target_text(line), line.rated_on ? to_text(*line.rated_on) : std::string(), line.classes}) {
            rated.push_back(text);
        }
        indicated.push_back(level_range_text(line.indicated));
        indicated.resize(table.columns.size());
        table.rows.push_back(std::move(rated));
        if (line.indicated) {
            table.rows.push_back(std::move(indicated));
        }
    }
    return table;
}

} // namespace

std::string to_text(const CapabilityReport& report) {
    if (report.lines.empty()) {
        return fmt::format("no process is in operation (register process)\nas of {}, state {}\n", to_text(report.on), report.state);
    }
    std::string text;
    for (const auto edition : editions_of(report)) {
        text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", edition_text(edition), to_text(profile(report, edition), 0));
    }
    bool has_doubt = false;
    for (const auto& line : report.lines) {
        for (const auto& doubt : line.doubts) {
            text += fmt::format("{}  {}: {}\n", has_doubt ? "" : "\nDoubts\n", line.process, doubt);
            has_doubt = true;
        }
    }
    text += fmt::format("\n{}: {} of a later day, {} replaced by a newer one, {} unreadable\n", count_of(report.ratings, "rating", "ratings"), report.later,
                        report.outdated, report.unreadable);
    text += report.assessment == 0 ? "No assessment is kept, so that nothing is indicated.\n"
                                   : fmt::format("Indicated by assessment {}: from what is met to what would be met if all that is not assessed or in error were; bounds, and no "
                                                 "claim of a level.\nPA 1.1 from the outcomes of the process, PA 2.1 to 3.2 from the common process control tasks.\n",
                                                 report.assessment);
    return text + fmt::format("Level: its attributes L or F, those of lower levels F (ISO/IEC 33020). The DESMF (5.3.2) says: all attributes of the level and of those before it achieved.\n"
                              "as of {}, state {}\n",
                              to_text(report.on), report.state);
}

std::string to_csv(const CapabilityReport& report) {
    auto text = sla_csv_line({"domain", "process", "name", "edition", "attribute", "title", "rating", "met", "open", "of", "indicated least", "indicated most", "level by ratings",
                              "target level", "level indicated least", "level indicated most", "rated on", "assessors", "class"});
    for (const auto& line : report.lines) {
        const auto attributes = capability_attributes(line.edition);
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            const auto& cell = line.cells[i];
            const auto indicated = cell.indicated();
            text += sla_csv_line({line.domain, line.process, line.name, std::string(edition_text(line.edition)), std::string(attributes[i].short_name),
                                  std::string(attributes[i].title), cell.rating, std::to_string(cell.shown), std::to_string(cell.open), std::to_string(cell.of),
                                  indicated ? std::string(to_text(indicated->least)) : "", indicated ? std::string(to_text(indicated->most)) : "",
                                  line.is_rated ? std::to_string(line.level) : "", line.target ? std::to_string(*line.target) : "",
                                  line.indicated ? std::to_string(line.indicated->least) : "", line.indicated ? std::to_string(line.indicated->most) : "",
                                  line.rated_on ? to_text(*line.rated_on) : "", line.assessors, line.classes});
        }
    }
    return text;
}

std::string to_json(const CapabilityReport& report) {
    JsonWriter json;
    json.begin_object().field("on", to_text(report.on)).field("change", report.state).key("assessment");
    if (report.assessment == 0) {
        json.null();
    } else {
        json.value(report.assessment);
    }
    json.field("ratings", report.ratings).field("later", report.later).field("outdated", report.outdated).field("unreadable", report.unreadable);
    json.key("processes").begin_array();
    for (const auto& line : report.lines) {
        json.begin_object().field("process", line.process).field("name", line.name).field("domain", line.domain).field("edition", edition_text(line.edition));
        json.key("level");
        if (line.is_rated) {
            json.value(line.level);
        } else {
            json.null();
        }
        json.key("target_level");
        if (line.target) {
            json.value(*line.target);
        } else {
            json.null();
        }
        json.key("indicated_level");
        if (line.indicated) {
            json.begin_object().field("least", line.indicated->least).field("most", line.indicated->most).end_object();
        } else {
            json.null();
        }
        json.field("rated_on", line.rated_on ? to_text(*line.rated_on) : std::string()).field("assessors", line.assessors).field("class", line.classes);
        json.key("attributes").begin_array();
        const auto attributes = capability_attributes(line.edition);
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            const auto& cell = line.cells[i];
            json.begin_object().field("attribute", attributes[i].short_name).field("title", attributes[i].title).field("rating", cell.rating);
            json.field("met", cell.shown).field("open", cell.open).field("of", cell.of).field("indicated", range_text(cell.indicated())).end_object();
        }
        json.end_array().key("doubts").begin_array();
        for (const auto& doubt : line.doubts) {
            json.value(doubt);
        }
        json.end_array().end_object();
    }
    return json.end_array().end_object().finish();
}

} // namespace assay
