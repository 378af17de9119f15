// OSCAL's XML to a tree: scanned strictly, parsed by pugixml, and its elements read in shares, on two threads where that pays.
#include "assay/base/both.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/held_diagnostics.hpp"
#include "assay/formats/oscal.hpp"
#include "formats/oscal_elements.hpp"
#include "formats/oscal_grammar.hpp"
#include "formats/xml_scan.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <vector>

namespace assay {
namespace {

std::string join_words(std::span<const std::string_view> words) {
    std::string joined;
    for (std::size_t index = 0; index < words.size(); ++index) {
        joined += index == 0 ? "" : index + 1 == words.size() ? " or " : ", ";
        joined += words[index];
    }
    return joined;
}

/// A shorter document is read sooner than a thread is started.
constexpr std::size_t k_fewest_bytes_for_two = 256ULL << 10;
/// A longer one may hold more elements than the scanner lets pass: pugixml sees it when that is known.
constexpr std::size_t k_most_bytes_unscanned = 4 * k_max_xml_nodes;
/// Shares of a document: few enough that their faults fit into memory, enough that two threads end together.
constexpr std::size_t k_shares = 16;
/// Memory for a byte of the document, by NIST's catalogs. More is taken where that is too little.
constexpr std::size_t k_tree_bytes_a_byte = 2;

/// What the tree of a document stands in.
struct OscalMemory {
    std::string text; ///< parsed in place: the tree's texts are pieces of it
    std::unique_ptr<std::byte[]> block;
    std::pmr::monotonic_buffer_resource outline;
    std::vector<std::unique_ptr<std::pmr::monotonic_buffer_resource>> shares;
};

/// Elements that stand one after the other, and what is read of them.
struct OscalShare {
    std::span<const OscalUnread> elements;
    HeldDiagnostics faults;
    std::size_t fault_count = 0;
};

class OscalReader {
public:
    OscalReader(std::string_view bytes, const std::string& file, DiagnosticSink& sink)
        : m_bytes(bytes), m_sink(sink), m_at_once(bytes.size() >= k_fewest_bytes_for_two), m_memory(std::make_shared<OscalMemory>()),
          m_outline(m_xml, sink, &m_memory->outline) {
        m_xml.file = file;
    }

    std::optional<OscalDocument> read();

private:
    bool parse();
    bool find_prefix(pugi::xml_node root);
    /// False after reporting faults.
    bool read_tree(OscalDocument& document, const OscalType& type);
    std::vector<OscalShare> share_elements(std::span<const OscalUnread> elements);
    bool check_version(OscalDocument& document);

