// One raw row to one typed row, with every fault of the row told.
#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/import.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

bool is_dated(const Field& field) { return field.type == FieldType::date || field.type == FieldType::datetime; }

} // namespace

struct RowTyper::State {
    const Register& reg;
    const ImportPlan& plan;
    const std::vector<std::string>& header;
    TypingContext context;
    std::vector<FieldTyper> typers; ///< one per matched column
    std::vector<std::size_t> dated; ///< indexes into typers
    Row constants;
    std::vector<CellFault> constant_faults;
    ColumnCounts lost; ///< met in rows that were then not used
    WrittenVersion version;

    /// Money in a currency that another field of the row names.
    struct Money {
        std::size_t column;                  ///< index into plan.match.columns
        std::optional<std::size_t> currency; ///< index into a typed row
    };
    std::vector<Money> money;

    State(const Register& r, const ImportPlan& p, const std::vector<std::string>& h, const TypingContext& c)
        : reg(r), plan(p), header(h), context(c) {
        for (const auto& matched : plan.match.columns) {
            const auto& field = reg.fields[matched.field];
            if (is_dated(field)) {
                dated.push_back(typers.size());
            }
            if (field.type == FieldType::money && !field.currency.empty() && !typing::is_currency_code(field.currency)) {
                money.push_back({typers.size(), index_in_row(field.currency)});
            }
            typers.emplace_back(field, context);
        }
        for (const auto& constant : plan.match.constants) {
            const auto& field = reg.fields[constant.field];
            auto typed = type_value(field, constant.text, context);
            if (!typed.fault && field.required && is_absent(typed.value)) {
                typed.fault = CellFault{"required-value", fmt::format("required field '{}' is empty", field.id), ""};
            }
            if (typed.fault) {
                typed.fault->text = fmt::format("--set {}: {}", field.id, typed.fault->text);
                constant_faults.push_back(*typed.fault);
            }
            constants.push_back(std::move(typed.value));
        }
    }

