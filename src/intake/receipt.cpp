#include "assay/intake/receipt.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <map>
#include <numeric>

namespace assay {
namespace {

constexpr std::size_t k_width = 100;
constexpr std::string_view k_indent = "              "; // as wide as a label

std::string number(std::uint64_t count) { return group_thousands(static_cast<std::int64_t>(count)); }
std::string count_text(std::uint64_t count, std::string_view one, std::string_view many) {
    return count_of(static_cast<std::int64_t>(count), one, many);
}

void add_line(std::string& text, std::string_view label, std::string_view content) { text += fmt::format("  {:<12}{}\n", label, content); }

/// Entries separated by commas, wrapped under the label.
void add_list(std::string& text, std::string_view label, const std::vector<std::string>& entries) {
    std::string line = fmt::format("  {:<12}", label);
    std::size_t width = k_indent.size();
    bool is_first = true;
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const auto entry = entries[index] + (index + 1 < entries.size() ? "," : "");
        if (!is_first && width + entry.size() + 1 > k_width) {
            line += fmt::format("\n{}", k_indent);
            width = k_indent.size();
            is_first = true;
        }
        line += (is_first ? "" : " ") + entry;
        width += entry.size() + (is_first ? 0 : 1);
        is_first = false;
    }
    text += line + "\n";
}

std::string title_of(const Receipt& receipt) {
    const auto what = fmt::format("{} from '{}'", receipt.register_title.empty() ? receipt.register_id : receipt.register_title,
                                  shorten(receipt.file, 200));
    if (receipt.dry_run) {
        return what + ": dry run, nothing was stored";
    }
    if (!receipt.stored) {
        return what + ": nothing was stored";
    }
    return what +
           (receipt.change ? fmt::format(": stored as change {}", *receipt.change) : ": no change, the register already holds these rows");
}

void add_columns(std::string& text, const Receipt& receipt) {
    std::map<std::size_t, int> used;
    std::map<MatchedBy, std::vector<std::string>> by;
    for (std::size_t index = 0; index < receipt.columns.size(); ++index) {
        const auto& column = receipt.columns[index];
        const auto& field = receipt.column_fields.at(index);
        ++used[column.column];
        by[column.by].push_back(column.name == field ? field : fmt::format("'{}' to {}", shorten(column.name), field));
    }
    add_line(text, "columns", fmt::format("{} of {} used", used.size(), used.size() + receipt.unused.size()));
    for (const auto& [how, entries] : by) {
        add_list(text, fmt::format("by {}", to_text(how)), entries);
    }
    std::vector<std::string> constants;
    constants.reserve(receipt.constants.size());
    for (const auto& constant : receipt.constants) {
        constants.push_back(fmt::format("{} = '{}'", constant.field, shorten(constant.text)));
    }
    if (!constants.empty()) {
        add_list(text, "by --set", constants);
    }
    std::map<std::string, std::vector<std::string>> unused;
    for (const auto& column : receipt.unused) {
        const auto& layout = receipt.layout;
        const auto ordinal = layout.is_sheet() ? column_letters(layout.columns.at(column.column)) : std::to_string(column.column + 1);
        unused[column.why].push_back(fmt::format("{} '{}'", ordinal, shorten(column.name)));
    }
    for (const auto& [why, names] : unused) {
        add_list(text, "not used", names);
        text += fmt::format("{}({})\n", k_indent, why);
    }
}

void add_dates(std::string& text, const Receipt& receipt) {
    for (const auto& dates : receipt.dates) {
        add_line(text, "dates", fmt::format("'{}': {}", dates.column, to_text(dates.finding)));
    }
    if (receipt.folds > 0) {
        add_line(text, "",
                 fmt::format("{} twice as the clocks went back: the earlier instant was taken",
                             count_text(receipt.folds, "time occurs", "times occur")));
    }
    if (receipt.without_time > 0) {
        add_line(text, "", fmt::format("{} without a time: 00:00 was taken", count_text(receipt.without_time, "date", "dates")));
    }
}

void add_counts(std::string& text, const Receipt& receipt) {
    std::string sum = number(receipt.rows_in) + (receipt.dry_run ? " would be " : receipt.stored ? " = " : " would have been ");
    for (std::size_t fate = 0; fate < k_fates; ++fate) {
        sum += fmt::format("{}{} {}", fate == 0 ? "" : " + ", number(receipt.counts[fate]), to_text(static_cast<Fate>(fate)));
    }
    add_line(text, "rows in", sum);
    if (receipt.blank > 0) {
        add_line(text, "", fmt::format("{} skipped, not counted as rows", count_text(receipt.blank, "blank record", "blank records")));
    }
    if (!receipt.latest_by.empty()) {
        add_line(text, "", fmt::format("of rows with one key the latest by '{}' counts, the others are superseded", receipt.latest_by));
    }
}

void add_rows(std::string& text, const Receipt& receipt, Fate fate) {
    const auto& rows = receipt.rows[static_cast<std::size_t>(fate)];
    if (rows.empty()) {
        return;
    }
    text += fmt::format("  {}:\n", to_text(fate));
    for (const auto& row : rows) {
        text += fmt::format("    {} {}", receipt.layout.row_word(), number(row.line));
        text += row.key.empty() ? "" : fmt::format(", {}", shorten(row.key));
        text += row.note.empty() ? "\n" : fmt::format(": {}\n", row.note);
        for (const auto& detail : row.details) {
            text += fmt::format("      {}\n", detail);
        }
    }
    if (rows.size() < receipt.count(fate)) {
        text += fmt::format("    shown {} of {}\n", number(rows.size()), number(receipt.count(fate)));
    }
}

void add_missing(std::string& text, const Receipt& receipt, bool newer) {
    const auto& trip = receipt.round_trip;
    const auto count = newer ? trip.newer : trip.missing;
    if (count == 0) {
        return;
    }
    const bool one = count == 1;
    const auto fate = newer ? fmt::format("changed after it was written: {} kept", one ? "it is" : "they are")
                      : !trip.remove_missing
                          ? fmt::format("{} kept; --remove-missing {} takes {} away", one ? "it is" : "they are", count, one ? "it" : "them")
                      : receipt.stored  ? std::string("removed")
                      : receipt.dry_run ? std::string("would be removed")
                                        : std::string("would have been removed");
    add_line(text, newer ? "newer" : "missing",
             fmt::format("{} not in the file ({}):", count_text(count, "stored row is", "stored rows are"), fate));
    std::vector<std::string> keys;
    for (const auto& row : trip.rows) {
        if (row.newer == newer && keys.size() < Receipt::k_max_rows_listed) {
            keys.push_back(newer ? fmt::format("{} (change {})", shorten(row.key), row.change) : shorten(row.key));
        }
    }
    if (keys.size() < count) {
        keys.push_back(fmt::format("shown {} of {}", number(keys.size()), number(count)));
    }
    add_list(text, "", keys);
}

void add_round_trip(std::string& text, const Receipt& receipt) {
    const auto& trip = receipt.round_trip;
    if (trip.used) {
        add_line(text, "versions",
                 fmt::format("written from the state after change {}, {} since", trip.state,
                             count_text(static_cast<std::uint64_t>(trip.changes_since), "change was made", "changes were made")));
    }
    if (trip.unversioned) {
        add_line(text, "versions", "no row has one: what is stored with other values under its key is a conflict");
    }
    if (trip.foreign > 0) {
        add_line(text, "versions",
                 fmt::format("{} a version of another workspace, which is not used", count_text(trip.foreign, "row has", "rows have")));
    }
    if (trip.outrun > 0) {
        add_line(text, "superseded",
                 fmt::format("{} not edited in the file, and changed meanwhile: what is stored stays",
                             count_text(trip.outrun, "row was", "rows were")));
    }
    if (trip.conflicts > 0) {
        add_line(text, "conflicts",
                 fmt::format(
                     "{} of the rejected rows {} edited in the file, and changed meanwhile: export anew and edit there, or use 'assay set'",
                     number(trip.conflicts), trip.conflicts == 1 ? "was" : "were"));
    }
    add_missing(text, receipt, false);
    add_missing(text, receipt, true);
}

void add_dangling(std::string& text, const Receipt& receipt) {
    for (const auto& dangling : receipt.dangling) {
        std::string examples;
        for (const auto& example : dangling.examples) {
            examples += (examples.empty() ? " (" : ", ") + shorten(example, 40);
        }
        add_line(text, "unknown",
                 fmt::format("{} in '{}' not found in register '{}'{}", count_text(dangling.rows, "reference", "references"),
                             dangling.field, dangling.target, examples.empty() ? "" : examples + ")"));
    }
}

void add_declaration(std::string& text, const Receipt& receipt) {
    if (!receipt.declaration) {
        add_line(text, "population", "not declared complete: a check that passes on these rows alone proves nothing");
        return;
    }
    const auto& declared = *receipt.declaration;
    const auto missing = missing_parts(declared);
    if (!missing.empty()) {
        add_line(text, "population", fmt::format("not declared complete: {} missing", fmt::join(missing, ", ")));
    } else {
        add_line(text, "population",
                 fmt::format("{}, {}, {} to {}, extracted {} by {}", shorten(declared.source), shorten(declared.query),
                             to_text(*declared.period_from), to_text(*declared.period_to), shorten(declared.extracted_at),
                             shorten(declared.extracted_by)));
    }
    if (declared.source_count) {
        const auto count = group_thousands(*declared.source_count);
        const bool agrees = *declared.source_count == declared.rows_in;
        add_line(text, "",
                 agrees ? fmt::format("the source counts {}: agrees", count)
                        : fmt::format("the source counts {}, the file has {}: they disagree, so the population is not complete", count,
                                      group_thousands(declared.rows_in)));
    }
}

} // namespace

