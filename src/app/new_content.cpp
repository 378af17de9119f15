#include "assay/app/new_content.hpp"

#include "app/catalog_names.hpp"
#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_taken(std::string_view noun, const std::string& id) {
    throw Error(fmt::format("there is a {} '{}' already; take another id", noun, id), ErrorKind::usage);
}

/// What the loader says of the text, as the fault of whoever chose the words: the rest of it is ours, and good.
template <class Load>
void require_good(const Load& load, const std::string& text) {
    Diagnostics faults;
    if (!load(text, faults)) {
        const auto first = faults.sorted().front();
        throw Error(first.hint.empty() ? first.text : fmt::format("{} ({})", first.text, first.hint), ErrorKind::usage);
    }
}

/// "controls/registers/visit.xml"
fs::path write_new(const Setting& setting, std::string_view folder, const std::string& id, const std::string& text) {
    const auto name = fs::path("controls") / folder / (id + ".xml");
    const auto file = setting.workspace / name;
    std::error_code failed;
    if (fs::exists(file, failed)) {
        throw Error(fmt::format("'{}' is there already; change it, or take another id", name.generic_string()), ErrorKind::usage);
    }
    fs::create_directories(file.parent_path(), failed);
    AtomicFile out(file);
    out.write(text);
    out.commit();
    return name;
}

std::string title_of(const std::string& title, const std::string& id) {
    auto made = title.empty() ? id : title;
    if (title.empty()) {
        std::ranges::replace(made, '_', ' ');
        made.front() = static_cast<char>(made.front() >= 'a' && made.front() <= 'z' ? made.front() - 'a' + 'A' : made.front());
    }
    return escape_xml_attribute(made);
}

constexpr std::string_view k_register = R"XML(<?xml version="1.0" encoding="UTF-8"?>
<!-- A register of our own. docs/xml.md says what each element means, and 'assay catalog validate' what is wrong. -->
<register id="{0}" title="{1}" kind="record">
  <purpose>What a row stands for, in one sentence.</purpose>
  <field id="id" title="Id" type="text" key="yes"/>
  <field id="title" title="Title" type="text" required="yes"/>
  <field id="service" title="Service" type="ref" to="service"/>
  <field id="owner" title="Owner" type="ref" to="person"/>
  <field id="state" title="State" type="enum" values="open closed"/>
  <field id="recorded_on" title="Recorded on" type="date"/>
  <occurred from="recorded_on"/>
  <subject kind="service" field="service"/>
  <!-- What an export calls it: <alias field="recorded_on">Created</alias> -->
</register>
)XML";

constexpr std::string_view k_catalog = R"XML(<?xml version="1.0" encoding="UTF-8"?>
<!-- A catalog of our own. docs/xml.md says what each element means, and 'assay catalog validate' what is wrong.
     <standard catalog="{0}"/> in assay.xml has it judged; a check names its controls ('assay new check'). -->
<catalog id="{0}" title="{1}" version="1" scale="alignment" obligation="rule">
  <source>What the statements rest on: a policy, a contract, a framework in our own words.</source>
  <group id="1" title="First group">
    <control id="1.1">
      <title>First control</title>
      <statement>What is asked, as one sentence that can be shown to be true or not.</statement>
      <evidence type="record" demand="expected">What would show it.</evidence>
    </control>
  </group>
</catalog>
)XML";

constexpr std::string_view k_check = R"XML(<?xml version="1.0" encoding="UTF-8"?>
<!-- A check of our own. docs/xml.md and docs/expressions.md say what can be asked, and 'assay rules test' runs the cases.
     scope="all" asks all rows, whatever their day and service; without it those in period and scope. -->
<checks catalog="{catalog}">
  <check id="{id}" controls="{control}" scope="all">
    <title>{title}</title>
    <basis>{basis}</basis>
    <each in="{register}" require="exists({field})"/>
    <message>{noun}: {{{key}}} has no {field}.</message>
    <case name="there" on="2026-06-30">
      <row in="{register}" {good}/>
      <expect row="1" verdict="pass"/>
    </case>
    <case name="missing" on="2026-06-30">
      <row in="{register}" {bad}/>
      <expect row="1" verdict="fail"/>
    </case>
  </check>
</checks>
)XML";

/// A value that any field of the type takes.
std::string sample_of(const Field& field) {
    switch (field.type) {
    case FieldType::date:
        return "2026-06-01";
    case FieldType::datetime:
        return "2026-06-01T09:00:00Z";
    case FieldType::boolean:
        return "yes";
    case FieldType::enumeration:
    case FieldType::set:
        return field.words.empty() ? "x" : field.words.front();
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::money:
        return "1";
    case FieldType::duration:
        return "PT1H";
    case FieldType::text:
    case FieldType::ref:
    case FieldType::file:
        return field.key ? "1" : "x";
    }
    return "x";
}

