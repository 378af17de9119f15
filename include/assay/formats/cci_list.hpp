// DISA's list of Control Correlation Identifiers: from the CCIs that STIGs name to the parts of SP 800-53 they were taken from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace assay {

struct CciControl {
    std::string index;             ///< "AC-1 a 1 (a)", as the list has it
    int edition = 0;               ///< of SP 800-53: 3, 4, 5…
};

struct CciList {
    std::string version;           ///< of the list; may be empty
    std::string sha256;            ///< hex
    std::map<std::string, CciControl, std::less<>> controls; ///< by CCI: its references in the newest edition that it has, with "; " between
    std::int64_t items = 0;        ///< CCIs in the list, with a reference to SP 800-53 or without
};

/// Reads U_CCI_List.xml as it comes. Throws Error "file:line:column: fault; remedy": not well-formed, another document, an id twice, over a limit.
[[nodiscard]] CciList read_cci_list(const std::filesystem::path& file);

} // namespace assay
