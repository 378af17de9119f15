// The runner of a pack: asks another, and gives its answers without the people.
#include "app/pseudonyms.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace assay {
namespace {

class PseudonymousRunner final : public QueryRunner {
public:
    PseudonymousRunner(std::unique_ptr<QueryRunner> runner, const Schema& schema, Pseudonyms& pseudonyms)
        : m_runner(std::move(runner)), m_schema(schema), m_pseudonyms(pseudonyms) {}

    void rows(const TableQuery& query, const RowVisitor& visit) override {
        const auto columns = columns_of(query.select, query.relations);
        Row row;
        m_runner->rows(query, [&](std::span<const Value> values) {
            row.assign(values.begin(), values.end());
            hide(row, columns);
            visit(row);
        });
    }

    std::vector<SubjectTally> tally(const RowBatch& batch) override { return m_runner->tally(batch); }
    std::vector<RowVerdict> verdicts(const RowBatch& batch, std::span<const std::size_t> questions) override {
        return m_runner->verdicts(batch, questions);
    }

    std::vector<MemberVerdict> members(const MemberQuery& query) override {
        const auto columns = columns_of(query.values, query.relations);
        const auto key = find_person_column(query.has_members ? query.member_key : query.by, query.relations, m_schema);
        auto members = m_runner->members(query);
        for (auto& member : members) {
            hide(member.member, key);
            hide(member.values, columns);
        }
        return members;
    }

    std::vector<std::pair<Value, std::int64_t>> strays(const MemberQuery& query) override {
        const auto key = find_person_column(query.by, query.relations, m_schema);
        auto strays = m_runner->strays(query);
        for (auto& stray : strays) {
            hide(stray.first, key);
        }
        return strays;
    }

    std::vector<PopulationDeclaration> declarations(const std::string& register_id) override {
        auto declarations = m_runner->declarations(register_id);
        for (auto& declared : declarations) {
            declared.source = m_pseudonyms.in_text(declared.source);
            declared.query = m_pseudonyms.in_text(declared.query);
            declared.extracted_by = m_pseudonyms.of_person(declared.extracted_by);
        }
        return declarations;
    }

    std::vector<RowOrigin> origins(const std::string& register_id, std::span<const std::int64_t> rows) override {
        auto origins = m_runner->origins(register_id, rows);
        for (auto& origin : origins) {
            origin.file = m_pseudonyms.in_text(origin.file);
            origin.sheet = m_pseudonyms.in_text(origin.sheet);
            origin.who = m_pseudonyms.of_person(origin.who);
        }
        return origins;
    }

    std::int64_t statements() const override { return m_runner->statements(); }

private:
    std::vector<PersonColumn> columns_of(std::span<const QueryExpr> exprs, std::span<const QueryRelation> relations) const {
        std::vector<PersonColumn> columns;
        columns.reserve(exprs.size());
        for (const auto& expr : exprs) {
            columns.push_back(find_person_column(expr, relations, m_schema));
        }
        return columns;
    }

    void hide(Value& value, const PersonColumn& column) {
        if (const auto* text = text_of(value)) {
            value = column.field != nullptr ? m_pseudonyms.of_field(*column.of, *column.field, *text) : m_pseudonyms.in_text(*text);
        }
    }

    void hide(Row& row, const std::vector<PersonColumn>& columns) {
        for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
            hide(row[i], columns[i]);
        }
    }

    std::unique_ptr<QueryRunner> m_runner;
    const Schema& m_schema;
    Pseudonyms& m_pseudonyms;
};

} // namespace

std::unique_ptr<QueryRunner> make_pseudonymous(std::unique_ptr<QueryRunner> runner, const Schema& schema, Pseudonyms& pseudonyms) {
    return std::make_unique<PseudonymousRunner>(std::move(runner), schema, pseudonyms);
}

PersonColumn find_person_column(const QueryExpr& expr, std::span<const QueryRelation> relations, const Schema& schema) {
    if (expr.op != QueryOp::column) {
        for (const auto& argument : expr.args) {
            if (const auto column = find_person_column(argument, relations, schema); column.field != nullptr) {
                return column;
            }
        }
        return {};
    }
    const auto* of = expr.relation < relations.size() ? schema.find(relations[expr.relation].register_id) : nullptr;
    if (of == nullptr) {
        return {};
    }
    const auto keys = of->key_indexes();
    const auto* field = expr.name == "_key" && keys.size() == 1 ? &of->fields[keys.front()] : of->find_field(expr.name);
    return field != nullptr && holds_person(*of, *field) ? PersonColumn{of, field} : PersonColumn{};
}

namespace {

/// The members of a check are named by an expression, else a row by the key fields of its register.
std::string hidden_key(const FailingRow& row, const LinkedCheck* check, const Schema& schema, Pseudonyms& pseudonyms) {
    PersonColumn member;
    bool is_member = false;
    if (check != nullptr && check->form == CheckForm::members) {
        const auto& members = check->members;
        member = find_person_column(members.has_members ? members.member_key : members.by, members.relations, schema);
        is_member = true;
    } else if (check != nullptr && check->form == CheckForm::covers && check->over != nullptr) {
        member = find_person_column(check->covers.members.select.front(), check->covers.members.relations, schema);
        is_member = true;
    }
    if (is_member) {
        return member.field != nullptr ? pseudonyms.of_field(*member.of, *member.field, row.key) : pseudonyms.in_text(row.key);
    }
    const auto* of = schema.find(row.register_id);
    const auto keys = of != nullptr ? of->key_indexes() : std::vector<std::size_t>();
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= row.key.size();) {
        const auto end = std::min(row.key.find('\x1F', begin), row.key.size());
        const auto part = row.key.substr(begin, end - begin);
        const auto* field = parts.size() < keys.size() ? &of->fields[keys[parts.size()]] : nullptr;
        parts.push_back(field != nullptr && holds_person(*of, *field) ? pseudonyms.of_field(*of, *field, part) : pseudonyms.in_text(part));
        begin = end + 1;
    }
    return join_key(parts);
}

} // namespace

Assessment make_pseudonymous(Assessment assessment, const Library& library, const Schema& schema, Pseudonyms& pseudonyms) {
    assessment.header.organization = pseudonyms.in_text(assessment.header.organization);
    for (auto& each : assessment.determinations) {
        each.subject_title = pseudonyms.in_text(each.subject_title);
        for (auto& basis : each.bases) {
            basis.text = pseudonyms.in_sentence(basis.text);
        }
    }
    for (auto& tally : assessment.tallies) {
        tally.incomplete_why = pseudonyms.in_sentence(tally.incomplete_why);
        tally.fault = pseudonyms.in_sentence(tally.fault);
    }
    for (auto& row : assessment.failing) {
        row.key = hidden_key(row, library.find_check(row.check.text), schema, pseudonyms);
        row.fingerprint = finding_fingerprint(row.check, row.subject, row.register_id, row.key);
    }
    return assessment;
}

} // namespace assay
