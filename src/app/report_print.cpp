#include "app/report_print.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/program.hpp"
#include "assay/base/text.hpp"
#include "assay/report/printable.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_most_bytes = 1ULL << 30;
/// Of what a program says when it fails.
constexpr std::size_t k_told_bytes = 600;

constexpr std::string_view k_get_weasyprint = "apt-get install weasyprint, or pipx install weasyprint";
constexpr std::string_view k_get_pandoc = "apt-get install pandoc";

fs::path get_program(std::string_view name, std::string_view format, std::string_view how) {
    auto found = find_program(name);
    if (!found) {
        throw Error(fmt::format("'{}' needs the program {}, which is not on PATH; get it with: {}", format, name, how));
    }
    return std::move(*found);
}

/// The workspace's own goes before ours.
std::string read_style(const Setting& setting, std::string_view name) {
    for (const auto& folder : setting.template_folders()) {
        std::error_code ignored;
        if (const auto file = folder / "print" / name; fs::exists(file, ignored)) {
            return read_file(file);
        }
    }
    throw Error(fmt::format("there is no style sheet 'print/{}' among the templates", name));
}

void run_printer(const Run& run, const fs::path& program, std::vector<std::string> arguments, Date on) {
    const auto seconds = std::chrono::sys_seconds(on).time_since_epoch().count();
    const auto outcome = run_program(run, {program, std::move(arguments), {{"SOURCE_DATE_EPOCH", std::to_string(seconds)}}});
    if (outcome.exit_code != 0) {
        auto said =
            outcome.output.size() > k_told_bytes ? "…" + outcome.output.substr(outcome.output.size() - k_told_bytes) : outcome.output;
        while (!said.empty() && said.back() == '\n') {
            said.pop_back();
        }
        throw Error(fmt::format("{} ended with {}{}", program.string(), outcome.exit_code,
                                said.empty() ? std::string(" and said nothing") : ": " + escape_control(said)));
    }
}

void require_kind(const std::string& bytes, std::string_view begins, std::string_view holds, const fs::path& program,
                  std::string_view kind) {
    if (!bytes.starts_with(begins) ||
        bytes.find(holds, bytes.size() - std::min<std::size_t>(bytes.size(), k_told_bytes * 100)) == std::string::npos) {
        throw Error(fmt::format("what {} made is no whole {} file", program.string(), kind));
    }
}

} // namespace

const std::vector<PrintedFormat>& printed_formats() {
    static const std::vector<PrintedFormat> k_formats{{"docx", "md", "pandoc"}, {"pdf", "html", "weasyprint"}};
    return k_formats;
}

const PrintedFormat* find_printed(std::string_view format) {
    const auto found = std::ranges::find(printed_formats(), format, &PrintedFormat::format);
    return found == printed_formats().end() ? nullptr : &*found;
}

Printer::Printer(const Setting& setting, const std::vector<std::string>& formats, const fs::path& reference) {
    const auto wants = [&](std::string_view format) { return std::ranges::find(formats, format) != formats.end(); };
    if (!reference.empty() && !wants("docx")) {
        throw Error("--reference-doc gives a DOCX its styles; say --format docx too", ErrorKind::usage);
    }
    std::error_code ignored;
    if (!reference.empty() && !fs::is_regular_file(reference, ignored)) {
        throw Error(fmt::format("there is no reference document '{}'", reference.string()), ErrorKind::usage);
    }
    if (wants("pdf")) {
        m_weasyprint = get_program("weasyprint", "pdf", k_get_weasyprint);
        m_page_style = read_style(setting, "page.css");
        m_drawing_style = read_style(setting, "drawing.css");
    }
    if (wants("docx")) {
        m_pandoc = get_program("pandoc", "docx", k_get_pandoc);
        m_reference = reference.empty() ? fs::path() : fs::absolute(reference);
        for (const auto& folder : setting.template_folders()) {
            if (m_reference.empty() && fs::is_regular_file(folder / "reference.docx", ignored)) {
                m_reference = fs::absolute(folder / "reference.docx");
            }
        }
    }
}

std::string Printer::print(const Run& run, std::string_view format, const std::string& source, const fs::path& folder, Date on) const {
    const PrivateFolder work(fs::absolute(folder) / fmt::format("report.{}", format));
    const auto in = work.file("in");
    const auto out = work.file(fmt::format("out.{}", format));
    const auto put = [&](const std::string& text) {
        AtomicFile file(in);
        file.write(text);
        file.commit();
    };
    if (format == "pdf") {
        put(make_printable(source, m_page_style, m_drawing_style));
        // An empty base leaves links to other reports as they are, beside the file.
        run_printer(run, m_weasyprint, {"--quiet", "--encoding", "utf-8", "--base-url", "", in.string(), out.string()}, on);
        auto bytes = read_file(out, k_most_bytes);
        require_kind(bytes, "%PDF-", "%%EOF", m_weasyprint, "PDF");
        return bytes;
    }
    put(source);
    // Raw HTML would be markup from a text.
    std::vector<std::string> arguments{"--from=gfm-raw_html", "--to=docx", "--metadata=lang:en-GB", "--output=" + out.string()};
    if (!m_reference.empty()) {
        arguments.push_back("--reference-doc=" + m_reference.string());
    }
    arguments.push_back(in.string());
    run_printer(run, m_pandoc, std::move(arguments), on);
    auto bytes = read_file(out, k_most_bytes);
    require_kind(bytes, "PK", "word/document.xml", m_pandoc, "DOCX");
    return bytes;
}

} // namespace assay
