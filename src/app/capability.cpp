#include "assay/app/capability.hpp"

#include "app/persons.hpp"
#include "app/register_rows.hpp"
#include "assay/app/report.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr int k_share_places = 6;
constexpr std::int64_t k_whole = 1'000'000; ///< a percent is kept as a share

struct RatingRow {
    std::string id;
    std::string process;
    std::string attribute;
    std::string edition;
    std::string rating;
    std::string assessor;
    std::string rating_class;
    bool consensus = false;
    std::optional<std::int64_t> achieved;
    std::optional<std::int64_t> target;
    std::optional<Date> rated_on;
};

class CapabilityReading {
public:
    CapabilityReading(const Run& run, Session& session, const CapabilityRequest& request)
        : m_session(session), m_request(request), m_state(find_state(session, request.at)), m_runner(session.store.runner(run, session.zone, m_state)),
          m_persons(read_persons(*m_runner, session.content.schema)) {
        m_report.on = request.on.value_or(session.zone.date_of(session.setting.now));
        m_report.state = m_state.value_or(session.store.head());
    }

    CapabilityReport read() {
        read_processes();
        read_ratings();
        read_indications();
        for (auto& line : m_report.lines) {
            add_ratings(line);
            add_indications(line);
        }
        std::ranges::sort(m_report.lines, {}, [](const CapabilityLine& line) { return std::tie(line.domain, line.process); });
        return std::move(m_report);
    }

private:
    [[nodiscard]] const Schema& schema() const { return m_session.content.schema; }

