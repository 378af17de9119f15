// A catalog of OSCAL as one of ours: controls assessed per system, with what 800-53A asks to examine, interview and test as the
// evidence expected. Catalogs that went out of Assay are read in oscal_own.cpp.
#include "assay/base/both.hpp"
#include "assay/base/text.hpp"
#include "assay/rules/oscal.hpp"
#include "rules/oscal_control.hpp"
#include "rules/oscal_own.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace assay {
namespace {

/// Controls on the way from a withdrawn one to those that took it in.
constexpr std::size_t k_longest_withdrawal = 64;

/// Shares of a catalog's controls: what is inserted into texts is limited share by share, whether or not two threads read them.
constexpr std::size_t k_shares = 16;
/// Of fewer the texts are put together sooner than a thread is started.
constexpr std::size_t k_fewest_controls_for_two = 100;

/// Of a hostile catalog: a long label inserted a million times.
constexpr std::size_t k_most_put_in = 64ULL << 20;

struct OscalKept {
    const OscalNode* node = nullptr;
    const OscalNode* parent = nullptr; ///< what it enhances, or null
};

class OscalCatalogReader {
public:
    OscalCatalogReader(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink)
        : m_document(document), m_id(id), m_counts(counts), m_sink(sink) {}

    std::optional<Catalog> read() {
        m_catalog.id = m_id;
        m_catalog.scale = Scale::sp800_53a;
        m_catalog.is_paraphrased = false;
        m_catalog.place = m_document.place(m_document.root());
        const auto& root = m_document.root();
        if (const auto* const metadata = root.find("metadata")) {
            const auto& file = m_document.file.text();
            m_catalog.title = metadata->text_of("title");
            m_catalog.version = metadata->text_of("version");
            m_catalog.source = fmt::format("Read from the OSCAL {} catalog {} (sha256 {}); texts are the catalog's own, parameters put in where they are inserted. "
                                           "Evidence of objectives and methods is what the catalog asks to determine, examine, interview and test.",
                                           metadata->text_of("oscal-version"), file.substr(file.rfind('/') + 1), m_document.digest);
        }
        const auto read_outline = [&] {
            m_index.read_texts(root);
            read_section(root, "", 0);
        };
        // The outline names no link.
        do_both(read_outline, [&] { m_index.read_ids(root); }, is_long(root));
        for (const auto& title : m_index.references()) {
            m_catalog.references.push_back({title, ""});
        }
        read_controls();
        note_withdrawn();
        m_counts.params = m_index.params().size();
        m_counts.references = static_cast<std::int64_t>(m_catalog.references.size());
        return m_good ? std::optional(std::move(m_catalog)) : std::nullopt;
    }

private:
    /// By its groups' children: how many controls there are is not known yet.
    static bool is_long(const OscalNode& root) {
        std::size_t children = root.children.size();
        for (const auto& child : root.children) {
            children += child.name == "group" ? child.children.size() : 0;
        }
        return children >= k_fewest_controls_for_two;
    }

