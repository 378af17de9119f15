// The joined keys of rows, by row version.
#pragma once

#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay {

using RowKeys = std::unordered_map<std::int64_t, std::string>;

[[nodiscard]] RowKeys read_row_keys(QueryRunner& runner, const Register& of);
/// Of these rows only, in any order, each once or more often. Of none without asking.
[[nodiscard]] RowKeys read_row_keys(QueryRunner& runner, const Register& of, std::vector<std::int64_t> rows);

} // namespace assay
