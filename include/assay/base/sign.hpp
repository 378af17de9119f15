// Signatures that plain openssl verifies. Knows no audit.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace assay {

/// The 64 bytes of an Ed25519 signature over `bytes`; the same key and bytes give the same signature. `key` is a private key in PEM
/// form without a passphrase. Throws Error when it cannot be read or is another kind of key.
[[nodiscard]] std::string sign_ed25519(const std::filesystem::path& key, std::string_view bytes);

} // namespace assay
