#include "formats/xlsx_strings.hpp"

#include "assay/base/text.hpp"
#include "formats/xlsx_values.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace assay::xlsx {
namespace {

constexpr std::size_t k_first_block_bytes = 1U << 14U;
constexpr std::size_t k_doublings = 6; ///< each block is twice the one before, up to a megabyte

} // namespace

void TextRuns::start(std::string_view name) {
    if (name == "rPh") {
        ++m_phonetic;
    } else if (name == "t") {
        m_open = true;
    }
}

void TextRuns::end(std::string_view name) {
    if (name == "rPh" && m_phonetic > 0) {
        --m_phonetic;
    } else if (name == "t") {
        m_open = false;
    }
}

class StringsHandler final : public XmlHandler {
public:
    StringsHandler(SharedStrings& strings, std::uint64_t max_text_bytes, std::uint64_t max_cell_bytes)
        : m_strings(strings), m_max_text_bytes(max_text_bytes), m_max_cell_bytes(max_cell_bytes) {}
    void read(const ZipArchive& archive, std::uint64_t part, const std::string& part_name) {
        XmlStream stream(archive, part, part_name, *this);
        m_stream = &stream;
        stream.read_all();
    }

    void start(std::string_view name, Attributes) override {
        if (m_inside) {
            m_runs.start(name);
        } else if (name == "si") {
            m_inside = true;
            m_text.clear();
            m_runs.reset();
        }
    }
    void end(std::string_view name) override {
        if (!m_inside) {
            return;
        }
        if (name != "si") {
            m_runs.end(name);
            return;
        }
        m_inside = false;
        decode_escapes(m_text, 0);
        m_strings.add(m_text);
        if (m_strings.m_bytes > m_max_text_bytes) {
            m_stream->fail(fmt::format("its texts take more than {} MB; save the sheet as CSV", m_max_text_bytes >> 20U));
        }
    }
    void text(std::string_view piece) override {
        if (!m_inside || !m_runs.is_open()) {
            return;
        }
        m_text += piece;
        if (m_text.size() > m_max_cell_bytes) {
            m_stream->fail(fmt::format("its text {} is longer than {} bytes; no cell can hold that",
                                       group_thousands(static_cast<std::int64_t>(m_strings.size() + 1)),
                                       group_thousands(static_cast<std::int64_t>(m_max_cell_bytes))));
        }
    }

private:
    SharedStrings& m_strings;
    XmlStream* m_stream = nullptr;
    TextRuns m_runs;
    std::string m_text;
    std::uint64_t m_max_text_bytes;
    std::uint64_t m_max_cell_bytes;
    bool m_inside = false;
};

void SharedStrings::add(std::string_view text) {
    if (text.size() > m_left) {
        const auto size = std::max(k_first_block_bytes << std::min(m_blocks.size(), k_doublings), text.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size)); // NOLINT(modernize-avoid-c-arrays)
        m_left = size;
    }
    // The last block is filled from its end, so that what is left is all that must be known.
    m_left -= text.size();
    auto* place = m_blocks.empty() ? nullptr : m_blocks.back().get() + m_left;
    if (!text.empty()) {
        std::memcpy(place, text.data(), text.size());
    }
    m_texts.emplace_back(place, text.size());
    m_bytes += text.size() + sizeof(std::string_view);
}

void SharedStrings::load(const ZipArchive& archive, std::uint64_t part, const std::string& part_name, std::uint64_t max_text_bytes,
                         std::uint64_t max_cell_bytes) {
    StringsHandler(*this, max_text_bytes, max_cell_bytes).read(archive, part, part_name);
}

} // namespace assay::xlsx
