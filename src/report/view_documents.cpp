// The view "documents": the documents and records that a standard lists, and what was offered of each: approved version, review, gaps.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace assay {
namespace {

/// Who asks for a number: the control, and the type of evidence that it wants.
struct NumberAsker {
    std::string control;
    std::string type;
    bool needs_number = false; ///< it asks for several numbers of this type, so that a link must say which one it answers
    friend auto operator<=>(const NumberAsker&, const NumberAsker&) = default;
};

/// What controls ask for under one number.
struct NumberedDemand {
    std::string number;
    std::string title; ///< the shortest wording
    std::vector<const Control*> controls;
    std::set<NumberAsker> askers;
    std::size_t wanted = 0; ///< determinations that want it
    std::size_t satisfied = 0;
};

/// "D2" before "D10" before "R1".
std::pair<std::string, int> number_order(const std::string& number) {
    const auto digits = std::ranges::find_if(number, [](char c) { return c >= '0' && c <= '9'; });
    int value = 0;
    std::from_chars(number.data() + (digits - number.begin()), number.data() + number.size(), value);
    return {std::string(number.begin(), digits), value};
}

/// As the assessment has it: two numbered demands of one type need the number.
bool asks_for_several(const Control& control, const EvidenceDemand& demand) {
    return demand.kind == DemandKind::standard && std::ranges::any_of(control.demands, [&](const EvidenceDemand& other) {
               return other.kind == DemandKind::standard && other.type == demand.type && !other.number.empty() &&
                      other.number != demand.number;
           });
}

std::vector<NumberedDemand> numbered_demands(const ReportIndex& index, const Catalog& catalog) {
    std::map<std::pair<std::string, int>, NumberedDemand> by_number;
    for (const auto& control : catalog.controls) {
        for (const auto& demand : control.demands) {
            if (demand.number.empty()) {
                continue;
            }
            auto& numbered = by_number[number_order(demand.number)];
            numbered.number = demand.number;
            const auto text = demand.text.empty() ? demand.type : demand.text;
            if (numbered.title.empty() || text.size() < numbered.title.size()) {
                numbered.title = text;
            }
            if (numbered.controls.empty() || numbered.controls.back() != &control) {
                numbered.controls.push_back(&control);
            }
            numbered.askers.insert({control.id.control, demand.type, asks_for_several(control, demand)});
        }
    }
    for (const auto& judged : index.judged()) {
        if (judged.catalog != &catalog || judged.determination->outcome == Outcome::not_applicable) {
            continue;
        }
        for (const auto& demand : judged.control->demands) {
            if (demand.number.empty()) {
                continue;
            }
            const auto wanted = demand.text.empty() ? demand.type : demand.text;
            auto& numbered = by_number[number_order(demand.number)];
            ++numbered.wanted;
            numbered.satisfied +=
                std::ranges::any_of(judged.facts->evidence, [&](const EvidenceState& s) { return s.satisfied && s.wanted == wanted; }) ? 1
                                                                                                                                       : 0;
        }
    }
    std::vector<NumberedDemand> demands;
    demands.reserve(by_number.size());
    for (auto& [order, numbered] : by_number) {
        demands.push_back(std::move(numbered));
    }
    return demands;
}

std::string clauses_of(const NumberedDemand& numbered) {
    std::vector<std::string> cites;
    for (const auto* control : numbered.controls) {
        if (cites.empty() || cites.back() != control->cite) {
            cites.push_back(control->cite);
        }
    }
    return fmt::format("{}", fmt::join(cites, ", "));
}

/// One piece of evidence offered under a number.
struct Offered {
    const NamedRow* evidence = nullptr;
    std::size_t links = 0;
    std::size_t sufficient = 0;
    std::size_t insufficient = 0;
    std::string reviewer;
    std::optional<Date> reviewed_on;
};

class OfferedFinder {
public:
    explicit OfferedFinder(const ReportIndex& index)
        : m_registers(registers_of(index)), m_on(index.header().on), m_evidence(m_registers.rows("evidence")),
          m_links(m_registers.rows("evidence_link")), m_documents(m_registers.rows("document")) {
        for (const auto& row : m_evidence) {
            m_evidence_by_id.emplace(row.text("id"), &row);
        }
        for (const auto& row : m_documents) {
            m_document_by_id.emplace(row.text("id"), &row);
        }
    }

    [[nodiscard]] std::vector<Offered> offered(const std::string& catalog, const NumberedDemand& numbered) const {
        std::map<std::string, Offered> by_id;
        for (const auto& link : m_links) {
            const auto evidence = m_evidence_by_id.find(link.text("evidence"));
            if (evidence == m_evidence_by_id.end() || link.text("catalog") != catalog || !answers(numbered, link)) {
                continue;
            }
            auto& each = by_id[link.text("evidence")];
            each.evidence = evidence->second;
            ++each.links;
            each.sufficient += link.text("verdict") == "sufficient" ? 1 : 0;
            each.insufficient += link.text("verdict") == "insufficient" ? 1 : 0;
            const auto when = link.date("reviewed_on");
            if (when && (!each.reviewed_on || *when > *each.reviewed_on)) {
                each.reviewed_on = when;
                each.reviewer = m_registers.name("person", link.text("reviewer"));
            }
        }
        std::vector<Offered> all;
        all.reserve(by_id.size());
        for (auto& [id, each] : by_id) {
            all.push_back(each);
        }
        return all;
    }

