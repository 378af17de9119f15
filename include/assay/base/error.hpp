// The one exception of Assay: the work cannot go on (disk, database, broken template, wrong call).
// It must not carry what an audit found (a finding) nor a fault in a user's file (a diagnostic).
#pragma once

#include <stdexcept>
#include <string>

namespace assay {

/// Why the work stopped; main turns it into an exit code: failed 1, usage 64, cancelled 130.
enum class ErrorKind { failed, usage, cancelled };

/// Text says place, fault and remedy in one or more lines, without a final line end.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& text, ErrorKind kind = ErrorKind::failed) : std::runtime_error(text), m_kind(kind) {}
    [[nodiscard]] ErrorKind kind() const noexcept { return m_kind; }

private:
    ErrorKind m_kind;
};

} // namespace assay
