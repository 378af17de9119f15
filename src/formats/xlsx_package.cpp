#include "formats/xlsx_package.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace assay::xlsx {
namespace {

constexpr std::uint64_t k_max_small_part = 64ULL << 20U; ///< of parts that are kept: workbook, relationships, styles
constexpr std::size_t k_max_sheets = 10'000;
constexpr std::size_t k_max_styles = 1'000'000;

[[noreturn]] void fail(const ZipArchive& archive, const std::string& text) {
    throw Error(fmt::format("cannot read '{}': {}", archive.name(), text));
}

/// Elements with their parent's name; enough for parts that are lists of elements with attributes.
class ElementList final : public XmlHandler {
public:
    using Visit = std::function<void(std::string_view parent, std::string_view name, Attributes attributes)>;
    ElementList(const ZipArchive& archive, std::uint64_t part, const std::string& part_name, Visit visit) : m_visit(std::move(visit)) {
        XmlStream stream(archive, part, part_name, *this);
        while (stream.step()) {
            if (stream.bytes_done() > k_max_small_part) {
                fail(archive, fmt::format("its part '{}' is larger than {} MB; no spreadsheet program writes that",
                                          escape_control(part_name), k_max_small_part >> 20U));
            }
        }
    }
    void start(std::string_view name, Attributes attributes) override {
        m_visit(m_path.empty() ? std::string_view() : std::string_view(m_path.back()), name, attributes);
        m_path.emplace_back(name);
    }
    void end(std::string_view) override { m_path.pop_back(); }
    void text(std::string_view) override {}

private:
    Visit m_visit;
    std::vector<std::string> m_path;
};

std::uint32_t number_attribute(Attributes attributes, std::string_view name, std::uint32_t otherwise) {
    const auto text = find_attribute(attributes, name);
    std::uint32_t number = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc()) {
        return otherwise;
    }
    return number;
}

/// "xl/worksheets/sheet1.xml" for the target "worksheets/sheet1.xml" or "/xl/worksheets/sheet1.xml" of a part in "xl/"; nothing when it
/// climbs out of the archive.
std::optional<std::string> resolve_target(std::string_view folder, std::string_view target) {
    std::vector<std::string_view> parts;
    const auto walk = [&](std::string_view path) {
        for (std::size_t begin = 0; begin <= path.size();) {
            const auto end = std::min(path.find('/', begin), path.size());
            const auto part = path.substr(begin, end - begin);
            if (part == "..") {
                if (parts.empty()) {
                    return false;
                }
                parts.pop_back();
            } else if (!part.empty() && part != ".") {
                parts.push_back(part);
            }
            begin = end + 1;
        }
        return true;
    };
    if (!target.starts_with('/') && !walk(folder)) {
        return std::nullopt;
    }
    return walk(target) ? std::optional(fmt::format("{}", fmt::join(parts, "/"))) : std::nullopt;
}

struct Relation {
    std::string type; ///< the last word of its address: "worksheet"
    std::string target;
};

std::map<std::string, Relation> load_relations(const ZipArchive& archive, const std::string& of) {
    const auto slash = of.rfind('/');
    const auto folder = slash == std::string::npos ? std::string() : of.substr(0, slash + 1);
    const auto name = fmt::format("{}_rels/{}.rels", folder, of.substr(folder.size()));
    std::map<std::string, Relation> relations;
    const auto part = archive.find(name);
    if (!part) {
        return relations;
    }
    std::string outside;
    const ElementList list(archive, *part, name, [&](std::string_view, std::string_view element, Attributes attributes) {
        const auto id = find_attribute(attributes, "Id");
        const auto type = find_attribute(attributes, "Type");
        const auto target = find_attribute(attributes, "Target");
        if (element != "Relationship" || !id || !type || !target || find_attribute(attributes, "TargetMode") == "External") {
            return;
        }
        const auto resolved = resolve_target(folder, *target);
        if (!resolved) {
            outside = *target;
            return;
        }
        relations[std::string(*id)] = {std::string(type->substr(type->rfind('/') + 1)), *resolved};
    });
    if (!outside.empty()) {
        fail(archive, fmt::format("its part '{}' refers to '{}', outside the archive; no spreadsheet program writes that", name,
                                  escape_control(outside)));
    }
    return relations;
}

const Relation* find_type(const std::map<std::string, Relation>& relations, std::string_view type) {
    const auto found = std::ranges::find_if(relations, [&](const auto& each) { return each.second.type == type; });
    return found == relations.end() ? nullptr : &found->second;
}

/// Files that people take for XLSX, told apart by a part that only they have.
void refuse_others(const ZipArchive& archive) {
    for (const auto* macros : {"xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"}) {
        if (archive.find(macros)) {
            fail(archive, fmt::format("it holds macros ('{}'); save it as an Excel workbook without macros (.xlsx)", macros));
        }
    }
    if (archive.find("xl/workbook.bin")) {
        fail(archive, "it is a binary Excel workbook (.xlsb); save it as an Excel workbook (.xlsx)");
    }
    if (archive.find("content.xml") && archive.find("mimetype")) {
        fail(archive, "it is an OpenDocument file; save it as an Excel workbook (.xlsx)");
    }
    if (!archive.find("[Content_Types].xml")) {
        fail(archive, "it is a ZIP archive without '[Content_Types].xml', and no Excel workbook; import one of the files in it");
    }
}

