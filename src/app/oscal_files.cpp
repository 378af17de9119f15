#include "assay/app/oscal.hpp"

#include "assay/base/file.hpp"
#include "assay/base/memory.hpp"
#include "assay/formats/oscal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

bool is_address(std::string_view href) {
    const auto colon = href.find(':');
    const auto end = std::min(href.find('/'), href.find('#'));
    return href.starts_with("//") || (colon != std::string_view::npos && colon < end);
}

/// "%20" as a blank; what is no such code stays.
std::string decode_percent(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool code = text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 && digit(text[at + 2]) >= 0;
        decoded += code ? static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2])) : text[at];
        at += code ? 2 : 0;
    }
    return decoded;
}

} // namespace

OscalFiles::OscalFiles(const Run& run, fs::path below) : m_run(run), m_below(below.empty() ? fs::path(".") : std::move(below)) {}

const OscalDocument* OscalFiles::load(const fs::path& file, const std::string& shown) {
    std::error_code failed;
    const auto resolved = fs::weakly_canonical(file, failed);
    const auto key = failed ? file.string() : resolved.string();
    auto& loaded = m_loaded[key];
    if (!loaded) {
        expect_many_allocations();
        const auto bytes = read_file(file);
        loaded = std::make_unique<std::optional<OscalDocument>>(read_oscal(bytes, shown, m_run.diagnostics));
    }
    return *loaded ? &**loaded : nullptr;
}

std::vector<fs::path> OscalFiles::opened() const {
    std::vector<fs::path> files;
    files.reserve(m_loaded.size());
    for (const auto& [path, document] : m_loaded) {
        files.emplace_back(path);
    }
    return files;
}

const OscalDocument* OscalFiles::refuse(const Place& place, std::string code, std::string text, std::string hint) {
    m_run.diagnostics.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
    return nullptr;
}

/// XML before what Assay does not read.
std::optional<std::string> OscalFiles::link_of(const OscalDocument& from, const std::string& reference, const Place& place) {
    const auto resources = from.root().children_of("back-matter");
    const auto found = std::ranges::find_if(resources, [&](const OscalNode& each) { return each.attribute("uuid") == reference; });
    if (found == resources.end()) {
        refuse(place, "unknown-resource", fmt::format("the back matter holds no resource '{}'", reference), "");
        return std::nullopt;
    }
    std::string first;
    for (const auto& link : found->children) {
        const auto href = link.attribute("href");
        if (link.name == "rlink" && (link.attribute("media-type").find("xml") != std::string_view::npos || href.ends_with(".xml"))) {
            return std::string(href);
        }
        first = link.name == "rlink" && first.empty() ? std::string(href) : first;
    }
    if (first.empty()) {
        refuse(from.place(*found), "no-link", fmt::format("the resource '{}' links to no file", reference), "give it an <rlink href=\"…\"/>");
        return std::nullopt;
    }
    return first;
}

const OscalDocument* OscalFiles::find(const OscalDocument& from, const std::string& href, const Place& place) {
    auto name = href;
    if (href.starts_with('#')) {
        const auto link = link_of(from, href.substr(1), place);
        if (!link) {
            return nullptr;
        }
        name = *link;
    }
    if (is_address(name)) {
        return refuse(place, "no-network", fmt::format("'{}' is an address, and nothing is fetched", name), fmt::format("save it beneath {} and name it there", m_below.string()));
    }
    name = decode_percent(name.substr(0, name.find('#')));
    const auto folder = fs::path(from.file.text()).parent_path().lexically_relative(m_below.lexically_normal());
    const auto here = from.file.text().empty() ? fs::path() : folder.empty() ? fs::path(from.file.text()).parent_path().lexically_proximate(m_below) : folder;
    const auto relative = (here / name).generic_string();
    const auto inside = path_inside(m_below, relative);
    if (!inside) {
        return refuse(place, "outside", fmt::format("'{}' lies outside {}", name, m_below.string()), "move it there, or name the folder that holds both with --below");
    }
    std::error_code failed;
    if (!fs::is_regular_file(*inside, failed)) {
        return refuse(place, "missing-file", fmt::format("there is no file '{}' beneath {}", (here / name).lexically_normal().generic_string(), m_below.string()), "");
    }
    return load(*inside, (m_below / relative).lexically_normal().generic_string());
}

} // namespace assay
