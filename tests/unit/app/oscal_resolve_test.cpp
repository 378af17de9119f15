// Profiles resolved by NIST's specification, against NIST's own examples and baselines.
#include "assay/base/file.hpp"
#include "assay/formats/oscal.hpp"
#include "assay/rules/oscal.hpp"
#include "support/shared_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using namespace assay;

constexpr std::string_view k_when = "2026-01-31T12:00:00Z";

/// Text and markup on one line; attributes sorted; without what differs from run to run: uuid and time of the document, its tool.
void dump(const OscalNode& node, std::string& text, std::size_t depth) {
    auto attributes = node.attributes;
    std::ranges::sort(attributes, {}, &OscalAttribute::name);
    const auto open = [&](const OscalNode& each) {
        text += '<' + std::string(each.name);
        auto sorted = each.attributes;
        std::ranges::sort(sorted, {}, &OscalAttribute::name);
        for (const auto& attribute : sorted) {
            text += " " + std::string(attribute.name) + "='" + std::string(attribute.value) + "'";
        }
        text += '>';
    };
    const bool prose = node.name == "p" || node.name == "title" || node.name == "label" || node.name == "choice" || node.name == "li" || node.name == "text";
    text += std::string(depth, ' ');
    if (prose) {
        std::string inner;
        const std::function<void(const OscalNode&)> append = [&](const OscalNode& each) {
            inner += each.text;
            for (const auto& child : each.children) {
                if (!child.is_text()) {
                    inner += '<' + std::string(child.name) + ' ' + std::string(child.attribute("id-ref")) + std::string(child.attribute("href")) + '>';
                }
                append(child);
            }
        };
        append(node);
        text += std::string(node.name) + ": " + collapse_space(inner) + '\n';
        return;
    }
    open(node);
    text += collapse_space(node.text) + '\n';
    for (const auto& child : node.children) {
        dump(child, text, depth + 1);
    }
}

std::string dump_catalog(OscalNode root) {
    root.attributes.clear();
    if (auto* const metadata = root.find("metadata")) {
        std::erase_if(metadata->children, [](const OscalNode& each) {
            return each.name == "last-modified" || each.attribute("name") == "resolution-tool" || each.attribute("name") == "source-profile" ||
                   each.attribute("rel") == "source-profile";
        });
    }
    std::string text;
    dump(root, text, 0);
    return text;
}

/// Documents of one folder, by the names that profiles give them.
struct Folder {
    explicit Folder(fs::path path) : folder(std::move(path)) {}

    const OscalDocument* load(const std::string& name) {
        auto& document = documents[name];
        if (!document) {
            document = std::make_unique<std::optional<OscalDocument>>(read_oscal(read_file(folder / name), name, faults));
        }
        return *document ? &**document : nullptr;
    }

    std::optional<OscalNode> resolve(const std::string& name) {
        const OscalSource source = [this](const OscalDocument& from, const std::string& href, const Place& place) -> const OscalDocument* {
            auto target = href;
            if (href.starts_with('#')) {
                for (const auto& resource : from.root().find("back-matter")->children) {
                    target = resource.attribute("uuid") == href.substr(1) ? std::string(resource.find("rlink")->attribute("href")) : target;
                }
            }
            if (renamed.contains(target)) {
                target = renamed[target];
            }
            if (!fs::exists(folder / target)) {
                faults.add({Severity::error, place, "missing-file", "there is no file '" + target + "'", ""});
                return nullptr;
            }
            return load(target);
        };
        const auto* const profile = load(name);
        REQUIRE(profile != nullptr);
        return resolve_profile(*profile, source, std::string(k_when), "Assay test", faults, counts);
    }

    fs::path folder;
    std::map<std::string, std::unique_ptr<std::optional<OscalDocument>>> documents;
    std::map<std::string, std::string> renamed;
    Diagnostics faults;
    OscalResolveCounts counts;
};

std::string first_difference(const std::string& a, const std::string& b) {
    std::istringstream left(a);
    std::istringstream right(b);
    std::string x;
    std::string y;
    for (std::size_t line = 1;; ++line) {
        const bool more_left = static_cast<bool>(std::getline(left, x));
        const bool more_right = static_cast<bool>(std::getline(right, y));
        if (!more_left && !more_right) {
            return "";
        }
        if (more_left != more_right || x != y) {
            return "line " + std::to_string(line) + "\n  " + (more_left ? x : "(end)") + "\n  " + (more_right ? y : "(end)") + "\n";
        }
    }
}

