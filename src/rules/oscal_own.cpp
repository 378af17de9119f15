#include "rules/oscal_own.hpp"

#include "assay/base/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace assay {
namespace {

std::string_view own_value(const OscalNode& node, std::string_view name) { return find_prop(node, name, k_oscal_own_namespace); }

constexpr std::string_view k_no_longer_ours = "without the property 'catalog' of urn:assay:oscal in its metadata it is read as any catalog of OSCAL";

/// All words of an enum whose last one is given.
template <class Word>
std::vector<std::string> words_up_to(Word last) {
    std::vector<std::string> words;
    for (int index = 0; index <= static_cast<int>(last); ++index) {
        words.emplace_back(to_text(static_cast<Word>(index)));
    }
    return words;
}

bool has_insert(const OscalNode& node) { return node.name == "insert" || std::ranges::any_of(node.children, has_insert); }

class OwnCatalogReader {
public:
    OwnCatalogReader(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink)
        : m_document(document), m_counts(counts), m_sink(sink) {
        m_catalog.id = id;
    }

    std::optional<Catalog> read() {
        const auto& root = m_document.root;
        const auto& metadata = *root.find("metadata");
        m_catalog.id = m_catalog.id.empty() ? std::string(own_value(metadata, k_own_catalog)) : m_catalog.id;
        m_catalog.place = m_document.place(root);
        m_catalog.title = metadata.text_of("title");
        m_catalog.version = metadata.text_of("version");
        if (const auto* const remarks = metadata.find("remarks")) {
            m_catalog.source = paragraph_of(*remarks, "the remarks");
        }
        m_catalog.scale = enum_prop(metadata, "scale", Scale::sp800_53a);
        (void)word_prop(metadata, "headline", {"control", "shall"});
        m_catalog.headline_is_shall = own_value(metadata, "headline") == "shall";
        m_catalog.is_paraphrased = own_value(metadata, "wording") != "original";
        for (const auto& each : metadata.children) {
            if (each.name == "role") {
                read_role(each);
            }
        }
        if (const auto* const matter = root.find("back-matter")) {
            for (const auto& resource : matter->children) {
                hold_to(resource, "a resource", {"title", "prop"});
                m_catalog.references.push_back({resource.text_of("title"), std::string(own_value(resource, "superseded-by"))});
            }
        }
        hold_to(root, "the outermost element", {"metadata", "control", "group", "back-matter"});
        read_section(root, {});
        m_counts.references = static_cast<std::int64_t>(m_catalog.references.size());
        return m_good ? std::optional(std::move(m_catalog)) : std::nullopt;
    }

private:
    void report(const OscalNode& node, std::string code, std::string text, std::string hint) {
        m_good = false;
        m_sink.add({Severity::error, m_document.place(node), std::move(code), std::move(text), std::move(hint)});
    }

    /// What a catalog of ours has no place for would be lost without a word: whoever added it must know.
    void refuse(const OscalNode& at, std::string text) { report(at, "not-ours", std::move(text), std::string(k_no_longer_ours)); }

    void hold_to(const OscalNode& node, std::string_view what, std::initializer_list<std::string_view> known) {
        for (const auto& child : node.children) {
            if (std::ranges::find(known, child.name) == known.end()) {
                // Elements of prose keep no place.
                refuse(child.line == 0 ? node : child, fmt::format("{} of a catalog of ours holds no '{}'", what, child.name));
            } else if ((child.name == "p" || child.name == "title") && has_insert(child)) {
                refuse(child.line == 0 ? node : child, fmt::format("{} of a catalog of ours inserts no parameter", what));
            }
        }
    }

    /// Of an element that holds one paragraph and, but for properties, nothing else.
    std::string paragraph_of(const OscalNode& node, std::string_view what) {
        hold_to(node, what, {"prop", "p"});
        if (std::ranges::count(node.children, std::string_view("p"), &OscalNode::name) > 1) {
            refuse(node, fmt::format("{} of a catalog of ours holds one 'p', not more", what));
        }
        return node.text_of("p");
    }

    /// Index of the property's word among the known ones, the first of them when it is none. An empty one stands for no property.
    std::size_t word_prop(const OscalNode& node, std::string_view name, const std::vector<std::string>& known) {
        const auto* const prop = find_prop_node(node, name, k_oscal_own_namespace);
        const auto given = prop == nullptr ? std::string_view() : prop->attribute("value");
        return find_own_word(prop == nullptr ? node : *prop, given, name, known);
    }

    std::size_t find_own_word(const OscalNode& at, std::string_view word, std::string_view name, const std::vector<std::string>& known) {
        const auto found = std::ranges::find(known, word);
        if (found == known.end()) {
            std::vector<std::string> written(known);
            std::erase(written, "");
            auto hint = did_you_mean(word, written);
            report(at, "unknown-word", word.empty() ? fmt::format("'{}' is not said", name) : fmt::format("'{}' is no word for '{}'", word, name),
                   hint.empty() ? fmt::format("write {}", fmt::join(written, " or ")) : std::move(hint));
            return 0;
        }
        return static_cast<std::size_t>(found - known.begin());
    }

