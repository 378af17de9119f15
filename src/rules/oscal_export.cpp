#include "assay/base/hash.hpp"
#include "assay/model/catalog_tree.hpp"
#include "assay/model/catalog_words.hpp"
#include "assay/rules/oscal.hpp"
#include "rules/oscal_own.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

OscalNode own_part(std::string_view name, const std::string& text) {
    OscalNode part("part");
    part.set("name", std::string(name)).set("ns", std::string(k_oscal_own_namespace));
    if (!text.empty()) {
        part.add("p", text);
    }
    return part;
}

class OscalCatalogMaker {
public:
    explicit OscalCatalogMaker(const Catalog& catalog) : m_catalog(catalog) {}

    OscalNode make(const std::string& modified) {
        OscalNode root("catalog");
        root.set("uuid", content_uuid("catalog " + m_catalog.id + " " + m_catalog.digest));
        root.add(metadata(modified));
        // A catalog's own controls come before its groups; those behind a group stand in a group of their own.
        add_entries(root, make_catalog_tree(m_catalog), m_catalog.id, m_catalog.title, true);
        if (!m_catalog.references.empty()) {
            root.add(back_matter());
        }
        return root;
    }

private:
    OscalNode metadata(const std::string& modified) const {
        OscalNode metadata("metadata");
        metadata.add("title", m_catalog.title);
        metadata.add("last-modified", modified);
        metadata.add("version", m_catalog.version);
        metadata.add("oscal-version", "1.1.2");
        add_prop(metadata, k_own_catalog, m_catalog.id);
        add_prop(metadata, "scale", to_text(m_catalog.scale));
        add_prop(metadata, "headline", m_catalog.headline_is_shall ? "shall" : "control");
        if (!m_catalog.is_paraphrased) {
            add_prop(metadata, "wording", "original");
        }
        for (const auto& role : m_catalog.roles) {
            auto& made = metadata.add("role");
            made.set("id", oscal_id("r_", role.id));
            made.add("title", role.title);
            auto& description = made.add("description");
            for (const auto& each : role.responsibilities) {
                description.add("p", each);
            }
            add_prop(made, "id", role.id);
            add_prop(made, "section", role.section);
        }
        metadata.add("remarks").add("p", m_catalog.source);
        return metadata;
    }

    OscalNode back_matter() const {
        OscalNode matter("back-matter");
        for (const auto& reference : m_catalog.references) {
            auto& resource = matter.add("resource");
            resource.set("uuid", content_uuid(fmt::format("reference {} {} {}", m_catalog.id, matter.children.size(), reference.title)));
            resource.add("title", reference.title);
            add_prop(resource, "superseded-by", reference.superseded_by);
        }
        return matter;
    }

    void add_entries(OscalNode& into, const std::vector<CatalogEntry>& entries, const std::string& id, const std::string& title, bool controls_first) {
        const auto is_control = [](const CatalogEntry& entry) { return entry.kind == CatalogEntry::Kind::control; };
        const bool mixed = std::ranges::any_of(entries, is_control) && !std::ranges::all_of(entries, is_control);
        bool after_group = !controls_first;
        std::size_t runs = 0;
        OscalNode* run = nullptr;
        for (const auto& entry : entries) {
            if (!is_control(entry)) {
                run = nullptr;
                after_group = true;
                into.add(entry.kind == CatalogEntry::Kind::group ? group(entry) : process(entry));
                continue;
            }
            if (!mixed || !after_group) {
                into.add(control(m_catalog.controls[entry.index]));
                continue;
            }
            if (run == nullptr) {
                run = &into.add("group");
                run->set("id", fmt::format("{}.{}", oscal_id("c_", id), ++runs)).set("class", std::string(k_own_controls));
                run->add("title", "Controls of " + title);
            }
            run->add(control(m_catalog.controls[entry.index]));
        }
    }

