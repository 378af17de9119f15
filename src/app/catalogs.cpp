#include "assay/app/catalogs.hpp"

#include "app/catalog_names.hpp"
#include "app/profiles.hpp"
#include "assay/app/catalog_figures.hpp"
#include "assay/app/overlay.hpp"
#include "assay/app/risk_matrix.hpp"
#include "assay/base/both.hpp"
#include "assay/base/held_diagnostics.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/profile.hpp"
#include "assay/rules/library.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

std::vector<const CheckDefinition*> checks_of(const Content& content, const ControlId& id) {
    std::vector<const CheckDefinition*> found;
    for (const auto& file : content.check_files) {
        for (const auto& check : file.checks) {
            if (std::ranges::any_of(check.controls, [&](const auto& bound) { return bound.first == id; })) {
                found.push_back(&check);
            }
        }
    }
    return found;
}

std::string show_control(const Content& content, const Control& control, const std::optional<OverlayText>& licensed) {
    std::string text = fmt::format("{} {}\n{}\n{}\n", control.cite, to_text(control.id), licensed && !licensed->title.empty() ? licensed->title : control.title,
                                   licensed ? fmt::format("{}\n[{}]", licensed->text, k_overlay_mark) : control.statement);
    text += fmt::format("{}, shall group {}, per {}{}{}{}, confidence {}\n", to_text(control.obligation), control.shall, to_text(control.per),
                        control.planned_interval ? ", at planned intervals" : "", control.provable ? "" : ", no check can prove it",
                        control.excludable ? ", may be excluded" : "", control.confidence);
    if (!control.other_parties) {
        text += "may not be performed by another party\n";
    }
    if (control.government_retained) {
        text += "retained by the government\n";
    }
    for (const auto& particular : control.particulars) {
        text += fmt::format("{}: {}\n", to_text(particular.kind), particular.text);
    }
    for (const auto& demand : control.demands) {
        text += fmt::format("evidence{}{}, {}: {}{}{}\n", demand.number.empty() ? "" : " ", demand.number, to_text(demand.kind), demand.type, demand.interval.empty() ? "" : ", " + demand.interval,
                            demand.text.empty() ? "" : ": " + demand.text);
    }
    for (const auto* check : checks_of(content, control.id)) {
        text += fmt::format("check {} ({}{}): {}\n", check->id.text, to_text(check->kind), check->proves ? ", proving" : "", check->title);
    }
    return text;
}

std::string show_whole(const Catalog& catalog, const std::optional<Overlay>& overlay) {
    std::string text = fmt::format("{} ({}, version {})\n{}\n", catalog.title, catalog.id, catalog.version, catalog.source);
    for (const auto& reference : catalog.references) {
        text += fmt::format("cites {}{}\n", reference.title, reference.superseded_by.empty() ? "" : ", superseded by " + reference.superseded_by);
    }
    for (const auto& role : catalog.roles) {
        text += fmt::format("role {} {} ({}): {}\n", role.id, role.title, role.section, fmt::join(role.responsibilities, " "));
    }
    for (const auto& control : catalog.controls) {
        auto title = control.title;
        if (overlay) {
            const auto laid = overlay->texts.find(control.id.control);
            title = laid == overlay->texts.end() || laid->second.title.empty() ? title : escape_control(laid->second.title);
        }
        text += fmt::format("{:<10} {:<24} {}\n", control.cite, control.id.control, title);
    }
    if (overlay) {
        text += fmt::format("{} of {} laid over ours: {}\n", group_thousands(static_cast<std::int64_t>(overlay->texts.size())),
                            count_of(static_cast<std::int64_t>(catalog.controls.size()), "control", "controls"), k_overlay_mark);
    }
    return text;
}

} // namespace

