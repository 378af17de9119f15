#include "assay/app/rename_row.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

std::string show_joined(const std::string& key) { return escape_control(show_key(key)); }

/// What is written about a process, a service, a supplier or a system may name it in a text field `subject`.
std::vector<FollowedReferences> find_texts(const Schema& schema, QueryRunner& runner, const Register& of, const Row& key) {
    const auto* text = key.size() == 1 ? text_of(key.front()) : nullptr;
    if (text == nullptr || !find_subject_kind(of.id)) {
        return {};
    }
    std::vector<FollowedReferences> texts;
    for (const auto& id : schema.ids()) {
        const Register& each = schema.get(id);
        const auto* field = each.find_field("subject");
        if (field == nullptr || field->type != FieldType::text) {
            continue;
        }
        FollowedReferences found{each.id, field->id, 0, {}};
        for (const auto& row : read_rows(runner, each)) {
            if (row.text(each, field->id) == *text) {
                ++found.rows;
                Row row_key;
                for (const auto index : each.key_indexes()) {
                    row_key.push_back(row.values[index]);
                }
                found.keys.push_back(join_key(row_key));
            }
        }
        if (found.rows > 0) {
            std::ranges::sort(found.keys);
            found.keys.resize(std::min(found.keys.size(), FollowedReferences::k_max_listed));
            texts.push_back(std::move(found));
        }
    }
    return texts;
}

/// "R-1, R-2 and 7 more"
std::string list_keys(const FollowedReferences& references) {
    std::string keys;
    for (const auto& key : references.keys) {
        keys += (keys.empty() ? "" : ", ") + show_joined(key);
    }
    const auto count = static_cast<std::int64_t>(references.keys.size());
    return keys + (count < references.rows ? fmt::format(" and {} more", group_thousands(references.rows - count)) : "");
}

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
    std::vector<FollowedReferences> texts;
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
        texts = find_texts(schema, *runner, of, before);
    }
    RenameReport report{of.id, show_row_key(of, before, session.zone), show_row_key(of, after, session.zone), {}, std::move(texts)};
    report.result = session.store.rename(run, of.id, before, after, session.author(request.why), session.setting.now, request.dry_run);
    return report;
}

std::string to_text(const RenameReport& report) {
    const auto& [change, renamed, followed] = report.result;
    auto text =
        change == 0
            ? fmt::format("{} {} would be renamed to {}: dry run, nothing was stored\n", report.register_id, report.old_key, report.new_key)
            : fmt::format("{} {} is renamed to {} by change {}\n", report.register_id, report.old_key, report.new_key, change);
    const auto shown = std::min(renamed.size(), FollowedReferences::k_max_listed + 1);
    for (std::size_t i = 1; i < shown; ++i) {
        text += fmt::format("  its key is part of another: {} {} to {}\n", renamed[i].register_id, show_joined(renamed[i].old_key),
                            show_joined(renamed[i].new_key));
    }
    if (shown < renamed.size()) {
        text += fmt::format("  and {} more keys that it is part of\n", group_thousands(static_cast<std::int64_t>(renamed.size() - shown)));
    }
    for (const auto& references : followed) {
        text += fmt::format("  {} of '{}' {} in '{}': {}\n", count_of(references.rows, "row", "rows"), references.register_id,
                            references.rows == 1 ? "follows" : "follow", references.field, list_keys(references));
    }
    for (const auto& references : report.texts) {
        const bool one = references.rows == 1;
        text += fmt::format("  {} of '{}' {} the old key as text in '{}', and {} not follow: {}\n", count_of(references.rows, "row", "rows"),
                            references.register_id, one ? "has" : "have", references.field, one ? "does" : "do", list_keys(references));
    }
    return followed.empty() && report.texts.empty() ? text + "  no row refers to it\n" : text;
}

} // namespace assay
