#include "report/lint.hpp"

#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "report/html_place.hpp"
#include "report/template_source.hpp"
#include "report/view_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace assay {
namespace {

using Kind = TemplateTag::Kind;
namespace fs = std::filesystem;

constexpr std::size_t k_max_partial_depth = 8;
/// Partials within partials multiply: past this the joined template is not a report any more.
constexpr std::size_t k_max_joined_bytes = 8U << 20U;
constexpr std::size_t k_max_partials_placed = 10'000;

/// What the innermost section offers: an object's fields, or one text.
struct Scope {
    const ViewShape* shape = nullptr;
    bool is_text = false;              ///< inside a list of texts
    const Scope* parent = nullptr;
};

class Linter {
public:
    Linter(TemplateFolders folders, std::string_view format, DiagnosticSink& diagnostics)
        : m_folders(folders), m_format(format), m_diagnostics(diagnostics) {}

    std::optional<LintedTemplate> run(const fs::path& file) {
        const auto source = read_source(file);
        if (!source || (!source->sound && source->tags.empty())) {
            return std::nullopt;
        }
        LintedTemplate linted;
        const auto* view = find_named_view(*source);
        if (view == nullptr || !source->sound) {
            return std::nullopt;
        }
        linted.shape = &view->shape();
        linted.view = view->name;
        const Scope scope{linted.shape};
        walk(*source, 0, source->tags.size(), 0, source->text.size(), scope);
        if (!m_faults.empty()) {
            return std::nullopt;
        }
        linted.text = std::move(m_out);
        return linted;
    }

private:
    void fault(const Place& place, std::string code, std::string text, std::string hint = {}) {
        // A partial used in several places has each of its faults once.
        if (m_faults.emplace(to_text(place), code, text).second) {
            m_diagnostics.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
        }
    }

    /// Passes faults of the parser on and remembers that there were some.
    class Forward final : public DiagnosticSink {
    public:
        explicit Forward(Linter& linter) : m_linter(linter) {}

    private:
        void take(Diagnostic diagnostic) override { m_linter.fault(diagnostic.place, diagnostic.code, diagnostic.text, diagnostic.hint); }

        Linter& m_linter;
    };

    std::optional<TemplateSource> read_source(const fs::path& file) {
        const std::string name = file.generic_string();
        std::error_code ignored;
        if (fs::file_size(file, ignored) > k_max_template_bytes && !ignored) {
            fault({name}, "template-size", fmt::format("a template is at most {} bytes long", k_max_template_bytes));
            return std::nullopt;
        }
        Forward forward(*this);
        return parse_template(name, read_file(file, k_max_template_bytes), forward);
    }

    const ViewRow* find_named_view(const TemplateSource& source) {
        std::vector<std::string> names;
        for (const auto& row : view_table()) {
            names.emplace_back(row.name);
        }
        constexpr std::string_view k_prefix = "view:";
        const bool names_view = !source.tags.empty() && source.tags.front().kind == Kind::comment && source.tags.front().begin == 0 &&
                                source.tags.front().name.starts_with(k_prefix);
        if (!names_view) {
            fault({source.file, 1, 1}, "no-view", "the first line does not name the view of this template", "begin with {{! view: gap }}");
            return nullptr;
        }
        std::string name = source.tags.front().name.substr(k_prefix.size());
        name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
        const auto* view = find_view(name);
        if (view == nullptr) {
            fault(source.tags.front().place, "unknown-view", fmt::format("there is no view '{}'", name), did_you_mean(name, names));
        }
        return view;
    }

    void emit(std::string_view text) {
        if (m_format == "html") {
            m_place.advance(text);
        }
        m_out += text;
    }

    void walk(const TemplateSource& source, std::size_t tag, std::size_t tag_end, std::size_t from, std::size_t to, const Scope& scope) {
        const std::string_view text = source.text;
        for (; tag < tag_end; ++tag) {
            const auto& each = source.tags[tag];
            const bool prints = each.kind == Kind::variable || each.kind == Kind::raw;
            const auto line = line_of(source, each);
            const bool alone = !prints && line.alone;
            emit(text.substr(from, std::max(from, alone ? line.begin : each.begin) - from));
            from = alone ? line.end : each.end;
            switch (each.kind) {
            case Kind::comment: break;
            case Kind::partial: place_partial(each, scope); break;
            case Kind::variable:
            case Kind::raw: place_value(source, each, scope); break;
            case Kind::section:
            case Kind::inverted:
                from = walk_section(source, tag, from, scope);
                tag = each.partner;
                break;
            case Kind::close: break;
            }
        }
        emit(text.substr(from, std::max(from, to) - from));
    }

