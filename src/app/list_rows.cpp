#include "assay/app/list_rows.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/rules/library.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// A table shows the key, what is required, names, and then the next fields up to this many.
constexpr std::size_t k_first_columns = 7;

std::vector<std::string> split_list(std::string_view option, std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        const auto part = trim(text.substr(at, comma - at));
        if (part.empty()) {
            throw Error(fmt::format("{} takes fields with commas between them, not '{}'", option, escape_control(text)), ErrorKind::usage);
        }
        parts.emplace_back(part);
        at = comma + 1;
    }
    return parts;
}

std::vector<std::size_t> first_columns(const Register& of) {
    std::vector<std::size_t> chosen;
    const auto take = [&](const auto& wanted) {
        for (std::size_t i = 0; i < of.fields.size(); ++i) {
            if (wanted(of.fields[i]) && std::ranges::find(chosen, i) == chosen.end()) {
                chosen.push_back(i);
            }
        }
    };
    take([](const Field& field) { return field.key; });
    take([](const Field& field) { return field.required || field.names; });
    take([&](const Field&) { return chosen.size() < k_first_columns; });
    std::ranges::sort(chosen);
    return chosen;
}

std::vector<std::size_t> choose_columns(const Register& of, const ListRequest& request) {
    std::vector<std::size_t> chosen;
    if (request.columns.empty() && request.first_columns) {
        return first_columns(of);
    }
    if (request.columns.empty() || (request.columns == "all" && of.find_field("all") == nullptr)) {
        for (std::size_t i = 0; i < of.fields.size(); ++i) {
            chosen.push_back(i);
        }
        return chosen;
    }
    for (const auto& id : split_list("--columns", request.columns)) {
        const auto index = of.find_index(get_field(of, id).id);
        if (std::ranges::find(chosen, *index) != chosen.end()) {
            throw Error(fmt::format("--columns names '{}' twice", id), ErrorKind::usage);
        }
        chosen.push_back(*index);
    }
    return chosen;
}

QueryExpr literal_expr(Value value) {
    QueryExpr literal;
    literal.literal = std::move(value);
    return literal;
}

/// What rows are sorted by: words of an enum stand in the order in which they are declared, from low to high; the absent ones last.
QueryExpr order_expr(const Field& field) {
    if (field.type != FieldType::enumeration) {
        return column_expr(field.id);
    }
    auto place = literal_expr(static_cast<std::int64_t>(field.words.size()));
    for (auto at = field.words.size(); at-- > 0;) {
        QueryExpr is_word;
        is_word.op = QueryOp::eq;
        is_word.args = {column_expr(field.id), literal_expr(field.words[at])};
        QueryExpr choice;
        choice.op = QueryOp::conditional;
        choice.args = {std::move(is_word), literal_expr(static_cast<std::int64_t>(at)), std::move(place)};
        place = std::move(choice);
    }
    return place;
}

void add_order(const Register& of, const std::string& sort, TableQuery& query) {
    if (!sort.empty()) {
        for (auto id : split_list("--sort", sort)) {
            const bool descending = id.front() == '-';
            if (descending) {
                id.erase(0, 1);
            }
            query.order.push_back({order_expr(get_field(of, id)), descending});
        }
    }
    // Rows that agree stand in the order of their keys, so that the same question gives the same answer.
    for (const auto index : of.key_indexes()) {
        query.order.push_back({column_expr(of.fields[index].id), false});
    }
}

/// Rows of the register, selected and undecided, in one scan.
void count_rows(QueryRunner& runner, const TableQuery& query, RowList& list) {
    RowBatch batch;
    batch.relations = query.relations;
    RowQuestion question;
    question.where.literal = std::int64_t{1};
    if (!query.where.empty()) {
        question.where = query.where.front();
    }
    question.require.literal = std::int64_t{1};
    batch.questions.push_back(std::move(question));
    for (const auto& tally : runner.tally(batch)) {
        list.total += tally.population;
        list.matching += tally.counts.front().selected;
        list.undecided += tally.counts.front().undecided;
    }
}

/// A row that may be on the page: its number, and what rows are sorted by.
struct Candidate {
    Row keys;
    std::int64_t row = 0;
};

/// Orders as the store does: absent values last, whatever the direction.
class PageOrder {
public:
    explicit PageOrder(const std::vector<TableQuery::Order>& order) {
        for (const auto& each : order) {
            m_descending.push_back(each.descending);
        }
    }
    bool operator()(const Candidate& a, const Candidate& b) const { return is_before(a.keys, a.row, b); }
    /// The same of a row that is not kept yet: most are not.
    [[nodiscard]] bool is_before(std::span<const Value> keys, std::int64_t row, const Candidate& b) const {
        for (std::size_t i = 0; i < m_descending.size(); ++i) {
            const auto& left = keys[i];
            const auto& right = b.keys[i];
            if (is_absent(left) != is_absent(right)) {
                return is_absent(right);
            }
            if (left != right) {
                return m_descending[i] ? right < left : left < right;
            }
        }
        return row < b.row;
    }

private:
    std::vector<bool> m_descending;
};