    OscalNode group(const CatalogEntry& entry) {
        const auto& group = m_catalog.groups[entry.index];
        OscalNode made("group");
        made.set("id", oscal_id("g_", group.id));
        made.add("title", group.title);
        add_prop(made, "id", group.id);
        add_entries(made, entry.entries, group.id, group.title, false);
        return made;
    }

    OscalNode process(const CatalogEntry& entry) {
        const auto& process = m_catalog.processes[entry.index];
        OscalNode made("group");
        made.set("id", oscal_id("p_", process.id)).set("class", "process");
        made.add("title", process.title);
        add_prop(made, "id", process.id);
        add_prop(made, "domain", process.domain);
        add_prop(made, "section", process.section);
        add_prop(made, "instead-of", process.instead_of);
        if (!process.purpose.empty()) {
            made.add(own_part("purpose", process.purpose));
        }
        if (!process.scope.empty()) {
            made.add(own_part("scope", process.scope));
        }
        for (const auto& activity : process.activities) {
            auto part = own_part("activity", "");
            part.add("title", activity.title);
            add_prop(part, "id", activity.id);
            made.add(std::move(part));
        }
        add_entries(made, entry.entries, process.id, process.title, false);
        return made;
    }

    static OscalNode control(const Control& control) {
        OscalNode made("control");
        const auto id = oscal_id("", control.id.control);
        made.set("id", id).set("class", std::string(to_text(control.obligation)));
        made.add("title", control.title);
        OscalNode label("prop");
        label.set("name", "label").set("value", control.cite);
        if (!control.cite.empty()) {
            made.add(std::move(label));
        }
        add_prop(made, "id", id == control.id.control ? std::string_view() : std::string_view(control.id.control));
        add_prop(made, "shall", control.shall == control.id.control ? std::string_view() : std::string_view(control.shall));
        add_prop(made, "per", to_text(control.per));
        add_prop(made, "documented", to_text(control.documented));
        add_prop(made, "position", to_text(control.position));
        add_prop(made, "interval", control.planned_interval ? "planned" : "");
        add_prop(made, "proves", control.provable ? "" : "no");
        add_prop(made, "other-parties", control.other_parties ? "" : "no");
        add_prop(made, "excludable", control.excludable ? "yes" : "");
        add_prop(made, "government-retained", control.government_retained ? "yes" : "");
        add_prop(made, "capability", control.capability);
        add_prop(made, "confidence", std::string_view(&control.confidence, 1));
        auto& statement = made.add("part");
        statement.set("id", id + "_smt").set("name", "statement");
        statement.add("p", control.statement);
        for (const auto& demand : control.demands) {
            OscalNode part("part");
            part.set("name", "evidence").set("ns", std::string(k_oscal_own_namespace));
            add_prop(part, "type", demand.type);
            add_prop(part, "demand", to_text(demand.kind));
            add_prop(part, "interval", demand.interval);
            add_prop(part, "number", demand.number);
            if (!demand.text.empty()) {
                part.add("p", demand.text);
            }
            made.add(std::move(part));
        }
        for (const auto& each : control.particulars) {
            made.add(own_part(to_text(each.kind), each.text));
        }
        return made;
    }

    const Catalog& m_catalog;
};

} // namespace

std::string content_uuid(std::string_view words) {
    auto hex = to_hex(sha256(words)).substr(0, 32);
    hex[12] = '5';
    hex[16] = "89ab"[(hex[16] >= 'a' ? hex[16] - 'a' + 10 : hex[16] - '0') % 4];
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20));
}

std::string oscal_id(std::string_view prefix, std::string_view id) {
    const bool figure = prefix.empty() && !id.empty() && id.front() >= '0' && id.front() <= '9';
    return fmt::format("{}{}{}", prefix, figure ? "_" : "", id);
}

OscalNode catalog_to_oscal(const Catalog& catalog, const std::string& modified) { return OscalCatalogMaker(catalog).make(modified); }

} // namespace assay
