// Ids that go on where those that people gave end.
#pragma once

#include "app/register_rows.hpp"
#include "assay/base/decimal.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {

/// "EV-061" after "EV-060"; other ids are passed over.
class NextId {
public:
    NextId(std::string prefix, const Register& of, const std::vector<StoredRow>& rows) : m_prefix(std::move(prefix)) {
        for (const auto& row : rows) {
            const auto id = row.text(of, "id");
            const auto digits = id.starts_with(m_prefix) ? id.substr(m_prefix.size()) : std::string();
            const bool plain = !digits.empty() && digits.size() <= 9 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
            if (plain) {
                m_last = std::max(m_last, *parse_integer(digits));
                m_digits = std::max(m_digits, digits.size());
            }
        }
    }
    std::string take() { return fmt::format("{}{:0{}}", m_prefix, ++m_last, m_digits); }

private:
    static constexpr std::size_t k_fewest_digits = 3;
    std::string m_prefix;
    std::int64_t m_last = 0;
    std::size_t m_digits = k_fewest_digits;
};

} // namespace assay
