// Catalogs (docs/xml.md "Catalog"): what controls inherit is written into them here.
#include "assay/base/date.hpp"
#include "assay/base/hash.hpp"
#include "assay/formats/load.hpp"
#include "formats/confidences.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <array>

namespace assay {
namespace {

constexpr auto k_scales = std::to_array<std::pair<std::string_view, Scale>>({
    {"alignment", Scale::alignment},
    {"iso17021", Scale::iso17021},
    {"sp800-53a", Scale::sp800_53a},
});

constexpr auto k_obligations = std::to_array<std::pair<std::string_view, Obligation>>({
    {"outcome", Obligation::outcome},
    {"rule", Obligation::rule},
    {"shall", Obligation::shall},
    {"should", Obligation::should},
    {"task", Obligation::task},
});

constexpr auto k_wordings = std::to_array<std::pair<std::string_view, bool>>({{"original", false}, {"paraphrase", true}});
constexpr auto k_headlines = std::to_array<std::pair<std::string_view, bool>>({{"control", false}, {"shall", true}});

constexpr auto k_pers = std::to_array<std::pair<std::string_view, SubjectKind>>({
    {"organization", SubjectKind::organization},
    {"process", SubjectKind::process},
    {"service", SubjectKind::service},
    {"supplier", SubjectKind::supplier},
    {"system", SubjectKind::system},
});

constexpr auto k_positions = std::to_array<std::pair<std::string_view, Position>>({
    {"first", Position::first},
    {"last", Position::last},
    {"next-to-last", Position::next_to_last},
});

constexpr auto k_capabilities = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"pa_1_1", "pa_1_1"},
    {"pa_2_1", "pa_2_1"},
    {"pa_2_2", "pa_2_2"},
    {"pa_3_1", "pa_3_1"},
    {"pa_3_2", "pa_3_2"},
    {"pa_3_3", "pa_3_3"},
});

constexpr auto k_documented = std::to_array<std::pair<std::string_view, Documented>>({
    {"document", Documented::document},
    {"record", Documented::record},
});

constexpr auto k_control_intervals = std::to_array<std::pair<std::string_view, bool>>({{"planned", true}});

constexpr auto k_demands = std::to_array<std::pair<std::string_view, DemandKind>>({
    {"expected", DemandKind::expected},
    {"standard", DemandKind::standard},
});

constexpr auto k_evidence_types = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"agreement", "agreement"},
    {"document", "document"},
    {"interview", "interview"},
    {"observation", "observation"},
    {"plan", "plan"},
    {"policy", "policy"},
    {"procedure", "procedure"},
    {"record", "record"},
    {"report", "report"},
    {"review", "review"},
    {"technical", "technical"},
});

/// What an element hands down to the controls inside it.
struct Inherited {
    std::string parent; ///< innermost group or process
    std::string group;  ///< innermost group
    std::string process;
    std::string cite; ///< of the nearest group that has one, else the section of the process
    SubjectKind per = SubjectKind::organization;
    Obligation obligation = Obligation::shall;
    Position position = Position::none;
    bool excludable = false;
    bool government_retained = false;
    bool other_parties = true;
    int depth = 0;
};

class CatalogLoader {
public:
    explicit CatalogLoader(XmlElement& root) : m_root(root) {}
    Catalog load();

private:
    void load_group(XmlElement& element, Inherited inherited);
    void load_process(XmlElement& element, Inherited inherited);
    void load_activity(XmlElement& element, CatalogProcess& process);
    void load_outcome(XmlElement& element, const Inherited& inherited);
    void load_control(XmlElement& element, const Inherited& inherited);
    void load_demand(XmlElement& element, Control& control);
    void load_reference(XmlElement& element);
    void load_role(XmlElement& element);
    [[nodiscard]] Control make_control(XmlElement& element, const Inherited& inherited);
    static std::string load_text(XmlElement& element);

    XmlElement& m_root;
    Catalog m_catalog;
    UniqueIds m_controls{"control"};
    UniqueIds m_sections{"group or process"};
    UniqueIds m_activities{"activity"};
    UniqueIds m_roles{"role"};
};

std::string CatalogLoader::load_text(XmlElement& element) {
    std::string text = element.text(Need::required).text;
    element.finish();
    return text;
}