    [[nodiscard]] std::optional<std::size_t> index_in_row(std::string_view field_id) const {
        const auto found = std::ranges::find_if(plan.fields, [&](std::size_t field) { return reg.fields[field].id == field_id; });
        return found == plan.fields.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - plan.fields.begin()));
    }

    [[nodiscard]] ColumnCounts met() const {
        ColumnCounts sum;
        for (const auto index : dated) {
            sum.folds += typers[index].counts().folds;
            sum.without_time += typers[index].counts().without_time;
        }
        return sum;
    }

    [[nodiscard]] RowFault fault_at(const RawRow& raw, std::size_t index, CellFault fault) const {
        const auto& matched = plan.match.columns[index];
        return {raw.line,
                static_cast<std::uint32_t>(matched.column + 1),
                shorten(matched.name),
                shorten(raw.cells[matched.column]),
                std::move(fault.code),
                std::move(fault.text),
                std::move(fault.hint),
                plan.layout.address(matched.column, raw.line)};
    }

    /// What is wrong with an absent value in this place, if anything.
    [[nodiscard]] std::optional<CellFault> judge_absent(const RawRow& raw, std::size_t index) const {
        const auto& matched = plan.match.columns[index];
        const auto& field = reg.fields[matched.field];
        const auto cell = trim(raw.cells[matched.column]);
        if (field.required || field.key) {
            return CellFault{"required-value",
                             cell.empty() ? fmt::format("required field '{}' is empty", field.id)
                                          : fmt::format("required field '{}' is empty: {} means no value", field.id, typing::quote(cell)),
                             ""};
        }
        if (plan.latest_by == index) {
            return CellFault{"no-latest-by", fmt::format("'{}' is empty, and --latest-by compares it", field.id), ""};
        }
        return std::nullopt;
    }

    void judge_money(const RawRow& raw, const Row& row, std::vector<RowFault>& faults) const {
        for (const auto& [column, currency] : money) {
            const auto seen = typers[column].currency();
            const auto* code = currency ? text_of(row[*currency]) : nullptr;
            if (seen.empty() || (code != nullptr && typing::is_same_currency(seen, *code))) {
                continue;
            }
            const auto& field = reg.fields[plan.match.columns[column].field];
            const auto cell = typing::quote(trim(raw.cells[plan.match.columns[column].column]));
            faults.push_back(
                fault_at(raw, column,
                         code != nullptr
                             ? CellFault{"other-currency", fmt::format("{} is not in {}", cell, shorten(*code)), ""}
                             : CellFault{"other-currency", fmt::format("{} names a currency, but '{}' is not given", cell, field.currency),
                                         fmt::format("fill '{}'", field.currency)}));
        }
    }

    /// A row whose cells were all cleared by hand keeps what stands in the hidden columns of its version.
    [[nodiscard]] bool is_blank(const RawRow& raw) const {
        if (!raw.cell_faults.empty()) {
            return false;
        }
        const auto& versions = plan.match.versions;
        for (std::size_t cell = 0; cell < raw.cells.size(); ++cell) {
            if (!trim(raw.cells[cell]).empty() && !(versions && versions->has(cell))) {
                return false;
            }
        }
        return true;
    }

    /// All three cells, or none: then the row was added to the file.
    [[nodiscard]] std::optional<RowFault> read_version(const RawRow& raw) {
        version = {};
        if (!plan.match.versions) {
            return std::nullopt;
        }
        const auto& [row, from, at] = *plan.match.versions;
        const auto fault = [&](std::size_t cell, std::string text) {
            return RowFault{raw.line,
                            static_cast<std::uint32_t>(cell + 1),
                            header[cell],
                            shorten(raw.cells[cell]),
                            "unreadable-version",
                            std::move(text),
                            "leave _row, _from and _at as they were exported, or clear all three in a new row",
                            plan.layout.address(cell, raw.line)};
        };
        WrittenVersion read;
        std::size_t absent = 0;
        for (const auto cell : {row, from, at}) {
            absent += trim(raw.cells[cell]).empty() ? 1U : 0U;
        }
        if (absent == 3) {
            return std::nullopt;
        }
        for (const auto cell : {row, from, at}) {
            const auto text = trim(raw.cells[cell]);
            if (text.empty()) {
                return fault(cell, "is empty, and the other columns of the version are not");
            }
            const auto number = cell == at ? std::int64_t{1} : parse_integer(text).value_or(0);
            const auto mark = cell == at ? find_state_mark(text) : std::nullopt;
            if (cell == at ? !mark : number < 1) {
                return fault(cell, fmt::format("{} is not what an export writes", typing::quote(text)));
            }
            if (cell == at) {
                read.at = *mark;
            } else {
                (cell == row ? read.row : read.from) = number;
            }
        }
        version = read;
        return std::nullopt;
    }

    /// Only cells of columns that fill a field matter.
    [[nodiscard]] static std::optional<CellFault> unreadable_cell(const RawRow& raw, std::size_t cell) {
        const auto found = std::ranges::find(raw.cell_faults, cell, &RawCellFault::cell);
        return found == raw.cell_faults.end() ? std::nullopt : std::optional(CellFault{"unreadable-cell", found->text, found->hint});
    }

    void type_cells(const RawRow& raw, Row& row, std::vector<RowFault>& faults) {
        row.resize(plan.fields.size());
        for (std::size_t index = 0; index < typers.size(); ++index) {
            auto fault = unreadable_cell(raw, plan.match.columns[index].column);
            if (!fault) {
                fault = typers[index].type(raw.cells[plan.match.columns[index].column], row[index]);
            }
            if (!fault && is_absent(row[index])) {
                fault = judge_absent(raw, index);
            }
            if (fault) {
                faults.push_back(fault_at(raw, index, std::move(*fault)));
            }
        }
        std::ranges::copy(constants, row.begin() + static_cast<std::ptrdiff_t>(typers.size()));
        if (!money.empty()) {
            judge_money(raw, row, faults);
        }
    }
};

