#include "formats/ckl_events.hpp"

#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::technical {
namespace {

/// The text of <name> in a comment that holds elements; the first one.
std::string element_in(std::string_view comment, std::string_view name) {
    const auto open = fmt::format("<{}>", name);
    const auto from = comment.find(open);
    if (from == std::string_view::npos) {
        return {};
    }
    const auto begin = from + open.size();
    const auto end = comment.find('<', begin);
    return end == std::string_view::npos ? std::string() : std::string(trim(comment.substr(begin, end - begin)));
}

} // namespace

std::string show_stig_version(const ChecklistStig& stig) {
    return stig.version.empty() ? stig.release : stig.release.empty() ? stig.version : fmt::format("{}, {}", stig.version, stig.release);
}

void fill_checklist_row(TestRow& row, const ChecklistAsset& asset, const ChecklistStig& stig) {
    row.at(Column::asset) = asset.host.empty() ? asset.fqdn : asset.host;
    row.at(Column::fqdn) = asset.fqdn;
    row.at(Column::address) = asset.address;
    // One host has a checklist for each of its databases and sites.
    row.at(Column::instance) = "1";
    if (asset.web_or_database && !(asset.site.empty() && asset.instance.empty())) {
        row.at(Column::instance) =
            asset.site.empty() || asset.instance.empty() ? asset.site + asset.instance : asset.site + " / " + asset.instance;
    }
    row.at(Column::benchmark) = stig.id;
    row.at(Column::benchmark_title) = stig.title;
    row.at(Column::benchmark_version) = show_stig_version(stig);
    row.at(Column::profile) = std::string(k_no_profile);
    row.at(Column::tool) = stig.tool;
    row.at(Column::tool_version) = stig.tool_version;
    if (row.at(Column::checked_at).empty()) {
        row.at(Column::checked_at) = stig.checked_at;
    }
}

struct CklEvents::Element {
    At in;
    std::string_view name;
    At at;
};

const CklEvents::Element* CklEvents::find_element(At in, std::string_view name) {
    // Every element of U_Checklist_Schema_V2, by the one around it.
    static constexpr std::array k_elements{
        Element{At::outside, "CHECKLIST", At::checklist},
        Element{At::checklist, "ASSET", At::asset},
        Element{At::checklist, "STIGS", At::stigs},
        Element{At::asset, "ROLE", At::leaf},
        Element{At::asset, "ASSET_TYPE", At::leaf},
        Element{At::asset, "MARKING", At::leaf},
        Element{At::asset, "HOST_NAME", At::leaf},
        Element{At::asset, "HOST_IP", At::leaf},
        Element{At::asset, "HOST_MAC", At::leaf},
        Element{At::asset, "HOST_GUID", At::leaf},
        Element{At::asset, "HOST_FQDN", At::leaf},
        Element{At::asset, "TARGET_COMMENT", At::leaf},
        Element{At::asset, "TECH_AREA", At::leaf},
        Element{At::asset, "TARGET_KEY", At::leaf},
        Element{At::asset, "STIG_GUID", At::leaf},
        Element{At::asset, "WEB_OR_DATABASE", At::leaf},
        Element{At::asset, "WEB_DB_SITE", At::leaf},
        Element{At::asset, "WEB_DB_INSTANCE", At::leaf},
        Element{At::stigs, "iSTIG", At::stig},
        Element{At::stig, "STIG_INFO", At::stig_info},
        Element{At::stig, "VULN", At::vuln},
        Element{At::stig_info, "SI_DATA", At::stig_item},
        Element{At::stig_item, "SID_NAME", At::leaf},
        Element{At::stig_item, "SID_DATA", At::leaf},
        Element{At::vuln, "STIG_DATA", At::vuln_item},
        Element{At::vuln, "STATUS", At::leaf},
        Element{At::vuln, "FINDING_DETAILS", At::leaf},
        Element{At::vuln, "COMMENTS", At::leaf},
        Element{At::vuln, "SEVERITY_OVERRIDE", At::leaf},
        Element{At::vuln, "SEVERITY_JUSTIFICATION", At::leaf},
        Element{At::vuln_item, "VULN_ATTRIBUTE", At::leaf},
        Element{At::vuln_item, "ATTRIBUTE_DATA", At::leaf},
    };
    const auto* const found = std::ranges::find_if(k_elements, [&](const Element& each) { return each.in == in && each.name == name; });
    return found == k_elements.end() ? nullptr : found;
}

