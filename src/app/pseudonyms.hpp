// Other names for the people of a workspace, the same for one person wherever he is met: by id, by name, by mail address, in a sentence.
// Knows no report and no file.
#pragma once

#include "assay/model/assessment.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"
#include "assay/rules/library.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

/// The field holds somebody: a reference to a person, the person's own id, name or address, or a text that says who did something.
[[nodiscard]] bool holds_person(const Register& of, const Field& field);

/// Persons of the register get their numbers by the hash of `salt` and id, so that the order of ids is not told; others in the order
/// in which they are met.
class Pseudonyms {
public:
    Pseudonyms(QueryRunner& runner, const Schema& schema, std::string_view salt);

    /// What stands for a value of such a field; "Person 017", or "person-017" for an id and "person-017@pack.invalid" for an address.
    [[nodiscard]] std::string of_field(const Register& of, const Field& field, const std::string& value);
    /// What stands for somebody who is named by anything: id, name or address.
    [[nodiscard]] std::string of_person(const std::string& value);
    /// A text of people: names of two words and more, ids of three characters and more (with a letter, or of five digits), addresses.
    [[nodiscard]] std::string in_text(std::string_view text) const { return replace(text, m_in_texts); }
    /// A sentence that Assay made of ids and names: single words too.
    [[nodiscard]] std::string in_sentence(std::string_view text) const { return replace(text, m_in_sentences); }
    /// How many people have a pseudonym so far.
    [[nodiscard]] std::size_t count() const { return m_count; }

private:
    enum class Kind : std::uint8_t { name, id, address };
    struct Term {
        std::string lower;
        std::string instead;
    };
    /// By the first word, lower case; longest term first.
    using Terms = std::unordered_map<std::string, std::vector<Term>>;

    void add_term(Terms& terms, std::string_view text, std::string instead) const;
    [[nodiscard]] std::size_t number_of(const std::string& value);
    [[nodiscard]] std::string show(std::size_t number, Kind kind) const;
    [[nodiscard]] static std::string replace(std::string_view text, const Terms& terms);

    std::unordered_map<std::string, std::size_t> m_numbers; ///< by id, name or address, lower case
    Terms m_in_texts;
    Terms m_in_sentences;
    std::size_t m_count = 0;
};

/// A runner whose rows name nobody. Borrows pseudonyms and schema; takes the runner that it asks.
[[nodiscard]] std::unique_ptr<QueryRunner> make_pseudonymous(std::unique_ptr<QueryRunner> runner, const Schema& schema, Pseudonyms& pseudonyms);
/// The field by which a value of this expression is somebody; without one its texts are searched. The least and the greatest of people
/// are people too.
struct PersonColumn {
    const Register* of = nullptr;
    const Field* field = nullptr;
};
[[nodiscard]] PersonColumn find_person_column(const QueryExpr& expr, std::span<const QueryRelation> relations, const Schema& schema);

/// The assessment without its people: sentences, keys of rows, and the fingerprints that are made of them.
[[nodiscard]] Assessment make_pseudonymous(Assessment assessment, const Library& library, const Schema& schema, Pseudonyms& pseudonyms);

} // namespace assay
