// Diagnostics as lines of text, and the collector that keeps the first thousand.
#include "assay/base/diagnostic.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <tuple>

namespace assay {

namespace {

std::string_view to_word(Severity severity) {
    switch (severity) {
    case Severity::note:
        return "note";
    case Severity::warning:
        return "warning";
    case Severity::error:
        break;
    }
    return "error";
}

auto order_of(const Diagnostic& diagnostic) {
    return std::tie(diagnostic.place.file, diagnostic.place.line, diagnostic.place.column, diagnostic.code, diagnostic.text,
                    diagnostic.hint);
}

} // namespace

const std::string& FileName::text() const noexcept {
    static const std::string s_none;
    return m_text == nullptr ? s_none : *m_text;
}

std::string to_text(const Place& place) {
    if (place.line == 0) {
        return place.file;
    }
    if (place.column == 0) {
        return fmt::format("{}:{}", place.file.text(), place.line);
    }
    return fmt::format("{}:{}:{}", place.file.text(), place.line, place.column);
}

std::string to_text(const Diagnostic& diagnostic) {
    std::string line = to_text(diagnostic.place);
    if (!line.empty()) {
        line += ": ";
    }
    line += to_word(diagnostic.severity);
    line += ": ";
    line += diagnostic.text;
    if (!diagnostic.hint.empty()) {
        line += fmt::format(" ({})", diagnostic.hint);
    }
    if (!diagnostic.code.empty()) {
        line += fmt::format(" [{}]", diagnostic.code);
    }
    return escape_control(line);
}

void Diagnostics::take(Diagnostic diagnostic) {
    if (diagnostic.severity == Severity::error) {
        ++m_errors;
    }
    if (m_kept.size() < k_max_diagnostics) {
        m_kept.push_back(std::move(diagnostic));
    } else {
        ++m_dropped;
    }
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> copy = m_kept;
    std::stable_sort(copy.begin(), copy.end(), [](const Diagnostic& a, const Diagnostic& b) { return order_of(a) < order_of(b); });
    return copy;
}

std::string Diagnostics::to_text() const {
    std::string lines;
    for (const Diagnostic& diagnostic : sorted()) {
        lines += assay::to_text(diagnostic);
        lines += '\n';
    }
    if (m_dropped > 0) {
        lines += fmt::format("and {} more\n", group_thousands(static_cast<std::int64_t>(m_dropped)));
    }
    return lines;
}

} // namespace assay
