// Checks and their cases (docs/xml.md "Checks"): which attributes a kind has is one table. Expressions stay texts.
#include "assay/base/hash.hpp"
#include "assay/formats/load.hpp"
#include "formats/case_expectations.hpp"
#include "formats/xml_dates.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <unordered_set>

namespace assay {
namespace {

constexpr auto k_scopes = std::to_array<std::pair<std::string_view, CheckScope>>({
    {"all", CheckScope::all},
    {"open", CheckScope::open},
    {"period", CheckScope::period},
});

constexpr auto k_verdicts = std::to_array<std::pair<std::string_view, Verdict>>({
    {"error", Verdict::error},
    {"fail", Verdict::fail},
    {"left-out", Verdict::left_out},
    {"not-due", Verdict::not_due},
    {"pass", Verdict::pass},
    {"undecided", Verdict::undecided},
});

/// What the text of an attribute must look like here; what it means is worked out in rules.
enum class Shape : std::uint8_t { expression, register_id, path, paths, two_paths, count, interval };

struct KindAttribute {
    std::string_view name;
    PlacedText CheckDefinition::* member;
    Shape shape;
    Need need;
    std::string_view with = {}; ///< goes only with this other attribute
};

constexpr KindAttribute k_in{"in", &CheckDefinition::in, Shape::register_id, Need::required};
constexpr KindAttribute k_where{"where", &CheckDefinition::where, Shape::expression, Need::optional};
constexpr KindAttribute k_by{"by", &CheckDefinition::by, Shape::path, Need::optional};
constexpr KindAttribute k_by_required{"by", &CheckDefinition::by, Shape::path, Need::required};
constexpr KindAttribute k_over{"over", &CheckDefinition::over, Shape::register_id, Need::optional, "by"};
constexpr KindAttribute k_over_where{"over-where", &CheckDefinition::over_where, Shape::expression, Need::optional, "over"};
constexpr KindAttribute k_member{"member", &CheckDefinition::member, Shape::path, Need::optional, "over"};

constexpr auto k_each = std::to_array<KindAttribute>({
    k_in,
    k_where,
    {"due", &CheckDefinition::due, Shape::expression, Need::optional},
    {"require", &CheckDefinition::require, Shape::expression, Need::required},
});
constexpr auto k_group = std::to_array<KindAttribute>({
    k_in,
    k_where,
    k_by_required,
    k_over,
    k_over_where,
    k_member,
    {"having", &CheckDefinition::having, Shape::expression, Need::required},
});
constexpr auto k_some = std::to_array<KindAttribute>({
    k_in,
    k_where,
    k_by,
    k_over,
    k_over_where,
    k_member,
    {"least", &CheckDefinition::least, Shape::count, Need::optional},
});
constexpr auto k_unique = std::to_array<KindAttribute>({
    k_in,
    k_where,
    {"fields", &CheckDefinition::fields, Shape::paths, Need::required},
});
constexpr auto k_refers = std::to_array<KindAttribute>({
    k_in,
    k_where,
    {"field", &CheckDefinition::field, Shape::path, Need::required},
});
constexpr auto k_order = std::to_array<KindAttribute>({
    k_in,
    k_where,
    {"fields", &CheckDefinition::fields, Shape::two_paths, Need::required},
});
constexpr auto k_covers = std::to_array<KindAttribute>({
    k_in,
    k_where,
    k_by,
    k_over,
    k_over_where,
    k_member,
    {"from", &CheckDefinition::from, Shape::path, Need::required},
    {"to", &CheckDefinition::to, Shape::path, Need::optional},
    {"interval", &CheckDefinition::interval, Shape::interval, Need::required},
});
constexpr auto k_measure = std::to_array<KindAttribute>({
    k_in,
    k_where,
    k_by,
    k_over,
    k_over_where,
    k_member,
    {"value", &CheckDefinition::value, Shape::expression, Need::required},
    {"target", &CheckDefinition::target, Shape::expression, Need::required},
    {"decided", &CheckDefinition::decided, Shape::expression, Need::optional},
});

struct Kind {
    CheckKind kind;
    std::span<const KindAttribute> attributes;
};
// In the order of docs/xml.md, which is also that of messages.
constexpr auto k_check_kinds = std::to_array<Kind>({
    {CheckKind::each, k_each},
    {CheckKind::group, k_group},
    {CheckKind::some, k_some},
    {CheckKind::unique, k_unique},
    {CheckKind::refers, k_refers},
    {CheckKind::order, k_order},
    {CheckKind::covers, k_covers},
    {CheckKind::measure, k_measure},
});

/// Attributes of a row that are not fields.
bool is_namespace(std::string_view key) { return key.starts_with("xmlns") || key.find(':') != std::string_view::npos; }

bool is_count(std::string_view text) {
    return text.size() <= 9 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
           text.find_first_not_of('0') != std::string_view::npos;
}

class CheckLoader {
public:
    CheckLoader(XmlElement& element, const std::string& catalog, Cases cases) : m_element(element), m_catalog(catalog), m_cases_wanted(cases) {}
    CheckDefinition load();

private:
    static PlacedText load_text(XmlElement& element);
    void load_controls();
    void load_kind(XmlElement& element, const Kind& kind);
    void load_kind_attribute(XmlElement& element, const KindAttribute& attribute);
    void load_paths(XmlElement& element, const KindAttribute& attribute);
    void load_case(XmlElement& element);
    void load_row(XmlElement& element, CheckCase& into);
    void load_expectation(XmlElement& element, CheckCase& into);