RowTyper::RowTyper(const Register& reg, const ImportPlan& plan, const std::vector<std::string>& header, const TypingContext& context)
    : m_state(std::make_unique<State>(reg, plan, header, context)) {}
RowTyper::~RowTyper() = default;

RowTyping RowTyper::type(const RawRow& raw, Row& row, std::vector<RowFault>& faults) {
    faults.clear();
    m_state->version = {};
    if (!raw.fault.empty()) {
        faults.push_back({raw.line, 0, "", "", "unreadable-record", "the record " + shorten(raw.fault, 400), ""});
        return RowTyping::rejected;
    }
    if (m_state->is_blank(raw)) {
        return RowTyping::blank;
    }
    if (raw.cells.size() != m_state->header.size()) {
        faults.push_back(
            {raw.line, 0, "", "", "ragged-row",
             fmt::format("the record has {}, the header {}", count_of(static_cast<std::int64_t>(raw.cells.size()), "cell", "cells"),
                         m_state->header.size()),
             raw.cells.size() < m_state->header.size() ? "is a separator missing?" : "is a cell with a separator not in quotes?"});
        return RowTyping::rejected;
    }
    const auto before = m_state->met();
    if (auto fault = m_state->read_version(raw)) {
        faults.push_back(std::move(*fault));
    }
    m_state->type_cells(raw, row, faults);
    if (faults.empty()) {
        return RowTyping::typed;
    }
    const auto after = m_state->met();
    m_state->lost.folds += after.folds - before.folds;
    m_state->lost.without_time += after.without_time - before.without_time;
    const bool needs_order = std::ranges::any_of(faults, [](const RowFault& fault) { return fault.code == k_date_order_unknown; });
    return needs_order ? RowTyping::needs_date_order : RowTyping::rejected;
}

std::vector<ReceiptDates> RowTyper::find_date_orders(const Run& run, RowReader& reader) const {
    const auto& state = *m_state;
    std::vector<DateOrderProbe> probes(state.dated.size());
    RawRow raw;
    for (std::uint64_t rows = 0; reader.next(raw); ++rows) {
        if (rows % typing::k_rows_between_checks == 0) {
            throw_if_stopped(run);
            run.progress.report(reader.bytes_done(), reader.bytes_total(), "bytes");
        }
        if (!raw.fault.empty() || raw.cells.size() != state.header.size()) {
            continue;
        }
        for (std::size_t index = 0; index < probes.size(); ++index) {
            const auto cell = raw.cells[state.plan.match.columns[state.dated[index]].column];
            if (state.typers[state.dated[index]].wants_probe(cell)) {
                probes[index].add(cell, raw.line);
            }
        }
    }
    std::vector<ReceiptDates> dates;
    for (std::size_t index = 0; index < probes.size(); ++index) {
        const auto& matched = state.plan.match.columns[state.dated[index]];
        auto finding = probes[index].finding();
        finding.in_sheet = state.plan.layout.is_sheet();
        if (finding.result != DateOrderResult::none) {
            dates.push_back({matched.column, shorten(matched.name), state.reg.fields[matched.field].id, std::move(finding)});
        }
    }
    return dates;
}

void RowTyper::set_date_orders(const std::vector<ReceiptDates>& dates) {
    for (const auto& found : dates) {
        for (const auto index : m_state->dated) {
            const auto& matched = m_state->plan.match.columns[index];
            if (matched.column != found.column_index || m_state->reg.fields[matched.field].id != found.field) {
                continue;
            }
            if (found.finding.result == DateOrderResult::found) {
                m_state->typers[index].set_date_order(found.finding.order);
            } else {
                m_state->typers[index].set_no_date_order(to_text(found.finding));
            }
        }
    }
}

ColumnCounts RowTyper::counts() const {
    auto counts = m_state->met();
    counts.folds -= m_state->lost.folds;
    counts.without_time -= m_state->lost.without_time;
    return counts;
}

const WrittenVersion& RowTyper::version() const { return m_state->version; }

const std::vector<CellFault>& RowTyper::constant_faults() const { return m_state->constant_faults; }

} // namespace assay
