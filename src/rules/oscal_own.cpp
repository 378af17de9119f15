#include "rules/oscal_own.hpp"

#include "assay/base/nearest.hpp"
#include "assay/model/catalog_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <unordered_map>
#include <vector>

namespace assay {
namespace {

std::string_view own_value(const OscalNode& node, std::string_view name) { return find_prop(node, name, k_oscal_own_namespace); }

constexpr auto k_metadata_props = std::to_array<std::string_view>({k_own_catalog, "scale", "headline", "wording"});
constexpr std::string_view k_no_longer_ours = "without the property 'catalog' of urn:assay:oscal in its metadata it is read as any catalog of OSCAL";

/// All words of an enum whose last one is given.
template <class Word>
std::vector<std::string> words_up_to(Word last) {
    std::vector<std::string> words;
    for (int index = 0; index <= static_cast<int>(last); ++index) {
        words.emplace_back(to_text(static_cast<Word>(index))); // NOLINT(clang-analyzer-optin.core.EnumCastOutOfRange): none is past the last
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
        const auto& root = m_document.root();
        const auto& metadata = *root.find("metadata");
        m_catalog.id = m_catalog.id.empty() ? std::string(own_value(metadata, k_own_catalog)) : m_catalog.id;
        m_catalog.place = m_document.place(root);
        m_catalog.title = metadata.text_of("title");
        m_catalog.version = metadata.text_of("version");
        if (const auto* const remarks = metadata.find("remarks")) {
            m_catalog.source = paragraph_of(*remarks, "the remarks");
        }
        m_catalog.scale = enum_prop(metadata, "scale", Scale::sp800_53a);
        m_catalog.headline_is_shall = word_prop(metadata, "headline", {"control", "shall"}) == 1;
        m_catalog.is_paraphrased = !has_word(metadata, "wording", "original");
        for (const auto& each : metadata.children) {
            if (each.name == "role") {
                read_role(each);
            } else if (each.name == "prop" && is_in_namespace(each, k_oscal_own_namespace) && std::ranges::find(k_metadata_props, each.attribute("name")) == k_metadata_props.end()) {
                refuse(each, fmt::format("the metadata of a catalog of ours has no property '{}'", each.attribute("name")));
            }
        }
        for (const auto& resource : root.children_of("back-matter")) {
            hold_to(resource, "a resource", {"title"}, {"superseded-by"});
            m_catalog.references.push_back({resource.text_of("title"), std::string(own_value(resource, "superseded-by"))});
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

    /// `props`: of our namespace, and "label" of NIST's.
    void hold_to(const OscalNode& node, std::string_view what, std::initializer_list<std::string_view> known, std::initializer_list<std::string_view> props = {}) {
        std::set<std::string_view> met;
        for (const auto& child : node.children) {
            if (child.name == "prop") {
                const auto name = child.attribute("name");
                if (std::ranges::find(props, name) == props.end() || !is_in_namespace(child, name == "label" ? k_nist_namespace : k_oscal_own_namespace)) {
                    refuse(child, fmt::format("{} of a catalog of ours has no property '{}'{}", what, name, child.attribute("ns").empty() ? "" : fmt::format(" of {}", child.attribute("ns"))));
                } else if (!met.insert(name).second) {
                    refuse(child, fmt::format("{} of a catalog of ours has one property '{}', not more", what, name));
                } else if (!child.children.empty()) {
                    refuse(child, fmt::format("a property of a catalog of ours holds no '{}'", child.children.front().name));
                }
            } else if (std::ranges::find(known, child.name) == known.end()) {
                // Elements of prose keep no place.
                refuse(child.line == 0 ? node : child, fmt::format("{} of a catalog of ours holds no '{}'", what, child.name));
            } else if ((child.name == "p" || child.name == "title") && has_insert(child)) {
                refuse(child.line == 0 ? node : child, fmt::format("{} of a catalog of ours inserts no parameter", what));
            }
        }
    }

    /// Of an element that holds one paragraph and, but for these properties, nothing else.
    std::string paragraph_of(const OscalNode& node, std::string_view what, std::initializer_list<std::string_view> props = {}) {
        hold_to(node, what, {"p"}, props);
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

    /// The loader of our own files finds ids used twice too, but in a file that the user never saw.
    std::string read_own_id(const OscalNode& node, std::string_view noun, std::string_view otherwise = {}) {
        const auto given = own_value(node, "id");
        std::string id(given.empty() ? otherwise : given);
        if (id.empty()) {
            report(node, "missing-id", fmt::format("a {} of a catalog of ours lacks the property 'id'", noun), std::string(k_no_longer_ours));
        } else if (const auto [first, added] = m_lines.emplace(fmt::format("{} '{}'", noun, id), node.line); !added) {
            report(node, "duplicate-id", fmt::format("{} is defined twice", first->first), fmt::format("the first is on line {}", first->second));
        }
        return id;
    }

    struct Around {
        std::string parent;
        std::string group;
        std::string process;
        int depth = 0;
    };

    void read_role(const OscalNode& node) {
        hold_to(node, "a role", {"title", "description"}, {"id", "section"});
        CatalogRole role;
        role.id = read_own_id(node, "role");
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
        hold_to(node, "a group", {"title", "control", "group"}, {"id"});
        Group group;
        group.id = read_own_id(node, "group or process");
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
        process.id = read_own_id(node, "group or process");
        process.title = node.text_of("title");
        process.domain = own_value(node, "domain");
        process.section = own_value(node, "section");
        process.instead_of = own_value(node, "instead-of");
        process.place = m_document.place(node);
        hold_to(node, "a process", {"title", "part", "control", "group"}, {"id", "domain", "section", "instead-of"});
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
            hold_to(part, "an activity", {"title"}, {"id"});
            process.activities.push_back({read_own_id(part, "activity"), part.text_of("title")});
        } else {
            refuse(part, fmt::format("a process of a catalog of ours has no part '{}'", name));
        }
    }

    void read_control(const OscalNode& node, const Around& around) {
        ++m_counts.controls;
        ++m_counts.kept;
        Control control;
        control.place = m_document.place(node);
        control.id = {m_catalog.id, read_own_id(node, "control", node.attribute("id"))};
        control.cite = find_prop(node, "label");
        const auto shall = own_value(node, "shall");
        control.shall = shall.empty() ? control.id.control : std::string(shall);
        control.title = node.text_of("title");
        control.group = around.group;
        control.process = around.process;
        control.per = enum_prop(node, "per", SubjectKind::system);
        control.obligation = static_cast<Obligation>(find_own_word(node, node.attribute("class"), "class", words_up_to(Obligation::rule)));
        control.documented = enum_prop(node, "documented", Documented::record);
        control.position = enum_prop(node, "position", Position::last);
        control.planned_interval = has_word(node, "interval", "planned");
        control.provable = !has_word(node, "proves", "no");
        control.other_parties = !has_word(node, "other-parties", "no");
        control.excludable = has_word(node, "excludable", "yes");
        control.government_retained = has_word(node, "government-retained", "yes");
        control.capability = own_value(node, "capability");
        control.confidence = "VCB"[word_prop(node, "confidence", {"V", "C", "B"})];
        hold_to(node, "a control", {"title", "part"},
                {"label", "id", "shall", "per", "documented", "position", "interval", "proves", "other-parties", "excludable", "government-retained", "capability", "confidence"});
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
            demand.text = paragraph_of(part, "evidence", {"type", "demand", "interval", "number"});
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
    std::unordered_map<std::string, std::uint32_t> m_lines; ///< of ids met, after what they are of
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
