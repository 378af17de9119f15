// The view "data_validation": which data is unreliable or no objective evidence, and why (DESMF 5.1.3.4).
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay {
namespace {

TabularPart make_declared(const ReportIndex& index, ReportSheet& sheet, std::size_t& faulty, std::size_t& undeclared) {
    TabularTable table{"Populations",
                       false,
                       {{"Register", 20, TableColumn::Kind::heading},
                        {"Source", 25},
                        {"Rows in", 10, TableColumn::Kind::number},
                        {"By the source", 10, TableColumn::Kind::number},
                        {"Complete", 35}},
                       {{}},
                       {}};
    for (const auto& line : index.input().populations) {
        faulty += line.complete ? 0 : 1;
        undeclared += line.is_declared ? 0 : 1;
        const auto& declared = line.declared;
        table.bodies[0].rows.push_back({{},
                                        {cell(line.register_title, fmt::format("change {}", declared.change)),
                                         cell_or(declared.source, "no source stated"), cell(group_thousands(declared.rows_in)),
                                         cell(declared.source_count ? group_thousands(*declared.source_count) : std::string()),
                                         line.complete ? cell("counts agree") : cell_or({}, capitalised(line.incomplete_why))}});
        if (!line.complete) {
            sheet.rows.push_back({"population", line.register_id, fmt::format("change {}", declared.change), "", line.incomplete_why});
        }
    }
    return {"populations",
            "Records against their source",
            number_text(faulty),
            "Every import of a register that a check reads. It is complete where it states its source, query, extraction and person, the "
            "source's own count and, for records, the period, the counts agree and no row was rejected. Checks prove nothing otherwise; "
            "their failures count.",
            "No register that a check reads was imported.",
            {},
            {std::move(table)}};
}

TabularPart make_evidence_doubts(const ReportIndex& index, ReportSheet& sheet, std::size_t& doubtful) {
    TabularTable table{
        "Evidence that does not count",
        false,
        {{"Control", 25, TableColumn::Kind::heading}, {"Subject", 15}, {"What was offered", 30}, {"Why it does not count", 30}},
        {{}},
        {}};
    for (const auto& judged : index.judged()) {
        for (const auto& state : judged.facts->evidence) {
            if (state.satisfied || state.source.empty()) {
                continue;
            }
            ++doubtful;
            const auto subject = subject_name(judged.determination->subject, judged.determination->subject_title);
            if (table.bodies[0].rows.size() < k_rows_shown * 10) {
                table.bodies[0].rows.push_back(
                    {{}, {control_cell(*judged.control), cell(subject), cell(state.source, state.wanted), cell(capitalised(state.state))}});
            }
            sheet.rows.push_back({"evidence", to_text(judged.control->id), state.source, subject, state.state});
        }
    }
    if (doubtful > k_rows_shown * 10) {
        table.more = fmt::format("Shown {} of {}; all in data-validation.csv.", k_rows_shown * 10, doubtful);
    }
    return {"evidence",
            "Evidence that does not count",
            number_text(doubtful),
            "Offered, and rejected, stale, altered since it was reviewed, not reviewed, or not in force. What nobody offered is in the "
            "evidence request list.",
            "Everything that was offered counts.",
            {},
            {std::move(table)}};
}

TabularPart make_undecided(const ReportIndex& index, ReportSheet& sheet, std::int64_t& undecided) {
    TabularTable table{"Rows that cannot be decided",
                       false,
                       {{"Check", 45, TableColumn::Kind::heading},
                        {"Register", 20},
                        {"Undecided", 15, TableColumn::Kind::number},
                        {"Of selected", 15, TableColumn::Kind::number}},
                       {{}},
                       {}};
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_check;
    for (const auto& result : index.all_results()) {
        const auto& counts = result.tally->counts;
        auto& [rows, selected] = by_check[result.tally->check.text];
        rows += counts.undecided;
        selected += counts.selected;
    }
    for (const auto& [check, counts] : by_check) {
        if (counts.first == 0) {
            continue;
        }
        undecided += counts.first;
        const auto* of = index.find_check(check);
        table.bodies[0].rows.push_back({{},
                                        {cell(of == nullptr ? check : of->title, check), cell(of == nullptr ? std::string() : of->in.text),
                                         cell(group_thousands(counts.first)), cell(group_thousands(counts.second))}});
        sheet.rows.push_back({"undecided rows", check, "", "", fmt::format("{} of {} selected rows", counts.first, counts.second)});
    }
    return {"undecided",
            "Rows that cannot be decided",
            group_thousands(undecided),
            "A value that the check needs is absent. Such rows are neither pass nor fail.",
            "Every selected row can be decided.",
            {},
            {std::move(table)}};
}

TabularPart make_claims(const ReportIndex& index, ReportSheet& sheet, std::size_t& claims) {
    TabularTable table{"Statements that are no objective evidence",
                       false,
                       {{"Control", 30, TableColumn::Kind::heading}, {"Subject", 20}, {"What was stated", 50}},
                       {{}},
                       {}};
    for (const auto& judged : index.judged()) {
        for (const auto& basis : judged.determination->bases) {
            if (basis.kind != BasisKind::self_declaration) {
                continue;
            }
            ++claims;
            const auto subject = subject_name(judged.determination->subject, judged.determination->subject_title);
            if (table.bodies[0].rows.size() < k_rows_shown * 10) {
                table.bodies[0].rows.push_back({{}, {control_cell(*judged.control), cell(subject), cell(basis.text, basis.ref)}});
            }
            sheet.rows.push_back({"self-declaration", to_text(judged.control->id), basis.ref, subject, basis.text});
        }
    }
    if (claims > k_rows_shown * 10) {
        table.more = fmt::format("Shown {} of {}; all in data-validation.csv.", k_rows_shown * 10, claims);
    }
    return {"claims",
            "Statements that are no objective evidence",
            number_text(claims),
            "Attestations by people who are not of an audit team, hold work on the subject or provided the evidence. They are shown and "
            "show nothing.",
            "There is none.",
            {},
            {std::move(table)}};
}

} // namespace

Tabular build_data_validation(const ReportIndex& index) {
    Tabular report;
    report.title = "Data validation";
    report.sheet = {"Data validation", {"kind", "about", "what", "subject", "why"}, std::vector<bool>(5), {}};
    std::size_t populations = 0;
    std::size_t undeclared = 0;
    std::size_t doubtful = 0;
    std::int64_t undecided = 0;
    std::size_t claims = 0;
    report.parts.push_back(make_declared(index, report.sheet, populations, undeclared));
    report.parts.push_back(make_evidence_doubts(index, report.sheet, doubtful));
    report.parts.push_back(make_undecided(index, report.sheet, undecided));
    report.parts.push_back(make_claims(index, report.sheet, claims));
    const bool any = populations + doubtful + claims > 0 || undecided > 0;
    report.statement = any ? fmt::format("Not shown to be complete: {} of {}. Not counted: {} of evidence. Undecided: {}. No objective evidence: {}.", populations,
                                         count_of(static_cast<std::int64_t>(index.input().populations.size()), "import", "imports"),
                                         count_of(static_cast<std::int64_t>(doubtful), "piece", "pieces"), count_of(undecided, "row", "rows"),
                                         count_of(static_cast<std::int64_t>(claims), "statement", "statements"))
                           : std::string("Nothing that was looked at is unreliable by what is looked for.");
    report.tone = any ? "remark" : "none";
    report.notes = {"Data that is unreliable or no objective evidence is named here; it was not left out of the assessment, which says how "
                    "each piece counted."};
    report.figures = {{"Imports not complete", number_text(populations), fmt::format("of {}; {} declare nothing of their source", index.input().populations.size(), undeclared),
                       populations > 0 ? "open" : ""},
                      {"Evidence that does not count", number_text(doubtful), "offered for a demand", doubtful > 0 ? "remark" : ""},
                      {"Rows undecided", group_thousands(undecided), "by checks", undecided > 0 ? "open" : ""},
                      {"Statements", number_text(claims), "that are no objective evidence", claims > 0 ? "remark" : ""}};
    return report;
}

} // namespace assay
