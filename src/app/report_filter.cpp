#include "app/report_filter.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

bool is_among(const std::vector<std::string>& words, const std::string& text) {
    return std::ranges::any_of(words, [&](const std::string& word) { return to_lower(word) == to_lower(text); });
}

bool is_part(const std::vector<std::string>& words, const std::string& text) {
    return std::ranges::any_of(words, [&](const std::string& word) { return to_lower(text).find(to_lower(word)) != std::string::npos; });
}

/// Decides for each determination, and keeps the words that would have fitted something.
class FilterMatch {
public:
    FilterMatch(Session& session, const Judged& judged, const ReportInput& all, const ReportFilter& filter) : m_all(all), m_filter(filter) {
        for (const auto& catalog : all.catalogs) {
            for (const auto& control : catalog.controls) {
                m_controls.emplace(to_text(control.id), std::pair(&catalog, &control));
            }
        }
        read_register(*judged.runner, session.content.schema, "process",
                      [&](const NamedRow& row) { m_framework.emplace(row.text("id"), row.text("maps_to")); });
        check_words();
    }

    bool shows(std::size_t at) {
        const auto& each = m_all.assessment.determinations[at];
        const auto& [catalog, control] = m_controls.at(to_text(each.control));
        const auto& facts = m_all.facts[at];
        const auto fits = [](const std::vector<std::string>& words, bool match) { return words.empty() || match; };
        const auto domain = domain_of(*catalog, *control, each.subject);
        m_domains.insert(domain);
        const bool of_process = control->per == SubjectKind::process;
        const bool of_service = control->per == SubjectKind::service;
        return fits(m_filter.standards, is_among(m_filter.standards, catalog->id)) &&
               fits(m_filter.domains, is_among(m_filter.domains, domain)) &&
               fits(m_filter.processes,
                    is_among(m_filter.processes, facts.process) || is_among(m_filter.processes, control->process) ||
                        (of_process && (is_among(m_filter.processes, each.subject) || is_among(m_filter.processes, each.subject_title)))) &&
               fits(m_filter.services,
                    of_service && (is_among(m_filter.services, each.subject) || is_among(m_filter.services, each.subject_title))) &&
               fits(m_filter.owners, is_part(m_filter.owners, facts.owner)) &&
               fits(m_filter.grades, each.outcome == Outcome::not_met && is_among(m_filter.grades, std::string(to_text(each.grade))));
    }

    /// Domains of what was judged, for whom the filter showed nothing.
    [[nodiscard]] std::string domains() const {
        auto named = m_domains;
        named.erase("");
        return fmt::format("{}", fmt::join(named, ", "));
    }

private:
    void check_words() const {
        const auto& judged = m_all.assessment.header.catalogs;
        for (const auto& standard : m_filter.standards) {
            if (!is_among(judged, standard)) {
                const auto hint = did_you_mean(standard, judged);
                throw Error(fmt::format("the assessment did not judge '{}'{}", escape_control(standard),
                                        hint.empty() ? fmt::format("; it judged {}", fmt::join(judged, ", ")) : " (" + hint + ")"),
                            ErrorKind::usage);
            }
        }
        const std::vector<std::string> grades{"major", "minor"};
        for (const auto& grade : m_filter.grades) {
            if (!is_among(grades, grade)) {
                throw Error(fmt::format("--grade is major or minor, not '{}'", escape_control(grade)), ErrorKind::usage);
            }
        }
    }

    [[nodiscard]] std::string domain_of(const Catalog& catalog, const Control& control, const std::string& subject) const {
        auto process = control.process;
        if (control.per == SubjectKind::process) {
            const auto found = m_framework.find(subject);
            process = found == m_framework.end() ? process : found->second;
        }
        if (const auto* of = catalog.find_process(process); of != nullptr) {
            return of->domain;
        }
        for (const auto& each : m_all.catalogs) {
            if (const auto* of = each.find_process(process); of != nullptr && !process.empty()) {
                return of->domain;
            }
        }
        return {};
    }

    const ReportInput& m_all;
    const ReportFilter& m_filter;
    std::unordered_map<std::string, std::pair<const Catalog*, const Control*>> m_controls;
    std::map<std::string, std::string> m_framework; ///< by local process
    std::set<std::string> m_domains;
};

