#include "assay/assess/exceptions.hpp"

#include "assay/model/named_row.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

/// Who may accept risk: the authorizing officials of the systems, of whom military and civilian persons count (DESMF 7.10).
class AcceptingOfficials {
public:
    AcceptingOfficials(const Schema& schema, QueryRunner& runner) {
        read_register(runner, schema, "person", [&](const NamedRow& row) {
            const auto affiliation = row.text("affiliation");
            if (affiliation == "military" || affiliation == "civilian") {
                m_of_government.insert(row.text("id"));
            }
        });
        read_register(runner, schema, "system", [&](const NamedRow& row) { m_of_system.emplace(row.text("id"), row.text("authorizing_official")); });
    }

    /// Empty when `person` may accept the risk of `subject`, a system (or, empty, everything), else why not.
    [[nodiscard]] std::string refuse(const std::string& person, const std::string& subject) const {
        if (const auto system = m_of_system.find(subject); system != m_of_system.end()) {
            if (system->second.empty()) {
                return fmt::format("no authorizing official of system '{}' is on record", subject);
            }
            if (system->second != person) {
                return fmt::format("'{}' is not the authorizing official of system '{}'", person, subject);
            }
        } else if (std::ranges::none_of(m_of_system, [&](const auto& each) { return each.second == person; })) {
            return fmt::format("'{}' is the authorizing official of no system", person);
        }
        return m_of_government.contains(person) ? std::string() : fmt::format("'{}' is not on record as a military or civilian person", person);
    }

private:
    std::set<std::string> m_of_government;
    std::map<std::string, std::string> m_of_system;
};

struct NamedControl {
    const Catalog* catalog;
    const Control* control;
};

std::string kind_wanted(Scale scale) { return scale == Scale::sp800_53a ? "risk_acceptance" : "compliance_exception"; }

class ExceptionReader {
public:
    ExceptionReader(const Assessment& assessment, std::span<const Catalog> catalogs, const Schema& schema, QueryRunner& runner)
        : m_on(assessment.header.on), m_officials(schema, runner) {
        for (const auto& catalog : catalogs) {
            for (const auto& control : catalog.controls) {
                m_controls.emplace(to_text(control.id), NamedControl{&catalog, &control});
            }
        }
        for (std::size_t at = 0; at < assessment.determinations.size(); ++at) {
            const auto& each = assessment.determinations[at];
            if (each.outcome == Outcome::not_met) {
                m_not_met[to_text(each.control)].emplace_back(at, each.subject);
            }
        }
    }

    [[nodiscard]] ExceptionReading read(const NamedRow& row) const {
        ExceptionReading reading;
        reading.id = row.text("id");
        reading.control = {row.text("catalog"), row.text("control")};
        reading.subject = row.text("subject");
        reading.kind = row.text("kind");
        reading.approver = row.text("approver");
        reading.until = row.date("valid_until");
        reading.reason = row.text("reason");
        judge(row, reading);
        return reading;
    }

private:
    void judge(const NamedRow& row, ExceptionReading& reading) const {
        const auto put = [&](ExceptionState state, std::string_view why) {
            reading.state = state;
            reading.words = std::string(to_text(state)).append(why.empty() ? "" : ": ").append(why);
        };
        const auto found = m_controls.find(to_text(reading.control));
        if (found == m_controls.end()) {
            return put(ExceptionState::unused, "there is no such control");
        }
        const auto& [catalog, control] = found->second;
        if (catalog->scale == Scale::iso17021 && control->obligation == Obligation::shall) {
            return put(ExceptionState::refused, "a requirement of a certifiable standard has no exceptions; record a correction and an action");
        }
        const auto wanted = kind_wanted(catalog->scale);
        if (reading.kind != wanted) {
            return put(ExceptionState::refused, wanted == "risk_acceptance" ? "of this framework only the authorizing official can accept the risk; record it as risk_acceptance"
                                                                            : "risk is accepted under the RMF only; record it as compliance_exception");
        }
        if (const auto why = not_approved(row, reading); !why.empty()) {
            return put(ExceptionState::not_approved, why == "by nobody" ? "" : why);
        }
        if (reading.until && *reading.until < m_on) {
            reading.state = ExceptionState::expired;
            reading.words = "expired " + to_text(*reading.until);
            return;
        }
        if (const auto told = row.date("reported_on"); wanted == "compliance_exception" && (row.text("reported_to").empty() || !told || *told > m_on)) {
            return put(ExceptionState::not_reported, "the next governance level is not recorded to have been told by the judgement date (DESMF 3.3.1)");
        }
        if (const auto lines = m_not_met.find(to_text(reading.control)); lines != m_not_met.end()) {
            for (const auto& [at, subject] : lines->second) {
                if (reading.subject.empty() || reading.subject == subject) {
                    reading.covers.push_back(at);
                }
            }
        }
        if (reading.covers.empty()) {
            return put(ExceptionState::unused, "nothing is not met there");
        }
        reading.state = ExceptionState::in_force;
        reading.words = "in force; it changes no determination";
    }

    [[nodiscard]] std::string not_approved(const NamedRow& row, const ExceptionReading& reading) const {
        const auto on = row.date("approved_on");
        if (reading.approver.empty() || !on) {
            return "by nobody";
        }
        if (*on > m_on) {
            return fmt::format("only on {}, after the judgement date", to_text(*on));
        }
        if (reading.approver == row.text("requested_by")) {
            return fmt::format("'{}' asked for it and approved it", reading.approver);
        }
        return reading.kind == "risk_acceptance" ? m_officials.refuse(reading.approver, reading.subject) : std::string();
    }

    Date m_on;
    AcceptingOfficials m_officials;
    std::unordered_map<std::string, NamedControl> m_controls;
    std::unordered_map<std::string, std::vector<std::pair<std::size_t, std::string>>> m_not_met;
};

} // namespace

std::string_view to_text(ExceptionState state) {
    switch (state) {
    case ExceptionState::in_force: return "in force";
    case ExceptionState::unused: return "unused";
    case ExceptionState::expired: return "expired";
    case ExceptionState::not_approved: return "not approved";
    case ExceptionState::not_reported: return "not reported";
    case ExceptionState::refused: return "refused";
    }
    return {};
}

std::vector<ExceptionReading> read_exceptions(const Assessment& assessment, std::span<const Catalog> catalogs, const Schema& schema, QueryRunner& runner) {
    const ExceptionReader reader(assessment, catalogs, schema, runner);
    std::vector<ExceptionReading> readings;
    read_register(runner, schema, "exception", [&](const NamedRow& row) { readings.push_back(reader.read(row)); });
    return readings;
}

Assessment without_excepted(const Assessment& assessment, std::span<const ExceptionReading> exceptions) {
    std::set<std::size_t> covered;
    for (const auto& each : exceptions) {
        covered.insert(each.covers.begin(), each.covers.end());
    }
    Assessment rest;
    rest.header = assessment.header;
    for (std::size_t at = 0; at < assessment.determinations.size(); ++at) {
        if (!covered.contains(at)) {
            rest.determinations.push_back(assessment.determinations[at]);
        }
    }
    return rest;
}

} // namespace assay
