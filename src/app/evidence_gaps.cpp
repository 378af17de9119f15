#include "assay/app/evidence_gaps.hpp"

#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"
#include "assay/formats/json.hpp"

#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

std::string date_text(const std::optional<Date>& date) { return date ? to_text(*date) : std::string(); }

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    return line + "\r\n";
}

} // namespace

std::vector<EvidenceGap> list_evidence_gaps(const Run& run, Session& session, Date on) {
    const Library no_checks;
    const auto runner = session.store.runner(run, session.zone);
    std::vector<std::string> standards;
    standards.reserve(session.workspace.standards.size());
    for (const auto& use : session.workspace.standards) {
        standards.push_back(use.catalog);
    }
    return find_evidence_gaps(run, {session.workspace, session.content.schema, session.content.catalogs, standards, no_checks, *runner, session.zone, on});
}

std::string to_text(const std::vector<EvidenceGap>& gaps, Date on) {
    if (gaps.empty()) {
        return fmt::format("on {} every standard demand has accepted evidence\n", to_text(on));
    }
    TextTable table{{{"control", false}, {"subject", false}, {"demand", false}, {"reason", false}, {"owner", false}, {"due", false}}, {}};
    std::set<ControlId> controls;
    std::int64_t without_owner = 0;
    for (const auto& gap : gaps) {
        controls.insert(gap.control);
        without_owner += gap.owner.empty() ? 1 : 0;
        table.rows.push_back({to_text(gap.control), gap.subject.empty() ? gap.subject_title : gap.subject, gap.number.empty() ? gap.demand : gap.demand + " " + gap.number, gap.reason,
                              gap.owner.empty() ? "not recorded" : gap.owner_name, date_text(gap.due)});
    }
    auto text = to_text(table, 0);
    text += fmt::format("\non {}: {} of {} without accepted evidence", to_text(on), count_of(static_cast<std::int64_t>(gaps.size()), "demand", "demands"),
                        count_of(static_cast<std::int64_t>(controls.size()), "control", "controls"));
    return text + (without_owner > 0 ? fmt::format(", {} without a recorded owner\n", group_thousands(without_owner)) : std::string("\n"));
}

std::string to_csv(const std::vector<EvidenceGap>& gaps) {
    auto text = csv_line({"catalog", "control", "cite", "title", "subject", "subject_title", "demand", "number", "wanted", "reason", "owner", "owner_name", "request",
                          "asked_on", "due"});
    for (const auto& gap : gaps) {
        text += csv_line({gap.control.catalog, gap.control.control, gap.cite, gap.control_title, gap.subject, gap.subject_title, gap.demand, gap.number, gap.wanted,
                          gap.reason, gap.owner, gap.owner_name, gap.request, date_text(gap.asked_on), date_text(gap.due)});
    }
    return text;
}

std::string to_json(const std::vector<EvidenceGap>& gaps) {
    JsonWriter json;
    json.begin_array();
    for (const auto& gap : gaps) {
        json.begin_object().field("catalog", gap.control.catalog).field("control", gap.control.control).field("cite", gap.cite);
        json.field("title", gap.control_title).field("subject", gap.subject).field("subject_title", gap.subject_title).field("demand", gap.demand);
        json.field("number", gap.number).field("wanted", gap.wanted).field("reason", gap.reason).field("owner", gap.owner).field("owner_name", gap.owner_name);
        json.field("request", gap.request).field("asked_on", date_text(gap.asked_on)).field("due", date_text(gap.due)).end_object();
    }
    json.end_array();
    return json.finish();
}

} // namespace assay
