#include "assay/app/rename_row.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::string show_joined(const std::string& key) { return escape_control(show_key(key)); }

} // namespace

RenameReport rename_row(const Run& run, Session& session, const RenameRequest& request) {
    const auto& schema = session.content.schema;
    const Register& of = get_register(schema, request.register_id);
    const auto parts = of.key_indexes().size();
    if (request.words.size() != 2 * parts) {
        throw Error(fmt::format("rename takes the key of a row of '{}' and its new key, {} in all, not {}", of.id,
                                count_of(static_cast<std::int64_t>(2 * parts), "word", "words"), request.words.size()),
                    ErrorKind::usage);
    }
    const std::span<const std::string> words(request.words);
    Row before;
    Row after;
    {
        const auto runner = session.store.runner(run, session.zone);
        before = read_key(schema, *runner, session.zone, of, words.first(parts));
        after = read_key(schema, *runner, session.zone, of, words.last(parts));
        if (!find_row(*runner, of, before)) {
            throw_no_row(*runner, of, before, session.zone);
        }
        if (before != after && find_row(*runner, of, after)) {
            throw Error(fmt::format("register '{}' has a row '{}' already (rename or remove that one first)", of.id,
                                    show_row_key(of, after, session.zone)));
        }
    }
    RenameReport report{of.id, show_row_key(of, before, session.zone), show_row_key(of, after, session.zone), {}};
    report.result = session.store.rename(run, of.id, before, after, session.author(request.why), session.setting.now, request.dry_run);
    return report;
}

std::string to_text(const RenameReport& report) {
    const auto& [change, renamed, followed] = report.result;
    auto text =
        change == 0
            ? fmt::format("{} {} would be renamed to {}: dry run, nothing was stored\n", report.register_id, report.old_key, report.new_key)
            : fmt::format("{} {} is renamed to {} by change {}\n", report.register_id, report.old_key, report.new_key, change);
    for (std::size_t i = 1; i < renamed.size(); ++i) {
        text += fmt::format("  its key is part of another: {} {} to {}\n", renamed[i].register_id, show_joined(renamed[i].old_key),
                            show_joined(renamed[i].new_key));
    }
    for (const auto& references : followed) {
        std::string keys;
        for (const auto& key : references.keys) {
            keys += (keys.empty() ? "" : ", ") + show_joined(key);
        }
        const auto count = static_cast<std::int64_t>(references.keys.size());
        text += fmt::format("  {} of '{}' {} in '{}': {}{}\n", count_of(references.rows, "row", "rows"), references.register_id,
                            references.rows == 1 ? "follows" : "follow", references.field, keys,
                            count < references.rows ? fmt::format(" and {} more", group_thousands(references.rows - count)) : "");
    }
    return followed.empty() ? text + "  no row refers to it\n" : text;
}

} // namespace assay
