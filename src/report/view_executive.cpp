// The view "executive": one page. It leads with what is not assessed; then severities, blockers, and who must act by when.
#include "report/parts.hpp"
#include "report/svg_bounds.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace assay {
namespace {

/// What fits on the page beside the rest.
constexpr std::size_t k_blockers = 5;
constexpr std::size_t k_actors = 6;

constexpr ViewField k_blocker_fields[] = {
    {"anchor", ViewKind::text, "id attribute of the control in the gap report"},
    {"cite", ViewKind::text, "published reference"},
    {"id", ViewKind::text, "our id of the control"},
    {"title", ViewKind::text, "title of the control"},
    {"catalog", ViewKind::text, "our id of the catalog"},
    {"words", ViewKind::text, "outcome in the words of the catalog's scale"},
    {"tone", ViewKind::text, "tone of the outcome"},
    {"why", ViewKind::text, "what is missing, for the worst subject"},
    {"extent", ViewKind::text, "how many subjects, and their failing rows; empty for one subject"},
    {"owner", ViewKind::text, "who must act; empty when nobody is recorded"},
    {"due", ViewKind::text, "earliest recorded due date; may be empty"},
};
constexpr ViewShape k_blocker_shape = make_shape("blocker", "a control that stands in the way", k_blocker_fields);

constexpr ViewField k_actor_fields[] = {
    {"owner", ViewKind::text, "who must act; empty where nobody is recorded"},
    {"due", ViewKind::text, "earliest recorded due date; may be empty"},
    {"overdue", ViewKind::flag, "that date lies before the judgement date"},
    {"not_met", ViewKind::text, "determinations not met"},
    {"open", ViewKind::text, "determinations not assessed or in error"},
    {"first", ViewKind::text, "the first controls concerned, by published reference"},
};
constexpr ViewShape k_actor_shape = make_shape("actor", "a person who must act", k_actor_fields);

constexpr ViewField k_executive_fields[] = {
    {"opening", ViewKind::object, "what was judged", &k_opening_shape},
    {"lead", ViewKind::text, "the first thing to know, in a few words"},
    {"lead_tone", ViewKind::text, "tone of the lead"},
    {"statement", ViewKind::text, "the same in one sentence, with counts"},
    {"summaries", ViewKind::list, "each catalog in figures", &k_summary_shape},
    {"chart", ViewKind::markup, "bounds of readiness per standard"},
    {"chart_text", ViewKind::text, "the chart in words"},
    {"has_blockers", ViewKind::flag, "something stands in the way"},
    {"blockers", ViewKind::list, "the worst controls, at most five", &k_blocker_shape},
    {"more_blockers", ViewKind::text, "how many more there are, in words; empty when none"},
    {"has_actors", ViewKind::flag, "somebody must act"},
    {"actors", ViewKind::list, "who must act, the earliest date first, at most six", &k_actor_shape},
    {"more_actors", ViewKind::text, "how many more there are, in words; empty when none"},
};
constexpr ViewShape k_shape = make_shape("executive", "the executive summary", k_executive_fields);

struct Blocker {
    const IndexedDetermination* worst = nullptr;
    std::size_t order = 0;
    std::int64_t subjects = 0;
    std::int64_t rows = 0;
    std::optional<Date> due;
};

std::int64_t failed_rows(const IndexedDetermination& judged) {
    std::int64_t rows = 0;
    for (const auto& result : judged.results) {
        rows += result.tally->counts.failed;
    }
    return rows;
}

void keep_earlier(std::optional<Date>& kept, const std::optional<Date>& other) {
    if (other && (!kept || *other < *kept)) {
        kept = other;
    }
}

int weight(const Determination& determination) {
    return determination.outcome == Outcome::not_met ? determination.grade == Grade::major ? 3 : 1 : 2;
}

/// Major first, then what could not be evaluated, then minor; the widest first, then the catalogs' order.
std::vector<Blocker> find_blockers(const ReportIndex& index) {
    std::vector<Blocker> blockers;
    std::map<const Control*, std::size_t> known;
    for (const auto& judged : index.judged()) {
        if (judged.determination->outcome != Outcome::not_met && judged.determination->outcome != Outcome::error) {
            continue;
        }
        const auto [place, is_new] = known.try_emplace(judged.control, blockers.size());
        if (is_new) {
            blockers.push_back({.worst = &judged, .order = blockers.size(), .due = {}});
        }
        auto& blocker = blockers[place->second];
        if (weight(*judged.determination) > weight(*blocker.worst->determination)) {
            blocker.worst = &judged;
        }
        ++blocker.subjects;
        blocker.rows += failed_rows(judged);
        keep_earlier(blocker.due, judged.facts->due);
    }
    std::ranges::sort(blockers, {}, [](const Blocker& b) { return std::tuple(-weight(*b.worst->determination), -b.subjects, -b.rows, b.order); });
    return blockers;
}

std::string extent_text(const Blocker& blocker) {
    if (blocker.subjects == 1) {
        return {};
    }
    const auto subjects = count_of(blocker.subjects, "subject", "subjects");
    return blocker.rows == 0 ? "in " + subjects : fmt::format("in {}, {} in all", subjects, count_of(blocker.rows, "failing row", "failing rows"));
}

ViewList make_blockers(const ReportIndex& index, const std::vector<Blocker>& blockers) {
    ViewList list;
    for (std::size_t at = 0; at < std::min(blockers.size(), k_blockers); ++at) {
        const auto& judged = *blockers[at].worst;
        const auto& determination = *judged.determination;
        const auto missing = std::ranges::find_if(determination.bases, is_missing);
        ViewObject blocker(k_blocker_shape);
        blocker.set("anchor", control_anchor(judged.control->id))
            .set("cite", judged.control->cite)
            .set("id", judged.control->id.control)
            .set("title", judged.control->title)
            .set("catalog", judged.catalog->id)
            .set("words", capitalised(outcome_words(judged.catalog->scale, determination.outcome, determination.grade)))
            .set("tone", tone_of({determination.outcome, determination.grade}))
            .set("why", missing == determination.bases.end() ? std::string() : basis_text(index, *missing))
            .set("extent", extent_text(blockers[at]))
            .set("owner", judged.facts->owner)
            .set("due", blockers[at].due ? to_text(*blockers[at].due) : std::string());
        list.emplace_back(std::move(blocker));
    }
    return list;
}

/// One person, in whatever roles.
struct Actor {
    std::vector<std::string> roles; ///< "J. Okafor, service owner of Email"
    std::optional<Date> due;
    std::int64_t not_met = 0;
    std::int64_t open = 0;
    std::vector<std::string> cites;
};

void note_cite(Actor& actor, const Control& control) {
    const auto& cite = control.cite.empty() ? control.id.control : control.cite;
    if (std::ranges::find(actor.cites, cite) == actor.cites.end()) {
        actor.cites.push_back(cite);
    }
}

/// Nobody recorded comes first: that is the first thing to settle. Then the earliest date; without date the most to do.
std::vector<Actor> find_actors(const ReportIndex& index) {
    std::map<std::string, Actor> by_person;
    const auto actor_of = [&](const DeterminationFacts& facts) -> Actor& {
        auto& actor = by_person[facts.owner_person.empty() ? facts.owner : facts.owner_person];
        if (!facts.owner.empty() && std::ranges::find(actor.roles, facts.owner) == actor.roles.end()) {
            actor.roles.push_back(facts.owner);
        }
        return actor;
    };
    for (const bool not_met : {true, false}) {
        for (const auto& judged : index.judged()) {
            const auto outcome = judged.determination->outcome;
            const bool is_open = outcome == Outcome::not_assessed || outcome == Outcome::error;
            if (not_met ? outcome != Outcome::not_met : !is_open) {
                continue;
            }
            auto& actor = actor_of(*judged.facts);
            ++(not_met ? actor.not_met : actor.open);
            keep_earlier(actor.due, judged.facts->due);
            note_cite(actor, *judged.control);
        }
    }
    const DeterminationFacts nobody;
    for (const auto& rollup : index.rollups()) {
        for (const auto* control : rollup.unjudged) {
            auto& actor = actor_of(nobody);
            ++actor.open;
            note_cite(actor, *control);
        }
    }
    std::vector<Actor> actors;
    actors.reserve(by_person.size());
    for (auto& [person, actor] : by_person) {
        actors.push_back(std::move(actor));
    }
    std::ranges::stable_sort(actors, {}, [](const Actor& a) {
        return std::tuple(!a.roles.empty(), !a.due, a.due.value_or(Date{}), -a.not_met, -a.open);
    });
    return actors;
}

/// One line: of several roles their number.
std::string role_words(const Actor& actor) {
    if (actor.roles.size() < 2) {
        return actor.roles.empty() ? std::string() : actor.roles.front();
    }
    const auto& first = actor.roles.front();
    return fmt::format("{}, in {} roles", first.substr(0, first.find(", ")), actor.roles.size());
}

std::string first_cites(const Actor& actor) {
    constexpr std::size_t k_cites = 3;
    const auto text = fmt::format("{}", fmt::join(std::span(actor.cites).first(std::min(actor.cites.size(), k_cites)), ", "));
    return actor.cites.size() > k_cites ? fmt::format("{} and {} more", text, actor.cites.size() - k_cites) : text;
}

ViewList make_actors(const std::vector<Actor>& actors, Date on) {
    ViewList list;
    for (std::size_t at = 0; at < std::min(actors.size(), k_actors); ++at) {
        const auto& actor = actors[at];
        list.emplace_back(ViewObject(k_actor_shape)
                              .set("owner", role_words(actor))
                              .set("due", actor.due ? to_text(*actor.due) : std::string())
                              .set("overdue", actor.due && *actor.due < on)
                              .set("not_met", group_thousands(actor.not_met))
                              .set("open", group_thousands(actor.open))
                              .set("first", first_cites(actor)));
    }
    return list;
}

std::string more_text(std::size_t all, std::size_t shown, std::string_view singular, std::string_view plural) {
    if (all <= shown) {
        return {};
    }
    return fmt::format("{} more in the gap report.", count_of(static_cast<std::int64_t>(all - shown), singular, plural));
}

} // namespace

const ViewShape& executive_shape() { return k_shape; }

ViewObject build_executive(const ReportIndex& index) {
    std::vector<BoundsBar> bars;
    for (const auto& rollup : index.rollups()) {
        bars.push_back({rollup.catalog->title, rollup.counts.lower(), rollup.counts.upper(), rollup.counts.assessable()});
    }
    const auto blockers = find_blockers(index);
    const auto actors = find_actors(index);
    const auto statement = overall_statement(index);
    ViewObject view(k_shape);
    view.set("opening", make_opening(index))
        .set("lead", statement.lead)
        .set("lead_tone", statement.tone)
        .set("statement", statement.text)
        .set("summaries", make_summaries(index))
        .set("chart", draw_bounds_chart(bars, "readiness"))
        .set("chart_text", describe_bounds(bars))
        .set("has_blockers", !blockers.empty())
        .set("blockers", make_blockers(index, blockers))
        .set("more_blockers", more_text(blockers.size(), k_blockers, "control", "controls"))
        .set("has_actors", !actors.empty())
        .set("actors", make_actors(actors, index.header().on))
        .set("more_actors", more_text(actors.size(), k_actors, "person", "persons"));
    return view;
}

} // namespace assay
