// A catalog of OSCAL as one of ours: controls assessed per system, with what 800-53A asks to examine, interview and test as the
// evidence expected. Catalogs that went out of Assay are read in oscal_own.cpp.
#include "assay/base/text.hpp"
#include "assay/rules/oscal.hpp"
#include "rules/oscal_own.hpp"
#include "rules/oscal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace assay {
namespace {

struct MethodEvidence {
    std::string_view method;
    std::string_view type; ///< of evidence
    std::string_view word;
};
/// SP 800-53A Rev 5, chapter 2: the three methods, and what of ours stands for what they look at.
constexpr MethodEvidence k_methods[] = {{"EXAMINE", "document", "Examine"}, {"INTERVIEW", "interview", "Interview"}, {"TEST", "technical", "Test"}};

/// Controls on the way from a withdrawn one to those that took it in.
constexpr std::size_t k_longest_withdrawal = 64;

std::string join_texts(const std::vector<std::string>& texts, std::string_view separator) { return fmt::format("{}", fmt::join(texts, separator)); }

/// A control of the document, with the name by which others speak of it.
struct MetControl {
    const OscalNode* node = nullptr;
    std::string_view name;
};

class OscalCatalogReader {
public:
    OscalCatalogReader(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink)
        : m_document(document), m_id(id), m_counts(counts), m_sink(sink), m_texts(document.root) {}

    std::optional<Catalog> read() {
        m_catalog.id = m_id;
        m_catalog.scale = Scale::sp800_53a;
        m_catalog.is_paraphrased = false;
        m_catalog.place = m_document.place(m_document.root);
        const auto& root = m_document.root;
        if (const auto* const metadata = root.find("metadata")) {
            const auto& file = m_document.file.text();
            m_catalog.title = metadata->text_of("title");
            m_catalog.version = metadata->text_of("version");
            m_catalog.source = fmt::format("Read from the OSCAL {} catalog {} (sha256 {}); texts are the catalog's own, parameters put in where they are inserted. "
                                           "Evidence of objectives and methods is what the catalog asks to determine, examine, interview and test.",
                                           metadata->text_of("oscal-version"), file.substr(file.rfind('/') + 1), m_document.digest);
        }
        read_back_matter(root);
        m_owners.reserve(k_usual_ids);
        index(root, k_none);
        m_catalog.controls.reserve(m_met.size());
        read_section(root, "", 0);
        note_withdrawn();
        report_unknown_parameters();
        m_counts.params = m_texts.parameters();
        m_counts.insertions = m_texts.insertions();
        m_counts.insertions_undefined = m_texts.undefined_insertions();
        m_counts.references = static_cast<std::int64_t>(m_catalog.references.size());
        return m_good ? std::optional(std::move(m_catalog)) : std::nullopt;
    }

private:
    static constexpr std::size_t k_none = static_cast<std::size_t>(-1);
    /// Of controls and parts: SP 800-53 has some 4,300.
    static constexpr std::size_t k_usual_ids = 4096;

    void report(const OscalNode& node, Severity severity, std::string code, std::string text, std::string hint) {
        m_good = m_good && severity != Severity::error;
        m_sink.add({severity, m_document.place(node), std::move(code), std::move(text), std::move(hint)});
    }

    void read_back_matter(const OscalNode& root) {
        for (const auto& resource : root.children_of("back-matter")) {
            const auto* const citation = resource.find("citation");
            auto title = citation == nullptr ? std::string() : citation->text_of("text");
            title = title.empty() ? resource.text_of("title") : title;
            if (title.empty()) {
                const auto* const link = resource.find("rlink");
                title = link == nullptr ? std::string() : std::string(link->attribute("href"));
            }
            if (title.empty()) {
                continue;
            }
            m_resources.emplace(resource.attribute("uuid"), title);
            m_catalog.references.push_back({title, ""});
        }
    }

    /// Which control an id belongs to: its own, or that of a part inside.
    void index(const OscalNode& node, std::size_t control) {
        for (const auto& child : node.children) {
            if (child.name == "control") {
                const auto number = m_met.size();
                m_met.push_back({&child, name_of(child)});
                m_owners.emplace(child.attribute("id"), number);
                index(child, number);
            } else if (child.name == "group") {
                index(child, k_none);
            } else if (child.name == "part" && control != k_none) {
                m_owners.emplace(child.attribute("id"), control);
                index(child, control);
            }
        }
    }

    /// The control that a link's target belongs to, or null.
    const MetControl* find_owner(std::string_view id) const {
        const auto found = m_owners.find(id);
        return found == m_owners.end() ? nullptr : &m_met[found->second];
    }

