// Drawing a sample, and drawing it again.
#include "app/control_names.hpp"
#include "app/next_id.hpp"
#include "app/register_rows.hpp"
#include "app/sample_population.hpp"
#include "app/sample_records.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_strata_separator = ", ";
constexpr std::string_view k_draw_method = "stratified; largest remainders, one for each stratum where the size allows; lowest SHA-256 of seed|stratum|key";

Value day_value(Date day) { return static_cast<std::int64_t>(day.time_since_epoch().count()); }

std::vector<std::string> split_strata(const std::string& text) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(k_strata_separator, at), text.size());
        names.push_back(text.substr(at, end - at));
        at = end + k_strata_separator.size();
    }
    return names;
}

std::vector<std::string> read_attributes(const std::vector<std::string>& given) {
    std::vector<std::string> attributes;
    for (const auto& each : given) {
        const std::string attribute(trim(each));
        if (attribute.empty()) {
            throw Error("--attribute takes a name, not an empty text", ErrorKind::usage);
        }
        if (std::ranges::find(attributes, attribute) != attributes.end()) {
            throw Error(fmt::format("--attribute names '{}' twice", escape_control(attribute)), ErrorKind::usage);
        }
        attributes.push_back(attribute);
    }
    if (attributes.empty()) {
        attributes.emplace_back(k_whole_item);
    }
    return attributes;
}

/// Everything that is asked is looked at before anything is stored.
class Drawing {
public:
    Drawing(const Run& run, Session& session, const DrawRequest& request)
        : m_run(run), m_session(session), m_request(request), m_of(get_register(session.content.schema, request.register_id)) {}

    std::optional<DrawReport> draw() {
        if (m_request.n < 1) {
            throw Error(fmt::format("-n takes a whole number from 1, not '{}'", m_request.n), ErrorKind::usage);
        }
        m_report.attributes = read_attributes(m_request.attributes);
        fill_in();
        name_strata();
        check_names();
        const auto population = read_population(m_run, m_session, {&m_of, m_request.where, m_strata, sample().state, &m_session.zone, sample().drawn_on});
        if (!population) {
            return std::nullopt;
        }
        if (population->rows.empty()) {
            throw Error(fmt::format("there is nothing to draw from: no row of '{}' {}", m_of.id,
                                    m_request.where.empty() ? fmt::format("is recorded in the state after change {}", sample().state) : "meets the condition"));
        }
        m_report.draw = draw_sample(population->rows, sample().n, sample().seed);
        sample().population = m_report.draw.population;
        sample().undecided = population->undecided;
        sample().drawn = static_cast<std::int64_t>(m_report.draw.items.size());
        store();
        return std::move(m_report);
    }

private:
    SampleRecord& sample() { return m_report.sample; }
    [[nodiscard]] const Schema& schema() const { return m_session.content.schema; }

    void fill_in() {
        sample().register_id = m_of.id;
        sample().condition = m_request.where;
        sample().n = m_request.n;
        sample().seed = m_request.seed;
        sample().state = find_state(m_session, m_request.at).value_or(m_session.store.head());
        sample().zone = m_session.zone.name();
        sample().drawn_on = m_request.on.value_or(m_session.zone.date_of(m_session.setting.now));
        sample().method = k_draw_method;
    }

    void name_strata() {
        for (const auto& given : m_request.by) {
            auto name = name_stratum(schema(), m_of, given);
            if (std::ranges::find(m_strata, name) != m_strata.end()) {
                throw Error(fmt::format("--by names '{}' twice", name), ErrorKind::usage);
            }
            m_strata.push_back(std::move(name));
        }
        sample().strata = fmt::format("{}", fmt::join(m_strata, k_strata_separator));
    }

    void check_names() {
        const auto runner = m_session.store.runner(m_run, m_session.zone);
        const auto samples = read_samples(*runner, schema());
        const Register& of = schema().get("audit_sample");
        sample().id = m_request.id.empty() ? NextId("SM-", of, read_rows(*runner, of)).take() : m_request.id;
        if (std::ranges::find(samples, sample().id, &SampleRecord::id) != samples.end()) {
            throw Error(fmt::format("there is a sample '{}' already; give another --id", escape_control(sample().id)), ErrorKind::usage);
        }
        if (!m_request.control.empty()) {
            const auto& control = get_control(m_session, m_request.control);
            sample().catalog = control.id.catalog;
            sample().control = control.id.control;
        }
        if (!m_request.audit.empty()) {
            sample().audit = get_open_audit(read_audits(*runner, schema()), m_request.audit, "no sample is drawn for it any more").id;
        }
        const auto persons = read_persons(*runner, schema());
        if (!m_request.drawn_by.empty()) {
            const auto& person = get_person(persons, m_request.drawn_by);
            sample().drawn_by = person.id;
            if (!sample().audit.empty()) {
                check_member(person, read_team(*runner, schema(), sample().audit), sample().audit);
            }
        } else if (const auto found = std::ranges::find(persons, m_session.setting.who, &Person::id); found != persons.end()) {
            sample().drawn_by = found->id;
        }
    }

