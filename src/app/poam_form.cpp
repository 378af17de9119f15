#include "app/poam_form.hpp"

#include "app/export_sheet.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/xlsx.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_shortest_cve = std::string_view("CVE-2024-1234").size();

struct WordPair {
    std::string_view ours;
    std::string_view theirs;
};

/// The other word, or none for a word that is not in the table.
std::string translated(std::span<const WordPair> table, const std::string& word) {
    const auto found = std::ranges::find(table, std::string_view(word), &WordPair::ours);
    return found == table.end() ? std::string() : std::string(found->theirs);
}

constexpr std::array k_emass_status{WordPair{"open", "Ongoing"}, WordPair{"completed", "Completed"},
                                    WordPair{"risk_accepted", "Risk Accepted"}, WordPair{"not_applicable", "Not Applicable"}};
constexpr std::array k_emass_raw{WordPair{"very_low", "III"}, WordPair{"low", "III"}, WordPair{"moderate", "II"}, WordPair{"high", "I"},
                                 WordPair{"very_high", "I"}};
constexpr std::array k_emass_level{WordPair{"very_low", "Very Low"}, WordPair{"low", "Low"}, WordPair{"moderate", "Moderate"},
                                   WordPair{"high", "High"}, WordPair{"very_high", "Very High"}};
/// FedRAMP knows three ratings.
constexpr std::array k_fedramp_rating{WordPair{"very_low", "Low"}, WordPair{"low", "Low"}, WordPair{"moderate", "Moderate"},
                                      WordPair{"high", "High"}, WordPair{"very_high", "High"}};
constexpr std::array k_source{WordPair{"assessment", "Security control assessment"},
                              WordPair{"monitoring", "Continuous monitoring"},
                              WordPair{"audit", "Audit"},
                              WordPair{"scan", "Vulnerability scan"},
                              WordPair{"incident", "Incident"},
                              WordPair{"self_identified", "Self-assessment"},
                              WordPair{"other", "Other"}};

struct RiskLevels {
    std::string likelihood;
    std::string impact;
};

/// What items refer to, by key.
struct FormNames {
    std::map<std::string, std::string> persons;
    std::map<std::string, std::string> offices;  ///< of a system: its organization
    std::map<std::string, std::string> services; ///< of a system
    std::map<std::string, RiskLevels> risks;
};

struct FormItem {
    const NamedRow& row;
    const FormNames& names;
    [[nodiscard]] std::string text(std::string_view field) const { return row.text(field); }
    [[nodiscard]] std::string status() const {
        auto word = row.text("status");
        return word.empty() ? "open" : word;
    }
    [[nodiscard]] std::string of(const std::map<std::string, std::string>& names_of, std::string_view field) const {
        const auto key = row.text(field);
        const auto found = names_of.find(key);
        return found == names_of.end() ? std::string() : found->second;
    }
    /// A person registered or not.
    [[nodiscard]] std::string person(std::string_view field) const {
        auto name = of(names.persons, field);
        return name.empty() ? row.text(field) : name;
    }
    [[nodiscard]] std::string risk(std::string RiskLevels::*level) const {
        const auto found = names.risks.find(row.text("risk"));
        return found == names.risks.end() ? std::string() : translated(k_emass_level, found->second.*level);
    }
};

std::string us_day(Date date) {
    const auto iso = to_text(date);
    return fmt::format("{}/{}/{}", iso.substr(5, 2), iso.substr(8, 2), iso.substr(0, 4));
}

std::string joined(std::initializer_list<std::string> parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() || part.empty() ? std::string() : std::string(separator)) + part;
    }
    return text;
}

/// "label 01/31/2026, by NAME", or nothing without a day.
std::string told_day(const FormItem& item, std::string_view label, std::string_view field, std::string_view by) {
    const auto day = item.row.date(field);
    const auto who = by.empty() ? std::string() : item.person(by);
    return day ? fmt::format("{} {}{}", label, us_day(*day), who.empty() ? "" : " by " + who) : std::string();
}

std::string milestone_changes(const FormItem& item) {
    return joined({item.text("milestone_changes"), told_day(item, "Completion now expected", "revised_completion", {})}, "; ");
}