std::size_t count_controls(const OscalNode& node) {
    std::size_t count = 0;
    for (const auto& child : node.children) {
        count += (child.name == "control" ? 1U : 0U) + count_controls(child);
    }
    return count;
}

/// Groups and controls by id, indented as they are nested.
void outline(const OscalNode& node, std::string& text, std::size_t depth = 0) {
    for (const auto& child : node.children) {
        if (child.name == "group" || child.name == "control") {
            text += std::string(depth, ' ') + std::string(child.attribute("id")) + '\n';
            outline(child, text, depth + 1);
        }
    }
}

std::optional<fs::path> examples() {
    auto folder = find_shared_data("oscal/profile-resolution/profile-resolution-examples");
    if (!folder) {
        MESSAGE("SKIPPED: no oscal/profile-resolution in the shared data; NIST's 18 examples are not resolved");
    }
    return folder;
}

} // namespace

TEST_CASE("NIST's examples of profile resolution give what NIST expects") {
    const auto folder = examples();
    if (!folder) {
        return;
    }
    for (const auto* name : {"base-test", "base2-test", "exclude-call-test", "full-test", "import-twice", "include-all-no-children-test", "include-all-test",
                             "include-call-with-children-test", "include-loose-param-test", "include-match-test", "merge-implicit-keep", "merge-keep-resources", "merge-keep"}) {
        CAPTURE(name);
        Folder files(*folder);
        const auto resolved = files.resolve(std::string(name) + "_profile.xml");
        REQUIRE(resolved);
        CHECK(!files.faults.has_errors());
        const auto* const expected = files.load("output-expected/" + std::string(name) + "_profile_RESOLVED.xml");
        REQUIRE(expected != nullptr);
        CHECK(first_difference(dump_catalog(*resolved), dump_catalog(expected->root())) == "");
    }
}

TEST_CASE("where an example and the specification disagree, the specification decides") {
    const auto folder = examples();
    if (!folder) {
        return;
    }
    SUBCASE("req-uri-error: an import that is not there is an error, where the example expects an empty catalog") {
        Folder files(*folder);
        CHECK(!files.resolve("broken_profile.xml"));
        CHECK(files.faults.to_text() == "broken_profile.xml:12:4: error: there is no file 'missing_profile.xml' [missing-file]\n");
    }
    SUBCASE("req-circular-error: a circular import is an error, where the examples expect empty catalogs") {
        Folder files(*folder);
        CHECK(!files.resolve("home_profile.xml"));
        CHECK(files.faults.to_text() == "circular_profile.xml:12:4: error: the import is circular: home_profile.xml, which imports circular_profile.xml, which imports "
                                        "home_profile.xml (remove one of the imports) [circular-import]\n");
        Folder others(*folder);
        CHECK(!others.resolve("circular_profile.xml"));
        CHECK(others.faults.to_text().find("[circular-import]") != std::string::npos);
    }
    SUBCASE("req-with-parent-controls-no: parents must not come along, where the example expects a1") {
        Folder files(*folder);
        const auto resolved = files.resolve("without-parent_profile.xml");
        REQUIRE(resolved);
        std::string ids;
        outline(*resolved, ids);
        CHECK(ids == "a1.a\na1.c\n");
    }
    SUBCASE("req-modify-alter-add-explicit-id: by-id names a thing inside the control and not the control, where the example adds to the control") {
        Folder files(*folder);
        auto resolved = files.resolve("modify-adds_profile.xml");
        REQUIRE(resolved);
        CHECK(files.faults.to_text() == "modify-adds_profile.xml:38:10: warning: 'add' names the control 'a1' itself, not a thing inside it "
                                        "(the addition is left out; leave by-id away) [unknown-id]\n");
        auto expected = files.load("output-expected/modify-adds_profile_RESOLVED.xml")->root();
        auto& control = *expected.find("group")->find("control");
        CHECK(std::erase_if(control.children, [](const OscalNode& each) { return each.attribute("name") == "CORE"; }) == 1);
        CHECK(first_difference(dump_catalog(*resolved), dump_catalog(expected)) == "");
    }
}

