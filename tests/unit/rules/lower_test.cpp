// What lowering and linking report: every fault with its text, its hint and its column, and what becomes of good expressions.
#include "assay/rules/library.hpp"
#include "support/small_registers.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;
using namespace assay::testing;

namespace {

Schema schema() {
    auto incident = make_register(
        "incident", {make_key("number"), make_field("title"), make_words("state", {"open", "closed", "held"}), make_field("major", FieldType::boolean),
                     make_field("score", FieldType::integer), make_decimal("cost", 2), make_decimal("fine", 9), make_money("fee", "EUR"),
                     make_money("price", "USD"), make_money("paid", "unit"), make_field("unit"), make_field("opened_on", FieldType::date),
                     make_field("resolved_at", FieldType::datetime), make_field("taken", FieldType::duration),
                     make_words("labels", {"hw", "sw"}, FieldType::set), make_reference("owner", "person"), make_reference("helper", "person"),
                     make_reference("service", "service")});
    auto person = make_register("person", {make_key("id"), make_field("name"), make_field("left_on", FieldType::date), make_reference("boss", "person")});
    auto service = make_register("service", {make_key("id"), make_reference("owner", "person"), make_reference("backup", "service"),
                                             make_reference("parent", "service")});
    auto raci = make_register("raci", {make_key("activity"), make_key("letter"), make_field("note")});
    return make_schema({std::move(incident), std::move(person), std::move(service), std::move(raci)});
}

PlacedText at(std::string text, std::uint32_t line) { return {std::move(text), {"c.xml", line, 10}}; }

struct Sample {
    Schema schema = ::schema();
    Zone zone = Zone::utc();
    LinkTime time{Date{std::chrono::days{20000}}, Date{std::chrono::days{19600}}, Date{std::chrono::days{20000}}, &zone};
    CheckDefinition check;
    std::optional<SubjectKind> kind;

    Sample() {
        check.id.text = "sample";
        check.scope = CheckScope::all;
        check.in = at("incident", 1);
        check.place = {"c.xml", 1, 3};
        check.require = at("true", 3);
    }

    /// All faults as text; a faulty check is left out, a good one is not.
    std::string faults() const {
        Diagnostics diagnostics;
        const auto library = link_check(schema, check, kind, time, diagnostics);
        CHECK(library.checks.empty() == diagnostics.has_errors());
        return diagnostics.to_text();
    }
};

/// The fault of a condition over incidents; it starts at line 3, column 10.
std::string fault_of(std::string require) {
    Sample sample;
    sample.check.require = at(std::move(require), 3);
    return sample.faults();
}

/// The fault of a condition over the incidents of each person.
std::string fault_of_having(std::string having) {
    Sample sample;
    sample.check.kind = CheckKind::group;
    sample.check.over = at("person", 4);
    sample.check.by = at("owner", 5);
    sample.check.having = at(std::move(having), 3);
    return sample.faults();
}

} // namespace

TEST_CASE("an unknown field is named with its register, its column and the nearest one") {
    CHECK(fault_of("exists(titel)") == "c.xml:3:17: error: unknown field 'titel' in register 'incident' (did you mean 'title'?) [unknown-field]\n");
    CHECK(fault_of("exists(title) and owner.left_no gt today") ==
          "c.xml:3:28: error: unknown field 'left_no' in register 'person' (did you mean 'left_on'?) [unknown-field]\n");
    CHECK(fault_of("title eq '\u00E9\u00E9' and xyzzy") == "c.xml:3:28: error: unknown field 'xyzzy' in register 'incident' [unknown-field]\n");
}

TEST_CASE("a text that is no word of an enum is refused with the nearest, or with all") {
    CHECK(fault_of("state eq 'opne'") == "c.xml:3:16: error: 'opne' is not a word of 'state' (did you mean 'open'?) [unknown-word]\n");
    CHECK(fault_of("'finished' ne state") == "c.xml:3:21: error: 'finished' is not a word of 'state' (its words are open, closed, held) [unknown-word]\n");
    CHECK(fault_of("state in ('open', 'hold')") == "c.xml:3:28: error: 'hold' is not a word of 'state' (did you mean 'held'?) [unknown-word]\n");
    CHECK(fault_of("contains(labels, 'hv')") == "c.xml:3:27: error: 'hv' is not a word of 'labels' (did you mean 'hw'?) [unknown-word]\n");
}

