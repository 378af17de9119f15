// How the exports of one program name columns and words: extra spellings for registers, used by an import that asks for them. Loaded
// from controls/profiles. Knows no file to import; that the registers, fields and words exist is for intake.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Another header for a column; the earlier of a field's headers comes first where a file has several.
struct ProfileHeader {
    std::string field;
    std::string header;
    Place field_place;
    Place place; ///< of the header's first character
};

/// Another spelling of an enum or set word.
struct ProfileValue {
    std::string field;
    std::string word;
    std::string spelling;
    Place field_place;
    Place word_place;
    Place place; ///< of the spelling's first character
};

/// A date format ("dd/MMM/yy h:mm a"), a text that means "no value", or the header of a column that fills no field.
struct ProfileText {
    std::string text;
    Place place;
};

/// All that a profile says of one register.
struct ProfileRegister {
    std::string id;
    std::vector<ProfileText> date_formats;
    std::vector<ProfileHeader> headers;
    std::vector<ProfileValue> values;
    std::vector<ProfileText> absent_words;
    std::vector<ProfileText> unused; ///< columns that the register's own aliases would take wrongly
    Place place; ///< of the register's id
};

struct Profile {
    std::string id;
    std::string title;
    std::string source;
    std::vector<ProfileRegister> registers; ///< in document order
    Place place;

    [[nodiscard]] const ProfileRegister* find(std::string_view register_id) const;
};

/// What two spellings have in common when a cell that fits one fits the other: letters and digits in lower case; figures alone ("-4"
/// and "4") are told apart. Empty when no cell fits it.
[[nodiscard]] std::string spelling_key(std::string_view spelling);

} // namespace assay
