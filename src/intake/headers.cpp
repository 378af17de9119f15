#include "assay/intake/headers.hpp"

#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/receipt.hpp"
#include "assay/intake/version_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace assay {
namespace {

std::string in_quotes(std::string_view text) { return "'" + shorten(text) + "'"; }

/// "--map opened_at='Open time'" as it can be typed into a shell.
std::string map_option(const Field& field, std::string_view column) {
    const bool plain = !column.empty() && std::ranges::all_of(column, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return fmt::format("--map {}={}", field.id, plain ? std::string(column) : in_quotes(column));
}

class Matcher {
public:
    Matcher(const Register& reg, const std::vector<std::string>& header, const Place& place, DiagnosticSink& diagnostics,
            const FileLayout& layout, const ProfileRegister* profile)
        : m_register(reg), m_header(header), m_place(place), m_diagnostics(diagnostics), m_layout(layout), m_profile(profile),
          m_field_column(reg.fields.size()), m_is_constant(reg.fields.size()), m_is_used(header.size()) {
        m_match.ok = true;
        for (const auto& name : header) {
            m_folded.push_back(fold_header(name));
            m_shown.push_back(shorten(name));
        }
        take_version_columns();
        for (const auto& field : reg.fields) {
            auto& names = m_names.emplace_back(Names{fold_header(field.id), fold_header(field.title), {}, {}});
            for (const auto& alias : field.aliases) {
                names.aliases.push_back(fold_header(alias));
            }
        }
        add_profile_names();
    }

    void map(const FieldAssignment& assignment);
    void set(const FieldAssignment& assignment);
    void match_by(MatchedBy by);
    void match_by_profile();
    HeaderMatch finish();

private:
    /// The names of a field, folded once.
    struct Names {
        std::string id;
        std::string title;
        std::vector<std::string> profile; ///< the first that the file has counts
        std::vector<std::string> aliases;
    };
    void report(std::size_t column, std::string code, std::string text, std::string hint) {
        m_match.ok = false;
        m_diagnostics.add({Severity::error,
                           place_in(m_layout, m_place.file, m_place.line, column == 0 ? std::nullopt : std::optional(column - 1)),
                           std::move(code), std::move(text), std::move(hint)});
    }
    [[nodiscard]] std::optional<std::size_t> find_field(std::string_view option, const FieldAssignment& assignment);
    [[nodiscard]] std::optional<std::size_t> find_column(const FieldAssignment& assignment);
    [[nodiscard]] bool matches(std::size_t field, std::string_view folded, MatchedBy by) const;
    [[nodiscard]] bool by_profile(std::size_t field) const {
        return std::ranges::any_of(m_match.columns, [field](const MatchedColumn& matched) { return matched.field == field && matched.by == MatchedBy::profile; });
    }
    [[nodiscard]] bool is_free(std::size_t field) const { return !m_field_column[field] && !m_is_constant[field]; }
    [[nodiscard]] std::string why_unused(std::size_t column) const;
    [[nodiscard]] std::string ordinal(std::size_t column) const {
        return m_layout.is_sheet() ? column_letters(m_layout.columns[column]) : std::to_string(column + 1);
    }
    [[nodiscard]] std::string column_name(std::size_t column) const {
        return fmt::format("{} {}", ordinal(column), in_quotes(m_header[column]));
    }
    [[nodiscard]] std::optional<std::size_t> find_ordinal(std::string_view wanted) const;
    void take_version_columns();
    void add_profile_names();
    void use(std::size_t column, std::size_t field, MatchedBy by);
    void report_two_columns(const Field& field, std::size_t first, std::size_t second);
    void report_missing(const Field& field);

    const Register& m_register;
    const std::vector<std::string>& m_header;
    const Place& m_place;
    DiagnosticSink& m_diagnostics;
    const FileLayout& m_layout;
    const ProfileRegister* m_profile; ///< may be null
    HeaderMatch m_match;
    std::vector<std::string> m_folded;
    std::vector<std::string> m_shown; ///< harmless in a message
    std::vector<Names> m_names;
    std::vector<std::optional<std::size_t>> m_field_column;
    std::vector<bool> m_is_constant;
    std::vector<bool> m_is_used;
};

std::optional<std::size_t> Matcher::find_field(std::string_view option, const FieldAssignment& assignment) {
    std::vector<std::string> ids;
    for (std::size_t field = 0; field < m_register.fields.size(); ++field) {
        if (matches(field, fold_header(assignment.field), MatchedBy::id)) {
            return field;
        }
        ids.push_back(m_register.fields[field].id);
    }
    report(0, "unknown-field",
           fmt::format("{} names {}, which is no field of register '{}'", option, in_quotes(assignment.field), m_register.id),
           did_you_mean(assignment.field, ids));
    return std::nullopt;
}

/// Columns of an export for the round trip are no fields, whatever their names fold to; some of the three are told, and not used.
void Matcher::take_version_columns() {
    std::vector<std::size_t> found;
    std::string absent;
    for (const auto name : k_version_columns) {
        const auto place = std::ranges::find(m_header, name);
        if (place == m_header.end()) {
            absent += fmt::format("{}'{}'", absent.empty() ? "" : " and ", name);
        } else {
            found.push_back(static_cast<std::size_t>(place - m_header.begin()));
        }
    }
    for (const auto column : found) {
        m_is_used[column] = true;
        if (!absent.empty()) {
            m_match.unused.push_back({column, m_header[column], fmt::format("conflicts can be found only with {} beside it", absent)});
        }
    }
    if (absent.empty()) {
        m_match.versions = VersionColumns{found[0], found[1], found[2]};
    }
}

void Matcher::add_profile_names() {
    for (const auto& known : m_profile == nullptr ? std::vector<ProfileHeader>() : m_profile->headers) {
        if (const auto field = m_register.find_index(known.field)) {
            m_names[*field].profile.push_back(fold_header(known.header));
        }
    }
}

/// "#3", or in a sheet "#C".
std::optional<std::size_t> Matcher::find_ordinal(std::string_view wanted) const {
    for (std::size_t column = 0; wanted.starts_with('#') && column < m_header.size(); ++column) {
        if (ordinal(column) == wanted.substr(1)) {
            return column;
        }
    }
    return std::nullopt;
}

/// By its exact name, by its ordinal, or by its name with case and punctuation aside.
std::optional<std::size_t> Matcher::find_column(const FieldAssignment& assignment) {
    const auto& wanted = assignment.text;
    std::vector<std::size_t> found;
    for (std::size_t column = 0; column < m_header.size(); ++column) {
        if (m_header[column] == wanted) {
            found.push_back(column);
        }
    }
    if (const auto column = found.empty() ? find_ordinal(wanted) : std::nullopt) {
        return column;
    }
    for (std::size_t column = 0; column < m_header.size(); ++column) {
        if (!m_folded[column].empty() && m_folded[column] == fold_header(wanted) && m_header[column] != wanted) {
            if (!found.empty() && m_header[found.front()] == wanted) {
                break; // the exact spelling decides
            }
            found.push_back(column);
        }
    }
    if (found.size() == 1) {
        return found.front();
    }
    if (found.empty()) {
        report(0, "unknown-column", fmt::format("--map {}={} names no column of the file", assignment.field, in_quotes(wanted)),
               did_you_mean(wanted, m_shown));
    } else {
        report(
            found[1] + 1, "duplicate-column",
            fmt::format("--map {}={} fits columns {} and {}", assignment.field, in_quotes(wanted), column_name(found[0]),
                        column_name(found[1])),
            fmt::format("say --map {}='#{}' or --map {}='#{}'", assignment.field, ordinal(found[0]), assignment.field, ordinal(found[1])));
    }
    return std::nullopt;
}

bool Matcher::matches(std::size_t field, std::string_view folded, MatchedBy by) const {
    const auto& names = m_names[field];
    if (folded.empty()) {
        return false;
    }
    switch (by) {
    case MatchedBy::map:
        return false;
    case MatchedBy::id:
        return folded == names.id;
    case MatchedBy::title:
        return folded == names.title;
    case MatchedBy::profile:
        return std::ranges::find(names.profile, folded) != names.profile.end();
    case MatchedBy::alias:
        return std::ranges::find(names.aliases, folded) != names.aliases.end();
    }
    return false;
}

void Matcher::use(std::size_t column, std::size_t field, MatchedBy by) {
    m_field_column[field] = column;
    m_is_used[column] = true;
    m_match.columns.push_back({column, field, m_header[column], by});
}

void Matcher::map(const FieldAssignment& assignment) {
    const auto field = find_field("--map", assignment);
    const auto column = find_column(assignment);
    if (!field || !column) {
        return;
    }
    if (m_field_column[*field]) {
        report(0, "conflicting-assignment", fmt::format("--map gives field '{}' two columns", m_register.fields[*field].id),
               "keep one of them");
        return;
    }
    use(*column, *field, MatchedBy::map);
}

void Matcher::set(const FieldAssignment& assignment) {
    const auto field = find_field("--set", assignment);
    if (!field) {
        return;
    }
    const auto& id = m_register.fields[*field].id;
    if (m_is_constant[*field]) {
        report(0, "conflicting-assignment", fmt::format("--set gives field '{}' two values", id), "keep one of them");
    } else if (m_field_column[*field]) {
        report(*m_field_column[*field] + 1, "conflicting-assignment",
               fmt::format("--set gives field '{}' a value, but column {} fills it", id, column_name(*m_field_column[*field])),
               "leave --set out");
    } else {
        m_is_constant[*field] = true;
        m_match.constants.push_back({*field, assignment.text});
    }
}

void Matcher::report_two_columns(const Field& field, std::size_t first, std::size_t second) {
    const bool alike = m_folded[first] == m_folded[second];
    const auto name = alike ? "#" + ordinal(first) : m_header[first];
    report(second + 1, "duplicate-column",
           fmt::format("columns {} and {} both match field '{}'", column_name(first), column_name(second), field.id),
           fmt::format("choose one: {}", map_option(field, name)));
}

void Matcher::match_by(MatchedBy by) {
    std::vector<std::vector<std::size_t>> columns_of(m_register.fields.size());
    for (std::size_t column = 0; column < m_header.size(); ++column) {
        if (m_is_used[column]) {
            continue;
        }
        std::vector<std::size_t> fields;
        for (std::size_t field = 0; field < m_register.fields.size(); ++field) {
            if (is_free(field) && matches(field, m_folded[column], by)) {
                fields.push_back(field);
            }
        }
        if (fields.size() > 1) {
            const auto& first = m_register.fields[fields[0]];
            m_is_used[column] = true;
            report(column + 1, "ambiguous-column",
                   fmt::format("column {} matches fields '{}' and '{}'", column_name(column), first.id, m_register.fields[fields[1]].id),
                   fmt::format("choose one: {}", map_option(first, m_header[column])));
        } else if (fields.size() == 1) {
            columns_of[fields.front()].push_back(column);
        }
    }
    for (std::size_t field = 0; field < columns_of.size(); ++field) {
        const auto& columns = columns_of[field];
        for (std::size_t index = 1; index < columns.size(); ++index) {
            report_two_columns(m_register.fields[field], columns[0], columns[index]);
            m_is_used[columns[index]] = true;
        }
        if (!columns.empty()) {
            use(columns.front(), field, by);
        }
    }
}

/// Exports of one program often have several columns of one matter, and repeat some of them; only two of one name are undecided.
void Matcher::match_by_profile() {
    for (const auto& unused : m_profile == nullptr ? std::vector<ProfileText>() : m_profile->unused) {
        for (std::size_t column = 0; column < m_header.size(); ++column) {
            if (!m_is_used[column] && m_folded[column] == fold_header(unused.text)) {
                m_is_used[column] = true;
                m_match.unused.push_back({column, m_header[column], "the profile leaves it out"});
            }
        }
    }
    for (std::size_t field = 0; field < m_register.fields.size(); ++field) {
        for (const auto& wanted : m_names[field].profile) {
            for (std::size_t column = 0; column < m_header.size(); ++column) {
                if (m_is_used[column] || m_folded[column] != wanted || m_is_constant[field]) {
                    continue;
                }
                if (is_free(field)) {
                    use(column, field, MatchedBy::profile);
                } else if (m_folded[*m_field_column[field]] == wanted && by_profile(field)) {
                    report_two_columns(m_register.fields[field], *m_field_column[field], column);
                    m_is_used[column] = true;
                }
            }
        }
    }
}

std::string Matcher::why_unused(std::size_t column) const {
    if (trim(m_header[column]).empty()) {
        return "has no name";
    }
    for (const auto by : {MatchedBy::id, MatchedBy::title, MatchedBy::profile, MatchedBy::alias}) {
        for (std::size_t field = 0; field < m_register.fields.size(); ++field) {
            if (matches(field, m_folded[column], by) && m_is_constant[field]) {
                return fmt::format("field '{}' is given with --set", m_register.fields[field].id);
            }
            if (matches(field, m_folded[column], by) && m_field_column[field]) {
                return fmt::format("field '{}' is filled from column {}", m_register.fields[field].id, column_name(*m_field_column[field]));
            }
        }
    }
    return "matches no field";
}

void Matcher::report_missing(const Field& field) {
    std::vector<std::string> unused;
    for (std::size_t column = 0; column < m_header.size(); ++column) {
        if (!m_is_used[column]) {
            unused.push_back(m_shown[column]);
        }
    }
    std::vector<std::string> names{field.id, field.title};
    names.insert(names.end(), field.aliases.begin(), field.aliases.end());
    auto hint = fmt::format("say --map {}=COLUMN or --set {}=VALUE", field.id, field.id);
    for (const auto& name : names) {
        if (const auto nearest = name.empty() ? std::nullopt : nearest_word(name, unused)) {
            hint = fmt::format("did you mean column {}? say {}", in_quotes(*nearest), map_option(field, *nearest));
            break;
        }
    }
    report(0, "missing-column", fmt::format("no column fills the {} field '{}'", field.key ? "key" : "required", field.id),
           std::move(hint));
}

HeaderMatch Matcher::finish() {
    for (std::size_t field = 0; field < m_register.fields.size(); ++field) {
        const auto& definition = m_register.fields[field];
        if ((definition.required || definition.key) && is_free(field)) {
            report_missing(definition);
        }
    }
    for (std::size_t column = 0; column < m_header.size(); ++column) {
        if (!m_is_used[column]) {
            m_match.unused.push_back({column, m_header[column], why_unused(column)});
        }
    }
    std::ranges::sort(m_match.unused, {}, &UnusedColumn::column);
    std::ranges::sort(m_match.columns, {}, [](const MatchedColumn& matched) { return std::pair(matched.column, matched.field); });
    std::ranges::sort(m_match.constants, {}, &ConstantField::field);
    return std::move(m_match);
}

} // namespace

HeaderMatch match_headers(const Register& reg, const std::vector<std::string>& header, const std::vector<FieldAssignment>& map,
                          const std::vector<FieldAssignment>& set, const Place& place, DiagnosticSink& diagnostics,
                          const FileLayout& layout, const ProfileRegister* profile) {
    Matcher matcher(reg, header, place, diagnostics, layout, profile);
    for (const auto& assignment : map) {
        matcher.map(assignment);
    }
    matcher.match_by(MatchedBy::id);
    matcher.match_by(MatchedBy::title);
    for (const auto& assignment : set) {
        matcher.set(assignment);
    }
    matcher.match_by_profile();
    matcher.match_by(MatchedBy::alias);
    return matcher.finish();
}

} // namespace assay
