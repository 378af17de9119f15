#include "app/service_scope.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {

void UnsaidScope::Unsaid::add(const std::string& name) {
    constexpr std::int64_t k_named = 5;
    ++count;
    if (count <= k_named) {
        names += (names.empty() ? "" : ", ") + name;
    } else if (count == k_named + 1) {
        names += " …";
    }
}

void UnsaidScope::add(const NamedRow& service) {
    const auto retired = service.date("retired_on");
    if (retired && *retired < m_period_from) {
        return;
    }
    const auto name = service.text("id");
    if (m_register->find_field("in_scope") != nullptr && !service.number("in_scope")) {
        m_scope.add(name);
    }
    if (m_register->find_field("status") != nullptr && service.text("status").empty() && !retired) {
        m_status.add(name);
    }
}

std::vector<UnsaidScope::Told> UnsaidScope::tell() const {
    std::vector<Told> told;
    const auto add = [&](const Unsaid& unsaid, std::string_view one, std::string_view several, std::string_view remedy) {
        if (unsaid.count > 0) {
            const bool is_one = unsaid.count == 1;
            told.push_back({fmt::format("{} {} ({}) and {} as out of scope", count_of(unsaid.count, "service", "services"), is_one ? one : several, unsaid.names, is_one ? "counts" : "count"),
                            std::string(remedy)});
        }
    };
    add(m_scope, "does not say whether it is in scope", "do not say whether they are in scope", "import 'in_scope', or say --set in_scope=yes for all rows of a file");
    add(m_status, "has no status", "have no status", "import 'status', or say --set status=live for all rows of a file");
    return told;
}

} // namespace assay