    /// "2.0, approved 2025-09-03 by …", or what is missing.
    [[nodiscard]] TableCell version_cell(const Offered& offered) const {
        const auto* document = find_document(offered);
        if (document == nullptr) {
            return cell(offered.evidence->text("version"), "no document named: a record");
        }
        const auto approved = document->date("approved_on");
        if (document->text("status") != "approved" || !approved) {
            auto lacking = cell_or({}, "not approved");
            lacking.note = document->text("id");
            if (const auto version = document->text("version"); !version.empty()) {
                lacking.note += ", version " + version;
            }
            return lacking;
        }
        auto made = cell_or(document->text("version"), "no version");
        const auto by = m_registers.name("person", document->text("approved_by"));
        made.note = fmt::format("{}, approved {} by {}", document->text("id"), to_text(*approved), by.empty() ? "nobody named" : by);
        return made;
    }

    [[nodiscard]] std::string gaps(const Offered& offered) const {
        std::vector<std::string> gaps;
        const auto& evidence = *offered.evidence;
        if (const auto state = evidence.text("observed_state"); !state.empty() && state != "intact") {
            gaps.push_back(fmt::format("the file is {}", state));
        }
        if (evidence.date("withdrawn_on")) {
            gaps.emplace_back("withdrawn");
        }
        if (offered.insufficient > 0) {
            gaps.push_back(
                fmt::format("{} judged insufficient", count_of(static_cast<std::int64_t>(offered.insufficient), "link was", "links were")));
        }
        if (offered.sufficient + offered.insufficient < offered.links) {
            gaps.push_back(fmt::format(
                "{} not reviewed",
                count_of(static_cast<std::int64_t>(offered.links - offered.sufficient - offered.insufficient), "link is", "links are")));
        }
        if (const auto* document = find_document(offered)) {
            if (document->text("status") != "approved" && document->text("type") != "record") {
                gaps.push_back(fmt::format("its document is {}",
                                           document->text("status").empty() ? "without a status" : spoken(document->text("status"))));
            }
            if (!evidence.text("version").empty() && !document->text("version").empty() &&
                evidence.text("version") != document->text("version")) {
                gaps.push_back(fmt::format("version {} was offered, {} is in the document register", evidence.text("version"),
                                           document->text("version")));
            }
            if (const auto due = document->date("review_due"); due && *due < m_on) {
                gaps.push_back(fmt::format("review of the document was due on {}", to_text(*due)));
            }
        }
        return fmt::format("{}", fmt::join(gaps, "; "));
    }

private:
    static bool answers(const NumberedDemand& numbered, const NamedRow& link) {
        const auto control = link.text("control");
        const auto demand = link.text("demand");
        const auto number = link.text("listed_as");
        return std::ranges::any_of(numbered.askers, [&](const NumberAsker& asker) {
            return asker.control == control && (demand.empty() || demand == asker.type) &&
                   (number.empty() ? !asker.needs_number : number == numbered.number);
        });
    }

    [[nodiscard]] const NamedRow* find_document(const Offered& offered) const {
        const auto found = m_document_by_id.find(offered.evidence->text("document"));
        return found == m_document_by_id.end() ? nullptr : found->second;
    }

    const ReportRegisters& m_registers;
    Date m_on;
    std::vector<NamedRow> m_evidence;
    std::vector<NamedRow> m_links;
    std::vector<NamedRow> m_documents;
    std::map<std::string, const NamedRow*> m_evidence_by_id;
    std::map<std::string, const NamedRow*> m_document_by_id;
};

std::string review_text(const Offered& offered) {
    if (!offered.reviewed_on) {
        return {};
    }
    return fmt::format("{} of {} accepted; last {} by {}", offered.sufficient, offered.links, to_text(*offered.reviewed_on),
                       offered.reviewer.empty() ? "nobody named" : offered.reviewer);
}

TableCell demand_state(const NumberedDemand& numbered, std::size_t offered) {
    const auto note = fmt::format("{} of {} wanting it are satisfied", numbered.satisfied, numbered.wanted);
    if (numbered.wanted == 0) {
        return badge_cell("Not wanted", "none", "no determination wants it");
    }
    if (numbered.satisfied == numbered.wanted) {
        return badge_cell("Accepted", "met", note);
    }
    return offered == 0              ? badge_cell("Nothing offered", "open", note)
           : numbered.satisfied == 0 ? badge_cell("Not accepted", "minor", note)
                                     : badge_cell("In part", "remark", note);
}

} // namespace

