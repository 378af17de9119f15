// Running an import: read, type, hand on, account for. Knows neither the file's format nor where rows are stored.
#pragma once

#include "assay/base/run.hpp"
#include "assay/intake/headers.hpp"
#include "assay/intake/receipt.hpp"
#include "assay/intake/round_trip.hpp"
#include "assay/intake/value.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/row_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct ImportOptions {
    std::string file; ///< its name for diagnostics and the receipt
    bool dry_run = false;
    bool accept_partial = false;
    bool events = false;
    std::string latest_by; ///< field id, title, alias, or the name of its column; or empty
    std::vector<FieldAssignment> map;
    std::vector<FieldAssignment> set;
    const ProfileRegister* profile = nullptr; ///< borrowed; its headers. Its spellings are in the register (with_profile), its dates in the context
    std::optional<PopulationDeclaration> declaration; ///< rows_in and rows_rejected are filled in
};

/// "2026-01-01..2026-03-31" into period_from and period_to. Throws Error of kind usage.
void set_period(PopulationDeclaration& declaration, std::string_view from_to);

/// What was decided before the first row.
struct ImportPlan {
    HeaderMatch match;
    FileLayout layout;
    std::vector<std::size_t> fields;      ///< per value of a typed row: index into Register::fields
    std::optional<std::size_t> latest_by; ///< index into a typed row
};

/// Where typed rows go: a store session, the event accumulator, a test. Of a long file the later rows come from another thread, one call at a
/// time and in order, while nobody else uses the sink; what it throws ends the import.
class RowSink {
public:
    virtual ~RowSink() = default;
    /// Once, before the first row.
    virtual void begin(const ImportPlan& plan) = 0;
    /// Values in the order of plan.fields; the sink may move them out.
    virtual void add(std::uint64_t line, Row& row) = 0;
    /// In place of add() where plan.match.versions says that the file has versions.
    virtual void add_version(std::uint64_t line, Row& row, const WrittenVersion& version);
    /// A row that has a version, but was rejected: what it was written from is not missing in the file.
    virtual void reject_version(const WrittenVersion& version);
};

/// Hands every row on to several sinks, in order; only the last may move values out. Borrows them.
class RowTee final : public RowSink {
public:
    explicit RowTee(std::vector<RowSink*> sinks) : m_sinks(std::move(sinks)) {}
    void begin(const ImportPlan& plan) override;
    void add(std::uint64_t line, Row& row) override;
    void add_version(std::uint64_t line, Row& row, const WrittenVersion& version) override;
    void reject_version(const WrittenVersion& version) override;

private:
    std::vector<RowSink*> m_sinks;
    Row m_copy;
};

enum class RowTyping : std::uint8_t {
    typed,
    blank,
    rejected,
    needs_date_order ///< a date cell can only be read once its column's order is known: find_date_orders, set_date_orders, type again
};

/// Turns raw rows of one file into typed rows in the order of plan.fields. Borrows register, plan, header and context.
class RowTyper {
public:
    RowTyper(const Register& reg, const ImportPlan& plan, const std::vector<std::string>& header, const TypingContext& context);
    ~RowTyper();
    RowTyper(const RowTyper&) = delete;
    RowTyper& operator=(const RowTyper&) = delete;

    /// Clears `faults`. On `rejected` they say why, all of them; `row` is then of no use.
    [[nodiscard]] RowTyping type(const RawRow& raw, Row& row, std::vector<RowFault>& faults);
    /// Of the row that was typed or rejected last; zeros where the file has no versions or they cannot be read.
    [[nodiscard]] const WrittenVersion& version() const;

    /// Reads the rest of `reader` and finds the order of every date column with cells that are not ISO.
    [[nodiscard]] std::vector<ReceiptDates> find_date_orders(const Run& run, RowReader& reader) const;
    void set_date_orders(const std::vector<ReceiptDates>& dates);

    [[nodiscard]] ColumnCounts counts() const;
    /// Faults of the --set values, found when made; not empty: the import must be refused.
    [[nodiscard]] const std::vector<CellFault>& constant_faults() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Opens the file anew each time: a column whose dates are not ISO makes a second pass necessary.
using OpenReader = std::function<std::unique_ptr<RowReader>()>;

struct ImportOutcome {
    bool refused = false; ///< an error was reported to run.diagnostics; nothing may be stored
    ImportPlan plan;
    Receipt receipt;             ///< rows_in, rejected, blank and all that the file tells; the app adds the rest
    std::uint64_t rows_sent = 0; ///< to the sink: rows_in - rejected so far
};

/// Reads the whole file. Faulty rows are rejected and counted, typed rows go to the sink. What makes the whole file unusable (header,
/// --set, an ambiguous date order) goes to run.diagnostics and refuses the import. Throws Error when cancelled, when the reader cannot
/// go on, or when the file changed between two passes.
[[nodiscard]] ImportOutcome run_import(const Run& run, const OpenReader& open, const Register& reg, const ImportOptions& options,
                                       const TypingContext& context, RowSink& sink);

/// A row that the store refused after it was typed (two rows with one key, a reference that matches two rows).
struct LineReason {
    std::uint64_t line = 0;
    std::string reason;
};

/// The rejects file: rows as given, plus the reason. The app puts a CSV writer behind it.
class RejectSink {
public:
    virtual ~RejectSink() = default;
    virtual void begin(const std::vector<std::string>& header) = 0;
    virtual void reject(std::uint64_t line, std::span<const std::string_view> cells, std::string_view reason) = 0;
};

/// Reads the file again and writes every rejected row, in the order of the file; returns how many. `refused_later` is sorted by line.
/// Throws Error when the file is no longer the one that `outcome` tells of.
std::uint64_t write_rejects(const Run& run, const OpenReader& open, const Register& reg, const ImportOutcome& outcome,
                            const TypingContext& context, const std::vector<LineReason>& refused_later, RejectSink& sink);

} // namespace assay
