#include "assay/base/error.hpp"
#include "assay/intake/raci_matrix.hpp"
#include "support/fake_reader.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <set>

using namespace assay;

namespace {

/// Two processes, IM and PM, with an activity of the same name in each; three roles, one of which is known by its kind.
MatrixNames test_names() {
    MatrixNames names;
    names.process = [](std::string_view name) -> std::optional<std::string> {
        return name == "Incident Management" ? std::optional<std::string>("IM") : name == "Problem Management" ? std::optional<std::string>("PM") : std::nullopt;
    };
    names.activity = [](std::string_view name, std::string_view process) -> MatrixName {
        if (name == "Record" || name == "Close") {
            return process.empty() ? MatrixName{{}, "is the name of 2 activities"} : MatrixName{fmt::format("{}-{}", process, name), {}};
        }
        return {{}, "is no activity (did you mean 'Record'?)"};
    };
    names.role = [](std::string_view name, std::string_view process) -> MatrixName {
        if (name == "Owner") {
            return {std::string(process) + "-OWN", {}};
        }
        return name == "Desk" || name == "Manager" ? MatrixName{std::string(name), {}} : MatrixName{{}, "is no role (did you mean 'Manager'?)"};
    };
    names.is_role = [](std::string_view name) { return name == "Owner" || name == "Desk" || name == "Manager"; };
    return names;
}

/// A cell of several that begins with "#" holds an error and has no text.
class ErrorReader final : public RowReader {
public:
    explicit ErrorReader(const FakeFile& file) : m_file(file) {}
    [[nodiscard]] const std::vector<std::string>& header() const override { return m_file.header(); }
    [[nodiscard]] std::uint64_t header_line() const override { return 1; }
    bool next(RawRow& row) override {
        const bool any = m_file.next(row);
        row.cell_faults.clear();
        for (std::size_t cell = 0; any && cell < row.cells.size(); ++cell) {
            if (row.cells[cell].starts_with('#')) {
                row.cell_faults.push_back({cell, fmt::format("holds the error {}", row.cells[cell]), ""});
                row.cells[cell] = {};
            }
        }
        return any;
    }
    [[nodiscard]] std::uint64_t bytes_done() const override { return m_file.bytes_done(); }
    [[nodiscard]] std::uint64_t bytes_total() const override { return m_file.bytes_total(); }
    [[nodiscard]] std::string file_sha256() const override { return m_file.file_sha256(); }
    [[nodiscard]] std::string describe() const override { return m_file.describe(); }

private:
    FakeReader m_file;
};

/// "line: activity role letter" or "line: ! fault", one each.
std::vector<std::string> read(const FakeFile& file, MatrixAsked asked = MatrixAsked::yes, std::string* description = nullptr) {
    static const auto k_names = test_names();
    const auto reader = read_raci_matrix(std::make_unique<ErrorReader>(file), "m.csv", k_names, asked);
    if (!reader) {
        return {"no matrix"};
    }
    if (description != nullptr) {
        *description = reader->describe();
    }
    CHECK(reader->header() == std::vector<std::string>{"Activity", "Role", "Letter"});
    std::vector<std::string> rows;
    RawRow row;
    while (reader->next(row)) {
        rows.push_back(!row.fault.empty() ? fmt::format("{}: ! {}", row.line, row.fault) : fmt::format("{}: {} {} {}", row.line, row.cells[0], row.cells[1], row.cells[2]));
    }
    return rows;
}

} // namespace

TEST_CASE("letters of a cell are found however they are written, and nothing else passes for them") {
    CHECK(matrix_letters("A/R") == "ra");
    CHECK(matrix_letters("R,C") == "rc");
    CHECK(matrix_letters(" A, R ") == "ra");
    CHECK(matrix_letters("r\na") == "ra");
    CHECK(matrix_letters("RACI") == "raci");
    CHECK(matrix_letters("Accountable; Informed") == "ai");
    CHECK(matrix_letters("R R") == "r");
    CHECK(matrix_letters("") == "");
    CHECK(matrix_letters("-") == "");
    CHECK(matrix_letters("n/a") == "");
    CHECK_FALSE(matrix_letters("X").has_value());
    CHECK_FALSE(matrix_letters("R (until May)").has_value());
    CHECK_FALSE(matrix_letters("A/S").has_value());
}

