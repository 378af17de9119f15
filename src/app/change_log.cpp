#include "assay/app/change_log.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_digest_length = 64;

Store open_to_read(const Setting& setting) {
    OpenOptions options;
    options.wait_limit = setting.lock_wait;
    return Store::open(setting.store_file(), OpenMode::read_only, std::move(options));
}

std::string outcomes_in_words(const RowOutcomes& outcomes, bool from_file) {
    const auto rows_in = outcomes.added + outcomes.changed + outcomes.unchanged + outcomes.superseded + outcomes.rejected;
    std::vector<std::string> parts;
    const auto part = [&](std::int64_t number, std::string_view word) {
        if (number > 0) {
            parts.push_back(fmt::format("{} {}", group_thousands(number), word));
        }
    };
    part(outcomes.added, "added");
    part(outcomes.changed, "changed");
    part(outcomes.unchanged, "unchanged");
    part(outcomes.superseded, "superseded");
    part(outcomes.rejected, "rejected");
    part(outcomes.removed, "removed");
    const auto words = parts.empty() ? std::string("none") : fmt::format("{}", fmt::join(parts, ", "));
    return from_file ? fmt::format("{} in: {}", count_of(rows_in, "row", "rows"), words) : words;
}

std::string in_words(const ChangeHeader& change) {
    auto text = fmt::format("change {}, {}, {}: {}", change.id, to_text(change.when), escape_control(change.author.who), to_text(change.kind));
    if (change.undoes != 0) {
        text += fmt::format(" of change {}", change.undoes);
    }
    if (change.undone_by != 0) {
        text += fmt::format(" (undone by change {})", change.undone_by);
    }
    text += "\n";
    if (!change.author.why.empty()) {
        text += fmt::format("  why: {}\n", escape_control(change.author.why));
    }
    if (!change.definitions.empty()) {
        text += fmt::format("  definitions: {}\n", fmt::join(change.definitions, ", "));
    }
    for (const auto& part : change.registers) {
        text += fmt::format("  {}: {}", part.register_id, outcomes_in_words(part.outcomes, !part.source.file.empty()));
        if (!part.source.file.empty()) {
            text += fmt::format(", from {} ({} bytes, sha256 {})", escape_control(part.source.file), group_thousands(static_cast<std::int64_t>(part.source.size_bytes)),
                                part.source.sha256);
        }
        text += "\n";
    }
    return text + fmt::format("  digest {}\n", change.digest);
}

void write_change(JsonWriter& json, const ChangeHeader& change) {
    json.begin_object().field("change", change.id).field("kind", to_text(change.kind)).field("when", to_text(change.when));
    json.field("who", change.author.who).field("why", change.author.why).field("undoes", change.undoes).field("undone_by", change.undone_by);
    json.field("digest", change.digest).key("definitions").begin_array();
    for (const auto& id : change.definitions) {
        json.value(id);
    }
    json.end_array().key("registers").begin_array();
    for (const auto& part : change.registers) {
        json.begin_object().field("register", part.register_id).field("file", part.source.file).field("sha256", part.source.sha256);
        json.field("size_bytes", part.source.size_bytes).field("column_map", part.source.column_map);
        json.field("added", part.outcomes.added).field("changed", part.outcomes.changed).field("unchanged", part.outcomes.unchanged);
        json.field("superseded", part.outcomes.superseded).field("rejected", part.outcomes.rejected).field("removed", part.outcomes.removed);
        json.end_object();
    }
    json.end_array().end_object();
}

void check_digest(const std::string& anchor) {
    const bool hex = std::ranges::all_of(anchor, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!anchor.empty() && (anchor.size() != k_digest_length || !hex)) {
        throw Error(fmt::format("--anchor takes the 64 hexadecimal digits that 'assay log anchor' printed, not '{}'", escape_control(anchor)), ErrorKind::usage);
    }
}

} // namespace

