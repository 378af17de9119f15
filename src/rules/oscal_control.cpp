#include "rules/oscal_control.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace assay {
namespace {

struct MethodEvidence {
    std::string_view method;
    std::string_view type; ///< of evidence
    std::string_view word;
};
/// SP 800-53A Rev 5, chapter 2: the three methods, and what of ours stands for what they look at.
constexpr MethodEvidence k_methods[] = {{"EXAMINE", "document", "Examine"}, {"INTERVIEW", "interview", "Interview"}, {"TEST", "technical", "Test"}};

constexpr std::size_t k_none = static_cast<std::size_t>(-1);
/// Of controls and parts: SP 800-53 has some 4,300.
constexpr std::size_t k_usual_ids = 4096;

std::string join_texts(const std::vector<std::string>& texts, std::string_view separator) { return fmt::format("{}", fmt::join(texts, separator)); }

} // namespace

void OscalCatalogIndex::read_texts(const OscalNode& root) {
    m_params = OscalParams(root);
    read_back_matter(root);
}

void OscalCatalogIndex::read_ids(const OscalNode& root) {
    m_owners.reserve(k_usual_ids);
    add(root, k_none);
}

void OscalCatalogIndex::read_back_matter(const OscalNode& root) {
    for (const auto& resource : root.children_of("back-matter")) {
        const auto* const citation = resource.find("citation");
        auto title = citation == nullptr ? std::string() : citation->text_of("text");
        title = title.empty() ? resource.text_of("title") : title;
        if (title.empty()) {
            const auto* const link = resource.find("rlink");
            title = link == nullptr ? std::string() : std::string(link->attribute("href"));
        }
        if (!title.empty()) {
            m_resources.emplace(resource.attribute("uuid"), m_references.size());
            m_references.push_back(std::move(title));
        }
    }
}

void OscalCatalogIndex::add(const OscalNode& node, std::size_t control) {
    for (const auto& child : node.children) {
        if (child.name == "control") {
            const auto number = m_met.size();
            m_met.push_back({&child, oscal_control_name(child)});
            m_owners.emplace(child.attribute("id"), number);
            add(child, number);
        } else if (child.name == "group") {
            add(child, k_none);
        } else if (child.name == "part" && control != k_none) {
            m_owners.emplace(child.attribute("id"), control);
            add(child, control);
        }
    }
}

const OscalMetControl* OscalCatalogIndex::find_owner(std::string_view id) const {
    const auto found = m_owners.find(id);
    return found == m_owners.end() ? nullptr : &m_met[found->second];
}

const std::string* OscalCatalogIndex::find_resource(std::string_view uuid) const {
    const auto found = m_resources.find(uuid);
    return found == m_resources.end() ? nullptr : &m_references[found->second];
}

std::string_view oscal_control_name(const OscalNode& control) {
    const auto label = label_of(control);
    return label.empty() ? control.attribute("id") : label;
}

void add_oscal_note(Control& control, std::string text) { control.particulars.push_back({ParticularKind::note, std::move(text)}); }

void OscalControlReader::read(const OscalNode& node, const OscalNode* parent, Control& control) {
    control.cite = oscal_control_name(node);
    control.shall = control.id.control;
    control.title = node.text_of("title");
    control.per = SubjectKind::system;
    control.obligation = Obligation::shall;
    control.excludable = true; // SP 800-53B, chapter 3: baselines are tailored, with the reason recorded
    control.confidence = 'V';
    if (parent != nullptr) {
        add_oscal_note(control, fmt::format("Enhancement of {}, {}", oscal_control_name(*parent), parent->text_of("title")));
    }
    control.demands.reserve(static_cast<std::size_t>(std::ranges::count(node.children, "part", &OscalNode::name)));
    for (const auto& part : node.children) {
        if (part.name == "part") {
            read_part(part, control);
        }
    }
    control.statement = control.statement.empty() ? control.title : control.statement;
    read_links(node, control);
}

void OscalControlReader::read_part(const OscalNode& part, Control& control) {
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
        add_oscal_note(control, fmt::format("{}: {}", word, text));
    }
}

void OscalControlReader::read_method(const OscalNode& part, Control& control) {
    const auto rmf = find_prop(part, "method", k_rmf_namespace);
    const auto method = rmf.empty() ? find_prop(part, "method") : rmf;
    const auto* const known = std::ranges::find(k_methods, method, &MethodEvidence::method);
    std::vector<std::string> objects;
    gather_objects(part, objects);
    const auto word = known == std::end(k_methods) ? std::string(method) : std::string(known->word);
    add_demand(control, known == std::end(k_methods) ? "review" : known->type, fmt::format("{}: {}", word.empty() ? "Assess" : word, join_texts(objects, "; ")), part);
}

void OscalControlReader::gather_objects(const OscalNode& part, std::vector<std::string>& objects) const {
    for (const auto& child : part.children) {
        if (child.name == "part") {
            gather_objects(child, objects);
        } else if (child.name == "p" || child.name == "ul" || child.name == "ol") {
            objects.push_back(m_texts.block(child));
        }
    }
}

void OscalControlReader::add_demand(Control& control, std::string_view type, std::string text, const OscalNode& part) const {
    EvidenceDemand demand;
    demand.type = type;
    demand.kind = DemandKind::expected;
    demand.text = std::move(text);
    demand.place = m_document.place(part);
    control.demands.push_back(std::move(demand));
}

void OscalControlReader::read_links(const OscalNode& node, Control& control) const {
    constexpr std::pair<std::string_view, std::string_view> k_words[] = {{"required", "Requires"}, {"related", "Related controls"}, {"reference", "References"}};
    std::string named[std::size(k_words)];
    for (const auto& link : node.children) {
        if (link.name != "link") {
            continue;
        }
        const auto rel = link.attribute("rel");
        const auto href = link.attribute("href");
        const auto target = href.starts_with('#') ? href.substr(1) : std::string_view();
        const auto* const owner = m_index.find_owner(target);
        const auto* const resource = owner == nullptr && !target.empty() ? m_index.find_resource(target) : nullptr;
        auto& text = named[rel == "required" ? 0 : rel == "related" ? 1 : 2];
        text += text.empty() ? "" : &text == &named[2] ? "; " : ", ";
        text += owner != nullptr ? owner->name : resource != nullptr ? std::string_view(*resource) : href;
    }
    for (std::size_t index = 0; index < std::size(k_words); ++index) {
        if (!named[index].empty()) {
            add_oscal_note(control, fmt::format("{}: {}", k_words[index].second, named[index]));
        }
    }
}

} // namespace assay
