#include "app/report_tickets.hpp"

#include "assay/model/named_row.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr int k_months = 6;
constexpr std::size_t k_recurring_shown = 10;
/// What happens once is not recurring.
constexpr std::int64_t k_recurring_from = 2;

struct TicketKind {
    const char* register_id;
    const char* opened;
    const char* responded; ///< empty: the register has no such time
    const char* ended;
};
constexpr std::array k_kinds{
    TicketKind{"incident", "opened_at", "responded_at", "resolved_at"}, TicketKind{"request", "opened_at", "responded_at", "fulfilled_at"},
    TicketKind{"problem", "opened_at", "", "resolved_at"}, TicketKind{"change", "requested_at", "approved_at", "closed_at"}};

std::string month_of(Date day) {
    const std::chrono::year_month_day parts(day);
    return fmt::format("{:04}-{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()));
}

/// Half the sum of the two in the middle where there is an even number.
std::optional<std::int64_t> median_of(std::vector<std::int64_t>& seconds) {
    if (seconds.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(seconds);
    const auto middle = seconds.size() / 2;
    return seconds.size() % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
}

class QuarterReader {
public:
    QuarterReader(const Session& session, QueryRunner& runner, Date on) : m_session(session), m_runner(runner) {
        const std::chrono::year_month_day today(on);
        const auto this_month = std::chrono::year_month(today.year(), today.month());
        for (int back = k_months; back >= 1; --back) {
            m_out.months.push_back(month_of(std::chrono::sys_days((this_month - std::chrono::months{back}) / 1)));
        }
        m_first_of_quarter = m_out.months[k_months / 2];
    }

    TicketsBeside read() {
        for (const auto& kind : k_kinds) {
            if (m_session.content.schema.find(kind.register_id) != nullptr) {
                read_kind(kind);
            }
        }
        return std::move(m_out);
    }

private:
    struct MonthSums {
        TicketMonthLine line;
        std::vector<std::int64_t> responses;
        std::vector<std::int64_t> solutions;
    };

    [[nodiscard]] std::string month(std::int64_t seconds) const {
        return month_of(m_session.zone.date_of(Instant{std::chrono::seconds{seconds}}));
    }

    void read_kind(const TicketKind& kind) {
        std::map<std::string, MonthSums> months;
        for (const auto& each : m_out.months) {
            months[each].line = {kind.register_id, each, 0, 0, 0, 0, {}, {}};
        }
        std::map<std::pair<std::string, std::string>, std::int64_t> recurring;
        std::int64_t open = 0;
        TicketsLeftOut left_out{kind.register_id, 0, 0};
        const std::array<std::string_view, 5> fields{kind.opened, kind.responded, kind.ended, "service", "category"};
        const auto& last = m_out.months.back();
        read_columns(m_runner, m_session.content.schema, kind.register_id, fields, [&](const NamedRow& row) {
            const auto opened = row.number(kind.opened);
            const auto ended = row.number(kind.ended);
            if (!opened) {
                ++left_out.without_opening;
                return;
            }
            const auto opened_in = month(*opened);
            const auto ended_in = ended ? month(*ended) : std::string();
            open += opened_in <= last && (!ended || ended_in > last) ? 1 : 0;
            if (const auto found = months.find(ended_in); ended && found != months.end()) {
                ++found->second.line.ended;
            }
            const auto found = months.find(opened_in);
            if (found == months.end()) {
                return;
            }
            auto& sums = found->second;
            ++sums.line.opened;
            if (const auto responded = row.number(kind.responded); responded && *responded >= *opened) {
                sums.responses.push_back(*responded - *opened);
            }
            if (ended && *ended >= *opened) {
                sums.solutions.push_back(*ended - *opened);
            }
            if (opened_in >= m_first_of_quarter) {
                const auto category = row.text("category");
                left_out.without_category += category.empty() ? 1 : 0;
                ++recurring[{row.text("service"), category}];
            }
        });
        for (auto& [name, sums] : months) {
            sums.line.responded = static_cast<std::int64_t>(sums.responses.size());
            sums.line.solved = static_cast<std::int64_t>(sums.solutions.size());
            sums.line.response = median_of(sums.responses);
            sums.line.solution = median_of(sums.solutions);
            m_out.lines.push_back(std::move(sums.line));
        }
        if (left_out.without_opening + left_out.without_category > 0) {
            m_out.left_out.push_back(std::move(left_out));
        }
        m_out.open_at_end.emplace_back(kind.register_id, open);
        add_recurring(kind.register_id, recurring);
    }

    void add_recurring(const char* kind, const std::map<std::pair<std::string, std::string>, std::int64_t>& counts) {
        std::vector<RecurringLine> lines;
        for (const auto& [what, rows] : counts) {
            if (rows >= k_recurring_from && !what.second.empty()) {
                lines.push_back({kind, what.first, what.second, rows});
            }
        }
        std::ranges::stable_sort(lines, std::greater<>(), &RecurringLine::rows);
        lines.resize(std::min(lines.size(), k_recurring_shown));
        std::ranges::move(lines, std::back_inserter(m_out.recurring));
    }

    const Session& m_session;
    QueryRunner& m_runner;
    std::string m_first_of_quarter;
    TicketsBeside m_out;
};

} // namespace

TicketsBeside read_quarter(const Session& session, QueryRunner& runner, Date on) { return QuarterReader(session, runner, on).read(); }

} // namespace assay
