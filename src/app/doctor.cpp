#include "assay/app/doctor.hpp"

#include "assay/app/catalogs.hpp"
#include "assay/app/change_log.hpp"
#include "assay/app/content.hpp"
#include "assay/base/error.hpp"
#include "assay/base/program.hpp"
#include "assay/base/text.hpp"
#include "assay/base/zone.hpp"
#include "assay/formats/json.hpp"
#include "assay/store/store.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Programs that Assay calls, or that its users need for what it writes.
struct OptionalProgram {
    std::string_view name;
    std::string_view package;
    std::string_view use;
};
constexpr OptionalProgram k_programs[] = {
    {"weasyprint", "weasyprint", "reports as PDF"},
    {"pandoc", "pandoc", "reports as DOCX"},
    {"openssl", "openssl", "keys for signed packs, and checking their signatures"},
    {"sha256sum", "coreutils", "checking a pack's SHA256SUMS"},
};

/// A store that grows needs room for itself, its journal and a vacuum.
constexpr std::uintmax_t k_store_sizes_free = 3;
constexpr std::uintmax_t k_least_free = 64U << 20U;

std::string megabytes(std::uintmax_t bytes) { return fmt::format("{} MB", group_thousands(static_cast<std::int64_t>(bytes >> 20U))); }

class Examination {
public:
    Examination(const Run& run, const Setting& setting) : m_run(run), m_setting(setting) {}

    std::vector<HealthLine> examine() {
        well(fmt::format("{}, with controls and templates in {}", m_setting.tool, escape_control(m_setting.home.string())));
        examine_content();
        examine_zones();
        for (const auto& program : k_programs) {
            if (find_program(program.name)) {
                well(fmt::format("{} is installed ({})", program.name, program.use));
            } else {
                advise(fmt::format("{} is not installed ({})", program.name, program.use), fmt::format("sudo apt-get install {}", program.package));
            }
        }
        if (m_setting.who == "unknown") {
            advise("nobody knows who is at the prompt: changes and reports say 'unknown'", "export ASSAY_USER=\"Your Name\"");
        } else {
            well(fmt::format("changes are made by {}", escape_control(m_setting.who)));
        }
        if (m_setting.workspace.empty()) {
            advise("there is no workspace here or above", "go to one, or make one with 'assay init'");
        } else {
            examine_workspace();
        }
        return std::move(m_lines);
    }

private:
    void well(std::string what) { m_lines.push_back({Health::well, std::move(what), {}}); }
    void advise(std::string what, std::string remedy) { m_lines.push_back({Health::advice, std::move(what), std::move(remedy)}); }
    void fault(std::string what, std::string remedy) { m_lines.push_back({Health::fault, std::move(what), std::move(remedy)}); }

