// `assay pack`: the same bytes, verifiable with other people's tools, no names, nothing altered, nothing out of the folder.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace fs = std::filesystem;

namespace {

// printf 'hello\n' | sha256sum
const std::string k_hello_file = "evidence/5891b5b522d5df08-log_of_Ann.txt";

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct PackWorkspace : TestWorkspace {
    PackWorkspace() {
        write("people.csv", "Person ID,Name,Email\r\nP001,Ann Bell,ann.bell@x.example\r\nP002,Ben Cole,\r\nP003,Cy Dee,\r\n");
        REQUIRE(run({"import", "person", "people.csv"}).exit_code == 0);
        write("evidence/log of Ann.txt", "hello\n");
        write("evidence/plan.txt", "plan\n");
        REQUIRE(run({"evidence", "add", "evidence/log of Ann.txt", "--type", "record", "--title", "Log kept by Ann Bell", "--owner", "P001", "--provider", "P002",
                     "--control", "iso20000-1-2018/8.6.1-r01"}).exit_code == 0);
        REQUIRE(run({"evidence", "add", "evidence/plan.txt", "--type", "plan", "--title", "Plan", "--control", "iso20000-1-2018/8.6.1-r02"}).exit_code == 0);
        REQUIRE(run({"set", "evidence", "EV-001", "classification=For official use"}).exit_code == 0);
        REQUIRE(run({"set", "evidence", "EV-002", "classification=top secret"}).exit_code == 0);
        REQUIRE(run({"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", "P003"}).exit_code == 0);
        REQUIRE(run({"set", "service", "S1", "name=Mail", "owner=P001", "status=live", "in_scope=yes"}).exit_code == 0);
        REQUIRE(run({"set", "risk", "R-1", "title==cmd() says Ben Cole", "owner=P002", "service=S1", "status=open"}).exit_code == 0);
        const auto checked = run({"check"}).exit_code;
        REQUIRE((checked == 0 || checked == 2));
    }
    [[nodiscard]] std::string bytes(const std::string& name) const { return read_text_file(path() / name); }
    /// Unpacked by somebody else's program, every file by its name.
    std::map<std::string, std::string> unpack(const std::string& pack, const std::string& into) const {
        const auto result = Program("/usr/bin/unzip", path()).run({"-q", pack, "-d", into});
        REQUIRE(result.exit_code == 0);
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(path() / into)) {
            if (entry.is_regular_file()) {
                files[entry.path().lexically_relative(path() / into).generic_string()] = read_text_file(entry.path());
            }
        }
        return files;
    }
    void refused(const std::vector<std::string>& arguments, int exit_code, const std::string& text) const {
        const auto before = names();
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
        CHECK(names() == before);
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(path())) {
            names.push_back(entry.path().filename().string());
        }
        std::ranges::sort(names);
        return names;
    }
};

} // namespace

