#include "app/persons.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {

std::string in_words(const Person& person) { return person.name.empty() ? person.id : fmt::format("{} ({})", person.name, person.id); }

std::vector<Person> read_persons(QueryRunner& runner, const Schema& schema) {
    const Register& of = schema.get("person");
    std::vector<Person> persons;
    for (const auto& row : read_rows(runner, of)) {
        const auto* active = number_of(row.values[*of.find_index("active")]);
        persons.push_back({row.text(of, "id"), row.text(of, "name"), active == nullptr || *active != 0});
    }
    return persons;
}

const Person& get_person(const std::vector<Person>& persons, const std::string& given) {
    std::vector<const Person*> found;
    std::vector<std::string> known;
    for (const auto& person : persons) {
        if (person.id == given) {
            return person;
        }
        if (to_lower(person.name) == to_lower(given)) {
            found.push_back(&person);
        }
        known.push_back(person.id);
        known.push_back(person.name);
    }
    if (found.size() == 1) {
        return *found.front();
    }
    if (found.size() > 1) {
        throw Error(fmt::format("'{}' is the name of several people: give the id", escape_control(given)), ErrorKind::usage);
    }
    std::ranges::sort(known);
    const auto hint = did_you_mean(given, known);
    throw Error(fmt::format("there is no person '{}' in the register{}", escape_control(given), hint.empty() ? "; add them with 'assay set person'" : " (" + hint + ")"),
                ErrorKind::usage);
}

} // namespace assay
