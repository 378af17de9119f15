// SHA-256, streaming.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace assay {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(std::span<const std::byte> bytes);
    void update(std::string_view text);
    /// Gives the digest and starts anew.
    [[nodiscard]] Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] Digest sha256(std::string_view text);
[[nodiscard]] std::string to_hex(const Digest& digest);

struct FileHash {
    Digest digest{};
    std::uint64_t size_bytes = 0;
};
/// Throws Error when the file cannot be read.
[[nodiscard]] FileHash hash_file(const std::filesystem::path& file);

} // namespace assay
