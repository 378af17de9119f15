#include "assay/app/content.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/nearest.hpp"
#include "assay/formats/load.hpp"
#include "assay/rules/library.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Messages name a file as the user sees it: below the home or the workspace.
std::string shown_name(const fs::path& file, const fs::path& root) {
    const auto relative = file.lexically_relative(root);
    return relative.empty() ? file.string() : relative.generic_string();
}

class Loader {
public:
    Loader(const Run& run, const Setting& setting) : m_run(run), m_setting(setting) {}

    Content load() {
        load_folder(m_setting.home);
        if (!m_setting.workspace.empty() && m_setting.workspace != m_setting.home) {
            load_folder(m_setting.workspace);
        }
        Content content;
        for (auto& [id, each] : m_registers) {
            content.schema.registers.push_back(std::move(each));
        }
        for (auto& [id, each] : m_catalogs) {
            content.catalogs.push_back(std::move(each));
        }
        for (auto& [name, each] : m_checks) {
            content.check_files.push_back(std::move(each));
        }
        for (auto& [name, each] : m_files) {
            content.files.push_back(std::move(each));
        }
        return content;
    }

private:
    void load_folder(const fs::path& root) {
        const auto controls = root / "controls";
        for (const auto& file : xml_files(controls / "registers")) {
            const auto bytes = read_file(file);
            if (auto each = load_register(bytes, shown_name(file, root), m_run.diagnostics)) {
                keep("register", each->id, bytes);
                const auto id = each->id;
                m_registers.insert_or_assign(id, std::move(*each));
            }
        }
        for (const auto& file : xml_files(controls / "catalogs")) {
            const auto bytes = read_file(file);
            if (auto each = load_catalog(bytes, shown_name(file, root), m_run.diagnostics)) {
                const auto known = m_catalogs.find(each->id);
                // Two files of one folder must not claim one id; the workspace's file overrides a built-in one.
                if (known != m_catalogs.end() && m_folder_of[each->id] == root) {
                    m_run.diagnostics.add({Severity::error, each->place, "duplicate-id", fmt::format("catalog '{}' is already defined", each->id),
                                           "first in " + to_text(known->second.place)});
                }
                m_folder_of[each->id] = root;
                keep("catalog", each->id, bytes);
                const auto id = each->id;
                m_catalogs.insert_or_assign(id, std::move(*each));
            }
        }
        for (const auto& file : xml_files(controls / "checks")) {
            const auto bytes = read_file(file);
            if (auto each = load_checks(bytes, shown_name(file, root), m_run.diagnostics)) {
                const auto name = file.filename().string();
                keep("checks", name, bytes);
                m_checks.insert_or_assign(name, std::move(*each));
            }
        }
    }

    void keep(const std::string& kind, const std::string& name, const std::string& bytes) {
        m_files.insert_or_assign({kind, name}, ContentFile{kind, name, to_hex(sha256(bytes)), bytes});
    }

    const Run& m_run;
    const Setting& m_setting;
    std::map<std::string, Register> m_registers;
    std::map<std::string, Catalog> m_catalogs;
    std::map<std::string, fs::path> m_folder_of;
    std::map<std::string, CheckFile> m_checks;
    std::map<std::pair<std::string, std::string>, ContentFile> m_files;
};

/// Counts errors on their way to the real sink, so that a function can tell whether its own part was clean.
class CountingSink final : public DiagnosticSink {
public:
    explicit CountingSink(DiagnosticSink& to) : m_to(to) {}
    void add(Diagnostic diagnostic) override {
        m_errors += diagnostic.severity == Severity::error ? 1 : 0;
        m_to.add(std::move(diagnostic));
    }
    [[nodiscard]] bool clean() const { return m_errors == 0; }

private:
    DiagnosticSink& m_to;
    std::size_t m_errors = 0;
};

} // namespace

const Catalog* Content::find_catalog(std::string_view id) const {
    const auto found = std::ranges::find(catalogs, id, &Catalog::id);
    return found == catalogs.end() ? nullptr : &*found;
}

std::optional<Content> load_content(const Run& run, const Setting& setting) {
    CountingSink sink(run.diagnostics);
    const Run counted{run.stop, run.progress, sink};
    auto content = Loader(counted, setting).load();
    link_schema(content.schema, sink);
    return sink.clean() ? std::optional(std::move(content)) : std::nullopt;
}

std::optional<Workspace> load_workspace_file(const Run& run, const Setting& setting, const Content& content) {
    CountingSink sink(run.diagnostics);
    const auto bytes = read_file(setting.workspace_file());
    auto workspace = load_workspace(bytes, setting.workspace_file().filename().string(), sink);
    if (!workspace) {
        return std::nullopt;
    }
    std::vector<std::string> known;
    for (const auto& catalog : content.catalogs) {
        known.push_back(catalog.id);
    }
    for (const auto& use : workspace->standards) {
        if (content.find_catalog(use.catalog) == nullptr) {
            sink.add({Severity::error, use.place, "unknown-catalog", fmt::format("there is no catalog '{}'", use.catalog), did_you_mean(use.catalog, known)});
        }
    }
    try {
        (void)Zone::find(workspace->zone);
    } catch (const Error& error) {
        sink.add({Severity::error, workspace->place, "unknown-zone", error.what(), ""});
    }
    return sink.clean() ? workspace : std::nullopt;
}

} // namespace assay
