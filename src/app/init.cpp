#include "assay/app/init.hpp"

#include "assay/app/content.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"
#include "assay/base/zone.hpp"
#include "assay/formats/escape.hpp"
#include "assay/formats/load.hpp"
#include "assay/store/store.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

/// The day on which the sample organisation is judged (evidence/README.md); its faults are planted for that day.
constexpr std::string_view k_sample_day = "2026-10-15";

struct AuditPeriod {
    Date from{};
    Date to{};
};

/// The twelve months before the one that `today` is in.
AuditPeriod last_full_year(Date today) {
    const std::chrono::year_month_day day(today);
    const auto next = day.year() / day.month() / std::chrono::day{1};
    return {Date(next - std::chrono::months{12}), Date(next) - std::chrono::days{1}};
}

std::string workspace_text(const std::string& organization, const std::string& zone, AuditPeriod period) {
    return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- The workspace: whose audit this is, for which period, against what. Everything here may be changed;
     what is changed shows in the next assessment. docs/xml.md describes every element. -->
<workspace organization="{}" zone="{}">
  <!-- The audit period; its last day is included. Checks select what happened in it. -->
  <period from="{}" to="{}"/>
  <!-- What is judged, by the id of the catalog; 'assay catalog list' names them all. -->
  <standard catalog="iso20000-1-2018"/>
  <standard catalog="desmf-3"/>
  <!-- Thresholds of the proposed grades. They are a policy, no standard gives them, and every report prints them.
       isolated: at most this share, and this many rows; major: at least this share, of this many rows or more;
       systemic: this share of the subjects, and this many; record-lag: how late records may be. -->
  <policy isolated-percent="1" isolated-rows="5" major-percent="50" major-rows="10" systemic-percent="20" systemic-subjects="3" record-lag="P30D"/>
</workspace>
)",
                       escape_xml_attribute(organization), escape_xml_attribute(zone), to_text(period.from), to_text(period.to));
}

/// Takes away what was made when the rest cannot be.
class Undoing {
public:
    void made(fs::path path) { m_made.push_back(std::move(path)); }
    void keep() { m_made.clear(); }
    ~Undoing() {
        std::error_code ignored;
        for (auto path = m_made.rbegin(); path != m_made.rend(); ++path) {
            fs::remove_all(*path, ignored);
        }
    }
    Undoing() = default;
    Undoing(const Undoing&) = delete;
    Undoing& operator=(const Undoing&) = delete;

private:
    std::vector<fs::path> m_made;
};

class Initialiser {
public:
    Initialiser(const Run& run, const Setting& setting, const InitRequest& request)
        : m_run(run), m_request(request), m_folder(request.folder.empty() ? fs::path(".") : request.folder), m_setting(setting) {
        if (!m_folder.has_filename() && m_folder.has_relative_path()) {
            m_folder = m_folder.parent_path(); // "audit/"
        }
        m_setting.workspace = m_folder;
    }

    std::optional<InitReport> init() {
        refuse_existing();
        const auto text = m_request.sample ? sample_text() : new_text();
        const auto workspace = load_workspace(text, "assay.xml", m_run.diagnostics);
        const auto content = load_content(m_run, m_setting);
        if (!workspace || !content) {
            return std::nullopt;
        }
        (void)Zone::find(workspace->zone);
        make_folder(m_folder);
        make_folder(m_setting.evidence_folder());
        const auto registers = make_store(*content);
        if (m_request.sample) {
            copy_sample();
        }
        AtomicFile file(m_setting.workspace_file());
        file.write(text);
        file.commit();
        m_undoing.keep();
        return report(*workspace, registers);
    }

private:
    void refuse_existing() const {
        for (const auto& file : {m_setting.workspace_file(), m_setting.store_file()}) {
            if (fs::exists(fs::symlink_status(file))) {
                throw Error(fmt::format("'{}' exists already; nothing was changed", escape_control(file.string())));
            }
        }
    }

    std::string new_text() const {
        if (m_request.from.has_value() != m_request.to.has_value()) {
            throw Error("--from and --to go together", ErrorKind::usage);
        }
        const auto zone = m_request.zone.empty() ? std::string("UTC") : m_request.zone;
        const auto today = find_zone(zone).date_of(m_setting.now);
        const auto period = m_request.from ? AuditPeriod{*m_request.from, *m_request.to} : last_full_year(today);
        if (period.from > period.to) {
            throw Error(fmt::format("the period ends on {}, before it begins on {}", to_text(period.to), to_text(period.from)), ErrorKind::usage);
        }
        const auto organization = m_request.organization.empty() ? std::string("Your organisation") : m_request.organization;
        return workspace_text(organization, zone, period);
    }

