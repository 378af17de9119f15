// People as others name them at the prompt: by id or by name. Only those in the register answer for anything.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/query_runner.hpp"

#include <string>
#include <vector>

namespace assay {

struct Person {
    std::string id;
    std::string name;
    bool active = true;
};

/// "A. Mensah (P014)"
[[nodiscard]] std::string in_words(const Person& person);
[[nodiscard]] std::vector<Person> read_persons(QueryRunner& runner, const Schema& schema);
/// Throws Error of kind usage that names the nearest, and where several people have that name.
[[nodiscard]] const Person& get_person(const std::vector<Person>& persons, const std::string& given);

} // namespace assay