TEST_CASE_FIXTURE(PackWorkspace, "a pack is verified with unzip and sha256sum, and is the same bytes in any zone on any day") {
    const auto result = run({"pack"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(holds(result.out, "assessment-1.zip: assessment 1, judged on 20"));
    CHECK(holds(result.out, "\n  2 pieces of evidence: 2 packed\n  Highest of the evidence in this pack: TOP SECRET.\n"
                            "  4 people go by pseudonyms; README.txt says what is not replaced\nverify: unzip it, then sha256sum -c SHA256SUMS\n"));
    auto files = unpack("assessment-1.zip", "u");
    const auto sums = Program("/usr/bin/sha256sum", path() / "u").run({"-c", "--quiet", "--strict", "SHA256SUMS"});
    CHECK(sums.out.empty());
    CHECK(sums.exit_code == 0);
    CHECK(std::ranges::count(files.at("SHA256SUMS"), '\n') == static_cast<std::ptrdiff_t>(files.size()) - 1);
    for (const auto* name : {"README.txt", "evidence/index.csv", "judged/manifest.csv", "judged/catalog/iso20000-1-2018.xml", "proof/iso20000-1-2018.txt",
                             "registers/index.csv", "registers/person.csv", "registers/risk.csv", "reports/gap.html", "reports/executive.html", "reports/risks.xlsx"}) {
        CHECK_MESSAGE(files.contains(name), name);
    }
    CHECK(files.at(k_hello_file) == "hello\n");
    CHECK(files.at("judged/catalog/iso20000-1-2018.xml") == read_text_file(fs::path(ASSAY_SOURCE_DIR) / "controls/catalogs/iso20000-1-2018.xml"));
    CHECK(holds(files.at("proof/iso20000-1-2018.txt"), "Assessment 1: judged on "));
    // Later changes do not show.
    REQUIRE(run({"set", "risk", "R-2", "title=Later", "status=open"}).exit_code == 0);
    auto elsewhere = assay;
    elsewhere.set("TZ", "Pacific/Kiritimati");
    REQUIRE(elsewhere.run({"pack", "again.zip"}).exit_code == 0);
    CHECK(bytes("again.zip") == bytes("assessment-1.zip"));
}

TEST_CASE_FIXTURE(PackWorkspace, "people go by pseudonyms in reports, registers and proof, unless their names are asked for") {
    REQUIRE(run({"pack", "p.zip"}).exit_code == 0);
    for (const auto& [name, text] : unpack("p.zip", "u")) {
        for (const auto* person : {"Ann Bell", "Ben Cole", "Cy Dee", "P001", "P002", "P003", "ann.bell", "tester"}) {
            const bool is_content = name.starts_with("judged/") || (name.starts_with("evidence/") && name != "evidence/index.csv");
            CHECK_MESSAGE((is_content || !holds(text, person)), name << " holds " << person);
        }
    }
    const auto risks = bytes("u/registers/risk.csv");
    CHECK(holds(risks, "'=cmd() says Person 00"));
    CHECK(holds(risks, ",person-00"));
    REQUIRE(run({"pack", "n.zip", "--names"}).exit_code == 0);
    const auto named = unpack("n.zip", "n");
    CHECK(holds(named.at("registers/person.csv"), "P001,Ann Bell,ann.bell@x.example"));
    CHECK(holds(named.at("evidence/index.csv"), "Log kept by Ann Bell"));
    CHECK(holds(named.at("README.txt"), "PEOPLE\nPeople go by their names, ids and addresses, as the registers hold them.\n"));
}

TEST_CASE_FIXTURE(PackWorkspace, "the index tells for each control its evidence, verdict, hash and file") {
    REQUIRE(run({"pack", "p.zip", "--names"}).exit_code == 0);
    const auto index = masked(unpack("p.zip", "u").at("evidence/index.csv"));
    CHECK(index.starts_with("Clause,Catalog,Control,Control title,Subject,Evidence,Title,Type,Classification,Locator,Verdict,Reviewer,Reviewed on,Reason,SHA-256,"
                            "Size in bytes,File in the pack,Not in the pack because\r\n8.6.1,iso20000-1-2018,8.6.1-r01,"));
    CHECK(holds(index, ",EV-001,Log kept by Ann Bell,record,cui,,sufficient,Cy Dee,<day>,,<digest>,6," + k_hello_file + ",\r\n"));
    CHECK(holds(index, ",EV-002,Plan,plan,top_secret,,not reviewed,,,,<digest>,5,evidence/"));
}

TEST_CASE_FIXTURE(PackWorkspace, "evidence above the classification asked for is withheld and counted, and the highest stands in README and pages") {
    const auto result = run({"pack", "p.zip", "--max-classification", "confidential"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(holds(result.out, "\n  2 pieces of evidence: 1 packed, 1 withheld\n  Highest of the evidence in this pack: CUI.\n"));
    const auto files = unpack("p.zip", "u");
    CHECK(holds(files.at("README.txt"), "Classification  Highest of the evidence in this pack: CUI.\n"));
    CHECK(holds(files.at("README.txt"), "EVIDENCE\n2 pieces of evidence:\n  1 packed\n  1 withheld\nWithheld is what is above CONFIDENTIAL, and what has no classification."));
    CHECK(holds(files.at("evidence/index.csv"), ",,,withheld: TOP SECRET is above CONFIDENTIAL\r\n"));
    for (const auto* page : {"reports/gap.html", "reports/executive.html", "reports/risks.html"}) {
        const auto& text = files.at(page);
        const std::string mark = "<p class=\"marking\">CUI</p>";
        const auto head = text.find(mark);
        REQUIRE_MESSAGE(head != std::string::npos, page);
        CHECK_MESSAGE(head < text.find("<main"), page);
        CHECK_MESSAGE(text.rfind(mark) > text.find("</main>"), page);
    }
    refused({"pack", "q.zip", "--max-classification", "secrt"}, 64,
            "assay: --max-classification takes one of unclassified, cui, confidential, secret, top_secret, not 'secrt' (did you mean 'secret'?)\n");
}

TEST_CASE_FIXTURE(PackWorkspace, "altered and missing evidence is left out, listed, counted, and told by the exit code") {
    write("evidence/log of Ann.txt", "hallo\n");
    fs::remove(path() / "evidence/plan.txt");
    const auto result = run({"pack", "p.zip", "--names"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 2);
    CHECK(holds(result.out, "\n  2 pieces of evidence: 0 packed, 1 altered, 1 missing\n"
                            "    EV-001 Log kept by Ann Bell: altered: recorded sha256 5891b5b522d5…, now "));
    CHECK(holds(result.out, "    EV-002 Plan: missing: there is no such file\n  There is no evidence in this pack.\n"));
    const auto files = unpack("p.zip", "u");
    CHECK_FALSE(files.contains(k_hello_file));
    CHECK(holds(files.at("README.txt"), "These are not in the pack, because the file is not the one that was judged:\n  EV-001 "));
    CHECK(holds(files.at("evidence/index.csv"), "missing: there is no such file\r\n"));
}

TEST_CASE_FIXTURE(PackWorkspace, "a signed pack is verified by openssl with the command that is told") {
    const Program openssl("/usr/bin/openssl", path());
    REQUIRE(openssl.run({"genpkey", "-algorithm", "ed25519", "-out", "KEY.pem"}).exit_code == 0);
    const auto result = run({"pack", "p.zip", "--sign", "KEY.pem"});
    CHECK(result.err.empty());
    const std::string command = "openssl pkeyutl -verify -pubin -inkey PUBLIC.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig";
    CHECK(result.out.ends_with("\nsignature: " + command + "\n"));
    const auto files = unpack("p.zip", "u");
    CHECK(files.at("SHA256SUMS.sig").size() == 64);
    CHECK(holds(files.at("README.txt"), "\n  " + command + "\n"));
    REQUIRE(openssl.run({"pkey", "-in", "KEY.pem", "-pubout", "-out", "u/PUBLIC.pem"}).exit_code == 0);
    const Program shell("/bin/sh", path() / "u");
    const auto verified = shell.run({"-c", command});
    CHECK(verified.out == "Signature Verified Successfully\n");
    CHECK(verified.exit_code == 0);
    write("u/SHA256SUMS", files.at("SHA256SUMS") + "x");
    CHECK(shell.run({"-c", command}).exit_code != 0);
    refused({"pack", "q.zip", "--sign", "none.pem"}, 1, "assay: cannot read 'none.pem': No such file or directory\n");
}

TEST_CASE_FIXTURE(PackWorkspace, "what cannot be packed leaves nothing behind") {
    write("assessment-1.zip", "mine");
    refused({"pack"}, 1, "assay: 'assessment-1.zip' exists already; name the file to replace it, or another\n");
    refused({"pack", "p.zip", "--assessment", "x"}, 64, "assay: --assessment takes the number of an assessment, not 'x'\n");
    refused({"pack", "no/such/p.zip"}, 1, "assay: cannot write '" + (path() / "no/such/p.zip").string() + "': No such file or directory\n");
    write("templates/mine.md.mustache", "{{! view: risks }}\n{{nonsense}}\n");
    const auto before = names();
    CHECK(run({"pack", "p.zip"}).exit_code == 1);
    CHECK(names() == before);
    write("templates/mine.md.mustache", "{{! view: risks }}\n{{statement}}\n");
    write("templates/plan.md.mustache", "{{! view: risks }}\n{{statement}}\n");
    REQUIRE(run({"pack", "p.zip"}).exit_code == 0);
    const auto files = unpack("p.zip", "u");
    CHECK(files.contains("reports/mine.md"));
    CHECK_FALSE(files.contains("reports/plan.md"));
}

TEST_CASE_FIXTURE(PackWorkspace, "hostile names of evidence neither leave the folder nor fall together") {
    for (const auto* name : {"evidence/-rf.txt", "evidence/a b\n.txt", "evidence/sub/x.txt", "evidence/Sub/X.txt"}) {
        write(name, std::string("bytes of ") + name);
        REQUIRE(run({"evidence", "add", name, "--type", "record"}).exit_code == 0);
    }
    const auto outside = folder.write("outside.txt", "outside");
    fs::create_symlink(outside, path() / "evidence/link.txt");
    REQUIRE(run({"set", "evidence", "EV-900", "title=Link", "type=record", "file=link.txt"}).exit_code == 0);
    REQUIRE(run({"check"}).exit_code != 1);
    const auto result = run({"pack", "p.zip"});
    CHECK(result.exit_code == 2);
    CHECK(holds(result.out, "    EV-900 Link: unreadable: its name leads out of the evidence folder, or its link points nowhere\n"));
    std::size_t packed = 0;
    for (const auto& [name, text] : unpack("p.zip", "u")) {
        CHECK(text != "outside");
        packed += text.starts_with("bytes of ") ? 1 : 0;
    }
    CHECK(packed == 4);
}