    /// Returns the offset at which the text after the section goes on.
    std::size_t walk_section(const TemplateSource& source, std::size_t index, std::size_t from, const Scope& scope) {
        const auto& opening = source.tags[index];
        const auto& closing = source.tags[opening.partner];
        const auto close_line = line_of(source, closing);
        const auto inner = section_scope(opening, scope);
        m_out += fmt::format("{{{{{}{}}}}}", opening.kind == Kind::section ? '#' : '^', opening.name);
        const auto before = m_place;
        if (inner) {
            walk(source, index + 1, opening.partner, from, close_line.alone ? close_line.begin : closing.begin, *inner);
        }
        if (inner && !before.is_like(m_place)) {
            fault(opening.place, "html-section",
                  fmt::format("section '{}' begins {} and ends {}", opening.name, before.describe(), m_place.describe()),
                  "a section opens and closes the same tags and quotes");
        }
        m_place = before;
        m_out += fmt::format("{{{{/{}}}}}", opening.name);
        return close_line.alone ? close_line.end : closing.end;
    }

    const ViewField* find_field(const TemplateTag& tag, const Scope& scope) {
        if (scope.is_text) {
            fault(tag.place, "unknown-field", fmt::format("a list of texts has no field '{}'", tag.name), "write {{.}} for the text itself");
            return nullptr;
        }
        const auto position = scope.shape->find(tag.name);
        if (position != scope.shape->count) {
            return scope.shape->fields + position;
        }
        std::string hint;
        for (const auto* parent = scope.parent; parent != nullptr && hint.empty(); parent = parent->parent) {
            if (parent->shape != nullptr && parent->shape->find(tag.name) != parent->shape->count) {
                hint = fmt::format("it is a field of the enclosing view '{}', which is reached only through a field named parent_…", parent->shape->name);
            }
        }
        if (hint.empty()) {
            std::vector<std::string> names;
            for (const auto& field : *scope.shape) {
                names.emplace_back(field.name);
            }
            hint = did_you_mean(tag.name, names);
        }
        fault(tag.place, "unknown-field", fmt::format("view '{}' has no field '{}'", scope.shape->name, tag.name), hint);
        return nullptr;
    }

    std::optional<Scope> section_scope(const TemplateTag& tag, const Scope& scope) {
        const auto* field = find_field(tag, scope);
        if (field == nullptr) {
            return std::nullopt;
        }
        if (tag.kind == Kind::inverted) {
            if (field->kind == ViewKind::object) {
                fault(tag.place, "section-kind", fmt::format("field '{}' is an object, which is never absent", tag.name));
            }
            return scope;
        }
        if (field->kind == ViewKind::list || field->kind == ViewKind::object) {
            return Scope{field->shape, field->shape == nullptr, &scope};
        }
        return scope;
    }

    void place_value(const TemplateSource& source, const TemplateTag& tag, const Scope& scope) {
        const bool is_raw = tag.kind == Kind::raw;
        ViewKind kind = ViewKind::text;
        if (tag.name == ".") {
            if (!scope.is_text) {
                fault(tag.place, "unknown-field", "{{.}} stands only inside a list of texts");
                return;
            }
        } else {
            const auto* field = find_field(tag, scope);
            if (field == nullptr) {
                return;
            }
            kind = field->kind;
        }
        if (kind == ViewKind::flag || kind == ViewKind::list || kind == ViewKind::object) {
            fault(tag.place, "field-kind", fmt::format("field '{}' is a {} and cannot be printed", tag.name, to_text(kind)),
                  fmt::format("open a section with {{{{#{}}}}}", tag.name));
            return;
        }
        if (is_raw && kind != ViewKind::markup) {
            fault(tag.place, "raw-field", fmt::format("field '{}' is not markup and must be escaped", tag.name), fmt::format("write {{{{{}}}}}", tag.name));
            return;
        }
        if (!is_raw && kind == ViewKind::markup) {
            fault(tag.place, "raw-field", fmt::format("field '{}' is markup and would be printed as text", tag.name),
                  fmt::format("write {{{{{{{}}}}}}}", tag.name));
            return;
        }
        check_place(source, tag, kind);
        m_out += (is_raw ? "{{{" : "{{") + tag.name + (is_raw ? "}}}" : "}}");
    }

