// `assay sample`: audit samples drawn from a register, drawn again, and what was found of their items.
#pragma once

#include "assay/app/edit_row.hpp"
#include "assay/app/session.hpp"
#include "assay/assess/sampling.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// The attribute that stands for the item as a whole, where none is named when a sample is drawn.
inline constexpr std::string_view k_whole_item = "item";

/// A row of register audit_sample.
struct SampleRecord {
    std::string id;
    std::string audit;
    std::string catalog;
    std::string control;
    std::string register_id;
    std::string condition;
    std::string strata;                    ///< "service, month"
    std::int64_t n = 0;                    ///< as asked for
    std::int64_t seed = 0;
    std::int64_t state = 0;                ///< change drawn from
    std::string zone;                      ///< months and local days are those of this zone
    std::int64_t population = 0;
    std::int64_t undecided = 0;            ///< rows that the condition could not decide: not in the population
    std::int64_t drawn = 0;
    Date drawn_on{};                       ///< also what `today` means in the condition
    std::string drawn_by;                  ///< person
    std::string method;
};

struct DrawRequest {
    std::string register_id;
    std::int64_t n = 0;
    std::int64_t seed = 0;
    std::string where;
    std::vector<std::string> by;           ///< field, path, subject of the register, or "month"
    std::string at;
    std::string audit;
    std::string control;                   ///< needs a session with catalogs
    std::string id;                        ///< empty: the next
    std::vector<std::string> attributes;
    std::string drawn_by;
    std::optional<Date> on;                ///< default: today
};

struct DrawReport {
    SampleRecord sample;
    SampleDraw draw;
    std::vector<std::string> attributes;
    std::int64_t sample_change = 0;
    std::int64_t item_change = 0;
};

struct RedrawReport {
    SampleRecord sample;
    SampleDraw draw;
    std::int64_t undecided = 0;
    std::vector<SampleDifference> differences;
    std::vector<std::string> remarks;      ///< what else is not as recorded
    [[nodiscard]] bool is_same() const { return differences.empty() && remarks.empty(); }
};

struct ItemResult {
    std::string attribute;
    std::string result;                    ///< empty: not examined
    std::string note;
    std::string examined_by;               ///< in words
    std::optional<Date> examined_on;
};

struct ShownItem {
    std::int64_t number = 0;
    std::string register_id;
    std::string key;
    std::string stratum;
    std::vector<ItemResult> results;       ///< one for each attribute of the sample
};

/// Of one attribute over all items; the four add up to the items drawn.
struct AttributeCount {
    std::string attribute;
    std::int64_t pass = 0;
    std::int64_t exceptions = 0;
    std::int64_t not_applicable = 0;
    std::int64_t not_examined = 0;
    [[nodiscard]] std::int64_t examined() const { return pass + exceptions; }
};

struct SampleReport {
    SampleRecord sample;
    std::string audit;                     ///< in words
    std::string drawn_by;                  ///< in words
    std::vector<ShownItem> items;          ///< by stratum, then by number
    std::vector<AttributeCount> attributes;
};

struct RecordRequest {
    std::string sample;
    std::int64_t item = 0;
    std::string attribute;
    std::string result;                    ///< pass, exception, na
    std::string by;
    std::string note;
    std::optional<Date> on;                ///< default: today
    bool is_new = false;                   ///< the attribute is a new one, though it reads like another
};

/// Nothing after reporting faults of the condition. Throws Error of kind usage for unknown names and sizes that make no sense.
[[nodiscard]] std::optional<DrawReport> draw_sample(const Run& run, Session& session, const DrawRequest& request);
/// From the state, condition, strata, size and seed that are recorded, against the items that are.
[[nodiscard]] std::optional<RedrawReport> redraw_sample(const Run& run, Session& session, const std::string& id);
[[nodiscard]] SampleReport show_sample(const Run& run, Session& session, const std::string& id);
/// Throws Error of kind usage for somebody who is not in the register of people or, where the sample belongs to an audit, not of its team.
[[nodiscard]] std::optional<EditReport> record_sample_item(const Run& run, Session& session, const RecordRequest& request);

[[nodiscard]] std::string to_text(const DrawReport& report);
[[nodiscard]] std::string to_csv(const DrawReport& report);
[[nodiscard]] std::string to_json(const DrawReport& report);
[[nodiscard]] std::string to_text(const RedrawReport& report);
[[nodiscard]] std::string to_json(const RedrawReport& report);
[[nodiscard]] std::string to_text(const SampleReport& report);
[[nodiscard]] std::string to_csv(const SampleReport& report);
[[nodiscard]] std::string to_json(const SampleReport& report);

} // namespace assay
