#include "formats/xml_reader.hpp"
#include "formats/xml_scan.hpp"
#include "formats/xml_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace assay;

namespace {

std::string place_text(const LineColumn& found) { return std::to_string(found.line) + ":" + std::to_string(found.column); }

/// Slow and obvious: walks from the beginning.
LineColumn find_slowly(std::string_view bytes, std::size_t offset) {
    LineColumn found;
    const std::size_t start = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (std::size_t at = start; at < offset; ++at) {
        const bool ends = bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n'));
        if (ends) {
            ++found.line;
            found.column = 1;
        } else if ((static_cast<unsigned char>(bytes[at]) & 0xC0U) != 0x80U) {
            ++found.column;
        }
    }
    return found;
}

std::string faults_of(std::string_view bytes) {
    Diagnostics faults;
    const auto document = XmlDocument::parse(bytes, "x.xml", faults);
    CHECK(document == nullptr);
    return faults.to_text();
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string repeated;
    repeated.reserve(text.size() * times);
    for (std::size_t index = 0; index < times; ++index) {
        repeated += text;
    }
    return repeated;
}

} // namespace

TEST_CASE("lines end with LF, CR LF or CR, columns count characters, and a byte order mark has none") {
    const std::string_view bytes = "\xEF\xBB\xBF"
                                   "a\nb\r\ncé€x\rd";
    const LineTable lines(bytes);
    CHECK(place_text(lines.find(0)) == "1:1");
    CHECK(place_text(lines.find(3)) == "1:1");
    CHECK(place_text(lines.find(5)) == "2:1");
    CHECK(place_text(lines.find(bytes.find('c'))) == "3:1");
    CHECK(place_text(lines.find(bytes.find('x'))) == "3:4");
    CHECK(place_text(lines.find(bytes.find('d'))) == "4:1");
    CHECK(place_text(lines.find(bytes.size())) == "4:2");
    CHECK(place_text(lines.find(bytes.size() + 10)) == "4:2");
}

TEST_CASE("every place of a file is the one a walk from its beginning gives") {
    CHECK(rc::check([] {
        const auto pieces = *rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("a", "é", "€", "😀", "\n", "\r", "\r\n", std::string(300, 'x'), repeat("é", 200)));
        std::string bytes = *rc::gen::arbitrary<bool>() ? "\xEF\xBB\xBF" : "";
        for (const auto& piece : pieces) {
            bytes += piece;
        }
        const LineTable lines(bytes);
        const LineTable anywhere(bytes);
        for (std::size_t offset = 0; offset <= bytes.size(); offset += 1 + bytes.size() / 50) {
            const auto start = std::max<std::size_t>(offset, bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
            // A place inside a character is nobody's; the byte before it is asked for instead.
            if (start < bytes.size() && (static_cast<unsigned char>(bytes[start]) & 0xC0U) == 0x80U) {
                continue;
            }
            RC_ASSERT(place_text(lines.find(start)) == place_text(find_slowly(bytes, start)));
            (void)anywhere.find(bytes.size() - offset);
            RC_ASSERT(place_text(anywhere.find(start)) == place_text(lines.find(start)));
        }
    }));
}

TEST_CASE("quoted words cannot steer a terminal nor flood a message") {
    CHECK(quote("plain 'word'") == "'plain 'word''");
    CHECK(quote("a\nb\x1b[31m\x7f") == "'a?b?[31m?'");
    CHECK(quote("a\xC2\x9B"
                "b é") == "'a?b é'");
    CHECK(quote(std::string(80, 'x')) == "'" + std::string(80, 'x') + "'");
    CHECK(quote(std::string(81, 'x')) == "'" + std::string(80, 'x') + "…'");
    CHECK(quote(repeat("é", 81)) == "'" + repeat("é", 80) + "…'");
}

