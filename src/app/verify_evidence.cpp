#include "assay/app/verify_evidence.hpp"

#include "app/evidence_files.hpp"
#include "app/register_rows.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

const std::vector<std::string>& columns() {
    static const std::vector<std::string> k_columns{"id", "sha256", "size_bytes", "observed_state", "observed_sha256", "observed_on"};
    return k_columns;
}

class Verifier {
public:
    Verifier(const Session& session, EvidenceVerification& result) : m_of(session.content.schema.get("evidence")), m_result(result) {}

    [[nodiscard]] const Register& of() const { return m_of; }

    /// What was seen of one piece of evidence, as values of columns().
    Row record(const StoredRow& row, const ObservedFile& seen) {
        auto recorded = row.text(m_of, "sha256");
        Value size = row.values[*m_of.find_index("size_bytes")];
        std::string state = "intact";
        std::string why = seen.why;
        if (seen.state != FileState::present) {
            state = seen.state == FileState::missing ? "missing" : "unreadable";
        } else if (recorded.empty()) {
            recorded = seen.sha256;
            size = static_cast<std::int64_t>(seen.size_bytes);
            ++m_result.first_hashed;
        } else if (to_lower(recorded) != seen.sha256) {
            state = "changed";
            why = fmt::format("recorded sha256 {}…, now {}…", recorded.substr(0, 12), seen.sha256.substr(0, 12));
        }
        count(row, state, why);
        const auto day = static_cast<std::int64_t>(m_result.on.time_since_epoch().count());
        return {row.text(m_of, "id"), text_or_absent(recorded), std::move(size), state, text_or_absent(seen.sha256), day};
    }

private:
    void count(const StoredRow& row, const std::string& state, const std::string& why) {
        if (state == "intact") {
            ++m_result.intact;
            return;
        }
        ++(state == "changed" ? m_result.changed : state == "missing" ? m_result.missing : m_result.unreadable);
        m_result.not_intact.push_back({row.text(m_of, "id"), row.text(m_of, "title"), row.text(m_of, "file"), state, why});
    }

    const Register& m_of;
    EvidenceVerification& m_result;
};

} // namespace

EvidenceVerification verify_evidence(const Run& run, Session& session, Date on, const std::string& why) {
    EvidenceVerification result;
    result.on = on;
    Verifier verifier(session, result);
    std::vector<StoredRow> known;
    {
        const auto runner = session.store.runner(run, session.zone);
        known = read_rows(*runner, verifier.of());
    }
    std::vector<const StoredRow*> with_file;
    std::vector<std::string> names;
    for (const auto& row : known) {
        if (auto name = row.text(verifier.of(), "file"); !name.empty()) {
            with_file.push_back(&row);
            names.push_back(std::move(name));
        }
    }
    result.without_file = static_cast<std::int64_t>(known.size() - with_file.size());
    const auto seen = observe_files(run, session.setting, names);
    std::vector<Row> rows;
    rows.reserve(seen.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        rows.push_back(verifier.record(*with_file[i], seen[i]));
    }
    if (!rows.empty()) {
        result.change = store_rows(run, session, verifier.of(), columns(), rows, why);
    }
    return result;
}

std::string to_text(const EvidenceVerification& v) {
    std::string text;
    if (!v.not_intact.empty()) {
        TextTable table{{{"evidence", false}, {"state", false}, {"file", false}, {"what was seen", false}}, {}};
        for (const auto& each : v.not_intact) {
            table.rows.push_back({each.id, each.state, each.file, each.why});
        }
        text += to_text(table, 0) + "\n";
    }
    text += fmt::format("{} verified on {}: {} intact, {} changed, {} missing, {} unreadable\n",
                        count_of(v.intact + v.changed + v.missing + v.unreadable, "file", "files"), to_text(v.on), group_thousands(v.intact),
                        group_thousands(v.changed), group_thousands(v.missing), group_thousands(v.unreadable));
    if (v.first_hashed > 0) {
        text += fmt::format("{} no recorded hash and {} hashed for the first time\n", v.first_hashed == 1 ? "1 had" : group_thousands(v.first_hashed) + " had",
                            v.first_hashed == 1 ? "was" : "were");
    }
    if (v.without_file > 0) {
        text += fmt::format("{} of evidence without a file\n", count_of(v.without_file, "row", "rows"));
    }
    return text + (v.change != 0 ? fmt::format("recorded as change {}\n", v.change) : std::string("the same was recorded for this day already: no change was made\n"));
}

std::string to_json(const EvidenceVerification& v) {
    JsonWriter json;
    json.begin_object().field("on", to_text(v.on)).field("change", v.change).field("intact", v.intact).field("changed", v.changed);
    json.field("missing", v.missing).field("unreadable", v.unreadable).field("first_hashed", v.first_hashed).field("without_file", v.without_file);
    json.key("not_intact").begin_array();
    for (const auto& each : v.not_intact) {
        json.begin_object().field("evidence", each.id).field("title", each.title).field("file", each.file).field("state", each.state);
        json.field("why", each.why).end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

} // namespace assay
