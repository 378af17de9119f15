// Services that count as out of scope only because nobody said whether they are in it. Knows no check and no report.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/named_row.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Given every row of the service register once. One that retired before the period is out of it, whatever it says.
class UnsaidScope {
public:
    /// `schema` may be without a service register: then there is nothing to tell. Borrowed.
    UnsaidScope(const Schema& schema, Date period_from) : m_register(schema.find("service")), m_period_from(period_from) {}
    void add(const NamedRow& service);
    struct Told {
        std::string what;   ///< "2 services do not say whether they are in scope (S1, S2) and count as out of scope"
        std::string remedy; ///< for whoever keeps the register at the prompt
    };
    /// One for each field that leaves it open.
    [[nodiscard]] std::vector<Told> tell() const;

private:
    /// Services whose field is empty, and the first of them by name.
    struct Unsaid {
        std::int64_t count = 0;
        std::string names;
        void add(const std::string& name);
    };
    const Register* m_register;
    Date m_period_from;
    Unsaid m_scope;
    Unsaid m_status;
};

} // namespace assay
