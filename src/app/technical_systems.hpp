// To which system an asset belongs, as far as registers say so. Knows no format.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/row_reader.hpp"

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace assay {

struct AssetSystem {
    std::string system; ///< key of the register system
    std::string by;     ///< in words: what says so
};

/// Key fields of the register technical_check.
inline constexpr std::array<std::string_view, 5> k_check_key{"asset", "benchmark", "profile", "rule", "instance"};

struct KnownSystems {
    std::map<std::string, AssetSystem> by_asset;              ///< those of which no register says it are left out
    std::unordered_map<std::string, std::string> of_check;    ///< by joined key: what stored checks say, which a new import keeps
    std::map<std::string, std::string> several;               ///< assets that several systems claim: which, in words
};

/// What technical checks of the asset say already comes first, then a system of that id, name or acronym, then the only system of the
/// service of a configuration item or asset of that id or name. Case does not matter.
[[nodiscard]] KnownSystems find_systems(QueryRunner& runner, const Schema& schema, const std::set<std::string>& assets);

/// The rows with one cell more: the system that the stored row has, else that of its asset. Borrows the systems.
[[nodiscard]] std::unique_ptr<RowReader> with_systems(std::unique_ptr<RowReader> rows, const KnownSystems& systems);

} // namespace assay
