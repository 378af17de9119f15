// Finding templates in their folders, and the whole way from input to report text.
#include "assay/report/render.hpp"

#include "assay/base/both.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "report/escape.hpp"
#include "report/index.hpp"
#include "report/lint.hpp"
#include "report/tabular.hpp"
#include "report/view_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <unordered_set>

namespace assay {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view k_ending = ".mustache";
/// Reports of fewer determinations are rendered sooner than a thread is started.
constexpr std::size_t k_fewest_for_two = 2000;

std::vector<std::string> determination_ids(const ReportIndex& index) {
    std::vector<std::string> ids;
    for (const auto& judged : index.judged()) {
        ids.push_back(judged.anchor);
    }
    for (const auto& rollup : index.rollups()) {
        for (const auto* control : rollup.unjudged) {
            ids.push_back(determination_anchor(control->id, ""));
        }
    }
    return ids;
}

/// Every value of an id attribute in the text.
std::unordered_set<std::string_view> ids_in(std::string_view text) {
    constexpr std::string_view k_name = " id";
    constexpr std::string_view k_value = "=\""; // looked for first: reports have far fewer of these than blanks
    std::unordered_set<std::string_view> ids;
    for (auto at = text.find(k_value); at != std::string_view::npos; at = text.find(k_value, at)) {
        const bool is_id = text.substr(0, at).ends_with(k_name);
        at += k_value.size();
        if (is_id) {
            ids.insert(text.substr(at, std::min(text.find('"', at), text.size()) - at));
        }
    }
    return ids;
}

void require_ids(const std::string& file_name, std::string_view text, const std::vector<std::string>& ids) {
    const auto present = ids_in(text);
    for (const auto& id : ids) {
        if (!present.contains(id)) {
            throw Error(fmt::format("report '{}' lacks the row '{}': the template does not show every determination", file_name, id));
        }
    }
}

/// The cells that a reader must get back, worked out from the view alone; empty when the template's header names other columns.
std::vector<std::vector<std::string>> expected_rows(const ViewObject& view, std::string_view text) {
    if (const auto* sheet = view.find("sheet")) {
        std::vector<std::vector<std::string>> rows;
        for (const auto& row : *sheet->list()) {
            auto& cells = rows.emplace_back();
            for (const auto& cell : *row.object()->find("cells")->list()) {
                cells.push_back(neutralise_cell(*cell.object()->find("text")->text()));
            }
        }
        return rows;
    }
    const auto* lines = view.find("lines");
    if (lines == nullptr || lines->list() == nullptr) {
        return {};
    }
    std::vector<std::string> header;
    const auto first_line = text.substr(0, text.find('\n'));
    for (std::size_t begin = 0; begin <= first_line.size();) {
        const auto end = std::min(first_line.find(',', begin), first_line.size());
        header.emplace_back(first_line.substr(begin, end - begin));
        begin = end + 1;
    }
    std::vector<std::vector<std::string>> rows{header};
    for (const auto& line : *lines->list()) {
        std::vector<std::string> cells;
        for (const auto& name : header) {
            const auto* value = line.object()->find(name);
            if (value == nullptr || value->text() == nullptr) {
                return {};
            }
            cells.push_back(neutralise_cell(*value->text()));
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

struct MadeView {
    MadeView() = default;
    MadeView(const ViewRow& row, const ReportIndex& index) {
        tabular = row.tabular == nullptr ? Tabular() : row.tabular(index);
        value = row.tabular == nullptr ? row.build(index) : make_tabular(index, tabular);
    }
    Tabular tabular;
    ViewValue value;
};

RenderedReport render_one(const Template& source, const ViewRow& row, const ViewValue& view, const ReportIndex& index) {
    RenderedReport rendered{.file_name = source.name, .text = assay::render(source, view), .row_ids = {}, .csv_rows = {}};
    if (source.format == "html" && row.lists_determinations) {
        rendered.row_ids = determination_ids(index);
        require_ids(rendered.file_name, rendered.text, rendered.row_ids);
    }
    if (source.format == "csv") {
        rendered.csv_rows = expected_rows(*view.object(), rendered.text);
    }
    return rendered;
}

const ViewRow& get_view(std::string_view view) {
    const auto* row = find_view(view);
    if (row == nullptr) {
        throw Error(fmt::format("there is no view '{}'", view));
    }
    return *row;
}

/// A view's name and the places of what is rendered of it.
using ViewFormats = std::pair<std::string_view, std::vector<std::size_t>>;

/// Building a view takes about as long as rendering it in one format: views are built at the same time, and whoever is free takes the next
/// format of any view. Each is gone when its last format is rendered.
void render_groups(std::span<const ViewFormats> groups, const ReportIndex& index, const std::function<void(std::size_t, const ViewRow&, const ViewValue&)>& render_at) {
    struct Shared {
        std::once_flag is_made;
        std::optional<MadeView> view;
        std::atomic<std::size_t> left;
    };
    std::vector<Shared> shared(groups.size());
    std::vector<std::pair<std::size_t, std::size_t>> tasks; // group and place
    const auto add = [&](bool first) {
        for (std::size_t group = 0; group < groups.size(); ++group) {
            const auto& places = groups[group].second;
            for (std::size_t at = first ? 0 : 1; at < (first ? 1 : places.size()); ++at) {
                tasks.emplace_back(group, places[at]);
            }
            shared[group].left = places.size();
        }
    };
    add(true);
    add(false);
    const auto work = [&](std::size_t task) {
        const auto [group, place] = tasks[task];
        const auto& row = get_view(groups[group].first);
        auto& of = shared[group];
        std::call_once(of.is_made, [&] { of.view.emplace(row, index); });
        render_at(place, row, of.view->value);
        if (--of.left == 0) {
            of.view.reset();
        }
    };
    share_out(tasks.size(), work, true);
}

} // namespace

/// The view at hand is kept: a report's formats are rendered one after another.
struct ReportViews::Impl {
    explicit Impl(const ReportInput& input) : index(input) {}

    const ViewValue& view(const ViewRow& row) {
        if (at != &row) {
            at = nullptr;
            made = MadeView(row, index);
            at = &row;
        }
        return made.value;
    }

    ReportIndex index;
    const ViewRow* at = nullptr;
    MadeView made;
};

ReportViews::ReportViews(const ReportInput& input) : m_impl(std::make_unique<Impl>(input)) {}
ReportViews::ReportViews(ReportViews&&) noexcept = default;
ReportViews& ReportViews::operator=(ReportViews&&) noexcept = default;
ReportViews::~ReportViews() = default;

std::vector<TemplateName> list_templates(std::span<const fs::path> folders) {
    std::map<std::pair<std::string, std::string>, fs::path> found;
    for (const auto& folder : folders) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator(folder, absent)) {
            std::string name = entry.path().filename().string();
            if (!name.ends_with(k_ending)) {
                continue;
            }
            name.resize(name.size() - k_ending.size());
            const auto dot = name.rfind('.');
            if (dot == std::string::npos || dot == 0 || !has_escaper(name.substr(dot + 1))) {
                continue;
            }
            found.try_emplace({name.substr(0, dot), name.substr(dot + 1)}, entry.path());
        }
    }
    std::vector<TemplateName> names;
    names.reserve(found.size());
    for (const auto& [name, file] : found) {
        names.push_back({name.first, name.second, file});
    }
    return names;
}

std::optional<Template> load_template(std::span<const fs::path> folders, std::string_view report, std::string_view format,
                                      DiagnosticSink& diagnostics) {
    const auto names = list_templates(folders);
    const auto found =
        std::ranges::find_if(names, [&](const TemplateName& name) { return name.report == report && name.format == format; });
    if (found == names.end()) {
        std::vector<std::string> known;
        known.reserve(names.size());
        for (const auto& name : names) {
            known.push_back(name.report + "." + name.format);
        }
        const auto hint = did_you_mean(fmt::format("{}.{}", report, format), known);
        throw Error(fmt::format("there is no report '{}' in format '{}'{}", report, format, hint.empty() ? "" : " (" + hint + ")"),
                    ErrorKind::usage);
    }
    const auto folder = std::ranges::find(folders, found->file.parent_path());
    const auto later = folders.subspan(static_cast<std::size_t>(folder - folders.begin()));
    auto linted = lint_template(later, found->file, format, diagnostics);
    if (!linted) {
        return std::nullopt;
    }
    return Template{.name = fmt::format("{}.{}", report, format),
                    .report = std::string(report),
                    .format = std::string(format),
                    .view = linted->view,
                    .text = std::move(linted->text),
                    .shape = linted->shape};
}

std::vector<RenderedReport> render_reports(std::span<const fs::path> folders, std::string_view report, std::span<const std::string> formats, ReportViews& views,
                                           DiagnosticSink& diagnostics, const FinishReport& finish) {
    std::vector<Template> sources;
    std::string faulty;
    for (const auto& format : formats) {
        if (auto source = load_template(folders, report, format, diagnostics)) {
            sources.push_back(std::move(*source));
        } else if (faulty.empty()) {
            faulty = format;
        }
    }
    if (!faulty.empty()) {
        throw Error(fmt::format("the template of report '{}' in format '{}' has faults", report, faulty));
    }
    const auto& index = views.impl().index;
    const bool at_once = index.input().assessment.determinations.size() >= k_fewest_for_two;
    std::vector<RenderedReport> rendered(sources.size());
    const auto render_at = [&](std::size_t at, const ViewRow& row, const ViewValue& view) {
        rendered[at] = render_one(sources[at], row, view, index);
        if (finish) {
            finish(at, rendered[at]);
        }
    };
    std::map<std::string_view, std::vector<std::size_t>> by_view;
    for (std::size_t at = 0; at < sources.size(); ++at) {
        by_view[sources[at].view].push_back(at);
    }
    const std::vector<ViewFormats> groups(by_view.begin(), by_view.end());
    if (at_once && groups.size() > 1) {
        render_groups(groups, index, render_at);
        return rendered;
    }
    for (const auto& [name, places] : groups) {
        const auto& row = get_view(name);
        const auto& view = views.impl().view(row);
        share_out(places.size(), [&, &of_view = places](std::size_t at) { render_at(of_view[at], row, view); }, at_once);
    }
    return rendered;
}

RenderedReport render_report(std::span<const fs::path> folders, std::string_view report, std::string_view format, ReportViews& views,
                             DiagnosticSink& diagnostics) {
    const std::string formats[] = {std::string(format)};
    return std::move(render_reports(folders, report, formats, views, diagnostics).front());
}

RenderedReport render_report(std::span<const fs::path> folders, std::string_view report, std::string_view format, const ReportInput& input,
                             DiagnosticSink& diagnostics) {
    ReportViews views(input);
    return render_report(folders, report, format, views, diagnostics);
}

ViewValue make_view(std::string_view view, const ReportInput& input) {
    const auto& row = get_view(view);
    const ReportIndex index(input);
    auto object = build_view(row, index);
    object.require_complete();
    return object;
}

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

} // namespace

