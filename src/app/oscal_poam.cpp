// Nonconformities and the items of the plan of action as OSCAL's plan of action and milestones.
#include "app/oscal_nodes.hpp"
#include "app/register_rows.hpp"
#include "assay/app/oscal.hpp"
#include "assay/base/error.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

class OscalPlan {
public:
    OscalPlan(const Session& session, QueryRunner& runner) : m_session(session), m_runner(runner) {}

    OscalOut make() {
        const auto& setting = m_session.setting;
        const auto& organization = m_session.workspace.organization;
        OscalNode root("plan-of-action-and-milestones");
        root.set("uuid", content_uuid("plan of action " + organization));
        add_metadata(root, organization + ": plan of action and milestones", to_text(setting.now), to_text(setting.now).substr(0, 10), setting.tool);
        OscalNode system("system-id", content_uuid("organisation " + organization));
        system.set("identifier-type", "http://ietf.org/rfc/rfc4122");
        root.add(std::move(system));
        const auto nonconformities = add_items(root, "nonconformity", "title", "statement");
        const auto planned = add_items(root, "poam", "weakness", "description");
        if (root.find("poam-item") == nullptr) {
            throw Error("there is no nonconformity and no item in the register 'poam', and OSCAL knows no empty plan");
        }
        OscalOut made;
        made.receipt = fmt::format("{} and {} of the register 'poam': {}\n", count_of(nonconformities, "nonconformity", "nonconformities"), count_of(planned, "item", "items"),
                                   account_for(nonconformities + planned, count_named(root, "poam-item"), "row", "rows"));
        made.root = std::move(root);
        made.inputs = {setting.store_file(), setting.workspace / "assay.xml"};
        return made;
    }

private:
    /// Gives the number of rows.
    std::int64_t add_items(OscalNode& root, const std::string& id, std::string_view title, std::string_view description) {
        const auto& of = get_register(m_session.content.schema, id);
        const auto rows = read_rows(m_runner, of);
        for (const auto& row : rows) {
            OscalNode item("poam-item");
            const auto key = row.text(of, "id");
            item.set("uuid", content_uuid(fmt::format("{} {} {}", m_session.workspace.organization, id, key)));
            const auto named = row.text(of, title);
            const auto told = row.text(of, description);
            item.add("title", collapse_space(named));
            add_paragraph(item, "description", told.empty() ? named : told);
            add_prop(item, "register", id);
            add_prop(item, "key", key);
            // All that the register holds, so that a field added to it is never forgotten here.
            for (std::size_t index = 0; index < of.fields.size(); ++index) {
                const auto& field = of.fields[index];
                const auto& value = row.values[index];
                if (field.id != "id" && field.id != title && field.id != description && !is_absent(value)) {
                    add_prop(item, field.id, show_or_absent(field, value, m_session.zone));
                }
            }
            root.add(std::move(item));
        }
        return static_cast<std::int64_t>(rows.size());
    }

    const Session& m_session;
    QueryRunner& m_runner;
};

} // namespace

OscalOut export_oscal_poam(const Run& run, Session& session) {
    const auto runner = session.store.runner(run, session.zone);
    return OscalPlan(session, *runner).make();
}

} // namespace assay
