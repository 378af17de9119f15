#include "assay/app/content.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/formats/load.hpp"
#include "assay/rules/crosswalk.hpp"
#include "assay/rules/library.hpp"
#include "app/load_files.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <variant>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Definitions of one kind by id. Two files of one folder must not claim one id; the workspace's file overrides a built-in one.
template <class Definition>
class ById {
public:
    explicit ById(std::string_view kind) : m_kind(kind) {}

    void add(Definition definition, const fs::path& root, DiagnosticSink& diagnostics) {
        const auto known = m_known.find(definition.id);
        if (known != m_known.end() && known->second.root == root) {
            diagnostics.add({Severity::error, definition.place, "duplicate-id", fmt::format("{} '{}' is already defined", m_kind, definition.id),
                             "first in " + to_text(known->second.definition.place)});
        }
        const auto id = definition.id;
        m_known.insert_or_assign(id, Known{std::move(definition), root});
    }

    std::vector<Definition> take() {
        std::vector<Definition> all;
        all.reserve(m_known.size());
        for (auto& [id, known] : m_known) {
            all.push_back(std::move(known.definition));
        }
        return all;
    }

private:
    struct Known {
        Definition definition;
        fs::path root;
    };
    std::string_view m_kind;
    std::map<std::string, Known> m_known;
};

/// Files by kind and name, in that order.
class Kept {
public:
    void keep(const std::string& kind, const std::string& name, std::string digest, std::string bytes) {
        m_files.insert_or_assign({kind, name}, ContentFile{kind, name, std::move(digest), std::move(bytes)});
    }

    std::vector<ContentFile> take() {
        std::vector<ContentFile> all;
        all.reserve(m_files.size());
        for (auto& [name, file] : m_files) {
            all.push_back(std::move(file));
        }
        return all;
    }

private:
    std::map<std::pair<std::string, std::string>, ContentFile> m_files;
};

/// Where content lies, the built-in first.
std::vector<fs::path> roots_of(const Setting& setting) {
    std::vector<fs::path> roots{setting.home};
    if (!setting.workspace.empty() && setting.workspace != setting.home) {
        roots.push_back(setting.workspace);
    }
    return roots;
}

/// The files of one kind below a root, not yet read.
void find_files(const fs::path& root, std::string_view folder, ContentKind kind, std::vector<LoadedFile>& files) {
    for (auto& path : xml_files(root / "controls" / folder)) {
        auto& file = files.emplace_back();
        file.kind = kind;
        file.path = std::move(path);
        file.root = root;
    }
}

/// Counts errors on their way to the real sink, so that a function can tell whether its own part was clean.
class CountingSink final : public DiagnosticSink {
public:
    explicit CountingSink(DiagnosticSink& to) : m_to(to) {}
    [[nodiscard]] std::size_t errors() const { return m_errors; }
    [[nodiscard]] bool clean() const { return m_errors == 0; }

private:
    void take(Diagnostic diagnostic) override {
        m_errors += diagnostic.severity == Severity::error ? 1 : 0;
        m_to.add(std::move(diagnostic));
    }

    DiagnosticSink& m_to;
    std::size_t m_errors = 0;
};

Content load_all(const std::vector<fs::path>& roots, Wanted wanted, CountingSink& sink) {
    std::vector<LoadedFile> files;
    for (const auto& root : roots) {
        find_files(root, "registers", ContentKind::registers, files);
        if (wanted.judgement) {
            find_files(root, "catalogs", ContentKind::catalog, files);
            find_files(root, "checks", ContentKind::checks, files);
        }
        if (wanted.crosswalks) {
            find_files(root, "crosswalks", ContentKind::crosswalk, files);
        }
    }
    for (auto& file : files) {
        file.cases = wanted.cases;
        file.digests = wanted.digests;
    }
    ById<Register> registers("register");
    ById<Catalog> catalogs("catalog");
    ById<Crosswalk> crosswalks("crosswalk");
    std::map<std::string, CheckFile> checks;
    Kept kept;
    Content content;
    std::size_t errors_before = 0;
    load_files(std::move(files), sink, [&](LoadedFile& file) {
        if (auto* loaded = std::get_if<Register>(&file.definition)) {
            kept.keep("register", loaded->id, std::move(file.digest), std::move(file.bytes));
            registers.add(std::move(*loaded), file.root, sink);
        } else if (auto* catalog = std::get_if<Catalog>(&file.definition)) {
            kept.keep("catalog", catalog->id, std::move(file.digest), std::move(file.bytes));
            catalogs.add(std::move(*catalog), file.root, sink);
        } else if (auto* each = std::get_if<CheckFile>(&file.definition)) {
            const auto name = file.path.filename().string();
            kept.keep("checks", name, std::move(file.digest), std::move(file.bytes));
            checks.insert_or_assign(name, std::move(*each));
        } else if (auto* crosswalk = std::get_if<Crosswalk>(&file.definition)) {
            kept.keep("crosswalk", crosswalk->id, std::move(file.digest), std::move(file.bytes));
            crosswalks.add(std::move(*crosswalk), file.root, sink);
        }
        content.crosswalk_errors += file.kind == ContentKind::crosswalk ? sink.errors() - errors_before : 0;
        errors_before = sink.errors();
    });
    content.loaded = wanted;
    content.schema.registers = registers.take();
    content.catalogs = catalogs.take();
    content.crosswalks = crosswalks.take();
    content.check_files.reserve(checks.size());
    for (auto& [name, each] : checks) {
        content.check_files.push_back(std::move(each));
    }
    content.files = kept.take();
    return content;
}