    void read_processes() {
        std::vector<std::string> known;
        read_register(*m_runner, schema(), "process", [&](const NamedRow& row) {
            known.push_back(row.text("id"));
            const bool asked_for = m_request.process.empty() || row.text("id") == m_request.process || to_lower(row.text("name")) == to_lower(m_request.process);
            if (!asked_for || row.text("adoption") == "not_adopted" || row.text("adoption") == "planned") {
                return;
            }
            CapabilityLine line;
            line.process = row.text("id");
            line.name = row.text("name");
            const auto maps_to = row.text("maps_to");
            for (const auto& catalog : m_session.content.catalogs) {
                if (const auto* process = catalog.find_process(maps_to); process != nullptr && line.domain.empty()) {
                    line.domain = process->domain;
                }
            }
            m_report.lines.push_back(std::move(line));
        });
        if (m_report.lines.empty() && !m_request.process.empty()) {
            const auto hint = did_you_mean(m_request.process, known);
            throw Error(fmt::format("there is no process '{}' in operation{}", escape_control(m_request.process), hint.empty() ? "" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
    }

    void read_ratings() {
        read_register(*m_runner, schema(), "capability_rating", [&](const NamedRow& row) {
            ++m_report.ratings;
            RatingRow rating{row.text("id"), row.text("process"), row.text("attribute"), row.text("edition"), row.text("rating"), row.text("assessor"),
                             row.text("class"), row.yes("consensus"), row.decimal("achieved", k_share_places), row.number("target_level"), row.date("rated_on")};
            if (rating.rated_on && *rating.rated_on > m_report.on) {
                ++m_report.later;
                return;
            }
            m_ratings[rating.process].push_back(std::move(rating));
        });
    }

    void read_indications() {
        if (m_request.assessment == 0 && m_session.store.assessments().empty()) {
            return;
        }
        const auto assessment = find_assessment(m_session, m_request.assessment);
        m_report.assessment = assessment.header.id;
        std::map<std::string, std::string> attributes;
        for (const auto& catalog : m_session.content.catalogs) {
            for (const auto& control : catalog.controls) {
                const bool is_outcome = control.obligation == Obligation::outcome && !control.process.empty();
                if (const auto& attribute = control.capability.empty() && is_outcome ? std::string("pa_1_1") : control.capability; !attribute.empty()) {
                    attributes.emplace(to_text(control.id), attribute);
                }
            }
        }
        for (const auto& each : assessment.determinations) {
            const auto attribute = attributes.find(to_text(each.control));
            if (attribute == attributes.end() || each.outcome == Outcome::not_applicable || each.outcome == Outcome::no_occasion) {
                continue;
            }
            auto& cell = m_indications[{each.subject, attribute->second}];
            ++cell.of;
            cell.shown += each.outcome == Outcome::met || each.outcome == Outcome::met_with_remark ? 1 : 0;
            cell.open += each.outcome == Outcome::not_assessed || each.outcome == Outcome::error ? 1 : 0;
        }
    }

    /// The newest of each attribute; of one day the last by id, and that is told.
    void add_ratings(CapabilityLine& line) {
        auto& rows = m_ratings[line.process];
        std::ranges::stable_sort(rows, {}, [](const RatingRow& row) { return std::tie(row.rated_on, row.id); });
        std::map<std::string, const RatingRow*> newest;
        for (const auto& row : rows) {
            auto*& held = newest[row.attribute];
            if (held != nullptr) {
                ++m_report.outdated;
                if (held->rated_on == row.rated_on && held->rating != row.rating) {
                    line.doubts.push_back(fmt::format("{} and {} rate {} on one day, and not alike", held->id, row.id, row.attribute));
                }
            }
            held = &row;
        }
        const auto is_2019 = [](const auto& each) { return each.second->edition == "iso33020_2019" || each.first == "pa_3_3"; };
        line.edition = std::ranges::any_of(newest, is_2019) ? CapabilityEdition::iso33020_2019 : CapabilityEdition::iso33020_2015;
        std::set<std::string> assessors;
        std::set<std::string> classes;
        std::vector<AttributeRange> ranges;
        for (const auto& attribute : capability_attributes(line.edition)) {
            auto& cell = line.cells.emplace_back();
            AttributeRange range{CapabilityRating::n, CapabilityRating::n}; // what nobody rated ends the climb
            if (const auto found = newest.find(std::string(attribute.id)); found != newest.end()) {
                const auto& row = *found->second;
                cell.rating = row.rating;
                cell.rated = read_capability_rating(row.rating);
                if (cell.rated) {
                    range = {*cell.rated, *cell.rated};
                    line.is_rated = true;
                    line.rated_on = std::max(line.rated_on, row.rated_on);
                } else {
                    ++m_report.unreadable;
                }
                check_rating(row, cell, line);
                if (!row.assessor.empty()) {
                    assessors.insert(name_of(row.assessor));
                }
                if (!row.rating_class.empty()) {
                    classes.insert(row.rating_class.substr(row.rating_class.rfind('_') + 1));
                }
                line.target = row.target ? std::max(line.target, row.target) : line.target;
            }
            ranges.push_back(range);
        }
        line.level = capability_level(line.edition, ranges).least;
        line.assessors = fmt::format("{}", fmt::join(assessors, ", "));
        line.classes = fmt::format("{}", fmt::join(classes, ", "));
    }

    static void check_rating(const RatingRow& row, const CapabilityCell& cell, CapabilityLine& line) {
        if (!cell.rated) {
            line.doubts.push_back(fmt::format("{}: '{}' is no rating", row.id, escape_control(row.rating)));
            return;
        }
        if (row.assessor.empty()) {
            line.doubts.push_back(fmt::format("{} names no assessor", row.id));
        }
        if (!row.achieved) {
            return;
        }
        if (*row.achieved < 0 || *row.achieved > k_whole) {
            line.doubts.push_back(fmt::format("{} has an achievement that is not from 0 to 100 %", row.id));
        } else if (const auto band = capability_band(*row.achieved, k_whole); band != *cell.rated) {
            line.doubts.push_back(fmt::format("{} is rated {}, and its achievement belongs to {}", row.id, row.rating, to_text(band)));
        }
    }

    void add_indications(CapabilityLine& line) const {
        std::vector<AttributeRange> ranges;
        bool any = false;
        const auto attributes = capability_attributes(line.edition);
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            auto& cell = line.cells[i];
            if (const auto found = m_indications.find({line.process, std::string(attributes[i].id)}); found != m_indications.end()) {
                cell.shown = found->second.shown;
                cell.open = found->second.open;
                cell.of = found->second.of;
            }
            const auto indicated = cell.indicated();
            any = any || indicated.has_value();
            ranges.push_back(indicated.value_or(AttributeRange{}));
        }
        if (any) {
            line.indicated = capability_level(line.edition, ranges);
        }
    }

    [[nodiscard]] std::string name_of(const std::string& id) const {
        const auto found = std::ranges::find(m_persons, id, &Person::id);
        return found == m_persons.end() || found->name.empty() ? id : found->name;
    }

    Session& m_session;
    const CapabilityRequest& m_request;
    std::optional<std::int64_t> m_state;
    std::unique_ptr<QueryRunner> m_runner;
    std::vector<Person> m_persons;
    CapabilityReport m_report;
    std::map<std::string, std::vector<RatingRow>> m_ratings;
    std::map<std::pair<std::string, std::string>, CapabilityCell> m_indications;
};

} // namespace

std::optional<AttributeRange> CapabilityCell::indicated() const {
    if (of == 0) {
        return std::nullopt;
    }
    return AttributeRange{capability_band(shown, of), capability_band(shown + open, of)};
}

CapabilityReport read_capability(const Run& run, Session& session, const CapabilityRequest& request) { return CapabilityReading(run, session, request).read(); }

} // namespace assay
