// A gap report and an executive summary over 5,000 determinations and 20,000 findings, as the app hands them over: views built, rendered, checked.
// usage: report TEMPLATES [TIMES]; prints least and median milliseconds of processor time, the page's size, and the peak of the process.
#include "assay/report/render.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <sys/resource.h>

#include <fmt/format.h>

using namespace assay;

namespace {

constexpr int k_services = 20;
constexpr int k_controls = 250;
constexpr int k_checks = 50;
constexpr int k_rows = 20;

struct Made {
    std::vector<Catalog> catalogs{1};
    std::vector<CheckFile> checks{1};
    Assessment assessment;
    std::vector<DeterminationFacts> facts;
    std::vector<FindingLine> findings;
};

std::string control_name(int number) { return fmt::format("8.{}.{}-r{:02}", 1 + number / 60, 1 + number / 10 % 6, 1 + number % 10); }
std::string check_name(int number) { return fmt::format("check-{:02}", number); }
std::string service_name(int number) { return fmt::format("SVC-{:02}", number); }

void make_catalog(Made& made) {
    auto& catalog = made.catalogs[0];
    catalog.id = "bench";
    catalog.title = "Invented requirements";
    catalog.version = "1";
    catalog.source = "Made for the figure.";
    catalog.headline_is_shall = true;
    catalog.digest = std::string(64, 'a');
    for (int number = 0; number < k_controls; ++number) {
        const auto group = fmt::format("8.{}.{}", 1 + number / 60, 1 + number / 10 % 6);
        if (number % 10 == 0) {
            catalog.groups.push_back({group, fmt::format("Clause {} & what belongs to it", group), "", 0, {}});
        }
        Control control;
        control.id = {catalog.id, control_name(number)};
        control.cite = group;
        control.group = group;
        control.shall = fmt::format("{}.S{}", group, 1 + number % 10 / 2);
        control.title = fmt::format("Requirement {} is met & shown", number);
        control.statement = "What is required of every service is said here in a sentence as long as such sentences are, with its conditions.";
        control.per = SubjectKind::service;
        catalog.controls.push_back(std::move(control));
    }
    for (int number = 0; number < k_checks; ++number) {
        CheckDefinition check;
        check.id = CheckId(check_name(number));
        check.controls.emplace_back(ControlId{catalog.id, control_name(number * 5)}, Place{});
        check.in.text = "incident";
        check.title = fmt::format("Every record shows requirement {}", number * 5);
        check.basis = "What is required of every service is said here.";
        check.proves = true;
        made.checks[0].checks.push_back(std::move(check));
    }
    made.checks[0].file = "controls/checks/bench.xml";
    made.checks[0].digest = std::string(64, 'b');
}

void make_findings(Made& made) {
    for (int check = 0; check < k_checks; ++check) {
        for (int service = 0; service < k_services; ++service) {
            CheckTally tally;
            tally.check = CheckId(check_name(check));
            tally.subject = service_name(service);
            tally.population = 500;
            tally.counts = {.selected = 400, .failed = k_rows, .undecided = 0, .not_due = 3};
            tally.complete = true;
            tally.grade = check % 7 == 0 ? Grade::major : Grade::minor;
            made.assessment.tallies.push_back(std::move(tally));
            for (int row = 0; row < k_rows; ++row) {
                const auto number = (check * k_services + service) * k_rows + row;
                FindingLine line;
                line.check = CheckId(check_name(check));
                line.subject = service_name(service);
                line.subject_title = fmt::format("Service <{}>", service);
                line.register_id = "incident";
                line.key = fmt::format("INC{:07}", number);
                line.message = fmt::format("Incident INC{:07}, opened 2026-02-{:02}T08:05:00Z, has no review although it was closed on 2026-03-{:02}.", number, 1 + row, 1 + row);
                line.origin = fmt::format("incidents.csv:{}, change 38", 2 + number);
                line.file = "incidents.csv";
                line.line = 2 + number;
                line.fields = fmt::format("reviewed_on not recorded (column 'Review date'); closed_at 2026-03-{:02} 08:05 (column 'Closed')", 1 + row);
                line.fingerprint = fmt::format("{:064x}", number);
                made.findings.push_back(std::move(line));
                made.assessment.failing.push_back({CheckId(check_name(check)), service_name(service), "incident", fmt::format("INC{:07}", number), number + 1, true, "", fmt::format("{:064x}", number)});
            }
        }
    }
}

void make_determinations(Made& made) {
    for (int control = 0; control < k_controls; ++control) {
        for (int service = 0; service < k_services; ++service) {
            Determination determination;
            determination.control = {"bench", control_name(control)};
            determination.subject = service_name(service);
            determination.subject_title = fmt::format("Service <{}>", service);
            if (control % 5 == 0) {
                determination.outcome = Outcome::not_met;
                determination.grade = control / 5 % 7 == 0 ? Grade::major : Grade::minor;
                determination.bases.push_back({BasisKind::check, Effect::fails, check_name(control / 5), "20 of 400 records fail"});
            } else if (control % 5 == 1) {
                determination.bases.push_back({BasisKind::note, Effect::blocks, "", "nobody has looked at it"});
            } else {
                determination.outcome = Outcome::met;
                determination.bases.push_back({BasisKind::evidence, Effect::supports, fmt::format("EL-{:05}", control * k_services + service), "1 item of evidence was reviewed and found sufficient"});
            }
            made.assessment.determinations.push_back(std::move(determination));
            DeterminationFacts facts;
            facts.owner = fmt::format("Person {}, service owner", service);
            facts.owner_person = fmt::format("P{:03}", service);
            facts.evidence.push_back({"record", DemandKind::standard, "Records that show it", control % 5 > 1, control % 5 > 1 ? "accepted, A. Mensah, 2026-02-03" : "not received", "", ""});
            made.facts.push_back(std::move(facts));
        }
    }
    auto& header = made.assessment.header;
    header.id = 1;
    header.head = 40;
    header.on = Date{std::chrono::sys_days{std::chrono::year{2026} / 10 / 15}};
    header.period_from = Date{std::chrono::sys_days{std::chrono::year{2025} / 10 / 1}};
    header.period_to = Date{std::chrono::sys_days{std::chrono::year{2026} / 9 / 30}};
    header.organization = "Bench";
    header.catalogs = {"bench"};
}

double processor_ms() {
    timespec at{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

/// False when the report is too slow for its bound.
bool measure(const std::filesystem::path& templates, const Made& made, std::string_view report, int times, double bound) {
    std::vector<double> taken;
    std::size_t bytes = 0;
    for (int round = 0; round < times; ++round) {
        const ReportInput input{.assessment = made.assessment, .catalogs = made.catalogs, .checks = made.checks, .facts = made.facts, .findings = made.findings};
        Diagnostics faults;
        const auto begun = processor_ms();
        bytes = render_report(std::span(&templates, 1), report, "html", input, faults).text.size();
        taken.push_back(processor_ms() - begun);
    }
    std::sort(taken.begin(), taken.end());
    const auto median = taken[taken.size() / 2];
    std::cout << fmt::format("{} as HTML: least {:.1f} ms, median {:.1f} ms (bound {:.0f}: {}), {} bytes\n", report, taken.front(), median, bound, median <= bound ? "holds" : "DOES NOT HOLD", bytes);
    return median <= bound;
}

} // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::cerr << "usage: report TEMPLATES [TIMES]\n";
        return 64;
    }
    const int times = count > 2 ? std::atoi(words[2]) : 15;
    Made made;
    make_catalog(made);
    make_findings(made);
    make_determinations(made);
    std::cout << fmt::format("{} determinations, {} findings\n", made.assessment.determinations.size(), made.findings.size());
    const bool gap = measure(words[1], made, "gap", times, 300);
    const bool executive = measure(words[1], made, "executive", times, 50);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto peak = usage.ru_maxrss / 1024;
    std::cout << fmt::format("peak of the process, findings included: {} MB (bound 150: {})\n", peak, peak <= 150 ? "holds" : "DOES NOT HOLD");
    return gap && executive && peak <= 150 ? 0 : 1;
}