    /// Ids of ours begin with a letter or a figure.
    std::string our_id(const OscalNode& node, std::string_view noun) {
        auto id = node.attribute("id");
        id.remove_prefix(std::min(id.find_first_not_of('_'), id.size()));
        const bool fits = !id.empty() && std::ranges::all_of(id, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (!fits) {
            report(node, Severity::error, "bad-id", fmt::format("'{}' is no id for a {} of ours", node.attribute("id"), noun), "letters, figures, '.', '_' and '-'");
        }
        const auto [first, added] = (noun == "group" ? m_group_lines : m_control_lines).emplace(id, node.line);
        if (!added) {
            report(node, Severity::error, "duplicate-id", fmt::format("{} '{}' is defined twice", noun, id), fmt::format("the first is on line {}", first->second));
        }
        return std::string(id);
    }

    void read_section(const OscalNode& section, const std::string& group, int depth) {
        for (const auto& child : section.children) {
            if (child.name == "control") {
                read_control(child, group, nullptr);
            } else if (child.name == "group") {
                read_group(child, group, depth);
            } else if (child.name == "part" && section.name == "group") {
                ++m_counts.group_parts;
            }
        }
    }

    void read_group(const OscalNode& node, const std::string& parent, int depth) {
        ++m_counts.groups;
        Group group;
        group.id = node.attribute("id").empty() ? fmt::format("group-{}", m_counts.groups) : our_id(node, "group");
        group.title = node.text_of("title");
        group.parent = parent;
        group.depth = depth;
        group.place = m_document.place(node);
        const auto id = group.id;
        m_catalog.groups.push_back(std::move(group));
        read_section(node, id, depth + 1);
    }

    static bool is_withdrawn(const OscalNode& control) { return to_lower(find_prop(control, "status")) == "withdrawn"; }
    static std::string_view name_of(const OscalNode& control) {
        const auto label = label_of(control);
        return label.empty() ? control.attribute("id") : label;
    }

    void read_control(const OscalNode& node, const std::string& group, const OscalNode* parent) {
        ++m_counts.controls;
        if (is_withdrawn(node)) {
            ++m_counts.withdrawn;
            m_withdrawn.push_back(&node);
        } else {
            ++m_counts.kept;
            m_kept.emplace(&node, m_catalog.controls.size());
            m_catalog.controls.push_back(make_control(node, group, parent));
        }
        for (const auto& child : node.children) {
            if (child.name == "control") {
                read_control(child, group, &node);
            }
        }
    }

    Control make_control(const OscalNode& node, const std::string& group, const OscalNode* parent) {
        Control control;
        control.place = m_document.place(node);
        control.id = {m_id, our_id(node, "control")};
        control.cite = name_of(node);
        control.shall = control.id.control;
        control.title = node.text_of("title");
        control.group = group;
        control.per = SubjectKind::system;
        control.obligation = Obligation::shall;
        control.excludable = true; // SP 800-53B, chapter 3: baselines are tailored, with the reason recorded
        control.confidence = 'V';
        if (parent != nullptr) {
            add_note(control, fmt::format("Enhancement of {}, {}", name_of(*parent), parent->text_of("title")));
        }
        control.demands.reserve(static_cast<std::size_t>(std::ranges::count(node.children, "part", &OscalNode::name)));
        for (const auto& part : node.children) {
            if (part.name == "part") {
                read_part(part, control);
            }
        }
        control.statement = control.statement.empty() ? control.title : control.statement;
        read_links(node, control);
        return control;
    }

    static void add_note(Control& control, std::string text) { control.particulars.push_back({ParticularKind::note, std::move(text)}); }

    void read_part(const OscalNode& part, Control& control) {
        const auto name = part.attribute("name");
        if (name == "assessment-method" || name == "assessment") {
            read_method(part, control);
            return;
        }
        const auto text = m_texts.part(part);
        if (text.empty()) {
            return;
        }
        if (name == "statement") {
            control.statement += (control.statement.empty() ? "" : " ") + text;
        } else if (name == "assessment-objective" || name == "objective") {
            add_demand(control, "review", "Determine that " + text, part);
        } else {
            std::string word(name);
            word.front() = static_cast<char>(word.front() >= 'a' && word.front() <= 'z' ? word.front() - 32 : word.front());
            add_note(control, fmt::format("{}: {}", word, text));
        }
    }

    void read_method(const OscalNode& part, Control& control) {
        const auto rmf = find_prop(part, "method", k_rmf_namespace);
        const auto method = rmf.empty() ? find_prop(part, "method") : rmf;
        const auto* const known = std::ranges::find(k_methods, method, &MethodEvidence::method);
        std::vector<std::string> objects;
        gather_objects(part, objects);
        const auto word = known == std::end(k_methods) ? std::string(method) : std::string(known->word);
        add_demand(control, known == std::end(k_methods) ? "review" : known->type, fmt::format("{}: {}", word.empty() ? "Assess" : word, join_texts(objects, "; ")), part);
    }

    void gather_objects(const OscalNode& part, std::vector<std::string>& objects) const {
        for (const auto& child : part.children) {
            if (child.name == "part") {
                gather_objects(child, objects);
            } else if (child.name == "p" || child.name == "ul" || child.name == "ol") {
                objects.push_back(m_texts.block(child));
            }
        }
    }

    void add_demand(Control& control, std::string_view type, std::string text, const OscalNode& part) {
        ++m_counts.demands;
        EvidenceDemand demand;
        demand.type = type;
        demand.kind = DemandKind::expected;
        demand.text = std::move(text);
        demand.place = m_document.place(part);
        control.demands.push_back(std::move(demand));
    }

    void read_links(const OscalNode& node, Control& control) {
        constexpr std::pair<std::string_view, std::string_view> k_words[] = {{"required", "Requires"}, {"related", "Related controls"}, {"reference", "References"}};
        std::string named[std::size(k_words)];
        for (const auto& link : node.children) {
            if (link.name != "link") {
                continue;
            }
            const auto rel = link.attribute("rel");
            const auto href = link.attribute("href");
            const auto target = href.starts_with('#') ? href.substr(1) : std::string_view();
            const auto* const owner = find_owner(target);
            const auto resource = owner == nullptr && !target.empty() ? m_resources.find(target) : m_resources.end();
            auto& text = named[rel == "required" ? 0 : rel == "related" ? 1 : 2];
            text += text.empty() ? "" : &text == &named[2] ? "; " : ", ";
            text += owner != nullptr ? owner->name : resource != m_resources.end() ? std::string_view(resource->second) : href;
        }
        for (std::size_t index = 0; index < std::size(k_words); ++index) {
            if (!named[index].empty()) {
                add_note(control, fmt::format("{}: {}", k_words[index].second, named[index]));
            }
        }
    }

    /// A withdrawn control is not assessed: the control that took it in tells of it.
    void note_withdrawn() {
        for (const auto* withdrawn : m_withdrawn) {
            std::vector<const OscalNode*> met{withdrawn};
            if (!note_where_taken(*withdrawn, *withdrawn, met)) {
                m_counts.withdrawn_without.emplace_back(name_of(*withdrawn));
            }
        }
    }

    /// What took it in may be withdrawn too, and name the next one; chains may go round in a circle. Each control is met once.
    bool note_where_taken(const OscalNode& withdrawn, const OscalNode& from, std::vector<const OscalNode*>& met) {
        bool noted = false;
        for (const auto& link : from.children) {
            const auto rel = link.attribute("rel");
            if (link.name != "link" || (rel != "incorporated-into" && rel != "moved-to")) {
                continue;
            }
            const auto* const owner = find_owner(link.attribute("href").substr(link.attribute("href").starts_with('#') ? 1 : 0));
            if (owner == nullptr || met.size() > k_longest_withdrawal || std::ranges::find(met, owner->node) != met.end()) {
                continue;
            }
            met.push_back(owner->node);
            if (const auto kept = m_kept.find(owner->node); kept == m_kept.end()) {
                noted = note_where_taken(withdrawn, *owner->node, met) || noted;
            } else {
                const auto by_way_of = &from == &withdrawn ? std::string() : fmt::format(", by way of {}", name_of(from));
                add_note(m_catalog.controls[kept->second], fmt::format("{}, {}, is withdrawn and {} here{}", name_of(withdrawn), withdrawn.text_of("title"),
                                                                       rel == "moved-to" ? "moved" : "incorporated", by_way_of));
                noted = true;
            }
        }
        return noted;
    }

    void report_unknown_parameters() {
        for (const auto& id : m_texts.unknown()) {
            report(m_document.root, Severity::warning, "unknown-parameter", fmt::format("the parameter '{}' is inserted, but not defined", id), "it is shown as [Assignment: …]");
        }
    }

    const OscalDocument& m_document;
    const std::string& m_id;
    OscalImportCounts& m_counts;
    DiagnosticSink& m_sink;
    OscalTexts m_texts;
    Catalog m_catalog;
    bool m_good = true;
    std::unordered_map<std::string_view, std::string> m_resources; ///< UUID to title
    std::vector<MetControl> m_met;                                 ///< in document order
    std::unordered_map<std::string_view, std::size_t> m_owners;    ///< id to index into m_met
    std::unordered_map<const OscalNode*, std::size_t> m_kept; ///< index into the catalog's controls
    std::vector<const OscalNode*> m_withdrawn;
    std::unordered_map<std::string_view, std::uint32_t> m_group_lines;
    std::unordered_map<std::string_view, std::uint32_t> m_control_lines;
};

} // namespace

std::optional<Catalog> catalog_from_oscal(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink) {
    if (is_own_catalog(document.root)) {
        counts.own = true;
        return read_own_catalog(document, id, counts, sink);
    }
    return OscalCatalogReader(document, id, counts, sink).read();
}

} // namespace assay