std::string_view to_text(Fate fate) {
    switch (fate) {
    case Fate::added:
        return "added";
    case Fate::changed:
        return "changed";
    case Fate::unchanged:
        return "unchanged";
    case Fate::superseded:
        return "superseded";
    case Fate::rejected:
        return "rejected";
    }
    return {};
}

std::string reason_of(const RowFault& fault) {
    const auto cell = fault.address.empty() ? fmt::format("column {}", fault.column) : fault.address;
    auto text = fault.column == 0 ? fault.text : fmt::format("{} '{}': {}", cell, fault.column_name, fault.text);
    return fault.hint.empty() ? text : fmt::format("{} ({})", text, fault.hint);
}

Diagnostic to_diagnostic(const std::string& file, const RowFault& fault) {
    return {Severity::error, {file, static_cast<std::uint32_t>(fault.line), fault.column}, fault.code, fault.text, fault.hint};
}

void count_rows(Receipt& receipt, Fate fate, std::uint64_t rows) { receipt.counts[static_cast<std::size_t>(fate)] += rows; }

void list_row(Receipt& receipt, Fate fate, ReceiptRow row) {
    auto& rows = receipt.rows[static_cast<std::size_t>(fate)];
    if (rows.size() < receipt.max_rows_listed()) {
        rows.push_back(std::move(row));
    }
}

