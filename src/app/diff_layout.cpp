// The difference of two assessments as text, CSV and JSON.
#include "app/sla_words.hpp"
#include "assay/app/diff.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

struct MovementWords {
    Movement movement;
    std::string_view heading;
};
/// In the order in which they are read: what needs somebody first.
constexpr std::array k_headings{
    MovementWords{Movement::new_gap, "New gaps"},
    MovementWords{Movement::worse, "Worse"},
    MovementWords{Movement::unclear, "Gaps that are no longer judged: nobody knows whether they were mended"},
    MovementWords{Movement::catalog_changed, "Statement, evidence or checks changed: not compared"},
    MovementWords{Movement::fixed, "Fixed"},
    MovementWords{Movement::better, "Better"},
    MovementWords{Movement::applicability, "Excluded, or no longer excluded"},
    MovementWords{Movement::other, "Neither better nor worse"},
    MovementWords{Movement::only_after, "Subjects and controls that are new"},
    MovementWords{Movement::only_before, "Subjects and controls that are gone"},
    MovementWords{Movement::unchanged, "Unchanged"},
};
static_assert(k_headings.size() == k_movements);

/// Controls and words of results, looked up once per control.
class Words {
public:
    explicit Words(const DiffReport& report) : m_report(report) {
        for (const auto& catalog : report.catalogs) {
            for (const auto& control : catalog.controls) {
                m_controls.emplace(to_text(control.id), Found{&control, catalog.scale});
            }
        }
    }

    [[nodiscard]] std::string cite(const ControlId& id) const {
        const auto found = m_controls.find(to_text(id));
        return found == m_controls.end() ? "" : found->second.control->cite;
    }
    [[nodiscard]] std::string title(const ControlId& id) const {
        const auto found = m_controls.find(to_text(id));
        return found == m_controls.end() ? "" : found->second.control->title;
    }
    [[nodiscard]] std::string words(const ControlId& id, const Determination* determination) const {
        if (determination == nullptr) {
            return "";
        }
        const auto found = m_controls.find(to_text(id));
        return outcome_words(found == m_controls.end() ? Scale::iso17021 : found->second.scale, determination->outcome, determination->grade);
    }
    /// Failing rows of the checks that either determination rests on.
    [[nodiscard]] ComparedRows rows(const ComparedResult& result) const {
        std::set<std::string_view> checks;
        for (const auto* determination : {result.before, result.after}) {
            if (determination != nullptr) {
                for (const auto& basis : determination->bases) {
                    if (basis.kind == BasisKind::check) {
                        checks.insert(basis.ref);
                    }
                }
            }
        }
        ComparedRows sum;
        const auto& all = m_report.comparison.rows_of;
        for (const auto& check : checks) {
            const CheckId id{std::string(check)};
            // What is assessed for the organisation rests on the rows of all subjects.
            for (auto found = all.lower_bound({id, result.subject}); found != all.end() && found->first.first == id; ++found) {
                if (!result.subject.empty() && found->first.second != result.subject) {
                    break;
                }
                sum.appeared += found->second.appeared;
                sum.gone += found->second.gone;
                sum.remained += found->second.remained;
            }
        }
        return sum;
    }

private:
    struct Found {
        const Control* control;
        Scale scale;
    };
    const DiffReport& m_report;
    std::unordered_map<std::string, Found> m_controls;
};

std::string row_words(const ComparedRows& rows) {
    std::string text;
    const auto part = [&](std::int64_t count, std::string_view word) {
        if (count > 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", group_thousands(count), word);
        }
    };
    part(rows.appeared, "new");
    part(rows.gone, "gone");
    part(rows.remained, "still");
    return text;
}

std::string header_words(const Assessment& assessment) {
    const auto& header = assessment.header;
    const auto name = header.id == 0 ? std::string("the one just made, not kept") : fmt::format("assessment {}", header.id);
    return fmt::format("{} (judged on {} from change {}, audit period {} to {})", name, to_text(header.on), header.head, to_text(header.period_from),
                       to_text(header.period_to));
}

