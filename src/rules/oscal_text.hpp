// Texts of an OSCAL catalog in plain words: parameters put in where they are inserted, labels before items, lists numbered.
#pragma once

#include "assay/model/oscal.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace assay {

/// The parameters of a catalog by their ids. The catalog is borrowed.
class OscalParams {
public:
    OscalParams() = default;
    explicit OscalParams(const OscalNode& root) { gather(root); }
    [[nodiscard]] const OscalNode* find(std::string_view id) const;
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_params.size()); }

private:
    void gather(const OscalNode& node);

    std::unordered_map<std::string_view, const OscalNode*> m_params;
};

class OscalTexts {
public:
    /// Parameters are borrowed. Past `most_put_in` bytes of them they are shown as undefined ones are: of a hostile catalog, that inserts a long label a million times.
    OscalTexts(const OscalParams& params, std::size_t most_put_in) : m_params(params), m_most_put_in(most_put_in) {}

    /// Paragraphs and lists inside, without nested parts.
    [[nodiscard]] std::string prose(const OscalNode& node) const;
    /// A paragraph, list or other block.
    [[nodiscard]] std::string block(const OscalNode& node) const;
    /// The part's own prose and that of the parts inside, each with its label.
    [[nodiscard]] std::string part(const OscalNode& part) const;
    /// "[Assignment: frequency]", "[Selection (one or more): a; b]", or the values that are set.
    [[nodiscard]] std::string parameter(std::string_view id) const;
    /// Of parameters that are defined, and of others.
    [[nodiscard]] std::int64_t insertions() const { return m_insertions; }
    [[nodiscard]] std::int64_t undefined_insertions() const { return m_undefined_insertions; }
    /// Insertions of a parameter within itself, and past the limits: only its id was put in.
    [[nodiscard]] std::int64_t not_followed() const { return m_not_followed; }
    /// Ids inserted that are no parameter's, in order of first use; pieces of the document.
    [[nodiscard]] const std::vector<std::string_view>& unknown() const { return m_unknown; }

private:
    void append(const OscalNode& node, std::string& text) const;
    void append_prose(const OscalNode& node, std::string& text) const;
    void append_part(const OscalNode& part, std::string& text) const;

    const OscalParams& m_params;
    std::size_t m_most_put_in;
    mutable std::int64_t m_insertions = 0;
    mutable std::int64_t m_undefined_insertions = 0;
    mutable std::size_t m_put_in = 0; ///< bytes of parameters written so far
    mutable std::size_t m_steps = 0;  ///< parameters within the outermost one being written
    mutable std::int64_t m_not_followed = 0;
    mutable std::vector<std::string_view> m_unknown;
    mutable std::unordered_set<std::string_view> m_met_unknown;
    mutable std::vector<std::string_view> m_open; ///< parameters being written: one may be inserted into another's choice
};

/// The label that people use: without class, else of SP 800-53A, else the first; or "".
[[nodiscard]] std::string_view label_of(const OscalNode& node);

} // namespace assay