TEST_CASE("types that do not meet are refused at the operator") {
    CHECK(fault_of("opened_on le resolved_at") ==
          "c.xml:3:20: error: a date and a datetime cannot be compared (on(…) gives the day of a datetime) [date-and-datetime]\n");
    CHECK(fault_of("score eq 'one'") == "c.xml:3:16: error: a number and a text cannot be compared [type-mismatch]\n");
    CHECK(fault_of("labels eq 'hw'") == "c.xml:3:17: error: a set and a text cannot be compared (use contains(set, 'word')) [type-mismatch]\n");
    CHECK(fault_of("taken gt duration('P1M')") == "c.xml:3:16: error: a duration and a duration in months or years cannot be compared [type-mismatch]\n");
    CHECK(fault_of("state lt 'open'") == "c.xml:3:16: error: the words of an enum have no order (use eq, ne or in (…)) [words-have-no-order]\n");
    CHECK(fault_of("score in ('a')") == "c.xml:3:20: error: a number and a text cannot be compared [type-mismatch]\n");
    CHECK(fault_of("score in (title)") == "c.xml:3:20: error: a list holds literals only (join comparisons with 'or') [not-a-literal]\n");
    CHECK(fault_of("cost in (1.005)") == "c.xml:3:19: error: '1.005' has more digits after the point than the field [too-many-digits]\n");
    CHECK(fault_of("fine in (9223372036854775807)") == "c.xml:3:19: error: this number is larger than the field can hold [bad-number]\n");
    CHECK(fault_of("fine * fine * fine eq score") ==
          "c.xml:3:29: error: one side has 27 more digits after the point than the other; 18 are allowed (multiply fewer decimals with one another) [too-many-digits]\n");
}

TEST_CASE("a condition must be a condition") {
    CHECK(fault_of("score") == "c.xml:3:10: error: a condition is expected, and this is a number (compare it, or ask exists(…)) [not-a-condition]\n");
    CHECK(fault_of("major and title") == "c.xml:3:20: error: a condition is expected, and this is a text (compare it, or ask exists(…)) [not-a-condition]\n");
    CHECK(fault_of("if(score, true, false)") ==
          "c.xml:3:13: error: a condition is expected, and this is a number (compare it, or ask exists(…)) [not-a-condition]\n");
}

TEST_CASE("arithmetic that has no meaning is refused") {
    CHECK(fault_of("opened_on + taken eq today") ==
          "c.xml:3:20: error: only whole days can be added to a date (use a datetime, or a literal such as duration('P10D')) [part-of-a-day]\n");
    CHECK(fault_of("opened_on + duration('PT4H') eq today") ==
          "c.xml:3:20: error: only whole days can be added to a date (use a datetime, or a literal such as duration('P10D')) [part-of-a-day]\n");
    CHECK(fault_of("opened_on + duration('P5000000000D') gt today") ==
          "c.xml:3:20: error: no date is that far away (dates have the years 0001 to 9999) [bad-duration]\n");
    CHECK(fault_of("resolved_at + duration('P1M') gt resolved_at") ==
          "c.xml:3:22: error: months and years are added to dates only (on(…) gives the day of a datetime) [months-of-a-datetime]\n");
    CHECK(fault_of("opened_on + opened_on eq today") == "c.xml:3:20: error: a date and a date cannot be added [type-mismatch]\n");
    CHECK(fault_of("score - title eq 1") == "c.xml:3:16: error: a number and a text cannot be subtracted [type-mismatch]\n");
    CHECK(fault_of("taken * cost gt taken") ==
          "c.xml:3:16: error: a duration and a number cannot be multiplied (a duration is multiplied by a whole number) [type-mismatch]\n");
    CHECK(fault_of("title * 2 eq 1") == "c.xml:3:16: error: a text and a number cannot be multiplied [type-mismatch]\n");
    CHECK(fault_of("taken div 2 gt 1") ==
          "c.xml:3:16: error: a duration cannot be divided by a number (numbers are divided by numbers, durations by durations) [type-mismatch]\n");
    CHECK(fault_of("-title eq 'x'") == "c.xml:3:10: error: a text has no negative [type-mismatch]\n");
}

TEST_CASE("two currencies never meet, however they are wrapped") {
    const std::string fault = "error: 'fee' is in EUR and 'price' in USD [mixed-currencies]\n";
    CHECK(fault_of("fee gt price") == "c.xml:3:14: " + fault);
    CHECK(fault_of("fee + price gt 0") == "c.xml:3:14: " + fault);
    CHECK(fault_of("(fee + 1) * 2 gt -price") == "c.xml:3:24: " + fault);
    CHECK(fault_of("fee div price gt 1") == "c.xml:3:14: " + fault);
    CHECK(fault_of("if(major, fee, price) gt 1") == "c.xml:3:10: " + fault);
    CHECK(fault_of_having("sum(fee) gt sum(price)") == "c.xml:3:19: " + fault);
    CHECK(fault_of_having("avg(fee) gt max(price)") == "c.xml:3:19: " + fault);
    CHECK(fault_of("fee + fee gt 2 * fee and price gt 0.5 and fee div fee gt 1") == "");
    CHECK(fault_of_having("sum(paid) gt 5") ==
          "c.xml:3:10: error: 'paid' may hold several currencies and cannot be added up (keep one currency, or state it in the definition instead of in 'unit') "
          "[mixed-currencies]\n");
    CHECK(fault_of_having("sum(paid * 2) gt 5") ==
          "c.xml:3:10: error: 'paid' may hold several currencies and cannot be added up (keep one currency, or state it in the definition instead of in 'unit') "
          "[mixed-currencies]\n");
}