ViewNeeds view_needs(std::string_view view) {
    const auto& row = get_view(view);
    ViewNeeds needs;
    needs.registers = words_of(row.registers);
    const auto also = words_of(row.also);
    const auto has = [&](std::string_view word) { return std::ranges::find(also, word) != also.end(); };
    needs.sla = has("sla");
    needs.capability = has("capability");
    needs.crosswalks = has("crosswalks");
    needs.comparison = has("comparison");
    needs.trend = has("trend");
    needs.technical = has("technical");
    needs.tickets = has("tickets");
    needs.audit = has("audit");
    needs.today = needs.audit || has("today");
    needs.filter = row.tabular == nullptr || has("filter");
    return needs;
}

std::string view_meaning(std::string_view view) { return std::string(get_view(view).meaning); }

bool view_has_sheet(std::string_view view) { return get_view(view).tabular != nullptr; }

std::optional<ReportSheet> make_sheet(std::string_view view, ReportViews& views) {
    const auto& row = get_view(view);
    if (row.tabular == nullptr) {
        return std::nullopt;
    }
    (void)views.impl().view(row);
    return views.impl().made.tabular.sheet;
}

std::vector<std::string> view_names() {
    std::vector<std::string> names;
    for (const auto& row : view_table()) {
        names.emplace_back(row.name);
    }
    return names;
}

} // namespace assay
