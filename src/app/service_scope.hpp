// Services that count as out of scope only because nobody said whether they are in it. Knows no check and no report.
#pragma once

#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <string>
#include <vector>

namespace assay {

/// Sentences for a person, one for each field of the service register that leaves it open; none when all is said. Services that retired do not count.
[[nodiscard]] std::vector<std::string> unsaid_scope(QueryRunner& runner, const Schema& schema);

} // namespace assay
