// The steps of resolving a profile, as NIST's specification names them: import, merge, modify, and the final operations.
// Each works on trees; oscal_resolve.cpp calls them in order.
#pragma once

#include "assay/rules/oscal.hpp"

#include <string>
#include <unordered_set>
#include <vector>

namespace assay {

/// What the steps share: where to report, and how much they may copy. A dozen profiles that each import the one below twice would
/// otherwise make thousands of copies.
class OscalWork {
public:
    explicit OscalWork(DiagnosticSink& sink) : m_sink(sink) {}

    void fail(const Place& place, std::string code, std::string text, std::string hint = {}) {
        m_failed = true;
        m_sink.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
    }
    /// Once for each place: a profile that many others import is resolved for each of them.
    void warn(const Place& place, std::string code, std::string text, std::string hint = {}) {
        if (!m_warned.insert(to_text(place) + code + text).second) {
            return;
        }
        m_sink.add({Severity::warning, place, std::move(code), std::move(text), std::move(hint)});
    }
    [[nodiscard]] bool failed() const { return m_failed; }
    void set_failed() { m_failed = true; }

    /// A copy of the element without its groups and controls; an empty one, reported once, when too much is copied.
    OscalNode copy_own(const OscalNode& node, const Place& place);

private:
    DiagnosticSink& m_sink;
    std::unordered_set<std::string> m_warned;
    bool m_failed = false;
    std::size_t m_copied = 0;
};

/// Import: the controls that the directive (`import`, or `insert-controls`) selects of `source`, in the structure they have there,
/// with all groups; a control whose parent is not selected takes its parent's place. Root params come along.
[[nodiscard]] OscalNode select_controls(const OscalNode& source, const OscalNode& directive, const OscalDocument& profile, OscalWork& work);

/// Merge: combines and structures what was imported. `selections` are moved from.
[[nodiscard]] OscalNode merge_selections(OscalNodes selections, const OscalDocument& profile, OscalWork& work);

/// Modify: set-parameter and alter, on the merged catalog.
void modify_catalog(OscalNode& catalog, const OscalDocument& profile, OscalWork& work);

/// Puts the children of catalogs, groups, controls, parameters and parts in the order of the model.
void arrange_children(OscalNode& node);

/// A property "keep" with the value "always".
[[nodiscard]] bool is_kept_always(const OscalNode& node);

} // namespace assay
