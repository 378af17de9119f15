// What the registers audit_sample and sample_item hold.
#pragma once

#include "app/audit_records.hpp"
#include "app/persons.hpp"
#include "assay/app/sample.hpp"
#include "assay/model/query_runner.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

struct SampleItemRow {
    std::int64_t number = 0;
    std::string attribute;
    std::string register_id;
    std::string key;
    std::string stratum;
    std::string result;
    std::string note;
    std::string examined_by;
    std::optional<Date> examined_on;
};

[[nodiscard]] std::vector<SampleRecord> read_samples(QueryRunner& runner, const Schema& schema);
/// Throws Error of kind usage that names the nearest.
[[nodiscard]] const SampleRecord& get_sample(const std::vector<SampleRecord>& samples, const std::string& id);
/// Sorted by number, then attribute.
[[nodiscard]] std::vector<SampleItemRow> read_sample_items(QueryRunner& runner, const Schema& schema, const std::string& sample);

/// Throws Error of kind usage unless the person is of the team of the audit.
void check_member(const Person& person, const std::vector<AuditMember>& team, const std::string& audit);
/// Throws Error of kind usage that names the nearest, and when the audit is closed or cancelled; `what` says what that means.
[[nodiscard]] AuditRecord get_open_audit(const std::vector<AuditRecord>& audits, const std::string& id, std::string_view what);

} // namespace assay