ChangeLog read_log(const Session& session, const LogRequest& request) {
    ChangeFilter filter;
    if (!request.register_id.empty()) {
        filter.register_id = get_register(session.content.schema, request.register_id).id;
    }
    if (request.limit.value_or(0) < 0) {
        throw Error("--limit takes a whole number that is not negative", ErrorKind::usage);
    }
    ChangeLog log;
    log.changes = session.store.changes(filter);
    log.total = static_cast<std::int64_t>(log.changes.size());
    std::ranges::reverse(log.changes);
    if (request.limit.value_or(0) > 0 && *request.limit < log.total) {
        log.changes.resize(static_cast<std::size_t>(*request.limit));
    }
    return log;
}

std::string to_text(const ChangeLog& log) {
    std::string text;
    for (const auto& change : log.changes) {
        text += in_words(change) + "\n";
    }
    return text + fmt::format("{} of {}\n", log.changes.size(), count_of(log.total, "change", "changes"));
}

std::string to_json(const ChangeLog& log) {
    JsonWriter json;
    json.begin_object().field("total", log.total).key("changes").begin_array();
    for (const auto& change : log.changes) {
        write_change(json, change);
    }
    json.end_array().end_object();
    return json.finish();
}

Anchor read_anchor(const Setting& setting) {
    const auto store = open_to_read(setting);
    const auto head = store.head();
    const auto newest = store.changes({head, head, {}});
    if (newest.empty()) {
        throw Error("there is no change yet, so there is nothing to anchor");
    }
    return {newest.front().id, newest.front().when, newest.front().digest};
}

std::string to_text(const Anchor& anchor) { return fmt::format("change {}, {}, {}\n", anchor.change, to_text(anchor.when), anchor.digest); }

LogVerification verify_log(const Run& run, const Setting& setting, const std::string& anchor) {
    check_digest(anchor);
    const auto store = open_to_read(setting);
    LogVerification verification{store.verify(run), anchor, 0};
    if (!anchor.empty()) {
        for (const auto& change : store.changes()) {
            if (change.digest == anchor) {
                verification.anchored = change.id;
            }
        }
    }
    return verification;
}

std::string to_text(const LogVerification& verification) {
    const auto& report = verification.report;
    std::string text;
    for (const auto& fault : report.faults) {
        text += to_text(fault) + "\n";
    }
    if (const auto more = report.fault_count - static_cast<std::int64_t>(report.faults.size()); more > 0) {
        text += fmt::format("and {} more\n", group_thousands(more));
    }
    text += fmt::format("{}: {}, {}, {}, {} recomputed\n", report.intact() ? std::string("intact") : "not intact, " + count_of(report.fault_count, "fault", "faults"),
                        count_of(report.changes, "change", "changes"), count_of(report.row_versions, "row version", "row versions"),
                        count_of(report.blobs, "stored file", "stored files"), count_of(report.assessments, "assessment", "assessments"));
    if (!report.head_digest.empty()) {
        text += fmt::format("head {}\n", report.head_digest);
    }
    if (verification.anchor.empty()) {
        text += "without an anchor, partial and accidental edits are found, a deliberate rewriting of everything is not\n";
    } else if (verification.anchored == 0) {
        text += "no change has the anchored digest: the store was rewritten since, or it is another store\n";
    } else if (report.intact()) {
        text += fmt::format("the anchor is change {}: everything up to it is as it was when it was anchored\n", verification.anchored);
    } else {
        text += fmt::format("the anchor is change {}\n", verification.anchored);
    }
    return text;
}

std::string to_json(const LogVerification& verification) {
    const auto& report = verification.report;
    JsonWriter json;
    json.begin_object().field("intact", report.intact()).field("faults", report.fault_count).field("changes", report.changes);
    json.field("row_versions", report.row_versions).field("blobs", report.blobs).field("assessments", report.assessments);
    json.field("head", report.head_digest).field("anchor", verification.anchor).field("anchored_change", verification.anchored).key("listed").begin_array();
    for (const auto& fault : report.faults) {
        json.begin_object().field("change", fault.change).field("register", fault.register_id).field("block", fault.block);
        json.field("first_row", fault.first_row).field("last_row", fault.last_row).field("text", fault.text).end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

} // namespace assay
