#include "assess/check_lookups.hpp"

#include "assay/model/named_row.hpp"

namespace assay {

std::string CheckLookups::subject_of(const LinkedCheck& check, const Value& subject) {
    if (!check.subject_kind) {
        return {};
    }
    const auto* text = text_of(subject);
    const bool known = text != nullptr && !text->empty() && is_known(*check.subject_kind, *text);
    return known ? *text : std::string(k_unattributed);
}

bool CheckLookups::is_known(SubjectKind kind, const std::string& key) {
    const Register* of = m_input.schema.find(to_text(kind));
    if (of == nullptr || of->key_indexes().size() != 1) {
        return true;
    }
    const auto [place, fresh] = m_subjects.try_emplace(kind);
    if (fresh) {
        const auto& id = of->fields[of->key_indexes().front()].id;
        read_register(m_input.runner, m_input.schema, of->id, [&](const NamedRow& row) { place->second.insert(row.text(id)); });
    }
    return place->second.contains(key);
}

std::optional<Period> CheckLookups::planned_interval(const LinkedCheck& check) {
    if (!m_intervals) {
        m_intervals.emplace();
        read_register(m_input.runner, m_input.schema, "interval", [&](const NamedRow& row) {
            if (const auto period = parse_period(row.text("length"))) {
                m_intervals->try_emplace({row.text("catalog"), row.text("control")}, *period);
            }
        });
    }
    for (const auto& control : check.controls) {
        const auto found = m_intervals->find({control.catalog, control.control});
        if (found != m_intervals->end()) {
            return found->second;
        }
    }
    return std::nullopt;
}

} // namespace assay