TEST_CASE("elements nested too deep are refused before any tree is built") {
    const std::string deepest = repeat("<a>", 64) + repeat("</a>", 64);
    Diagnostics faults;
    CHECK(XmlDocument::parse(deepest, "x.xml", faults) != nullptr);
    CHECK(faults.to_text() == "");
    CHECK(faults_of(repeat("<a>", 65) + repeat("</a>", 65)) == "x.xml:1:193: error: elements are nested more than 64 deep [too-deep]\n");
    CHECK(faults_of(repeat("<a>", 100'000)) == "x.xml:1:193: error: elements are nested more than 64 deep [too-deep]\n");
}

TEST_CASE("a file of more than 64 MiB is refused as a whole") {
    CHECK(faults_of(std::string(k_max_xml_bytes + 1, ' ')) == "x.xml: error: the file is larger than 64 MiB (split it) [too-large]\n");
    CHECK_FALSE(find_encoding_fault(std::string(k_max_xml_bytes, ' ')));
}

TEST_CASE("more elements and attributes than a tree may take are refused") {
    CHECK(faults_of("<a>" + repeat("<b/>", k_max_xml_nodes)) ==
          "x.xml:1:8000000: error: the file holds more than 2,000,000 elements and attributes (split it) [too-large]\n");
}

TEST_CASE("an attribute given twice is found among thousands, and in elements that nobody asks for") {
    std::string bytes = "<a";
    for (int index = 0; index < 5000; ++index) {
        bytes += " a" + std::to_string(index) + "=''";
    }
    Diagnostics faults;
    CHECK(XmlDocument::parse(bytes + "/>", "x.xml", faults) != nullptr);
    const std::string column = std::to_string(bytes.size() + 2);
    CHECK(faults_of(bytes + " a4999='1'/>") ==
          "x.xml:1:" + column + ": error: the attribute 'a4999' is given twice in 'a' (remove one of them) [duplicate-attribute]\n");
    CHECK(faults_of("<r><unknown b='' c='' b=''/></r>") ==
          "x.xml:1:23: error: the attribute 'b' is given twice in 'unknown' (remove one of them) [duplicate-attribute]\n");
}

TEST_CASE("UTF-16 and UTF-32 are refused with or without a byte order mark") {
    const std::string expected = "x.xml:1:1: error: the file is not UTF-8 but looks like UTF-16 or UTF-32 (save it as UTF-8) [not-utf8]\n";
    using namespace std::string_literals;
    CHECK(faults_of("\xFF\xFE<\0a\0"s) == expected);
    CHECK(faults_of("\xFE\xFF\0<\0a"s) == expected);
    CHECK(faults_of("<\0a\0"s) == expected);
    CHECK(faults_of("\0<\0a"s) == expected);
    CHECK(faults_of("\0\0\xFE\xFF"s) == expected);
    CHECK(faults_of("\xFF\xFE\0\0"s) == expected);
}

TEST_CASE("an XML declaration is accepted in every spelling of the standard, and no other") {
    for (const std::string_view good : {"<?xml version='1.0'?><a/>", "<?xml version = \"1.0\" encoding='utf-8' standalone='yes' ?><a/>",
                                        "<?xml version='1.0' encoding='US-ASCII'?><a/>", "<?xml-stylesheet href='x'?><a/>", "\n <a/>\n"}) {
        Diagnostics faults;
        CHECK_MESSAGE(XmlDocument::parse(good, "x.xml", faults) != nullptr, faults.to_text());
    }
    for (const std::string_view bad :
         {"<?xml?><a/>", "<?xml encoding='UTF-8'?><a/>", "<?xml version='1.0'encoding='UTF-8'?><a/>", "<?xml version=1.0?><a/>",
          "<?xml version='1.0' standalone='maybe'?><a/>", "<?xml version='1.0' standalone='no' encoding='UTF-8'?><a/>",
          "<?xml version='1.0' version='1.0'?><a/>", "<?XML version='1.0'?><a/>", "<?xml version='1.0'?"}) {
        Diagnostics faults;
        CHECK_MESSAGE(XmlDocument::parse(bad, "x.xml", faults) == nullptr, bad);
        CHECK(faults.error_count() == 1);
    }
}

TEST_CASE("an element reports each attribute that was not asked for, at its name, and what it may not hold") {
    Diagnostics faults;
    const auto document = XmlDocument::parse("<a titel='x' b='1'>\n  text <c/>\n</a>", "x.xml", faults);
    REQUIRE(document != nullptr);
    auto root = document->root("a");
    REQUIRE(root);
    CHECK(root->optional("title") == "");
    CHECK(root->required("b") == "1");
    root->finish();
    CHECK(document->has_errors());
    CHECK(faults.to_text() == "x.xml:1:4: error: the attribute 'titel' is not known in a (did you mean 'title'?) [unknown-attribute]\n"
                              "x.xml:2:3: error: a may not hold text of its own (remove it) [unexpected-text]\n"
                              "x.xml:2:8: error: 'c' is not known inside a [unknown-element]\n");
}

TEST_CASE("an attribute of more than 2,000 words is refused") {
    Diagnostics faults;
    const std::string bytes = "<a w='" + repeat("x ", 2000) + "'/>";
    const std::string more = "<a w='" + repeat("x ", 2001) + "'/>";
    const auto document = XmlDocument::parse(bytes, "x.xml", faults);
    CHECK(document->root("a")->words("w", Need::required).size() == 2000);
    CHECK(faults.to_text() == "");
    const auto refused = XmlDocument::parse(more, "x.xml", faults);
    CHECK(refused->root("a")->words("w", Need::required).empty());
    CHECK(faults.to_text() == "x.xml:1:7: error: the attribute 'w' of a holds more than 2000 words [wrong-value]\n");
}
