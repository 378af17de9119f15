// STIG Viewer 2 checklists: one asset, several STIGs. Knows no register.
#pragma once

#include "formats/technical_rows.hpp"
#include "formats/xml_push.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::technical {

/// What a checklist says of its asset. Both kinds of checklist have the same.
struct ChecklistAsset {
    std::string host;
    std::string fqdn;
    std::string address;
    bool web_or_database = false;
    std::string site;
    std::string instance;
};
struct ChecklistStig {
    std::string id;
    std::string title;
    std::string version;
    std::string release;
    std::string tool;
    std::string tool_version;
    std::string checked_at;
};
/// Fills the cells that all rows of one STIG share.
void fill_checklist_row(TestRow& row, const ChecklistAsset& asset, const ChecklistStig& stig);
/// "2, Release: 5 Benchmark Date: 07 Jun 2023"
[[nodiscard]] std::string show_stig_version(const ChecklistStig& stig);

class CklEvents final : public XmlEvents {
public:
    /// Borrows all.
    CklEvents(const TechnicalOptions& options, Rows& rows) : m_options(options), m_rows(rows) {}
    void attach(XmlPush& push) { m_push = &push; }

    void start(std::string_view space, std::string_view name, const XmlAttributes& attributes) override;
    void end() override;
    void text(std::string_view piece) override;
    void comment(std::string_view text) override;

private:
    enum class At : std::uint8_t { outside, checklist, asset, stigs, stig, stig_info, stig_item, vuln, vuln_item, leaf };
    struct Element;
    [[nodiscard]] static const Element* find_element(At in, std::string_view name);
    void end_leaf();
    void end_vuln();
    void end_stig();
    void take_asset(const std::string& name, std::string value);
    void take_info();
    void take_attribute();
    void take_answer(const std::string& name, const std::string& value);

    const TechnicalOptions& m_options;
    Rows& m_rows;
    XmlPush* m_push = nullptr;
    std::vector<At> m_at{At::outside};
    std::vector<std::string> m_names; ///< of the open elements
    BoundedText m_text;
    std::string m_item_name; ///< of SI_DATA or STIG_DATA
    std::string m_item_value;
    bool m_has_asset = false;
    ChecklistAsset m_asset;
    ChecklistStig m_whole; ///< tool and time of the whole checklist
    ChecklistStig m_stig;
    std::vector<TestRow> m_results;
    TestRow m_row;
    TechnicalTest m_test;
    std::uint64_t m_bytes = 0;
};

} // namespace assay::technical