    XmlElement& m_element;
    const std::string& m_catalog;
    Cases m_cases_wanted;
    CheckDefinition m_check;
    std::optional<Place> m_kind_place;
    UniqueIds m_cases{"case"};
};

PlacedText CheckLoader::load_text(XmlElement& element) {
    PlacedText text = element.text(Need::required);
    element.finish();
    return text;
}

CheckDefinition CheckLoader::load() {
    m_check.place = m_element.place();
    m_check.id = CheckId(read_id(m_element, "id", IdRule::name, Need::required));
    load_controls();
    m_check.proves = m_element.yes_no("proves", false);
    m_check.zero_tolerance = m_element.yes_no("zero-tolerance", false);
    m_check.scope = m_element.one_of<CheckScope>("scope", k_scopes, Need::optional).value_or(CheckScope::period);
    m_check.subject = m_element.word("subject", Need::optional);
    check_id(m_element, m_check.subject, IdRule::path);
    if (m_cases_wanted == Cases::keep) {
        m_check.cases.reserve(m_element.count_children("case"));
    }
    std::vector<ChildRule> children{
        {"title", Times::once, [this](XmlElement& title) { m_check.title = load_text(title).text; }},
        {"basis", Times::once, [this](XmlElement& basis) { m_check.basis = load_text(basis).text; }},
        {"message", Times::once, [this](XmlElement& message) { m_check.message = load_text(message); }},
        {"case", Times::any, [this](XmlElement& element) {
             if (m_cases_wanted != Cases::skip) {
                 load_case(element);
             }
         }},
    };
    for (const auto& kind : k_check_kinds) {
        children.push_back({to_text(kind.kind), Times::any, [this, &kind](XmlElement& element) { load_kind(element, kind); }});
    }
    m_element.for_each_child(children);
    if (!m_kind_place) {
        m_element.report("missing-element", fmt::format("{} does not say what it checks", m_element.describe()),
                         "give it one of each, group, some, unique, refers, order, covers and measure");
    }
    m_element.finish();
    for (const auto& each : m_check.cases) {
        check_expectations(m_element, m_check, each);
    }
    if (m_cases_wanted != Cases::keep) {
        m_check.cases = {};
    }
    return std::move(m_check);
}

void CheckLoader::load_controls() {
    std::set<ControlId> bound;
    for (const auto& word : m_element.words("controls", Need::required)) {
        if (!check_id(m_element, word, IdRule::reference)) {
            continue;
        }
        const auto slash = word.text.find('/');
        const bool named = slash != std::string::npos;
        ControlId control{named ? word.text.substr(0, slash) : m_catalog, named ? word.text.substr(slash + 1) : word.text};
        if (control.catalog.empty()) {
            m_element.document().report(word.place, "missing-catalog", fmt::format("the control {} is of no catalog", quote(word.text)),
                                        "write catalog/control, or give 'checks' a 'catalog'");
        } else if (!bound.insert(control).second) {
            m_element.document().report(word.place, "duplicate-id",
                                        fmt::format("the control {} is named twice by {}", quote(word.text), m_element.describe()));
        } else {
            m_check.controls.emplace_back(std::move(control), word.place);
        }
    }
}

void CheckLoader::load_kind(XmlElement& element, const Kind& kind) {
    if (m_kind_place) {
        element.report("repeated-element",
                       fmt::format("{} checks a second thing; the first is on line {}", m_element.describe(), m_kind_place->line),
                       "make it a check of its own");
        return;
    }
    m_kind_place = element.place();
    m_check.kind = kind.kind;
    for (const auto& attribute : kind.attributes) {
        load_kind_attribute(element, attribute);
        if (!attribute.with.empty() && element.has(attribute.name) && !element.has(attribute.with)) {
            element.report_attribute(attribute.name, "missing-attribute",
                                     fmt::format("'{}' needs the attribute '{}'", attribute.name, attribute.with));
        }
    }
    element.finish();
}

void CheckLoader::load_kind_attribute(XmlElement& element, const KindAttribute& attribute) {
    PlacedText& value = m_check.*attribute.member;
    switch (attribute.shape) {
    case Shape::expression:
        value = element.placed(attribute.name, attribute.need);
        return;
    case Shape::register_id:
        value = element.word(attribute.name, attribute.need);
        check_id(element, value, IdRule::word);
        return;
    case Shape::path:
        value = element.word(attribute.name, attribute.need);
        check_id(element, value, IdRule::path);
        return;
    case Shape::paths:
    case Shape::two_paths:
        load_paths(element, attribute);
        return;
    case Shape::count:
        value = element.word(attribute.name, attribute.need);
        if (value.given() && !is_count(value.text)) {
            element.report_value(attribute.name, "wrong-value", fmt::format("{} is no value of '{}'", quote(value.text), attribute.name),
                                 "write a whole number from 1 to 999999999");
        }
        return;
    case Shape::interval:
        value = element.word(attribute.name, attribute.need);
        if (value.given() && value.text != "planned" && !parse_period(value.text)) {
            element.report_value(attribute.name, "wrong-value", fmt::format("{} is no value of '{}'", quote(value.text), attribute.name),
                                 "write planned, or a period such as P1M");
        }
        return;
    }
}

void CheckLoader::load_paths(XmlElement& element, const KindAttribute& attribute) {
    const auto paths = element.words(attribute.name, attribute.need);
    std::unordered_set<std::string> met;
    for (const auto& path : paths) {
        if (check_id(element, path, IdRule::path) && !met.insert(path.text).second) {
            element.document().report(path.place, "duplicate-id", fmt::format("the field {} is named twice", quote(path.text)));
        }
    }
    if (attribute.shape == Shape::two_paths && paths.size() == 1) {
        element.report_value(attribute.name, "wrong-value", fmt::format("'{}' of '{}' names one field", attribute.name, element.name()),
                             "name two or more, in the order in which they must come");
    }
    if (!paths.empty()) {
        m_check.*attribute.member = element.placed(attribute.name, Need::optional);
    }
}

void CheckLoader::load_case(XmlElement& element) {
    CheckCase loaded;
    loaded.place = element.place();
    loaded.name = element.required("name");
    std::optional<Date> from;
    std::optional<Date> to;
    for (auto [key, text, date] : {std::tuple{std::string_view("on"), &loaded.on, static_cast<std::optional<Date>*>(nullptr)},
                                   {std::string_view("from"), &loaded.from, &from},
                                   {std::string_view("to"), &loaded.to, &to}}) {
        const Need need = key == "on" ? Need::required : Need::optional;
        const auto day = read_date(element, key, need);
        if (day) {
            *text = element.word(key, Need::optional);
        }
        if (date != nullptr) {
            *date = day;
        }
    }
    if (from && to && *to < *from) {
        element.report_value("to", "wrong-value",
                             fmt::format("the period ends on {}, before it begins on {}", to_text(*to), to_text(*from)),
                             "'to' is the last day, included");
    }
    loaded.rows.reserve(element.count_children("row"));
    loaded.expectations.reserve(element.count_children("expect"));
    element.for_each_child({
        {"row", Times::any, [&](XmlElement& row) { load_row(row, loaded); }},
        {"expect", Times::any, [&](XmlElement& expectation) { load_expectation(expectation, loaded); }},
    });
    element.finish();
    m_cases.add(element, loaded.name, "name");
    m_check.cases.push_back(std::move(loaded));
}

void CheckLoader::load_row(XmlElement& element, CheckCase& into) {
    CaseRow row;
    row.place = element.place();
    row.register_id = read_id(element, "in", IdRule::word, Need::required);
    row.id = element.optional("id");
    const bool keeps = m_cases_wanted == Cases::keep;
    row.fields.reserve(keeps ? element.attribute_count() : 0);
    element.for_each_other_attribute([&](const XmlElement::Attribute& attribute) {
        const auto key = attribute.name;
        if (is_namespace(key) || !fits(key, IdRule::word)) {
            element.document().report(element.place_of_name(attribute), "bad-id", fmt::format("{} cannot be a field", quote(key)),
                                      std::string(shape_of(IdRule::word)));
            return;
        }
        if (keeps) {
            row.fields.emplace_back(key, element.placed_value(attribute));
        }
    });
    element.finish();
    into.rows.push_back(std::move(row));
}

void CheckLoader::load_expectation(XmlElement& element, CheckCase& into) {
    CaseExpectation expectation;
    expectation.place = element.place();
    expectation.row = element.optional("row");
    expectation.member = element.optional("member");
    expectation.verdict = element.one_of<Verdict>("verdict", k_verdicts, Need::required).value_or(Verdict::pass);
    element.finish();
    if (element.has("row") == element.has("member")) {
        element.report(element.has("row") ? "misplaced-attribute" : "missing-attribute", "'expect' names either a 'row' or a 'member'");
    }
    into.expectations.push_back(std::move(expectation));
}

} // namespace

std::optional<CheckFile> load_checks(std::string_view bytes, const std::string& file, DiagnosticSink& sink, Cases cases, Digests digests) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("checks") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    CheckFile loaded;
    loaded.file = file;
    loaded.digest = digests == Digests::take ? to_hex(sha256(bytes)) : std::string();
    const auto catalog = read_id(*root, "catalog", IdRule::name, Need::optional);
    UniqueIds ids("check");
    loaded.checks.reserve(root->count_children("check"));
    root->for_each_child({{"check", Times::at_least_once, [&](XmlElement& element) {
                               CheckDefinition check = CheckLoader(element, catalog, cases).load();
                               ids.add(element, check.id.text);
                               loaded.checks.push_back(std::move(check));
                           }}});
    root->finish();
    return document->has_errors() ? std::nullopt : std::optional(std::move(loaded));
}

} // namespace assay
