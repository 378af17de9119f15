// What is required: catalogs of controls, with their groups, processes and evidence demands. Loaded from controls/catalogs.
// Knows no register and no check.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/id.hpp"
#include "assay/model/register.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class Scale : std::uint8_t { iso17021, alignment, sp800_53a };
enum class Obligation : std::uint8_t { shall, should, task, outcome, rule };
enum class Documented : std::uint8_t { no, document, record };
enum class Position : std::uint8_t { none, first, next_to_last, last };
enum class DemandKind : std::uint8_t { standard, expected };

[[nodiscard]] std::string_view to_text(Scale scale);
[[nodiscard]] std::string_view to_text(Obligation obligation);
[[nodiscard]] std::string_view to_text(DemandKind kind);
[[nodiscard]] std::string_view to_text(Position position);

struct EvidenceDemand {
    std::string type;            ///< document, record, procedure, plan, policy, report, review, agreement, interview, observation, technical
    DemandKind kind = DemandKind::expected;
    std::string interval;        ///< empty, "continuous", "planned", or an ISO period
    std::string text;            ///< what is wanted, in words; may be empty
    std::string number;          ///< of the document or record in the catalog's own list ("D7", "R3"); may be empty
    Place place;
};
/// Demands for paper that is maintained (document, procedure, plan, policy, agreement), as against records of what happened.
[[nodiscard]] bool is_document_type(std::string_view evidence_type);

/// What a framework tells of a control beside its statement.
enum class ParticularKind : std::uint8_t {
    responsible, ///< a role that performs it, one each
    supporting,  ///< a role that helps
    input,
    output,
    outcome, ///< what shows that the task was achieved
    note,    ///< a remark of ours: lost table borders, doubt, a superseded source
};
[[nodiscard]] std::string_view to_text(ParticularKind kind);

struct Particular {
    ParticularKind kind = ParticularKind::note;
    std::string text;
};

struct Control {
    ControlId id;
    std::string cite;
    std::string shall;           ///< shall group, or the control's own id
    std::string title;
    std::string statement;
    std::string group;           ///< innermost group id, or empty
    std::string process;         ///< the framework's process id, or empty: subjects are the local processes that map to it
    SubjectKind per = SubjectKind::organization;
    Obligation obligation = Obligation::shall;
    Documented documented = Documented::no;
    Position position = Position::none;
    bool planned_interval = false;
    bool provable = true;        ///< false: no check can show it met
    bool other_parties = true;
    bool excludable = false;
    bool government_retained = false;
    std::string capability;      ///< process attribute of ISO/IEC 33020 that its result indicates ("pa_3_1"), or empty; our judgement
    char confidence = 'B';
    std::vector<EvidenceDemand> demands;
    std::vector<Particular> particulars; ///< in document order
    Place place;
};

struct Group {
    std::string id;
    std::string title;
    std::string parent;          ///< group or process id, or empty
    int depth = 0;
    Place place;
};

struct CatalogActivity {
    std::string id;
    std::string title;
};

struct CatalogProcess {
    std::string id;
    std::string title;
    std::string domain;
    std::string section;
    std::string purpose;
    std::string scope;
    std::string instead_of; ///< "catalog/process": a workspace judged against both catalogs leaves that process out; may be empty
    std::vector<CatalogActivity> activities;
    Place place;
};

/// A source that the framework cites.
struct CatalogReference {
    std::string title;
    std::string superseded_by; ///< empty: still in force as far as we know
};

/// A role that the framework defines; no control of its own.
struct CatalogRole {
    std::string id;
    std::string title;
    std::string section;
    std::vector<std::string> responsibilities;
};

struct Catalog {
    std::string id;
    std::string title;
    std::string version;
    std::string source;
    Scale scale = Scale::iso17021;
    bool headline_is_shall = false;
    bool is_paraphrased = true;          ///< else its texts are the framework's own words
    std::vector<Group> groups;           ///< in document order
    std::vector<CatalogProcess> processes;
    std::vector<Control> controls;       ///< in document order
    std::vector<CatalogReference> references;
    std::vector<CatalogRole> roles;
    std::string digest;                  ///< SHA-256 of the file, hex
    Place place;

    [[nodiscard]] const Control* find_control(std::string_view control) const;
    [[nodiscard]] const Group* find_group(std::string_view group) const;
    [[nodiscard]] const CatalogProcess* find_process(std::string_view process) const;
};

} // namespace assay
