// `assay new register`, `new catalog`, `new check`: XML to begin with, which loads, links and passes its own cases as it stands.
#pragma once

#include "assay/app/content.hpp"

#include <filesystem>
#include <string>

namespace assay {

/// Each writes a file under controls/ of the workspace and returns its name below the workspace. Throws Error of kind usage for an id that is none or is taken, built
/// in or in the workspace: a file of the same id would take the place of the built-in one.
[[nodiscard]] std::filesystem::path make_register(const Setting& setting, const Content& content, const std::string& id, const std::string& title);
[[nodiscard]] std::filesystem::path make_catalog(const Setting& setting, const Content& content, const std::string& id, const std::string& title);

struct NewCheckRequest {
    std::string id;
    std::string register_id;
    std::string control; ///< "CATALOG/CONTROL"
    std::string basis;   ///< why the control asks for it: a check that passes without one would show nothing
    std::string field;   ///< that rows must have; empty: the first that they need not have
};
/// One check that asks for the field, with a case of a row that has it and one of a row that has not. Throws Error of kind usage also for a register, control or field that
/// there is not, and for a field that every row has.
[[nodiscard]] std::filesystem::path make_check(const Setting& setting, const Content& content, const NewCheckRequest& request);

} // namespace assay
