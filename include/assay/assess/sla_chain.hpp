// Each promise to a customer against what underpins it: docs/sla.md "The chain". A weak link is a risk, not a nonconformity: it is shown with
// the open risk that refers to it, or with the lack of one. Knows no SQL, no XML, no terminal.
#pragma once

#include "assay/assess/exact_share.hpp"
#include "assay/assess/sla.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class LinkResult : std::uint8_t { holds, weak, unknown };
[[nodiscard]] std::string_view to_text(LinkResult result);

/// The least and the most that may be relied on: apart where a part's promise is not known.
struct ShareBounds {
    ExactShare low;
    ExactShare high = ExactShare::all();
    friend bool operator==(const ShareBounds&, const ShareBounds&) = default;
};

/// One agreement, or one of its targets, under a promise.
struct ChainPart {
    std::string agreement;
    std::string component;                      ///< redundancy group; empty: needed by itself
    std::string contract;
    std::string supplier;
    bool by_service = false;                    ///< it names the service, and no agreement that it supports
    std::optional<std::size_t> target;          ///< index into the targets; none: it promises nothing of the kind
    ShareBounds share;                          ///< availability: of the customer's hours
    std::optional<std::chrono::seconds> worst;  ///< time limits: the most of the customer's business time that may pass
    LinkResult result = LinkResult::unknown;    ///< taken by itself
    std::string why;
};

struct ChainPromise {
    std::size_t target = 0;                     ///< index into the targets
    std::vector<ChainPart> parts;               ///< sorted by component, agreement, target; those without a component last
    ShareBounds share;                          ///< availability
    std::optional<std::chrono::seconds> worst;  ///< time limits, where every part has one
    std::optional<std::int64_t> number;         ///< throughput, scaled, where every part has one
    LinkResult result = LinkResult::unknown;
    std::string why;
    std::vector<std::string> risks;             ///< open, with owner and treatment, that refer to it
    std::vector<std::string> unmanaged;         ///< the other ones that refer to it, with what they lack
};

enum class EndState : std::uint8_t {
    ended,
    in_notice,          ///< it can no longer be ended, extended or replaced in good time: the notice period runs
    before_notice,
    no_notice,          ///< no notice period is recorded
};
[[nodiscard]] std::string_view to_text(EndState state);

/// A contract or underpinning agreement that ends before the agreement that rests on it.
struct ChainEnd {
    std::string supports;
    std::optional<Date> supported_until;        ///< none: open-ended
    std::string agreement;
    std::string contract;                       ///< empty: the agreement itself ends
    Date ends_on;
    std::optional<Date> notice_from;
    EndState state = EndState::no_notice;
    std::string extension;                      ///< as recorded
};

/// An agreement that ended, and the one that took its place.
struct ChainReplaced {
    std::string ended;
    std::string by;
    friend auto operator<=>(const ChainReplaced&, const ChainReplaced&) = default;
};

struct SlaChain {
    Date on;
    std::vector<SlaTarget> targets;
    std::vector<ChainPromise> promises;         ///< sorted by agreement, then target
    std::vector<ChainEnd> ends;                 ///< sorted by supported agreement, agreement, contract
    std::set<ChainReplaced> replaced;           ///< left out of the parts
    std::vector<std::string> circular;          ///< agreements that support themselves, as "A, B"
    std::int64_t satisfaction = 0;              ///< targets of satisfaction, which rest on no promise
};

/// The agreement `input.sla` and what it rests on, or every agreement with a customer that is in force on the day; `input.month` is not used.
/// The hours of a year from `on` decide what a calendar covers. The calendars must outlive the result.
[[nodiscard]] SlaChain measure_chain(const SlaInput& input, Date on);

} // namespace assay
