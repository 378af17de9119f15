// What some reports tell besides an assessment and registers: capability, crosswalks, earlier assessments, the audit that was asked
// for. Plain values, filled by the app, borrowed by the views. Knows no store and no wording of a report.
#pragma once

#include "assay/base/date.hpp"
#include "assay/report/rollup.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// One process attribute of one process.
struct CapabilityAttributeLine {
    std::string attribute; ///< "PA 2.1"
    std::string title;
    int level = 0;
    std::string rating;    ///< as written ("L+"); empty: not rated
    std::string counts_as; ///< "N" to "F"; empty where there is no rating or none of the scale
    std::string least;     ///< what the assessment indicates, "N" to "F"; empty: nothing indicates it
    std::string most;
    std::int64_t shown = 0; ///< controls that are met
    std::int64_t open = 0;  ///< not assessed or in error
    std::int64_t of = 0;    ///< applicable ones with an occasion
};

struct CapabilityProcessLine {
    std::string process;
    std::string name;
    std::string domain;
    std::string edition; ///< "ISO/IEC 33020:2015"
    bool is_rated = false;
    int level = 0; ///< by the ratings
    std::optional<std::int64_t> target;
    std::optional<int> indicated_least; ///< nothing: no control indicates anything
    std::optional<int> indicated_most;
    std::optional<Date> rated_on;
    std::string assessors;
    std::vector<std::string> doubts;
    std::vector<CapabilityAttributeLine> attributes;
};

struct CapabilityBeside {
    std::vector<CapabilityProcessLine> processes; ///< by domain, then process
    std::int64_t ratings = 0;                     ///< read
    std::int64_t later = 0;                       ///< of a later day, left out
    std::int64_t outdated = 0;                    ///< replaced by a newer one of the same attribute
};

/// One control of the second catalog, and what the first's determinations say of it.
struct CrosswalkControlLine {
    std::string cite;
    std::string title;
    std::string id;
    std::string relation; ///< what the deciding link's first side is to it; empty: not mapped
    std::string carried;  ///< met, met with remark, not met, open, touched, not mapped
    std::string from;     ///< what decided
};

struct CrosswalkCount {
    std::string word;
    std::int64_t itself = 0; ///< controls that are mapped so themselves
    std::int64_t around = 0; ///< only a group or process around them is
};

/// One pair of catalogs.
struct CrosswalkLine {
    std::string from;
    std::string from_title;
    std::string to;
    std::string to_title;
    std::string way; ///< "straight", or the catalogs between
    std::int64_t links = 0;
    std::int64_t from_controls = 0;
    std::int64_t from_mapped = 0;
    std::int64_t to_controls = 0;
    std::int64_t to_mapped = 0;
    std::vector<CrosswalkCount> to_relations; ///< what the first side is to the second's controls, from the strongest
    std::vector<CrosswalkCount> carried;      ///< `itself` alone; empty where the first catalog was not judged
    std::vector<CrosswalkControlLine> controls;
};

/// What became of one control for one subject.
struct ComparedLine {
    std::string movement; ///< "new gap"
    std::string catalog;
    std::string cite;
    std::string title;
    std::string id;
    std::string subject;
    std::string before; ///< outcome in words; empty: only in the later one
    std::string after;
    bool is_worse = false;
    bool is_better = false;
};

struct ComparisonBeside {
    std::int64_t before = 0;
    std::int64_t after = 0;
    Date before_on{};
    std::int64_t before_head = 0;
    std::vector<std::string> standards;
    std::vector<std::string> left_out;                        ///< a sentence each
    std::vector<std::string> differing;                       ///< files and settings that judged and differ
    std::vector<std::pair<std::string, std::int64_t>> counts; ///< every movement with its number
    std::int64_t rows_appeared = 0;
    std::int64_t rows_gone = 0;
    std::int64_t rows_remained = 0;
    std::vector<ComparedLine> lines; ///< all but what is unchanged, the worst first
};

struct TrendLine {
    std::int64_t assessment = 0;
    Date on{};
    std::int64_t head = 0;
    std::string catalog;
    std::string title;
    std::string version;
    std::string unit; ///< "shall groups", "controls"
    OutcomeCounts units;
    std::int64_t failing = 0; ///< rows, of all standards
};

/// Records of one kind in one month.
struct TicketMonthLine {
    std::string kind;  ///< register: incident, request, problem, change
    std::string month; ///< "2026-07"
    std::int64_t opened = 0;
    std::int64_t ended = 0;               ///< ended in that month, whenever opened
    std::int64_t responded = 0;           ///< of those opened, with a time of response
    std::int64_t solved = 0;              ///< of those opened, with a time of solution
    std::optional<std::int64_t> response; ///< median in seconds from opening
    std::optional<std::int64_t> solution;
};

/// What came up again and again in the quarter.
struct RecurringLine {
    std::string kind;
    std::string service; ///< key
    std::string category;
    std::int64_t rows = 0;
};

/// Records that no count of months or categories holds, so that they are told instead.
struct TicketsLeftOut {
    std::string kind;
    std::int64_t without_opening = 0;  ///< of all time
    std::int64_t without_category = 0; ///< opened in the quarter
};

struct TicketsBeside {
    std::vector<std::string> months;                               ///< the quarter's three, after the three before
    std::vector<TicketMonthLine> lines;                            ///< by kind, then month
    std::vector<RecurringLine> recurring;                          ///< the most first; the first of each kind
    std::vector<TicketsLeftOut> left_out;                          ///< by kind, those with any
    std::vector<std::pair<std::string, std::int64_t>> open_at_end; ///< by kind: opened by the end of the quarter and not ended then
};

struct TechnicalScoreLine {
    std::string model;   ///< "urn:xccdf:scoring:default"
    std::string score;   ///< "83.4"
    std::string maximum; ///< may be empty
    bool disagrees = false; ///< with the same model over the same results
};

/// One result set: the tests of one asset against one benchmark under one profile.
struct TechnicalSetLine {
    std::string system; ///< key; empty: of none
    std::string asset;
    std::string benchmark;
    std::string title; ///< of the benchmark
    std::string version;
    std::string profile;
    std::string tool;
    std::optional<std::int64_t> first; ///< instants in seconds
    std::optional<std::int64_t> last;
    std::map<std::string, std::int64_t> results; ///< tests by result, as the register words it
    std::map<std::string, std::int64_t> open;    ///< failed ones by severity, the override where there is one
    std::map<std::string, std::int64_t> planned; ///< failed ones by the POA&M item they name; "" names none
    std::vector<TechnicalScoreLine> scores;
};

struct ReportBeside {
    std::string audit;            ///< that the report is about; empty: none
    std::int64_t audit_state = 0; ///< change at which the audit's own registers are read: what is raised comes after judging
    bool of_audit = false;        ///< the assessment belongs to that audit
    std::optional<CapabilityBeside> capability;
    std::vector<CrosswalkLine> crosswalks; ///< by first, then second catalog
    std::optional<ComparisonBeside> comparison;
    std::optional<TicketsBeside> tickets;
    std::vector<TechnicalSetLine> technical; ///< by system, asset, benchmark and profile
    std::string comparison_absent; ///< why there is none
    std::vector<TrendLine> trend;  ///< by standard, judgement date, assessment; up to the one reported on
};

} // namespace assay
