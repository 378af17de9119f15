// The crosswalk for programs.
#include "assay/app/crosswalk.hpp"
#include "assay/formats/json.hpp"

namespace assay {
namespace {

/// A count under its formula: the parts, so that nobody has to trust a share.
template <class Word>
void write_counts(JsonWriter& json, std::string_view name, const std::map<Word, std::int64_t>& counts) {
    json.key(name).begin_object();
    for (const auto& [word, count] : counts) {
        json.field(to_text(word), count);
    }
    json.end_object();
}

void write_link(JsonWriter& json, const CrosswalkLink& link) {
    json.begin_object().field("from", link.from).field("to", link.to).field("relation", to_text(link.relation)).field("change", to_text(link.change));
    json.field("judgement", to_text(link.judgement)).field("confidence", std::string_view(&link.confidence, 1)).key("steps").begin_array();
    for (const auto& step : link.steps) {
        json.begin_object().field("from_catalog", step.from_catalog).field("from", step.from).field("relation", to_text(step.relation));
        json.field("to_catalog", step.to_catalog).field("to", step.to).field("reason", step.reason).end_object();
    }
    json.end_array().end_object();
}

void write_cover(JsonWriter& json, const Catalog& catalog, const CatalogCover& cover) {
    json.begin_object().field("catalog", catalog.id).field("controls", cover.controls.size()).field("mapped", cover.mapped);
    write_counts(json, "mapped_themselves", cover.itself);
    write_counts(json, "mapped_by_what_is_around", cover.around);
    json.key("each").begin_array();
    for (const auto& each : cover.controls) {
        json.begin_object().field("control", each.control->id.control).field("relation", to_text(each.relation)).field("itself", each.itself).end_object();
    }
    json.end_array().end_object();
}

void write_carried(JsonWriter& json, const CarriedResults& results) {
    const auto& header = results.header;
    json.key("assessment").begin_object().field("id", header.id).field("on", to_text(header.on)).field("change", header.head);
    write_counts(json, "counts", results.counts);
    json.key("each").begin_array();
    for (const auto& each : results.controls) {
        json.begin_object().field("control", each.control->id.control).field("result", to_text(each.carried)).field("from", each.from);
        json.field("relation", to_text(each.relation));
        if (each.carried == Carried::not_mapped) {
            json.key("outcome").null();
        } else {
            json.field("outcome", to_text(each.outcome));
        }
        json.end_object();
    }
    json.end_array().end_object();
}

} // namespace

std::string to_json(const CrosswalkReport& report) {
    JsonWriter json;
    json.begin_object().field("from", report.from->id).field("to", report.to->id).key("way").begin_array();
    for (const auto& catalog : report.way.catalogs) {
        json.value(catalog);
    }
    json.end_array().key("crosswalks").begin_array();
    for (const auto* used : report.way.used) {
        json.begin_object().field("id", used->id).field("from", used->from).field("to", used->to).field("source", used->source).end_object();
    }
    json.end_array();
    write_counts(json, "changes", report.changes);
    json.key("maps").begin_array();
    for (const auto& link : report.way.links) {
        write_link(json, link);
    }
    json.end_array().key("coverage").begin_array();
    write_cover(json, *report.from, report.from_cover);
    write_cover(json, *report.to, report.to_cover);
    json.end_array();
    if (report.carried) {
        write_carried(json, *report.carried);
    }
    json.end_object();
    return json.finish();
}

} // namespace assay