/// Sorted by standard as judged, then in document order: as reports are read.
std::vector<const ComparedResult*> in_order(const DiffReport& report, Movement movement) {
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& catalog : report.catalogs) {
        for (const auto& control : catalog.controls) {
            places.emplace(to_text(control.id), places.size());
        }
    }
    std::vector<std::pair<std::size_t, const ComparedResult*>> found;
    for (const auto& result : report.comparison.results) {
        if (result.movement == movement) {
            const auto place = places.find(to_text(result.control));
            found.emplace_back(place == places.end() ? places.size() : place->second, &result);
        }
    }
    std::ranges::stable_sort(found, {}, &std::pair<std::size_t, const ComparedResult*>::first);
    std::vector<const ComparedResult*> results;
    results.reserve(found.size());
    for (const auto& [place, result] : found) {
        results.push_back(result);
    }
    return results;
}

/// What is unchanged is shown on demand, and where other rows fail than before.
template <class Visit>
void visit_shown(const DiffReport& report, const Words& words, bool all, const Visit& visit) {
    for (const auto& [movement, heading] : k_headings) {
        auto results = in_order(report, movement);
        if (movement == Movement::unchanged && !all) {
            std::erase_if(results, [&](const ComparedResult* result) {
                const auto rows = words.rows(*result);
                return rows.appeared == 0 && rows.gone == 0;
            });
            visit(movement, "Unchanged, but not the same rows fail", results);
        } else {
            visit(movement, heading, results);
        }
    }
}

std::string json_name(Movement movement) {
    std::string name(to_text(movement));
    std::ranges::replace(name, ' ', '_');
    return name;
}

void write_side(JsonWriter& json, std::string_view name, const Assessment& assessment) {
    const auto& header = assessment.header;
    json.key(name).begin_object();
    if (header.id == 0) {
        json.key("assessment").null();
    } else {
        json.field("assessment", header.id);
    }
    json.field("on", to_text(header.on)).field("change", header.head).field("period_from", to_text(header.period_from));
    json.field("period_to", to_text(header.period_to)).field("determinations", assessment.determinations.size()).end_object();
}

void write_result(JsonWriter& json, std::string_view name, const Words& words, const ComparedResult& result, const Determination* determination) {
    if (determination == nullptr) {
        json.key(name).null();
        return;
    }
    json.key(name).begin_object().field("outcome", to_text(determination->outcome)).field("grade", to_text(determination->grade));
    json.field("words", words.words(result.control, determination)).end_object();
}

void write_rows(JsonWriter& json, const ComparedRows& rows) {
    json.key("failing_rows").begin_object().field("new", rows.appeared).field("gone", rows.gone).field("still", rows.remained).end_object();
}

} // namespace

std::string diff_summary(const DiffReport& report) {
    const auto& comparison = report.comparison;
    std::string text;
    for (const auto& [movement, heading] : k_headings) {
        if (const auto count = comparison.count(movement); count > 0) {
            text += fmt::format("  {:>7}  {}\n", group_thousands(count), to_text(movement));
        }
    }
    text += fmt::format("  {:>7}  together: {} before, {} after\n", group_thousands(static_cast<std::int64_t>(comparison.results.size())),
                        group_thousands(static_cast<std::int64_t>(report.before.determinations.size())),
                        group_thousands(static_cast<std::int64_t>(report.after.determinations.size())));
    const auto& rows = comparison.rows;
    text += fmt::format("Failing rows: {} new, {} gone, {} still failing\n", group_thousands(rows.appeared), group_thousands(rows.gone),
                        group_thousands(rows.remained));
    for (const auto& each : report.left_out) {
        text += fmt::format("Left out: {}, which only the {} assessment judged ({})\n", each.catalog, each.in_after ? "later" : "earlier",
                            count_of(each.determinations, "determination", "determinations"));
    }
    if (!report.differing.empty()) {
        text += fmt::format("Judged by other files: {}\n", fmt::join(report.differing, ", "));
    }
    if (!comparison.changed.empty()) {
        text += fmt::format("{} had another statement, evidence or checks before: not compared\n",
                            count_of(static_cast<std::int64_t>(comparison.changed.size()), "control", "controls"));
    }
    return text;
}

