// DISA's list of CCIs, as it is published, and whatever else may be given for it.
#include "assay/formats/cci_list.hpp"

#include "assay/base/error.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

using namespace assay;

namespace {

/// The list with these items.
std::string list_of(const std::string& items) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<cci_list xmlns=\"http://iase.disa.mil/cci\">\n  <metadata>\n    <version>2024-05-01</version>\n"
           "    <publishdate>2024-05-01</publishdate>\n  </metadata>\n  <cci_items>\n" + items + "  </cci_items>\n</cci_list>\n";
}
std::string reference(const std::string& title, const std::string& version, const std::string& index) {
    return "<reference creator=\"NIST\" title=\"" + title + "\" version=\"" + version + "\" location=\"x\" index=\"" + index + "\"/>";
}
std::string item(const std::string& id, const std::string& references) {
    return "<cci_item id=\"" + id + "\"><status>draft</status><definition>Do.</definition><type>policy</type><references>" + references + "</references></cci_item>\n";
}

CciList read(const std::string& text) {
    const TempFolder folder;
    return read_cci_list(folder.write("list.xml", text));
}
std::string error_of_list(const std::string& text) {
    try {
        (void)read(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a CCI leads to the newest edition of SP 800-53 that the list knows, never to SP 800-53A") {
    const auto list = read(list_of(
        item("CCI-000001", reference("NIST SP 800-53", "3", "AC-1 a") + reference("NIST SP 800-53A", "1", "AC-1.1 (i)") + reference("NIST SP 800-53 Revision 5", "5", "AC-1 a 1 (a)") +
                               reference("NIST SP 800-53 Revision 4", "4", "AC-1 a 1")) +
        item("CCI-000366", reference("NIST SP 800-53 Revision 4", "4", "CM-6 b")) + item("CCI-003000", reference("NIST SP 800-53A", "1", "AC-9.1")) +
        item("CCI-004000", reference("NIST SP 800-53 Revision 5", "5", "AC-2 a") + reference("NIST SP 800-53 Revision 5", "5", "AC-2 b"))));
    CHECK(list.version == "2024-05-01");
    CHECK(list.sha256.size() == 64);
    CHECK(list.items == 4);
    REQUIRE(list.controls.size() == 3);
    CHECK(list.controls.at("CCI-000001").index == "AC-1 a 1 (a)");
    CHECK(list.controls.at("CCI-000001").edition == 5);
    CHECK(list.controls.at("CCI-000366").index == "CM-6 b");
    CHECK(list.controls.at("CCI-000366").edition == 4);
    CHECK(list.controls.at("CCI-004000").index == "AC-2 a; AC-2 b");
}

TEST_CASE("what is no such list is refused with its place") {
    const std::string remedy = "; get the list of CCIs (U_CCI_List.xml) anew from DISA";
    CHECK(error_of_list("<cci_list/>") == "list.xml:1:1: 'cci_list' is no list of CCIs" + remedy);
    CHECK(error_of_list("<x xmlns=\"http://iase.disa.mil/cci\"/>") == "list.xml:1:1: 'x' is no list of CCIs" + remedy);
    CHECK(error_of_list(list_of("")) == "list.xml: holds no CCI" + remedy);
    CHECK(error_of_list(list_of(item("CCI-1", "") + item("CCI-1", ""))) == "list.xml:9:1: 'CCI-1' stands in the list twice" + remedy);
    CHECK(error_of_list(list_of(item("366", ""))) == "list.xml:8:1: '366' is no id of a CCI" + remedy);
    CHECK(error_of_list(list_of(item("CCI-1", reference("NIST SP 800-53", "", "AC-1")))).ends_with("a reference of CCI-1 to SP 800-53 lacks its version or its index" + remedy));
    CHECK(error_of_list(list_of(item("CCI-1", reference("NIST SP 800-53", "4", " ")))).ends_with("a reference of CCI-1 to SP 800-53 lacks its version or its index" + remedy));
    std::string many;
    for (int i = 0; i < 300; ++i) {
        many += reference("NIST SP 800-53", "4", "AC-" + std::to_string(i));
    }
    CHECK(error_of_list(list_of(item("CCI-1", many))).ends_with(": the references of CCI-1 take more than 1,000 bytes" + remedy));
    CHECK(error_of_list("<cci_list xmlns=\"http://iase.disa.mil/cci\"><metadata><version>" + std::string(2000, 'v') + "</version></metadata></cci_list>")
              .ends_with(": the version of the list takes more than 1,000 bytes" + remedy));
    CHECK(error_of_list("<!DOCTYPE a><a/>").find("a document type is declared") != std::string::npos);
    CHECK(error_of_list(list_of(item("CCI-1", "")).substr(0, 250)).find("is not well-formed XML") != std::string::npos);
    CHECK(error_of_list("").starts_with("list.xml: the file is empty"));
}
