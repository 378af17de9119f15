// What the chain of changes hashes: row versions in blocks of 1,000, the rows closed, and all that is kept of a change.
#pragma once

#include "assay/base/hash.hpp"
#include "assay/model/value.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace assay::db {

inline constexpr std::int64_t k_block_rows = 1000;

struct Block {
    std::int64_t first_row = 0;
    std::int64_t last_row = 0;
    std::int64_t rows = 0;
    Digest digest{};
};

/// Encodes row versions canonically: _row, _line, then per present field its id, storage type and value, in the order of the ids.
class RowHasher {
public:
    /// `ids`: of the fields whose values come with each row.
    explicit RowHasher(const std::vector<std::string>& ids);

    void add(std::int64_t row, std::int64_t line, std::span<const Value> values);
    /// The fields of a row that is being read: columns `first`… in the order of `sorted_ids()`.
    void add(std::int64_t row, std::int64_t line, SQLite::Statement& statement, int first);
    /// Closes the last block and gives all.
    [[nodiscard]] std::vector<Block> finish();
    /// Positions in `ids`, in the order of encoding.
    [[nodiscard]] const std::vector<std::size_t>& order() const { return m_order; }

private:
    void begin_row(std::int64_t row, std::int64_t line);
    void end_row();
    void end_block();

    std::vector<std::size_t> m_order;
    std::vector<std::string> m_prefixes; ///< per position of the order: the encoded id
    std::string m_buffer;
    Sha256 m_hash;
    Block m_block;
    std::vector<Block> m_blocks;
};

/// SELECT list of a register's columns in the order of encoding at a change, and their ids then.
struct EncodedColumns {
    std::vector<std::string> ids;   ///< sorted
    std::vector<std::string> names; ///< of the columns now
};
[[nodiscard]] EncodedColumns encoded_columns(const Lineage& lineage, std::int64_t change);

/// Hashes `_row`s in the order given.
class RowNumberHasher {
public:
    void add(std::int64_t row);
    [[nodiscard]] Digest finish() { return m_hash.finish(); }

private:
    Sha256 m_hash;
};

/// Over the digest before it (empty for the first) and every cell kept of the change.
[[nodiscard]] Digest change_digest(Connection& connection, std::int64_t change, std::string_view previous);
/// Over every cell kept of the assessment but the digest.
[[nodiscard]] Digest assessment_digest(Connection& connection, std::int64_t assessment);

/// Over the kind of a blob, which its name, the digest of the bytes, says nothing of.
[[nodiscard]] std::string seal_of(std::string_view digest, std::string_view kind);

[[nodiscard]] std::string_view bytes_of(const Digest& digest);
/// Hex of any bytes, however many.
[[nodiscard]] std::string hex_of(std::string_view bytes);

} // namespace assay::db