/// "CVE-2024-12345" wherever an item names one, once each.
std::string cves_of(const FormItem& item) {
    std::vector<std::string> found;
    for (const auto* field : {"source_reference", "weakness", "description"}) {
        const auto text = item.text(field);
        for (auto at = text.find("CVE-"); at != std::string::npos; at = text.find("CVE-", at + 4)) {
            const auto end = std::min(text.find_first_not_of("0123456789-", at + 4), text.size());
            auto id = text.substr(at, end - at);
            while (id.ends_with('-')) {
                id.pop_back();
            }
            if (id.size() >= k_shortest_cve && std::ranges::find(found, id) == found.end()) {
                found.push_back(std::move(id));
            }
        }
    }
    return fmt::format("{}", fmt::join(found, ", "));
}

/// The last day on which something about the item was decided or looked at.
std::optional<Date> status_day(const FormItem& item) {
    std::optional<Date> last;
    for (const auto* field : {"reviewed_on", "completed_on", "verified_on", "accepted_on"}) {
        if (const auto day = item.row.date(field)) {
            last = std::max(last.value_or(*day), *day);
        }
    }
    return last;
}

bool is_adjusted(const FormItem& item) {
    const auto residual = item.text("residual_risk");
    return !residual.empty() && !item.text("severity").empty() && translated(k_fedramp_rating, residual) != translated(k_fedramp_rating, item.text("severity"));
}

std::string source_words(const FormItem& item) { return translated(k_source, item.text("source")); }

struct FormColumn {
    std::string_view title;
    std::size_t longest = 0; ///< characters that the system takes; 0: not known
    std::string (*text)(const FormItem&) = nullptr;
    std::optional<Date> (*date)(const FormItem&) = nullptr;
};

std::string nothing(const FormItem&) { return {}; }

// The columns of an eMASS POA&M export, from "POA&M Item ID" on; lengths as the eMASS API documents them.
constexpr std::array k_emass{
    FormColumn{"POA&M Item ID", 0, [](const FormItem& i) { return i.text("id"); }},
    FormColumn{"Control Vulnerability Description", 2000,
               [](const FormItem& i) {
                   return joined({i.text("weakness"), i.text("description")}, ": ");
               }},
    FormColumn{"Security Control Number (NC/NA controls only)", 0, [](const FormItem& i) { return i.text("control"); }},
    FormColumn{"Office/Org", 100,
               [](const FormItem& i) {
                   return joined({i.of(i.names.offices, "system"), i.person("owner")}, ", ");
               }},
    FormColumn{"Security Checks", 0, [](const FormItem& i) { return i.text("source_reference"); }},
    FormColumn{"Resources Required", 250, [](const FormItem& i) { return i.text("resources"); }},
    FormColumn{"Scheduled Completion Date", 0, nullptr, [](const FormItem& i) { return i.row.date("scheduled_completion"); }},
    FormColumn{"Milestone with Completion Dates", 2000, [](const FormItem& i) { return i.text("milestones"); }},
    FormColumn{"Milestone Changes", 2000, milestone_changes},
    FormColumn{"Source Identifying Vulnerability", 2000, source_words},
    FormColumn{"Status", 0, [](const FormItem& i) { return translated(k_emass_status, i.status()); }},
    FormColumn{"Comments", 2000,
               [](const FormItem& i) {
                   return joined({i.text("note"), i.text("delay_reason"), told_day(i, "Completed", "completed_on", {}),
                                  told_day(i, "Verified", "verified_on", "verified_by"),
                                  told_day(i, "Risk accepted", "accepted_on", "accepted_by"),
                                  told_day(i, "Accepted until", "accepted_until", {})},
                                 "; ");
               }},
    FormColumn{"Raw Severity", 0, [](const FormItem& i) { return translated(k_emass_raw, i.text("severity")); }},
    FormColumn{"Devices Affected", 0, [](const FormItem& i) { return i.text("asset"); }},
    FormColumn{"Mitigations", 2000, nothing},
    FormColumn{"Predisposing Conditions", 0, nothing},
    FormColumn{"Severity", 0, [](const FormItem& i) { return translated(k_emass_level, i.text("severity")); }},
    FormColumn{"Relevance of Threat", 0, nothing},
    FormColumn{"Threat Description", 0, nothing},
    FormColumn{"Likelihood", 0, [](const FormItem& i) { return i.risk(&RiskLevels::likelihood); }},
    FormColumn{"Impact", 0, [](const FormItem& i) { return i.risk(&RiskLevels::impact); }},
    FormColumn{"Impact Description", 0, nothing},
    FormColumn{"Residual Risk Level", 0, [](const FormItem& i) { return translated(k_emass_level, i.text("residual_risk")); }},
    FormColumn{"Recommendations", 2000, [](const FormItem& i) { return i.text("plan"); }},
    FormColumn{"Resulting Residual Risk after Proposed Mitigations", 0, nothing},
};