    std::string_view m_bytes;
    DiagnosticSink& m_sink;
    bool m_at_once; ///< on two threads
    std::shared_ptr<OscalMemory> m_memory;
    OscalXml m_xml;
    pugi::xml_document m_tree;
    OscalElements m_outline; ///< tells of the document as a whole too
};

/// The strict scanner goes first, as for every XML file, or beside pugixml, which takes whatever it is given.
bool OscalReader::parse() {
    std::optional<XmlFault> fault;
    pugi::xml_parse_result parsed;
    const auto scan = [&] {
        m_xml.lines = LineTable(m_bytes);
        fault = find_xml_fault(m_bytes, m_xml.lines);
    };
    const auto build = [&] {
        auto& text = m_memory->text;
        text = m_bytes;
        m_xml.start = text.data();
        // White space between two insertions is text, and only in prose: it cannot be left to pugixml.
        parsed = m_tree.load_buffer_inplace(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    };
    if (m_at_once && m_bytes.size() <= k_most_bytes_unscanned) {
        do_both(build, scan, true);
    } else {
        scan();
        if (!fault) {
            build();
        }
    }
    if (fault) {
        m_outline.report(m_xml.lines.find(fault->offset), fault->code, fault->text, fault->hint);
        return false;
    }
    if (!parsed) {
        m_outline.report(m_xml.lines.find(static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0))), "malformed-xml", fmt::format("the XML cannot be read: {}", parsed.description()));
    }
    return parsed;
}

std::optional<OscalDocument> OscalReader::read() {
    if (const auto fault = find_encoding_fault(m_bytes)) {
        const bool whole_file = fault->offset == 0 && fault->code == "too-large";
        m_outline.report(whole_file ? LineColumn{0, 0} : LineTable(m_bytes).find(fault->offset), fault->code, fault->text, fault->hint);
        return std::nullopt;
    }
    if (!parse()) {
        return std::nullopt;
    }
    const auto root = m_tree.document_element();
    if (!find_prefix(root)) {
        return std::nullopt;
    }
    const auto* const type = find_oscal_root(m_xml.local_name(root));
    if (type == nullptr) {
        m_outline.report(m_outline.place_of(root.name() - 1), "unknown-element", fmt::format("{} is no OSCAL document", quote(root.name())), "known are " + join_words(k_oscal_roots));
        return std::nullopt;
    }
    OscalDocument document;
    document.file = m_xml.file;
    const bool is_good = read_tree(document, *type) && check_version(document);
    return is_good ? std::optional(std::move(document)) : std::nullopt;
}

bool OscalReader::read_tree(OscalDocument& document, const OscalType& type) {
    // Never destroyed: whatever it holds stands in this memory, and goes with it in one step.
    auto* const root = std::pmr::polymorphic_allocator<>(&m_memory->outline).new_object<OscalNode>(&m_memory->outline);
    root->name = type.name;
    document.tree = std::shared_ptr<const OscalNode>(m_memory, root);
    std::vector<OscalUnread> unread;
    m_outline.read_outline({m_tree.document_element(), &type, root}, unread);
    auto shares = share_elements(unread);
    const auto read_share = [&](std::size_t index) {
        if (index == 0) {
            document.digest = to_hex(sha256(m_bytes));
            return;
        }
        auto& share = shares[index - 1];
        OscalElements elements(m_xml, share.faults, m_memory->shares[index - 1].get());
        for (const auto& each : share.elements) {
            elements.read(each);
        }
        share.fault_count = elements.faults();
    };
    share_out(shares.size() + 1, read_share, m_at_once);
    bool is_good = m_outline.faults() == 0;
    for (const auto& share : shares) {
        is_good = is_good && share.fault_count == 0;
        share.faults.pass_on(m_sink);
    }
    return is_good;
}

/// Parts of about the same number of bytes, wherever they are read: what is reported, and in which order, does not hang on the number of threads.
std::vector<OscalShare> OscalReader::share_elements(std::span<const OscalUnread> elements) {
    const std::size_t step = m_bytes.size() / k_shares + 1;
    m_memory->block = std::make_unique_for_overwrite<std::byte[]>(k_tree_bytes_a_byte * step * k_shares);
    std::vector<OscalShare> shares;
    std::size_t first = 0;
    for (std::size_t share = 0; share < k_shares; ++share) {
        std::size_t next = first;
        while (next < elements.size() && m_xml.offset_of(elements[next].node.name()) < (share + 1) * step) {
            ++next;
        }
        if (next != first) {
            shares.emplace_back().elements = elements.subspan(first, next - first);
            m_memory->shares.push_back(std::make_unique<std::pmr::monotonic_buffer_resource>(m_memory->block.get() + k_tree_bytes_a_byte * step * share, k_tree_bytes_a_byte * step));
        }
        first = next;
    }
    return shares;
}

/// The namespace's prefix is that of the outermost element; the scanner does not know namespaces, and few documents use prefixes.
bool OscalReader::find_prefix(pugi::xml_node root) {
    const std::string_view name = root.name();
    const auto colon = name.find(':');
    m_xml.prefix = colon == std::string_view::npos ? "" : std::string(name.substr(0, colon + 1));
    const std::string key = m_xml.prefix.empty() ? "xmlns" : "xmlns:" + m_xml.prefix.substr(0, m_xml.prefix.size() - 1);
    const auto declared = root.attribute(key.c_str());
    if (!declared) {
        m_outline.report(m_outline.place_of(root.name() - 1), "unknown-namespace", fmt::format("{} is in no namespace", quote(name)), fmt::format("write {}=\"{}\"", key, k_oscal_namespace));
        return false;
    }
    if (declared.value() != k_oscal_namespace) {
        m_outline.report(m_outline.place_of(declared.value()), "unknown-namespace", fmt::format("the namespace {} is not known", quote(declared.value())),
               fmt::format("OSCAL 1.0 and later is {}", k_oscal_namespace));
        return false;
    }
    return true;
}

bool OscalReader::check_version(OscalDocument& document) {
    const auto* const metadata = document.root().find("metadata");
    const auto* const version = metadata == nullptr ? nullptr : metadata->find("oscal-version");
    if (version == nullptr) {
        return true;
    }
    std::string_view text = version->text.view();
    text.remove_prefix(text.starts_with('v') ? 1 : 0);
    const auto* at = text.data();
    const auto* const end = text.data() + text.size();
    const auto number = [&](std::uint32_t& into) {
        const auto [next, failed] = std::from_chars(at, end, into);
        const bool good = failed == std::errc() && next != at;
        at = next;
        return good;
    };
    const auto point = [&] {
        const bool good = at != end && *at == '.';
        at += good ? 1 : 0;
        return good;
    };
    std::uint32_t major = 0;
    const bool good = number(major) && point() && number(document.minor) && point() && number(document.patch) && (at == end || *at == '-');
    if (!good || major != 1 || document.minor > 2) {
        m_outline.report({version->line, version->column}, "unknown-version", fmt::format("OSCAL {} is not known", quote(version->text.view())), "1.0.x, 1.1.x and 1.2.x are read");
        return false;
    }
    return true;
}

} // namespace

std::optional<OscalDocument> read_oscal(std::string_view bytes, const std::string& file, DiagnosticSink& sink) { return OscalReader(bytes, file, sink).read(); }

} // namespace assay
