// Diagnostics: faults in files that users wrote, collected with their place, and shown all together.
// Knows no file format and no terminal.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The name of a user's file. Copies share one text: a library holds a hundred thousand places in a hundred and fifty files.
class FileName {
public:
    FileName() = default;
    FileName(std::string name) : m_text(name.empty() ? nullptr : std::make_shared<const std::string>(std::move(name))) {}
    FileName(std::string_view name) : FileName(std::string(name)) {}
    FileName(const char* name) : FileName(std::string(name)) {}

    [[nodiscard]] const std::string& text() const noexcept;
    operator const std::string&() const noexcept { return text(); }
    [[nodiscard]] bool empty() const noexcept { return m_text == nullptr; }
    friend bool operator==(const FileName& a, const FileName& b) noexcept { return a.m_text == b.m_text || a.text() == b.text(); }
    friend std::strong_ordering operator<=>(const FileName& a, const FileName& b) noexcept { return a.text() <=> b.text(); }

private:
    std::shared_ptr<const std::string> m_text; ///< null: no file; never empty otherwise
};

/// A place in a user's file. Line and column count from 1; 0 means "the file as a whole". Column counts UTF-8 code points.
struct Place {
    FileName file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    friend bool operator==(const Place&, const Place&) = default;
};

enum class Severity { note, warning, error };

/// One fault. `code` is a stable kebab-case word ("unknown-field"); `text` is one sentence without a full stop;
/// `hint` is the remedy ("did you mean 'owner'?"), or empty.
struct Diagnostic {
    Severity severity = Severity::error;
    Place place;
    std::string code;
    std::string text;
    std::string hint;
    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// "controls/checks/iso.xml:41:7: error: unknown field 'ownr' in register 'risk' (did you mean 'owner'?) [unknown-field]"
[[nodiscard]] std::string to_text(const Diagnostic& diagnostic);

/// "file:41:7", "file:41" or "file", as much as is known.
[[nodiscard]] std::string to_text(const Place& place);

/// Where faults are reported to; implementations collect or print.
class DiagnosticSink {
public:
    virtual ~DiagnosticSink() = default;
    /// Marked cold, here and where faults are put together: compilers then lay the code of faults apart, and what is loaded without any runs straight on.
    [[gnu::cold, gnu::noinline]] void add(Diagnostic diagnostic) { take(std::move(diagnostic)); }

protected:
    virtual void take(Diagnostic diagnostic) = 0;
};

/// Collects diagnostics. Past `k_max_diagnostics` it counts without keeping, so that a hostile file cannot fill the memory.
class Diagnostics final : public DiagnosticSink {
public:
    static constexpr std::size_t k_max_diagnostics = 1000;
    [[nodiscard]] bool has_errors() const noexcept { return m_errors > 0; }
    [[nodiscard]] std::size_t error_count() const noexcept { return m_errors; }
    [[nodiscard]] std::size_t dropped() const noexcept { return m_dropped; }
    /// Sorted by file, line, column, then code.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;
    /// All of them, a line each, sorted; says how many more there were; ends with a line end unless empty.
    [[nodiscard]] std::string to_text() const;

private:
    void take(Diagnostic diagnostic) override;

    std::vector<Diagnostic> m_kept;
    std::size_t m_errors = 0;
    std::size_t m_dropped = 0;
};

} // namespace assay