// The columns of the FedRAMP POA&M template (row 5 of its sheets), with those of the update of 28 June 2022.
constexpr std::array k_fedramp{
    FormColumn{"POAM ID", 0, [](const FormItem& i) { return i.text("id"); }},
    FormColumn{"Controls", 0, [](const FormItem& i) { return i.text("control"); }},
    FormColumn{"Weakness Name", 0, [](const FormItem& i) { return i.text("weakness"); }},
    FormColumn{"Weakness Description", 0, [](const FormItem& i) { return i.text("description"); }},
    FormColumn{"Weakness Detector Source", 0, source_words},
    FormColumn{"Weakness Source Identifier", 0, [](const FormItem& i) { return i.text("source_reference"); }},
    FormColumn{"Asset Identifier", 0, [](const FormItem& i) { return i.text("asset"); }},
    FormColumn{"Point of Contact", 0, [](const FormItem& i) { return i.person("owner"); }},
    FormColumn{"Resources Required", 0, [](const FormItem& i) { return i.text("resources"); }},
    FormColumn{"Overall Remediation Plan", 0, [](const FormItem& i) { return i.text("plan"); }},
    FormColumn{"Original Detection Date", 0, nullptr, [](const FormItem& i) { return i.row.date("found_on"); }},
    FormColumn{"Scheduled Completion Date", 0, nullptr, [](const FormItem& i) { return i.row.date("scheduled_completion"); }},
    FormColumn{"Planned Milestones", 0, [](const FormItem& i) { return i.text("milestones"); }},
    FormColumn{"Milestone Changes", 0, milestone_changes},
    FormColumn{"Status Date", 0, nullptr, status_day},
    FormColumn{"Vendor Dependency", 0, nothing},
    FormColumn{"Last Vendor Check-in Date", 0, nothing},
    FormColumn{"Vendor Dependent Product Name", 0, nothing},
    FormColumn{"Original Risk Rating", 0, [](const FormItem& i) { return translated(k_fedramp_rating, i.text("severity")); }},
    FormColumn{"Adjusted Risk Rating", 0,
               [](const FormItem& i) { return is_adjusted(i) ? translated(k_fedramp_rating, i.text("residual_risk")) : std::string(); }},
    FormColumn{"Risk Adjustment", 0,
               [](const FormItem& i) {
                   return std::string(!is_adjusted(i) ? "No" : i.text("accepted_by").empty() ? "Pending" : "Yes");
               }},
    // An item that does not apply may be a false positive or withdrawn: the register does not say which.
    FormColumn{"False Positive", 0, [](const FormItem& i) { return std::string(i.status() == "not_applicable" ? "" : "No"); }},
    FormColumn{"Operational Requirement", 0, [](const FormItem& i) { return std::string(i.status() == "risk_accepted" ? "Yes" : "No"); }},
    FormColumn{"Deviation Rationale", 0, [](const FormItem& i) { return i.text("delay_reason"); }},
    FormColumn{"Supporting Documents", 0, [](const FormItem& i) { return i.text("document"); }},
    FormColumn{"Comments", 0,
               [](const FormItem& i) {
                   return joined({i.text("note"), told_day(i, "Risk accepted", "accepted_on", "accepted_by"),
                                  told_day(i, "Completed", "completed_on", {})},
                                 "; ");
               }},
    FormColumn{"Auto-Approve", 0, nothing},
    FormColumn{"Binding Operational Directive 22-01 tracking", 0, nothing},
    FormColumn{"Binding Operational Directive 22-01 Due Date", 0, nothing},
    FormColumn{"CVE", 0, cves_of},
    FormColumn{"Service Name", 0, [](const FormItem& i) { return i.of(i.names.services, "system"); }},
};

FormNames read_names(QueryRunner& runner, const Schema& schema) {
    FormNames names;
    std::map<std::string, std::string> organizations;
    std::map<std::string, std::string> services;
    read_register(runner, schema, "person", [&](const NamedRow& row) { names.persons[row.text("id")] = row.text("name"); });
    read_register(runner, schema, "organization", [&](const NamedRow& row) { organizations[row.text("id")] = row.text("name"); });
    read_register(runner, schema, "service", [&](const NamedRow& row) { services[row.text("id")] = row.text("name"); });
    read_register(runner, schema, "system", [&](const NamedRow& row) {
        names.offices[row.text("id")] = organizations[row.text("organization")];
        names.services[row.text("id")] = services[row.text("service")];
    });
    read_register(runner, schema, "risk", [&](const NamedRow& row) {
        names.risks[row.text("id")] = {row.text("likelihood"), row.text("impact")};
    });
    return names;
}

