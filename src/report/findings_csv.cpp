// findings.csv: every failing and undecided row, written record by record.
#include "assay/report/render.hpp"
#include "report/escape.hpp"

namespace assay {

const std::vector<std::string>& findings_csv_header() {
    static const std::vector<std::string> header{"check",  "subject", "subject_title", "register", "key",         "verdict",
                                                 "message", "origin",  "disposition",   "struck",   "fingerprint"};
    return header;
}

std::vector<std::string> findings_csv_cells(const FindingLine& line) {
    std::vector<std::string> cells{line.check.text, line.subject, line.subject_title, line.register_id, line.key,        line.failed ? "fail" : "undecided",
                                   line.message,    line.origin,  line.disposition,   line.struck ? "yes" : "no", line.fingerprint};
    for (auto& cell : cells) {
        cell = neutralise_cell(cell);
    }
    return cells;
}

std::string csv_record(std::span<const std::string> cells) {
    std::string record;
    for (std::size_t at = 0; at < cells.size(); ++at) {
        record += at > 0 ? "," : "";
        record += escape_csv(cells[at]);
    }
    return record + "\n";
}

} // namespace assay
