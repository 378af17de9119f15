#include "assay/base/sign.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"

#include <memory>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace assay {
namespace {

constexpr std::uint64_t k_max_key_bytes = std::uint64_t{64} * 1024;
constexpr std::string_view k_remedy = "make one with 'openssl genpkey -algorithm ed25519 -out KEY.pem'";

/// OpenSSL would ask at the terminal for a passphrase; a key with one is refused instead.
int refuse_passphrase(char*, int, int, void*) { return -1; }

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

Key read_key(const std::filesystem::path& file) {
    const auto text = read_file(file, k_max_key_bytes);
    const std::unique_ptr<BIO, Freed<BIO_free_all>> bytes(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    Key key(bytes == nullptr ? nullptr : PEM_read_bio_PrivateKey(bytes.get(), nullptr, refuse_passphrase, nullptr));
    if (key == nullptr) {
        throw Error(fmt::format("'{}' holds no private key in PEM form without a passphrase; {}", file.string(), k_remedy));
    }
    if (EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) {
        throw Error(fmt::format("'{}' is no Ed25519 key; {}", file.string(), k_remedy));
    }
    return key;
}

} // namespace

std::string sign_ed25519(const std::filesystem::path& key, std::string_view bytes) {
    const auto signer = read_key(key);
    const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    std::string signature;
    bool good = context != nullptr && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, signer.get()) == 1 &&
                EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) == 1;
    if (good) {
        signature.resize(size);
        good = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data, bytes.size()) == 1;
        signature.resize(size);
    }
    if (!good) {
        throw Error(fmt::format("cannot sign with '{}': OpenSSL refused; is its FIPS or provider configuration damaged?", key.string()));
    }
    return signature;
}

} // namespace assay
