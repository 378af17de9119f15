// Controls and subjects as people name them at the prompt.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/catalog.hpp"

#include <string>

namespace assay {

/// "iso20000-1-2018/8.6.1-r01", or the control's id alone where exactly one standard of the workspace has it. Throws Error of kind
/// usage that names the nearest.
[[nodiscard]] const Control& get_control(const Session& session, const std::string& name);

/// Throws Error of kind usage when the control is not assessed for such a subject, or asks for no such evidence.
void check_subject(const Session& session, QueryRunner& runner, const Control& control, const std::string& subject);
void check_demand(const Control& control, const std::string& demand);
/// The same for the number of a document or record.
void check_number(const Control& control, const std::string& number);

} // namespace assay
