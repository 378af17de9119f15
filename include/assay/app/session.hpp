// What almost every command starts from: the content, the workspace file, its zone, and the open store with its definitions applied.
#pragma once

#include "assay/app/content.hpp"
#include "assay/store/store.hpp"

#include <memory>
#include <optional>
#include <string>

namespace assay {

/// The members belong together and are not moved apart: runners and libraries borrow from them.
struct Session {
    // Not inline: taking all content apart is much code, and every command would have it.
    Session(const Setting& s, Content c, Workspace w, Zone z, Store st);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    const Setting& setting;              ///< borrowed
    Content content;
    Workspace workspace;
    Zone zone;
    Store store;

    [[nodiscard]] Author author(std::string why) const { return {setting.who, std::move(why)}; }
};

/// Nothing after reporting faults in files. Applies definitions that are new or changed. Throws Error when the store cannot be opened.
/// With Wanted::registers the session has no catalogs and no checks: for commands that keep registers and judge nothing.
[[nodiscard]] std::unique_ptr<Session> open_session(const Run& run, const Setting& setting, Wanted wanted = Wanted::all);
/// The same, but definitions stay as they are in the store: for a migration, which applies one itself.
[[nodiscard]] std::unique_ptr<Session> open_session_as_stored(const Run& run, const Setting& setting, Wanted wanted);

/// `--at`: a change number, a date (its end), or an instant in ISO 8601; empty: the head. Throws Error of kind usage.
[[nodiscard]] std::optional<std::int64_t> find_state(const Session& session, const std::string& at);

} // namespace assay
