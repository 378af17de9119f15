#include "assay/formats/json.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

using namespace assay;

namespace {

std::string fault_of(const std::function<void(JsonWriter&)>& write) {
    try {
        JsonWriter json;
        write(json);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a document is written in the order of the calls") {
    JsonWriter json;
    json.begin_object().field("z", "text \"quoted\"\n").field("a", 12).field("big", std::numeric_limits<std::uint64_t>::max()).field("yes", true);
    json.key("list").begin_array().value("x").null().decimal(-12345000, 4).begin_object().end_object().begin_array().end_array().end_array();
    json.key("inner").begin_object().field("name", std::string("v")).end_object().end_object();
    CHECK(json.finish() == R"({
  "z": "text \"quoted\"\n",
  "a": 12,
  "big": 18446744073709551615,
  "yes": true,
  "list": [
    "x",
    null,
    -1234.5,
    {},
    []
  ],
  "inner": {
    "name": "v"
  }
}
)");
    json.value("again");
    CHECK(json.finish() == "\"again\"\n");
}

TEST_CASE("any text is valid JSON and comes back, broken bytes as U+FFFD") {
    CHECK(rc::check([](const std::string& name, const std::string& text) {
        JsonWriter json;
        json.begin_object().field(name, text).end_object();
        const auto back = nlohmann::json::parse(json.finish());
        RC_ASSERT(back.size() == 1U);
    }));
    JsonWriter json;
    json.value(std::string_view("a\0\x1B\xFF\xC3\xBC", 6));
    CHECK(json.finish() == "\"a\\u0000\\u001b\xEF\xBF\xBD\xC3\xBC\"\n");
}

TEST_CASE("calls out of order are refused") {
    const std::string place = "cannot write JSON: ";
    CHECK(fault_of([](JsonWriter& json) { json.begin_object().value(1); }) == place + "a value in an object needs a key");
    CHECK(fault_of([](JsonWriter& json) { json.begin_array().key("x"); }) == place + "a key outside an object, or two keys in a row");
    CHECK(fault_of([](JsonWriter& json) { json.begin_object().key("x").key("y"); }) == place + "a key outside an object, or two keys in a row");
    CHECK(fault_of([](JsonWriter& json) { json.begin_object().key("x").end_object(); }) == place + "an end without its begin, or a key without a value");
    CHECK(fault_of([](JsonWriter& json) { json.begin_object().end_array(); }) == place + "an end without its begin, or a key without a value");
    CHECK(fault_of([](JsonWriter& json) { json.end_array(); }) == place + "an end without its begin, or a key without a value");
    CHECK(fault_of([](JsonWriter& json) { json.value(1).value(2); }) == place + "the document is complete");
    CHECK(fault_of([](JsonWriter& json) { json.begin_array(); (void)json.finish(); }) == place + "the document is not complete");
    CHECK(fault_of([](JsonWriter& json) { (void)json.finish(); }) == place + "the document is not complete");
}