TEST_CASE("processes as title rows say whose activities and roles follow") {
    const FakeFile file{{"Activity", "Owner", "Desk", "Manager"},
                        {{"Incident Management", "", "", ""}, {"Record", "A", "R", ""}, {"Close", "", "A/R", "I"}, {"Problem Management", "", "", ""}, {"Record", "A", "", "R,C"}}};
    CHECK(read(file) == std::vector<std::string>{"3: IM-Record IM-OWN a", "3: IM-Record Desk r", "4: IM-Close Desk r", "4: IM-Close Desk a", "4: IM-Close Manager i",
                                                 "6: PM-Record PM-OWN a", "6: PM-Record Manager r", "6: PM-Record Manager c"});
}

TEST_CASE("a merged process column goes on until the next process") {
    const FakeFile file{{"Process", "Activity", "Notes", "Desk", "Manager"},
                        {{"Incident Management", "Record", "by phone", "R", "A"}, {"", "Close", "", "R", "A"}, {"", "", "", "", ""}, {"Problem Management", "Record", "", "R", "A"}}};
    std::string description;
    CHECK(read(file, MatrixAsked::no, &description) == std::vector<std::string>{"2: IM-Record Desk r", "2: IM-Record Manager a", "3: IM-Close Desk r", "3: IM-Close Manager a",
                                                                                "4:   ", "5: PM-Record Desk r", "5: PM-Record Manager a"});
    CHECK(description == "UTF-8, separator ','; RACI matrix of 3 activities by 2 roles, recognised by its shape; column 'Notes' is not used");
}

TEST_CASE("titles above the header are passed over") {
    const FakeFile file{{"RACI of the service desk", "", ""}, {{"", "", ""}, {"", "Desk", "Manager"}, {"Incident Management", "", ""}, {"Record", "R", "A"}}};
    CHECK(read(file) == std::vector<std::string>{"5: IM-Record Desk r", "5: IM-Record Manager a"});
}

TEST_CASE("every letter that leads nowhere is told, with its cell and the nearest name") {
    const FakeFile file{{"Activity", "Desk", "Mangaer", "Manager"},
                        {{"Incident Management", "", "", ""}, {"Rekord", "R", "A", ""}, {"Close", "R", "A", "X"}, {"", "R", "", ""}, {"!is not valid UTF-8 at byte 2"}}};
    CHECK(read(file) == std::vector<std::string>{
                            "3: ! cannot be used: column 1 'Rekord' is no activity (did you mean 'Record'?)",
                            "4: IM-Close Desk r",
                            "4: ! cannot be used: column 3 holds A, but the head of its column, column 3 'Mangaer', is no role (did you mean 'Manager'?)",
                            "4: ! cannot be used: column 4 'X' is not R, A, C or I, nor several of them",
                            "5: ! cannot be used: line 5 has letters and no activity in column 1",
                            "6: ! is not valid UTF-8 at byte 2",
                        });
}

TEST_CASE("rows without letters are named in the description, never dropped in silence") {
    const FakeFile file{{"Activity", "Desk", "Manager"}, {{"Incident Management", "", ""}, {"Record", "", "-"}, {"Phase two", "", ""}, {"Close", "R", "A"}}};
    std::string description;
    CHECK(read(file, MatrixAsked::yes, &description) == std::vector<std::string>{"5: ! cannot be used: column 1 'Close' is the name of 2 activities"});
    CHECK(description == "UTF-8, separator ','; RACI matrix of 0 activities by 2 roles; line 3 'Record' has no letter; line 4 'Phase two' has no letter, and is neither a "
                         "process nor an activity");
}

TEST_CASE("one bad cell is a fault of its own, and its column stays a column of letters") {
    const FakeFile file{{"Process", "Activity", "Desk", "Boss"},
                        {{"Incident Management", "Record", "R", "A"}, {"Incident Management", "Close", "R", "X"}, {"Problem Management", "Record", "R", "I"}}};
    CHECK(read(file) == std::vector<std::string>{
                            "2: IM-Record Desk r",
                            "2: ! cannot be used: column 4 holds A, but the head of its column, column 4 'Boss', is no role (did you mean 'Manager'?)",
                            "3: IM-Close Desk r", "3: ! cannot be used: column 4 'X' is not R, A, C or I, nor several of them",
                            "4: PM-Record Desk r",
                            "4: ! cannot be used: column 4 holds I, but the head of its column, column 4 'Boss', is no role (did you mean 'Manager'?)"});
}

