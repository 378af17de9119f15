// The rejects file: a second pass, so that memory does not grow with the number of rejected rows.
#include "assay/base/error.hpp"
#include "assay/intake/import.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {

std::uint64_t write_rejects(const Run& run, const OpenReader& open, const Register& reg, const ImportOutcome& outcome,
                            const TypingContext& context, const std::vector<LineReason>& refused_later, RejectSink& sink) {
    const auto reader = open();
    const auto& header = reader->header();
    const auto changed = [&] {
        return Error(fmt::format("'{}' changed after it was imported; the rejects file was not written", outcome.receipt.file));
    };
    if (!std::ranges::all_of(outcome.plan.match.columns,
                             [&](const MatchedColumn& c) { return c.column < header.size() && header[c.column] == c.name; })) {
        throw changed();
    }
    RowTyper typer(reg, outcome.plan, header, typing::with_absent_words(context, reg));
    typer.set_date_orders(outcome.receipt.dates);
    sink.begin(header);
    auto later = refused_later.begin();
    std::uint64_t written = 0;
    RawRow raw;
    Row row;
    std::vector<RowFault> faults;
    for (std::uint64_t records = 0; reader->next(raw); ++records) {
        if (records % typing::k_rows_between_checks == 0) {
            throw_if_stopped(run);
            run.progress.report(reader->bytes_done(), reader->bytes_total(), "bytes");
        }
        std::string reason;
        const auto add = [&reason](std::string_view next) {
            reason += reason.empty() ? "" : "; ";
            reason += next;
        };
        if (typer.type(raw, row, faults) == RowTyping::rejected) {
            for (const auto& fault : faults) {
                add(reason_of(fault));
            }
        }
        for (; later != refused_later.end() && later->line <= raw.line; ++later) {
            if (later->line == raw.line) {
                add(later->reason);
            }
        }
        if (!reason.empty()) {
            sink.reject(raw.line, raw.cells, reason);
            ++written;
        }
    }
    if (reader->file_sha256() != outcome.receipt.sha256) {
        throw changed();
    }
    return written;
}

} // namespace assay