/// Of a row that has what every row must have, and `also`. Each row of a case has an id, whether or not its register has such a field.
std::string attributes_of(const Register& of, const Field* also) {
    std::string text = "id=\"1\"";
    for (const auto& field : of.fields) {
        if (field.id != "id" && (field.key || field.required || &field == also)) {
            text += fmt::format(" {}=\"{}\"", field.id, escape_xml_attribute(sample_of(field)));
        }
    }
    return text;
}

const Field& field_to_ask(const Register& of, const std::string& wanted) {
    const auto is_open = [](const Field& field) { return !field.key && !field.required; };
    if (!wanted.empty()) {
        const auto& field = get_field(of, wanted);
        if (!is_open(field)) {
            throw Error(fmt::format("every row of register '{}' has '{}': name a field that one could lack", of.id, field.id), ErrorKind::usage);
        }
        return field;
    }
    const auto found = std::ranges::find_if(of.fields, is_open);
    if (found == of.fields.end()) {
        throw Error(fmt::format("every row of register '{}' has all its fields: there is nothing that one could lack", of.id), ErrorKind::usage);
    }
    return *found;
}

} // namespace

fs::path make_register(const Setting& setting, const Content& content, const std::string& id, const std::string& title) {
    if (content.schema.find(id) != nullptr) {
        fail_taken("register", id);
    }
    const auto text = fmt::format(k_register, escape_xml_attribute(id), title_of(title, id));
    require_good([&](const std::string& bytes, DiagnosticSink& sink) { return load_register(bytes, id, sink).has_value(); }, text);
    return write_new(setting, "registers", id, text);
}

fs::path make_catalog(const Setting& setting, const Content& content, const std::string& id, const std::string& title) {
    if (content.find_catalog(id) != nullptr) {
        fail_taken("catalog", id);
    }
    const auto text = fmt::format(k_catalog, escape_xml_attribute(id), title_of(title, id));
    require_good([&](const std::string& bytes, DiagnosticSink& sink) { return load_catalog(bytes, id, sink, Digests::skip).has_value(); }, text);
    return write_new(setting, "catalogs", id, text);
}

fs::path make_check(const Setting& setting, const Content& content, const NewCheckRequest& request) {
    for (const auto& file : content.check_files) {
        if (std::ranges::any_of(file.checks, [&](const CheckDefinition& each) { return each.id.text == request.id; })) {
            fail_taken("check", request.id);
        }
    }
    if (std::ranges::any_of(content.files, [&](const ContentFile& each) { return each.kind == "checks" && each.name == request.id + ".xml"; })) {
        throw Error(fmt::format("there is a file of checks '{}.xml' already, and this one would take its place; take another id", request.id), ErrorKind::usage);
    }
    const auto slash = request.control.find('/');
    if (slash == std::string::npos) {
        throw Error(fmt::format("'{}' names no control (write CATALOG/CONTROL, 'assay catalog list' has the catalogs)", escape_control(request.control)), ErrorKind::usage);
    }
    const auto& catalog = get_catalog(content, request.control.substr(0, slash));
    const auto& control = get_control_of(catalog, request.control.substr(slash + 1));
    const auto& of = get_register(content.schema, request.register_id);
    const auto& field = field_to_ask(of, request.field);
    const auto key = std::ranges::find(of.fields, true, &Field::key);
    const auto text = fmt::format(k_check, fmt::arg("catalog", catalog.id), fmt::arg("id", escape_xml_attribute(request.id)), fmt::arg("control", control.id.control),
                                  fmt::arg("title", escape_xml_text(fmt::format("{}: every row has its {}", of.title, to_lower(field.title)))),
                                  fmt::arg("basis", escape_xml_text(request.basis)), fmt::arg("register", of.id), fmt::arg("field", field.id),
                                  fmt::arg("noun", escape_xml_text(of.title)), fmt::arg("key", key->id), fmt::arg("good", attributes_of(of, &field)),
                                  fmt::arg("bad", attributes_of(of, nullptr)));
    require_good([&](const std::string& bytes, DiagnosticSink& sink) { return load_checks(bytes, request.id, sink, Cases::examine, Digests::skip).has_value(); }, text);
    return write_new(setting, "checks", request.id, text);
}

} // namespace assay