/// One page of many rows: one scan that counts, and keeps no more than the page and what comes before it; whole rows are long, and all but
/// a few of them are not shown. Afterwards the query asks for the rows of the page, in the same order; false: there are none.
bool choose_page(QueryRunner& runner, TableQuery& query, std::int64_t limit, std::int64_t offset, RowList& list) {
    const auto of_condition = [](QueryOp op, QueryExpr condition) {
        QueryExpr expr;
        expr.op = op;
        expr.args.push_back(std::move(condition));
        return expr;
    };
    TableQuery scan;
    scan.relations = query.relations;
    scan.select.push_back(column_expr("_row"));
    if (query.where.empty()) {
        list.matching = list.total;
        scan.order = query.order;
        scan.limit = limit;
        scan.offset = offset;
        runner.rows(scan, [&](std::span<const Value> values) { query.row_ids.push_back(*number_of(values[0])); });
        return !query.row_ids.empty();
    }
    const auto& condition = query.where.front();
    scan.select.push_back(of_condition(QueryOp::is_true, condition));
    // Not false: true, or unknown and then counted as undecided.
    scan.where.push_back(of_condition(QueryOp::logical_not, of_condition(QueryOp::is_true, of_condition(QueryOp::logical_not, condition))));
    for (const auto& each : query.order) {
        scan.select.push_back(each.by);
    }
    const PageOrder before(query.order);
    const auto wanted = static_cast<std::uint64_t>(offset) + static_cast<std::uint64_t>(limit); // fits: neither is negative
    std::vector<Candidate> page; // a heap, the last one on top
    runner.rows(scan, [&](std::span<const Value> values) {
        const auto* is_true = number_of(values[1]);
        if (is_true == nullptr || *is_true == 0) {
            ++list.undecided;
            return;
        }
        ++list.matching;
        const auto row = *number_of(values[0]);
        const auto keys = values.subspan(2);
        if (page.size() < wanted) {
            page.push_back({Row(keys.begin(), keys.end()), row});
            std::ranges::push_heap(page, before);
        } else if (!page.empty() && before.is_before(keys, row, page.front())) {
            std::ranges::pop_heap(page, before);
            page.back().keys.assign(keys.begin(), keys.end());
            page.back().row = row;
            std::ranges::push_heap(page, before);
        }
    });
    std::ranges::sort_heap(page, before);
    for (auto at = static_cast<std::size_t>(offset); at < page.size(); ++at) {
        query.row_ids.push_back(page[at].row);
    }
    query.where.clear();
    return !query.row_ids.empty();
}

} // namespace

std::optional<RowList> list_rows(const Run& run, Session& session, const ListRequest& request) {
    const auto& schema = session.content.schema;
    const Register& of = get_register(schema, request.register_id);
    if (request.offset < 0 || request.limit.value_or(0) < 0) {
        throw Error("--limit and --offset take whole numbers that are not negative", ErrorKind::usage);
    }
    RowList list;
    list.register_id = of.id;
    list.title = of.title;
    list.offset = request.offset;
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    const auto chosen = choose_columns(of, request);
    for (const auto index : chosen) {
        list.columns.push_back(of.fields[index]);
        query.select.push_back(column_expr(of.fields[index].id));
    }
    list.left_out = request.columns.empty() ? of.fields.size() - chosen.size() : 0;
    add_order(of, request.sort, query);
    const auto at = find_state(session, request.at);
    list.state = at.value_or(session.store.head());
    if (!request.where.empty()) {
        const auto today = session.zone.date_of(session.setting.now);
        const LinkTime time{today, session.workspace.period_from, session.workspace.period_to, &session.zone};
        auto filter = link_filter(schema, query, {request.where, {"--where", 1, 1}}, time, run.diagnostics);
        if (!filter) {
            return std::nullopt;
        }
        query.where.push_back(std::move(*filter));
    }
    const auto runner = session.store.runner(run, session.zone, at);
    if (const auto limit = request.limit.value_or(0); limit > 0) {
        list.total = runner->count(of.id);
        if (!choose_page(*runner, query, limit, request.offset, list)) {
            return list;
        }
    } else {
        count_rows(*runner, query, list);
        query.offset = request.offset;
    }
    runner->rows(query, [&](std::span<const Value> values) { list.rows.emplace_back(values.begin(), values.end()); });
    return list;
}

std::vector<RegisterCount> count_registers(const Run& run, Session& session, const std::string& at) {
    const auto runner = session.store.runner(run, session.zone, find_state(session, at));
    std::vector<RegisterCount> counts;
    counts.reserve(session.content.schema.registers.size());
    for (const auto& of : session.content.schema.registers) {
        counts.push_back({of.id, of.title, of.kind, runner->count(of.id)});
    }
    return counts;
}

} // namespace assay