Catalog CatalogLoader::load() {
    m_catalog.place = m_root.place();
    m_catalog.id = read_id(m_root, "id", IdRule::name, Need::required);
    m_catalog.title = m_root.required("title");
    m_catalog.version = m_root.required("version");
    m_catalog.scale = m_root.one_of<Scale>("scale", k_scales, Need::required).value_or(Scale::iso17021);
    Inherited inherited;
    inherited.obligation = m_root.one_of<Obligation>("obligation", k_obligations, Need::required).value_or(Obligation::shall);
    inherited.excludable = m_root.yes_no("excludable", false);
    // PRODUCT "Numbers": the shall group is the unit of certifiable standards only.
    m_catalog.headline_is_shall = m_root.one_of<bool>("headline", k_headlines, Need::optional).value_or(m_catalog.scale == Scale::iso17021);
    m_catalog.is_paraphrased = m_root.one_of<bool>("wording", k_wordings, Need::optional).value_or(true);
    m_root.for_each_child({
        {"source", Times::once, [&](XmlElement& source) { m_catalog.source = load_text(source); }},
        {"reference", Times::any, [&](XmlElement& reference) { load_reference(reference); }},
        {"role", Times::any, [&](XmlElement& role) { load_role(role); }},
        {"group", Times::any, [&](XmlElement& group) { load_group(group, inherited); }},
        {"process", Times::any, [&](XmlElement& process) { load_process(process, inherited); }},
        {"control", Times::any, [&](XmlElement& control) { load_control(control, inherited); }},
    });
    m_root.finish();
    return std::move(m_catalog);
}

void CatalogLoader::load_reference(XmlElement& element) {
    CatalogReference reference;
    reference.title = element.required("title");
    reference.superseded_by = element.optional("superseded-by");
    element.finish();
    m_catalog.references.push_back(std::move(reference));
}

void CatalogLoader::load_role(XmlElement& element) {
    CatalogRole role;
    role.id = read_id(element, "id", IdRule::name, Need::required);
    role.title = element.required("title");
    role.section = element.required("section");
    m_roles.add(element, role.id);
    element.for_each_child({
        {"responsibility", Times::at_least_once, [&](XmlElement& each) { role.responsibilities.push_back(load_text(each)); }},
    });
    element.finish();
    m_catalog.roles.push_back(std::move(role));
}

void CatalogLoader::load_group(XmlElement& element, Inherited inherited) {
    Group group;
    group.place = element.place();
    group.id = read_id(element, "id", IdRule::name, Need::required);
    group.title = element.required("title");
    group.parent = inherited.parent;
    group.depth = inherited.depth;
    if (auto cite = element.optional("cite"); !cite.empty()) {
        inherited.cite = std::move(cite);
    }
    inherited.per = element.one_of<SubjectKind>("per", k_pers, Need::optional).value_or(inherited.per);
    inherited.position = element.one_of<Position>("position", k_positions, Need::optional).value_or(inherited.position);
    inherited.government_retained = element.yes_no("government-retained", inherited.government_retained);
    inherited.other_parties = element.yes_no("other-parties", inherited.other_parties);
    inherited.excludable = element.yes_no("excludable", inherited.excludable);
    inherited.obligation = element.one_of<Obligation>("obligation", k_obligations, Need::optional).value_or(inherited.obligation);
    inherited.parent = group.id;
    inherited.group = group.id;
    ++inherited.depth;
    m_sections.add(element, group.id);
    m_catalog.groups.push_back(std::move(group));
    element.for_each_child({
        {"group", Times::any, [&](XmlElement& inner) { load_group(inner, inherited); }},
        {"control", Times::any, [&](XmlElement& control) { load_control(control, inherited); }},
    });
    element.finish();
}

void CatalogLoader::load_process(XmlElement& element, Inherited inherited) {
    CatalogProcess process;
    process.place = element.place();
    process.id = read_id(element, "id", IdRule::name, Need::required);
    process.title = element.required("title");
    process.section = element.required("section");
    process.domain = element.optional("domain");
    process.instead_of = read_id(element, "instead-of", IdRule::reference, Need::optional);
    if (!process.instead_of.empty() && process.instead_of.find('/') == std::string::npos) {
        element.report_value("instead-of", "bad-id", fmt::format("{} names no catalog", quote(process.instead_of)), "write catalog/process, desmf-3/ISM for example");
    }
    inherited.per = SubjectKind::process;
    inherited.parent = process.id;
    inherited.process = process.id;
    inherited.cite = process.section;
    ++inherited.depth;
    m_sections.add(element, process.id);
    element.for_each_child({
        {"purpose", Times::at_most_once, [&](XmlElement& purpose) { process.purpose = load_text(purpose); }},
        {"scope", Times::at_most_once, [&](XmlElement& scope) { process.scope = load_text(scope); }},
        {"activity", Times::any, [&](XmlElement& activity) { load_activity(activity, process); }},
        {"outcome", Times::any, [&](XmlElement& outcome) { load_outcome(outcome, inherited); }},
        {"group", Times::any, [&](XmlElement& group) { load_group(group, inherited); }},
        {"control", Times::any, [&](XmlElement& control) { load_control(control, inherited); }},
    });
    element.finish();
    m_catalog.processes.push_back(std::move(process));
}

void CatalogLoader::load_activity(XmlElement& element, CatalogProcess& process) {
    CatalogActivity activity;
    activity.id = read_id(element, "id", IdRule::name, Need::required);
    activity.title = element.required("title");
    element.finish();
    m_activities.add(element, activity.id);
    process.activities.push_back(std::move(activity));
}

