// Content files loaded two at a time: what is reported and handed over keeps the order in which files were asked for.
#include "app/load_files.hpp"
#include "assay/app/content.hpp"
#include "assay/base/error.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/run.hpp"
#include "assay/rules/library.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

using namespace assay;

namespace {

/// Everything in the order in which it came.
class Listed final : public DiagnosticSink {
public:
    std::vector<std::string> lines;

private:
    void take(Diagnostic diagnostic) override { lines.push_back(to_text(diagnostic)); }
};

std::string register_text(const std::string& id, int fields) {
    std::string text = fmt::format(
        "<register id='{0}' title='{0}' kind='maintained'>\n<purpose>P.</purpose>\n<field id='id' type='text' title='Id' key='yes'/>\n",
        id);
    for (int field = 0; field < fields; ++field) {
        text += fmt::format("<field id='f{0}' type='text' title='F{0}'/>\n", field);
    }
    return text + "</register>\n";
}

std::string bad_text(const std::string& id, int faults) {
    std::string text = fmt::format(
        "<register id='{0}' title='{0}' kind='maintained'>\n<purpose>P.</purpose>\n<field id='id' type='text' title='Id' key='yes'/>\n",
        id);
    for (int fault = 0; fault < faults; ++fault) {
        text += "<nonsense/>\n";
    }
    return text + "</register>\n";
}

LoadedFile file_of(const TempFolder& folder, const std::string& name) {
    LoadedFile file;
    file.path = folder.path() / name;
    file.root = folder.path();
    return file;
}

std::string file_name(int number) { return fmt::format("controls/registers/r{:02}.xml", number); }

std::vector<LoadedFile> files_of(const TempFolder& folder, int count) {
    std::vector<LoadedFile> files;
    for (int number = 0; number < count; ++number) {
        files.push_back(file_of(folder, file_name(number)));
    }
    return files;
}

struct Loading {
    NoProgress progress;
    Diagnostics faults;
    Setting setting;
    Run run{{}, progress, faults};
};

} // namespace

TEST_CASE("files are handed over in the order asked for, whichever is ready first, with bytes and digest") {
    const TempFolder folder;
    constexpr int k_files = 40;
    for (int number = 0; number < k_files; ++number) {
        folder.write(file_name(number), register_text(fmt::format("r{:02}", number), number % 7 * 40));
    }
    Listed faults;
    std::vector<std::string> order;
    load_files(files_of(folder, k_files), faults, [&](LoadedFile& file) {
        const auto* loaded = std::get_if<Register>(&file.definition);
        REQUIRE(loaded != nullptr);
        order.push_back(loaded->id);
        CHECK(file.digest == to_hex(sha256(file.bytes)));
    });
    CHECK(faults.lines.empty());
    REQUIRE(order.size() == k_files);
    CHECK(order.front() == "r00");
    CHECK(std::ranges::is_sorted(order));
}

TEST_CASE("faults of many files come in the order of the files, each at its place below the root") {
    const TempFolder folder;
    constexpr int k_files = 12;
    for (int number = 0; number < k_files; ++number) {
        folder.write(file_name(number), bad_text(fmt::format("r{:02}", number), number % 3));
    }
    Listed faults;
    int loaded = 0;
    load_files(files_of(folder, k_files), faults,
               [&](LoadedFile& file) { loaded += std::holds_alternative<Register>(file.definition) ? 1 : 0; });
    CHECK(loaded == k_files / 3);
    std::vector<std::string> expected;
    for (int number = 0; number < k_files; ++number) {
        for (int fault = 0; fault < number % 3; ++fault) {
            expected.push_back(fmt::format("{}:{}:1: error: 'nonsense' is not known inside register 'r{:02}' [unknown-element]",
                                           file_name(number), 4 + fault, number));
        }
    }
    CHECK(faults.lines == expected);
}

