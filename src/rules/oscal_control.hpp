// One control of an OSCAL catalog in our terms: its texts, the evidence it asks for, what it is linked with.
#pragma once

#include "assay/model/catalog.hpp"
#include "assay/model/oscal.hpp"
#include "rules/oscal_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

/// A control of the document, with the name by which others speak of it.
struct OscalMetControl {
    const OscalNode* node = nullptr;
    std::string_view name;
};

/// What links and insertions of a catalog may name. The catalog is borrowed. Filled in two steps, which may be done at the same time.
class OscalCatalogIndex {
public:
    /// Parameters and resources.
    void read_texts(const OscalNode& root);
    /// Ids of controls and of their parts.
    void read_ids(const OscalNode& root);
    /// The control that a link's target belongs to, or null.
    [[nodiscard]] const OscalMetControl* find_owner(std::string_view id) const;
    /// Title of that resource of the back matter, or null.
    [[nodiscard]] const std::string* find_resource(std::string_view uuid) const;
    [[nodiscard]] const OscalParams& params() const { return m_params; }
    /// Titles of resources in document order.
    [[nodiscard]] const std::vector<std::string>& references() const { return m_references; }

private:
    void read_back_matter(const OscalNode& root);
    void add(const OscalNode& node, std::size_t control);

    OscalParams m_params;
    std::vector<OscalMetControl> m_met;                         ///< in document order
    std::unordered_map<std::string_view, std::size_t> m_owners; ///< id of a control or of a part inside to index into m_met
    std::vector<std::string> m_references;
    std::unordered_map<std::string_view, std::size_t> m_resources; ///< UUID to index into m_references
};

/// Its label, else its id.
[[nodiscard]] std::string_view oscal_control_name(const OscalNode& control);
void add_oscal_note(Control& control, std::string text);

/// Puts the texts of controls together, one after the other. Several may work on one catalog at once.
class OscalControlReader {
public:
    OscalControlReader(const OscalDocument& document, const OscalCatalogIndex& index, std::size_t most_put_in)
        : m_document(document), m_index(index), m_texts(index.params(), most_put_in) {}

    /// All but what the control is called, where it stands and which group it belongs to. `parent`: what it enhances, or null.
    void read(const OscalNode& node, const OscalNode* parent, Control& control);
    /// With the counts of what was put in so far.
    [[nodiscard]] const OscalTexts& texts() const { return m_texts; }

private:
    void read_part(const OscalNode& part, Control& control);
    void read_method(const OscalNode& part, Control& control);
    void gather_objects(const OscalNode& part, std::vector<std::string>& objects) const;
    void add_demand(Control& control, std::string_view type, std::string text, const OscalNode& part) const;
    void read_links(const OscalNode& node, Control& control) const;

    const OscalDocument& m_document;
    const OscalCatalogIndex& m_index;
    OscalTexts m_texts;
};

} // namespace assay
