// The text of catalogs, crosswalks and checks is spelled as the British dictionary spells; tests/spelling holds what it lacks.
#include "assay/app/content.hpp"
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

using namespace assay;

namespace {

/// What is ours is held to one spelling; what others published keeps theirs.
enum class Voice { ours, published };

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0; }

std::set<std::string> read_words(const std::string& name) {
    std::set<std::string> words;
    std::istringstream lines(read_file(std::string(ASSAY_SOURCE_DIR) + "/tests/spelling/" + name));
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.front() != '#') {
            words.insert(line);
        }
    }
    return words;
}

class Speller {
public:
    void add(Voice voice, std::string_view text, const Place& place) {
        std::size_t at = 0;
        while (at < text.size()) {
            // A field of a message is no word: {resolved_at}.
            if (text[at] == '{') {
                at = std::min(text.find('}', at), text.size());
                continue;
            }
            if (!is_letter(text[at])) {
                ++at;
                continue;
            }
            const auto start = at;
            while (at < text.size() && (is_letter(text[at]) || (text[at] == '\'' && at + 1 < text.size() && is_letter(text[at + 1])))) {
                ++at;
            }
            m_words[voice].emplace(text.substr(start, at - start), to_text(place));
        }
    }

    /// "place: word", a line each, sorted by word.
    std::string faults() {
        std::string text;
        const auto everywhere = read_words("words.txt");
        const auto published = read_words("published.txt");
        for (const auto& [voice, words] : m_words) {
            for (const auto& word : unknown_to_dictionary(words)) {
                const auto in = [&](const std::set<std::string>& list) { return list.contains(word) || list.contains(to_lower(word)); };
                if (!in(everywhere) && !(voice == Voice::published && in(published))) {
                    text += fmt::format("{}: {}\n", words.at(word), word);
                }
            }
        }
        return text;
    }

private:
    std::set<std::string> unknown_to_dictionary(const std::map<std::string, std::string>& words) {
        std::string lines;
        for (const auto& [word, place] : words) {
            lines += word + "\n";
        }
        const auto in = m_folder.write("words", lines);
        const auto out = m_folder.path() / "unknown";
        const auto command = fmt::format("aspell --lang=en_GB --encoding=utf-8 --home-dir='{}' list <'{}' >'{}'", m_folder.path().string(), in.string(), out.string());
        REQUIRE(std::system(command.c_str()) == 0);
        std::set<std::string> unknown;
        std::istringstream found(read_file(out));
        for (std::string word; std::getline(found, word);) {
            // The dictionary may split what we hold together; the whole word is looked for.
            const auto whole = words.find(word);
            REQUIRE_MESSAGE(whole != words.end(), "no text has the word '" << word << "'");
            unknown.insert(word);
        }
        return unknown;
    }

    TempFolder m_folder;
    std::map<Voice, std::map<std::string, std::string>> m_words;   // word: where it stands first
};

void read_catalog(Speller& speller, const Catalog& catalog) {
    speller.add(Voice::published, catalog.title, catalog.place);
    speller.add(Voice::ours, catalog.source, catalog.place);
    for (const auto& reference : catalog.references) {
        speller.add(Voice::published, reference.title + " " + reference.superseded_by, catalog.place);
    }
    for (const auto& role : catalog.roles) {
        speller.add(Voice::published, role.title, catalog.place);
        for (const auto& each : role.responsibilities) {
            speller.add(Voice::ours, each, catalog.place);
        }
    }
    for (const auto& group : catalog.groups) {
        speller.add(Voice::published, group.title, group.place);
    }
    for (const auto& process : catalog.processes) {
        speller.add(Voice::published, process.title, process.place);
        speller.add(Voice::ours, process.purpose + " " + process.scope, process.place);
        for (const auto& activity : process.activities) {
            speller.add(Voice::published, activity.title, process.place);
        }
    }
    for (const auto& control : catalog.controls) {
        speller.add(control.title == control.statement ? Voice::ours : Voice::published, control.title, control.place);
        speller.add(Voice::ours, control.statement, control.place);
        for (const auto& demand : control.demands) {
            speller.add(Voice::ours, demand.text, demand.place);
        }
        for (const auto& particular : control.particulars) {
            const bool named = particular.kind != ParticularKind::outcome && particular.kind != ParticularKind::note;
            speller.add(named ? Voice::published : Voice::ours, particular.text, control.place);
        }
    }
}

void require_aspell() {
    REQUIRE_MESSAGE(std::system("aspell dicts 2>/dev/null | grep -qx en_GB") == 0, "the British dictionary of aspell is missing: install aspell and aspell-en");
}

} // namespace

TEST_CASE("a misspelled word is found with its place, and published spellings count in titles only") {
    require_aspell();
    Speller speller;
    const Place place{"c.xml", 3, 5};
    speller.add(Voice::ours, "Nobody's inovation; {inovatoin} is catalogued in the organisation's 8.6.1-r01.", place);
    speller.add(Voice::published, "Optimization of the COBIT objectives", place);
    speller.add(Voice::ours, "Optimization is colorful.", place);
    CHECK(speller.faults() == "c.xml:3:5: Optimization\nc.xml:3:5: colorful\nc.xml:3:5: inovation\n");
}

TEST_CASE("every word of the catalogs, crosswalks and checks that ship is spelled right") {
    require_aspell();
    NoProgress silent;
    Diagnostics faults;
    const Run run{{}, silent, faults};
    Setting setting;
    setting.home = ASSAY_SOURCE_DIR;
    auto content = load_content(run, setting);
    REQUIRE_MESSAGE(content, faults.to_text());
    REQUIRE_MESSAGE(load_crosswalks(run, setting, *content), faults.to_text());
    Speller speller;
    for (const auto& catalog : content->catalogs) {
        read_catalog(speller, catalog);
    }
    for (const auto& crosswalk : content->crosswalks) {
        speller.add(Voice::published, crosswalk.title, crosswalk.place);
        speller.add(Voice::ours, crosswalk.source, crosswalk.place);
        for (const auto& map : crosswalk.maps) {
            speller.add(Voice::ours, map.reason, map.from_place);
        }
    }
    for (const auto& file : content->check_files) {
        for (const auto& check : file.checks) {
            speller.add(Voice::ours, check.title + " " + check.basis + " " + check.message.text, check.place);
        }
    }
    const auto wrong = speller.faults();
    CHECK_MESSAGE(wrong.empty(), wrong << "correct them, or add what is right to tests/spelling/words.txt");
}
