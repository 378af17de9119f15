#include "assay/app/migrate.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "assay/intake/value.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// What becomes of values, by field and old value as shown.
class ValueMap {
public:
    explicit ValueMap(const std::vector<std::string>& texts) {
        for (const auto& text : texts) {
            const auto colon = text.find(':');
            const auto equals = text.rfind('=');
            if (colon == 0 || colon == std::string::npos || equals == std::string::npos || equals < colon) {
                throw Error(fmt::format("--map takes FIELD:OLD=NEW, not '{}'", escape_control(text)), ErrorKind::usage);
            }
            const auto [entry, added] = m_entries.try_emplace({text.substr(0, colon), text.substr(colon + 1, equals - colon - 1)}, Entry{text.substr(equals + 1), false});
            if (!added) {
                throw Error(fmt::format("--map says twice what becomes of '{}' in field '{}'", escape_control(entry->first.second), escape_control(entry->first.first)), ErrorKind::usage);
            }
        }
    }

    [[nodiscard]] const std::string* find(const std::string& field, const std::string& old) {
        const auto found = m_entries.find({field, old});
        if (found == m_entries.end()) {
            return nullptr;
        }
        found->second.is_used = true;
        return &found->second.to;
    }

    void require_all_used() const {
        for (const auto& [of, entry] : m_entries) {
            if (!entry.is_used) {
                throw Error(fmt::format("--map: no version holds '{}' in a field '{}' that changes its type", escape_control(of.second), escape_control(of.first)), ErrorKind::usage);
            }
        }
    }

private:
    struct Entry {
        std::string to;
        bool is_used = false;
    };
    std::map<std::pair<std::string, std::string>, Entry> m_entries;
};

/// The definition whose rows are stored.
Register load_stored(const Run& run, const Store& store, const Register& to) {
    for (const auto& id : {to.id, to.was}) {
        for (const auto& stored : store.definitions()) {
            if (stored.register_id != id || id.empty()) {
                continue;
            }
            if (auto loaded = load_register(stored.source_text, fmt::format("the stored definition of '{}'", id), run.diagnostics)) {
                return std::move(*loaded);
            }
            throw Error(fmt::format("register '{}': its stored definition, of change {}, cannot be read", id, stored.change));
        }
    }
    throw Error(fmt::format("register '{}' is new to the store; there is nothing to migrate", to.id));
}

/// A sum in another currency is another sum: nobody but the user can say which.
bool keeps_meaning(const Field& from, const Field& to) {
    return from.type != FieldType::money || (to.type == FieldType::money ? from.currency == to.currency : to.type == FieldType::text);
}

} // namespace

MigrationResult migrate(const Run& run, Session& session, const MigrateRequest& request) {
    const auto& schema = session.content.schema;
    const Register& to = get_register(schema, request.register_id);
    const auto from = load_stored(run, session.store, to);
    ValueMap map(request.map);
    const TypingContext context{session.zone, {}, {}};
    const auto convert = [&](const Field& field, const Value& old) -> ConvertedValue {
        const auto& before = get_field(from, field.id); // a field that changes its type keeps its id
        auto text = show_value(before, old, session.zone);
        const auto* said = map.find(field.id, text);
        if (said == nullptr && !keeps_meaning(before, field)) {
            return {std::nullopt, std::move(text)};
        }
        auto typed = type_value(field, said == nullptr ? text : *said, context);
        if (said != nullptr && typed.fault) {
            throw Error(fmt::format("--map: '{}' is no value of field '{}': {}{}", escape_control(*said), field.id, typed.fault->text,
                                    typed.fault->hint.empty() ? "" : " (" + typed.fault->hint + ")"),
                        ErrorKind::usage);
        }
        const bool is_lost = typed.fault || (said == nullptr && is_absent(typed.value));
        return {is_lost ? std::nullopt : std::optional(std::move(typed.value)), std::move(text)};
    };
    auto why = request.why.empty() ? fmt::format("migration of '{}'", to.id) : request.why;
    // Asked first without storing: what --map names and nobody holds is a slip, and must not be found afterwards.
    auto result = session.store.migrate(run, schema, to.id, convert, session.author(why), session.setting.now, true);
    map.require_all_used();
    return request.dry_run ? result : session.store.migrate(run, schema, to.id, convert, session.author(why), session.setting.now);
}

std::string to_text(const MigrationResult& result) {
    auto text = result.change == 0 ? fmt::format("{} would be migrated: dry run, nothing was stored\n", result.register_id)
                                   : fmt::format("{} is migrated by change {}\n", result.register_id, result.change);
    for (const auto& field : result.fields) {
        text += fmt::format("  {}: from {} to {}\n", field.field, field.from, field.to);
        text += fmt::format("    {} with a value: {} converted, {} made absent\n", count_of(field.rows, "row", "rows"), group_thousands(field.rows - field.made_absent),
                            group_thousands(field.made_absent));
        if (field.closed > 0) {
            text += fmt::format("    {} with a value: {} converted, {} absent in earlier states (history keeps the old value)\n", count_of(field.closed, "earlier version", "earlier versions"),
                                group_thousands(field.closed - field.unfit), group_thousands(field.unfit));
        }
    }
    if (!result.key_before.empty()) {
        text += fmt::format("  key: from ({}) to ({})\n", fmt::join(result.key_before, ", "), fmt::join(result.key_after, ", "));
    }
    return text;
}

} // namespace assay
