// Runs the cases of checks in a store that lives in memory: as they are, and with the check changed. Knows no file and no command.
#pragma once

#include "assay/app/rules_test.hpp"
#include "assay/assess/assess.hpp"
#include "assay/rules/library.hpp"
#include "assay/store/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace assay {

/// In the order of files; all when `only` names none. Throws Error of kind usage for an unknown one.
[[nodiscard]] std::vector<const CheckDefinition*> find_checks(const Content& content, const std::vector<std::string>& only);

/// (register, joined key) of a case row or a verdict.
using RowName = std::pair<std::string, std::string>;

struct PreparedRow {
    const CaseRow* source = nullptr;
    RowName name;
    std::map<std::string, Value> values;
};

/// A case whose rows are in the store, until the next one is set up. Borrows the case.
struct CaseSetup {
    const CheckCase* source = nullptr;
    Date on{};
    Workspace workspace;   ///< holds the audit period
    std::vector<PreparedRow> rows;
};

class CaseRunner {
public:
    /// Borrows both.
    CaseRunner(const Run& run, const Content& content);

    void run(const CheckDefinition& check, RulesTestResult& result);

    /// Nothing after putting into `result` why the case itself is faulty.
    [[nodiscard]] std::optional<CaseSetup> set_up(const CheckDefinition& check, const CheckCase& each, RulesTestResult& result);
    /// Verdicts other than expected go to `result`; false after putting into `faults` why the check cannot be linked.
    [[nodiscard]] bool judge(const CheckDefinition& check, const CaseSetup& setup, DiagnosticSink& faults, RulesTestResult& result);

private:
    struct CaseTime {
        Date on{};
        Date from{};
        Date to{};
    };
    /// Verdicts of every row or member that the check judged.
    struct Verdicts {
        std::map<RowName, Verdict> rows;
        std::map<std::string, Verdict> members;
    };

    std::optional<CaseTime> time_of(const CheckCase& each);
    [[nodiscard]] std::optional<SubjectKind> subject_kind(const CheckDefinition& check) const;
    std::optional<PreparedRow> prepare(const CaseRow& row);
    bool store_rows(const CheckDefinition& check, const CheckCase& each, const std::vector<PreparedRow>& rows, RulesTestResult& result);
    Verdicts find_verdicts(const LinkedCheck& check, const Library& library, const AssessInput& input);
    static void judge_rows(const LinkedCheck& check, const Library& library, const AssessInput& input, Verdicts& verdicts);
    static void compare(const CheckDefinition& check, const CaseSetup& setup, const LinkedCheck& linked, const Verdicts& verdicts, RulesTestResult& result);

    const Run& m_run;
    const Content& m_content;
    Store m_store;
    Zone m_zone = Zone::utc();
    std::unordered_map<std::string, SubjectKind> m_kinds;
};

} // namespace assay