Control CatalogLoader::make_control(XmlElement& element, const Inherited& inherited) {
    Control control;
    control.place = element.place();
    control.id.catalog = m_catalog.id;
    control.id.control = read_id(element, "id", IdRule::name, Need::required);
    control.cite = inherited.cite;
    control.shall = control.id.control;
    control.group = inherited.group;
    control.process = inherited.process;
    control.per = inherited.per;
    control.obligation = inherited.obligation;
    control.position = inherited.position;
    control.excludable = inherited.excludable;
    control.government_retained = inherited.government_retained;
    control.other_parties = inherited.other_parties;
    m_controls.add(element, control.id.control);
    return control;
}

void CatalogLoader::load_outcome(XmlElement& element, const Inherited& inherited) {
    Control control = make_control(element, inherited);
    control.obligation = Obligation::outcome;
    control.statement = element.text(Need::required).text;
    control.title = control.statement;
    element.finish();
    m_catalog.controls.push_back(std::move(control));
}

void CatalogLoader::load_control(XmlElement& element, const Inherited& inherited) {
    Control control = make_control(element, inherited);
    if (auto cite = element.optional("cite"); !cite.empty()) {
        control.cite = std::move(cite);
    } else if (control.cite.empty()) {
        control.cite = control.group;
    }
    if (control.cite.empty() && !element.has("cite")) {
        element.report("missing-attribute", fmt::format("{} lacks the attribute 'cite'", element.describe()),
                       "no group or process around it gives it one");
    }
    if (auto shall = read_id(element, "shall", IdRule::name, Need::optional); !shall.empty()) {
        control.shall = std::move(shall);
    }
    control.per = element.one_of<SubjectKind>("per", k_pers, Need::optional).value_or(control.per);
    control.documented = element.one_of<Documented>("documented", k_documented, Need::optional).value_or(Documented::no);
    control.planned_interval = element.one_of<bool>("interval", k_control_intervals, Need::optional).value_or(false);
    control.provable = element.yes_no("proves", true);
    control.other_parties = element.yes_no("other-parties", control.other_parties);
    control.obligation = element.one_of<Obligation>("obligation", k_obligations, Need::optional).value_or(control.obligation);
    control.excludable = element.yes_no("excludable", control.excludable);
    control.government_retained = element.yes_no("government-retained", control.government_retained);
    control.capability = element.one_of<std::string_view>("capability", k_capabilities, Need::optional).value_or("");
    control.confidence = element.one_of<char>("confidence", k_confidences, Need::optional).value_or(control.confidence);
    const auto particular = [&control](ParticularKind kind) {
        return [&control, kind](XmlElement& each) { control.particulars.push_back({kind, load_text(each)}); };
    };
    element.for_each_child({
        {"title", Times::once, [&](XmlElement& title) { control.title = load_text(title); }},
        {"statement", Times::once, [&](XmlElement& statement) { control.statement = load_text(statement); }},
        {"evidence", Times::any, [&](XmlElement& evidence) { load_demand(evidence, control); }},
        {"responsible", Times::any, particular(ParticularKind::responsible)},
        {"supporting", Times::any, particular(ParticularKind::supporting)},
        {"input", Times::any, particular(ParticularKind::input)},
        {"output", Times::any, particular(ParticularKind::output)},
        {"outcome", Times::any, particular(ParticularKind::outcome)},
        {"note", Times::any, particular(ParticularKind::note)},
    });
    element.finish();
    m_catalog.controls.push_back(std::move(control));
}

void CatalogLoader::load_demand(XmlElement& element, Control& control) {
    EvidenceDemand demand;
    demand.place = element.place();
    demand.type = element.one_of<std::string_view>("type", k_evidence_types, Need::required).value_or("");
    demand.kind = element.one_of<DemandKind>("demand", k_demands, Need::required).value_or(DemandKind::expected);
    demand.interval = element.word("interval", Need::optional).text;
    const bool known = demand.interval.empty() || demand.interval == "continuous" || demand.interval == "planned";
    if (!known && !parse_period(demand.interval)) {
        element.report_value("interval", "wrong-value",
                             fmt::format("{} is no value of 'interval' in {}", quote(demand.interval), element.describe()),
                             "write continuous, planned, or a period such as P1Y");
    }
    demand.number = read_id(element, "number", IdRule::name, Need::optional);
    demand.text = element.text(Need::optional).text;
    element.finish();
    control.demands.push_back(std::move(demand));
}

} // namespace

std::optional<Catalog> load_catalog(std::string_view bytes, const std::string& file, DiagnosticSink& sink, Digests digests) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("catalog") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    Catalog catalog = CatalogLoader(*root).load();
    catalog.digest = digests == Digests::take ? to_hex(sha256(bytes)) : std::string();
    return document->has_errors() ? std::nullopt : std::optional(std::move(catalog));
}

} // namespace assay
