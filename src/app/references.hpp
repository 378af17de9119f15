// References in imported rows: by key, then by the target's alternate names (ENGINE "Intake"). Names become keys before they are
// stored; what is found nowhere is stored as given and counted.
#pragma once

#include "assay/intake/receipt.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace assay {

/// Keys and alternate names of one register as stored now.
struct ReferenceTarget {
    std::unordered_set<std::string> keys;
    std::unordered_map<std::string, std::string> names;     ///< folded name → key; empty key: several rows share it
};

class References {
public:
    References(const Schema& schema, QueryRunner& runner, const Register& of, const std::vector<std::size_t>& fields);
    /// Replaces names by keys in `row` (values in the order of `fields`). Gives the reason when a name is shared by several rows.
    [[nodiscard]] std::optional<std::string> resolve(Row& row);
    /// From now on a name that is stored as given in its field, because nobody had it then, stays as it is: nobody edited it.
    void keep_stored(QueryRunner& runner, const Register& of);
    [[nodiscard]] std::vector<DanglingReferences> dangling() const;

private:
    struct Column {
        std::size_t value = 0;
        const Field* field = nullptr;
        const ReferenceTarget* target = nullptr;
        bool own = false;                                    ///< refers to the register being imported: judged when all rows are in
        std::uint64_t dangling = 0;
        std::vector<std::string> examples;
        std::unordered_set<std::string> stored; ///< names that stay as they are
    };
    const ReferenceTarget& load_target(const Schema& schema, QueryRunner& runner, const std::string& register_id);

    std::vector<Column> m_columns;
    std::map<std::string, std::unique_ptr<ReferenceTarget>> m_targets;
    std::unordered_set<std::string> m_own_keys;
    std::size_t m_own_key_value = 0;
    bool m_has_own = false;
};

} // namespace assay