    static Zone find_zone(const std::string& name) {
        try {
            return Zone::find(name);
        } catch (const Error& error) {
            throw Error(fmt::format("--zone: {}", error.what()), ErrorKind::usage);
        }
    }

    std::string sample_text() const {
        if (!m_request.organization.empty() || m_request.from || m_request.to || !m_request.zone.empty()) {
            throw Error("--sample brings its own organisation, period and zone: leave --organization, --from, --to and --zone out", ErrorKind::usage);
        }
        return read_file(sample_folder() / "assay.xml");
    }

    fs::path sample_folder() const { return m_setting.home / "evidence"; }

    void make_folder(const fs::path& folder) {
        // From the top, so that all that is made is known.
        if (folder.has_parent_path() && !fs::exists(folder.parent_path())) {
            make_folder(folder.parent_path());
        }
        std::error_code error;
        if (fs::create_directory(folder, error)) {
            m_undoing.made(folder);
        } else if (error || !fs::is_directory(folder)) {
            throw Error(fmt::format("cannot make the folder '{}': {}", escape_control(folder.string()), error ? error.message() : "a file has that name"));
        }
    }

    std::size_t make_store(const Content& content) {
        m_undoing.made(m_setting.store_file());
        auto store = Store::open(m_setting.store_file(), OpenMode::create);
        store.apply_definitions(content.schema, {m_setting.tool, "definitions of registers"}, m_setting.now);
        return content.schema.registers.size();
    }

    void copy_sample() {
        for (const auto& entry : fs::directory_iterator(sample_folder())) {
            const auto name = entry.path().filename();
            if (name == "assay.xml") {
                continue;
            }
            // The documents are the evidence; the rest is what gets imported.
            copy(entry.path(), name == "documents" ? m_setting.evidence_folder() / name : m_folder / name);
        }
    }

    void copy(const fs::path& from, const fs::path& to) {
        throw_if_stopped(m_run);
        if (fs::is_directory(from)) {
            make_folder(to);
            for (const auto& entry : fs::directory_iterator(from)) {
                copy(entry.path(), to / entry.path().filename());
            }
            return;
        }
        if (fs::exists(fs::symlink_status(to))) {
            throw Error(fmt::format("'{}' exists already; nothing was changed", escape_control(to.string())));
        }
        AtomicFile file(to);
        file.write(read_file(from));
        file.commit();
        m_undoing.made(to);
        ++m_copied;
    }

    InitReport report(const Workspace& workspace, std::size_t registers) const {
        InitReport report;
        const auto shown = [&](const fs::path& path) { return escape_control(path.lexically_normal().string()); };
        report.made.push_back({shown(m_setting.workspace_file()), fmt::format("{}, audit period {} to {}", workspace.organization, to_text(workspace.period_from),
                                                                              to_text(workspace.period_to))});
        report.made.push_back({shown(m_setting.store_file()), count_of(static_cast<std::int64_t>(registers), "register", "registers")});
        report.made.push_back({shown(m_setting.evidence_folder()) + "/", m_request.sample ? "the documents of the sample organisation" : "for the files that are evidence"});
        if (m_folder.lexically_normal() != "." && m_folder != fs::current_path()) {
            report.next.push_back("cd " + quote(m_folder.string()));
        }
        if (m_request.sample) {
            report.made.push_back({shown(m_folder / "registers") + "/, " + shown(m_folder / "tickets") + "/, " + shown(m_folder / "exports") + "/",
                                   fmt::format("{} copied in all", count_of(m_copied, "file", "files"))});
            report.next.push_back("assay import --list import.order");
            report.next.push_back("assay evidence verify");
            report.next.push_back(fmt::format("assay check --on {}", k_sample_day));
        } else {
            report.next.push_back("assay import service services.csv");
            report.next.push_back("assay import incident incidents.csv");
            report.next.push_back("assay check");
        }
        return report;
    }

    static std::string quote(const std::string& word) {
        const bool plain = std::ranges::all_of(word, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
        });
        if (plain && !word.starts_with('-')) {
            return word;
        }
        std::string quoted = "'";
        for (const char c : word) {
            quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
        }
        return quoted + "'";
    }

    const Run& m_run;
    const InitRequest& m_request;
    fs::path m_folder;
    Setting m_setting;
    Undoing m_undoing;
    std::int64_t m_copied = 0;
};

} // namespace

std::optional<InitReport> init_workspace(const Run& run, const Setting& setting, const InitRequest& request) {
    return Initialiser(run, setting, request).init();
}

std::string to_text(const InitReport& report) {
    std::string text;
    for (const auto& made : report.made) {
        text += fmt::format("made {}: {}\n", made.name, escape_control(made.what));
    }
    text += "next:\n";
    for (const auto& command : report.next) {
        text += fmt::format("  {}\n", command);
    }
    return text;
}

} // namespace assay
