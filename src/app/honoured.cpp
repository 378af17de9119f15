// The gaps counted both ways: as they are, and without those that exceptions in force cover.
#include "assay/app/check.hpp"

#include "assay/assess/exceptions.hpp"
#include "assay/base/text.hpp"
#include "assay/report/rollup.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::int64_t not_met_in_both(const CatalogRollup& all, const CatalogRollup& rest) {
    std::int64_t both = 0;
    for (std::size_t at = 0; at < all.units.size(); ++at) { // the units are the catalog's own: the same in both
        both += all.units[at].standing.outcome == Outcome::not_met && rest.units[at].standing.outcome == Outcome::not_met ? 1 : 0;
    }
    return both;
}

std::string line_of(const ExceptionReading& each) {
    const auto about = each.subject.empty() ? to_text(each.control) : fmt::format("{} for {}", to_text(each.control), each.subject);
    if (each.state != ExceptionState::in_force) {
        return fmt::format("  {}  {}: {}\n", each.id, about, each.words);
    }
    return fmt::format("  {}  {}: in force {}, approved by {}; covers {}\n", each.id, about,
                       each.until ? "until " + to_text(*each.until) : std::string("without an end"), each.approver,
                       count_of(static_cast<std::int64_t>(each.covers.size()), "gap", "gaps"));
}

} // namespace

std::string honoured_text(const Run& run, Session& session, const Assessment& assessment) {
    const auto runner = session.store.runner(run, session.zone, assessment.header.head);
    const auto exceptions = read_exceptions(assessment, session.content.catalogs, session.content.schema, *runner);
    std::string text = "With exceptions in force honoured: they change no determination, no count above and no exit code\n";
    if (exceptions.empty()) {
        return text + "  none is on record\n";
    }
    const auto all = roll_up(assessment, session.content.catalogs);
    const auto rest = roll_up(without_excepted(assessment, exceptions), session.content.catalogs);
    for (std::size_t at = 0; at < all.size(); ++at) {
        const auto gaps = all[at].counts.not_met();
        const auto left = not_met_in_both(all[at], rest[at]);
        text += fmt::format("  {}: {} not met; {} with exceptions honoured ({} excepted)\n", all[at].catalog->title,
                            count_of(gaps, all[at].unit_is_shall ? "shall group" : "control", all[at].unit_is_shall ? "shall groups" : "controls"),
                            group_thousands(left), group_thousands(gaps - left));
    }
    text += "\nExceptions on record\n";
    for (const auto& each : exceptions) {
        text += line_of(each);
    }
    return text;
}

} // namespace assay