TEST_CASE("a file that cannot be read is an error when its turn comes, after the faults of those before it") {
    const TempFolder folder;
    constexpr int k_files = 10;
    constexpr int k_missing = 6;
    for (int number = 0; number < k_files; ++number) {
        if (number != k_missing) {
            folder.write(file_name(number), bad_text(fmt::format("r{:02}", number), 1));
        }
    }
    Listed faults;
    int taken = 0;
    const auto load = [&] { load_files(files_of(folder, k_files), faults, [&](LoadedFile&) { ++taken; }); };
    CHECK_THROWS_AS(load(), Error);
    CHECK(taken == k_missing);
    CHECK(faults.lines.size() == k_missing);
}

TEST_CASE("more faults than are shown are kept as a number") {
    const TempFolder folder;
    constexpr int k_faults = 1500;
    for (int number = 0; number < 9; ++number) {
        folder.write(file_name(number), bad_text(fmt::format("r{:02}", number), number == 4 ? k_faults : 0));
    }
    Diagnostics faults;
    load_files(files_of(folder, 9), faults, [](LoadedFile&) {});
    CHECK(faults.error_count() == k_faults);
    CHECK(faults.dropped() == k_faults - Diagnostics::k_max_diagnostics);
}

TEST_CASE("where only registers are wanted, catalogs and checks are not opened") {
    const TempFolder folder;
    folder.write("controls/registers/risk.xml", register_text("risk", 1));
    folder.write("controls/catalogs/broken.xml", "<catalog");
    folder.write("controls/checks/broken.xml", "<checks");
    Loading loading;
    loading.setting.home = folder.path();
    const auto content = load_content(loading.run, loading.setting, Wanted::registers);
    REQUIRE(content.has_value());
    CHECK(loading.faults.to_text().empty());
    CHECK(content->schema.registers.size() == 1);
    CHECK(content->catalogs.empty());
    CHECK(content->files.size() == 1);

    CHECK_FALSE(load_content(loading.run, loading.setting, Wanted::all).has_value());
    CHECK(loading.faults.error_count() == 2);
}

TEST_CASE("a workspace's standards are looked up where catalogs are loaded, and only there") {
    const TempFolder folder;
    folder.write("controls/registers/risk.xml", register_text("risk", 1));
    folder.write("w/assay.xml",
                 "<workspace organization='O'><period from='2025-01-01' to='2025-12-31'/><standard catalog='none-such'/></workspace>");
    Loading loading;
    loading.setting.home = folder.path();
    loading.setting.workspace = folder.path() / "w";
    const auto registers = load_content(loading.run, loading.setting, Wanted::registers);
    REQUIRE(registers.has_value());
    CHECK(load_workspace_file(loading.run, loading.setting, *registers).has_value());
    const auto all = load_content(loading.run, loading.setting);
    REQUIRE(all.has_value());
    CHECK_FALSE(load_workspace_file(loading.run, loading.setting, *all).has_value());
    CHECK(loading.faults.to_text().find("there is no catalog 'none-such'") != std::string::npos);
}