    /// What throws is a fault of its own, and the rest is still looked at.
    template <class Work>
    void attempt(const Work& work, std::string_view remedy) {
        try {
            work();
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::cancelled) {
                throw;
            }
            fault(error.what(), std::string(remedy));
        }
    }

    void examine_content() {
        attempt(
            [this] {
                Diagnostics found;
                const auto counts = validate_content({m_run.stop, m_run.progress, found}, m_setting);
                if (counts) {
                    well(counts->substr(0, counts->find('\n')));
                } else {
                    fault("the controls have faults", "assay catalog validate");
                }
            },
            "assay catalog validate");
    }

    void examine_zones() {
        attempt(
            [this] {
                (void)Zone::find("Europe/London");
                well("time zones are known");
            },
            "sudo apt-get install tzdata");
    }

    void examine_workspace() {
        well(fmt::format("workspace {}", escape_control(m_setting.workspace.string())));
        attempt(
            [this] {
                Diagnostics found;
                const Run run{m_run.stop, m_run.progress, found};
                const auto content = load_content(run, m_setting, Wanted::all);
                const auto workspace = content ? load_workspace_file(run, m_setting, *content) : std::nullopt;
                if (!workspace) {
                    fault("assay.xml, or a definition beside it, has faults", "assay check names them with file and line");
                    return;
                }
                well(fmt::format("{}: period {} to {}, zone {}, {}", escape_control(workspace->organization), to_text(workspace->period_from), to_text(workspace->period_to), workspace->zone,
                                 count_of(static_cast<std::int64_t>(workspace->standards.size()), "standard", "standards")));
                examine_definitions(*content);
            },
            "correct assay.xml");
        attempt([this] { examine_store(); }, "assay log verify");
        examine_folders();
    }

    void examine_definitions(const Content& content) {
        const auto store = Store::open(m_setting.store_file(), OpenMode::read_only, options());
        const auto stored = store.definitions();
        std::int64_t different = 0;
        for (const auto& of : content.schema.registers) {
            const auto same = std::ranges::find(stored, of.id, &StoredDefinition::register_id);
            different += same == stored.end() || same->source_text != of.source_text ? 1 : 0;
        }
        if (different > 0) {
            advise(fmt::format("{} from the stored", count_of(different, "register definition differs", "register definitions differ")),
                   "the next command that opens the store applies them, or says what 'assay migrate' must do first");
        } else {
            well(fmt::format("{} as stored", count_of(static_cast<std::int64_t>(content.schema.registers.size()), "register", "registers")));
        }
    }

    void examine_store() {
        const auto verified = verify_log(m_run, m_setting, {});
        const auto& report = verified.report;
        if (!report.intact()) {
            fault(fmt::format("the store is not as its chain of changes says: {}", count_of(report.fault_count, "fault", "faults")), "assay log verify");
            return;
        }
        well(fmt::format("store intact: {}, {}, {} recomputed", count_of(report.changes, "change", "changes"), count_of(report.row_versions, "row version", "row versions"),
                         count_of(report.assessments, "assessment", "assessments")));
    }

    void examine_folders() {
        std::error_code error;
        if (::access(m_setting.workspace.c_str(), W_OK) != 0 || ::access(m_setting.store_file().c_str(), W_OK) != 0) {
            advise("the workspace cannot be written: reading and reporting work, changes do not", "check the permissions of the folder and of assay.db");
        }
        const auto others = fs::status(m_setting.store_file(), error).permissions() & fs::perms::others_write;
        if (!error && others != fs::perms::none) {
            advise("everybody on this machine may write the store", "chmod o-w assay.db");
        }
        if (!fs::is_directory(m_setting.evidence_folder(), error)) {
            advise("there is no evidence folder", "mkdir evidence");
        }
        const auto space = fs::space(m_setting.workspace, error);
        const auto size = error ? 0 : fs::file_size(m_setting.store_file(), error);
        if (!error && space.available < std::max(k_least_free, k_store_sizes_free * size)) {
            advise(fmt::format("little room is left on the disk: {} beside a store of {}", megabytes(space.available), megabytes(size)), "free some space before the next import");
        }
    }

    [[nodiscard]] OpenOptions options() const {
        OpenOptions options;
        options.wait_limit = m_setting.lock_wait;
        return options;
    }

    const Run& m_run;
    const Setting& m_setting;
    std::vector<HealthLine> m_lines;
};

std::string_view health_word(Health health) { return health == Health::well ? "ok" : health == Health::advice ? "advice" : "FAULT"; }

} // namespace

std::vector<HealthLine> examine(const Run& run, const Setting& setting) { return Examination(run, setting).examine(); }

std::string to_text(const std::vector<HealthLine>& lines) {
    std::string text;
    std::int64_t advice = 0;
    std::int64_t faults = 0;
    for (const auto& line : lines) {
        text += fmt::format("{:<6}  {}{}\n", health_word(line.health), line.what, line.remedy.empty() ? "" : ": " + line.remedy);
        advice += line.health == Health::advice ? 1 : 0;
        faults += line.health == Health::fault ? 1 : 0;
    }
    return text + fmt::format("\n{}, {}\n", count_of(faults, "fault", "faults"), count_of(advice, "piece of advice", "pieces of advice"));
}

std::string to_json(const std::vector<HealthLine>& lines) {
    JsonWriter json;
    json.begin_object().key("lines").begin_array();
    for (const auto& line : lines) {
        json.begin_object().field("health", to_lower(health_word(line.health))).field("what", line.what).field("remedy", line.remedy).end_object();
    }
    return json.end_array().end_object().take() + "\n";
}

bool has_fault(const std::vector<HealthLine>& lines) {
    return std::ranges::any_of(lines, [](const HealthLine& line) { return line.health == Health::fault; });
}

} // namespace assay
