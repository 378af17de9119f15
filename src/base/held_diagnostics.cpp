#include "assay/base/held_diagnostics.hpp"

#include <utility>

namespace assay {

void HeldDiagnostics::take(Diagnostic diagnostic) {
    if (m_kept.size() < Diagnostics::k_max_diagnostics) {
        m_kept.push_back(std::move(diagnostic));
    } else {
        ++m_more;
    }
}

void HeldDiagnostics::pass_on(DiagnosticSink& sink) const {
    for (const auto& diagnostic : m_kept) {
        sink.add(diagnostic);
    }
    for (std::size_t more = 0; more < m_more; ++more) {
        sink.add(m_kept.back());
    }
}

} // namespace assay
