// Time zones: local times to instants and back, with daylight-saving folds and gaps told apart.
// The only user of the date library; the zone files are read when first needed.
#pragma once

#include "assay/base/date.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace assay {

enum class LocalTime { unique, fold, gap };

/// One zone of the IANA database by name ("Europe/London"), or "UTC", which needs no database.
class Zone {
public:
    Zone(); ///< UTC
    /// Throws Error naming the zone and the nearest known name when it is unknown.
    [[nodiscard]] static Zone find(std::string_view name);
    [[nodiscard]] static Zone utc();

    [[nodiscard]] const std::string& name() const noexcept { return m_name; }

    struct Resolved {
        Instant instant;                        ///< fold: the earlier one; gap: the instant just after the gap
        LocalTime kind = LocalTime::unique;
    };
    /// `local.offset` wins over the zone when present.
    [[nodiscard]] Resolved to_instant(const LocalDateTime& local) const;
    [[nodiscard]] Date date_of(Instant instant) const;
    [[nodiscard]] std::chrono::seconds offset_at(Instant instant) const;
    /// SHA-256 over the zone's transitions that this object may use, for the input manifest.
    [[nodiscard]] std::string digest() const;

private:
    struct Data;
    std::string m_name;
    std::shared_ptr<const Data> m_data;
};

} // namespace assay
