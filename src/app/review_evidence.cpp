#include "assay/app/review_evidence.hpp"

#include "app/evidence_files.hpp"
#include "app/persons.hpp"
#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_persons_named = 5;

/// PRODUCT: evidence counts only when somebody reviewed it who neither provided nor owns it.
void check_independence(const std::vector<Person>& persons, const Person& reviewer, const std::string& evidence, const std::string& provider,
                        const std::string& owner) {
    if (reviewer.id != provider && reviewer.id != owner) {
        return;
    }
    std::vector<std::string> others;
    std::size_t may = 0;
    for (const auto& person : persons) {
        if (person.active && person.id != provider && person.id != owner) {
            ++may;
            if (others.size() < k_persons_named) {
                others.push_back(in_words(person));
            }
        }
    }
    auto text = fmt::format("{} {} {} and cannot review it", in_words(reviewer), reviewer.id == provider ? "provided" : "owns", evidence);
    if (others.empty()) {
        throw Error(text + "; nobody else is in the person register");
    }
    text += fmt::format("; {} may: {}", count_of(static_cast<std::int64_t>(may), "other", "others"), fmt::join(others, ", "));
    throw Error(may > others.size() ? fmt::format("{} and {} more", text, may - others.size()) : text);
}

/// The hash of the bytes as they are now, which must be those that were received.
std::string bytes_reviewed(const Session& session, const Register& of, const StoredRow& evidence) {
    const auto file = evidence.text(of, "file");
    if (file.empty()) {
        return {};
    }
    const auto id = evidence.text(of, "id");
    const auto seen = observe_file(session.setting, file);
    if (seen.state != FileState::present) {
        throw Error(fmt::format("the file of {} ('{}') cannot be reviewed: {}", id, escape_control(file), seen.why));
    }
    const auto recorded = evidence.text(of, "sha256");
    if (!recorded.empty() && to_lower(recorded) != seen.sha256) {
        throw Error(fmt::format("the file of {} ('{}') is not the one that was received: restore it, or add the new one as evidence of its own", id,
                                escape_control(file)));
    }
    return seen.sha256;
}

std::string read_verdict(const Session& session, const Register& links, const std::string& given) {
    const TypingContext context{session.zone, {}, {}};
    const auto typed = type_value(get_field(links, "verdict"), given, context);
    if (typed.fault || is_absent(typed.value)) {
        throw Error(fmt::format("--verdict takes sufficient, insufficient or not_relevant, not '{}'", escape_control(given)), ErrorKind::usage);
    }
    return *text_of(typed.value);
}

} // namespace

ReviewReport review_evidence(const Run& run, Session& session, const ReviewRequest& request) {
    const auto& schema = session.content.schema;
    const Register& links = schema.get("evidence_link");
    const Register& of = schema.get("evidence");
    ReviewReport report;
    report.verdict = read_verdict(session, links, request.verdict);
    const auto today = session.zone.date_of(session.setting.now);
    report.on = request.on.value_or(today);
    if (report.on > today) {
        throw Error(fmt::format("--on {} is in the future", to_text(report.on)), ErrorKind::usage);
    }
    {
        const auto runner = session.store.runner(run, session.zone);
        const std::vector<std::string> words{request.link};
        const auto key = read_key(schema, *runner, session.zone, links, words);
        const auto link = find_row(*runner, links, key);
        if (!link) {
            throw_no_row(*runner, links, key, session.zone);
        }
        report.link = link->text(links, "id");
        report.evidence = link->text(links, "evidence");
        const auto evidence = find_row(*runner, of, {report.evidence});
        if (!evidence) {
            throw Error(fmt::format("link {} names evidence {}, which is not in the register", report.link, escape_control(report.evidence)));
        }
        const auto persons = read_persons(*runner, schema);
        const auto& reviewer = get_person(persons, request.reviewer);
        report.reviewer = reviewer.id;
        check_independence(persons, reviewer, report.evidence, evidence->text(of, "provider"), evidence->text(of, "owner"));
        report.sha256 = bytes_reviewed(session, of, *evidence);
        report.never_verified = !report.sha256.empty() && evidence->text(of, "observed_sha256") != report.sha256;
    }
    const auto day = static_cast<std::int64_t>(report.on.time_since_epoch().count());
    const std::vector<std::string> columns{"id", "verdict", "reviewer", "reviewed_on", "reviewed_sha256", "reason"};
    report.change = store_rows(run, session, links, columns, {{report.link, report.verdict, report.reviewer, day, text_or_absent(report.sha256), text_or_absent(request.reason)}}, request.why);
    return report;
}

std::string to_text(const ReviewReport& report) {
    auto text = fmt::format("{}: {} found {} by {} on {}", report.link, report.evidence, report.verdict == "not_relevant" ? "not relevant" : report.verdict,
                            report.reviewer, to_text(report.on));
    if (!report.sha256.empty()) {
        text += fmt::format(", sha256 {}", report.sha256);
    }
    return text + (report.change != 0 ? fmt::format(", change {}\n", report.change) : std::string("; the same review was recorded before\n"));
}

} // namespace assay
