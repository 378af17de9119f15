// To which system an asset belongs, as far as registers say so. Knows no file.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/query_runner.hpp"

#include <map>
#include <set>
#include <string>

namespace assay {

struct AssetSystem {
    std::string system; ///< key of the register system
    std::string by;     ///< in words: what says so
};

/// By asset; those of which no register says it are left out. What technical checks of the asset say already comes first, then a system
/// of that id, name or acronym, then the only system of the service of a configuration item or asset of that id or name. Case does not matter.
[[nodiscard]] std::map<std::string, AssetSystem> find_systems(QueryRunner& runner, const Schema& schema, const std::set<std::string>& assets);

} // namespace assay
