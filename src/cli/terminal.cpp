#include "cli/terminal.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "cli/command.hpp"

#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace assay::cli {

TerminalProgress::TerminalProgress(bool quiet) : m_on_terminal(!quiet && ::isatty(STDERR_FILENO) == 1) {}

void TerminalProgress::report(std::uint64_t done, std::uint64_t total, std::string_view unit) {
    if (!m_on_terminal) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < std::chrono::milliseconds(100)) {
        return;
    }
    m_last = now;
    const auto text = total == 0 ? fmt::format("\r{} {}\x1b[K", group_thousands(static_cast<std::int64_t>(done)), unit)
                                 : fmt::format("\r{} of {} {} ({} %)\x1b[K", group_thousands(static_cast<std::int64_t>(done)),
                                               group_thousands(static_cast<std::int64_t>(total)), unit, done * 100 / total);
    std::fputs(text.c_str(), stderr);
    m_shown = true;
}

void TerminalProgress::clear() {
    if (m_shown) {
        std::fputs("\r\x1b[K", stderr);
        m_shown = false;
    }
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
        throw Error("cannot write to standard output");
    }
}

void remark(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

std::string Arguments::text(std::string_view name) const {
    const auto found = m_values.find(std::string(name));
    return found == m_values.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
    const auto found = m_values.find(std::string(name));
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

Date read_date(const Arguments& arguments, std::string_view option, Date otherwise) {
    if (!arguments.has(option)) {
        return otherwise;
    }
    const auto text = arguments.text(option);
    const auto date = parse_date(text);
    if (!date) {
        throw Error(fmt::format("{} takes a date such as 2026-01-31, not '{}'", option, text), ErrorKind::usage);
    }
    return *date;
}

} // namespace assay::cli
