#include "assay/app/session.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"

#include <fmt/format.h>

namespace assay {

Session::Session(const Setting& s, Content c, Workspace w, Zone z, Store st)
    : setting(s), content(std::move(c)), workspace(std::move(w)), zone(std::move(z)), store(std::move(st)) {}
Session::~Session() = default;

std::unique_ptr<Session> open_session_as_stored(const Run& run, const Setting& setting, Wanted wanted) {
    auto content = load_content(run, setting, wanted);
    if (!content) {
        return nullptr;
    }
    auto workspace = load_workspace_file(run, setting, *content);
    if (!workspace) {
        return nullptr;
    }
    auto zone = Zone::find(workspace->zone);
    OpenOptions options;
    options.on_wait = [&run](std::string_view what) { run.diagnostics.add({Severity::note, {}, "waiting", std::string(what), ""}); };
    options.wait_limit = setting.lock_wait;
    auto store = Store::open(setting.store_file(), OpenMode::read_write, std::move(options));
    return std::make_unique<Session>(setting, std::move(*content), std::move(*workspace), std::move(zone), std::move(store));
}

std::unique_ptr<Session> open_session(const Run& run, const Setting& setting, Wanted wanted) {
    auto session = open_session_as_stored(run, setting, wanted);
    if (session) {
        session->store.apply_definitions(session->content.schema, {setting.tool, "definitions of registers"}, setting.now);
    }
    return session;
}

std::optional<std::int64_t> find_state(const Session& session, const std::string& at) {
    if (at.empty()) {
        return std::nullopt;
    }
    if (const auto change = parse_integer(at)) {
        if (*change < 0 || *change > session.store.head()) {
            throw Error(fmt::format("--at {}: there is no such change; the newest is {}", at, session.store.head()), ErrorKind::usage);
        }
        return change;
    }
    if (const auto date = parse_date(at)) {
        const auto next = session.zone.to_instant({*date + std::chrono::days{1}, std::chrono::seconds{0}, std::nullopt}).instant;
        return session.store.change_at(next - std::chrono::seconds{1});
    }
    if (const auto local = parse_datetime(at)) {
        return session.store.change_at(session.zone.to_instant(*local).instant);
    }
    throw Error(fmt::format("--at takes a change number, a date or an instant such as 2026-01-31T08:00Z, not '{}'", at), ErrorKind::usage);
}

} // namespace assay