TEST_CASE("literals that are none are refused") {
    CHECK(fault_of("opened_on gt date('2026-02-30')") == "c.xml:3:23: error: '2026-02-30' is not a date (write it as 2026-01-31) [bad-date]\n");
    CHECK(fault_of("resolved_at gt datetime('noon')") == "c.xml:3:25: error: 'noon' is not a date and time (write it as 2026-01-31T08:00Z) [bad-datetime]\n");
    CHECK(fault_of("taken gt duration('4h')") == "c.xml:3:19: error: '4h' is not a duration (write it as PT4H, P10D or P1M) [bad-duration]\n");
    CHECK(fault_of("score gt 1.0000000001") ==
          "c.xml:3:19: error: '1.0000000001' is not a number Assay can hold exactly (at most 9 digits after the point) [bad-number]\n");
    CHECK(fault_of("score gt 99999999999999999999") ==
          "c.xml:3:19: error: '99999999999999999999' is not a number Assay can hold exactly (at most 9 digits after the point) [bad-number]\n");
}

TEST_CASE("paths are followed over at most three references, and only over references") {
    CHECK(fault_of("exists(service.backup.backup.id)") == "");
    CHECK(fault_of("exists(service.backup.backup.backup.id)") == "c.xml:3:17: error: a path follows at most 3 references [long-path]\n");
    CHECK(fault_of("exists(title.name)") ==
          "c.xml:3:17: error: 'title' in register 'incident' is a text, not a reference: '.name' leads nowhere [not-a-reference]\n");
    CHECK(fault_of("exists(member.name)") ==
          "c.xml:3:17: error: there is no member here ('member.' stands only where members are judged, with over=) [no-member]\n");
    CHECK(fault_of_having("exists(member)") == "c.xml:3:17: error: 'member' alone has no value (write member.field) [unfinished]\n");
}

TEST_CASE("functions say what they take") {
    CHECK(fault_of("exists(title, score)") == "c.xml:3:10: error: exists(any) takes 1 argument, not 2 [wrong-arguments]\n");
    CHECK(fault_of("matches(title)") == "c.xml:3:10: error: matches(text, 'pattern') takes 2 arguments, not 1 [wrong-arguments]\n");
    CHECK(fault_of("on(opened_on) eq today") == "c.xml:3:13: error: on() takes a datetime, and this is a date [type-mismatch]\n");
    CHECK(fault_of("lower(score) eq 'a'") == "c.xml:3:16: error: lower() takes a text, and this is a number [type-mismatch]\n");
    CHECK(fault_of("matches(title, title)") == "c.xml:3:25: error: the pattern is a text written here [not-a-literal]\n");
    CHECK(fault_of("matches(title, 'a(')") == "c.xml:3:25: error: this pattern is not RE2: missing ): a( [bad-pattern]\n");
    CHECK(fault_of("contains(title, title)") == "c.xml:3:26: error: contains() looks for a text written here [not-a-literal]\n");
    CHECK(fault_of("contains(score, '1')") == "c.xml:3:19: error: contains() takes a text or a set, and this is a number [type-mismatch]\n");
    CHECK(fault_of("exists(duration('P1M'))") == "c.xml:3:17: error: a literal always exists [type-mismatch]\n");
    CHECK(fault_of("if(major, 1, 'a') eq 1") == "c.xml:3:10: error: both sides of if() must be of one type, not number and text [type-mismatch]\n");
    CHECK(fault_of("exist(title)") == "c.xml:3:10: error: there is no function 'exist' (did you mean 'exists'?) [unknown-function]\n");
}

