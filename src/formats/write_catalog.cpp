#include "assay/formats/write_catalog.hpp"

#include "assay/formats/escape.hpp"
#include "assay/model/catalog_tree.hpp"
#include "assay/model/catalog_words.hpp"
#include "formats/xml_ids.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace assay {
namespace {

class CatalogWriter {
public:
    explicit CatalogWriter(const Catalog& catalog) : m_catalog(catalog) {}

    std::string write() {
        m_obligation = most_frequent_obligation();
        m_text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<catalog";
        put("id", m_catalog.id);
        put("title", m_catalog.title);
        put("version", m_catalog.version);
        put("scale", to_text(m_catalog.scale));
        put("obligation", to_text(m_obligation));
        if (m_catalog.headline_is_shall != (m_catalog.scale == Scale::iso17021)) {
            put("headline", m_catalog.headline_is_shall ? "shall" : "control");
        }
        if (!m_catalog.is_paraphrased) {
            put("wording", "original");
        }
        m_text += ">\n";
        put_text(1, "source", m_catalog.source);
        for (const auto& reference : m_catalog.references) {
            start(1, "reference");
            put("title", reference.title);
            put("superseded-by", reference.superseded_by);
            m_text += "/>\n";
        }
        for (const auto& role : m_catalog.roles) {
            start(1, "role");
            put("id", role.id);
            put("title", role.title);
            put("section", role.section);
            m_text += ">\n";
            for (const auto& each : role.responsibilities) {
                put_text(2, "responsibility", each);
            }
            end(1, "role");
        }
        write_entries(make_catalog_tree(m_catalog), 1, Position::none);
        m_text += "</catalog>\n";
        return std::move(m_text);
    }

private:
    void put(std::string_view key, std::string_view value) {
        if (!value.empty()) {
            ((((m_text += ' ') += key) += "=\"") += escape_xml_attribute(value)) += '"';
        }
    }
    void start(std::size_t depth, std::string_view element) { (m_text.append(2 * depth, ' ') += '<') += element; }
    void end(std::size_t depth, std::string_view element) { ((m_text.append(2 * depth, ' ') += "</") += element) += ">\n"; }
    void put_text(std::size_t depth, std::string_view element, std::string_view text) {
        start(depth, element);
        (((m_text += '>') += escape_xml_text(text)) += "</") += element;
        m_text += ">\n";
    }

    [[nodiscard]] Obligation most_frequent_obligation() const {
        std::map<Obligation, std::size_t> counts;
        for (const auto& control : m_catalog.controls) {
            ++counts[control.obligation];
        }
        const auto most = std::ranges::max_element(counts, {}, [](const auto& each) { return each.second; });
        return most == counts.end() ? Obligation::shall : most->first;
    }

    void write_entries(const std::vector<CatalogEntry>& entries, std::size_t depth, Position position) {
        for (const auto& entry : entries) {
            switch (entry.kind) {
            case CatalogEntry::Kind::control:
                write_control(m_catalog.controls[entry.index], depth);
                break;
            case CatalogEntry::Kind::group:
                write_group(m_catalog.groups[entry.index], entry.entries, depth, position);
                break;
            case CatalogEntry::Kind::process:
                write_process(m_catalog.processes[entry.index], entry.entries, depth);
                break;
            }
        }
    }

    /// Only a group says where its controls stand among the steps.
    void write_group(const Group& group, const std::vector<CatalogEntry>& entries, std::size_t depth, Position position) {
        const auto own = std::ranges::find(entries, CatalogEntry::Kind::control, &CatalogEntry::kind);
        const auto inner = own == entries.end() ? position : m_catalog.controls[own->index].position;
        start(depth, "group");
        put("id", group.id);
        put("title", group.title);
        put("position", inner == position ? "" : to_text(inner));
        if (entries.empty()) {
            m_text += "/>\n";
            return;
        }
        m_text += ">\n";
        write_entries(entries, depth + 1, inner);
        end(depth, "group");
    }

    void write_process(const CatalogProcess& process, const std::vector<CatalogEntry>& entries, std::size_t depth) {
        start(depth, "process");
        put("id", process.id);
        put("title", process.title);
        put("domain", process.domain);
        put("section", process.section);
        put("instead-of", process.instead_of);
        m_text += ">\n";
        if (!process.purpose.empty()) {
            put_text(depth + 1, "purpose", process.purpose);
        }
        if (!process.scope.empty()) {
            put_text(depth + 1, "scope", process.scope);
        }
        for (const auto& activity : process.activities) {
            start(depth + 1, "activity");
            put("id", activity.id);
            put("title", activity.title);
            m_text += "/>\n";
        }
        write_entries(entries, depth + 1, Position::none);
        end(depth, "process");
    }

    void write_control(const Control& control, std::size_t depth) {
        start(depth, "control");
        put("id", control.id.control);
        put("cite", control.cite);
        put("shall", control.shall == control.id.control ? std::string_view() : std::string_view(control.shall));
        put("per", to_text(control.per));
        put("obligation", control.obligation == m_obligation ? "" : to_text(control.obligation));
        put("documented", to_text(control.documented));
        put("interval", control.planned_interval ? "planned" : "");
        put("proves", control.provable ? "" : "no");
        put("other-parties", control.other_parties ? "" : "no");
        put("excludable", control.excludable ? "yes" : "");
        put("government-retained", control.government_retained ? "yes" : "");
        put("capability", control.capability);
        put("confidence", std::string_view(&control.confidence, 1));
        m_text += ">\n";
        put_text(depth + 1, "title", control.title);
        put_text(depth + 1, "statement", control.statement);
        for (const auto& demand : control.demands) {
            write_demand(demand, depth + 1);
        }
        for (const auto& each : control.particulars) {
            put_text(depth + 1, to_text(each.kind), each.text);
        }
        end(depth, "control");
    }

    void write_demand(const EvidenceDemand& demand, std::size_t depth) {
        start(depth, "evidence");
        put("type", demand.type);
        put("demand", to_text(demand.kind));
        put("interval", demand.interval);
        put("number", demand.number);
        if (demand.text.empty()) {
            m_text += "/>\n";
            return;
        }
        ((m_text += '>') += escape_xml_text(demand.text)) += "</evidence>\n";
    }

    const Catalog& m_catalog;
    Obligation m_obligation = Obligation::shall;
    std::string m_text;
};

} // namespace

std::string write_catalog(const Catalog& catalog) { return CatalogWriter(catalog).write(); }

bool is_catalog_id(std::string_view id) { return fits(id, IdRule::name); }

} // namespace assay