std::string to_text(const DiffReport& report, bool all) {
    const Words words(report);
    auto text = fmt::format("Before: {}\nAfter:  {}\n\n{}", header_words(report.before), header_words(report.after), diff_summary(report));
    const bool many = report.standards.size() > 1;
    visit_shown(report, words, all, [&](Movement, std::string_view heading, const std::vector<const ComparedResult*>& results) {
        if (results.empty()) {
            return;
        }
        TextTable table{{{"reference", false}, {"control", false}, {"subject", false}, {"before", false}, {"after", false}, {"failing rows", false}}, {}};
        for (const auto* result : results) {
            table.rows.push_back({words.cite(result->control), many ? to_text(result->control) : result->control.control, result->subject,
                                  words.words(result->control, result->before), words.words(result->control, result->after), row_words(words.rows(*result))});
        }
        text += fmt::format("\n{} ({})\n{}", heading, group_thousands(static_cast<std::int64_t>(results.size())), to_text(table, 0));
    });
    return text;
}

std::string to_csv(const DiffReport& report, bool all) {
    const Words words(report);
    auto text = sla_csv_line({"movement", "standard", "reference", "control", "title", "subject", "subject title", "before", "after", "new failing rows",
                              "failing rows gone", "still failing"});
    visit_shown(report, words, all, [&](Movement movement, std::string_view, const std::vector<const ComparedResult*>& results) {
        for (const auto* result : results) {
            const auto rows = words.rows(*result);
            text += sla_csv_line({std::string(to_text(movement)), result->control.catalog, words.cite(result->control), result->control.control,
                                  words.title(result->control), result->subject, result->title, words.words(result->control, result->before),
                                  words.words(result->control, result->after), std::to_string(rows.appeared), std::to_string(rows.gone),
                                  std::to_string(rows.remained)});
        }
    });
    return text;
}

std::string to_json(const DiffReport& report, bool all) {
    const Words words(report);
    JsonWriter json;
    json.begin_object();
    write_side(json, "before", report.before);
    write_side(json, "after", report.after);
    json.key("standards").begin_array();
    for (const auto& each : report.standards) {
        json.value(each);
    }
    json.end_array().key("left_out").begin_array();
    for (const auto& each : report.left_out) {
        json.begin_object().field("standard", each.catalog).field("judged_in", each.in_after ? "after" : "before");
        json.field("determinations", each.determinations).end_object();
    }
    json.end_array().key("differing").begin_array();
    for (const auto& each : report.differing) {
        json.value(each);
    }
    json.end_array().key("changed_controls").begin_array();
    for (const auto& id : report.comparison.changed) {
        json.value(to_text(id));
    }
    json.end_array().key("counts").begin_object();
    for (const auto& [movement, heading] : k_headings) {
        json.field(json_name(movement), report.comparison.count(movement));
    }
    json.end_object();
    write_rows(json, report.comparison.rows);
    json.key("results").begin_array();
    visit_shown(report, words, all, [&](Movement movement, std::string_view, const std::vector<const ComparedResult*>& results) {
        for (const auto* result : results) {
            json.begin_object().field("movement", json_name(movement)).field("standard", result->control.catalog).field("reference", words.cite(result->control));
            json.field("control", result->control.control).field("subject", result->subject).field("subject_title", result->title);
            write_result(json, "before", words, *result, result->before);
            write_result(json, "after", words, *result, result->after);
            write_rows(json, words.rows(*result));
            json.end_object();
        }
    });
    return json.end_array().end_object().finish();
}

} // namespace assay
