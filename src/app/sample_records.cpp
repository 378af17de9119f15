#include "app/sample_records.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {

std::vector<SampleRecord> read_samples(QueryRunner& runner, const Schema& schema) {
    std::vector<SampleRecord> samples;
    read_register(runner, schema, "audit_sample", [&](const NamedRow& row) {
        samples.push_back({row.text("id"), row.text("audit"), row.text("catalog"), row.text("control"), row.text("register"), row.text("condition"), row.text("strata"),
                           row.number("n").value_or(0), row.number("seed").value_or(0), row.number("state").value_or(0), row.text("zone"),
                           row.number("population").value_or(0), row.number("undecided").value_or(0), row.number("drawn").value_or(0),
                           row.date("drawn_on").value_or(Date{}), row.text("drawn_by"), row.text("method")});
    });
    return samples;
}

const SampleRecord& get_sample(const std::vector<SampleRecord>& samples, const std::string& id) {
    const auto found = std::ranges::find(samples, id, &SampleRecord::id);
    if (found != samples.end()) {
        return *found;
    }
    std::vector<std::string> known;
    known.reserve(samples.size());
    for (const auto& each : samples) {
        known.push_back(each.id);
    }
    const auto hint = did_you_mean(id, known);
    throw Error(fmt::format("there is no sample '{}'{}", escape_control(id),
                            !hint.empty() ? " (" + hint + ")" : samples.empty() ? "; draw one with 'assay sample draw'" : "; 'assay list audit_sample' lists them"),
                ErrorKind::usage);
}

std::vector<SampleItemRow> read_sample_items(QueryRunner& runner, const Schema& schema, const std::string& sample) {
    std::vector<SampleItemRow> items;
    read_register(runner, schema, "sample_item", [&](const NamedRow& row) {
        if (row.text("sample") == sample) {
            items.push_back({row.number("item").value_or(0), row.text("attribute"), row.text("register"), row.text("row_key"), row.text("stratum"), row.text("result"),
                             row.text("note"), row.text("examined_by"), row.date("examined_on")});
        }
    });
    return items;
}

void check_member(const Person& person, const std::vector<AuditMember>& team, const std::string& audit) {
    if (std::ranges::find(team, person.id, &AuditMember::person) == team.end()) {
        throw Error(fmt::format("{} is not of the team of audit {} (register audit_team)", in_words(person), audit), ErrorKind::usage);
    }
}

AuditRecord get_open_audit(const std::vector<AuditRecord>& audits, const std::string& id, std::string_view what) {
    const auto& audit = get_audit(audits, id);
    if (audit.status == "closed" || audit.status == "cancelled") {
        throw Error(fmt::format("audit {} is {}; {}", audit.id, audit.status, what), ErrorKind::usage);
    }
    return audit;
}

} // namespace assay
