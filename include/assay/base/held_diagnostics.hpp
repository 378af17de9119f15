// Diagnostics kept for later: what is found on two threads is reported in one order. Knows no thread.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <cstddef>
#include <vector>

namespace assay {

/// Keeps what a sink would have got. Past Diagnostics::k_max_diagnostics only the number: no sink shows more.
class HeldDiagnostics final : public DiagnosticSink {
public:
    /// The number past the limit is given as so many copies of the last one kept.
    void pass_on(DiagnosticSink& sink) const;

private:
    void take(Diagnostic diagnostic) override;

    std::vector<Diagnostic> m_kept;
    std::size_t m_more = 0;
};

} // namespace assay
