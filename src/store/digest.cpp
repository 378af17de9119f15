#include "store/digest.hpp"

#include <algorithm>
#include <numeric>

namespace assay::db {
namespace {

void append_number(std::string& buffer, std::int64_t number) {
    auto bits = static_cast<std::uint64_t>(number);
    for (int i = 0; i < 8; ++i) {
        buffer += static_cast<char>(bits & 0xFFU);
        bits >>= 8U;
    }
}

void append_text(std::string& buffer, std::string_view text) {
    append_number(buffer, static_cast<std::int64_t>(text.size()));
    buffer += text;
}

/// Cells of all rows of a statement, each with its type, each row with a mark, so that no two results encode alike.
void hash_rows(Sha256& hash, SQLite::Statement& statement) {
    std::string buffer = "[";
    while (statement.executeStep()) {
        buffer += '(';
        for (int i = 0; i < statement.getColumnCount(); ++i) {
            const auto column = statement.getColumn(i);
            if (column.isInteger()) {
                buffer += 'i';
                append_number(buffer, column.getInt64());
            } else if (column.isNull()) {
                buffer += '-';
            } else {
                buffer += column.isBlob() ? 'b' : 't';
                append_text(buffer,
                            std::string_view(static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())));
            }
        }
        buffer += ')';
        hash.update(buffer);
        buffer.clear();
    }
    buffer += ']';
    hash.update(buffer);
}

} // namespace

RowHasher::RowHasher(const std::vector<std::string>& ids) : m_order(ids.size()) {
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    std::ranges::sort(m_order, {}, [&](std::size_t index) { return ids[index]; });
    for (const auto index : m_order) {
        std::string prefix;
        append_text(prefix, ids[index]);
        m_prefixes.push_back(std::move(prefix));
    }
}

void RowHasher::begin_row(std::int64_t row, std::int64_t line) {
    if (m_block.rows == 0) {
        m_block.first_row = row;
    }
    m_block.last_row = row;
    ++m_block.rows;
    m_buffer += '(';
    append_number(m_buffer, row);
    append_number(m_buffer, line);
}

void RowHasher::end_row() {
    constexpr std::size_t k_enough = std::size_t{32} * 1024;
    m_buffer += ')';
    if (m_buffer.size() >= k_enough) {
        m_hash.update(m_buffer);
        m_buffer.clear();
    }
    if (m_block.rows == k_block_rows) {
        end_block();
    }
}

void RowHasher::end_block() {
    m_hash.update(m_buffer);
    m_buffer.clear();
    m_block.digest = m_hash.finish();
    m_blocks.push_back(m_block);
    m_block = {};
}

void RowHasher::add(std::int64_t row, std::int64_t line, std::span<const Value> values) {
    begin_row(row, line);
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const auto& value = values[m_order[i]];
        if (const auto* number = number_of(value)) {
            m_buffer += m_prefixes[i];
            m_buffer += 'i';
            append_number(m_buffer, *number);
        } else if (const auto* text = text_of(value)) {
            m_buffer += m_prefixes[i];
            m_buffer += 't';
            append_text(m_buffer, *text);
        }
    }
    end_row();
}

void RowHasher::add(std::int64_t row, std::int64_t line, SQLite::Statement& statement, int first) {
    begin_row(row, line);
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const int index = first + static_cast<int>(i);
        if (statement.isColumnNull(index)) {
            continue;
        }
        const auto column = statement.getColumn(index);
        m_buffer += m_prefixes[i];
        if (column.isInteger()) {
            m_buffer += 'i';
            append_number(m_buffer, column.getInt64());
        } else {
            m_buffer += column.isText() ? 't' : 'b';
            append_text(m_buffer,
                        std::string_view(static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())));
        }
    }
    end_row();
}

std::vector<Block> RowHasher::finish() {
    if (m_block.rows > 0) {
        end_block();
    }
    return std::exchange(m_blocks, {});
}

EncodedColumns encoded_columns(const Lineage& lineage, std::int64_t change) {
    std::vector<std::pair<std::string, std::string>> pairs;
    const auto conversions = lineage.conversions();
    for (const auto& column : lineage.columns()) {
        const auto is_later = [&](const ConvertedColumn& each) { return each.to == column.number && each.change > change; };
        if (std::ranges::any_of(conversions, is_later)) {
            continue; // filled by that migration in older versions too, whose digest is of its own
        }
        // A column younger than the row holds nothing in it; whatever tampering put there enters the digest under today's id.
        const auto id = lineage.id_at(column.number, change);
        pairs.emplace_back(id.empty() ? column.name : id, column.name);
    }
    std::ranges::sort(pairs);
    EncodedColumns columns;
    for (auto& [id, name] : pairs) {
        columns.ids.push_back(std::move(id));
        columns.names.push_back(std::move(name));
    }
    return columns;
}

void RowNumberHasher::add(std::int64_t row) {
    std::string bytes;
    append_number(bytes, row);
    m_hash.update(bytes);
}

Digest change_digest(Connection& connection, std::int64_t change, std::string_view previous) {
    // Every column, in the order of the fixed tables; the change's own digest is the one cell left out.
    constexpr const char* k_parts[] = {
        "SELECT id, kind, made_at, who, why, undoes FROM change WHERE id=?",
        "SELECT * FROM change_register WHERE change=? ORDER BY register",
        "SELECT * FROM change_block WHERE change=? ORDER BY register, block",
        "SELECT * FROM change_population WHERE change=? ORDER BY register",
        "SELECT * FROM definition WHERE change=? ORDER BY register",
        "SELECT * FROM definition_field WHERE change=? ORDER BY register, position",
    };
    Sha256 hash;
    hash.update(previous);
    for (const auto* part : k_parts) {
        SQLite::Statement statement(connection.db(), part);
        statement.bind(1, change);
        hash_rows(hash, statement);
    }
    return hash.finish();
}

Digest assessment_digest(Connection& connection, std::int64_t assessment) {
    constexpr const char* k_parts[] = {
        ("SELECT id, saved_at, who, head, on_date, period_from, period_to, organization, isolated_percent, isolated_rows, major_percent, "
         "major_rows, systemic_percent, systemic_subjects, lag_months, lag_days FROM assessment WHERE id=?"),
        "SELECT * FROM assessment_word WHERE assessment=? ORDER BY number",
        "SELECT * FROM assessment_catalog WHERE assessment=? ORDER BY position",
        "SELECT * FROM assessment_manifest WHERE assessment=? ORDER BY position",
        "SELECT * FROM assessment_determination WHERE assessment=? ORDER BY position",
        "SELECT * FROM assessment_basis WHERE assessment=? ORDER BY determination, position",
        "SELECT * FROM assessment_tally WHERE assessment=? ORDER BY position",
        "SELECT * FROM assessment_failing WHERE assessment=? ORDER BY position",
    };
    Sha256 hash;
    for (const auto* part : k_parts) {
        SQLite::Statement statement(connection.db(), part);
        statement.bind(1, assessment);
        hash_rows(hash, statement);
    }
    return hash.finish();
}

std::string seal_of(std::string_view digest, std::string_view kind) {
    std::string text;
    append_text(text, digest);
    append_text(text, kind);
    return to_hex(sha256(text));
}

std::string_view bytes_of(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string hex_of(std::string_view bytes) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += k_digits[byte >> 4U];
        text += k_digits[byte & 0x0FU];
    }
    return text;
}

} // namespace assay::db
