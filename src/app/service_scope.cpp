#include "app/service_scope.hpp"

#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace assay {
namespace {

/// Services whose field is empty.
struct Unsaid {
    std::int64_t count = 0;
    std::string names;

    void add(const std::string& key) {
        constexpr std::int64_t k_named = 5;
        if (count++ < k_named) {
            names += (names.empty() ? "" : ", ") + key;
        } else if (count == k_named + 1) {
            names += " …";
        }
    }
};

} // namespace

std::vector<std::string> unsaid_scope(QueryRunner& runner, const Schema& schema) {
    const auto* of = schema.find("service");
    if (of == nullptr) {
        return {};
    }
    const bool has_scope = of->find_field("in_scope") != nullptr;
    const bool has_status = of->find_field("status") != nullptr;
    Unsaid scope;
    Unsaid status;
    read_register(runner, schema, "service", [&](const NamedRow& row) {
        const auto key = row.text("id");
        if (row.date("retired_on")) {
            return;
        }
        if (has_scope && !row.number("in_scope")) {
            scope.add(key);
        }
        if (has_status && row.text("status").empty()) {
            status.add(key);
        }
    });
    std::vector<std::string> told;
    const auto tell = [&](const Unsaid& unsaid, std::string_view what, std::string_view remedy) {
        if (unsaid.count > 0) {
            told.push_back(fmt::format("{} {} ({}) and {} as out of scope: {}", count_of(unsaid.count, "service", "services"), what, unsaid.names, unsaid.count == 1 ? "counts" : "count", remedy));
        }
    };
    tell(scope, scope.count == 1 ? "does not say whether it is in scope" : "do not say whether they are in scope", "import 'in_scope', or say --set in_scope=yes for all rows of a file.");
    tell(status, status.count == 1 ? "has no status" : "have no status", "import 'status', or say --set status=live for all rows of a file.");
    return told;
}

} // namespace assay