std::string filter_words(const ReportFilter& filter) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view kind, const std::vector<std::string>& words) {
        if (!words.empty()) {
            parts.push_back(fmt::format("{} {}", kind, fmt::join(words, " or ")));
        }
    };
    add("standard", filter.standards);
    add("domain", filter.domains);
    add("process", filter.processes);
    add("service", filter.services);
    add("owner", filter.owners);
    add("grade", filter.grades);
    return fmt::format("{}", fmt::join(parts, "; "));
}

} // namespace

FilteredInput::FilteredInput(Session& session, const Judged& judged, ReportInput whole, const ReportFilter& filter) : m_all(std::move(whole)) {
    if (filter.is_empty()) {
        return;
    }
    m_whole = false;
    const auto& all = m_all;
    FilterMatch match(session, judged, all, filter);
    const auto total = all.assessment.determinations.size();
    std::vector<bool> shown(total);
    for (std::size_t at = 0; at < total; ++at) {
        shown[at] = match.shows(at);
    }
    const auto count = std::ranges::count(shown, true);
    if (count == 0) {
        throw Error(fmt::format("the filter ({}) shows none of {} determinations; domains are {}", escape_control(filter_words(filter)),
                                group_thousands(static_cast<std::int64_t>(total)), match.domains()),
                    ErrorKind::usage);
    }
    auto by_standard = filter;
    by_standard.standards.clear();
    keep(all, shown, by_standard.is_empty());
    m_words = fmt::format("{}: {} of {} determinations; {} are left out, and so are the controls of which nothing is shown. Counts and "
                          "bounds are of what is shown.",
                          filter_words(filter), group_thousands(count), group_thousands(static_cast<std::int64_t>(total)),
                          group_thousands(static_cast<std::int64_t>(total) - count));
}

void FilteredInput::keep(const ReportInput& all, const std::vector<bool>& shown, bool with_unjudged) {
    m_assessment.header = all.assessment.header;
    std::set<ControlId> judged;
    std::set<ControlId> kept;
    std::set<std::pair<std::string, std::string>> results; ///< check and subject; of the organisation as a whole every subject
    for (std::size_t at = 0; at < shown.size(); ++at) {
        const auto& each = all.assessment.determinations[at];
        judged.insert(each.control);
        if (!shown[at]) {
            continue;
        }
        kept.insert(each.control);
        m_assessment.determinations.push_back(each);
        m_facts.push_back(all.facts[at]);
        for (const auto& basis : each.bases) {
            if (basis.kind == BasisKind::check) {
                results.emplace(basis.ref, each.subject);
            }
        }
    }
    const auto is_told = [&](const CheckId& check, const std::string& subject) {
        return results.contains({check.text, subject}) || results.contains({check.text, std::string()});
    };
    std::ranges::copy_if(all.assessment.tallies, std::back_inserter(m_assessment.tallies),
                         [&](const CheckTally& each) { return is_told(each.check, each.subject); });
    std::ranges::copy_if(all.assessment.failing, std::back_inserter(m_assessment.failing),
                         [&](const FailingRow& each) { return is_told(each.check, each.subject); });
    std::ranges::copy_if(all.findings, std::back_inserter(m_findings),
                         [&](const FindingLine& each) { return is_told(each.check, each.subject); });
    std::set<std::string> catalogs;
    for (const auto& control : kept) {
        catalogs.insert(control.catalog);
    }
    std::erase_if(m_assessment.header.catalogs, [&](const std::string& id) { return !catalogs.contains(id); });
    for (const auto& catalog : all.catalogs) {
        if (catalogs.contains(catalog.id)) {
            auto& copy = m_catalogs.emplace_back(catalog);
            std::erase_if(copy.controls,
                          [&](const Control& each) { return !kept.contains(each.id) && (judged.contains(each.id) || !with_unjudged); });
        }
    }
}

ReportInput FilteredInput::take_input() {
    if (m_whole) {
        return std::move(m_all);
    }
    return {.assessment = m_assessment,
            .catalogs = m_catalogs,
            .checks = m_all.checks,
            .scope = m_all.scope,
            .audit = m_all.audit,
            .judged_by = m_all.judged_by,
            .tool = m_all.tool,
            .store_when = m_all.store_when,
            .zone = m_all.zone,
            .marking = m_all.marking,
            .not_covered = m_all.not_covered,
            .findings_file = m_all.findings_file,
            .facts = m_facts,
            .findings = m_findings,
            .exceptions = m_all.exceptions,
            .dispositions = m_all.dispositions,
            .populations = m_all.populations,
            .registers = m_all.registers,
            .beside = m_all.beside,
            .filter = m_words};
}

} // namespace assay
