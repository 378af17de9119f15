// SHA-256 through OpenSSL's EVP interface.
#include "assay/base/hash.hpp"

#include "assay/base/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace assay {

namespace {

constexpr std::size_t k_hashed_at_once = std::size_t{256} * 1024;

void require_ok(int result) {
    if (result != 1) {
        throw Error("cannot compute SHA-256: OpenSSL refused; is its FIPS or provider configuration damaged?");
    }
}

class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path& file) : m_descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const noexcept { return m_descriptor; }

private:
    int m_descriptor;
};

} // namespace

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() { start(); }
    ~State() { EVP_MD_CTX_free(context); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    void start() const { require_ok(context == nullptr ? 0 : EVP_DigestInit_ex(context, EVP_sha256(), nullptr)); }
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes) { require_ok(EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size())); }

void Sha256::update(std::string_view text) { require_ok(EVP_DigestUpdate(m_state->context, text.data(), text.size())); }

Digest Sha256::finish() {
    Digest digest{};
    require_ok(EVP_DigestFinal_ex(m_state->context, digest.data(), nullptr));
    m_state->start();
    return digest;
}

Digest sha256(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.finish();
}

std::string to_hex(const Digest& digest) {
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const std::uint8_t byte : digest) {
        text += k_digits[byte >> 4U];
        text += k_digits[byte & 0x0FU];
    }
    return text;
}

FileHash hash_file(const std::filesystem::path& file) {
    const Descriptor descriptor(file);
    Sha256 hash;
    FileHash result;
    std::vector<char> chunk(k_hashed_at_once);
    while (true) {
        const ssize_t count = descriptor.get() < 0 ? -1 : ::read(descriptor.get(), chunk.data(), chunk.size());
        if (count < 0 && descriptor.get() >= 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw Error(fmt::format("cannot read '{}': {}", file.string(), std::strerror(errno)));
        }
        if (count == 0) {
            break;
        }
        hash.update(std::string_view(chunk.data(), static_cast<std::size_t>(count)));
        result.size_bytes += static_cast<std::uint64_t>(count);
    }
    result.digest = hash.finish();
    return result;
}

} // namespace assay