void CklEvents::start(std::string_view space, std::string_view name, const XmlAttributes&) {
    const auto* element = space.empty() ? find_element(m_at.back(), name) : nullptr;
    if (element == nullptr) {
        const auto around = m_names.empty() ? std::string("a checklist") : fmt::format("'{}'", m_names.back());
        m_push->fail(fmt::format("'{}'{} does not belong in {} of a STIG Viewer checklist; export the checklist anew", escape_control(name),
                                 space.empty() ? std::string() : fmt::format(" of namespace '{}'", escape_control(space)), around));
        return;
    }
    m_at.push_back(element->at);
    m_names.emplace_back(name);
    switch (element->at) {
    case At::asset:
        if (m_has_asset) {
            m_push->fail("a second 'ASSET' in one checklist; export each asset to a file of its own");
        }
        m_has_asset = true;
        break;
    case At::stigs:
        if (!m_has_asset) {
            m_push->fail("'STIGS' stands before 'ASSET'; export the checklist anew");
        }
        break;
    case At::stig:
        m_stig = m_whole;
        m_test = {};
        m_test.line = m_push->line();
        m_results.clear();
        m_bytes = 0;
        break;
    case At::vuln:
        m_row = {};
        m_row.line = m_push->line();
        break;
    case At::stig_item:
    case At::vuln_item:
        m_item_name.clear();
        m_item_value.clear();
        break;
    case At::leaf:
        m_text.clear();
        break;
    default:
        break;
    }
}

void CklEvents::text(std::string_view piece) {
    if (m_at.back() == At::leaf) {
        m_text.add(piece, m_options.max_cell_bytes + 1);
        return;
    }
    if (!trim(piece).empty()) {
        m_push->fail(fmt::format("text where an element of a STIG Viewer checklist is expected, in '{}'; export the checklist anew",
                                 m_names.back()));
    }
}

/// Evaluate-STIG says in comments with what and when it filled the checklist, the whole or one STIG; others name only themselves.
void CklEvents::comment(std::string_view text) {
    const auto at = m_at.back();
    const auto name = trim(text);
    if (at != At::outside && at != At::checklist && at != At::stig && at != At::stigs) {
        return;
    }
    auto& told = at == At::stig ? m_stig : m_whole;
    if (name.starts_with("<Evaluate-STIG>")) {
        told.tool = "Evaluate-STIG";
        if (at != At::stig) {
            told.tool_version = element_in(name, "version");
        }
        if (auto time = element_in(name, "time"); !time.empty()) {
            told.checked_at = std::move(time);
        }
    } else if (at == At::outside && (name.starts_with("STIG Manager ") || name.starts_with("DISA STIG Viewer"))) {
        const auto space = name.rfind(' ');
        m_whole.tool = name.starts_with("STIG Manager ") ? "STIG Manager" : "STIG Viewer";
        m_whole.tool_version = std::string(name.substr(space + 1));
    }
}

void CklEvents::end() {
    const auto at = m_at.back();
    if (at == At::leaf) {
        end_leaf();
    } else if (at == At::stig_item) {
        take_info();
    } else if (at == At::vuln_item) {
        take_attribute();
    } else if (at == At::vuln) {
        end_vuln();
    } else if (at == At::stig) {
        end_stig();
    }
    m_at.pop_back();
    m_names.pop_back();
}