std::string find_workbook(const ZipArchive& archive) {
    const auto relations = load_relations(archive, "");
    const auto* office = find_type(relations, "officeDocument");
    const auto name = office == nullptr ? std::string("xl/workbook.xml") : office->target;
    const auto part = archive.find(name);
    if (!part || name.empty()) {
        fail(archive,
             fmt::format("its part '{}', the workbook, is missing; get the file anew, or save it again as .xlsx", escape_control(name)));
    }
    return name;
}

/// A workbook with macros may say so by its content type alone.
void refuse_macros(const ZipArchive& archive) {
    bool macros = false;
    const ElementList list(archive, *archive.find("[Content_Types].xml"), "[Content_Types].xml",
                           [&](std::string_view, std::string_view, Attributes attributes) {
                               const auto type = find_attribute(attributes, "ContentType").value_or("");
                               macros = macros || type.find("macroEnabled") != std::string_view::npos ||
                                        type.find("vbaProject") != std::string_view::npos;
                           });
    if (macros) {
        fail(archive, "it holds macros (by its content types); save it as an Excel workbook without macros (.xlsx)");
    }
}

void load_workbook(const ZipArchive& archive, const std::string& name, const std::map<std::string, Relation>& relations, Package& package) {
    std::vector<std::pair<Sheet, std::string>> named;
    std::size_t count = 0;
    bool is_workbook = false;
    const ElementList list(
        archive, *archive.find(name), name, [&](std::string_view parent, std::string_view element, Attributes attributes) {
            is_workbook = is_workbook || (parent.empty() && element == "workbook");
            if (element == "workbookPr" && is_true(attributes, "date1904")) {
                package.dates = DateSystem::from_1904;
            }
            if (element == "sheet" && parent == "sheets" && ++count <= k_max_sheets) {
                const auto state = find_attribute(attributes, "state").value_or("visible");
                named.emplace_back(Sheet{std::string(find_attribute(attributes, "name").value_or("")), state != "visible", 0, ""},
                                   std::string(find_attribute(attributes, "id").value_or("")));
            }
        });
    if (!is_workbook) {
        fail(archive, fmt::format("its part '{}' is no workbook; it may be a document or a presentation", escape_control(name)));
    }
    if (count > k_max_sheets) {
        fail(archive, fmt::format("it has more than {} sheets; no spreadsheet program writes that",
                                  group_thousands(static_cast<std::int64_t>(k_max_sheets))));
    }
    for (auto& [sheet, id] : named) {
        const auto relation = relations.find(id);
        if (relation != relations.end() && relation->second.type != "worksheet") {
            continue; // a sheet that is one chart or dialogue
        }
        const auto part = relation == relations.end() ? std::nullopt : archive.find(relation->second.target);
        if (!part) {
            fail(archive,
                 fmt::format("the part of its sheet '{}' is missing ({}); get the file anew, or save it again with a spreadsheet program",
                             escape_control(sheet.name),
                             relation == relations.end() ? "no relationship leads to it"
                                                         : "'" + escape_control(relation->second.target) + "'"));
        }
        sheet.part = *part;
        sheet.part_name = relation->second.target;
        if (sheet.name.empty()) {
            sheet.name = fmt::format("Sheet{}", package.sheets.size() + 1);
        }
        package.sheets.push_back(std::move(sheet));
    }
}

void load_styles(const ZipArchive& archive, std::uint64_t part, const std::string& name, Package& package) {
    std::map<std::uint32_t, NumberKind> codes;
    std::vector<std::uint32_t> formats;
    const ElementList list(archive, part, name, [&](std::string_view parent, std::string_view element, Attributes attributes) {
        if (element == "numFmt" && parent == "numFmts") {
            const auto code = find_attribute(attributes, "formatCode");
            codes[number_attribute(attributes, "numFmtId", 0)] = kind_of_code(code.value_or(""));
        } else if (element == "xf" && parent == "cellXfs" && formats.size() < k_max_styles) {
            formats.push_back(number_attribute(attributes, "numFmtId", 0));
        }
    });
    for (const auto id : formats) {
        const auto own = codes.find(id);
        package.styles.push_back(own == codes.end() ? kind_of_builtin(id) : own->second);
    }
}

} // namespace

Package load_package(const ZipArchive& archive, const PackageLimits& limits) {
    refuse_others(archive);
    refuse_macros(archive);
    const auto workbook = find_workbook(archive);
    const auto relations = load_relations(archive, workbook);
    Package package;
    load_workbook(archive, workbook, relations, package);
    const auto part_of = [&](std::string_view type) -> std::optional<std::pair<std::uint64_t, std::string>> {
        const auto* relation = find_type(relations, type);
        const auto part = relation == nullptr ? std::nullopt : archive.find(relation->target);
        return part ? std::optional(std::pair(*part, relation->target)) : std::nullopt;
    };
    if (const auto styles = part_of("styles")) {
        load_styles(archive, styles->first, styles->second, package);
    }
    if (const auto strings = part_of("sharedStrings")) {
        package.strings.load(archive, strings->first, strings->second, limits.max_text_bytes, limits.max_cell_bytes);
        package.has_strings = true;
    }
    return package;
}

} // namespace assay::xlsx
