#include "rules/oscal_own.hpp"

#include <cstddef>

namespace assay {
namespace {

std::string_view own_value(const OscalNode& node, std::string_view name) { return find_prop(node, name, k_oscal_own_namespace); }

/// The word's meaning among the first `count` of an enum, or the first.
template <class Word>
Word word_among(std::string_view text, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
        if (to_text(static_cast<Word>(index)) == text) {
            return static_cast<Word>(index);
        }
    }
    return Word{};
}

class OwnCatalogReader {
public:
    OwnCatalogReader(const OscalDocument& document, const std::string& id, OscalImportCounts& counts) : m_document(document), m_counts(counts) {
        m_catalog.id = id;
    }

    Catalog read() {
        const auto& root = m_document.root;
        const auto& metadata = *root.find("metadata");
        m_catalog.id = m_catalog.id.empty() ? std::string(own_value(metadata, k_own_catalog)) : m_catalog.id;
        m_catalog.place = m_document.place(root);
        m_catalog.title = metadata.text_of("title");
        m_catalog.version = metadata.text_of("version");
        m_catalog.source = metadata.text_of("remarks");
        m_catalog.scale = word_among<Scale>(own_value(metadata, "scale"), 3);
        m_catalog.headline_is_shall = own_value(metadata, "headline") == "shall";
        m_catalog.is_paraphrased = own_value(metadata, "wording") != "original";
        for (const auto& each : metadata.children) {
            if (each.name == "role") {
                read_role(each);
            }
        }
        if (const auto* const matter = root.find("back-matter")) {
            for (const auto& resource : matter->children) {
                m_catalog.references.push_back({resource.text_of("title"), std::string(own_value(resource, "superseded-by"))});
            }
        }
        read_section(root, {});
        m_counts.references = static_cast<std::int64_t>(m_catalog.references.size());
        return std::move(m_catalog);
    }

private:
    struct Around {
        std::string parent;
        std::string group;
        std::string process;
        int depth = 0;
    };

    void read_role(const OscalNode& node) {
        CatalogRole role;
        role.id = own_value(node, "id");
        role.title = node.text_of("title");
        role.section = own_value(node, "section");
        if (const auto* const description = node.find("description")) {
            for (const auto& each : description->children) {
                role.responsibilities.push_back(plain_text(each));
            }
        }
        m_catalog.roles.push_back(std::move(role));
    }

    void read_section(const OscalNode& section, const Around& around) {
        for (const auto& child : section.children) {
            if (child.name == "control") {
                read_control(child, around);
            } else if (child.name == "group" && child.attribute("class") == k_own_controls) {
                read_section(child, around);
            } else if (child.name == "group" && child.attribute("class") == "process") {
                read_process(child, around);
            } else if (child.name == "group") {
                read_group(child, around);
            }
        }
    }

    void read_group(const OscalNode& node, Around around) {
        ++m_counts.groups;
        Group group;
        group.id = own_value(node, "id");
        group.title = node.text_of("title");
        group.parent = around.parent;
        group.depth = around.depth;
        group.place = m_document.place(node);
        around.parent = group.id;
        around.group = group.id;
        ++around.depth;
        m_catalog.groups.push_back(std::move(group));
        read_section(node, around);
    }

    void read_process(const OscalNode& node, Around around) {
        CatalogProcess process;
        process.id = own_value(node, "id");
        process.title = node.text_of("title");
        process.domain = own_value(node, "domain");
        process.section = own_value(node, "section");
        process.instead_of = own_value(node, "instead-of");
        process.place = m_document.place(node);
        for (const auto& part : node.children) {
            const auto name = part.name == "part" ? part.attribute("name") : std::string_view();
            if (name == "purpose" || name == "scope") {
                (name == "purpose" ? process.purpose : process.scope) = part.text_of("p");
            } else if (name == "activity") {
                process.activities.push_back({std::string(own_value(part, "id")), part.text_of("title")});
            }
        }
        around.parent = process.id;
        around.process = process.id;
        ++around.depth;
        read_section(node, around);
        m_catalog.processes.push_back(std::move(process));
    }

    void read_control(const OscalNode& node, const Around& around) {
        ++m_counts.controls;
        ++m_counts.kept;
        Control control;
        control.place = m_document.place(node);
        const auto own_id = own_value(node, "id");
        control.id = {m_catalog.id, std::string(own_id.empty() ? node.attribute("id") : own_id)};
        control.cite = find_prop(node, "label");
        const auto shall = own_value(node, "shall");
        control.shall = shall.empty() ? control.id.control : std::string(shall);
        control.title = node.text_of("title");
        control.group = around.group;
        control.process = around.process;
        control.per = word_among<SubjectKind>(own_value(node, "per"), 5);
        control.obligation = word_among<Obligation>(node.attribute("class"), 5);
        const auto documented = own_value(node, "documented");
        control.documented = documented == "document" ? Documented::document : documented == "record" ? Documented::record : Documented::no;
        control.position = word_among<Position>(own_value(node, "position"), 4);
        control.planned_interval = own_value(node, "interval") == "planned";
        control.provable = own_value(node, "proves") != "no";
        control.other_parties = own_value(node, "other-parties") != "no";
        control.excludable = own_value(node, "excludable") == "yes";
        control.government_retained = own_value(node, "government-retained") == "yes";
        control.capability = own_value(node, "capability");
        const auto confidence = own_value(node, "confidence");
        control.confidence = confidence.empty() ? 'B' : confidence.front();
        for (const auto& part : node.children) {
            if (part.name == "part") {
                read_part(part, control);
            }
        }
        m_catalog.controls.push_back(std::move(control));
    }

    void read_part(const OscalNode& part, Control& control) {
        const auto name = part.attribute("name");
        if (name == "statement") {
            control.statement = part.text_of("p");
        } else if (name == "evidence") {
            ++m_counts.demands;
            EvidenceDemand demand;
            demand.place = m_document.place(part);
            demand.type = own_value(part, "type");
            demand.kind = word_among<DemandKind>(own_value(part, "demand"), 2);
            demand.interval = own_value(part, "interval");
            demand.number = own_value(part, "number");
            demand.text = part.text_of("p");
            control.demands.push_back(std::move(demand));
        } else {
            control.particulars.push_back({word_among<ParticularKind>(name, 6), part.text_of("p")});
        }
    }

    const OscalDocument& m_document;
    OscalImportCounts& m_counts;
    Catalog m_catalog;
};

} // namespace

bool is_own_catalog(const OscalNode& root) {
    const auto* const metadata = root.find("metadata");
    return root.name == "catalog" && metadata != nullptr && !find_prop(*metadata, k_own_catalog, k_oscal_own_namespace).empty();
}

Catalog read_own_catalog(const OscalDocument& document, const std::string& id, OscalImportCounts& counts) {
    return OwnCatalogReader(document, id, counts).read();
}

} // namespace assay
