// The port through which rules and assess ask the registers. Store implements it for a state in time; tests may fake it.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/query.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace assay {

/// What an import said about the completeness of its rows (ISO 17021-1: evidence is judged by its source). Counts agree when
/// `source_count` equals `rows_in`.
struct PopulationDeclaration {
    std::int64_t change = 0;
    std::string source;                    ///< source system
    std::string query;                     ///< query or filter used
    std::string extracted_at;              ///< as given
    std::string extracted_by;
    std::optional<Date> period_from;
    std::optional<Date> period_to;         ///< last day, included
    std::optional<std::int64_t> source_count;
    std::int64_t rows_in = 0;
    std::int64_t rows_rejected = 0;
};

/// Where a row version came from.
struct RowOrigin {
    std::int64_t row = 0;
    std::int64_t change = 0;
    std::int64_t line = 0;                 ///< 0: made at the prompt
    std::string file;                      ///< empty: made at the prompt
    std::string file_sha256;
    std::string who;
    std::string when;                      ///< UTC, ISO 8601
    std::string sheet;                     ///< of a spreadsheet; `line` is then its row
};

class QueryRunner {
public:
    virtual ~QueryRunner() = default;
    using RowVisitor = std::function<void(std::span<const Value>)>;

    virtual void rows(const TableQuery& query, const RowVisitor& visit) = 0;
    /// Rows of a register.
    [[nodiscard]] virtual std::int64_t count(const std::string& register_id) {
        std::int64_t count = 0;
        rows({{{register_id, -1, {}}}, {}, {}, {}, {}, 0, 0}, [&](std::span<const Value>) { ++count; });
        return count;
    }
    /// One scan; subjects sorted, the absent one last.
    [[nodiscard]] virtual std::vector<SubjectTally> tally(const RowBatch& batch) = 0;
    /// One scan; failing and undecided rows of the questions named, sorted by question, then row.
    [[nodiscard]] virtual std::vector<RowVerdict> verdicts(const RowBatch& batch, std::span<const std::size_t> questions) = 0;
    /// Sorted by member.
    [[nodiscard]] virtual std::vector<MemberVerdict> members(const MemberQuery& query) = 0;
    /// Rows that name a member which is not in the population or none at all: (member or absent, rows), sorted.
    [[nodiscard]] virtual std::vector<std::pair<Value, std::int64_t>> strays(const MemberQuery& query) = 0;
    [[nodiscard]] virtual std::vector<PopulationDeclaration> declarations(const std::string& register_id) = 0;
    [[nodiscard]] virtual std::vector<RowOrigin> origins(const std::string& register_id, std::span<const std::int64_t> rows) = 0;
    /// Number of statements run so far: a test holds the batch rule with it.
    [[nodiscard]] virtual std::int64_t statements() const = 0;
};

} // namespace assay