TEST_CASE("aggregates stand in having only, are never nested, and plain fields stand inside them") {
    CHECK(fault_of("count() gt 1") == "c.xml:3:10: error: count() cannot stand here (aggregates stand only in having and value) [no-aggregate]\n");
    CHECK(fault_of_having("sum(count()) gt 1") == "c.xml:3:14: error: aggregates cannot be nested [nested-aggregate]\n");
    CHECK(fault_of_having("count(where count() gt 1) gt 1") == "c.xml:3:22: error: aggregates cannot be nested [nested-aggregate]\n");
    CHECK(fault_of_having("score gt 1") == "c.xml:3:10: error: 'score' is a field of many rows here "
                                           "(put it inside count(), sum(), avg(), min() or max(), or write member.field) [bare-field]\n");
    CHECK(fault_of_having("sum(score) + score gt 1") == "c.xml:3:23: error: 'score' is a field of many rows here "
                                                        "(put it inside count(), sum(), avg(), min() or max(), or write member.field) [bare-field]\n");
    CHECK(fault_of_having("count(score) gt 1") ==
          "c.xml:3:10: error: count() counts rows and takes no field (count(where exists(field)) counts rows that have it, count(distinct field) its different "
          "values) [count-of-field]\n");
    CHECK(fault_of_having("sum(distinct score) gt 1") == "c.xml:3:10: error: 'distinct' goes with count(), not with sum() [distinct]\n");
    CHECK(fault_of_having("max() gt 1") == "c.xml:3:10: error: max() takes a field [missing-argument]\n");
    CHECK(fault_of_having("sum(title) eq 1") == "c.xml:3:10: error: sum() takes a number or a duration, and this is a text [type-mismatch]\n");
    CHECK(fault_of_having("max(title) eq 'a'") == "c.xml:3:10: error: max() takes a number, a duration or a time, and this is a text [type-mismatch]\n");
    CHECK(fault_of_having("avg(taken) gt duration('PT1H')") ==
          "c.xml:3:10: error: avg() takes a number (compare sum(duration) with a multiple of count()) [type-mismatch]\n");
    CHECK(fault_of_having("count(where score) gt 1") ==
          "c.xml:3:22: error: a condition is expected, and this is a number (compare it, or ask exists(…)) [not-a-condition]\n");
    CHECK(fault_of_having("sum(score) gt 1 and exists(member.name)") == "");
}

TEST_CASE("an expression that cannot be parsed is a fault of its own text") {
    CHECK(fault_of("title eq") == "c.xml:3:18: error: the expression ends where a value is expected [unfinished]\n");
}

TEST_CASE("every part of a check reports its faults, not only the first") {
    Sample sample;
    sample.check.where = at("majro", 2);
    sample.check.require = at("exists(titel)", 3);
    sample.check.due = at("soon", 4);
    sample.check.message = at("Row {nubmer} of {owner.name}", 5);
    CHECK(sample.faults() == "c.xml:2:10: error: unknown field 'majro' in register 'incident' (did you mean 'major'?) [unknown-field]\n"
                             "c.xml:3:17: error: unknown field 'titel' in register 'incident' (did you mean 'title'?) [unknown-field]\n"
                             "c.xml:4:10: error: 'soon' does not say when a row is due (write it as P10D after resolved_at) [bad-due]\n"
                             "c.xml:5:15: error: unknown field 'nubmer' in register 'incident' (did you mean 'number'?) [unknown-field]\n");
}

TEST_CASE("due needs a length and something to count from") {
    const auto fault = [](std::string due) {
        Sample sample;
        sample.check.due = at(std::move(due), 4);
        return sample.faults();
    };
    CHECK(fault("P10D after resolved_at") == "");
    CHECK(fault("PT4H after resolved_at") == "");
    CHECK(fault("ten days after resolved_at") ==
          "c.xml:4:10: error: 'ten days after resolved_at' does not say when a row is due (write it as P10D after resolved_at) [bad-due]\n");
    CHECK(fault("P10D after resolvd_at") == "c.xml:4:21: error: unknown field 'resolvd_at' in register 'incident' (did you mean 'resolved_at'?) [unknown-field]\n");
    CHECK(fault("P10D after title") == "c.xml:4:21: error: due counts from a date or a datetime, and this is a text [type-mismatch]\n");
    CHECK(fault("PT4H after opened_on") == "c.xml:4:10: error: hours cannot be counted from a date (count from a datetime) [part-of-a-day]\n");
}

TEST_CASE("a message holds fields of its rows only") {
    const auto fault = [](std::string message) {
        Sample sample;
        sample.check.message = at(std::move(message), 5);
        return sample.faults();
    };
    CHECK(fault("{number}: {{braces}, {owner.name}") == "");
    CHECK(fault("Row {number") == "c.xml:5:14: error: this '{' has no '}' (write {{ for a brace) [open-brace]\n");
    CHECK(fault("{score + 1}") == "c.xml:5:17: error: a field or a path over references is expected [not-a-path]\n");
    CHECK(fault("{}") == "c.xml:5:11: error: the expression ends where a value is expected [unfinished]\n");
    CHECK(fault("{member}") == "c.xml:5:11: error: there is no member here ('member.' stands only where members are judged, with over=) [no-member]\n");
}

TEST_CASE("a faulty message leaves its check out") {
    Sample sample;
    sample.check.message = at("{titel}", 5);
    CHECK(sample.faults() == "c.xml:5:11: error: unknown field 'titel' in register 'incident' (did you mean 'title'?) [unknown-field]\n");
}