TEST_CASE("checks linked in two halves make one library: sorted, and each question in the batch that names its check") {
    Loading loading;
    loading.setting.home = ASSAY_SOURCE_DIR;
    auto content = load_content(loading.run, loading.setting);
    REQUIRE(content.has_value());
    const auto utc = Zone::utc();
    const Date day{std::chrono::year{2026} / 9 / 30};
    const LinkTime time{day, day, day, &utc};
    Diagnostics faults;
    const auto library = link_library(content->schema, content->catalogs, content->check_files, time, faults);
    CHECK(faults.to_text().empty());
    std::size_t written = 0;
    for (const auto& file : content->check_files) {
        written += file.checks.size();
    }
    REQUIRE(library.checks.size() == written);
    std::size_t asked = 0;
    std::size_t last_first = 0;
    for (const auto& batch : library.batches) {
        REQUIRE(batch.checks.size() == batch.batch.questions.size());
        REQUIRE_FALSE(batch.checks.empty());
        CHECK((asked == 0 || batch.checks.front() > last_first));
        last_first = batch.checks.front();
        asked += batch.checks.size();
    }
    for (std::size_t index = 0; index < library.checks.size(); ++index) {
        const auto& check = library.checks[index];
        CHECK((index == 0 || library.checks[index - 1].definition->id.text < check.definition->id.text));
        if (check.form == CheckForm::rows) {
            CHECK(library.batches.at(check.batch).checks.at(check.question) == index);
            CHECK(library.batches[check.batch].in == check.in);
            --asked;
        }
    }
    CHECK(asked == 0);

    // A fault in each of many registers: whichever half they are linked in, all are reported.
    std::set<std::string> spoilt;
    for (auto& file : content->check_files) {
        for (auto& check : file.checks) {
            if (check.kind == CheckKind::each && spoilt.insert(check.in.text).second) {
                check.require.text = "no_such_field eq 'x'";
            }
        }
    }
    REQUIRE(spoilt.size() > 10);
    const auto rest = link_library(content->schema, content->catalogs, content->check_files, time, faults);
    CHECK(faults.error_count() == spoilt.size());
    CHECK(rest.checks.size() == written - spoilt.size());
}

namespace {

constexpr std::string_view k_check_with_case =
    "<checks catalog='c'><check id='a' controls='x' ><title>T</title><basis>B</basis><message>M</message>"
    "<each in='risk' require='owner is not null'/>"
    "<case name='n' on='2025-01-01'><row in='risk' id='1' owner='P'/><expect row='%' verdict='pass'/></case></check></checks>";

std::string check_text(const std::string& row) {
    std::string text(k_check_with_case);
    text.replace(text.find('%'), 1, row);
    return text;
}

} // namespace

TEST_CASE("the cases of checks are kept, examined or skipped, as is wanted") {
    const TempFolder folder;
    folder.write("controls/registers/risk.xml", register_text("risk", 1));
    folder.write("controls/checks/c.xml", check_text("1"));
    Loading loading;
    loading.setting.home = folder.path();
    const auto cases_of = [&](const Wanted& wanted) {
        const auto content = load_content(loading.run, loading.setting, wanted);
        REQUIRE(content.has_value());
        REQUIRE(content->check_files.size() == 1);
        return content->check_files[0].checks.at(0).cases.size();
    };
    CHECK(cases_of(Wanted::all_and_cases) == 1);
    CHECK(cases_of(Wanted::everything_examined) == 0);
    CHECK(cases_of(Wanted::all) == 0);
    CHECK(loading.faults.to_text().empty());

    folder.write("controls/checks/c.xml", check_text("2"));
    CHECK(load_content(loading.run, loading.setting, Wanted::all).has_value());
    CHECK(loading.faults.to_text().empty());
    CHECK_FALSE(load_content(loading.run, loading.setting, Wanted::everything_examined).has_value());
    CHECK(loading.faults.to_text().find("case 'n' has no row '2' in 'risk'") != std::string::npos);
    CHECK_FALSE(load_content(loading.run, loading.setting, Wanted::all_and_cases).has_value());
    CHECK(loading.faults.error_count() == 2);
}

TEST_CASE("a faulty crosswalk hides no other fault, and fails only who asks for crosswalks") {
    const TempFolder folder;
    folder.write("controls/registers/risk.xml", register_text("risk", 1));
    folder.write("controls/crosswalks/a.xml", "<crosswalk");
    Loading loading;
    loading.setting.home = folder.path();
    CHECK(load_content(loading.run, loading.setting, Wanted::all).has_value());
    CHECK(loading.faults.error_count() == 0);
    auto content = load_content(loading.run, loading.setting, Wanted::all_and_crosswalks);
    REQUIRE(content.has_value());
    CHECK(loading.faults.error_count() == 1);
    CHECK_FALSE(load_crosswalks(loading.run, loading.setting, *content));
    CHECK(loading.faults.error_count() == 1);
}