Tabular build_documents(const ReportIndex& index) {
    Tabular report;
    report.title = "Document and record index";
    report.sheet = {"Documents and records",
                    {"catalog", "number", "title", "clauses", "state", "wanted", "satisfied", "evidence", "evidence_title",
                     "evidence_version", "approved_version", "review", "gaps"},
                    {false, false, false, false, false, true, true, false, false, false, false, false, false},
                    {}};
    const OfferedFinder finder(index);
    std::size_t numbers = 0;
    std::size_t accepted = 0;
    std::size_t silent = 0;
    std::size_t with_gaps = 0;
    std::size_t part = 0;
    for (const auto& rollup : index.rollups()) {
        const auto& catalog = *rollup.catalog;
        const auto demands = numbered_demands(index, catalog);
        if (demands.empty()) {
            continue;
        }
        TabularTable list{catalog.title,
                          false,
                          {{"Number", 10, TableColumn::Kind::heading},
                           {"What is asked for", 35},
                           {"Asked for in", 20},
                           {"Offered", 10, TableColumn::Kind::number},
                           {"State", 25}},
                          {{"Documents", {}, {}}, {"Records", {}, {}}},
                          {}};
        TabularTable detail{catalog.title,
                            false,
                            {{"Evidence", 30, TableColumn::Kind::heading}, {"Approved version", 25}, {"Review", 20}, {"Gaps", 25}},
                            {},
                            {}};
        for (const auto& numbered : demands) {
            const auto offered = finder.offered(catalog.id, numbered);
            const auto state = demand_state(numbered, offered.size());
            ++numbers;
            accepted += state.tone == "met" ? 1 : 0;
            silent += offered.empty() ? 1 : 0;
            auto number = cell(numbered.number);
            const auto anchor = control_anchor({catalog.id, "offered-" + numbered.number});
            number.link = offered.empty() ? std::string() : "#" + anchor;
            list.bodies[numbered.number.starts_with('R') ? 1 : 0].rows.push_back(
                {control_anchor({catalog.id, "number-" + numbered.number}),
                 {std::move(number), cell(capitalised(numbered.title)), cell(clauses_of(numbered)), cell(number_text(offered.size())),
                  state}});
            TableBody body{fmt::format("{} {}", numbered.number, capitalised(numbered.title)), number_text(offered.size()), {}};
            bool has_gap = false;
            for (const auto& each : offered) {
                const auto gaps = finder.gaps(each);
                const auto version = finder.version_cell(each);
                has_gap = has_gap || !gaps.empty();
                body.rows.push_back(
                    {body.rows.empty() ? anchor : std::string(),
                     {cell(each.evidence->text("title"), each.evidence->text("id")), version, cell_or(review_text(each), "not reviewed"),
                      gaps.empty() ? cell("none") : cell_or({}, capitalised(gaps))}});
                report.sheet.rows.push_back({catalog.id, numbered.number, numbered.title, clauses_of(numbered), state.text,
                                             std::to_string(numbered.wanted), std::to_string(numbered.satisfied), each.evidence->text("id"),
                                             each.evidence->text("title"), each.evidence->text("version"), version.text, review_text(each),
                                             gaps});
            }
            if (offered.empty()) {
                report.sheet.rows.push_back({catalog.id, numbered.number, numbered.title, clauses_of(numbered), state.text,
                                             std::to_string(numbered.wanted), std::to_string(numbered.satisfied), "", "", "", "", "",
                                             "nothing was offered"});
            }
            with_gaps += has_gap ? 1 : 0;
            detail.bodies.push_back(std::move(body));
        }
        for (auto& body : list.bodies) {
            body.note = number_text(body.rows.size());
        }
        const auto id = "i-" + std::to_string(++part);
        report.parts.push_back(
            {id,
             catalog.title,
             number_text(demands.size()),
             "The documents (D) and records (R) of the catalog's list, with what was offered of each. Follow a number to the evidence.",
             "",
             {},
             {std::move(list)}});
        report.parts.push_back(
            {id + "-offered",
             catalog.title + ": evidence offered",
             "",
             "For each number: the approved version by the document register, the review of its links, and what is wrong with it.",
             "No evidence was offered.",
             {},
             {std::move(detail)}});
    }
    report.statement =
        numbers == 0
            ? std::string("No catalog of this assessment lists documents and records by number.")
            : fmt::format("{} of {} numbered documents and records are accepted wherever they are wanted; of {} nothing was offered.",
                          accepted, numbers, silent);
    report.tone = numbers == 0 || accepted < numbers ? "open" : "met";
    report.notes = {"The numbers are Assay's list, not the standard's. Nothing offered is no failure; it shows nothing either.",
                    "Evidence may answer several numbers. Approval is read from the document register; a record needs none."};
    report.figures = {
        {"Numbers", number_text(numbers), "documents and records asked for", ""},
        {"Accepted", number_text(accepted), fmt::format("{} of {}, wherever wanted", accepted, numbers), ""},
        {"Nothing offered", number_text(silent), fmt::format("{} of {}", silent, numbers), silent > 0 ? "open" : ""},
        {"With gaps in what was offered", number_text(with_gaps), "version, approval, review, file", with_gaps > 0 ? "remark" : ""}};
    return report;
}

} // namespace assay