    void check_place(const TemplateSource& source, const TemplateTag& tag, ViewKind kind) {
        if (m_format == "html") {
            const auto reason = m_place.refuse(kind == ViewKind::link, kind == ViewKind::markup);
            if (!reason.empty()) {
                fault(tag.place, "html-place", reason);
            }
            m_place.place_value();
        }
        if (m_format == "csv") {
            constexpr std::string_view k_before = ",\n}";
            constexpr std::string_view k_after = ",\n{";
            const std::string& text = source.text;
            const bool begins = tag.begin == 0 || k_before.find(text[tag.begin - 1]) != std::string_view::npos;
            const bool ends = tag.end == text.size() || k_after.find(text[tag.end]) != std::string_view::npos;
            if (!begins || !ends) {
                fault(tag.place, "csv-cell", fmt::format("field '{}' is not a whole cell", tag.name), "quotes are put where they are needed");
            }
        }
    }

    void place_partial(const TemplateTag& tag, const Scope& scope) {
        const auto cycle = std::ranges::find(m_open_partials, tag.name);
        if (cycle != m_open_partials.end()) {
            std::string way;
            for (auto each = cycle; each != m_open_partials.end(); ++each) {
                way += *each + " > ";
            }
            fault(tag.place, "partial-cycle", fmt::format("partial '{}' contains itself: {}{}", tag.name, way, tag.name));
            return;
        }
        if (m_open_partials.size() == k_max_partial_depth) {
            fault(tag.place, "partial-depth", fmt::format("partials are nested deeper than {}", k_max_partial_depth));
            return;
        }
        if (++m_partials_placed > k_max_partials_placed || m_out.size() > k_max_joined_bytes) {
            fault(tag.place, "template-size", "the template is too large once its partials are placed");
            return;
        }
        const auto* source = find_partial(tag);
        if (source == nullptr || !source->sound) {
            return;
        }
        m_open_partials.push_back(tag.name);
        walk(*source, 0, source->tags.size(), 0, source->text.size(), scope);
        m_open_partials.pop_back();
    }

    const TemplateSource* find_partial(const TemplateTag& tag) {
        if (const auto known = m_partials.find(tag.name); known != m_partials.end()) {
            return &known->second;
        }
        const std::string relative = fmt::format("partials/{}.{}.mustache", tag.name, m_format);
        for (const auto& folder : m_folders) {
            if (!fs::exists(folder / relative)) {
                continue;
            }
            if (!path_inside(folder, relative)) {
                fault(tag.place, "partial-outside", fmt::format("partial '{}' lies outside the template folder", tag.name));
                return nullptr;
            }
            if (auto source = read_source(folder / relative)) {
                return &m_partials.emplace(tag.name, std::move(*source)).first->second;
            }
            return nullptr;
        }
        fault(tag.place, "unknown-partial", fmt::format("there is no partial '{}' for format {}", tag.name, m_format),
              did_you_mean(tag.name, partial_names()));
        return nullptr;
    }

    std::vector<std::string> partial_names() const {
        std::set<std::string> names;
        const std::string ending = fmt::format(".{}.mustache", m_format);
        for (const auto& folder : m_folders) {
            std::error_code ignored;
            for (const auto& entry : fs::directory_iterator(folder / "partials", ignored)) {
                const std::string name = entry.path().filename().string();
                if (name.ends_with(ending)) {
                    names.insert(name.substr(0, name.size() - ending.size()));
                }
            }
        }
        return {names.begin(), names.end()};
    }

    TemplateFolders m_folders;
    std::string m_format;
    DiagnosticSink& m_diagnostics;
    std::set<std::tuple<std::string, std::string, std::string>> m_faults;
    std::map<std::string, TemplateSource> m_partials;
    std::vector<std::string> m_open_partials;
    std::size_t m_partials_placed = 0;
    std::string m_out;
    HtmlPlace m_place;
};

} // namespace

std::optional<LintedTemplate> lint_template(TemplateFolders folders, const fs::path& file, std::string_view format, DiagnosticSink& diagnostics) {
    return Linter(folders, format, diagnostics).run(file);
}

} // namespace assay
