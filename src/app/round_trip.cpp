#include "app/round_trip.hpp"

#include "app/passing_rows.hpp"

#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"
#include "assay/intake/version_columns.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Would a spreadsheet run what stands behind the apostrophes?
bool is_guarded(std::string_view text) {
    const auto rest = text.substr(std::min(text.find_first_not_of('\''), text.size()));
    return neutralise_formula(rest).size() != rest.size();
}

class UnguardedReader final : public PassingRows {
public:
    using PassingRows::PassingRows;
    bool next(RawRow& row) override {
        if (!PassingRows::next(row)) {
            return false;
        }
        for (auto& cell : row.cells) {
            if (cell.starts_with('\'')) {
                const auto text = without_guard(cell);
                m_taken_off += text.size() != cell.size() ? 1 : 0;
                cell = text;
            }
        }
        return true;
    }
    [[nodiscard]] std::string describe() const override {
        return m_taken_off == 0 ? PassingRows::describe()
                                : fmt::format("{}, {} before what looks like a formula taken off", PassingRows::describe(),
                                              count_of(m_taken_off, "apostrophe", "apostrophes"));
    }

private:
    std::int64_t m_taken_off = 0;
};

} // namespace

StateMark mark_state(const Session& session, std::int64_t change) {
    const auto made = change == 0 ? std::vector<ChangeHeader>() : session.store.changes({change, change, {}});
    return make_state_mark(change, made.empty() ? std::string_view() : std::string_view(made.front().digest));
}

std::string guard_apostrophe(std::string text) {
    if (text.starts_with('\'') && is_guarded(text)) {
        text.insert(text.begin(), '\'');
    }
    return text;
}

std::string_view without_guard(std::string_view cell) { return cell.starts_with('\'') && is_guarded(cell) ? cell.substr(1) : cell; }

std::unique_ptr<RowReader> unguarded(std::unique_ptr<RowReader> reader) {
    const auto& header = reader->header();
    const bool is_round_trip =
        std::ranges::all_of(k_version_columns, [&](std::string_view name) { return std::ranges::find(header, name) != header.end(); });
    if (!is_round_trip) {
        return reader;
    }
    return std::make_unique<UnguardedReader>(std::move(reader));
}

} // namespace assay