void CklEvents::end_leaf() {
    std::string value(trim(m_text.text));
    const auto& name = m_names.back();
    switch (m_at[m_at.size() - 2]) {
    case At::asset:
        take_asset(name, std::move(value));
        break;
    case At::stig_item:
    case At::vuln_item:
        (name == "SID_NAME" || name == "VULN_ATTRIBUTE" ? m_item_name : m_item_value) = std::move(value);
        break;
    default:
        take_answer(name, value);
        break;
    }
}

void CklEvents::take_asset(const std::string& name, std::string value) {
    if (name == "HOST_NAME") {
        m_asset.host = std::move(value);
    } else if (name == "HOST_FQDN") {
        m_asset.fqdn = std::move(value);
    } else if (name == "HOST_IP") {
        m_asset.address = std::move(value);
    } else if (name == "WEB_OR_DATABASE") {
        m_asset.web_or_database = value == "true";
    } else if (name == "WEB_DB_SITE") {
        m_asset.site = std::move(value);
    } else if (name == "WEB_DB_INSTANCE") {
        m_asset.instance = std::move(value);
    }
}

void CklEvents::take_info() {
    if (m_item_name == "stigid") {
        m_stig.id = m_item_value;
    } else if (m_item_name == "title") {
        m_stig.title = m_item_value;
    } else if (m_item_name == "version") {
        m_stig.version = m_item_value;
    } else if (m_item_name == "releaseinfo") {
        m_stig.release = m_item_value;
    }
}

void CklEvents::take_attribute() {
    if (m_item_value.empty()) {
        return;
    }
    if (m_item_name == "Vuln_Num") {
        m_row.at(Column::vuln) = m_item_value;
    } else if (m_item_name == "Rule_ID") {
        m_row.at(Column::rule) = m_item_value;
    } else if (m_item_name == "Rule_Ver") {
        m_row.at(Column::rule_version) = m_item_value;
    } else if (m_item_name == "Rule_Title") {
        m_row.at(Column::title) = m_item_value;
    } else if (m_item_name == "Severity") {
        m_row.at(Column::severity) = m_item_value;
    } else if (m_item_name == "CCI_REF") {
        add_word(m_row.at(Column::cci), m_item_value, m_options.max_cell_bytes);
    } else if (m_item_name == "LEGACY_ID") {
        add_word(m_row.at(Column::identifiers), m_item_value, m_options.max_cell_bytes);
    }
}

void CklEvents::take_answer(const std::string& name, const std::string& value) {
    if (name == "STATUS") {
        m_row.at(Column::result) = value;
    } else if (name == "FINDING_DETAILS") {
        m_row.at(Column::details) = value;
    } else if (name == "COMMENTS") {
        m_row.at(Column::comments) = value;
    } else if (name == "SEVERITY_OVERRIDE") {
        m_row.at(Column::severity_override) = value;
    } else if (name == "SEVERITY_JUSTIFICATION") {
        m_row.at(Column::override_reason) = value;
    }
}

void CklEvents::end_vuln() {
    m_bytes += m_row.bytes();
    if (m_bytes > m_options.max_kept_bytes) {
        m_push->fail(fmt::format("one STIG holds more than {} MB of results; split the file", m_options.max_kept_bytes >> 20U));
        return;
    }
    m_results.push_back(std::move(m_row));
}

void CklEvents::end_stig() {
    for (auto& row : m_results) {
        fill_checklist_row(row, m_asset, m_stig);
        finish_row(row, m_options);
        m_rows.ready.push_back(std::move(row));
    }
    m_rows.rows += m_results.size();
    ++m_rows.tests;
    m_results.clear();
    m_test.asset = m_asset.host.empty() ? m_asset.fqdn : m_asset.host;
    m_test.asset = m_test.asset.empty() ? m_options.asset : m_test.asset;
    m_test.benchmark = m_stig.id;
    m_test.profile = std::string(k_no_profile);
    if (m_options.take_test) {
        m_options.take_test(m_test);
    }
}

} // namespace assay::technical
