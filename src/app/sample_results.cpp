// What was found of the items of a sample: showing it, and recording it.
#include "app/sample_records.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

/// Attributes looked at, sorted. The whole item is one of them only where something was recorded of it, or there is no other.
std::vector<std::string> attributes_of(const std::vector<SampleItemRow>& rows) {
    std::set<std::string> found;
    bool whole_is_used = false;
    for (const auto& row : rows) {
        found.insert(row.attribute);
        whole_is_used = whole_is_used || (row.attribute == k_whole_item && !row.result.empty());
    }
    if (found.size() > 1 && !whole_is_used) {
        found.erase(std::string(k_whole_item));
    }
    return {found.begin(), found.end()};
}

void count_result(const std::string& result, AttributeCount& count) {
    auto& of_result = result == "pass" ? count.pass : result == "exception" ? count.exceptions : result == "not_applicable" ? count.not_applicable : count.not_examined;
    ++of_result;
}

std::string person_words(const std::vector<Person>& persons, const std::string& id) {
    const auto found = std::ranges::find(persons, id, &Person::id);
    return found == persons.end() ? id : in_words(*found);
}

void add_items(const std::vector<SampleItemRow>& rows, const std::vector<Person>& persons, SampleReport& report) {
    std::map<std::int64_t, std::map<std::string, const SampleItemRow*>> items;
    for (const auto& row : rows) {
        items[row.number][row.attribute] = &row;
    }
    for (const auto& [number, results] : items) {
        const auto& any = *results.begin()->second;
        ShownItem item{number, any.register_id, any.key, any.stratum, {}};
        for (auto& count : report.attributes) {
            const auto found = results.find(count.attribute);
            ItemResult result{count.attribute, "", "", "", {}};
            if (found != results.end()) {
                const auto& row = *found->second;
                result = {row.attribute, row.result, row.note, person_words(persons, row.examined_by), row.examined_on};
            }
            count_result(result.result, count);
            item.results.push_back(std::move(result));
        }
        report.items.push_back(std::move(item));
    }
    std::ranges::stable_sort(report.items, {}, &ShownItem::stratum);
}

const SampleItemRow& get_item(const std::vector<SampleItemRow>& rows, const SampleRecord& sample, std::int64_t number) {
    const auto found = std::ranges::find(rows, number, &SampleItemRow::number);
    if (found != rows.end()) {
        return *found;
    }
    throw Error(rows.empty() ? fmt::format("sample {} has no item", sample.id)
                             : fmt::format("sample {} has items {} to {}, not '{}'", sample.id, rows.front().number, rows.back().number, number),
                ErrorKind::usage);
}

/// A slip of the pen would make a second attribute of which almost nothing is examined.
void check_attribute(const std::vector<SampleItemRow>& rows, const SampleRecord& sample, const RecordRequest& request) {
    if (request.attribute.empty()) {
        throw Error("ATTRIBUTE is what was looked at, such as 'approved'; it cannot be empty", ErrorKind::usage);
    }
    std::set<std::string> known;
    for (const auto& row : rows) {
        known.insert(row.attribute);
    }
    if (known.contains(request.attribute) || request.is_new) {
        return;
    }
    const std::vector<std::string> names(known.begin(), known.end());
    if (const auto hint = did_you_mean(request.attribute, names); !hint.empty()) {
        throw Error(fmt::format("sample {} has no attribute '{}' ({}); --new adds it", sample.id, escape_control(request.attribute), hint), ErrorKind::usage);
    }
}

} // namespace

SampleReport show_sample(const Run& run, Session& session, const std::string& id) {
    const auto& schema = session.content.schema;
    const auto runner = session.store.runner(run, session.zone);
    const auto persons = read_persons(*runner, schema);
    SampleReport report;
    report.sample = get_sample(read_samples(*runner, schema), id);
    report.drawn_by = report.sample.drawn_by.empty() ? "" : person_words(persons, report.sample.drawn_by);
    for (const auto& audit : read_audits(*runner, schema)) {
        if (audit.id == report.sample.audit) {
            report.audit = audit.title.empty() ? audit.id : fmt::format("{} ({})", audit.title, audit.id);
        }
    }
    report.audit = report.audit.empty() ? report.sample.audit : report.audit;
    const auto rows = read_sample_items(*runner, schema, report.sample.id);
    for (const auto& attribute : attributes_of(rows)) {
        report.attributes.push_back({attribute, 0, 0, 0, 0});
    }
    add_items(rows, persons, report);
    return report;
}

std::optional<EditReport> record_sample_item(const Run& run, Session& session, const RecordRequest& request) {
    const auto& schema = session.content.schema;
    SetRequest set{"sample_item", {}, {}, {}};
    {
        const auto runner = session.store.runner(run, session.zone);
        const auto sample = get_sample(read_samples(*runner, schema), request.sample);
        const auto rows = read_sample_items(*runner, schema, sample.id);
        const auto& item = get_item(rows, sample, request.item);
        check_attribute(rows, sample, request);
        const auto persons = read_persons(*runner, schema);
        const auto& person = get_person(persons, request.by);
        if (!sample.audit.empty()) {
            const auto audit = get_open_audit(read_audits(*runner, schema), sample.audit, "what was found of its samples stands");
            check_member(person, read_team(*runner, schema, audit.id), audit.id);
        }
        const auto on = request.on.value_or(session.zone.date_of(session.setting.now));
        if (on < sample.drawn_on) {
            throw Error(fmt::format("sample {} was drawn on {}, after {}", sample.id, to_text(sample.drawn_on), to_text(on)), ErrorKind::usage);
        }
        set.words = {sample.id, std::to_string(item.number), request.attribute, "register=" + item.register_id, "row_key=" + item.key, "stratum=" + item.stratum,
                     "result=" + (request.result == "na" ? std::string("not_applicable") : request.result), "examined_by=" + person.id, "examined_on=" + to_text(on),
                     "note=" + request.note};
        set.why = fmt::format("examined by {}", in_words(person));
    }
    return set_row(run, session, set);
}

} // namespace assay
