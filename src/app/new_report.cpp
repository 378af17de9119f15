#include "assay/app/new_report.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/report/render.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

void require_report_name(const std::string& name) {
    const auto is_good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.empty() || name == "all" || name == "assessment" || !std::ranges::all_of(name, is_good)) {
        throw Error(
            fmt::format("a report's name is made of small letters, digits and '-', and is neither all nor assessment; '{}' will not do",
                        escape_control(name)),
            ErrorKind::usage);
    }
}

/// The text of a partial without its leading comment, where a template is nothing but that partial.
std::string put_partial_in(const std::vector<fs::path>& folders, const std::string& text, const std::string& format) {
    const auto line = text.find('\n');
    const auto body = line == std::string::npos ? std::string() : text.substr(line + 1);
    if (!body.starts_with("{{> ") || body.find("}}\n") != body.size() - 3) {
        return text;
    }
    const auto name = body.substr(4, body.size() - 7);
    for (const auto& folder : folders) {
        const auto file = folder / "partials" / fmt::format("{}.{}.mustache", name, format);
        std::error_code ignored;
        if (fs::exists(file, ignored)) {
            auto partial = read_file(file);
            const auto end = partial.starts_with("{{!") ? partial.find('\n') + 1 : 0;
            return text.substr(0, line + 1) + partial.substr(end);
        }
    }
    return text;
}

} // namespace

fs::path make_report_template(const Setting& setting, const NewReportRequest& request) {
    require_report_name(request.name);
    const auto folders = setting.template_folders();
    const auto names = list_templates(folders);
    const auto found =
        std::ranges::find_if(names, [&](const TemplateName& each) { return each.report == request.like && each.format == request.format; });
    if (found == names.end()) {
        std::vector<std::string> known;
        known.reserve(names.size());
        for (const auto& each : names) {
            known.push_back(each.report);
        }
        const auto hint = did_you_mean(request.like, known);
        throw Error(fmt::format("there is no report '{}' in format '{}' to begin with{}", escape_control(request.like),
                                escape_control(request.format), hint.empty() ? "" : " (" + hint + ")"),
                    ErrorKind::usage);
    }
    const auto file = setting.workspace / "templates" / fmt::format("{}.{}.mustache", request.name, request.format);
    std::error_code failed;
    if (fs::exists(file, failed)) {
        throw Error(fmt::format("'{}' is there already; change it, or take another name", file.string()), ErrorKind::usage);
    }
    fs::create_directories(file.parent_path(), failed);
    AtomicFile out(file);
    out.write(put_partial_in(folders, read_file(found->file), request.format));
    out.commit();
    return file;
}

} // namespace assay