void read_crosswalks(const Setting& setting, Content& content, DiagnosticSink& sink) {
    std::vector<LoadedFile> files;
    for (const auto& root : roots_of(setting)) {
        find_files(root, "crosswalks", ContentKind::crosswalk, files);
    }
    ById<Crosswalk> crosswalks("crosswalk");
    Kept kept;
    load_files(std::move(files), sink, [&](LoadedFile& file) {
        if (auto* loaded = std::get_if<Crosswalk>(&file.definition)) {
            kept.keep("crosswalk", loaded->id, std::move(file.digest), std::move(file.bytes));
            crosswalks.add(std::move(*loaded), file.root, sink);
        }
    });
    content.crosswalks = crosswalks.take();
    std::ranges::move(kept.take(), std::back_inserter(content.files));
    std::ranges::sort(content.files, {}, [](const ContentFile& file) { return std::tie(file.kind, file.name); });
    content.loaded.crosswalks = true;
}

void check_zone(const std::string& zone, const Place& place, DiagnosticSink& sink) {
    try {
        (void)Zone::find(zone);
    } catch (const Error& error) {
        sink.add({Severity::error, place, "unknown-zone", error.what(), ""});
    }
}

} // namespace

const Catalog* Content::find_catalog(std::string_view id) const {
    const auto found = std::ranges::find(catalogs, id, &Catalog::id);
    return found == catalogs.end() ? nullptr : &*found;
}

std::optional<Content> load_content(const Run& run, const Setting& setting, Wanted wanted) {
    CountingSink sink(run.diagnostics);
    auto content = load_all(roots_of(setting), wanted, sink);
    link_schema(content.schema, sink);
    return sink.errors() == content.crosswalk_errors ? std::optional(std::move(content)) : std::nullopt;
}

bool load_crosswalks(const Run& run, const Setting& setting, Content& content) {
    CountingSink sink(run.diagnostics);
    if (!content.loaded.crosswalks) {
        read_crosswalks(setting, content, sink);
    }
    link_crosswalks(content.crosswalks, content.catalogs, sink);
    return sink.clean() && content.crosswalk_errors == 0;
}

std::optional<Workspace> load_workspace_file(const Run& run, const Setting& setting, const Content& content) {
    CountingSink sink(run.diagnostics);
    const auto bytes = read_file(setting.workspace_file());
    auto workspace = load_workspace(bytes, setting.workspace_file().filename().string(), sink);
    if (!workspace) {
        return std::nullopt;
    }
    std::vector<std::string> known;
    known.reserve(content.catalogs.size());
    for (const auto& catalog : content.catalogs) {
        known.push_back(catalog.id);
    }
    for (const auto& use : workspace->standards) {
        if (content.loaded.judgement && content.find_catalog(use.catalog) == nullptr) {
            sink.add({Severity::error, use.place, "unknown-catalog", fmt::format("there is no catalog '{}'", use.catalog), did_you_mean(use.catalog, known)});
        }
    }
    check_zone(workspace->zone, workspace->place, sink);
    for (const auto& calendar : workspace->calendars) {
        if (!calendar.zone.empty()) {
            check_zone(calendar.zone, calendar.place, sink);
        }
    }
    return sink.clean() ? workspace : std::nullopt;
}

} // namespace assay