TEST_CASE("the baselines of SP 800-53 Rev 5 are those that NIST resolved") {
    const auto folder = find_shared_data("oscal/nist/rev5");
    if (!folder) {
        MESSAGE("SKIPPED: no oscal/nist/rev5 in the shared data; the baselines LOW and MODERATE are not resolved");
        return;
    }
    const std::string catalog_of_nist = "../../../../nist.gov/SP800-53/rev5/xml/NIST_SP-800-53_rev5_catalog.xml";
    const std::string moderate = "NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.xml";
    const std::string low = "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.xml";
    SUBCASE("LOW out of NIST's MODERATE, which holds all of it: the same to the letter, parameters, texts and back matter too") {
        Folder files(*folder);
        files.renamed[catalog_of_nist] = moderate;
        const auto resolved = files.resolve("NIST_SP-800-53_rev5_LOW-baseline_profile.xml");
        REQUIRE(resolved);
        CHECK(files.faults.to_text().empty());
        CHECK(count_controls(*resolved) == 149);
        CHECK(first_difference(dump_catalog(*resolved), dump_catalog(files.load(low)->root())) == "");
    }
    SUBCASE("MODERATE out of NIST's MODERATE: nothing is lost and nothing changes") {
        Folder files(*folder);
        files.renamed[catalog_of_nist] = moderate;
        const auto resolved = files.resolve("NIST_SP-800-53_rev5_MODERATE-baseline_profile.xml");
        REQUIRE(resolved);
        CHECK(files.faults.to_text().empty());
        CHECK(count_controls(*resolved) == 287);
        CHECK(first_difference(dump_catalog(*resolved), dump_catalog(files.load(moderate)->root())) == "");
    }
    SUBCASE("both out of the whole catalog of the edition before: groups and controls, in order and nested alike") {
        for (const auto& [profile, expected] : {std::pair{"NIST_SP-800-53_rev5_LOW-baseline_profile.xml", low}, std::pair{"NIST_SP-800-53_rev5_MODERATE-baseline_profile.xml", moderate}}) {
            CAPTURE(profile);
            Folder files(*folder);
            files.renamed[catalog_of_nist] = "NIST_SP-800-53_rev5_catalog_v5.0.1_oscal1.0.0.xml";
            const auto resolved = files.resolve(profile);
            REQUIRE(resolved);
            CHECK(files.faults.to_text().empty());
            std::string ours;
            std::string theirs;
            outline(*resolved, ours);
            outline(files.load(expected)->root(), theirs);
            CHECK(first_difference(ours, theirs) == "");
        }
    }
}

namespace {

OscalDocument parse_small(const std::string& element, const std::string& body, const std::string& name) {
    Diagnostics faults;
    auto document = read_oscal("<" + element + " xmlns=\"http://csrc.nist.gov/ns/oscal/1.0\" uuid=\"cabcd8ed-bf29-4e63-b15c-7a559ffa2426\"><metadata><title>T</title>"
                               "<last-modified>2026-01-31T12:00:00Z</last-modified><version>1</version><oscal-version>1.1.2</oscal-version></metadata>" + body + "</" + element + ">",
                               name, faults);
    CHECK(faults.to_text().empty());
    REQUIRE(document);
    return std::move(*document);
}

/// The errors of a chain of profiles, each of which imports the one before it twice; the first imports the catalog.
std::string faults_of_chain(const std::string& selection) {
    std::vector<OscalDocument> chain;
    chain.push_back(parse_small("catalog", "<control id=\"a\"><title>A</title></control>", "0"));
    for (int level = 1; level < 30; ++level) {
        const auto import = "<import href=\"x\">" + selection + "</import>";
        chain.push_back(parse_small("profile", import + import, std::to_string(level)));
    }
    const OscalSource below = [&](const OscalDocument& from, const std::string&, const Place&) { return &chain[static_cast<std::size_t>(std::stoi(from.file.text())) - 1]; };
    Diagnostics faults;
    OscalResolveCounts counts;
    CHECK(!resolve_profile(chain.back(), below, std::string(k_when), "test", faults, counts));
    CHECK(faults.error_count() == 1);
    const auto text = faults.to_text();
    const auto begin = text.find("error: ");
    return begin == std::string::npos ? text : text.substr(begin, text.find('\n', begin) - begin);
}

} // namespace

