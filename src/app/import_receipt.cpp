#include "app/import_receipt.hpp"

#include "assay/intake/value.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

/// Values of a register in words, for the receipt.
class ShownCells {
public:
    ShownCells(const Register& of, const Zone& zone) : m_register(of), m_zone(zone) {}
    [[nodiscard]] std::string operator()(const std::string& field, const Value& value) const {
        const Field* definition = m_register.find_field(field);
        return is_absent(value) || definition == nullptr ? std::string("not recorded")
                                                         : shorten(show_value(*definition, value, m_zone), 40);
    }

private:
    const Register& m_register;
    const Zone& m_zone;
};

/// "title: old A, theirs B, yours C" for each cell in which the two differ.
std::vector<std::string> in_words(const RowConflict& conflict, const ShownCells& show) {
    std::vector<std::string> lines;
    for (const auto& field : conflict.fields) {
        const auto old = conflict.theirs == RowConflict::Theirs::added ? std::string("none") : show(field.field, field.old);
        const auto theirs = conflict.theirs == RowConflict::Theirs::removed ? std::string("removed") : show(field.field, field.theirs);
        lines.push_back(fmt::format("{}: old {}, theirs {}, yours {}", field.field, old, theirs, show(field.field, field.yours)));
    }
    return lines;
}

} // namespace

void fill_receipt(Receipt& receipt, const MergeResult& merged, const std::vector<LineReason>& refused, const Register& of,
                  const Zone& zone) {
    const auto& outcomes = merged.outcomes;
    const ShownCells show(of, zone);
    const auto count = [&](Fate fate, std::int64_t rows) { count_rows(receipt, fate, static_cast<std::uint64_t>(rows)); };
    count(Fate::added, outcomes.added);
    count(Fate::changed, outcomes.changed);
    count(Fate::unchanged, outcomes.unchanged);
    count(Fate::superseded, outcomes.superseded);
    count(Fate::rejected, outcomes.rejected + static_cast<std::int64_t>(refused.size()));
    for (const auto& row : refused) {
        list_row(receipt, Fate::rejected, {row.line, {}, row.reason});
    }
    auto conflict = merged.conflicts.begin();
    for (const auto& row : merged.rejected) {
        const bool is_conflict = conflict != merged.conflicts.end() && conflict->line == row.line;
        list_row(receipt, Fate::rejected,
                 {row.line, show_key(row.key), row.reason, is_conflict ? in_words(*conflict, show) : std::vector<std::string>()});
        conflict += is_conflict ? 1 : 0;
    }
    for (const auto& row : merged.outrun) {
        list_row(receipt, Fate::superseded, {row.line, show_key(row.key), row.reason});
    }
    for (const auto& row : merged.changed) {
        std::string note;
        for (const auto& field : row.fields) {
            note += fmt::format("{}{}: {} → {}", note.empty() ? "" : "; ", field.field, show(field.field, field.before),
                                show(field.field, field.after));
        }
        list_row(receipt, Fate::changed, {row.line, show_key(row.key), note});
    }
}

void fill_round_trip(ReceiptRoundTrip& trip, const MergeResult& merged) {
    trip.conflicts = static_cast<std::uint64_t>(merged.conflict_count);
    trip.outrun = static_cast<std::uint64_t>(merged.outrun_count);
    trip.missing = static_cast<std::uint64_t>(merged.missing_count);
    trip.newer = static_cast<std::uint64_t>(merged.newer_count);
    for (const auto& row : merged.missing) {
        trip.rows.push_back({show_key(row.key), row.from, row.newer});
    }
}

} // namespace assay