bool adds_up(const Receipt& receipt) {
    return std::accumulate(receipt.counts.begin(), receipt.counts.end(), std::uint64_t{0}) == receipt.rows_in;
}

std::vector<std::string> missing_parts(const PopulationDeclaration& declaration) {
    std::vector<std::string> missing;
    const auto need = [&missing](bool given, const char* option) {
        if (!given) {
            missing.emplace_back(option);
        }
    };
    need(!declaration.source.empty(), "--source");
    need(!declaration.query.empty(), "--query");
    need(!declaration.extracted_at.empty(), "--extracted");
    need(!declaration.extracted_by.empty(), "--by");
    need(declaration.period_from && declaration.period_to, "--period");
    need(declaration.source_count.has_value(), "--source-count");
    return missing;
}

void require_adds_up(const Receipt& receipt) {
    if (!adds_up(receipt)) {
        throw Error(fmt::format("the receipt of '{}' does not add up: {} rows in, but {} accounted for; please report this", receipt.file,
                                receipt.rows_in, std::accumulate(receipt.counts.begin(), receipt.counts.end(), std::uint64_t{0})));
    }
}

std::string to_text(const Receipt& receipt) {
    require_adds_up(receipt);
    std::string text = title_of(receipt) + "\n";
    add_line(
        text, "file",
        fmt::format("{}{}", count_text(receipt.bytes, "byte", "bytes"), receipt.description.empty() ? "" : ", " + receipt.description));
    if (!receipt.sha256.empty()) {
        add_line(text, "SHA-256", receipt.sha256);
    }
    if (!receipt.profile.empty()) {
        add_line(text, "profile", fmt::format("{}, SHA-256 {}", receipt.profile, receipt.profile_sha256));
    }
    add_columns(text, receipt);
    add_dates(text, receipt);
    add_dangling(text, receipt);
    add_declaration(text, receipt);
    for (const auto& note : receipt.notes) {
        add_line(text, "note", note);
    }
    add_counts(text, receipt);
    add_round_trip(text, receipt);
    // Rows that went in need no list in a real run: history shows them. A dry run has nothing else to show; edits by hand are always named.
    if (receipt.dry_run || receipt.round_trip.used) {
        for (const auto fate : {Fate::added, Fate::changed, Fate::unchanged, Fate::superseded}) {
            add_rows(text, receipt, fate);
        }
    }
    add_rows(text, receipt, Fate::rejected);
    if (receipt.count(Fate::rejected) > 0 && !receipt.stored) {
        text += receipt.accept_partial
                    ? "  the rows that are not rejected can be stored without --dry-run\n"
                    : "  any rejected row keeps all from being stored; correct them, or store the rest with --accept-partial\n";
    }
    return text;
}

} // namespace assay
