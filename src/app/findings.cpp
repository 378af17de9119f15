#include "assay/app/findings.hpp"

#include "assay/app/show_row.hpp"
#include "assay/intake/value.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t k_block = 5000;

class Messages {
public:
    Messages(Session& session, const Judged& judged) : m_session(session), m_judged(judged) {}

    /// Messages of rows of one check, by row id or, where members are values, by key.
    void load(const LinkedCheck& check, std::span<const FailingRow* const> rows) {
        m_by_row.clear();
        m_by_key.clear();
        if (check.form == CheckForm::rows) {
            auto query = check.message.rows;
            for (const auto* row : rows) {
                query.row_ids.push_back(row->row);
            }
            m_judged.runner->rows(query, [&](std::span<const Value> values) { m_by_row[*number_of(values[0])] = text_of_row(check, values, {}, 0); });
            return;
        }
        if (check.form == CheckForm::members) {
            // Members are judged anew for the whole check; they are few, and kept until the next check.
            if (m_members_of != check.definition) {
                m_members = m_judged.runner->members(check.members);
                m_members_of = check.definition;
            }
            for (const auto& member : m_members) {
                const auto* key = assay::text_of(member.member);
                auto text = text_of_row(check, member.values, key != nullptr ? *key : std::string(), member.rows);
                if (member.row != 0) {
                    m_by_row[member.row] = text;
                }
                m_by_key[key != nullptr ? *key : std::string()] = std::move(text);
            }
            return;
        }
        if (check.over == nullptr) {
            m_by_key[""] = text_of_row(check, {}, {}, 0);
            return;
        }
        m_judged.runner->rows(check.covers.members, [&](std::span<const Value> values) {
            const auto* key = assay::text_of(values[0]);
            m_by_row[*number_of(values[2])] = text_of_row(check, values, key != nullptr ? *key : std::string(), 0);
        });
    }

    [[nodiscard]] std::string find(const FailingRow& row) const {
        if (const auto found = m_by_row.find(row.row); row.row != 0 && found != m_by_row.end()) {
            return found->second;
        }
        const auto found = m_by_key.find(row.key);
        return found == m_by_key.end() ? std::string() : found->second;
    }

private:
    std::string text_of_row(const LinkedCheck& check, std::span<const Value> values, const std::string& member, std::int64_t rows) const {
        std::string text;
        for (const auto& piece : check.message.pieces) {
            if (piece.is_member_key) {
                text += show_key(member);
            } else if (piece.is_row_count) {
                text += std::to_string(rows);
            } else if (piece.field == nullptr) {
                text += piece.literal;
            } else if (piece.column >= values.size() || is_absent(values[piece.column])) {
                text += "not recorded";
            } else {
                text += show_value(*piece.field, values[piece.column], m_session.zone);
            }
        }
        return text;
    }

    Session& m_session;
    const Judged& m_judged;
    std::unordered_map<std::int64_t, std::string> m_by_row;
    std::unordered_map<std::string, std::string> m_by_key;
    std::vector<MemberVerdict> m_members;
    const CheckDefinition* m_members_of = nullptr;
};

std::string origin_text(const RowOrigin& origin) {
    if (origin.file.empty() || origin.line == 0) {
        return fmt::format("made at the prompt, change {}", origin.change);
    }
    return fmt::format("{}, change {}", place_of(origin.file, origin.sheet, origin.line), origin.change);
}

std::map<std::string, std::string> subject_titles(const Assessment& assessment) {
    std::map<std::string, std::string> titles;
    for (const auto& each : assessment.determinations) {
        titles.try_emplace(each.subject, each.subject_title);
    }
    return titles;
}

} // namespace

std::vector<const FailingRow*> first_rows(const Assessment& assessment, std::size_t shown) {
    std::vector<const FailingRow*> rows;
    const FailingRow* previous = nullptr;
    std::size_t count = 0;
    for (const auto& row : assessment.failing) {
        const bool same = previous != nullptr && previous->check == row.check && previous->subject == row.subject;
        count = same ? count + 1 : 1;
        previous = &row;
        if (count <= shown) {
            rows.push_back(&row);
        }
    }
    return rows;
}

void visit_findings(Session& session, const Judged& judged, const Assessment& assessment, std::span<const FailingRow* const> rows,
                    const std::function<void(FindingLine)>& visit) {
    Messages messages(session, judged);
    const auto titles = subject_titles(assessment);
    std::set<std::string> confirmed; // dispositions that say the row does fail
    read_register(*judged.runner, session.content.schema, "disposition", [&](const NamedRow& row) {
        if (row.text("verdict") == "confirmed") {
            confirmed.insert(row.text("id"));
        }
    });
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin + 1;
        while (end < rows.size() && end - begin < k_block && rows[end]->check == rows[begin]->check) {
            ++end;
        }
        const auto block = rows.subspan(begin, end - begin);
        begin = end;
        const auto* check = judged.library.find_check(block.front()->check.text);
        if (check != nullptr) {
            messages.load(*check, block);
        }
        std::vector<std::int64_t> ids;
        for (const auto* row : block) {
            if (row->row != 0) {
                ids.push_back(row->row);
            }
        }
        std::unordered_map<std::int64_t, RowOrigin> origins;
        if (!ids.empty()) {
            for (const auto& origin : judged.runner->origins(block.front()->register_id, ids)) {
                origins[origin.row] = origin;
            }
        }
        for (const auto* row : block) {
            FindingLine line;
            line.check = row->check;
            line.subject = row->subject;
            const auto title = titles.find(row->subject);
            line.subject_title = title == titles.end() ? row->subject : title->second;
            line.register_id = row->register_id;
            line.key = show_key(row->key);
            if (check == nullptr) {
                line.message = "the check is no longer there";
            } else if (row->failed) {
                line.message = messages.find(*row);
            } else {
                line.message = "Cannot be decided: a field that the check reads is not recorded, or came with no import.";
            }
            if (row->row == 0) {
                line.origin = "no row: nothing is recorded";
            } else {
                const auto& origin = origins[row->row];
                line.origin = origin_text(origin);
                line.file = origin.line == 0 ? std::string() : origin.file;
                line.line = origin.line;
            }
            line.failed = row->failed;
            line.disposition = row->disposition;
            line.struck = !row->disposition.empty() && !confirmed.contains(row->disposition);
            line.fingerprint = row->fingerprint;
            visit(std::move(line));
        }
    }
}

} // namespace assay
