#include "assay/base/sign.hpp"

#include "assay/base/error.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

// The key of RFC 8032, 7.1, test 1, as PKCS #8.
constexpr std::string_view k_rfc_key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
// The same bytes as a key of X25519, which signs nothing.
constexpr std::string_view k_other_key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

std::string hex(const std::string& bytes) {
    std::string text;
    for (const char c : bytes) {
        constexpr std::string_view k_digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        text += k_digits[byte >> 4U];
        text += k_digits[byte & 15U];
    }
    return text;
}

std::string fault_of(const std::filesystem::path& key) {
    try {
        (void)assay::sign_ed25519(key, "bytes");
    } catch (const assay::Error& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("a signature is the one that RFC 8032 gives for key and bytes") {
    const TempFolder folder;
    const auto key = folder.write("key.pem", k_rfc_key);
    CHECK(hex(assay::sign_ed25519(key, "")) == "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    CHECK(assay::sign_ed25519(key, "a") == assay::sign_ed25519(key, "a"));
    CHECK(assay::sign_ed25519(key, "a") != assay::sign_ed25519(key, "b"));
}

TEST_CASE("what is no Ed25519 key without a passphrase is refused with the remedy") {
    const TempFolder folder;
    const auto remedy = std::string("; make one with 'openssl genpkey -algorithm ed25519 -out KEY.pem'");
    const auto none = folder.path() / "none.pem";
    CHECK(fault_of(none) == "cannot read '" + none.string() + "': No such file or directory");
    const auto text = folder.write("text.pem", "hello");
    CHECK(fault_of(text) == "'" + text.string() + "' holds no private key in PEM form without a passphrase" + remedy);
    const auto other = folder.write("other.pem", k_other_key);
    CHECK(fault_of(other) == "'" + other.string() + "' is no Ed25519 key" + remedy);
}