bool is_wanted(PoamForm form, const std::string& status) {
    const bool is_open = status == "open" || status == "risk_accepted";
    return form == PoamForm::emass || (form == PoamForm::fedramp) == is_open;
}

XlsxCell form_cell(const FormColumn& column, const FormItem& item) {
    if (column.date == nullptr) {
        return {column.text(item), std::nullopt};
    }
    const auto day = column.date(item);
    if (!day) {
        return {};
    }
    const auto number = day->time_since_epoch().count();
    return number >= k_first_sheet_day ? XlsxCell{{}, static_cast<double>(number)} : XlsxCell{us_day(*day), std::nullopt};
}

/// As the reader of sheets gives it back.
std::string as_read(const XlsxCell& cell) {
    return cell.number ? to_text(Date(std::chrono::days(static_cast<int>(*cell.number)))) : cell.text;
}

void verify_form(const std::filesystem::path& file, const std::string& sheet, std::span<const FormColumn> columns, std::span<const std::vector<XlsxCell>> rows) {
    XlsxOptions options;
    options.sheet = sheet;
    options.header_row = 1;
    const auto reader = open_xlsx(file, options);
    const auto fail = [&](const std::string& where) {
        throw Error(fmt::format("'{}' was written but reads back differently: {}", escape_control(file.string()), where));
    };
    if (!std::ranges::equal(reader->header(), columns, {}, {}, &FormColumn::title)) {
        fail("header");
    }
    RawRow row;
    for (const auto& meant : rows) {
        if (!reader->next(row) || row.cells.size() != meant.size()) {
            fail("rows or columns are missing");
        }
        for (std::size_t i = 0; i < meant.size(); ++i) {
            if (row.cells[i] != as_read(meant[i])) {
                fail("cell " + reader->layout().address(i, row.line));
            }
        }
    }
    if (reader->next(row)) {
        fail("it has more rows");
    }
}

} // namespace

void write_poam_form(QueryRunner& runner, const Session& session, PoamForm form, const std::filesystem::path& file, ExportReport& report) {
    const std::span<const FormColumn> columns =
        form == PoamForm::emass ? std::span<const FormColumn>(k_emass) : std::span<const FormColumn>(k_fedramp);
    const auto names = read_names(runner, session.content.schema);
    std::vector<XlsxColumn> titles;
    for (const auto& column : columns) {
        titles.push_back({std::string(column.title), column.date == nullptr ? XlsxColumn::Kind::text : XlsxColumn::Kind::us_date, 0, false, {}, false, {}});
    }
    std::vector<std::vector<XlsxCell>> rows;
    std::int64_t left_out = 0;
    std::int64_t too_long = 0;
    read_register(runner, session.content.schema, "poam", [&](const NamedRow& row) {
        const FormItem item{row, names};
        if (!is_wanted(form, item.status())) {
            ++left_out;
            return;
        }
        auto& cells = rows.emplace_back();
        for (const auto& column : columns) {
            cells.push_back(form_cell(column, item));
            too_long += column.longest > 0 && to_code_points(cells.back().text).size() > column.longest ? 1 : 0;
        }
    });
    XlsxWriter writer(file,
                      form == PoamForm::emass     ? "POA&M"
                      : form == PoamForm::fedramp ? "Open POA&M Items"
                                                  : "Closed POA&M Items",
                      titles, made_at(session, report.state));
    for (const auto& cells : rows) {
        writer.write(cells);
    }
    writer.commit();
    verify_form(file, writer.sheet(), columns, rows);
    report.rows = static_cast<std::int64_t>(rows.size());
    if (left_out > 0) {
        const bool open = form == PoamForm::fedramp;
        report.notes.push_back(fmt::format("{} left out; --form {} writes {}",
                                           count_of(left_out, open ? "item that is closed is" : "item that is open is",
                                                    open ? "items that are closed are" : "items that are open are"),
                                           open ? "fedramp-closed" : "fedramp", left_out == 1 ? "it" : "them"));
    }
    if (too_long > 0) {
        report.notes.push_back(fmt::format(
            "{} longer than eMASS takes (2,000 characters; 250 for resources, 100 for the office); shorten {} before the upload",
            count_of(too_long, "text is", "texts are"), too_long == 1 ? "it" : "them"));
    }
}

} // namespace assay