TEST_CASE("a column of words that holds a letter once is no role") {
    std::string description;
    const FakeFile file{{"Process", "Activity", "Desk", "Manager", "Tool"},
                        {{"Incident Management", "Record", "R", "A", "A"}, {"Incident Management", "Close", "R", "A", "the portal"}}};
    CHECK(read(file, MatrixAsked::yes, &description).size() == 4);
    CHECK(description.ends_with("; column 'Tool' is not used"));
}

TEST_CASE("an error in a column that is not used rejects nothing, and in one that is used it rejects its record") {
    const FakeFile file{{"Process", "Activity", "Desk", "Manager", "Notes"},
                        {{"Incident Management", "Record", "R", "A", "#REF!"}, {"", "", "", "", "#N/A"}, {"Problem Management", "", "", "", "#N/A"},
                         {"", "Close", "R", "#REF!", ""}}};
    CHECK(read(file) == std::vector<std::string>{"2: IM-Record Desk r", "2: IM-Record Manager a", "3:   ",
                                                 "5: ! cannot be used: column 4 holds the error #REF!", "5: PM-Close Desk r"});
}

TEST_CASE("the long form is no matrix, and a matrix is known by its roles or by columns of letters") {
    CHECK(read({{"Activity", "Role", "Letter"}, {{"Record", "Desk", "R"}}}, MatrixAsked::no) == std::vector<std::string>{"no matrix"});
    CHECK(read({{"Activity", "Unknown", "Nobody", "None"}, {{"Record", "R", "A", "C"}}}, MatrixAsked::no).size() == 1);
    CHECK(read({{"Activity", "Unknown", "Nobody"}, {{"Record", "R", "words"}}}, MatrixAsked::no) == std::vector<std::string>{"no matrix"});
}

TEST_CASE("a matrix without roles or without activities says what it lacks") {
    CHECK_THROWS_WITH_AS(read({{"Activity", "Weather"}, {{"Record", "fine"}}}),
                         "m.csv: no column of the matrix holds the letters of a role; its head must name roles, and the cells below hold R, A, C or I", Error);
    CHECK_THROWS_WITH_AS(read({{"Desk", "Manager"}, {{"R", "A"}}}), "m.csv: no column of the matrix names activities; give one the head 'Activity'", Error);
}

TEST_CASE("a matrix and its long form hold the same") {
    CHECK(rc::check([] {
        constexpr std::array k_roles{"Owner", "Desk", "Manager"};
        constexpr std::array k_processes{"Incident Management", "Problem Management"};
        constexpr std::array k_separators{"/", ", ", ",", "", "; "};
        FakeFile file{{"Activity", "Owner", "Desk", "Manager"}, {}};
        std::set<std::string> expected;
        for (std::size_t process = 0; process < k_processes.size(); ++process) {
            file.records.push_back({k_processes[process], "", "", ""});
            for (const auto* activity : {"Record", "Close"}) {
                std::vector<std::string> record{activity};
                for (std::size_t role = 0; role < k_roles.size(); ++role) {
                    const auto* separator = k_separators[*rc::gen::inRange<std::size_t>(0, k_separators.size())];
                    std::string cell;
                    for (const char letter : {'A', 'R', 'I', 'C'}) {
                        if (*rc::gen::inRange(0, 3) == 0) {
                            cell += (cell.empty() ? "" : separator) + std::string(1, letter);
                            const auto id = std::string(process == 0 ? "IM" : "PM");
                            expected.insert(fmt::format("{}-{} {} {}", id, activity, role == 0 ? id + "-OWN" : k_roles[role], static_cast<char>(letter - 'A' + 'a')));
                        }
                    }
                    record.push_back(cell);
                }
                file.records.push_back(record);
            }
        }
        std::set<std::string> found;
        for (const auto& row : read(file)) {
            RC_ASSERT(row.find('!') == std::string::npos);
            RC_ASSERT(found.insert(row.substr(row.find(": ") + 2)).second);
        }
        RC_ASSERT(found == expected);
    }));
}