    void store() {
        static const std::vector<std::string> k_columns{"id",   "audit",      "catalog",   "control", "register", "condition", "strata", "n",     "seed", "state",
                                                        "zone", "population", "undecided", "drawn",   "drawn_on", "drawn_by",  "method"};
        const auto& s = sample();
        const Row row{s.id,
                      text_or_absent(s.audit),
                      text_or_absent(s.catalog),
                      text_or_absent(s.control),
                      s.register_id,
                      text_or_absent(s.condition),
                      text_or_absent(s.strata),
                      s.n,
                      s.seed,
                      s.state,
                      s.zone,
                      s.population,
                      s.undecided,
                      s.drawn,
                      day_value(s.drawn_on),
                      text_or_absent(s.drawn_by),
                      s.method};
        const auto why = fmt::format("sample {} drawn from {}, change {}", s.id, s.register_id, s.state);
        m_report.sample_change = store_rows(m_run, m_session, schema().get("audit_sample"), k_columns, {row}, why);
        static const std::vector<std::string> k_item_columns{"sample", "item", "attribute", "register", "row_key", "stratum"};
        std::vector<Row> rows;
        for (const auto& item : m_report.draw.items) {
            for (const auto& attribute : m_report.attributes) {
                rows.push_back({s.id, item.number, attribute, s.register_id, item.key, text_or_absent(item.stratum)});
            }
        }
        m_report.item_change = store_rows(m_run, m_session, schema().get("sample_item"), k_item_columns, rows, why);
    }

    const Run& m_run;
    Session& m_session;
    const DrawRequest& m_request;
    const Register& m_of;
    std::vector<std::string> m_strata;
    DrawReport m_report;
};

/// The items that are recorded; an item whose rows disagree stands there once for each of what they say.
std::vector<SampleItem> kept_items(const std::vector<SampleItemRow>& rows, const SampleRecord& sample, std::vector<std::string>& remarks) {
    std::vector<SampleItem> items;
    std::set<std::int64_t> of_others;
    std::set<std::tuple<std::int64_t, std::string, std::string>> seen;
    for (const auto& row : rows) {
        SampleItem item{row.number, row.key, row.stratum};
        if (row.register_id != sample.register_id && of_others.insert(row.number).second) {
            remarks.push_back(fmt::format("item {} is recorded as a row of '{}', not of '{}'", row.number, escape_control(row.register_id), sample.register_id));
        }
        if (seen.emplace(item.number, item.key, item.stratum).second) {
            items.push_back(std::move(item));
        }
    }
    return items;
}

} // namespace

std::optional<DrawReport> draw_sample(const Run& run, Session& session, const DrawRequest& request) { return Drawing(run, session, request).draw(); }

std::optional<RedrawReport> redraw_sample(const Run& run, Session& session, const std::string& id) {
    const auto& schema = session.content.schema;
    RedrawReport report;
    std::vector<SampleItemRow> rows;
    {
        const auto runner = session.store.runner(run, session.zone);
        report.sample = get_sample(read_samples(*runner, schema), id);
        rows = read_sample_items(*runner, schema, report.sample.id);
    }
    const auto& sample = report.sample;
    if (sample.state > session.store.head() || sample.state < 0) {
        throw Error(fmt::format("sample {} says that it was drawn from change {}, and the last change is {}", sample.id, sample.state, session.store.head()));
    }
    const auto zone = sample.zone.empty() ? session.zone : Zone::find(sample.zone);
    const PopulationSource source{&get_register(schema, sample.register_id), sample.condition, split_strata(sample.strata), sample.state, &zone, sample.drawn_on};
    const auto population = read_population(run, session, source);
    if (!population) {
        return std::nullopt;
    }
    report.draw = draw_sample(population->rows, sample.n, sample.seed);
    report.undecided = population->undecided;
    const auto compare = [&](std::string_view what, std::int64_t recorded, std::int64_t now) {
        if (recorded != now) {
            report.remarks.push_back(fmt::format("{}: {} recorded, {} now", what, group_thousands(recorded), group_thousands(now)));
        }
    };
    compare("population", sample.population, report.draw.population);
    compare("rows undecided", sample.undecided, report.undecided);
    compare("items drawn", sample.drawn, static_cast<std::int64_t>(report.draw.items.size()));
    report.differences = compare_samples(kept_items(rows, sample, report.remarks), report.draw.items);
    return report;
}

} // namespace assay