    template <class Word>
    Word enum_prop(const OscalNode& node, std::string_view name, Word last) {
        return static_cast<Word>(word_prop(node, name, words_up_to(last)));
    }

    /// A property that is there with that one word, or not at all.
    bool has_word(const OscalNode& node, std::string_view name, const char* word) { return word_prop(node, name, {"", word}) == 1; }

    struct Around {
        std::string parent;
        std::string group;
        std::string process;
        int depth = 0;
    };

    void read_role(const OscalNode& node) {
        hold_to(node, "a role", {"title", "description", "prop"});
        CatalogRole role;
        role.id = own_value(node, "id");
        role.title = node.text_of("title");
        role.section = own_value(node, "section");
        if (const auto* const description = node.find("description")) {
            hold_to(*description, "the description of a role", {"p"});
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
                hold_to(child, "a group of controls", {"title", "control"});
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
        hold_to(node, "a group", {"title", "prop", "control", "group"});
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
        hold_to(node, "a process", {"title", "prop", "part", "control", "group"});
        for (const auto& part : node.children) {
            if (part.name == "part") {
                read_process_part(part, process);
            }
        }
        around.parent = process.id;
        around.process = process.id;
        ++around.depth;
        read_section(node, around);
        m_catalog.processes.push_back(std::move(process));
    }

    void read_process_part(const OscalNode& part, CatalogProcess& process) {
        const auto name = part.attribute("name");
        if (name == "purpose" || name == "scope") {
            (name == "purpose" ? process.purpose : process.scope) = paragraph_of(part, fmt::format("the {} of a process", name));
        } else if (name == "activity") {
            hold_to(part, "an activity", {"title", "prop"});
            process.activities.push_back({std::string(own_value(part, "id")), part.text_of("title")});
        } else {
            refuse(part, fmt::format("a process of a catalog of ours has no part '{}'", name));
        }
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
        control.per = enum_prop(node, "per", SubjectKind::system);
        control.obligation = static_cast<Obligation>(find_own_word(node, node.attribute("class"), "class", words_up_to(Obligation::rule)));
        control.documented = static_cast<Documented>(word_prop(node, "documented", {"", "document", "record"}));
        control.position = enum_prop(node, "position", Position::last);
        control.planned_interval = has_word(node, "interval", "planned");
        control.provable = !has_word(node, "proves", "no");
        control.other_parties = !has_word(node, "other-parties", "no");
        control.excludable = has_word(node, "excludable", "yes");
        control.government_retained = has_word(node, "government-retained", "yes");
        control.capability = own_value(node, "capability");
        control.confidence = "VCB"[word_prop(node, "confidence", {"V", "C", "B"})];
        hold_to(node, "a control", {"title", "prop", "part"});
        for (const auto& part : node.children) {
            if (part.name == "part") {
                read_part(part, control);
            }
        }
        m_catalog.controls.push_back(std::move(control));
    }

    void read_part(const OscalNode& part, Control& control) {
        const auto name = part.attribute("name");
        const auto particulars = words_up_to(ParticularKind::note);
        const auto particular = std::ranges::find(particulars, name);
        if (name == "statement") {
            if (!control.statement.empty()) {
                refuse(part, "a control of a catalog of ours has one statement, not more");
            }
            control.statement = paragraph_of(part, "the statement");
        } else if (name == "evidence") {
            ++m_counts.demands;
            EvidenceDemand demand;
            demand.place = m_document.place(part);
            demand.type = own_value(part, "type");
            demand.kind = enum_prop(part, "demand", DemandKind::expected);
            demand.interval = own_value(part, "interval");
            demand.number = own_value(part, "number");
            demand.text = paragraph_of(part, "evidence");
            control.demands.push_back(std::move(demand));
        } else if (particular != particulars.end()) {
            const auto kind = static_cast<ParticularKind>(particular - particulars.begin());
            control.particulars.push_back({kind, paragraph_of(part, fmt::format("'{}'", name))});
        } else {
            refuse(part, fmt::format("a control of a catalog of ours has no part '{}'", name));
        }
    }

    const OscalDocument& m_document;
    OscalImportCounts& m_counts;
    DiagnosticSink& m_sink;
    Catalog m_catalog;
    bool m_good = true;
};

} // namespace

bool is_own_catalog(const OscalNode& root) {
    const auto* const metadata = root.find("metadata");
    return root.name == "catalog" && metadata != nullptr && !find_prop(*metadata, k_own_catalog, k_oscal_own_namespace).empty();
}

std::optional<Catalog> read_own_catalog(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink) {
    return OwnCatalogReader(document, id, counts, sink).read();
}

} // namespace assay