std::string list_catalogs(const Content& content) {
    std::string text;
    for (const auto& catalog : content.catalogs) {
        const auto f = figures_of(content, catalog);
        text += fmt::format("{}  {}\n  {}", catalog.id, catalog.title, count_of(f.controls, "control", "controls"));
        if (catalog.headline_is_shall) {
            text += fmt::format(" in {}", count_of(f.shall_groups, "shall group", "shall groups"));
        }
        if (!catalog.processes.empty()) {
            text += fmt::format(" with {}", count_of(static_cast<std::int64_t>(catalog.processes.size()), "process", "processes"));
        }
        text += fmt::format(": {} with a proving check, {} with other checks only, {} for an assessor\n", group_thousands(f.proving), group_thousands(f.other),
                            group_thousands(f.assessor));
        text += fmt::format("  evidence demands: {} standard, {} expected\n", group_thousands(f.standard), group_thousands(f.expected));
    }
    return text;
}

std::string show_catalog(const Run& run, const Setting& setting, const Content& content, const std::string& catalog_id, const std::string& control_id) {
    const auto& catalog = get_catalog(content, catalog_id);
    if (!control_id.empty()) {
        const auto& control = get_control_of(catalog, control_id);
        return show_control(content, control, find_licensed_text(run, setting, catalog, control));
    }
    return show_whole(catalog, find_overlay(run, setting, catalog));
}

namespace {

/// What is checked beside the checks.
struct Rest {
    bool good = false;
    std::int64_t matrices = 0;
    std::int64_t profiles = 0;
};

Rest load_rest(const Run& run, const Setting& setting, Content& content) {
    const bool crosswalks_good = load_crosswalks(run, setting, content);
    const auto matrices = load_matrices(run, setting);
    const auto profiles = load_profiles(run, setting);
    if (!matrices || !profiles) {
        return {};
    }
    Rest rest{crosswalks_good, static_cast<std::int64_t>(matrices->all().size()), static_cast<std::int64_t>(profiles->size())};
    for (const auto& known : *profiles) {
        rest.good = link_profile(known.profile, content.schema, run.diagnostics) && rest.good;
    }
    return rest;
}

} // namespace

std::optional<std::string> validate_content(const Run& run, const Setting& setting) {
    auto loaded = load_content(run, setting, Wanted::everything_examined);
    if (!loaded) {
        return std::nullopt;
    }
    auto* const content = &outlive(std::move(*loaded));
    Rest rest;
    HeldDiagnostics rest_faults;
    Library* library = nullptr;
    Diagnostics found;
    const auto link_checks = [&] {
        const auto utc = Zone::utc();
        const Date day = utc.date_of(setting.now);
        library = &outlive(link_library(content->schema, content->catalogs, content->check_files, {day, subtract(day, {12, 0}), day, &utc}, found));
    };
    do_both(link_checks, [&] { rest = load_rest({run.stop, run.progress, rest_faults}, setting, *content); }, true);
    rest_faults.pass_on(run.diagnostics);
    for (auto& diagnostic : found.sorted()) {
        run.diagnostics.add(std::move(diagnostic));
    }
    if (found.has_errors() || !rest.good) {
        return std::nullopt;
    }
    std::int64_t controls = 0;
    for (const auto& catalog : content->catalogs) {
        controls += static_cast<std::int64_t>(catalog.controls.size());
    }
    return fmt::format("{}, {} with {}, {}, {}{}{}: no fault\n", count_of(static_cast<std::int64_t>(content->schema.registers.size()), "register", "registers"),
                       count_of(static_cast<std::int64_t>(content->catalogs.size()), "catalog", "catalogs"), count_of(controls, "control", "controls"),
                       count_of(static_cast<std::int64_t>(library->checks.size()), "check", "checks"),
                       count_of(static_cast<std::int64_t>(content->crosswalks.size()), "crosswalk", "crosswalks"),
                       rest.matrices == 0 ? "" : ", " + count_of(rest.matrices, "matrix", "matrices"),
                       rest.profiles == 0 ? "" : ", " + count_of(rest.profiles, "profile", "profiles"));
}

} // namespace assay