    void report(const OscalNode& node, Severity severity, std::string code, std::string text, std::string hint) {
        m_good = m_good && severity != Severity::error;
        m_sink.add({severity, m_document.place(node), std::move(code), std::move(text), std::move(hint)});
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

    void read_control(const OscalNode& node, const std::string& group, const OscalNode* parent) {
        ++m_counts.controls;
        if (is_withdrawn(node)) {
            ++m_counts.withdrawn;
            m_withdrawn.push_back(&node);
        } else {
            ++m_counts.kept;
            m_places.emplace(&node, m_catalog.controls.size());
            auto& control = m_catalog.controls.emplace_back();
            control.place = m_document.place(node);
            control.id = {m_id, our_id(node, "control")};
            control.group = group;
            m_kept.push_back({&node, parent});
        }
        for (const auto& child : node.children) {
            if (child.name == "control") {
                read_control(child, group, &node);
            }
        }
    }

    /// What each says, share by share. A parameter that is not there is reported once.
    void read_controls() {
        const std::size_t step = m_kept.size() / k_shares + 1;
        std::vector<OscalControlReader> readers(k_shares, OscalControlReader(m_document, m_index, k_most_put_in / k_shares));
        const auto read_share = [&](std::size_t share) {
            for (std::size_t index = share * step; index < std::min(m_kept.size(), (share + 1) * step); ++index) {
                readers[share].read(*m_kept[index].node, m_kept[index].parent, m_catalog.controls[index]);
            }
        };
        share_out(k_shares, read_share, m_kept.size() >= k_fewest_controls_for_two);
        std::unordered_set<std::string_view> unknown;
        std::int64_t not_followed = 0;
        for (const auto& reader : readers) {
            not_followed += reader.texts().not_followed();
            m_counts.insertions += reader.texts().insertions();
            m_counts.insertions_undefined += reader.texts().undefined_insertions();
            for (const auto& id : reader.texts().unknown()) {
                if (unknown.insert(id).second) {
                    report(m_document.root(), Severity::warning, "unknown-parameter", fmt::format("the parameter '{}' is inserted, but not defined", id), "it is shown as [Assignment: …]");
                }
            }
        }
        if (not_followed > 0) {
            report(m_document.root(), Severity::warning, "not-inserted",
                   fmt::format("{} of parameters within themselves, or past the limits of what is put in, {} not followed", count_of(not_followed, "insertion", "insertions"),
                               not_followed == 1 ? "is" : "are"),
                   "they are shown as [Assignment: …]");
        }
        for (const auto& control : m_catalog.controls) {
            m_counts.demands += static_cast<std::int64_t>(control.demands.size());
        }
    }

    /// A withdrawn control is not assessed: the control that took it in tells of it.
    void note_withdrawn() {
        for (const auto* withdrawn : m_withdrawn) {
            std::vector<const OscalNode*> met{withdrawn};
            if (!note_where_taken(*withdrawn, *withdrawn, met)) {
                m_counts.withdrawn_without.emplace_back(oscal_control_name(*withdrawn));
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
            const auto* const owner = m_index.find_owner(link.attribute("href").substr(link.attribute("href").starts_with('#') ? 1 : 0));
            if (owner == nullptr || met.size() > k_longest_withdrawal || std::ranges::find(met, owner->node) != met.end()) {
                continue;
            }
            met.push_back(owner->node);
            if (const auto kept = m_places.find(owner->node); kept == m_places.end()) {
                noted = note_where_taken(withdrawn, *owner->node, met) || noted;
            } else {
                const auto by_way_of = &from == &withdrawn ? std::string() : fmt::format(", by way of {}", oscal_control_name(from));
                add_oscal_note(m_catalog.controls[kept->second], fmt::format("{}, {}, is withdrawn and {} here{}", oscal_control_name(withdrawn), withdrawn.text_of("title"),
                                                                       rel == "moved-to" ? "moved" : "incorporated", by_way_of));
                noted = true;
            }
        }
        return noted;
    }

    const OscalDocument& m_document;
    const std::string& m_id;
    OscalImportCounts& m_counts;
    DiagnosticSink& m_sink;
    OscalCatalogIndex m_index;
    Catalog m_catalog;
    bool m_good = true;
    std::vector<OscalKept> m_kept; ///< of each of the catalog's controls
    std::unordered_map<const OscalNode*, std::size_t> m_places; ///< index into both
    std::vector<const OscalNode*> m_withdrawn;
    std::unordered_map<std::string_view, std::uint32_t> m_group_lines;
    std::unordered_map<std::string_view, std::uint32_t> m_control_lines;
};

} // namespace

std::optional<Catalog> catalog_from_oscal(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink) {
    if (is_own_catalog(document.root())) {
        counts.own = true;
        return read_own_catalog(document, id, counts, sink);
    }
    return OscalCatalogReader(document, id, counts, sink).read();
}

} // namespace assay