TEST_CASE("profiles that import each other twice, over and over, are refused at once, whether or not they select anything") {
    const std::string refused = "error: the profile and those it imports import more than 1,000 times (does one import the same profile again and again?) [too-large]";
    CHECK(faults_of_chain("<include-all/>") == refused);
    CHECK(faults_of_chain("<include-all/><exclude-controls><matching pattern=\"*\"/></exclude-controls>") == refused);
}

TEST_CASE("a profile that imports a catalog over and over is refused before it fills the memory") {
    std::string controls;
    for (int control = 0; control < 2'000; ++control) {
        controls += "<control id=\"c-" + std::to_string(control) + "\"><title>C</title></control>";
    }
    const auto catalog = parse_small("catalog", controls, "catalog");
    std::string imports;
    for (int import = 0; import < 300; ++import) {
        imports += "<import href=\"x\"><include-all/></import>";
    }
    const auto profile = parse_small("profile", imports, "profile");
    Diagnostics faults;
    OscalResolveCounts counts;
    CHECK(!resolve_profile(profile, [&](const OscalDocument&, const std::string&, const Place&) { return &catalog; }, std::string(k_when), "test", faults, counts));
    CHECK(faults.to_text().ends_with("error: the profile takes more than 1,000,000 elements (does it import the same catalog again and again?) [too-large]\n"));
    CHECK(faults.error_count() == 1);
}

TEST_CASE("what is added where the model has no place for it is left out with a warning, and the result is still OSCAL") {
    const auto catalog = parse_small("catalog",
                                     "<control id=\"c\"><title>C</title><param id=\"p\"><label>x</label></param><part name=\"statement\" id=\"s\"><p>Do it.</p>"
                                     "<part name=\"item\" id=\"s.a\"><p>A</p></part></part></control>",
                                     "catalog");
    const auto warnings_of = [&](const std::string& addition, std::size_t parts, std::size_t props) {
        const auto profile = parse_small("profile", "<import href=\"x\"><include-all/></import><modify><alter control-id=\"c\">" + addition + "</alter></modify>", "profile");
        Diagnostics faults;
        OscalResolveCounts counts;
        const auto resolved = resolve_profile(profile, [&](const OscalDocument&, const std::string&, const Place&) { return &catalog; }, std::string(k_when), "test", faults, counts);
        REQUIRE(resolved);
        Diagnostics again;
        const auto read = read_oscal(write_oscal_xml(*resolved), "again", again);
        CHECK(again.to_text().empty());
        REQUIRE(read);
        std::map<std::string, std::size_t, std::less<>> found;
        const std::function<void(const OscalNode&)> count = [&](const OscalNode& node) {
            ++found[std::string(node.name)];
            std::ranges::for_each(node.children, count);
        };
        count(*read->root().find("control"));
        CHECK(found["part"] == parts);
        CHECK(found["prop"] == props);
        CHECK(found["param"] == 1);
        return faults.to_text();
    };
    const std::string prop = "<prop name=\"n\" value=\"v\"/>";
    const std::string part = "<part name=\"guidance\"><p>More.</p></part>";
    const std::string param = "<param id=\"q\"><label>y</label></param>";
    CHECK(warnings_of("<add by-id=\"p\" position=\"ending\">" + prop + part + "</add>", 2, 1).ends_with("warning: 'part' has no place in the param 'p' (it is left out) [wrong-place]\n"));
    CHECK(warnings_of("<add by-id=\"s\" position=\"starting\">" + param + prop + part + "</add>", 3, 1)
              .ends_with("warning: 'param' has no place in the part 's' (it is left out) [wrong-place]\n"));
    CHECK(warnings_of("<add by-id=\"s.a\" position=\"after\">" + param + "</add>", 2, 0).ends_with("warning: 'param' has no place in the part 's' (it is left out) [wrong-place]\n"));
    CHECK(warnings_of("<add by-id=\"p\" position=\"before\">" + prop + part + "</add>", 3, 1).empty());
}
