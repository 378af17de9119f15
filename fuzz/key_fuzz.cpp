// Any bytes as a private key to sign with: a signature of 64 bytes, the same each time, or an Error; never a question for a passphrase.
#include "assay/base/error.hpp"
#include "assay/base/sign.hpp"
#include "require.hpp"
#include "scratch_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ScratchFile k_file("key.pem");
    k_file.write(data, size);
    try {
        const auto signature = assay::sign_ed25519(k_file.path(), "what is signed");
        require(signature.size() == 64, "a signature has 64 bytes");
        require(assay::sign_ed25519(k_file.path(), "what is signed") == signature, "the same key and bytes give the same signature");
    } catch (const assay::Error&) {
        return 0;
    }
    return 0;
}
