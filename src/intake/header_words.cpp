// What a header match is in words, where it stands, and what --map and --set say.
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/headers.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

namespace assay {

std::string_view to_text(MatchedBy by) {
    switch (by) {
    case MatchedBy::map:
        return "--map";
    case MatchedBy::id:
        return "id";
    case MatchedBy::title:
        return "title";
    case MatchedBy::profile:
        return "profile";
    case MatchedBy::alias:
        return "alias";
    }
    return {};
}

FieldAssignment parse_assignment(std::string_view option, std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || trim(text.substr(0, equals)).empty()) {
        throw Error(fmt::format("{} {} is not FIELD={}", option, typing::quote(text), option == "--map" ? "COLUMN" : "VALUE"),
                    ErrorKind::usage);
    }
    return {std::string(trim(text.substr(0, equals))), std::string(text.substr(equals + 1))};
}

std::vector<std::size_t> HeaderMatch::fields() const {
    std::vector<std::size_t> fields;
    fields.reserve(columns.size());
    for (const auto& matched : columns) {
        fields.push_back(matched.field);
    }
    for (const auto& constant : constants) {
        fields.push_back(constant.field);
    }
    return fields;
}

Place place_in(const FileLayout& layout, const std::string& file, std::uint64_t line, std::optional<std::size_t> cell) {
    if (!layout.is_sheet()) {
        return {file, static_cast<std::uint32_t>(line), cell ? static_cast<std::uint32_t>(*cell + 1) : 0};
    }
    const auto where = cell ? "cell " + layout.address(*cell, line) : fmt::format("row {}", line);
    return {fmt::format("{}, sheet {}, {}", file, typing::quote(layout.sheet), where), 0, 0};
}

} // namespace assay
